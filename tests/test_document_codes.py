"""Codes are taken out of a text and put back, wherever their marks went."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from translator.document.base import Block, Mark
from translator.document.codes import Code, gather, scatter

KINDS = st.sampled_from(("open", "close", "point"))
CODES = st.builds(lambda kind, name: Code(f"<{kind} {name}>", kind, name), KINDS, st.sampled_from("xy"))
TOKENS = st.lists(st.one_of(st.text("ab ", min_size=1), CODES))


def joined(parts: Iterable[str | Code]) -> str:
    return "".join(part if isinstance(part, str) else str(part.content) for part in parts)


@given(TOKENS)
def test_what_is_gathered_is_scattered_the_same(tokens: list[str | Code]) -> None:
    block, pairs = gather(tokens)
    assert block.text == "".join(token for token in tokens if isinstance(token, str))
    assert joined(scatter(block, pairs)) == joined(tokens)


@given(TOKENS)
def test_marks_nest(tokens: list[str | Code]) -> None:
    marks = gather(tokens).block.marks
    assert [mark.key for mark in marks] == list(range(len(marks)))
    for number, outer in enumerate(marks):
        assert all(inner.start >= outer.stop or inner.stop <= outer.stop for inner in marks[number:])


@given(TOKENS, st.text("cd ", max_size=9), st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9))))
def test_no_code_is_lost_or_doubled_wherever_the_marks_are(
    tokens: list[str | Code], text: str, places: list[tuple[int, int]]
) -> None:
    _, pairs = gather(tokens)
    spans = [sorted((min(first, len(text)), min(second, len(text)))) for first, second in places]
    marks = tuple(Mark(start, stop, key) for key, (start, stop) in zip(range(len(pairs)), spans, strict=False))
    parts = list(scatter(Block(text, marks), pairs))
    assert "".join(part for part in parts if isinstance(part, str)) == text
    given_codes = sorted(str(token.content) for token in tokens if isinstance(token, Code))
    assert sorted(str(part.content) for part in parts if isinstance(part, Code)) == given_codes
