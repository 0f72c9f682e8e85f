"""The stream of bulk work: files read ahead, their sentences translated in common windows, each file written once done."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, Protocol

from translator import __version__
from translator.document import formats
from translator.document.base import Block, Choice, Document, Format
from translator.document.inline import project
from translator.errors import EngineError, InputError, TranslatorError
from translator.file_report import FileReport
from translator.journal import Stamp
from translator.memory import Memory, OnBatch, RememberingEngine
from translator.pipeline import Prepared, Translator
from translator.result import Translation
from translator.tasks import Output, Task, stamp

WINDOW = 512  # sentences that wait for the engine together; as many as the pipeline decodes together
_MOST_FILES = 256  # in a window
_MOST_BYTES = 64 << 20  # of the files in a window
LARGEST = 256 << 20  # bytes of a file


@dataclass(slots=True)
class _Open:
    """A file on its way: what was read of it, and what is translated so far."""

    task: Task
    report: FileReport
    begun: float
    format: Format | None = None
    document: Document | None = None
    blocks: list[Block] = field(default_factory=list)

    def fail(self, error: BaseException) -> None:
        """Notes why nothing comes of it, the first time."""
        if not self.report.error:
            own = isinstance(error, TranslatorError)
            said = str(error) if own else f"{self.task.source}: {type(error).__name__}: {error}"
            self.report.error = said
            self.report.status = "failed"
        self.document, self.blocks = None, []


class _Slice(NamedTuple):
    """Parts of a file that are translated in one window; ``last`` when the file ends with them."""

    file: _Open
    blocks: list[Block]
    prepared: list[Prepared]
    last: bool


@dataclass(slots=True)
class Read:
    """How much has been read, which the reading thread counts: for telling how much is to come."""

    bytes: int = 0
    sentences: int = 0


class Done(NamedTuple):
    """A file that is done: what became of it, and the stamp of its translation if there is one."""

    report: FileReport
    written: Stamp | None = None


class Runner(Protocol):
    """What runs the work: a worker in this process, or many elsewhere."""

    @property
    def signature(self) -> str:
        """What makes the translations."""

    @property
    def read(self) -> Read:
        """How much has been read."""

    def run(self, tasks: Sequence[Task], on_batch: OnBatch) -> Iterator[Done]:
        """What became of each file, in any order; ``on_batch`` hears of sentences translated and known, and may end the run."""


class Worker:
    """Translates files with one translator, which asks a memory before it translates."""

    def __init__(self, translator: Translator, memory: Memory, choice: Choice, output: Output) -> None:
        self._plain = translator
        self._translator = translator
        self._memory = memory
        self._choice = choice
        self._output = output
        self.read = Read()

    @property
    def signature(self) -> str:
        """What makes the translations."""
        return self._plain.signature

    def run(self, tasks: Iterable[Task], on_batch: OnBatch) -> Iterator[Done]:
        """What became of each file, in the order in which they are done; ``on_batch`` is that of ``RememberingEngine``.

        Raises:
            EngineError: the model fails for every one of several files.
            InputError: the memory cannot be written.
        """
        engine = RememberingEngine(self._plain.engine, self._memory, __version__, on_batch)
        self._translator = self._plain.with_engine(engine)
        windows = self._windows(tasks)
        with ThreadPoolExecutor(max_workers=1) as reader:
            coming = reader.submit(next, windows, None)
            while window := coming.result():
                coming = reader.submit(next, windows, None)
                yield from self._finish(window)

    def _windows(self, tasks: Iterable[Task]) -> Iterator[list[_Slice]]:
        """The files in slices, those of a window having about so many sentences in all."""
        window: list[_Slice] = []
        sentences = size = 0
        for task in tasks:
            size += task.stamp.size
            for piece in self._slices(task, WINDOW - sentences):
                window.append(piece)
                sentences += sum(len(prepared.jobs) for prepared in piece.prepared)
                if sentences >= WINDOW or len(window) >= _MOST_FILES or size >= _MOST_BYTES:
                    yield window
                    window, sentences, size = [], 0, task.stamp.size
        if window:
            yield window

    def _slices(self, task: Task, room: int) -> Iterator[_Slice]:
        """A file in slices: the first of so many sentences, the others of whole windows."""
        file = _Open(task, FileReport(file=task.name, output=task.target), time.monotonic())
        try:
            for piece in self._read(file, room):
                self.read.sentences += sum(prepared.parts for prepared in piece.prepared)
                yield piece
        except Exception as error:  # whatever is wrong with one file, the others go on
            file.fail(error)
            yield _Slice(file, [], [], last=True)
        self.read.bytes += task.stamp.size

    def _read(self, file: _Open, room: int) -> Iterator[_Slice]:
        source = Path(file.task.source)
        if file.task.stamp.size > LARGEST:
            raise InputError(f"{source}: it is larger than {LARGEST >> 20} MB: split it")
        file.format = formats.find(source).load()
        file.document = file.format.read(source, self._choice)
        blocks: list[Block] = []
        prepared: list[Prepared] = []
        sentences = 0
        found = self._translator.prepare(block.text for block in file.document.blocks)
        for block, text in zip(file.document.blocks, found, strict=True):
            blocks.append(block)
            prepared.append(text)
            sentences += len(text.jobs)
            if sentences >= room:
                yield _Slice(file, blocks, prepared, last=False)
                blocks, prepared, sentences, room = [], [], 0, WINDOW
        yield _Slice(file, blocks, prepared, last=True)

    def _finish(self, window: Sequence[_Slice]) -> Iterator[Done]:
        """Translates a window and writes the files that end in it."""
        for piece, translations in zip(window, self._translate(window), strict=True):
            file, written = piece.file, None
            try:
                for block, translation in zip(piece.blocks, translations, strict=False):  # none where it failed
                    file.report.add(translation)
                    file.blocks.append(project(block, translation))
                if piece.last and not file.report.error:
                    written = self._write(file)
            except Exception as error:  # whatever is wrong with one file, the others go on
                file.fail(error)
            if piece.last:
                file.report.seconds = round(time.monotonic() - file.begun, 3)
                yield Done(file.report, written)

    def _translate(self, window: Sequence[_Slice]) -> list[list[Translation]]:
        """The translations of each slice; none for a file that failed, or fails now."""
        texts = [[] if piece.file.report.error else piece.prepared for piece in window]
        try:
            found = iter(self._translator.finish([text for part in texts for text in part]))
            return [[next(found) for _ in part] for part in texts]
        except EngineError:
            apart = [self._translate_alone(piece.file, part) for piece, part in zip(window, texts, strict=True)]
            if sum(map(bool, texts)) > 1 and not any(apart):
                raise
            return apart

    def _translate_alone(self, file: _Open, texts: list[Prepared]) -> list[Translation]:
        try:
            return self._translator.finish(texts)
        except EngineError as error:
            file.fail(error)
            return []

    def _write(self, file: _Open) -> Stamp | None:
        """Writes a file in its place in one step; its stamp."""
        assert file.format is not None
        assert file.document is not None
        target = self._output.folder / file.task.target
        unfinished = self._output.unfinished / f"{uuid.uuid4().hex}{target.suffix}"
        try:
            file.format.write(file.document, file.blocks, unfinished)
            target.parent.mkdir(parents=True, exist_ok=True)
            written = stamp(unfinished)
            unfinished.replace(target)
        except OSError as error:
            raise InputError(f"{target}: cannot be written: {error.strerror or error}") from None
        else:
            return written
        finally:
            unfinished.unlink(missing_ok=True)
