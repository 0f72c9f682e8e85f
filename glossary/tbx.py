"""TBX, ISO 30042: reads edition 2 (``conceptEntry``) and edition 1 (``termEntry``), writes edition 2, TBX-Basic, style dca.

Kind is the subject field, origin the source, a variant an admitted term, the short form a term of that type. Years and case,
which TBX-Basic has no category for, are notes: ``years: 2004-2020``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types

from glossary import markup, tsv
from glossary.types import KINDS, Entry, Row

_NAMESPACE = "urn:iso:std:iso:30042:ed-2"
_PREFERRED, _ADMITTED = "preferredTerm-admn-sts", "admittedTerm-admn-sts"
_UNWANTED = ("deprecated", "superseded")
_NOTED = ("years", "case")


def parse(data: bytes, path: str) -> list[Row]:
    """The rows of a TBX document: each Azerbaijani term of a concept with the concept's English terms.

    Raises:
        TermBaseFileError: not TBX, or a concept that describes no entry.
    """
    root = markup.parse(data, path, ("tbx", "martif"))
    return [row for concept in markup.below(root, "conceptEntry", "termEntry") for row in _rows(concept, path)]


def write(entries: Iterable[Entry]) -> bytes:
    """The TBX document that :func:`parse` reads back to the same entries."""
    root = etree.Element(etree.QName(_NAMESPACE, "tbx"), {"type": "TBX-Basic", "style": "dca"}, nsmap={None: _NAMESPACE})
    root.set(markup.XML_LANG, "en")
    description = markup.child(markup.child(markup.child(root, "tbxHeader"), "fileDesc"), "sourceDesc")
    markup.child(description, "p", "Azerbaijani–English term base written by azen")
    body = markup.child(markup.child(root, "text"), "body")
    for number, entry in enumerate(entries, start=1):
        _write_concept(markup.child(body, "conceptEntry", id=f"c{number}"), entry)
    return markup.serialise(root)


def _write_concept(concept: etree._Element, entry: Entry) -> None:
    cells = tsv.cells_of(entry)
    markup.child(concept, "descrip", entry.kind, type="subjectField")
    if entry.origin:
        markup.child(concept, "admin", entry.origin, type="source")
    for name in _NOTED:
        if cells[name]:
            markup.child(concept, "note", f"{name}: {cells[name]}")
    if entry.notes:
        markup.child(concept, "note", entry.notes)
    _write_term(_language(concept, "az"), entry.source, "administrativeStatus", _PREFERRED)
    english = _language(concept, "en")
    _write_term(english, entry.target, "administrativeStatus", _PREFERRED)
    for variant in entry.variants:
        _write_term(english, variant, "administrativeStatus", _ADMITTED)
    if entry.short:
        _write_term(english, entry.short, "termType", "shortForm")


def _language(concept: etree._Element, language: str) -> etree._Element:
    section = markup.child(concept, "langSec")
    section.set(markup.XML_LANG, language)
    return section


def _write_term(section: etree._Element, text: str, note: str, value: str) -> None:
    term = markup.child(section, "termSec")
    markup.child(term, "term", text)
    markup.child(term, "termNote", value, type=note)


def _rows(concept: etree._Element, path: str) -> Iterator[Row]:
    shared = _concept_values(concept)
    sources: list[str] = []
    targets: list[str] = []
    for section in markup.below(concept, "langSec", "langSet"):
        for term, notes in _terms(section):
            if any(word in notes.get("administrativeStatus", "") for word in _UNWANTED):
                continue
            if markup.language_of(section) == "az":
                sources.append(term)
            elif markup.language_of(section) == "en" and notes.get("termType") in {"shortForm", "abbreviation", "acronym"}:
                shared.setdefault("short", term)
            elif markup.language_of(section) == "en":
                targets.insert(0 if notes.get("administrativeStatus") == _PREFERRED else len(targets), term)
    if not targets and "short" in shared:
        targets.append(shared.pop("short"))
    for source in sources if targets else ():
        values = {**shared, "source": source, "target": targets[0], "variants": "|".join(targets[1:])}
        yield markup.row(values, concept, path)


def _concept_values(concept: etree._Element) -> dict[str, str]:
    values: dict[str, str] = {}
    for element in concept:
        text = markup.text_of(element)
        match markup.name_of(element), element.get("type"):
            case "descrip", "subjectField" if text in KINDS:
                values["kind"] = text
            case "admin", "source":
                values["origin"] = text
            case "note", _:
                name, _, value = text.partition(": ")
                values[name if name in _NOTED else "notes"] = value if name in _NOTED else text
    return values


def _terms(section: etree._Element) -> Iterator[tuple[str, dict[str, str]]]:
    for group in markup.below(section, "termSec", "tig", "ntig"):
        term = next(markup.below(group, "term"), None)
        if term is not None and markup.text_of(term):
            yield markup.text_of(term), {note.get("type", ""): markup.text_of(note) for note in markup.below(group, "termNote")}
