"""The prepared parts as streams of encoded rows."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import sentencepiece
import torch

from training.batches import Ids, Mixture, Pool, Rows, flatten, flatten_links
from training.corpus import PARTS, SYNTHETIC
from training.links import links_path, read_links
from training.prepare import (
    DEV_SETS,
    MACHINE_MADE,
    TAGS,
    TO_AZERBAIJANI,
    TO_TURKISH,
    VARIANTS,
    VARIED,
    part_path,
    read_pairs,
    tokenizer_path,
)
from training.recipe import Phase, Recipe

SAMPLING: dict[str, Any] = {"enable_sampling": True, "alpha": 0.2, "nbest_size": -1}


class Data:
    """The tokenizer, the pool of rows and the mixture over it."""

    def __init__(self, work: Path, recipe: Recipe, device: torch.device) -> None:
        self.spm = sentencepiece.SentencePieceProcessor(model_file=str(tokenizer_path(work)))
        self.pool = Pool(self.spm.get_piece_size(), device)
        self.mixture = Mixture(self.pool, recipe.max_length, recipe.seed)
        self._resampled = recipe.resampled
        self.dev: dict[str, tuple[Rows, list[str]]] = {}
        self.tags = {tag: self.spm.piece_to_id(tag) for tag in TAGS}

    def load_parts(self, work: Path, phases: Iterable[Phase]) -> None:
        """Adds the parts that the phases name, as far as they are there."""
        wanted = {name for phase in phases for name in phase.weights}
        jobs = [
            job
            for part in (*PARTS, *SYNTHETIC)
            for name in sorted({part.name, part.name.replace("tr-", "trz-")})
            if part_path(work, name).exists()
            for job in self._jobs(name, part.tagged, wanted)
        ]
        with multiprocessing.get_context("fork").Pool(min(len(jobs), os.cpu_count() or 1)) as pool:
            encoded = pool.map(_encode, [(work, job) for job in jobs], chunksize=1)
        rows = {job: self.pool.add_flat(*arrays) for job, arrays in zip(jobs, encoded, strict=True)}
        for job in jobs:
            if job.side == "source" and not job.reverse:
                links = self._links(work, job, rows[job])
                self.mixture.add(job.name, rows[job], rows[Job(job.name, "target")], links)
            elif job.side == "source":
                self.mixture.add(f"{job.name}<", rows[job._replace(side="target", tag=self._reverse_tag(job.name))], rows[job])

    def _links(self, work: Path, job: Job, rows: Rows) -> Rows | None:
        """The links of a part, which hold for the plain encoding of its sources."""
        if job.turn or not links_path(work, job.name).exists():
            return None
        return self.pool.add_flat(*flatten_links(read_links(links_path(work, job.name)), self.pool.lengths[rows].tolist()))

    def _reverse_tag(self, name: str) -> int:
        return self.tags[TO_TURKISH if name.startswith("tr") else TO_AZERBAIJANI]

    def _jobs(self, name: str, tagged: bool, wanted: set[str]) -> list[Job]:
        """What is to be encoded of a part: both sides, more samples of Azerbaijani sources, and the same turned round."""
        jobs: list[Job] = []
        if name in wanted:
            turns = 1 if name.startswith("tr") else self._resampled
            tag = self.tags[MACHINE_MADE] if tagged else None
            jobs += [Job(name, "target"), *(Job(name, "source", tag, turn) for turn in range(turns))]
        if f"{name}<" in wanted:
            jobs += [Job(name, "target", self._reverse_tag(name), reverse=True), Job(name, "source", reverse=True)]
        return jobs

    def load_dev(self, work: Path) -> None:
        """Adds the development sets, each as a stream ``dev/NAME`` and as rows and references in ``self.dev``."""
        for name in DEV_SETS:
            if part_path(work, f"dev/{name}").exists():
                sources, targets = zip(*read_pairs(part_path(work, f"dev/{name}")), strict=True)
                self.dev[name] = self.pool.add(self.encode(sources)), list(targets)
                self.mixture.add(f"dev/{name}", self.dev[name][0], self.pool.add(self.encode(targets)))

    def encode(self, texts: tuple[str, ...] | list[str], sampled: bool = False) -> list[list[int]]:
        """The piece ids of texts, without ``</s>``; ``sampled`` draws a segmentation from the unigram model."""
        options = SAMPLING if sampled else {}
        return self.spm.encode(list(texts), num_threads=os.cpu_count() or 1, **options)  # type: ignore[no-any-return]  # untyped


class Job(NamedTuple):
    """One side of a part to be encoded: with a tag before it, drawn anew when ``turn`` is not 0, for the reverse direction."""

    name: str
    side: str
    tag: int | None = None
    turn: int = 0
    reverse: bool = False


def _encode(work_and_job: tuple[Path, Job]) -> tuple[Ids, Rows]:
    work, job = work_and_job
    pairs = read_pairs(part_path(work, job.name))
    if job.reverse and job.name in VARIED:
        pairs = pairs[:: VARIANTS + 1]
    spm = sentencepiece.SentencePieceProcessor(model_file=str(tokenizer_path(work)))
    sampling = SAMPLING if job.turn else {}
    return flatten(spm.encode([getattr(pair, job.side) for pair in pairs], num_threads=1, **sampling), job.tag)
