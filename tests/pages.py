"""Articles on the page for tests: made with the table engine, no model."""

from __future__ import annotations

from collections.abc import Sequence

from translator.config import Options
from translator.engine.base import Decoding
from translator.engine.table import TableEngine
from translator.page.models import Models
from translator.page.session import Article
from translator.pipeline import Translator
from translator.types import EngineSegment, Hypothesis

TEXT = "Şuşada görüş olub. Xarici işlər naziri gəlib.\n\n<b>Son</b> & nöqtə."
TABLE = {
    "Şuşada görüş olub.": "A meeting was held in Susa.",
    "Xarici işlər naziri gəlib.": "The minister has come.",
    "<b>Son</b> & nöqtə.": "<b>The end</b> & a full stop.",
    "Bakıda görüş olub.": "A meeting was held in Baku.",
}


class Choosy(TableEngine):
    """Has a second thing to say about every sentence."""

    def translate(self, segments: Sequence[EngineSegment], decoding: Decoding) -> list[tuple[Hypothesis, ...]]:
        found = super().translate(segments, decoding)
        if decoding.n_best == 1:
            return found
        return [(best, Hypothesis("In Susa they met.", -0.7), Hypothesis(best.text, -0.9)) for best, *_ in found]


def models(**how: object) -> Models:
    def load(*, options: Options) -> Translator:
        return Translator(options=options, engine=Choosy(TABLE, **how))  # type: ignore[arg-type]  # those of TableEngine

    return Models(load, Options())


def article(text: str = TEXT) -> Article:
    return models().whole(text, Options())
