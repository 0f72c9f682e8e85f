from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tiny_models import tiny

from translator.config import Options
from translator.engine.folder import read_folder
from translator.engine.load import load_engine
from translator.errors import BrokenModelError


def copied(tmp_path: Path, kind: str = "marian") -> Path:
    return Path(shutil.copytree(tiny(kind), tmp_path / kind))


def edited(path: Path, **values: Any) -> None:
    settings = json.loads(path.read_text(encoding="utf-8")) | values
    path.write_text(json.dumps({name: value for name, value in settings.items() if value is not ...}), encoding="utf-8")


def without_tensor(path: Path) -> None:
    from safetensors.numpy import load_file, save_file  # noqa: PLC0415  # only here

    tensors = load_file(path / "model.safetensors")
    del tensors["model.encoder.layers.1.fc1.weight"]
    save_file(tensors, path / "model.safetensors", metadata={"format": "pt"})


def with_one_piece_less(path: Path) -> None:
    vocabulary = json.loads((path / "vocab.json").read_text(encoding="utf-8"))
    vocabulary.popitem()
    (path / "vocab.json").write_text(json.dumps(vocabulary), encoding="utf-8")


BREAKAGES: dict[str, Callable[[Path], object]] = {
    "no config.json": lambda path: (path / "config.json").unlink(),
    "config.json is no JSON": lambda path: (path / "config.json").write_text("{"),
    "config.json is a list": lambda path: (path / "config.json").write_text("[]"),
    "config.json is binary": lambda path: (path / "config.json").write_bytes(b"\xff\xfe\x00"),
    "another kind of model": lambda path: edited(path / "config.json", model_type="t5"),
    "a size is missing": lambda path: edited(path / "config.json", d_model=...),
    "a size is text": lambda path: edited(path / "config.json", encoder_layers="two"),
    "an id outside the vocabulary": lambda path: edited(path / "config.json", eos_token_id=100_000),
    "more layers than weights": lambda path: edited(path / "config.json", encoder_layers=3),
    "another width than the weights": lambda path: edited(path / "config.json", d_model=64),
    "a layer that is not there": lambda path: (path / "azen.json").write_text('{"alignment_layer": 2}'),
    "a limit that is text": lambda path: (path / "azen.json").write_text('{"max_pieces": "256"}'),
    "a coverage that is text": lambda path: (path / "azen.json").write_text('{"coverage": "3"}'),
    "a penalty that rewards": lambda path: (path / "azen.json").write_text('{"repetition_penalty": 0}'),
    "no weights": lambda path: (path / "model.safetensors").unlink(),
    "weights cut short": lambda path: (path / "model.safetensors").write_bytes(b"\x10" * 1000),
    "empty weights": lambda path: (path / "model.safetensors").write_bytes(b""),
    "a tensor is missing": without_tensor,
    "no tokenizer": lambda path: (path / "source.spm").unlink(),
    "the tokenizer is damaged": lambda path: (path / "target.spm").write_bytes(b"spm"),
    "no vocabulary": lambda path: (path / "vocab.json").unlink(),
    "the vocabulary lacks a piece": with_one_piece_less,
    "the vocabulary lacks <unk>": lambda path: edited(path / "vocab.json", **{"<unk>": ..., "<other>": 1}),
    "an id of the vocabulary is text": lambda path: edited(path / "vocab.json", **{"<unk>": "1"}),
}


@pytest.mark.parametrize("engine", ["ct2", "hf"])
@pytest.mark.parametrize("name", BREAKAGES)
def test_broken_folder_is_one_line(tmp_path: Path, name: str, engine: Any) -> None:
    path = copied(tmp_path)
    BREAKAGES[name](path)
    with pytest.raises(BrokenModelError) as caught:
        load_engine(Options(model=str(path), engine=engine), cache=tmp_path / "cache")
    assert "\n" not in str(caught.value)
    assert path.name in str(caught.value)


@pytest.mark.parametrize(
    "breakage",
    [
        lambda path: (path / "tokenizer.json").unlink(),
        lambda path: (path / "tokenizer.json").write_text("{}"),
        lambda path: shutil.copy(tiny("nllb") / "no_codes.json", path / "tokenizer.json"),
    ],
)
def test_broken_nllb_tokenizer(tmp_path: Path, breakage: Callable[[Path], object]) -> None:
    text = (tiny("nllb") / "tokenizer.json").read_text(encoding="utf-8").replace("azj_Latn", "aze_Latn")
    (tiny("nllb") / "no_codes.json").write_text(text, encoding="utf-8")
    path = copied(tmp_path, "nllb")
    breakage(path)
    with pytest.raises(BrokenModelError, match=r"tokenizer\.json"):
        load_engine(Options(model=str(path)), cache=tmp_path / "cache")


def test_card(tmp_path: Path) -> None:
    card = read_folder("mine", tiny("terms")).card
    assert (card.name, card.max_pieces, card.inline_terms) == ("mine", 100, True)
    plain = read_folder("mine", tiny("marian")).card
    assert (plain.max_pieces, plain.inline_terms) == (126, False)
    assert read_folder("other", copied(tmp_path)).card.revision == plain.revision


@pytest.mark.parametrize("place", [0.2, 0.4, 0.6, 0.8])
def test_revision_follows_the_weights(tmp_path: Path, place: float) -> None:
    path = copied(tmp_path)
    before = read_folder("m", path).card.revision
    weights = bytearray((path / "model.safetensors").read_bytes())
    weights[int(place * len(weights))] ^= 1
    (path / "model.safetensors").write_bytes(weights)
    assert read_folder("m", path).card.revision != before


def test_alignment_layer(tmp_path: Path) -> None:
    path = copied(tmp_path)
    assert read_folder("m", path).alignment_layer == 0
    (path / "azen.json").write_text('{"alignment_layer": 1}', encoding="utf-8")
    assert read_folder("m", path).alignment_layer == 1
