"""Greedy translations by a model in training, for its scores."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence

import torch
from transformers import MarianMTModel

from training.batches import Rows
from training.data import Data

MAX_PIECES = 160


def for_inference(model: MarianMTModel) -> MarianMTModel:
    """A copy of the model for decoding, in bfloat16 on a GPU."""
    fast = copy.deepcopy(model).eval()
    return fast.bfloat16() if next(model.parameters()).is_cuda else fast


def decode(model: MarianMTModel, data: Data, rows: Rows, *, max_tokens: int) -> Iterator[tuple[int, str]]:
    """(row, text) for each row, in no certain order."""
    for part in _batches(data.pool.lengths, rows, max_tokens):
        source = data.pool.ids(part)
        with torch.inference_mode():
            ids = model.generate(
                source,
                attention_mask=(source != data.pool.pad).long(),
                num_beams=1,
                max_new_tokens=min(MAX_PIECES, int(1.5 * source.shape[1]) + 8),
                max_length=None,
                do_sample=False,
            )
        yield from zip(part.tolist(), texts(data, ids.tolist()), strict=True)


def texts(data: Data, ids: Sequence[Sequence[int]]) -> list[str]:
    """The texts of sequences of ids; the start mark, padding and all after ``</s>`` are left out."""
    plain = []
    for sequence in ids:
        inside = list(sequence)[1:]
        end = inside.index(0) if 0 in inside else len(inside)
        plain.append([piece for piece in inside[:end] if piece != data.pool.pad])
    return data.spm.decode(plain)  # type: ignore[no-any-return]  # untyped


def _batches(lengths: Rows, rows: Rows, max_tokens: int) -> Iterator[Rows]:
    ordered = rows[lengths[rows].argsort(kind="stable")]
    first = 0
    for last in range(1, ordered.size + 1):
        if last == ordered.size or (last + 1 - first) * int(lengths[ordered[last]]) > max_tokens:
            yield ordered[first:last]
            first = last
