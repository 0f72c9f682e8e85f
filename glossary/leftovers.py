"""Names that no term base knows: what the model copied in Azerbaijani letters is romanised by rule."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from glossary.casing import lower
from glossary.english import NOT_ENGLISH
from glossary.romanize import plain, romanize
from glossary.types import Edit, Entry, Match

_WORD = re.compile(r"[^\W_]+")
_CASE_ENDING = re.compile(r"(?<=\w\w\w)(?:d[aə]n|d[aə]k[ıi]|d[aə]|l[aə]r|y[aə])\Z")
_AZERBAIJANI_LETTER = re.compile(r"[əƏxXqQ]")
_AZERBAIJANI_BESIDE = re.compile(r"[əƏ]|(?:ov|yev)a?\b|zad[əae]\b")
_TURKISH = re.compile(r"[Tt]ürki|[Tt]ürk\b|Ankara|İstanbul")
_BESIDE = 16  # code points: a word to either side
_SENTENCE_START = re.compile(r"(?:\A|[.!?…:]\s)[\W_]*\Z")


def leftovers(source: str, translation: str, edits: Collection[Edit]) -> list[tuple[Match, Edit]]:
    """The capitalised words of the translation with letters that English lacks, copied from the source, and their edits.

    A case ending is cut off where the model copied it too. Words inside ``edits`` are left to them. A name that nothing shows
    to be Azerbaijani only loses its accents; in a sentence about Türkiye it is left alone.
    """
    return list(_leftovers(source, translation, edits))


def _leftovers(source: str, translation: str, edits: Collection[Edit]) -> Iterator[tuple[Match, Edit]]:
    names = [found for found in _WORD.finditer(source) if found[0][0].isupper() and not _opens_sentence(source, found.start())]
    for word in _WORD.finditer(translation):
        if not NOT_ENGLISH.search(word[0]) or any(edit.start < word.end() and word.start() < edit.stop for edit in edits):
            continue
        origin = next((name for name in names if lower(name[0]).startswith(lower(word[0]))), None)
        beside = translation[max(0, word.start() - _BESIDE) : word.end() + _BESIDE]
        is_azerbaijani = bool(_AZERBAIJANI_LETTER.search(word[0]) or _AZERBAIJANI_BESIDE.search(beside))
        if origin is None or (_TURKISH.search(source) and not is_azerbaijani):
            continue
        name = _CASE_ENDING.sub("", word[0]) if word[0] == origin[0] else word[0]
        english = romanize(name) if is_azerbaijani else plain(name)
        entry = Entry(source=name, target=english, kind="person", origin="romanization")
        match = Match(origin.start(), origin.end(), origin.start() + len(name), entry, english)
        yield match, Edit(word.start(), word.end(), english, entry, "romanised by rule")


def _opens_sentence(source: str, start: int) -> bool:
    return bool(_SENTENCE_START.search(source[:start]))
