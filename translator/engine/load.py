"""From the options to an engine: which model, where it is, which runtime. Heavy libraries are imported here, on use."""
# ruff: noqa: PLC0415  # that is what this module is for

from __future__ import annotations

import os
from pathlib import Path

from translator.config import DEFAULT_MODEL, Options
from translator.engine.base import Engine
from translator.engine.folder import ModelFolder, bundled_models, is_model_id, read_folder
from translator.engine.table import TableEngine
from translator.errors import ModelNotFoundError, OptionError


def load_engine(options: Options, *, cache: Path | None = None) -> Engine:
    """The engine for a model: CTranslate2 where it can serve, else transformers, unless the options name one.

    ``cache``: where converted models are kept, by default ``AZEN_CACHE`` or the user's cache folder.

    Raises:
        ModelNotFoundError: there is no such model here, and it could not be fetched.
        BrokenModelError: the model cannot be loaded.
        OptionError: there is no GPU and one was asked for.
        EngineError: the named engine cannot serve the model.
    """
    if options.engine == "table":
        return TableEngine()
    folder = find_model(options.model)
    if options.engine == "hf":
        return _hf(folder, options)
    if options.engine == "ct2":
        return _ct2(folder, options, cache)
    return _ct2_or_hf(folder, options, cache)


def find_model(name: str) -> ModelFolder:
    """The folder of a model: bundled, local or of the hub.

    Raises:
        ModelNotFoundError: there is no such model here, and it could not be fetched.
        BrokenModelError: the folder holds no model that can be used.
    """
    path = bundled_models().get(name) or _local_folder(name)
    if path:
        return read_folder(name, path)
    if is_model_id(name):
        from translator.engine import hub

        return read_folder(name, hub.fetch(name))
    if name == DEFAULT_MODEL:
        raise ModelNotFoundError(f"the bundled model {name} is missing from this installation: install azen again")
    raise ModelNotFoundError(
        f"{name}: no such model. A model is {DEFAULT_MODEL} (bundled), a folder with config.json, weights and tokenizer, "
        f"or a hub id such as Helsinki-NLP/opus-mt-az-en"
    )


def _local_folder(name: str) -> Path | None:
    try:
        path = Path(name).expanduser()
        return path if name and path.is_dir() else None
    except (OSError, RuntimeError):  # a name too long for a path, or `~stranger`
        return None


def _ct2_or_hf(folder: ModelFolder, options: Options, cache: Path | None) -> Engine:
    from translator.engine.convert import CannotServeError
    from translator.engine.ct2 import has_cuda

    if options.device == "cuda" and not has_cuda():
        return _hf(folder, options)
    try:
        return _ct2(folder, options, cache)
    except CannotServeError:
        return _hf(folder, options)


def _ct2(folder: ModelFolder, options: Options, cache: Path | None) -> Engine:
    from translator.engine.cache import cache_folder
    from translator.engine.ct2 import Ct2Engine, has_cuda

    cuda = _use_cuda(options, has_cuda(), "CTranslate2")
    return Ct2Engine(folder, cuda=cuda, threads=options.threads, cache=cache or cache_folder(os.environ))


def _hf(folder: ModelFolder, options: Options) -> Engine:
    from translator.engine.hf import HfEngine, has_cuda

    return HfEngine(folder, cuda=_use_cuda(options, has_cuda(), "torch"), threads=options.threads)


def _use_cuda(options: Options, seen: bool, library: str) -> bool:
    if options.device == "cuda" and not seen:
        raise OptionError(f"device is 'cuda': {library} sees no CUDA device here; use the device auto or cpu")
    return seen and options.device != "cpu"
