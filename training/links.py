"""Which source piece each target piece comes from, by eflomal, and what a model can be told with it before it is trained.

``work/parts/NAME.links.xz`` has a line for each pair of the part: for each target piece the number of its source piece, or -1.
"""

from __future__ import annotations

import lzma
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import sentencepiece

from training.corpus import Pair
from training.prepare import VARIED, part_path, read_pairs, tokenizer_path, write_lines
from translator.engine.inline import MARKS

LINKED = (*VARIED, "lexicon")
LEAST_CHANCE = 0.05
Ids = Sequence[int]


def link_parts(work: Path) -> None:
    """Writes the links of the Azerbaijani parts, aligned all together, unless all are newer than parts and tokenizer."""
    names = [name for name in LINKED if part_path(work, name).exists()]
    made = max(path.stat().st_mtime for path in (tokenizer_path(work), *(part_path(work, name) for name in names)))
    links = [links_path(work, name) for name in names]
    if all(path.exists() and path.stat().st_mtime > made for path in links):
        return
    spm = sentencepiece.SentencePieceProcessor(model_file=str(tokenizer_path(work)))
    parts = {name: encode(spm, read_pairs(part_path(work, name))) for name in names}
    aligned = align([pair for pairs in parts.values() for pair in pairs])
    copies = Copies(spm)
    for path, pairs in zip(links, parts.values(), strict=True):
        write_lines(path, (" ".join(map(str, copies.link(*pair, next(aligned)))) for pair in pairs))


class Copies:
    """What is copied letter by letter, figures and the English of inline terms: there eflomal takes one digit for another."""

    def __init__(self, spm: sentencepiece.SentencePieceProcessor) -> None:
        self._digits = {spm.piece_to_id(digit) for digit in "0123456789"}
        _, self._is, self._close = (spm.piece_to_id(mark) for mark in MARKS)

    def link(self, source: Ids, target: Ids, links: list[int]) -> list[int]:
        """The links, those of what is copied set piece by piece, each occurrence in the target to one in the source."""
        found = list(links)
        taken: set[int] = set()
        for start, stop in self._terms(source) or ():
            place = _find(target, source[start:stop], taken)
            if place is not None:
                taken.update(range(place, place + stop - start))
                found[place : place + stop - start] = range(start, stop)
        figures = self._figures(source)
        for start, stop in self._figures(target):
            same = next((run for run in figures if source[slice(*run)] == target[start:stop]), None)
            if same and start not in taken:
                figures.remove(same)
                found[start:stop] = range(*same)
        return found

    def _terms(self, source: Ids) -> list[tuple[int, int]]:
        opened = [place + 1 for place, piece in enumerate(source) if piece == self._is]
        closed = [place for place, piece in enumerate(source) if piece == self._close]
        return list(zip(opened, closed, strict=False))

    def _figures(self, ids: Ids) -> list[tuple[int, int]]:
        """The runs of digits."""
        runs: list[tuple[int, int]] = []
        for place, piece in enumerate(ids):
            if piece in self._digits:
                begun = runs.pop()[0] if runs and runs[-1][1] == place else place
                runs.append((begun, place + 1))
        return runs


def _find(ids: Ids, wanted: Ids, taken: set[int]) -> int | None:
    """Where ``wanted`` stands in ``ids``, on places that are not taken."""
    size = len(wanted)
    places = (place for place in range(len(ids) - size + 1) if ids[place : place + size] == wanted)
    return next((place for place in places if taken.isdisjoint(range(place, place + size))), None)


def links_path(work: Path, name: str) -> Path:
    """Where a part's links are."""
    return work / "parts" / f"{name}.links.xz"


def read_links(path: Path) -> list[list[int]]:
    """The links of a part, a list for each pair."""
    with lzma.open(path, "rt", encoding="utf-8") as file:
        return [[int(place) for place in line.split()] for line in file]


def encode(spm: sentencepiece.SentencePieceProcessor, pairs: Iterable[Pair]) -> list[tuple[Ids, Ids]]:
    """Both sides of pairs as ids, without ``</s>``."""
    sources, targets = zip(*pairs, strict=True)
    return list(zip(spm.encode(list(sources)), spm.encode(list(targets)), strict=True))


def align(pairs: Sequence[tuple[Ids, Ids]]) -> Iterator[list[int]]:
    """For each pair the source place of each target piece, -1 for none."""
    from eflomal import Aligner  # noqa: PLC0415  # needed only where training data is prepared

    with tempfile.TemporaryDirectory() as folder:
        source, target, links = (Path(folder) / name for name in ("source", "target", "links"))
        for path, side in ((source, 0), (target, 1)):
            path.write_text("".join(" ".join(map(str, pair[side] or (1,))) + "\n" for pair in pairs), "utf-8")
        with source.open(encoding="utf-8") as source_file, target.open(encoding="utf-8") as target_file:
            Aligner().align(source_file, target_file, links_filename_fwd=str(links))
        yield from read_alignment(links.read_text("utf-8").splitlines(), pairs)


def read_alignment(lines: Iterable[str], pairs: Iterable[tuple[Ids, Ids]]) -> Iterator[list[int]]:
    """Links in eflomal's ``source-target`` notation, by target piece.

    >>> list(read_alignment(["0-1 2-0"], [([5, 6, 7], [8, 9, 10])]))
    [[2, 0, -1]]
    """
    for line, (_, target) in zip(lines, pairs, strict=True):
        found = {int(j): int(i) for i, j in (link.split("-") for link in line.split())}
        yield [found.get(place, -1) for place in range(len(target))]


def translations(work: Path) -> dict[int, list[tuple[int, float]]]:
    """For each piece that is mostly met in sources, the target pieces it is linked with and their shares of its links."""
    spm = sentencepiece.SentencePieceProcessor(model_file=str(tokenizer_path(work)))
    together: dict[int, Counter[int]] = defaultdict(Counter)
    in_target: Counter[int] = Counter()
    for name in LINKED:
        if not links_path(work, name).exists():
            continue
        pairs = encode(spm, read_pairs(part_path(work, name)))
        for (source, target), links in zip(pairs, read_links(links_path(work, name)), strict=True):
            in_target.update(target)
            for piece, place in zip(target, links, strict=True):
                if place >= 0:
                    together[source[place]][piece] += 1
    return {
        piece: [(other, count / found.total()) for other, count in found.items() if count > LEAST_CHANCE * found.total()]
        for piece, found in together.items()
        if found.total() > in_target[piece]
    }
