"""The HTML of an article: everything escaped, each sentence beside its partner, each term with what became of it."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages import article, models

from translator.config import Options
from translator.page import session, view
from translator.page.view import Marked
from translator.page.words import LANGUAGES, TEXTS, Words
from translator.types import Notice

ARTICLE = article()
ENGLISH = Words("en")
_TAG = re.compile(r"<[^>]*>")


def plain(text: str) -> str:
    return html.unescape(_TAG.sub("", text))


@given(st.text(alphabet="a<>&\"'ə ", max_size=30), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=6))
def test_marking_changes_no_letter(text: str, spans: list[tuple[int, int]]) -> None:
    marks = [
        Marked(min(a, b, len(text)), min(max(a, b), len(text)), "fixed", '"<', place) for place, (a, b) in enumerate(spans)
    ]
    assert plain(view.marked(text, marks)) == text


def test_rows_side_by_side() -> None:
    rows = re.split(r'<div class="azen-row', view.rows(ARTICLE, ENGLISH))[1:]
    assert len(rows) == 3
    for row, sentence in zip(rows, ARTICLE.sentences, strict=True):
        source, target = re.findall(r"<p [^>]*>(.*?)</p>", row)
        assert plain(source) == sentence.segment.source
        assert plain(target) == sentence.segment.target
    assert '<mark class="fixed"' in rows[0]
    assert "Susa" in rows[0]
    assert [" first" in row.partition('"')[0] for row in rows] == [True, False, True]


def test_while_it_grows_each_text_begins_with_the_one_before() -> None:
    grown = [view.rows(one, ENGLISH, busy=True) for one in models().stream(ARTICLE.source, Options())]
    assert all(after.startswith(before) for before, after in pairwise(grown))


def test_nothing_of_the_text_is_markup() -> None:
    nasty = article('<script>alert(1)</script> " onmouseover="x" Şuşa <img src=x onerror=y>')
    nasty = session.type_in(replace(nasty, opened=0), 0, "</textarea><script>z</script>")
    for shown in (view.rows(nasty, ENGLISH), view.term_table(nasty, ENGLISH), view.status(nasty, ENGLISH)):
        assert not re.search(r"<(script|img)|</textarea>.*</textarea>", shown)
        assert 'onmouseover="x"' not in shown


def test_the_open_sentence_has_its_terms_with_switches() -> None:
    opened = view.rows(replace(ARTICLE, opened=0), ENGLISH)
    assert 'data-do="toggle" data-n="0" data-place="' in opened
    assert ">Undo<" in opened
    switched = session.toggle(replace(ARTICLE, opened=0), 0, 0)
    assert ">Apply<" in view.rows(switched, ENGLISH)
    assert "data-do=" not in view.rows(ARTICLE, ENGLISH)


def test_the_table_has_a_line_a_term() -> None:
    terms = sum(len(sentence.segment.terms) for sentence in ARTICLE.sentences)
    table = view.term_table(ARTICLE, ENGLISH)
    assert table.count("<tr data-row=") == terms > 0
    assert "✎ fixed" in table
    assert "knows no term" in view.term_table(article("Son."), ENGLISH)


def test_how_it_ended() -> None:
    assert "3 sentences translated" in view.status(ARTICLE, ENGLISH)
    assert "Sentence 3 of 3" in view.status(ARTICLE, ENGLISH, busy=True)
    half = replace(ARTICLE, sentences=ARTICLE.sentences[:1])
    assert "Stopped after sentence 1 of 3" in view.status(half, ENGLISH)
    assert "no power" in view.status(replace(half, problem="no power"), ENGLISH)
    assert "Waiting" in view.status(replace(half, sentences=()), ENGLISH, busy=True)
    assert "no text" in view.status(article(""), ENGLISH)


@pytest.mark.parametrize(
    ("code", "english", "azerbaijani"),
    [("number", "not in the translation: 44", "tərcümədə yoxdur: 44"),
     ("invented", "not in the source: 2021, <Blinken>", "mənbədə yoxdur: 2021, <Blinken>")],
)  # fmt: skip
def test_what_is_to_be_checked_is_marked_with_the_reason(code: str, english: str, azerbaijani: str) -> None:
    doubtful = article("2020-ci il, 44 gün.")
    first = doubtful.sentences[0]
    flagged = replace(first, segment=replace(first.segment, warnings=(Notice(code, english),)))
    marked = replace(doubtful, sentences=(flagged,))
    assert f"⚠ {html.escape(english)}" in view.rows(marked, ENGLISH)
    assert f"⚠ {html.escape(azerbaijani)}" in view.rows(marked, Words("az"))
    assert "1 to be checked" in view.status(marked, ENGLISH)


def test_every_notice_is_said_in_azerbaijani() -> None:
    sources = (Path(__file__).parents[1] / "translator").glob("*.py")
    codes = set(re.findall(r'Notice\("([a-z-]+)"', "".join(path.read_text(encoding="utf-8") for path in sources)))
    in_english = {code for code in codes if "English" in Words("az").notice(Notice(code, "English: 44"))}
    assert codes > in_english == {"term"}  # the page says that of a term in other ways


@pytest.mark.parametrize(
    ("text", "said"),
    [("Görüş keçirilib və sənəd imzalanıb.", "1 sentence · Azerbaijani, Latin letters"), ("", "Ctrl+Enter"),
     ("The parties have met in the city.", "looks like English"), ("Мәммәдјаров Бакыја ҝәлиб.", "Cyrillic")],
)  # fmt: skip
def test_what_is_said_of_a_source(text: str, said: str) -> None:
    assert said in view.outline(text, models().outline(text), ENGLISH)


def test_every_text_is_there_in_both_languages_with_the_same_values() -> None:
    for key, texts in TEXTS.items():
        assert len(texts) == len(LANGUAGES), key
        assert all(text.strip() for text in texts), key
        assert len({frozenset(re.findall(r"\{(\w+)\}", text)) for text in texts}) == 1, key


def test_a_language_that_there_is_not_is_english() -> None:
    assert Words("fr").language == Words(None).language == "en"
