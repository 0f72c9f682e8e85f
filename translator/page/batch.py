"""Files from the page through the bulk machinery, one after the other, and how far each is."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import chain
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import Literal

from glossary.errors import GlossaryError
from translator.bulk import BulkReport, Progress, translate_files
from translator.config import Options
from translator.errors import InputError, TranslatorError
from translator.page.words import Words
from translator.pipeline import Translator

State = Literal["waits", "works", "ready", "failed"]


@dataclass(frozen=True, slots=True)
class Queued:
    """A file on its way. ``sentences``: translated so far. ``result``: the translation, when it is ready."""

    path: Path
    state: State = "waits"
    sentences: int = 0
    problem: str = ""
    result: Path | None = None


class _StoppedError(Exception):
    """The reader went away or pressed stop."""


def translate_each(
    paths: Sequence[Path], folder: Path, options: Options, translator: Callable[[], Translator]
) -> Iterator[tuple[Queued, ...]]:
    """The queue as it changes; translations go into ``folder``. One that fails does not hold up the others."""
    queue = [Queued(path) for path in paths]
    for place, path in enumerate(paths):
        begun = Queued(path, "works")
        for now in chain([begun], _translated(begun, folder / str(place), options, translator)):
            queue[place] = now
            yield tuple(queue)


def zipped(queue: Sequence[Queued], folder: Path) -> list[Path]:
    """The translations, after an archive of them all if there are several."""
    results = [file.result for file in queue if file.result]
    if len(results) < 2:
        return results
    archive = folder / "translations.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as bundle:
        taken: set[str] = set()
        for result in results:
            name = result.name if result.name not in taken else f"{result.parent.name}-{result.name}"
            taken.add(name)
            bundle.write(result, name)
    return [archive, *results]


def table(queue: Sequence[Queued], words: Words) -> str:
    """The queue as HTML."""
    lines = "".join(f"<tr><td>{escape(file.path.name)}</td><td>{_said(file, words)}</td></tr>" for file in queue)
    head = f'<th scope="col">{escape(words("file"))}</th><th scope="col">{escape(words("state"))}</th>'
    return f'<table class="azen-terms" role="status"><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>'


def _said(file: Queued, words: Words) -> str:
    if file.state == "failed":
        return f'<span class="azen-outcome missing">! {escape(words("not-done", problem=file.problem))}</span>'
    done = f" · {escape(words.sentences(file.sentences))}" if file.sentences else ""
    sign = {"waits": "○", "works": "…", "ready": "✓"}[file.state]
    return f"{sign} {escape(words(file.state))}{done}"


def _translated(file: Queued, folder: Path, options: Options, translator: Callable[[], Translator]) -> Iterator[Queued]:
    """The file as its sentences are done, and at the end with its result or its problem."""
    events: Queue[Queued] = Queue()
    stopped: list[bool] = []

    def tell(progress: Progress) -> None:
        if stopped:
            raise _StoppedError
        events.put(replace(file, sentences=progress.sentences))

    worker = Thread(target=lambda: events.put(_run(file, folder, options, translator, tell)), daemon=True)
    worker.start()
    try:
        while (now := events.get()).state == "works":
            yield now
        yield now
    finally:
        stopped.append(True)


def _run(
    file: Queued, folder: Path, options: Options, translator: Callable[[], Translator], tell: Callable[[Progress], None]
) -> Queued:
    try:
        report = translate_files([file.path], folder, options, on_progress=tell, load=lambda **_: translator())
        return _ended(file, folder, report)
    except (TranslatorError, GlossaryError) as error:
        return replace(file, state="failed", problem=_without_folder(str(error), file.path))
    except _StoppedError:
        return replace(file, state="failed")
    except Exception as error:  # a thread must end with an answer, or the page waits for ever
        return replace(file, state="failed", problem=f"{type(error).__name__}: {error}")


def _ended(file: Queued, folder: Path, report: BulkReport) -> Queued:
    if report.failed:
        return replace(file, state="failed", problem=_without_folder(report.failed[0].error, file.path))
    results = [path for path in folder.iterdir() if path.is_file() and path.name != "report.jsonl"]
    if not results:
        raise InputError(f"{file.path.name}: there is no translation of it")
    return replace(file, state="ready", sentences=report.sentences, result=results[0])


def _without_folder(message: str, path: Path) -> str:
    """The message without the server's own folders."""
    return message.replace(str(path), path.name).replace(f"{path.parent}/", "")
