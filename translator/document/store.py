"""The bytes and the text of a file, read whole and written whole or not at all."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import NamedTuple

from translator.errors import InputError
from translator.files import decode, write_atomically


class Text(NamedTuple):
    """A text and the codec to write its like in."""

    text: str
    codec: str


def load_bytes(path: Path) -> bytes:
    """What is in a file.

    Raises:
        InputError: it cannot be read or is empty.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}") from None
    if not data.strip():
        raise InputError(f"{path}: it is empty")
    return data


def load(path: Path) -> Text:
    """The text in a file; to be written as UTF-16 if it was so, then with a mark, else as UTF-8, with a mark if it had one.

    Raises:
        InputError: it cannot be read, is empty, or is no text.
    """
    data = load_bytes(path)
    try:
        found = decode(data)
    except ValueError as error:
        raise InputError(f"{path}: {error}") from None
    if found.encoding.startswith("utf-16"):
        return Text(found.text, "utf-16")
    return Text(found.text, "utf-8-sig" if data.startswith(codecs.BOM_UTF8) else "utf-8")


def save_bytes(path: Path, data: bytes) -> None:
    """Writes a file in one step.

    Raises:
        InputError: it cannot be written.
    """
    with write_atomically(path) as stream:
        stream.buffer.write(data)


def save(path: Path, text: Text) -> None:
    """Writes a text in its codec in one step; what the codec lacks becomes ``?``.

    Raises:
        InputError: it cannot be written.
    """
    save_bytes(path, text.text.encode(text.codec, errors="replace"))
