"""Which files are taken, and where their translations go."""

from __future__ import annotations

from pathlib import Path

import pytest

from translator.errors import InputError
from translator.tasks import Wanted, find


@pytest.fixture
def source(tmp_path: Path) -> Path:
    for name in ("a.az.txt", "b.docx", "drafts/c.txt", "deep/er/d.md", "photo.jpg", ".git/e.txt", "~$b.docx", ".f.txt"):
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return tmp_path / "in"


def targets(*paths: Path, output: Path, wanted: Wanted = Wanted(), suffix: str = ".en") -> list[str]:  # noqa: B008  # frozen
    return [task.target for task in find(paths, output, wanted, suffix)]


def test_folders_are_mirrored_without_what_is_hidden_or_unknown(source: Path, tmp_path: Path) -> None:
    assert targets(source, output=tmp_path / "out") == ["a.en.txt", "b.en.docx", "deep/er/d.en.md", "drafts/c.en.txt"]
    assert targets(source, output=tmp_path / "out", suffix="") == ["a.txt", "b.docx", "deep/er/d.md", "drafts/c.txt"]


@pytest.mark.parametrize(
    ("include", "exclude", "names"),
    [
        (("*.txt",), (), {"a.en.txt", "drafts/c.en.txt"}),
        ((), ("drafts/*",), {"a.en.txt", "b.en.docx", "deep/er/d.en.md"}),
        (("drafts/*", "*.md"), (), {"drafts/c.en.txt", "deep/er/d.en.md"}),
        (("*.txt",), ("c.*",), {"a.en.txt"}),
    ],
)
def test_patterns(source: Path, tmp_path: Path, include: tuple[str, ...], exclude: tuple[str, ...], names: set[str]) -> None:
    assert set(targets(source, output=tmp_path / "out", wanted=Wanted(include, exclude))) == names


def test_an_output_within_the_input_is_no_input(source: Path) -> None:
    (source / "out").mkdir()
    (source / "out" / "a.en.txt").touch()
    assert "out/a.en.en.txt" not in targets(source, output=source / "out")


def test_a_file_that_is_named_is_taken_whatever_it_is(source: Path, tmp_path: Path) -> None:
    assert targets(source / "photo.jpg", output=tmp_path / "out") == ["photo.en.jpg"]


def test_the_same_file_twice_is_one(source: Path, tmp_path: Path) -> None:
    assert targets(source / "b.docx", source, source / "b.docx", output=tmp_path / "out").count("b.en.docx") == 1


def test_links_to_folders_are_not_followed(source: Path, tmp_path: Path) -> None:
    (source / "loop").symlink_to(source)
    (source / "away").symlink_to(tmp_path)
    assert len(targets(source, output=tmp_path / "out")) == 4


@pytest.mark.parametrize(
    ("paths", "output", "message"),
    [
        (["no"], "out", "there is no such file or folder"),
        (["in/.git/.."], "in", "same folder"),
        (["in/b.docx"], "in", "take its place"),
        (["in/drafts", "in/other"], "out", "would both become"),
        (["in/empty"], "out", "nothing to translate"),
        (["in/report.jsonl"], "out", "where the report goes"),
    ],
)
def test_what_cannot_be_done_is_said(source: Path, tmp_path: Path, paths: list[str], output: str, message: str) -> None:
    (source / "other").mkdir()
    (source / "empty").mkdir()
    (source / "other" / "c.txt").touch()
    (source / "report.jsonl").touch()
    with pytest.raises(InputError, match=message):
        targets(*(tmp_path / path for path in paths), output=tmp_path / output, suffix="")
    assert not (tmp_path / "out").exists()
