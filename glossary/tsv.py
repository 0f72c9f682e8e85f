"""Term bases as tables: the tab-separated files of ``glossary/data/README.md`` and CSV from a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from glossary.casing import lower
from glossary.errors import TermBaseFileError
from glossary.types import KINDS, Entry, Kind, Problem, Row

COLUMNS = ("source", "target", "kind", "variants", "short", "years", "case", "origin", "notes")
INSENSITIVE_KINDS: frozenset[Kind] = frozenset({"title", "demonym", "language", "expression"})
_HEADERS = {
    "source": "source src az aze azerbaijani azərbaycan azərbaycanca mənbə term sourceterm azterm",
    "target": "target tgt trg en eng english ingilis ingiliscə tərcümə translation targetterm enterm",
    "kind": "kind type category növ domain class",
    "variants": "variants variant synonyms synonym alternatives alternative accepted",
    "short": "short shortform abbreviation abbr qısa",
    "years": "years year period illər",
    "case": "case casesensitive casesensitivity",
    "origin": "origin reference authority mənşə",
    "notes": "notes note comment comments remark remarks description qeyd",
}
_COLUMN_OF = {name: column for column, names in _HEADERS.items() for name in names.split()}
_CASES = {"": None, "sensitive": True, "insensitive": False, "yes": True, "no": False, "true": True, "false": False}
_SURNAME = re.compile(r"\w+ (?:\w+ )?\w*(?:ov|ova|yev|yeva|zadə|oğlu|skiy?|yan|şvili|dze)")
_SHOWN = 20


def parse(text: str, path: str) -> list[Row]:
    """The rows of a table. Separator and header are found out; ``source`` and ``target`` are enough.

    A first line that names no known column is data: source, then target. Lines that start with ``#`` are comments.

    Raises:
        TermBaseFileError: one line of the message for each line of the table that cannot be used.
    """
    rows: list[Row] = []
    problems: list[Problem] = []
    names: Sequence[str] | None = None
    for line, cells in _cells(text):
        if names is None:
            names, is_header = _header(cells)
            if is_header:
                continue
        try:
            rows.append(Row(entry_of(dict(zip(names, cells, strict=False))), path, line))
        except ValueError as error:
            problems.append(Problem(path, line, str(error)))
    if problems:
        raise TermBaseFileError(_listed(problems))
    return rows


def write(entries: Iterable[Entry]) -> str:
    """The tab-separated text that :func:`parse` reads back to the same entries."""
    return _table(entries, delimiter="\t", quoting=csv.QUOTE_NONE, quotechar=None)


def write_csv(entries: Iterable[Entry]) -> str:
    """Comma-separated text for a spreadsheet, which :func:`parse` reads back to the same entries."""
    return _table(entries, delimiter=",", quoting=csv.QUOTE_MINIMAL, quotechar='"')


def entry_of(values: dict[str, str]) -> Entry:
    """The entry that named cells describe; a missing kind is guessed from the letters of the source.

    Raises:
        ValueError: a cell that cannot be used; the message says which and why.
    """
    cells = {name: unicodedata.normalize("NFC", " ".join(value.split())) for name, value in values.items() if value}
    source, target = cells.get("source", ""), cells.get("target", "")
    if not source or not target:
        raise ValueError(f"no {'target' if source else 'source'} term: both are required")
    kind = lower(cells.get("kind", "")) or _guess_kind(source)
    if kind not in KINDS:
        raise ValueError(f"kind {kind!r} is not known: it must be one of {', '.join(KINDS)}")
    case = cells.get("case", "").lower()  # an English keyword
    if case not in _CASES:
        raise ValueError(f"case is {case!r}: it must be sensitive, insensitive or empty")
    return Entry(
        source=source,
        target=target,
        kind=kind,
        variants=tuple(part for raw in cells.get("variants", "").split("|") if (part := raw.strip())),
        short=cells.get("short", ""),
        years=cells.get("years", ""),
        case_sensitive=_is_sensitive(kind, source, _CASES[case]),
        origin=cells.get("origin", ""),
        notes=cells.get("notes", ""),
    )


def cells_of(entry: Entry) -> dict[str, str]:
    """The entry's cells by column: what :func:`entry_of` makes the same entry of."""
    default = _is_sensitive(entry.kind, entry.source, None)
    case = "" if entry.case_sensitive == default else "sensitive" if entry.case_sensitive else "insensitive"
    cells = (entry.source, entry.target, entry.kind, "|".join(entry.variants), entry.short, entry.years, case)
    return dict(zip(COLUMNS, (*cells, entry.origin, entry.notes), strict=True))


def _is_sensitive(kind: Kind, source: str, stated: bool | None) -> bool:
    if stated is not None:
        return stated
    return source.isupper() if kind == "currency" else kind not in INSENSITIVE_KINDS


def _guess_kind(source: str) -> Kind:
    if source.isupper():
        return "abbreviation"
    if _SURNAME.fullmatch(source) and source.istitle():
        return "person"
    return "body" if source[0].isupper() else "expression"


def _cells(text: str) -> Iterator[tuple[int, list[str]]]:
    """The non-empty lines, each with its number, split into cells."""
    first = next((line for line in text.splitlines() if line.strip() and not line.startswith("#")), "")
    separator = max("\t;,", key=first.count)
    if separator == "\t":
        for number, line in enumerate(text.split("\n"), start=1):
            if line.strip() and not line.startswith("#"):
                yield number, line.rstrip("\r").split("\t")
        return
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True)
    for cells in _each(reader):
        if any(cell.strip() for cell in cells) and not cells[0].startswith("#"):
            yield reader.line_num, cells


def _each(reader: Iterable[list[str]]) -> Iterator[list[str]]:
    try:
        yield from reader
    except csv.Error as error:
        raise TermBaseFileError(f"the table cannot be read as CSV: {error}") from None


def _header(cells: Sequence[str]) -> tuple[Sequence[str], bool]:
    """The columns' names and whether the line was a header; a column that is not known gets an empty name."""
    names = [_COLUMN_OF.get(re.sub(r"[\W_]+", "", lower(cell)), "") for cell in cells]
    if "source" in names and "target" in names:
        return names, True
    return COLUMNS if len(cells) >= len(COLUMNS) else COLUMNS[:2], False


def _table(entries: Iterable[Entry], **how: object) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n", **how)  # type: ignore[arg-type]  # the options of csv.writer
    writer.writerow(COLUMNS)
    writer.writerows(cells_of(entry).values() for entry in entries)
    return out.getvalue()


def _listed(problems: Sequence[Problem]) -> str:
    more = [f"… and {len(problems) - _SHOWN} more"] if len(problems) > _SHOWN else []
    return "\n".join([*map(str, problems[:_SHOWN]), *more])
