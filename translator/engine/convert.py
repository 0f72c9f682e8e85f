"""A Marian or NLLB folder to a CTranslate2 folder with int8 weights, without torch.

CTranslate2's own ``TransformersConverter`` writes the same variables, but imports torch and transformers, which take longer
than all the rest of a first start. Source: ctranslate2 4.8, ``specs/model_spec.py`` for the file and
``specs/transformer_spec.py`` for the variables.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import numpy
from numpy.typing import NDArray

from translator.engine.folder import ModelFolder
from translator.engine.weights import Array, Weights
from translator.errors import BrokenModelError, EngineError

FORMAT = 1  # to be raised when this module writes something else for the same folder
_FILE_VERSION, _SPEC, _SPEC_REVISION = 6, "TransformerSpec", 7
_TYPES = ("float32", "int8", "int16")  # in the order of their codes
_ACTIVATIONS = {"relu": 0, "gelu_new": 1, "swish": 2, "silu": 2, "gelu": 3}
_SHARED = "model.shared.weight"
_EMBEDDINGS = "decoder/embeddings/weight"
_ALIASES = ("decoder/projection/weight", "encoder/embeddings_0/weight")
Value = NDArray[Any]
Variables = Iterator[tuple[str, Value]]


class CannotServeError(EngineError):
    """The model is sound, but CTranslate2 cannot compute what it computes; transformers can."""


def convert(folder: ModelFolder, vocabulary: Sequence[str], output: Path) -> None:
    """Write ``model.bin``, ``config.json`` and ``shared_vocabulary.json`` into an existing folder.

    Raises:
        BrokenModelError: the weights cannot be read or are not all there.
        CannotServeError: CTranslate2 cannot serve the model.
        OSError: the folder cannot be written.
    """
    weights = Weights(folder)
    _check(folder, weights)
    with (output / "model.bin").open("wb") as stream:
        _write(stream, _variables(folder, weights))
    settings = folder.settings
    end, pad = vocabulary[settings["eos_token_id"]], settings["pad_token_id"]
    start = end if folder.family == "marian" else vocabulary[settings["decoder_start_token_id"]]
    config = {"bos_token": "<s>", "eos_token": end, "unk_token": "<unk>", "decoder_start_token": start}
    kept = [piece for number, piece in enumerate(vocabulary) if folder.family != "marian" or number != pad]
    _write_json(output / "config.json", config | {"add_source_bos": False, "add_source_eos": False})
    _write_json(output / "shared_vocabulary.json", kept)


def _check(folder: ModelFolder, weights: Weights) -> None:
    settings = folder.settings
    shape, wanted = weights[_SHARED].shape, (settings["vocab_size"], settings["d_model"])
    if shape != wanted:
        raise BrokenModelError(f"{folder.path}: {_SHARED} has the shape {shape}; config.json says {wanted}")
    reason = ""
    if settings["activation_function"] not in _ACTIVATIONS:
        reason = f"there is no activation {settings['activation_function']}"
    elif not settings.get("tie_word_embeddings", True) or not settings.get("share_encoder_decoder_embeddings", True):
        reason = "source, target and output must share their embeddings"
    elif folder.family == "marian" and weights[_SHARED][settings["pad_token_id"]].any():
        reason = "the embedding of <pad>, from which decoding starts, must be zero"
    if reason:
        raise CannotServeError(f"{folder.path}: CTranslate2 cannot serve this model: {reason}; use the engine hf")


def _variables(folder: ModelFolder, weights: Weights) -> Variables:
    for side in ("encoder", "decoder"):
        yield from _numbers(folder, side)
        yield f"{side}/position_encodings/encodings", _positions(folder)
        if folder.family == "nllb":
            yield from _layer_norm(weights, f"{side}/layer_norm", f"model.{side}.layer_norm")
        for number in range(folder.settings[f"{side}_layers"]):
            yield from _layer(weights, side, number)
    dropped = [folder.settings["pad_token_id"]] if folder.family == "marian" else []
    yield from _quantised(_EMBEDDINGS, numpy.delete(weights[_SHARED], dropped, axis=0))
    if "final_logits_bias" in weights and (bias := weights["final_logits_bias"]).any():
        yield "decoder/projection/bias", numpy.delete(bias.reshape(-1), dropped)


def _numbers(folder: ModelFolder, side: str) -> Variables:
    settings = folder.settings
    scale = settings["d_model"] ** 0.5 if settings["scale_embedding"] else 1.0
    yield f"{side}/num_heads", numpy.asarray(settings[f"{side}_attention_heads"], numpy.int16)
    yield f"{side}/pre_norm", numpy.asarray(folder.family == "nllb", numpy.int8)
    yield f"{side}/activation", numpy.asarray(_ACTIVATIONS[settings["activation_function"]], numpy.int8)
    yield f"{side}/scale_embeddings", numpy.asarray(scale, numpy.float32)
    if side == "encoder":
        yield "encoder/embeddings_merge", numpy.asarray(0, numpy.int8)
        return
    yield "decoder/start_from_zero_embedding", numpy.asarray(folder.family == "marian", numpy.int8)
    yield "decoder/alignment_layer", numpy.asarray(folder.alignment_layer, numpy.int16)
    yield "decoder/alignment_heads", numpy.asarray(int(folder.first_head_aligns), numpy.int16)  # 0: the mean of all


def _layer(weights: Weights, side: str, number: int) -> Variables:
    target, source = f"{side}/layer_{number}", f"model.{side}.layers.{number}"
    yield from _linear(weights, f"{target}/self_attention/linear_0", source + ".self_attn", ("q_proj", "k_proj", "v_proj"))
    yield from _linear(weights, f"{target}/self_attention/linear_1", source + ".self_attn", ("out_proj",))
    yield from _layer_norm(weights, f"{target}/self_attention/layer_norm", f"{source}.self_attn_layer_norm")
    if side == "decoder":
        for linear, names in enumerate((("q_proj",), ("k_proj", "v_proj"), ("out_proj",))):
            yield from _linear(weights, f"{target}/attention/linear_{linear}", source + ".encoder_attn", names)
        yield from _layer_norm(weights, f"{target}/attention/layer_norm", f"{source}.encoder_attn_layer_norm")
    yield from _linear(weights, f"{target}/ffn/linear_0", source, ("fc1",))
    yield from _linear(weights, f"{target}/ffn/linear_1", source, ("fc2",))
    yield from _layer_norm(weights, f"{target}/ffn/layer_norm", f"{source}.final_layer_norm")


def _linear(weights: Weights, target: str, source: str, names: tuple[str, ...]) -> Variables:
    yield from _quantised(f"{target}/weight", numpy.concatenate([weights[f"{source}.{name}.weight"] for name in names]))
    yield f"{target}/bias", numpy.concatenate([weights[f"{source}.{name}.bias"] for name in names])


def _layer_norm(weights: Weights, target: str, source: str) -> Variables:
    yield f"{target}/gamma", weights[f"{source}.weight"]
    yield f"{target}/beta", weights[f"{source}.bias"]


def _quantised(name: str, weight: Array) -> Variables:
    """The rows of a matrix as integers from -127 to 127, and the scale of each row."""
    largest = numpy.abs(weight).max(axis=1)
    scale = numpy.float32(127) / numpy.where(largest == 0, numpy.float32(127), largest)
    yield name, numpy.rint(weight * scale[:, None]).astype(numpy.int8)
    yield f"{name}_scale", scale


def _positions(folder: ModelFolder) -> Array:
    """Sines in the first half of each row, cosines in the second.

    Source: transformers, ``MarianSinusoidalPositionalEmbedding`` and ``M2M100SinusoidalPositionalEmbedding``.
    """
    half = folder.settings["d_model"] // 2
    steps, first = (half, 0) if folder.family == "marian" else (half - 1, 2)
    rows = numpy.arange(first, first + folder.settings["max_position_embeddings"])
    angles = rows[:, None] * 10000.0 ** (-numpy.arange(half) / steps)
    return numpy.concatenate([numpy.sin(angles), numpy.cos(angles)], axis=1).astype(numpy.float32)


def _write(stream: BinaryIO, variables: Variables) -> None:
    stream.write(struct.pack("<I", _FILE_VERSION) + _string(_SPEC) + struct.pack("<I", _SPEC_REVISION))
    count, counted_at = 0, stream.tell()
    stream.write(struct.pack("<I", count))
    for name, value in variables:
        code = _TYPES.index(value.dtype.name)
        stream.write(_string(name) + struct.pack(f"<B{value.ndim}IBI", value.ndim, *value.shape, code, value.nbytes))
        stream.write(value.tobytes())
        count += 1
    stream.write(struct.pack("<I", len(_ALIASES)) + b"".join(_string(alias) + _string(_EMBEDDINGS) for alias in _ALIASES))
    stream.seek(counted_at)
    stream.write(struct.pack("<I", count))


def _string(text: str) -> bytes:
    return struct.pack("<H", len(text) + 1) + text.encode() + b"\0"


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value), encoding="utf-8")
