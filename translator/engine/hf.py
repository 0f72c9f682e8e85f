"""transformers and torch: the one importer of ``transformers``, and the map from its errors to ours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import torch
import transformers
from torch.nn.functional import log_softmax
from transformers.modeling_outputs import BaseModelOutput

from translator.align import worth
from translator.engine.base import Decoding, ModelCard
from translator.engine.codec import Codec, Encoded, batches
from translator.engine.folder import ModelFolder, first_line
from translator.errors import BrokenModelError, EngineError, TranslatorError
from translator.types import EngineSegment, Hypothesis

_COMPUTED = ("embed_positions", "final_logits_bias")  # weights that transformers makes itself when a file lacks them


class HfEngine:
    """A Marian or NLLB model in transformers: 32-bit floats on a CPU, 16-bit floats on a GPU."""

    def __init__(self, folder: ModelFolder, *, cuda: bool = False, threads: int = 0) -> None:
        """Raises: BrokenModelError: the folder cannot be loaded."""
        self.card: ModelCard = folder.card
        self.name = "hf-fp16" if cuda else "hf-fp32"
        self._layer, self._shift = folder.alignment_layer, folder.alignment_shift
        self._heads = 1 if folder.first_head_aligns else None
        self._codec = Codec(folder)
        self._ids = {piece: number for number, piece in enumerate(self._codec.vocabulary)}
        self._unknown = self._ids["<unk>"]
        self._device = torch.device("cuda" if cuda else "cpu")
        if threads:
            torch.set_num_threads(threads)
        with _errors(self.card.name):
            self._model = _load(folder, torch.float16 if cuda else torch.float32).to(self._device)
        self._start = [folder.settings["decoder_start_token_id"], *(self._ids[piece] for piece in self._codec.target_start)]
        self._end, self._pad = folder.settings["eos_token_id"], folder.settings["pad_token_id"]

    def count_pieces(self, text: str) -> int:
        """The number of source pieces of a text, without marks."""
        return self._codec.count_pieces(text)

    def translate(self, segments: Sequence[EngineSegment], decoding: Decoding) -> list[tuple[Hypothesis, ...]]:
        """``decoding.n_best`` hypotheses a segment, best first, in the order of ``segments``.

        Raises:
            EngineError: the runtime failed.
        """
        encoded = [self._codec.encode(segment) for segment in segments]
        found = [(Hypothesis("", 0.0),) * decoding.n_best] * len(segments)
        for batch in batches([len(source.pieces) for source in encoded], decoding.max_batch_pieces):
            by_begin: defaultdict[int, list[int]] = defaultdict(list)  # generate takes beginnings of one length
            for number in batch:
                by_begin[len(encoded[number].begin)].append(number)
            for alike in by_begin.values():
                with _errors(self.card.name), torch.inference_mode():
                    answers = self._translate([encoded[number] for number in alike], decoding)
                for number, answer in zip(alike, answers, strict=True):
                    found[number] = answer
        return found

    def _translate(self, sources: list[Encoded], decoding: Decoding) -> list[tuple[Hypothesis, ...]]:
        ids, mask = self._padded([self._known(source.pieces) for source in sources])
        states = self._model.get_encoder()(input_ids=ids, attention_mask=mask).last_hidden_state
        targets = self._search(states, mask, [self._known(source.begin) for source in sources], decoding)
        count = decoding.kept
        scores, rows = self._look_back(
            states.repeat_interleave(count, dim=0), mask.repeat_interleave(count, dim=0), targets, decoding.alignment
        )
        made = [
            self._hypothesis(sources[number // count], target, score, row)
            for number, (target, score, row) in enumerate(zip(targets, scores, rows, strict=True))
        ]
        found = [made[first : first + count] for first in range(0, len(made), count)]
        if decoding.coverage:
            for source, some in zip(sources, found, strict=True):
                some.sort(key=lambda one: -worth(source.words, one, decoding.coverage))
        return [tuple(some[: decoding.n_best]) for some in found]

    def _search(self, states: torch.Tensor, mask: torch.Tensor, begins: list[list[int]], decoding: Decoding) -> list[list[int]]:
        """The ids of ``n_best`` targets a source, with the end mark where there is one, without the marks before a target."""
        settings = transformers.GenerationConfig(
            num_beams=decoding.beam_size,
            num_return_sequences=decoding.kept,
            length_penalty=decoding.length_penalty,
            no_repeat_ngram_size=decoding.no_repeat_ngram,
            repetition_penalty=decoding.repetition_penalty,
            max_new_tokens=self.card.max_pieces,
            early_stopping=True,  # as CTranslate2 does: done when there are beam_size hypotheses
            suppress_tokens=[self._pad, self._unknown],
            decoder_start_token_id=self._start[0],
            eos_token_id=self._end,
            pad_token_id=self._pad,
        )
        found = self._model.generate(
            encoder_outputs=BaseModelOutput(last_hidden_state=states),
            attention_mask=mask,
            decoder_input_ids=torch.tensor([[self._start[0], *begin] for begin in begins], device=self._device),
            generation_config=settings,
        )
        return [_until(row[len(self._start) :], self._end) for row in found.tolist()]

    def _look_back(
        self, states: torch.Tensor, mask: torch.Tensor, targets: list[list[int]], alignment: bool
    ) -> tuple[list[float], list[list[list[float]]]]:
        """The score of each target and the attention of each of its pieces, from one pass over what was found."""
        ids, _ = self._padded(targets)
        start = torch.tensor([self._start] * len(ids), device=self._device)
        output = self._model(
            encoder_outputs=BaseModelOutput(last_hidden_state=states),
            attention_mask=mask,
            decoder_input_ids=torch.cat([start, ids[:, :-1]], dim=1),
            output_attentions=alignment,
        )
        logits = output.logits[:, len(self._start) - 1 :].float()
        logits[:, :, [self._pad, self._unknown]] = -torch.inf
        chosen = log_softmax(logits, dim=-1).gather(2, ids[:, :, None])[:, :, 0]
        scores = [float(row[:length].mean()) for row, length in zip(chosen, map(len, targets), strict=True)]
        if not alignment:
            return scores, [[]] * len(targets)
        first = len(self._start) - 1 + self._shift
        return scores, output.cross_attentions[self._layer][:, : self._heads, first:].float().mean(dim=1).tolist()

    def _hypothesis(self, source: Encoded, target: list[int], score: float, rows: list[list[float]]) -> Hypothesis:
        ended = bool(target) and target[-1] == self._end
        pieces = [self._codec.vocabulary[number] for number in target[: len(target) - ended]]
        return self._codec.hypothesis(source, pieces, score, rows, truncated=not ended)

    def _known(self, pieces: Sequence[str]) -> list[int]:
        return [self._ids.get(piece, self._unknown) for piece in pieces]

    def _padded(self, rows: list[list[int]]) -> tuple[torch.Tensor, torch.Tensor]:
        """The rows as one matrix ``[row, longest]``, and a matrix with 1 where it is no padding."""
        width = max(map(len, rows))
        ids = [row + [self._pad] * (width - len(row)) for row in rows]
        mask = [[1] * len(row) + [0] * (width - len(row)) for row in rows]
        return torch.tensor(ids, device=self._device), torch.tensor(mask, device=self._device)


def has_cuda() -> bool:
    """Whether torch sees a CUDA device."""
    return torch.cuda.is_available()


def _until(ids: list[int], end: int) -> list[int]:
    return ids[: ids.index(end) + 1] if end in ids else ids


def _load(folder: ModelFolder, dtype: torch.dtype) -> Any:
    try:
        with _quiet():
            model, report = transformers.AutoModelForSeq2SeqLM.from_pretrained(
                folder.path,
                local_files_only=True,
                attn_implementation="eager",  # the others return no attention
                dtype=dtype,
                output_loading_info=True,
            )
    except Exception as error:  # transformers raises whatever the file made it stumble over
        raise BrokenModelError(f"{folder.path}: transformers cannot load the model: {first_line(error)}") from error
    missing = sorted(name for name in report["missing_keys"] if not any(part in name for part in _COMPUTED))
    if missing or report["mismatched_keys"]:
        names = ", ".join(missing[:3]) or str(report["mismatched_keys"][0])
        raise BrokenModelError(f"{folder.path}: the weights lack or do not fit {names}")
    return model.eval()


@contextmanager
def _quiet() -> Iterator[None]:
    """No log lines and no progress bars of transformers."""
    log = transformers.utils.logging
    level, bars = log.get_verbosity(), log.is_progress_bar_enabled()
    log.set_verbosity_error()
    log.disable_progress_bar()
    try:
        yield
    finally:
        log.set_verbosity(level)
        if bars:
            log.enable_progress_bar()


@contextmanager
def _errors(name: str) -> Iterator[None]:
    """Our errors for whatever torch and transformers raise."""
    try:
        with _quiet():
            yield
    except torch.OutOfMemoryError as error:
        raise EngineError(f"{name}: the GPU has too little memory; lower max_batch_pieces or beam_size") from error
    except TranslatorError:
        raise
    except Exception as error:  # torch has no error class of its own
        raise EngineError(f"{name}: transformers failed: {first_line(error)}") from error
