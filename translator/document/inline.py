"""Marks carried from a block to its translation: through the alignment, and where a text says the same, letter by letter."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from translator.document.base import Block, Mark
from translator.result import Segment, Translation

Span = tuple[int, int]
_OPENS, _CLOSES = "([{«“‘„", ".,;:!?…)]}»”’"
_WORD = re.compile(r"\w+|[^\w\s]")


def project(block: Block, translation: Translation) -> Block:
    """The translation as a block with the marks of its source, none lost and none doubled.

    ``translation`` is that of ``block.text``. Formatting goes to the words that translate the formatted ones, and stays in one
    piece; where nothing translates them its mark is empty. What stands after a word stands after its translation. Marks of
    the same span keep the same span, marks within others stay there.
    """
    if not block.marks:
        return Block(translation.text)
    placer = _Placer(block.text, translation)
    roots = _tree(block.marks, len(block.text))
    placer.place_children(roots, (0, len(translation.text)))
    return Block(translation.text, tuple(_flat(roots)))


def set_apart(block: Block, source: Block, is_kept: Callable[[int], bool]) -> Block:
    """The block with spaces around what stands for words, as code does, but has no words of the translation in its place.

    ``is_kept`` says of a key whether its mark's text in ``source`` is put back whatever the translation says there.

    >>> set_apart(Block("Run.", (Mark(3, 3, 0),)), Block("foo() işlət.", (Mark(0, 5, 0),)), lambda key: True)
    Block(text='Run .', marks=(Mark(start=4, stop=4, key=0),))
    """
    words = {key for start, stop, key in source.marks if source.text[start:stop].strip() and is_kept(key)}
    text, marks = block.text, block.marks
    for place in sorted({start for start, stop, key in marks if start == stop and key in words}, reverse=True):
        before = " " if place and not text[place - 1].isspace() and text[place - 1] not in _OPENS else ""
        after = " " if place < len(text) and not text[place].isspace() and text[place] not in _CLOSES else ""
        text = text[:place] + before + after + text[place:]
        marks = tuple(_shifted(mark, place, len(before), len(after)) for mark in marks)
    return Block(text, marks)


def keep_links(block: Block, source: Block, is_link: Callable[[int], bool]) -> Block:
    """The block where a link whose words nothing translates holds the nearest word that is free, so that it can be followed.

    ``is_link`` says of a key whether its mark is a link.

    >>> keep_links(Block("She said.", (Mark(8, 8, 0),)), Block("O, burada dedi.", (Mark(3, 9, 0),)), lambda key: True)
    Block(text='She said.', marks=(Mark(start=4, stop=8, key=0),))
    """
    origins = {mark.key: mark for mark in source.marks}
    words = [match.span() for match in re.finditer(r"\w+", block.text)]
    held = list(block.marks)
    for number, (start, stop, key) in enumerate(block.marks):
        origin = origins[key]
        if start < stop or held[number] != block.marks[number] or origin.start == origin.stop or not is_link(key):
            continue
        others = [(mark, _holds(origins[mark.key], origin)) for mark in held if mark.start < mark.stop]
        near = sorted(words, key=lambda word: max(word[0] - start, start - word[1]))
        if word := next((word for word in near if all(_is_clear(word, *other) for other in others)), None):
            words.remove(word)
            held = [Mark(*word, mark.key) if origins[mark.key][:2] == origin[:2] else mark for mark in held]
    return Block(block.text, tuple(held))


def _holds(outer: Mark, inner: Mark) -> bool:
    return outer.start <= inner.start and inner.stop <= outer.stop


def _is_clear(word: Span, mark: Mark, is_around: bool) -> bool:
    """Whether a word lies in a mark that is around what looks for one, or beside another mark."""
    if is_around:
        return mark.start <= word[0] and word[1] <= mark.stop
    return word[1] <= mark.start or mark.stop <= word[0]


def _shifted(mark: Mark, place: int, before: int, after: int) -> Mark:
    """A mark when so many spaces come before what stands at a place, and after it."""
    if mark.start == mark.stop == place:
        return Mark(place + before, place + before, mark.key)
    start = mark.start + (before + after) * (mark.start >= place)
    return Mark(start, mark.stop + (before + after) * (mark.stop > place), mark.key)


@dataclass(slots=True)
class _Node:
    """A mark of the source, the marks within it, and where it goes."""

    mark: Mark
    children: list[_Node] = field(default_factory=list)
    target: Span = (0, 0)

    @property
    def span(self) -> Span:
        return self.mark.start, self.mark.stop


class _Unit(NamedTuple):
    """A piece of the translation and the piece of the source that it was made from."""

    target_start: int
    target_stop: int
    source_start: int
    source_stop: int


def _tree(marks: Sequence[Mark], length: int) -> _Node:
    root = _Node(Mark(0, length, -1))
    path = [root]
    for mark in marks:
        while len(path) > 1 and not (path[-1].mark.start <= mark.start and mark.stop <= path[-1].mark.stop):
            path.pop()
        node = _Node(mark)
        path[-1].children.append(node)
        path.append(node)
    return root


def _flat(root: _Node) -> Iterator[Mark]:
    """The marks within a node where they go, outer before inner."""
    waiting = sorted(root.children, key=lambda node: node.target, reverse=True)
    while waiting:
        node = waiting.pop()
        yield Mark(*node.target, node.mark.key)
        waiting += sorted(node.children, key=lambda node: node.target, reverse=True)


class _Placer:
    """Finds the places of marks in one translation."""

    def __init__(self, source: str, translation: Translation) -> None:
        self._source = source
        self._target = translation.text
        self._segments = translation.segments
        self._units = sorted(_units(source, translation))
        self._by_source = sorted(range(len(self._units)), key=lambda index: self._units[index][2:])
        self._starts = [self._units[index].source_start for index in self._by_source]
        self._target_starts = [unit.target_start for unit in self._units]
        self._longest = max((unit.source_stop - unit.source_start for unit in self._units), default=0)

    def place_children(self, root: _Node, area: Span) -> None:
        root.target = area
        waiting = [root]
        while waiting:
            node = waiting.pop()
            self._place_within(node)
            waiting += node.children

    def _place_within(self, parent: _Node) -> None:
        """Sets the places of a node's children: those that hold text first, the longest first."""
        taken: list[Span] = []
        starts: dict[int, int] = {}
        stops: dict[int, int] = {}
        missing = [node for node in parent.children if node.mark.start == node.mark.stop]
        spans = [node for node in parent.children if node.mark.start < node.mark.stop]
        for node in sorted(spans, key=lambda node: node.mark.start - node.mark.stop):
            found = parent.target if node.span == parent.span else self._range(node.mark, parent.target, taken)
            if found is None or found[0] == found[1]:
                missing.append(node)
                continue
            node.target = found
            insort(taken, found)
            starts[node.mark.start], stops[node.mark.stop] = found
        starts.setdefault(parent.mark.start, parent.target[0])
        stops.setdefault(parent.mark.stop, parent.target[1])
        for node in missing:
            place = self._edge(node.mark, starts, stops)
            place = _outside(min(max(place, parent.target[0]), parent.target[1]), taken)
            node.target = (place, place)

    def _range(self, mark: Mark, area: Span, taken: list[Span]) -> Span | None:
        """The part of an area that translates a mark's text, clear of what is taken."""
        if (literal := self._literal(mark)) and area[0] <= literal[0] and literal[1] <= area[1] and _is_free(literal, taken):
            return literal
        inside = self._inside(mark)
        best: tuple[int, int, Span] | None = None
        for first, last, room in self._windows(inside, area, taken):
            score, low, high = self._best_run(inside, first, last)
            span = self._stretched(mark, low, high, room)
            if best is None or (score, span[1] - span[0]) > best[:2]:
                best = (score, span[1] - span[0], span)
        return best[2] if best and best[0] > 0 else None

    def _best_run(self, inside: set[int], first: int, last: int) -> tuple[int, int, int]:
        """The run of units with the most inside less those outside, of equals the longest text: how many more, and which."""
        best, best_size = (0, first, first + 1), 0
        total, start = 0, first
        for index in range(first, last):
            if total < 0:
                total, start = 0, index
            total += 1 if index in inside else -1
            size = self._units[index].target_stop - self._units[start].target_start
            if (total, size) > (best[0], best_size):
                best, best_size = (total, start, index + 1), size
        return best

    def _literal(self, mark: Mark) -> Span | None:
        """Where the mark's own text stands in the translation, when it is once in the source and once there."""
        text = self._source[mark.start : mark.stop]
        if len(text) < 2 or not _WORD.match(text) or self._source.count(text) > 1 or self._target.count(text) != 1:
            return None
        start = self._target.index(text)
        around = self._target[max(0, start - 1) : start], self._target[start + len(text) : start + len(text) + 1]
        return None if any(map(str.isalnum, around)) else (start, start + len(text))

    def _inside(self, mark: Mark) -> set[int]:
        """The units made from a mark's text: mostly, or if there is none, in part; from white space only all of it."""
        touching: dict[int, float] = {}
        first = bisect_left(self._starts, mark.start - self._longest)
        for position in range(first, bisect_left(self._starts, mark.stop)):
            unit = self._units[self._by_source[position]]
            shared = min(unit.source_stop, mark.stop) - max(unit.source_start, mark.start)
            if shared > 0:
                touching[self._by_source[position]] = shared / (unit.source_stop - unit.source_start)
        if self._source[mark.start : mark.stop].isspace():
            return {index for index in touching if self._source[slice(*self._units[index][2:])].isspace()}
        return {index for index, share in touching.items() if share > 0.5} or set(touching)

    def _windows(self, inside: set[int], area: Span, taken: list[Span]) -> Iterator[tuple[int, int, Span]]:
        """The runs of units to look at, as numbers, each with the free part of the area that it lies in."""
        if not inside:
            return
        reach = self._units[min(inside)].target_start, self._units[max(inside)].target_stop
        cuts = taken[max(0, bisect_left(taken, (reach[0], 0)) - 1) : bisect_right(taken, (reach[1], 0)) + 1]
        edges = [(area[0], area[0]), *(cut for cut in cuts if area[0] <= cut[0]), (area[1], area[1])]
        for (_, low), (high, _) in pairwise(edges):
            first = max(min(inside), bisect_left(self._target_starts, low))
            last = min(max(inside) + 1, bisect_left(self._target_starts, high))
            while last > first and self._units[last - 1].target_stop > high:
                last -= 1
            if first < last:
                yield first, last, (low, high)

    def _stretched(self, mark: Mark, first: int, stop: int, room: Span) -> Span:
        """The span of units ``first:stop``, out to a sentence's ends where the mark reaches them and no unit is between."""
        low, high = self._units[first].target_start, self._units[stop - 1].target_stop
        segment = self._segment(self._units[first].source_start)
        if segment and mark.start <= segment.source_span[0]:
            before = self._units[first - 1].target_stop if first else 0
            low = max(min(low, segment.target_span[0]), room[0]) if before <= segment.target_span[0] else low
        segment = self._segment(self._units[stop - 1].source_start)
        if segment and segment.source_span[1] <= mark.stop:
            after = self._units[stop].target_start if stop < len(self._units) else len(self._target)
            high = min(max(high, segment.target_span[1]), room[1]) if segment.target_span[1] <= after else high
        return low, high

    def _edge(self, mark: Mark, starts: dict[int, int], stops: dict[int, int]) -> int:
        """The place of what holds no text; at the edge of another mark it stays there."""
        for place, edges in ((mark.start, stops), (mark.stop, starts), (mark.start, starts), (mark.stop, stops)):
            if place in edges:
                return edges[place]
        return self._point(mark.stop if self._source[mark.start : mark.stop].isspace() else mark.start)

    def _point(self, place: int) -> int:
        """The place in the translation for one in the source: after the same word, or at a word's beginning before it."""
        follows = place > 0 and not self._source[place - 1].isspace()
        segment = self._segment(place - 1 if follows else place)
        if segment is None:
            return self._gap(place)
        if follows:
            return self._after(place, segment)
        if place <= segment.source_span[0]:
            return segment.target_span[0]
        position = bisect_left(self._starts, place)
        if position < len(self._starts) and self._starts[position] < segment.source_span[1]:
            return self._units[self._by_source[position]].target_start
        return segment.target_span[1]

    def _after(self, place: int, segment: Segment) -> int:
        if place >= segment.source_span[1]:
            return segment.target_span[1]
        position = bisect_left(self._starts, place) - 1
        if position < 0 or self._starts[position] < segment.source_span[0]:
            return segment.target_span[0]
        return self._units[self._by_source[position]].target_stop

    def _segment(self, place: int) -> Segment | None:
        """The sentence that holds a place of the source."""
        number = bisect_right(self._segments, place, key=lambda segment: segment.source_span[0]) - 1
        segment = self._segments[number] if number >= 0 else None
        return segment if segment and place < segment.source_span[1] else None

    def _gap(self, place: int) -> int:
        """The place in the white space between two sentences, as far from the sentence before."""
        number = bisect_right(self._segments, place, key=lambda segment: segment.source_span[0])
        source, target = (
            (self._segments[number - 1].source_span[1], self._segments[number - 1].target_span[1]) if number else (0, 0)
        )
        end = self._segments[number].target_span[0] if number < len(self._segments) else len(self._target)
        return min(target + place - source, end)


def _units(source: str, translation: Translation) -> Iterator[_Unit]:
    """What of a translation was made from what, and the white space between the sentences."""
    done = written = 0
    for segment in translation.segments:
        (start, stop), (first, last) = segment.source_span, segment.target_span
        yield from _same(source[done:start], translation.text[written:first], done, written)
        if segment.source == segment.target:
            yield from _same(segment.source, segment.target, start, first)
        elif segment.links:
            yield from (_Unit(c + first, d + first, a + start, b + start) for a, b, c, d in segment.links if a < b and c < d)
        else:
            yield from _stretch(segment)
        done, written = stop, last
    yield from _same(source[done:], translation.text[written:], done, written)


def _same(source: str, target: str, start: int, first: int) -> Iterator[_Unit]:
    """One unit a code point of a text that stays as it is."""
    if source == target:
        yield from (_Unit(first + at, first + at + 1, start + at, start + at + 1) for at in range(len(source)))


def _stretch(segment: Segment) -> Iterator[_Unit]:
    """A guess where there is no alignment: the words in proportion."""
    ours = [match.span() for match in _WORD.finditer(segment.source)]
    theirs = [match.span() for match in _WORD.finditer(segment.target)]
    start, first = segment.source_span[0], segment.target_span[0]
    for number, (c, d) in enumerate(theirs if ours else ()):
        a, b = ours[(2 * number + 1) * len(ours) // (2 * len(theirs))]
        yield _Unit(c + first, d + first, a + start, b + start)


def _is_free(span: Span, taken: list[Span]) -> bool:
    position = bisect_left(taken, span)
    return (position == len(taken) or span[1] <= taken[position][0]) and (position == 0 or taken[position - 1][1] <= span[0])


def _outside(place: int, taken: list[Span]) -> int:
    """A place moved to the nearer edge of the span that it lies in, if any."""
    position = bisect_left(taken, (place, place)) - 1
    if position < 0 or taken[position][1] <= place:
        return place
    start, stop = taken[position]
    return start if place - start < stop - place else stop
