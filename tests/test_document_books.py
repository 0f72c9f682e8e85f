"""OpenDocument texts and electronic books: byte for byte where nothing is translated, and every tag where something is."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from documents import raised, rewritten, texts, turned

from translator.document import epub, odt
from translator.document.base import Block, Choice, Format
from translator.errors import InputError

CONTENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="o" xmlns:text="t" xmlns:draw="d"><office:automatic-styles><style:style fo:language="az"
 fo:country="AZ"/></office:automatic-styles><office:body><office:text><text:tracked-changes><text:p>Köhnə</text:p>
</text:tracked-changes><text:h text:outline-level="1">Birgə bəyanat</text:h><text:p text:style-name="P1">Prezident <text:span
 text:style-name="T1">İlham Əliyev</text:span><text:note text:id="f1"><text:note-citation>a</text:note-citation><text:note-body>
<text:p>Birinci qeyd</text:p></text:note-body></text:note> Bakıda<text:line-break/>çıxış<text:s text:c="2"/>edib.<text:tab/>
<text:date>bu gün</text:date></text:p><table:table><table:table-cell><text:p>Ölkə</text:p></table:table-cell><table:table-cell>
<text:p>2024</text:p></table:table-cell></table:table><text:p><draw:frame><draw:text-box><text:p>Çərçivə &amp; <text:a
 xlink:href="x">keçid</text:a></text:p></draw:text-box><svg:desc>Şəkil</svg:desc></draw:frame></text:p>
</office:text></office:body></office:document-content>"""
STYLES = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-styles><office:styles><number:text>il</number:text></office:styles><office:master-styles><style:header>
<text:p>Yuxarı başlıq</text:p></style:header></office:master-styles></office:document-styles>"""
PACKAGE = """<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>
<dc:title>Qədim dastan</dc:title><dc:creator>Müəllif Adı</dc:creator><dc:language>az-Latn</dc:language></metadata><manifest>
<item id="n" href="toc.ncx" media-type="application/x-dtbncx+xml"/>
<item id="b" href="b%201.xhtml" media-type="application/xhtml+xml"/>
<item id="a" href="../a.xhtml" media-type="application/xhtml+xml"/><item id="c" href="c.css" media-type="text/css"/>
<item id="x" href="missing.xhtml" media-type="application/xhtml+xml"/></manifest>
<spine toc="n"><itemref idref="b"/><itemref idref="a"/><itemref idref="y"/></spine></package>"""
BOOK = {
    "META-INF/container.xml": '<container><rootfiles><rootfile full-path="O/book.opf"/></rootfiles></container>',
    "O/book.opf": PACKAGE,
    "O/toc.ncx": "<ncx><navMap><navPoint><navLabel><text>Birinci fəsil</text></navLabel></navPoint></navMap></ncx>",
    "O/b 1.xhtml": '<html xml:lang="az"><head><title/></head><body><p>Biri var <i>idi</i>.<br/></p></body></html>',
    "a.xhtml": "<html><title>Son</title><p>Sona <b>çatdı</b> &#8212; <img alt='Gül' src='g.png'/></p></html>",
    "O/c.css": "p { content: 'Salam' }",
}


def pack(path: Path, mimetype: str, parts: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(zipfile.ZipInfo("mimetype"), mimetype)
        for name, data in parts.items():
            packed.writestr(name, data)
    return path


@pytest.fixture
def text(tmp_path: Path) -> Path:
    parts = {"content.xml": CONTENT, "styles.xml": STYLES, "Pictures/a.png": "x"}
    return pack(tmp_path / "a.odt", "application/vnd.oasis.opendocument.text", parts)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return pack(tmp_path / "a.epub", "application/epub+zip", BOOK)


def unpack(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as packed:
        assert packed.infolist()[0].filename == "mimetype"
        assert packed.infolist()[0].compress_type == zipfile.ZIP_STORED
        return {name: packed.read(name).decode() for name in packed.namelist()}


def tags(path: Path) -> dict[str, Counter[str]]:
    """The tags of each part, the language left out of them."""
    plain = re.compile("(?<==)[\"'](?:az|en|AZ|US|Gül|GÜL)[\"']")
    return {name: Counter(re.findall("<[^>]*>", plain.sub("", content))) for name, content in unpack(path).items()}


def test_what_is_read_of_opendocument(text: Path) -> None:
    assert texts(odt.read(text, Choice())) == [
        "Birgə bəyanat",
        "Prezident İlham Əliyev Bakıda\nçıxış edib.\tbu gün",
        "Birinci qeyd",
        "Ölkə",
        "Çərçivə & keçid",
        "Şəkil",
        "Yuxarı başlıq",
    ]


def test_what_is_read_of_a_book(book: Path) -> None:
    assert texts(epub.read(book, Choice())) == ["Biri var idi.", "Son", "Sona çatdı —", "Gül", "Birinci fəsil", "Qədim dastan"]


def test_nothing_translated_is_nothing_changed(text: Path, book: Path) -> None:
    assert unpack(rewritten(odt, text)) == unpack(text)
    assert unpack(rewritten(epub, book)) == unpack(book)


@pytest.mark.parametrize("change", [raised, turned])
def test_no_tag_is_lost(text: Path, book: Path, change: Callable[[Block], Block]) -> None:
    assert tags(rewritten(odt, text, change)) == tags(text)
    assert tags(rewritten(epub, book, change)) == tags(book)


def test_a_translation_is_where_its_source_was(text: Path, book: Path) -> None:
    written = unpack(rewritten(odt, text, raised))
    for expected in (
        'PREZİDENT <text:span\n text:style-name="T1">İLHAM ƏLİYEV</text:span><text:note text:id="f1"><text:note-citation>a<',
        "<text:p>BİRİNCİ QEYD</text:p>",
        'BAKIDA<text:line-break/>ÇIXIŞ<text:s text:c="2"/>EDİB.<text:tab/><text:date>bu gün</text:date></text:p>',
        "<text:p>Köhnə</text:p>",
    ):
        assert expected in written["content.xml"]
    assert "<text:p>YUXARI BAŞLIQ</text:p>" in written["styles.xml"]
    pages = unpack(rewritten(epub, book, raised))
    assert "<p>BİRİ VAR <i>İDİ</i>.<br/></p>" in pages["O/b 1.xhtml"]
    assert "<dc:title>QƏDİM DASTAN</dc:title><dc:creator>Müəllif Adı</dc:creator><dc:language>en<" in pages["O/book.opf"]
    assert "<text>BİRİNCİ FƏSİL</text>" in pages["O/toc.ncx"]


def test_objects_are_part_of_opendocument(tmp_path: Path) -> None:
    chart = CONTENT.replace("office:text", "office:chart").replace("Birgə bəyanat", "İxracın payı")
    formula = "<math><mi>alfa</mi></math>"
    parts = {"content.xml": CONTENT, "Object 1/content.xml": chart, "Object 2/content.xml": formula}
    path = pack(tmp_path / "a.odt", "x", parts)
    assert unpack(rewritten(odt, path)) == unpack(path)
    written = unpack(rewritten(odt, path, raised))
    assert ">İXRACIN PAYI</text:h>" in written["Object 1/content.xml"]
    assert written["Object 2/content.xml"] == formula


def test_a_choice_of_opendocument_stands_in_its_sentence(tmp_path: Path) -> None:
    choice = '<loext:content-control><loext:list-item loext:display-text="gilas"/>albalı</loext:content-control>'
    path = pack(tmp_path / "a.odt", "x", {"content.xml": f"<office:body><text:p>Seçin: {choice} var.</text:p></office:body>"})
    assert texts(odt.read(path, Choice())) == ["Seçin: albalı var."]
    written = unpack(rewritten(odt, path, turned))["content.xml"]
    assert f"<text:p>VAR. {choice.replace('albalı', 'ALBALI')} SEÇİN:</text:p>" in written


PROTECTED = "<encryption><EncryptedData><EncryptionMethod Algorithm='{}'/></EncryptedData></encryption>"
ENTITIES = '<!DOCTYPE a [<!ENTITY b "c">]>'


@pytest.mark.parametrize(
    ("module", "parts", "message"),
    [
        (odt, {"a": "b"}, "no OpenDocument"),
        (odt, {"content.xml": "<a/>"}, "no text"),
        (odt, {"content.xml": CONTENT, "META-INF/manifest.xml": "<manifest:encryption-data/>"}, "encrypted"),
        (odt, {"content.xml": ENTITIES + CONTENT}, "entities"),
        (epub, {"a": "b"}, "container"),
        (epub, {"META-INF/container.xml": "<a"}, "well-formed"),
        (epub, {"META-INF/container.xml": "<a><rootfile full-path='x'/></a>"}, "no book"),
        (
            epub,
            BOOK | {"META-INF/encryption.xml": PROTECTED.format("http://example.org/aes")},
            "protected",
        ),
        (epub, BOOK | {"O/b 1.xhtml": ENTITIES + "<p>Salam</p>"}, "entities"),
        (epub, BOOK | {"O/book.opf": ENTITIES + PACKAGE.partition("?>")[2]}, "entities"),
    ],
)
def test_what_cannot_be_read_is_said(tmp_path: Path, module: Format, parts: dict[str, str], message: str) -> None:
    with pytest.raises(InputError, match=message):
        module.read(pack(tmp_path / "a", "x", parts), Choice())


def test_hidden_fonts_are_no_protection(tmp_path: Path) -> None:
    parts = BOOK | {"META-INF/encryption.xml": PROTECTED.format("http://www.idpf.org/2008/embedding")}
    assert epub.read(pack(tmp_path / "a.epub", "application/epub+zip", parts), Choice()).blocks
