"""The models that are here: bundled with the package, or in the hub's cache; with what their model cards say of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from translator.engine import hub
from translator.engine.folder import ModelFolder, bundled_models, read_folder
from translator.errors import BrokenModelError


@dataclass(frozen=True, slots=True)
class Installed:
    """A model on this machine.

    ``size_mb``: all files of its folder, in millions of bytes. ``licence``: as its card names it, empty when it does not.
    ``quality``: what was measured, by test set and metric, from ``azen.json`` or the card's ``model-index``.
    """

    name: str
    place: Literal["bundled", "hub cache"]
    path: Path
    size_mb: float
    licence: str
    quality: Mapping[str, float]


def installed_models() -> list[Installed]:
    """The models that can be used without a network: the bundled ones, then those of the hub's cache, each by name.

    Raises:
        BrokenModelError: a bundled model cannot be read. A broken one in the cache is left out, as are other kinds of model.
    """
    bundled = [_describe(read_folder(name, path), "bundled") for name, path in bundled_models().items()]
    return bundled + [_describe(folder, "hub cache") for folder in _cached()]


def _cached() -> Iterator[ModelFolder]:
    for name, path in sorted(hub.cached_models().items()):
        try:
            yield read_folder(name, path)
        except BrokenModelError:
            continue


def _describe(folder: ModelFolder, place: Literal["bundled", "hub cache"]) -> Installed:
    card = hub.card_metadata(folder.path)
    size = sum(path.stat().st_size for path in folder.path.rglob("*") if path.is_file())
    stated = folder.extras.get("quality")
    quality = stated if isinstance(stated, dict) else dict(_results(card))
    return Installed(folder.card.name, place, folder.path, round(size / 1e6, 1), str(card.get("license") or ""), quality)


def _results(card: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    """The metrics of the card's ``model-index``, each named by its data set and its type.

    Source: Hugging Face Hub documentation, "Model Cards", section "Evaluation Results".
    """
    try:
        for result in (result for model in card.get("model-index") or () for result in model["results"]):
            for metric in result["metrics"]:
                yield f"{result['dataset']['name']} {metric.get('name') or metric['type']}", float(metric["value"])
    except (AttributeError, KeyError, TypeError, ValueError):  # a card that does not keep to the format
        return
