"""The box for the source, with all that starts, stops, leaves and reopens a translation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import gradio

from translator.files import read_text
from translator.page import session, view
from translator.page.models import Entries, paced
from translator.page.samples import SAMPLES
from translator.page.serving import check_size, store
from translator.page.session import Article
from translator.page.widgets.frame import Frame, Updates, on, told
from translator.page.widgets.reading import Reading
from translator.page.widgets.settings import Settings
from translator.page.words import Words

_RECENT = 10
_AZERBAIJANI = {"lang": "az", "spellcheck": "false"}


class Compose:
    """The box; it is hidden while the article is read."""

    def __init__(self, frame: Frame, reading: Reading, settings: Settings) -> None:
        self._frame, self._models, self._reading, self._settings = frame, frame.models, reading, settings
        with gradio.Column() as self._box:
            source = gradio.Textbox(lines=13, max_lines=26, autofocus=True, elem_id="azen-source", html_attributes=_AZERBAIJANI)
            self._source = frame.named(source, label="source", placeholder="source-hint")
            self._info = frame.html(partial(view.outline, "", None))
            with gradio.Row():
                self._translate = frame.button("translate", variant="primary", elem_id="azen-translate", scale=2)
                opener = gradio.UploadButton(elem_id="azen-open", file_types=["text"], scale=1)
                self._open = frame.named(opener, label="open-file")
                self._clear = frame.button("clear", scale=1)
            self._again = frame.named(gradio.Dropdown([], visible=False, elem_id="azen-recent"), label="recent")
            titles, texts = zip(*SAMPLES, strict=True)
            samples = gradio.Examples([[text] for text in texts], self._source, example_labels=list(titles))
            frame.named(samples.dataset, label="examples")
        self._listen_to_source()
        self._listen_to_leaving(self._listen_to_translation())

    def _listen_to_source(self) -> None:
        language = self._frame.language
        on(self._source.change, self._outline, [self._source, language], self._info, trigger_mode="always_last")
        on(self._open.upload, self._read, self._open, self._source)
        on(self._clear.click, lambda: "", None, self._source)
        outputs = [self._frame.article, self._source, self._again, self._box, self._reading.box, *self._reading.views]
        on(self._again.input, self._reopen, [self._again, self._frame.recent, language], outputs)

    def _listen_to_translation(self) -> Any:
        """The event of translating, which others can end."""
        frame, stop = self._frame, self._reading.stop
        inputs = [self._source, frame.language, frame.entries, *self._settings.inputs]
        outputs = [frame.article, self._box, self._reading.box, stop, *self._reading.views]
        running = on(self._translate.click, self._run, inputs, outputs, **frame.turns)
        ended = ([frame.article, frame.language, frame.recent], [stop, frame.recent, self._again, *self._reading.views])
        on(running.then, self._end, *ended)
        on(stop.click, self._end, *ended, cancels=[running])
        return running

    def _listen_to_leaving(self, running: Any) -> None:
        frame, reading = self._frame, self._reading
        now = [frame.article, frame.recent]
        outputs = [self._box, reading.box, reading.stop, frame.recent, self._again]
        on(reading.back.click, self._leave, now, outputs, cancels=[running])
        on(reading.new.click, self._begin, now, [*outputs, self._source, frame.article], cancels=[running])

    def _outline(self, text: str, language: str) -> str:
        with told():
            found = self._models.outline(text[: self._frame.serving.limit]) if text.strip() else None
        return view.outline(text, found, Words(language))

    def _read(self, path: str) -> str:
        with told():
            found = read_text(Path(path))
        if found.notice:
            gradio.Info(found.notice)
        return found.text

    def _reopen(self, index: int | None, recent: Sequence[Article], language: str) -> Updates:
        if index is None or index >= len(recent):
            return {self._again: gradio.skip()}
        article = recent[index]
        shown = self._reading.shown(article, Words(language))
        return {**shown, **self._turn("reading"), self._frame.article: article, self._source: article.source}

    def _run(self, text: str, language: str, entries: Entries, *values: object) -> Iterator[Updates]:
        words, stop = Words(language), self._reading.stop
        if not text.strip():
            gradio.Warning(words("nothing"))
            yield {stop: gradio.skip()}
            return
        with told():
            check_size(text, self._frame.serving.limit, words("too-long"))
            for article in paced(self._models.stream(text, self._settings.chosen(values), entries)):
                shown = self._reading.shown(article, words, busy=True)
                yield {**shown, **self._turn("reading"), self._frame.article: article, stop: gradio.update(visible=True)}

    def _end(self, article: Article | None, language: str, recent: tuple[Article, ...]) -> Updates:
        hidden = {self._reading.stop: gradio.update(visible=False)}
        if article is None:
            return hidden
        store(self._frame.serving.keep, article)
        return {**self._reading.shown(article, Words(language)), **self._remembered(article, recent), **hidden}

    def _leave(self, article: Article | None, recent: tuple[Article, ...]) -> Updates:
        hidden = {self._reading.stop: gradio.update(visible=False)}
        return {**self._turn("compose"), **self._remembered(article, recent), **hidden}

    def _begin(self, article: Article | None, recent: tuple[Article, ...]) -> Updates:
        return {**self._leave(article, recent), self._source: "", self._frame.article: None}

    def _remembered(self, article: Article | None, recent: tuple[Article, ...]) -> Updates:
        """The article among the recent ones."""
        if article is None:
            return {}
        kept = session.remember(recent, article, _RECENT)
        choices = [(session.title(one), place) for place, one in enumerate(kept)]
        return {self._frame.recent: kept, self._again: gradio.update(choices=choices, value=None, visible=True)}

    def _turn(self, to: str) -> Updates:
        """Shows the box for the source, or the article."""
        return {self._box: gradio.update(visible=to == "compose"), self._reading.box: gradio.update(visible=to == "reading")}
