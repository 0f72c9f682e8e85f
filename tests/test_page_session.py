"""The text that is shown is always replayed: from what the model said, the edits that are on, and what the reader typed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pages import TEXT, article

from translator.page import session

ARTICLE = article()
FIXED = "A meeting was held in Shusha."
SAID = "A meeting was held in Susa."


def shown(given: session.Article) -> list[str]:
    return [session.shown(given, sentence) for sentence in given.sentences]


def test_untouched_it_is_the_translation() -> None:
    assert shown(ARTICLE) == [sentence.segment.target for sentence in ARTICLE.sentences]
    assert session.text_of(ARTICLE) == f"{FIXED} The minister has come.\n\n<b>The end</b> & a full stop."
    assert session.paragraphs(ARTICLE) == [[0, 1], [2]]


def test_one_edit_off_and_on_again() -> None:
    off = session.toggle(ARTICLE, 0, 0)
    assert shown(off)[0] == SAID
    assert session.state(off, off.sentences[0], 0) == "off"
    assert session.signature_of(off).endswith("|undone:1")
    assert session.toggle(off, 0, 0) == ARTICLE


def test_the_whole_glossary_off() -> None:
    off = replace(ARTICLE, glossary_on=False)
    assert shown(off) == [sentence.segment.raw for sentence in ARTICLE.sentences]
    assert "|gloss:off|" in session.signature_of(off)
    assert "|gloss:off|" not in session.signature_of(ARTICLE)


@pytest.mark.parametrize("given", [ARTICLE, session.toggle(ARTICLE, 0, 0), replace(ARTICLE, glossary_on=False)])
def test_places_lie_on_the_terms(given: session.Article) -> None:
    sentence = given.sentences[0]
    text = session.shown(given, sentence)
    placed = [
        (text[start:stop], sentence.segment.terms[term].match.target) for start, stop, term in session.places(given, sentence)
    ]
    assert placed[-1] in [("Shusha", "Shusha"), ("Susa", "Shusha")]


def test_the_readers_own_words() -> None:
    typed = session.type_in(ARTICLE, 0, " They met\nin Shusha. ")
    assert shown(typed)[0] == "They met in Shusha."
    assert session.state(typed, typed.sentences[0], 0) == "already right"
    assert (
        session.state(session.type_in(ARTICLE, 0, "They met."), session.type_in(ARTICLE, 0, "They met.").sentences[0], 0)
        == "not placed"
    )
    assert shown(replace(typed, glossary_on=False))[0] == "They met in Shusha."
    assert session.signature_of(typed).endswith("|edited:1")


@pytest.mark.parametrize("text", ["", "  \n ", FIXED])
def test_nothing_new_typed_is_no_edit(text: str) -> None:
    assert session.type_in(session.type_in(ARTICLE, 0, "They met."), 0, text) == ARTICLE


def test_an_article_that_ends_early_loses_nothing_of_what_is_there() -> None:
    begun = replace(ARTICLE, sentences=ARTICLE.sentences[:1])
    assert session.text_of(begun) == FIXED


def test_recent_articles() -> None:
    other = replace(ARTICLE, source="Başqa.")
    edited = session.type_in(ARTICLE, 0, "They met.")
    assert session.remember((other, ARTICLE), edited, 5) == (edited, other)
    assert session.remember((other,), ARTICLE, 1) == (ARTICLE,)
    assert session.title(ARTICLE) == " ".join(TEXT.split())


def test_opening_closes_the_one_that_was_open() -> None:
    opened = session.open_at(ARTICLE, 1)
    assert (opened.opened, session.open_at(opened, 2).opened, session.open_at(opened, 1).opened) == (1, 2, None)
