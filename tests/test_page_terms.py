"""The session glossary: a table, a file, entries, and back."""

from __future__ import annotations

from pathlib import Path

import pytest

from glossary.errors import GlossaryError
from glossary.types import Entry
from translator.page import terms

PLACE = Entry(source="Zaqulba", target="Zagulba Residence", kind="place", variants=("Zagulba",), notes="near Baku")
BODY = Entry(source="Xəbər Evi", target="News House", kind="body")


def test_the_table_and_back() -> None:
    assert terms.entries_of(terms.rows_of([PLACE, BODY]), [PLACE, BODY]) == (PLACE, BODY)
    assert terms.entries_of([["Zaqulba", "Zagulba Residence", "place"]]) == (
        Entry(source="Zaqulba", target="Zagulba Residence", kind="place"),
    )
    assert terms.entries_of([["", "", ""], [None, " ", ""]]) == ()


def test_the_last_row_wins() -> None:
    assert [entry.target for entry in terms.entries_of([["Zaqulba", "A", ""], ["Zaqulba", "B", ""]])] == ["B"]
    assert terms.merged([PLACE], [BODY, PLACE]) == (PLACE, BODY)


@pytest.mark.parametrize(
    ("rows", "message"),
    [([["Zaqulba", "", ""]], "row 1: no target"), ([["", "", ""], ["", "B", ""]], "row 2: no source"),
     ([["Zaqulba", "B", "planet"]], "row 1: kind 'planet'"), ([["Z" * 201, "B", ""]], "row 1: a term has at most 200")],
)  # fmt: skip
def test_rows_that_cannot_be_used(rows: list[list[str]], message: str) -> None:
    with pytest.raises(GlossaryError, match=message):
        terms.entries_of(rows)


@pytest.mark.parametrize("ending", [".tsv", ".tbx"])
def test_a_file_and_back(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"terms{ending}"
    path.write_bytes(terms.write([PLACE, BODY], ending))
    assert terms.read(path) == (PLACE, BODY)


def test_an_error_names_the_file_and_no_folder(tmp_path: Path) -> None:
    path = tmp_path / "bad.tsv"
    path.write_text("source\ttarget\nBakı\t\n", encoding="utf-8")
    with pytest.raises(GlossaryError) as caught:
        terms.read(path)
    assert "bad.tsv" in str(caught.value)
    assert str(tmp_path) not in str(caught.value)
