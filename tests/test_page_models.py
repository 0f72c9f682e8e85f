"""Each model is loaded once; articles grow sentence by sentence; other terms and other translations need no other text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from pages import TEXT, article, models

from glossary.types import Entry
from translator import EngineError, OptionError
from translator.config import Options
from translator.engine.base import Decoding
from translator.engine.table import TableEngine
from translator.page import session
from translator.page.acts import act
from translator.page.models import Models, paced
from translator.pipeline import Translator
from translator.types import EngineSegment, Hypothesis

MINISTER = Entry(source="naziri", target="secretary", kind="title")
BUILDING = Entry(source="görüş", target="assembly", kind="expression")


def test_a_model_is_loaded_once_for_all_options() -> None:
    loads = []

    def load(*, options: Options) -> Translator:
        loads.append(options)
        return Translator(options=options, engine=TableEngine())

    shared = Models(load, Options())
    for options in (Options(), Options(beam_size=2), Options(terms="off")):
        shared.translator(options)
        shared.translator(options, (MINISTER,))
    assert len(loads) == 1
    shared.translator(Options(model="another"))
    assert len(loads) == 2


def test_an_article_grows() -> None:
    grown = list(models().stream(TEXT, Options()))
    assert [len(one.sentences) for one in grown] == [0, 1, 2, 3]
    assert {one.total for one in grown} == {3}
    assert grown[-1] == article()


def test_an_engine_that_fails_leaves_what_there_is() -> None:
    failing = models(faults={"Xarici işlər naziri gəlib.": "fail"})
    *_, last = failing.stream(TEXT, Options())
    assert (len(last.sentences), last.total) == (1, 3)
    assert "told to fail" in last.problem
    assert "told to fail" in failing.fault
    with pytest.raises(EngineError, match="told to fail"):
        failing.whole(TEXT, Options())
    failing.whole("Bakıda görüş olub.", Options())
    assert failing.fault == ""


def test_before_a_model_is_loaded_it_is_not_well() -> None:
    assert models().fault


def test_a_term_is_applied_without_translating() -> None:
    shared = models(faults={})
    entry = Entry(source="Şuşa", target="City of Shusha", kind="place")
    before = session.type_in(shared.whole(TEXT, Options()), 2, "Mine.")
    after = shared.with_terms(before, (entry,))
    assert session.text_of(after) == "A meeting was held in City of Shusha. The minister has come.\n\nMine."
    assert after.signature != before.signature
    assert shared.with_terms(after, ()) == before


def test_an_edit_that_is_off_stays_off() -> None:
    shared = models()
    off = session.toggle(shared.whole(TEXT, Options()), 0, 0)
    again = shared.with_terms(off, (BUILDING,))
    assert session.shown(again, again.sentences[0]) == "A meeting was held in Susa."


def test_other_translations_with_their_terms() -> None:
    shared = models()
    asked = act(shared, shared.whole(TEXT, Options()), (), {"do": "others", "n": 0})
    assert [other.text for other in asked.sentences[0].others or ()] == ["In Susa they met."]
    chosen = act(shared, asked, (), {"do": "choose", "n": 0, "place": 0})
    assert session.shown(chosen, chosen.sentences[0]) == "In Shusha they met."
    assert [other.text for other in chosen.sentences[0].others or ()] == ["A meeting was held in Susa."]
    back = act(shared, chosen, (), {"do": "choose", "n": 0, "place": 0})
    assert session.shown(back, back.sentences[0]) == "A meeting was held in Shusha."


@pytest.mark.parametrize(
    "data",
    [{}, {"do": "open"}, {"do": "open", "n": 99}, {"do": "open", "n": -1}, {"do": "toggle", "n": 0, "place": 99},
     {"do": "x", "n": 0}, {"do": "toggle", "n": 0}, {"do": "choose", "n": 0, "place": 0}, {"do": "open", "n": "0"}],
)  # fmt: skip
def test_an_act_that_makes_no_sense_changes_nothing(data: dict[str, object]) -> None:
    assert act(models(), article(), (), data) == article()


def test_acts() -> None:
    typed = act(models(), article(), (), {"do": "save", "n": 1, "text": "He came."})
    assert session.shown(typed, typed.sentences[1]) == "He came."
    assert act(models(), typed, (), {"do": "revert", "n": 1}) == article()


def test_people_take_turns() -> None:
    class Alone(TableEngine):
        inside = 0

        def translate(self, segments: Sequence[EngineSegment], decoding: Decoding) -> list[tuple[Hypothesis, ...]]:
            assert self.inside == 0
            self.inside += 1
            found = super().translate(segments, decoding)
            self.inside -= 1
            return found

    shared = Models(lambda options: Translator(options=options, engine=Alone(delay=0.001)), Options())
    first, second = shared.stream(TEXT, Options()), shared.stream("Bakıda görüş olub.", Options())
    next(first)
    assert [one.source for one in second] == ["Bakıda görüş olub."] * 2
    assert [one.source for one in first] == [TEXT] * 3


def test_paced_keeps_the_first_and_the_last() -> None:
    many = [replace(article(), total=number) for number in range(50)]
    kept = list(paced(many, seconds=3600))
    assert kept == [many[0], many[-1]]
    assert list(paced(many, seconds=0)) == many
    assert list(paced([])) == []


BASE = Options(glossary=(Path("a.tsv"), Path("b.tsv")))
OPEN = Models(Translator, BASE, ["another"])


def test_options_of_the_inputs() -> None:
    chosen = OPEN.chosen({"beam_size": 5.0, "length_penalty": 2, "glossary": ["b.tsv"], "n_best": None, "model": ""})
    assert chosen == replace(BASE, beam_size=5, length_penalty=2.0, glossary=(Path("b.tsv"),))
    assert OPEN.chosen({"model": "another"}).model == "another"


def test_a_reader_cannot_reach_what_the_operator_has_not_offered() -> None:
    assert OPEN.chosen({"glossary": ["/etc/passwd"]}).glossary == ()
    with pytest.raises(OptionError, match="installed"):
        OPEN.chosen({"model": "/home/somebody/model"})


@pytest.mark.parametrize(
    ("values", "message"),
    [({"beam_size": 99}, "beam_size"), ({"n_best": "many"}, "n_best"), ({"nonsense": 1}, "nonsense"),
     ({"threads": 1000}, "cores"), ({"engine": "steam"}, "engine"), ({"beam_size": [1]}, "beam_size")],
)  # fmt: skip
def test_options_that_cannot_be_used(values: dict[str, object], message: str) -> None:
    with pytest.raises(OptionError, match=message):
        OPEN.chosen(values)
