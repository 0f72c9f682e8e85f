"""The model that ships: there, within its size, offline, and a translator."""

from __future__ import annotations

from pathlib import Path

import pytest

from translator import Translator
from translator.config import DEFAULT_MODEL
from translator.engine.folder import bundled_models

ARTICLE = Path(__file__).parents[1] / "examples" / "article.az.txt"


@pytest.fixture(scope="module")
def translator(tmp_path_factory: pytest.TempPathFactory) -> Translator:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AZEN_CACHE", str(tmp_path_factory.mktemp("cache")))
        return Translator()


def test_size_and_card() -> None:
    folder = bundled_models()[DEFAULT_MODEL]
    assert sum(path.stat().st_size for path in folder.iterdir()) < 60_000_000
    card = (folder / "README.md").read_text("utf-8")
    assert card.startswith("---\n")
    assert "@@" not in card


def test_article_is_translated(translator: Translator) -> None:
    source = ARTICLE.read_text("utf-8")
    result = translator.translate(source)
    assert result.text.count("\n") == source.count("\n")
    assert all(segment.target.strip() for segment in result.segments)
    assert len({segment.target for segment in result.segments}) > 0.8 * len(result.segments)
    assert "inline" in result.signature


def test_source_is_read(translator: Translator) -> None:
    one, two = (translator.translate(text).text for text in ("Bu gün hava çox soyuqdur.", "Prezident fərman imzalayıb."))
    assert one != two
    assert "resident" in two


@pytest.mark.parametrize("runtime", ["ct2", "hf"])
def test_words_are_linked(runtime: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AZEN_CACHE", str(tmp_path))
    text = "Görüş Bakıda keçirilib."
    (segment,) = Translator(engine=runtime, terms="off").translate(text).segments
    linked = [segment.target[c:d] for a, b, c, d in segment.links if text[a:b] == "Bakıda"]
    assert any("Baku" in words for words in linked)
