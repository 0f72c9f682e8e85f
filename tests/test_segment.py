"""Segments and the gaps between them rebuild the text, stand where the cases say, and cost linear time."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.segmentation import parse_case
from translator.segment import segment

CASES = Path(__file__).parent / "cases"


def lines(name: str) -> list[str]:
    return [line for line in (CASES / name).read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


def starts(text: str) -> set[int]:
    return {sentence.start for sentence in segment(text)[1:]}


@pytest.mark.parametrize("line", lines("segmentation.txt"))
def test_boundaries(line: str) -> None:
    text, boundaries = parse_case(line)
    assert starts(text) == boundaries, [sentence.text for sentence in segment(text)]


@pytest.mark.parametrize("line", lines("segmentation-failures.txt"))
@pytest.mark.xfail(strict=True, reason="a known failure: when it passes, move it to segmentation.txt")
def test_known_failures(line: str) -> None:
    text, boundaries = parse_case(line)
    assert starts(text) == boundaries


@pytest.mark.parametrize("line", [line for line in lines("segmentation.txt") if "⏎" not in line])
def test_a_segment_is_its_own_segment(line: str) -> None:
    text, _ = parse_case(line)
    for sentence in segment(text):
        assert [again.text for again in segment(sentence.text)] == [sentence.text]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r", "\u2028", "\x0b", "\n\n", " \n\t\n "])
def test_every_line_break_parts_lines(ending: str) -> None:
    text = f"Birinci xəbər{ending}İkinci xəbər{ending}"
    assert [sentence.text for sentence in segment(text)] == ["Birinci xəbər", "İkinci xəbər"]


@given(st.text(alphabet=st.sampled_from("aəİB19.!?… \n\t-–“”\"'’()[]:;,•sv")) | st.text())
def test_segments_and_gaps_rebuild_the_text(text: str) -> None:
    place = 0
    for start, stop, sentence in segment(text):
        assert text[start:stop] == sentence == sentence.strip() != ""
        assert not text[place:start].strip()
        place = stop
    assert not text[place:].strip()


PATHS = [
    "bir iki üç ",
    "a",
    ".",
    ". ",
    "a. ",
    "“",
    "” ",
    '"',
    "' ",
    "(",
    ") ",
    "(“",
    "1. ",
    "\t",
    "\n",
    "- \n",
    "M.",
    "və s. ",
    "?” ",
    "• ",
]


@pytest.mark.parametrize("unit", PATHS)
def test_a_long_line_of_one_thing_does_no_harm(unit: str) -> None:
    text = unit * (60_000 // len(unit))
    assert "".join("".join(sentence.text.split()) for sentence in segment(text)) == "".join(text.split())
