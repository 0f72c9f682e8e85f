"""``azen ui``: the page in the browser."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import app
from translator.commands.options import Load, with_options
from translator.config import Options
from translator.errors import OptionError
from translator.page.serving import Serving, add_user


@with_options()
def ui(  # noqa: PLR0913  # one parameter a flag
    *,
    host: Annotated[str, typer.Option(help="Address to listen at; 0.0.0.0 lets other machines in.")] = "127.0.0.1",
    port: Annotated[int | None, typer.Option(help="Port to listen at; the first free one from 7860 if none is given.")] = None,
    share: Annotated[
        bool, typer.Option("--share", help="Make the page reachable from the internet through Gradio's tunnel.")
    ] = False,
    auth: Annotated[Path | None, typer.Option(help="File of the users that may come in, one name:hash a line.")] = None,
    new_user: Annotated[
        str | None, typer.Option("--add-user", metavar="NAME", help="Ask for a password, add it to --auth.")
    ] = None,
    limit: Annotated[int, typer.Option(help="Characters of one text.")] = 100_000,
    file_limit: Annotated[int, typer.Option(help="Megabytes of one file.")] = 20,
    people: Annotated[int, typer.Option(help="Translations at the same time, 0 for as many as there are cores.")] = 0,
    keep: Annotated[
        Path | None, typer.Option(help="Folder to keep each translation in as JSON; nothing is kept without.")
    ] = None,
    options: Options,
    load: Load,
) -> None:
    """Open the page that translates in a browser; Ctrl-C ends it."""
    if new_user is not None:
        if auth is None:
            raise OptionError("--add-user needs the file to write to: give --auth FILE")
        add_user(auth, new_user, typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))
        return
    how = Serving(host=host, port=port, share=share, auth=auth, limit=limit, file_limit=file_limit, people=people, keep=keep)
    app.launch(load, options, how)
