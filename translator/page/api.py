"""What programs call: the page's endpoints, with texts and JSON in and out."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from translator.page import export, session, terms
from translator.page.models import Entries, Models
from translator.page.serving import check_size
from translator.page.session import Article
from translator.page.words import Words


class Api:
    """The endpoints; the models are those of the page."""

    def __init__(self, models: Models, limit: int) -> None:
        self._models, self._limit = models, limit

    def translate(self, text: str) -> str:
        """The English of an Azerbaijani text, with its line breaks."""
        return session.text_of(self._article(text, {}))

    def translate_json(self, text: str, options: dict[str, Any] | None = None, glossary: str = "") -> dict[str, Any]:
        """All that is known of a translation, as the JSON download has it: text, signature, warnings, and each sentence.

        ``options``: fields of the options object, such as beam_size. ``glossary``: TSV, laid over the built-in term base.
        """
        data: dict[str, Any] = json.loads(export.to_data(self._article(text, options or {}, _entries(glossary))))
        return data

    def _article(self, text: str, options: dict[str, Any], entries: Entries = ()) -> Article:
        check_size(text, self._limit, Words("en")("too-long"))
        return self._models.whole(text, self._models.chosen(options), entries)


def _entries(table: str) -> Entries:
    if not table.strip():
        return ()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "glossary.tsv")
        path.write_text(table, encoding="utf-8")
        return terms.read(path)
