from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tiny_models import tiny

from translator.config import Options
from translator.engine import ct2, hf
from translator.engine.convert import CannotServeError
from translator.engine.folder import bundled_models
from translator.engine.load import find_model, load_engine
from translator.errors import ModelNotFoundError, OptionError


@pytest.fixture
def no_gpu(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ct2, "has_cuda", lambda: False)
    monkeypatch.setattr(hf, "has_cuda", lambda: False)


def odd_model(tmp_path: Path) -> Path:
    """A model that transformers can run and CTranslate2 cannot: decoding starts from an embedding that is not zero."""
    path = Path(shutil.copytree(tiny("random"), tmp_path / "odd"))
    settings = json.loads((path / "config.json").read_text(encoding="utf-8"))
    (path / "config.json").write_text(json.dumps(settings | {"pad_token_id": 5, "decoder_start_token_id": 5}), encoding="utf-8")
    return path


@pytest.mark.usefixtures("no_gpu")
def test_auto_takes_ctranslate2_where_it_can(tmp_path: Path) -> None:
    assert load_engine(Options(model=str(tiny("marian"))), cache=tmp_path).name == "ct2-int8"
    assert load_engine(Options(model=str(odd_model(tmp_path))), cache=tmp_path).name == "hf-fp32"
    with pytest.raises(CannotServeError):
        load_engine(Options(model=str(odd_model(tmp_path / "again")), engine="ct2"), cache=tmp_path)


@pytest.mark.usefixtures("no_gpu")
@pytest.mark.parametrize("engine", ["auto", "ct2", "hf"])
def test_a_gpu_that_is_not_there(tmp_path: Path, engine: Any) -> None:
    with pytest.raises(OptionError, match="cuda"):
        load_engine(Options(model=str(tiny("marian")), engine=engine, device="cuda"), cache=tmp_path)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("nonsense", "azen-small"),
        ("./no/such/folder", "no such model"),
        ("~/no-such-folder-either", "no such model"),
        ("owner/name/more", "no such model"),
        ("", "no such model"),
        ("~stranger/model", "no such model"),
        ("long" * 2000, "no such model"),
        ("zero\0", "no such model"),
        (__file__, "no such model"),
    ],
)
def test_no_such_model(name: str, says: str) -> None:
    with pytest.raises(ModelNotFoundError, match=says) as caught:
        find_model(name)
    assert "\n" not in str(caught.value)


def test_missing_bundled_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("translator.engine.load.bundled_models", dict)
    with pytest.raises(ModelNotFoundError, match="install azen again"):
        find_model("azen-small")


def test_bundled_models_come_before_folders(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(tiny("random"), "azen-small")
    monkeypatch.setattr("translator.engine.load.bundled_models", lambda: {"azen-small": tiny("marian")})
    assert find_model("azen-small").path == tiny("marian")
    assert all((path / "config.json").exists() for path in bundled_models().values())


def test_table_engine() -> None:
    assert load_engine(Options(engine="table")).name == "table"


def test_importing_the_loader_imports_nothing_heavy() -> None:
    code = "import sys, translator.engine.load; print([m for m in sys.argv[1:] if m in sys.modules])"
    heavy = ["torch", "transformers", "ctranslate2", "sentencepiece", "tokenizers", "numpy", "huggingface_hub", "platformdirs"]
    done = subprocess.run([sys.executable, "-c", code, *heavy], cwd=Path(__file__).parents[1], capture_output=True, check=True)
    assert done.stdout.decode().strip() == "[]"
