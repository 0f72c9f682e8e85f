"""From the corpus folder to clean pairs: read, filter, drop what the development sets hold, deduplicate.

Only parts that may go into a shipped model are listed here; the corpus folder's README names the others. Three parts are
files of this package, made for it: ``pairs/composed.tsv.xz``, sentences in both languages, ``pairs/azerbaijani.tsv.xz``, the
Azerbaijani of English sentences of the corpus, and ``pairs/english.tsv.xz``, the English of Azerbaijani sentences of it, each
under the key of the sentence that the corpus has.
"""

from __future__ import annotations

import hashlib
import lzma
import random
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from glossary.casing import lower
from training.turkish import Azerbaijanizer, load_lexicon

MAX_CHARACTERS = 600
MAX_RATIO = 2.6
_LETTERS = re.compile(r"[^\W\d_]")
_MARKUP = re.compile(r"[{}<>|\\]|%[sd1-9]|\$[a-z]|&[a-z]+;|https?://\S{60}")


class Pair(NamedTuple):
    """A source sentence and its English."""

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the training mixture.

    ``file`` under the corpus folder, or an absolute one; ``keyed``: a file that has one side, when ``file`` has only its
    keys; ``language`` of its source; ``select``: values of the first column that are taken (empty: all); ``limit``: the most
    pairs; ``min_words``: shorter sources are dropped; ``tagged``: the source is machine-made.
    """

    name: str
    file: str
    language: str = "az"
    select: tuple[str, ...] = ()
    limit: int = 10**9
    min_words: int = 1
    tagged: bool = False
    keyed: str = ""


_PAIRS = Path(__file__).with_name("pairs")
PARTS: tuple[Part, ...] = (
    Part("news", "az-en/synthetic-news.tsv.xz"),
    Part("diplomacy", "az-en/composed-diplomacy.tsv.xz"),
    Part("reverse", "az-en/reverse-news.tsv.xz"),
    Part("composed", str(_PAIRS / "composed.tsv.xz")),
    Part("english", str(_PAIRS / "azerbaijani.tsv.xz"), keyed="tr-en/open.tsv.xz"),
    Part("monolingual", str(_PAIRS / "english.tsv.xz"), keyed="az/monolingual.tsv.xz"),
    Part("human", "az-en/human-open.tsv.xz", select=("tatoeba", "manythings", "udhr", "docs_react", "docs_ethereum")),
    Part("interface", "az-en/human-open.tsv.xz", select=("i18n_",), min_words=4),
    Part("docs", "az-en/machine-docs.tsv.xz", tagged=True, min_words=3),
    Part("lexicon", "lexicon/az-en.tsv.xz"),
    Part("tr-news", "tr-en/open.tsv.xz", "tr", ("wmt", "setimes", "ud_pud", "xquad", "opensource", "lonweb")),
    Part("tr-short", "tr-en/open.tsv.xz", "tr", ("tatoeba",)),
    Part("tr-course", "tr-en/open.tsv.xz", "tr", ("edu_courses",), limit=60_000, min_words=5),
    Part(
        "tr-docs",
        "tr-en/open.tsv.xz",
        "tr",
        ("msdocs", "php", "python", "react", "mozilla", "gnome"),
        limit=90_000,
        min_words=4,
    ),
    Part("tr-machine", "tr-en/machine.tsv.xz", "tr", ("captions", "ms_iot", "ms_security"), min_words=3),
)
SYNTHETIC: tuple[Part, ...] = (Part("back", "", tagged=True), Part("forward", ""))
"""What ``synthesize`` makes with a model: English put into Azerbaijani, and Azerbaijani put into English."""


def letters(text: str) -> str:
    """The letters and digits of a text in lower case: the key by which sentences are compared."""
    return re.sub(r"[\W_]+", "", lower(text))


def key(sentence: str) -> str:
    """What a sentence of the corpus is called where its text is not given."""
    return hashlib.sha256(letters(sentence).encode()).hexdigest()[:12]


def held_out(folder: Path | None) -> set[str]:
    """The keys of every line of the development sets in a folder; empty without one."""
    if folder is None:
        return set()
    keys = {letters(line) for path in folder.rglob("*") if path.is_file() for line in path.read_text("utf-8").splitlines()}
    return {key for key in keys if len(key) > 12}


def read_part(corpus: Path, part: Part, exclude: set[str]) -> list[Pair]:
    """The clean, distinct pairs of a part, at most ``part.limit``, a fixed random sample when there are more."""
    seen: set[str] = set()
    pairs: list[Pair] = []
    rows = _rows_by_key(corpus / part.file, corpus / part.keyed) if part.keyed else _rows(corpus / part.file)
    for first, pair in rows:
        if part.select and not first.startswith(part.select):
            continue
        clean = _clean(pair, part)
        if clean is None:
            continue
        source_key, target_key = letters(clean.source), letters(clean.target)
        if source_key in exclude or target_key in exclude or source_key + "\t" + target_key in seen:
            continue
        seen.add(source_key + "\t" + target_key)
        pairs.append(clean)
    return pairs if len(pairs) <= part.limit else random.Random(1).sample(pairs, part.limit)


def azerbaijanize(pairs: Iterable[Pair], lexicon: Path) -> list[Pair]:
    """Turkish pairs with the source rewritten the Azerbaijani way."""
    rewrite = Azerbaijanizer(load_lexicon(lexicon))
    return [Pair(rewrite(pair.source), pair.target) for pair in pairs]


def _cells(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a table by column; a row with too few or too many cells is left out."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        columns = next(lines).rstrip("\n").split("\t")
        for line in lines:
            cells = line.rstrip("\n").split("\t")
            if len(cells) == len(columns):
                yield dict(zip(columns, cells, strict=True))


def _rows(path: Path) -> Iterator[tuple[str, Pair]]:
    for row in _cells(path):
        first = row.get("domain") or next(iter(row.values()))
        yield first, Pair(row["az"] if "az" in row else row["tr"], row["en"])


def _rows_by_key(path: Path, keyed: Path) -> Iterator[tuple[str, Pair]]:
    rows = list(_cells(path))
    missing = "en" if rows and "az" in rows[0] else "az"
    known = {key(row[missing]): row[missing] for row in _cells(keyed)}
    for row in rows:
        if row["key"] in known:
            whole = {**row, missing: known[row["key"]]}
            yield "", Pair(whole["az"], whole["en"])


def _clean(pair: Pair, part: Part) -> Pair | None:
    source, target = (" ".join(unicodedata.normalize("NFC", side).split()) for side in pair)
    if not 1 <= len(target) <= MAX_CHARACTERS or not 1 <= len(source) <= MAX_CHARACTERS:
        return None
    if len(source.split()) < part.min_words or _MARKUP.search(source) or _MARKUP.search(target):
        return None
    if len(_LETTERS.findall(source)) < 0.5 * len(source) and part.name != "news":
        return None
    ratio = (len(target) + 10) / (len(source) + 10)
    if not 1 / MAX_RATIO <= ratio <= MAX_RATIO:
        return None
    if len(source) > 20 and letters(source) == letters(target):
        return None
    return Pair(source, target)
