"""Azerbaijani names in English letters, by rule."""

from __future__ import annotations

from unicodedata import combining, normalize

_LETTERS = {
    "ə": "a", "x": "kh", "ğ": "gh", "c": "j", "ç": "ch", "ş": "sh", "q": "g", "ı": "i", "ö": "o", "ü": "u", "j": "zh",
    "Ə": "A", "X": "Kh", "Ğ": "Gh", "C": "J", "Ç": "Ch", "Ş": "Sh", "Q": "G", "İ": "I", "Ö": "O", "Ü": "U", "J": "Zh",
}  # fmt: skip
_PLAIN = str.maketrans("əƏı", "aAi")


def romanize(name: str) -> str:
    """The name in the letters of English; a word in capitals stays in capitals. What is not Azerbaijani is left as it is.

    Source: the usage of president.az and mfa.gov.az. Established exceptions (Baku, Ganja, Heydar) are the term base's.

    >>> romanize("Xələf Xələfov"), romanize("Şahin Mustafayev"), romanize("Ceyhun Bayramov"), romanize("ŞUŞA")
    ('Khalaf Khalafov', 'Shahin Mustafayev', 'Jeyhun Bayramov', 'SHUSHA')
    """
    return " ".join(_word(word) for word in name.split(" "))


def plain(name: str) -> str:
    """The name without accents, as English prints a Turkish one.

    >>> plain("Çavuşoğlu"), plain("Yıldırım")
    ('Cavusoglu', 'Yildirim')
    """
    return "".join(letter for letter in normalize("NFKD", name.translate(_PLAIN)) if not combining(letter))


def _word(word: str) -> str:
    letters = "".join(_LETTERS.get(letter, letter) for letter in word)
    return letters.upper() if len(word) > 1 and word.isupper() else letters  # English letters by now
