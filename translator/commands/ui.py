"""``azen ui``: the page in the browser."""

from __future__ import annotations

from typing import Annotated

import typer

import app
from translator.commands.options import Load, with_options
from translator.config import Options


@with_options()
def ui(
    *,
    host: Annotated[str, typer.Option(help="Address to listen at; 0.0.0.0 lets other machines in.")] = "127.0.0.1",
    port: Annotated[int | None, typer.Option(help="Port to listen at; the first free one from 7860 if none is given.")] = None,
    options: Options,
    load: Load,
) -> None:
    """Open the page that translates in a browser; Ctrl-C ends it."""
    app.serve(lambda: load(options=options), host, port)
