"""Excel workbooks (.xlsx, .xlsm): texts of cells, notes, shapes and charts are changed where they stand in the package.

Numbers, formulas, styles and all other parts stay as they are. So do the headers of tables, and texts that a formula or a list
of allowed values quotes: both go by them.
Source: ECMA-376 part 1, 18 (SpreadsheetML).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from translator.document import archive, rich
from translator.document.base import Block, Choice, Document
from translator.document.codes import Marked
from translator.document.columns import chosen, has_letters, is_prose
from translator.document.runs import paragraphs, replace
from translator.document.xml import Element, below, child, name_of, parse, serialise
from translator.errors import InputError

_TYPES = "[Content_Types].xml"
_SHEET, _STRINGS, _BOOK = ".worksheet+xml", ".sharedStrings+xml", ".main+xml"
_FORMULAS = ("f", "formula", "formula1", "formula2")
_QUOTED = re.compile(r'"((?:[^"]|"")*)"')
_NOTES, _DRAWN = ".comments+xml", (".drawing+xml", ".drawingml.chart+xml")


class _Cell(NamedTuple):
    """A cell with a text, the ``number``-th of its sheet; ``shared``: which shared string it shows, or -1."""

    number: int
    place: str
    column: int
    row: int
    shared: int
    text: str


class _Text(NamedTuple):
    """A text to translate: the ``number``-th element of its kind in a part, or a shared string."""

    part: str
    number: int
    marked: Marked


@dataclass(frozen=True, slots=True)
class _Book:
    """``users``: the cells, by sheet, for each shared string to translate; ``kept``: those that other cells need as is."""

    package: archive.Archive
    parts: dict[str, list[str]]
    texts: list[_Text] = field(default_factory=list)
    users: dict[int, list[tuple[str, int]]] = field(default_factory=dict)
    kept: set[int] = field(default_factory=set)


def read(path: Path, choice: Choice) -> Document:
    """The texts of the chosen columns of every sheet that has them, or of all cells that look like prose, notes and drawings.

    A first row that names the chosen columns stays as it is.

    Raises:
        InputError: it is no workbook, has no such column, or nothing to translate.
    """
    package = archive.look(path)
    book = _Book(package, _parts(package))
    strings = _strings(book)
    _read_sheets(book, strings, choice.columns, path)
    for part in () if choice.columns else _aside(book):
        root = _parsed(book, part)
        found = [rich.content(node) for node in below(root, "text")] if part in book.parts.get(_NOTES, []) else _drawn(root)
        book.texts.extend(_Text(part, number, text) for number, text in enumerate(found) if has_letters(text.block.text))
    if not book.texts:
        raise InputError(f"{path}: there is no text in its cells")
    return Document(tuple(text.marked.block for text in book.texts), book)


def write(document: Document, blocks: Sequence[Block], path: Path) -> None:
    """Writes the workbook with other texts in the places of those that were read.

    Raises:
        InputError: the original was changed meanwhile, or the file cannot be written.
    """
    book = document.original
    assert isinstance(book, _Book)
    changed: dict[str, list[tuple[_Text, Block]]] = {}
    for text, block in zip(book.texts, blocks, strict=True):
        if block != text.marked.block:
            changed.setdefault(text.part, []).append((text, block))
    roots = {part: _parsed(book, part) for part in changed}
    for part, pairs in changed.items():
        if part in book.parts.get(_STRINGS, []):
            _fill_strings(book, roots, part, pairs)
        elif part in book.parts[_SHEET]:
            _fill([child(node, "is") for node in below(roots[part], "c")], pairs)
        elif part in book.parts.get(_NOTES, []):
            _fill(list(below(roots[part], "text")), pairs)
        else:
            drawn = list(paragraphs(roots[part]))
            for text, block in pairs:
                replace(drawn[text.number], block)
    for part in book.parts.get(_BOOK, []) if roots else []:
        roots[part] = _parsed(book, part)
        for node in below(roots[part], "calcPr"):
            node.set("fullCalcOnLoad", "1")  # results of formulas still hold the old texts
    archive.rewrite(book.package, {part: serialise(root) for part, root in roots.items()}, path)


def _fill(holders: Sequence[Element | None], pairs: Sequence[tuple[_Text, Block]]) -> None:
    for text, block in pairs:
        rich.fill(holders[text.number], text.marked, block)


def _aside(book: _Book) -> Iterator[str]:
    """The parts with texts that stand in no cell."""
    return (part for kind in (_NOTES, *_DRAWN) for part in book.parts.get(kind, []))


def _drawn(root: Element) -> list[Marked]:
    return [Marked(paragraph.block, paragraph.pairs) for paragraph in paragraphs(root)]


def _parsed(book: _Book, part: str) -> Element:
    return parse(archive.read_part(book.package, part), f"{book.package.path}: {part}")


def _parts(package: archive.Archive) -> dict[str, list[str]]:
    """The names of the parts of each kind, by the end of their content type."""
    found: dict[str, list[str]] = {}
    kinds = (_SHEET, _STRINGS, _BOOK, _NOTES, *_DRAWN)
    for node in below(parse(archive.read_part(package, _TYPES), f"{package.path}: {_TYPES}"), "Override"):
        name, content_type = node.get("PartName", "").lstrip("/"), node.get("ContentType", "")
        for kind in kinds:
            if content_type.endswith(kind) and name in package:
                found.setdefault(kind, []).append(name)
    if not found.get(_SHEET):
        raise InputError(f"{package.path}: there is no sheet with cells in it")
    return found


def _strings(book: _Book) -> list[Marked]:
    parts = book.parts.get(_STRINGS, [])
    return [rich.content(node) for node in _parsed(book, parts[0]) if name_of(node) == "si"] if parts else []


def _read_sheets(book: _Book, strings: list[Marked], columns: Sequence[str], path: Path) -> None:
    faults = []
    quoted = {text for sheet in book.parts[_SHEET] for text in _quoted(_parsed(book, sheet))}
    for sheet in book.parts[_SHEET]:
        root = _parsed(book, sheet)
        nodes = list(below(root, "c"))
        cells = list(_cells(nodes, strings))
        try:
            picked = _picked(cells, columns, path) - _headers(book, sheet)
        except InputError as error:
            faults.append(error)
            picked = set()
        for cell in cells:
            if cell.place not in picked or cell.text.strip() in quoted:
                book.kept.add(cell.shared)
            elif cell.shared < 0:
                book.texts.append(_Text(sheet, cell.number, rich.content(child(nodes[cell.number], "is"))))
            else:
                if cell.shared not in book.users:
                    book.texts.append(_Text(book.parts[_STRINGS][0], cell.shared, strings[cell.shared]))
                book.users.setdefault(cell.shared, []).append((sheet, cell.number))
    if len(faults) == len(book.parts[_SHEET]):
        raise faults[0]


def _quoted(root: Element) -> Iterator[str]:
    """The texts that the formulas of a sheet quote, and those of lists, as in ``"yes,no"``."""
    for formula in below(root, *_FORMULAS):
        for text in _QUOTED.findall(formula.text or ""):
            yield from (part.replace('""', '"').strip() for part in (text, *text.split(",")))


def _cells(nodes: Sequence[Element], strings: list[Marked]) -> Iterator[_Cell]:
    """The cells with a text."""
    column, row, before = 0, 0, None
    for number, node in enumerate(nodes):
        column, row = (column + 1, row) if node.getparent() is before else (1, row + 1)
        before = node.getparent()
        if match := re.fullmatch(r"([A-Z]{1,3})(\d{1,7})", node.get("r", "")):
            column, row = _column(match[1]), int(match[2])
        inline, value = child(node, "is"), child(node, "v")
        if node.get("t") == "s" and value is not None and (value.text or "").isdecimal() and int(value.text) < len(strings):
            yield _Cell(number, f"{column} {row}", column, row, int(value.text), strings[int(value.text)].block.text)
        elif node.get("t") == "inlineStr" and inline is not None:
            yield _Cell(number, f"{column} {row}", column, row, -1, rich.content(inline).block.text)


def _column(letters: str) -> int:
    """The number of a column, from 1."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _picked(cells: Sequence[_Cell], columns: Sequence[str], path: Path) -> set[str]:
    """The places of the cells to translate."""
    if not columns:
        return {cell.place for cell in cells if is_prose(cell.text)}
    first = min((cell.row for cell in cells), default=0)
    header = [""] * max((cell.column for cell in cells), default=0)
    for cell in cells:
        if cell.row == first:
            header[cell.column - 1] = cell.text
    indices, named = chosen(columns, header, path)
    rows = (cell for cell in cells if not (named and cell.row == first))
    return {cell.place for cell in rows if cell.column - 1 in indices and has_letters(cell.text)}


def _headers(book: _Book, sheet: str) -> set[str]:
    """The places of the headers of a sheet's tables."""
    place = PurePosixPath(sheet)
    links = f"{place.parent}/_rels/{place.name}.rels"
    found: set[str] = set()
    for link in below(_parsed(book, links), "Relationship") if links in book.package else ():
        target = _resolved(place.parent, link.get("Target", ""))
        if not link.get("Type", "").endswith("/table") or target not in book.package:
            continue
        table = _parsed(book, target)
        if area := re.match(r"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})", table.get("ref", "")):
            found |= {f"{column} {int(area[2])}" for column in range(_column(area[1]), _column(area[3]) + 1)}
    return found


def _resolved(folder: PurePosixPath, target: str) -> str:
    """The name of a part from a link, which may be relative."""
    parts: list[str] = []
    for part in (PurePosixPath("/") / folder / target).parts[1:]:
        parts = parts[:-1] if part == ".." else [*parts, part]
    return "/".join(parts)


def _fill_strings(book: _Book, roots: dict[str, Element], part: str, pairs: Sequence[tuple[_Text, Block]]) -> None:
    """Changes shared strings; one that other cells need as it is gets a changed copy, to which its cells are pointed."""
    root = roots[part]
    items = [node for node in root if name_of(node) == "si"]
    moved: dict[str, list[tuple[int, int]]] = {}
    for text, block in pairs:
        item, number = items[text.number], text.number
        if number in book.kept:
            item, number = deepcopy(item), len(items)
            items[-1].addnext(item)
            items.append(item)
            for sheet, cell in book.users[text.number]:
                moved.setdefault(sheet, []).append((cell, number))
        rich.fill(item, text.marked, block)
    if moved and "uniqueCount" in root.attrib:
        root.set("uniqueCount", str(len(items)))
    for sheet, cells in moved.items():
        roots.setdefault(sheet, _parsed(book, sheet))
        nodes = list(below(roots[sheet], "c"))
        for cell, number in cells:
            next(below(nodes[cell], "v")).text = str(number)
