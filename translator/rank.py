"""Which of a sentence's hypotheses is best: one that is likely and leaves little out."""

from __future__ import annotations

from collections.abc import Sequence

from translator.align import Span
from translator.types import Hypothesis, Link


def worth(words: Sequence[Span], hypothesis: Hypothesis, weight: float) -> float:
    """The score plus ``weight`` times the coverage of the source's ``words``.

    Source: Wu et al. 2016, Google's Neural Machine Translation System, section 7, the coverage penalty; here a share.
    """
    return hypothesis.score + weight * coverage(words, hypothesis.links)


def coverage(words: Sequence[Span], links: Sequence[Link]) -> float:
    """The share of the source's words, less punctuation, that something in the translation is linked with, between 0 and 1.

    >>> coverage([(0, 5), (6, 15), (15, 16)], [Link(0, 5, 0, 7)])
    0.5
    """
    longer = [(start, stop) for start, stop in words if stop - start > 1]
    linked = (any(link.source_start < stop and start < link.source_stop for link in links) for start, stop in longer)
    return sum(linked) / len(longer) if longer else 1.0
