"""``azen bulk``: folders of documents in, the same in English out; stopped and started again at will."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from translator.bulk import RUNNERS, BulkOptions, BulkReport, Progress, translate_files
from translator.commands.console import say, working
from translator.commands.options import Load, with_options
from translator.config import Options

SOME_FAILED = 1


@with_options()
def bulk(  # noqa: PLR0913  # one parameter a flag
    *,
    paths: Annotated[list[Path], typer.Argument(metavar="IN...", help="Files, and folders with all that is in them.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder for the translations, the journal and report.jsonl.")],
    suffix: Annotated[str, typer.Option(help="Put before the ending of each name: a.docx becomes a.en.docx.")] = ".en",
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace files in the output that azen did not write, or changed ones.")
    ] = False,
    include: Annotated[list[str] | None, typer.Option(help="Only files of this pattern, as '*.docx'; repeatable.")] = None,
    exclude: Annotated[list[str] | None, typer.Option(help="No files of this pattern, as 'drafts/*'; repeatable.")] = None,
    column: Annotated[
        list[str] | None, typer.Option(help="Column of .xlsx, .csv, .tsv to translate, by header or letter; repeatable.")
    ] = None,
    field: Annotated[list[str] | None, typer.Option(help="Field of .jsonl to translate, as title or a.b; repeatable.")] = None,
    runner: Annotated[str, typer.Option(help="local, or ray for several machines.", metavar="|".join(RUNNERS))] = "local",
    address: Annotated[str, typer.Option(help="Ray cluster to use, as ray://head:10001 or auto; none starts one here.")] = "",
    workers: Annotated[int, typer.Option(help="Models that Ray loads, 0 for as many as fit.")] = 0,
    as_json: Annotated[
        bool, typer.Option("--json", help="Write a JSON object a file, as in report.jsonl, then a summary.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Show neither progress nor what failed.")] = False,
    options: Options,
    load: Load,
) -> None:
    """Translate files and folders into a folder, each into one of the same shape; a second run does only what is not done."""
    chosen = BulkOptions(
        suffix=suffix, overwrite=overwrite, include=tuple(include or ()), exclude=tuple(exclude or ()),
        columns=tuple(column or ()), fields=tuple(field or ()), runner=runner, address=address, workers=workers,  # type: ignore[arg-type]  # checked there
    )  # fmt: skip
    with working(shown=not quiet) as (show, tell):

        def on_progress(progress: Progress) -> None:
            if progress.finished and as_json:
                typer.echo(progress.finished.to_json())
            if progress.finished and progress.finished.error and not quiet:
                tell(progress.finished.error)
            show(progress.files_done, progress.files, _state(progress))

        try:
            report = translate_files(paths, output, options, bulk=chosen, on_progress=on_progress, load=load)
        except KeyboardInterrupt:
            say("stopped; everything done is kept, and the same command goes on from there")
            raise
    if as_json:
        typer.echo(json.dumps(_values(report), ensure_ascii=False))
    if not quiet:
        say(_summary(report, output))
    if report.failed:
        raise typer.Exit(SOME_FAILED)


def _state(progress: Progress) -> str:
    left = "" if progress.left is None else f", {_time(progress.left)} left"
    return f"{progress.sentences} sentences, {progress.rate:.1f} a second{left}"


def _time(seconds: float) -> str:
    """A time for a reader.

    >>> _time(75), _time(7500)
    ('1:15', '2:05:00')
    """
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _summary(report: BulkReport, output: Path) -> str:
    files = f"{report.translated} files translated, {report.kept} kept as done before, {len(report.failed)} failed"
    known = f", {report.known} of them known" if report.known else ""
    return f"{files}; {report.sentences} sentences{known} in {_time(report.seconds)}, {report.rate:.1f} a second: {output}"


def _values(report: BulkReport) -> dict[str, object]:
    return {
        "translated": report.translated,
        "kept": report.kept,
        "failed": len(report.failed),
        "sentences": report.sentences,
        "known": report.known,
        "seconds": round(report.seconds, 3),
        "signature": report.signature,
    }
