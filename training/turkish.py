"""Turkish spelled the Azerbaijani way, so that what a model learns from Turkish-English serves Azerbaijani.

A word is looked up in a Turkish-Azerbaijani lexicon by its longest known stem; the rest of it, and unknown words, go through
letter and suffix correspondences. The result is no correct Azerbaijani, only nearer to it in letters and pieces.
"""

from __future__ import annotations

import lzma
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from glossary.casing import lower, upper

_WORD = re.compile(r"[^\W\d_]+")
_BACK = "aıou"
_VOWELS = "aıoueəiöü"
_MIN_NOUN, _MIN_VERB = 3, 2
_VERBAL = re.compile(
    r"^(y?[ıiuü]yor|[dt][ıiuü]|m[ıiuü]ş|y?[ae]ca[kğ]|y?ec[ae][kğ]|m[ae]|[ıiuü][ln]|y?[ae]n|[aeıiuü]r|s[ae]|y?[ae]r|y?[ıiuü]p"
    r"|y?[ae]bil|m[ıiuü]yor)"
)

NEWS_WORDS = Path(__file__).with_name("turkish-news.tsv")
"""Frequent news words that the lexicon lacks or gives another sense: months, offices, institutions, function words."""

# Suffix correspondences, longest first; each is tried once at the end of a word, after the letters were mapped.
# Source: the comparative tables of Johanson and Csató, The Turkic Languages, chapters Turkish and Azerbaijanian.
_SUFFIXES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern + "$"), replacement)
    for pattern, replacement in (
        (r"[ıi]yorum", "{I}r{A}m"),
        (r"[uü]yorum", "{U}r{A}m"),
        (r"[ıi]yor(lar|uz|sun|du|muş)?", "{I}r\\1"),
        (r"[uü]yor(lar|uz|sun|du|muş)?", "{U}r\\1"),
        (r"m[aə]kt[aə]d[ıi]r", "m{A}qd{A}dır"),
        (r"mak", "maq"),
        (r"acak", "acaq"),
        (r"ak", "aq"),
        (r"lık", "lıq"),
        (r"luk", "luq"),
        (r"ık", "ıq"),
        (r"uk", "uq"),
        (r"dık", "dıq"),
        (r"k[eə]n", "kən"),
        (r"([bcçdfghjklmnpqrsştvxyzğ])t[aə]n", "\\1d{A}n"),
        (r"([çfhkpsşt])t[aə]", "\\1d{A}"),
        (r"([çfhkpsşt])t([ıiuü])", "\\1d\\2"),
        (r"p", "b"),
    )
)


def load_lexicon(path: Path) -> dict[str, str]:
    """Turkish to Azerbaijani words from a tab-separated, xz-compressed file with the columns ``tr``, ``az``, ``pos``."""
    lexicon: dict[str, str] = {}
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            turkish, azerbaijani = line.rstrip("\n").split("\t")[:2]
            if not {" ", "-"} & {*turkish, *azerbaijani}:
                lexicon.setdefault(_turkish_lower(turkish), lower(azerbaijani))
    return lexicon


class Azerbaijanizer:
    """Rewrites Turkish sentences; made once with a lexicon of lower-case words."""

    def __init__(self, lexicon: Mapping[str, str]) -> None:
        news = [line.split("\t") for line in NEWS_WORDS.read_text("utf-8").splitlines()]
        self._lexicon = {**lexicon, **{row[0]: row[1] for row in news}}
        self._word = lru_cache(maxsize=200_000)(self._rewrite)

    def __call__(self, text: str) -> str:
        """The sentence with each word rewritten; punctuation, digits and spacing stay.

        >>> Azerbaijanizer({"gelmek": "gəlmək"})("Yarın geliyor.")
        'Sabah gəlir.'
        """
        return _WORD.sub(lambda match: self._cased(match.group()), text)

    def _cased(self, word: str) -> str:
        result = self._word(_turkish_lower(word))
        if len(word) > 1 and word == upper(word):
            return upper(result)
        return upper(result[:1]) + result[1:] if word[:1] != lower(word[:1]) else result

    def _rewrite(self, word: str) -> str:
        if word in self._lexicon:
            return self._lexicon[word]
        stem, replacement = self._stem(word)
        if not stem:
            return _suffixes(_letters(word))
        return _suffixes(replacement + _harmonized(_letters(word[len(stem) :], inside=True), replacement))

    def _stem(self, word: str) -> tuple[str, str]:
        """The longest known stem of a word and its Azerbaijani form, verbs first; verbs are known by their infinitive."""
        for length in range(len(word) - 1, _MIN_VERB - 1, -1):
            stem = word[:length]
            verb = self._lexicon.get(stem + ("mek" if _front(stem) else "mak"))
            if verb and verb.endswith(("maq", "mək")) and _VERBAL.match(word[length:]):
                return stem, verb[:-3]
        for length in range(len(word) - 1, _MIN_NOUN - 1, -1):
            found = self._lexicon.get(word[:length])
            if found and (length > _MIN_NOUN or len(word) < 2 * length + 1):
                return word[:length], found
        return "", ""


def _turkish_lower(text: str) -> str:
    return lower(text).replace("i̇", "i").replace("â", "a").replace("î", "i").replace("û", "u")


def _front(text: str) -> bool:
    vowels = [letter for letter in text if letter in _VOWELS]
    return bool(vowels) and vowels[-1] not in _BACK


def _letters(text: str, *, inside: bool = False) -> str:
    """Letter correspondences: e to ə, ğ after a front vowel to y, and at the start of a word k before a back vowel to q."""
    text = re.sub(r"(?<=[əiöü])ğ", "y", text.replace("e", "ə"))
    if inside:
        return text
    text = re.sub(r"^k(?=[aıou])", "q", text)
    text = re.sub(r"^b(?=[əi]n)", "m", text)
    return re.sub(r"^yi(?=[lg])", "i", text)


def _harmonized(suffixes: str, stem: str) -> str:
    """Suffixes with their vowels in harmony with a stem: a/ə by frontness, ı/i/u/ü by frontness and rounding."""
    last = next((letter for letter in reversed(stem) if letter in _VOWELS), "a")
    result = ""
    for letter in suffixes:
        front, rounded = last not in _BACK, last in "ouöü"
        if letter in "aə":
            last = "ə" if front else "a"
        elif letter in "ıiuü":
            last = ("ü" if front else "u") if rounded else ("i" if front else "ı")
        result += last if letter in "aəıiuü" else letter
    return result


def _suffixes(word: str) -> str:
    for pattern, replacement in _SUFFIXES:
        match = pattern.search(word)
        if match and match.start() > 0:
            front = _front(word[: match.start() + 1])
            filled = replacement.replace("{A}", "ə" if front else "a")
            filled = filled.replace("{I}", "i" if front else "ı").replace("{U}", "ü" if front else "u")
            return pattern.sub(filled, word)
    return word
