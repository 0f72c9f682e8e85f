"""TMX translation memories: units with Azerbaijani and no English get an English variant; all else stays.

Source: LISA OSCAR, TMX 1.4b Specification (2005).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from translator.document.base import Block, Choice, Document
from translator.document.codes import Marked
from translator.document.store import load_bytes, save_bytes
from translator.document.tagged import AZERBAIJANI, ENGLISH, content, fill, is_language
from translator.document.xml import LANGUAGE, Element, below, child, create, name_of, parse, serialise
from translator.errors import InputError


class _Unit(NamedTuple):
    """A unit to fill: its Azerbaijani variant with the content of its segment, and its English one if that is there, empty."""

    source: Element
    marked: Marked
    target: Element | None


def read(path: Path, choice: Choice) -> Document:  # noqa: ARG001  # every format takes a choice
    """The Azerbaijani segments without English; none when all have it.

    Raises:
        InputError: it is no TMX, or has no Azerbaijani.
    """
    data = load_bytes(path)
    root = parse(data, str(path))
    if name_of(root) != "tmx":
        raise InputError(f"{path}: its root element is <{name_of(root)}>, not <tmx>")
    if not any(is_language(_language(variant), AZERBAIJANI) for variant in below(root, "tuv")):
        raise InputError(f"{path}: no unit in it has Azerbaijani (xml:lang=az)")
    blocks = tuple(unit.marked.block for unit in _units(root))
    return Document(blocks, data)


def write(document: Document, blocks: Sequence[Block], path: Path) -> None:
    """Writes the memory with English for the segments that were read.

    Raises:
        InputError: the file cannot be written.
    """
    data = document.original
    assert isinstance(data, bytes)
    if tuple(blocks) == document.blocks:
        save_bytes(path, data)
        return
    root = parse(data)
    for unit, block in zip(list(_units(root)), blocks, strict=True):
        target = _target(unit)
        segment = child(target, "seg")
        if segment is None:
            segment = create(target, "seg")
            segment.tail = unit.source[-1].tail
            target.append(segment)
        segment.text = None
        segment[:] = []
        fill(segment, block, unit.marked.pairs)
    save_bytes(path, serialise(root))


def _language(variant: Element) -> str | None:
    language = variant.get(LANGUAGE) or variant.get("lang")
    return None if language is None else str(language)


def _units(root: Element) -> Iterator[_Unit]:
    for unit in below(root, "tu"):
        variants = [node for node in unit if name_of(node) == "tuv"]
        source = next((node for node in variants if is_language(_language(node), AZERBAIJANI)), None)
        target = next((node for node in variants if is_language(_language(node), ENGLISH)), None)
        segment = None if source is None else child(source, "seg")
        if segment is None or (target is not None and _has_text(target)):
            continue
        marked = content(segment)
        if marked.block.text.strip():
            yield _Unit(source, marked, target)


def _has_text(variant: Element) -> bool:
    segment = child(variant, "seg")
    return segment is not None and bool("".join(segment.itertext()).strip())


def _target(unit: _Unit) -> Element:
    """The English variant of a unit, made after the Azerbaijani one if there is none."""
    if unit.target is not None:
        return unit.target
    target = create(unit.source, "tuv", {LANGUAGE if LANGUAGE in unit.source.attrib else "lang": "en"})
    target.text, target.tail = unit.source.text, unit.source.tail
    unit.source.addnext(target)
    unit.source.tail = unit.source.getparent().text
    return target
