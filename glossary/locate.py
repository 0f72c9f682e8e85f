"""Where a model put a term that is not there in an accepted form: by alignment links, then by likeness."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from glossary.casing import lower
from glossary.edits import LinkSpans
from glossary.english import NOT_ENGLISH, Translation, Window, content_stems, is_function_word, run_together, stem
from glossary.lexicon import NAMESAKES, POSTS
from glossary.patterns import WORD, is_ambiguous, source_surname, surname_of
from glossary.romanize import romanize
from glossary.suffixes import Stem, parse
from glossary.types import Kind, Match

NAME_KINDS: frozenset[Kind] = frozenset({"person", "place", "country", "body", "treaty", "abbreviation"})
ALIKE, ALIKE_AND_LINKED, PHRASE_ALIKE = 0.8, 0.6, 0.86  # of 1, normalised Levenshtein similarity; chosen on the FLORES peers
SHORTEST_ALIKE, SHORTEST_COPY = 5, 9
REORDERED_WORDS = 3
_CAPITALISED = re.compile(r"[A-ZÇÖÜĞİƏŞ][^\W_]+")


class Location(NamedTuple):
    """The window that stands for a term, the English form for it, and why we think so."""

    window: Window
    target: str
    reason: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that is known of one sentence: its two texts, its links, and the tokens of the translation that are spoken for."""

    source: str
    translation: Translation
    links: Sequence[LinkSpans]
    claimed: Collection[int]

    def is_free(self, window: Window) -> bool:
        """Whether no other term stands there."""
        return not any(index in self.claimed for index in range(window.first, window.last + 1))

    def linked(self, match: Match) -> Window | None:
        """The free window that the match is linked to, when nothing else in the source is linked into it."""
        own = [link for link in self.links if link[0] < match.stop and match.start < link[1]]
        tokens = [
            index
            for index, token in enumerate(self.translation.tokens)
            if any(token.start < link[3] and link[2] < token.stop for link in own)
        ]
        if not tokens or not self.is_free(window := Window(tokens[0], tokens[-1])):
            return None
        start, stop = self.translation.span(window)
        linked_here = [link for link in self.links if link[2] < stop and start < link[3]]
        return window if all(link in own for link in linked_here) else None


def locate(match: Match, evidence: Evidence) -> Location | None:
    """What the model made of the term, or None when nothing is like enough to be safe."""
    if match.entry.kind not in NAME_KINDS:
        return _phrase(match, evidence) or _copied(match, evidence)
    return _name(match, evidence) or _copied(match, evidence) or _surname(match, evidence) or _linked_name(match, evidence)


def reordered(match: Match, evidence: Evidence) -> Location | None:
    """The official words in another order, with nothing but prepositions between: Minsk Group of the OSCE."""
    wanted = content_stems(match.target)
    if len(wanted) < REORDERED_WORDS:
        return None
    for windows in evidence.translation.windows.values():
        for window in windows:
            tokens = evidence.translation.tokens[window.first : window.last + 1]
            named = [stem(token.folded) for token in tokens if not is_function_word(token)]
            tight = not is_function_word(tokens[0]) and not is_function_word(tokens[-1])
            if tight and len(named) == len(wanted) and frozenset(named) == wanted and evidence.is_free(window):
                return Location(window, match.target, "official order of words")
    return None


def _name(match: Match, evidence: Evidence) -> Location | None:
    written = _written(evidence.source[match.start : match.stem_stop], evidence.source[match.stem_stop : match.stop])
    keys = set(map(run_together, (match.target, match.entry.target, *match.entry.variants)))
    return _most_alike(match, match.target, keys, set(_spelled(*written)), evidence)


def _copied(match: Match, evidence: Evidence) -> Location | None:
    """Several words left in Azerbaijani, whatever their capitals."""
    copies = {*_spelled(evidence.source[match.start : match.stem_stop], evidence.source[match.start : match.stop])}
    found = (item for key in copies if len(key) >= SHORTEST_COPY for item in _near(key, None, evidence))
    best = max((item for item in found if item[1].last > item[1].first), default=None)
    return Location(best[1], match.target, "left in Azerbaijani") if best else None


def _surname(match: Match, evidence: Evidence) -> Location | None:
    """A full name of which the model gave the surname only."""
    surname = source_surname(match.entry) if match.entry.kind == "person" else ""
    if not surname or match.target != match.entry.target:
        return None
    suffix = evidence.source[match.stem_stop : match.stop]
    keys = {run_together(surname_of(match.entry))}
    found = _most_alike(match, surname_of(match.entry), keys, set(_spelled(*_written(surname, suffix))), evidence)
    if found and f"{run_together(evidence.translation.written(found.window))}a" in keys:
        return None  # Aliyev is a man, and not Mehriban Aliyeva
    return found


def _written(stem_text: str, suffix: str) -> tuple[str, ...]:
    """What a model may copy: the stem, and with its suffix too unless that is one letter (Minski is not Minsky)."""
    return (stem_text, stem_text + suffix) if len(suffix) > 1 else (stem_text,)


def _spelled(*written: str) -> Iterator[str]:
    """What a model may make of Azerbaijani letters: copied, romanised by rule, and with e for ə."""
    for form in written:
        yield from (run_together(form), run_together(romanize(form)), run_together(form.replace("ə", "e").replace("Ə", "E")))


def _most_alike(match: Match, target: str, keys: set[str], copies: set[str], evidence: Evidence) -> Location | None:
    """The free window most like the English forms ``keys`` or what a model copies, ``copies``.

    A copy of a foreign surname alone must be exact: like it are other names and words (İslami is not Islamic).
    """
    exact = copies if _is_foreign_surname(match) else set()
    linked, must_be_equal = evidence.linked(match), is_ambiguous(match.entry)
    rivals = _rivals(match, evidence)
    best: tuple[float, int, Window] | None = None
    width = len(Translation(target).tokens)
    for window, letters in _name_windows(evidence, width + 1):
        score = 1.0 if letters in exact else max(_likeness(letters, key) for key in (keys if exact else keys | copies))
        enough = 1 if must_be_equal else ALIKE_AND_LINKED if window == linked else ALIKE
        if score < enough or _names_a_post(window, target, evidence):
            continue
        if any(_likeness(letters, rival) >= max(score, ALIKE_AND_LINKED) for rival in rivals):
            continue  # another name of the source explains the window at least as well
        fit = len(letters) if letters in copies else -abs(window.last - window.first + 1 - width)
        rank = (score, fit, window)
        best = max(best, rank, key=lambda item: item[:2]) if best else rank
    return Location(best[2], target, "spelled otherwise") if best else None


def _names_a_post(window: Window, target: str, evidence: Evidence) -> bool:
    """Whether the window speaks of a post and the target does not: Foreign Minister is not Foreign Ministry."""
    named = {stem(token.folded) for token in evidence.translation.tokens[window.first : window.last + 1]}
    return bool(named & POSTS - content_stems(target))


def _is_foreign_surname(match: Match) -> bool:
    surname = source_surname(match.entry) or match.entry.source
    return match.entry.kind == "person" and match.target == surname_of(match.entry) != romanize(surname)


def _likeness(letters: str, key: str) -> float:
    """Short words must be equal: a letter makes another of them. More in front, or a y, makes another name: Minsky."""
    if min(len(letters), len(key)) < SHORTEST_ALIKE or letters.endswith(key) or letters == key + "y":
        return float(letters == key)
    return float(Levenshtein.normalized_similarity(letters, key, score_cutoff=ALIKE_AND_LINKED))


def _name_windows(evidence: Evidence, widest: int) -> Iterator[tuple[Window, str]]:
    tokens = evidence.translation.tokens
    for letters, windows in evidence.translation.windows.items():
        for window in windows:
            if letters in NAMESAKES or window.last - window.first >= widest or not evidence.is_free(window):
                continue
            ends = (evidence.translation.text[tokens[index].start : tokens[index].stop] for index in window)
            if all(end[0].isupper() or NOT_ENGLISH.search(end) for end in ends):
                yield window, letters


def _rivals(match: Match, evidence: Evidence) -> set[str]:
    """What a model may make of the other names of the source; the same name again is no rival."""
    own = [Stem(word) for word in WORD.findall(lower(evidence.source[match.start : match.stem_stop]))]
    others = {found[0] for found in _CAPITALISED.finditer(evidence.source) if not match.start <= found.start() < match.stop}
    return {key for other in others if not any(_is_form_of(stem, lower(other)) for stem in own) for key in _spelled(other)}


def _is_form_of(stem: Stem, word: str) -> bool:
    return word.startswith(stem.text) and parse(stem, word.removeprefix(stem.text)) is not None


def _linked_name(match: Match, evidence: Evidence) -> Location | None:
    """A name translated or mistaken: the links alone speak, so it must be all capitals-first and not open the sentence."""
    window = evidence.linked(match)
    if window is None or window.first == 0 or evidence.translation.in_capitals:
        return None
    tokens = evidence.translation.tokens[window.first : window.last + 1]
    capitals = [evidence.translation.text[token.start].isupper() for token in tokens if not is_function_word(token)]
    is_as_long = abs(len(tokens) - len(Translation(match.target).tokens)) <= 1
    return Location(window, match.target, "aligned with the term") if any(capitals) and all(capitals) and is_as_long else None


def _phrase(match: Match, evidence: Evidence) -> Location | None:
    """A title or expression: only a near miss of several words, or the official words in another order."""
    if " " not in match.target:
        return None
    key, width = run_together(match.target), len(Translation(match.target).tokens)
    best = max(_near(key, width, evidence), default=None)
    return Location(best[1], match.target, "near the official form") if best else None


def _near(key: str, width: int | None, evidence: Evidence) -> Iterator[tuple[float, Window]]:
    """The free windows, of ``width`` words when it is given, that are much like the key, and how much."""
    for letters, windows in evidence.translation.windows.items():
        score = Levenshtein.normalized_similarity(letters, key, score_cutoff=PHRASE_ALIKE)
        for window in windows if score >= PHRASE_ALIKE else ():
            if width in {None, window.last - window.first + 1} and evidence.is_free(window):
                yield score, window
