"""A user's text as the units that the pipeline works on: sentences, each with what the engine is to read and the way back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from translator import language
from translator.normalize import Normalized, normalize
from translator.segment import segment
from translator.types import Notice

SURE = 0.6  # of a detected language, below it is a guess
_NAMES = {"tr": "Turkish", "ru": "Russian", "en": "English", "other": "a language other than Azerbaijani"}
_TRANSLATED = ("az", "tr", "unknown")


@dataclass(frozen=True, slots=True)
class Unit:
    """One sentence of a text.

    ``start`` and ``stop`` index the user's text; ``plain`` is the sentence normalised and on one line. ``capitals``: it is a
    headline in capitals. ``through``: nothing in it is for translation.
    """

    start: int
    stop: int
    plain: str
    capitals: bool
    through: bool
    back: Callable[[int, int], tuple[int, int]]
    """From a span of ``plain`` to one of the user's sentence."""
    warnings: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A user's text, its units in order, and what should be said about the whole."""

    text: str
    units: tuple[Unit, ...]
    warnings: tuple[Notice, ...] = ()


def read(text: str) -> Document:
    """The units of a text; between them, and around them, stands only white space."""
    normalized = normalize(text)
    warnings: list[Notice] = []
    if language.is_azerbaijani_cyrillic(normalized.text):
        normalized = normalized.then(language.cyrillic_to_latin(normalized.text))
        warnings.append(Notice("cyrillic", "the text was in Azerbaijani Cyrillic letters and was put into Latin letters first"))
    detected = language.detect(normalized.text)
    through = detected.confidence >= SURE and detected.language not in _TRANSLATED
    if detected.confidence >= SURE and detected.language in _NAMES:
        done = "passed through untranslated" if through else "translated as if it were Azerbaijani"
        warnings.append(Notice("language", f"the text looks like {_NAMES[detected.language]}: it was {done}"))
    elif language.lacks_letters(normalized.text):
        warnings.append(Notice("ascii", "the text is typed without Azerbaijani letters (ə, ı, ş, ...): expect more errors"))
    return Document(text, tuple(_units(normalized, through)), tuple(warnings))


def _units(normalized: Normalized, through: bool) -> Iterator[Unit]:
    for part in segment(normalized.text):
        start, stop = normalized.original_span(part.start, part.stop)
        plain = part.text.replace("\r\n", " \n").replace("\n", " ").replace("\r", " ")
        foreign = language.find_script(plain) not in {"Latn", "Zyyy"}
        yield Unit(
            start=start,
            stop=stop,
            plain=plain,
            capitals=language.is_all_caps(plain),
            through=through or foreign or not language.translatable(plain),
            back=_way_back(normalized, part.start, start),
            warnings=(Notice("script", "not in Latin letters: passed through untranslated"),)
            if foreign and not through
            else (),
        )


def _way_back(normalized: Normalized, part_start: int, start: int) -> Callable[[int, int], tuple[int, int]]:
    def back(first: int, last: int) -> tuple[int, int]:
        original_first, original_last = normalized.original_span(part_start + first, part_start + last)
        return original_first - start, original_last - start

    return back
