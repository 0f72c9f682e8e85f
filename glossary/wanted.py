"""What a translation should hold and does not, terms, numbers and dates, and how it could begin so that it holds them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from glossary.compose import compose
from glossary.edits import LinkSpans
from glossary.enforce import already_there
from glossary.english import Translation, Window, content_stems, run_together
from glossary.locate import Location
from glossary.numbers import figures, missing_numbers
from glossary.suffixes import is_derived
from glossary.types import Entry, Match

_MOST_PLACES = 8  # that are tried for what nothing is aligned with
_END = re.compile(r"[\s.!?]*\Z")
_NO_ENTRY = Entry(source="", target="", kind="expression")


class Wanted(NamedTuple):
    """``source[start:stop]`` is to become ``target``, as the entry says it; a number has an empty entry."""

    start: int
    stop: int
    target: str
    entry: Entry = _NO_ENTRY


def wanted(source: str, matches: Sequence[Match], translation: str) -> tuple[Wanted, ...]:
    """The terms, numbers and dates of a source that are not in its translation, each once.

    A person who is named in full has to be named in full, and of an official form half of the words will do.

    >>> [(number.target, number.start) for number in wanted("822 və 884 saylı, 8 mayda", (), "No 822 in May")]
    [('884', 7), ('May 8', 18)]
    """
    english = Translation(translation)
    there = already_there(matches, english, set())
    said = {match.entry for index, match in enumerate(matches) if index in there and _is_whole(match, english, there[index])}
    terms = {
        match.entry: Wanted(match.start, match.stop, match.target, match.entry)
        for match in matches
        if match.entry not in said and not is_derived(source[match.stem_stop : match.stop])
    }
    numbers = (
        Wanted(*figure)
        for figure in figures(source)
        if missing_numbers(source[figure.start : figure.stop], translation)
        and not any(match.start < figure.stop and figure.start < match.stop for match in matches)
    )
    return tuple(sorted([*terms.values(), *numbers], key=lambda one: one.start))


def beginning(lacking: Sequence[Wanted], translation: str, links: Sequence[LinkSpans], begun: int) -> tuple[Wanted, str] | None:
    """What the translation could begin with so that it holds one thing more of what it lacks, and which; None: no links say.

    Its place is the first at which the translation has something else for it. The first ``begun`` code points stay.
    """
    english = Translation(translation)
    for index, token in enumerate(english.tokens):
        for one in lacking:
            if token.start >= begun and any(_touches(link, one, token.start, token.stop) for link in links):
                return one, _begin(english, index, one)
    return None


def beginnings(one: Wanted, translation: str, begun: int) -> list[str]:
    """What the translation could begin with so that it holds the one thing: with it before some words, and at the end."""
    english = Translation(translation)
    places = [index for index, token in enumerate(english.tokens) if token.start >= begun]
    step = -(-len(places) // _MOST_PLACES) or 1
    at_end = f"{_END.sub('', translation)} {one.target}".strip()
    return [*(_begin(english, index, one) for index in places[::step]), at_end]


def _is_whole(match: Match, english: Translation, window: Window) -> bool:
    """Whether a form has at least half of the words of the official one, or is an acronym; a name in full has a given name."""
    written = english.written(window)
    if match.entry.kind == "person" and match.target == match.entry.target and " " in match.target:
        return run_together(written) in {run_together(name) for name in (match.target, *match.entry.variants) if " " in name}
    return written.isupper() or 2 * len(content_stems(written)) >= len(content_stems(match.target))


def _touches(link: LinkSpans, one: Wanted, start: int, stop: int) -> bool:
    return link[0] < one.stop and one.start < link[1] and link[2] < stop and start < link[3]


def _begin(english: Translation, index: int, one: Wanted) -> str:
    edit = compose(english, Location(Window(index, index), one.target, ""), one.entry)
    return english.text[: edit.start] + edit.replacement
