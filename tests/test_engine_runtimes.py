"""What holds for every runtime, and what CTranslate2 and transformers must agree on."""

from __future__ import annotations

import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny_models import SENTENCES, tiny

from translator.align import coverage, word_spans
from translator.config import Options
from translator.engine.base import Decoding, Engine
from translator.engine.inline import render
from translator.engine.load import load_engine
from translator.types import EngineSegment, Hypothesis, InlineTerm

RUNTIMES = ("ct2", "hf")
TEXTS = [" ".join(sentence.split()[first : first + 3]) for sentence in SENTENCES[:4] for first in range(4)]
SEGMENTS = [EngineSegment(text) for text in TEXTS]


@cache
def engine(kind: str, runtime: Any) -> Engine:
    return load_engine(Options(model=str(tiny(kind)), engine=runtime), cache=tiny("marian").parent / "cache")


def best(found: list[tuple[Hypothesis, ...]]) -> list[str]:
    return [hypothesis.text for hypothesis, *_ in found]


def linked(text: str, hypothesis: Hypothesis) -> list[tuple[str, str]]:
    return [(text[link[0] : link[1]], hypothesis.text[link[2] : link[3]]) for link in hypothesis.links]


@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.parametrize("kind", ["marian", "nllb"])
@pytest.mark.parametrize("beam_size", [1, 4])
def test_a_model_that_copies_gives_its_source_and_the_diagonal(kind: str, runtime: str, beam_size: int) -> None:
    found = engine(kind, runtime).translate(SEGMENTS, Decoding(beam_size=beam_size))
    assert best(found) == TEXTS
    for text, (hypothesis,) in zip(TEXTS, found, strict=True):
        assert [source for source, _ in linked(text, hypothesis)] == [target for _, target in linked(text, hypothesis)]
        assert linked(text, hypothesis)[0][0] == text.split()[0].rstrip(".,;")
        assert not hypothesis.truncated


@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.parametrize("kind", ["random", "nllb"])
@pytest.mark.parametrize("beam_size", [1, 4])
def test_the_batch_does_not_matter(kind: str, runtime: str, beam_size: int) -> None:
    decoding = Decoding(beam_size=beam_size, n_best=beam_size)
    subject = engine(kind, runtime)
    alone = [subject.translate([segment], decoding)[0] for segment in SEGMENTS]
    assert len(set(map(str, alone))) > len(alone) // 2
    groups = [SEGMENTS[first : first + 3] for first in range(0, len(SEGMENTS), 3)]
    threes = [found for group in groups for found in subject.translate(group, decoding)]
    small = subject.translate(SEGMENTS, Decoding(beam_size=beam_size, n_best=beam_size, max_batch_pieces=1))
    backwards = subject.translate(SEGMENTS[::-1], decoding)[::-1]
    for other in (threes, small, backwards, subject.translate(SEGMENTS, decoding)):
        for ours, theirs in zip(alone, other, strict=True):
            assert [(one.text, one.links) for one in ours] == [(one.text, one.links) for one in theirs]
            assert [one.score for one in ours] == pytest.approx([one.score for one in theirs], abs=0.01)


@pytest.mark.parametrize("kind", ["marian", "nllb"])
@pytest.mark.parametrize("length_penalty", [0.0, 1.0, 2.0])
@pytest.mark.parametrize("rules", [{}, {"no_repeat_ngram": 3}, {"repetition_penalty": 1.2}])
def test_scores_are_means_of_the_models_own_probabilities(kind: str, length_penalty: float, rules: dict[str, float]) -> None:
    decoding = Decoding(beam_size=4, n_best=4, length_penalty=length_penalty, **rules)  # type: ignore[arg-type]
    scores = [_unsure_scores(engine(kind, runtime), decoding) for runtime in RUNTIMES]
    plain = [_unsure_scores(engine(kind, runtime), Decoding(beam_size=4, n_best=4)) for runtime in RUNTIMES]
    for one, other, tolerance in ((scores[0], plain[0], 0.01), (scores[1], plain[1], 0.01), (scores[0], scores[1], 0.15)):
        ratios = [one[text] / other[text] for text in one.keys() & other.keys()]
        assert ratios
        assert median(ratios) == pytest.approx(1, abs=tolerance)


def _unsure_scores(subject: Engine, decoding: Decoding) -> dict[str, float]:
    found = (hypothesis for several in subject.translate(SEGMENTS, decoding) for hypothesis in several)
    return {hypothesis.text: hypothesis.score for hypothesis in found if hypothesis.score < -0.2}


@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.parametrize("kind", ["marian", "nllb"])
@pytest.mark.parametrize("beam_size", [1, 4])
def test_a_translation_begins_as_it_is_told(kind: str, runtime: str, beam_size: int) -> None:
    subject = engine(kind, runtime)
    begin = TEXTS[0].split()[-1]
    segments = [EngineSegment(TEXTS[1]), EngineSegment(TEXTS[1], begin=begin), EngineSegment(TEXTS[2], begin=TEXTS[0])]
    found = subject.translate(segments, Decoding(beam_size=beam_size))
    plain, begun, longer = best(found)
    assert plain == TEXTS[1]
    assert begun.startswith(begin)
    assert longer.startswith(TEXTS[0])
    assert found[1][0].score < found[0][0].score
    assert all(link.target_stop <= len(text) for text, (one,) in zip(best(found), found, strict=True) for link in one.links)


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_what_leaves_little_out_comes_first(runtime: str) -> None:
    subject = engine("random", runtime)
    every = subject.translate(SEGMENTS, Decoding(beam_size=12, n_best=12))  # a random model: few of them differ in coverage
    ranked = subject.translate(SEGMENTS, Decoding(beam_size=12, n_best=6, coverage=100.0))
    for segment, some, best_six in zip(SEGMENTS, every, ranked, strict=True):
        words = word_spans(segment.text)
        shares = sorted((coverage(words, one.links) for one in some), reverse=True)
        assert [coverage(words, one.links) for one in best_six] == shares[:6]
        assert {one.text for one in best_six} <= {one.text for one in some}
    assert ranked != [some[:6] for some in every]


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_n_best_and_no_links(runtime: str) -> None:
    (found,) = engine("marian", runtime).translate(SEGMENTS[:1], Decoding(beam_size=3, n_best=3, alignment=False))
    assert len({hypothesis.text for hypothesis in found}) == 3
    assert [hypothesis.score for hypothesis in found] == sorted((hypothesis.score for hypothesis in found), reverse=True)
    assert all(hypothesis.links == () for hypothesis in found)


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_rules_against_repetition_are_obeyed(runtime: str) -> None:
    segment = [EngineSegment("səfərə səfərə səfərə səfərə")]
    assert best(engine("marian", runtime).translate(segment, Decoding())) == [segment[0].text]
    (hypothesis,) = best(engine("marian", runtime).translate(segment, Decoding(no_repeat_ngram=2)))
    assert hypothesis.count("səfərə") < 3


@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.parametrize("text", ["", " ", "\u200b", "\n\t"])
def test_no_text(runtime: str, text: str) -> None:
    segments = [EngineSegment("Görüş"), EngineSegment(text), EngineSegment("Görüş")]
    found = engine("marian", runtime).translate(segments, Decoding(beam_size=2, n_best=2))
    assert found[0] == found[2]
    assert found[1] == (Hypothesis("", 0.0),) * 2
    assert engine("marian", runtime).translate([], Decoding()) == []


@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.parametrize("kind", ["marian", "nllb"])
def test_long_text_is_cut_and_says_so(kind: str, runtime: str) -> None:
    subject = engine(kind, runtime)
    long = "Görüş keçirilib " * 100
    assert subject.count_pieces(long) > subject.card.max_pieces
    found = subject.translate([EngineSegment(long), EngineSegment("Görüş")], Decoding(beam_size=1))
    assert [hypothesis.truncated for (hypothesis,) in found] == [True, False]
    assert found[0][0].text.startswith("Görüş keçirilib Görüş")


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(codec=None), max_size=30))
def test_any_text_gives_valid_spans(text: str) -> None:
    (hypothesis,) = engine("terms", "ct2").translate([EngineSegment(text)], Decoding(beam_size=2))[0]
    for link in hypothesis.links:
        assert 0 <= link.source_start < link.source_stop <= len(text)
        assert 0 <= link.target_start < link.target_stop <= len(hypothesis.text)
    hypothesis.text.encode()  # no lone surrogate comes out


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_terms_are_written_into_the_source(runtime: str) -> None:
    text = "Xarici işlər naziri Məmmədyarov gedib."
    segment = EngineSegment(text, (InlineTerm(0, 19, "minister"), InlineTerm(20, 31, "Baku")))
    ((hypothesis,),) = engine("terms", runtime).translate([segment], Decoding())
    assert hypothesis.text == render(text, segment.terms)  # which the model copies
    assert ("Məmmədyarov", "Baku") in {(source, target.strip("<>/ ")) for source, target in _words(text, hypothesis)}
    assert ("Xarici işlər naziri", "minister") in _words(text, hypothesis)
    assert linked(text, hypothesis)[-1] == (".", ".")


def _words(text: str, hypothesis: Hypothesis) -> set[tuple[str, str]]:
    return {(source, word) for source, target in linked(text, hypothesis) for word in target.replace("<", " <").split()}


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_a_users_mark_is_text(runtime: str) -> None:
    ((hypothesis,),) = engine("terms", runtime).translate([EngineSegment("sonra <term> gedib")], Decoding())
    assert hypothesis.text == "sonra < term> gedib"


def test_terms_that_do_not_fit_are_left_out() -> None:
    text = "Görüş keçirilib " * 12
    segment = EngineSegment(text.strip(), (InlineTerm(0, 5, "a meeting " * 30),))
    ((hypothesis,),) = engine("terms", "ct2").translate([segment], Decoding())
    assert (hypothesis.text, hypothesis.truncated) == (text.strip(), False)


def test_a_model_without_inline_terms_ignores_them() -> None:
    ((hypothesis,),) = engine("marian", "ct2").translate([EngineSegment("Görüş", (InlineTerm(0, 5, "x"),))], Decoding())
    assert hypothesis.text == "Görüş"


@pytest.mark.parametrize("kind", ["marian", "nllb"])
def test_ct2_needs_neither_torch_nor_transformers(tmp_path: Path, kind: str) -> None:
    code = f"""
import sys
sys.modules.update(torch=None, transformers=None)
from translator.config import Options
from translator.engine.base import Decoding
from translator.engine.load import load_engine
from translator.types import EngineSegment
engine = load_engine(Options(model={str(tiny(kind))!r}))
print(engine.name, engine.translate([EngineSegment("Görüş")], Decoding())[0][0].text)
"""
    environment = {"AZEN_CACHE": str(tmp_path), "PYTHONPATH": str(Path(__file__).parents[1]), "PYTHONUTF8": "1"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == "ct2-int8 Görüş\n"


def test_damaged_cache_is_made_anew(tmp_path: Path) -> None:
    options = Options(model=str(tiny("marian")), engine="ct2")
    load_engine(options, cache=tmp_path)
    (converted,) = (tmp_path / "ct2").iterdir()
    (converted / "model.bin").write_bytes(b"short")
    assert best(load_engine(options, cache=tmp_path).translate(SEGMENTS[:1], Decoding())) == TEXTS[:1]


def test_cache_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file", encoding="utf-8")
    subject = load_engine(Options(model=str(tiny("marian")), engine="ct2"), cache=tmp_path / "cache")
    assert best(subject.translate(SEGMENTS[:1], Decoding())) == TEXTS[:1]


def test_changed_weights_are_converted_anew(tmp_path: Path) -> None:
    path = Path(shutil.copytree(tiny("marian"), tmp_path / "model"))
    load_engine(Options(model=str(path), engine="ct2"), cache=tmp_path)
    shutil.copy(tiny("random") / "model.safetensors", path)
    shutil.copy(tiny("random") / "config.json", path)
    changed = load_engine(Options(model=str(path), engine="ct2"), cache=tmp_path)
    expected = engine("random", "ct2").translate(SEGMENTS[:1], Decoding())
    assert best(changed.translate(SEGMENTS[:1], Decoding())) == best(expected)


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_shifted_alignment_is_one_piece_later(tmp_path: Path, runtime: Any) -> None:
    path = Path(shutil.copytree(tiny("marian"), tmp_path / "shifted"))
    (path / "azen.json").write_text('{"alignment_shift": true}', encoding="utf-8")
    shifted = load_engine(Options(model=str(path), engine=runtime), cache=tmp_path)
    text = "edib, edib."
    assert len(set(map(str, shifted.translate([EngineSegment(text)] * 3, Decoding())))) == 1
    ((hypothesis,),) = shifted.translate([EngineSegment(text)], Decoding())
    ((plain,),) = engine("marian", runtime).translate([EngineSegment(text)], Decoding())
    assert linked(text, plain) == [("edib", "edib"), (",", ","), ("edib", "edib"), (".", ".")]
    assert linked(text, hypothesis) == [(",", "edib"), ("edib", ","), (".", "edib")]  # the last piece looks at the end mark


def test_transformers_is_silent(capfd: pytest.CaptureFixture[str]) -> None:
    load_engine(Options(model=str(tiny("marian")), engine="hf")).translate(SEGMENTS[:2], Decoding())
    assert capfd.readouterr() == ("", "")
