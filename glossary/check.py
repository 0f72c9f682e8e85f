"""What is wrong with a term base, as values."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from glossary.casing import lower
from glossary.types import KINDS, Entry, Problem, Row

SHORT_FORM_LETTERS = 2
_AZERBAIJANI = re.compile(r"[A-ZÇÖÜĞİƏŞa-zçöüğıəş0-9 .,:'’&/+()–-]+")
_NOT_ENGLISH = re.compile(r"[əğışƏĞİŞ]")
_FOREIGN_LETTER = re.compile(r"[Ww]")
_YEARS = re.compile(r"(?:(?:1[89]|20)\d\d)?-?(?:(?:1[89]|20)\d\d)?")
_TEXT_FIELDS = ("source", "target", "short", "origin", "notes")


def check(rows: Sequence[Row]) -> list[Problem]:
    """The problems of the rows, in their order: duplicates, contradictions, letters, variants, kinds, unmarked short forms."""
    first: dict[str, Row] = {}
    problems: list[Problem] = []
    for row in rows:
        problems.extend(Problem(row.path, row.line, message) for message in _of_entry(row.entry))
        key = key_of(row.entry)
        if key in first:
            problems.append(Problem(row.path, row.line, _of_pair(row.entry, first[key])))
        first.setdefault(key, row)
    return problems


def key_of(entry: Entry) -> str:
    """What makes two entries one: the source, without regard to case where case does not count."""
    return entry.source if entry.case_sensitive else lower(entry.source)


def _of_pair(entry: Entry, earlier: Row) -> str:
    where = f"{earlier.path}:{earlier.line}"
    if entry.target == earlier.entry.target:
        return f"{entry.source!r} is a duplicate of {where}"
    return f"{entry.source!r} → {entry.target!r} contradicts {earlier.entry.target!r} at {where}"


def _of_entry(entry: Entry) -> Iterator[str]:
    if entry.kind not in KINDS:
        yield f"kind {entry.kind!r} is not known"
    for name in _TEXT_FIELDS:
        value = getattr(entry, name)
        if value != " ".join(value.split()) or value != unicodedata.normalize("NFC", value):
            yield f"{name} {value!r} has stray spaces or is not NFC"
    yield from _of_letters(entry)
    yield from _of_variants(entry)
    if not _YEARS.fullmatch(entry.years):
        yield f"years {entry.years!r} must look like 2004-2020 or 2020-"
    ordinary = entry.notes.startswith("ambiguous:")
    if 0 < len(entry.source) <= SHORT_FORM_LETTERS and not entry.source.isupper() and not ordinary:
        yield f"{entry.source!r} is short and easily another word: begin its notes with 'ambiguous:'"


def _of_letters(entry: Entry) -> Iterator[str]:
    if not entry.source or not entry.target:
        yield "source and target are required"
    elif not _AZERBAIJANI.fullmatch(entry.source):
        yield f"source {entry.source!r} has letters that Azerbaijani does not use"
    elif _FOREIGN_LETTER.search(entry.source) and entry.kind not in {"abbreviation", "body", "treaty"}:
        yield f"source {entry.source!r} has a w, which Azerbaijani spells v or u"
    if _NOT_ENGLISH.search(entry.target + entry.short):
        yield f"target {entry.target!r} or short form {entry.short!r} has letters that English does not use"


def _of_variants(entry: Entry) -> Iterator[str]:
    seen = {entry.target, entry.short}
    for variant in entry.variants:
        if variant in seen:
            yield f"variant {variant!r} is there already"
        seen.add(variant)
