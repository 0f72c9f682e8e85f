"""Text put into one spelling, with the way back: each fix is a row of ``FIXES``, and its note says when it must not fire."""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple


class Change(NamedTuple):
    """One replacement: ``text[start:stop]`` becomes ``replacement``."""

    start: int
    stop: int
    replacement: str


Finder = Callable[[str], Iterable[Change]]


class Fix(NamedTuple):
    """A named fix: ``find`` yields its changes to a text, in order; ``note`` says when it must not fire."""

    name: str
    find: Finder
    note: str


@dataclass(frozen=True, slots=True)
class Normalized:
    """A text and the way back to the one it was made from.

    ``offsets[i]`` is where boundary ``i`` of ``text`` stands in the original. There are ``len(text) + 1`` of them; they never
    fall, and run from 0 to the length of the original (an empty text has only 0), so that spans which adjoin lead back to spans
    which adjoin.
    """

    text: str
    offsets: Sequence[int] = field(hash=False, repr=False)

    def original_span(self, start: int, stop: int) -> tuple[int, int]:
        """The span of the original that ``text[start:stop]`` came from."""
        return self.offsets[start], self.offsets[stop]

    def then(self, later: Normalized) -> Normalized:
        """What was made from this text, leading back to this one's original."""
        return Normalized(later.text, _gather(self.offsets, later.offsets))


def normalize(text: str) -> Normalized:
    """The text with every fix made, in the order of ``FIXES``. Line breaks and tabs stay; a second time changes nothing.

    >>> normalize("Gorus\\u0327  kec\\u0327iril\\u01ddc\\u04d9k").text
    'Goruş keçiriləcək'
    """
    result = Normalized(text, range(len(text) + 1))
    for fix in FIXES:
        result = result.then(change(result.text, fix.find(result.text)))
    return result


def change(text: str, changes: Iterable[Change]) -> Normalized:
    """The text with the changes made; they stand in order and do not overlap.

    A boundary inside a replacement leads to one inside the span replaced. What is deleted goes with what stands before it.
    """
    pieces: list[str] = []
    offsets = array("I")
    done = 0
    for start, stop, replacement in changes:
        pieces += (text[done:start], replacement)
        offsets.extend(range(done, start))
        offsets.extend(min(start + step, stop) for step in range(len(replacement)))
        done = stop
    if not pieces:
        return Normalized(text, range(len(text) + 1))
    offsets.extend(range(done, len(text) + 1))
    offsets[0] = 0
    return Normalized("".join((*pieces, text[done:])), offsets)


def _gather(outer: Sequence[int], inner: Sequence[int]) -> Sequence[int]:
    """``outer`` read at each of ``inner``; a range is the identity and costs nothing."""
    if isinstance(inner, range):
        return outer
    return inner if isinstance(outer, range) else array("I", map(outer.__getitem__, inner))


def _each(pattern: str, replacement: str | Callable[[str], str]) -> Finder:
    """A finder that turns each match of the pattern into the replacement, or into what that returns for it."""
    make = (lambda _: replacement) if isinstance(replacement, str) else replacement

    def find(text: str) -> Iterator[Change]:
        for match in re.finditer(pattern, text):
            old = match.group()
            if (new := make(old)) != old:
                yield _narrow(match.start(), old, new)

    return find


def _narrow(start: int, old: str, new: str) -> Change:
    """The change from ``old``, which stands at ``start``, to ``new``, without the ends they share."""
    if len(old) == 1 or not new:
        return Change(start, start + len(old), new)
    head = _shared(old, new)
    tail = _shared(old[head:][::-1], new[head:][::-1])
    return Change(start + head, start + len(old) - tail, new[head : len(new) - tail])


def _shared(left: str, right: str) -> int:
    """The number of code points that both begin with."""
    return next(
        (place for place, (one, other) in enumerate(zip(left, right, strict=False)) if one != other), min(len(left), len(right))
    )


def _from_table(table: dict[str, str]) -> Finder:
    """A finder that replaces single letters by the table."""
    return _each(f"[{''.join(table)}]", table.__getitem__)


def _join_surrogates(pair: str) -> str:
    return pair.encode("utf-16", "surrogatepass").decode("utf-16") if len(pair) == 2 else "\ufffd"


def _compose(block: str) -> str:
    return unicodedata.normalize("NFC", block)


def _fold(letter: str) -> str:
    return unicodedata.normalize("NFKC", letter)


def _find_look_alikes(text: str) -> Iterator[Change]:
    """Cyrillic and Greek letters inside words that are otherwise Latin, to the Latin letters they look like."""
    for match in _WORD_WITH_FOREIGN.finditer(text):
        foreign = set(_FOREIGN.findall(match.group()))
        if foreign <= _LATIN.keys() and _is_latin_otherwise(match.group(), foreign):
            for place, letter in enumerate(match.group(), match.start()):
                if letter in foreign:
                    yield Change(place, place + 1, _LATIN[letter])


def _is_latin_otherwise(word: str, foreign: set[str]) -> bool:
    """Whether the other letters prove a Latin word; ``ə h j`` prove it only when all that is foreign is Cyrillic ``ә``."""
    own = set(word) - foreign
    return bool(own - set("əƏhHjJ")) or (bool(own) and foreign <= set("әӘ"))


_FOREIGN = re.compile("[\u0370-\u03ff\u0400-\u052f]")
_WORD_WITH_FOREIGN = re.compile(r"(?<![^\W\d_])[^\W\d_]*[\u0370-\u03ff\u0400-\u052f][^\W\d_]*+(?![\u0300-\u036f])")
_LATIN = dict(
    zip(
        "әӘаАеЕоОсСрРхХуУіІјЈһҺкКмМТВНЅѕөӨүҮӧӦӱӰΑΒΕΗΙΚΜΝΟΡΤΥΧΖο",
        "əƏaAeEoOcCpPxXyYiIjJhHkKmMTBHSsöÖüÜöÖüÜABEHIKMNOPTYXZo",
        strict=True,
    )
)

FIXES: tuple[Fix, ...] = (
    Fix(
        "surrogates",
        _each("[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]", _join_surrogates),
        "a high one and a low one are one character; one alone becomes U+FFFD",
    ),
    Fix(
        "invisible",
        _each(
            "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]+",
            "",
        ),
        "not tab or line breaks; not variation selectors and tags, which belong to emoji",
    ),
    Fix(
        "joiners",
        _each("[\u200c\u200d](?<![\u0590-\u1cff\u2190-\u2bff\ufb50-\ufe0f\ufe70-\ufefc\U0001f000-\U0001faff].)", ""),
        "not after emoji, which they join, or letters that need them (Arabic, Persian, Hindi)",
    ),
    Fix(
        "compatible",
        _each("[\ufb00-\ufb06\uff01-\uff5e]", _fold),
        "only printers' ligatures and full-width letters; ² ½ № ™ mean something and stay",
    ),
    Fix(
        "composed",
        _each("[^\u0300-\U0010ffff]?[\u0300-\U0010ffff]{1,256}", _compose),
        "in blocks of 256, for sorting a heap of combining marks takes quadratic time",
    ),
    Fix("dotted", _each("[iı]\u0307(?![\u0300-\u036f])", "i"), "not where another mark follows, as in Lithuanian"),
    Fix(
        "letters",
        _from_table({"ǝ": "ə", "ɘ": "ə", "Ǝ": "Ə", "ș": "ş", "Ș": "Ş", "ǧ": "ğ", "Ǧ": "Ğ"}),
        "not ä or ţ, which stand in German and Romanian names",
    ),
    Fix(
        "look-alikes",
        _find_look_alikes,
        "not in a word that has no Latin letter, or a letter that no Latin one looks like (Russian, Cyrillic Azerbaijani)",
    ),
    Fix("spaces", _each("[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]", " "), "not tab or line breaks"),
    Fix("runs", _each(r"(?<=\S) {2,}(?=\S)", " "), "not at the ends of a line, where they are layout"),
    Fix(
        "space before mark",
        _each(r"(?<=[\w)”»%]) (?=(?:[,;.]|[?!]+)(?:\s|\Z))", ""),
        "not before an ellipsis, a decimal or a smiley",
    ),
)
