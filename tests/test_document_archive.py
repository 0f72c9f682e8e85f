"""An archive that could do harm is refused before it is unpacked, and a good one is written again as it was."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translator.document import archive
from translator.document.archive import look, read_part, rewrite
from translator.errors import InputError


def pack(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(zipfile.ZipInfo("mimetype"), b"application/epub+zip")
        for name, data in parts.items():
            packed.writestr(name, data)
    return path


def unpack(path: Path) -> dict[str, tuple[bytes, int]]:
    with zipfile.ZipFile(path) as packed:
        return {member.filename: (packed.read(member), member.compress_type) for member in packed.infolist()}


def test_parts_are_replaced_and_the_rest_stays_in_order(tmp_path: Path) -> None:
    source = pack(tmp_path / "a.zip", {"b.xml": b"old", "media/": b"", "media/a.png": bytes(range(256)) * 20_000})
    before = unpack(source)
    rewrite(look(source), {"b.xml": b"new"}, tmp_path / "b.zip")
    after = unpack(tmp_path / "b.zip")
    assert list(after) == list(before)
    assert after == before | {"b.xml": (b"new", zipfile.ZIP_DEFLATED)}


def test_an_archive_may_replace_itself(tmp_path: Path) -> None:
    source = pack(tmp_path / "a.zip", {"b.xml": b"old"})
    rewrite(look(source), {"b.xml": b"new"}, source)
    assert read_part(look(source), "b.xml") == b"new"


def test_an_archive_that_changed_meanwhile_is_not_mixed_up(tmp_path: Path) -> None:
    found = look(pack(tmp_path / "a.zip", {"b.xml": b"old"}))
    pack(tmp_path / "a.zip", {"b.xml": b"newer"})
    with pytest.raises(InputError, match="changed"):
        rewrite(found, {}, tmp_path / "b.zip")
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]


@pytest.mark.parametrize("name", ["../a", "a/../../b", "/etc/x", "..\\a", "C:\\a", "a/.."])
def test_names_that_lead_out_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="unsafe"):
        look(pack(tmp_path / "a.zip", {name: b""}))


@pytest.mark.parametrize("name", ["a..b", "a/b:c", "...", "a/..b/c"])
def test_names_that_only_look_odd_are_not(tmp_path: Path, name: str) -> None:
    assert name in look(pack(tmp_path / "a.zip", {name: b""}))


def test_what_unpacks_to_too_much_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = pack(tmp_path / "a.zip", {"b.xml": bytes(50_000)})
    monkeypatch.setattr(archive, "MOST_BYTES", 40_000)
    with pytest.raises(InputError, match="unpacks to more"):
        look(path)


def test_a_part_that_is_larger_than_it_says_is_not_unpacked_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = pack(tmp_path / "a.zip", {"b.xml": bytes(3_000_000)}).read_bytes()
    path = tmp_path / "lie.zip"
    path.write_bytes(data.replace((3_000_000).to_bytes(4, "little"), (100).to_bytes(4, "little")))
    with pytest.raises(InputError):
        read_part(look(path), "b.xml")
    monkeypatch.setattr(archive, "MOST_PART", 2_000_000)
    with pytest.raises(InputError, match="unpacks to more"):
        read_part(look(tmp_path / "a.zip"), "b.xml")


def test_encrypted_doubled_and_office_files_are_named(tmp_path: Path) -> None:
    data = pack(tmp_path / "a.zip", {"b.xml": b"x"}).read_bytes()
    directory = data.rindex(b"PK\x01\x02")
    (tmp_path / "locked.zip").write_bytes(data[: directory + 8] + b"\x01" + data[directory + 9 :])
    with pytest.raises(InputError, match="encrypted"):
        look(tmp_path / "locked.zip")
    (tmp_path / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500))
    with pytest.raises(InputError, match="encrypted"):
        look(tmp_path / "old.doc")
    (tmp_path / "twice.zip").write_bytes(pack(tmp_path / "b.zip", {"aa": b"1", "ab": b"2"}).read_bytes().replace(b"ab", b"aa"))
    with pytest.raises(InputError, match="doubled"):
        look(tmp_path / "twice.zip")


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"PK\x05\x06" + bytes(18), b"text"])
def test_what_is_no_archive_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    with pytest.raises(InputError):
        read_part(look(path), "b.xml")


@settings(deadline=None)
@given(st.data())
def test_a_damaged_archive_gives_the_parts_or_an_input_error(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("zip")
    damaged = bytearray(pack(folder / "a.zip", {"b.xml": b"<a>Salam</a>" * 30, "c": b"x"}).read_bytes())
    for place in data.draw(st.lists(st.integers(0, len(damaged) - 1), min_size=1, max_size=6)):
        damaged[place] = data.draw(st.integers(0, 255))
    stop = data.draw(st.sampled_from([len(damaged), len(damaged), data.draw(st.integers(0, len(damaged)))]))
    (folder / "b.zip").write_bytes(damaged[:stop])
    with suppress(InputError):
        found = look(folder / "b.zip")
        read_part(found, "b.xml")
        rewrite(found, {"b.xml": b"new"}, folder / "c.zip")
        assert io.BytesIO((folder / "c.zip").read_bytes()).read(2) == b"PK"
