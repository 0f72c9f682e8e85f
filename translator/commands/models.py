"""``azen models``: what is installed."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from translator.commands.console import say
from translator.config import DEFAULT_MODEL

if TYPE_CHECKING:
    from translator.engine.installed import Installed


def models(*, as_json: Annotated[bool, typer.Option("--json", help="Write one JSON array.")] = False) -> None:
    """List the models that are on this machine: name, place, size, licence, measured quality."""
    from translator.engine.installed import installed_models  # noqa: PLC0415  # imported on use

    found = installed_models()
    if as_json:
        typer.echo(json.dumps([{**asdict(model), "path": str(model.path)} for model in found], ensure_ascii=False, indent=2))
        return
    if not any(model.name == DEFAULT_MODEL for model in found):
        say(f"the bundled model {DEFAULT_MODEL} is missing from this installation")
    for model in found:
        typer.echo(_line(model))


def _line(model: Installed) -> str:
    quality = ", ".join(f"{name} {value:g}" for name, value in model.quality.items()) or "not stated"
    about = f"{model.size_mb:.1f} MB, licence {model.licence or 'not stated'}, quality: {quality}"
    return f"{model.name}\t{model.place}\t{about}\t{model.path}"
