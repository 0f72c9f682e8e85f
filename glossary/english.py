"""The English side: words of a translation without regard to case, accents, hyphens and articles, and the forms of an entry."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from glossary.lexicon import ADJECTIVES, ARTICLES, FUNCTION_WORDS, GENTILIC, GENTILIC_FOR_VOWEL
from glossary.patterns import surname_of
from glossary.types import Entry

NOT_ENGLISH = re.compile("[əƏğĞıİşŞ]")
LONGEST_WINDOW = 10
_WORD = re.compile(r"[^\W_]+")
_POSSESSIVE = re.compile(r"['’ʼ]s\b", re.IGNORECASE)
_FOLDED = str.maketrans({"ə": "a", "ı": "i", "Ə": "A", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "ß": "ss"})


class Token(NamedTuple):
    """A word of the translation, ``text[start:stop]``, and its folded letters."""

    start: int
    stop: int
    folded: str


class Window(NamedTuple):
    """Tokens ``first`` to ``last``, both inclusive."""

    first: int
    last: int


class Form(NamedTuple):
    """A form of an entry: as written, its folded letters run together, its content words as stems."""

    text: str
    letters: str
    stems: frozenset[str]

    @property
    def is_acronym(self) -> bool:
        """Whether it is all capitals."""
        return self.text.isupper() and len(self.text) > 1

    def is_written_as(self, text: str) -> bool:
        """Whether the text has the form's capitals: US is not us, though Nato and Unesco are seen."""
        if not self.is_acronym:
            return True
        return text.rstrip("s").isupper() or (len(self.text) > 3 and text[0].isupper())


@dataclass(frozen=True)
class Translation:
    """A translation and its words, without articles and possessive endings."""

    text: str

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The words in order."""
        skip = {found.start() + 1 for found in _POSSESSIVE.finditer(self.text)}
        found = ((word.start(), word.end(), fold(word[0])) for word in _WORD.finditer(self.text) if word.start() not in skip)
        return tuple(Token(*word) for word in found if word[2] not in ARTICLES)

    @cached_property
    def windows(self) -> dict[str, list[Window]]:
        """The windows of at most ``LONGEST_WINDOW`` tokens by their letters run together."""
        windows: defaultdict[str, list[Window]] = defaultdict(list)
        for first in range(len(self.tokens)):
            letters = ""
            for last in range(first, min(first + LONGEST_WINDOW, len(self.tokens))):
                letters += self.tokens[last].folded
                windows[letters].append(Window(first, last))
        return windows

    def span(self, window: Window) -> tuple[int, int]:
        """The window's span in the text."""
        return self.tokens[window.first].start, self.tokens[window.last].stop

    def written(self, window: Window) -> str:
        """The window's text."""
        return self.text[slice(*self.span(window))]

    def ends_in_initial(self, window: Window) -> bool:
        """Whether the last word is the initial of the next name, ``S. Lavrov``: no plural and no possessive of this one."""
        last = self.tokens[window.last]
        alone = window.last > window.first and self.text[last.start - 1].isspace()
        return alone and last.folded == "s" and self.text[last.stop : last.stop + 1] == "."

    @cached_property
    def in_capitals(self) -> bool:
        """Whether it is a headline in capitals: five letters and more, all of them capitals but for one in ten."""
        letters = [letter for letter in self.text if letter.isalpha()]
        return len(letters) >= 5 and sum(letter.isupper() for letter in letters) >= 0.9 * len(letters)


def fold(text: str) -> str:
    """The text in lower case without accents; English or romanised text, where dotless i is an i.

    >>> fold("Türkiyə"), fold("Erdoğan")
    ('turkiya', 'erdogan')
    """
    letters = unicodedata.normalize("NFKD", text.translate(_FOLDED).casefold())  # compared with English
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).translate(_FOLDED)


def run_together(text: str) -> str:
    """The folded letters of a phrase without articles, spaces and punctuation.

    >>> run_together("the Non-Aligned Movement")
    'nonalignedmovement'
    """
    return "".join(token.folded for token in Translation(text).tokens)


def stem(word: str) -> str:
    """A folded word less a plural ending.

    >>> stem("ministries"), stem("affairs"), stem("glass")
    ('ministry', 'affair', 'glass')
    """
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def content_stems(text: str) -> frozenset[str]:
    """The stems of the words that carry meaning."""
    return frozenset(stem(token.folded) for token in Translation(text).tokens if token.folded not in FUNCTION_WORDS)


def is_function_word(token: Token) -> bool:
    """Whether it is a preposition or a conjunction that may stand inside a reordered term."""
    return token.folded in FUNCTION_WORDS


@lru_cache(maxsize=1 << 13)
def forms(entry: Entry) -> tuple[Form, ...]:
    """The English forms that a careful reader takes as right, the target first."""
    texts = [entry.target, *entry.variants, *([entry.short] if entry.short else [])]
    if entry.kind == "person":
        count = len(surname_of(entry).split(" "))
        texts += [" ".join(text.split(" ")[-count:]) for text in texts if surname_of(entry) != entry.target.split(" ")[0]]
    if entry.kind == "country":
        texts += [adjective for text in texts if (adjective := ADJECTIVES.get(text.removeprefix("the ").removeprefix("The ")))]
    if entry.kind == "language":
        texts += [text.removesuffix(" language") for text in texts]
    return tuple(Form(text, run_together(text), content_stems(text)) for text in dict.fromkeys(texts))


def spellings(form: Form, entry: Entry) -> list[str]:
    """The run-together letters of a form with its English endings: plural, and for a place the words for its people."""
    letters = form.letters
    found = [letters, letters + "s", letters + "es", stem(letters)]
    if letters.endswith("y"):
        found.append(letters[:-1] + "ies")
    if entry.kind in {"country", "place"} and not form.is_acronym:
        found += [letters + ending for ending in GENTILIC]
        if letters[-1] in "aeyo":
            found += [letters[:-1] + ending for ending in GENTILIC_FOR_VOWEL]
    return found
