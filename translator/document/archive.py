"""Zip archives from strangers: looked over before anything is unpacked, read part by part, written again with other parts."""

from __future__ import annotations

import io
import lzma
import re
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from translator.errors import InputError
from translator.files import write_atomically

MOST_PARTS = 50_000
MOST_BYTES = 2 * 2**30  # of all parts, unpacked
MOST_PART = 256 * 2**20  # bytes of a part that is read
_CHUNK = 2**20
_BROKEN = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError),
    *(NotImplementedError, RuntimeError, ValueError, LookupError, OverflowError, MemoryError),
)
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_LEADS_OUT = re.compile(r"[/\\]|[A-Za-z]:|(?:.*[/\\])?\.\.(?:[/\\]|\Z)", re.DOTALL)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class Archive:
    """A zip file that was looked over. ``sums`` are the check sums of its parts, by name, in the order of the file."""

    path: Path
    sums: Mapping[str, int]

    def __contains__(self, name: str) -> bool:
        return name in self.sums


def look(path: Path) -> Archive:
    """The archive in a file, of which nothing was unpacked.

    Raises:
        InputError: it cannot be read, is no zip file, is encrypted, unpacks to too much, or has names that lead out of it.
    """
    with _opened(path) as archive:
        members = archive.infolist()
        if fault := _fault(members):
            raise InputError(f"{path}: {fault}")
        return Archive(path, {member.filename: member.CRC for member in members})


def read_part(archive: Archive, name: str) -> bytes:
    """One part, unpacked.

    Raises:
        InputError: there is no such part, it is broken, or is larger than ``MOST_PART``.
    """
    if name not in archive:
        raise InputError(f"{archive.path}: there is no {name} in it")
    with _opened(archive.path) as opened, opened.open(name) as part:
        stream = io.BytesIO()
        for chunk in _chunks(part):
            stream.write(chunk)
            if stream.tell() > MOST_PART:
                raise InputError(f"{archive.path}: {name} unpacks to more than {MOST_PART >> 20} MiB")
        return stream.getvalue()


def rewrite(archive: Archive, parts: Mapping[str, bytes], path: Path) -> None:
    """Writes the archive again, some of its parts with other content; ``path`` is replaced in one step.

    Raises:
        InputError: the archive is broken or is not the one that was looked over, or the file cannot be written.
    """
    with write_atomically(path) as stream, _opened(archive.path) as opened:
        if {member.filename: member.CRC for member in opened.infolist()} != archive.sums:
            raise InputError(f"{archive.path}: it was changed while it was being translated")
        with zipfile.ZipFile(stream.buffer, "w") as written:
            written.comment = opened.comment
            for member in opened.infolist():
                _copy(opened, written, member, parts.get(member.filename))


def _copy(opened: zipfile.ZipFile, written: zipfile.ZipFile, member: zipfile.ZipInfo, data: bytes | None) -> None:
    info = zipfile.ZipInfo(member.filename, member.date_time)
    info.compress_type, info.external_attr, info.comment = member.compress_type, member.external_attr, member.comment
    info.create_system = member.create_system
    if data is not None or member.is_dir():
        written.writestr(info, data or b"")
        return
    info.file_size = member.file_size
    with opened.open(member) as source, written.open(info, "w") as target:
        for chunk in _chunks(source):
            target.write(chunk)


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    while chunk := stream.read(_CHUNK):
        yield chunk


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """A zip file to read; what is wrong with it becomes an ``InputError``."""
    try:
        with path.open("rb") as stream:
            if stream.read(len(_OLE)) == _OLE:
                raise InputError(f"{path}: it is encrypted, or in the format of Office before 2007")
            with zipfile.ZipFile(stream) as archive:
                yield archive
    except OSError as error:
        raise InputError(f"{path}: cannot be read or copied: {error.strerror or error}") from None
    except _BROKEN as error:
        raise InputError(f"{path}: broken or no zip file: {error}") from None


def _fault(members: list[zipfile.ZipInfo]) -> str:
    """What is wrong with an archive as a whole, mostly nothing."""
    if len(members) > MOST_PARTS or sum(member.file_size for member in members) > MOST_BYTES:
        return f"it unpacks to more than {MOST_PARTS} files or {MOST_BYTES >> 20} MiB"
    if any(member.flag_bits & 1 for member in members):
        return "it is encrypted; save it without a password"
    if any(member.compress_type not in _METHODS for member in members):
        return "it is packed in a way that is not known; save it again"
    bad = [member.filename for member in members if _LEADS_OUT.match(member.filename)]
    bad += [name for name, count in Counter(member.filename for member in members).items() if count > 1]
    return f"it has an unsafe or doubled name, {bad[0]!r}" if bad else ""
