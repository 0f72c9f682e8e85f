"""``azen bulk``: what it prints, its exit codes, its flags."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from dataclasses import fields
from pathlib import Path

import pytest
from test_cli import COMMANDS, ROOT, Loader, options_of, run

from translator.bulk import BulkOptions
from translator.commands.options import flag
from translator.config import Options


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.az.txt").write_text("Şuşa gözəldir.\n", encoding="utf-8")
    (folder / "b.txt").write_text("12 nəfər gəldi.\n", encoding="utf-8")
    return folder


def test_a_folder(source: Path, tmp_path: Path) -> None:
    output = tmp_path / "out"
    result = run("bulk", source, "--output", output)
    assert (result.exit_code, result.stdout) == (0, "")
    assert (output / "a.en.txt").read_text() == "Shusha is beautiful.\n"
    assert (output / "b.en.txt").read_text() == "12 people came.\n"
    assert result.stderr.startswith("azen: 2 files translated, 0 kept as done before, 0 failed; 2 sentences in 0:00, ")
    assert "0 files translated, 2 kept" in run("bulk", source, "-o", output).stderr


def test_a_file_that_fails_is_said_and_is_exit_code_1(source: Path, tmp_path: Path) -> None:
    (source / "c.docx").write_bytes(b"%PDF-1.4")
    result = run("bulk", source, "--output", tmp_path / "out")
    assert result.exit_code == 1
    assert "c.docx: it is PDF" in result.stderr
    assert "2 files translated, 0 kept as done before, 1 failed" in result.stderr
    quiet = run("bulk", source, "--output", tmp_path / "other", "--quiet")
    assert (quiet.exit_code, quiet.output) == (1, "")


def test_json_is_the_report_and_a_summary(source: Path, tmp_path: Path) -> None:
    result = run("bulk", source, "--output", tmp_path / "out", "--json", "--quiet")
    *files, summary = [json.loads(line) for line in result.stdout.splitlines()]
    assert files == [json.loads(line) for line in (tmp_path / "out" / "report.jsonl").read_text().splitlines()]
    assert (summary["translated"], summary["failed"], summary["sentences"]) == (2, 0, 2)
    assert summary["signature"].startswith("az-en|model:table@")


def test_choices_reach_the_work(source: Path, tmp_path: Path) -> None:
    load = Loader()
    result = run(
        "bulk",
        source,
        "-o",
        tmp_path / "out",
        "--include",
        "*.txt",
        "--exclude",
        "b*",
        "--suffix",
        "-x",
        "--beam-size",
        2,
        load=load,
    )
    assert result.exit_code == 0
    assert load.options[0].beam_size == 2
    assert {path.name for path in (tmp_path / "out").glob("*.txt")} == {"a-x.txt"}


def test_each_choice_is_a_flag() -> None:
    choices = {flag(field.name) for field in fields(BulkOptions)} - {"--columns", "--fields"} | {"--column", "--field"}
    own = {"--output", "--json", "--quiet", "--no-glossary", "--help"}
    assert set(options_of(COMMANDS["azen bulk"])) - own == choices | {flag(field.name) for field in fields(Options)}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["IN/no", "-o", "OUT"], "no such file"),
        (["IN", "-o", "IN"], "same folder"),
        (["IN"], "--output"),
        (["-o", "OUT"], "IN"),
        (["IN", "-o", "IN/b.txt"], "cannot be written"),
        (["IN", "-o", "OUT", "--runner", "walk"], "local, ray"),
        (["IN", "-o", "OUT", "--suffix", "a/b"], "suffix"),
        (["IN", "-o", "OUT", "--beam-size", "0"], "beam_size"),
        (["IN", "-o", "OUT", "--include", "*.md"], "nothing to translate"),
    ],
)
def test_user_errors(arguments: list[str], message: str, source: Path, tmp_path: Path) -> None:
    result = run("bulk", *(word.replace("IN", str(source)).replace("OUT", str(tmp_path / "out")) for word in arguments))
    assert result.exit_code == 2
    assert message in result.stderr
    assert "Traceback" not in result.output
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_stopped_and_started_again(number: int, code: int, source: Path, tmp_path: Path) -> None:
    text = "\n\n".join(f"Cümlə {line} burada." for line in range(300))
    for name in "cdefgh":
        (source / f"{name}.txt").write_text(text.replace("burada", name), encoding="utf-8")
    output = tmp_path / "out"
    program = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from translator.cli import main; main()"
    command = [
        sys.executable,
        "-c",
        program,
        "bulk",
        str(source),
        "--output",
        str(output),
        "--engine",
        "table",
        "--no-glossary",
    ]
    with subprocess.Popen(command, stderr=-1, cwd=ROOT) as process:  # a shell's background jobs begin with SIGINT ignored
        while process.poll() is None and not list(output.glob("*.txt")):
            time.sleep(0.01)
        process.send_signal(number)
        assert process.wait(300) == code
        assert process.stderr
        said = process.stderr.read().decode()
    assert "Traceback" not in said
    assert ("the same command goes on" in said) == (number == signal.SIGINT)
    done = len(list(output.glob("*.txt")))
    assert 0 < done < 8
    again = subprocess.run(command, stderr=-1, cwd=ROOT, check=True, text=True)
    kept = {done} if number == signal.SIGINT else {done, done - 1}  # killed between a file and its note, it is written again
    assert any(f"{8 - count} files translated, {count} kept" in again.stderr for count in kept)
    assert (output / "h.en.txt").read_text(encoding="utf-8") == text.replace("burada", "h")
