"""One input for each field of ``Options``."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import partial
from typing import Any

import gradio

from translator.config import DEVICES, ENGINES, TERMS_MODES, Options
from translator.page import view
from translator.page.models import Models, option_value
from translator.page.widgets.frame import Frame, on


class Settings:
    """The inputs: made before the tabs that read them, and laid out last."""

    def __init__(self, frame: Frame) -> None:
        self._frame, self._columns = frame, _columns(frame.models)
        self._by_name = {name: widget for column in self._columns for name, widget in column.items()}
        for name, widget in self._by_name.items():
            widget.elem_id = f"azen-option-{name}"
            frame.named(widget, label=f"option-{name}", info=f"info-{name}")
        self.inputs = list(self._by_name.values())

    def lay_out(self) -> None:
        """Put the inputs here."""
        frame = self._frame
        frame.html(lambda words: view.hint(words("settings-hint")))
        with gradio.Row():
            for column in self._columns:
                with gradio.Column(min_width=280):
                    for widget in column.values():
                        widget.render()
        on(frame.button("defaults", elem_id="azen-defaults").click, self._defaults, None, self.inputs)

    def chosen(self, values: Sequence[object]) -> Options:
        """The options, from the values of the inputs in their order.

        Raises:
            OptionError: a value that cannot be used.
        """
        return self._frame.models.chosen(dict(zip(self._by_name, values, strict=True)))

    def _defaults(self) -> list[object]:
        return [option_value(self._frame.models.options, name) for name in self._by_name]


def _columns(models: Models) -> tuple[dict[str, Any], ...]:
    """The inputs of each column, by the option's name; that of the term bases is hidden when the operator gave none."""
    now = models.options
    bases = [(path.name, str(path)) for path in now.glossary]
    radio, slider = partial(gradio.Radio, render=False), partial(gradio.Slider, render=False)
    number = partial(gradio.Number, precision=0, render=False)
    return (
        {
            "model": gradio.Dropdown(models.names, value=now.model, render=False),
            "engine": radio(list(ENGINES), value=now.engine),
            "device": radio(list(DEVICES), value=now.device),
            "threads": slider(0, os.cpu_count() or 1, value=now.threads, step=1),
        },
        {
            "beam_size": slider(1, 32, value=now.beam_size, step=1),
            "length_penalty": slider(0, 5, value=now.length_penalty, step=0.1),
            "n_best": slider(1, 32, value=now.n_best, step=1),
        },
        {
            "max_batch_pieces": number(value=now.max_batch_pieces, minimum=1, maximum=1_000_000),
            "glossary": gradio.CheckboxGroup(bases, value=option_value(now, "glossary"), visible=bool(bases), render=False),
            "terms": radio(list(TERMS_MODES), value=now.terms),
        },
    )
