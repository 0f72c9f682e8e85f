"""An engine with a memory says what the engine says, and asks it once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translator.engine.base import Decoding
from translator.engine.table import TableEngine
from translator.errors import EngineError, InputError
from translator.journal import FileRecord, Hypotheses, Journal, Sentences, Stamp
from translator.memory import RememberingEngine
from translator.types import EngineSegment, Hypothesis, InlineTerm, Link

GREEDY = Decoding(beam_size=1)


class Dictionary(dict[bytes, Hypotheses]):
    """A memory in memory."""

    def find(self, keys: Sequence[bytes]) -> Mapping[bytes, Hypotheses]:
        return {key: self[key] for key in keys if key in self}

    def keep(self, found: Mapping[bytes, Hypotheses]) -> None:
        self.update(found)


@pytest.fixture
def sentences(tmp_path: Path) -> Iterator[Sentences]:
    with Sentences(tmp_path / "x.sqlite") as found:
        yield found


def asked(engine: TableEngine, memory: Dictionary | Sentences, *segments: EngineSegment, decoding: Decoding = GREEDY) -> int:
    """How many sentences the engine itself had to translate."""
    counts: list[int] = []
    RememberingEngine(engine, memory, "1", lambda translated, _: counts.append(translated)).translate(segments, decoding)
    return sum(counts)


@given(st.lists(st.text(), max_size=20), st.integers(1, 3))
def test_the_same_as_the_engine(texts: list[str], n_best: int) -> None:
    decoding = Decoding(n_best=n_best)
    segments = [EngineSegment(text) for text in texts]
    engine, memory = TableEngine(), Dictionary()
    expected = engine.translate(segments, decoding)
    for _ in range(2):
        assert RememberingEngine(engine, memory, "1").translate(segments, decoding) == expected


def test_all_that_decides_is_in_the_key() -> None:
    engine, memory, segment = TableEngine(inline_terms=True), Dictionary(), EngineSegment("a b")
    assert asked(engine, memory, segment, segment) == 1
    assert asked(engine, memory, segment) == 0
    assert asked(engine, memory, EngineSegment("a b", (InlineTerm(0, 1, "x"),))) == 1
    assert asked(engine, memory, EngineSegment("a b", (InlineTerm(0, 1, "y"),))) == 1
    assert asked(engine, memory, segment, decoding=replace(GREEDY, beam_size=2)) == 1
    assert asked(engine, memory, segment, decoding=replace(GREEDY, no_repeat_ngram=3)) == 1
    assert asked(engine, memory, segment, decoding=replace(GREEDY, max_batch_pieces=7)) == 0
    engine.card = replace(engine.card, revision="11111111")
    assert asked(engine, memory, segment) == 1


def test_batches_before_a_failure_are_kept() -> None:
    engine, memory = TableEngine(faults={"x": "fail"}), Dictionary()
    segments = [EngineSegment("x"), *(EngineSegment(f"word {number}") for number in range(40))]
    with pytest.raises(EngineError):
        RememberingEngine(engine, memory, "1").translate(segments, GREEDY)  # longest first, so the failure comes last
    assert len(memory) == 32


def test_what_is_told_ends_the_work_with_the_batch_kept() -> None:
    def stop(translated: int, _: int) -> None:
        if translated:
            raise KeyboardInterrupt

    memory = Dictionary()
    with pytest.raises(KeyboardInterrupt):
        RememberingEngine(TableEngine(), memory, "1", stop).translate([EngineSegment(f"{n}") for n in range(99)], GREEDY)
    assert len(memory) == 32


HYPOTHESES = st.builds(
    Hypothesis,
    st.text(st.characters(), max_size=20),
    st.floats(allow_nan=False, allow_infinity=False),
    st.lists(st.builds(Link, *[st.integers(0, 99)] * 4), max_size=4).map(tuple),
    st.booleans(),
)


@given(
    st.dictionaries(st.binary(min_size=16, max_size=16), st.lists(HYPOTHESES, min_size=1, max_size=3).map(tuple), max_size=6)
)
def test_hypotheses_come_back_as_they_were(found: dict[bytes, Hypotheses]) -> None:
    with Sentences(Path(":memory:")) as sentences:
        sentences.keep(found)
        assert sentences.find([*found, b"another"]) == found


def test_more_keys_than_one_query_takes(sentences: Sentences) -> None:
    found = {number.to_bytes(16): (Hypothesis(str(number), 0.0),) for number in range(1700)}
    sentences.keep(found)
    assert sentences.find(list(found)) == found


def test_what_was_kept_is_there_after_opening_again(tmp_path: Path) -> None:
    record = FileRecord("a/b.txt", "signature", Stamp(1, 2), Stamp(3, 4), {"sentences": 5})
    with Journal(tmp_path / "x") as journal:
        journal.keep([replace(record, written=None, report=None)])
        assert journal.find("a/b.txt") == replace(record, written=None, report=None)
        journal.keep([record])
    with Journal(tmp_path / "x") as journal:
        assert journal.find("a/b.txt") == record
        assert journal.find("a") is None


def test_one_at_a_time(tmp_path: Path) -> None:
    with Journal(tmp_path / "x"), pytest.raises(InputError, match="another run"):
        Journal(tmp_path / "x")
    Journal(tmp_path / "x").close()


def test_another_format_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Journal(tmp_path / "x").close()
    monkeypatch.setattr("translator.journal.FORMAT", 99)
    with pytest.raises(InputError, match="another version"):
        Journal(tmp_path / "x")
