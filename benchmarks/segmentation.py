"""Sentence boundaries found by azen and by what a user takes off the shelf: precision, recall and F1, side by side.

``python -m benchmarks.segmentation [--cases FILE …] [--lines FILE …]``: a case file marks the boundaries with ``|``; a file of
lines has one sentence a line, which are joined with spaces, so that the joins are the boundaries. A splitter that is not
installed, or refuses the language, is named and left out.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from itertools import pairwise
from pathlib import Path
from time import perf_counter

from translator.segment import segment

CASES = Path(__file__).parent.parent / "tests" / "cases" / "segmentation.txt"
LINES = 500
Splitter = Callable[[str], list[str]]
Case = tuple[str, frozenset[int]]

_PARTS = re.compile("([|‖])([^|‖]+)")


@dataclass(frozen=True, slots=True)
class Score:
    """How many boundaries were found, how many of those are right, and how many there are; seconds taken."""

    found: int
    right: int
    gold: int
    seconds: float

    @property
    def precision(self) -> float:
        """The share of the boundaries found that are right, in percent."""
        return 100 * self.right / max(1, self.found)

    @property
    def recall(self) -> float:
        """The share of the boundaries there are that were found, in percent."""
        return 100 * self.right / max(1, self.gold)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall, in percent."""
        return 2 * self.precision * self.recall / max(1e-9, self.precision + self.recall)


def parse_case(line: str) -> Case:
    """The text of a line of a case file and its inner boundaries, each the place of a sentence's first character.

    ``|`` is a boundary with a space, ``‖`` one with nothing between, ``⏎`` a line break, ``⇥`` a tab.

    >>> parse_case("Nə vaxt?|Sabah!")
    ('Nə vaxt? Sabah!', frozenset({9}))
    """
    text, boundaries = "", set()
    for glue, part in _PARTS.findall("‖" + line.replace("⏎", "\n").replace("⇥", "\t")):
        if glue == "|" and not text[-1].isspace() and not part[0].isspace():
            text += " "
        boundaries.add(len(text) + len(part) - len(part.lstrip()))
        text += part
    return text, frozenset(boundaries - {0})


def read_cases(path: Path) -> list[Case]:
    """The cases of a file; empty lines and lines that begin with ``#`` are left out."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [parse_case(line) for line in lines if line and not line.startswith("#")]


def join_lines(path: Path) -> list[Case]:
    """The first ``LINES`` lines of a file as one case, joined with spaces."""
    lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()][:LINES]
    return [parse_case("|".join(line.replace("|", "/") for line in lines))]


def boundaries(text: str, sentences: list[str]) -> set[int]:
    """The places where the sentences after the first begin."""
    places, place = set(), 0
    for sentence in filter(None, map(str.strip, sentences)):
        place = text.find(sentence, place)
        places.add(place)
        place += len(sentence)
    return places - {min(places, default=0)}


def measure(split: Splitter, cases: list[Case]) -> Score:
    """The score of a splitter over all the cases."""
    found = right = gold = 0
    begun = perf_counter()
    answers = [split(text) for text, _ in cases]
    seconds = perf_counter() - begun
    for (text, expected), sentences in zip(cases, answers, strict=True):
        places = boundaries(text, sentences)
        found, right, gold = found + len(places), right + len(places & expected), gold + len(expected)
    return Score(found, right, gold, seconds)


def splitters() -> Iterator[tuple[str, Splitter | str]]:
    """Each splitter's name with its function, or with the reason why it is left out."""
    yield "azen", lambda text: [sentence.text for sentence in segment(text)]
    for name, package, languages, make in (
        ("pysbd", "pysbd", ("az", "tr", "en"), _pysbd),
        ("sentencex", "sentencex", ("az", "tr", "en"), _sentencex),
        ("PyICU", "pyicu", ("az", "tr"), _icu),
    ):
        for language in languages:
            try:
                yield f"{name} {version(package)} {language}", make(language)
            except (ImportError, PackageNotFoundError):
                yield f"{name} {language}", f"not installed (pip install {package})"
            except ValueError:
                yield f"{name} {version(package)} {language}", "does not take the language"


def _pysbd(language: str) -> Splitter:
    import pysbd  # noqa: PLC0415  # may not be installed

    return pysbd.Segmenter(language=language, clean=False).segment  # type: ignore[no-any-return]


def _sentencex(language: str) -> Splitter:
    import sentencex  # noqa: PLC0415  # may not be installed

    return lambda text: list(sentencex.segment(language, text))


def _icu(language: str) -> Splitter:
    import icu  # noqa: PLC0415  # may not be installed

    iterator = icu.BreakIterator.createSentenceInstance(icu.Locale(language))

    def split(text: str) -> list[str]:
        encoded = icu.UnicodeString(text)
        iterator.setText(encoded)
        places = [0, *iterator]
        return [str(encoded[left:right]) for left, right in pairwise(places)]

    return split


def main(arguments: list[str] | None = None) -> None:
    """Print one table a file."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.segmentation", description="Sentence boundaries: azen and others."
    )
    parser.add_argument("--cases", type=Path, nargs="*", default=[], help="files with | at the boundaries")
    parser.add_argument(
        "--lines", type=Path, nargs="*", default=[], help=f"files with one sentence a line; the first {LINES} are joined"
    )
    chosen = parser.parse_args(arguments)
    files = [(path, read_cases(path)) for path in chosen.cases] + [(path, join_lines(path)) for path in chosen.lines]
    for path, cases in files or [(CASES, read_cases(CASES))]:
        print(f"\n{path.name}: {len(cases)} cases, {sum(len(gold) for _, gold in cases)} boundaries")
        print(f"{'':24}{'precision':>10}{'recall':>8}{'F1':>7}{'ms':>9}")
        for name, split in splitters():
            if isinstance(split, str):
                print(f"{name:24}  left out: {split}")
                continue
            score = measure(split, cases)
            print(f"{name:24}{score.precision:10.1f}{score.recall:8.1f}{score.f1:7.1f}{score.seconds * 1000:9.1f}")


if __name__ == "__main__":
    main()
