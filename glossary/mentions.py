"""Terms through a whole document: who has been named, and which abbreviation stands for which body."""

from __future__ import annotations

import re
from collections.abc import Iterable

from glossary.match import Matcher
from glossary.suffixes import is_derived, is_plural
from glossary.types import Entry, Kind, Match

_IN_BRACKETS = re.compile(r"[\"”»]?\s?\(\s?[\"“«]?([A-ZÇÖÜĞİƏŞ]{2,8})(?:-\w+)?[\"”»]?\s?\)")
_INLINE_KINDS: frozenset[Kind] = frozenset({"person", "title", "body", "place", "country", "treaty", "abbreviation"})


class Mentions:
    """The terms of a document, segment after segment. The source decides: a surname alone stays a surname alone."""

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher
        self._persons: dict[Entry, None] = {}
        self._aliases: dict[str, Entry] = {}
        self._alias_matcher = Matcher(())

    def find(self, segment: str) -> tuple[Match, ...]:
        """The matches in the next segment of the document, in order and without overlaps."""
        matches = self._matcher.find(segment, self._persons)
        aliases = self._alias_matcher.find(segment) if any(alias in segment for alias in self._aliases) else ()
        free = [match for match in aliases if not _overlaps(match, matches)]
        self._remember(segment, matches)
        return tuple(sorted([*matches, *free], key=lambda match: match.start))

    def _remember(self, segment: str, matches: Iterable[Match]) -> None:
        for match in matches:
            if match.entry.kind == "person" and match.target == match.entry.target:
                self._persons[match.entry] = None
            found = _IN_BRACKETS.match(segment, match.stop)
            if found and match.entry.kind in {"body", "treaty"} and match.entry.short and not self._matcher.find(found[1]):
                self._aliases[found[1]] = _alias(found[1], match.entry)
                self._alias_matcher = Matcher(self._aliases.values())


def find_all(matcher: Matcher, segments: Iterable[str]) -> list[tuple[Match, ...]]:
    """The matches of each segment of one document."""
    mentions = Mentions(matcher)
    return [mentions.find(segment) for segment in segments]


def inline_terms(source: str, matches: Iterable[Match]) -> list[tuple[int, int, str]]:
    """The matches to hand to a model that takes terms inline: ``source[start:stop]`` is to become the third member.

    Names, bodies, treaties and abbreviations; titles of two words and more. Nothing plural or derived, whose English differs.
    """
    return [(match.start, match.stop, match.target) for match in matches if _is_inline(source, match)]


def _is_inline(source: str, match: Match) -> bool:
    suffix = source[match.stem_stop : match.stop]
    if match.entry.kind not in _INLINE_KINDS or is_plural(suffix) or is_derived(suffix):
        return False
    return match.entry.kind != "title" or " " in match.entry.source


def _alias(abbreviation: str, entry: Entry) -> Entry:
    return Entry(
        source=abbreviation, target=entry.short, kind="abbreviation", variants=(entry.target, *entry.variants),
        origin=entry.origin, notes=f"stands for {entry.source} in this document",
    )  # fmt: skip


def _overlaps(match: Match, others: Iterable[Match]) -> bool:
    return any(match.start < other.stop and other.start < match.stop for other in others)
