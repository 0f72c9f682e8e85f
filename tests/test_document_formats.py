"""Which module reads a file: by its name, unless the file is something else."""

from __future__ import annotations

import os
import zipfile
from importlib import import_module
from pathlib import Path

import pytest

from translator.document.formats import KINDS, by_name, find, look, written_name
from translator.errors import InputError


def archive(path: Path, **parts: str) -> Path:
    with zipfile.ZipFile(path, "w") as file:
        for name, text in parts.items():
            file.writestr(name.replace("__", "/").replace("Content_Types", "[Content_Types].xml"), text)
    return path


OFFICE = {"docx": "word", "pptx": "ppt", "xlsx": "xl"}
MIMETYPES = {"epub": "application/epub+zip", "odt": "application/vnd.oasis.opendocument.text"}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.module)
def test_each_kind_can_be_loaded(kind: object) -> None:
    module = import_module(f"translator.document.{kind.module}")  # type: ignore[attr-defined]
    assert callable(module.read)
    assert callable(module.write)


def test_endings_are_of_one_kind() -> None:
    endings = [ending for kind in KINDS for ending in kind.endings]
    assert len(endings) == len(set(endings))
    assert all(ending == ending.lower() and ending.startswith(".") for ending in endings)


@pytest.mark.parametrize("ending", [*OFFICE, *MIMETYPES])
def test_archives_are_told_by_what_is_in_them(tmp_path: Path, ending: str) -> None:
    parts = {"Content_Types": "x", f"{OFFICE[ending]}__x.xml": "x"} if ending in OFFICE else {"mimetype": MIMETYPES[ending]}
    path = archive(tmp_path / f"a.{ending.upper()}", **parts)
    assert find(path).module == ending
    wrong = path.rename(tmp_path / ("a.docx" if ending != "docx" else "a.xlsx"))
    with pytest.raises(InputError, match=rf"name it \.{ending}"):
        find(wrong)


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "password"),
        ("a.docx", b"{\\rtf1 text}", "RTF"),
        ("a.docx", b"plain", "it is text"),
        ("a.docx", b"PK\x03\x04 and then nothing", "broken zip"),
        ("a.txt", b"%PDF-1.7\n", "name it .pdf"),
        ("a.txt", b"\x89PNG\r\n", "picture"),
        ("a.txt", b"abcdef\0\0g", "binary"),
        ("a.csv", b"<!DOCTYPE html><table>", "it is HTML"),
        ("a.pdf", b"<html>", "it is HTML"),
        ("a.xyz", b"x", "there is no reader for .xyz"),
        ("a", b"x", "a name without an ending"),
    ],
)
def test_what_is_not_what_its_name_says(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        find(path)
    assert message in str(caught.value)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize("text", ["PKK haqqında", "Rar! GIF8", "%PDF oxu", "<b>x</b>", "<?xml version='1.0'?><x/>", "", "{\\x"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-8-sig"])
def test_any_text_is_text(tmp_path: Path, text: str, encoding: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode(encoding))
    assert find(path).module == "text"


def test_a_pdf_may_begin_with_something_else(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"junk\n%PDF-1.4\n")
    assert look(path) == "PDF"


@pytest.mark.parametrize(
    ("name", "suffix", "written"),
    [
        ("a.txt", ".en", "a.en.txt"),
        ("a.az.txt", ".en", "a.en.txt"),
        ("x.az/b.c.docx", ".en", "x.az/b.c.en.docx"),
        ("a.PDF", "", "a.PDF.docx"),
        ("noending", "-x", "noending-x"),
    ],
)
def test_names_of_translations(name: str, suffix: str, written: str) -> None:
    assert written_name(name, suffix) == written


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with names")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    with pytest.raises(InputError, match="pipe"):
        find(tmp_path / "a.txt")


def test_a_missing_file_is_an_input_error(tmp_path: Path) -> None:
    assert by_name("a.txt")
    with pytest.raises(InputError, match=r"no\.txt: cannot be read"):
        find(tmp_path / "no.txt")
