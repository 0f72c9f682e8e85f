"""What language and script a text is in, and what has to be done to it before it can be translated from Azerbaijani."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from glossary.casing import lower, upper
from translator.abbreviations import is_address, words
from translator.normalize import Change, Normalized, change

if TYPE_CHECKING:
    from lingua import LanguageDetector

Language = Literal["az", "tr", "ru", "en", "other", "unknown"]
SAMPLE = 4000
"""Code points of a text that are looked at: two pages."""


@dataclass(frozen=True, slots=True)
class Detected:
    """The language of a text, its script as ISO 15924 has it (``Zyyy`` without letters), and how sure that is, 0 to 1.

    Below 0.6 it is a guess: a word or two that several languages share.
    """

    language: Language
    script: str
    confidence: float


def detect(text: str) -> Detected:
    """The language and script of the beginning of a text; Azerbaijani typed without its own letters is Azerbaijani too.

    Letters and small words decide where they can; lingua is loaded (0.1 s, 15 MB) only for what they leave open.

    >>> detect("Görüş keçirilib və sənəd imzalanıb.").language
    'az'
    """
    sample = text[:SAMPLE]
    script = find_script(sample)
    if script == "Zyyy":
        return Detected("unknown", script, 0.0)
    if script == "Cyrl" and is_azerbaijani_cyrillic(sample):
        return Detected("az", script, 0.95)
    if script not in {"Latn", "Cyrl"}:
        return Detected("other", script, 0.95)
    language, confidence = (_by_letters(sample) if script == "Latn" else None) or _by_lingua(sample)
    return Detected(language, script, confidence)


def find_script(text: str) -> str:
    """The script that most letters of a text are in, or ``Zyyy`` when there are none.

    >>> find_script("Бакы"), find_script("Bakı, 12"), find_script("12 %")
    ('Cyrl', 'Latn', 'Zyyy')
    """
    counts = Counter(_SCRIPTS[bisect_right(_STARTS, ord(letter)) - 1][1] for letter in text if letter.isalpha())
    return max(counts, key=lambda name: counts[name], default="Zyyy")


def is_azerbaijani_cyrillic(text: str) -> bool:
    """Whether a text is Azerbaijani as it was written from 1939 to 1991: its own letters are many, those of others absent.

    >>> is_azerbaijani_cyrillic("Азәрбајҹан Республикасы"), is_azerbaijani_cyrillic("Азербайджанская Республика")
    (True, False)
    """
    letters = [letter for letter in lower(text[:SAMPLE]) if "Ѐ" <= letter <= "ԯ" or letter == "ə"]
    own = sum(letter in "әөүҹғҝһјə" for letter in letters)
    mostly = 2 * len(letters) > sum(letter.isalpha() for letter in text[:SAMPLE])
    if not mostly or own < 0.08 * len(letters) or any(letter in _OTHER_CYRILLIC for letter in letters):
        return False
    return any(letter in "ҹҝј" for letter in letters) or not any(letter in "щцъьёэюя" for letter in letters)


def cyrillic_to_latin(text: str) -> Normalized:
    """Azerbaijani in Cyrillic letters put into Latin ones, with the way back; letters of other scripts stay.

    >>> cyrillic_to_latin("Азәрбајҹан Республикасы").text
    'Azərbaycan Respublikası'
    """
    single = text.translate(_SINGLE)
    return Normalized(single, range(len(text) + 1)).then(change(single, _find_double(single)))


def _find_double(text: str) -> Iterator[Change]:
    """The Russian letters of early spelling and loan words; a capital stays one where its word goes on in capitals."""
    for match in re.finditer(f"[{''.join(_DOUBLE)}]", text):
        letter, new = match.group(), _DOUBLE[match.group()]
        after = text[match.end() : match.end() + 1]
        yield Change(match.start(), match.end(), upper(new) if letter.isupper() and after.isupper() else new)


def lacks_letters(text: str) -> bool:
    """Whether a text is Azerbaijani typed without ``ə ı ş ç ğ ö ü``, which the translation suffers from.

    >>> lacks_letters("Azerbaycan ve Turkiye arasinda gorus kecirilib")
    True
    """
    letters = [letter for letter in text[:SAMPLE] if letter.isalpha()]
    return len(letters) >= 12 and "".join(letters).isascii() and detect(text).language == "az"


def translatable(text: str) -> bool:
    """Whether a text has words: not only numbers, addresses, signs, emoji, Roman numerals or a single letter.

    >>> translatable("12.05.2023"), translatable("info@mfa.gov.az"), translatable("Bakı")
    (False, False, True)
    """
    tokens = (token for token in text.split() if not is_address(token))
    return any(not _NO_WORD.fullmatch(word) for token in tokens for word in _WORD.findall(token))


def is_all_caps(text: str) -> bool:
    """Whether a text is set in capitals: five or more and no small letter, endings after a hyphen or apostrophe aside.

    >>> is_all_caps("BMT-nin BƏYANATI YAYILIB"), is_all_caps("ATƏT")
    (True, False)
    """
    letters = [letter for letter in _SUFFIX.sub("", text) if letter.isupper() or letter.islower()]
    return len(letters) >= 5 and all(map(str.isupper, letters))


def from_caps(text: str, keep: Callable[[str], bool], proper: Callable[[str], bool] | None = None) -> str:
    """A headline in capitals in sentence case, one code point for one.

    Words for which ``keep`` is true stay as they are (abbreviations), as do Roman numerals, initials and words without a vowel;
    those for which ``proper`` is true keep their first capital. Both are asked about the word in capitals, ending included.

    >>> from_caps("BMT-NİN BAŞ KATİBİ BAKIYA GƏLİB", keep=lambda word: False, proper=lambda word: word.startswith("BAKI"))
    'BMT-nin baş katibi Bakıya gəlib'
    """
    pieces: list[str] = []
    done, kept = 0, False
    for match in _WORD.finditer(text):
        word = match.group()
        ending = kept and match.start() == done + 1 and text[done] in "-’'"
        kept = not ending and (keep(word) or _stays(text, match))
        capital = not ending and (not pieces or (proper is not None and proper(word)))
        pieces += (text[done : match.start()], word if kept else word[0] + lower(word[1:]) if capital else lower(word))
        done = match.end()
    return "".join((*pieces, text[done:]))


def _stays(text: str, match: re.Match[str]) -> bool:
    """Whether a word in capitals is an abbreviation by its shape: no vowel, a Roman numeral, an initial with its full stop."""
    word = match.group()
    if len(word) == 1:
        return text[match.end() : match.end() + 1] == "." or word in "IVX"
    return bool(_ROMAN.fullmatch(word)) or not _VOWEL.search(word)


def to_caps(text: str) -> str:
    """English text in capitals.

    >>> to_caps("The parties agreed")
    'THE PARTIES AGREED'
    """
    return text.upper()


def _by_letters(text: str) -> tuple[Language, float] | None:
    """The language of a Latin text where its letters and small words leave no doubt."""
    words = _WORD.findall(lower(text))
    if sum(word.count("ə") for word in words) >= 0.03 * sum(map(len, words)):
        return "az", 0.99
    hits = {language: sum(word in small for word in words) for language, small in _SMALL_WORDS.items()}
    best = max(hits, key=lambda language: hits[language])
    others = max(hits[language] for language in hits if language != "az")
    if others < 2 and any("ə" in word for word in _WORD.findall(text) if word[0].islower()):
        return "az", 0.95  # few of its letters, but not in names alone
    clear = hits[best] >= 2 and hits[best] >= 0.2 * len(words) and 4 * hits[best] >= 3 * sum(hits.values())
    return (best, 0.95) if clear else None


def _by_lingua(text: str) -> tuple[Language, float]:
    """The language as lingua sees it, corrected by what it does not know: Azerbaijani typed in plain letters looks Turkish."""
    best = _lingua().compute_language_confidence_values(text)[0]
    language = _CODES.get(best.language.name, "other")
    leaning = _leaning(_WORD.findall(text)) if language in {"az", "tr"} else 0
    if leaning:
        return ("az" if leaning > 0 else "tr"), 0.9
    return language, round(best.value, 3)


def _leaning(words: list[str]) -> int:
    """How far words lean to Azerbaijani (above 0) or Turkish (below): small words, endings, the letters ``q`` and ``x``."""
    small = [lower(word) for word in words if not word[0].isupper() or word is words[0]]
    return sum(bool(_AZERBAIJANI.fullmatch(word)) - bool(_TURKISH.fullmatch(word)) for word in small)


@cache
def _lingua() -> LanguageDetector:
    from lingua import Language as Name  # noqa: PLC0415  # most texts are told without it
    from lingua import LanguageDetectorBuilder  # noqa: PLC0415  # most texts are told without it

    names = [getattr(Name, name) for name in (*_CODES, *_RIVALS)]
    return LanguageDetectorBuilder.from_languages(*names).with_low_accuracy_mode().build()


_CODES: dict[str, Language] = {"AZERBAIJANI": "az", "TURKISH": "tr", "RUSSIAN": "ru", "ENGLISH": "en"}
_RIVALS = ("UKRAINIAN", "KAZAKH", "GERMAN", "FRENCH", "SPANISH")
_SMALL_WORDS: dict[Language, frozenset[str]] = {
    "en": words(
        "the of and in is was for that with by are has have from this which were been will i he she you it his her they we my "
        "not do what who how there their had would can to a be me your him but"
    ),
    "az": words("üçün çox yox mən mənim kimi ilə və"),
    "tr": words("için değil çok olarak kadar gibi ancak fakat tarafından ben benim bana yok hiç şey"),
    "other": words(
        "der die das und ist nicht ein eine ich mit von le la les des est et une dans je que el los las por con del para"
    ),
}
_AZERBAIJANI = re.compile(
    r"\w*(?:q(?!u)|x)\w*|\w{2,}[ıiuü]b(?:l[ae]r)?|men(?:im|i|e|de)?|ucun|kimi|deyil|hec|bele|hem|haqqinda|bas|gore|nece|hansi|oz\w*"
)
_TURKISH = re.compile(
    r"\w+[ıiuü]yor(?:um|sun|uz|lar|du)?|\w+[aıou]k|ben(?:im|i|den)?|bana|için|icin|gibi|değil|degil|çok|cok|hiç|hic|şey|yok|ama|iyi"
)
_SCRIPTS = (
    (0x0000, "Latn"),
    (0x0370, "Grek"),
    (0x0400, "Cyrl"),
    (0x0530, "Armn"),
    (0x0590, "Hebr"),
    (0x0600, "Arab"),
    (0x0900, "Deva"),
    (0x0980, "Zzzz"),
    (0x0E00, "Thai"),
    (0x0E80, "Zzzz"),
    (0x10A0, "Geor"),
    (0x1100, "Hang"),
    (0x1200, "Zzzz"),
    (0x1C80, "Cyrl"),
    (0x1C90, "Geor"),
    (0x1CC0, "Zzzz"),
    (0x1D00, "Latn"),
    (0x1F00, "Grek"),
    (0x2000, "Zzzz"),
    (0x2C60, "Latn"),
    (0x2C80, "Zzzz"),
    (0x3040, "Jpan"),
    (0x3100, "Zzzz"),
    (0x3400, "Hani"),
    (0xA000, "Zzzz"),
    (0xAC00, "Hang"),
    (0xD7B0, "Zzzz"),
    (0xFB50, "Arab"),
    (0xFE00, "Zzzz"),
    (0xFE70, "Arab"),
    (0xFF00, "Zzzz"),
)
"""The first code point of each script's blocks (Unicode, Blocks.txt), for the scripts that a user may bring."""
_STARTS = [start for start, _ in _SCRIPTS]
_OTHER_CYRILLIC = set("қңұіҗҙҡҫӣӯљњђћџєїўґѓќѝ")
_SINGLE = str.maketrans(
    "АБВГҒДЕӘЖЗИЫЈКҜЛМНОӨПРСТУҮФХҺЧҸШЙЭабвгғдеәжзиыјкҝлмноөпрстуүфхһчҹшйэ",
    "ABVQĞDEƏJZİIYKGLMNOÖPRSTUÜFXHÇCŞYEabvqğdeəjziıykglmnoöprstuüfxhçcşye",
)
_DOUBLE = {"ю": "yu", "я": "ya", "ё": "yo", "ц": "ts", "щ": "şç", "ъ": "", "ь": ""}
_DOUBLE |= {upper(letter): new[:1].upper() + new[1:] for letter, new in _DOUBLE.items()}
_WORD = re.compile(r"[^\W\d_]+")
_NO_WORD = re.compile(r"[IVX]+|[^Oo]")
_ROMAN = re.compile(r"[IVX]+")
_VOWEL = re.compile(r"[AEƏIİOÖUÜ]")
_SUFFIX = re.compile(r"(?<=\w)[-’'][^\W\d_]+")
