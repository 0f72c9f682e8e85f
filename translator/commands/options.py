"""The options object as flags: a command that translates has one for every field of ``Options``."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import fields
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, Protocol

import typer

from translator.config import DEVICES, ENGINES, TERMS_MODES, Options
from translator.engine.base import Engine
from translator.pipeline import Translator


class Load(Protocol):
    """What makes a translator: the class itself, or a stand-in with a fake engine."""

    def __call__(self, *, options: Options, engine: Engine | None = None) -> Translator:
        """The translator for the options, with an engine that is loaded already if one is given."""


HELP = {
    "model": "azen-small (bundled), a hub id such as Helsinki-NLP/opus-mt-az-en, or a model folder.",
    "engine": "What runs the model; auto takes the fastest that serves.",
    "device": "Where the model runs; auto takes a GPU when there is one.",
    "beam_size": "Hypotheses kept while decoding, 1 is greedy.",
    "length_penalty": "Above 1 prefers longer translations, below 1 shorter ones.",
    "n_best": "Translations of a sentence in the JSON output, at most the beam size.",
    "max_batch_pieces": "Source pieces in one batch: more is faster and takes more memory.",
    "threads": "CPU threads, 0 for all cores.",
    "glossary": "Term base laid over the built-in one (.tsv, .csv, .tbx, .tmx); repeatable, the last one wins.",
    "terms": "inline gives terms to a model that takes them and then checks, post only checks and repairs, off does nothing.",
}
_METAVARS = {"engine": "|".join(ENGINES), "device": "|".join(DEVICES), "terms": "|".join(TERMS_MODES)}
_TYPES = {str: "TEXT", int: "INTEGER", float: "NUMBER", tuple: "FILE"}
_KEYWORD = inspect.Parameter.KEYWORD_ONLY


def flag(name: str) -> str:
    """The flag of a field.

    >>> flag("beam_size")
    '--beam-size'
    """
    return "--" + name.replace("_", "-")


def with_options(**renamed: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """What gives a command a flag for each field of ``Options``, and ``--no-glossary``; ``renamed`` gives a field another flag.

    The command gets the whole as ``options``, and as ``load`` what makes a ``Translator`` of it: the context's object where
    there is one.
    """

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        @wraps(command)
        def wrapper(*, context: typer.Context, no_glossary: bool, **given: Any) -> None:
            values = {field.name: given.pop(f"options_{field.name}") for field in fields(Options)}
            values["glossary"] = values["glossary"] or None
            values["terms"] = "off" if no_glossary else values["terms"]
            command(**given, options=Options.load(**values), load=context.obj or Translator)

        own = [parameter for parameter in _parameters(command) if parameter.name not in {"options", "load"}]
        flags = [_flag_of(field.name, field.default, renamed.get(field.name)) for field in fields(Options)]
        parameters = [parameter.replace(kind=_KEYWORD) for parameter in (*own, *flags, _NO_GLOSSARY, _CONTEXT)]
        wrapper.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]  # what typer reads
        wrapper.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
        return wrapper

    return decorate


def _parameters(command: Callable[..., None]) -> list[inspect.Parameter]:
    return list(inspect.signature(command, eval_str=True).parameters.values())


def _flag_of(name: str, default: object, renamed: str | None) -> inspect.Parameter:
    several = isinstance(default, tuple)
    shown = "" if several else f" [default: {default}]"
    option = typer.Option(renamed or flag(name), help=HELP[name] + shown, metavar=_METAVARS.get(name, _TYPES[type(default)]))
    kind = list[Path] if several else type(default)
    return inspect.Parameter(f"options_{name}", _KEYWORD, default=None, annotation=Annotated[kind | None, option])


_NO_GLOSSARY = inspect.Parameter(
    "no_glossary", _KEYWORD, default=False,
    annotation=Annotated[bool, typer.Option("--no-glossary", help="Leave the model's text alone: the same as --terms off.")],
)  # fmt: skip
_CONTEXT = inspect.Parameter("context", _KEYWORD, annotation=typer.Context)
