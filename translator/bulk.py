"""Files and folders of documents translated, each into a document of the same shape; stopped and started again at will.

>>> from translator.bulk import BulkOptions, translate_files
>>> report = translate_files(["news"], "english", bulk=BulkOptions(exclude=("drafts/*",)))  # doctest: +SKIP
>>> print(report.translated, report.failed)  # doctest: +SKIP
"""

from __future__ import annotations

import shutil
import signal
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path
from threading import Event, current_thread, main_thread
from typing import Literal

from translator.config import Options
from translator.document.base import Choice
from translator.errors import InputError, OptionError
from translator.file_report import FileReport
from translator.journal import FileRecord, Journal, Sentences
from translator.pipeline import Translator
from translator.tasks import Output, Plan, Wanted, find, plan
from translator.worker import Done, Read, Runner, Worker

RunnerName = Literal["local", "ray"]
RUNNERS: tuple[RunnerName, ...] = ("local", "ray")
Load = Callable[..., Translator]
_RECENT = 30.0  # seconds that the rate is told of


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkOptions:
    """What a user can choose of bulk work, besides how to translate.

    ``suffix``: put before the ending of each name. ``overwrite``: replaces files in the output that azen did not write, or
    that were changed since. ``include``, ``exclude``: patterns of names or paths within a folder. ``columns`` of tables and
    ``fields`` of .jsonl: those to translate, all with text if none is named. ``runner``: ``local`` or ``ray``; ``address``: of
    a Ray cluster, ``workers``: models loaded there, 0 for what fits.
    """

    suffix: str = ".en"
    overwrite: bool = False
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    runner: RunnerName = "local"
    address: str = ""
    workers: int = 0

    def __post_init__(self) -> None:
        """Raises: OptionError: a value cannot be used."""
        if self.runner not in RUNNERS:
            raise OptionError(f"runner is {self.runner!r}: it must be one of {', '.join(RUNNERS)}")
        if set(self.suffix) & set('/\\:*?"<>|\0\n'):
            raise OptionError(f"suffix is {self.suffix!r}: it must be a part of a file name, such as .en")
        if not 0 <= self.workers <= 100_000:
            raise OptionError(f"workers is {self.workers}: it must be between 0 (what fits) and 100000")
        if (self.address or self.workers) and self.runner != "ray":
            raise OptionError("address and workers are for the runner ray")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the work is. ``files_done`` of ``files``; ``sentences``: so far, ``known`` of them from the journal.

    ``rate``: sentences a second. ``left``: seconds, ``None`` while it cannot be told. ``finished``: the file just done, if any.
    """

    files_done: int
    files: int
    sentences: int
    known: int
    rate: float
    left: float | None
    finished: FileReport | None = None


@dataclass(frozen=True, slots=True)
class BulkReport:
    """What became of the files; each has a line in ``report.jsonl`` in the output folder.

    ``kept``: done by an earlier run. ``sentences``: translated in this run or, ``known`` of them, taken from the journal.
    """

    translated: int
    kept: int
    failed: tuple[FileReport, ...]
    sentences: int
    known: int
    seconds: float
    signature: str

    @property
    def rate(self) -> float:
        """Sentences a second."""
        return self.sentences / self.seconds if self.seconds else 0.0


OnProgress = Callable[[Progress], object]


def translate_files(  # noqa: PLR0913  # the last three have names
    paths: Sequence[str | Path],
    output: str | Path,
    options: Options | None = None,
    *,
    bulk: BulkOptions | None = None,
    on_progress: OnProgress = lambda _: None,
    load: Load = Translator,
) -> BulkReport:
    """Translates files, and the files in folders, into a folder; returns what became of them.

    Ctrl-C ends the work after the batch of sentences under way, and a later call goes on from there. ``load`` makes the
    translator of ``options``.

    Raises:
        KeyboardInterrupt: Ctrl-C; what was done is kept.
        InputError: there is nothing to translate, the output cannot be written, or another run is writing to it.
        OptionError, ModelNotFoundError, EngineError, glossary.GlossaryError: as for ``Translator``.
    """
    options, bulk, place = options or Options.load(), bulk or BulkOptions(), Output(Path(output))
    tasks = find([Path(path) for path in paths], place.folder, Wanted(bulk.include, bulk.exclude), bulk.suffix)
    with _opened(place) as journal, _runner(options, bulk, place, load) as runner, _patient() as stop:
        signature = f"{runner.signature}|columns:{','.join(bulk.columns)}|fields:{','.join(bulk.fields)}"
        found = plan(tasks, place.folder, journal, signature, overwrite=bulk.overwrite)
        return _Run(place, journal, found, on_progress).through(runner, stop, signature)


class _Run:
    """One run: counts, tells how far it is, writes the report and the journal of files."""

    def __init__(self, place: Output, journal: Journal, found: Plan, on_progress: OnProgress) -> None:
        self._place, self._journal, self._plan, self._on_progress = place, journal, found, on_progress
        self._tasks = {task.target: task for task in found.now}
        self._bytes = sum(task.stamp.size for task in found.now)
        self._counts = Counter[str]()
        self._failed: list[FileReport] = []
        self._translated = self._known = 0
        self._read = Read()
        self._begun = time.monotonic()
        self._recent = deque([(self._begun, 0)])

    def through(self, runner: Runner, stop: Event, signature: str) -> BulkReport:
        """What became of all files, those done before and those refused among them; ends early when ``stop`` is set."""

        def on_batch(translated: int, known: int) -> None:
            self._translated += translated
            self._known += known
            self._tell(None)
            if stop.is_set():
                raise KeyboardInterrupt

        self._read = runner.read
        on_batch(0, 0)
        with _writing(self._place.report):
            self._place.report.write_bytes(b"")
        for done in chain(self._settled(), runner.run(self._plan.now, on_batch)):
            with (
                _writing(self._place.report),
                self._place.report.open("a", encoding="utf-8", errors="backslashreplace") as lines,
            ):
                lines.write(done.report.to_json() + "\n")
            self._note(done, signature)
            if stop.is_set():
                raise KeyboardInterrupt
        return BulkReport(
            self._counts["translated"], self._counts["kept"], tuple(self._failed),
            self._translated + self._known, self._known, time.monotonic() - self._begun, signature,
        )  # fmt: skip

    def _settled(self) -> Iterator[Done]:
        for task, record in self._plan.done:
            yield Done(FileReport(**{**(record.report or {}), "file": task.name, "status": "kept"}))
        for task in self._plan.refused:
            said = "it was not written by azen, or was changed since; --overwrite replaces it"
            there = self._place.folder / task.target
            yield Done(FileReport(file=task.name, output=task.target, status="failed", error=f"{there}: {said}"))

    def _note(self, done: Done, signature: str) -> None:
        """Keeps what became of a file."""
        report = done.report
        self._counts[report.status] += 1
        if report.status == "failed":
            self._failed.append(report)
        if report.status == "translated":
            task = self._tasks[report.output]
            self._journal.keep([FileRecord(report.output, signature, task.stamp, done.written, asdict(report))])
        self._tell(report)

    def _tell(self, finished: FileReport | None) -> None:
        done, now = self._translated + self._known, time.monotonic()
        self._recent.append((now, done))
        while len(self._recent) > 2 and self._recent[1][0] < now - _RECENT:
            self._recent.popleft()
        (begun, before), files = self._recent[0], self._plan
        rate = (done - before) / max(0.001, now - begun)
        self._on_progress(
            Progress(
                files_done=self._counts.total(),
                files=len(files.now) + len(files.done) + len(files.refused),
                sentences=done,
                known=self._known,
                rate=rate,
                left=self._left(done, rate),
                finished=finished,
            )
        )

    def _left(self, done: int, rate: float) -> float | None:
        """Seconds that are left, if the rest of the files has as many sentences for its bytes as those read so far."""
        if not rate or not self._read.bytes:
            return None
        return max(0.0, self._read.sentences * self._bytes / self._read.bytes - done) / rate


@contextmanager
def _opened(place: Output) -> Iterator[Journal]:
    """The journal of an output folder, which has an empty folder for what is not finished."""
    with _writing(place.own):
        place.own.mkdir(parents=True, exist_ok=True)
    with Journal(place.journal) as journal:
        shutil.rmtree(place.unfinished, ignore_errors=True)  # of a run that was killed
        with _writing(place.unfinished):
            place.unfinished.mkdir()
        try:
            yield journal
        finally:
            shutil.rmtree(place.unfinished, ignore_errors=True)


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror or error}") from None


@contextmanager
def _runner(options: Options, bulk: BulkOptions, place: Output, load: Load) -> Iterator[Runner]:
    """What runs the work: this process, or Ray."""
    choice = Choice(columns=bulk.columns, fields=bulk.fields)
    if bulk.runner == "ray":
        try:
            from translator.cluster import ray_runner  # noqa: PLC0415  # imported on use
        except ModuleNotFoundError as error:
            raise OptionError(f"the runner ray needs {error.name}: pip install 'azen[ray]'") from None

        with ray_runner(options, choice, place, bulk.address, bulk.workers) as runner:
            yield runner
    else:
        with Sentences(place.sentences) as sentences:
            yield Worker(load(options=options), sentences, choice, place)


@contextmanager
def _patient() -> Iterator[Event]:
    """What is set at the first Ctrl-C; the second one interrupts at once, as any does in other threads than the first."""
    stop = Event()
    before = signal.getsignal(signal.SIGINT)
    if current_thread() is not main_thread() or before in {signal.SIG_IGN, None}:
        yield stop
        return

    def interrupt(*_: object) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    signal.signal(signal.SIGINT, interrupt)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)
