from __future__ import annotations

import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import huggingface_hub
import pytest
from huggingface_hub import errors
from tiny_models import tiny

from translator.config import Options
from translator.engine import hub
from translator.engine.base import Decoding
from translator.engine.load import load_engine
from translator.errors import ModelNotFoundError
from translator.types import EngineSegment

NAME = "owner/model"
KNOWN = [value for value in vars(errors).values() if isinstance(value, type) and issubclass(value, Exception)]
OTHERS = [ConnectionError("no route"), TimeoutError("slow"), OSError(28, "disk full"), KeyError("x")]


@pytest.fixture(autouse=True)
def empty_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(tmp_path / "hub"))
    return tmp_path / "hub"


def hub_that_raises(monkeypatch: pytest.MonkeyPatch, error: Exception) -> list[str]:
    asked = []

    def model_info(name: str, *, timeout: float) -> None:
        assert timeout <= 5
        asked.append(name)
        raise error

    monkeypatch.setattr(hub, "HfApi", lambda: SimpleNamespace(model_info=model_info))
    return asked


def cached(root: Path) -> Path:
    folder = root / "models--owner--model"
    (folder / "refs").mkdir(parents=True)
    (folder / "refs" / "main").write_text("0" * 40, encoding="utf-8")
    return Path(shutil.copytree(tiny("marian"), folder / "snapshots" / ("0" * 40)))


@pytest.mark.parametrize("kind", KNOWN, ids=lambda kind: kind.__name__)
def test_every_error_of_the_hub_is_mapped(kind: type[Exception]) -> None:
    message = str(hub.explain(NAME, kind.__new__(kind)))
    assert "azen-small" in message
    assert f"hf download {NAME}" in message
    assert "\n" not in message


@pytest.mark.parametrize("error", [*OTHERS, errors.OfflineModeIsEnabled("offline")])
def test_no_network_is_said_after_one_question(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    asked = hub_that_raises(monkeypatch, error)
    with pytest.raises(ModelNotFoundError, match="azen-small"):
        load_engine(Options(model=NAME))
    assert asked == [NAME]


def test_reasons_differ() -> None:
    kinds = (errors.GatedRepoError, errors.RepositoryNotFoundError, errors.OfflineModeIsEnabled, errors.LocalEntryNotFoundError)
    assert len({str(hub.explain(NAME, kind.__new__(kind))) for kind in kinds}) == len(kinds)


def test_a_cached_model_needs_no_network(monkeypatch: pytest.MonkeyPatch, empty_cache: Path, tmp_path: Path) -> None:
    asked = hub_that_raises(monkeypatch, OSError("no network"))
    cached(empty_cache)
    engine = load_engine(Options(model=NAME), cache=tmp_path)
    assert engine.card.name == NAME
    assert engine.translate([EngineSegment("Görüş")], Decoding())[0][0].text == "Görüş"
    assert asked == []


def test_a_half_cached_model_is_asked_for(monkeypatch: pytest.MonkeyPatch, empty_cache: Path) -> None:
    asked = hub_that_raises(monkeypatch, OSError("no network"))
    (cached(empty_cache) / "model.safetensors").unlink()
    with pytest.raises(ModelNotFoundError):
        load_engine(Options(model=NAME))
    assert asked == [NAME]


@pytest.mark.parametrize(
    ("files", "wanted"),
    [
        (["model.safetensors", "pytorch_model.bin", "tf_model.h5"], "model*.safetensors"),
        (["pytorch_model.bin", "rust_model.ot"], "pytorch_model*.bin"),
    ],
)
def test_only_what_is_needed_is_downloaded(monkeypatch: pytest.MonkeyPatch, files: list[str], wanted: str) -> None:
    info = SimpleNamespace(sha="1" * 40, siblings=[SimpleNamespace(rfilename=name) for name in files])
    monkeypatch.setattr(hub, "HfApi", lambda: SimpleNamespace(model_info=lambda _name, **_: info))
    patterns = []

    def snapshot_download(_name: str, **options: Any) -> str:
        if options.get("local_files_only"):
            raise errors.LocalEntryNotFoundError("nothing cached")
        assert options["revision"] == info.sha
        patterns.extend(options["allow_patterns"])
        return str(tiny("marian"))

    monkeypatch.setattr(hub, "snapshot_download", snapshot_download)
    assert hub.fetch(NAME) == tiny("marian")
    assert sorted(patterns) == sorted(["*.json", "*.spm", wanted])
