"""Azerbaijani letter case: ``I`` belongs to ``ı`` and ``İ`` to ``i``; both functions keep the number of code points."""

from __future__ import annotations


def lower(text: str) -> str:
    """The text in lower case, one code point for one and each by itself (Greek ``Σ`` gives ``σ`` at the end of a word too).

    >>> lower("AZƏRBAYCAN İLHAM IŞIQ")
    'azərbaycan ilham ışıq'
    """
    return text.replace("I", "ı").replace("İ", "i").replace("Σ", "σ").lower()


def upper(text: str) -> str:
    """The text in upper case, one code point for one (``ß`` stays).

    >>> upper("bakı şəhəri")
    'BAKI ŞƏHƏRİ'
    """
    dotted = text.replace("i", "İ")
    cased = dotted.upper()
    return cased if len(cased) == len(text) else "".join(map(_upper_one, dotted))


def _upper_one(letter: str) -> str:
    cased = letter.upper()
    return cased if len(cased) == 1 else letter
