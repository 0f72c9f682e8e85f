"""A text cut where its layout says so: line breaks, blank lines, tabs, bullets, numbered lists, a headline in capitals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from glossary.casing import lower
from translator.abbreviations import FINITE, REPORTING


class _Line(NamedTuple):
    """A line without the white space around it; ``start`` and ``stop`` index the whole text."""

    start: int
    stop: int
    text: str


def blocks(text: str) -> Iterator[tuple[int, int]]:
    """The spans that hold whole sentences, in order, without white space at their ends and with nothing else between them.

    A line break parts two blocks, except where a sentence was only wrapped.
    """
    for paragraph in _paragraphs(text):
        width = _wrap_width(paragraph)
        start = paragraph[0].start
        for line, following in pairwise(paragraph):
            if not _goes_on(line, following, width):
                yield from _pieces(text, start, line.stop)
                start = following.start
        yield from _pieces(text, start, paragraph[-1].stop)


def _paragraphs(text: str) -> Iterator[list[_Line]]:
    """The lines that are not blank, in groups parted by blank lines."""
    group: list[_Line] = []
    for match in _LINE.finditer(text):
        line = match.group().strip()
        if not line:
            continue
        start = match.start() + match.group().index(line[0])
        if group and len(_BREAK.findall(text, group[-1].stop, start)) > 1:
            yield group
            group = []
        group.append(_Line(start, start + len(line), line))
    if group:
        yield group


def _wrap_width(lines: list[_Line]) -> int:
    """The width, in code points, that a paragraph was wrapped to; 0 when its lines were broken on purpose.

    In wrapped text the first word of a line had no room on the line before, and many lines begin in mid-sentence.
    """
    width = max(len(line.text) for line in lines)
    if len(lines) < 3 or not 40 <= width <= 120:
        return 0
    breaks = list(pairwise(lines))
    wrapped = sum(_is_full(line, after, width) and _begins_low(after) and not _ends_sentence(line) for line, after in breaks)
    return width if wrapped * 3 >= len(breaks) else 0


def _goes_on(line: _Line, after: _Line, width: int) -> bool:
    """Whether the break between two lines stands inside a sentence, or is for the rules of ``segment`` to judge.

    A short line that ends without a mark is a title, a name or an item, unless what follows begins with a small letter.
    """
    full = bool(width) and _is_full(line, after, width)
    tail = lower(line.text[-24:])
    if _ITEM.match(after.text):
        return tail[-1] in "”»“\"'’," and bool(_SPEAKS_ON.match(lower(after.text[:60])))
    if _ITEM.fullmatch(line.text + " "):
        return True
    if _ends_sentence(line):
        return full or _begins_low(after)
    if _HANGS.search(tail):
        return full or _begins_low(after) or len(line.text) >= 40
    if _begins_low(after) and tail[-1] not in ":;":
        return full or len(line.text) >= 30
    return full and not _PREDICATE.search(tail)


def _is_full(line: _Line, after: _Line, width: int) -> bool:
    return len(line.text) + 1 + len(after.text[:width].split(maxsplit=1)[0]) > width


def _begins_low(line: _Line) -> bool:
    first = _FIRST_LETTER.match(line.text)
    return first is not None and first.group()[-1].islower() and not _ITEM.match(line.text)


def _ends_sentence(line: _Line) -> bool:
    return bool(_END.search(line.text[-8:]))


def _pieces(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """A block cut at tabs and bullets, before the next number of a list, and after a headline in capitals."""
    block = text[start:stop]
    inline = (match.start() for match in _INLINE.finditer(block))
    places = {place for place in inline if not _IS_ITEM.search(block[max(0, place - 8) : place])}
    places.update(_numbers(block), _headline(block))
    for left, right in pairwise((0, *sorted(places), len(block))):
        if piece := block[left:right].strip():
            first = start + block.index(piece[0], left)
            yield first, first + len(piece)


def _numbers(block: str) -> Iterator[int]:
    """The places before ``2. A``, ``3. A`` … in a block that begins with ``1.``"""
    if not block.startswith("1."):
        return
    expected = 2
    for match in _NUMBER.finditer(block):
        if match.group(1) == str(expected) and match.group(2).isupper():
            yield match.start()
            expected += 1


def _headline(block: str) -> Iterator[int]:
    """The place after a headline in capitals that a capitalised word follows: ``XİN BƏYANAT YAYIB Bəyanatda deyilir``."""
    long_words = 0
    for count, match in enumerate(_WORD.finditer(block)):
        word = _SUFFIX.sub("", match.group().lstrip('“"«„('))
        if any(map(str.islower, word)):
            if word[:1].isupper() and word[1:2].islower() and count >= 3 and long_words >= 2:
                yield match.start()
            return
        long_words += sum(map(str.isupper, word)) >= 5


_BREAK = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
_LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")
_BULLET = "[•▪●◦‣■►➢✔✅▶]"
_ITEM = re.compile(rf"(?:{_BULLET}|[-–—*]|\(?(?:\d{{1,3}}(?:\.\d{{1,3}})*|[^\W\d_]|[IVXivx]{{1,5}})[.)])\s+")
_IS_ITEM = re.compile(rf"(?:^|\s)(?:{_BULLET}|[-–—*]|\(?(?:[\d.]{{1,7}}|[^\W\d_]|[IVXivx]{{1,5}})[.)])$")
_END = re.compile(r"[.!?…][\"”»“'’)\]]*$")
_HANGS = re.compile(r"(?:,|[–—]|\b(?:və|ilə|ki|ya|yaxud|həm|isə|üçün|bu|bir|hər))$")
_SPEAKS_ON = re.compile(rf"[-–—]\s*(?:[^\W\d_][\w’'-]*\s+){{0,4}}?{REPORTING}\b")
_PREDICATE = re.compile(FINITE)
_FIRST_LETTER = re.compile(r"[\"“”„«'‘(\[\s–—-]*[^\W\d_]")
_INLINE = re.compile(rf"\t+|\s(?={_BULLET}\s)")
_NUMBER = re.compile(r"\s(\d{1,3})\.\s+([^\W\d_])")
_WORD = re.compile(r"\S+")
_SUFFIX = re.compile(r"[-’'][^\W\d_]+$")
