from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translator.engine.inline import MARKS, escape, origins, render
from translator.types import InlineTerm

PARTS = st.sampled_from(["<term>", "<is>", "</term>", " ", "Bakı", "<"])
TEXTS = st.text(st.sampled_from("ab <>/termis.")) | st.lists(PARTS).map("".join)


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, list[InlineTerm]]:
    text = draw(TEXTS)
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=6)))
    pairs = zip(cuts[::2], cuts[1::2], strict=False)
    return text, [InlineTerm(start, stop, draw(st.sampled_from(["Baku", "<is>"]))) for start, stop in pairs]


@given(marked_texts())
def test_every_code_point_knows_where_it_comes_from(case: tuple[str, list[InlineTerm]]) -> None:
    text, terms = case
    rendered, spans = render(text, terms), origins(text, terms)
    assert len(spans) == len(rendered)
    assert spans == sorted(spans)
    for letter, (start, stop) in zip(rendered, spans, strict=True):
        assert 0 <= start < stop <= len(text)
        if stop - start == 1 and all(not (term.start <= start < term.stop) for term in terms):
            assert letter == text[start]


@given(marked_texts())
def test_there_are_as_many_marks_as_terms(case: tuple[str, list[InlineTerm]]) -> None:
    text, terms = case
    assert [render(text, terms).count(mark) for mark in MARKS] == [len(terms)] * len(MARKS)


@pytest.mark.parametrize(
    ("text", "terms", "rendered"),
    [
        ("Nazir Bakıya getdi.", [InlineTerm(6, 12, "Baku")], "Nazir<term> Bakıya<is> Baku</term> getdi."),
        ("Bakıda görüş", [InlineTerm(0, 6, "Baku")], "<term> Bakıda<is> Baku</term> görüş"),
        ("“Bakı”", [InlineTerm(1, 5, "Baku")], "“<term>Bakı<is> Baku</term>”"),
        ("a <is> b", [], "a < is> b"),
    ],
)
def test_rendering(text: str, terms: list[InlineTerm], rendered: str) -> None:
    assert render(text, terms) == rendered


def test_escaped_text_holds_no_mark() -> None:
    assert not any(mark in escape("<term></term><is><<term>") for mark in MARKS)
