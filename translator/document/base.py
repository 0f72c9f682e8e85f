"""What a file is between its reader and its writer: blocks of text with marks, in order.

A format is a module with ``read(path, choice) -> Document`` and ``write(document, blocks, path)``. ``write`` is given as many
blocks as ``read`` found, in the same order, with texts and marks of the other language; given ``document.blocks`` themselves it
writes the same document again. ``formats.py`` lists the modules by the names of their files.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol


class Mark(NamedTuple):
    """Inline markup of a block: formatting of ``text[start:stop]``, or, where both are equal, something that stands there.

    ``key`` says which markup of the document it is; only the format's own module knows what it stands for. Marks nest or stand
    apart; they never cross.
    """

    start: int
    stop: int
    key: int


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, cell, cue or field: what is translated as one text. ``marks`` index ``text``, outer before inner."""

    text: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was read. ``original`` is what the format's writer needs besides the blocks; it is never changed."""

    blocks: tuple[Block, ...]
    original: object = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What a user chooses to have translated in a table or a stream of records; empty for everything.

    ``columns``: headers or letters of .xlsx, .csv and .tsv. ``fields``: names of .jsonl fields, ``a.b`` for one within another.
    """

    columns: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()


class Format(Protocol):
    """A module of this package that reads and writes one kind of file."""

    def read(self, path: Path, choice: Choice) -> Document:
        """The document in a file.

        Raises:
            InputError: it is no such file, or is broken, encrypted, too large when unpacked, or has no text.
        """

    def write(self, document: Document, blocks: Sequence[Block], path: Path) -> None:
        """Writes the document with other blocks in the place of its own; ``path`` may exist and is replaced.

        Raises:
            InputError: the file cannot be written.
        """
