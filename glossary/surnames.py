"""Whose surname it is: persons mentioned by surname alone or with initials."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import NamedTuple

from glossary.casing import lower
from glossary.lexicon import ORDINARY_SURNAMES
from glossary.patterns import Pattern, is_ambiguous, source_surname, surname_of
from glossary.romanize import romanize
from glossary.types import Entry

_INITIALS = re.compile(r"(?<![^\W_])(?:[A-ZÇÖÜĞİƏŞ][a-zçöüğıəş]?\.\s?){1,3}\Z")
_TYPICAL = re.compile(r".{2,}(?:ova?|yeva?|zadə|oğlu|ski|yan|şvili|dze|in|ko)")
_FEMININE_OR_DATIVE = re.compile(r".*(?:ov|in)a")  # Məmmədova is Ms Mammadova or the dative of Mammadov
SHORTEST, SHORTEST_UNTYPICAL = 4, 5


class Bearer(NamedTuple):
    """The person meant. ``entry``: theirs, or one made of the surname when several share it.

    ``initials_length``: code points of initials before the surname. ``unsure``: could be an ordinary word with a capital.
    ``foreign``: not of the ``-ov``, ``-zadə`` kind, whose English follows by rule, so that a namesake may spell it otherwise.
    """

    entry: Entry
    target: str
    initials_length: int
    unsure: bool
    foreign: bool


def bearer(pattern: Pattern, before: str, written: str, stem_length: int, known: Collection[Entry]) -> Bearer | None:
    """The bearer of a surname, or None when it could be several English names or is not safely a surname.

    ``before``: the text that leads up to it. ``written``: the surname with its suffixes, ``stem_length`` letters without.
    """
    persons = pattern.entries
    found = _INITIALS.search(before)
    initials = re.findall(r"[^\W_]+", found[0]) if found else []
    named = [person for person in persons if initials and lower(person.source).startswith(lower(initials[0]))]
    fitting = named or list(persons)
    if len(fitting) > 1 and (seen := [person for person in fitting if person in known]):
        fitting = seen
    if len({surname_of(person) for person in fitting}) != 1:
        return None
    is_known = fitting[0] in known
    if _FEMININE_OR_DATIVE.fullmatch(lower(written)) and not (stem_length == len(written) and (is_known or named)):
        return None
    surname = lower(written[:stem_length])
    if (stem_length < SHORTEST or pattern.is_weak or surname in ORDINARY_SURNAMES) and not initials and not is_known:
        return None
    person, length = fitting[0], len(found[0]) if found else 0
    target = " ".join([*_english_initials(initials, person if named else None), surname_of(person)])
    plain = stem_length >= SHORTEST_UNTYPICAL and not any(map(is_ambiguous, persons))
    unsure = not (initials or is_known or plain or _TYPICAL.fullmatch(surname))
    entry = person if len(fitting) == 1 and (named or not initials) else _surname_entry(person)
    regular = _TYPICAL.fullmatch(surname) and surname_of(person) == romanize(source_surname(person))
    foreign = not (initials or is_known or regular)
    return Bearer(entry, target, length, unsure, foreign)


def _surname_entry(person: Entry) -> Entry:
    """An entry for a surname that several bear."""
    surname = surname_of(person)
    count = len(surname.split(" "))
    variants = dict.fromkeys(" ".join(variant.split(" ")[-count:]) for variant in person.variants)
    variants.pop(surname, None)
    return replace(person, source=source_surname(person), target=surname, short="", variants=tuple(variants))


def _english_initials(initials: Sequence[str], person: Entry | None) -> list[str]:
    """``Kh.`` for ``X`` of Khalaf, but ``C.`` for ``Ş`` of Charles."""
    english = [romanize(letter) for letter in initials]
    if person and english and not person.target.startswith(english[0]):
        english[0] = person.target[0]
    return [f"{letter}." for letter in english]
