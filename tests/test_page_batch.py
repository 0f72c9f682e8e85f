"""Files from the page: each has its own progress, result or problem."""

from __future__ import annotations

import zipfile
from pathlib import Path

from pages import models

from translator.config import Options
from translator.page import batch
from translator.page.words import Words


def run(paths: list[Path], folder: Path) -> list[tuple[batch.Queued, ...]]:
    return list(batch.translate_each(paths, folder, Options(), models().translator))


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_two_files_and_a_bad_one(tmp_path: Path) -> None:
    good = write(tmp_path / "a", "xəbər.txt", "Şuşada görüş olub.\n\nBakıda görüş olub.\n")
    bad = tmp_path / "b.txt"
    bad.write_bytes(b"\0\1\2\0")
    again = write(tmp_path / "c", "xəbər.txt", "Bakıda görüş olub.")
    states = run([good, bad, again], tmp_path / "out")
    assert [file.state for file in states[0]] == ["works", "waits", "waits"]
    first, second, third = states[-1]
    assert [file.state for file in states[-1]] == ["ready", "failed", "ready"]
    assert first.result is not None
    assert first.result.read_text(encoding="utf-8") == "A meeting was held in Shusha.\n\nA meeting was held in Baku.\n"
    assert first.sentences == 2
    assert "binary" in second.problem
    assert str(tmp_path) not in second.problem
    archive, *others = batch.zipped(states[-1], tmp_path / "out")
    assert others == [first.result, third.result]
    with zipfile.ZipFile(archive) as bundle:
        assert len(set(bundle.namelist())) == 2


def test_one_file_needs_no_archive(tmp_path: Path) -> None:
    states = run([write(tmp_path, "a.txt", "Bakıda görüş olub.")], tmp_path / "out")
    assert batch.zipped(states[-1], tmp_path / "out") == [states[-1][0].result]


def test_the_queue_is_escaped(tmp_path: Path) -> None:
    queue = (batch.Queued(tmp_path / "<b>.txt", "failed", problem="<i>"), batch.Queued(tmp_path / "c", "ready", 3))
    shown = batch.table(queue, Words("en"))
    assert "<b>" not in shown
    assert "<i>" not in shown
    assert "✓ ready · 3 sentences" in shown
