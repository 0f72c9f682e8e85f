"""What a translation lacks is found, put in its place, and the rest of the sentence said anew; nothing is made worse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

import glossary
from glossary import Entry, Match, Matcher, Wanted, beginning, beginnings, read, unknown_names, wanted
from translator import Translator
from translator.engine.base import Decoding, ModelCard
from translator.insist import insist
from translator.types import EngineSegment, Hypothesis, Link

BASE = Matcher(row.entry for row in read(Path(__file__).parent / "cases" / "glossary_terms.tsv"))


class Obedient:
    """Says what its table has for a beginning, at worst the beginning itself; remembers what it was asked."""

    name = "obedient"

    def __init__(self, says: Mapping[str, Sequence[str]], *, inline_terms: bool = True) -> None:
        self.card = ModelCard("obedient", "00000000", 100, inline_terms)
        self.asked: list[str] = []
        self._says = says

    def count_pieces(self, text: str) -> int:
        return len(text.split())

    def translate(self, segments: Sequence[EngineSegment], decoding: Decoding) -> list[tuple[Hypothesis, ...]]:
        self.asked += [segment.begin for segment in segments]
        answers = [self._says.get(segment.begin, [segment.begin]) for segment in segments]
        return [
            tuple(Hypothesis(text, -0.1 * number) for number, text in enumerate(texts))[: decoding.n_best] for texts in answers
        ]


def targets(source: str, translation: str) -> list[str]:
    return [one.target for one in wanted(source, BASE.find(source), translation)]


def insisted(engine: Obedient, source: str, first: Hypothesis, matches: Sequence[Match] | None = None) -> str:
    given = BASE.find(source) if matches is None else matches
    ((best, *_),) = insist(engine, Decoding(), [EngineSegment(source)], [(first,)], [given])
    return best.text


@pytest.mark.parametrize(
    ("source", "translation", "lacking"),
    [
        ("Elmar Məmmədyarov Bakıdadır.", "Elmar Mammadyarov is in Baku.", []),
        ("Elmar Məmmədyarov Bakıdadır.", "Mammadyarov is here.", ["Elmar Mammadyarov", "Baku"]),
        ("Məmmədyarov Bakıda, Bakıda idi.", "Mammadyarov was in Baku.", []),
        ("ATƏT-in Minsk qrupu 3 gün", "The Minsk Group for three days", ["OSCE Minsk Group"]),
        ("Görüş 10 aprel 2008-ci ildə olub.", "The meeting was in April 2008.", ["April 10, 2008"]),
        ("Görüş 10 apreldə olub.", "The meeting was on the 10th of April.", []),
        ("19–20 sentyabrda 1.500 nəfər", "people", ["September 19–20", "1,500"]),
        ("saat 17:30-da 3,5 faiz", "per cent", ["17:30", "3.5"]),
        ("", "", []),
    ],
)
def test_what_is_wanted(source: str, translation: str, lacking: list[str]) -> None:
    assert targets(source, translation) == lacking


def test_a_number_inside_a_term_is_the_terms() -> None:
    entry = Entry(source="822 saylı qətnamə", target="Resolution 822", kind="treaty")
    (match,) = Matcher([entry]).find("BMT-nin 822 saylı qətnaməsi")
    assert [one.target for one in wanted("BMT-nin 822 saylı qətnaməsi", [match], "UN decision")] == ["Resolution 822"]


def test_the_place_is_what_the_translation_has_instead() -> None:
    source, translation = "Nazir Bakıda idi.", "The minister was in Bahrain yesterday."
    (one,) = wanted(source, BASE.find(source), translation)
    assert beginning([one], translation, [(6, 12, 20, 27)], 0) == (one, "The minister was in Baku")
    assert beginning([one], translation, [(6, 12, 20, 27)], 25) is None
    assert beginning([one], translation, [], 0) is None


def test_without_links_every_word_may_be_the_place() -> None:
    one = Wanted(0, 4, "2020")
    assert beginnings(one, "He came in May.", 0) == [
        "2020",
        "He 2020",
        "He came 2020",
        "He came in 2020",
        "He came in May 2020",
    ]
    assert beginnings(one, "He came in May.", 9) == ["He came in 2020", "He came in May 2020"]
    assert len(beginnings(one, "word " * 500, 0)) < 12
    assert beginnings(one, "", 0) == ["2020"]


def test_the_article_goes_with_the_term_and_no_word_is_doubled() -> None:
    source = "ATƏT-in Minsk qrupu gəldi."
    (one,) = wanted(source, BASE.find(source), "OSCE came.")
    assert one.target == "OSCE Minsk Group"
    assert beginnings(one, "OSCE came.", 0)[1] in {"OSCE Minsk Group", "The OSCE Minsk Group"}


def test_the_likeliest_that_lacks_least_is_taken() -> None:
    source = "Məmmədyarov 2020-ci ildə Bakıda idi."
    engine = Obedient({"He was in Baku": ["He was in Baku.", "He was in Baku in 2020.", "He was in Baku, 2020, 2020."]})
    first = Hypothesis("He was in Bahrain.", -0.1, (Link(25, 31, 10, 17),))
    assert insisted(engine, source, first, BASE.find(source)[1:]) == "He was in Baku in 2020."
    assert engine.asked == ["He was in Baku"]


def test_one_after_the_other() -> None:
    first = Hypothesis("He was in Bahrain in May.", -0.1, (Link(0, 6, 10, 17), Link(10, 14, 21, 24)))
    engine = Obedient({"He was in Baku": ["He was in Baku in May."]})
    assert insisted(engine, "Bakıda 12, 2020", first) == "He was in Baku 12 2020"


def test_what_helps_nothing_is_left() -> None:
    engine = Obedient({"2020": ["never"], "He 2020": ["and so on " * 9 + "2020"], "He came 2020": ["no"]})
    assert insisted(engine, "2020-ci ildə gəldi", Hypothesis("He came", -0.1)) == "He came"
    assert engine.asked == ["2020", "He 2020", "He came 2020"]


def test_only_models_that_take_terms_are_asked_again() -> None:
    says = {"": ["He came in May."], "2020": ["2020 saw him."]}
    for inline_terms, text in ((True, "2020 saw him."), (False, "He came in May.")):
        engine = Obedient(says, inline_terms=inline_terms)
        assert Translator(engine=engine, terms="off").translate("O, 2020-ci ildə gəldi.").text == text


def test_terms_of_the_glossary_are_insisted_on_unless_it_is_off() -> None:
    engine = Obedient({"": ["The minister came."], "The minister Baku": ["The minister Baku saw."]})
    assert Translator(engine=engine).translate("Nazir Bakıya gəldi.").text == "The minister Baku saw."
    assert Translator(engine=engine, terms="off").translate("Nazir Bakıya gəldi.").text == "The minister came."


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("Nazir Xələf Quliyevlə görüşüb.", ["Khalaf Guliyev"]),
        ("Xələf Quliyev gəlib.", ["Guliyev"]),  # what opens the sentence may be any word
        ("Dünən Quliyevin, V.Quliyevin və Nə.Quliyevin", ["Guliyev", "V. Guliyev", "Na. Guliyev"]),
        ("Bu, Sevda Quliyevanın sözüdür.", ["Sevda Guliyeva"]),
        ("Bunu Elçin Quliyeva verib.", []),
        ("Bunu Sevda Quliyeva verib.", ["Sevda Guliyeva"]),
        ("Bu, Əhməd Ağazadəyə aiddir.", ["Ahmad Aghazada"]),
        ("Quliyevlər gəlib, ov başlayıb, Kiyev, Ov.", []),
        ("", []),
    ],
)
def test_names_by_rule(source: str, names: list[str]) -> None:
    found = unknown_names(source, ())
    assert [name.target for name in found] == names
    assert all(source[name.start : name.stem_stop] in source for name in found)


def test_a_known_name_is_the_glossarys() -> None:
    source = "Nazir Elmar Məmmədyarovla görüşüb."
    assert unknown_names(source, BASE.find(source)) == ()


def test_an_unknown_name_is_given_to_the_model() -> None:
    engine = Obedient({"": ["He met him."], "He met Khalaf Guliyevbeyli": ["never"]})
    source = "O, Xələf Zurnaçıyevlə görüşüb."
    assert "Khalaf Zurnachiyev" in Translator(engine=engine).translate(source).text
    assert "Zurnachiyev" not in Translator(engine=engine, terms="off").translate(source).text


def test_nothing_is_asked_when_nothing_lacks() -> None:
    engine = Obedient({"": ["Mammadyarov is in Baku."]})
    assert Translator(engine=engine).translate("Məmmədyarov Bakıdadır.").text == "Mammadyarov is in Baku."
    assert engine.asked == [""]
    assert glossary.wanted("", (), "") == ()
