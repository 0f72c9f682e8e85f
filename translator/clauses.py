"""A sentence that is too long for the model, cut where a reader would pause."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

from translator.types import Substring


def cut(text: str, limit: int, count: Callable[[str], int]) -> list[Substring]:
    """The parts of a sentence, each at most ``limit`` by ``count``, as even as good places to cut allow; one part if it fits.

    ``count`` is the length of a text in the model's pieces and grows with the text. Between the parts stands only white space.
    A single code point that counts more than the limit is a part by itself.

    >>> [part.text for part in cut("Nazir Bakıya gələrək, Prezidentlə görüşüb", 25, len)]
    ['Nazir Bakıya gələrək,', 'Prezidentlə görüşüb']

    Raises:
        ValueError: the limit is below 1.
    """
    if limit < 1:
        raise ValueError(f"limit is {limit}: it must be at least 1")
    return [Substring(start, stop, text[start:stop]) for start, stop in _parts(text, 0, len(text), limit, count)]


def _parts(text: str, start: int, stop: int, limit: int, count: Callable[[str], int]) -> Iterator[tuple[int, int]]:
    part = text[start:stop].strip()
    if not part:
        return
    start = text.index(part[0], start)
    stop = start + len(part)
    total = count(part)
    if total <= limit or len(part) == 1:
        yield start, stop
        return
    place = start + _place(part, -(-total // limit))
    yield from _parts(text, start, place, limit, count)
    yield from _parts(text, place, stop, limit, count)


def _place(part: str, number: int) -> int:
    """Where to cut a part that is to become so many: the best kind of place that there is near the even share."""
    share = len(part) * (number // 2) / number
    reach = 0.4 * len(part) / number
    low, high = max(1, int(share - reach)), min(len(part) - 1, int(share + reach) + 1)
    for pattern in _PLACES:
        places = [match.end() for match in pattern.finditer(part, low - 1, high) if low <= match.end() <= high]
        if places:
            return min(places, key=lambda place: abs(place - share))
    return _between_characters(part, round(share))


def _between_characters(part: str, place: int) -> int:
    """The place, moved so that no combining mark or emoji joiner is parted from its character, if it can be."""
    place = min(max(place, 1), len(part) - 1)
    before = place
    while before > 1 and (unicodedata.combining(part[before]) or part[before] in _JOINED or part[before - 1] == "\u200d"):
        before -= 1
    return before if place - before < 64 else place


_JOINED = "\u200d\ufe0f\ufe0e"
_PLACES = tuple(
    re.compile(pattern)
    for pattern in (
        # the end of a sentence, a semicolon, a colon, a dash
        r"[.!?…][\"”»)]*\s|[;:]\s|\s(?=[-–—]\s)",
        # after a converb, a participle or a predicate with its comma, and after *ki*
        r"(?:ərək|araq|[ıiuü]b(?:s[aə]|l[aə]r)?|d[ıiuü](?:r|qda|kdə|ğ[ıiuü])?|[aə]rkən|[aə]nd[aə]|s[aə]|m[aə]d[aə]n|ki|üçün|"
        r"sonra|əvvəl|görə|lar|lər),\s",
        # before *and*, *but*, *because*
        r"\s(?=(?:və|amma|lakin|ancaq|çünki|həmçinin|habelə|yaxud|isə)\s)",
        r",\s",
        r"\s",
        # inside a token without spaces
        r"[,;/&?=_.-]",
    )
)
