"""The corpus folder made ready: clean parts with variants, Turkish rewritten, and the tokenizer, all under the work folder.

``work/parts/NAME.tsv.xz`` holds ``source<TAB>target`` lines; the variants of a pair stand next to it.
"""

from __future__ import annotations

import filecmp
import lzma
import random
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

import sentencepiece

from training.augment import name_of, vary
from training.corpus import PARTS, Pair, azerbaijanize, held_out, read_part
from training.phrases import align
from translator.engine.inline import MARKS

TO_AZERBAIJANI, TO_TURKISH, MACHINE_MADE = TAGS = ("<2az>", "<2tr>", "<bt>")
DEV_SETS = ("flores-dev", "xwmt", "diplomacy-dev")
VARIED = ("news", "diplomacy", "reverse", "human", "composed", "english", "monolingual")
VARIANTS = 3
LEXICON = "lexicon/tr-az.tsv.xz"
MONOLINGUAL = "az/monolingual.tsv.xz"
VOCABULARY = 10_239
MAX_TOKENIZER_LINES = 120_000


def prepare(corpus: Path, evaluation: Path | None, work: Path, vocabulary: int = VOCABULARY, start: Path | None = None) -> None:
    """Writes parts and tokenizer under ``work``; a part that is already there is kept.

    ``start``: a model folder whose tokenizer is taken instead of a new one.
    """
    exclude = held_out(evaluation)
    for part in PARTS:
        found = all((corpus / file).exists() for file in (part.file, part.keyed))
        if not found or part_path(work, part.name).exists():
            continue
        pairs = read_part(corpus, part, exclude)
        if part.language == "tr":
            write_pairs(part_path(work, part.name.replace("tr-", "trz-")), azerbaijanize(pairs, corpus / LEXICON))
        write_pairs(part_path(work, part.name), with_variants(pairs) if part.name in VARIED else pairs)
        print(f"{part.name}: {len(pairs)} pairs", flush=True)
    for name in DEV_SETS:
        if evaluation and (evaluation / f"{name}.az").exists():
            sides = [(evaluation / f"{name}.{language}").read_text("utf-8").splitlines() for language in ("az", "en")]
            write_pairs(part_path(work, f"dev/{name}"), map(Pair, *sides))
    tokenizer = tokenizer_path(work)
    if start and not (tokenizer.exists() and filecmp.cmp(start / "source.spm", tokenizer, shallow=False)):
        shutil.copyfile(start / "source.spm", tokenizer)
    elif not tokenizer.exists():
        train_tokenizer(corpus, work, vocabulary)


def with_variants(pairs: Sequence[Pair]) -> list[Pair]:
    """Each pair followed by its variants."""
    chance = random.Random(1)
    phrases = align(pairs)
    names = [name for pair, found in zip(pairs, phrases, strict=True) for phrase in found if (name := name_of(pair, phrase))]
    result: list[Pair] = []
    for pair, found in zip(pairs, phrases, strict=True):
        result.append(pair)
        result += [vary(pair, found, chance.choice(pairs), chance, names) for _ in range(VARIANTS)]
    return result


def train_tokenizer(corpus: Path, work: Path, vocabulary: int) -> None:
    """One SentencePiece unigram model for both sides; ``</s>`` is 0, ``<unk>`` 1, then tags and marks, then bytes."""
    lines: list[str] = []
    chance = random.Random(1)
    for part in PARTS:
        if not part_path(work, part.name).exists():
            continue
        name = part.name.replace("tr-", "trz-")
        pairs = read_pairs(part_path(work, name))[:: VARIANTS + 1 if part.name in VARIED else 1]
        for side in zip(*pairs, strict=True):
            lines += chance.sample(
                side, min(len(side), MAX_TOKENIZER_LINES if part.language == "az" else MAX_TOKENIZER_LINES // 8)
            )
    if (corpus / MONOLINGUAL).exists():
        with lzma.open(corpus / MONOLINGUAL, "rt", encoding="utf-8") as file:
            lines += [line.rstrip("\n").split("\t")[2] for line in file]
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines),
        model_prefix=str(tokenizer_path(work).with_suffix("")),
        vocab_size=vocabulary,
        model_type="unigram",
        character_coverage=0.9999,
        byte_fallback=True,
        normalization_rule_name="identity",
        split_digits=True,
        eos_id=0,
        unk_id=1,
        bos_id=-1,
        pad_id=-1,
        user_defined_symbols=[*MARKS, *TAGS],
        hard_vocab_limit=False,
        minloglevel=1,
    )


def part_path(work: Path, name: str) -> Path:
    """Where a part's pairs are."""
    return work / "parts" / f"{name}.tsv.xz"


def tokenizer_path(work: Path) -> Path:
    """Where the SentencePiece model is."""
    return work / "spm.model"


def write_pairs(path: Path, pairs: Iterable[Pair]) -> None:
    """Writes a part."""
    write_lines(path, (f"{source}\t{target}" for source, target in pairs))


def write_lines(path: Path, lines: Iterable[str]) -> None:
    """Writes a file of the work folder, which appears only when it is whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    with lzma.open(partial, "wt", encoding="utf-8", preset=6) as file:
        file.writelines(f"{line}\n" for line in lines)
    partial.rename(path)


def read_pairs(path: Path) -> list[Pair]:
    """The pairs of a part."""
    with lzma.open(path, "rt", encoding="utf-8") as file:
        return [Pair(*line.rstrip("\n").split("\t")) for line in file]
