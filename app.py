"""The page: a box for Azerbaijani text, a box with its English. ``python app.py`` or ``azen ui`` serves it."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from typing import Any

from glossary.errors import GlossaryError
from translator.errors import OptionError, TranslatorError
from translator.pipeline import Translator

EXAMPLES = (
    "Xarici işlər naziri Ceyhun Bayramov fevralın 12-də ATƏT-in xüsusi nümayəndəsini qəbul edib.",
    "Görüşdə ikitərəfli əməkdaşlığın perspektivləri və regiondakı vəziyyət müzakirə olunub.",
    "Prezident İlham Əliyev Şuşada Türkiyə nümayəndə heyəti ilə görüşüb.",
)


def build(load: Callable[[], Translator] = Translator) -> Any:
    """The page as ``gradio.Blocks``; ``load`` makes the translator when the first text comes."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    import gradio  # noqa: PLC0415  # imported on use, after analytics are off

    loaded = cache(load)

    def translate(text: str) -> str:
        try:
            return str(loaded().translate(text).text)
        except (TranslatorError, GlossaryError) as error:
            raise gradio.Error(str(error)) from error

    with gradio.Blocks(title="azen", analytics_enabled=False) as page:
        gradio.Markdown("# azen\nAzerbaijani news into English.")
        with gradio.Row():
            source = gradio.Textbox(label="Azerbaijani", lines=12, autofocus=True)
            target = gradio.Textbox(label="English", lines=12)
        button = gradio.Button("Translate", variant="primary")
        gradio.Examples([[example] for example in EXAMPLES], source)
        button.click(translate, source, target, api_name="translate")
    return page


def serve(load: Callable[[], Translator] = Translator, host: str = "127.0.0.1", port: int | None = None) -> None:
    """Serve the page until Ctrl-C, at the first free port from 7860 unless one is given.

    Raises:
        OptionError: the address cannot be used.
    """
    try:
        build(load).launch(server_name=host, server_port=port, share=False)
    except (OSError, OverflowError) as error:
        raise OptionError(f"the page cannot be served at {host}, port {port or 'any'}: {error}") from None


if __name__ == "__main__":
    serve()
