"""Plain text: paragraphs parted by blank lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from translator.document.base import Block, Choice, Document
from translator.document.store import Text, load, save
from translator.errors import InputError

LONGEST = 20_000  # code points; a longer paragraph is cut after a line that ends a sentence
_BLANK = re.compile(r"\n[^\S\n]*\n\s*")
_LINE_ENDS = re.compile(r"[.!?…][\"”»“'’)\]]*[^\S\n]*\n\s*")


@dataclass(frozen=True, slots=True)
class _Original:
    """What stands around the paragraphs, and the codec of the file."""

    gaps: tuple[str, ...]
    codec: str


def read(path: Path, choice: Choice) -> Document:  # noqa: ARG001 - every format takes a choice
    """The paragraphs of a text file."""
    text, codec = load(path)
    places = list(_places(text))
    if not places:
        raise InputError(f"{path}: there is no text in it")
    edges = [0, *(edge for place in places for edge in place), len(text)]
    gaps = tuple(text[edges[number] : edges[number + 1]] for number in range(0, len(edges), 2))
    return Document(tuple(Block(text[start:stop]) for start, stop in places), _Original(gaps, codec))


def write(document: Document, blocks: Sequence[Block], path: Path) -> None:
    """Writes the paragraphs with the blank lines of the original between them."""
    original = document.original
    assert isinstance(original, _Original)
    first, *gaps = original.gaps
    parts = [first, *(part for block, gap in zip(blocks, gaps, strict=True) for part in (block.text, gap))]
    save(path, Text("".join(parts), original.codec))


def _places(text: str) -> Iterator[tuple[int, int]]:
    """The spans of the paragraphs, without white space at their ends."""
    start, last = len(text) - len(text.lstrip()), len(text.rstrip())
    while start < last:
        blank = _BLANK.search(text, start, last)
        stop, following = blank.span() if blank else (last, last)
        while stop - start > LONGEST and (end := _LINE_ENDS.search(text, start + LONGEST, stop)):
            yield start, start + len(text[start : end.end()].rstrip())
            start = end.end()
        yield start, start + len(text[start:stop].rstrip())
        start = following
