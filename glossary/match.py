"""Terms found in Azerbaijani text, whatever suffixes they carry."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from glossary.casing import lower
from glossary.lexicon import NAME_PARTICLES
from glossary.patterns import WORD, Capital, Node, Pattern, Reading, Trie, is_ambiguous
from glossary.suffixes import Chain, is_derived, is_plural, parse
from glossary.surnames import bearer
from glossary.types import Entry, Kind, Match

_RANK: dict[Kind, int] = {"person": 4, "body": 3, "treaty": 3, "abbreviation": 3, "place": 2, "country": 2}
_GLUE = frozenset("-‐‑'’ʼ‘`´\"”“»")
_LOOKALIKES = "ǝә"  # U+01DD and Cyrillic: both are typed for ə
_JOIN = re.compile(r"\s{1,2}|\s?[-‐‑–\"“”„«»]\s?|['’]")
_JOINABLE = re.compile(r"[\s\-–\"“”„«»'’]+")
_LONGEST_GAP = 4
_SENTENCE_START = re.compile(r"(?:^|[.!?…:;\n•\"“„«(\[—–-])[\s\"“„«(\[—–-]*\Z")
_LOOK_BACK = 16
_PLACE_WORD = re.compile(
    r"(?:şəhər|rayon|kənd|qəsəbə|vilayət|bölgə|hava|stansiya|aeroport|çay|dəniz|göl|dağ|respublika|dövlət)\w*",
)
_SURNAME = re.compile(r"\w\w+(?:ova?|yeva?|zadə)(?:n?[ıiuü]n?|y?[aə]|d[aə]n?|l[aə])?")
_LONGER_NAME = re.compile(r"(?<!\w)(?:Nyu|San|Sen|Santa|Los|Port|Baden|Puerto|Əl|Ən|Ər|Əs|Əş|Ət)-\Z")
_GENITIVES = frozenset({"ın", "in", "un", "ün"})
_CACHE_SIZE = 1 << 17
_Words = Sequence["re.Match[str]"]


class _Word(NamedTuple):
    """A word's readings, the words of the trie that they are, and the readings that begin a term, each with its node."""

    readings: tuple[Reading, ...]
    numbers: frozenset[int]
    openings: tuple[tuple[Reading, Node], ...]


class Matcher:
    """Finds the terms of a term base; safe to share between threads."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._trie = Trie(entries)
        self._cache: dict[str, _Word] = {}

    def find(self, text: str, known: Iterable[Entry] = ()) -> list[Match]:
        """The matches, in order and without overlaps: leftmost, then longest, then the likelier kind.

        ``known``: persons named in full earlier in the document, who settle whose surname it is where several share one.
        """
        lowered = lower(text)
        for letter in _LOOKALIKES:
            lowered = lowered.replace(letter, "ə")
        words = list(WORD.finditer(lowered))
        if len(self._cache) >= _CACHE_SIZE:
            self._cache = {}
        cache, read = self._cache, self._read
        return list(_Search(text, words, [cache.get(word[0]) or read(word[0]) for word in words], frozenset(known)).matches())

    def _read(self, text: str) -> _Word:
        readings = self._trie.readings(text)
        nodes = ((reading, self._trie.root.children.get(reading.word)) for reading in readings)
        openings = tuple((reading, node) for reading, node in nodes if node and _leads_on(reading.chain, node))
        found = self._cache[text] = _Word(readings, frozenset(reading.word for reading in readings), openings)
        return found


def _leads_on(chain: Chain, node: Node) -> bool:
    """Whether a term may end at the node or go on from it after this chain."""
    return bool(node.patterns) or chain.bare or chain.genitive


class _Step(NamedTuple):
    """A word on the way through the trie: where its stem and its suffixes stop in the text, the index of the next word."""

    position: int
    stem_stop: int
    stop: int
    chain: Chain
    after: int


class _Found(NamedTuple):
    stop: int
    stem_stop: int
    rank: int
    pattern: Pattern
    path: tuple[_Step, ...]


_Nodes = Iterable[tuple[Reading, Node]]
_NO_WORD = _Word((), frozenset(), ())
_PREFERENCE = itemgetter(0, 1, 2)  # of what was found: the longest, then the longest stem, then the likelier kind


class _Search:
    """One text being searched; ``readings``: those of each of its words."""

    def __init__(self, text: str, words: _Words, readings: Sequence[_Word], known: frozenset[Entry]) -> None:
        self._text, self._words, self._readings, self._known = text, words, readings, known

    def matches(self) -> Iterator[Match]:
        """The matches of the whole text; every word is looked at once, and again for each term that goes on past it."""
        resume, previous = 0, 0
        for index, (_, _, openings) in enumerate(self._readings):
            if not openings or index < resume:
                continue
            options: list[_Found] = []
            self._walk(openings, index, (), options)
            for found in sorted(options, key=_PREFERENCE, reverse=True):
                if match := self._match(found, previous):
                    yield match
                    resume, previous = found.path[-1].after, match.stop
                    break

    def _walk(self, nodes: _Nodes, index: int, path: tuple[_Step, ...], options: list[_Found]) -> None:
        """Add to the options what ends at the word or later, when the words before it led to the nodes."""
        start, stop = self._words[index].span()
        is_glued = self._text[stop : stop + 1] in _GLUE
        following = self._readings[index + 1] if index + 1 < len(self._words) else _NO_WORD
        for reading, node in nodes:
            if not (node.patterns or is_glued) and following.numbers.isdisjoint(node.children):
                continue
            step = _Step(index, start + len(reading.stem.text), stop, reading.chain, index + 1)
            self._advance(node, (*path, step), options)
            if is_glued and reading.chain.bare and (chain := self._glued(index, reading)):
                step = _Step(index, step.stem_stop, self._words[index + 1].end(), chain, index + 2)
                self._advance(node, (*path, step), options)

    def _advance(self, node: Node, path: tuple[_Step, ...], options: list[_Found]) -> None:
        step = path[-1]
        for pattern in node.patterns:
            if self._fits(pattern, path):
                options.append(_Found(step.stop, step.stem_stop, _RANK.get(pattern.kind, 1), pattern, path))
        if node.children and (step.chain.bare or step.chain.genitive) and self._goes_on(step):
            readings = self._readings[step.after].readings
            further = [(reading, node.children[reading.word]) for reading in readings if reading.word in node.children]
            self._walk(further, step.after, path, options)

    def _glued(self, index: int, reading: Reading) -> Chain | None:
        """The suffix chain that stands behind a hyphen, apostrophe or quotation mark."""
        if index + 1 == len(self._words) or self._words[index + 1].start() != self._words[index].end() + 1:
            return None
        written = self._text[slice(*self._words[index + 1].span())]
        is_suffix = written.islower() or written.isupper()
        return parse(reading.stem, self._words[index + 1][0], free=True) if is_suffix else None

    def _goes_on(self, step: _Step) -> bool:
        return step.after < len(self._words) and self._words[step.after].start() - step.stop <= _LONGEST_GAP

    def _fits(self, pattern: Pattern, path: tuple[_Step, ...]) -> bool:
        inner_genitive = any(step.chain.genitive for step in path[:-1])
        if not pattern.takes(path[-1].chain, inner_genitive=inner_genitive):
            return False
        gaps = (self._text[left.stop : self._words[right.position].start()] for left, right in pairwise(path))
        return all(map(_separates, pattern.separators, gaps)) and all(map(self._is_written, path, pattern.capitals))

    def _is_written(self, step: _Step, capital: Capital) -> bool:
        """``BMTnin`` and ``BMT-NİN`` are the UN's, but FATA is not the dative of FAT."""
        start = self._words[step.position].start()
        if capital == "all":
            stem, suffix = self._text[start : step.stem_stop], self._text[step.stem_stop : step.stop]
            return stem.isupper() and not (suffix[:1].isalpha() and suffix.isupper())
        return capital == "any" or self._text[start].isupper()

    def _match(self, found: _Found, previous: int) -> Match | None:
        """The match, unless something speaks against it; ``previous``: where the match before it stops."""
        start = self._words[found.path[0].position].start()
        if found.pattern.surname:
            return self._surname_match(found, start, previous)
        entry = found.pattern.entries[0]
        if len(found.path) == 1 and self._is_doubtful(entry, found, start):
            return None
        if entry.kind == "title" and self._is_deputys(entry, found.path[-1]):
            return None
        return Match(start, found.stop, found.stem_stop, entry, entry.target)

    def _surname_match(self, found: _Found, start: int, previous: int) -> Match | None:
        before = self._text[max(0, start - _LOOK_BACK) : start]
        person = bearer(found.pattern, before, self._text[start : found.stop], found.stem_stop - start, self._known)
        if person is None or (person.unsure and self._opens_sentence(start)):
            return None
        if person.foreign and self._follows_name(found.path[0].position, previous):
            return None
        return Match(start - person.initials_length, found.stop, found.stem_stop, person.entry, person.target)

    def _follows_name(self, index: int, previous: int) -> bool:
        """Whether a word with a capital that is no term stands right before: the given name of somebody else."""
        word = self._words[index - 1]
        gap = self._text[word.end() : self._words[index].start()]
        written = self._text[word.start() : word.end()]
        is_name = written in NAME_PARTICLES or (written[0].isupper() and len(written) > 1)
        return index > 0 and gap in {" ", "-"} and word.start() >= previous and is_name

    def _is_doubtful(self, entry: Entry, found: _Found, start: int) -> bool:
        """Whether a single word is rather an ordinary word that opens a sentence, a given name, or part of a model number."""
        following, suffix = self._next_word(found.path[-1]), lower(self._text[found.stem_stop : found.stop])
        if entry.kind == "abbreviation" and not suffix and re.match(r"-\d", self._text[found.stop :][:2]):
            return True
        if _LONGER_NAME.search(self._text[max(0, start - _LOOK_BACK) : start]):
            return True
        if is_ambiguous(entry) and entry.case_sensitive and not self._has_own_capital(found, start):
            if entry.kind == "place" and self._begins_list(found.path[-1]):
                return False
            return not (_PLACE_WORD.fullmatch(lower(following)) if not suffix else _is_telling(suffix))
        if suffix not in {"", "a", "ə"}:
            return False
        return entry.kind in {"place", "country"} and following[:1].isupper() and bool(_SURNAME.fullmatch(lower(following)))

    def _begins_list(self, step: _Step) -> bool:
        """Whether another place follows after a comma or ``və``: ``Astara, Lerik və Masallı``."""
        after = step.after
        joined = self._next_word(step) == "və"
        if after + joined >= len(self._words):
            return False
        start = self._words[after + joined].start()
        if not joined and self._text[step.stop : start] != ", ":
            return False
        nodes = (node for _, node in self._readings[after + joined].openings)
        return self._text[start].isupper() and any(pattern.kind == "place" for node in nodes for pattern in node.patterns)

    def _is_deputys(self, entry: Entry, last: _Step) -> bool:
        """Whether a deputy's post hides the title: the US Deputy Secretary of State is no US Secretary of State."""
        if not entry.target.partition(" ")[0].isupper():
            return False  # Deputy Minister of Defense holds the title as it is
        ending = lower(self._text[last.stop - 2 : last.stop])
        return ending in _GENITIVES and lower(self._next_word(last)).startswith("müavin")

    def _opens_sentence(self, start: int) -> bool:
        return bool(_SENTENCE_START.search(self._text[max(0, start - _LOOK_BACK) : start]))

    def _has_own_capital(self, found: _Found, start: int) -> bool:
        """Whether its capital is not owed to the start of a sentence or to a headline in capitals."""
        in_capitals = found.pattern.capitals[0] == "first" and self._text[start : found.stop].isupper()
        return not in_capitals and not self._opens_sentence(start)

    def _next_word(self, step: _Step) -> str:
        if step.after >= len(self._words) or self._words[step.after].start() - step.stop > 1:
            return ""
        return self._text[slice(*self._words[step.after].span())]


def _is_telling(suffix: str) -> bool:
    """Whether a suffix speaks for a name: a case of two letters and more, where an ordinary word would look otherwise."""
    return len(suffix) > 1 and not is_derived(suffix) and not is_plural(suffix) and suffix not in {"ca", "cə"}


@lru_cache(maxsize=4096)
def _separates(of_entry: str, of_text: str) -> bool:
    """Whether the text's separator may stand for the entry's: quotes, hyphens and spaces for each other, dots for dots."""
    if of_text == of_entry or (of_text.strip() and of_text.strip() == of_entry.strip()):
        return True
    return bool(_JOINABLE.fullmatch(of_entry) and _JOIN.fullmatch(of_text))
