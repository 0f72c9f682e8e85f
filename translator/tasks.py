"""Which files bulk work translates, where each translation goes, and which of them are done."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

from translator.document import formats
from translator.errors import InputError
from translator.journal import FileRecord, Journal, Stamp


class Output(NamedTuple):
    """The output folder and what is in it besides translations."""

    folder: Path

    @property
    def report(self) -> Path:
        """A line of JSON for each file."""
        return self.folder / "report.jsonl"

    @property
    def own(self) -> Path:
        """The folder of all that follows."""
        return self.folder / ".azen"

    @property
    def journal(self) -> Path:
        """The files that were written."""
        return self.own / "files.sqlite"

    @property
    def sentences(self) -> Path:
        """The sentences that were translated."""
        return self.own / "sentences.sqlite"

    @property
    def unfinished(self) -> Path:
        """The folder of files that are being written."""
        return self.own / "unfinished"


class Task(NamedTuple):
    """One file to translate.

    ``name``: its path below the folder that was given. ``target``: that of the translation below the output folder, both with
    ``/``. ``stamp``: of the file when it was found.
    """

    name: str
    source: str
    target: str
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which files of a folder, as patterns of names or of paths below it (``*.docx``, ``2024/*``); ``include`` empty is all."""

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    def takes(self, name: str) -> bool:
        """Whether a file is among them.

        >>> Wanted(include=("*.txt",), exclude=("drafts/*",)).takes("drafts/a.txt")
        False
        """
        return (not self.include or _matches(name, self.include)) and not _matches(name, self.exclude)


def find(paths: Sequence[Path], output: Path, wanted: Wanted, suffix: str) -> list[Task]:
    """The files to translate, in the order of their names.

    A file is taken whatever its name; of a folder those that there is a reader for, hidden ones and the output aside.

    Raises:
        InputError: there is no such file or none to translate, or two translations would have one place.
    """
    tasks: dict[str, Task] = {}
    for path in paths:
        for task in _below(path, output, wanted, suffix):
            if other := tasks.get(task.target):
                if Path(other.source).samefile(task.source):
                    continue
                raise InputError(f"{other.source} and {task.source} would both become {task.target}: give them two outputs")
            if (output / task.target).resolve() == Path(task.source).resolve():
                raise InputError(f"{task.source}: its translation would take its place: choose another output or suffix")
            if output / task.target == Output(output).report:
                raise InputError(f"{task.source}: its translation would be where the report goes: choose another suffix")
            tasks[task.target] = task
    if not tasks:
        raise InputError(f"nothing to translate in {', '.join(map(str, paths))}: files read are {formats.endings()}")
    return sorted(tasks.values())


def _below(path: Path, output: Path, wanted: Wanted, suffix: str) -> Iterator[Task]:
    if not path.exists():
        raise InputError(f"{path}: there is no such file or folder")
    if path.resolve() == output.resolve():
        raise InputError(f"{path}: the translations cannot go into the same folder: choose another output")
    names = _walk(path, output) if path.is_dir() else iter([path.name])
    folder = path if path.is_dir() else path.parent
    for name in names:
        if wanted.takes(name) and (formats.by_name(name) or not path.is_dir()):
            source = folder / name
            yield Task(name, str(source), formats.written_name(name, suffix), stamp(source) or Stamp(0, 0))


def _walk(folder: Path, output: Path) -> Iterator[str]:
    """The paths of the files below a folder, with ``/``; links to folders are not followed."""
    away = output.resolve()
    for place, folders, files in os.walk(folder, onerror=_refuse):
        below = Path(place)
        folders[:] = sorted(name for name in folders if not name.startswith(".") and (below / name).resolve() != away)
        for name in files:
            if not name.startswith((".", "~$")):
                yield (below / name).relative_to(folder).as_posix()


def _refuse(error: OSError) -> None:
    raise InputError(f"{error.filename}: cannot be read: {error.strerror}")


def stamp(path: Path) -> Stamp | None:
    """The stamp of a file; ``None`` if there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return Stamp(status.st_size, status.st_mtime_ns)


class Plan(NamedTuple):
    """Tasks by what is to be done: translated now, left alone as done, or refused for what stands in their place."""

    now: list[Task]
    done: list[tuple[Task, FileRecord]]
    refused: list[Task]


def plan(tasks: Iterable[Task], output: Path, journal: Journal, signature: str, *, overwrite: bool) -> Plan:
    """What is to be done with each task, by the journal; those to be done now are noted there as begun."""
    found = Plan([], [], [])
    for task in tasks:
        record, there = journal.find(task.target), stamp(output / task.target)
        ours = record is not None and record.written in {None, there}
        same = record is not None and (record.signature, record.stamp) == (signature, task.stamp)
        if record and record.written and there and same and (ours or not overwrite):
            found.done.append((task, record))
        elif there and not ours and not overwrite:
            found.refused.append(task)
        else:
            found.now.append(task)
    journal.keep(FileRecord(task.target, signature, task.stamp) for task in found.now)
    return found


def _matches(name: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(name, pattern) or fnmatchcase(name.rpartition("/")[2], pattern) for pattern in patterns)
