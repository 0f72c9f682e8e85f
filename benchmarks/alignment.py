"""Which attention links words best: the share of anchors that each choice links to the right source word.

    python -m benchmarks.alignment --model azen-small --input article.az.txt

An anchor is a target word that can come from one source word only, because both are the same number or because the
source word begins like the target word once it is romanised: ``2019-cu`` and ``2019``, ``Məmmədyarovla`` and ``Mammadyarov``.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path

from glossary.romanize import romanize
from translator.align import word_spans
from translator.engine.base import Decoding
from translator.engine.folder import ModelFolder
from translator.engine.hf import HfEngine
from translator.engine.load import find_model
from translator.types import EngineSegment, Hypothesis

_SHORTEST = 4  # letters; a shorter word begins like too many others


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.alignment")
    parser.add_argument("--model", default="azen-small", help="as in azen translate --model")
    parser.add_argument("--input", type=Path, required=True, help="a UTF-8 file with an Azerbaijani sentence a line")
    options = parser.parse_args(arguments)
    lines = [line for line in options.input.read_text(encoding="utf-8").splitlines() if line.strip()]
    folder = find_model(options.model)
    for layer, shift, first in product(range(folder.settings["decoder_layers"]), (False, True), (False, True)):
        choice = {"alignment_layer": layer, "alignment_shift": shift, "first_head_aligns": first}
        right, total = score(replace(folder, extras={**folder.extras, **choice}), lines)
        print(f"{json.dumps(choice)}: {right} of {total} anchors")


def score(folder: ModelFolder, lines: Sequence[str]) -> tuple[int, int]:
    """How many anchors are linked to the right source word, and how many there are."""
    found = HfEngine(folder).translate([EngineSegment(line) for line in lines], Decoding(beam_size=1))
    verdicts = [verdict for line, (best,) in zip(lines, found, strict=True) for verdict in _verdicts(line, best)]
    return sum(verdicts), len(verdicts)


def anchors(source: str, target: str) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """The source span and the target span of each anchor.

    >>> text, other = "Məmmədyarovla 2019-cu ildə", "with Mammadyarov in 2019"
    >>> [(text[a:b], other[c:d]) for (a, b), (c, d) in anchors(text, other)]
    [('Məmmədyarovla', 'Mammadyarov'), ('2019-cu', '2019')]
    """
    ours = [(span, romanize(source[slice(*span)]).casefold()) for span in word_spans(source)]
    pairs = []
    for span in word_spans(target):
        word = target[slice(*span)].casefold()
        origins = [place for place, text in ours if len(word) >= _SHORTEST and text.startswith(word)]
        if len(origins) == 1:
            pairs.append((origins[0], span))
    return pairs


def _verdicts(source: str, hypothesis: Hypothesis) -> Iterator[bool]:
    for (start, stop), (target_start, target_stop) in anchors(source, hypothesis.text):
        links = [link for link in hypothesis.links if link.target_start < target_stop and target_start < link.target_stop]
        yield any(link.source_start < stop and start < link.source_stop for link in links)


if __name__ == "__main__":
    main()
