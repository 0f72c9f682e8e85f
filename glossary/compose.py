"""An edit that leaves the English around it whole: article, possessive, capitals, no doubled words."""

from __future__ import annotations

import re

from glossary.english import Translation, fold
from glossary.lexicon import ACRONYMS_READ_AS_WORDS, ACRONYMS_WITH_ARTICLE, DETERMINERS, FUNCTION_WORDS, INSTITUTIONS
from glossary.locate import NAME_KINDS, Location
from glossary.types import Edit, Entry, Kind

_GAP = r"[ \u00a0]+"
_WORD_BEFORE = re.compile(r"([^\W_]+)([ \u00a0]+)\Z")
_ENDS_IN_PLURAL = re.compile(r"(?:States|Nations|Emirates|Netherlands|Affairs|Philippines)\Z")
_ARTICLE_KINDS: frozenset[Kind] = frozenset({"body", "abbreviation", "treaty"})
_VOWEL_LETTERS = "AEFHILMNORSX"
_VOWEL_SOUND = re.compile(r"(?!eu|one\b|uni|use|usu|uti|ukr|ura|uru|uga)[aeiou]|hour|honou?r|heir")


def compose(translation: Translation, location: Location, entry: Entry) -> Edit:
    """The edit that puts the location's target in its place."""
    text, target = translation.text, location.target
    start, stop = _with_doubled_words(text, target, *translation.span(location.window))
    replacement = target
    if _ENDS_IN_PLURAL.search(target) and re.match(r"['’]s\b", text[stop:]):
        replacement, stop = target + text[stop], stop + 2
    before = _WORD_BEFORE.search(text, 0, start)
    if before and before[1].lower() in {"a", "an"}:  # an English article
        article = "an" if has_vowel_sound(target) else "a"
        article = article.title() if before[1][0] == "A" else article
        start, replacement = before.start(), article + before[2] + replacement
    elif not translation.in_capitals and wants_article(target, entry) and not _has_determiner(before, text, start):
        replacement = "the " + replacement
    if entry.kind not in NAME_KINDS and text[start:stop].istitle():
        words = replacement.split(" ")
        replacement = " ".join(word if word in FUNCTION_WORDS else word[0].upper() + word[1:] for word in words)
    return Edit(start, stop, _capitals(translation, start, replacement), entry, location.reason)


def has_vowel_sound(phrase: str) -> bool:
    """Whether ``an`` goes before the phrase.

    >>> [has_vowel_sound(name) for name in ("OSCE", "UN", "EU", "NATO", "European", "IMF", "Armenia", "Ukraine")]
    [True, False, True, False, False, True, True, False]
    """
    word = phrase.partition(" ")[0]
    if len(word) > 1 and word.isupper() and word not in ACRONYMS_READ_AS_WORDS:
        return word[0] in _VOWEL_LETTERS
    return bool(_VOWEL_SOUND.match(fold(word)))


def wants_article(target: str, entry: Entry) -> bool:
    """Whether running text says ``the`` before the name: the UN, the Ministry of Defense, but NATO, Milli Majlis."""
    if entry.kind not in _ARTICLE_KINDS or target.lower().startswith("the "):
        return False
    words = fold(target).split(" ")
    return target in ACRONYMS_WITH_ARTICLE or (" " in target and (words[0] in INSTITUTIONS or words[-1] in INSTITUTIONS))


def _with_doubled_words(text: str, target: str, start: int, stop: int) -> tuple[int, int]:
    """The span widened over words beside it that the target brings along itself."""
    words = [re.escape(word) for word in target.split(" ")]
    for count in range(len(words) - 1, 0, -1):
        if before := re.search(rf"\b{_GAP.join(words[:count])}{_GAP}\Z", text[:start], re.IGNORECASE):
            start = before.start()
            break
    for count in range(len(words) - 1, 0, -1):
        if after := re.match(rf"{_GAP}{_GAP.join(words[-count:])}\b", text[stop:], re.IGNORECASE):
            stop += after.end()
            break
    return start, stop


def _has_determiner(before: re.Match[str] | None, text: str, start: int) -> bool:
    """Whether something stands before that takes the article's place: a determiner, a possessive, a name or adjective."""
    if before is None:
        return bool(text[:start].strip()) and text[:start].rstrip()[-1:] not in ".!?"
    word, possessive = before[1], text[: before.start()].endswith(("'", "’"))
    is_name = word[0].isupper() and before.start() > 0
    return possessive or is_name or word.lower() in DETERMINERS or word.endswith(("an", "ish", "i"))


def _capitals(translation: Translation, start: int, replacement: str) -> str:
    if translation.in_capitals:
        return replacement.upper()  # English text
    opens = not translation.text[:start].strip(" \"'“‘«([—–-\u00a0")
    return replacement[0].upper() + replacement[1:] if opens else replacement
