"""What all parts of the page share: the head, the reader's session, and widgets whose texts follow the language."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import gradio

from glossary.errors import GlossaryError
from translator.errors import TranslatorError
from translator.page import view
from translator.page.models import Models
from translator.page.serving import Serving
from translator.page.words import Words, preferred

Updates = dict[Any, Any]
"""What an event returns: new values, or new properties, by widget."""
Texts = Callable[[Words], dict[str, Any]]


class Frame:
    """The first part of the page to be made; the others get it.

    ``article``, ``entries``, ``recent``: what the reader's session holds: the open article or ``None``, the entries of the
    session glossary, and the articles before. ``turns``: how an event that translates is queued.
    """

    def __init__(self, models: Models, serving: Serving) -> None:
        self.models, self.serving = models, serving
        self.turns = {"concurrency_limit": serving.at_once, "concurrency_id": "translate"}
        self._texts: dict[Any, Texts] = {}
        with gradio.Row(elem_id="azen-top"):
            self.html(view.heading, elem_id="azen-name")
            languages = [("English", "en"), ("Azərbaycanca", "az")]
            radio = gradio.Radio(languages, value="en", elem_id="azen-language", container=False, min_width=240)
            self.language = self.named(radio, label="language")
        self._kept_language = gradio.BrowserState("", storage_key="azen-language", secret="azen")
        self.article, self.entries, self.recent = gradio.State(None), gradio.State(()), gradio.State(())
        self._carrier = gradio.Textbox(visible="hidden", elem_id="azen-carrier")

    def follow(self, widget: Any, texts: Texts) -> Any:
        """The widget, with the properties that ``texts`` gives for the language, now and when the reader changes it."""
        self._texts[widget] = texts
        for name, value in texts(Words("en")).items():
            setattr(widget, name, value)
        return widget

    def named(self, widget: Any, **keys: str) -> Any:
        """The widget, whose properties, as its label, are texts of the interface by these keys."""
        return self.follow(widget, lambda words: {name: words(key) for name, key in keys.items()})

    def tab(self, key: str) -> Any:
        """A tab."""
        return self.named(gradio.Tab(), label=key)

    def button(self, key: str, **how: Any) -> Any:
        """A button."""
        return self.named(gradio.Button(**how), value=key)

    def html(self, make: Callable[[Words], str], **how: Any) -> Any:
        """HTML that is the same for all articles."""
        return self.follow(gradio.HTML(apply_default_css=False, **how), lambda words: {"value": make(words)})

    def carry(self, click: Any, make: Callable[..., str], inputs: Any, script: str) -> None:
        """On a click the browser's function of this name gets what ``make`` returns."""
        made = on(click, make, inputs, self._carrier)
        on(made.then, None, self._carrier, js=f"(made) => window.{script}(made)")

    def follow_language(self, page: Any, views: list[Any], shown: Callable[[Any, Words], Updates]) -> None:
        """Make the language what the browser kept or asks for, and every text follow it; comes when all widgets are made.

        ``shown``: what the ``views`` hold, for an article.
        """

        def first(kept: str, request: gradio.Request) -> str:
            return kept or preferred(request.headers.get("accept-language", ""))

        def speak(language: str, article: Any) -> Updates:
            words = Words(language)
            named = {widget: gradio.update(**texts(words)) for widget, texts in self._texts.items()}
            return {**named, **shown(article, words), self._kept_language: language}

        on(page.load, first, self._kept_language, self.language)
        outputs = [*self._texts, *views, self._kept_language]
        on(self.language.change, speak, [self.language, self.article], outputs)


def on(event: Any, function: Callable[..., Any] | None, inputs: Any = None, outputs: Any = None, **how: Any) -> Any:
    """The listening to an event: hidden from the API, without a limit and without a veil unless ``how`` wants them."""
    usual = {"api_visibility": "private", "show_progress": "hidden", "concurrency_limit": None}
    return event(function, inputs, outputs, **{**usual, **how})


@contextmanager
def told() -> Iterator[None]:
    """Our errors become messages on the page."""
    try:
        yield
    except (TranslatorError, GlossaryError) as error:
        raise gradio.Error(str(error), print_exception=False) from error
