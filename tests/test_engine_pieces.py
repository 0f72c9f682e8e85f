from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny_models import SENTENCES, tiny

from translator.engine.codec import Codec, batches
from translator.engine.folder import read_folder
from translator.engine.pieces import Pieces, load_pieces
from translator.types import EngineSegment

PIECES = {kind: load_pieces(read_folder(kind, tiny(kind))) for kind in ("marian", "nllb")}
SPECIAL = "yazdı </s> <pad> <unk> <s> eng_Latn >>eng<<"


@pytest.fixture(params=PIECES)
def pieces(request: pytest.FixtureRequest) -> Pieces:
    return PIECES[request.param]


@pytest.mark.parametrize("text", [*SENTENCES, "(a) 5,5; b-c"])
def test_there_and_back(pieces: Pieces, text: str) -> None:
    encoded = pieces.encode(text)
    decoded, placed = pieces.decode([piece.text for piece in encoded])
    assert decoded == text
    assert [piece.text for piece in placed] == [piece.text for piece in encoded]
    for piece in (*encoded, *placed):
        if piece.text != "▁" and not piece.text.startswith("<0x"):
            assert text[piece.start : piece.stop].strip() == piece.text.replace("▁", "")


def test_a_users_text_never_becomes_a_mark(pieces: Pieces) -> None:
    marks = {*pieces.source_start, *pieces.source_end, *pieces.target_start, "<pad>", "<s>", "<unk>"}
    assert not marks & {piece.text for piece in pieces.encode(SPECIAL.replace("_", "-"))}
    assert "eng_Latn" not in {piece.text for piece in pieces.encode(SPECIAL)}


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_byte_fallback_loses_nothing(text: str) -> None:
    pieces = PIECES["marian"]
    spans = [(piece.start, piece.stop) for piece in pieces.encode(text)]
    assert all(0 <= start <= stop <= len(text) for start, stop in spans)
    assert spans == sorted(spans)
    decoded, _ = pieces.decode([piece.text for piece in pieces.encode(text)])
    letters = {letter for letter in unicodedata.normalize("NFKC", text) if unicodedata.category(letter)[0] in "LNPS"}
    assert letters <= set(unicodedata.normalize("NFKC", decoded)) | set("▁ ")


def test_source_marks() -> None:
    encoded = Codec(read_folder("m", tiny("nllb"))).encode(EngineSegment("Bakı"))
    assert (encoded.pieces[0], encoded.pieces[-1]) == ("azj_Latn", "</s>")
    assert (encoded.spans[0], encoded.spans[-1]) == (None, None)
    assert Codec(read_folder("m", tiny("marian"))).encode(EngineSegment("Bakı")).pieces[-1] == "</s>"


@given(st.lists(st.integers(0, 30), max_size=40), st.integers(1, 100), st.integers(1, 4))
def test_batches_hold_each_once_and_keep_the_limit(lengths: list[int], limit: int, workers: int) -> None:
    found = batches(lengths, limit, workers)
    assert sorted(number for batch in found for number in batch) == [number for number, length in enumerate(lengths) if length]
    for batch in found:
        assert len(batch) == 1 or len(batch) * max(lengths[number] for number in batch) <= limit


def test_every_worker_gets_a_batch() -> None:
    assert [len(batch) for batch in batches([10] * 8, 1000, workers=4)] == [2, 2, 2, 2]
    assert len(batches([10] * 3, 1000, workers=4)) == 3
    assert len(batches([10] * 1000, 1000, workers=4)) == 12
