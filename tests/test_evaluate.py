"""Scores agree with numbers written down, and carry their signatures."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translator.errors import InputError
from translator.evaluate import (
    TermCase,
    corpus_scores,
    looping_share,
    number_share,
    read_parallel,
    read_term_cases,
    term_score,
)

SENTENCES = ["The ministers met in Baku on Friday.", "They discussed the prospects of cooperation."]


def test_equal_is_a_hundred() -> None:
    bleu, chrf = corpus_scores(SENTENCES, SENTENCES)
    assert (bleu.name, chrf.name) == ("BLEU", "chrF2")
    assert (bleu.value, chrf.value) == pytest.approx((100, 100))
    assert "tok:13a" in bleu.signature
    assert "nc:6|nw:0" in chrf.signature


def test_bleu_by_hand() -> None:
    """Precisions 5/6, 3/5, 2/4, 1/3, no brevity penalty: the fourth root of 1/12."""
    bleu, _ = corpus_scores(["the cat sat on a mat"], ["the cat sat on the mat"])
    assert bleu.value == pytest.approx(100 * (5 / 6 * 3 / 5 * 2 / 4 * 1 / 3) ** 0.25)


@pytest.mark.parametrize(
    ("sources", "outputs", "share"),
    [
        (["2020-ci il, 44 gün"], ["2020, 44 days"], 1),
        (["2020-ci il, 44 gün"], ["44 days"], 0.5),
        (["heç nə"], ["nothing"], 1),
        (["7 və 8", "9"], ["seven", ""], 1 / 3),
    ],
)
def test_numbers(sources: list[str], outputs: list[str], share: float) -> None:
    assert number_share(sources, outputs) == pytest.approx(share)


def test_loops() -> None:
    assert looping_share([*SENTENCES, "and so on and so on and so on and so on", ""]) == 0.25
    assert looping_share([]) == 0


CASE = TermCase("Şuşada", (("Shusha", "Shushi"), ("city", "town")), ("glass", "Şuşa"))


@pytest.mark.parametrize(
    ("output", "present", "forbidden"),
    [
        ("in the city of Shusha", 2, 0),
        ("in the town of Shushi", 2, 0),
        ("in the City of shusha", 0, 0),
        ("in Shusha's glass city", 2, 1),
        ("", 0, 0),
    ],
)
def test_terms(output: str, present: int, forbidden: int) -> None:
    score = term_score([CASE], [output])
    assert (score.required, score.present, score.forbidden_found) == (2, present, forbidden)
    assert score.share == present / 2
    assert len(score.failures) == 2 - present + forbidden


@given(st.lists(st.text("abc", max_size=4), max_size=5))
def test_what_is_required_of_itself_is_there(words: list[str]) -> None:
    case = TermCase("x", tuple((word,) for word in words), ())
    assert term_score([case], [" ".join(words)]).share == 1


def test_term_cases_are_read(tmp_path: Path) -> None:
    path = tmp_path / "terms.tsv"
    path.write_text(
        "az\trequired\tforbidden\nŞuşada\tShusha|Shushi; city|town\tglass;Şuşa\nBakı\t\t\nTəbriz\n", encoding="utf-8"
    )
    assert read_term_cases(path) == [CASE, TermCase("Bakı", (), ()), TermCase("Təbriz", (), ())]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a\tb\n", ":1: the first line"),
        ("az\trequired\tforbidden\nx\ty\tz\tw\n", ":2: a line"),
        ("az\trequired\tforbidden\n\ty\n", ":2:"),
    ],
)
def test_bad_term_cases(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "terms.tsv"
    path.write_text(text)
    with pytest.raises(InputError, match=message):
        read_term_cases(path)


def test_line_counts_must_match(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.write_text("a\nb\n")
    other.write_text("a\n\nb\n")
    assert read_parallel(one, one) == [["a", "b"], ["a", "b"]]
    with pytest.raises(InputError, match=r"3 lines and .* has 2"):
        read_parallel(one, other)
