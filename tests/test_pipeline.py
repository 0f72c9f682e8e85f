"""Laws of the whole: nothing lost, layout kept, spans and edits that can be replayed, the same result however it is cut up."""

from __future__ import annotations

import itertools
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import glossary
from translator import OptionError, Translator, translate
from translator.engine.table import TableEngine
from translator.normalize import normalize
from translator.result import Translation
from translator.units import read

ARTICLE = """AZƏRBAYCAN XİN BƏYANAT YAYIB

E. Məmmədyarov S. Lavrovla görüşüb. Görüş saat 11:33-də başlayıb.
Ətraflı: www.mfa.gov.az

🇦🇿 2020

Saziş imzalanıb.Tərəflər razılaşıb.
"""


@pytest.fixture(scope="module")
def words() -> Translator:
    return Translator(engine=TableEngine({"görüşüb": "met", "Görüş": "meeting", "bəyanat": "statement"}))


def check(source: str, result: Translation) -> None:
    """The laws that hold for every translation."""
    done = 0
    for segment in result.segments:
        start, stop = segment.source_span
        assert not normalize(source[done:start]).text.strip()
        assert source[start:stop] == segment.source
        assert result.text[slice(*segment.target_span)] == segment.target
        assert glossary.apply(segment.raw, segment.edits) == segment.target
        for link in segment.links:
            assert 0 <= link.source_start <= link.source_stop <= len(segment.source)
            assert 0 <= link.target_start <= link.target_stop <= len(segment.target)
        done = stop
    assert not normalize(source[done:]).text.strip()


def test_article(words: Translator) -> None:
    result = words.translate(ARTICLE)
    check(ARTICLE, result)
    assert result.text.count("\n") == ARTICLE.count("\n")
    lines = result.text.splitlines()
    assert lines[0].isupper()
    assert "AZERBAIJAN" in lines[0]
    assert "Mammadyarov" in lines[2]
    assert "Lavrov met" in lines[2]
    assert "www.mfa.gov.az" in lines[3]
    assert lines[5] == "🇦🇿 2020"
    assert ". " in lines[7]
    assert not result.warnings


@given(st.text(alphabet="abəğıİ .!?\n\r\t\u00a0\u200b-–“”12😀я\ud800", max_size=80))
@settings(max_examples=150, deadline=None)
def test_nothing_is_lost(text: str) -> None:
    check(text, Translator(engine=TableEngine(), terms="off").translate(text))


@pytest.mark.parametrize("text", ["", " ", "\n\n", "12", "🙂", "https://president.az/az/articles", "info@mfa.gov.az"])
def test_passed_through(words: Translator, text: str) -> None:
    assert words.translate(text).text == text


def test_stream_gives_what_translate_gives(words: Translator) -> None:
    assert tuple(words.stream(ARTICLE)) == words.translate(ARTICLE).segments


def test_many_texts_are_what_they_are_alone(words: Translator) -> None:
    texts = [ARTICLE, "", "Görüş keçirilib.", ARTICLE[::-1]]
    assert words.translate_all(texts) == [words.translate(text) for text in texts]


def test_loop_is_tried_again_and_flagged_if_it_stays() -> None:
    engine = TableEngine(faults={"Birinci cümlə.": "loop", "İkinci cümlə.": "stuck", "Üçüncü cümlə.": "empty"})
    segments = Translator(engine=engine).translate("Birinci cümlə. İkinci cümlə. Üçüncü cümlə.").segments
    codes = [{notice.code for notice in segment.warnings} for segment in segments]
    assert "fault" not in codes[0]
    assert "fault" in codes[1]
    assert "fault" in codes[2]


def test_long_sentence_is_cut_and_whole_again() -> None:
    sentence = ", ".join(f"söz{number} yer{number}" for number in range(60)) + "."
    engine = TableEngine(max_pieces=20)
    (segment,) = Translator(engine=engine, terms="off").translate(sentence).segments
    assert segment.target == sentence
    assert "truncated" not in {notice.code for notice in segment.warnings}
    assert [segment.source[a:b] for a, b, _, _ in segment.links] == [segment.target[c:d] for _, _, c, d in segment.links]


def test_inline_terms_reach_an_engine_that_takes_them() -> None:
    (segment,) = Translator(engine=TableEngine(inline_terms=True)).translate("Nazir Məmmədyarovla görüşüb.").segments
    assert "Mammadyarov" in segment.raw
    assert [outcome.status for outcome in segment.terms if outcome.match.target == "Mammadyarov"] == ["already right"]


def test_cyrillic_is_put_into_latin_and_said() -> None:
    source = "Азәрбајҹан Республикасы Бакыда ҝөрүш кечирди."
    result = Translator(engine=TableEngine()).translate(source)
    check(source, result)
    assert result.warnings[0].code == "cyrillic"
    assert "Baku" in result.text


@pytest.mark.parametrize(
    "text",
    [
        "Министр иностранных дел России Сергей Лавров прибыл с визитом в Баку в среду.",
        "The foreign minister of the country arrived in the city on Wednesday for talks with his counterpart.",
    ],
)
def test_other_languages_pass_through_with_a_warning(words: Translator, text: str) -> None:
    result = words.translate(text)
    assert result.text == text
    assert [notice.code for notice in result.warnings] == ["language"]


def test_turkish_is_translated_with_a_warning(words: Translator) -> None:
    result = words.translate("Dışişleri Bakanı bugün Ankara'da mevkidaşıyla bir araya geldi ve görüşme yaptı.")
    assert [notice.code for notice in result.warnings] == ["language"]
    assert result.segments[0].score is not None


def test_missing_number_is_reported() -> None:
    engine = TableEngine({"Plan 350 milyon manatdır.": "The plan costs a lot of money."})
    (segment,) = Translator(engine=engine).translate("Plan 350 milyon manatdır.").segments
    assert "number" in {notice.code for notice in segment.warnings}


def test_terms_off_leaves_the_model_alone() -> None:
    translator = Translator(engine=TableEngine(), terms="off")
    (segment,) = translator.translate("Nazir Məmmədyarovla görüşüb.").segments
    assert (segment.target, segment.edits, segment.terms) == ("Nazir Məmmədyarovla görüşüb.", (), ())
    assert "gloss:off" in translator.signature


def test_signature_names_everything(words: Translator) -> None:
    keys = [part.partition(":")[0] for part in words.signature.split("|")]
    assert keys == ["az-en", "model", "engine", "beam", "lp", "rp", "cov", "seg", "norm", "gloss", "v"]


def test_function_takes_one_or_many() -> None:
    one = translate("Bakı", engine="table")
    many = translate(["Bakı", "Moskva"], engine="table")
    assert one == many[0] == "Baku"
    assert many[1] == "Moscow"


def test_unknown_option_is_named() -> None:
    with pytest.raises(OptionError, match="beam"):
        translate("Bakı", beam=4)


def test_ten_thousand_lines_in_order() -> None:
    text = "\n".join(f"Sətir {number}." for number in range(2000))
    result = Translator(engine=TableEngine(), terms="off").translate(text)
    assert result.text == text
    assert all(one.source_span < two.source_span for one, two in itertools.pairwise(result.segments))


def test_units_cover_the_text() -> None:
    document = read(ARTICLE)
    assert "".join(ARTICLE[unit.start : unit.stop] for unit in document.units) == "".join(unit.plain for unit in document.units)


@pytest.mark.parametrize("text", [ARTICLE, unicodedata.normalize("NFD", ARTICLE), "Е. Мәммәдјаров Бакыја ҝәлиб.", ""])
def test_terms_again_are_the_same_terms(words: Translator, text: str) -> None:
    segments = words.translate(text).segments
    assert tuple(words.enforce(text, segments)) == segments
    assert tuple(words.enforce(text, segments[:2])) == segments[:2]


def test_other_terms_without_another_translation() -> None:
    silent = Translator(engine=TableEngine(faults={"Zaqulbada görüşüb.": "fail"}))
    segment = Translator(engine=TableEngine({"görüşüb": "met"})).translate("Zaqulbada görüşüb.").segments[0]
    entry = glossary.Entry(source="Zaqulba", target="Zagulba Residence", kind="place")
    terms = glossary.builtin().layer([glossary.Row(entry, "page", 1)])
    other = Translator(engine=silent.engine, term_base=terms)
    assert [again.target for again in other.enforce("Zaqulbada görüşüb.", [segment])] == ["Zagulba Residence met."]


def test_outline(words: Translator) -> None:
    outline = words.outline(ARTICLE)
    assert (outline.sentences, outline.language, outline.script) == (len(words.translate(ARTICLE).segments), "az", "Latn")
    assert [notice.code for notice in words.outline("The parties have met in the city.").notices] == ["language"]


def test_a_stream_in_small_windows(words: Translator) -> None:
    assert tuple(words.stream(ARTICLE, window=2)) == words.translate(ARTICLE).segments
