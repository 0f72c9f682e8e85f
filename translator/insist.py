"""What a translation leaves out, terms, numbers and dates, put in its place: the sentence is decoded again from there on.

The words before the place stay, the wanted ones follow, and the model goes on as it likes: what it says next fits them.
Source: the prefix-constrained decoding of Knowles & Koehn 2016, Neural Interactive Translation Prediction.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from itertools import islice

import glossary
from translator import checks
from translator.align import word_spans, worth
from translator.engine.base import Decoding, Engine
from translator.types import EngineSegment, Hypothesis

_MOST_ROUNDS = 8
_BEAM = 2  # for a beginning; as good as 4 in half the time


class _Sentence:
    """A segment, its best translation so far and what that lacks."""

    def __init__(self, segment: EngineSegment, matches: Sequence[glossary.Match], best: Hypothesis, coverage: float) -> None:
        self._segment, self._matches, self._coverage = segment, matches, coverage
        self.best = best
        self._begun = 0  # code points of it that were given
        self._lacking = self._lacks(best)
        self._tried_everywhere: dict[tuple[int, int], bool] = {}  # of what was tried at all, by its span

    def beginnings(self) -> list[EngineSegment]:
        """The segment with each beginning that is worth trying next; none when there is nothing left to try."""
        fresh = [one for one in self._lacking if one[:2] not in self._tried_everywhere]
        if found := glossary.beginning(fresh, self.best.text, self.best.links, self._begun):
            one, begins = found[0], [found[1]]
        else:
            rest = [one for one in self._lacking if not self._tried_everywhere.get(one[:2])]
            if not rest:
                return []
            one = rest[0]
            begins = glossary.beginnings(one, self.best.text, self._begun)
        self._tried_everywhere[one[:2]] = found is None
        return [dataclasses.replace(self._segment, begin=begin) for begin in begins]

    def choose(self, choices: Sequence[tuple[EngineSegment, Hypothesis]]) -> None:
        """Takes the choice that lacks least, if it lacks less than the best so far; the likeliest of those that do."""
        words = word_spans(self._segment.text, self._segment.terms)
        sound = [choice for choice in choices if not checks.fault(self._segment.text, choice[1].text)]
        ranked = [
            (len(self._lacks(other)), -worth(words, other, self._coverage), number) for number, (_, other) in enumerate(sound)
        ]
        if ranked and min(ranked)[0] < len(self._lacking):
            segment, self.best = sound[min(ranked)[-1]]
            self._begun, self._lacking = len(segment.begin), self._lacks(self.best)

    def _lacks(self, hypothesis: Hypothesis) -> tuple[glossary.Wanted, ...]:
        return glossary.wanted(self._segment.text, self._matches, hypothesis.text)


def insist(
    engine: Engine,
    decoding: Decoding,
    segments: Sequence[EngineSegment],
    found: Sequence[tuple[Hypothesis, ...]],
    matches: Sequence[Sequence[glossary.Match]],
) -> list[tuple[Hypothesis, ...]]:
    """The hypotheses ``found`` for each segment, the first replaced where another lacks less of the terms, numbers and dates.

    ``matches``: the terms of each segment, which index its text.

    Raises:
        EngineError: the runtime failed.
    """
    beam = min(_BEAM, decoding.beam_size)
    several = dataclasses.replace(decoding, beam_size=beam, n_best=beam)
    sentences = [
        _Sentence(segment, terms, some[0], decoding.coverage)
        for segment, terms, some in zip(segments, matches, found, strict=True)
    ]
    for _ in range(_MOST_ROUNDS):
        tries = [(sentence, begun) for sentence in sentences if (begun := sentence.beginnings())]
        if not tries:
            break
        answers = iter(engine.translate([segment for _, some in tries for segment in some], several))
        for sentence, some in tries:
            others = islice(answers, len(some))
            sentence.choose([(segment, other) for segment, several_ in zip(some, others, strict=True) for other in several_])
    return [(sentence.best, *others[1:]) for sentence, others in zip(sentences, found, strict=True)]
