"""The weights of a model folder, as numpy arrays."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy
from numpy.typing import NDArray
from safetensors import safe_open

from translator.engine.folder import ModelFolder, first_line
from translator.errors import BrokenModelError

Array = NDArray[numpy.float32]


class Weights:
    """The tensors of a model by name; each is read when it is asked for, as 32-bit floats."""

    def __init__(self, folder: ModelFolder) -> None:
        """Raises: BrokenModelError: a file cannot be read."""
        self._path = folder.path
        self._readers: dict[str, Callable[[], Array]] = {}
        for path in folder.weights:
            try:
                self._readers |= _open_safetensors(path) if path.suffix == ".safetensors" else _open_torch(path)
            except Exception as error:
                raise BrokenModelError(f"{path}: cannot be read: {first_line(error)}") from error

    def __contains__(self, name: str) -> bool:
        return name in self._readers

    def __getitem__(self, name: str) -> Array:
        """Raises: BrokenModelError: there is no such tensor, or it cannot be read."""
        if name not in self._readers:
            raise BrokenModelError(f"{self._path}: the weights lack {name}")
        try:
            return self._readers[name]()
        except Exception as error:
            raise BrokenModelError(f"{self._path}: {name} cannot be read: {first_line(error)}") from error


def _open_safetensors(path: Path) -> dict[str, Callable[[], Array]]:
    file = safe_open(path, framework="numpy")
    return {name: partial(_read, file, path, name) for name in list(file.keys())}  # type: ignore[no-untyped-call]  # its stub has no types


def _read(file: safe_open, path: Path, name: str) -> Array:
    try:
        return numpy.asarray(file.get_tensor(name), numpy.float32)  # type: ignore[no-untyped-call]  # its stub has no types
    except TypeError:  # numpy has no bfloat16, torch has
        with safe_open(path, framework="pt") as other:
            return numpy.asarray(other.get_tensor(name).float().numpy())


def _open_torch(path: Path) -> dict[str, Callable[[], Array]]:
    import torch  # noqa: PLC0415  # takes seconds, and only the older kind of file needs it

    def read(tensor: torch.Tensor) -> Array:
        return numpy.asarray(tensor.float().numpy())

    tensors = torch.load(path, map_location="cpu", weights_only=True, mmap=True)
    return {name: partial(read, tensor) for name, tensor in tensors.items()}
