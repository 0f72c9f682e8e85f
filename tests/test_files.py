"""Texts come in whatever their encoding, and files come out whole or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translator.errors import InputError
from translator.files import decode, read_lines, read_text, write_atomically

SENTENCE = "Görüşdə ikitərəfli əməkdaşlıq müzakirə olunub – “Şərq tərəfdaşlığı”.\n"
LEGACY = "Görüş çox uğurlu keçdi, iştirakçılar təşəkkür edib.\n".replace("ə", "ä")


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"])))
def test_utf8_is_read_as_it_is(text: str) -> None:
    assert decode(text.encode()).text == text.removeprefix("\ufeff")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [SENTENCE, SENTENCE * 500, "A"])
def test_marks_and_utf16(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)).text == text


def test_windows_1254_is_said() -> None:
    found = decode(LEGACY.encode("windows-1254"))
    assert found.text == LEGACY
    assert "Windows-1254" in found.notice


def test_a_few_bad_bytes_do_not_cost_the_other_letters() -> None:
    data = SENTENCE.encode()
    found = decode(data + b"\xff" + data)
    assert found.text == f"{SENTENCE}\ufffd{SENTENCE}"
    assert found.encoding == "utf-8"
    assert found.notice.startswith("1 place")


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)) * 8,
        b"PK\x03\x04" + bytes(300),
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        "Переговоры прошли успешно".encode("windows-1251"),
        b"\xff\xfeA",
        b"text\0text and more",
    ],
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"binary|encoding|UTF-16"):
        decode(data)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(ValueError):
        assert decode(data).encoding in {"utf-8", "utf-16", "utf-16-le", "utf-16-be", "windows-1254"}


@pytest.mark.parametrize(("name", "message"), [("no.txt", "no such file"), (".", "folder"), ("empty.txt", "no text")])
def test_the_message_names_file_and_reason(tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / "empty.txt").write_text(" \n\n")
    with pytest.raises(InputError, match=message) as caught:
        read_text(tmp_path / name)
    assert str(tmp_path / name) in str(caught.value)


def test_lines_end_at_line_ends_only(tmp_path: Path) -> None:
    path = tmp_path / "lines.txt"
    path.write_bytes("bir\u2028iki\r\n\r\nüç\x85\n".encode())
    assert read_lines(path) == ["bir\u2028iki", "", "üç\x85"]


def test_a_file_appears_whole(tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    with write_atomically(path) as stream:
        stream.write("a\r\nə")
        assert not path.exists()
    assert path.read_bytes() == "a\r\nə".encode()
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("error", [KeyboardInterrupt, RuntimeError])
def test_nothing_is_left_half_written(tmp_path: Path, error: type[BaseException]) -> None:
    path = tmp_path / "out.txt"
    path.write_text("old")
    with pytest.raises(error), write_atomically(path) as stream:  # noqa: PT012  # the block is what is interrupted
        stream.write("new")
        raise error
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_stays_a_link_and_a_device_a_device(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "target")
    with write_atomically(tmp_path / "link") as stream:
        stream.write("x")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "target").read_text() == "x"
    with write_atomically(Path(os.devnull)) as stream:
        stream.write("x")
    assert Path(os.devnull).is_char_device()


@pytest.mark.parametrize("name", ["no/out.txt", "."])
def test_a_place_that_cannot_be_written(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="cannot be written"), write_atomically(tmp_path / name):
        pass
