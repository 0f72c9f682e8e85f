"""The session glossary: the reader's own terms, as the rows of a table on the page and as entries for the translator."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import glossary
from glossary import tsv
from glossary.check import key_of
from glossary.errors import TermBaseFileError
from glossary.types import Entry

COLUMNS = ("source", "target", "kind")
"""The columns of the table on the page, named as in ``glossary/data/README.md``; an entry keeps its other fields beside it."""
LONGEST = 200
MOST = 5000


def entries_of(rows: Iterable[Sequence[object]], known: Sequence[Entry] = ()) -> tuple[Entry, ...]:
    """The entries of a table's rows; empty rows do not count, and a row that is one of ``known`` keeps its other fields.

    Raises:
        TermBaseFileError: a row lacks one of its two terms, or has another kind than there is; the message names the row.
    """
    kept = {cells_of(entry): entry for entry in known}
    found: dict[str, Entry] = {}
    for number, row in enumerate(rows, start=1):
        cells = tuple(" ".join(str("" if cell is None else cell).split()) for cell in row)[: len(COLUMNS)]
        if any(cells):
            entry = kept.get(cells) or _entry(cells, number)
            found[key_of(entry)] = entry
    if len(found) > MOST:
        raise TermBaseFileError(f"{len(found)} terms are too many for a session: at most {MOST}; give the file to --glossary")
    return tuple(found.values())


def rows_of(entries: Iterable[Entry]) -> list[list[str]]:
    """The table's rows, with an empty one to write in."""
    return [*(list(cells_of(entry)) for entry in entries), [""] * len(COLUMNS)]


def cells_of(entry: Entry) -> tuple[str, ...]:
    """The cells of an entry that the table shows."""
    return entry.source, entry.target, entry.kind


def merged(entries: Iterable[Entry], more: Iterable[Entry]) -> tuple[Entry, ...]:
    """Both together; where a source comes again, the last one wins."""
    return tuple({key_of(entry): entry for entry in (*entries, *more)}.values())


def read(path: Path) -> tuple[Entry, ...]:
    """The entries of a term-base file.

    Raises:
        TermBaseFileError, TermBaseFormatError: it cannot be read; the message names the file without its folder.
    """
    try:
        return merged((), (row.entry for row in glossary.read(path)))
    except glossary.GlossaryError as error:
        raise type(error)(str(error).replace(str(path), path.name)) from None


def write(entries: Sequence[Entry], ending: str) -> bytes:
    """The entries as a term-base file, by its ending with the full stop."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"terms{ending}")
        glossary.write(path, entries)
        return path.read_bytes()


def _entry(cells: Sequence[str], number: int) -> Entry:
    if max(map(len, cells)) > LONGEST:
        raise TermBaseFileError(f"row {number}: a term has at most {LONGEST} characters")
    try:
        return tsv.entry_of(dict(zip(COLUMNS, cells, strict=False)))
    except ValueError as error:
        raise TermBaseFileError(f"row {number}: {error}") from None
