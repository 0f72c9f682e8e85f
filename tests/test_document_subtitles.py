"""Subtitles keep times, numbers, settings, notes and tags; texts are translated cue by cue."""

from __future__ import annotations

import random
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from translator.document import subtitles
from translator.document.base import Block, Choice, Mark
from translator.errors import InputError

SRT = """\ufeff1
00:00:01,000 --> 00:00:02,500
Bu <i>yeni</i> bir
cümlədir.

2
00:00:03,000 --> 00:00:04,000
- Salam.
- Necəsən?

3
00:00:05,000 --> 00:00:06,000
♪

4
00:00:07,000 --> 00:00:08,000 X1:1
{\\an8}Birinci hissə

ikinci hissə
2026
"""
VTT = """WEBVTT - ad

NOTE Bu qeyddir
--

STYLE
::cue { color: red }

giriş
00:01.000 --> 00:02.000 align:start
<v Əli>Çay &amp; kofe, <00:01.500>dedi.</v>

00:03.000 --> 00:04.000
İkinci

Bu mətn heç nəyə aid deyil
"""


def written(path: Path, text: str, *new: str | Block) -> str:
    path.write_bytes(text.encode())
    document = subtitles.read(path, Choice())
    blocks = [block if isinstance(block, Block) else Block(block) for block in new] if new else document.blocks
    subtitles.write(document, blocks, path)
    return path.read_bytes().decode()


def texts(path: Path, text: str) -> list[str]:
    path.write_bytes(text.encode())
    return [block.text for block in subtitles.read(path, Choice()).blocks]


def test_cues_of_subrip(tmp_path: Path) -> None:
    assert texts(tmp_path / "a.srt", SRT) == [
        "Bu yeni bir cümlədir.",
        *("Salam.", "Necəsən?"),
        "Birinci hissə",
        "ikinci hissə 2026",
    ]


def test_cues_of_webvtt(tmp_path: Path) -> None:
    (tmp_path / "a.vtt").write_text(VTT, encoding="utf-8")
    blocks = subtitles.read(tmp_path / "a.vtt", Choice()).blocks
    assert blocks == (Block("Çay & kofe, dedi.", (Mark(0, 17, 0), Mark(12, 12, 1))), Block("İkinci"))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("text", [SRT, VTT, SRT.rstrip("\n")])
def test_nothing_translated_nothing_changed(tmp_path: Path, text: str, end: str) -> None:
    text = text.replace("\n", end)
    assert written(tmp_path / "a.srt", text) == text


def test_only_texts_change(tmp_path: Path) -> None:
    one = Block("This is a new sentence.", (Mark(10, 13, 0),))
    dialogue = [Block("Hello.", (Mark(0, 0, 0),)), Block("How are you?", (Mark(0, 0, 0),))]
    four = Block("First part", (Mark(0, 0, 0),))
    new = written(tmp_path / "a.srt", SRT.replace("\n", "\r\n"), one, *dialogue, four, "the second part, 2026")
    expected = SRT.replace("Bu <i>yeni</i> bir\ncümlədir.", "This is a <i>new</i> sentence.")
    expected = expected.replace("- Salam.\n- Necəsən?", "- Hello.\n- How are you?").replace("Birinci hissə", "First part")
    assert new == expected.replace("ikinci hissə\n2026", "the second part, 2026").replace("\n", "\r\n")


def test_webvtt_is_escaped(tmp_path: Path) -> None:
    new = written(
        tmp_path / "a.vtt", VTT, Block("Tea & coffee <3, he said.", (Mark(0, 25, 0), Mark(15, 15, 1))), "Second --> third"
    )
    assert "<v Əli>Tea &amp; coffee &lt;3<00:01.500>, he said.</v>" in new
    assert "\nSecond --&gt; third\n" in new
    assert new.count("\n") == VTT.count("\n")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.text("abcdefghij", min_size=1, max_size=30), min_size=1, max_size=30))
def test_long_texts_are_broken_into_even_lines(tmp_path: Path, words: list[str]) -> None:
    text = written(tmp_path / "a.srt", "1\n00:01,0 --> 00:02,0\nMətn\n", " ".join(words))
    lines = text.split("\n")[2:-1]
    assert " ".join(lines).split() == words
    assert all(len(line) <= 42 for line in lines)
    assert len(lines) == 1 or len(" ".join(lines)) > 42


@pytest.mark.parametrize("text", ["", "Mətn\n", "1\n00:01,0 --> 00:02,0\n\n", "1\n00:01,0 --> 00:02,0\n2026\n"])
def test_no_cues(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError):
        texts(tmp_path / "a.srt", text)


def test_broken_files_are_read_or_input_errors(tmp_path: Path) -> None:
    rng = random.Random(4)
    for source in (SRT, VTT) * 100:
        broken = bytearray(source.encode())
        for _ in range(rng.randrange(1, 20)):
            at = rng.randrange(len(broken))
            broken[at : at + rng.randrange(3)] = bytes([rng.randrange(256)])
        (tmp_path / "a.srt").write_bytes(broken)
        with suppress(InputError):
            document = subtitles.read(tmp_path / "a.srt", Choice())
            subtitles.write(document, [Block(block.text + "!", block.marks) for block in document.blocks], tmp_path / "b.srt")
            again = (tmp_path / "b.srt").read_text(encoding="utf-8", errors="replace")
            assert all("!" in again for _ in document.blocks)
