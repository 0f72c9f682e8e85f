"""Documents made by LibreOffice, and what LibreOffice makes of those that were translated; all are skipped without it."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]  # no types
import pytest
from documents import raised, rewritten
from docx import Document as Word
from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types
from pdfminer.high_level import extract_text
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from glossary.casing import upper
from translator.document import docx, odt, pptx, xlsx
from translator.document.base import Format

pytestmark = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")

Convert = Callable[..., None]
OASIS = "urn:oasis:names:tc:opendocument:xmlns"
TEXT = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="{OASIS}:office:1.0" xmlns:text="{OASIS}:text:1.0" xmlns:style="{OASIS}:style:1.0"
 xmlns:fo="{OASIS}:xsl-fo-compatible:1.0" xmlns:table="{OASIS}:table:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"
 office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">
<office:automatic-styles><style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold"/>
</style:style><style:page-layout style:name="pl"><style:footer-style/></style:page-layout></office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="pl"><style:footer><text:p>Səhifə
 <text:page-number text:select-page="current">1</text:page-number></text:p></style:footer></style:master-page>
</office:master-styles><office:body><office:text>
<text:h text:outline-level="1">Alma ağacları</text:h>
<text:p>Bağda <text:span text:style-name="B">qırmızı alma</text:span><text:note text:note-class="footnote"><text:note-citation>1
</text:note-citation><text:note-body><text:p>Yerli <text:span text:style-name="B">növdür</text:span>.</text:p></text:note-body>
</text:note> yetişir.</text:p>
<text:p>Ətraflı <office:annotation><dc:creator>A</dc:creator><text:p>Yoxla.</text:p></office:annotation><text:a
 xlink:href="https://example.az/bag">kənd səhifəsində</text:a>,<text:s text:c="3"/>bax<text:line-break/>və oxu.
<text:tab/>Son.</text:p>
<text:p>Seçin: <loext:content-control><loext:list-item loext:display-text="gilas" loext:value="1"/>albalı
</loext:content-control>da var.</text:p>
<text:list><text:list-item><text:p>Torpağı yumşalt</text:p></text:list-item></text:list>
<table:table table:name="T"><table:table-column table:number-columns-repeated="2"/><table:table-row><table:table-cell
 table:number-columns-spanned="2"><text:p>Ağacın növü</text:p></table:table-cell><table:covered-table-cell/></table:table-row>
<table:table-row><table:table-cell><text:p>Alma</text:p></table:table-cell><table:table-cell><text:p>12</text:p>
</table:table-cell></table:table-row></table:table></office:text></office:body></office:document>"""


@pytest.fixture(scope="module")
def convert(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """Converts files to another format, each beside itself, with settings of its own."""
    settings = f"-env:UserInstallation={tmp_path_factory.mktemp('settings').as_uri()}"

    def run(target: str, *paths: Path) -> None:
        command = ["soffice", settings, "--headless", "--convert-to", target, *(path.name for path in paths)]
        subprocess.run(command, cwd=paths[0].parent, check=True, timeout=180, capture_output=True)

    return run


def elements(path: Path) -> Counter[tuple[str, str]]:
    """How often each part of an archive has each element, apart from those that only hold runs of text."""
    with zipfile.ZipFile(path) as archive:
        roots = {name: etree.fromstring(archive.read(name)) for name in archive.namelist() if name.endswith(".xml")}
    found = [(part, etree.QName(node).localname) for part, root in roots.items() for node in root.iter(etree.Element)]
    return Counter(pair for pair in found if pair[1] not in {"r", "rPr", "t", "rStyle"})


@pytest.mark.parametrize(("module", "target"), [(odt, "odt:writer8"), (docx, "docx:MS Word 2007 XML")])
def test_its_texts_come_back_whole(tmp_path: Path, convert: Convert, module: Format, target: str) -> None:
    source = tmp_path / "a.fodt"
    source.write_text(TEXT, encoding="utf-8")
    convert(target, source)
    made = source.with_suffix("." + target.partition(":")[0])
    with zipfile.ZipFile(made) as before, zipfile.ZipFile(rewritten(module, made)) as after:
        assert after.namelist() == before.namelist()
        assert all(after.read(name) == before.read(name) for name in before.namelist())
    written = rewritten(module, made, raised)
    assert elements(written) == elements(made)
    convert("txt:Text (encoded):UTF8", made, written)
    text = made.with_suffix(".txt").read_text(encoding="utf-8-sig")
    assert "qırmızı alma1 yetişir" in text
    assert written.with_suffix(".txt").read_text(encoding="utf-8-sig") == upper(text)


def test_it_opens_what_is_written(tmp_path: Path, convert: Convert) -> None:
    letter = Word()
    letter.add_heading("Yeni körpü", 1)
    paragraph = letter.add_paragraph("Çayın üstündə ")
    paragraph.add_run("daş körpü").bold = True
    letter.add_comment(paragraph.runs, text="Yoxlayın", author="A")
    table = letter.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Ölçülər"
    letter.sections[0].header.paragraphs[0].text = "Şəhər xəbərləri"
    letter.save(str(tmp_path / "a.docx"))
    slides = Presentation()
    slide = slides.slides.add_slide(slides.slide_layouts[5])
    assert slide.shapes.title is not None
    slide.shapes.title.text = "Satış hesabatı"
    data = CategoryChartData()  # type: ignore[no-untyped-call]
    data.categories = ["Yaz", "Payız"]
    data.add_series("Satış sayı", (1, 2))  # type: ignore[no-untyped-call]
    slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, Inches(1), Inches(3), Inches(6), Inches(4), data)
    slides.save(str(tmp_path / "b.pptx"))
    book = openpyxl.Workbook()
    for row in (["Mal", "Say", "Qiymət"], ["Çay", 4, 2.5], ["Bal", 3, 15], ["Qiyməti", '=VLOOKUP("Çay",A2:C3,3,FALSE)']):
        book.active.append(row)
    book.save(tmp_path / "c.xlsx")

    made = ((docx, "a.docx"), (pptx, "b.pptx"), (xlsx, "c.xlsx"))
    written = [rewritten(module, tmp_path / name, raised) for module, name in made]
    convert("pdf", *written)
    shown = [set(extract_text(path.with_suffix(".pdf")).split()) for path in written]
    assert shown[0] >= {"YENİ", "ÇAYIN", "ÜSTÜNDƏ", "DAŞ", "KÖRPÜ", "ÖLÇÜLƏR", "ŞƏHƏR", "XƏBƏRLƏRİ"}
    assert shown[1] >= {"SATIŞ", "HESABATI", "YAZ", "PAYIZ"}
    assert shown[2] == {"MAL", "SAY", "QİYMƏT", "Çay", "BAL", "QİYMƏTİ", "4", "2.5", "3", "15"}
