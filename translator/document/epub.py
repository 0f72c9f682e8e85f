"""Electronic books: the pages, the table of contents, the title and the description are translated."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import unquote

from translator.document.archive import Archive, look, read_part, rewrite
from translator.document.base import Block, Choice, Document
from translator.document.html import XHTML, Page, read_page, write_page
from translator.document.markup import Dialect, names
from translator.document.xml import below, parse
from translator.errors import InputError

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_FONTS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")  # hidden fonts harm no reader
_PAGES = {"application/xhtml+xml", "text/html"}
_CONTENTS = "application/x-dtbncx+xml"
_NCX = Dialect(inline=frozenset(), stands={}, only=names("text ncx:text"), is_xml=True)
_OPF = Dialect(inline=frozenset(), stands={}, only=names("dc:title dc:description"), is_xml=True)
_LANGUAGE = re.compile(rb"(<dc:language[^>]*>\s*)az(?:-[A-Za-z-]+)?(?=\s*<)", re.IGNORECASE)


def read(path: Path, choice: Choice) -> Document:  # noqa: ARG001 - every format takes a choice
    """The paragraphs of the pages in the order of the book, its contents and title."""
    archive = look(path)
    _refuse_protected(archive)
    blocks = tuple(block for _, page in _pages(archive) for block in page.markup.blocks)
    if not blocks:
        raise InputError(f"{path}: there is no text in it")
    return Document(blocks, archive)


def write(document: Document, blocks: Sequence[Block], path: Path) -> None:
    """Writes the book; files without a changed block stay as they are."""
    archive = document.original
    assert isinstance(archive, Archive)
    parts: dict[str, bytes] = {}
    remaining = iter(blocks)
    for name, page in _pages(archive) if tuple(blocks) != document.blocks else ():
        data = write_page(page, [next(remaining) for _ in page.markup.places])
        parts[name] = _LANGUAGE.sub(rb"\1en", data) if name.endswith(".opf") else data
    rewrite(archive, parts, path)


def _refuse_protected(archive: Archive) -> None:
    if _ENCRYPTION in archive:
        root = parse(read_part(archive, _ENCRYPTION), f"{archive.path}: {_ENCRYPTION}")
        methods = {str(method.get("Algorithm")) for method in below(root, "EncryptionMethod")}
        if methods - set(_FONTS):
            raise InputError(f"{archive.path}: it is protected against copying and cannot be read")


def _pages(archive: Archive) -> Iterator[tuple[str, Page]]:
    """The files of the book with text in them."""
    for name, dialect in _files(archive).items():
        try:
            yield name, read_page(read_part(archive, name), dialect)
        except ValueError as error:
            raise InputError(f"{archive.path}: {name}: {error}") from None


def _files(archive: Archive) -> dict[str, Dialect]:
    """The names of the pages in the order of the book, then of other files with text, each with its dialect."""
    package = _package(archive)
    root = parse(read_part(archive, package), f"{archive.path}: {package}")
    items = {item.get("id"): item for item in below(root, "item")}
    spine = [items[ref.get("idref")] for ref in below(root, "itemref") if ref.get("idref") in items]
    files: dict[str, Dialect] = {}
    for item in (*spine, *items.values()):
        name = posixpath.normpath(posixpath.join(posixpath.dirname(package), unquote(item.get("href") or "")))
        kind = item.get("media-type")
        if name in archive and (kind in _PAGES or kind == _CONTENTS):
            files.setdefault(name, _NCX if kind == _CONTENTS else XHTML)
    return {**files, package: _OPF}


def _package(archive: Archive) -> str:
    root = parse(read_part(archive, _CONTAINER), f"{archive.path}: {_CONTAINER}")
    for file in below(root, "rootfile"):
        if (name := str(file.get("full-path"))) in archive:
            return name
    raise InputError(f"{archive.path}: it is no book, or a broken one: it does not say where its pages are")
