"""The command line: text in and out, JSON, reports, exit codes; each command and flag is documented."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command
from typer.testing import CliRunner, Result

from translator.cli import app
from translator.commands.options import flag
from translator.config import Options
from translator.engine.base import Engine
from translator.engine.table import TableEngine
from translator.pipeline import Translator

ROOT = Path(__file__).parents[1]
ARTICLE = "GÖRÜŞ\n\n  Elmar Məmmədyarov Bakıdadır. Ünvan: info@mfa.gov.az\r\n\r\n12 nəfər gəldi.\n"
KEYS = [
    *("source", "target", "source_span", "target_span", "score", "links"),
    *("raw", "edits", "terms", "alternatives", "warnings"),
]
TABLE = {
    "Elmar Məmmədyarov Bakıdadır.": "Elmar Memmedyarov is in Baku.",
    "12 nəfər gəldi.": "12 people came.",
    "Şuşa gözəldir.": "Susa is beautiful.",
    "Bu, pis cümlədir.": "This is a bad sentence.",
}


class Loader:
    """Makes translators with a table for an engine, and remembers their options."""

    def __init__(self, **engine: Any) -> None:
        self.engine = TableEngine(TABLE, **engine)
        self.options: list[Options] = []

    def __call__(self, *, options: Options, engine: Engine | None = None) -> Translator:
        self.options.append(options)
        return Translator(options=options, engine=engine or self.engine)


def run(*arguments: object, given: str | bytes = "", load: Loader | None = None) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], input=given, obj=load or Loader())


def azen(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "translator.cli", *map(str, arguments)]


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.az.txt"
    path.write_bytes(ARTICLE.encode())
    return path


def expected(text: str, **options: Any) -> str:
    return Translator(options=Options(**options), engine=TableEngine(TABLE)).translate(text).text


def test_standard_input_to_standard_output() -> None:
    result = run("translate", given=ARTICLE)
    assert result.exit_code == 0
    assert result.stdout_bytes.decode() == expected(ARTICLE)
    assert "Elmar Mammadyarov is in Baku." in result.stdout


@pytest.mark.parametrize("text", ["Şuşa gözəldir.12 nəfər gəldi.", "\n\nŞuşa gözəldir.", "Şuşa gözəldir.\n\n\n", "12\n—\n"])
def test_what_is_streamed_is_the_translation(text: str) -> None:
    assert run("translate", given=text).stdout == expected(text)


def test_file_to_file(article: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.txt"
    result = run("translate", article, "--output", target)
    assert (result.exit_code, result.stdout) == (0, "")
    assert target.read_bytes().decode() == expected(ARTICLE)
    assert sorted(tmp_path.iterdir()) == [article, target]


def test_a_dash_is_the_standard_stream(article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = article.read_text("utf-8")
    assert run("translate", "-", "--output", "-", "--quiet", given=text).stdout == expected(text)
    assert not Path("-").exists()


def test_files_to_folder(article: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.md"
    other.write_text("Şuşa gözəldir.\n")
    result = run("translate", article, other, "--output", tmp_path / "new" / "folder")
    assert result.exit_code == 0
    assert (tmp_path / "new/folder/article.en.txt").read_bytes().decode() == expected(ARTICLE)
    assert (tmp_path / "new/folder/other.en.md").read_text() == "Shusha is beautiful.\n"


def test_json_spans_rebuild_both_texts(article: Path) -> None:
    segments = [json.loads(line) for line in run("translate", article, "--json").stdout.splitlines()]
    keys = [
        "source",
        "target",
        "source_span",
        "target_span",
        "score",
        "links",
        "raw",
        "edits",
        "terms",
        "alternatives",
        "warnings",
    ]
    assert all(list(segment) == keys for segment in segments)
    english = expected(ARTICLE)
    for segment in segments:
        assert ARTICLE[slice(*segment["source_span"])] == segment["source"]
        assert english[slice(*segment["target_span"])] == segment["target"]
    name = next(segment for segment in segments if "Məmmədyarov" in segment["source"])
    assert name["raw"] == "Elmar Memmedyarov is in Baku."
    assert [(term["official"], term["status"]) for term in name["terms"]] == [
        ("Elmar Mammadyarov", "fixed"),
        ("Baku", "already right"),
    ]
    for term in name["terms"]:
        assert name["source"][slice(*term["source_span"])] == term["source"]
        assert name["target"][slice(*term["target_span"])] == term["official"]
    assert [edit["replacement"] for edit in name["edits"]] == ["Elmar Mammadyarov"]


def test_alternatives_are_in_the_json() -> None:
    (line,) = run("translate", "--json", "--n-best", 3, given="Şuşa gözəldir.").stdout.splitlines()
    assert [other["text"] for other in json.loads(line)["alternatives"]] == ["Susa is beautiful."] * 2


def test_report(article: Path, tmp_path: Path) -> None:
    report = tmp_path / "terms.tsv"
    assert run("translate", article, "--report", report).exit_code == 0
    header, *lines = [line.split("\t") for line in report.read_text(encoding="utf-8").splitlines()]
    assert all(len(line) == len(header) for line in lines)
    rows = [dict(zip(header, line, strict=True)) for line in lines]
    name = next(row for row in rows if row["official"] == "Elmar Mammadyarov")
    assert (name["file"], name["sentence"], name["kind"], name["status"]) == (str(article), "2", "person", "fixed")
    assert (name["before"], name["after"]) == ("Elmar Memmedyarov", "Elmar Mammadyarov")


@pytest.mark.parametrize("choice", [["--no-glossary"], ["--terms", "off"]])
def test_without_glossary(choice: list[str]) -> None:
    assert run("translate", *choice, given="Şuşa gözəldir.").stdout == "Susa is beautiful."


def test_own_glossary(tmp_path: Path) -> None:
    path = tmp_path / "own.tsv"
    path.write_text("source\ttarget\tkind\nŞuşa\tShoosha\tplace\n", encoding="utf-8")
    assert run("translate", "--glossary", path, given="Şuşa gözəldir.").stdout == "Shoosha is beautiful."


def test_warnings_are_lines_on_the_standard_error() -> None:
    load = Loader(faults={"Bu, pis cümlədir.": "stuck"})
    result = run("translate", given="Şuşa gözəldir.\nBu, pis cümlədir.\n", load=load)
    assert result.exit_code == 0
    assert result.stderr.startswith("azen: stdin: sentence 2: the translation is doubtful: it repeats itself")
    assert run("translate", "--quiet", given="Bu, pis cümlədir.\n", load=load).stderr == ""


def test_another_language_is_said() -> None:
    result = run("translate", given="The ministers discussed the prospects of cooperation and agreed to meet again.\n")
    assert "looks like English" in result.stderr
    assert result.stdout.startswith("The ministers discussed")


def test_legacy_encoding_is_said() -> None:
    assert "Windows-1254" in run("translate", given="Görüş çox uğurlu oldu.".encode("windows-1254")).stderr


# Flags and documentation


def options_of(command: Any) -> dict[str, Any]:
    return {name: parameter for parameter in command.params for name in parameter.opts if name.startswith("--")}


def commands(command: Any, name: str) -> Iterator[tuple[str, Any]]:
    yield name, command
    for child, other in getattr(command, "commands", {}).items():
        yield from commands(other, f"{name} {child}")


COMMANDS = dict(commands(get_command(app), "azen"))


def test_the_commands() -> None:
    assert set(COMMANDS["azen"].commands) == {"translate", "bulk", "evaluate", "models", "ui", "glossary"}
    assert set(COMMANDS["azen glossary"].commands) == {"list", "find", "check", "convert", "add"}


@pytest.mark.parametrize("name", COMMANDS)
def test_everything_is_documented(name: str) -> None:
    command = COMMANDS[name]
    assert command.help
    assert all(parameter.help for parameter in command.params if parameter.name != "help")
    result = run(*name.split()[1:], "--help")
    assert result.exit_code == 0
    assert all(option in result.stdout for option in options_of(command))


@pytest.mark.parametrize("name", ["azen translate", "azen ui"])
def test_each_field_of_the_options_is_a_flag(name: str) -> None:
    own = {"--output", "--json", "--report", "--quiet", "--host", "--port", "--no-glossary", "--help"}
    own |= {"--share", "--auth", "--add-user", "--limit", "--file-limit", "--people", "--keep"}
    assert set(options_of(COMMANDS[name])) - own == {flag(field.name) for field in fields(Options)}


def test_flags_reach_the_options(tmp_path: Path) -> None:
    path = tmp_path / "own.tsv"
    path.write_text("source\ttarget\n", encoding="utf-8")
    wanted = Options(
        model="m", engine="hf", device="cpu", beam_size=2, length_penalty=0.5, n_best=2, max_batch_pieces=99, threads=3,
        glossary=(path,), terms="post",
    )  # fmt: skip
    load = Loader()
    values = [(flag(field.name), getattr(wanted, field.name)) for field in fields(Options) if field.name != "glossary"]
    assert (
        run("translate", "--glossary", path, *(word for pair in values for word in pair), given="x", load=load).exit_code == 0
    )
    assert load.options == [wanted]


def test_the_flag_goes_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    load = Loader()
    monkeypatch.setenv("AZEN_BEAM_SIZE", "3")
    run("translate", given="x", load=load)
    run("translate", "--beam-size", 5, given="x", load=load)
    assert [options.beam_size for options in load.options] == [3, 5]


# Errors


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["translate", "no-such-file.txt"], "no such file"),
        (["translate", "."], "folder"),
        (["translate"], "the standard input: there is no text"),
        (["translate", "ARTICLE", "ARTICLE"], "--output DIR"),
        (["translate", "ARTICLE", "--output", "ARTICLE"], "overwrite"),
        (["translate", "ARTICLE", "--output", "no/such/folder/out.txt"], "cannot be written"),
        (["translate", "ARTICLE", "ARTICLE", "--output", "FOLDER"], "overwrite"),
        (["translate", "ARTICLE", "--beam-size", "0"], "beam_size is 0"),
        (["translate", "ARTICLE", "--beam-size", "many"], "--beam-size"),
        (["translate", "ARTICLE", "--engine", "steam"], "ct2"),
        (["translate", "ARTICLE", "--glossary", "no.tsv"], "no.tsv"),
        (["translate", "ARTICLE", "--no-such-flag"], "no-such-flag"),
        (["no-such-command"], "no-such-command"),
        (["evaluate"], "nothing to evaluate"),
        (["evaluate", "--source", "ARTICLE"], "--reference"),
        (["evaluate", "--system", "ARTICLE"], "give one of them"),
        (["translate", "no-such-file.txt", "ARTICLE", "--output", "FOLDER/new"], "no such file"),
        (["evaluate", "--terms", "ARTICLE"], "az, required, forbidden"),
        (["glossary", "list", "--kind", "food"], "food"),
        (["glossary", "find", "zzzz"], "zzzz"),
        (["glossary", "convert", "no.tsv", "out.tbx"], "no.tsv"),
    ],
)
def test_user_errors(arguments: list[str], message: str, article: Path, tmp_path: Path) -> None:
    result = run(*(word.replace("ARTICLE", str(article)).replace("FOLDER", str(tmp_path)) for word in arguments))
    assert result.exit_code == 2
    assert message in result.stderr
    assert "Traceback" not in result.output
    assert list(tmp_path.iterdir()) == [article]


def test_engine_error_leaves_no_file(tmp_path: Path) -> None:
    load = Loader(faults={"Bu, pis cümlədir.": "fail"})
    target, report = tmp_path / "out.txt", tmp_path / "terms.tsv"
    result = run("translate", "-o", target, "--report", report, given="Şuşa gözəldir.\nBu, pis cümlədir.\n", load=load)
    assert (result.exit_code, result.stderr) == (1, "azen: error: table: told to fail at 'Bu, pis cümlədir.'\n")
    assert list(tmp_path.iterdir()) == []


def test_a_broken_pipe_is_silent(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("Şuşa gözəldir.\n" * 3000, encoding="utf-8")
    with subprocess.Popen(azen("translate", path, "--engine", "table"), stdout=-1, stderr=-1, cwd=ROOT) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 141


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_interrupt_leaves_nothing_half_written(number: int, code: int, tmp_path: Path) -> None:
    source, target = tmp_path / "long.txt", tmp_path / "out"
    source.write_text("Şuşa gözəldir.\n" * 20000, encoding="utf-8")
    program = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from translator.cli import main; main()"
    command = [sys.executable, "-c", program, "translate", str(source), "--engine", "table", "--output", str(target)]
    with subprocess.Popen(command, stderr=-1, cwd=ROOT) as process:  # a shell's background jobs begin with SIGINT ignored
        while process.poll() is None and not list(tmp_path.glob(".out.*")):
            time.sleep(0.01)
        process.send_signal(number)
        assert process.wait(60) == code
        assert process.stderr
        assert b"Traceback" not in process.stderr.read()
    assert list(tmp_path.iterdir()) == [source]


def test_output_is_utf8_in_any_locale(article: Path) -> None:
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"}
    command = azen("translate", article, "--engine", "table", "--no-glossary")
    done = subprocess.run(command, stdout=-1, cwd=ROOT, env=environment, check=True)
    assert done.stdout.decode() == ARTICLE


# The other commands


def test_version() -> None:
    assert run("--version").stdout.startswith("azen 0.")


CARD = """---
license: cc-by-4.0
model-index:
- name: x
  results:
  - task: {type: translation}
    dataset: {name: flores-dev, type: flores}
    metrics: [{type: chrf, name: chrF2, value: 31.5}]
---
"""


def write_model(folder: Path) -> None:
    """A folder that looks like a model, in the layout of the hub's cache."""
    sizes = ("vocab_size", "d_model", "encoder_layers", "decoder_layers", "max_position_embeddings")
    others = ("encoder_attention_heads", "decoder_attention_heads", "eos_token_id", "pad_token_id", "decoder_start_token_id")
    settings = {**dict.fromkeys(sizes, 100), **dict.fromkeys(others, 1), "activation_function": "relu", "scale_embedding": True}
    folder.mkdir(parents=True)
    (folder / "config.json").write_text(json.dumps({**settings, "model_type": "marian"}))
    (folder / "model.safetensors").write_bytes(bytes(2_000_000))
    (folder / "README.md").write_text(CARD)


def test_models_of_the_hub_cache_are_listed(tmp_path: Path) -> None:
    revision = "0" * 40
    write_model(tmp_path / "models--someone--az-en" / "snapshots" / revision)
    (tmp_path / "models--someone--az-en" / "refs").mkdir()
    (tmp_path / "models--someone--az-en" / "refs" / "main").write_text(revision)
    (tmp_path / "models--someone--picture" / "snapshots" / revision).mkdir(parents=True)
    environment = {**os.environ, "HF_HUB_CACHE": str(tmp_path)}
    done = subprocess.run(azen("models", "--json"), stdout=-1, cwd=ROOT, env=environment, check=True)
    (model,) = [model for model in json.loads(done.stdout) if model["place"] == "hub cache"]
    assert (model["name"], model["licence"], model["size_mb"]) == ("someone/az-en", "cc-by-4.0", 2.0)
    assert model["quality"] == {"flores-dev chrF2": 31.5}
    lines = subprocess.run(azen("models"), stdout=-1, cwd=ROOT, env=environment, check=True).stdout.decode().splitlines()
    assert lines[-1].startswith("someone/az-en\thub cache\t2.0 MB, licence cc-by-4.0, quality: flores-dev chrF2 31.5\t")


@pytest.fixture
def parallel(tmp_path: Path) -> dict[str, Path]:
    texts = {
        "az": "Şuşa gözəldir.\n12 nəfər gəldi.\n",
        "en": "Shusha is beautiful.\n12 people have come here.\n",
        "terms": "az\trequired\tforbidden\nŞuşa gözəldir.\tShusha;beautiful|lovely\tSusa\n",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return {name: tmp_path / name for name in texts}


def test_evaluate_a_model(parallel: dict[str, Path]) -> None:
    result = run("evaluate", "--source", parallel["az"], "--reference", parallel["en"], "--terms", parallel["terms"], "--json")
    found = json.loads(result.stdout)
    assert found["scores"]["BLEU"]["score"] > 30
    assert found["scores"]["chrF2"]["signature"].startswith("nrefs:1|case:mixed")
    assert found["shares"] == {"looping": 0, "numbers": 1, "names": 1}
    assert found["speed"]["sentences"] == 2
    assert found["signature"].startswith("az-en|model:table@")
    assert found["terms"]["with_glossary"] == {"required": 2, "present": 2, "share": 1, "forbidden_found": 0, "failures": []}
    assert found["terms"]["without_glossary"]["failures"] == ["2: Shusha is missing", "2: Susa is forbidden"]


def test_evaluate_for_a_reader(parallel: dict[str, Path]) -> None:
    arguments = ["--source", parallel["az"], "--reference", parallel["en"], "--terms", parallel["terms"]]
    lines = run("evaluate", *arguments).stdout.splitlines()
    assert [line.split()[0] for line in lines] == [
        "BLEU",
        "chrF2",
        "looping",
        "numbers",
        "names",
        "terms",
        "terms",
        "speed",
        "signature",
    ]
    (line,) = run("evaluate", "--terms", parallel["terms"], "--no-glossary").stdout.splitlines()[:-1]
    assert "without glossary: 1 of 2 required forms there, 1 forbidden ones" in line


def test_evaluate_a_file(parallel: dict[str, Path], tmp_path: Path) -> None:
    load = Loader()
    result = run("evaluate", "--system", parallel["en"], "--reference", parallel["en"], "--json", load=load)
    assert json.loads(result.stdout)["scores"]["chrF2"]["score"] == 100
    (tmp_path / "one").write_text("Susa is lovely\n")
    result = run("evaluate", "--system", tmp_path / "one", "--terms", parallel["terms"], load=load)
    assert "file: 1 of 2 required forms there, 1 forbidden ones" in result.stdout
    result = run("evaluate", "--system", tmp_path / "one", "--reference", parallel["en"], load=load)
    assert (result.exit_code, load.options) == (2, [])
    assert "2 lines" in result.stderr


def test_glossary_list_and_find() -> None:
    lines = run("glossary", "list", "--kind", "treaty").stdout.splitlines()
    assert len(lines) > 100
    assert all(line.endswith("\ttreaty") for line in lines)
    assert "Elmar Məmmədyarov\tElmar Mammadyarov\tperson" in run("glossary", "find", "Məmmədyarovla").stdout.splitlines()
    assert "Şuşa\tShusha\tplace" in run("glossary", "find", "shusha").stdout.splitlines()


def test_glossary_check(tmp_path: Path) -> None:
    assert run("glossary", "check").exit_code == 0
    path = tmp_path / "own.tsv"
    path.write_text("source\ttarget\tkind\nŞuşa\tShusha\tplace\nŞuşa\tShoosha\tplace\n", encoding="utf-8")
    result = run("glossary", "check", path)
    assert result.exit_code == 2
    assert result.stdout.startswith(f"{path}:3: 'Şuşa' → 'Shoosha' contradicts")


def test_glossary_add_keeps_what_is_there(tmp_path: Path) -> None:
    path = tmp_path / "own.tsv"
    assert run("glossary", "add", "Xoşbulaq", "Khoshbulag", "--kind", "place", "--file", path).exit_code == 0
    path.write_text(path.read_text(encoding="utf-8") + "# villages\n", encoding="utf-8")
    assert run("glossary", "add", "Gülbulaq", "Gulbulag", "--kind", "place", "--file", path).exit_code == 0
    assert "# villages" in path.read_text(encoding="utf-8")
    again = run("glossary", "add", "Gülbulaq", "Gulbulak", "--kind", "place", "--file", path)
    assert again.exit_code == 2
    assert f"{path}:4: 'Gülbulaq' is there already" in again.stderr
    assert run("translate", "--glossary", path, given="Gülbulaq").stdout == "Gulbulag"


@pytest.mark.parametrize(
    "words", [["", "x"], ["x", " "], ["Şuşa", "Şuşa"], ["Шуша", "Shusha"], ["Şuşa", "Shusha", "--kind", "food"]]
)
def test_glossary_add_refuses(words: list[str], tmp_path: Path) -> None:
    assert run("glossary", "add", *words, "--file", tmp_path / "own.tsv").exit_code == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", ["csv", "tbx", "tmx"])
def test_glossary_convert_there_and_back(ending: str, tmp_path: Path) -> None:
    source, middle, back = tmp_path / "a.tsv", tmp_path / f"b.{ending}", tmp_path / "c.tsv"
    run("glossary", "add", "Xoşbulaq", "Khoshbulag", "--kind", "place", "--file", source)
    assert run("glossary", "convert", source, middle).exit_code == 0
    assert run("glossary", "convert", middle, back).exit_code == 0
    assert back.read_bytes() == source.read_bytes()
