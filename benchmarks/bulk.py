"""How fast bulk work is against a plain loop over transformers, same model and beam, in one run; and how it grows.

    python -m benchmarks.bulk --model azen-small --input lines.txt [--lines 200] [--repeat 3]
    python -m benchmarks.bulk --growth 1000 10000 100000 [--engine table]

The first takes lines, one sentence each, and spreads them over files; the contenders take turns. Equal lines are taken once, so
that the journal gives nothing away. The second makes sentences and shows seconds and peak memory, each size in its own process.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from itertools import count, islice
from pathlib import Path
from typing import Any

from benchmarks.speed import SENTENCES, Translate, load_transformers, take_turns
from translator.bulk import translate_files
from translator.config import Options
from translator.engine.folder import ModelFolder
from translator.engine.load import find_model
from translator.errors import TranslatorError
from translator.pipeline import Translator

PER_FILE = 20
BEAM = 4


def main(arguments: Sequence[str] | None = None) -> None:
    options = _parser().parse_args(arguments)
    try:
        if options.size:
            print(json.dumps(grow(options.size, Options(model=options.model, engine=options.engine))))
        elif options.growth:
            for size in options.growth:
                print(describe_growth(_in_a_process(options, size)))
        else:
            print(describe(measure(options.model, _lines(options.input, options.lines), options.repeat)))
    except (TranslatorError, OSError) as error:
        raise SystemExit(f"bulk: {error}") from error


def measure(model: str, lines: Sequence[str], repeat: int) -> dict[str, Any]:
    """Sentences per second of bulk work and of the loop, medians of the turns, and their ratio."""
    bulk = _bulk(model)
    loop = _plain_loop(find_model(model))
    for contender in (bulk, loop):
        contender(lines[:PER_FILE], BEAM)  # warm up
    seconds = take_turns({"bulk": lambda: bulk(lines, BEAM), "loop": lambda: loop(lines, BEAM)}, repeat)
    rates = {name: len(lines) / statistics.median(values) for name, values in seconds.items()}
    return {"model": model, "lines": len(lines), "per second": rates, "ratio": rates["bulk"] / rates["loop"]}


def grow(size: int, options: Options) -> dict[str, Any]:
    """Seconds and peak memory in bytes of so many sentences, with what loading takes."""
    with tempfile.TemporaryDirectory() as scratch:
        _write(list(islice(sentences(), size)), Path(scratch) / "in")
        report = translate_files([Path(scratch) / "in"], Path(scratch) / "out", options)
    return {"sentences": size, "files": report.translated, "seconds": report.seconds, "peak": peak()}


def sentences() -> Iterator[str]:
    """News sentences without end, each another one.

    >>> len(set(islice(sentences(), 1000)))
    1000
    """
    for number in count(1):
        yield f"{SENTENCES[number % len(SENTENCES)][:-1]} ({number})."


def describe(report: dict[str, Any]) -> str:
    """The comparison for a reader."""
    rates = ", ".join(f"{name} {rate:.1f}" for name, rate in report["per second"].items())
    about = f"{report['model']}, {report['lines']} sentences, beam {BEAM}"
    return f"{about}: sentences a second: {rates}; bulk is {report['ratio']:.1f} times as fast"


def describe_growth(report: dict[str, Any]) -> str:
    """One size for a reader."""
    spent = (
        f"{report['seconds']:.1f} s, {report['sentences'] / report['seconds']:.0f} a second, {report['peak'] / 2**20:.0f} MiB"
    )
    return f"{report['sentences']} sentences in {report['files']} files: {spent}"


def peak() -> int:
    """The most bytes that this process has held, on Linux."""
    return int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]) * 1024


def _bulk(model: str) -> Translate:
    kept = Translator(model, beam_size=BEAM)

    def translate(lines: Sequence[str], _: int) -> list[str]:
        with tempfile.TemporaryDirectory() as scratch:
            _write(lines, Path(scratch) / "in")
            translate_files([Path(scratch) / "in"], Path(scratch) / "out", load=lambda **_: kept)
        return []

    return translate


def _write(lines: Sequence[str], folder: Path) -> None:
    folder.mkdir()
    for start in range(0, len(lines), PER_FILE):
        path = folder / f"{start // 10000}" / f"{start}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text("\n\n".join(lines[start : start + PER_FILE]), encoding="utf-8")


def _plain_loop(folder: ModelFolder) -> Translate:
    """What a user of transformers writes first: a sentence after the other."""
    import torch  # noqa: PLC0415  # not in the processes that measure memory

    tokenizer, model, forced = load_transformers(folder)

    def translate(lines: Sequence[str], beam: int) -> list[str]:
        texts = []
        for line in lines:
            with torch.inference_mode():
                found = model.generate(
                    **tokenizer(line, return_tensors="pt"), num_beams=beam, max_new_tokens=folder.card.max_pieces, **forced
                )
            texts.append(tokenizer.decode(found[0], skip_special_tokens=True))
        return texts

    return translate


def _lines(path: Path | None, most: int) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines() if path else islice(sentences(), most)
    return list(dict.fromkeys(line.strip() for line in lines if line.strip()))[:most]


def _in_a_process(options: argparse.Namespace, size: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.bulk", "--size", str(size)]
    command += ["--engine", options.engine, "--model", options.model]
    found: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return found


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bulk", description=__doc__)
    parser.add_argument("--model", default="azen-small")
    parser.add_argument("--input", type=Path, help="sentences, one a line; made ones without it")
    parser.add_argument("--lines", type=int, default=200, help="how many of them")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--growth", type=int, nargs="+", help="numbers of sentences")
    parser.add_argument("--engine", default="table", help="for --growth")
    parser.add_argument("--size", type=int, help=argparse.SUPPRESS)
    return parser


if __name__ == "__main__":
    main()
