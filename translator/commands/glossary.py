"""``azen glossary``: look into term bases, check, convert and extend them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

import glossary
from glossary import tsv
from glossary.casing import lower
from glossary.check import key_of
from translator.commands.console import say
from translator.errors import InputError, OptionError
from translator.files import write_atomically

commands = typer.Typer(help="Look into term bases, check, convert and extend them.", no_args_is_help=True)
_Files = Annotated[list[Path] | None, typer.Option("--glossary", help="Term base laid over the built-in one; repeatable.")]
_Term = Annotated[str, typer.Argument(help="In Azerbaijani, with any suffixes, or in English.")]
_Checked = Annotated[list[Path] | None, typer.Argument(help="Term bases; the built-in one without any.")]
_Kind = Annotated[str | None, typer.Option(help=f"One of {', '.join(glossary.KINDS)}.")]


@commands.command("list")
def list_entries(*, kind: _Kind = None, files: _Files = None) -> None:
    """List the entries: source, target, kind."""
    if kind not in {None, *glossary.KINDS}:
        raise OptionError(f"kind is {kind!r}: it must be one of {', '.join(glossary.KINDS)}")
    _print(entry for entry in glossary.load(tuple(files or ())).entries if kind in {None, entry.kind})


@commands.command()
def find(*, term: _Term, files: _Files = None) -> None:
    """Find the entries of a term: first what the text would be read as, then all that contain it."""
    entries = glossary.load(tuple(files or ())).entries
    matched = [match.entry for match in glossary.Matcher(entries).find(term)]
    wanted = {text for text in (term.strip(), *(entry.source for entry in matched)) if text}
    found = dict.fromkeys((*matched, *(entry for entry in entries if any(_has(entry, text) for text in wanted))))
    if not found:
        raise InputError(f"no entry has {term!r} in it")
    _print(found)


@commands.command()
def check(*, files: _Checked = None) -> None:
    """Check term bases: duplicates, contradictions, letters, kinds. Exit code 2 if there is a problem."""
    tables = [glossary.read(path) for path in files] if files else [glossary.builtin_rows()]
    problems = [problem for rows in tables for problem in glossary.check(rows)]
    for problem in problems:
        typer.echo(str(problem))
    for conflict in glossary.load(tuple(files or ())).conflicts:
        say(f"note: {conflict}")
    say(f"{sum(map(len, tables))} entries, {len(problems)} problems")
    if problems:
        raise typer.Exit(2)


@commands.command()
def convert(
    *,
    source: Annotated[Path, typer.Argument(metavar="IN", help="Term base to read: .tsv, .csv, .txt, .tbx or .tmx.")],
    target: Annotated[Path, typer.Argument(metavar="OUT", help="File to write: .tsv, .csv, .tbx or .tmx.")],
) -> None:
    """Convert a term base to the format that the ending of OUT names."""
    entries = [row.entry for row in glossary.read(source)]
    glossary.write(target, entries)
    say(f"{target}: {len(entries)} entries")


@commands.command()
def add(
    *,
    source: Annotated[str, typer.Argument(help="The Azerbaijani term without suffixes.")],
    target: Annotated[str, typer.Argument(help="Its English form.")],
    file: Annotated[Path, typer.Option(help="Term base to add it to; made if it is not there.")],
    kind: _Kind = None,
) -> None:
    """Add an entry to a term base; the kind is guessed from the letters unless it is given."""
    try:
        entry = tsv.entry_of({"source": source, "target": target, "kind": kind or ""})
    except ValueError as error:
        raise InputError(str(error)) from None
    rows = glossary.read(file) if file.exists() else []
    for row in rows:
        if key_of(row.entry) == key_of(entry):
            there = f"{row.entry.source!r} is there already, as {row.entry.target!r}"
            raise InputError(f"{file}:{row.line}: {there}: change it there")
    if problems := glossary.check([glossary.Row(entry, str(file), len(rows) + 1)]):
        raise InputError(problems[0].message)
    _append(file, entry, [row.entry for row in rows])
    say(f"{file}: {entry.source} → {entry.target} ({entry.kind})")


def _append(file: Path, entry: glossary.Entry, others: list[glossary.Entry]) -> None:
    """Write the entry behind the others; a table as this program writes it is only added to, and keeps its comments."""
    header, line = tsv.write([entry]).splitlines()
    text = file.read_text(encoding="utf-8") if file.suffix == ".tsv" and file.exists() else ""
    if header in text.splitlines()[:1]:
        with write_atomically(file) as stream:
            stream.write(text.removesuffix("\n") + "\n" + line + "\n")
    else:
        glossary.write(file, [*others, entry])


def _has(entry: glossary.Entry, term: str) -> bool:
    """Whether the entry's source or one of its English forms has the term in it, in any capitals."""
    english = term.lower()  # compared with English only
    return lower(term) in lower(entry.source) or any(
        english in form.lower()  # English
        for form in (entry.target, entry.short, *entry.variants)
    )


def _print(entries: Iterable[glossary.Entry]) -> None:
    for entry in entries:
        typer.echo(f"{entry.source}\t{entry.target}\t{entry.kind}")
