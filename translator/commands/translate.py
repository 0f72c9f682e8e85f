"""``azen translate``: texts in, texts or JSON out, each sentence as soon as it is ready."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Annotated, NamedTuple, TextIO

import typer

from translator.commands.console import progress, say
from translator.commands.options import Load, with_options
from translator.config import Options
from translator.errors import InputError
from translator.files import STDIN, read_text, write_atomically
from translator.pipeline import Translator
from translator.report import TERM_COLUMNS, term_lines, to_json
from translator.result import Segment

_SAMPLE = 20_000  # code points that tell the language of a text


class _Job(NamedTuple):
    """A text to translate; ``target`` is where to, ``None`` for the standard output."""

    name: str
    text: str
    target: Path | None


class _Manner(NamedTuple):
    """How the user wants the output; ``report`` is the open table of terms."""

    as_json: bool
    quiet: bool
    report: TextIO | None


@with_options()
def translate(  # noqa: PLR0913  # one parameter a flag
    *,
    files: Annotated[list[Path] | None, typer.Argument(help="Text files; the standard input without one, or for -.")] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            help="File to write, or folder where there are several files; the standard output without it, or for -.",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON object a sentence, one a line.")] = False,
    report: Annotated[Path | None, typer.Option(help="Write what was done to each term to this .tsv file.")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Show neither progress nor warnings.")] = False,
    options: Options,
    load: Load,
) -> None:
    """Translate Azerbaijani text into English; line breaks and blank lines come out where they were."""
    output = None if output == STDIN else output
    jobs = _read(files or [STDIN], output, as_json=as_json, quiet=quiet)
    translator = load(options=options)
    if output and len(jobs) > 1:
        _make_folder(output)
    with write_atomically(report) if report else nullcontext() as table:
        if table:
            table.write("\t".join(TERM_COLUMNS) + "\n")
        for job in jobs:
            with _open(job.target) as stream:
                _translate(translator, job, stream, _Manner(as_json, quiet, table))


def _read(files: Sequence[Path], output: Path | None, *, as_json: bool, quiet: bool) -> list[_Job]:
    """The texts, all read before the model is loaded, so that what is wrong with one is said at once."""
    targets = _targets(files, output, ".jsonl" if as_json else "")
    jobs = []
    for path, target in zip(files, targets, strict=True):
        if path == STDIN and sys.stdin.isatty():
            say("reading from the terminal; end the text with Ctrl-D")
        found = read_text(path)
        if found.notice and not quiet:
            say(f"{path}: {found.notice}")
        jobs.append(_Job("stdin" if path == STDIN else str(path), found.text, target))
    return jobs


def _targets(files: Sequence[Path], output: Path | None, ending: str) -> list[Path | None]:
    """Where each file's translation goes.

    Raises:
        InputError: several files and no folder, two files for one place, or a file over itself.
    """
    if output is None or (len(files) == 1 and not output.is_dir()):
        if len(files) > 1:
            raise InputError(f"{len(files)} files need a folder to go to: give --output DIR")
        targets = [output]
    else:
        targets = [output / _english_name(path, ending) for path in files]
    for path, target in zip(files, targets, strict=True):
        if target and (target.resolve() == path.resolve() or targets.count(target) > 1):
            raise InputError(f"{path}: its translation would overwrite {target}: choose another --output")
    return targets


def _english_name(path: Path, ending: str) -> str:
    """The name of a file's translation: ``article.az.txt`` → ``article.en.txt``."""
    stem = "stdin" if path == STDIN else path.stem
    return f"{stem.removesuffix('.az')}.en{ending or path.suffix or '.txt'}"


def _make_folder(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"{path}: the folder cannot be made: {error.strerror}") from None


def _open(target: Path | None) -> AbstractContextManager[TextIO]:
    return write_atomically(target) if target else nullcontext(sys.stdout)


def _translate(translator: Translator, job: _Job, stream: TextIO, manner: _Manner) -> None:
    shown = not manner.quiet and not stream.isatty()
    with progress(len(job.text), shown=shown) as (move, tell):
        warn = (lambda _: None) if manner.quiet else tell
        for notice in translator.notices(job.text[:_SAMPLE]):
            warn(f"{job.name}: {notice.message}")
        done = 0
        for number, (segment, text) in enumerate(_rendered(job.text, translator.stream(job.text)), start=1):
            stream.write(to_json(segment) + "\n" if manner.as_json else text)
            stream.flush()
            if manner.report:
                manner.report.writelines(line + "\n" for line in term_lines(job.name, number, segment))
            for warning in segment.warnings:
                warn(f"{job.name}: sentence {number}: {warning.message}")
            move(segment.source_span[1] - done)
            done = segment.source_span[1]
        if not manner.as_json:
            tail = job.text[done:]
            stream.write(tail + "\n" if stream.isatty() and not job.text.endswith("\n") else tail)


def _rendered(text: str, segments: Iterable[Segment]) -> Iterator[tuple[Segment, str]]:
    """Each segment with its target and what stands before it in the translation."""
    done = written = 0
    for segment in segments:
        gap = text[done : segment.source_span[0]] or " " * (segment.target_span[0] - written)
        yield segment, gap + segment.target
        done, written = segment.source_span[1], segment.target_span[1]
