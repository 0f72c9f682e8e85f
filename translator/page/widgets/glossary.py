"""The session glossary: the reader's own terms, from the table, from a file, or from beside the article."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import gradio

from translator.page import export, terms, view
from translator.page.models import Entries
from translator.page.session import Article
from translator.page.widgets.frame import Frame, Updates, on, told
from translator.page.widgets.reading import Reading
from translator.page.words import Words

_ENDINGS = [".tsv", ".csv", ".txt", ".tbx", ".tmx"]


class Glossary:
    """The tab of the session glossary."""

    def __init__(self, frame: Frame, reading: Reading) -> None:
        self._frame, self._reading = frame, reading
        frame.html(lambda words: view.hint(words("session-hint")))
        table = gradio.Dataframe(
            terms.rows_of(()), headers=view.term_heads(Words("en")), datatype="str", type="array", interactive=True,
            column_count=len(terms.COLUMNS), max_height=420, elem_id="azen-terms",
        )  # fmt: skip
        self._rows = frame.follow(table, lambda words: {"headers": view.term_heads(words), "label": words("session-glossary")})
        with gradio.Row():
            self._apply = frame.button("apply-table", variant="primary", elem_id="azen-apply")
            upload = gradio.UploadButton(file_types=_ENDINGS, elem_id="azen-upload")
            self._upload = frame.named(upload, label="upload-glossary")
            tsv = frame.button("download-tsv", elem_id="azen-tsv")
            tbx = frame.button("download-tbx", elem_id="azen-tbx")
        self._listen()
        for button, ending in ((tsv, ".tsv"), (tbx, ".tbx")):
            frame.carry(button.click, partial(_saved, ending), frame.entries, "azenSave")

    def _listen(self) -> None:
        frame, reading = self._frame, self._reading
        state = [frame.entries, frame.article, frame.language]
        outputs = [frame.entries, self._rows, frame.article, *reading.views]
        term = [reading.term_source, reading.term_target]
        on(reading.add_term.click, self._added, [*term, reading.term_kind, *state], [*outputs, *term])
        on(self._apply.click, self._applied, [self._rows, *state], outputs)
        on(self._upload.upload, self._uploaded, [self._upload, *state], outputs)

    def _added(self, source: str, target: str, kind: str | None, entries: Entries, *state: Any) -> Updates:
        with told():
            merged = terms.merged(entries, terms.entries_of([(source, target, kind or "")]))
            return {**self._used(merged, *state), self._reading.term_source: "", self._reading.term_target: ""}

    def _applied(self, rows: list[list[Any]], entries: Entries, *state: Any) -> Updates:
        with told():
            return self._used(terms.entries_of(rows, entries), *state)

    def _uploaded(self, path: str, entries: Entries, *state: Any) -> Updates:
        with told():
            return self._used(terms.merged(entries, terms.read(Path(path))), *state)

    def _used(self, entries: Entries, article: Article | None, language: str) -> Updates:
        """The new session glossary, and the article with its terms."""
        words, shown = Words(language), {self._frame.entries: entries, self._rows: terms.rows_of(entries)}
        gradio.Info(words("applied", count=len(entries)))
        if article is None:
            return shown
        changed = self._frame.models.with_terms(article, entries)
        return {**shown, self._frame.article: changed, **self._reading.shown(changed, words)}


def _saved(ending: str, entries: Entries) -> str:
    return export.carried(export.Download(f"terms{ending}", "text/plain", terms.write(entries, ending)))
