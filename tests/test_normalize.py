"""Normalising settles after one pass, leads back to the original without a hole, and leaves alone what the notes say."""

from __future__ import annotations

import json
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translator.normalize import FIXES, Change, Normalized, change, normalize

CASES = json.loads((Path(__file__).parent / "cases" / "normalization.json").read_text(encoding="utf-8"))
TEXTS = (
    st.text()
    | st.text(st.characters(codec=None))
    | st.text("aəǝәАасiıIİh \u0307\u0327\u0308\u0301\u200b\u200d\ufeff\xad\xa0\n\t.,!\ud83d\ude00😀ﬁșj")
)


@pytest.mark.parametrize("case", [case for case in CASES if "fails" not in case], ids=lambda case: str(case["label"]))
def test_cases(case: dict[str, str]) -> None:
    assert normalize(case["original"]).text == case["fixed"]


@pytest.mark.parametrize("case", [case for case in CASES if "fails" in case], ids=lambda case: str(case["label"]))
@pytest.mark.xfail(strict=True, reason="a known failure")
def test_known_failures(case: dict[str, str]) -> None:
    assert normalize(case["original"]).text == case["fixed"]


def check_map(result: Normalized, original: str) -> None:
    assert len(result.offsets) == len(result.text) + 1
    assert all(left <= right for left, right in pairwise(result.offsets))
    if result.text:
        assert result.original_span(0, len(result.text)) == (0, len(original))


@given(TEXTS)
def test_the_way_back_covers_the_original_and_never_falls(text: str) -> None:
    check_map(normalize(text), text)


@given(TEXTS)
def test_a_second_pass_changes_nothing(text: str) -> None:
    once = normalize(text).text
    assert normalize(once).text == once


@given(TEXTS)
def test_the_result_is_composed_and_can_be_encoded(text: str) -> None:
    result = normalize(text).text
    assert unicodedata.is_normalized("NFC", result)
    result.encode("utf-8")


@given(TEXTS)
def test_words_beside_a_change_lead_back_to_themselves(text: str) -> None:
    marked = f"Bakı {text} Gəncə"
    result = normalize(marked)
    assert marked[: result.original_span(0, 4)[1]].startswith("Bakı")
    assert marked[slice(*result.original_span(len(result.text) - 5, len(result.text)))] == "Gəncə"


@given(TEXTS)
def test_line_breaks_stay(text: str) -> None:
    breaks = "\n\r\v\f\x85\u2028\u2029"
    assert [mark for mark in normalize(text).text if mark in breaks] == [mark for mark in text if mark in breaks]


def test_a_span_leads_back_through_every_fix() -> None:
    original = "\ufeffMәmmәdyarov   gо\u0308ru\u0308s\u0327du\u0308 ."
    result = normalize(original)
    assert result.text == "Məmmədyarov görüşdü."
    start = result.text.index("görüşdü")
    assert original[slice(*result.original_span(start, start + 7))] == "gо\u0308ru\u0308s\u0327du\u0308 "
    assert original[slice(*result.original_span(0, 11))] == "\ufeffMәmmәdyarov"


def test_two_steps_lead_back_as_one() -> None:
    first = change("abcdef", [Change(1, 3, "")])
    second = change(first.text, [Change(1, 2, "xyz")])
    both = first.then(second)
    assert both.text == "axyzef"
    assert "abcdef"[slice(*both.original_span(1, 4))] == "d"


@pytest.mark.parametrize("text", ["", "Bakı", "Görüş keçirilib. Sonra nə oldu?\n"])
def test_clean_text_costs_no_map(text: str) -> None:
    assert normalize(text) == Normalized(text, range(len(text) + 1))


@pytest.mark.parametrize(
    "unit", ["a\u0301\u0323", "\u0301\u0323", "ә", "әa", "\ud800", "\u200b", " ", "a\u0307", "ﬁ", "ab" * 50]
)
def test_a_heap_of_one_thing_does_no_harm(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    check_map(normalize(text), text)


def test_every_fix_has_a_name_and_a_note() -> None:
    assert len({fix.name for fix in FIXES}) == len(FIXES)
    assert all(fix.note for fix in FIXES)
