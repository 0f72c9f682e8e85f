"""How fast and how large: CTranslate2 in int8 against plain transformers in 32-bit floats, same model, same input, one run.

    python -m benchmarks.speed --model azen-small --input article.txt [--repeat 5] [--json] [--command "azen translate"]

The contenders take turns within each repeat, so that a slow minute of the machine hits all of them; ratios are of medians.
``--model random`` makes a model of the bundled model's size whose output is noise of 64 pieces a sentence.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shlex
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from translator.config import Options
from translator.engine.base import Decoding, Engine
from translator.engine.codec import batches
from translator.engine.folder import ModelFolder
from translator.engine.load import find_model, load_engine
from translator.errors import TranslatorError
from translator.types import EngineSegment

SENTENCES = (
    "Azərbaycan Respublikasının Prezidenti dünən Bakıda xarici qonaqlarla görüş keçirib.",
    "Görüşdə iki ölkə arasında siyasi, iqtisadi və mədəni əlaqələrin inkişafı məsələləri müzakirə olunub.",
    "Nazir bildirib ki, danışıqların növbəti mərhələsi gələn ayın əvvəlində keçiriləcək.",
    "Tərəflər enerji layihələrinin icrasını nəzərdən keçirib və birgə işçi qrupunun yaradılmasını qərara alıblar.",
    "Hava proqnozuna görə, sabah paytaxtda yağış gözlənilmir.",
    "Səfir etimadnaməsini təqdim edərək dostluq münasibətlərindən məmnunluğunu ifadə edib.",
)
CONTENDERS = ("ct2", "ct2 without links", "transformers")
BEAMS = (1, 4)
Translate = Callable[[Sequence[str], int], list[str]]


def main(arguments: Sequence[str] | None = None) -> None:
    options = _parser().parse_args(arguments)
    try:
        _run_all(options)
    except (TranslatorError, OSError) as error:
        raise SystemExit(f"speed: {error}") from error


def _run_all(options: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        if options.model == "random":
            from benchmarks.random_model import write_random_model  # noqa: PLC0415  # needs torch, which weighs on the memory

            options.model = str(write_random_model(Path(scratch) / "random", SENTENCES))
        lines = options.input.read_text(encoding="utf-8").splitlines() if options.input else list(SENTENCES)
        lines = [line.strip() for line in lines if line.strip()]
        if options.memory_of:
            print(peak_memory(options.model, options.memory_of, lines))
            return
        report = measure(options.model, lines, options.repeat)
        report["memory"] = {name: _memory(options, name) for name in CONTENDERS[::2]}
        report["start"] = starts(shlex.split(options.command), lines[0], options.repeat)
    print(json.dumps(report, indent=2, ensure_ascii=False) if options.json else describe(report))


def measure(model: str, lines: Sequence[str], repeat: int) -> dict[str, Any]:
    """Seconds and output pieces per second of each contender by beam size, and the ratio of their medians."""
    folder = find_model(model)
    engine = load_engine(Options(model=model, engine="ct2", device="cpu"))
    contenders: dict[str, Translate] = {
        "ct2": _with_engine(engine, alignment=True),
        "ct2 without links": _with_engine(engine, alignment=False),
        "transformers": _plain_transformers(folder),
    }
    report: dict[str, Any] = {"model": folder.card.name, "revision": folder.card.revision, "lines": len(lines), "beams": {}}
    for beam in BEAMS:
        outputs = {name: translate(lines, beam) for name, translate in contenders.items()}  # and warm up
        seconds = take_turns({name: lambda t=t, b=beam: t(lines, b) for name, t in contenders.items()}, repeat)  # type: ignore[misc]
        report["beams"][str(beam)] = summary(seconds, {name: _pieces(engine, texts) for name, texts in outputs.items()})
        same = sum(ours == theirs for ours, theirs in zip(outputs["ct2"], outputs["transformers"], strict=True))
        report["beams"][str(beam)]["same output"] = same / len(lines)
    return report


def take_turns(tasks: Mapping[str, Callable[[], object]], repeat: int) -> dict[str, list[float]]:
    """The seconds of each task in each repeat; within a repeat they run one after another."""
    seconds: dict[str, list[float]] = {name: [] for name in tasks}
    for _ in range(repeat):
        for name, task in tasks.items():
            begin = time.perf_counter()
            task()
            seconds[name].append(time.perf_counter() - begin)
    return seconds


def summary(seconds: Mapping[str, Sequence[float]], pieces: Mapping[str, int]) -> dict[str, Any]:
    """Medians, rates and ratios.

    >>> summary({"ct2": [1.0, 1.0], "ct2 without links": [0.5, 0.5], "transformers": [4.0, 4.0]},
    ...         {"ct2": 100, "ct2 without links": 100, "transformers": 100})["transformers / ct2"]
    4.0
    """
    median = {name: statistics.median(values) for name, values in seconds.items()}
    return {
        "seconds": median,
        "pieces per second": {name: pieces[name] / value for name, value in median.items()},
        "transformers / ct2": median["transformers"] / median["ct2"],
        "links cost": median["ct2"] / median["ct2 without links"] - 1,
    }


def peak_memory(model: str, contender: str, lines: Sequence[str]) -> int:
    """The most bytes this process has held, after it translated with one contender at beam 4."""
    if contender == "transformers":
        translate = _plain_transformers(find_model(model))
    else:
        translate = _with_engine(load_engine(Options(model=model, engine="ct2", device="cpu")), alignment=True)
    translate(lines, BEAMS[-1])
    status = Path("/proc/self/status")
    if status.exists():  # on Linux getrusage counts what the parent process held when it forked
        return int(status.read_text().partition("VmHWM:")[2].split()[0]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def starts(command: Sequence[str], line: str, repeat: int) -> dict[str, Any]:
    """Seconds: to import ``translator``; to translate one sentence from a cold start, at the very first and at later times."""
    bare = [_run([sys.executable, "-c", ""], "") for _ in range(repeat)]
    imported = [_run([sys.executable, "-c", "import translator"], "") for _ in range(repeat)]
    with tempfile.TemporaryDirectory() as cache:
        first, *later = [_run(command, line, AZEN_CACHE=cache) for _ in range(repeat + 1)]
    known = [value for value in later if value is not None]
    return {
        "import translator": _median(imported) - _median(bare),
        "first sentence, first start": first,
        "first sentence, later starts": statistics.median(known) if known else None,
    }


def describe(report: Mapping[str, Any]) -> str:
    """The report as lines to read."""
    out = [f"{report['model']}@{report['revision']}, {report['lines']} lines"]
    for beam, found in report["beams"].items():
        rates = ", ".join(f"{name} {rate:.0f}" for name, rate in found["pieces per second"].items())
        out.append(f"beam {beam}: output pieces per second: {rates}")
        ratio, cost, same = found["transformers / ct2"], found["links cost"], found["same output"]
        out.append(f"beam {beam}: ct2 is {ratio:.1f} times as fast; links cost {cost:+.0%}; same output in {same:.0%} of lines")
    out += [f"peak memory: {name} {size / 2**20:.0f} MiB" for name, size in report["memory"].items()]
    out += [f"{name}: {'failed' if value is None else f'{value:.2f} s'}" for name, value in report["start"].items()]
    return "\n".join(out)


def _with_engine(engine: Engine, *, alignment: bool) -> Translate:
    def translate(lines: Sequence[str], beam: int) -> list[str]:
        found = engine.translate([EngineSegment(line) for line in lines], Decoding(beam_size=beam, alignment=alignment))
        return [best.text for best, *_ in found]

    return translate


def load_transformers(folder: ModelFolder) -> tuple[Any, Any, dict[str, int]]:
    """The tokenizer, the model in 32-bit floats, and what ``generate`` must be given for the target language."""
    import torch  # noqa: PLC0415  # not in the process that measures CTranslate2's memory
    from transformers import AutoModelForSeq2SeqLM, AutoTokenizer  # noqa: PLC0415  # the same

    codes = {"src_lang": "azj_Latn"} if folder.family == "nllb" else {}
    tokenizer = AutoTokenizer.from_pretrained(folder.path, **codes)
    model = AutoModelForSeq2SeqLM.from_pretrained(folder.path, dtype=torch.float32).eval()
    model.generation_config.max_length = None  # else it warns at each call that max_new_tokens wins
    forced = {"forced_bos_token_id": tokenizer.convert_tokens_to_ids("eng_Latn")} if codes else {}
    return tokenizer, model, forced


def _plain_transformers(folder: ModelFolder) -> Translate:
    """What a user of transformers would write: tokenizer, ``generate``, sorted batches."""
    import torch  # noqa: PLC0415  # not in the process that measures CTranslate2's memory

    tokenizer, model, forced = load_transformers(folder)

    def translate(lines: Sequence[str], beam: int) -> list[str]:
        texts = [""] * len(lines)
        for batch in batches([len(tokenizer(line).input_ids) for line in lines], Decoding().max_batch_pieces):
            inputs = tokenizer([lines[number] for number in batch], return_tensors="pt", padding=True)
            with torch.inference_mode():
                found = model.generate(
                    **inputs, num_beams=beam, early_stopping=beam > 1, max_new_tokens=folder.card.max_pieces, **forced
                )
            for number, text in zip(batch, tokenizer.batch_decode(found, skip_special_tokens=True), strict=True):
                texts[number] = text
        return texts

    return translate


def _pieces(engine: Engine, texts: Sequence[str]) -> int:
    return sum(engine.count_pieces(text) for text in texts)


def _memory(options: argparse.Namespace, contender: str) -> int:
    command = [sys.executable, "-m", "benchmarks.speed", "--model", options.model, "--memory-of", contender]
    command += ["--input", str(options.input)] if options.input else []
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _run(command: Sequence[str], line: str, **environment: str) -> float | None:
    begin = time.perf_counter()
    try:
        subprocess.run(command, input=line, env=os.environ | environment, check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return time.perf_counter() - begin


def _median(values: Sequence[float | None]) -> float:
    return statistics.median(value for value in values if value is not None)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--model", default="azen-small", help="as in azen translate --model, or random")
    parser.add_argument("--input", type=Path, help="a UTF-8 file with a sentence a line; some sentences of its own without")
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--command", default=f"{shlex.quote(sys.executable)} -m translator.cli translate")
    parser.add_argument("--memory-of", choices=CONTENDERS[::2], help=argparse.SUPPRESS)
    return parser


if __name__ == "__main__":
    main()
