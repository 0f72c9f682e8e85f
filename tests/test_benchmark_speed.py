from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from tiny_models import tiny

from benchmarks.speed import describe, main, starts, summary, take_turns


def test_contenders_take_turns() -> None:
    order: list[str] = []
    seconds = take_turns({name: lambda name=name: order.append(name) for name in "ab"}, 3)  # type: ignore[misc]
    assert order == list("ababab")
    assert {name: len(values) for name, values in seconds.items()} == {"a": 3, "b": 3}


def test_summary_is_of_medians() -> None:
    found = summary(
        {"ct2": [1, 1, 50], "ct2 without links": [0.8, 0.8, 9], "transformers": [3, 3, 3]},
        dict.fromkeys(("ct2", "ct2 without links", "transformers"), 10),
    )
    assert found["transformers / ct2"] == 3
    assert found["links cost"] == pytest.approx(0.25)
    assert found["pieces per second"]["ct2"] == 10


def test_a_command_that_fails_is_shown_as_failed() -> None:
    found = starts([sys.executable, "-c", "raise SystemExit(1)"], "Salam", 1)
    assert found["first sentence, first start"] is None
    assert found["first sentence, later starts"] is None


def test_whole_run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AZEN_CACHE", str(tmp_path))
    (tmp_path / "in.txt").write_text("Görüş keçirilib.\n\nPrezident gedib.\n", encoding="utf-8")
    echo = f"{sys.executable} -c print(input())"
    main(["--model", str(tiny("marian")), "--input", str(tmp_path / "in.txt"), "--repeat", "1", "--json", "--command", echo])
    report = json.loads(capsys.readouterr().out)
    assert report["beams"]["4"]["same output"] == 1
    assert report["memory"]["ct2"] < report["memory"]["transformers"]
    assert report["start"]["first sentence, first start"] > 0
    assert "times as fast" in describe(report)
