"""Terms are found whatever suffix they carry, and not where they are not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inflections import VOWELS, hyphenated, inflections

from glossary import Entry, Matcher, builtin, find_all, inline_terms, read
from glossary.casing import lower, upper

CASES = Path(__file__).parent / "cases"
BASE = Matcher(row.entry for row in read(CASES / "glossary_terms.tsv"))
NAMES = {"person", "place", "country"}
MARKUP = re.compile(r"\[([^]|]*)\|?([^]|]*)\]")


def cases(name: str) -> list[list[str]]:
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


@pytest.fixture(scope="module")
def builtin_matcher() -> Matcher:
    return Matcher(builtin().entries)


@pytest.mark.parametrize(("marked", "targets"), cases("glossary_positive.tsv"))
def test_positive(marked: str, targets: str) -> None:
    text = MARKUP.sub(r"\1\2", marked)
    found = BASE.find(text)
    shown = [(text[match.start : match.stem_stop], text[match.stem_stop : match.stop]) for match in found]
    assert shown == MARKUP.findall(marked)
    assert [match.target for match in found] == [target for target in targets.split(";") if target]


@pytest.mark.parametrize(("text", "target"), cases("glossary_negative.tsv"))
def test_negative(builtin_matcher: Matcher, text: str, target: str) -> None:
    for matcher in (BASE, builtin_matcher):
        assert target.casefold() not in {match.target.casefold() for match in matcher.find(text)}  # English


def test_negative_cases_are_many() -> None:
    assert len(cases("glossary_negative.tsv")) >= 200


def forms_of(entry: Entry) -> list[str]:
    last = entry.source.split(" ")[-1]
    if not last[-1].isalnum():
        return []
    if entry.kind == "abbreviation" or last.isupper():
        return list(hyphenated(entry.source))
    if not last[-1].isalpha() or not set(lower(last)) & set(VOWELS):
        return [entry.source]
    common = entry.kind not in NAMES
    return list(inflections(entry.source, compound=" " in entry.source and common, common=common))


def test_every_entry_is_found_in_every_case(builtin_matcher: Matcher) -> None:
    lost = []
    for entry in builtin().entries:
        forms = forms_of(entry)
        lines = [f"Dünən {form} barədə danışıldı." for form in forms]
        ends = {(line_of(lines, match.start), match.stop) for match in builtin_matcher.find("\n".join(lines))}
        start = 0
        for number, (form, line) in enumerate(zip(forms, lines, strict=True)):
            if (number, start + len("Dünən ") + len(form)) not in ends:
                lost.append((entry.source, form))
            start += len(line) + 1
    assert lost == []


def line_of(lines: list[str], offset: int) -> int:
    """The index of the line in which an offset of the joined lines is."""
    for number, line in enumerate(lines):
        offset -= len(line) + 1
        if offset < 0:
            return number
    raise AssertionError(offset)


@pytest.mark.parametrize("source", ["Elmar Məmmədyarov", "Qarabağ", "Xarici İşlər Nazirliyi", "Xankəndi", "İraq", "Şuşa"])
def test_capitals_change_nothing(source: str) -> None:
    for form in inflections(source, compound="Nazirliyi" in source, common=False):
        plain = [(match.start, match.stop, match.entry) for match in BASE.find(f"Dünən {form} var")]
        capitals = [(match.start, match.stop, match.entry) for match in BASE.find(upper(f"Dünən {form} var"))]
        assert plain == capitals != []


@given(st.text(max_size=80) | st.text("ƏəİıIiŞşAaBbKk -'’.\"()[]{}*+?\\|^$", max_size=80))
def test_any_text_is_survived(text: str) -> None:
    previous = 0
    for match in BASE.find(text):
        assert previous <= match.start < match.stem_stop <= match.stop <= len(text)
        previous = match.stop


@given(st.lists(st.text(min_size=1, max_size=12), max_size=6), st.text(max_size=60))
def test_any_term_base_is_survived(sources: list[str], text: str) -> None:
    matcher = Matcher(Entry(source=source, target="x", kind="body") for source in sources)
    assert all(match.target == "x" for match in matcher.find(text + " ".join(sources)))


def test_a_line_of_a_megabyte() -> None:
    text = "Bakıya " * 60_000 + "ə" * 600_000 + " Bakıda"
    assert len(BASE.find(text)) == 60_001


def test_an_empty_term_base_finds_nothing() -> None:
    assert Matcher(()).find("Bakı şəhəri") == []


def test_of_two_entries_with_one_source_one_is_found() -> None:
    entries = [Entry(source="Bakı", target=target, kind="place") for target in ("Baku", "Bakou")]
    assert len(Matcher(entries).find("Bakıda")) == 1


def test_a_shared_surname_waits_for_its_bearer() -> None:
    alone, full = "Mişel danışdı.", "Şarl Mişel gəldi."
    assert find_all(BASE, [alone, full])[0] == ()
    assert [match.target for match in find_all(BASE, [full, alone])[1]] == ["Michel"]


def test_an_abbreviation_defined_in_the_text_stands_for_its_body() -> None:
    segments = ["Qoşulmama Hərəkatının (QHM) sammiti keçirildi.", "QHM-in sədri danışdı."]
    assert [match.target for match in find_all(BASE, segments)[1]] == ["NAM"]


def test_inline_terms_are_names_and_long_titles() -> None:
    text = "Azərbaycanlı jurnalist, xarici işlər naziri, nazirliklər, Bakıda birgə bəyanat, XİN-lər"
    spans = inline_terms(text, BASE.find(text))
    assert [(text[start:stop], target) for start, stop, target in spans] == [
        ("xarici işlər naziri", "Minister of Foreign Affairs"),
        ("Bakıda", "Baku"),
    ]
