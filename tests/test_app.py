"""The page translates, and says what went wrong."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from gradio_client import Client  # type: ignore[import-untyped]  # it ships no types
from gradio_client.exceptions import AppError  # type: ignore[import-untyped]  # it ships no types

import app
from translator.config import Options
from translator.engine.table import TableEngine
from translator.errors import ModelNotFoundError
from translator.pipeline import Translator


def load() -> Translator:
    if loads:
        raise AssertionError("the model is loaded once")
    loads.append(1)
    return Translator(options=Options(), engine=TableEngine({"Şuşa gözəldir.": "Susa is beautiful."}, faults={"Pis.": "fail"}))


loads: list[int] = []


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    page = app.build(load)
    _, address, _ = page.launch(prevent_thread_lock=True, quiet=True)
    yield Client(address, verbose=False, analytics_enabled=False)
    page.close()


def test_text_in_text_out(client: Client) -> None:
    assert (
        client.predict("Şuşa gözəldir.\n\nŞuşa gözəldir.", api_name="/translate")
        == "Shusha is beautiful.\n\nShusha is beautiful."
    )
    assert client.predict("", api_name="/translate") == ""


def test_an_error_is_a_message(client: Client) -> None:
    with pytest.raises(AppError, match="told to fail"):
        client.predict("Pis.", api_name="/translate")
    assert client.predict("Şuşa gözəldir.", api_name="/translate") == "Shusha is beautiful."


def test_a_model_that_is_not_there() -> None:
    def fail() -> Translator:
        raise ModelNotFoundError("no such model")

    page = app.build(fail)
    _, address, _ = page.launch(prevent_thread_lock=True, quiet=True)
    with pytest.raises(AppError, match="no such model"):
        Client(address, verbose=False, analytics_enabled=False).predict("x", api_name="/translate")
    page.close()
