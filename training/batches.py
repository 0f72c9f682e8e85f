"""Sentences as rows of one long tensor, streams of row pairs, and the batches drawn from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import torch

Rows = np.ndarray[tuple[int], np.dtype[np.int64]]
Examples = np.ndarray[tuple[int, int], np.dtype[np.int64]]  # rows of source, target and links


Ids = np.ndarray[tuple[int], np.dtype[np.int32]]


class Batch(NamedTuple):
    """Padded ids: ``source`` [batch, source_len] and ``target`` [batch, target_len], both ending in ``</s>`` before padding.

    ``links`` [batch, target_len]: the place of each target piece's source piece, -1 where it is not known.
    ``places`` [n]: where the pieces of ``target``, flattened, are, padding left out.
    """

    source: torch.Tensor
    target: torch.Tensor
    links: torch.Tensor
    places: torch.Tensor


def flatten(sentences: Sequence[Sequence[int]], tag: int | None = None) -> tuple[Ids, Rows]:
    """The ids of all sentences one after the other, each between its tag and ``</s>``, and their lengths."""
    before = [] if tag is None else [tag]
    lengths = np.fromiter((len(ids) + 1 + len(before) for ids in sentences), dtype=np.int64, count=len(sentences))
    pieces = (piece for ids in sentences for piece in (*before, *ids, 0))
    return np.fromiter(pieces, dtype=np.int32, count=int(lengths.sum())), lengths


def flatten_links(links: Sequence[Sequence[int]], source_lengths: Sequence[int]) -> tuple[Ids, Rows]:
    """The links of all target sentences one after the other, with that of ``</s>`` to ``</s>``, and their lengths."""
    lengths = np.fromiter((len(places) + 1 for places in links), dtype=np.int64, count=len(links))
    flat = (place for places, end in zip(links, source_lengths, strict=True) for place in (*places, end - 1))
    return np.fromiter(flat, dtype=np.int32, count=int(lengths.sum())), lengths


class Pool:
    """All sentences, encoded; a row is one sentence with ``</s>`` at its end, or the links of a target sentence.

    ``unlinked``: the row of links that says nothing.
    """

    def __init__(self, pad: int, device: torch.device) -> None:
        self.pad = pad
        self.device = device
        self._flat = [np.zeros(0, dtype=np.int32)]
        self.lengths: Rows = np.zeros(0, dtype=np.int64)
        self._starts: Rows = np.zeros(0, dtype=np.int64)
        self._tensor: torch.Tensor | None = None
        self.unlinked = self.add_flat(np.array([-1], dtype=np.int32), np.ones(1, dtype=np.int64))[0]

    def add(self, sentences: Sequence[Sequence[int]], tag: int | None = None) -> Rows:
        """The rows of new sentences, each with ``tag`` before it when there is one."""
        return self.add_flat(*flatten(sentences, tag))

    def add_flat(self, flat: Ids, lengths: Rows) -> Rows:
        """The rows of new sentences that stand one after the other in ``flat``, of ``lengths`` ids with ``</s>``."""
        used = sum(part.size for part in self._flat)
        first = self.lengths.size
        self._starts = np.concatenate([self._starts, used + np.cumsum(lengths) - lengths])
        self.lengths = np.concatenate([self.lengths, lengths])
        self._flat.append(flat)
        self._tensor = None
        return np.arange(first, first + lengths.size)

    def ids(self, rows: Rows) -> torch.Tensor:
        """The padded ids [row, length] of some rows; the length is a multiple of eight."""
        if self._tensor is None:
            self._flat = [np.concatenate(self._flat)]
            self._tensor = torch.from_numpy(self._flat[0]).to(self.device)
        places_of_rows = torch.from_numpy(np.stack([self._starts[rows], self.lengths[rows]]))
        if self.device.type == "cuda":
            places_of_rows = places_of_rows.pin_memory()  # so that the copy does not wait for the work before it
        starts, lengths = places_of_rows.to(self.device, non_blocking=True)
        columns = torch.arange(-(-int(self.lengths[rows].max()) // 8) * 8, device=self.device)
        places = (starts[:, None] + columns).clamp_(max=self._tensor.numel() - 1)
        return torch.where(columns < lengths[:, None], self._tensor[places].long(), self.pad)

    def batch(self, examples: Examples) -> Batch:
        """The batch of some examples."""
        source, target, links = (self.ids(examples[:, column]) for column in range(3))
        links = torch.where(links == self.pad, -1, links)
        links = torch.nn.functional.pad(links, (0, target.shape[1] - links.shape[1]), value=-1)
        places = np.flatnonzero(np.arange(target.shape[1]) < self.lengths[examples[:, 1], None])
        return Batch(source, target, links, torch.from_numpy(places).to(self.device, non_blocking=True))

    def counts(self, rows: Rows) -> torch.Tensor:
        """How often each id [ids] is in some rows, none of them twice."""
        flat = np.concatenate(self._flat)
        inside = np.zeros(flat.size + 1, dtype=np.int8)
        np.add.at(inside, self._starts[rows], 1)
        np.add.at(inside, self._starts[rows] + self.lengths[rows], -1)
        counts = np.bincount(flat[np.cumsum(inside, dtype=np.int8)[:-1] > 0], minlength=self.pad + 1)
        return torch.from_numpy(counts).to(self.device)


class Mixture:
    """Streams of examples, drawn in proportion to weights; a stream starts over, newly shuffled, when it is used up."""

    def __init__(self, pool: Pool, max_length: int, seed: int) -> None:
        self._pool = pool
        self._max_length = max_length
        self._random = np.random.default_rng(seed)
        self._streams: dict[str, Examples] = {}
        self._queues: dict[str, Rows] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._streams

    def add(self, name: str, sources: Rows, targets: Rows, links: Rows | None = None) -> None:
        """Adds examples to a stream; those too long for the model are left out."""
        known = np.full_like(sources, self._pool.unlinked) if links is None else links
        examples = np.stack([sources, targets, known], axis=1)
        examples = examples[(self._pool.lengths[examples] <= self._max_length).all(axis=1)]
        self._streams[name] = np.concatenate([self._streams[name], examples]) if name in self._streams else examples
        self._queues[name] = np.zeros(0, dtype=np.int64)

    def batches(self, weights: Mapping[str, float], max_tokens: int, count: int) -> Iterator[Examples]:
        """The batches, at most ``max_tokens`` padded pieces a side, of ``count`` examples drawn by weight."""
        known = {name: weight for name, weight in weights.items() if name in self._streams}
        total = sum(known.values())
        drawn = [self._draw(name, round(count * weight / total)) for name, weight in known.items()]
        examples = np.concatenate(drawn)
        yield from self._random.permuted(self._cut(examples, max_tokens))

    def in_order(self, name: str, max_tokens: int) -> Iterator[Examples]:
        """The batches of one stream, sorted by length, each example once."""
        yield from self._cut(self._streams[name], max_tokens)

    def targets(self) -> Rows:
        """The rows that are a target in some stream."""
        return np.unique(np.concatenate([examples[:, 1] for examples in self._streams.values()]))

    def _draw(self, name: str, count: int) -> Examples:
        queue = self._queues[name]
        while queue.size < count:
            queue = np.concatenate([queue, self._random.permutation(len(self._streams[name]))])
        self._queues[name] = queue[count:]
        return self._streams[name][queue[:count]]

    def _cut(self, examples: Examples, max_tokens: int) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
        """Batches of sources that are alike in length and then of targets, up and down by turns, so that little is padding."""
        sources, targets = -(-self._pool.lengths[examples[:, :2]].T // 8) * 8
        turned = np.where(sources // 8 % 2, targets, -targets)
        order = np.lexsort((self._random.random(sources.size), turned, sources))
        padded = np.maximum(sources, targets)[order]
        batches: list[Examples] = []
        first, widest = 0, 0
        for last in range(order.size + 1):
            if last == order.size or (last + 1 - first) * max(widest, padded[last]) > max_tokens:
                batches.append(examples[order[first:last]])
                first, widest = last, 0
            widest = max(widest, padded[last]) if last < order.size else 0
        result = np.empty(len(batches), dtype=np.object_)
        result[:] = batches
        return result
