"""Files in, their translations out."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import gradio

from translator.page import batch, view
from translator.page.models import Entries
from translator.page.widgets.frame import Frame, Updates, on, told
from translator.page.widgets.settings import Settings
from translator.page.words import Words


class Files:
    """The tab of the files."""

    def __init__(self, frame: Frame, settings: Settings) -> None:
        self._models, self._settings = frame.models, settings
        frame.html(lambda words: view.hint(words("files-hint")))
        files = frame.named(gradio.File(file_count="multiple", elem_id="azen-files"), label="files")
        with gradio.Row():
            translate = frame.button("translate-files", variant="primary", elem_id="azen-translate-files", scale=4)
            self._stop = frame.button("stop", variant="stop", visible=False, elem_id="azen-stop-files", scale=1)
        self._queue = gradio.HTML(apply_default_css=False, elem_id="azen-queue")
        results = gradio.File(file_count="multiple", interactive=False, elem_id="azen-results")
        self._results = frame.named(results, label="results")
        inputs = [files, frame.language, frame.entries, *settings.inputs]
        running = on(translate.click, self._run, inputs, [self._queue, self._results, self._stop], **frame.turns)
        hide = partial(gradio.update, visible=False)
        on(running.then, hide, None, self._stop)
        on(self._stop.click, hide, None, self._stop, cancels=[running])

    def _run(self, paths: list[str] | None, language: str, entries: Entries, *values: object) -> Iterator[Updates]:
        words = Words(language)
        if not paths:
            gradio.Warning(words("no-files"))
            yield {self._queue: gradio.skip()}
            return
        with told(), TemporaryDirectory() as folder:
            options = self._settings.chosen(values)
            load = partial(self._models.translator, options, entries)
            queue: tuple[batch.Queued, ...] = ()
            for queue in batch.translate_each([Path(path) for path in paths], Path(folder), options, load):
                shown = {self._queue: batch.table(queue, words), self._results: None}
                yield {**shown, self._stop: gradio.update(visible=True)}
            results = batch.zipped(queue, Path(folder))
            yield {self._queue: batch.table(queue, words), self._results: [str(path) for path in results] or None}
