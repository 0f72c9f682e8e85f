"""What .docx and .pptx have in common: a zip archive of XML parts with paragraphs in some of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from translator.document.archive import Archive, look, read_part, rewrite
from translator.document.base import Block, Document
from translator.document.runs import paragraphs, replace
from translator.document.xml import Element, name_of, parse, serialise
from translator.errors import InputError

_NUMBER = re.compile(r"\d+")
_AZERBAIJANI = re.compile(r"az(?:-|\Z)", re.IGNORECASE)


def read_parts(path: Path, pattern: re.Pattern[str], what: str) -> Document:
    """The paragraphs in those parts of an archive whose names match, in the order of their numbers.

    Raises:
        InputError: it is no such archive, is broken or encrypted, or has no text.
    """
    archive = look(path)
    if not _names(archive, pattern):
        raise InputError(f"{path}: it is no {what}")
    blocks = tuple(paragraph.block for _, root in _parsed(archive, pattern) for paragraph in paragraphs(root))
    if not blocks:
        raise InputError(f"{path}: there is no text in it")
    return Document(blocks, archive)


def write_parts(
    document: Document, blocks: Sequence[Block], path: Path, pattern: re.Pattern[str], settings: Sequence[str]
) -> None:
    """Writes the archive with other paragraphs; with none that differs, every part as it was.

    ``settings``: parts that say what language the text is in.
    """
    archive = document.original
    assert isinstance(archive, Archive)
    parts: dict[str, bytes] = {}
    remaining = iter(blocks)
    for name, root in _parsed(archive, pattern):
        found = [(paragraph, next(remaining)) for paragraph in list(paragraphs(root))]
        changed = [(paragraph, block) for paragraph, block in found if block != paragraph.block]
        for paragraph, block in changed:
            replace(paragraph, block)
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


def _name_language(root: Element) -> None:
    """Says English where a part says Azerbaijani, so that a spelling check knows."""
    for element in root.iter("{*}lang", "{*}rPr", "{*}endParaRPr", "{*}defRPr"):
        for key, value in element.attrib.items():
            if (name_of(element) == "lang" or key == "lang") and _AZERBAIJANI.match(value):
                element.set(key, "en-US")
