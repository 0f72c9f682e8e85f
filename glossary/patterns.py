"""Term-base entries as a trie over words, each word with the stems it takes before suffixes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise, product
from typing import Literal, NamedTuple

from glossary.casing import lower
from glossary.suffixes import Chain, Stem, parse, stems, without_genitive
from glossary.types import Entry, Kind

WORD = re.compile(r"[^\W_]+")
LONGEST_WORD = 64
_KEY_LENGTH = 4  # letters by which the lengths of stems that are no shorter are looked up
_NAMES: frozenset[Kind] = frozenset({"person", "place", "country"})
_NAME_LIKE: frozenset[Kind] = frozenset({"place", "country", "body", "abbreviation"})
_INSTITUTION = re.compile("nazirliyi|komitəsi|agentliyi|komissiyası|məhkəməsi|prokurorluğu|assambleyası|administrasiyası")
_ROMAN = re.compile(r"[IVX]+\.?|Jr\.?")
_AFTER_WORD = re.compile(r"-[^\W_]+(?=\W)")
Capital = Literal["any", "first", "all"]


class Reading(NamedTuple):
    """One way to read a word of the text: a word of the trie, ``stem_length`` letters long, then a suffix chain."""

    word: int
    stem: Stem
    chain: Chain

    @property
    def stem_length(self) -> int:
        """Letters of the text that belong to the stem."""
        return len(self.stem.text)


@dataclass(frozen=True, slots=True)
class Pattern:
    """What ends at a node: one entry, or all the persons with one surname.

    ``capitals``: how each word must be written. ``separators``: what stands between the words in the entry.
    ``is_weak``: the surname is a given name of the term base too, or made of a place (İbrahim, Naxçıvanlı): nobody's alone.
    """

    entries: tuple[Entry, ...]
    capitals: tuple[Capital, ...]
    separators: tuple[str, ...]
    surname: bool = False
    is_weak: bool = False

    @property
    def kind(self) -> Kind:
        """The kind of its entries, which is one."""
        return self.entries[0].kind

    def takes(self, chain: Chain, *, inner_genitive: bool) -> bool:
        """Whether the entry can stand with this chain on its last word and a genitive on an inner one."""
        if inner_genitive and self.kind == "person":
            return False
        return not chain.derived or self.kind in _NAME_LIKE


@dataclass(slots=True)
class Node:
    """A place in the trie."""

    children: dict[int, Node] = field(default_factory=dict)
    patterns: list[Pattern] = field(default_factory=list)


class Trie:
    """All the patterns of a term base. ``root`` is walked by the readings that :meth:`readings` gives of each word."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.root = Node()
        self._ids: dict[tuple[str, bool, bool], int] = {}
        self._stems: defaultdict[str, list[tuple[Stem, int]]] = defaultdict(list)
        self._lengths: defaultdict[str, set[int]] = defaultdict(set)
        entries = tuple(entries)
        for entry in entries:
            self._add(entry.source, (entry,))
        self._add_surnames(entries)

    def readings(self, word: str) -> tuple[Reading, ...]:
        """The readings of a lower-case word, none for a word that is overlong."""
        if len(word) > LONGEST_WORD:
            return ()
        found: list[Reading] = []
        for length in (*range(1, _KEY_LENGTH), *self._lengths.get(word[:_KEY_LENGTH], ())):
            for stem, number in self._stems.get(word[:length], ()) if length <= len(word) else ():
                chain = parse(stem, word[length:])
                if chain is not None:
                    found.append(Reading(number, stem, chain))
        return tuple(found)

    def _add(self, source: str, entries: tuple[Entry, ...], *, surname: bool = False, is_weak: bool = False) -> None:
        found = _words(source)
        if not found:
            return
        pattern = Pattern(entries, _capitals(found, entries[0]), _separators(source, found), surname, is_weak)
        words = [lower(word[0]) for word in found]
        common = pattern.kind not in _NAMES
        inner = [(word, *without_genitive(word)) if common and len(words) > 1 else (word,) for word in words[:-1]]
        is_compound = common and len(words) > 1
        for path in product(*inner):
            node = self.root
            for word in path:
                node = node.children.setdefault(self._id(word, False, False), Node())
            last = self._id(words[-1], common, is_compound)
            node.children.setdefault(last, Node()).patterns.append(pattern)

    def _id(self, word: str, common: bool, head: bool) -> int:
        key = (word, common, head)
        if key not in self._ids:
            self._ids[key] = len(self._ids)
            for stem in stems(word, common=common, head=head):
                self._stems[stem.text].append((stem, self._ids[key]))
                if len(stem.text) >= _KEY_LENGTH:
                    self._lengths[stem.text[:_KEY_LENGTH]].add(len(stem.text))
        return self._ids[key]

    def _add_surnames(self, entries: tuple[Entry, ...]) -> None:
        taken = {lower(entry.source) for entry in entries if entry.kind != "person"}
        given = {entry.source.split(" ")[0] for entry in entries if entry.kind == "person"}
        persons: defaultdict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            if entry.kind == "person" and (surname := source_surname(entry)) and lower(surname) not in taken:
                persons[surname].append(entry)
        for surname, bearers in persons.items():
            is_weak = surname in given or lower(surname)[:-2] in taken
            self._add(surname, tuple(bearers), surname=True, is_weak=is_weak)


def surname_of(entry: Entry) -> str:
    """A person's English surname: the short form, or the last word of the target; a monarch has none but the whole name."""
    last = entry.target.rpartition(" ")[2]
    return entry.short or (entry.target if _ROMAN.fullmatch(last) else last)


def source_surname(entry: Entry) -> str:
    """The Azerbaijani words that the English surname stands for, empty for a name of one word.

    >>> source_surname(Entry(source="Si Cinpin", target="Xi Jinping", kind="person", short="Xi"))
    'Si'
    """
    source, target, surname = entry.source.split(" "), WORD.findall(entry.target), WORD.findall(surname_of(entry))
    count = len(surname)
    if len(source) <= count:
        return ""
    if target[-count:] == surname:
        return " ".join(source[-count:])
    return " ".join(source[:count]) if target[:count] == surname else ""


def is_ambiguous(entry: Entry) -> bool:
    """Whether the term base says that the form is an ordinary word too."""
    return entry.notes.startswith("ambiguous:")


def _words(source: str) -> list[re.Match[str]]:
    """The entry's words, less the suffix of an inner abbreviation: ``ATƏT Minsk qrupu`` for ``ATƏT-in Minsk qrupu``."""
    words = list(WORD.finditer(source))
    if "-" not in source:
        return words
    return [word for index, word in enumerate(words) if not _is_glued_suffix(source, words, index)]


def _separators(source: str, words: list[re.Match[str]]) -> tuple[str, ...]:
    """What stands before each word but the first, without a suffix that was left out."""
    gaps = tuple(source[left.end() : right.start()] for left, right in pairwise(words))
    return tuple(_AFTER_WORD.sub("", gap) for gap in gaps) if "-" in source else gaps


def _is_glued_suffix(source: str, words: list[re.Match[str]], index: int) -> bool:
    word, before = words[index], words[index - 1]
    if index in {0, len(words) - 1} or source[before.end() : word.start()] != "-":
        return False
    return before[0].isupper() and word[0].islower() and parse(Stem(lower(before[0])), word[0], free=True) is not None


def _capitals(words: list[re.Match[str]], entry: Entry) -> tuple[Capital, ...]:
    """How each word must be written, which is not always as in the entry: news writes ``Xarici işlər nazirliyi`` too."""
    capitals = tuple(_capital(word[0]) for word in words)
    if len(words) > 1 and entry.kind == "body" and _INSTITUTION.fullmatch(lower(words[-1][0])):
        return _any_but((), capitals)
    if not entry.case_sensitive:
        return (capitals[0] if entry.kind in _NAMES else "any", *_any_but((), capitals[1:]))
    if len(words) > 2 and entry.kind != "person":
        return (capitals[0], *_any_but(("all",), capitals[1:]))
    return capitals


def _any_but(kept: tuple[Capital, ...], capitals: tuple[Capital, ...]) -> tuple[Capital, ...]:
    return tuple(capital if capital in kept else "any" for capital in capitals)


def _capital(word: str) -> Capital:
    if not word[0].isupper():
        return "any"
    return "all" if len(word) > 1 and word.isupper() else "first"
