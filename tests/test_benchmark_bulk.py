from __future__ import annotations

from pathlib import Path

import pytest
from tiny_models import tiny

from benchmarks.bulk import grow, main, peak
from translator.config import Options


def test_the_contenders_run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AZEN_CACHE", str(tmp_path))
    lines = tmp_path / "lines.txt"
    lines.write_text("Görüş keçirilib.\n\nPrezident gedib.\nGörüş keçirilib.\n", encoding="utf-8")
    main(["--model", str(tiny("marian")), "--input", str(lines), "--repeat", "1"])
    said = capsys.readouterr().out
    assert "2 sentences, beam 4" in said
    assert "times as fast" in said


def test_growth() -> None:
    found = grow(50, Options(engine="table"))
    assert (found["sentences"], found["files"]) == (50, 3)
    assert 0 < found["peak"] <= peak()
