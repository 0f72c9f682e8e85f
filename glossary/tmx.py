"""TMX 1.4: one translation unit a term; what TMX has no element for goes into ``prop``."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types

from glossary import markup, tsv
from glossary.types import Entry, Row

_PREFIX = "x-azen-"
_CODES = ("bpt", "ept", "ph", "it", "ut")
_LANGUAGES = {"source": "az", "target": "en"}


def parse(data: bytes, path: str) -> list[Row]:
    """The rows of a TMX document: the first Azerbaijani and the first English side of each unit that has both.

    Raises:
        TermBaseFileError: not TMX, or a unit that describes no entry.
    """
    rows = []
    for unit in markup.below(markup.parse(data, path, ("tmx",)), "tu"):
        values = _values(unit)
        if values.get("source") and values.get("target"):
            rows.append(markup.row(values, unit, path))
    return rows


def write(entries: Iterable[Entry]) -> bytes:
    """The TMX document that :func:`parse` reads back to the same entries."""
    root = etree.Element("tmx", version="1.4")
    header = {"creationtool": "azen", "creationtoolversion": "1", "segtype": "phrase", "o-tmf": "azen", "adminlang": "en"}
    etree.SubElement(root, "header", {**header, "srclang": "az", "datatype": "plaintext"})
    body = markup.child(root, "body")
    for cells in map(tsv.cells_of, entries):
        unit = markup.child(body, "tu")
        for name, value in cells.items():
            if value and name not in _LANGUAGES:
                markup.child(unit, "prop", value, type=_PREFIX + name)
        for name, language in _LANGUAGES.items():
            side = markup.child(unit, "tuv")
            side.set(markup.XML_LANG, language)
            markup.child(side, "seg", cells[name])
    return markup.serialise(root)


def _values(unit: etree._Element) -> dict[str, str]:
    values = {}
    for prop in markup.below(unit, "prop"):
        kind = prop.get("type") or ""
        if kind.startswith(_PREFIX):
            values[kind.removeprefix(_PREFIX)] = markup.text_of(prop)
    for side in markup.below(unit, "tuv"):
        name = {"az": "source", "en": "target"}.get(markup.language_of(side))
        segment = next(markup.below(side, "seg"), None)
        if name and segment is not None:
            values.setdefault(name, _text(segment))
    return values


def _text(segment: etree._Element) -> str:
    """The segment's text without the native codes of its formatting."""
    for code in list(markup.below(segment, *_CODES)):
        code.text = None
    return markup.text_of(segment)
