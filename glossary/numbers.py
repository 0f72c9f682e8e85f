"""Numbers, dates and times that only one side has, the source or the translation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from glossary.casing import lower

_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:[.,\u00a0\u202f ]\d{3})+(?![.,]?\d)")
_THOUSAND_AND = re.compile(r"(?<!\d)(\d{1,3}) min (\d{3})(?!\d)")
_NUMBER = re.compile(r"(?<![\w])\d+(?:[.,:]\d+)*")
_DECIMAL = re.compile(r"\d+[.,]\d+")
_DIGITS = re.compile(r"\d+")
_LONGEST_IN_WORDS = 3
_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve"
    " thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_OTHER_WORDS = {
    0: "no", 1: "a an first once single", 2: "both second twice pair half", 3: "third triple", 4: "fourth quarter", 5: "fifth",
    6: "sixth", 7: "seventh", 8: "eighth", 9: "ninth", 10: "tenth", 12: "twelfth", 20: "twentieth", 100: "hundred",
}  # fmt: skip
_WORDS = {number: {word} for number, word in [*enumerate(_UNITS.split()), *zip(range(20, 100, 10), _TENS.split(), strict=True)]}
for _number, _names in _OTHER_WORDS.items():
    _WORDS.setdefault(_number, set()).update(_names.split())
# Source: Azerbaijani cardinals; ordinals and inflected forms begin with them.
_AZERBAIJANI = {
    "sıfır": 0, "bir": 1, "iki": 2, "üç": 3, "dörd": 4, "beş": 5, "altı": 6, "yeddi": 7, "səkkiz": 8, "doqquz": 9, "on": 10,
    "iyirmi": 20, "otuz": 30, "qırx": 40, "əlli": 50, "altmış": 60, "yetmiş": 70, "səksən": 80, "doxsan": 90, "yüz": 100,
    "min": 1000,
}  # fmt: skip
_LONGEST_FIRST = sorted(_AZERBAIJANI, key=len, reverse=True)
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_MONTHS = {
    "yanvar": "January", "fevral": "February", "mart": "March", "aprel": "April", "may": "May", "iyun": "June", "iyul": "July",
    "avqust": "August", "sentyabr": "September", "oktyabr": "October", "noyabr": "November", "dekabr": "December",
}  # fmt: skip
_FIGURE = re.compile(
    rf"(?<![\w.,:])(?:(?P<day>\d{{1,2}}(?:[-–]\d{{1,2}})?) (?P<month>{'|'.join(_MONTHS)})"
    r"(?: (?P<year>\d{4})(?!\d)|(?=\W|[aeəıiud]))"  # a month has nothing, a case ending, or a year after it
    rf"|{_GROUPED.pattern}|{_THOUSAND_AND.pattern}|\d+(?:[.,:]\d+)*)",
    re.IGNORECASE,
)
_SCALES = (1000, 10**6, 10**9)


def missing_numbers(source: str, translation: str) -> list[str]:
    """The numbers of the source, as written there, that the translation has neither in digits nor, to a hundred, in words.

    Decimal and thousands marks may differ, hours may count to twelve, and English may join a number to letters (``2020s``).

    >>> missing_numbers("2020-ci ildə 1.500 nəfər, saat 17:30, 3,5 faiz", "In 2020, 1,500 people, at 5:30 pm, 3.5 percent")
    []
    >>> missing_numbers("822, 853 və 884 saylı qətnamələr", "resolutions 822 and 853")
    ['884']
    """
    present = _values(translation)
    words = set(re.findall(r"[a-z]+", translation.lower()))  # English
    numbers = [part for number in _NUMBER.findall(_ungrouped(source)) for part in _parts(number)]
    return [number for number in numbers if not _is_there(number, present, words)]


class Figure(NamedTuple):
    """A number, time or date in figures, ``source[start:stop]``, and how English writes it."""

    start: int
    stop: int
    english: str


def figures(source: str) -> Iterator[Figure]:
    """The numbers of a source, a date in one.

    >>> [figure.english for figure in figures("10 aprel 2008-ci ildə saat 17:30-da 1.500 nəfər, 3,5 faiz")]
    ['April 10, 2008', '17:30', '1,500', '3.5']
    """
    for found in _FIGURE.finditer(source):
        yield Figure(*found.span(), _in_english(found))


def _in_english(found: re.Match[str]) -> str:
    if month := found["month"]:
        year = found["year"]
        return f"{_MONTHS[lower(month)]} {found['day']}" + (f", {year}" if year else "")
    text = found[0]
    if _GROUPED.fullmatch(text) or _THOUSAND_AND.fullmatch(text):
        return f"{int(re.sub(r'[^0-9]', '', text)):,}"
    return text.replace(",", ".") if _DECIMAL.fullmatch(text) else text


def extra_numbers(source: str, translation: str) -> list[str]:
    """The numbers of the translation, as written there, that the source has neither in digits nor in words.

    Roman numerals, thousands and millions in words, hours after noon and decades (``90-cı illər``) are understood.

    >>> extra_numbers("XX əsrin 90-cı illərində iki min nəfər, saat 17:30-da", "2,000 in the 1990s, 20th century, at 5:30")
    []
    >>> extra_numbers("2020-ci ildə iki nazir", "3 ministers in 2021")
    ['3', '2021']
    """
    said = _values(source)
    values = {float(value) for value in said} | {float(value) for value in _in_words(source)}
    numbers = [part for number in _NUMBER.findall(_ungrouped(translation)) for part in _parts(number)]
    return [number for number in numbers if not _is_said(number, values)]


def _is_said(number: str, values: set[float]) -> bool:
    value = float(number.replace(",", "."))
    if value in values or (value < 13 and value + 12 in values) or any(value / scale in values for scale in _SCALES):
        return True
    if _DECIMAL.fullmatch(number):
        return all(_is_said(digits, values) for digits in re.split("[.,]", number))
    return len(number) == 4 and number.endswith("0") and value % 100 in values


def _in_words(source: str) -> Iterator[int]:
    """The numbers that Azerbaijani words and Roman numerals may say, each word alone and with those before it."""
    together = 0
    for word in re.findall(r"\w+", source):
        if set(word) <= _ROMAN.keys():
            values = [_ROMAN[letter] for letter in word]
            yield sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))
        stem = next((stem for stem in _LONGEST_FIRST if lower(word).startswith(stem)), None)
        value = _AZERBAIJANI[stem] if stem else 0
        together = 0 if stem is None else together * value if value >= 100 and together else together + value
        yield from (value, together) if stem else ()


def _ungrouped(text: str) -> str:
    """The text with the digits of each number together: ``1 500``, ``1.500`` and ``1 min 500`` as ``1500``."""
    joined = _THOUSAND_AND.sub(r"\1\2", text)
    return _GROUPED.sub(lambda number: re.sub(r"\D", "", number[0]), joined)


def _parts(number: str) -> list[str]:
    """A decimal stays whole; a date (``12.05.2024``), a time or a list falls into its numbers."""
    return [number] if _DECIMAL.fullmatch(number) else _DIGITS.findall(number)


def _values(text: str) -> set[str]:
    joined = _ungrouped(text)
    decimals = {number.replace(",", ".") for number in _DECIMAL.findall(joined)}
    return decimals | {_plain(digits) for digits in _DIGITS.findall(joined)}


def _plain(digits: str) -> str:
    return digits.lstrip("0") or "0"


def _is_there(number: str, present: set[str], words: set[str]) -> bool:
    if _DECIMAL.fullmatch(number):
        whole, part = re.split("[.,]", number)
        return number.replace(",", ".") in present or all(_is_there(digits, present, words) for digits in (whole, part))
    plain = _plain(number)
    if {plain, plain + "000"} & present or plain == "0":
        return True
    if len(plain) > _LONGEST_IN_WORDS:
        return False
    value = int(plain)
    return (12 < value < 24 and str(value - 12) in present) or bool(_WORDS.get(value, set()) & words)
