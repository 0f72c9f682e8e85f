"""Workbooks keep every part and cell; texts change where they were chosen."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]  # no types
import pytest
from documents import turned
from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types
from openpyxl.cell.rich_text import CellRichText, TextBlock  # type: ignore[import-untyped]  # no types
from openpyxl.cell.text import InlineFont  # type: ignore[import-untyped]  # no types
from openpyxl.chart import BarChart, Reference  # type: ignore[import-untyped]  # no types
from openpyxl.comments import Comment  # type: ignore[import-untyped]  # no types
from openpyxl.worksheet.datavalidation import DataValidation  # type: ignore[import-untyped]  # no types
from openpyxl.worksheet.table import Table  # type: ignore[import-untyped]  # no types

from translator.document import xlsx
from translator.document.base import Block, Choice, Mark
from translator.errors import InputError

NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
STRINGS = f"""<sst {NS} count="6" uniqueCount="3"><si><t>Alma</t></si>
<si><r><t>Bu bizim </t></r><r><rPr><b/></rPr><t xml:space="preserve">qalın </t></r><r><rPr><b/></rPr><t>söz</t></r>
<r><t>dür.</t></r></si><si><t>Ad</t><phoneticPr fontId="1"/></si></sst>"""
SHEET = f"""<worksheet {NS}><sheetData>
<row r="1"><c r="A1" t="s"><v>2</v></c><c r="C1" t="s"><v>0</v></c></row>
<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2"><v>5</v></c><c r="C2" t="s"><v>1</v></c></row>
<row><c t="s"><v>0</v></c><c t="str"><f>A2</f><v>Alma</v></c><c t="inlineStr"><is><t>Sətir_x000D_
içi</t></is></c></row>
</sheetData></worksheet>"""


def shared_strings(path: Path, sheet: str = SHEET, strings: str = STRINGS) -> Path:
    """A workbook as Excel writes it, with shared strings."""
    types = f"""<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
    <Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>
    <Override PartName="/xl/worksheets/sheet1.xml" ContentType="{KIND}.worksheet+xml"/>
    <Override PartName="/xl/sharedStrings.xml" ContentType="{KIND}.sharedStrings+xml"/></Types>"""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("xl/workbook.xml", f'<workbook {NS}><calcPr calcId="1"/></workbook>')
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
        archive.writestr("xl/sharedStrings.xml", strings)
        archive.writestr("xl/media/image1.png", b"\x89PNG" + bytes(range(256)))
    return path


def workbook(path: Path) -> Path:
    """A workbook of openpyxl with rich text, a note, a chart, a formula and a table."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Ad", "Say", "Qeyd"], ["Alma", 3, "Qırmızı alma"], ["https://a.az/b", 5, "=A2"]):
        sheet.append(row)
    sheet["A5"] = CellRichText("Bu ", TextBlock(InlineFont(b=True), "qalın"), " sözdür")
    sheet["A2"].comment = Comment("Şərh budur", "mən")
    chart = BarChart()
    chart.title = "Qrafik başlığı"
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=3), titles_from_data=True)
    sheet.add_chart(chart, "E2")
    second = book.create_sheet("İkinci")
    second.append(["Başlıq", "Mətn"])
    second.append(["Armud", "Nar"])
    second.add_table(Table(displayName="T1", ref="A1:B2"))
    book.save(path)
    return path


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def values(path: Path) -> list[list[object]]:
    return [[cell.value for cell in row] for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows()]


def translated(path: Path, choice: Choice) -> Path:
    """The file with each chosen text in capitals and backwards."""
    document = xlsx.read(path, choice)
    written = path.with_name("written.xlsx")
    xlsx.write(document, [turned(block) for block in document.blocks], written)
    return written


@pytest.mark.parametrize("make", [shared_strings, workbook])
@pytest.mark.parametrize("choice", [Choice(), Choice(columns=("Ad",)), Choice(columns=("A", "C"))])
def test_nothing_translated_nothing_changed(tmp_path: Path, make: Callable[[Path], Path], choice: Choice) -> None:
    path = make(tmp_path / "a.xlsx")
    document = xlsx.read(path, choice)
    xlsx.write(document, document.blocks, tmp_path / "b.xlsx")
    assert list(parts(tmp_path / "b.xlsx").items()) == list(parts(path).items())


def test_blocks(tmp_path: Path) -> None:
    assert xlsx.read(shared_strings(tmp_path / "a.xlsx"), Choice()).blocks == (
        Block("Ad"),
        Block("Alma"),
        Block("Bu bizim qalın sözdür.", (Mark(9, 18, 0),)),
        Block("Sətir\niçi", (Mark(5, 5, 0),)),
    )
    assert [block.text for block in xlsx.read(workbook(tmp_path / "b.xlsx"), Choice()).blocks] == [
        *("Ad", "Say", "Qeyd", "Alma", "Qırmızı alma", "Bu qalın sözdür", "Armud", "Nar", "Şərh budur", "Qrafik başlığı")
    ]


def test_shared_strings(tmp_path: Path) -> None:
    path = shared_strings(tmp_path / "a.xlsx")
    old, new = parts(path), parts(translated(path, Choice()))
    assert {name for name in old if old[name] != new[name]} == {
        *("xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "xl/workbook.xml")
    }
    strings = etree.fromstring(new["xl/sharedStrings.xml"])
    assert ["".join(run[-1].text for run in strings[1]), strings[0][0].text, strings[2][0].text] == [
        "SÖZDÜR. QALIN BİZİM BU",
        "ALMA",
        "AD",
    ]
    assert [(run[-1].text, len(run)) for run in strings[1]] == [("SÖZDÜR. ", 1), ("QALIN", 2), (" BİZİM BU", 1)]
    assert "_x000D_" in new["xl/worksheets/sheet1.xml"].decode()
    assert b'fullCalcOnLoad="1"' in new["xl/workbook.xml"]


def test_strings_of_other_columns_stay(tmp_path: Path) -> None:
    path = shared_strings(tmp_path / "a.xlsx")
    written = parts(translated(path, Choice(columns=("Ad",))))
    strings = [item[0].text for item in etree.fromstring(written["xl/sharedStrings.xml"])]
    assert strings == ["Alma", None, "Ad", "ALMA"]
    shown = [node.text for node in etree.fromstring(written["xl/worksheets/sheet1.xml"]).iter("{*}v")]
    assert shown == ["2", "0", "3", "5", "1", "3", "Alma"]
    assert b'uniqueCount="4"' in written["xl/sharedStrings.xml"]


def test_what_a_formula_quotes_stays(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (
        ["Alma", 3],
        ["Nar", 5],
        ["Bəli", 1],
        ["Xeyr", 2],
        ["Cəmi", '=SUMIF(A1:A4,"Nar",B1:B4)'],
        ["Say", '=COUNTIF(A:A,"B""i")'],
    ):
        book.active.append(row)
    allowed = DataValidation(type="list", formula1='"Bəli,Xeyr"')
    allowed.add("A3")
    book.active.add_data_validation(allowed)
    book.create_sheet("İkinci").append(["Nar", 'B"i'])
    book.save(tmp_path / "a.xlsx")
    for choice in (Choice(), Choice(columns=("A",))):
        assert [block.text for block in xlsx.read(tmp_path / "a.xlsx", choice).blocks] == ["Alma", "Cəmi", "Say"]


def test_other_programs_read_it(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx")
    old, new = values(path), values(translated(path, Choice()))
    expected = [[" ".join(reversed(str(cell).split())).replace("i", "İ").upper() for cell in row] for row in old]
    untouched = {"=A2", "https://a.az/b", "Başlıq", "Mətn", None, 3, 5}
    pairs = [pair for row in zip(old, new, expected, strict=True) for pair in zip(*row, strict=True)]
    assert all(after == (before if before in untouched else wanted) for before, after, wanted in pairs)
    book = openpyxl.load_workbook(translated(path, Choice()), rich_text=True)
    assert book.worksheets[0]["A2"].comment is not None
    assert book.worksheets[0]["A2"].comment.text == "BUDUR ŞƏRH"
    rich = book.worksheets[0]["A5"].value
    assert [(part.text, part.font.b) for part in rich if isinstance(part, TextBlock)] == [("QALIN", True)]
    assert "BAŞLIĞI QRAFİK".encode() in b"".join(parts(translated(path, Choice())).values())


def test_columns(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx")
    assert [block.text for block in xlsx.read(path, Choice(columns=("Qeyd",))).blocks] == ["Qırmızı alma"]
    assert [block.text for block in xlsx.read(path, Choice(columns=("b",))).blocks] == ["Say", "Nar"]
    with pytest.raises(InputError, match="no column 'Yox'; it has Ad, Say, Qeyd"):
        xlsx.read(path, Choice(columns=("Yox",)))


def test_what_cannot_be_read(tmp_path: Path) -> None:
    numbers = f'<worksheet {NS}><sheetData><row><c r="A1"><v>5</v></c></row></sheetData></worksheet>'
    with pytest.raises(InputError, match="no text in its cells"):
        xlsx.read(shared_strings(tmp_path / "a.xlsx", sheet=numbers), Choice())
    bomb = '<!DOCTYPE a [<!ENTITY x "yy">]>' + STRINGS
    with pytest.raises(InputError, match="entities"):
        xlsx.read(shared_strings(tmp_path / "a.xlsx", strings=bomb), Choice())
    (tmp_path / "b.xlsx").write_bytes(b"not a workbook")
    with pytest.raises(InputError):
        xlsx.read(tmp_path / "b.xlsx", Choice())


@pytest.mark.parametrize("make", [shared_strings, workbook])
def test_broken_files_are_input_errors(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    good = make(tmp_path / "a.xlsx")
    data, content = good.read_bytes(), parts(good)
    rng = random.Random(7)
    for number in range(60):
        path = tmp_path / "b.xlsx"
        if number % 2:
            broken = bytearray(data)
            for _ in range(rng.randrange(1, 9)):
                broken[rng.randrange(len(broken))] = rng.randrange(256)
            path.write_bytes(broken)
        else:
            dropped = rng.choice(list(content))
            with zipfile.ZipFile(path, "w") as archive:
                for name, part in content.items():
                    tags = part.split(b"<")
                    del tags[rng.randrange(len(tags))]
                    archive.writestr(name, part if name != dropped else rng.choice([b"", b"<".join(tags), b"<a/>"]))
        with suppress(InputError):
            translated(path, Choice())
