"""Which of a sentence's hypotheses is best: one that is likely and leaves little out."""

from __future__ import annotations

from translator.align import word_spans
from translator.types import EngineSegment, Hypothesis


def worth(segment: EngineSegment, hypothesis: Hypothesis, weight: float) -> float:
    """The score plus ``weight`` times the share of the source's words that something is linked with.

    Source: Wu et al. 2016, Google's Neural Machine Translation System, section 7, the coverage penalty; here a share.
    """
    return hypothesis.score + (weight * coverage(segment, hypothesis) if weight else 0.0)


def coverage(segment: EngineSegment, hypothesis: Hypothesis) -> float:
    """The share of the source's words and terms that something in the translation is linked with, between 0 and 1.

    >>> from translator.types import Link
    >>> coverage(EngineSegment("Görüş keçirilib."), Hypothesis("Meeting.", 0.0, (Link(0, 5, 0, 7),)))
    0.5
    """
    words = [(start, stop) for start, stop in word_spans(segment.text, segment.terms) if stop - start > 1]  # no punctuation
    linked = (any(link.source_start < stop and start < link.source_stop for link in hypothesis.links) for start, stop in words)
    return sum(linked) / len(words) if words else 1.0
