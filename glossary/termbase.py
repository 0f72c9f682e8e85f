"""The term base: the built-in tables, and the user's files laid over them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import TypeVar

from glossary import tsv
from glossary.check import key_of
from glossary.errors import TermBaseFileError, TermBaseFormatError
from glossary.types import Entry, Problem, Row

_Format = TypeVar("_Format")


def _parse_table(data: bytes, path: str) -> list[Row]:
    return tsv.parse(_decode(data, path), path)


def _parse_tbx(data: bytes, path: str) -> list[Row]:
    from glossary import tbx  # noqa: PLC0415  # lxml is imported on use

    return tbx.parse(data, path)


def _parse_tmx(data: bytes, path: str) -> list[Row]:
    from glossary import tmx  # noqa: PLC0415  # lxml is imported on use

    return tmx.parse(data, path)


def _write_tbx(entries: Iterable[Entry]) -> bytes:
    from glossary import tbx  # noqa: PLC0415  # lxml is imported on use

    return tbx.write(entries)


def _write_tmx(entries: Iterable[Entry]) -> bytes:
    from glossary import tmx  # noqa: PLC0415  # lxml is imported on use

    return tmx.write(entries)


_READERS: dict[str, Callable[[bytes, str], list[Row]]] = {
    ".tsv": _parse_table,
    ".csv": _parse_table,
    ".txt": _parse_table,
    ".tbx": _parse_tbx,
    ".tmx": _parse_tmx,
}
_WRITERS: dict[str, Callable[[Iterable[Entry]], bytes]] = {
    ".tsv": lambda entries: tsv.write(entries).encode(),
    ".csv": lambda entries: b"\xef\xbb\xbf" + tsv.write_csv(entries).encode(),  # spreadsheets know UTF-8 by the mark
    ".tbx": _write_tbx,
    ".tmx": _write_tmx,
}


@dataclass(frozen=True, slots=True)
class TermBase:
    """Entries, no two with the same source, and what was overruled on the way to them.

    ``conflicts``: for each entry that a later one replaced by another target, the later one's place and both targets.
    ``digest``: eight hex digits of the entries, for the signature.
    """

    entries: tuple[Entry, ...]
    conflicts: tuple[Problem, ...] = ()
    digest: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "digest", hashlib.sha256(tsv.write(self.entries).encode()).hexdigest()[:8])

    def layer(self, rows: Iterable[Row]) -> TermBase:
        """This term base with the rows laid over it: where a source comes again, the last one wins."""
        entries = {key_of(entry): entry for entry in self.entries}
        conflicts = list(self.conflicts)
        for row in rows:
            old = entries.get(key_of(row.entry))
            if old is not None and old.target != row.entry.target:
                conflicts.append(Problem(row.path, row.line, _overruled(row.entry, old)))
            entries[key_of(row.entry)] = row.entry
        return TermBase(tuple(entries.values()), tuple(conflicts))


def builtin() -> TermBase:
    """The built-in term base, read on first use."""
    return load(())


@lru_cache(maxsize=8)
def load(paths: tuple[Path, ...], *, with_builtin: bool = True) -> TermBase:
    """The built-in term base (unless unwanted) under the files, each laid over those before it.

    Raises:
        TermBaseFileError: a file that cannot be read. TermBaseFormatError: a file name with an ending that is not known.
    """
    base = TermBase(()).layer(builtin_rows()) if with_builtin else TermBase(())
    for path in paths:
        base = base.layer(read(path))
    return base


def builtin_rows() -> list[Row]:
    """The rows of the built-in tables, in the order of the files' names; their paths are bare file names."""
    tables = [item for item in resources.files("glossary.data").iterdir() if item.name.endswith(".tsv")]
    ordered = sorted(tables, key=lambda item: item.name)
    return [row for table in ordered for row in tsv.parse(table.read_text(encoding="utf-8"), table.name)]


def read(path: Path) -> list[Row]:
    """The rows of a term-base file; its ending says the format (``.tsv``, ``.csv``, ``.txt``, ``.tbx``, ``.tmx``).

    Raises:
        TermBaseFileError: the file cannot be read. TermBaseFormatError: its ending is not known.
    """
    reader = _for_ending(_READERS, path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise TermBaseFileError(f"{path}: {error.strerror or error}; check the path given to --glossary") from None
    return reader(data, str(path))


def write(path: Path, entries: Sequence[Entry]) -> None:
    """Write the entries in the format that the path's ending names; a file that was there stays until the new one is whole.

    Raises:
        TermBaseFileError: the file cannot be written. TermBaseFormatError: its ending is not known.
    """
    data = _for_ending(_WRITERS, path)(entries)
    partial = path.with_name(f".{path.name}.part")
    try:
        partial.write_bytes(data)
        partial.replace(path)
    except OSError as error:
        raise TermBaseFileError(f"{path}: {error.strerror or error}") from None
    finally:
        partial.unlink(missing_ok=True)


def _for_ending(table: dict[str, _Format], path: Path) -> _Format:
    ending = path.suffix.lower()  # a file ending, not Azerbaijani text
    if ending not in table:
        raise TermBaseFormatError(f"{path}: the format {ending or '(no ending)'} is not known; use {', '.join(table)}")
    return table[ending]


def _overruled(new: Entry, old: Entry) -> str:
    return f"{new.source!r} → {new.target!r} replaces {old.target!r}"


def _decode(data: bytes, path: str) -> str:
    """The text of a table: UTF-8 or UTF-16 with or without a byte order mark."""
    encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise TermBaseFileError(f"{path}: byte {error.start} is not {encoding}; save the file as UTF-8") from None
