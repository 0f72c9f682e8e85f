"""What can be seen to be wrong with a hypothesis without knowing English: it loops, is empty, or is out of proportion."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence

from glossary import missing_numbers
from glossary.types import Outcome
from translator.types import Hypothesis, Notice

LOW_CONFIDENCE = math.log(0.5)
"""Mean log probability of a piece below which a sentence is marked.

With the bundled model that is 19 % of flores-dev, 12 % of xwmt and 3 % of diplomacy-dev, whose chrF2 is seven, nine and fifteen
points below that of the rest.
"""
_WORD = re.compile(r"\w+|[^\w\s]")
_LONGEST_LOOP = 12
_MOST_GROWTH, _LEAST_GROWTH, _SLACK = 3.5, 0.2, 25


def fault(source: str, target: str) -> str | None:
    """Why a translation cannot be right, in a few words; ``None`` when nothing is seen.

    >>> fault("Görüş keçirilib.", "The meeting was held.")
    >>> fault("Görüş keçirilib.", "The meeting and the meeting and the meeting and the meeting and the")
    'it repeats itself'
    """
    if not target.strip():
        return "it is empty"
    if loops(target) and not loops(source):
        return "it repeats itself"
    if len(target) > _MOST_GROWTH * len(source) + _SLACK:
        return "it is far too long"
    if len(target) + _SLACK < _LEAST_GROWTH * len(source):
        return "it is far too short"
    return None


def loops(text: str) -> bool:
    """Whether a run of one to twelve words comes three times or more in a row (one word: four times)."""
    words = _WORD.findall(text.lower())
    return any(_comes_again(words, size, 4 if size == 1 else 3) for size in range(1, _LONGEST_LOOP + 1))


def notices(
    source: str, target: str, hypothesis: Hypothesis | None, terms: Iterable[Outcome], invented: Sequence[str] = ()
) -> tuple[Notice, ...]:
    """What the reader of a finished sentence should be told; ``invented``: what only the target says."""
    found: list[Notice] = []
    if hypothesis is not None:
        if reason := fault(source, target):
            found.append(Notice("fault", f"the translation is doubtful: {reason}"))
        elif hypothesis.score < LOW_CONFIDENCE:
            found.append(Notice("low-confidence", f"the model is unsure (mean log probability {hypothesis.score:.2f})"))
        if hypothesis.truncated:
            found.append(Notice("truncated", "the sentence reached the model's limit and may be cut"))
        if numbers := missing_numbers(source, target):
            found.append(Notice("number", f"not in the translation: {', '.join(numbers)}"))
        if invented:
            found.append(Notice("invented", f"not in the source: {', '.join(invented)}"))
    found += [Notice("term", outcome.message) for outcome in terms if outcome.status == "not placed" and outcome.message]
    return tuple(found)


def _comes_again(words: Sequence[str], size: int, times: int) -> bool:
    run = 0
    for place in range(size, len(words)):
        run = run + 1 if words[place] == words[place - size] else 0
        if run >= size * (times - 1):
            return True
    return False
