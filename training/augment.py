"""Variants of a sentence pair: terms written inline, numbers exchanged, noisy typing, sentences joined."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from glossary.casing import lower, upper
from training.corpus import Pair
from training.phrases import Phrase
from translator.engine.inline import render
from translator.types import InlineTerm

_NUMBER = re.compile(r"(?<![\w.,])\d{2,6}(?![\w.,]*\d)(?![-'’%])")
_ASCII = str.maketrans("əğıöüşçƏĞİÖÜŞÇ", "egiouscEGIOUSC")
_KEYS = "abcçdeəfgğhxıijkqlmnoöprsştuüvyz"


def annotate(pair: Pair, phrases: Sequence[Phrase], chance: random.Random, names: Sequence[str]) -> Pair:
    """The pair with one to three of its phrases given inline, names first; sometimes another name is asked for and given."""
    chosen: list[Phrase] = []
    wanted = chance.choice((1, 1, 2, 2, 3))
    for phrase in sorted(phrases, key=lambda phrase: chance.random() - 0.8 * _is_name(pair, phrase)):
        if len(chosen) < wanted and not any(_clash(phrase, other) for other in chosen):
            chosen.append(phrase)
    target, terms = pair.target, []
    for phrase in sorted(chosen, key=lambda phrase: -phrase.target_start):
        english = pair.target[phrase.target_start : phrase.target_stop].removesuffix("'s").removesuffix("’s")
        stop = phrase.target_start + len(english)
        if names and _is_name(pair, phrase) and chance.random() < 0.15:
            english = chance.choice(names)
            target = target[: phrase.target_start] + english + target[stop:]
        terms.append(InlineTerm(phrase.source_start, phrase.source_stop, english))
    return Pair(render(pair.source, sorted(terms)), target)


def name_of(pair: Pair, phrase: Phrase) -> str | None:
    """The English of a phrase when it reads like a name."""
    return pair.target[phrase.target_start : phrase.target_stop].removesuffix("'s") if _is_name(pair, phrase) else None


def swap_numbers(pair: Pair, chance: random.Random) -> Pair:
    """The pair with figures that stand on both sides once exchanged for others of the same length."""
    source, target = pair
    for number in set(_NUMBER.findall(source)):
        grouped = f"{int(number):,}"
        shown = number if number in target else grouped
        if source.count(number) != 1 or len(re.findall(rf"(?<![\d.,]){re.escape(shown)}(?![\d.,]*\d)", target)) != 1:
            continue
        new = str(chance.randrange(10 ** (len(number) - 1), 10 ** len(number)))
        source = source.replace(number, new)
        target = target.replace(shown, new if shown == number and len(number) < 5 else f"{int(new):,}")
    return Pair(source, target)


def to_ascii(pair: Pair) -> Pair:
    """The pair as typed on a keyboard without Azerbaijani letters."""
    return Pair(pair.source.translate(_ASCII), pair.target)


def to_capitals(pair: Pair) -> Pair:
    """The pair in capitals, both sides."""
    return Pair(upper(pair.source), pair.target.upper())


def to_lower(pair: Pair) -> Pair:
    """The pair with a source typed without capitals."""
    return Pair(lower(pair.source), pair.target)


def misspell(pair: Pair, chance: random.Random) -> Pair:
    """The pair with one letter in about forty of the source lost, doubled, exchanged or swapped with its neighbour."""
    letters = list(pair.source)
    for _ in range(1 + len(letters) // 40):
        place = chance.randrange(len(letters))
        if not letters[place].isalpha():
            continue
        match chance.randrange(4):
            case 0:
                letters[place] = ""
            case 1:
                letters[place] *= 2
            case 2:
                letters[place] = chance.choice(_KEYS)
            case _ if place and letters[place - 1].isalpha():
                letters[place - 1], letters[place] = letters[place], letters[place - 1]
    return Pair("".join(letters), pair.target)


def vary(pair: Pair, phrases: Sequence[Phrase], other: Pair, chance: random.Random, names: Sequence[str]) -> Pair:
    """One variant of a pair; about half carry inline terms."""
    draw = chance.random()
    if phrases and draw < 0.5:
        return annotate(pair, phrases, chance, names)
    if draw < 0.62:
        return swap_numbers(pair, chance)
    if draw < 0.72 and len(pair.source) + len(other.source) < 500:
        return Pair(f"{pair.source} {other.source}", f"{pair.target} {other.target}")
    if draw < 0.86:
        return misspell(pair, chance)
    if draw < 0.92:
        return to_ascii(pair)
    return to_capitals(pair) if draw < 0.94 else to_lower(pair) if draw < 0.97 else pair


def _is_name(pair: Pair, phrase: Phrase) -> bool:
    source = pair.source[phrase.source_start : phrase.source_stop]
    target = pair.target[phrase.target_start : phrase.target_stop]
    return source[0] != lower(source[0]) and target[0].isupper() and target.split()[-1][0].isupper() and phrase.source_start > 0


def _clash(one: Phrase, other: Phrase) -> bool:
    sources = one.source_start < other.source_stop and other.source_start < one.source_stop
    return sources or (one.target_start < other.target_stop and other.target_start < one.target_stop)
