"""Which module reads and writes a file: by its name, checked against what the file really is."""

from __future__ import annotations

import re
import zipfile
from importlib import import_module
from pathlib import Path
from typing import NamedTuple, cast

from translator.document.base import Format
from translator.errors import InputError


class Kind(NamedTuple):
    """A kind of file: its module in this package, the endings of its names, and what the file looks like.

    ``looks``: names that :func:`look` gives to such files. ``written``: the ending of the translation, the file's own if empty.
    """

    module: str
    endings: tuple[str, ...]
    looks: frozenset[str]
    written: str = ""

    def load(self) -> Format:
        """The module, loaded on use with the libraries that it needs."""
        return cast(Format, import_module(f"translator.document.{self.module}"))


_TEXT = frozenset({"text"})
_MARKUP = frozenset({"text", "HTML", "XML"})
KINDS = (
    Kind("text", (".txt", ".text"), _MARKUP),
    Kind("markdown", (".md", ".markdown"), _MARKUP),
    Kind("html", (".html", ".htm", ".xhtml"), _MARKUP),
    Kind("epub", (".epub",), frozenset({"EPUB"})),
    Kind("docx", (".docx", ".docm", ".dotx"), frozenset({"Word"})),
    Kind("pptx", (".pptx", ".pptm", ".ppsx"), frozenset({"PowerPoint"})),
    Kind("xlsx", (".xlsx", ".xlsm"), frozenset({"Excel"})),
    Kind("odt", (".odt", ".ott"), frozenset({"OpenDocument text"})),
    Kind("table", (".csv", ".tsv"), _TEXT),
    Kind("jsonl", (".jsonl", ".ndjson"), _TEXT),
    Kind("subtitles", (".srt", ".vtt"), _TEXT),
    Kind("xliff", (".xlf", ".xliff", ".sdlxliff", ".mxliff"), frozenset({"XML", "text"})),
    Kind("tmx", (".tmx",), frozenset({"XML", "text"})),
    Kind("po", (".po", ".pot"), _TEXT),
    Kind("pdf", (".pdf",), frozenset({"PDF"}), written=".docx"),
)
_BY_ENDING = {ending: kind for kind in KINDS for ending in kind.endings}
_HEAD = 4096  # bytes read to see what a file is
_ZIPPED = {"word/": "Word", "ppt/": "PowerPoint", "xl/": "Excel"}
_MIMETYPES = {
    b"application/epub+zip": "EPUB",
    b"application/vnd.oasis.opendocument.text": "OpenDocument text",
    b"application/vnd.oasis.opendocument.text-template": "OpenDocument text",
}
_OLE = "password-protected, or in a format of Word, Excel or PowerPoint before 2007"
_BEGINNINGS = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _OLE),
    (b"{\\rtf", "rich text (RTF)"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF87a", "a picture"),
    (b"GIF89a", "a picture"),
    (b"\x1f\x8b", "compressed with gzip"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")


def by_name(name: str) -> Kind | None:
    """The kind of a file by the ending of its name, in capitals or not.

    >>> by_name("news/Article.DOCX").module
    'docx'
    """
    return _BY_ENDING.get(Path(name).suffix.lower())  # endings are ASCII


def written_name(name: str, suffix: str) -> str:
    """The name of a file's translation: ``suffix`` before the ending, in the place of ``.az`` if it stands there.

    >>> written_name("news/article.az.txt", ".en"), written_name("news/report.pdf", "-english")
    ('news/article.en.txt', 'news/report.pdf-english.docx')
    """
    kind, ending = by_name(name), Path(name).suffix
    if kind and kind.written:
        return name + suffix + kind.written  # beside report.docx there may be a report.pdf
    return name.removesuffix(ending).removesuffix(".az") + suffix + ending


def find(path: Path) -> Kind:
    """The kind of a file.

    Raises:
        InputError: there is none for its name, or the file is something else than its name says.
    """
    kind = by_name(path.name)
    if kind is None:
        what = path.suffix or "a name without an ending"
        raise InputError(f"{path}: there is no reader for {what}; those that are read end in {endings()}")
    found = look(path)
    if found not in kind.looks:
        is_what = f"it is {found}" if found else "it is binary, or broken"
        raise InputError(f"{path}: {is_what}, not what a {path.suffix} file holds{_remedy(found)}")
    return kind


def endings() -> str:
    """The endings of all names that are read."""
    return ", ".join(sorted(_BY_ENDING))


def look(path: Path) -> str:
    """What a file is by its content, in a word or two; nothing if it is none that is known, ``text`` if it is empty.

    Raises:
        InputError: it cannot be read.
    """
    if path.exists() and not path.is_file():
        raise InputError(f"{path}: it is a folder, a pipe or a device, not a file")  # and reading a pipe would wait
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}") from None
    for beginning, name in _BEGINNINGS:
        if head.startswith(beginning):
            return name
    named = by_name(path.name) == _BY_ENDING[".pdf"]
    if head.lstrip().startswith(b"%PDF-") or (named and b"%PDF-" in head):  # something may precede
        return "PDF"
    if head.startswith(_ZIP):
        return _look_inside(path)
    return _look_at_text(head)


def _look_inside(path: Path) -> str:
    """What a zip archive is by the names in it."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                return _MIMETYPES.get(archive.read("mimetype").strip(), "another kind of zip archive")
    except Exception:  # zipfile raises a dozen kinds for broken archives
        return "a broken zip archive"
    found = {_ZIPPED[part] for name in names if (part := name.partition("/")[0] + "/") in _ZIPPED}
    return found.pop() if len(found) == 1 and "[Content_Types].xml" in names else "another kind of zip archive"


def _look_at_text(head: bytes) -> str:
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff")) or (b"\0" in head[:4] and any(head[:4]))
    if b"\0" in head and not wide:
        return ""
    begin = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:1024].lower()
    if re.match(rb"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*(?:<!doctype html|<html)", begin, re.DOTALL):
        return "HTML"
    return "XML" if begin.startswith(b"<?xml") else "text"


def _remedy(found: str) -> str:
    kind = next((kind for kind in KINDS if found in kind.looks and found not in _MARKUP), None)
    if kind:
        return f": name it {kind.endings[0]}"
    return ": open it and save it anew without a password, as .docx, .xlsx or .pptx" if found == _OLE else ""
