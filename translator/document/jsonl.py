"""Records of JSON, one a line: the chosen strings are translated, every other character stays as it is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from translator.document.base import Block, Choice, Document
from translator.document.columns import has_letters, is_prose
from translator.document.store import Text, load, save
from translator.errors import InputError

_TOKEN = re.compile(r'("(?:[^"\\]++|\\.)*+")(\s*:)?|[\[\]{}]')


class _Value(NamedTuple):
    """A string at ``text[start:stop]`` of the file, quotes included; ``field`` names its place: ``body.title``."""

    start: int
    stop: int
    field: str
    value: str


@dataclass(frozen=True, slots=True)
class _Original:
    text: Text
    values: tuple[_Value, ...]


def read(path: Path, choice: Choice) -> Document:
    """The strings in the chosen fields, or in all fields those that look like prose; lists have no part in a field's name.

    Raises:
        InputError: a line is no JSON, no record has the field, or there is nothing to translate.
    """
    text = load(path)
    values = list(_values(text.text, path))
    fields = set(choice.fields)
    if unknown := fields - {value.field for value in values}:
        names = ", ".join(dict.fromkeys(value.field for value in values)) or "none"
        raise InputError(f"{path}: no string stands in a field {sorted(unknown)[0]!r}; fields with strings: {names}")
    found = tuple(v for v in values if (v.field in fields and has_letters(v.value) if fields else is_prose(v.value)))
    if not found:
        raise InputError(f"{path}: there is no text in its records")
    return Document(tuple(Block(value.value) for value in found), _Original(text, found))


def write(document: Document, blocks: Sequence[Block], path: Path) -> None:
    """Writes the records with other strings in the places of those that were read.

    Raises:
        InputError: the file cannot be written.
    """
    original = document.original
    assert isinstance(original, _Original)
    text, position, parts = original.text.text, 0, []
    for value, block in zip(original.values, blocks, strict=True):
        parts += [text[position : value.start], _written(value, block.text, text)]
        position = value.stop
    save(path, Text("".join(parts) + text[position:], original.text.codec))


def _written(value: _Value, new: str, text: str) -> str:
    """The string in JSON, with escapes for all that is not ASCII if the file is nothing but ASCII."""
    return text[value.start : value.stop] if new == value.value else json.dumps(new, ensure_ascii=text.isascii())


def _values(text: str, path: Path) -> Iterator[_Value]:
    start = 0
    for number, line in enumerate(text.split("\n"), start=1):
        try:
            if line.strip():
                json.loads(line)
                yield from _strings(line, start)
        except json.JSONDecodeError as error:
            raise InputError(f"{path}: line {number}, character {error.pos + 1} is no JSON: {error.msg}") from None
        except (ValueError, RecursionError):
            raise InputError(f"{path}: line {number}: a number in it is too long, or it nests too deep") from None
        start += len(line) + 1


def _strings(line: str, start: int) -> Iterator[_Value]:
    """The strings of a line of JSON that are no names of fields; ``start`` is where the line begins in the file."""
    name, around, in_list = "", [""], [True]
    for match in _TOKEN.finditer(line):
        string, colon = match.groups()
        if not string:
            if match.group() in "[{":
                around.append(name)
                in_list.append(match.group() == "[")
            else:
                around.pop()
                in_list.pop()
        elif colon:
            name = ".".join(filter(None, [around[-1], json.loads(string)]))
        else:
            yield _Value(start + match.start(), start + match.end(), name, json.loads(string))
        name = around[-1] if in_list[-1] else name
