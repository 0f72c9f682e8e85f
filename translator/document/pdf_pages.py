"""The lines of text on the pages of a PDF, in the order of reading: cut into columns and bands, then into rows.

Word gaps of justified text do not stand below one another, the space between columns does: a page is cut where nothing crosses.
"""

from __future__ import annotations

import io
import logging
import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LAParams, LTChar, LTContainer, LTPage, LTTextLine
from pdfminer.pdfdocument import PDFDocument, PDFPasswordIncorrect
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser

from translator.errors import InputError

_MOST_STREAM = 256 * 2**20  # bytes of one stream, unpacked
_MOST_DRAWN, _MOST_LOOKED_UP = 20_000, 2_000_000  # forms drawn, and references to objects followed; more is an attack
_MOST_PIECES = 3_000  # on a page; more is a map or a drawing, which has no columns
_STREAM = re.compile(rb"stream\r?\n")
_LIGATURE = re.compile("[\ufb00-\ufb06]")
_NO_LETTER = re.compile(r"\(cid:\d+\)")


class Line(NamedTuple):
    """A line of text; its places are in points, from the left and the bottom of the page.

    ``depth``: where on its page, 0 at the top and 1 at the bottom. ``box``: the group of lines it is in, by page and number.
    """

    text: str
    left: float
    right: float
    low: float
    high: float
    size: float
    depth: float
    box: tuple[int, int] = (0, 0)

    @property
    def middle(self) -> float:
        """The height of the line's middle."""
        return (self.low + self.high) / 2


class _Resources(PDFResourceManager):
    """What the pages share; also counts the forms that were drawn."""

    drawn = 0


class _Document(PDFDocument):
    """Stops where references lead in a circle."""

    looked_up = 0

    def getobj(self, objid: int) -> object:
        """The object with a number."""
        self.looked_up += 1
        if self.looked_up > _MOST_LOOKED_UP:
            raise RuntimeError("references that lead in a circle")
        return super().getobj(objid)


class _Interpreter(PDFPageInterpreter):
    """Stops where forms within forms would be drawn without end."""

    def do_Do(self, xobjid_arg: Any) -> None:  # noqa: N802  # the name is pdfminer's
        """Draws a form or picture."""
        assert isinstance(self.rsrcmgr, _Resources)
        self.rsrcmgr.drawn += 1
        if self.rsrcmgr.drawn > _MOST_DRAWN:
            raise RuntimeError("forms drawn within forms without end")
        super().do_Do(xobjid_arg)


def pages(data: bytes, path: Path) -> list[list[Line]]:
    """The lines of each page; a letter that a font does not tell is U+FFFD.

    Raises:
        InputError: it is no PDF, is broken or needs a password.
    """
    if b"%PDF-" not in data[:1024]:
        raise InputError(f"{path}: it is no PDF")
    if _is_bomb(data):
        raise InputError(f"{path}: a stream in it unpacks to more than {_MOST_STREAM >> 20} MiB")
    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns of each odd colour
    try:
        return [list(_lines(page, number)) for number, page in enumerate(_pages(data))]
    except PDFPasswordIncorrect:
        raise InputError(f"{path}: it is encrypted; save it without a password") from None
    except Exception as error:  # pdfminer raises anything for broken files
        raise InputError(f"{path}: a broken PDF: {str(error) or type(error).__name__}") from None


def _is_bomb(data: bytes) -> bool:
    """Whether any stream of a PDF unpacks to too much; streams packed twice are unpacked twice."""
    for match in _STREAM.finditer(data):
        packed = data[match.end() : match.end() + 2**27]
        while packed[:1] == b"\x78":
            try:
                packed = zlib.decompressobj().decompress(packed, _MOST_STREAM)
            except zlib.error:
                break
            if len(packed) >= _MOST_STREAM:
                return True
    return False


def _pages(data: bytes) -> Iterator[LTPage]:
    resources = _Resources()
    device = PDFPageAggregator(resources, laparams=LAParams(all_texts=True, boxes_flow=None))
    interpreter = _Interpreter(resources, device)
    for page in PDFPage.create_pages(_Document(PDFParser(io.BytesIO(data)))):
        interpreter.process_page(page)
        yield device.get_result()


def _lines(page: LTPage, number: int) -> Iterator[Line]:
    """The lines of a page, region by region."""
    pieces = list(_pieces(page, page))
    count = 0
    for region in _regions(pieces) if len(pieces) <= _MOST_PIECES else [pieces]:
        for row in _rows(region):
            for cell in row:
                count += len(row) > 1
                yield cell._replace(box=(number, count))
            count += len(row) > 1
        count += 1


def _pieces(container: LTContainer[Any], page: LTPage) -> Iterator[Line]:
    """The runs of text with no wide gap in them, in no order."""
    for item in container:
        if isinstance(item, LTTextLine):
            if text := _clean(item.get_text()):
                size = Counter(round(char.size, 1) for char in item if isinstance(char, LTChar)).most_common(1)[0][0]
                depth = (page.y1 - item.y1) / max(page.height, 1)
                yield Line(text, item.x0, item.x1, item.y0, item.y1, size, depth)
        elif isinstance(item, LTContainer):
            yield from _pieces(item, page)


def _clean(text: str) -> str:
    text = _NO_LETTER.sub("\ufffd", _LIGATURE.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text))
    return " ".join(text.split())


def _regions(pieces: list[Line]) -> Iterator[list[Line]]:
    """The pieces in regions, in the order of reading; where columns stand beside one another, the left one first."""
    leading = _leading(pieces)
    waiting = [pieces] if pieces else []
    while waiting:
        region = waiting.pop()
        parts = _columns(region)
        parts = _bands(region, leading) if len(parts) == 1 else parts
        if len(parts) == 1:
            yield region
        else:
            waiting += reversed(parts)


def _leading(pieces: list[Line]) -> float:
    """The usual gap between a line and the next below it."""
    gaps = []
    ordered = sorted(pieces, key=lambda piece: -piece.high)
    for number, piece in enumerate(ordered):
        below = (other for other in ordered[number + 1 :] if other.high < piece.middle)
        after = next((other for other in below if other.left < piece.right and piece.left < other.right), None)
        if after:
            gaps.append(piece.low - after.high)
    return median(gaps) if gaps else 0.0


def _columns(region: list[Line]) -> list[list[Line]]:
    """The columns of a region; one if it is no such, as with less than three lines, or with numbers before a list's items."""
    size = median(piece.size for piece in region)
    parts: list[list[Line]] = []
    edge = float("-inf")
    for piece in sorted(region, key=lambda piece: piece.left):
        if piece.left > edge + 0.8 * size:
            parts.append([])
        parts[-1].append(piece)
        edge = max(edge, piece.right)
    wide = all(max(piece.right for piece in part) - part[0].left > 8 * size for part in parts)
    return parts if wide and all(len(list(_clusters(part))) >= 3 for part in parts) else [region]


def _bands(region: list[Line], leading: float) -> list[list[Line]]:
    """The parts of a region above one another, between which there is more space than between lines."""
    parts: list[list[Line]] = []
    edge = float("inf")
    for piece in sorted(region, key=lambda piece: -piece.high):
        if not parts or piece.high < edge - leading - 0.4 * piece.size:
            parts.append([])
        parts[-1].append(piece)
        edge = min(edge, piece.low) if len(parts[-1]) > 1 else piece.low
    return parts


def _clusters(region: list[Line]) -> Iterator[list[Line]]:
    """The pieces on one height, from top to bottom, each group from left to right."""
    group: list[Line] = []
    for piece in sorted(region, key=lambda piece: -piece.middle):
        if group and piece.middle < group[0].low:
            yield sorted(group, key=lambda piece: piece.left)
            group = []
        group.append(piece)
    if group:
        yield sorted(group, key=lambda piece: piece.left)


def _rows(region: list[Line]) -> Iterator[list[Line]]:
    """The lines of a region; several in a row are the cells of a table, whose gaps stand below one another."""
    rows = list(_clusters(region))
    gaps = [[(one.right, other.left) for one, other in pairwise(row) if other.left - one.right > 2 * one.size] for row in rows]
    for number, row in enumerate(rows):
        near = [gap for beside in gaps[max(0, number - 1) : number] + gaps[number + 1 : number + 2] for gap in beside]
        cells = [row[:1]]
        for one, other in pairwise(row):
            is_gap = (one.right, other.left) in gaps[number]
            if is_gap and any(left < other.left and one.right < right for left, right in near):
                cells.append([])
            cells[-1].append(other)
        yield [_merged(cell) for cell in cells]


def _merged(cell: Sequence[Line]) -> Line:
    longest = max(cell, key=lambda piece: len(piece.text))
    text = " ".join(piece.text for piece in cell)
    low, high = min(piece.low for piece in cell), max(piece.high for piece in cell)
    return longest._replace(text=text, left=cell[0].left, right=cell[-1].right, low=low, high=high)
