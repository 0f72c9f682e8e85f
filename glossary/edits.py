"""Edits applied to a translation, and spans and links moved along with them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from glossary.types import Edit

LinkSpans = tuple[int, int, int, int]


def apply(text: str, edits: Iterable[Edit]) -> str:
    """The text after the edits, which index the text before any of them and do not overlap.

    >>> from glossary.types import Entry
    >>> xin = Entry(source="XİN", target="Foreign Ministry", kind="abbreviation")
    >>> apply("XIN said", [Edit(0, 3, "The Foreign Ministry", xin, "")])
    'The Foreign Ministry said'
    """
    parts, done = [], 0
    for edit in _ordered(edits):
        parts += [text[done : edit.start], edit.replacement]
        done = edit.stop
    return "".join([*parts, text[done:]])


def shift_span(start: int, stop: int, edits: Iterable[Edit]) -> tuple[int, int]:
    """Where a span of the text before the edits is after them; what an edit touches becomes its whole replacement."""
    new_start, new_stop = start, stop
    for edit in _ordered(edits):
        growth = len(edit.replacement) - (edit.stop - edit.start)
        if edit.stop <= start:
            new_start += growth
            new_stop += growth
        elif edit.start < stop:
            new_start -= max(0, start - edit.start)
            new_stop += growth + max(0, edit.stop - stop)
            start, stop = min(start, edit.start), max(stop, edit.stop)
    return new_start, new_stop


def shift_links(links: Iterable[LinkSpans], edits: Sequence[Edit]) -> tuple[LinkSpans, ...]:
    """The links ``(source start, source stop, target start, target stop)`` with their targets moved past the edits.

    >>> from glossary.types import Entry
    >>> xin = Entry(source="XİN", target="Foreign Ministry", kind="abbreviation")
    >>> shift_links([(0, 3, 0, 3), (4, 9, 4, 8)], [Edit(0, 3, "The Foreign Ministry", xin, "")])
    ((0, 3, 0, 20), (4, 9, 21, 25))
    """
    return tuple((link[0], link[1], *shift_span(link[2], link[3], edits)) for link in links)


def unshift_span(start: int, stop: int, edits: Iterable[Edit]) -> tuple[int, int]:
    """Where a span of the text after the edits was before them; what lies in a replacement becomes all that it replaced."""
    first, last, growth = start, stop, 0
    for edit in _ordered(edits):
        begin, end = edit.start + growth, edit.start + growth + len(edit.replacement)
        growth += len(edit.replacement) - (edit.stop - edit.start)
        if end <= start:
            first = start - growth
        elif begin <= start:
            first = edit.start
        if begin < stop:
            last = stop - growth if end <= stop else edit.stop
    return first, last


def unshift_links(links: Iterable[LinkSpans], edits: Sequence[Edit]) -> tuple[LinkSpans, ...]:
    """The links as they were before the edits: the way back of :func:`shift_links`.

    >>> from glossary.types import Entry
    >>> xin = Entry(source="XİN", target="Foreign Ministry", kind="abbreviation")
    >>> unshift_links([(0, 3, 0, 20), (4, 9, 21, 25)], [Edit(0, 3, "The Foreign Ministry", xin, "")])
    ((0, 3, 0, 3), (4, 9, 4, 8))
    """
    return tuple((link[0], link[1], *unshift_span(link[2], link[3], edits)) for link in links)


def _ordered(edits: Iterable[Edit]) -> list[Edit]:
    ordered = sorted(edits, key=lambda edit: (edit.start, edit.stop))
    for left, right in pairwise(ordered):
        if right.start < left.stop:
            raise ValueError(f"edits overlap: {left.replacement!r} and {right.replacement!r}")
    return ordered
