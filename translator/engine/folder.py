"""A model folder in Hugging Face layout: where it is, and what its small files say."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, Literal

from translator.engine.base import ModelCard
from translator.errors import BrokenModelError

Family = Literal["marian", "nllb"]
_FAMILIES: dict[object, Family] = {"marian": "marian", "m2m_100": "nllb"}
_LONGEST = 512  # pieces; Marian models have no more positions. Source: NLLB Team 2022, "No Language Left Behind", section 8
_SIZES = (
    *("vocab_size", "d_model", "encoder_layers", "decoder_layers", "max_position_embeddings"),
    *("encoder_attention_heads", "decoder_attention_heads"),
)
_IDS = ("eos_token_id", "pad_token_id", "decoder_start_token_id")
_OTHERS = (("activation_function", str), ("scale_embedding", bool))
_SEARCH, _MOST = {"repetition_penalty": 1, "coverage": 0}, 100
_BLOCK, _BLOCKS = 4096, 4096


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """A folder with a model in it.

    ``settings`` is its ``config.json`` and ``extras`` its ``azen.json``, empty without one. ``weights`` are the files that
    hold the weights, safetensors where there are both kinds.
    """

    path: Path
    family: Family
    settings: Mapping[str, Any]
    extras: Mapping[str, Any]
    weights: tuple[Path, ...]
    card: ModelCard

    @property
    def alignment_layer(self) -> int:
        """The decoder layer whose attention links words: the one that ``azen.json`` names, else the last but one.

        Source: Garg et al. 2019, "Jointly Learning to Align and Translate with Transformer Models", section 4.3.
        """
        return int(self.extras.get("alignment_layer", max(0, self.settings["decoder_layers"] - 2)))

    @property
    def first_head_aligns(self) -> bool:
        """Whether that layer's first head alone links words, as in a model trained to (``azen.json``), not the mean of all.

        Source: Chen et al. 2016, "Guided Alignment Training for Topic-Aware Neural Machine Translation".
        """
        return bool(self.extras.get("first_head_aligns", False))

    @property
    def alignment_shift(self) -> int:
        """1 if a piece is linked by what the decoder looks at when it reads that piece, 0 if when it writes it.

        Source: Chen et al. 2020, "Accurate Word Alignment Induction from Neural Machine Translation", section 3.
        """
        return int(bool(self.extras.get("alignment_shift", False)))


def is_model_id(name: str) -> bool:
    """Whether a name has the form ``owner/name`` of the hub.

    >>> is_model_id("Helsinki-NLP/opus-mt-az-en"), is_model_id("./opus-mt-az-en"), is_model_id("opus-mt-az-en")
    (True, False, False)
    """
    return re.fullmatch(r"\w[\w.-]*/\w[\w.-]*", name) is not None


def bundled_models() -> dict[str, Path]:
    """The models that come with the package, by name."""
    root = Path(str(resources.files("translator.models")))
    return {path.parent.name: path.parent for path in sorted(root.glob("*/config.json"))}


def weight_files(path: Path) -> tuple[Path, ...]:
    """The files that hold a model's weights, in order; none when there are none."""
    for pattern in ("model*.safetensors", "pytorch_model*.bin"):
        if files := sorted(path.glob(pattern)):
            return tuple(files)
    return ()


def read_folder(name: str, path: Path) -> ModelFolder:
    """What is known of the model in a folder, without its weights.

    Raises:
        BrokenModelError: a file is missing or makes no sense, or the model is of a kind that cannot be used.
    """
    settings = read_json(path / "config.json")
    family = _FAMILIES.get(settings.get("model_type"))
    if family is None:
        kind = settings.get("model_type")
        raise BrokenModelError(f"{path / 'config.json'}: the model is of type {kind!r}; Marian and NLLB (m2m_100) can be used")
    weights = weight_files(path)
    if not weights:
        raise BrokenModelError(f"{path}: no weights: neither model.safetensors nor pytorch_model.bin")
    extras = read_json(path / "azen.json") if (path / "azen.json").exists() else {}
    _check(path / "config.json", settings)
    layer = extras.get("alignment_layer", 0)
    if type(layer) is not int or not 0 <= layer < settings["decoder_layers"] or type(extras.get("max_pieces", 1)) is not int:
        raise BrokenModelError(f"{path / 'azen.json'}: no usable value for alignment_layer or max_pieces")
    for key, least in _SEARCH.items():
        if type(extras.get(key, least)) not in {int, float} or not least <= extras.get(key, least) <= _MOST:
            raise BrokenModelError(f"{path / 'azen.json'}: {key} must be a number from {least} to {_MOST}")
    return ModelFolder(path, family, settings, extras, weights, _card(name, settings, extras, weights))


def read_json(path: Path) -> dict[str, Any]:
    """The object in a JSON file of a model folder.

    Raises:
        BrokenModelError: there is no such file, or no object in it.
    """
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise BrokenModelError(f"{path}: cannot be read: {first_line(error)}") from error
    if not isinstance(value, dict):
        raise BrokenModelError(f"{path}: holds no JSON object")
    return value


def first_line(error: BaseException) -> str:
    """What an error says, in one line of at most 200 characters."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return lines[0][:200]


def _check(path: Path, settings: Mapping[str, Any]) -> None:
    wrong = [name for name in (*_SIZES, *_IDS) if type(settings.get(name)) is not int or settings[name] < 0]
    wrong = wrong or [name for name in _IDS if settings[name] >= settings["vocab_size"]]
    wrong += [name for name, kind in _OTHERS if not isinstance(settings.get(name), kind)]
    if wrong:
        raise BrokenModelError(f"{path}: no usable value for {', '.join(wrong)}")


def _card(name: str, settings: Mapping[str, Any], extras: Mapping[str, Any], weights: tuple[Path, ...]) -> ModelCard:
    limit = min(settings["max_position_embeddings"], _LONGEST) - 2  # a language code and the end mark
    wanted = min(limit, int(extras.get("max_pieces", limit)))
    penalty, coverage = (float(extras.get(name, least)) for name, least in _SEARCH.items())
    return ModelCard(name, _revision(weights), wanted, bool(extras.get("inline_terms", False)), penalty, coverage)


def _revision(files: tuple[Path, ...]) -> str:
    """Eight hex digits that follow from the size and from up to 4,096 blocks of 4 KiB, spread evenly over each file.

    That reads 16 MiB at most, and still some of every large matrix.
    """
    digest = hashlib.sha256()
    for path in files:
        size = path.stat().st_size
        digest.update(f"{path.name} {size}\n".encode())
        with path.open("rb") as stream:
            for number in range(min(_BLOCKS, size // _BLOCK + 1)):
                stream.seek(max(_BLOCK, size // _BLOCKS) * number)
                digest.update(stream.read(_BLOCK))
    return digest.hexdigest()[:8]
