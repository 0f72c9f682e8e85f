"""Markdown comes back byte for byte; a translation keeps its structure, as the parser sees it."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from documents import raised, rewritten, texts, turned
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from translator.document import markdown
from translator.document.base import Block, Choice
from translator.document.commonmark import passages
from translator.errors import InputError

PAGE = """---
title: Başlıq
---
# Birgə *bəyanat* #

Prezident **İlham [Əliyev](https://example.org/a_b "Sayt")** bu gün
Bakıda `foo(a)` çıxış\\* edib.{BREAK}
Yeni sətir[^1] &mdash; <b>qalın</b>.

> Sitat burada
> davam edir ~~köhnə~~
> * iç [siyahı][ref], [Ref], [ref][]

1. Birinci
   davamı
2. - [ ] İkinci tapşırıq

| Ölkə | Şəhər \\| kənd |
|------|:------:|
| **Azərbaycan** | Bakı |
| 12 | `a` |

Alt başlıq
==========

```python
mətn = "kod"
```

    girintili kod

<div align="center">
  <p>HTML mətni <i>burada</i></p>
</div>

![Şəkil yazısı](a.png) <https://example.org> snake_case_adı

[ref]: https://example.org "Ad"
[^1]: Qeydin mətni.
""".replace("{BREAK}", "  ")
EXPECTED = [
    "Birgə bəyanat",
    "Prezident İlham Əliyev bu gün Bakıda foo(a) çıxış* edib.\nYeni sətir — qalın.",
    "Sitat burada davam edir köhnə",
    "iç siyahı, Ref, ref",
    "Birinci davamı",
    " İkinci tapşırıq",
    "Ölkə",
    "Şəhər | kənd",
    "Azərbaycan",
    "Bakı",
    "Alt başlıq",
    "HTML mətni burada",
    "Şəkil yazısı https://example.org snake_case_adı",
    " Qeydin mətni.",
]


def page(tmp_path: Path, content: str) -> Path:
    path = tmp_path / "a.md"
    path.write_bytes(content.encode())
    return path


def shape(content: str) -> list[str]:
    """The types of the tokens, with the addresses of links and what is code, but without text."""
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    found = []
    for block in parser.parse(content):
        for token in (block, *(block.children or ())):
            if token.type not in {"text", "softbreak", "text_special"}:
                shown = token.content if token.type in {"code_inline", "fence", "code_block", "html_inline"} else ""
                found.append(f"{token.type} {token.attrs.get('href', '')}{token.attrs.get('src', '')}{shown}")
    return found


def read(content: str, tmp_path: Path) -> list[str]:
    return texts(markdown.read(page(tmp_path, content), Choice()))


def test_what_is_read(tmp_path: Path) -> None:
    assert read(PAGE, tmp_path) == EXPECTED
    assert read(PAGE.replace("\n", "\r\n"), tmp_path) == EXPECTED


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_nothing_translated_is_nothing_changed(tmp_path: Path, end: str) -> None:
    path = page(tmp_path, PAGE.replace("\n", end))
    assert rewritten(markdown, path).read_bytes() == path.read_bytes()


def test_the_parser_sees_the_same_shape(tmp_path: Path) -> None:
    written = rewritten(markdown, page(tmp_path, PAGE), raised).read_text(encoding="utf-8")
    html = '<div align="center">\n  <p>{}</p>\n</div>\n'
    assert html.format("HTML MƏTNİ <i>BURADA</i>") in written
    assert shape(written) == shape(PAGE)
    assert read(written, tmp_path)[:5] == [
        "BİRGƏ BƏYANAT",
        "PREZİDENT İLHAM ƏLİYEV BU GÜN BAKIDA foo(a) ÇIXIŞ* EDİB.\nYENİ SƏTİR — QALIN.",
        "SİTAT BURADA DAVAM EDİR KÖHNƏ",
        "İÇ SİYAHI, REF, REF",
        "BİRİNCİ DAVAMI",
    ]


def test_formatting_follows_the_words(tmp_path: Path) -> None:
    content = "> Prezident **İlham [Əliyev](x)** bu `gün`  \n> Bakıda _çıxış_ edib\\_."
    assert rewritten(markdown, page(tmp_path, content), turned).read_text(encoding="utf-8") == (
        "> EDİB\\_. _ÇIXIŞ_ BAKIDA `gün`  \n> BU **[ƏLİYEV](x) İLHAM** PREZİDENT"
    )


PLAIN = ["# Bir", "1. Bir", "- Bir", "> Bir", "*bir* _iki_", "`a`", "[a](b)", "<b>", "&lt;", "~~a~~", "a | b", "=="]


@pytest.mark.parametrize("text", PLAIN)
def test_a_translation_never_becomes_markup(tmp_path: Path, text: str) -> None:
    for content, number in (("Söz", 0), ("| Söz |\n|--|\n| Ev |\n", 1), ("> - Söz", 0)):
        document = markdown.read(page(tmp_path, content), Choice())
        blocks = [Block(text) if index == number else block for index, block in enumerate(document.blocks)]
        markdown.write(document, blocks, tmp_path / "b.md")
        written = (tmp_path / "b.md").read_text(encoding="utf-8")
        assert shape(written) == shape(content)
        if any(map(str.isalpha, text)):
            assert read(written, tmp_path)[number] == text


def test_emphasis_of_nothing_is_dropped_and_of_spaces_made_tight(tmp_path: Path) -> None:
    document = markdown.read(page(tmp_path, "**Böyük** söz _deyib_."), Choice())
    strong, weak = document.blocks[0].marks
    marks = (strong._replace(start=1, stop=6), weak._replace(start=11, stop=11))
    markdown.write(document, [Block("A big word.", marks)], tmp_path / "b.md")
    assert (tmp_path / "b.md").read_text(encoding="utf-8") == "A **big** word."


PIECES = [
    *(
        "*",
        "**",
        "_",
        "~~",
        "`",
        "[",
        "](a)",
        "]",
        "![",
        "<b>",
        "</b>",
        "<br>",
        "\\",
        "  \n",
        "\n",
        "\n\n",
        "> ",
        "- ",
        "1. ",
        "# ",
    ),
    *("| a | b |\n|---|---|\n", " | ", "Söz", "ev", " ", "&amp;", "```", "[^1]", "[^1]: ", "[a]: b\n", "---\n", "    ", "\t"),
    *("<div>", "\r\n", "{{ a }}", "<http://a.b>", "\\|", "{#a}", "\x0c", "[ ] "),
]


@settings(max_examples=250, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_any_text_at_all_comes_back(tmp_path_factory: pytest.TempPathFactory, content: str) -> None:
    content = "Söz.\n\n" + content
    path = page(tmp_path_factory.mktemp("md"), content)
    assert rewritten(markdown, path).read_bytes() == content.encode()
    rewritten(markdown, path, turned)
    for passage in passages(content):
        places = [(piece.start, piece.stop) for piece in passage.pieces]
        assert not passage.pieces or (places[0][0], places[-1][1]) == (passage.start, passage.stop)
        assert all(before[1] <= after[0] for before, after in pairwise(places))


@pytest.mark.parametrize("content", ["", " \n", "```\nkod\n```\n", "12\n", "---\ntitle: Ad\n---\n"])
def test_a_file_without_text_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(InputError):
        markdown.read(page(tmp_path, content), Choice())


@pytest.mark.parametrize("piece", ["[", "![", "*a", "**a* ", "`", "``a", "<", "> ", "- ", "\\", "[a](", "~~", "|a", "&"])
def test_no_markup_is_slow(tmp_path: Path, piece: str) -> None:
    rewritten(markdown, page(tmp_path, "Söz\n\n" + piece * 3000), turned)
