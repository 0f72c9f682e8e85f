"""What a command says on the standard error, beside the output: messages and progress."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Say = Callable[[str], object]


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
