"""PDF: the text layer read into paragraphs, and written as a Word document or, by the ending of the name, as HTML.

Lines are joined and hyphens at their ends undone; page numbers and pictures are left out, running heads kept once.
"""

from __future__ import annotations

import html
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import docx

from translator.document.base import Block, Choice, Document
from translator.document.columns import has_letters
from translator.document.pdf_pages import Line, pages
from translator.document.store import load_bytes, save_bytes
from translator.document.xml import legal
from translator.errors import InputError

_MARGIN = 0.1  # of a page's height, at its top and bottom: where running heads and page numbers stand
_PAGE_NUMBER = re.compile(r"\W*0\W*(0\W*)?")  # digits made 0
_HEADINGS = ((1.6, 1), (1.15, 2))  # size over that of the body, level
_ENDS = re.compile(r"[.!?…:;][\"”»“'’)\]]*$")
_ITEM = re.compile(r"[•▪●◦‣–—-]\s|\(?\d{1,2}[.)]\s|[a-zəğıöüşç]\)\s")
_BROKEN = re.compile(r"(\w+)[-‐\xad]$")


def read(path: Path, choice: Choice) -> Document:  # noqa: ARG001  # every format takes a choice
    """The paragraphs in the order of reading, as far as the layout tells it.

    Raises:
        InputError: it is no PDF, needs a password, or has no text layer.
    """
    lines = _without_furniture(pages(load_bytes(path), path))
    if not has_letters("".join(line.text for line in lines)):
        raise InputError(f"{path}: it has no text layer, only pictures; recognise its text first, as with ocrmypdf")
    if 2 * sum(line.text.count("\ufffd") for line in lines) > sum(map(str.isalpha, "".join(line.text for line in lines))):
        raise InputError(f"{path}: its fonts do not tell its letters; recognise its text anew, as with ocrmypdf --force-ocr")
    groups = list(_joined(list(_paragraphs(lines))))
    words = Counter(word for line in lines for word in re.findall(r"\w+(?:-\w+)*", line.text)[:-1])
    levels = _levels(groups)
    return Document(tuple(Block(_text(group, words)) for group in groups), levels)


def write(document: Document, blocks: Sequence[Block], path: Path) -> None:
    """Writes the paragraphs and headings as HTML to a name in .html or .htm, else as a Word document.

    Raises:
        InputError: the file cannot be written.
    """
    levels = document.original
    assert isinstance(levels, tuple)
    paragraphs = [(legal(block.text), level) for block, level in zip(blocks, levels, strict=True)]
    save_bytes(path, _html(paragraphs) if path.suffix in (".html", ".htm") else _docx(paragraphs))


def _html(paragraphs: Sequence[tuple[str, int]]) -> bytes:
    title = html.escape(paragraphs[0][0], quote=False)
    tags = ((f"h{level}" if level else "p", html.escape(text, quote=False)) for text, level in paragraphs)
    body = "\n".join(f"<{tag}>{text}</{tag}>" for tag, text in tags)
    head = f'<head>\n<meta charset="utf-8">\n<title>{title}</title>\n</head>'
    return f'<!DOCTYPE html>\n<html lang="en">\n{head}\n<body>\n{body}\n</body>\n</html>\n'.encode()


def _docx(paragraphs: Sequence[tuple[str, int]]) -> bytes:
    document, stream = docx.Document(), io.BytesIO()
    document.core_properties.author = document.core_properties.comments = ""
    for text, level in paragraphs:
        if level:
            document.add_heading(text, level)
        else:
            document.add_paragraph(text)
    document.save(stream)
    return stream.getvalue()


def _without_furniture(found: Sequence[list[Line]]) -> list[Line]:
    """All lines but page numbers, and running heads after the first."""
    heads = Counter(_head(line) for page in found for line in page)
    seen: set[str] = set()
    kept = []
    for page in found:
        for line in page:
            head = _head(line)
            is_running = bool(head) and heads[head] >= max(3, len(found) // 3)
            if not _PAGE_NUMBER.fullmatch(head) and not (is_running and head in seen):
                kept.append(line)
            if is_running:
                seen.add(head)
    return kept


def _head(line: Line) -> str:
    """What a line at the top or bottom of a page would be on another page; nothing for other lines."""
    return "" if _MARGIN < line.depth < 1 - _MARGIN else re.sub(r"\d+", "0", line.text)


def _paragraphs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """The lines in groups: parted by the layout, by size, by an indent or by a line that ends early."""
    lefts: dict[tuple[int, int], float] = {}
    rights: dict[tuple[int, int], float] = {}
    for line in lines:
        lefts[line.box] = min(lefts.get(line.box, line.left), line.left)
        rights[line.box] = max(rights.get(line.box, line.right), line.right)
    group = list(lines[:1])
    for line, after in pairwise(lines):
        ended = bool(_ENDS.search(line.text))
        indented = after.left > line.left + 0.7 * after.size
        room = rights[line.box] - line.right
        early = room > 4 * line.size if ended else room > 0.4 * (rights[line.box] - lefts[line.box])
        apart = line.box != after.box or abs(line.size - after.size) > 0.1 * line.size
        if apart or _ITEM.match(after.text) or (early and not after.text[0].islower()) or (ended and indented):
            yield group
            group = []
        group.append(after)
    if group:
        yield group


def _joined(groups: Sequence[list[Line]]) -> Iterator[list[Line]]:
    """The groups, those that a page or column cut in mid-sentence put together."""
    whole: list[Line] = []
    for group in groups:
        if whole and (
            _ENDS.search(whole[-1].text) or not group[0].text[0].islower() or abs(whole[-1].size - group[0].size) > 0.5
        ):
            yield whole
            whole = []
        whole = whole + group
    if whole:
        yield whole


def _levels(groups: Sequence[list[Line]]) -> tuple[int, ...]:
    """The level of each heading, 0 for what is no heading; it is shown by the size of its letters."""
    sizes: Counter[float] = Counter()
    for group in groups:
        for line in group:
            sizes[line.size] += len(line.text)
    body = sizes.most_common(1)[0][0]
    return tuple(
        next((level for ratio, level in _HEADINGS if group[0].size >= ratio * body and len(group) < 5), 0) for group in groups
    )


def _text(group: Sequence[Line], words: Counter[str]) -> str:
    text = group[0].text
    for line in group[1:]:
        broken = _BROKEN.search(text)
        if broken and line.text[0].islower():
            text = text[:-1] + ("-" if _keeps_hyphen(broken[1], line.text, words) else "") + line.text
        else:
            text = f"{text} {line.text}"
    return text.replace("\xad", "")


def _keeps_hyphen(before: str, after: str, words: Counter[str]) -> bool:
    """Whether the hyphen at a line's end belongs to the word: ``BMT-nin``, ``2020-ci``, or as elsewhere in the text."""
    rest = re.match(r"\w+", after)
    tail = rest[0] if rest else ""
    if words[before + tail] or words[f"{before}-{tail}"]:
        return words[f"{before}-{tail}"] > words[before + tail]
    return before[-1].isdigit() or (len(before) > 1 and before.isupper())
