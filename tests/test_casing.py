"""Azerbaijani case keeps every position, and each letter is cased by itself."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.casing import lower, upper

ALPHABET = "abcçdeəfgğhxıijkqlmnoöprsştuüvyz"
CAPITALS = "ABCÇDEƏFGĞHXIİJKQLMNOÖPRSŞTUÜVYZ"


def test_the_alphabet_goes_both_ways() -> None:
    assert upper(ALPHABET) == CAPITALS
    assert lower(CAPITALS) == ALPHABET


def test_every_code_point_stays_one() -> None:
    everything = "".join(map(chr, range(sys.maxunicode + 1)))
    for cased in (lower(everything), upper(everything)):
        assert len(cased) == len(everything)
    assert all(len(lower(letter)) == len(upper(letter)) == 1 for letter in everything)


@given(st.text(), st.text())
def test_casing_has_no_memory(left: str, right: str) -> None:
    assert lower(left + right) == lower(left) + lower(right)
    assert upper(left + right) == upper(left) + upper(right)


@given(st.text(ALPHABET + " -’'.,"))
def test_upper_then_lower_gives_the_text_back(text: str) -> None:
    assert lower(upper(text)) == text


@pytest.mark.parametrize(
    ("text", "lowered"),
    [("İRAN", "iran"), ("IRAQ", "ıraq"), ("ΟΔΟΣ", "οδοσ"), ("ẞ", "ß"), ("МОСКВА", "москва"), ("COVID-19", "covıd-19")],
)
def test_lower(text: str, lowered: str) -> None:
    assert lower(text) == lowered


@pytest.mark.parametrize(
    ("text", "raised"), [("iran", "İRAN"), ("ıraq", "IRAQ"), ("straße i", "STRAßE İ"), ("ŉ", "ŉ"), ("", "")]
)
def test_upper(text: str, raised: str) -> None:
    assert upper(text) == raised
