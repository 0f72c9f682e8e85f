"""Every form of an Azerbaijani noun by the school grammar, written apart from the matcher's own tables to test them."""

from __future__ import annotations

from collections.abc import Iterator

from glossary.casing import lower

VOWELS = "aıoueəiöü"


def inflections(term: str, *, compound: bool = False, common: bool = True) -> Iterator[str]:
    """The term in each case, then in the plural, then with the possessive of the third person, in each case.

    ``compound``: its last word ends in a possessive, which takes n before cases and moves behind the plural.
    ``common``: k and q soften before a vowel, as in ``nazirlik``, ``nazirliyi``.
    """
    yield term
    possessed = compound and lower(term)[-1] in "ıiuü"
    yield from _cases(term, "n" if possessed else "", common)
    if possessed:
        for plural in _plurals(term):
            yield plural
            yield from _cases(plural, "n", common)
        return
    plural = term + "l" + _wide(term) + "r"
    yield plural
    yield from _cases(plural, "", common)
    owned = _soft(term, common) + _high(term) if _closed(term) else term + "s" + _high(term)
    yield owned
    yield from _cases(owned, "n", common)


def hyphenated(abbreviation: str) -> Iterator[str]:
    """An abbreviation with the suffixes that follow its hyphen."""
    for suffix in ("nin", "in", "ya", "yə", "ni", "da", "də", "dan", "dən", "la", "lə", "nın", "dakı"):
        yield f"{abbreviation}-{suffix}"
        yield f"{abbreviation}’{suffix}"


def _cases(noun: str, buffer: str, common: bool) -> Iterator[str]:
    high, wide = _high(noun), _wide(noun)
    soft = _soft(noun, common)
    if _closed(noun):
        yield from (soft + high + "n", soft + high, soft + wide, noun + "d" + wide, noun + "d" + wide + "n", noun + "l" + wide)
    else:
        yield from (noun + "n" + high + "n", noun + "n" + high, noun + (buffer or "y") + wide)
        yield from (noun + buffer + "d" + wide, noun + buffer + "d" + wide + "n", noun + "yl" + wide)
    relative = noun + buffer + "d" + wide + "k" + ("ı" if wide == "a" else "i")
    yield from (relative, relative + "l" + wide + "r", noun + "d" + high + "r")


def _plurals(term: str) -> Iterator[str]:
    """``qrupu`` → ``qrupları``; either reading of ``-sı`` where both are possible."""
    letters = lower(term)
    cuts = [term[:-2]] if letters[-2] == "s" and letters[-3] in VOWELS else [] if letters[-2] in VOWELS else [term[:-1]]
    for cut in cuts:
        base = cut[:-1] + {"y": "k", "ğ": "q"}.get(cut[-1], cut[-1])
        yield base + "l" + _wide(base) + "r" + ("ı" if _wide(base) == "a" else "i")


def _closed(noun: str) -> bool:
    return lower(noun)[-1] not in VOWELS


def _last_vowel(noun: str) -> str:
    return next(letter for letter in reversed(lower(noun)) if letter in VOWELS)


def _wide(noun: str) -> str:
    return "a" if _last_vowel(noun) in "aıou" else "ə"


def _high(noun: str) -> str:
    return {"a": "ı", "ı": "ı", "o": "u", "u": "u", "ə": "i", "e": "i", "i": "i", "ö": "ü", "ü": "ü"}[_last_vowel(noun)]


def _soft(noun: str, common: bool) -> str:
    last = noun.rpartition(" ")[2]
    if common and len(last) > 3 and sum(letter in VOWELS for letter in last) > 1:
        return noun[:-1] + {"k": "y", "q": "ğ"}.get(noun[-1], noun[-1])
    return noun
