"""Pages of HTML and XHTML: text, titles and descriptions are translated; tags, scripts, styles and code stay byte for byte."""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from translator.document.base import Block, Choice, Document
from translator.document.markup import Dialect, Markup, names, read_markup, write_markup
from translator.document.store import load_bytes, save_bytes
from translator.errors import InputError
from translator.files import decode

_ATTRIBUTES = re.compile(
    r"""\s(?:alt|title|placeholder|aria-label)\s*=\s*(?:"([^"]*)"|'([^']*)')
    |^<meta\b(?=[^>]*\b(?:name|property)\s*=\s*["']?(?:og:|twitter:)?(?:title|description)\b)[^>]*?\scontent\s*=\s*(?:"([^"]*)"|'([^']*)')
    """,
    re.IGNORECASE | re.VERBOSE,
)
HTML = Dialect(
    inline=names(
        "a abbr acronym b bdi bdo big cite data del dfn em font i ins label mark nobr q rp rt ruby s small span strike strong "
        "sub sup time tt u"
    ),
    stands={"br": "\n"},
    signs=names("sup"),
    kept=names("code kbd math samp sdfield svg var"),  # sdfield: a page number of LibreOffice
    points=names("audio button canvas embed img input map meter object picture progress select video wbr"),
    skipped=names("pre textarea"),
    opaque=names("script style textarea xmp iframe noembed noframes"),
    void=names("area base br col embed hr img input link meta param source track wbr"),
    untouched=re.compile(
        r"""\stranslate\s*=\s*["']?no\b|\sclass\s*=\s*(?:"[^"]*\bnotranslate\b|'[^']*\bnotranslate\b)""", re.IGNORECASE
    ),
    attributes=_ATTRIBUTES,
)
XHTML = replace(HTML, void=frozenset(), is_xml=True)
_CODECS = {"iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "iso-8859-9": "cp1254"}  # Source: WHATWG Encoding
_DECLARED = re.compile(rb"""(?:charset|<\?xml[^>]*\sencoding)\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_KNOWN = re.compile(r"utf-?8|(?:windows-|cp)12\d\d|iso-8859-\d+|koi8-[ru]|cp866", re.IGNORECASE)
_LANGUAGE = re.compile(r"""(<[^>]*\s(?:xml:)?lang\s*=\s*["']?)az(?:-[A-Za-z-]+)?(?=["'\s/>])""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """A page that was read, and the codec it is in."""

    markup: Markup
    codec: str


def read(path: Path, choice: Choice) -> Document:  # noqa: ARG001 - every format takes a choice
    """The paragraphs, titles and descriptions of a page."""
    try:
        page = read_page(load_bytes(path), XHTML if path.suffix == ".xhtml" else HTML)
    except InputError:
        raise
    except ValueError as error:
        raise InputError(f"{path}: {error}") from None
    if not page.markup.places:
        raise InputError(f"{path}: there is no text in it")
    return Document(page.markup.blocks, page)


def write(document: Document, blocks: Sequence[Block], path: Path) -> None:
    """Writes the page in its own encoding; what that lacks is written as a character reference."""
    page = document.original
    assert isinstance(page, Page)
    save_bytes(path, write_page(page, blocks))


def read_page(data: bytes, dialect: Dialect) -> Page:
    """The page in some bytes.

    Raises:
        ValueError: they are no text in a known encoding, or XML that declares entities.
    """
    text, codec = _decoded(data)
    if dialect.is_xml and "<!ENTITY" in text:
        raise ValueError("it declares entities, which may hide a bomb; save it without them")
    return Page(read_markup(text, dialect), codec)


def write_page(page: Page, blocks: Sequence[Block]) -> bytes:
    """The page with other blocks; with none that differs, as it was."""
    text = write_markup(page.markup, blocks)
    if tuple(blocks) != page.markup.blocks:
        text = _LANGUAGE.sub(r"\1en", text)
    return text.encode(page.codec, errors="xmlcharrefreplace")


def _decoded(data: bytes) -> tuple[str, str]:
    """The text in some bytes and its codec: by its mark, by what it says of itself, or by its letters."""
    for mark, codec in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if data.startswith(mark):
            return data.decode(codec), codec
    declared = _DECLARED.search(data, 0, 1024)
    name = declared[1].decode("ascii", "replace") if declared else ""
    if _KNOWN.fullmatch(name) and b"\0" not in data:
        with suppress(UnicodeDecodeError, LookupError):
            codec = _CODECS.get(name.lower(), name)
            return data.decode(codec), codec
    found = decode(data)
    with suppress(UnicodeDecodeError):
        return data.decode(found.encoding), found.encoding
    return found.text, found.encoding
