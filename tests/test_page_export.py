"""What is taken away can be read back, and holds what the page showed."""

from __future__ import annotations

import io
import json
import xml.etree.ElementTree as ET

import docx
import pytest
from lxml import html as lxml_html  # type: ignore[import-untyped]  # lxml ships no types
from pages import article

from translator.page import export, session
from translator.page.export import FORMS, download

ARTICLE = session.type_in(article(), 1, "He <came> & went.")
TARGETS = [session.shown(ARTICLE, sentence) for sentence in ARTICLE.sentences]
SOURCES = [sentence.segment.source for sentence in ARTICLE.sentences]
NASTY = article("\x00Bir\x0b \ud800 iki\uffff.")


def test_text() -> None:
    assert download(ARTICLE, "txt").data.decode() == session.text_of(ARTICLE)


def test_data() -> None:
    data = json.loads(download(ARTICLE, "json").data)
    assert data["text"] == session.text_of(ARTICLE)
    assert data["source"] == ARTICLE.source
    assert data["signature"] == session.signature_of(ARTICLE)
    assert [segment["text"] for segment in data["segments"]] == TARGETS
    assert [segment["edited"] for segment in data["segments"]] == [False, True, False]


def test_word() -> None:
    document = docx.Document(io.BytesIO(download(ARTICLE, "docx").data))
    assert [paragraph.text for paragraph in document.paragraphs] == [" ".join(TARGETS[:2]), TARGETS[2]]


def test_word_in_two_columns() -> None:
    (table,) = docx.Document(io.BytesIO(download(ARTICLE, "docx2").data)).tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        list(pair) for pair in zip(SOURCES, TARGETS, strict=True)
    ]


def test_web_page() -> None:
    page = lxml_html.fromstring(download(ARTICLE, "html").data)
    cells = [cell.text_content() for cell in page.iter("td")]
    assert cells == [text for pair in zip(SOURCES, TARGETS, strict=True) for text in pair]


def test_translation_memory() -> None:
    root = ET.fromstring(download(ARTICLE, "tmx").data)
    units = [[segment.text for segment in unit.iter("seg")] for unit in root.iter("tu")]
    assert units == [list(pair) for pair in zip(SOURCES, TARGETS, strict=True)]
    edited = [prop.text for prop in root.iter("prop") if prop.get("type") == "x-azen-machine"]
    assert edited == ["The minister has come."]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("given", [NASTY, article("")], ids=["letters that XML cannot hold", "nothing"])
def test_every_form_takes_every_text(form: str, given: session.Article) -> None:
    made = download(given, form)
    assert made.name.endswith(FORMS[form][0])
    if form == "tmx":
        ET.fromstring(made.data)


def test_names_of_files() -> None:
    assert download(ARTICLE, "docx2").name == "a-meeting-was-held-in-shusha.en.docx"
    assert download(article(""), "txt").name == "azen.en.txt"


def test_what_the_browser_gets() -> None:
    carried = json.loads(export.carried(download(ARTICLE, "txt")))
    assert set(carried) == {"name", "mime", "data"}
