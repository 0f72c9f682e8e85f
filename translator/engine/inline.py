"""Terms written into the source for a model that was trained to take them there.

``Nazir Məmmədyarovla görüşüb.`` with the term ``Məmmədyarovla`` → ``Mammadyarov`` becomes
``Nazir<term> Məmmədyarovla<is> Mammadyarov</term> görüşüb.``; each mark is one piece of the vocabulary.
Source: Dinu et al. 2019, Training Neural Machine Translation to Apply Terminology Constraints, section 3.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from translator.types import InlineTerm

TERM_OPEN, TERM_IS, TERM_CLOSE = MARKS = ("<term>", "<is>", "</term>")
_MARK = re.compile(f"({'|'.join(MARKS)})")


def escape(text: str) -> str:
    """The text with every literal mark broken by a space, so that no user's text is read as markup."""
    for mark in MARKS:
        text = text.replace(mark, f"{mark[0]} {mark[1:]}")
    return text


def render(text: str, terms: Sequence[InlineTerm]) -> str:
    """The text with its terms marked; the space before a term moves behind the opening mark.

    ``terms`` index ``text``, in order and not overlapping.

    >>> render("Nazir Bakıdadır.", [InlineTerm(6, 15, "Baku")])
    'Nazir<term> Bakıdadır<is> Baku</term>.'
    """
    return "".join(part for part, _, _ in _parts(text, terms))


def origins(text: str, terms: Sequence[InlineTerm]) -> list[tuple[int, int]]:
    """For each code point of the rendered text the span of ``text`` that it stands for: a whole term for those of its markup.

    >>> origins("Bakı!", [InlineTerm(0, 4, "Baku")])[-1]
    (4, 5)
    """
    spans: list[tuple[int, int]] = []
    for part, start, stop in _parts(text, terms):
        verbatim = len(part) == stop - start
        spans += ((start + n, start + n + 1) for n in range(len(part))) if verbatim else [(start, stop)] * len(part)
    return spans


def _parts(text: str, terms: Sequence[InlineTerm]) -> Iterator[tuple[str, int, int]]:
    """The parts of the rendered text, each with the span of ``text`` that it stands for."""
    done = 0
    for start, stop, target in terms:
        spaced = text[done:start].endswith(" ")
        yield from _plain(text, done, start - spaced)
        space = " " if spaced or start == 0 else ""
        yield f"{TERM_OPEN}{space}{escape(text[start:stop])}{TERM_IS} {escape(target)}{TERM_CLOSE}", start, stop
        done = stop
    yield from _plain(text, done, len(text))


def _plain(text: str, start: int, stop: int) -> Iterator[tuple[str, int, int]]:
    for part in _MARK.split(text[start:stop]):
        yield escape(part), start, start + len(part)
        start += len(part)
