from __future__ import annotations

import time

import pytest

from translator.engine.base import Decoding, Engine
from translator.engine.table import Fault, TableEngine
from translator.errors import EngineError
from translator.types import EngineSegment, InlineTerm, Link


def say(engine: Engine, text: str, decoding: Decoding | None = None) -> str:
    return engine.translate([EngineSegment(text)], decoding or Decoding())[0][0].text


def test_sentences_before_words_before_nothing() -> None:
    engine = TableEngine({"Salam, dünya!": "Hello, world!", "dünya": "world", "salam": "hi"})
    assert say(engine, "Salam, dünya!") == "Hello, world!"
    assert say(engine, "salam  dünya?") == "hi  world?"
    assert say(engine, "naməlum") == "naməlum"
    assert say(engine, "") == ""


def test_a_function_for_a_table() -> None:
    assert say(TableEngine(lambda text: text[::-1]), "abc") == "cba"


def test_links_are_exact() -> None:
    ((hypothesis,),) = TableEngine({"Bakıda": "in Baku"}).translate([EngineSegment("o, Bakıda")], Decoding())
    assert hypothesis.links == (Link(0, 1, 0, 1), Link(1, 2, 1, 2), Link(3, 9, 3, 10))
    ((whole,),) = TableEngine({"o gəldi": "he came here"}).translate([EngineSegment("o gəldi")], Decoding())
    assert whole.links == (Link(0, 7, 0, 12),)
    assert TableEngine({}).translate([EngineSegment("a")], Decoding(alignment=False))[0][0].links == ()


def test_terms_only_where_they_are_taken() -> None:
    segment = EngineSegment("Xarici İşlər Nazirliyi bildirib", (InlineTerm(0, 22, "Foreign Ministry"),))
    ((taken,),) = TableEngine({}, inline_terms=True).translate([segment], Decoding())
    assert taken.text == "Foreign Ministry bildirib"
    assert taken.links[0] == Link(0, 22, 0, 16)
    assert say(TableEngine({}), segment.text) == segment.text


@pytest.mark.parametrize(
    ("fault", "plain", "with_rule"),
    [("loop", "and so on and so on", "x"), ("stuck", "and so on and so on", "and so on and so on"), ("empty", "", "")],
)
def test_faults(fault: Fault, plain: str, with_rule: str) -> None:
    engine = TableEngine({}, faults={"x": fault})
    assert say(engine, "x")[:19] == plain
    assert say(engine, "x", Decoding(no_repeat_ngram=3))[:19] == with_rule
    assert say(engine, "y") == "y"


def test_failure() -> None:
    with pytest.raises(EngineError, match="told to fail"):
        say(TableEngine({}, faults={"x": "fail"}), "x")


def test_n_best_and_limit_and_delay() -> None:
    engine = TableEngine({}, max_pieces=2, delay=0.001)
    before = time.monotonic()
    ((first, second),) = engine.translate([EngineSegment("bir iki üç")], Decoding(n_best=2))
    assert time.monotonic() - before >= 0.001
    assert (first.text, first.truncated) == ("bir iki", True)
    assert first.score > second.score
