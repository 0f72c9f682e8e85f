"""Pages come back byte for byte; of a translated page only the text is another, and no tag is lost."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from documents import raised, rewritten, texts, turned
from hypothesis import given, settings
from hypothesis import strategies as st

from translator.document import html
from translator.document.base import Block, Choice
from translator.document.html import HTML, XHTML, read_page, write_page
from translator.errors import InputError

PAGE = """<!DOCTYPE html>
<html lang="az-Latn"><head><meta charset="utf-8"><title>Xəbərlər &amp; hadisələr</title>
<meta property="og:description" content='Qısa təsvir'><style>p > a { color: red }</style></head>
<body class=news>
<!-- şərh <b> -->
<h1>Böyük <em>görüş</em></h1>
<p>
  Prezident <b>İlham <a href="x?a=1&b=2">Əliyev</a></b> bu gün<br>
  Bakıda <code>foo(a)</code> <img src=a alt="Yeni şəkil"> <script>var a = "</p><p>Salam</p>";</script>çıxış edib.
</p>
<p><b>Bütün cümlə.</b></p><pre>kod  burada</pre>
<ul><li>bir ev<li>iki ev <span translate=no>Azər Ev</span></ul>
<div>Uzun <div>iç mətn</div> son &lt;söz&gt; 3 &lt; 5</div> <b>yarımçıq <i>teq</b>
<p>12.5</p><input placeholder="Axtar"><a href="/"><div>Bölmə</div></a>
</body></html>
"""
PIECES = [
    *("<p>", "</p>", "<b>", "</b>", "<i class='x'>", "</i>", "<br>", "<img alt='Şəkil'>", "<code>", "</code>", "<script>"),
    *("</script>", "<!--", "-->", "<", ">", "&amp;", "&", "\n  ", " ", "Söz", "ev.", '"', "'"),
    *('<a href="', "=", "/", "<pre>"),
    *("</pre>", "<?php", "?>", "<![CDATA[", "]]>", "<!DOCTYPE", "\u00a0", "<select>", "</select>", "<%", "<BR/>", "<title>"),
]  # fmt: skip


def page(tmp_path: Path, content: str | bytes) -> Path:
    path = tmp_path / "page.html"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def tags(content: str) -> Counter[str]:
    return Counter(re.findall(r"<[^>]*>", content.replace('lang="az-Latn"', 'lang="en"')))


def test_what_is_read(tmp_path: Path) -> None:
    assert texts(html.read(page(tmp_path, PAGE), Choice())) == [
        "Xəbərlər & hadisələr",
        "Qısa təsvir",
        "Böyük görüş",
        "Prezident İlham Əliyev bu gün\nBakıda foo(a) çıxış edib.",
        "Yeni şəkil",
        "Bütün cümlə.",
        "bir ev",
        "iki ev Azər Ev",
        "Uzun",
        "iç mətn",
        "son <söz> 3 < 5",
        "yarımçıq teq",
        "Axtar",
        "Bölmə",
    ]


def test_nothing_translated_is_nothing_changed(tmp_path: Path) -> None:
    assert rewritten(html, page(tmp_path, PAGE)).read_text(encoding="utf-8") == PAGE


@pytest.mark.parametrize("change", [raised, turned])
def test_no_tag_script_or_comment_is_lost(tmp_path: Path, change: Callable[[Block], Block]) -> None:
    written = rewritten(html, page(tmp_path, PAGE), change).read_text(encoding="utf-8")
    plain = re.sub("""(alt|content|placeholder)=(["']).*?[\"']""", r"\1=\2\2", written)
    assert tags(plain) == tags(re.sub("""(alt|content|placeholder)=(["']).*?[\"']""", r"\1=\2\2", PAGE))
    assert 'lang="en"' in written
    for kept in ("<code>foo(a)</code>", '<script>var a = "</p><p>Salam</p>";</script>', "<pre>kod  burada</pre>", ">Azər Ev<"):
        assert kept in written


def test_formatting_is_where_its_words_are(tmp_path: Path) -> None:
    content = '<p>Prezident <b>İlham <a href="x">Əliyev</a></b> Bakıda<br/> <i>söz</i> &lt;deyib&gt;.</p>'
    assert rewritten(html, page(tmp_path, content), turned).read_text(encoding="utf-8") == (
        '<p>&lt;DEYİB&gt;. <br/><i>SÖZ</i> BAKIDA <b><a href="x">ƏLİYEV</a> İLHAM</b> PREZİDENT</p>'
    )


def test_a_link_that_nothing_translates_holds_a_word() -> None:
    found = read_page('<p>Daha <b>çox</b> <a href="x"><span>burada</span></a> oxu.</p>'.encode(), HTML)
    (block,) = found.markup.blocks
    assert [block.text[mark.start : mark.stop] for mark in block.marks] == ["çox", "burada", "burada"]
    empty = Block("Read it.", tuple(mark._replace(start=8, stop=8) for mark in block.marks))
    assert write_page(found, [empty]).decode() == '<p>Read <a href="x"><span>it</span></a>.<b></b></p>'


def test_the_number_of_a_note_is_no_word() -> None:
    content = '<p>Qızıl alma<sup id="a"><a href="#n">1</a></sup> yetişir<sup>2 sentyabr</sup>.<sup><a>[i]</a></sup></p>'
    found = read_page(content.encode(), HTML)
    assert [block.text for block in found.markup.blocks] == ["Qızıl alma yetişir2 sentyabr."]
    assert (
        '<sup id="a"><a href="#n">1</a></sup>' in write_page(found, [turned(block) for block in found.markup.blocks]).decode()
    )


def test_a_page_number_of_libreoffice_stands_in_its_sentence() -> None:
    found = read_page(b"<p>S\xc9\x99hif\xc9\x99 <sdfield type=page>1</sdfield> budur</p>", HTML)
    assert [block.text for block in found.markup.blocks] == ["Səhifə 1 budur"]


@pytest.mark.parametrize(
    ("target", "place", "expected"),
    [
        ("Run.", 3, "<p>Run <code>foo()</code>.</p>"),
        ("Run it", 4, "<p>Run <code>foo()</code> it</p>"),
        ("Run (it)", 5, "<p>Run (<code>foo()</code> it)</p>"),
        ("Runit", 3, "<p>Run <code>foo()</code> it</p>"),
    ],
)
def test_code_without_a_place_of_its_own_stands_apart(target: str, place: int, expected: str) -> None:
    found = read_page("<p>İndi <code>foo()</code> işlət</p>".encode(), HTML)
    mark = found.markup.blocks[0].marks[0]._replace(start=place, stop=place)
    assert write_page(found, [Block(target, (mark,))]).decode() == expected


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_any_markup_at_all_comes_back(content: str) -> None:
    for dialect in (HTML, XHTML):
        found = read_page(content.encode(), dialect)
        assert write_page(found, found.markup.blocks) == content.encode()
        written = write_page(found, [turned(block) for block in found.markup.blocks]).decode()
        for raw, count in Counter(token.raw for token in found.markup.tokens if token.kind != "text").items():
            assert written.count(raw) >= count or "Şəkil" in raw


SLOW = [
    "<b>",
    "<sup>1",
    "<sup></sup>",
    "</i>",
    "<b></i>",
    "<!--",
    '<a "',
    "<![CDATA[",
    "<p>",
    "<code>",
    "<select>",
    "<script>",
    "<",
    "<?php",
]


@pytest.mark.parametrize("piece", SLOW)
def test_no_markup_is_slow(piece: str) -> None:
    found = read_page((piece * 30_000 + "Söz").encode(), HTML)
    write_page(found, [turned(block) for block in found.markup.blocks])


@pytest.mark.parametrize(
    ("codec", "head"),
    [
        ("windows-1254", '<meta http-equiv="Content-Type" content="text/html; charset=windows-1254">'),
        ("iso-8859-9", "<meta charset=iso-8859-9>"),
        ("utf-8-sig", ""),
        ("utf-16", ""),
        ("windows-1251", "<meta charset='windows-1251'>"),
    ],
)
def test_pages_stay_in_their_encoding(tmp_path: Path, codec: str, head: str) -> None:
    word = "Görüş" if "1251" not in codec else "Визит"
    path = page(tmp_path, f"<title>{word}</title>{head}".encode(codec))
    assert rewritten(html, path).read_bytes() == path.read_bytes()
    found = read_page(path.read_bytes(), HTML)
    written = write_page(found, [Block("İclas – ə") for _ in found.markup.blocks])
    assert texts(html.read(page(tmp_path, written), Choice())) == ["İclas – ə"]


@pytest.mark.parametrize("data", [b"", b"<p>12 &amp; 5</p>", b"<script>a</script>", b"\x00\x01" * 300, b"\xff\xfe<"])
def test_a_page_without_text_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(InputError):
        html.read(page(tmp_path, data), Choice())


def test_xhtml_may_close_what_html_may_not(tmp_path: Path) -> None:
    content = '<html xmlns="x"><head><title/><script src="a"/></head><body><p>Salam<br/> dünya</p></body></html>'
    path = tmp_path / "page.xhtml"
    path.write_text(content, encoding="utf-8")
    assert texts(html.read(path, Choice())) == ["Salam\ndünya"]
    path.write_text('<!DOCTYPE a [<!ENTITY b "c">]>' + content, encoding="utf-8")
    with pytest.raises(InputError, match="entities"):
        html.read(path, Choice())
