"""Training text made by a model of the first round: English put into Azerbaijani, and Azerbaijani put into English.

``work/parts/back.tsv.xz`` gets authentic English with machine-made sources (Sennrich et al. 2016, Improving NMT Models with
Monolingual Data), drawn from the likeliest pieces and not the best (Edunov et al. 2018, Understanding Back-Translation at
Scale); ``work/parts/forward.tsv.xz`` authentic Azerbaijani with machine-made English, the likelier part of it (He et al. 2020,
Revisiting Self-Training).
"""

from __future__ import annotations

import lzma
import random
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import ctranslate2
import sentencepiece

from glossary import missing_numbers
from training.corpus import Pair, held_out, letters
from training.export import export
from training.prepare import MONOLINGUAL, TO_AZERBAIJANI, part_path, read_pairs, tokenizer_path, write_pairs
from training.recipe import Recipe
from translator.checks import fault
from translator.engine.codec import Codec
from translator.engine.convert import convert
from translator.engine.folder import read_folder

ENGLISH: Mapping[str, int] = {
    "tr-news": 26_000,
    "tr-short": 40_000,
    "tr-course": 40_000,
    "tr-machine": 15_000,
    "tr-docs": 15_000,
}
"""Parts whose English is put into Azerbaijani, and how many sentences of each."""
MAX_PIECES = 120
KEPT = 0.8  # share of the forward translations, the likeliest
LIKELIEST, TEMPERATURE = 8, 0.9
_CHUNK = 8_000


def synthesize(corpus: Path, evaluation: Path | None, work: Path, start: Recipe) -> None:
    """Writes the two parts from the best weights of a recipe's run; a part that is already there is kept."""
    with tempfile.TemporaryDirectory() as folder:
        model = _Model(work, start, Path(folder))
        if not part_path(work, "forward").exists():
            write_pairs(part_path(work, "forward"), _forward(model, _monolingual(corpus, evaluation, work)))
        if not part_path(work, "back").exists():
            write_pairs(part_path(work, "back"), _back(model, _english(work)))


def _forward(model: _Model, sources: Sequence[str]) -> list[Pair]:
    """The likelier translations that lost no number and are not plainly wrong."""
    found = [
        (score, Pair(source, target))
        for source, (target, score) in zip(sources, model.translate(sources, beam_size=2), strict=True)
        if not fault(source, target) and not missing_numbers(source, target)
    ]
    found.sort(reverse=True)
    return [pair for _, pair in found[: int(KEPT * len(found))]]


def _back(model: _Model, english: Sequence[str]) -> list[Pair]:
    sampling = {"sampling_topk": LIKELIEST, "sampling_temperature": TEMPERATURE}
    made = model.translate(english, tag=TO_AZERBAIJANI, beam_size=1, **sampling)
    return [
        Pair(text, target)
        for target, (text, _) in zip(english, made, strict=True)
        if not fault(target, text) and "\t" not in text
    ]


def _english(work: Path) -> list[str]:
    chance = random.Random(1)
    found: set[str] = set()
    for name, limit in ENGLISH.items():
        if part_path(work, name).exists():
            targets = sorted({pair.target for pair in read_pairs(part_path(work, name))})
            found.update(chance.sample(targets, min(limit, len(targets))))
    return sorted(found)


def _monolingual(corpus: Path, evaluation: Path | None, work: Path) -> list[str]:
    """Azerbaijani sentences that are in no development set and were not translated already."""
    translated = [part_path(work, name) for name in ("news", "monolingual") if part_path(work, name).exists()]
    known = held_out(evaluation).union(*({letters(pair.source) for pair in read_pairs(path)} for path in translated))
    with lzma.open(corpus / MONOLINGUAL, "rt", encoding="utf-8") as file:
        sentences = [" ".join(line.rstrip("\n").split("\t")[2].split()) for line in file][1:]
    return [sentence for sentence in dict.fromkeys(sentences) if letters(sentence) not in known and len(sentence) < 500]


class _Model:
    """The best weights of a run in CTranslate2."""

    def __init__(self, work: Path, start: Recipe, folder: Path) -> None:
        export(work, folder / "hf", start)
        (folder / "ct2").mkdir()
        found = read_folder("first", folder / "hf")
        convert(found, Codec(found).vocabulary, folder / "ct2")
        device = "cuda" if ctranslate2.get_cuda_device_count() else "cpu"
        self._translator = ctranslate2.Translator(str(folder / "ct2"), device=device, inter_threads=2, intra_threads=1)
        self._spm = sentencepiece.SentencePieceProcessor(model_file=str(tokenizer_path(work)))

    def translate(self, texts: Sequence[str], tag: str = "", **options: Any) -> list[tuple[str, float]]:
        """The translation of each text with its mean log probability; empty for a text that is too long."""
        made: list[tuple[str, float]] = []
        for first in range(0, len(texts), _CHUNK):
            encoded = self._spm.encode(list(texts[first : first + _CHUNK]), out_type=str)
            sources = [[*([tag] if tag else []), *pieces, "</s>"] for pieces in encoded]
            results = self._translator.translate_batch(
                [source if len(source) <= MAX_PIECES else ["</s>"] for source in sources],
                max_batch_size=4096, batch_type="tokens", max_decoding_length=2 * MAX_PIECES, return_scores=True, **options,
            )  # fmt: skip
            for source, result in zip(sources, results, strict=True):
                fits = len(source) <= MAX_PIECES
                made.append((self._spm.decode(result.hypotheses[0]), result.scores[0]) if fits else ("", 0.0))
            print(f"translated {len(made)} of {len(texts)}", flush=True)
        return made
