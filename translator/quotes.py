"""The quotations and brackets of a text, in pairs, and those of them that no sentence may end in."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from glossary.casing import lower
from translator.abbreviations import REPORTING

WHOLE_QUOTATION = 40
"""Code points up to which a quotation stays whole: an exclamation or a title, ``“Vur! Tut!”``."""
WHOLE_INSERTION = 200
"""The same for a quotation in mid-sentence, whose verb comes after it: ``Nazir “Biz hazırıq. Gəlin” deyib.``"""
WHOLE_BRACKET = 400
"""The same for brackets."""


@dataclass(frozen=True, slots=True)
class Quotes:
    """The marks of a text: ``opened[close]`` is the place of the one that ``close`` closes, ``opening`` all that open."""

    text: str
    opened: dict[int, int] = field(default_factory=dict)
    opening: set[int] = field(default_factory=set)

    def is_insertion(self, close: int) -> bool:
        """Whether the quotation that closes there began in mid-sentence, and not after a colon or a reporting verb."""
        start = self.opened.get(close, 0)
        before = self.text[max(0, start - 24) : start].rstrip()
        return bool(before) and bool(_IN_SENTENCE.search(before)) and not _ANNOUNCES.search(lower(before))

    def spared(self) -> list[tuple[int, int]]:
        """The spans inside which no sentence ends, without overlaps, in order."""
        return merge([(start, close) for close, start in self.opened.items() if close - start <= self._limit(close)])

    def _limit(self, close: int) -> int:
        if self.text[close] in _BRACKETS:
            return WHOLE_BRACKET
        return WHOLE_INSERTION if self.is_insertion(close) else WHOLE_QUOTATION


def find_quotes(text: str) -> Quotes:
    """The quotes and brackets of the text, paired; those without a partner pair with nothing."""
    quotes = Quotes(text)
    waiting: dict[str, list[int]] = defaultdict(list)
    for match in _MARK.finditer(text):
        place, kind = match.start(), _KIND[match.group()]
        if kind == "'" and _is_apostrophe(text, place):
            continue
        if _opens(text, place, bool(waiting[kind])):
            waiting[kind].append(place)
            quotes.opening.add(place)
        elif waiting[kind]:
            quotes.opened[place] = waiting[kind].pop()
    return quotes


def merge(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans in order, with those that overlap made one."""
    merged: list[tuple[int, int]] = []
    for start, stop in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(stop, merged[-1][1]))
        else:
            merged.append((start, stop))
    return merged


def _opens(text: str, place: int, inside: bool) -> bool:
    """Whether the mark opens: by its own shape, else by the white space beside it, else by whether one is open."""
    mark = text[place]
    before, after = text[place - 1 : place] or " ", text[place + 1 : place + 2] or " "
    if mark in "„«‹‚([{":
        return True
    if mark in "»›)]}":
        return False
    free_before, free_after = before.isspace() or before in '([{–—-:“«„"', after.isspace() or after in ".,;:!?…)]}»”"
    if free_before != free_after:
        return free_before
    return mark not in "”’" and not inside


def _is_apostrophe(text: str, place: int) -> bool:
    return text[place] in "'’‘" and text[place - 1 : place].isalnum() and text[place + 1 : place + 2].isalnum()


_BRACKETS = ")]}"
_KIND = {mark: marks[0] for marks in ('"“”„«»‟', "'‘’‚‹›", "()", "[]", "{}") for mark in marks}
_MARK = re.compile(f"[{re.escape(''.join(_KIND))}]")
_IN_SENTENCE = re.compile(r"[\w,%)]$")
_ANNOUNCES = re.compile(rf"(?:\bki|{REPORTING}),?$")
