"""Options: argument, then environment, then default; what cannot be used is refused with a reason."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from translator import OptionError, Options


def test_argument_beats_environment_beats_default() -> None:
    environment = {"AZEN_BEAM_SIZE": "2", "AZEN_MODEL": "folder"}
    assert Options.load(environment, beam_size=8).beam_size == 8
    assert Options.load(environment).beam_size == 2
    assert Options.load(environment).model == "folder"
    assert Options.load({}).beam_size == 4


def test_none_is_no_argument() -> None:
    assert Options.load({"AZEN_BEAM_SIZE": "2"}, beam_size=None) == Options(beam_size=2)


def test_glossary_is_one_path_or_many() -> None:
    assert Options.load({}, glossary="a.tsv").glossary == (Path("a.tsv"),)
    assert Options.load({"AZEN_GLOSSARY": "a.tsv:b.tsv"}).glossary == (Path("a.tsv"), Path("b.tsv"))


@pytest.mark.parametrize(
    ("values", "word"),
    [
        ({"beam_size": 0}, "beam_size"),
        ({"n_best": 9, "beam_size": 4}, "n_best"),
        ({"engine": "onnx"}, "ct2"),
        ({"terms": "maybe"}, "inline"),
        ({"threads": -1}, "threads"),
        ({"length_penalty": 9.0}, "length_penalty"),
        ({"glossary": 3}, "path"),
        ({"beam": 3}, "beam_size"),
    ],
)
def test_refused(values: dict[str, object], word: str) -> None:
    with pytest.raises(OptionError, match=word):
        Options.load({}, **values)


def test_a_number_in_the_environment_must_be_one() -> None:
    with pytest.raises(OptionError, match="AZEN_BEAM_SIZE"):
        Options.load({"AZEN_BEAM_SIZE": "many"})


def test_every_option_is_described() -> None:
    assert Options.__doc__
    for field in fields(Options):
        assert f"``{field.name}``" in Options.__doc__
