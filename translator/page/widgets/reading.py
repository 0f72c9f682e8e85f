"""The article that is open: source and English side by side, its terms, and its ways out of the page."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import gradio

from glossary.types import KINDS
from translator.page import acts, export, look, session, terms, view
from translator.page.models import Entries
from translator.page.session import Article
from translator.page.widgets.frame import Frame, Updates, on, told
from translator.page.words import Words


class Reading:
    """The article's widgets. Other parts listen to ``back``, ``new``, ``stop``, and to ``add_term`` with its fields."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        with gradio.Column(visible=False, elem_id="azen-reading") as self.box:
            with gradio.Row(elem_id="azen-bar"):
                self.back = frame.button("back", elem_id="azen-back")
                self.new = frame.button("new", elem_id="azen-new")
                self.stop = frame.button("stop", variant="stop", elem_id="azen-stop")
                checkbox = gradio.Checkbox(value=True, elem_id="azen-glossary", container=False)
                self._glossary_on = frame.named(checkbox, label="glossary-on")
                self._copy = frame.button("copy", elem_id="azen-copy")
                forms = gradio.Dropdown(view.forms(Words("en")), value="txt", elem_id="azen-format", container=False)
                self._form = frame.follow(forms, lambda words: {"label": words("format"), "choices": view.forms(words)})
                self._download = frame.button("download", variant="primary", elem_id="azen-download")
            self._status = gradio.HTML(apply_default_css=False, elem_id="azen-status")
            self._rows = gradio.HTML(apply_default_css=False, elem_id="azen-rows", js_on_load=look.read("page.js"))
            with frame.named(gradio.Accordion(open=True), label="add-term"):
                frame.html(lambda words: view.hint(words("add-hint")))
                with gradio.Row(elem_id="azen-add"):
                    self.term_source = frame.named(gradio.Textbox(max_lines=1, elem_id="azen-term-source"), label="azerbaijani")
                    self.term_target = frame.named(gradio.Textbox(max_lines=1, elem_id="azen-term-target"), label="english")
                    kinds = gradio.Dropdown(["", *KINDS], value="", elem_id="azen-term-kind")
                    self.term_kind = frame.named(kinds, label="term-kind")
                    self.add_term = frame.button("add", elem_id="azen-term-add")
            with frame.named(gradio.Accordion(open=True), label="terms"):
                self._table = gradio.HTML(apply_default_css=False, elem_id="azen-table", js_on_load=look.read("page.js"))
            self._signature = gradio.HTML(apply_default_css=False, elem_id="azen-signature")
        self.views = [self._rows, self._status, self._table, self._signature]
        self._listen()

    def shown(self, article: Article | None, words: Words, *, busy: bool = False) -> Updates:
        """What the ``views`` hold; while ``busy`` only those that grow."""
        if article is None:
            return {}
        shown = {self._rows: view.rows(article, words, busy=busy), self._status: view.status(article, words, busy=busy)}
        if not busy:
            shown |= {self._table: view.term_table(article, words), self._signature: view.signature(article, words)}
        return shown

    def _listen(self) -> None:
        article, language = self._frame.article, self._frame.language
        outputs = [article, self.term_source, self.term_target, *self.views]
        for element in (self._rows, self._table):
            on(element.submit, self._act, [article, language, self._frame.entries], outputs)
        on(self._glossary_on.input, self._switch, [article, self._glossary_on, language], [article, *self.views])
        self._frame.carry(self._download.click, _saved, [article, self._form], "azenSave")
        self._frame.carry(self._copy.click, _copied, article, "azenCopy")

    def _act(self, article: Article | None, language: str, entries: Entries, event: gradio.EventData) -> Updates:
        """What the reader does in the HTML, as ``page.js`` reports it."""
        if article is None or event.do == "pick":
            return self._picked(event)
        with told():
            changed = acts.act(self._frame.models, article, entries, event._data)
        if changed.sentences == article.sentences:
            return {self._frame.article: changed, self._rows: view.rows(changed, Words(language))}
        return {self._frame.article: changed, **self.shown(changed, Words(language))}

    def _picked(self, event: Any) -> Updates:
        """The words that the reader selected, in the field of their language."""
        field = {"source": self.term_source, "target": self.term_target}.get(getattr(event, "side", ""))
        return {field: str(event.text)[: terms.LONGEST]} if field else {self._rows: gradio.skip()}

    def _switch(self, article: Article | None, applied: bool, language: str) -> Updates:
        if article is None:
            return {self._rows: gradio.skip()}
        changed = replace(article, glossary_on=applied)
        return {self._frame.article: changed, **self.shown(changed, Words(language))}


def _saved(article: Article | None, form: str) -> str:
    return export.carried(export.download(article, form)) if article else ""


def _copied(article: Article | None) -> str:
    return session.text_of(article) if article else ""
