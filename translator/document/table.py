"""Comma- and tab-separated tables: the chosen cells are translated, all else stays as it is, quotes and line ends too."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from translator.document.base import Block, Choice, Document
from translator.document.columns import chosen, has_letters, is_prose
from translator.document.store import Text, load, save
from translator.errors import InputError

_DELIMITERS = ",;\t|"
_SAMPLE = 100  # rows that tell the delimiter


class _Cell(NamedTuple):
    """A cell at ``text[start:stop]`` of the file, quotes included."""

    start: int
    stop: int
    value: str
    quoted: bool


@dataclass(frozen=True, slots=True)
class _Original:
    text: Text
    delimiter: str
    cells: tuple[_Cell, ...]


def read(path: Path, choice: Choice) -> Document:
    """The chosen cells, row by row; of all columns only what looks like prose.

    A first row that names the chosen columns stays as it is, for programs go by it.

    Raises:
        InputError: it is no text, has no such column, or nothing to translate.
    """
    text = load(path)
    delimiter = _delimiter(text.text, "\t" if path.suffix == ".tsv" else ",")
    rows = list(_rows(text.text, delimiter))
    if choice.columns:
        indices, named = chosen(choice.columns, [cell.value for cell in rows[0]], path)
        picked = [row[index] for row in rows[named:] for index in sorted(indices) if index < len(row)]
        cells = tuple(cell for cell in picked if has_letters(cell.value))
    else:
        cells = tuple(cell for row in rows for cell in row if is_prose(cell.value))
    if not cells:
        raise InputError(f"{path}: there is no text in its cells")
    return Document(tuple(Block(cell.value) for cell in cells), _Original(text, delimiter, cells))


def write(document: Document, blocks: Sequence[Block], path: Path) -> None:
    """Writes the table with other texts in the cells that were read.

    Raises:
        InputError: the file cannot be written.
    """
    original = document.original
    assert isinstance(original, _Original)
    text, position, parts = original.text.text, 0, []
    for cell, block in zip(original.cells, blocks, strict=True):
        parts += [text[position : cell.start], _written(cell, block.text, text, original.delimiter)]
        position = cell.stop
    save(path, Text("".join(parts) + text[position:], original.text.codec))


def _written(cell: _Cell, value: str, text: str, delimiter: str) -> str:
    if value == cell.value:
        return text[cell.start : cell.stop]
    if cell.quoted or any(mark in value for mark in f'{delimiter}"\r\n'):
        return '"' + value.replace('"', '""') + '"'
    return value


def _delimiter(text: str, usual: str) -> str:
    """What parts the cells: that with which the most rows have as many cells as the first, more than one."""

    def agreement(delimiter: str) -> tuple[int, bool]:
        widths = [len(row) for row in islice(_rows(text, delimiter), _SAMPLE)]
        return (widths.count(widths[0]) if widths and widths[0] > 1 else 0), delimiter == usual

    best = max(_DELIMITERS, key=agreement)
    return best if agreement(best)[0] else usual


def _rows(text: str, delimiter: str) -> Iterator[list[_Cell]]:
    """The rows of a table; a quote that does not close right before the end of a cell is a letter like any other."""
    end = re.escape(delimiter) + r"\r\n"
    pattern = re.compile(rf'(?:"((?:[^"]++|"")*+)"(?=[{end}]|\Z)|([^{end}]*+))({re.escape(delimiter)}|\r\n|\r|\n|\Z)')
    row: list[_Cell] = []
    for match in pattern.finditer(text):
        quoted, plain, after = match.groups()
        if match.group() or row:
            value = plain if quoted is None else quoted.replace('""', '"')
            row.append(_Cell(match.start(), match.end() - len(after), value, quoted is not None))
        if after != delimiter and row:
            yield row
            row = []
