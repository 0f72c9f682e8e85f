"""A fake engine, shipped so that tests need neither a model nor patching: what it says is in a table."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from translator.align import word_spans
from translator.engine.base import Decoding, ModelCard
from translator.errors import EngineError
from translator.types import EngineSegment, Hypothesis, Link

Fault = Literal["fail", "loop", "stuck", "empty"]
_LOOP = "and so on " * 40


class TableEngine:
    """Says what a table says, else translates word by word with the table, and keeps the words that are not in it.

    ``table``: a mapping of sentences and words, or a function of a sentence. ``faults``: what goes wrong with a sentence:
    ``fail`` raises, ``loop`` repeats itself unless ``no_repeat_ngram`` forbids it, ``stuck`` repeats itself anyhow, ``empty``
    says nothing. ``delay``: seconds a sentence.

    >>> engine = TableEngine({"salam": "hello", "dünya": "world"})
    >>> engine.translate([EngineSegment("salam, dünya!")], Decoding())[0][0].text
    'hello, world!'
    """

    name = "table"

    def __init__(
        self,
        table: Mapping[str, str] | Callable[[str], str] | None = None,
        *,
        faults: Mapping[str, Fault] | None = None,
        delay: float = 0.0,
        max_pieces: int = 256,
        inline_terms: bool = False,
    ) -> None:
        self.card: ModelCard = ModelCard("table", "00000000", max_pieces, inline_terms)
        self._table = {} if table is None else table
        self._faults = faults or {}
        self._delay = delay

    def count_pieces(self, text: str) -> int:
        """The number of words and punctuation marks."""
        return len(word_spans(text))

    def translate(self, segments: Sequence[EngineSegment], decoding: Decoding) -> list[tuple[Hypothesis, ...]]:
        """``decoding.n_best`` times the same hypothesis a segment, each a little worse.

        Raises:
            EngineError: a segment has the fault ``fail``.
        """
        return [self._translate(segment, decoding) for segment in segments]

    def _translate(self, segment: EngineSegment, decoding: Decoding) -> tuple[Hypothesis, ...]:
        if self._delay:
            time.sleep(self._delay)
        text, links = self._say(segment, decoding)
        truncated = self.count_pieces(segment.text) > self.card.max_pieces
        shown = links if decoding.alignment else ()
        return tuple(Hypothesis(text, -0.1 * (number + 1), shown, truncated) for number in range(decoding.n_best))

    def _say(self, segment: EngineSegment, decoding: Decoding) -> tuple[str, tuple[Link, ...]]:
        fault = self._faults.get(segment.text)
        if fault == "fail":
            raise EngineError(f"table: told to fail at {segment.text!r}")
        if fault == "empty":
            return "", ()
        if fault == "stuck" or (fault == "loop" and not decoding.no_repeat_ngram):
            return _LOOP.strip(), ()
        if callable(self._table):
            return _whole(segment.text, self._table(segment.text))
        if segment.text in self._table:
            return _whole(segment.text, self._table[segment.text])
        return self._by_word(segment)

    def _by_word(self, segment: EngineSegment) -> tuple[str, tuple[Link, ...]]:
        terms = segment.terms if self.card.inline_terms else ()
        targets = {(term.start, term.stop): term.target for term in terms}
        parts: list[str] = []
        links: list[Link] = []
        done = written = 0
        for start, stop in word_spans(segment.text, terms)[: self.card.max_pieces]:
            word = segment.text[start:stop]
            target = targets.get((start, stop)) or self._word(word)
            written += start - done
            links.append(Link(start, stop, written, written + len(target)))
            parts += [segment.text[done:start], target]
            done, written = stop, written + len(target)
        return "".join(parts), tuple(links)

    def _word(self, word: str) -> str:
        return word if callable(self._table) else self._table.get(word, word)


def _whole(source: str, target: str) -> tuple[str, tuple[Link, ...]]:
    """A target for a whole sentence: word to word where the numbers of words agree, else all to all."""
    ours, theirs = word_spans(source), word_spans(target)
    if len(ours) == len(theirs):
        return target, tuple(Link(*one, *other) for one, other in zip(ours, theirs, strict=True))
    return target, (Link(0, len(source), 0, len(target)),) if ours and theirs else ()
