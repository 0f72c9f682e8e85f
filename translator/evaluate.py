"""Scores of translations, each with the signature of the settings that made it: BLEU, chrF2, terms, numbers, loops."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from glossary import NAME_KINDS, Outcome, missing_numbers
from translator.checks import loops
from translator.errors import InputError
from translator.files import read_lines

_TERM_COLUMNS = ["az", "required", "forbidden"]


class Score(NamedTuple):
    """A corpus score between 0 and 100; ``signature`` is sacreBLEU's."""

    name: str
    value: float
    signature: str


class TermCase(NamedTuple):
    """A sentence, the English forms of which one of each group has to be in its translation, and those that must not be."""

    source: str
    required: tuple[tuple[str, ...], ...]
    forbidden: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TermScore:
    """How many required forms are there, how many forbidden ones, and each failure as ``line: what``, lines from 2."""

    required: int
    present: int
    forbidden_found: int
    failures: tuple[str, ...]

    @property
    def share(self) -> float:
        """Required forms that are present, between 0 and 1; 1 when none is required."""
        return self.present / self.required if self.required else 1.0


def corpus_scores(outputs: Sequence[str], references: Sequence[str]) -> tuple[Score, Score]:
    """BLEU and chrF2 of a whole corpus, by sacreBLEU with its defaults."""
    from sacrebleu.metrics import BLEU, CHRF  # noqa: PLC0415  # imported on use

    bleu, chrf = BLEU(), CHRF()
    values = [metric.corpus_score(outputs, [references]).score for metric in (bleu, chrf)]
    return Score("BLEU", values[0], str(bleu.get_signature())), Score("chrF2", values[1], str(chrf.get_signature()))


def number_share(sources: Iterable[str], outputs: Iterable[str]) -> float:
    """The numbers of the sources that are in the translations, between 0 and 1; 1 when there are none.

    >>> number_share(["2020-ci ildə 44 gün"], ["In 2020, 40 days"])
    0.5
    """
    pairs = list(zip(sources, outputs, strict=True))
    total = sum(len(missing_numbers(source, "")) for source, _ in pairs)
    lost = sum(len(missing_numbers(source, output)) for source, output in pairs)
    return 1 - lost / total if total else 1.0


def name_share(outcomes: Iterable[Outcome]) -> float:
    """The people, bodies, places and treaties of the term base that came out in an accepted form, between 0 and 1."""
    entries = [(term.match.entry, term.status) for term in outcomes if term.match.entry.kind in NAME_KINDS]
    names = [status for entry, status in entries if (entry.kind, entry.origin) != ("person", "romanization")]  # made by rule
    return sum(status != "not placed" for status in names) / len(names) if names else 1.0


def looping_share(outputs: Sequence[str]) -> float:
    """The outputs that repeat themselves, between 0 and 1."""
    return sum(map(loops, outputs)) / len(outputs) if outputs else 0.0


def term_score(cases: Sequence[TermCase], outputs: Sequence[str]) -> TermScore:
    """How the translations of the cases' sentences keep to their terms; capitals count.

    >>> term_score([TermCase("Şuşa", (("Shusha", "Shushi"), ("city",)), ("glass",))], ["Shusha glass"])
    TermScore(required=2, present=1, forbidden_found=1, failures=('2: city is missing', '2: glass is forbidden'))
    """
    missing: list[str] = []
    found: list[str] = []
    for line, (case, output) in enumerate(zip(cases, outputs, strict=True), start=2):
        groups = [group for group in case.required if not any(form in output for form in group)]
        missing += [f"{line}: {' | '.join(group)} is missing" for group in groups]
        found += [f"{line}: {form} is forbidden" for form in case.forbidden if form in output]
    required = sum(len(case.required) for case in cases)
    return TermScore(required, required - len(missing), len(found), (*missing, *found))


def read_parallel(*paths: Path) -> list[list[str]]:
    """The lines of files that belong together line by line.

    Raises:
        InputError: a file cannot be read, or has another number of lines than the first.
    """
    texts = [read_lines(path) for path in paths]
    for path, lines in zip(paths, texts, strict=True):
        if len(lines) != len(texts[0]):
            raise InputError(f"{path} has {len(lines)} lines and {paths[0]} has {len(texts[0])}: they must match line by line")
    return texts


def read_term_cases(path: Path) -> list[TermCase]:
    """The cases of a tab-separated file with the columns ``az``, ``required`` and ``forbidden``.

    ``;`` parts the requirements and the forbidden forms, ``|`` the alternatives of one requirement.

    Raises:
        InputError: the file cannot be read, or a line has not those columns.
    """
    header, *lines = read_lines(path)
    if not lines or header.split("\t") != _TERM_COLUMNS:
        raise InputError(
            f"{path}:1: the first line must name the columns {', '.join(_TERM_COLUMNS)}, parted by tabs, before the cases"
        )
    return [_term_case(path, number, line) for number, line in enumerate(lines, start=2)]


def _term_case(path: Path, number: int, line: str) -> TermCase:
    cells = line.split("\t")
    if len(cells) > len(_TERM_COLUMNS) or not cells[0].strip():
        raise InputError(f"{path}:{number}: a line must hold a sentence, required forms and forbidden forms, parted by tabs")
    required, forbidden = (*cells[1:], "", "")[:2]
    return TermCase(cells[0], tuple(_split(group, "|") for group in _split(required, ";")), _split(forbidden, ";"))


def _split(text: str, mark: str) -> tuple[str, ...]:
    return tuple(part for piece in text.split(mark) if (part := piece.strip()))
