"""Term bases are read, laid over each other, checked, and exchanged without loss."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary import (
    KINDS,
    Entry,
    Row,
    TermBaseFileError,
    TermBaseFormatError,
    builtin,
    builtin_rows,
    check,
    load,
    read,
    tbx,
    tmx,
    tsv,
    write,
)

LETTERS = "AaBbÇçƏəĞğIıİiÖöŞşÜüXx"
words = st.text(LETTERS, min_size=1, max_size=8)
phrases = st.lists(words, min_size=1, max_size=4).map(" ".join)
entries = st.builds(
    Entry,
    source=phrases,
    target=phrases,
    kind=st.sampled_from(KINDS),
    variants=st.lists(phrases, max_size=3).map(tuple),
    short=st.just("") | phrases,
    years=st.sampled_from(["", "2004-2020", "2020-"]),
    case_sensitive=st.booleans(),
    origin=st.sampled_from(["", "un.org"]),
    notes=st.just("") | phrases,
)


def of(found: list[Row]) -> list[Entry]:
    return [row.entry for row in found]


@given(st.lists(entries, max_size=5))
def test_every_format_reads_what_it_wrote(some: list[Entry]) -> None:
    assert of(tsv.parse(tsv.write(some), "t")) == some
    assert of(tsv.parse(tsv.write_csv(some), "t")) == some
    assert of(tbx.parse(tbx.write(some), "t")) == some
    assert of(tmx.parse(tmx.write(some), "t")) == some


@pytest.mark.parametrize("ending", [".tsv", ".csv", ".tbx", ".tmx"])
def test_the_builtin_term_base_survives_every_format(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"terms{ending}"
    some = builtin().entries[::7]
    write(path, some)
    assert of(read(path)) == list(some)


def test_the_builtin_term_base_has_no_problems() -> None:
    assert [str(problem) for problem in check(builtin_rows())] == []


def test_the_builtin_term_base_is_large_and_known_by_its_digest() -> None:
    base = builtin()
    assert len(base.entries) >= 3000
    assert base.conflicts == ()
    assert base.digest == builtin().digest
    assert len(base.digest) == 8


def test_the_last_layer_wins_and_says_so(tmp_path: Path) -> None:
    first, second = tmp_path / "a.tsv", tmp_path / "b.csv"
    first.write_text("source\ttarget\nBakı\tBaku\nŞuşa\tShusha\n", encoding="utf-8")
    second.write_text("Azerbaijani;English\nBakı;Bakou\nŞuşa;Shusha\n", encoding="utf-8")
    base = load((first, second), with_builtin=False)
    assert [(entry.source, entry.target) for entry in base.entries] == [("Bakı", "Bakou"), ("Şuşa", "Shusha")]
    assert [str(problem) for problem in base.conflicts] == [f"{second}:2: 'Bakı' → 'Bakou' replaces 'Baku'"]
    assert base.digest != load((first,), with_builtin=False).digest


@pytest.mark.parametrize(
    "text",
    [
        "source\ttarget\nBakı\tBaku\n",
        "Bakı\tBaku\n",
        "az,en\nBakı,Baku\n",
        "Azərbaycan;İngilis;Qeyd\n\nBakı;Baku;paytaxt\n",
        '"Target term","Source term"\n"Baku","Bakı"\n',
        "EN\tAZ\r\nBaku\tBakı\r\n",
        "# a comment\nBakı;Baku\n",
    ],
)
def test_spreadsheets_of_many_kinds(text: str) -> None:
    assert [(entry.source, entry.target) for entry in of(tsv.parse(text, "t"))] == [("Bakı", "Baku")]


def test_each_bad_line_has_its_own_message() -> None:
    table = "source,target,kind,case\nBakı,,,\nŞuşa,Shusha,city,\nGəncə,Ganja,place,maybe\nXankəndi,Khankendi,place,\n"
    with pytest.raises(TermBaseFileError) as caught:
        tsv.parse(table, "t.csv")
    lines = str(caught.value).splitlines()
    assert [line.split(":")[1] for line in lines] == ["2", "3", "4"]
    assert "no target" in lines[0]
    assert "'city'" in lines[1]
    assert "'maybe'" in lines[2]


@pytest.mark.parametrize(
    ("source", "kind", "sensitive"),
    [
        ("NATO", "abbreviation", True),
        ("Polad Həsənov", "person", True),
        ("Ağ Ev", "body", True),
        ("birgə bəyanat", "expression", False),
    ],
)
def test_a_missing_kind_is_guessed(source: str, kind: str, sensitive: bool) -> None:
    entry = tsv.entry_of({"source": source, "target": "x"})
    assert (entry.kind, entry.case_sensitive) == (kind, sensitive)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.tsv", b"\xff\x00\x81bad"),
        ("a.tbx", b"<tbx><unclosed>"),
        ("a.tmx", b"<html/>"),
        ("a.tmx", b""),
        ("a.tbx", b'<tbx><text><body><conceptEntry><langSec xml:lang="az"><termSec><term>'),
    ],
)
def test_broken_files_are_named(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(TermBaseFileError, match=name):
        read(path)


def test_a_missing_file_and_an_unknown_format(tmp_path: Path) -> None:
    with pytest.raises(TermBaseFileError, match="check the path"):
        read(tmp_path / "none.tsv")
    with pytest.raises(TermBaseFileError):
        write(tmp_path / "none" / "x.tsv", ())
    with pytest.raises(TermBaseFormatError, match=r"\.docx"):
        read(tmp_path / "terms.docx")


def test_xml_entities_are_not_resolved(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret", encoding="utf-8")
    entity = f'<!DOCTYPE tmx [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'
    document = f'<?xml version="1.0"?>{entity}<tmx><body><tu>{side("az", "a &e;")}{side("en", "b")}</tu></body></tmx>'
    assert "secret" not in repr(tmx.parse(document.encode(), "t"))


def side(language: str, text: str) -> str:
    return f'<tuv xml:lang="{language}"><seg>{text}</seg></tuv>'


def test_a_tmx_of_another_tool() -> None:
    english = side("EN-US", '<bpt i="1">&lt;b&gt;</bpt>Baku')
    units = f"<tu><note>x</note>{english}{side('az-Latn-AZ', 'Bakı')}</tu><tu>{side('fr', 'Bakou')}</tu>"
    found = of(tmx.parse(f'<tmx version="1.4"><header/><body>{units}</body></tmx>'.encode(), "t"))
    assert [(entry.source, entry.target) for entry in found] == [("Bakı", "Baku")]


def test_a_tbx_of_the_first_edition() -> None:
    note = '<termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote>'
    unwanted = f"<ntig><termGrp><term>Bakou</term>{note}</termGrp></ntig>"
    english = f"{unwanted}<tig><term>Baku</term></tig><tig><term>Baky</term></tig>"
    sides = f'<langSet xml:lang="az"><tig><term>Bakı</term></tig></langSet><langSet xml:lang="en">{english}</langSet>'
    found = of(tbx.parse(f"<martif><text><body><termEntry>{sides}</termEntry></body></text></martif>".encode(), "t"))
    assert [(entry.source, entry.target, entry.variants) for entry in found] == [("Bakı", "Baku", ("Baky",))]


BAD = {
    "duplicate": [Entry(source="Bakı", target="Baku", kind="place"), Entry(source="Bakı", target="Baku", kind="place")],
    "contradicts": [Entry(source="Bakı", target="Baku", kind="place"), Entry(source="Bakı", target="Bakou", kind="place")],
    "letters that Azerbaijani": [Entry(source="Баку", target="Baku", kind="place")],
    "letters that English": [Entry(source="Şəki", target="Şəki", kind="place")],
    "there already": [Entry(source="Bakı", target="Baku", kind="place", variants=("Baku",))],
    "not known": [Entry(source="Bakı", target="Baku", kind="town")],  # type: ignore[arg-type]  # what is tested
    "is short": [Entry(source="Si", target="Xi", kind="person")],
    "must look like": [Entry(source="Bakı", target="Baku", kind="place", years="lately")],
    "stray spaces": [Entry(source="Bakı ", target="Baku", kind="place")],
    "has a w": [Entry(source="Waşinqton", target="Washington", kind="place")],
    "are required": [Entry(source="", target="Baku", kind="place")],
}


@pytest.mark.parametrize("message", BAD)
def test_check_finds(message: str) -> None:
    rows = [Row(entry, "t.tsv", line) for line, entry in enumerate(BAD[message], start=2)]
    problems = check(rows)
    assert message in problems[-1].message
    assert (problems[-1].path, problems[-1].line) == ("t.tsv", len(rows) + 1)
