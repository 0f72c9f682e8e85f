"""The values of the glossary: entries, matches in the source, edits to the translation, outcomes; they import nothing of ours.

Every span counts code points and is half-open.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

Kind = Literal[
    "person", "title", "body", "place", "country", "demonym", "language", "currency", "treaty", "abbreviation", "expression"
]
KINDS: tuple[Kind, ...] = get_args(Kind)
Status = Literal["already right", "fixed", "not placed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One term of a term base; the columns are those of ``glossary/data/README.md``."""

    source: str
    target: str
    kind: Kind
    variants: tuple[str, ...] = ()
    short: str = ""
    years: str = ""
    case_sensitive: bool = True
    origin: str = ""
    notes: str = ""


class Row(NamedTuple):
    """An entry and where it was read: ``line`` counts from 1 (in TBX and TMX the line of the element)."""

    entry: Entry
    path: str
    line: int


class Problem(NamedTuple):
    """Something wrong with a line of a term base, said in English."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


@dataclass(frozen=True, slots=True)
class Match:
    """A term found in a source text.

    ``source[start:stop]`` is the whole inflected form; ``source[start:stem_stop]`` its stem and ``source[stem_stop:stop]`` the
    suffixes of the last word. ``target`` is the English form for this mention: the entry's, or the surname alone, or
    initials with the surname.
    """

    start: int
    stop: int
    stem_stop: int
    entry: Entry
    target: str


@dataclass(frozen=True, slots=True)
class Edit:
    """A proposed change: ``translation[start:stop]`` becomes ``replacement``; spans index the text before any edit."""

    start: int
    stop: int
    replacement: str
    entry: Entry
    reason: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one match: where it stands in the final translation (``None`` when not placed) and the edit, if any.

    ``message`` is for the user; a match not placed has none when it is a common noun, which English may well put otherwise.
    """

    match: Match
    status: Status
    target_span: tuple[int, int] | None
    edit: Edit | None
    message: str = ""
