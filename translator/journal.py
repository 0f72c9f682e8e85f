"""What bulk work has done so far, in SQLite beside its output: the files written, and the sentences translated.

One run at a time holds them. What was kept is there after the process is killed; a rerun reads it instead of translating again,
and a sentence that comes in many files is translated once.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, Self

from translator.errors import InputError
from translator.types import Hypothesis, Link

FORMAT = 1  # of the tables and of what is in them
_FILES = """CREATE TABLE IF NOT EXISTS files
    (target BLOB PRIMARY KEY, signature TEXT NOT NULL, stamp TEXT NOT NULL, written TEXT, report TEXT) WITHOUT ROWID"""
_SENTENCES = "CREATE TABLE IF NOT EXISTS sentences (key BLOB PRIMARY KEY, hypotheses TEXT NOT NULL) WITHOUT ROWID"
_AT_ONCE = 500  # keys in one query
_REMEDY = "delete it and run again with --overwrite"
Hypotheses = tuple[Hypothesis, ...]


class Stamp(NamedTuple):
    """What tells that a file is still the same: bytes, and nanoseconds of its last change."""

    size: int
    changed: int


@dataclass(frozen=True, slots=True)
class FileRecord:
    """What is known of one output.

    ``target``: its path below the output folder. ``signature`` and ``stamp``: of what it is made from. ``written``: the stamp
    of the finished output, and ``report`` what was said of it; ``None`` while it is not finished.
    """

    target: str
    signature: str
    stamp: Stamp
    written: Stamp | None = None
    report: Mapping[str, Any] | None = None


class _Store:
    """An open database of one table: a context manager, held by one process and used in one thread."""

    def __init__(self, path: Path, table: str) -> None:
        self._path = path
        with self._errors():
            self._database = sqlite3.connect(path, timeout=0, isolation_level=None)
        try:
            with self._errors():
                self._open(table)
        except BaseException:
            self._database.close()
            raise

    def _open(self, table: str) -> None:
        for setting in ("locking_mode=EXCLUSIVE", "journal_mode=WAL", "synchronous=NORMAL"):
            self._database.execute(f"PRAGMA {setting}")
        with self._transaction():  # which takes the lock, and keeps it
            (version,) = self._database.execute("PRAGMA user_version").fetchone()
            if version not in {0, FORMAT}:
                raise InputError(f"{self._path}: it was written by another version of azen; {_REMEDY}")
            for statement in (table, f"PRAGMA user_version={FORMAT}"):
                self._database.execute(statement)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of it."""
        self._database.close()

    def _put(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        with self._errors(), self._transaction():
            self._database.executemany(statement, rows)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._database.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._database.execute("COMMIT")
        except BaseException:
            if self._database.in_transaction:
                self._database.execute("ROLLBACK")
            raise

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """Our errors for those of SQLite."""
        try:
            yield
        except sqlite3.Error as error:
            raise InputError(f"{self._path}: {_reason(error)}") from error


class Journal(_Store):
    """The files of an output folder."""

    def __init__(self, path: Path) -> None:
        """Opens or makes it.

        Raises:
            InputError: another run holds it, or it cannot be used.
        """
        super().__init__(path, _FILES)

    def find(self, target: str) -> FileRecord | None:
        """What is known of an output."""
        with self._errors():
            row = self._database.execute("SELECT * FROM files WHERE target = ?", [os.fsencode(target)]).fetchone()
        return _record(*row) if row else None

    def keep(self, records: Iterable[FileRecord]) -> None:
        """Remembers outputs, in the place of what was known of them.

        Raises:
            InputError: the disk is full, or the journal cannot be written.
        """
        self._put("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?)", map(_row, records))


class Sentences(_Store):
    """The hypotheses of sentences, by a key that stands for all that decides them."""

    def __init__(self, path: Path) -> None:
        """Opens or makes it.

        Raises:
            InputError: another run holds it, or it cannot be used.
        """
        super().__init__(path, _SENTENCES)

    def find(self, keys: Sequence[bytes]) -> dict[bytes, Hypotheses]:
        """The hypotheses that are known, by their keys."""
        found: dict[bytes, Hypotheses] = {}
        with self._errors():
            for start in range(0, len(keys), _AT_ONCE):
                some = keys[start : start + _AT_ONCE]
                marks = ",".join("?" * len(some))
                rows = self._database.execute(f"SELECT key, hypotheses FROM sentences WHERE key IN ({marks})", some)
                found.update((key, _parsed(text)) for key, text in rows)
        return found

    def keep(self, found: Mapping[bytes, Hypotheses]) -> None:
        """Remembers hypotheses; once it returns, they outlive the process.

        Raises:
            InputError: the disk is full, or the journal cannot be written.
        """
        rows = ((key, _rendered(hypotheses)) for key, hypotheses in found.items())
        self._put("INSERT OR REPLACE INTO sentences VALUES (?, ?)", rows)


def _reason(error: sqlite3.Error) -> str:
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return "another run of azen is writing to this output: wait for it, or choose another output"
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return f"it is damaged; {_REMEDY}"
    return f"it cannot be written: {error}; what is in it is kept, and the next run goes on from there"


def _rendered(hypotheses: Hypotheses) -> str:
    rows = [(one.text, one.score, [place for link in one.links for place in link], one.truncated) for one in hypotheses]
    return json.dumps(rows)


def _parsed(text: str) -> Hypotheses:
    return tuple(Hypothesis(said, score, _links(places), truncated) for said, score, places, truncated in json.loads(text))


def _links(places: Sequence[int]) -> tuple[Link, ...]:
    return tuple(Link(*places[start : start + 4]) for start in range(0, len(places), 4))


def _row(record: FileRecord) -> tuple[bytes, str, str, str | None, str | None]:
    written = json.dumps(record.written) if record.written else None
    report = None if record.report is None else json.dumps(record.report)
    return os.fsencode(record.target), record.signature, json.dumps(record.stamp), written, report


def _record(target: bytes, signature: str, stamp: str, written: str | None, report: str | None) -> FileRecord:
    return FileRecord(
        os.fsdecode(target),
        signature,
        Stamp(*json.loads(stamp)),
        Stamp(*json.loads(written)) if written else None,
        json.loads(report) if report else None,
    )
