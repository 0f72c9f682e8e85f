"""What .docx and .pptx have in common: a zip archive of XML parts with paragraphs, labels and descriptions in some of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from translator.document.archive import Archive, look, read_part, rewrite
from translator.document.base import Block, Document
from translator.document.columns import is_prose
from translator.document.runs import paragraphs, replace
from translator.document.xml import Element, below, legal, name_of, parse, serialise
from translator.errors import InputError

_LABELS = ("strCache", "strLit", "multiLvlStrCache")
_DRAWN = ("docPr", "cNvPr")
_NUMBER = re.compile(r"\d+")
_AZERBAIJANI = re.compile(r"az(?:-|\Z)", re.IGNORECASE)


def read_parts(path: Path, pattern: re.Pattern[str], what: str) -> Document:
    """The texts in those parts of an archive whose names match, in the order of their numbers.

    Raises:
        InputError: it is no such archive, is broken or encrypted, or has no text.
    """
    archive = look(path)
    if not _names(archive, pattern):
        raise InputError(f"{path}: it is no {what}")
    blocks = tuple(block for _, root in _parsed(archive, pattern) for block, _ in _texts(root))
    if not blocks:
        raise InputError(f"{path}: there is no text in it")
    return Document(blocks, archive)


def write_parts(
    document: Document, blocks: Sequence[Block], path: Path, pattern: re.Pattern[str], settings: Sequence[str]
) -> None:
    """Writes the archive with other texts; with none that differs, every part as it was.

    ``settings``: parts that say what language the text is in.
    """
    archive = document.original
    assert isinstance(archive, Archive)
    parts: dict[str, bytes] = {}
    remaining = iter(blocks)
    for name, root in _parsed(archive, pattern):
        found = [(own, change, next(remaining)) for own, change in list(_texts(root))]
        changed = [(change, block) for own, change, block in found if block != own]
        for change, block in changed:
            change(block)
        if changed:
            _name_language(root)
            parts[name] = serialise(root)
    assert next(remaining, None) is None
    for name in settings if parts else ():
        if name in archive:
            root = parse(read_part(archive, name), f"{archive.path}: {name}")
            _name_language(root)
            parts[name] = serialise(root)
    rewrite(archive, parts, path)


def _names(archive: Archive, pattern: re.Pattern[str]) -> list[str]:
    names = (name for name in archive.sums if pattern.fullmatch(name))
    return sorted(names, key=lambda name: (_NUMBER.sub("", name), [int(number) for number in _NUMBER.findall(name)]))


def _parsed(archive: Archive, pattern: re.Pattern[str]) -> Iterator[tuple[str, Element]]:
    for name in _names(archive, pattern):
        yield name, parse(read_part(archive, name), f"{archive.path}: {name}")


def _texts(root: Element) -> Iterator[tuple[Block, Callable[[Block], None]]]:
    """Each text of a part, and what puts another in its place: paragraphs, labels of a chart, descriptions of pictures."""
    for paragraph in paragraphs(root):
        yield paragraph.block, partial(replace, paragraph)
    for labels in below(root, *_LABELS):  # a chart shows these, and not the table that they were taken from
        for label in below(labels, "v"):
            if is_prose(label.text or ""):
                yield Block(label.text), partial(_relabel, label)
    for drawn in below(root, *_DRAWN):
        for key in ("title", "descr"):
            if is_prose(drawn.get(key, "")):
                yield Block(drawn.get(key)), partial(_describe, drawn, key)


def _relabel(label: Element, block: Block) -> None:
    label.text = legal(block.text)


def _describe(drawn: Element, key: str, block: Block) -> None:
    drawn.set(key, legal(block.text))


def _name_language(root: Element) -> None:
    """Says English where a part says Azerbaijani, so that a spelling check knows."""
    for element in root.iter("{*}lang", "{*}rPr", "{*}endParaRPr", "{*}defRPr"):
        for key, value in element.attrib.items():
            if (name_of(element) == "lang" or key == "lang") and _AZERBAIJANI.match(value):
                element.set(key, "en-US")
