"""What the glossary costs and how often it is wrong to speak up.

``python -m benchmarks.glossary SOURCE [TRANSLATION …]``: loading and matching speed on the lines of SOURCE, and for each
TRANSLATION of them (a reference, or a system's output) the outcomes, and every edit for a reader to judge.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from glossary import Match, Matcher, TermBase, builtin_rows, enforce, find_all

_RUNS = 5
_Value = TypeVar("_Value")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path)
    parser.add_argument("translations", type=Path, nargs="*")
    arguments = parser.parse_args()
    source = arguments.source.read_text(encoding="utf-8").splitlines()
    matcher = report_speed(source)
    matches = find_all(matcher, source)
    for path in arguments.translations:
        report_outcomes(path.name, source, matches, path.read_text(encoding="utf-8").splitlines())


def report_speed(source: Sequence[str]) -> Matcher:
    """The matcher, after printing the best of a few runs: on a shared machine the best is the least disturbed."""
    size = sum(len(line.encode()) + 1 for line in source) / 1e6
    loading, base = best(lambda: TermBase(()).layer(builtin_rows()))
    building, matcher = best(lambda: Matcher(base.entries))
    fresh = iter([Matcher(base.entries) for _ in range(_RUNS)])
    first, _ = best(lambda: find_all(next(fresh), source))
    later, found = best(lambda: find_all(matcher, source))
    print(f"entries {len(base.entries)}, digest {base.digest}, text {size:.2f} MB, matches {sum(map(len, found))}")
    print(f"load {loading:.3f} s, build {building:.3f} s")
    print(f"match {size / first:.2f} MB/s with new words, {size / later:.2f} MB/s with known words")
    return matcher


def best(job: Callable[[], _Value]) -> tuple[float, _Value]:
    """The shortest time of a few runs, in seconds, and the job's value."""
    times = []
    for _ in range(_RUNS):
        start = time.perf_counter()
        value = job()
        times.append(time.perf_counter() - start)
    return min(times), value


def report_outcomes(name: str, source: Sequence[str], matches: Sequence[Sequence[Match]], translation: Sequence[str]) -> None:
    """Print the outcomes by status and each edit with what it replaced."""
    statuses: Counter[str] = Counter()
    edited = 0
    for sentence, found, english in zip(source, matches, translation, strict=True):
        outcomes = enforce(sentence, found, english)
        statuses.update(outcome.status for outcome in outcomes)
        edits = [outcome.edit for outcome in outcomes if outcome.edit]
        edited += bool(edits)
        for edit in edits:
            print(f"{name}: {english[edit.start : edit.stop]} → {edit.replacement} ({edit.reason})")
    print(f"{name}: {dict(statuses)}; sentences edited {edited} of {len(source)} ({edited / max(1, len(source)):.2%})")


if __name__ == "__main__":
    main()
