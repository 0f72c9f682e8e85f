"""A text with codes in it, such as tags and placeholders: taken out as marks for translation, and put back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from translator.document.base import Block, Mark


class Code(NamedTuple):
    """Markup at a place of a text; ``content`` is what the format puts back there.

    An opening and a closing code with the same ``name`` are a pair where they nest; left alone, each stands by itself.
    """

    content: object
    kind: Literal["open", "close", "point"] = "point"
    name: str = ""


class Pair(NamedTuple):
    """What a mark stands for: its codes, and the keys of the marks around it."""

    opening: Code
    closing: Code | None
    around: tuple[int, ...]


class Marked(NamedTuple):
    """A block and what its marks stand for, by key."""

    block: Block
    pairs: tuple[Pair, ...]


def gather(tokens: Iterable[str | Code]) -> Marked:
    """A text and its codes parted: the block of the text alone, with marks where the codes stood.

    >>> gather(["Bu ", Code("<i>", "open", "i"), "yeni", Code("</i>", "close", "i"), " evdir", Code("<br>")]).block
    Block(text='Bu yeni evdir', marks=(Mark(start=3, stop=7, key=0), Mark(start=13, stop=13, key=1)))
    """
    parts = list(tokens)
    partner = partners(parts)
    text, starts, pairs = "", [], []
    stops: dict[int, int] = {}
    open_keys: list[int] = []
    for index, part in enumerate(parts):
        if isinstance(part, str):
            text += part
        elif part.kind == "close" and index in partner:
            stops[open_keys.pop()] = len(text)
        else:
            closing = parts[partner[index]] if index in partner else None
            pairs.append(Pair(part, closing if isinstance(closing, Code) else None, tuple(open_keys)))
            starts.append(len(text))
            if closing:
                open_keys.append(len(pairs) - 1)
    marks = (Mark(start, stops.get(key, start), key) for key, start in enumerate(starts))
    return Marked(Block(text, tuple(marks)), tuple(pairs))


def partners(parts: Sequence[str | Code]) -> dict[int, int]:
    """The index of the other code of each pair; pairs nest."""
    partner: dict[int, int] = {}
    waiting: list[int] = []
    for index, part in enumerate(parts):
        if isinstance(part, str):
            continue
        if part.kind == "open":
            waiting.append(index)
        elif part.kind == "close":
            depth = next((depth for depth in reversed(range(len(waiting))) if _name(parts, waiting[depth]) == part.name), None)
            if depth is not None:
                partner[index], partner[waiting[depth]] = waiting[depth], index
                del waiting[depth:]
    return partner


def _name(parts: Sequence[str | Code], index: int) -> str:
    part = parts[index]
    return "" if isinstance(part, str) else part.name


def scatter(block: Block, pairs: Sequence[Pair]) -> Iterator[str | Code]:
    """The text of a block with the codes in their places; :func:`gather` undone, whatever order its marks are in.

    Every code comes out, that of a key without a mark at the end; marks that cross are cut to nest.
    """
    open_marks: list[Mark] = []
    position = 0
    for mark in _complete(block, len(pairs)):
        while open_marks and not _holds(open_marks[-1], mark, pairs):
            ended = open_marks.pop()
            yield from _text(block, position, ended.stop)
            yield from _closing(pairs[ended.key])
            position = ended.stop
        yield from _text(block, position, mark.start)
        position = mark.start
        yield pairs[mark.key].opening
        limit = open_marks[-1].stop if open_marks else len(block.text)
        open_marks.append(mark._replace(stop=min(mark.stop, limit)))
    for ended in reversed(open_marks):
        yield from _text(block, position, ended.stop)
        yield from _closing(pairs[ended.key])
        position = ended.stop
    yield from _text(block, position, len(block.text))


def _complete(block: Block, count: int) -> list[Mark]:
    end = len(block.text)
    missing = set(range(count)) - {mark.key for mark in block.marks}
    return sorted((*block.marks, *(Mark(end, end, key) for key in sorted(missing))), key=lambda mark: mark.start)


def _holds(outer: Mark, inner: Mark, pairs: Sequence[Pair]) -> bool:
    """Whether a mark that is open when the next begins stays open; at its very end only for what was in it before."""
    if inner.start == outer.stop:
        return outer.key in pairs[inner.key].around
    return inner.start < outer.stop


def _text(block: Block, start: int, stop: int) -> Iterator[str]:
    if start < stop:
        yield block.text[start:stop]


def _closing(pair: Pair) -> Iterator[Code]:
    if pair.closing:
        yield pair.closing
