"""An engine with a memory: it translates what it does not know, batch by batch, and keeps each batch before the next."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import astuple, replace
from typing import Protocol

from translator.engine.base import Decoding, Engine, ModelCard
from translator.types import EngineSegment, Hypothesis

Hypotheses = tuple[Hypothesis, ...]
OnBatch = Callable[[int, int], object]
_FEWEST, _MOST = 32, 512  # sentences in a batch
_SECONDS = 4.0  # that a batch should take: what is lost when the process is killed


class Memory(Protocol):
    """Where hypotheses are kept; ``translator.journal.Sentences`` is one."""

    def find(self, keys: Sequence[bytes]) -> Mapping[bytes, Hypotheses]:
        """The hypotheses that are known, by their keys."""

    def keep(self, found: Mapping[bytes, Hypotheses]) -> None:
        """Remembers hypotheses; once it returns, they outlive the process."""


class RememberingEngine:
    """An engine that asks a memory first. Its texts are those of the engine within.

    A sentence is known by its text, terms and beginning, the model, the runtime, the decoding and the program's ``version``.
    """

    def __init__(self, engine: Engine, memory: Memory, version: str, on_batch: OnBatch = lambda *_: None) -> None:
        """``on_batch`` is told after each batch how many sentences were translated and how many were known, each sentence once.

        What it raises ends the work, with that batch kept.
        """
        self.name = engine.name
        self.card: ModelCard = engine.card
        self._engine = engine
        self._memory = memory
        self._on_batch = on_batch
        self._version = version
        self._size = _FEWEST

    def count_pieces(self, text: str) -> int:
        """The number of source pieces of a text, without the end mark."""
        return self._engine.count_pieces(text)

    def translate(self, segments: Sequence[EngineSegment], decoding: Decoding) -> list[Hypotheses]:
        """Hypotheses a segment, in the order of ``segments``.

        Raises:
            EngineError: the runtime failed.
            InputError: the memory cannot be written.
        """
        keys = self._keys(segments, decoding)
        wanted = dict(zip(keys, segments, strict=True))
        known = dict(self._memory.find(list(wanted)))
        missing = [(key, segment) for key, segment in wanted.items() if key not in known]
        afresh = not any(segment.begin for segment in segments)  # those with a beginning were translated without it before
        self._on_batch(0, (len(keys) - len(missing)) * afresh)
        for batch in self._batches(sorted(missing, key=lambda one: len(one[1].text), reverse=True)):
            found = self._engine.translate([segment for _, segment in batch], decoding)
            fresh = dict(zip((key for key, _ in batch), found, strict=True))
            self._memory.keep(fresh)
            known.update(fresh)
            self._on_batch(len(fresh) * afresh, 0)
        return [known[key] for key in keys]

    def _batches(self, missing: list[tuple[bytes, EngineSegment]]) -> Iterator[list[tuple[bytes, EngineSegment]]]:
        """Batches whose size follows the speed of the engine."""
        done = 0
        while done < len(missing):
            begun = time.monotonic()
            size = self._size
            yield missing[done : done + size]
            done += size
            factor = _SECONDS / max(0.001, time.monotonic() - begun)
            self._size = int(min(_MOST, max(_FEWEST, size * min(2.0, factor))))

    def _keys(self, segments: Sequence[EngineSegment], decoding: Decoding) -> list[bytes]:
        model = (self.name, self.card.name, self.card.revision)
        settings = (self._version, model, astuple(replace(decoding, max_batch_pieces=0)))
        begin = hashlib.blake2b(repr(settings).encode(), digest_size=16)
        return [_key(begin.copy(), segment) for segment in segments]


def _key(digest: hashlib.blake2b, segment: EngineSegment) -> bytes:
    digest.update(repr((segment.text, segment.begin, *map(tuple, segment.terms))).encode())
    return digest.digest()
