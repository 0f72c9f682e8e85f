"""CTranslate2, int8: the one importer of ``ctranslate2``. Runs without torch and transformers."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import fmean
from typing import Any, NamedTuple

import ctranslate2

from translator.align import worth
from translator.engine.base import Decoding, ModelCard
from translator.engine.cache import make_once
from translator.engine.codec import Codec, Encoded, batches
from translator.engine.convert import FORMAT, CannotServeError, convert
from translator.engine.folder import ModelFolder, first_line
from translator.errors import EngineError
from translator.types import EngineSegment, Hypothesis


class _Made(NamedTuple):
    """A hypothesis and its pieces, with marks."""

    hypothesis: Hypothesis
    pieces: list[str]


_LARGE_MODEL = 250_000_000  # bytes; above that one sentence at a time on one thread is too slow


def has_cuda() -> bool:
    """Whether CTranslate2 sees a CUDA device."""
    return bool(ctranslate2.get_cuda_device_count() > 0)


class Ct2Engine:
    """A model in CTranslate2, converted to int8 at its first use.

    Texts do not depend on the batch they are translated in; scores do in the third digit, as int8 rounds.
    """

    def __init__(self, folder: ModelFolder, *, cuda: bool = False, threads: int = 0, cache: Path) -> None:
        """Raises:
        BrokenModelError: the folder cannot be loaded.
        CannotServeError: CTranslate2 cannot serve the model, or not on a GPU.
        """
        self.card: ModelCard = folder.card
        self.name = "ct2-int8_float16" if cuda else "ct2-int8"
        self._codec = Codec(folder)
        self._shift = folder.alignment_shift
        self._first_row_is_wrong = not (cuda or self._codec.target_start or self._shift)
        self._end = self._codec.vocabulary[folder.settings["eos_token_id"]]
        cores = threads or _cores()
        large = sum(path.stat().st_size for path in folder.weights) > _LARGE_MODEL
        intra = min(cores, 4) if large else 1
        self._workers = 1 if cuda else max(1, cores // intra)
        options = {"compute_type": self.name.removeprefix("ct2-"), "inter_threads": self._workers, "intra_threads": intra}
        self._model = _load(folder, self._codec, cache, {"device": "cuda" if cuda else "cpu", **options})
        if cuda:
            self._try_out()

    def _try_out(self) -> None:
        try:
            self._model.translate_batch([[self._end]], max_decoding_length=1)
        except RuntimeError as error:  # CUDA libraries are loaded at the first product of matrices
            raise CannotServeError(f"CTranslate2 sees a GPU and cannot use it: {first_line(error)}") from error

    def count_pieces(self, text: str) -> int:
        """The number of source pieces of a text, without marks."""
        return self._codec.count_pieces(text)

    def translate(self, segments: Sequence[EngineSegment], decoding: Decoding) -> list[tuple[Hypothesis, ...]]:
        """``decoding.n_best`` hypotheses a segment, best first, in the order of ``segments``.

        Raises:
            EngineError: the runtime failed.
        """
        encoded = [self._codec.encode(segment) for segment in segments]
        with _errors(self.card.name):
            found = iter(self._translate([source for source in encoded if source.pieces], decoding))
        nothing = (Hypothesis("", 0.0),) * decoding.n_best
        return [next(found) if source.pieces else nothing for source in encoded]

    def _translate(self, sources: list[Encoded], decoding: Decoding) -> list[tuple[Hypothesis, ...]]:
        if not sources:
            return []
        results = self._run(
            sources,
            decoding,
            beam_size=decoding.beam_size,
            num_hypotheses=decoding.kept,
            length_penalty=decoding.length_penalty,
            no_repeat_ngram_size=decoding.no_repeat_ngram,
            repetition_penalty=decoding.repetition_penalty,
            max_decoding_length=self.card.max_pieces,
            return_scores=True,
        )
        firsts = self._first_rows(sources, decoding)
        made = [self._made(*one, decoding) for one in zip(sources, results, firsts, strict=True)]
        bent = decoding.repetition_penalty != 1 or bool(decoding.no_repeat_ngram)
        if bent or any(len(source.begin) > len(self._codec.target_start) for source in sources):
            made = self._scored_anew(sources, made, decoding)
        return [tuple(hypothesis for hypothesis, _ in some) for some in made]

    def _run(self, sources: list[Encoded], decoding: Decoding, **options: Any) -> list[Any]:
        """The results of CTranslate2 in the order of the sources, from batches that keep all workers busy."""
        found: list[Any] = [None] * len(sources)
        for batch in batches([len(source.pieces) for source in sources], decoding.max_batch_pieces, self._workers):
            running = self._model.translate_batch(
                [list(sources[number].pieces) for number in batch],
                [list(sources[number].begin) for number in batch],
                asynchronous=True,
                max_input_length=0,
                return_end_token=True,
                disable_unk=True,
                return_attention=decoding.alignment,
                **options,
            )
            for number, one in zip(batch, running, strict=True):
                found[number] = one
        return [one.result() for one in found]

    def _first_rows(self, sources: list[Encoded], decoding: Decoding) -> Sequence[Sequence[float] | None]:
        """The attention of the first target piece, where beam search returns that of another source.

        Source: ctranslate2 4.8, ``decoding.cc``: on a CPU the first step runs before beams are expanded, and its attention is
        gathered as if it ran after. What the first piece looks at depends on the source alone, so one greedy step shows it.
        """
        wrong = self._first_row_is_wrong and decoding.beam_size > 1 and len(sources) > 1
        if not decoding.alignment or not wrong:
            return [None] * len(sources)
        return [step.attention[0][0] for step in self._run(sources, decoding, beam_size=1, max_decoding_length=1)]

    def _made(self, source: Encoded, result: Any, first: Sequence[float] | None, decoding: Decoding) -> list[_Made]:
        """The best ``n_best`` hypotheses, with the score of the search, and their pieces."""
        begin, power = len(self._codec.target_start), decoding.length_penalty
        made: list[_Made] = []
        for number, (pieces, score) in enumerate(zip(result.hypotheses, result.scores, strict=True)):
            rows = result.attention[number] if result.attention else []
            rows = rows if first is None else [first, *rows[1:]]
            ended = pieces[-1] == self._end
            text, mean = pieces[begin : len(pieces) - ended], score * len(pieces) ** power / (len(pieces) - begin)
            hypothesis = self._codec.hypothesis(source, text, mean, rows[begin + self._shift :], truncated=not ended)
            made.append(_Made(hypothesis, pieces))
        if decoding.coverage:
            made.sort(key=lambda one: -worth(source.words, one.hypothesis, decoding.coverage))
        return made[: decoding.n_best]

    def _scored_anew(self, sources: list[Encoded], made: list[list[_Made]], decoding: Decoding) -> list[list[_Made]]:
        """The same with the model's own scores: rules bend those of the search, and what it began with is not in them."""
        begin = len(self._codec.target_start)
        scored = iter(
            self._model.score_batch(
                [list(source.pieces) for source, some in zip(sources, made, strict=True) for _ in some],
                [pieces[: len(pieces) - (pieces[-1] == self._end)] for some in made for _, pieces in some],
                max_batch_size=decoding.max_batch_pieces,
                batch_type="tokens",
                max_input_length=0,
                offset=begin,
            )
        )
        means = (fmean(next(scored).log_probs[: len(pieces) - begin]) for some in made for _, pieces in some)
        return [[_Made(replace(one, score=next(means)), pieces) for one, pieces in some] for some in made]


def _load(folder: ModelFolder, codec: Codec, cache: Path, options: dict[str, Any]) -> Any:
    """The translator, from the cache or by way of it; where the cache cannot be written, by way of a temporary folder."""
    make = partial(convert, folder, codec.vocabulary)
    target = cache / "ct2" / f"{folder.path.name}-{_key(folder, codec)}"
    try:
        make_once(target, make)
    except OSError:
        with _errors(folder.card.name), tempfile.TemporaryDirectory() as scratch:
            make(Path(scratch))
            return ctranslate2.Translator(scratch, **options)
    try:
        return ctranslate2.Translator(str(target), **options)
    except RuntimeError:  # what is in the cache was damaged since
        shutil.rmtree(target, ignore_errors=True)
    with _errors(folder.card.name):
        return ctranslate2.Translator(str(make_once(target, make)), **options)


def _key(folder: ModelFolder, codec: Codec) -> str:
    """What decides the converted files: weights, vocabulary, settings and our own format."""
    alignment = folder.alignment_layer, folder.first_head_aligns
    parts = [FORMAT, folder.card.revision, *alignment, *sorted(folder.settings.items()), *codec.vocabulary]
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()[:16]


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def _errors(name: str) -> Iterator[None]:
    """Our errors for those of CTranslate2, which are ``RuntimeError`` and ``ValueError``."""
    try:
        yield
    except (RuntimeError, ValueError, MemoryError, OSError) as error:
        raise EngineError(f"{name}: CTranslate2 failed: {first_line(error)}") from error
