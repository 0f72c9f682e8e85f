"""The user's cache folder, and folders in it that are made once."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import platformdirs


def cache_folder(environment: Mapping[str, str]) -> Path:
    """Where converted models are kept: ``AZEN_CACHE`` if it is set, else the user's cache folder; it need not exist."""
    return Path(environment.get("AZEN_CACHE") or platformdirs.user_cache_dir("azen"))


def make_once(target: Path, make: Callable[[Path], None]) -> Path:
    """``target``, filled by ``make`` unless it is there already.

    ``make`` fills a temporary folder, which then takes its name in one step: nobody sees a half-filled folder, and of two
    processes that start together the later uses what the earlier made.

    Raises:
        OSError: the folder cannot be written.
    """
    if target.is_dir():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f"{target.name}.", dir=target.parent) as name:
        make(Path(name))
        try:
            Path(name).rename(target)
        except OSError:
            if not target.is_dir():
                raise
    return target
