"""What every runtime shares: a segment to the pieces that a model reads, the pieces that it writes to a hypothesis."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from translator.align import Span, link_words, word_spans
from translator.engine.folder import ModelFolder
from translator.engine.inline import MARKS, origins, render
from translator.engine.pieces import Piece, load_pieces
from translator.types import EngineSegment, Hypothesis

_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Encoded:
    """A segment as a model reads it.

    ``pieces``: with all marks; empty when the segment has no text. ``spans``: what each piece stands for in the segment's text,
    ``None`` for a mark. ``words``: the spans that links may have. ``begin``: the first target pieces, with marks.
    """

    pieces: tuple[str, ...]
    spans: tuple[Span | None, ...]
    words: tuple[Span, ...]
    truncated: bool
    begin: tuple[str, ...] = ()


class Codec:
    """The pieces of one model, and how a segment is put to it."""

    def __init__(self, folder: ModelFolder) -> None:
        """Raises: BrokenModelError: a tokenizer file is missing, cannot be read or does not fit the model."""
        self._card = folder.card
        self._pieces = load_pieces(folder)
        self.vocabulary = self._pieces.vocabulary
        self.target_start = self._pieces.target_start

    def count_pieces(self, text: str) -> int:
        """The number of source pieces of a text, without marks."""
        return len(self._encode(EngineSegment(text))[0])

    def encode(self, segment: EngineSegment) -> Encoded:
        """The segment as the model reads it, cut at the model's limit; terms are left out where they do not fit."""
        limit = self._card.max_pieces
        pieces, spans = self._encode(segment)
        if segment.terms and len(pieces) > limit:
            pieces, spans = self._encode(EngineSegment(segment.text))
        if not pieces:
            return Encoded((), (), (), truncated=False)
        start, end = self._pieces.source_start, self._pieces.source_end
        return Encoded(
            (*start, *(piece.text for piece in pieces[:limit]), *end),
            (*[None] * len(start), *spans[:limit], *[None] * len(end)),
            tuple(word_spans(segment.text, segment.terms if self._card.inline_terms else ())),
            len(pieces) > limit,
            (*self._pieces.target_start, *self._pieces.encode_target(segment.begin)),
        )

    def hypothesis(
        self,
        source: Encoded,
        pieces: Sequence[str],
        score: float,
        attention: Sequence[Sequence[float]] = (),
        *,
        truncated: bool = False,
    ) -> Hypothesis:
        """The hypothesis of target pieces, which come without marks; ``attention`` has a row for each, or none at all."""
        text, placed = self._pieces.decode(pieces)
        spans = [(piece.start, piece.stop) for piece in placed]
        links = link_words(source.words, word_spans(text), source.spans, spans, attention)
        return Hypothesis(text, score, links, truncated or source.truncated)

    def _encode(self, segment: EngineSegment) -> tuple[list[Piece], list[Span | None]]:
        text = _SURROGATE.sub("\ufffd", segment.text)
        if not self._card.inline_terms or not (segment.terms or any(mark in text for mark in MARKS)):
            pieces = self._pieces.encode(text)
            return pieces, [(piece.start, piece.stop) for piece in pieces]
        rendered = render(text, segment.terms)
        places = origins(text, segment.terms)
        pieces = self._pieces.encode(rendered)
        return pieces, [_origin(rendered, places, piece) for piece in pieces]


def batches(lengths: Sequence[int], limit: int, workers: int = 1) -> list[list[int]]:
    """The numbers of the lengths above 0, longest first, in batches of like totals whose padded size keeps the limit.

    A length above the limit is a batch of its own. There are as few batches as will do, but enough for every worker.

    >>> batches([3, 0, 9, 4, 3], 8)
    [[2], [3], [0, 4]]
    >>> batches([3, 0, 9, 4, 3], 100, workers=2)
    [[2], [3, 0, 4]]
    """
    order = sorted((number for number, length in enumerate(lengths) if length), key=lengths.__getitem__, reverse=True)
    total = sum(lengths)
    count = max(1, total // limit)
    while True:
        count = -(-count // workers) * workers
        found = _deal(order, lengths, total, count)
        if count >= total or all(len(batch) == 1 or len(batch) * lengths[batch[0]] <= limit for batch in found):
            return found
        count += 1 + count // 8


def _deal(order: Sequence[int], lengths: Sequence[int], total: int, count: int) -> list[list[int]]:
    """The order cut into at most so many batches of like totals."""
    found: dict[int, list[int]] = {}
    done = 0
    for number in order:
        found.setdefault((2 * done + lengths[number]) * count // (2 * total), []).append(number)  # by its middle
        done += lengths[number]
    return list(found.values())


def _origin(rendered: str, places: Sequence[Span], piece: Piece) -> Span | None:
    """What a piece of rendered text stands for: the spans of its code points, put together."""
    stop = max(piece.stop, piece.start + 1)  # the first bytes of a letter in bytes are empty spans
    letters = zip(rendered[piece.start : stop], places[piece.start : stop], strict=True)
    found = [place for letter, place in letters if not letter.isspace()]
    return (min(start for start, _ in found), max(end for _, end in found)) if found else None
