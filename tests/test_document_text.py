"""Paragraphs of plain text come back with every blank line, line end and byte that they had."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translator.document import text
from translator.document.base import Block, Choice
from translator.errors import InputError


def read(path: Path, data: bytes) -> tuple[list[str], Path]:
    path.write_bytes(data)
    document = text.read(path, Choice())
    text.write(document, document.blocks, path.with_suffix(".out"))
    return [block.text for block in document.blocks], path.with_suffix(".out")


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
@settings(deadline=None)
@given(content=st.text(st.sampled_from("aə. \t\r\n\x0b\u2028"), max_size=60).filter(str.strip))
def test_write_undoes_read(tmp_path_factory: pytest.TempPathFactory, codec: str, content: str) -> None:
    data = ("Ə" + content).encode(codec)
    blocks, written = read(tmp_path_factory.mktemp("text") / "a.txt", data)
    assert written.read_bytes() == data
    assert all(block == block.strip() != "" for block in blocks)


def test_blank_lines_part_paragraphs_and_line_ends_do_not(tmp_path: Path) -> None:
    blocks, _ = read(tmp_path / "a.txt", "\n Başlıq \r\n\r\nBirinci sətir\nikinci sətir.\n \t\n\nSon.\n".encode())
    assert blocks == ["Başlıq", "Birinci sətir\nikinci sətir.", "Son."]


def test_other_texts_stand_between_the_same_blanks(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("\tBir.\n\n\nİki.\n", encoding="utf-8")
    text.write(text.read(tmp_path / "a.txt", Choice()), [Block("One."), Block("Two.")], tmp_path / "b.txt")
    assert (tmp_path / "b.txt").read_text(encoding="utf-8") == "\tOne.\n\n\nTwo.\n"


def test_a_file_of_one_sentence_a_line_is_cut_into_blocks(tmp_path: Path) -> None:
    content = "Bu bir cümlədir.\n" * 10_000
    blocks, written = read(tmp_path / "a.txt", content.encode())
    assert written.read_text(encoding="utf-8") == content
    assert max(map(len, blocks)) < text.LONGEST + 100


@pytest.mark.parametrize("data", [b"", b" \n\t\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf \n", b"\x00\x01\x02" * 50])
def test_a_file_without_text_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(InputError):
        read(tmp_path / "a.txt", data)
