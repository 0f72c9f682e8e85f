"""Markdown: paragraphs, headings, items and cells are translated; code, links' addresses and front matter stay as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from translator.document.base import Block, Choice, Document, Mark
from translator.document.codes import Code, Pair, gather, scatter
from translator.document.commonmark import Passage, Piece, passages
from translator.document.html import HTML
from translator.document.inline import keep_links, set_apart
from translator.document.markup import Markup, read_markup, write_markup
from translator.document.store import Text, load, save
from translator.errors import InputError

_EMPHASIS = frozenset({"em", "strong", "s"})
_SPACES = re.compile(r"[ \t\r\n]+")
_MARKUP = re.compile(r"[\\`\[\]]|<(?=[a-zA-Z/!?])|&(?=#?\w+;)|\*(?=\S)|(?<=\S)\*|(?<!\w)_(?=\S)|(?<=\S)_(?!\w)|~(?=~)")
_AT_START = re.compile(r"(?:\d{1,9}(?=[.)](?:\s|\Z))|(?=(?:#{1,6}|[-+*])(?:\s|\Z)|>|=+\s*\Z|-{2,}\s*\Z|~~~))")


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A passage with one block."""

    start: int
    stop: int
    block: Block
    pairs: tuple[Pair, ...]
    is_cell: bool

    @property
    def blocks(self) -> tuple[Block, ...]:
        return (self.block,)


@dataclass(frozen=True, slots=True)
class _Page:
    """A passage of HTML."""

    start: int
    stop: int
    markup: Markup

    @property
    def blocks(self) -> tuple[Block, ...]:
        return self.markup.blocks


@dataclass(frozen=True, slots=True)
class _Original:
    text: Text
    passages: tuple[_Sentence | _Page, ...]


def read(path: Path, choice: Choice) -> Document:  # noqa: ARG001 - every format takes a choice
    """The paragraphs, headings, items and cells of a text in Markdown, and what is in its blocks of HTML."""
    text = load(path)
    found = tuple(part for passage in passages(text.text) for part in _read(text.text, passage))
    blocks = tuple(block for part in found for block in part.blocks)
    if not blocks:
        raise InputError(f"{path}: there is no text in it")
    return Document(blocks, _Original(text, found))


def write(document: Document, blocks: Sequence[Block], path: Path) -> None:
    """Writes the text; what is not translated, and all between, stays byte for byte. A paragraph comes on one line."""
    original = document.original
    assert isinstance(original, _Original)
    source = original.text.text
    remaining = iter(blocks)
    parts: list[str] = []
    done = 0
    for passage in original.passages:
        new = [next(remaining) for _ in passage.blocks]
        parts.append(source[done : passage.start])
        parts.append(_written(source, passage, new))
        done = passage.stop
    assert next(remaining, None) is None
    save(path, original.text._replace(text="".join(parts) + source[done:]))


def _read(source: str, passage: Passage) -> Iterator[_Sentence | _Page]:
    if passage.is_html:
        yield _Page(passage.start, passage.stop, read_markup(source[passage.start : passage.stop], HTML))
        return
    own = (piece.text for piece in passage.pieces if piece.kind == "text")
    if any(any(map(str.isalpha, text)) for text in own):
        marked = gather(_parts(passage.pieces))
        yield _Sentence(passage.start, passage.stop, marked.block, marked.pairs, passage.is_cell)


def _parts(pieces: Sequence[Piece]) -> Iterator[str | Code]:
    for piece in pieces:
        if piece.kind == "text":
            yield _SPACES.sub(" ", piece.text)
        elif piece.kind == "stands":
            yield Code(piece, "open", f"#{piece.start}")
            yield piece.text
            yield Code(piece._replace(stop=piece.start), "close", f"#{piece.start}")
        else:
            yield Code(piece, piece.kind, piece.name)


def _written(source: str, passage: _Sentence | _Page, blocks: Sequence[Block]) -> str:
    if isinstance(passage, _Page):
        return write_markup(passage.markup, blocks)
    if blocks[0] == passage.block:
        return source[passage.start : passage.stop]
    return "".join(_rendered(source, passage, blocks[0])).strip()


def _rendered(source: str, sentence: _Sentence, block: Block) -> Iterator[str]:
    block = keep_links(block, sentence.block, lambda key: _piece(sentence.pairs[key].opening).name == "link")
    block = set_apart(block, sentence.block, lambda key: _piece(sentence.pairs[key].opening).kind == "stands")
    marks = tuple(_tidied(block, sentence.pairs))
    empty = {sentence.pairs[mark.key] for mark in marks if mark.start == mark.stop}
    dropped = [code for pair in empty if _is_emphasis(pair) for code in (pair.opening, pair.closing)]
    replaced = 0
    begins = not _AT_START.match(source, sentence.start, sentence.stop)
    for part in scatter(Block(block.text, marks), sentence.pairs):
        if isinstance(part, str):
            text = "" if replaced else _escaped(part, begins, sentence.is_cell)
            begins = begins and not text
            yield text
        elif part not in dropped:
            piece = _piece(part)
            raw = piece.text if piece.kind == "close" and piece.text else source[piece.start : piece.stop]
            yield raw
            begins = "\n" in raw or (begins and not raw)
            replaced += ((part.kind == "open") - (part.kind == "close")) * (piece.kind == "stands")


def _piece(code: Code) -> Piece:
    assert isinstance(code.content, Piece)
    return code.content


def _escaped(text: str, begins: bool, is_cell: bool) -> str:
    """A text as Markdown that says just that, on one line; ``begins`` says that it begins the line."""
    text = _MARKUP.sub(r"\\\g<0>", _SPACES.sub(" ", text))
    text = text.lstrip(" ") if begins else text
    if begins and (found := _AT_START.match(text)):
        text = f"{text[: found.end()]}\\{text[found.end() :]}"
    return text.replace("|", "\\|") if is_cell else text


def _tidied(block: Block, pairs: Sequence[Pair]) -> Iterator[Mark]:
    """The marks, those of emphasis without the spaces at their ends, where Markdown does not allow it to begin or end."""
    for start, stop, key in block.marks:
        text = block.text[start:stop]
        if _is_emphasis(pairs[key]) and text:
            begin = min(stop, start + len(text) - len(text.lstrip()))
            yield Mark(begin, max(begin, stop - len(text) + len(text.rstrip())), key)
        else:
            yield Mark(start, stop, key)


def _is_emphasis(pair: Pair) -> bool:
    return pair.closing is not None and pair.opening.name in _EMPHASIS
