from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from tiny_models import tiny

from translator.engine.cache import cache_folder, make_once

LOAD = """
import sys
from translator.config import Options
from translator.engine.base import Decoding
from translator.engine.load import load_engine
from translator.types import EngineSegment
engine = load_engine(Options(model=sys.argv[1], engine="ct2"))
print(engine.translate([EngineSegment("Görüş keçirilib.")], Decoding())[0][0].text)
"""


def fill(folder: Path) -> None:
    (folder / "file").write_text("made", encoding="utf-8")


def test_environment_names_the_folder(tmp_path: Path) -> None:
    assert cache_folder({"AZEN_CACHE": str(tmp_path)}) == tmp_path
    assert cache_folder({}).name == "azen"


def test_is_made_once(tmp_path: Path) -> None:
    target = make_once(tmp_path / "a" / "b", fill)
    assert make_once(target, lambda _: pytest.fail("made again")) == target
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b"]
    assert (target / "file").read_text(encoding="utf-8") == "made"


def test_failure_leaves_nothing(tmp_path: Path) -> None:
    def fail(folder: Path) -> None:
        fill(folder)
        raise KeyError

    with pytest.raises(KeyError):
        make_once(tmp_path / "b", fail)
    assert list(tmp_path.iterdir()) == []


def test_the_earlier_of_two_wins(tmp_path: Path) -> None:
    def late(folder: Path) -> None:
        make_once(tmp_path / "b", fill)
        (folder / "file").write_text("too late", encoding="utf-8")

    assert (make_once(tmp_path / "b", late) / "file").read_text(encoding="utf-8") == "made"
    assert [path.name for path in tmp_path.iterdir()] == ["b"]


def test_a_file_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "b").write_text("", encoding="utf-8")
    with pytest.raises(OSError, match="b"):
        make_once(tmp_path / "b", fill)
    assert [path.name for path in tmp_path.iterdir()] == ["b"]


def test_two_processes_start_together(tmp_path: Path) -> None:
    command = [sys.executable, "-c", LOAD, str(tiny("marian"))]
    environment = {"AZEN_CACHE": str(tmp_path / "cache"), "PYTHONPATH": str(Path(__file__).parents[1]), "PYTHONUTF8": "1"}
    running = [subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    assert [process.communicate()[0] for process in running] == ["Görüş keçirilib.\n"] * 2
    assert len(list((tmp_path / "cache" / "ct2").iterdir())) == 1
