"""Text files: read in whatever encoding they are in, written whole or not at all."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, TextIO

from translator.errors import InputError

STDIN = Path("-")
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MOST_CONTROLS = 0.01
_WINDOWS_1254 = frozenset("çÇğĞıİöÖşŞüÜäÄâÂîÎûÛéÉ“”„‘’«»–—…№°§· \xa0€")
_LEAST_LETTERS = 0.9


class TextFile(NamedTuple):
    """A text and how it was read; ``notice`` says what the user should know of its encoding, mostly nothing."""

    text: str
    encoding: str
    notice: str = ""


def read_text(path: Path) -> TextFile:
    """The text of a file, or of the standard input for ``-``.

    Raises:
        InputError: it cannot be read, is binary, or has no text in it; the message names the path.
    """
    name = "the standard input" if path == STDIN else str(path)
    try:
        data = sys.stdin.buffer.read() if path == STDIN else path.read_bytes()
    except OSError as error:
        raise InputError(f"{name}: {_reason(error)}") from None
    try:
        found = decode(data)
    except ValueError as error:
        raise InputError(f"{name}: {error}") from None
    if not found.text.strip():
        raise InputError(f"{name}: there is no text in it")
    return found


def read_lines(path: Path) -> list[str]:
    r"""The lines of a file without their ends; only ``\n`` and ``\r\n`` end a line.

    Raises:
        InputError: as for :func:`read_text`.
    """
    lines = read_text(path).text.split("\n")
    if lines[-1] == "":
        lines.pop()
    return [line.removesuffix("\r") for line in lines]


def decode(data: bytes) -> TextFile:
    """The text in some bytes: UTF-8 or UTF-16, with a mark or without, or Windows-1254.

    UTF-8 with a few bad bytes is still read as UTF-8; the bad ones become U+FFFD and the notice counts them.

    >>> decode("Görüş".encode("windows-1254"))
    TextFile(text='Görüş', encoding='windows-1254', notice='read as Windows-1254; save it as UTF-8 if letters are wrong')

    Raises:
        ValueError: binary data, or an encoding that is not known.
    """
    if encoding := _utf16(data):
        return _decoded_utf16(data, encoding)
    if len(_CONTROL.findall(data)) > _MOST_CONTROLS * len(data) or b"\0" in data:
        raise ValueError("it is a binary file, not text")
    try:
        return TextFile(data.decode("utf-8-sig"), "utf-8")
    except UnicodeDecodeError:
        return _decoded_otherwise(data)


@contextmanager
def write_atomically(path: Path) -> Iterator[TextIO]:
    """A UTF-8 text stream whose content takes the path's name at the end in one step; on any error nothing is left.

    What is no regular file, as a pipe or ``/dev/null``, is written to directly.

    Raises:
        InputError: the file cannot be written.
    """
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            with path.open("w", encoding="utf-8", newline="") as stream:
                yield stream
        else:
            with _replacing(path.resolve()) as stream:
                yield stream
    except BrokenPipeError:
        raise
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {_reason(error)}") from None


@contextmanager
def _replacing(path: Path) -> Iterator[TextIO]:
    if path.is_dir():
        raise IsADirectoryError("it is a folder")
    temporary = path.with_name(f".{path.name[:200]}.{os.getpid()}.part")
    try:
        with temporary.open("w", encoding="utf-8", newline="") as stream:
            yield stream
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _reason(error: OSError) -> str:
    if isinstance(error, IsADirectoryError):
        return "it is a folder, not a file"
    if isinstance(error, FileNotFoundError):
        return "there is no such file or folder"
    return error.strerror or str(error)


def _utf16(data: bytes) -> str:
    """The UTF-16 codec to use, or nothing: by the mark, else by zeros that stand in every other byte only."""
    if data[:2] in _UTF16_MARKS:
        return "utf-16"
    even, odd = data[:4096:2].count(0), data[1:4096:2].count(0)
    if len(data) % 2 or max(even, odd) * 4 < len(data[:4096]) // 2 or min(even, odd):
        return ""
    return "utf-16-le" if odd else "utf-16-be" if even else ""


def _decoded_utf16(data: bytes, encoding: str) -> TextFile:
    try:
        return TextFile(data.decode(encoding), encoding, "read as UTF-16")
    except UnicodeDecodeError as error:
        raise ValueError(f"byte {error.start} is not {encoding.upper()}; save the file as UTF-8") from None


def _decoded_otherwise(data: bytes) -> TextFile:
    text = data.decode("utf-8-sig", errors="replace")
    bad, good = text.count("\ufffd"), sum(character > "\x7f" for character in text)
    if good > 2 * bad:
        return TextFile(text, "utf-8", f"{bad} places are not UTF-8: the letters there are lost and read as \ufffd")
    try:
        legacy = data.decode("windows-1254")
    except UnicodeDecodeError:
        legacy = ""
    high = [character for character in legacy if character > "\x7f"]
    if not high or sum(character in _WINDOWS_1254 for character in high) < _LEAST_LETTERS * len(high):
        raise ValueError("its encoding is none of UTF-8, UTF-16 and Windows-1254; save it as UTF-8")
    return TextFile(legacy, "windows-1254", "read as Windows-1254; save it as UTF-8 if letters are wrong")
