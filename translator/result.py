"""What a translation is for its reader: the text, its sentences, what happened to each term, and what made it."""

from __future__ import annotations

from dataclasses import dataclass

from glossary.types import Edit, Outcome
from translator.types import Hypothesis, Link, Notice


@dataclass(frozen=True, slots=True)
class Segment:
    """One sentence and its translation.

    ``source`` stands at ``source_span`` of the text that the user gave, ``target`` at ``target_span`` of the translation.
    ``score``: mean natural-log probability of a target piece, ``None`` when the text was passed through. ``links`` index
    ``source`` and ``target``. ``raw``: what the model said before the glossary; ``edits`` index it, and
    ``glossary.apply(raw, edits)`` is ``target``. ``terms``: one outcome a term found in ``source``.
    ``alternatives``: the other hypotheses, best first, when ``n_best`` is above 1.
    """

    source: str
    target: str
    source_span: tuple[int, int]
    target_span: tuple[int, int]
    score: float | None
    links: tuple[Link, ...] = ()
    raw: str = ""
    edits: tuple[Edit, ...] = ()
    terms: tuple[Outcome, ...] = ()
    alternatives: tuple[Hypothesis, ...] = ()
    warnings: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Translation:
    """A translated text: ``segments`` in order, the gaps between them as they were in the source.

    ``warnings`` concern the whole text, such as another language than Azerbaijani. ``signature`` names model, engine, options,
    term base and version.
    """

    text: str
    segments: tuple[Segment, ...]
    signature: str
    warnings: tuple[Notice, ...] = ()

    @property
    def edits(self) -> tuple[Edit, ...]:
        """All edits of all segments; each indexes the ``raw`` text of its own segment."""
        return tuple(edit for segment in self.segments for edit in segment.edits)
