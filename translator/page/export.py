"""An article as a file to take away."""

from __future__ import annotations

import base64
import io
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from dataclasses import asdict
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from glossary.romanize import plain
from translator.page import session
from translator.page.session import Article
from translator.report import to_json

if TYPE_CHECKING:
    from docx.document import Document

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_STYLE = (
    "body{font:16px/1.5 Georgia,serif;max-width:70rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse;width:100%}"
    "td,th{width:50%;vertical-align:top;text-align:left;padding:.4rem .8rem}tr.first td{padding-top:1.2rem}"
    "footer{color:#555;font-size:.8rem;margin-top:2rem}"
)


class Download(NamedTuple):
    """A file for the browser."""

    name: str
    mime: str
    data: bytes


def download(article: Article, form: str) -> Download:
    """The article in one of ``FORMS``."""
    ending, mime, make = FORMS[form]
    return Download(f"{_name(article)}.en.{ending}", mime, make(article))


def to_txt(article: Article) -> bytes:
    """The English alone, with the source's line breaks."""
    return session.text_of(article).encode("utf-8", "replace")


def to_data(article: Article) -> bytes:
    """Everything that is known: the object of ``azen translate --json`` for each sentence, with what the reader made of it."""
    sentences = []
    for sentence in article.sentences:
        own = {
            "text": session.shown(article, sentence),
            "edited": sentence.typed is not None,
            "switched_off": sorted(sentence.off),
        }
        sentences.append({**json.loads(to_json(sentence.segment)), **own})
    whole = {
        "signature": session.signature_of(article),
        "source": article.source,
        "text": session.text_of(article),
        "sentences": article.total,
        "warnings": [asdict(notice) for notice in article.notices],
        "segments": sentences,
    }
    return json.dumps(whole, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def to_tmx(article: Article) -> bytes:
    """A translation memory, TMX 1.4: a unit a sentence; one that the reader edited says so and what stood there before."""
    root = ET.Element("tmx", version="1.4")
    header = {"creationtool": "azen", "creationtoolversion": "1", "segtype": "sentence", "o-tmf": "azen", "adminlang": "en"}
    ET.SubElement(root, "header", {**header, "srclang": "az", "datatype": "plaintext"})
    body = ET.SubElement(root, "body")
    for sentence in article.sentences:
        unit = ET.SubElement(body, "tu")
        if sentence.typed is not None:
            ET.SubElement(unit, "prop", type="x-azen-edited").text = "yes"
            ET.SubElement(unit, "prop", type="x-azen-machine").text = _clean(sentence.segment.target)
        for language, text in (("az", sentence.segment.source), ("en", session.shown(article, sentence))):
            side = ET.SubElement(unit, "tuv", {_XML_LANG: language})
            ET.SubElement(side, "seg").text = _clean(text)
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def to_html(article: Article) -> bytes:
    """A page that stands alone, source beside English."""
    lines = "".join(
        f'<tr{" class=first" if first else ""}><td lang="az">{escape(source)}</td><td lang="en">{escape(english)}</td></tr>\n'
        for first, source, english in _pairs(article)
    )
    page = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(_title(article))}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body><table><thead><tr>'
        f"<th>Azerbaijani</th><th>English</th></tr></thead><tbody>\n{lines}</tbody></table>"
        f"<footer>{escape(session.signature_of(article))}</footer></body></html>\n"
    )
    return page.encode("utf-8", "replace")


def to_docx(article: Article) -> bytes:
    """A Word document of the English, paragraph by paragraph."""
    document = _new_document()
    for paragraph in session.paragraphs(article):
        english = (session.shown(article, article.sentences[number]) for number in paragraph)
        document.add_paragraph(_clean(" ".join(english)))
    return _saved(document)


def to_docx_columns(article: Article) -> bytes:
    """A Word document with a table, source beside English, a row a sentence."""
    document = _new_document()
    table = document.add_table(rows=len(article.sentences), cols=2, style="Table Grid")
    for row, (_, source, english) in zip(table.rows, _pairs(article), strict=True):
        left, right = row.cells
        left.text, right.text = _clean(source), _clean(english)
    return _saved(document)


FORMS: dict[str, tuple[str, str, Callable[[Article], bytes]]] = {
    "txt": ("txt", "text/plain", to_txt),
    "docx": ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", to_docx),
    "docx2": ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", to_docx_columns),
    "html": ("html", "text/html", to_html),
    "tmx": ("tmx", "application/xml", to_tmx),
    "json": ("json", "application/json", to_data),
}
"""What an article can be taken away as: the file's ending, its media type, and what makes it."""


def _pairs(article: Article) -> Iterator[tuple[bool, str, str]]:
    """For each sentence whether it begins a paragraph, its source and its English."""
    for paragraph in session.paragraphs(article):
        for number in paragraph:
            sentence = article.sentences[number]
            yield number == paragraph[0], sentence.segment.source, session.shown(article, sentence)


def _new_document() -> Document:
    from docx import Document as new  # noqa: N813, PLC0415  # imported on use

    document: Document = new()
    document.core_properties.author = ""
    return document


def _saved(document: Document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _title(article: Article) -> str:
    return " ".join(session.text_of(article).split())[:80] or "azen"


def _name(article: Article) -> str:
    """A name for a file: the first words of the English in plain letters."""
    words = re.findall(r"[a-z0-9]+", plain(_title(article)).lower())  # plain letters
    return "-".join(words[:6])[:50] or "translation"


def _clean(text: str) -> str:
    """The text without what XML cannot hold."""
    return _NOT_XML.sub("\ufffd", text)


def carried(file: Download) -> str:
    """The file as the page's script takes it, to be saved by the browser; nothing of it is written here."""
    return json.dumps({"name": file.name, "mime": file.mime, "data": base64.b64encode(file.data).decode()})
