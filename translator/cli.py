"""The command line ``azen``: its commands, and what becomes of errors.

Exit codes: 0; 1 the model or its runtime failed; 2 the user can mend it; 130 Ctrl-C; 141 the reader of the output went away;
143 told to stop.
"""

from __future__ import annotations

import os
import signal
import sys
from io import TextIOWrapper
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from glossary.errors import GlossaryError
from translator import __version__
from translator.commands.bulk import bulk
from translator.commands.console import say
from translator.commands.evaluate import evaluate
from translator.commands.glossary import commands as glossary_commands
from translator.commands.models import models
from translator.commands.translate import translate
from translator.commands.ui import ui
from translator.errors import TranslatorError, UserError

ENGINE_FAILED, USER_ERROR, INTERRUPTED, BROKEN_PIPE, TERMINATED = 1, 2, 130, 141, 143


class _Commands(TyperGroup):
    """The commands, with an exit code for each error."""

    def invoke(self, ctx: Any) -> object:
        """What the command returns."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except (TranslatorError, GlossaryError) as error:
            for line in str(error).splitlines():
                say(f"error: {line}")
            raise typer.Exit(USER_ERROR if isinstance(error, UserError | GlossaryError) else ENGINE_FAILED) from None
        except KeyboardInterrupt:
            raise typer.Exit(INTERRUPTED) from None
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is still in the buffer has to go somewhere
            raise typer.Exit(BROKEN_PIPE) from None
        return result


app = typer.Typer(
    name="azen",
    cls=_Commands,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command()(translate)
app.command()(bulk)
app.command()(evaluate)
app.command()(models)
app.command()(ui)
app.add_typer(glossary_commands, name="glossary")


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"azen {__version__}")
        raise typer.Exit


_Version = Annotated[bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")]


@app.callback()
def _azen(*, version: _Version = False) -> None:
    """Translate Azerbaijani news into English, offline, with names and titles in their official form."""


def _stop(*_: object) -> None:
    sys.exit(TERMINATED)


def main() -> None:
    """Run ``azen``; text goes out as UTF-8 with line ends as they are, and a request to stop leaves no half-written file."""
    signal.signal(signal.SIGTERM, _stop)
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace", newline="")
    app()


if __name__ == "__main__":
    main()
