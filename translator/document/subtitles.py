"""Subtitles, SubRip (.srt) and WebVTT (.vtt): times, numbers, settings and notes stay, the texts of the cues are translated."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from translator.document.base import Block, Choice, Document
from translator.document.codes import Code, Marked, gather, scatter
from translator.document.columns import has_letters
from translator.document.store import Text, load, save
from translator.errors import InputError

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_CUE = re.compile(r"\s*(?:\d+:)?\d+:\d+[.,]\d+\s*-->\s*(?:\d+:)?\d+:\d+[.,]\d+")
_SPEAKER = re.compile(r"\s*(?:<[^<>]*>)*\s*[-–—♪]")  # what begins a line that another says or sings
_CODE = re.compile(r"^\s*[-–—♪]\s*+(?!\d)|</?[A-Za-z][^<>]*>|</>|<[\d:.]+>|\{\\[^{}]*\}")
_WIDTH = 42  # code points in a line at most. Source: Netflix, Timed Text Style Guide, "Character Limitation"


class _Cue(NamedTuple):
    """The text of a cue, or a paragraph of it: lines ``start`` to ``stop`` of the file."""

    start: int
    stop: int
    marked: Marked


@dataclass(frozen=True, slots=True)
class _Original:
    lines: tuple[str, ...]
    cues: tuple[_Cue, ...]
    codec: str
    escaped: bool


def read(path: Path, choice: Choice) -> Document:  # noqa: ARG001  # every format takes a choice
    """The texts of the cues, one for each speaker, their lines joined; tags and the dashes of speakers are marks.

    Raises:
        InputError: it is no text, or has no cue with a text.
    """
    text = load(path)
    escaped = text.text.startswith("WEBVTT")
    lines = tuple(match.group() for match in _LINE.finditer(text.text) if match.group())
    cues = tuple(
        _Cue(start, stop, marked)
        for start, stop in _spans(lines, escaped)
        if has_letters((marked := gather(_tokens(lines[start:stop], escaped))).block.text)
    )
    if not cues:
        raise InputError(f"{path}: there is no cue with times and a text in it")
    return Document(tuple(cue.marked.block for cue in cues), _Original(lines, cues, text.codec, escaped))


def write(document: Document, blocks: Sequence[Block], path: Path) -> None:
    """Writes the subtitles with other texts in the cues, broken anew into lines of much the same length.

    Raises:
        InputError: the file cannot be written.
    """
    original = document.original
    assert isinstance(original, _Original)
    position, parts = 0, []
    for cue, block in zip(original.cues, blocks, strict=True):
        parts += [*original.lines[position : cue.start], *_written(cue, block, original)]
        position = cue.stop
    save(path, Text("".join((*parts, *original.lines[position:])), original.codec))


def _spans(lines: Sequence[str], is_vtt: bool) -> Iterator[tuple[int, int]]:
    """The lines that are texts of cues. In WebVTT a cue ends with a blank line, in SubRip where the next begins."""
    in_cue, start = False, 0
    for index, line in enumerate([*lines, ""]):
        is_number = line.strip().isdigit() and index + 1 < len(lines) and bool(_CUE.match(lines[index + 1]))
        is_cue = bool(_CUE.match(line))
        if in_cue and start < index and _SPEAKER.match(line):
            yield start, index
            start = index
        if is_cue or is_number or not line.strip():
            if in_cue and start < index:
                yield start, index
            in_cue = is_cue or (in_cue and not is_vtt)
            start = index + 1


def _tokens(lines: Sequence[str], escaped: bool) -> Iterator[str | Code]:
    for index, line in enumerate(lines):
        text = line.rstrip("\r\n")
        if index:
            yield " "
        position = 0
        for match in _CODE.finditer(text):
            yield _plain(text[position : match.start()], escaped)
            yield _code(match.group())
            position = match.end()
        yield _plain(text[position:], escaped)


def _plain(text: str, escaped: bool) -> str:
    return html.unescape(text) if escaped else text


def _code(tag: str) -> Code:
    name = re.split(r"[\s.>]", tag.strip("</"))[0]
    if tag[0] != "<" or tag[1].isdigit():
        return Code(tag)
    return Code(tag, "close", name) if tag[1] == "/" else Code(tag, "open", name)


def _written(cue: _Cue, block: Block, original: _Original) -> list[str]:
    old = original.lines[cue.start : cue.stop]
    if block == cue.marked.block:
        return list(old)
    ends = [line[len(line.rstrip("\r\n")) :] for line in old]
    parts = scatter(Block(_balanced(re.sub(r"[\r\n]", " ", block.text)), block.marks), cue.marked.pairs)
    text = "".join(str(part.content) if isinstance(part, Code) else _safe(part, original.escaped) for part in parts)
    return [text.replace("\n", ends[0] or "\n"), ends[-1]]


def _safe(text: str, escaped: bool) -> str:
    return html.escape(text, quote=False) if escaped else text


def _balanced(line: str) -> str:
    """A line, as long as it was, with some spaces made breaks: as few as needed, in lines as short as their number allows."""
    count = -(-len(line) // _WIDTH)
    tries = (_broken(line, width) for width in range(-(-len(line) // max(count, 1)), _WIDTH))
    return next((broken for broken in tries if broken.count("\n") < count), _broken(line, _WIDTH))


def _broken(line: str, width: int) -> str:
    start = 0
    while len(line) - start > width:
        cut = line.rfind(" ", start + 1, start + width + 1)
        cut = line.find(" ", start + width) if cut < 0 else cut
        if cut < 0:
            break
        line = f"{line[:cut]}\n{line[cut + 1 :]}"
        start = cut + 1
    return line
