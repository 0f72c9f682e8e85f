"""The one options object, filled from arguments, then the environment, then defaults; nothing is read at import."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Literal

from translator.errors import OptionError

DEFAULT_MODEL = "azen-small"
EngineName = Literal["auto", "ct2", "hf", "table"]
DeviceName = Literal["auto", "cpu", "cuda"]
TermsMode = Literal["inline", "post", "off"]
ENGINES: tuple[EngineName, ...] = ("auto", "ct2", "hf", "table")
DEVICES: tuple[DeviceName, ...] = ("auto", "cpu", "cuda")
TERMS_MODES: tuple[TermsMode, ...] = ("inline", "post", "off")
ENVIRONMENT_PREFIX = "AZEN_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Everything a user can choose, with the defaults.

    ``model``: ``azen-small`` (bundled), a hub id, or a local folder in Hugging Face layout.
    ``engine``: ``ct2`` (CTranslate2), ``hf`` (transformers), ``table`` (a fake for tests) or ``auto``, the fastest.
    ``device``: ``cpu``, ``cuda`` or ``auto``, a GPU when there is one.
    ``beam_size``: hypotheses kept while decoding, 1 is greedy. ``length_penalty``: exponent of the length normalisation.
    ``n_best``: translations returned a segment, at most ``beam_size``. ``max_batch_pieces``: source pieces in one batch.
    ``threads``: CPU threads, 0 for all cores. ``glossary``: term-base files laid over the built-in one, last wins.
    ``terms``: ``inline`` hands terms to a model that takes them and then checks, ``post`` only checks and repairs, ``off``
    leaves the model's text alone.
    """

    model: str = DEFAULT_MODEL
    engine: EngineName = "auto"
    device: DeviceName = "auto"
    beam_size: int = 4
    length_penalty: float = 1.0
    n_best: int = 1
    max_batch_pieces: int = 1024
    threads: int = 0
    glossary: tuple[Path, ...] = ()
    terms: TermsMode = "inline"

    def __post_init__(self) -> None:
        _require("engine", self.engine, self.engine in ENGINES, f"one of {', '.join(ENGINES)}")
        _require("device", self.device, self.device in DEVICES, f"one of {', '.join(DEVICES)}")
        _require("terms", self.terms, self.terms in TERMS_MODES, f"one of {', '.join(TERMS_MODES)}")
        _require("beam_size", self.beam_size, 1 <= self.beam_size <= 32, "between 1 and 32")
        _require("n_best", self.n_best, 1 <= self.n_best <= self.beam_size, "between 1 and beam_size")
        _require("length_penalty", self.length_penalty, 0 <= self.length_penalty <= 5, "between 0 and 5")
        _require("max_batch_pieces", self.max_batch_pieces, 1 <= self.max_batch_pieces <= 1_000_000, "between 1 and 1000000")
        _require("threads", self.threads, 0 <= self.threads <= 1024, "between 0 (all cores) and 1024")

    @classmethod
    def load(cls, environment: Mapping[str, str] | None = None, /, **arguments: object) -> Options:
        """The options from arguments that are not None, then ``AZEN_*`` variables, then defaults.

        Raises:
            OptionError: a name that is no option, or a value that cannot be used.
        """
        known = {field.name for field in fields(cls)}
        if unknown := sorted(set(arguments) - known):
            raise OptionError(f"no such option: {', '.join(unknown)}; the options are {', '.join(sorted(known))}")
        values = _from_environment(os.environ if environment is None else environment, known)
        values.update({name: value for name, value in arguments.items() if value is not None})
        if "glossary" in values:
            values["glossary"] = _paths(values["glossary"])
        return cls(**values)  # type: ignore[arg-type]  # __post_init__ checks the values


def _require(name: str, value: object, good: bool, rule: str) -> None:
    if not good:
        raise OptionError(f"{name} is {value!r}: it must be {rule}")


def _paths(value: object) -> tuple[Path, ...]:
    if isinstance(value, (str, Path)):
        return (Path(value),)
    if isinstance(value, (list, tuple)):
        return tuple(Path(item) for item in value)
    raise OptionError(f"glossary is {value!r}: it must be a path or a list of paths")


def _from_environment(environment: Mapping[str, str], known: set[str]) -> dict[str, object]:
    values: dict[str, object] = {}
    for field in fields(Options):
        text = environment.get(ENVIRONMENT_PREFIX + field.name.upper())
        if text and field.name in known:
            values[field.name] = _parse(field.name, field.default, text)
    return values


def _parse(name: str, default: object, text: str) -> object:
    if isinstance(default, tuple):
        return tuple(Path(part) for part in text.split(os.pathsep))
    try:
        return type(default)(text)  # type: ignore[call-arg]  # str, int and float take one argument
    except ValueError:
        raise OptionError(f"{ENVIRONMENT_PREFIX}{name.upper()} is {text!r}: it must be a number") from None
