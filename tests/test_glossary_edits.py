"""Spans go past edits and come back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from glossary.edits import shift_span, unshift_span
from glossary.types import Edit, Entry

ENTRY = Entry(source="x", target="y", kind="expression")


@st.composite
def edits(draw: st.DrawFn) -> list[Edit]:
    """Edits of a text of 40 letters, apart from each other."""
    places = sorted(draw(st.sets(st.integers(0, 40), max_size=8)))
    pairs = zip(places[::2], places[1::2], strict=False)
    return [Edit(start, stop, "r" * draw(st.integers(0, 12)), ENTRY, "") for start, stop in pairs]


@given(edits(), st.integers(0, 40), st.integers(0, 40))
def test_a_span_that_no_edit_touches_comes_back(made: list[Edit], one: int, other: int) -> None:
    start, stop = sorted((one, other))
    if start < stop and not any(start < edit.stop and edit.start < stop for edit in made):
        assert unshift_span(*shift_span(start, stop, made), made) == (start, stop)


@given(edits())
def test_what_was_replaced_comes_back_from_its_replacement(made: list[Edit]) -> None:
    for edit in made:
        if edit.replacement:
            assert unshift_span(*shift_span(edit.start, edit.stop, made), made) == (edit.start, edit.stop)
