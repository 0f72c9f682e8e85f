"""What a command says on the standard error, beside the output: messages and progress."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Say = Callable[[str], object]
_BETWEEN_LINES = 60.0  # seconds


def say(message: str) -> None:
    """Print a message for the user, on one line."""
    print(f"azen: {' '.join(message.split())}", file=sys.stderr, flush=True)


@contextmanager
def progress(total: int, *, shown: bool) -> Iterator[tuple[Callable[[int], object], Say]]:
    """A function that moves the bar by so many code points, and one that prints a message above it.

    The bar comes after a second, and only where a person sees it.
    """
    if not (shown and sys.stderr.isatty()):
        yield (lambda _: None), say
        return
    from tqdm import tqdm  # noqa: PLC0415  # imported on use

    with tqdm(total=total, unit="chars", unit_scale=True, delay=1, leave=False, file=sys.stderr) as bar:
        yield bar.update, lambda message: bar.write(f"azen: {message}", file=sys.stderr)


@contextmanager
def working(*, shown: bool) -> Iterator[tuple[Callable[[int, int, str], object], Say]]:
    """A function that shows how many things of how many are done and in what state the work is, and one that prints a message.

    A person sees a bar; a log gets a line a minute.
    """
    if not shown:
        yield (lambda *_: None), say
    elif sys.stderr.isatty():
        with _bar() as found:
            yield found
    else:
        yield _line_a_minute(), say


@contextmanager
def _bar() -> Iterator[tuple[Callable[[int, int, str], object], Say]]:
    from tqdm import tqdm  # noqa: PLC0415  # imported on use

    with tqdm(total=1, bar_format="{n_fmt}/{total_fmt} files |{bar}| {desc}", leave=False, file=sys.stderr) as bar:

        def show(done: int, total: int, state: str) -> None:
            bar.n, bar.total = done, total
            bar.set_description_str(state, refresh=False)
            bar.refresh()

        yield show, lambda message: bar.write(f"azen: {message}", file=sys.stderr)


def _line_a_minute() -> Callable[[int, int, str], object]:
    last = time.monotonic()

    def show(done: int, total: int, state: str) -> None:
        nonlocal last
        if time.monotonic() - last >= _BETWEEN_LINES:
            last = time.monotonic()
            say(f"{done} of {total} files, {state}")

    return show
