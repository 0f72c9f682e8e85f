"""Damaged documents are read as far as they go, or refused with a message: no other error, no hang, nothing left behind."""

from __future__ import annotations

import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from documents import rewritten, turned
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_document_books import BOOK, CONTENT, STYLES
from test_document_html import PAGE
from test_document_markdown import PAGE as MARKDOWN
from test_document_office import BOX, FIELD, LINK, MARKED, W

from translator.document import docx, epub, html, markdown, odt, pptx, text
from translator.document.base import Choice, Format
from translator.errors import InputError

A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
RUNS = '<a:r><a:rPr b="1"/><a:t>Birinci</a:t></a:r><a:br/><a:fld><a:t>12</a:t></a:fld><a:r><a:t> söz</a:t></a:r>'
SLIDE = f"<sld {A}><a:p>{RUNS}</a:p></sld>"
WORD = f"<w:document {W}><w:p>{LINK}</w:p><w:p>{FIELD}</w:p><w:p>{MARKED}{BOX}</w:p></w:document>"
ARCHIVES: dict[str, tuple[Format, dict[str, str]]] = {
    "docx": (docx, {"word/document.xml": WORD}),
    "pptx": (pptx, {"ppt/slides/slide1.xml": SLIDE, "ppt/notesSlides/notesSlide1.xml": SLIDE}),
    "odt": (odt, {"content.xml": CONTENT, "styles.xml": STYLES}),
    "epub": (epub, BOOK),
}
TEXTS: dict[str, tuple[Format, str]] = {
    "html": (html, PAGE),
    "md": (markdown, MARKDOWN),
    "txt": (text, "Bir söz.\n\n\nİki söz.\n"),
}
PIECES = [
    b"<",
    b">",
    b"/",
    b'"',
    b"&",
    b"\xff",
    b"\0",
    b"</",
    b"<!--",
    b"]]>",
    b"<w:p>",
    b"</w:r>",
    b"",
    b"az",
    b"\n\n",
    b"```",
    b"<a:t>",
]


@st.composite
def damaged(draw: st.DrawFn, data: bytes) -> bytes:
    """Some bytes with other bytes in the place of a few of them."""
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(data)))
        data = data[:place] + draw(st.sampled_from(PIECES)) + data[place + draw(st.integers(0, 30)) :]
    return data


def check(module: Format, path: Path) -> None:
    """What can be read can be written, and read again."""
    with suppress(InputError):
        module.read(path, Choice())
        written = rewritten(module, path, turned)
        try:
            module.read(written, Choice())
        except InputError as error:
            pytest.fail(f"what was written cannot be read: {error}")
    assert not list(path.parent.glob(".*"))


@pytest.mark.parametrize("name", ARCHIVES)
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_archives(tmp_path_factory: pytest.TempPathFactory, name: str, data: st.DataObject) -> None:
    module, parts = ARCHIVES[name]
    path = tmp_path_factory.mktemp("damaged") / f"a.{name}"
    broken = data.draw(st.sampled_from(sorted(parts)))
    with zipfile.ZipFile(path, "w") as packed:
        for part, content in parts.items():
            packed.writestr(part, data.draw(damaged(content.encode())) if part == broken else content)
    check(module, path)


@pytest.mark.parametrize("name", TEXTS)
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_texts(tmp_path_factory: pytest.TempPathFactory, name: str, data: st.DataObject) -> None:
    module, content = TEXTS[name]
    path = tmp_path_factory.mktemp("damaged") / f"a.{name}"
    path.write_bytes(data.draw(damaged(content.encode())))
    check(module, path)


def test_text_without_zeros_is_read_again_as_utf16(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("ÿ\u7a93\u0aae".encode("utf-16-le"))
    check(text, path)


@pytest.mark.parametrize("module", [docx, pptx, odt, epub, html, markdown, text])
def test_folders_and_nothing_are_refused(tmp_path: Path, module: Format) -> None:
    for path in (tmp_path, tmp_path / "missing"):
        with pytest.raises(InputError):
            module.read(path, Choice())
