"""Azerbaijani people whom no term base knows, told by their surnames, in English by rule."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from glossary.casing import lower
from glossary.romanize import romanize
from glossary.suffixes import Stem, is_plural, parse
from glossary.types import Entry, Match

_CAPITAL = "[A-ZÇÖÜĞİƏŞ]"
_PERSON = re.compile(
    rf"(?<![\w.])(?P<before>(?:{_CAPITAL}[a-zçöüğıəş]?\.\s?){{1,2}}|(?:{_CAPITAL}[a-zçöüğıəş]+ ){{1,2}})?"
    rf"(?P<surname>{_CAPITAL}[a-zçöüğıəş]+?(?:zadə|(?:ov|yev)a?))(?P<suffix>[a-zçöüğıəş]*)(?![\w-])"
)
_FEMININE = re.compile(r"(?:ov|yev)a\Z")
_SENTENCE_START = re.compile(r"(?:\A|[.!?…:]\s|\n)[\W_]*\Z")
_SHORTEST = 6  # Kiyev is none


def unknown_names(source: str, matches: Iterable[Match]) -> tuple[Match, ...]:
    """The people of a source whom no term names, each romanised.

    A word that opens the sentence is not taken for a given name, for any word has a capital there. Məmmədova, Ms Mammadova or
    the dative of Mammadov, is left alone where no given name in a vowel is before it.

    >>> [name.target for name in unknown_names("Dünən K.Heydərovla Xələf Quliyevin görüşü olub.", ())]
    ['K. Heydarov', 'Khalaf Guliyev']
    """
    spans = [(match.start, match.stop) for match in matches]
    return tuple(match for match in _names(source) if not any(a < match.stop and match.start < b for a, b in spans))


def _names(source: str) -> Iterator[Match]:
    for found in _PERSON.finditer(source):
        before, surname, suffix = found["before"] or "", found["surname"], found["suffix"]
        if _FEMININE.search(surname) and not (lower(before.strip())[-1:] in set("aə") and _is_chain(surname, suffix)):
            surname, suffix = surname[:-1], surname[-1] + suffix  # as the dative, if that makes sense
            if suffix == "a":
                continue
        if len(surname) < _SHORTEST or not _is_chain(surname, suffix) or is_plural(suffix):
            continue
        start = found.start()
        while before and "." not in before and _SENTENCE_START.search(source[:start]):
            first, _, before = before.partition(" ")
            start += len(first) + 1
        written = " ".join([*(before.replace(".", ". ").split()), surname])
        target = romanize(written)
        entry = Entry(source=written, target=target, kind="person", origin="romanization")
        yield Match(start, found.end(), found.end() - len(suffix), entry, target)


def _is_chain(surname: str, suffix: str) -> bool:
    return parse(Stem(lower(surname)), lower(suffix)) is not None
