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


def test_runtimes_link_alike(translator: Translator) -> None:
    text = "Azərbaycan Respublikasının Prezidenti İlham Əliyev Bakıda çıxış edib."
    for found in (translator.translate(text), Translator(engine="hf").translate(text)):
        (segment,) = found.segments
        linked = {(text[a:b], segment.raw[c:d].rstrip(".,")) for a, b, c, d in segment.links}
        assert any(source.startswith("Azərbaycan") and "Azerbaijan" in target for source, target in linked)
        assert any(source == "Bakıda" and target.endswith("Baku") for source, target in linked)
