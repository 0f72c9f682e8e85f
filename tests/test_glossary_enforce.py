"""Terms of the translation are verified and repaired, and the English around them stays whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary import Edit, Entry, Matcher, Outcome, apply, enforce, missing_numbers, read, romanize, shift_links
from glossary.edits import shift_span

CASES = Path(__file__).parent / "cases"
BASE = Matcher(row.entry for row in read(CASES / "glossary_terms.tsv"))
SENTENCES = [
    "Elmar Məmmədyarov Bakıda XİN-in ATƏT-in Minsk qrupu ilə görüşündən danışıb.",
    "AZƏRBAYCAN XİN",
    "Şuşa, Qarabağ, İran",
]
WORDS = ["XIN", "ATET", "Elmer", "Mammadyarov", "Memmedyarov", "Susha", "Baku", "Minsk", "Group", "of", "the", "A", "'s"]


def cases() -> list[list[str]]:
    lines = (CASES / "glossary_enforce.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


def edits_of(outcomes: tuple[Outcome, ...]) -> list[Edit]:
    return [outcome.edit for outcome in outcomes if outcome.edit]


@pytest.mark.parametrize(("source", "translation", "expected"), cases())
def test_cases(source: str, translation: str, expected: str) -> None:
    outcomes = enforce(source, BASE.find(source), translation)
    assert apply(translation, edits_of(outcomes)) == expected


@pytest.mark.parametrize(("source", "translation", "expected"), cases())
def test_a_second_time_nothing_is_left_to_do(source: str, translation: str, expected: str) -> None:
    assert edits_of(enforce(source, BASE.find(source), expected)) == []
    assert translation


@given(st.sampled_from(SENTENCES), st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join) | st.text(max_size=60))
def test_spans_point_at_what_the_outcome_says(source: str, translation: str) -> None:
    matches = BASE.find(source)
    outcomes = enforce(source, matches, translation)
    edits = edits_of(outcomes)
    text = apply(translation, edits)
    assert [outcome.match for outcome in outcomes[: len(matches)]] == matches
    for outcome in outcomes:
        assert (outcome.target_span is None) == (outcome.status == "not placed")
        assert (outcome.edit is None) == (outcome.status != "fixed")
        if outcome.edit and outcome.target_span:
            assert text[slice(*outcome.target_span)] == outcome.edit.replacement


def test_links_place_a_name_that_was_translated() -> None:
    source, translation = "Dünən Şuşa haqqında danışdıq.", "Yesterday we talked about Glass."
    start = translation.index("Glass")
    assert edits_of(enforce(source, BASE.find(source), translation)) == []
    linked = enforce(source, BASE.find(source), translation, [(6, 10, start, start + 5)])
    assert apply(translation, edits_of(linked)) == "Yesterday we talked about Shusha."


def test_links_that_lead_elsewhere_change_nothing() -> None:
    source, translation = "Dünən Şuşa haqqında danışdıq.", "Yesterday we talked about Glass."
    links = [(6, 10, 0, len(translation)), (0, 5, 0, len(translation))]
    assert edits_of(enforce(source, BASE.find(source), translation, links)) == []


def test_links_out_of_range_do_no_harm() -> None:
    source = "Şuşada"
    assert enforce(source, BASE.find(source), "In Shusha", [(0, 99, 50, 200), (5, 2, 9, 3)])[0].status == "already right"


def test_each_occurrence_serves_one_mention() -> None:
    source = "İran və Rusiya, sonra yenə İran danışıb."
    statuses = [outcome.status for outcome in enforce(source, BASE.find(source), "Iran and Russia spoke.")]
    assert statuses == ["already right", "already right", "not placed"]


def test_what_is_no_sentence_is_not_looked_into() -> None:
    source, translation = "Bakıda " * 2000, "Bakı " * 2000
    outcomes = enforce(source, BASE.find(source), translation)
    assert {(outcome.status, "too long" in outcome.message) for outcome in outcomes} == {("not placed", True)}


def test_a_long_sentence_is_checked_all_the_same() -> None:
    source, translation = "Bakı və Məmmədyarov " * 70, "Baku and Memmedyarov " * 70
    outcomes = enforce(source, BASE.find(source), translation)
    assert apply(translation, edits_of(outcomes)) == "Baku and Mammadyarov " * 70


def test_an_acronym_is_not_a_pronoun() -> None:
    source = "ABŞ bizə kömək edib."
    assert enforce(source, BASE.find(source), "They helped us.")[0].status == "not placed"


def test_a_common_noun_not_placed_says_nothing() -> None:
    source = "birgə bəyanat"
    outcome = enforce(source, BASE.find(source), "They agreed.")[0]
    assert (outcome.status, outcome.message) == ("not placed", "")


def test_doubled_words_are_not_made() -> None:
    entry = Entry(source="Prezident", target="President Ilham Aliyev", kind="title")
    source = "Prezident"
    text = "President Prezident Ilham Aliyev spoke"
    outcomes = enforce(source, Matcher([entry]).find(source), text)
    assert "President President" not in apply(text, edits_of(outcomes))


EDITS = st.lists(st.integers(0, 40), unique=True, max_size=8).map(lambda ends: sorted(ends)[: len(ends) // 2 * 2])


def made_edits(ends: list[int]) -> list[Edit]:
    entry = Entry(source="x", target="y", kind="body")
    return [Edit(start, stop, "new" * (start % 3), entry, "") for start, stop in zip(ends[::2], ends[1::2], strict=True)]


@given(st.text("abc ", min_size=41, max_size=60), EDITS)
def test_edits_replay_to_the_same_text(text: str, ends: list[int]) -> None:
    edits = made_edits(ends)
    by_hand = text
    for edit in reversed(edits):
        by_hand = by_hand[: edit.start] + edit.replacement + by_hand[edit.stop :]
    assert apply(text, edits) == apply(text, edits[::-1]) == by_hand


@given(st.text("abc ", min_size=41, max_size=60), EDITS, st.integers(0, 40), st.integers(0, 40))
def test_untouched_spans_keep_their_text(text: str, ends: list[int], one: int, other: int) -> None:
    edits, (start, stop) = made_edits(ends), sorted((one, other))
    if any(edit.start < stop and start < edit.stop for edit in edits):
        return
    shifted = shift_span(start, stop, edits)
    assert apply(text, edits)[slice(*shifted)] == text[start:stop]
    assert shift_links([(1, 2, start, stop)], edits) == ((1, 2, *shifted),)


def test_overlapping_edits_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        apply("abcdef", made_edits([0, 3]) + made_edits([2, 5]))


@pytest.mark.parametrize(
    ("name", "english"),
    [
        ("Əliyeva", "Aliyeva"),
        ("Hacıyev", "Hajiyev"),
        ("Çingiz", "Chingiz"),
        ("Ağdam", "Aghdam"),
        ("İSMAYIL", "ISMAYIL"),
        ("", ""),
    ],
)
def test_romanize(name: str, english: str) -> None:
    assert romanize(name) == english


@given(st.text("AaƏəXxĞğCcÇçŞşQqIıİiÖöÜüJjZz- ", max_size=40))
def test_romanized_text_has_no_azerbaijani_letters(text: str) -> None:
    assert romanize(text).isascii()
    assert not set(romanize(text)) & set("xXqQ")


@pytest.mark.parametrize(
    ("source", "translation", "missing"),
    [
        ("822 saylı qətnamə", "resolution 822", []),
        ("822 saylı qətnamə", "a resolution", ["822"]),
        ("138 min 400 nəfər", "138,400 people", []),
        ("saat 17:30-da", "at 5:30 pm", []),
        ("3,5 faiz", "3.5 percent", []),
        ("3,5 faiz", "35 percent", ["3,5"]),
        ("12.05.2024", "12 May 2024", ["05"]),
        ("iki nəfər, 3 maşın", "two people, three cars", []),
        ("1" * 9000, "one", ["1" * 9000]),
    ],
)
def test_missing_numbers(source: str, translation: str, missing: list[str]) -> None:
    assert missing_numbers(source, translation) == missing
