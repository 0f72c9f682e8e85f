"""gettext catalogues (.po, .pot): messages without a translation get one; every other line stays as it is."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polib  # type: ignore[import-untyped]  # polib ships no types

from translator.document.base import Block, Choice, Document
from translator.document.codes import Code, Marked, gather, scatter
from translator.document.columns import has_letters
from translator.document.store import Text, load_bytes, save
from translator.document.tagged import ENGLISH, is_language
from translator.errors import InputError

_CODE = re.compile(
    r"</?[A-Za-z][^<>]*>"  # a tag
    r"|%\(\w+\)[-+ #0]*\d*(?:\.\d+)?[a-zA-Z]|\$?\{[^{}\s]*\}"  # %(name)s, {name}
    r"|%\d+\$[-+#0]*\d*(?:\.\d+)?[a-zA-Z@]|(?<!\d)%[-+#0]*\d*(?:\.\d+)?(?:hh|h|ll|l|z|j)?[diouxXeEfFgGcsp@](?![^\W\d_])|%%"
)  # Source: gettext manual, "c-format", "python-format", "python-brace-format"
_TARGET = re.compile(r'\s*msgstr(?:\[\d+\])?\s*""\s*')
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_BLANKS = (
    (re.compile(r'^"Language: *\\n"', re.M), r'"Language: en\\n"'),
    (re.compile(r'^"Plural-Forms: nplurals=INTEGER; plural=EXPRESSION;', re.M), '"Plural-Forms: nplurals=2; plural=(n != 1);'),
)  # Source: gettext manual, "Header Entry"


@dataclass(frozen=True, slots=True)
class _Original:
    """``places``: the line of each ``msgstr`` to fill, and the number of the block that it is filled with."""

    lines: tuple[str, ...]
    codec: str
    messages: tuple[Marked, ...]
    places: tuple[tuple[int, int], ...]


def read(path: Path, choice: Choice) -> Document:  # noqa: ARG001  # every format takes a choice
    """The messages without a translation, placeholders and tags as marks; none when all have one.

    Raises:
        InputError: it is no catalogue, is empty, or is for another language than English.
    """
    text = _load(path)
    catalogue = _parse(path, text.codec)
    language = str(catalogue.metadata.get("Language", "")).strip()
    if not is_language(language, ("", *ENGLISH)):
        raise InputError(f"{path}: its translations are in {language!r} (the header Language), not in English")
    lines = tuple(match.group() for match in _LINE.finditer(text.text) if match.group())
    messages: list[Marked] = []
    places: list[tuple[int, int]] = []
    ends = [*(entry.linenum - 1 for entry in catalogue[1:]), len(lines)]
    for entry, end in zip(catalogue, ends, strict=True):
        sources = [gather(_tokens(source)) for source in (entry.msgid, entry.msgid_plural) if source]
        empty = [] if entry.obsolete else _empty(lines, entry.linenum - 1, end)
        if empty and any(has_letters(marked.block.text) for marked in sources):
            places += [(line, len(messages) + min(number, len(sources) - 1)) for number, line in enumerate(empty)]
            messages += sources
    return Document(tuple(marked.block for marked in messages), _Original(lines, text.codec, tuple(messages), tuple(places)))


def write(document: Document, blocks: Sequence[Block], path: Path) -> None:
    """Writes the catalogue with translations for the messages that were read.

    Raises:
        InputError: the file cannot be written.
    """
    original = document.original
    assert isinstance(original, _Original)
    if tuple(blocks) == document.blocks:
        save(path, Text("".join(original.lines), original.codec))
        return
    lines = list(original.lines)
    for line, number in original.places:
        parts = scatter(blocks[number], original.messages[number].pairs)
        lines[line] = _filled(lines[line], "".join(str(part.content) if isinstance(part, Code) else part for part in parts))
    text = "".join(lines)
    for blank, value in _BLANKS:
        text = blank.sub(value, text, count=1)
    save(path, Text(text, original.codec))


def _load(path: Path) -> Text:
    data = load_bytes(path)
    codec = str(polib.detect_encoding(str(path)))
    codec = "utf-8-sig" if data.startswith(codecs.BOM_UTF8) else codec
    try:
        return Text(data.decode(codec), codec)
    except (ValueError, LookupError):
        raise InputError(f"{path}: it is not in {codec}, as its header says") from None


def _parse(path: Path, codec: str) -> polib.POFile:
    try:
        catalogue = polib.pofile(str(path), encoding=codec)
    except (OSError, ValueError, LookupError, AttributeError, TypeError) as error:  # polib raises them for broken files
        raise InputError(f"{path}: no gettext catalogue: {error}") from None
    if not len(catalogue):
        raise InputError(f"{path}: there is no message in it")
    return catalogue


def _tokens(source: str) -> Iterator[str | Code]:
    position = 0
    for match in _CODE.finditer(source):
        yield source[position : match.start()]
        yield _code(match.group())
        position = match.end()
    yield source[position:]


def _code(text: str) -> Code:
    if text[0] != "<" or text.endswith("/>"):
        return Code(text)
    return Code(text, "close" if text[1] == "/" else "open", re.split(r"[\s>]", text.lstrip("</"), maxsplit=1)[0])


def _empty(lines: Sequence[str], start: int, stop: int) -> list[int]:
    """The lines of an entry's ``msgstr``, if all are empty; the entry is ``lines[start:stop]``."""
    targets = [index for index in range(start, stop) if lines[index].lstrip().startswith("msgstr")]
    more = [index for index in range(targets[0], stop) if lines[index].lstrip().startswith('"')] if targets else []
    is_empty = all(lines[index].strip() == '""' for index in more) and all(_TARGET.fullmatch(lines[index]) for index in targets)
    return targets if is_empty else []


def _filled(line: str, text: str) -> str:
    """A line of ``msgstr`` with a text, after whose line breaks it goes on in further lines."""
    end = line[len(line.rstrip("\r\n")) :] or "\n"
    parts = [f'"{polib.escape(part)}"' for part in text.splitlines(keepends=True)]
    return line.partition('"')[0] + end.join(parts if len(parts) == 1 else ['""', *parts]) + end
