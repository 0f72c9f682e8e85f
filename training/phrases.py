"""Aligned phrases of sentence pairs: which English words stand for which Azerbaijani ones (eflomal, both ways, intersected)."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from glossary.casing import lower
from training.corpus import Pair

_WORD = re.compile(r"\w+(?:[-'’.]\w+)*")
_STEM = 6
MAX_WORDS = 5
_CROSSES = re.compile(r"[\"“”„«»():;?!…—–]|, ")
_FUNCTION = frozenset(
    """a an the of in on at to for from by with and or but as is are was were be been not no it its he she his her him they
    them their this that these those which who whom what when while will would has have had do does did i you we our your my
    me us if so than then there here also into about over under after before between during up out off only more most such
    one all any some other""".split()  # noqa: SIM905  # a list of ninety words, one a line, is no easier to read
)


class Phrase(NamedTuple):
    """``source[source_start:source_stop]`` is translated by ``target[target_start:target_stop]``."""

    source_start: int
    source_stop: int
    target_start: int
    target_stop: int


def align(pairs: Sequence[Pair]) -> list[list[Phrase]]:
    """The consistent phrases, up to five words on the source side, of each pair."""
    from eflomal import Aligner  # noqa: PLC0415  # needed only where training data is prepared

    with tempfile.TemporaryDirectory() as folder:
        source, target, forward, reverse = (Path(folder) / name for name in ("source", "target", "forward", "reverse"))
        _write(source, (pair.source for pair in pairs), _STEM)
        _write(target, (pair.target for pair in pairs), 100)
        with source.open(encoding="utf-8") as source_file, target.open(encoding="utf-8") as target_file:
            Aligner().align(source_file, target_file, links_filename_fwd=str(forward), links_filename_rev=str(reverse))
        links = zip(_read(forward), _read(reverse), strict=True)
        return [_phrases(pair, one & other) for pair, (one, other) in zip(pairs, links, strict=True)]


def _write(path: Path, texts: Iterable[str], stem: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        for text in texts:
            words = [lower(match.group())[:stem] if stem < 100 else match.group().lower() for match in _WORD.finditer(text)]
            file.write(" ".join(words or ["-"]) + "\n")


def _read(path: Path) -> list[set[tuple[int, int]]]:
    lines = path.read_text("utf-8").splitlines()
    return [{(int(i), int(j)) for i, j in (link.split("-") for link in line.split())} for line in lines]


def _phrases(pair: Pair, links: set[tuple[int, int]]) -> list[Phrase]:
    """Phrase pairs in which no word is linked outside the pair, and the outer words are linked (Koehn 2010, section 5.2.2)."""
    sources, targets = list(_WORD.finditer(pair.source)), list(_WORD.finditer(pair.target))
    found: list[Phrase] = []
    for first in range(len(sources)):
        for last in range(first, min(first + MAX_WORDS, len(sources))):
            inside = [(i, j) for i, j in links if first <= i <= last]
            ends = {i for i, _ in inside}
            if first not in ends or last not in ends:
                continue
            low, high = min(j for _, j in inside), max(j for _, j in inside)
            if high - low < MAX_WORDS + 2 and not any(low <= j <= high and not first <= i <= last for i, j in links):
                found.append(Phrase(sources[first].start(), sources[last].end(), targets[low].start(), targets[high].end()))
    return [phrase for phrase in found if _is_term(pair, phrase)]


def _is_term(pair: Pair, phrase: Phrase) -> bool:
    """Whether a phrase could stand in a term base: within one clause, and not of function words alone or at its edges."""
    source = pair.source[phrase.source_start : phrase.source_stop]
    target = pair.target[phrase.target_start : phrase.target_stop]
    words = target.lower().split()
    edges = words[0] in _FUNCTION or words[-1] in _FUNCTION
    return not edges and not _CROSSES.search(source) and not _CROSSES.search(target)
