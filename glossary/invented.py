"""What a translation says and its source does not: numbers, and people whom the term base knows.

A model that has lost its thread fills in names and dates from the news of its training. They are reported, never changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rapidfuzz import fuzz

from glossary.casing import lower
from glossary.numbers import extra_numbers
from glossary.romanize import plain, romanize
from glossary.types import Entry, Match

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"['’]s?\Z")
_OPENS_SENTENCE = re.compile(r"(?:\A|[.!?…:;\"“”‘'«(\[–—-])[\s\"“‘'«(\[]*\Z")
_SHORTEST = 4
_LIKE = 60
_TAIL = 2


def words_of_people(entries: Iterable[Entry]) -> frozenset[str]:
    """The English words, in lower case, of the names of people in a term base."""
    people = (entry for entry in entries if entry.kind == "person")
    return frozenset(word for entry in people for word in _words((entry.target, entry.short, *entry.variants)))


def invented(source: str, translation: str, matches: Iterable[Match], people: frozenset[str]) -> list[str]:
    """The numbers of the translation, and its words of ``people``, that nothing in the source explains.

    >>> people = frozenset({"lavrov", "blinken"})
    >>> invented("Görüş 12 may 2020-ci ildə olub.", "He met Mr Blinken on May 12, 2021.", (), people)
    ['2021', 'Blinken']
    >>> invented("Nazir Lavrovla görüşüb.", "The minister met Lavrov.", (), people)
    []
    """
    return extra_numbers(source, translation) + list(_extra_people(source, translation, matches, people))


def _extra_people(source: str, translation: str, matches: Iterable[Match], people: frozenset[str]) -> Iterator[str]:
    forms = (form for match in matches for form in (match.target, match.entry.target, *match.entry.variants))
    named = set(_words(forms))
    spoken = {
        form
        for word in _WORD.findall(source)
        if word[0] != lower(word[0])
        for form in (romanize(lower(word)), plain(lower(word)))
    }
    for found in _WORD.finditer(translation):
        word = _POSSESSIVE.sub("", found[0])
        key = word.lower()  # English
        if not word[:1].isupper() or len(word) < _SHORTEST or key not in people or key in named:
            continue
        if not _OPENS_SENTENCE.search(translation[: found.start()]) and not any(_is_like(key, form) for form in spoken):
            yield word


def _is_like(word: str, form: str) -> bool:
    """Whether an English word may be a source word in English letters, its case endings left out."""
    return len(form) > _TAIL and fuzz.partial_ratio(word[: len(form) + _TAIL], form[: len(word) + _TAIL]) >= _LIKE


def _words(forms: Iterable[str]) -> Iterator[str]:
    return (word.lower() for form in forms for word in _WORD.findall(form))  # English
