"""The page as it is served: its endpoints for programs, its users, its health, and an input for each option."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from gradio_client import Client  # type: ignore[import-untyped]  # it ships no types
from gradio_client.exceptions import AppError, AuthenticationError  # type: ignore[import-untyped]  # it ships no types
from pages import TABLE, Choosy

import app
from translator.config import Options
from translator.errors import ModelNotFoundError, OptionError
from translator.page.serving import Serving, add_user
from translator.pipeline import Translator

loads: list[Options] = []


def load(*, options: Options) -> Translator:
    loads.append(options)
    faults = {"Pis.": "fail"}
    return Translator(options=options, engine=Choosy(TABLE, faults=faults))  # type: ignore[arg-type]  # a fault that there is


@pytest.fixture(scope="module")
def page() -> Iterator[Any]:
    served = app.launch(load, Options(), Serving(limit=2000), prevent_thread_lock=True, quiet=True)
    yield served
    served.close()


@pytest.fixture(scope="module")
def client(page: Any) -> Client:
    return Client(page.local_url, verbose=False, analytics_enabled=False)


def health(address: str) -> tuple[int, dict[str, str]]:
    try:
        with urllib.request.urlopen(f"{address}health", timeout=20) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def test_text_in_text_out(client: Client) -> None:
    said = client.predict("Şuşada görüş olub.\n\nBakıda görüş olub.", api_name="/translate")
    assert said == "A meeting was held in Shusha.\n\nA meeting was held in Baku."
    assert client.predict("", api_name="/translate") == ""


def test_json(client: Client) -> None:
    glossary = "source\ttarget\nŞuşa\tCity of Shusha\n"
    options = {"beam_size": 3, "n_best": 2}
    said = client.predict("Şuşada görüş olub.", options=options, glossary=glossary, api_name="/translate_json")
    assert said["text"] == "A meeting was held in City of Shusha."
    assert "|beam:3|" in said["signature"]
    assert [len(segment["alternatives"]) for segment in said["segments"]] == [2]


def test_the_endpoints_are_named_and_described(client: Client) -> None:
    endpoints = client.view_api(return_format="dict")["named_endpoints"]
    assert set(endpoints) == {"/translate", "/translate_json"}
    assert all(endpoint["description"] for endpoint in endpoints.values())


def test_what_goes_wrong_is_a_message(client: Client, page: Any) -> None:
    with pytest.raises(AppError, match="told to fail"):
        client.predict("Pis.", api_name="/translate")
    assert health(page.local_url)[0] == 503
    with pytest.raises(AppError, match="2,001 characters; the page takes 2,000"):
        client.predict("x" * 2001, api_name="/translate")
    with pytest.raises(AppError, match="installed"):
        client.predict("x", options={"model": "/etc"}, api_name="/translate_json")
    assert client.predict("Bakıda görüş olub.", api_name="/translate") == "A meeting was held in Baku."
    assert health(page.local_url) == (200, {"status": "ready", "signature": Translator(engine="table").signature})


def test_two_people_at_once_get_their_own(page: Any) -> None:
    texts = ["Şuşada görüş olub.", "Bakıda görüş olub."] * 4

    def ask(text: str) -> str:
        return str(Client(page.local_url, verbose=False, analytics_enabled=False).predict(text, api_name="/translate"))

    with ThreadPoolExecutor(2) as people:
        assert list(people.map(ask, texts)) == ["A meeting was held in Shusha.", "A meeting was held in Baku."] * 4


def test_the_model_was_loaded_once(client: Client) -> None:
    assert client.predict("Son.", api_name="/translate") == "Son."
    assert len(loads) == 1


def test_every_option_has_its_input() -> None:
    ids = {str(block.elem_id) for block in app.build().blocks.values()}
    inputs = {name.removeprefix("azen-option-") for name in ids if name.startswith("azen-option-")}
    assert inputs == {field.name for field in fields(Options)}


@pytest.mark.parametrize("bases", [(), (Path("ours.tsv"),)])
def test_term_bases_can_be_chosen_where_there_are_any(bases: tuple[Path, ...]) -> None:
    blocks = app.build(options=Options(glossary=bases)).blocks.values()
    assert [block.visible for block in blocks if block.elem_id == "azen-option-glossary"] == [bool(bases)]


def test_users_only(tmp_path: Path) -> None:
    add_user(tmp_path / "users", "editor", "Şuşa")
    served = app.launch(load, Options(), Serving(auth=tmp_path / "users"), prevent_thread_lock=True, quiet=True)
    try:
        with pytest.raises((AuthenticationError, ValueError)):
            Client(served.local_url, verbose=False, analytics_enabled=False)
        with pytest.raises((AuthenticationError, ValueError)):
            Client(served.local_url, auth=("editor", "Susa"), verbose=False, analytics_enabled=False)
        inside = Client(served.local_url, auth=("editor", "Şuşa"), verbose=False, analytics_enabled=False)
        assert inside.predict("Son.", api_name="/translate") == "Son."
        assert health(served.local_url)[0] == 200
    finally:
        served.close()


def test_a_model_that_is_not_there_is_said_before_the_page_opens() -> None:
    def fail(*, options: Options) -> Translator:
        raise ModelNotFoundError(f"no such model as {options.model}")

    with pytest.raises(ModelNotFoundError, match="no such model"):
        app.launch(fail, Options(), prevent_thread_lock=True, quiet=True)


def test_an_address_that_cannot_be_used() -> None:
    with pytest.raises(OptionError, match="cannot be served"):
        app.launch(load, Options(), Serving(port=99_999), prevent_thread_lock=True, quiet=True)
