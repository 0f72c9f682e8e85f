"""Bulk work: what comes out, what is done only once, what fails alone, and what survives a kill."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from translator.bulk import BulkOptions, BulkReport, Progress, translate_files
from translator.config import Options
from translator.engine.base import Decoding, Engine
from translator.engine.table import TableEngine
from translator.errors import EngineError, InputError, OptionError
from translator.pipeline import Prepared, Translator
from translator.tasks import Output
from translator.types import EngineSegment, Hypothesis

ROOT = Path(__file__).parents[1]
TABLE = {"Şuşa gözəldir.": "Susa is beautiful.", "Yol açıqdır.": "The road is open."}


class Counting(TableEngine):
    """A table that remembers what it was asked."""

    def __init__(self, **more: Any) -> None:
        super().__init__(TABLE, **more)
        self.asked: list[str] = []

    def translate(self, segments: Sequence[EngineSegment], decoding: Decoding) -> list[tuple[Hypothesis, ...]]:
        self.asked += [segment.text for segment in segments]
        return super().translate(segments, decoding)


class Bench:
    """A folder of files, an output, and an engine that counts."""

    def __init__(self, place: Path) -> None:
        self.source, self.output = place / "in", place / "out"
        self.source.mkdir()
        self.engine: TableEngine = Counting()
        self.progress: list[Progress] = []

    def write(self, **texts: str) -> None:
        for name, text in texts.items():
            path = self.source / (name.replace("__", "/") + ".txt")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")

    def load(self, *, options: Options, engine: Engine | None = None) -> Translator:
        return Translator(options=options, engine=engine or self.engine)

    def run(self, options: Options | None = None, **bulk: Any) -> BulkReport:
        return translate_files(
            [self.source], self.output, options, bulk=BulkOptions(**bulk), on_progress=self.progress.append, load=self.load
        )

    def read(self, name: str) -> str:
        return (self.output / name).read_bytes().decode()

    def lines(self) -> dict[str, dict[str, Any]]:
        return {line["file"]: line for line in map(json.loads, Output(self.output).report.read_text().splitlines())}

    def asked(self) -> list[str]:
        assert isinstance(self.engine, Counting)
        asked, self.engine.asked = self.engine.asked, []
        return asked


def sentences(number: int, lines: int) -> str:
    return "\n\n".join(f"Cümlə {number} {line} burada." for line in range(lines))


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def test_a_folder_is_mirrored(bench: Bench) -> None:
    text = "Şuşa gözəldir.\r\n\r\n\tYol açıqdır.\n\n\n"
    bench.write(a=text, b__c="Yol açıqdır.", b__d__e="Şuşa gözəldir. Yol açıqdır.")
    (bench.source / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    (bench.source / ".hidden.txt").write_text("x")
    report = bench.run()
    assert (report.translated, report.kept, report.failed) == (3, 0, ())
    assert bench.read("a.en.txt") == "Shusha is beautiful.\r\n\r\n\tThe road is open.\n\n\n"
    assert bench.read("b/c.en.txt") == "The road is open."
    assert bench.read("b/d/e.en.txt") == "Shusha is beautiful. The road is open."
    left = {path.name for path in bench.output.rglob("*") if path.is_file()}
    assert left == {"a.en.txt", "c.en.txt", "e.en.txt", "report.jsonl", "files.sqlite", "sentences.sqlite"}
    assert (bench.source / "a.txt").read_bytes().decode() == text


def test_a_sentence_is_translated_once(bench: Bench) -> None:
    bench.write(a="Şuşa gözəldir. Yol açıqdır.", b="Yol açıqdır.\n\nŞuşa gözəldir.")
    report = bench.run()
    assert sorted(bench.asked()) == sorted(TABLE)
    assert (report.sentences, report.known) == (4, 2)


def test_people_are_known_through_a_document_and_not_beyond(bench: Bench) -> None:
    bench.write(a="Nazir Elmar Məmmədyarov gəldi.\n\nMəmmədyarov getdi.")
    bench.run()
    whole = Translator(engine=TableEngine(TABLE)).translate("Nazir Elmar Məmmədyarov gəldi.\n\nMəmmədyarov getdi.").text
    assert bench.read("a.en.txt") == whole


def test_the_report(bench: Bench) -> None:
    bench.write(a="Şuşa gözəldir.\n\n350 nəfər Yol açıqdır?", b="x\0\0y")
    bench.engine = TableEngine({**TABLE, "350 nəfər Yol açıqdır?": "People."})
    report = bench.run()
    lines = bench.lines()
    assert list(lines["a.txt"]) == ["file", "output", "status", "sentences", "seconds", "warnings", "terms", "notices", "error"]
    assert (lines["a.txt"]["status"], lines["a.txt"]["sentences"]) == ("translated", 2)
    assert lines["a.txt"]["warnings"]["number"] == 1
    assert [2, "number", "not in the translation: 350"] in lines["a.txt"]["notices"]
    assert lines["a.txt"]["terms"] == {"fixed": 1}
    assert lines["b.txt"]["status"] == "failed"
    assert str(bench.source / "b.txt") in lines["b.txt"]["error"]
    assert [failed.file for failed in report.failed] == ["b.txt"]


def test_progress_counts_up(bench: Bench) -> None:
    bench.write(**{f"f{number}": f"Söz {number}." for number in range(5)})
    bench.run()
    assert (bench.progress[0].files_done, bench.progress[0].files) == (0, 5)
    assert [progress.files_done for progress in bench.progress if progress.finished] == [1, 2, 3, 4, 5]
    assert (bench.progress[-1].sentences, bench.progress[-1].left) == (5, 0)


# Again


def test_a_second_run_does_nothing(bench: Bench) -> None:
    bench.write(a="Şuşa gözəldir.", b="Yol açıqdır.")
    bench.run()
    first = bench.lines()
    stamps = {path: path.stat().st_mtime_ns for path in bench.output.rglob("*.txt")}
    report = bench.run()
    assert (report.translated, report.kept, report.sentences) == (0, 2, 0)
    assert stamps == {path: path.stat().st_mtime_ns for path in bench.output.rglob("*.txt")}
    assert bench.lines() == {name: {**line, "status": "kept"} for name, line in first.items()}


def test_only_what_changed_is_done_again(bench: Bench) -> None:
    bench.write(a="Şuşa gözəldir.", b="Yol açıqdır.", c="Yol açıqdır.")
    bench.run()
    bench.asked()
    bench.write(a="Şuşa gözəldir. Bu yenidir.")
    (bench.output / "b.en.txt").unlink()
    report = bench.run()
    assert (report.translated, report.kept) == (2, 1)
    assert bench.asked() == ["Bu yenidir."]
    assert bench.read("a.en.txt") == "Shusha is beautiful. Bu yenidir."
    assert bench.read("b.en.txt") == "The road is open."


def test_another_glossary_needs_no_new_translation(bench: Bench, tmp_path: Path) -> None:
    bench.write(a="Şuşa gözəldir.")
    bench.run()
    bench.asked()
    terms = tmp_path / "own.tsv"
    terms.write_text("source\ttarget\tkind\nŞuşa\tShoosha\tplace\n", encoding="utf-8")
    report = bench.run(Options(glossary=(terms,)))
    assert (report.translated, bench.asked()) == (1, [])
    assert bench.read("a.en.txt") == "Shoosha is beautiful."


def test_another_beam_needs_a_new_translation(bench: Bench) -> None:
    bench.write(a="Şuşa gözəldir.")
    bench.run()
    bench.asked()
    bench.run(Options(beam_size=2))
    assert bench.asked() == ["Şuşa gözəldir."]
    bench.run(Options(beam_size=4))
    assert bench.asked() == []


# What a person wrote


def test_foreign_files_are_left_alone(bench: Bench) -> None:
    bench.write(a="Şuşa gözəldir.", b="Yol açıqdır.")
    bench.output.mkdir()
    (bench.output / "a.en.txt").write_text("mine")
    report = bench.run()
    assert report.translated == 1
    assert "--overwrite" in report.failed[0].error
    assert bench.read("a.en.txt") == "mine"
    assert bench.run(overwrite=True).translated == 1
    assert bench.read("a.en.txt") == "Shusha is beautiful."


def test_an_edited_translation_is_kept(bench: Bench) -> None:
    bench.write(a="Şuşa gözəldir.")
    bench.run()
    (bench.output / "a.en.txt").write_text("Shusha is lovely.")
    assert bench.run().kept == 1
    bench.write(a="Yol açıqdır.")
    assert len(bench.run().failed) == 1
    assert bench.read("a.en.txt") == "Shusha is lovely."
    assert bench.run(overwrite=True).translated == 1
    assert bench.read("a.en.txt") == "The road is open."


# Failures


def test_broken_files_fail_alone(bench: Bench) -> None:
    bench.write(a="Şuşa gözəldir.", empty="", blank=" \n ")
    (bench.source / "binary.txt").write_bytes(bytes(range(256)) * 9)
    (bench.source / "picture.docx").write_bytes(b"\x89PNG\r\n\x1a\n")
    (bench.source / "locked.docx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512))
    (bench.source / "cut.docx").write_bytes(b"PK\x03\x04" + bytes(30))
    (bench.source / "gone.txt").symlink_to("nowhere")
    report = bench.run()
    failed = {file.file: file.error for file in report.failed}
    assert report.translated == 1
    assert set(failed) == {"empty.txt", "blank.txt", "binary.txt", "picture.docx", "locked.docx", "cut.docx", "gone.txt"}
    assert all(str(bench.source / name) in error for name, error in failed.items())
    assert "password" in failed["locked.docx"]
    assert not list(Output(bench.output).own.glob("unfinished"))


def test_a_sentence_that_the_model_cannot_take_fails_its_file(bench: Bench) -> None:
    bench.write(a="Şuşa gözəldir.", b="Yol açıqdır.\n\nBu pisdir.", c="Yol açıqdır.")
    bench.engine = Counting(faults={"Bu pisdir.": "fail"})
    report = bench.run()
    assert (report.translated, [file.file for file in report.failed]) == (2, ["b.txt"])
    assert "told to fail" in report.failed[0].error
    assert not (bench.output / "b.en.txt").exists()


def test_a_file_that_breaks_while_it_is_read(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("translator.worker.WINDOW", 2)
    bench.write(a=sentences(1, 20), b=sentences(2, 20), c=sentences(3, 20))
    prepare = Translator.prepare

    def broken(self: Translator, parts: Iterable[str]) -> Iterator[Prepared]:
        for prepared in prepare(self, parts):
            if "2 9" in prepared.document.text:
                raise RecursionError("too deep")
            yield prepared

    monkeypatch.setattr(Translator, "prepare", broken)
    report = bench.run()
    assert [file.error for file in report.failed] == [f"{bench.source / 'b.txt'}: RecursionError: too deep"]
    assert bench.read("c.en.txt") == sentences(3, 20)
    assert not (bench.output / "b.en.txt").exists()


def test_a_model_that_can_do_nothing_ends_the_work(bench: Bench) -> None:
    bench.write(a="Bu pisdir.", b="Bu pisdir.")
    bench.engine = Counting(faults={"Bu pisdir.": "fail"})
    with pytest.raises(EngineError, match="told to fail"):
        bench.run()


@pytest.mark.parametrize("name", ["files.sqlite", "sentences.sqlite"])
def test_a_damaged_journal_is_named(bench: Bench, name: str) -> None:
    bench.write(a="Şuşa gözəldir.")
    bench.run()
    (Output(bench.output).own / name).write_bytes(b"not a database, " * 100)
    with pytest.raises(InputError, match=f"{name}.*damaged.*--overwrite"):
        bench.run()


def test_a_full_disk_stops_the_work_and_keeps_what_is_done(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.write(**{f"f{number}": sentences(number, 60) for number in range(20)})
    connect = sqlite3.connect

    def small(*arguments: Any, **more: Any) -> sqlite3.Connection:
        database: sqlite3.Connection = connect(*arguments, **more)
        database.execute("PRAGMA max_page_count=30")
        return database

    monkeypatch.setattr(sqlite3, "connect", small)
    with pytest.raises(InputError, match="full"):
        bench.run()
    monkeypatch.undo()
    before = len(bench.asked())
    report = bench.run()
    assert report.known
    assert before + len(bench.asked()) <= 1200 + 512
    assert report.translated + report.kept == 20


@pytest.mark.parametrize(
    ("bulk", "message"),
    [({"suffix": "/../x"}, "suffix"), ({"runner": "walk"}, "runner"), ({"workers": 2}, "ray"), ({"workers": -1}, "workers")],
)
def test_options_are_checked(bulk: dict[str, Any], message: str) -> None:
    with pytest.raises(OptionError, match=message):
        BulkOptions(**bulk)


# Stopped


def test_ctrl_c_keeps_the_batch(bench: Bench, request: pytest.FixtureRequest) -> None:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job is started without one
    request.addfinalizer(lambda: signal.signal(signal.SIGINT, before))
    bench.write(a="\n\n".join(f"Cümlə {number} burada." for number in range(1500)))

    def interrupt(progress: Progress) -> None:
        if progress.sentences:
            signal.raise_signal(signal.SIGINT)

    handler = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        translate_files([bench.source], bench.output, on_progress=interrupt, load=bench.load)
    assert signal.getsignal(signal.SIGINT) is handler
    first = bench.asked()
    assert 0 < len(first) < 1500
    assert bench.run().translated == 1
    assert sorted(first + bench.asked()) == sorted(f"Cümlə {number} burada." for number in range(1500))


KILLED = """
import sys, time
from pathlib import Path
from translator import worker
from translator.bulk import translate_files
from translator.engine.table import TableEngine
from translator.pipeline import Translator

worker.WINDOW = 100

def load(*, options, engine=None):
    return Translator(options=options, engine=TableEngine(delay=float(sys.argv[3])))

translate_files([sys.argv[1]], sys.argv[2], load=load)
"""


def start(bench: Bench, delay: float = 0.002) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", KILLED, str(bench.source), str(bench.output), str(delay)]
    return subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE)


def wait_for(condition: Any, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 300
    while not condition() and process.poll() is None and time.monotonic() < until:
        time.sleep(0.01)


def test_killed_again_and_again_it_ends_as_if_never_killed(bench: Bench) -> None:
    bench.write(**{f"f{number:02}": sentences(number, 60) for number in range(40)})
    for share in (0, 10, 25):
        with start(bench) as process:
            wait_for(lambda share=share: len(list(bench.output.glob("*.txt"))) > share, process)
            time.sleep(0.1)
            process.send_signal(signal.SIGKILL)
    done = len(list(bench.output.glob("*.txt")))
    report = bench.run()
    assert report.translated + report.kept == 40
    assert 0 < report.kept <= done
    for path in bench.source.iterdir():
        assert bench.read(path.stem + ".en.txt") == path.read_text(encoding="utf-8")
    assert {path.name for path in Output(bench.output).own.iterdir()} == {"files.sqlite", "sentences.sqlite"}


def test_two_runs_at_once(bench: Bench) -> None:
    bench.write(**{f"f{number}": f"Cümlə {number} burada." for number in range(50)})
    with start(bench, delay=0.02) as process:
        wait_for(Output(bench.output).sentences.exists, process)
        with pytest.raises(InputError, match="another run"):
            bench.run()
        assert process.wait(300) == 0
    assert bench.run().kept == 50


@given(
    cuts=st.lists(st.integers(0, 8), min_size=1, max_size=3),
    texts=st.lists(st.text("ab.Ə \n", max_size=30), min_size=1, max_size=4),
)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_interrupted_anywhere_nothing_is_lost_or_repeated(
    tmp_path_factory: pytest.TempPathFactory, cuts: list[int], texts: list[str]
) -> None:
    bench = Bench(tmp_path_factory.mktemp("bulk"))
    bench.write(**{f"f{number}": f"Sətir {text}" for number, text in enumerate(texts)})

    class CutError(Exception):
        """What stops the work."""

    def stop_after(calls: list[int]) -> Any:
        def on_progress(_: Progress) -> None:
            calls[0] -= 1
            if calls[0] < 0:
                raise CutError

        return on_progress

    for cut in cuts:
        with contextlib.suppress(CutError):
            translate_files([bench.source], bench.output, on_progress=stop_after([cut]), load=bench.load)
    report = bench.run()
    assert report.translated + report.kept == len(texts)
    asked = bench.asked()
    assert len(asked) == len(set(asked))
    for number, text in enumerate(texts):
        assert bench.read(f"f{number}.en.txt") == Translator(engine=TableEngine(TABLE)).translate(f"Sətir {text}").text


def test_order_and_windows_do_not_matter(bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.write(**{f"f{number}": sentences(number, number + 1) for number in range(9)})
    bench.run()
    monkeypatch.setattr("translator.worker.WINDOW", 3)
    monkeypatch.setattr("translator.memory._MOST", 2)
    other = tmp_path / "other"
    translate_files([bench.source], other, load=bench.load)
    for path in bench.output.glob("*.txt"):
        assert (other / path.name).read_bytes() == path.read_bytes()


@pytest.mark.skipif(os.name == "nt", reason="names of any bytes")
def test_names_of_any_bytes(bench: Bench) -> None:
    name = os.fsdecode(b"\xff\xfe d\xc9\x99.txt")
    (bench.source / name).write_text("Şuşa gözəldir.", encoding="utf-8")
    assert bench.run().translated == 1
    assert bench.run().kept == 1
    assert (bench.output / name.replace(".txt", ".en.txt")).exists()


SAMPLES = {
    "a.txt": "Şuşa gözəldir.",
    "a.md": "# Şuşa gözəldir.\n\n- **Yol** açıqdır.\n",
    "a.html": "<html><body><p>Şuşa <b>gözəldir</b>.</p><script>var x = 'Şuşa';</script></body></html>",
    "a.csv": "ad,mətn\n1,Şuşa gözəldir.\n",
    "a.tsv": "ad\tmətn\n1\tŞuşa gözəldir.\n",
    "a.jsonl": '{"id": 1, "body": "Şuşa gözəldir."}\n',
    "a.srt": "1\n00:00:01,000 --> 00:00:02,000\nŞuşa gözəldir.\n",
    "a.vtt": "WEBVTT\n\n00:01.000 --> 00:02.000\nŞuşa gözəldir.\n",
    "a.po": 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Şuşa gözəldir."\nmsgstr ""\n',
    "a.xlf": '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">'
    '<file source-language="az" target-language="en" '
    'datatype="plaintext" original="x"><body><trans-unit id="1">'
    "<source>Şuşa gözəldir.</source></trans-unit></body></file></xliff>",
    "a.tmx": '<tmx version="1.4"><header srclang="az" datatype="plaintext" segtype="sentence" adminlang="en" '
    'creationtool="x" '
    'creationtoolversion="1" o-tmf="x"/><body><tu><tuv xml:lang="az"><seg>Şuşa gözəldir.</seg></tuv></tu></body></tmx>',
}


def test_every_format_goes_through(bench: Bench) -> None:
    docx = pytest.importorskip("docx")
    for name, text in SAMPLES.items():
        (bench.source / name).write_text(text, encoding="utf-8")
    document = docx.Document()
    document.add_paragraph("Şuşa ").add_run("gözəldir.").bold = True
    document.save(bench.source / "a.docx")
    report = bench.run()
    assert [file.error for file in report.failed] == []
    assert report.translated == len(SAMPLES) + 1
    for name in SAMPLES:
        said = bench.read(name.replace("a.", "a.en."))
        assert re.search("Shusha.* is .*beautiful", said), name
    assert docx.Document(bench.output / "a.en.docx").paragraphs[0].text == "Shusha is beautiful."
    assert "var x = 'Şuşa'" in bench.read("a.en.html")
