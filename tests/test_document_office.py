"""Documents of Word and PowerPoint: untouched where nothing is translated, and with every element where something is."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from documents import raised, rewritten, texts, turned
from docx import Document as Word
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from docx.shared import Pt
from docx.text.run import Run
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree  # type: ignore[import-untyped]
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from translator.document import docx, pptx
from translator.document.base import Block, Choice
from translator.errors import InputError

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def run(content: str, look: str = "") -> str:
    text = f'<w:t xml:space="preserve">{content}</w:t>'
    return f"<w:r><w:rPr>{look}</w:rPr>{content if content.startswith('<') else text}</w:r>"


def field(code: str, result: str) -> str:
    kinds = [run(f'<w:fldChar w:fldCharType="{kind}"/>') for kind in ("begin", "separate", "end")]
    return f"{kinds[0]}{run(f'<w:instrText> {code} </w:instrText>')}{kinds[1]}{result}{kinds[2]}"


BLUE = '<w:color w:val="0000FF"/>'
LINK = f"""{run("Ətraflı: ")}<w:hyperlink>{run("rəsmi", BLUE)}{run(" saytda", BLUE + "<w:b/>")}</w:hyperlink>{run(" .")}"""
FIELD = (
    f"""{run("Bax: səhifə ")}{field("PAGEREF a", run("Beş"))}{run(" və ")}{field("HYPERLINK x", run("bu keçid", "<w:i/>"))}"""
)
MARKED = f"""<w:bookmarkStart w:id="1" w:name="a"/>{run("Birinci")}<w:bookmarkEnd w:id="1"/>{run(" söz")}
{run('<w:footnoteReference w:id="2"/>')}<w:ins w:id="3" w:author="A">{run(" yeni")}</w:ins><w:del w:id="4" w:author="A">
{run("<w:delText>köhnə</w:delText>")}</w:del><w:proofErr w:type="spellStart"/>{run(" əl", '<w:lang w:val="az-Latn-AZ"/>')}
<w:proofErr w:type="spellEnd"/>{run("yazma")}<w:sdt><w:sdtPr><w:id w:val="7"/></w:sdtPr><w:sdtContent>{run("<w:tab/>")}
{run("son")}</w:sdtContent></w:sdt>"""
BOX = f"""{run("Qutudan əvvəl")}<w:r><w:pict><v:textbox xmlns:v="urn:schemas-microsoft-com:vml"><w:txbxContent>
<w:p>{run("Qutunun içi")}</w:p></w:txbxContent></v:textbox></w:pict></w:r>{run(" və sonra")}"""
LABELS = ("Dollarla", "Neft məhsulları")
RUN_PARTS = {"r", "t", "rPr", "proofErr", "b", "i", "lang", "color", "sz"}


@pytest.fixture
def word(tmp_path: Path) -> Path:
    made = Word()
    made.add_heading("Birgə bəyanat", 1)
    paragraph = made.add_paragraph("Prezident ")
    paragraph.add_run("İlham Əliyev").bold = True
    paragraph.add_run(" Bakıda çıxış edib. ")
    paragraph.add_run("12").font.size = Pt(20)
    paragraph.add_run().add_break(WD_BREAK.LINE)
    paragraph.add_run("Yeni sətir")
    table = made.add_table(2, 2)
    table.cell(0, 0).text, table.cell(1, 1).text = "Ölkə", "Azərbaycan Respublikası"
    table.cell(0, 1).text = "2024"
    made.sections[0].header.paragraphs[0].text = "Başlıq yazısı"
    made.sections[0].footer.paragraphs[0].text = "Alt yazı"
    for xml in (LINK, FIELD, MARKED, BOX):
        made.element.body.insert(len(made.element.body) - 1, parse_xml(f"<w:p {W}>{xml}</w:p>"))
    path = tmp_path / "a.docx"
    made.save(str(path))
    return path


@pytest.fixture
def slides(tmp_path: Path) -> Path:
    made = Presentation()
    slide = made.slides.add_slide(made.slide_layouts[1])
    slide.shapes.title.text = "Xarici siyasət"
    slide.shapes.title._element.nvSpPr.cNvPr.set("descr", "Dağ yolu")
    paragraph = slide.placeholders[1].text_frame.paragraphs[0]
    paragraph.text = "Görüş "
    run = paragraph.add_run()
    run.text, run.font.bold = "Bakıda", True
    run.hyperlink.address = "https://example.org"
    paragraph.add_run().text = " keçirilib."
    paragraph.add_line_break()
    paragraph.add_run().text = "Son söz"
    table = slide.shapes.add_table(1, 2, Inches(1), Inches(1), Inches(3), Inches(1)).table
    table.cell(0, 0).text, table.cell(0, 1).text = "Ölkə adı", "12"
    slide.notes_slide.notes_text_frame.text = "Natiqin qeydi"
    data = CategoryChartData()  # type: ignore[no-untyped-call]
    data.categories = [LABELS[1]]
    data.add_series(LABELS[0], (1,))  # type: ignore[no-untyped-call]
    chart = slide.shapes.add_chart(XL_CHART_TYPE.PIE, Inches(1), Inches(1), Inches(3), Inches(3), data).chart
    chart.chart_title.text_frame.text = "İxracın payı"
    path = tmp_path / "a.pptx"
    made.save(str(path))
    return path


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def elements(path: Path, name: str) -> Counter[str]:
    names = (etree.QName(element).localname for element in etree.fromstring(parts(path)[name]).iter(etree.Element))
    return Counter(name for name in names if name not in RUN_PARTS)


def shown(path: Path, place: int) -> str:
    """The text of a paragraph, with what is bold in brackets."""
    paragraph = Word(str(path)).paragraphs[place]
    runs = [Run(element, paragraph) for element in paragraph._p.iter("{*}r")]
    return "".join(f"[{run.text}]" if run.bold else run.text for run in runs)


def test_what_is_read_of_word(word: Path) -> None:
    assert texts(docx.read(word, Choice())) == [
        "Birgə bəyanat",
        "Prezident İlham Əliyev Bakıda çıxış edib. 12\nYeni sətir",
        "Ölkə",
        "Azərbaycan Respublikası",
        "Ətraflı: rəsmi saytda .",
        "Bax: səhifə Beş və bu keçid",
        "Birinci söz yeni əlyazma\tson",
        "Qutudan əvvəl və sonra",
        "Qutunun içi",
        "Alt yazı",
        "Başlıq yazısı",
    ]


def test_what_is_read_of_powerpoint(slides: Path) -> None:
    assert texts(pptx.read(slides, Choice())) == [
        *("İxracın payı", *LABELS, "Natiqin qeydi", "Xarici siyasət", "Görüş Bakıda keçirilib.\nSon söz", "Ölkə adı"),
        "Dağ yolu",
    ]


def test_nothing_translated_is_nothing_changed(word: Path, slides: Path) -> None:
    assert parts(rewritten(docx, word)) == parts(word)
    assert parts(rewritten(pptx, slides)) == parts(slides)


@pytest.mark.parametrize("change", [raised, turned])
def test_no_element_is_lost(word: Path, slides: Path, change: Callable[[Block], Block]) -> None:
    written = rewritten(docx, word, change)
    assert elements(written, "word/document.xml") == elements(word, "word/document.xml")
    written = rewritten(pptx, slides, change)
    for name in ("ppt/slides/slide1.xml", "ppt/notesSlides/notesSlide1.xml", "ppt/charts/" + chart_name(slides)):
        assert elements(written, name) == elements(slides, name)
    Presentation(str(written))


def chart_name(path: Path) -> str:
    return next(name.rpartition("/")[2] for name in parts(path) if name.startswith("ppt/charts/chart"))


def test_text_is_translated_and_marks_read_again_where_they_were(word: Path, slides: Path) -> None:
    for module, path in ((docx, word), (pptx, slides)):
        expected = [raised(block) for block in module.read(path, Choice()).blocks]
        again = list(module.read(rewritten(module, path, raised), Choice()).blocks)
        assert [block.text.replace("Beş", "BEŞ") for block in again] == [block.text for block in expected]
        assert [block.marks for block in again] == [block.marks for block in expected]


def test_a_chart_shows_its_labels_in_the_other_language(slides: Path) -> None:
    chart = etree.fromstring(parts(rewritten(pptx, slides, raised))["ppt/charts/" + chart_name(slides)])
    assert [node.text for node in chart.iter("{*}v")] == ["DOLLARLA", "NEFT MƏHSULLARI", "1"]


def test_a_link_that_nothing_translates_holds_a_word(word: Path, slides: Path) -> None:
    for module, path, name in ((docx, word, "word/document.xml"), (pptx, slides, "ppt/slides/slide1.xml")):
        document = module.read(path, Choice())
        written = path.with_name(f"written{path.suffix}")
        module.write(document, [without_words(block) for block in document.blocks], written)
        root = etree.fromstring(parts(written)[name])
        runs = [link.getparent().getparent() for link in root.iter("{*}hlinkClick")]
        assert {"".join(link.itertext()) for link in (*root.iter("{*}hyperlink"), *runs)} == {"WORD"}


def without_words(block: Block) -> Block:
    """A translation of two words, in which no words are those of any mark."""
    return Block("ONE WORD", tuple(mark._replace(start=8, stop=8) for mark in block.marks))


def test_formatting_follows_the_words(word: Path) -> None:
    written = rewritten(docx, word, turned)
    assert shown(written, 1) == "SƏTİR YENİ 12\n EDİB. ÇIXIŞ BAKIDA [ƏLİYEV İLHAM] PREZİDENT"
    assert shown(written, 2).replace("\n", "") == ". [SAYTDA] RƏSMİ ƏTRAFLI:"


@pytest.mark.parametrize("data", [b"", b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100)])
def test_other_files_are_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(data)
    for module in (docx, pptx):
        with pytest.raises(InputError):
            module.read(path, Choice())


def test_word_is_not_powerpoint_and_no_text_is_an_error(word: Path, slides: Path, tmp_path: Path) -> None:
    for module, path in ((docx, slides), (pptx, word)):
        with pytest.raises(InputError, match="it is no"):
            module.read(path, Choice())
    Word().save(str(tmp_path / "b.docx"))
    with pytest.raises(InputError, match="no text"):
        docx.read(tmp_path / "b.docx", Choice())


def repacked(path: Path, name: str, data: bytes) -> Path:
    changed = parts(path) | {name: data}
    with zipfile.ZipFile(path.with_name("repacked.docx"), "w") as packed:
        for other, content in changed.items():
            packed.writestr(other, content)
    return path.with_name("repacked.docx")


def test_entities_do_no_harm(word: Path) -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY b "Salam"><!ENTITY c "&b;&b;">]>' + parts(word)["word/document.xml"].split(b"?>")[1]
    with pytest.raises(InputError, match="entities"):
        docx.read(repacked(word, "word/document.xml", bomb), Choice())


TAGS = ["w:p", "w:r", "w:t", "w:hyperlink", "w:sdt", "w:sdtContent", "w:tab", "w:pict", "w:ins", "w:fldChar", "w:instrText"]
RUNS = [run("ev"), run("<w:instrText>HYPERLINK</w:instrText>"), field("PAGE", run("Bir"))]
RUNS += [run(f"<w:fldChar w:fldCharType='{kind}'/>") for kind in ("begin", "separate", "end")]
POINTS = ["Söz", "<w:tab/>", "<w:footnoteReference/>", "<w:bookmarkStart w:id='1'/>", "<w:bookmarkEnd w:id='1'/>", "<!-- a -->"]
TREE = st.recursive(
    st.sampled_from([*RUNS, *POINTS]),
    lambda inner: st.builds("<{0}>{1}</{0}>".format, st.sampled_from(TAGS), st.lists(inner, max_size=6).map("".join)),
    max_leaves=20,
)


@settings(max_examples=150, deadline=None)
@given(tree=TREE)
def test_any_tree_at_all_keeps_its_elements(tmp_path_factory: pytest.TempPathFactory, tree: str) -> None:
    path = tmp_path_factory.mktemp("tree") / "a.docx"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        packed.writestr("word/document.xml", f"<w:document {W}><w:p>{tree}<w:r><w:t>Son söz</w:t></w:r></w:p></w:document>")
    path.write_bytes(stream.getvalue())
    with suppress(InputError):
        written = rewritten(docx, path, turned)
        before, after = elements(path, "word/document.xml"), elements(written, "word/document.xml")
        assert {name for name in before if before[name] > after[name]} <= RUN_PARTS
