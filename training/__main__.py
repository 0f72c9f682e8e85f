"""The command line of the training pipeline: one step each, or all of them."""

from __future__ import annotations

import argparse
import math
from dataclasses import replace
from pathlib import Path

from training.export import export
from training.links import link_parts
from training.prepare import prepare
from training.recipe import FIRST, RECIPES, SECOND
from training.train import train

STEPS = ("prepare", "train", "synthesize", "export", "all")


def main() -> None:
    """Runs one step, or all in order."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("step", choices=STEPS)
    parser.add_argument("--corpus", type=Path, default=Path("../shared/corpus"), help="folder of the training text")
    parser.add_argument("--eval", type=Path, default=Path("../shared/eval"), help="folder of the development sets")
    parser.add_argument("--work", type=Path, default=Path("training/work"), help="folder for everything in between")
    parser.add_argument(
        "--output", type=Path, default=Path("translator/models/azen-small"), help="the model folder that export writes"
    )
    parser.add_argument("--recipe", choices=list(RECIPES), default=SECOND.name, help="what is trained and exported")
    parser.add_argument(
        "--start", type=Path, help="a model folder that export wrote: go on from its weights, with its tokenizer"
    )
    parser.add_argument("--minutes", type=float, default=300, help="the whole budget of a recipe, over all calls")
    parser.add_argument(
        "--max-minutes", type=float, default=math.inf, help="stop this call after so many minutes; call again to go on"
    )
    parser.add_argument("--device", default="auto", help="cuda, cpu or auto")
    given = parser.parse_args()
    recipe = RECIPES[given.recipe]
    if given.start:
        recipe = replace(recipe, start=str(given.start), reconstruct=0.0)  # its encoder tells its pieces already
    first = RECIPES.get(recipe.start)
    everything = given.step == "all"
    if given.step in ("prepare", "all"):
        prepare(given.corpus, given.eval, given.work, start=given.start)
        link_parts(given.work)
    if everything and first:
        train(given.work, first, given.minutes, device=given.device)
    if given.step == "synthesize" or (everything and first):
        from training.synthesize import synthesize  # noqa: PLC0415  # a machine that only trains may lack CTranslate2

        synthesize(given.corpus, given.eval, given.work, FIRST)
    if given.step in ("train", "all"):
        train(given.work, recipe, given.minutes, given.max_minutes, given.device)
    if given.step in ("export", "all"):
        export(given.work, given.output, recipe)


if __name__ == "__main__":
    main()
