"""XLIFF 1.x and 2.x: targets that are empty, or said to be still to translate, are filled; sources and all else stay.

Source: OASIS, XLIFF Version 1.2 (2008) and 2.1 (2018).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from pathlib import Path
from typing import NamedTuple

from translator.document.base import Block, Choice, Document
from translator.document.codes import Marked
from translator.document.store import load_bytes, save_bytes
from translator.document.tagged import AZERBAIJANI, ENGLISH, content, fill, is_language
from translator.document.xml import Element, below, child, create, name_of, parse, serialise
from translator.errors import InputError

_OPEN_STATES = ("new", "needs-translation", "needs-l10n", "initial")


class _Unit(NamedTuple):
    """What gets one target: a ``trans-unit`` of XLIFF 1, a ``segment`` of XLIFF 2; ``pieces`` hold its texts."""

    element: Element
    source: Element
    pieces: tuple[tuple[Element, Marked], ...]


def read(path: Path, choice: Choice) -> Document:  # noqa: ARG001  # every format takes a choice
    """The sources from Azerbaijani into English without a target; none when all have one.

    Raises:
        InputError: it is no XLIFF, or is for other languages.
    """
    data = load_bytes(path)
    root = parse(data, str(path))
    if name_of(root) != "xliff":
        raise InputError(f"{path}: its root element is <{name_of(root)}>, not <xliff>")
    if not any(_is_ours(file, root) for file in below(root, "file")):
        raise InputError(f"{path}: no file in it is from Azerbaijani (az) into English (en)")
    blocks = tuple(marked.block for unit in _units(root) for _, marked in unit.pieces)
    return Document(blocks, data)


def write(document: Document, blocks: Sequence[Block], path: Path) -> None:
    """Writes the file with targets for the sources that were read.

    Raises:
        InputError: the file cannot be written.
    """
    data = document.original
    assert isinstance(data, bytes)
    if tuple(blocks) == document.blocks:
        save_bytes(path, data)
        return
    root = parse(data)
    rest = iter(blocks)
    for unit in list(_units(root)):
        _fill(unit, rest)
    for element in (root,) if root.get("srcLang") else below(root, "file"):
        name = "trgLang" if element is root else "target-language"
        if _is_ours(element, root) and not element.get(name):
            element.set(name, "en")
    save_bytes(path, serialise(root))


def _is_ours(element: Element, root: Element) -> bool:
    source = root.get("srcLang") or element.get("source-language")
    target = root.get("trgLang") or element.get("target-language")
    return is_language(source, ("", *AZERBAIJANI)) and is_language(target, ("", *ENGLISH))


def _units(root: Element) -> Iterator[_Unit]:
    for file in below(root, "file"):
        if not _is_ours(file, root):
            continue
        for element in below(file, "trans-unit", "segment"):
            source = child(element, "source")
            if source is None or _is_done(element) or not _is_translated(element):
                continue
            parted = child(element, "seg-source")
            marks = [] if parted is None else [mark for mark in below(parted, "mrk") if mark.get("mtype") == "seg"]
            pieces = tuple((piece, content(piece)) for piece in marks or [source])
            pieces = tuple(piece for piece in pieces if piece[1].block.text.strip())
            if pieces:
                yield _Unit(element, parted if marks else source, pieces)


def _is_done(element: Element) -> bool:
    """Whether a unit has a target with a text that nobody calls unfinished."""
    target = child(element, "target")
    if target is None or not "".join(target.itertext()).strip():
        return False
    state = target.get("state") or (element.get("state") if name_of(element) == "segment" else None)
    return state not in _OPEN_STATES or element.get("approved") == "yes"


def _is_translated(element: Element) -> bool:
    """Whether the nearest element that says anything does not say to leave the text as it is."""
    said = (node.get("translate") for node in (element, *element.iterancestors()))
    return next((value for value in said if value), "yes") != "no"


def _fill(unit: _Unit, blocks: Iterator[Block]) -> None:
    """Gives a unit its target, in the place of the one it has."""
    old = child(unit.element, "target")
    target = create(unit.source, "target", {} if old is None else dict(old.attrib))
    if unit.pieces[0][0] is unit.source:
        fill(target, next(blocks), unit.pieces[0][1].pairs)
    else:
        _fill_pieces(target, unit, blocks)
    if name_of(unit.element) == "segment":
        unit.element.set("state", "translated")
    else:
        target.set("state", "needs-review-translation")
        target.set("state-qualifier", "mt-suggestion")
    if old is None:
        target.tail = unit.source.tail
        unit.source.addnext(target)
        unit.source.tail = unit.element.text
    else:
        target.tail = old.tail
        unit.element.replace(old, target)


def _fill_pieces(target: Element, unit: _Unit, blocks: Iterator[Block]) -> None:
    """Makes a target of the same sentences as the source that was cut into them."""
    copy = deepcopy(unit.source)
    target.text = copy.text
    originals, copies = list(unit.source.iter()), list(copy.iter())
    for piece, marked in unit.pieces:
        made = copies[next(index for index, node in enumerate(originals) if node is piece)]
        made.text = None
        made[:] = []
        fill(made, next(blocks), marked.pairs)
    target.extend(list(copy))
