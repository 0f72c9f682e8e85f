"""The page: an article in, its English beside it. Its parts are in ``translator.page.widgets``.

``python app.py`` or ``azen ui`` serves it. Gradio is imported on use.
"""
# ruff: noqa: PLC0415

from __future__ import annotations

import os
import sys
from functools import partial
from typing import Any

from translator.config import Options
from translator.errors import OptionError
from translator.page import look
from translator.page.api import Api
from translator.page.models import Load, Models, installed
from translator.page.serving import Serving, health, is_user, read_users
from translator.page.words import Words
from translator.pipeline import Translator


def build(load: Load = Translator, options: Options | None = None, serving: Serving | None = None) -> Any:
    """The page as ``gradio.Blocks``; ``load`` makes a translator, when the first text comes."""
    return _page(Models(load, options or Options.load()), serving or Serving())


def launch(load: Load = Translator, options: Options | None = None, serving: Serving | None = None, **more: Any) -> Any:
    """Serve the page and return its ``gradio.Blocks``; the model is loaded and has said something before anyone sees it.

    Raises:
        OptionError: the address cannot be used. InputError: the file of users cannot be read.
        TranslatorError, GlossaryError: the model or a term base cannot be loaded.
    """
    serving, models = serving or Serving(), Models(load, options or Options.load(), installed())
    users = read_users(serving.auth) if serving.auth else {}
    models.warm()
    page = _page(models, serving)
    try:
        page.launch(
            server_name=serving.host, server_port=serving.port, share=serving.share, max_file_size=f"{serving.file_limit}mb",
            auth=partial(is_user, users) if serving.auth else None, **_look(), **_health(models), **more,
        )  # fmt: skip
    except (OSError, OverflowError) as error:
        raise OptionError(f"the page cannot be served at {serving.host}, port {serving.port or 'any'}: {error}") from None
    return page


def _page(models: Models, serving: Serving) -> Any:
    """The page's parts in their order, and what programs call."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    import gradio

    from translator.page.widgets.compose import Compose
    from translator.page.widgets.files import Files
    from translator.page.widgets.frame import Frame, told
    from translator.page.widgets.glossary import Glossary
    from translator.page.widgets.reading import Reading
    from translator.page.widgets.settings import Settings

    how = {"analytics_enabled": False, "fill_width": True, "delete_cache": (600, 3600)}
    with gradio.Blocks(title=Words("en")("title"), **how) as blocks:
        frame = Frame(models, serving)
        settings = Settings(frame)
        with gradio.Tabs():
            with frame.tab("tab-translate"):
                reading = Reading(frame)
                Compose(frame, reading, settings)
            with frame.tab("tab-glossary"):
                Glossary(frame, reading)
            with frame.tab("tab-files"):
                Files(frame, settings)
            with frame.tab("tab-settings"):
                settings.lay_out()
        frame.follow_language(blocks, reading.views, reading.shown)
        api = Api(models, serving.limit)
        for endpoint in (api.translate, api.translate_json):
            gradio.api(told()(endpoint), api_name=endpoint.__name__, api_description=endpoint.__doc__, **frame.turns)
    return blocks


def _look() -> dict[str, Any]:
    """The page's looks: all of it comes from this machine."""
    import gradio

    fonts = {"font": look.FONTS, "font_mono": ("ui-monospace", "monospace")}
    theme = gradio.themes.Base(primary_hue="emerald", neutral_hue="slate", radius_size="md", **fonts)
    return {
        "theme": theme.set(**look.COLOURS), "favicon_path": look.place("icon.svg"),
        "css": look.read("page.css"), "js": look.read("global.js"),
        "footer_links": ["api"], "run_history": False, "pwa": False, "ssr_mode": False,
    }  # fmt: skip


def _health(models: Models) -> dict[str, Any]:
    """The route ``/health``, without a password."""
    from starlette.responses import JSONResponse
    from starlette.routing import Route

    def answer(_: Any) -> JSONResponse:
        status, said = health(models.fault, models.signature)
        return JSONResponse(said, status)

    return {"app_kwargs": {"routes": [Route("/health", answer)]}}


if __name__ == "__main__":
    from translator.cli import main

    sys.argv.insert(1, "ui")
    main()
