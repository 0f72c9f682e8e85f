from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translator.align import link_words, word_spans
from translator.types import InlineTerm, Link


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        ("  ", []),
        ("BMT-nin 73-cü sessiyası", ["BMT-nin", "73-cü", "sessiyası"]),
        ("Saat 10:30-da, 3,5 mln.", ["Saat", "10:30-da", ",", "3,5", "mln", "."]),
        ("“Azərbaycan”ın", ["“", "Azərbaycan", "”", "ın"]),
        ("Azerbaijan’s role", ["Azerbaijan’s", "role"]),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert [text[start:stop] for start, stop in word_spans(text)] == words


def test_term_is_one_word() -> None:
    assert word_spans("Xarici İşlər Nazirliyi bildirib", [InlineTerm(0, 22, "Foreign Ministry")]) == [(0, 22), (23, 31)]


@given(st.text())
def test_words_cover_all_but_space(text: str) -> None:
    spans = word_spans(text)
    covered = {position for start, stop in spans for position in range(start, stop)}
    assert all(position in covered or letter.isspace() for position, letter in enumerate(text))
    assert all(first[1] <= second[0] for first, second in pairwise(spans))


def test_links_follow_the_attention_summed_over_pieces() -> None:
    source_words, target_words = [(0, 4), (5, 9)], [(0, 3), (4, 7)]
    source_pieces = [(0, 2), (2, 4), (4, 9), None]
    target_pieces = [(0, 3), (3, 5), (5, 7)]
    attention = [
        [0.1, 0.1, 0.2, 0.6],  # the end mark draws most and does not count; 0.1 + 0.1 ties with 0.2 and the first word wins
        [0.3, 0.1, 0.5, 0.1],
        [0.3, 0.4, 0.2, 0.1],  # with the row above: 0.4 + 0.7 for the first word, 0.5 + 0.2 for the second
    ]
    assert link_words(source_words, target_words, source_pieces, target_pieces, attention) == (Link(0, 4, 0, 7),)
    attention[2] = [0.0, 0.1, 0.8, 0.1]
    links = link_words(source_words, target_words, source_pieces, target_pieces, attention)
    assert links == (Link(0, 4, 0, 3), Link(5, 9, 4, 7))


def test_padded_rows_and_missing_rows_do_no_harm() -> None:
    words = [(0, 1), (2, 3)]
    links = link_words(words, words, [(0, 1), (2, 3), None], [(0, 1), (2, 3)], [[0.9, 0.1, 0.0, 0.0, 0.0]])
    assert links == (Link(0, 1, 0, 1),)
    assert link_words(words, words, [None, None], [(0, 1), (2, 3)], [[0.5, 0.5], [0.5, 0.5]]) == ()


def test_a_word_that_looks_at_the_end_mark_has_no_link() -> None:
    words = [(0, 1), (2, 3)]
    assert link_words(words, words, [(0, 1), (2, 3), None], words, [[0.0, 0.01, 0.99], [0.3, 0.0, 0.7]]) == (Link(0, 1, 2, 3),)
