"""What an engine is: sentences in, hypotheses out, in the caller's order and the same for any batch size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from translator.types import EngineSegment, Hypothesis


@dataclass(frozen=True, slots=True)
class ModelCard:
    """What is known of a loaded model.

    ``name``: as the user gave it. ``revision``: eight hex digits of a digest of the weights, or the hub commit.
    ``max_pieces``: the most source pieces it takes, without the end mark. ``inline_terms``: whether it was trained to take
    terms in the source. ``repetition_penalty`` and ``coverage``: what it decodes best with, as in ``Decoding``; the latter
    is above 0 only where the links can be trusted.
    """

    name: str
    revision: str
    max_pieces: int
    inline_terms: bool = False
    repetition_penalty: float = 1.0
    coverage: float = 0.0


@dataclass(frozen=True, slots=True)
class Decoding:
    """How to decode: the part of the options that an engine reads at each call.

    ``no_repeat_ngram``: no run of that many pieces comes twice, 0 for no such rule. ``repetition_penalty``: above 1 makes used
    pieces less likely. ``coverage``: what it counts that a hypothesis leaves nothing out; above 0 the best of all ``beam_size``
    hypotheses are returned, by ``translator.align.worth``. ``alignment``: whether the hypotheses get links.
    """

    beam_size: int = 4
    length_penalty: float = 1.0
    n_best: int = 1
    max_batch_pieces: int = 1024
    no_repeat_ngram: int = 0
    repetition_penalty: float = 1.0
    coverage: float = 0.0
    alignment: bool = True

    @property
    def kept(self) -> int:
        """How many hypotheses of the search are looked at."""
        return self.beam_size if self.coverage else self.n_best


class Engine(Protocol):
    """A model and its runtime."""

    @property
    def name(self) -> str:
        """The runtime and its number format, as the signature shows it: ``ct2-int8``, ``hf-fp32``."""

    @property
    def card(self) -> ModelCard:
        """The model that is loaded."""

    def count_pieces(self, text: str) -> int:
        """The number of source pieces of a text, without the end mark."""

    def translate(self, segments: Sequence[EngineSegment], decoding: Decoding) -> list[tuple[Hypothesis, ...]]:
        """``decoding.n_best`` hypotheses a segment, best first, in the order of ``segments``.

        Raises:
            EngineError: the runtime failed.
        """
