"""Bulk work on a Ray of this machine: the same output, journal and report as without it."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

ray = pytest.importorskip("ray")

from translator.bulk import BulkOptions, Progress, translate_files  # noqa: E402
from translator.cluster import _shares  # noqa: E402
from translator.config import Options  # noqa: E402
from translator.errors import ModelNotFoundError  # noqa: E402
from translator.journal import Stamp  # noqa: E402
from translator.tasks import Output, Task  # noqa: E402

RAY = BulkOptions(runner="ray", workers=2)
TABLE = Options(engine="table")


@pytest.fixture(scope="module", autouse=True)
def started() -> Iterator[None]:
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    ray.init("local", num_cpus=2, include_dashboard=False, log_to_driver=False, logging_level="error")
    yield
    ray.shutdown()


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(12):
        text = "\n\n".join(f"Şuşa {number} {line} gözəldir. Nazir Bakıya gəlib." for line in range(20))
        (folder / f"f{number:02}.txt").write_text(text, encoding="utf-8")
    (folder / "empty.txt").touch()
    return folder


def test_as_without_ray(source: Path, tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    plain = translate_files([source], here, TABLE)
    seen: list[Progress] = []
    report = translate_files([source], there, TABLE, bulk=RAY, on_progress=seen.append)
    assert (report.translated, report.signature) == (12, plain.signature)
    assert [file.file for file in report.failed] == ["empty.txt"]
    assert report.sentences == plain.sentences == 480
    assert report.known == plain.known
    for path in here.glob("*.txt"):
        assert (there / path.name).read_bytes() == path.read_bytes()
    assert len(Output(there).report.read_text().splitlines()) == 13
    assert all(one.files_done <= other.files_done for one, other in pairwise(seen))
    again = translate_files([source], there, TABLE)
    assert (again.kept, again.sentences) == (12, 0)


def test_sentences_known_here_are_known_there(source: Path, tmp_path: Path) -> None:
    translate_files([source], tmp_path / "out", TABLE)
    for path in (tmp_path / "out").glob("*.txt"):
        path.unlink()
    report = translate_files([source], tmp_path / "out", TABLE, bulk=RAY)
    assert (report.translated, report.sentences, report.known) == (12, 480, 480)


def test_a_worker_that_dies_is_replaced(source: Path, tmp_path: Path) -> None:
    killed: list[int] = []

    def kill(progress: Progress) -> None:
        if progress.files_done and not killed:
            killed.extend(actors())
            for process in killed:
                os.kill(process, signal.SIGKILL)

    report = translate_files([source], tmp_path / "out", TABLE, bulk=RAY, on_progress=kill)
    assert killed
    assert report.translated == 12


def actors() -> list[int]:
    """The ids of this Ray's workers that translate."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if b"MapBatches(_Actor)" in path.read_bytes():
                found.append(int(path.parent.name))
        except OSError:
            continue
    return found


def test_no_such_model_is_said(source: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelNotFoundError, match="no-such-model"):
        translate_files([source], tmp_path / "out", Options(model="no-such-model"), bulk=RAY)


def test_shares_hold_every_task_once() -> None:
    tasks = [Task(f"{number}", f"/x/{number}", f"{number}", Stamp(100_000 * (number % 4), 0)) for number in range(1000)]
    shares = list(_shares(tasks, 8))
    assert [task for share in shares for task in share] == tasks
    assert all(len(share) <= 64 for share in shares)
    assert all(len(share) == 1 or sum(task.stamp.size for task in share) <= 256 << 10 for share in shares)
    assert len(list(_shares(tasks[:8], 8))) == 8
