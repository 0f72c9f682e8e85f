"""Catalogues of gettext: empty translations are filled, every other line stays."""

from __future__ import annotations

import difflib
import random
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path

import polib  # type: ignore[import-untyped]  # polib ships no types
import pytest

from translator.document import po
from translator.document.base import Block, Choice, Document, Mark
from translator.errors import InputError

PO = r"""# Layihə
msgid ""
msgstr ""
"Project-Id-Version: a 1\n"
"PO-Revision-Date: 2026-01-01 00:00+0400\n"
"Last-Translator: A <a@a.az>\n"
"Language-Team: English\n"
"Language: \n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=INTEGER; plural=EXPRESSION;\n"

#: a.c:1
#, c-format
msgid "Fayl %s <b>silindi</b>"
msgstr ""

msgctxt "x"
msgid "%d fayl"
msgid_plural "%d fayllar"
msgstr[0] ""
msgstr[1] ""

#. şərh
msgid ""
"Bir\n"
"\"iki\"\n"
msgstr ""

msgid "var"
msgstr "exists"

#, fuzzy
msgid "son"
msgstr ""
"the "
"end"

msgid "%s: %s"
msgstr ""

#~ msgid "köhnə"
#~ msgstr ""
"""


def read(path: Path, text: str = PO) -> Document:
    path.write_bytes(text.encode())
    return po.read(path, Choice())


def shifted(block: Block) -> Block:
    marks = (Mark(mark.start + 1, mark.stop + 1, mark.key) for mark in block.marks)
    return Block(f"<{block.text[:-1]}>{block.text[-1]}" if block.text.endswith("\n") else f"<{block.text}>", tuple(marks))


def test_what_is_read(tmp_path: Path) -> None:
    blocks = read(tmp_path / "a.po").blocks
    assert [block.text for block in blocks] == ["Fayl  silindi", " fayl", " fayllar", 'Bir\n"iki"\n']
    assert blocks[0].marks == (Mark(5, 5, 0), Mark(6, 13, 1))


@pytest.mark.parametrize("text", [PO, PO.replace("\n", "\r\n"), "\ufeff" + PO])
def test_nothing_translated_nothing_changed(tmp_path: Path, text: str) -> None:
    document = read(tmp_path / "a.po", text)
    po.write(document, document.blocks, tmp_path / "b.po")
    assert (tmp_path / "b.po").read_bytes() == text.encode()


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_only_empty_translations_change(tmp_path: Path, end: str) -> None:
    text = PO.replace("\n", end)
    document = read(tmp_path / "a.po", text)
    po.write(document, [shifted(block) for block in document.blocks], tmp_path / "b.po")
    new = (tmp_path / "b.po").read_bytes().decode()
    changes = [line for line in difflib.ndiff(text.split(end), new.split(end)) if line[0] in "+-"]
    assert [line[2:] for line in changes if line[0] == "+"] == [
        r'"Language: en\n"',
        r'"Plural-Forms: nplurals=2; plural=(n != 1);\n"',
        'msgstr "<Fayl %s <b>silindi</b>>"',
        'msgstr[0] "<%d fayl>"',
        'msgstr[1] "<%d fayllar>"',
        r'"<Bir\n"',
        r'"\"iki\">\n"',
    ]
    entries = polib.pofile(str(tmp_path / "b.po"))
    assert entries.find("%d fayl", msgctxt="x").msgstr_plural == {0: "<%d fayl>", 1: "<%d fayllar>"}


@pytest.mark.skipif(not shutil.which("msgfmt"), reason="gettext is not installed")
def test_gettext_takes_it(tmp_path: Path) -> None:
    document = read(tmp_path / "a.po")
    po.write(
        document,
        [Block("Deleted the file", block.marks) for block in document.blocks[:3]] + [Block("One\ntwo\n")],
        tmp_path / "b.po",
    )
    subprocess.run(["msgfmt", "-c", "-o", str(tmp_path / "b.mo"), str(tmp_path / "b.po")], check=True)


def test_all_translated_is_nothing_to_do(tmp_path: Path) -> None:
    assert read(tmp_path / "a.po", 'msgid "Bir"\nmsgstr "One"\n').blocks == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "empty"),
        ("sadəcə mətn\n", "no gettext catalogue"),
        ('msgid "a\nmsgstr ""\n', "no message"),
        ('msgid ""\nmsgstr "Language: ru\\n"\n\nmsgid "a"\nmsgstr ""\n', "translations are in 'ru'"),
        ("# şərh\n", "no message"),
    ],
)
def test_what_cannot_be_read(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read(tmp_path / "a.po", text)


def test_an_encoding_that_is_not_so(tmp_path: Path) -> None:
    (tmp_path / "a.po").write_bytes(PO.encode().replace("şərh".encode(), b"\xff\xfe"))
    with pytest.raises(InputError, match="not in UTF-8"):
        po.read(tmp_path / "a.po", Choice())


def test_broken_files_are_input_errors(tmp_path: Path) -> None:
    rng = random.Random(5)
    lines = PO.split("\n")
    for _ in range(300):
        broken = list(lines)
        for _ in range(rng.randrange(1, 5)):
            at = rng.randrange(len(broken))
            broken[at] = rng.choice([broken[rng.randrange(len(broken))], broken[at][: rng.randrange(9)], "", '"'])
        with suppress(InputError):
            document = read(tmp_path / "a.po", "\n".join(broken))
            po.write(document, [shifted(block) for block in document.blocks], tmp_path / "b.po")
            before, after = polib.pofile(str(tmp_path / "a.po")), polib.pofile(str(tmp_path / "b.po"))
            assert [entry.msgid for entry in after] == [entry.msgid for entry in before]
            assert all(new.msgstr == old.msgstr for new, old in zip(after, before, strict=True) if old.msgid and old.msgstr)
