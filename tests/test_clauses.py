"""The parts of a cut sentence fit, are even, rebuild the sentence, and end where a reader would pause."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translator.clauses import cut


def words(text: str) -> int:
    return len(text.split())


def units(text: str) -> int:
    """A stand-in for a subword vocabulary: a piece for every three letters, four for a character outside it."""
    return sum(-(-len(word) // 3) for word in text.split()) + 3 * sum(ord(letter) > 0x2FF for letter in text)


@pytest.mark.parametrize(
    ("text", "limit", "parts"),
    [
        ("Görüş keçirilib.", 5, ["Görüş keçirilib."]),
        (
            "Tərəflər danışıqlara başladı; sənəd isə hələ hazır deyil.",
            5,
            ["Tərəflər danışıqlara başladı;", "sənəd isə hələ hazır deyil."],
        ),
        (
            "Nazir bu gün Bakıya gələrək, Prezident və spikerlə görüşüb",
            6,
            ["Nazir bu gün Bakıya gələrək,", "Prezident və spikerlə görüşüb"],
        ),
        (
            "Səfir bildirib ki, əlaqələr inkişaf edir, ticarət, turizm və təhsil genişlənir",
            8,
            ["Səfir bildirib ki, əlaqələr inkişaf edir,", "ticarət, turizm və təhsil genişlənir"],
        ),
        (
            "Görüşdə ticarət məsələləri ətraflı müzakirə edilib və yeni saziş layihəsi hazırlanıb",
            7,
            ["Görüşdə ticarət məsələləri ətraflı müzakirə edilib", "və yeni saziş layihəsi hazırlanıb"],
        ),
        ("bir iki üç dörd beş altı", 2, ["bir iki", "üç dörd", "beş altı"]),
        ("Prezident hazırdır – nazir yox", 3, ["Prezident hazırdır", "– nazir yox"]),
    ],
)
def test_parts(text: str, limit: int, parts: list[str]) -> None:
    assert [part.text for part in cut(text, limit, words)] == parts


@pytest.mark.parametrize("text", ["", " ", "\n\t "])
def test_nothing_has_no_parts(text: str) -> None:
    assert cut(text, 3, len) == []


@pytest.mark.parametrize("limit", [0, -1])
def test_a_limit_below_one_is_refused(limit: int) -> None:
    with pytest.raises(ValueError, match=f"limit is {limit}"):
        cut("Bakı", limit, len)


@given(st.text("aəş, .;və–\n😀\u0327", max_size=300) | st.text(max_size=100), st.integers(1, 40), st.sampled_from([len, units]))
def test_parts_fit_and_rebuild_the_text(text: str, limit: int, count: object) -> None:
    assert callable(count)
    place = 0
    for start, stop, part in cut(text, limit, count):
        assert text[start:stop] == part == part.strip() != ""
        assert not text[place:start].strip()
        assert count(part) <= limit or len(part) == 1
        place = stop
    assert not text[place:].strip()


@given(st.integers(1, 400), st.integers(2, 60))
def test_parts_are_even_where_the_text_is(length: int, limit: int) -> None:
    sizes = [words(part.text) for part in cut("söz " * length, limit, words)]
    assert max(sizes) <= 2 * min(sizes) + 1
    assert len(sizes) <= 2 * -(-length // limit)


def test_no_mark_is_parted_from_its_letter() -> None:
    text = "s\u0327" * 50
    assert all(len(part.text) % 2 == 0 for part in cut(text, 7, len))


def test_a_long_token_is_counted_a_few_times_only() -> None:
    seen = 0

    def count(text: str) -> int:
        nonlocal seen
        seen += len(text)
        return len(text)

    text = "a" * 100_000
    assert "".join(part.text for part in cut(text, 100, count)) == text
    assert seen < 40 * len(text)
