"""The values that pass between the steps: frozen, and importing nothing of ours.

Every span counts code points and is half-open, ``text[start:stop]``. Each docstring says which string a span indexes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Substring(NamedTuple):
    """A piece of a text and where it stands in it: ``whole[start:stop] == text``."""

    start: int
    stop: int
    text: str


class Link(NamedTuple):
    """One alignment link: a span of the segment's source and the span of the hypothesis made from it."""

    source_start: int
    source_stop: int
    target_start: int
    target_stop: int


class InlineTerm(NamedTuple):
    """A term that the engine is asked to use: ``segment[start:stop]`` becomes ``target``."""

    start: int
    stop: int
    target: str


@dataclass(frozen=True, slots=True)
class EngineSegment:
    """What an engine translates: one sentence, the terms that it should use in it, and the words its translation begins with.

    ``terms`` do not overlap and stand in order; an engine without inline terms ignores them.
    """

    text: str
    terms: tuple[InlineTerm, ...] = ()
    begin: str = ""


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One translation of a segment.

    ``score`` is the mean natural-log probability of a target piece. ``links`` index the segment's text and this
    ``text``. ``truncated`` says that the source or the target was cut at the model's limit.
    """

    text: str
    score: float
    links: tuple[Link, ...] = ()
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the user should know about a segment or a text: a stable ``code`` and a sentence in English."""

    code: str
    message: str
