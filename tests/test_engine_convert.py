from __future__ import annotations

import json
import shutil
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy
import pytest
import torch
from safetensors.torch import load_file, save_file
from tiny_models import tiny

from translator.engine.codec import Codec
from translator.engine.convert import CannotServeError, convert
from translator.engine.folder import read_folder

TYPES = ("float32", "int8", "int16")
OURS = {"decoder/alignment_layer", "decoder/alignment_heads"}  # the mean of the heads of another layer


def converted(source: Path, target: Path) -> Path:
    folder = read_folder("m", source)
    target.mkdir()
    convert(folder, Codec(folder).vocabulary, target)
    return target


def variables(path: Path) -> dict[str, Any]:
    """What is in a ``model.bin``, with the aliases resolved."""
    data = memoryview((path / "model.bin").read_bytes())
    position = 0

    def take(layout: str) -> int:
        nonlocal position
        (value,) = struct.unpack_from("<" + layout, data, position)
        position += struct.calcsize("<" + layout)
        return int(value)

    def text() -> str:
        nonlocal position
        size = take("H")
        position += size
        return bytes(data[position - size : position - 1]).decode()

    assert (take("I"), text(), take("I")) == (6, "TransformerSpec", 7)
    found: dict[str, Any] = {}
    for _ in range(take("I")):
        name, shape = text(), [take("I") for _ in range(take("B"))]
        kind, size = TYPES[take("B")], take("I")
        found[name] = numpy.frombuffer(data[position : position + size], kind).reshape(shape)
        position += size
    for _ in range(take("I")):
        alias, name = text(), text()
        found[alias] = found[name]
        if f"{name}_scale" in found:
            found[f"{alias}_scale"] = found[f"{name}_scale"]
    assert position == len(data)
    return found


def assert_same(ours: Mapping[str, Any], theirs: Mapping[str, Any], optional: frozenset[str] = frozenset()) -> None:
    assert ours.keys() == theirs.keys() - optional
    for name in ours.keys() - OURS:
        assert ours[name].dtype == theirs[name].dtype, name
        numpy.testing.assert_allclose(ours[name], theirs[name], rtol=0, atol=2e-5, err_msg=name)


@pytest.mark.parametrize("kind", ["marian", "random", "nllb"])
def test_writes_what_ctranslate2_writes(tmp_path: Path, kind: str) -> None:
    from ctranslate2.converters import TransformersConverter  # noqa: PLC0415  # imports transformers

    ours = converted(tiny(kind), tmp_path / "ours")
    theirs = Path(TransformersConverter(str(tiny(kind))).convert(str(tmp_path / "theirs"), quantization="int8"))
    flags = {"decoder/alibi", "decoder/alibi_use_positive_positions", "decoder/scale_alibi", "encoder/multi_query_attention"}
    expected = variables(theirs)
    assert all(expected[flag] == 0 for flag in flags)  # which is what a missing one means
    assert_same(variables(ours), expected, frozenset(flags))
    for name in ("config.json", "shared_vocabulary.json"):
        one, other = (json.loads((path / name).read_text(encoding="utf-8")) for path in (ours, theirs))
        assert one == other or one.items() <= other.items()


def test_output_bias_is_kept(tmp_path: Path) -> None:
    path = Path(shutil.copytree(tiny("marian"), tmp_path / "biased"))
    tensors = load_file(path / "model.safetensors")
    bias = torch.arange(float(len(tensors["model.shared.weight"])))
    save_file(tensors | {"final_logits_bias": bias[None]}, path / "model.safetensors", metadata={"format": "pt"})
    found = variables(converted(path, tmp_path / "out"))["decoder/projection/bias"]
    assert found.tolist() == bias[:-1].tolist()  # <pad> is gone


@pytest.mark.parametrize("number", [torch.bfloat16, torch.float16])
def test_16_bit_weights(tmp_path: Path, number: torch.dtype) -> None:
    path = Path(shutil.copytree(tiny("random"), tmp_path / "short"))
    tensors = {name: tensor.to(number) for name, tensor in load_file(path / "model.safetensors").items()}
    save_file(tensors, path / "model.safetensors", metadata={"format": "pt"})
    ours = variables(converted(path, tmp_path / "out"))
    save_file({name: tensor.float() for name, tensor in tensors.items()}, path / "model.safetensors", metadata={"format": "pt"})
    assert_same(ours, variables(converted(path, tmp_path / "expected")))


def test_torch_file(tmp_path: Path) -> None:
    path = Path(shutil.copytree(tiny("random"), tmp_path / "old"))
    torch.save(load_file(path / "model.safetensors"), path / "pytorch_model.bin")
    (path / "model.safetensors").unlink()
    assert_same(variables(converted(path, tmp_path / "out")), variables(converted(tiny("random"), tmp_path / "expected")))


@pytest.mark.parametrize("change", [{"activation_function": "mish"}, {"tie_word_embeddings": False}, {"pad_token_id": 5}])
def test_what_ctranslate2_cannot_serve(tmp_path: Path, change: dict[str, Any]) -> None:
    path = Path(shutil.copytree(tiny("random"), tmp_path / "odd"))
    settings = json.loads((path / "config.json").read_text(encoding="utf-8"))
    (path / "config.json").write_text(json.dumps(settings | change), encoding="utf-8")
    with pytest.raises(CannotServeError, match="engine hf"):
        converted(path, tmp_path / "out")
