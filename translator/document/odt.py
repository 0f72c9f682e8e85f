"""OpenDocument texts: the text, tables, notes, frames, charts, headers and footers are translated; fields and styles stay."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from translator.document.archive import Archive, look, read_part, rewrite
from translator.document.base import Block, Choice, Document
from translator.document.markup import Dialect, Markup, names, read_markup, write_markup
from translator.errors import InputError

_POINTS = (
    "office:annotation office:annotation-end text:note text:bookmark text:bookmark-start text:bookmark-end text:reference-mark "
    "text:reference-mark-start text:reference-mark-end text:change text:change-start text:change-end text:soft-page-break "
    "text:toc-mark text:toc-mark-start text:toc-mark-end text:alphabetical-index-mark draw:frame draw:g draw:custom-shape "
    "draw:line draw:rect draw:ellipse draw:a draw:control loext:list-item"
)
_FIELDS = (
    "text:page-number text:page-count text:date text:time text:author-name text:author-initials text:file-name "
    "text:sequence text:sequence-ref text:bookmark-ref text:reference-ref text:note-ref text:chapter text:sheet-name "
    "text:creation-date text:creation-time text:modification-date text:modification-time text:creator text:initial-creator "
    "text:title text:subject text:description text:expression text:variable-get text:variable-set text:user-field-get "
    "text:text-input text:database-display text:placeholder text:conditional-text text:hidden-text text:bibliography-mark "
    "text:word-count text:print-date"
)
ODT = Dialect(
    inline=names("text:span text:a text:meta text:ruby text:ruby-base text:ruby-text loext:content-control"),
    stands={"text:line-break": "\n", "text:tab": "\t", "text:s": " "},
    kept=names(_FIELDS),
    points=names(_POINTS),
    skipped=names(
        "text:tracked-changes text:note-citation text:index-title-template office:forms office:scripts office:binary-data "
        "office:event-listeners dc:creator dc:date meta:creator-initials"
    ),
    only=names("office:body office:master-styles"),
    is_xml=True,
)
_PARTS = ("content.xml", "styles.xml")
_OBJECT = re.compile(r".+/content\.xml")  # a chart or table; the text of a formula is in no office:body
_MANIFEST = "META-INF/manifest.xml"
_LANGUAGE = re.compile(r'(\sfo:language=")az(")')
_COUNTRY = re.compile(r'(\sfo:country=")AZ(")')


def read(path: Path, choice: Choice) -> Document:  # noqa: ARG001 - every format takes a choice
    """The paragraphs of a document, then those of its headers and footers, then those of charts and other objects."""
    archive = look(path)
    if "content.xml" not in archive:
        raise InputError(f"{path}: it is no OpenDocument text")
    if _MANIFEST in archive and b"encryption-data" in read_part(archive, _MANIFEST):
        raise InputError(f"{path}: it is encrypted; save it without a password")
    blocks = tuple(block for _, markup in _markups(archive) for block in markup.blocks)
    if not blocks:
        raise InputError(f"{path}: there is no text in it")
    return Document(blocks, archive)


def write(document: Document, blocks: Sequence[Block], path: Path) -> None:
    """Writes the document; all but the texts of changed blocks stays byte for byte."""
    archive = document.original
    assert isinstance(archive, Archive)
    parts: dict[str, bytes] = {}
    remaining = iter(blocks)
    for name, markup in _markups(archive) if tuple(blocks) != document.blocks else ():
        text = write_markup(markup, [next(remaining) for _ in markup.places])
        parts[name] = _COUNTRY.sub(r"\1US\2", _LANGUAGE.sub(r"\1en\2", text)).encode()
    rewrite(archive, parts, path)


def _markups(archive: Archive) -> Iterator[tuple[str, Markup]]:
    for name in (*_PARTS, *filter(_OBJECT.fullmatch, archive.sums)):
        if name in archive:
            yield name, _markup(archive, name)


def _markup(archive: Archive, name: str) -> Markup:
    try:
        text = read_part(archive, name).decode("utf-8")
    except UnicodeDecodeError:
        raise InputError(f"{archive.path}: {name} is not UTF-8") from None
    if "<!ENTITY" in text:
        raise InputError(f"{archive.path}: {name} declares entities, which may hide a bomb; save it anew")
    return read_markup(text, ODT)
