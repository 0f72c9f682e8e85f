"""Tables and records keep every character outside the texts that were translated."""

from __future__ import annotations

import csv
import io
import json
import random
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from translator.document import jsonl, table
from translator.document.base import Block, Choice, Document, Format
from translator.document.columns import is_prose
from translator.errors import InputError

CELLS = st.lists(st.lists(st.text('əB1 ,;"\n\r\t', max_size=6), min_size=1, max_size=4), min_size=1, max_size=5)
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=8), st.just("Görüş oldu")),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text("ab.", max_size=2), inner, max_size=3)),
    max_leaves=8,
)
SHARED = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def marked(document: Document) -> list[Block]:
    """A translation that tells what was translated."""
    return [Block(f"<{block.text}>", block.marks) for block in document.blocks]


def translated(module: Format, path: Path, data: bytes, choice: Choice | None = None) -> bytes:
    path.write_bytes(data)
    document = module.read(path, choice or Choice())
    module.write(document, document.blocks, path)
    assert path.read_bytes() == data
    module.write(document, marked(document), path)
    return path.read_bytes()


@SHARED
@given(CELLS, st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]), st.sampled_from(",;\t"), st.sampled_from(["\n", "\r\n"]))
def test_any_table(tmp_path: Path, rows: list[list[str]], quoting: int, delimiter: str, end: str) -> None:
    header = ["id", "mətn", "qeyd"]
    stream = io.StringIO(newline="")
    csv.writer(stream, quoting=quoting, delimiter=delimiter, lineterminator=end).writerows(  # type: ignore[arg-type]
        [header, *(["1", "Görüş oldu", "2"] for _ in rows), *rows]
    )
    new = translated(table, tmp_path / "a.csv", stream.getvalue().encode())
    old_cells = list(csv.reader(io.StringIO(stream.getvalue(), newline=""), delimiter=delimiter))
    new_cells = list(csv.reader(io.StringIO(new.decode(), newline=""), delimiter=delimiter))
    assert new_cells[0] == [f"<{name}>" for name in header]
    assert [[f"<{cell}>" if is_prose(cell) else cell for cell in row] for row in old_cells] == new_cells


@pytest.mark.parametrize(
    ("name", "choice", "old", "new"),
    [
        ("a.csv", Choice(), "ad,say\nAlma,3\n", "<ad>,<say>\n<Alma>,3\n"),
        ("a.csv", Choice(columns=("ad",)), "ad,say\nAlma,üç\n", "ad,say\n<Alma>,üç\n"),
        ("a.csv", Choice(columns=("b",)), "ad,say\nAlma,üç\n", "ad,<say>\nAlma,<üç>\n"),
        ("a.csv", Choice(), 'id;"mətn"\r\n7;"Dedi: ""gəl"", sonra"\r\n', '<id>;"<mətn>"\r\n7;"<Dedi: ""gəl"", sonra>"\r\n'),
        ("a.csv", Choice(), '"Azərbaycan" qəzeti,2\n"yarımçıq,3\n', '"<""Azərbaycan"" qəzeti>",2\n"<""yarımçıq>",3\n'),
        ("a.csv", Choice(), "\ufeffad,bir iki\nhttps://a.az/b,x@y.az\n", "\ufeff<ad>,<bir iki>\nhttps://a.az/b,x@y.az\n"),
        ("a.tsv", Choice(), "Alma, armud\t3\nNar\t4", "<Alma, armud>\t3\n<Nar>\t4"),
        ("a.csv", Choice(), "Bir, iki və üç\n", "<Bir>,< iki və üç>\n"),
    ],
)
def test_tables(tmp_path: Path, name: str, choice: Choice, old: str, new: str) -> None:
    assert translated(table, tmp_path / name, old.encode(), choice).decode() == new


def test_utf16_stays(tmp_path: Path) -> None:
    assert translated(table, tmp_path / "a.tsv", "Alma\t3\r\n".encode("utf-16")) == "<Alma>\t3\r\n".encode("utf-16")


@pytest.mark.parametrize(
    ("data", "choice", "message"),
    [
        (b"", Choice(), "empty"),
        (b"1,2\n3,4\n", Choice(), "no text"),
        (bytes(range(256)), Choice(), "binary"),
        (b"ad,say\nAlma,3\n", Choice(columns=("yox",)), "no column 'yox'; it has ad, say"),
        (b"ad,say\nAlma,3\n", Choice(columns=("C",)), "no column 'C'"),
    ],
)
def test_tables_that_cannot_be_read(tmp_path: Path, data: bytes, choice: Choice, message: str) -> None:
    (tmp_path / "a.csv").write_bytes(data)
    with pytest.raises(InputError, match=message):
        table.read(tmp_path / "a.csv", choice)


def with_marks(value: object) -> object:
    if isinstance(value, dict):
        return {key: with_marks(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [with_marks(inner) for inner in value]
    return f"<{value}>" if isinstance(value, str) and is_prose(value) else value


@SHARED
@given(st.lists(VALUES, max_size=4), st.booleans(), st.sampled_from([None, (",", ":"), (" , ", " : ")]))
def test_any_records(tmp_path: Path, records: list[object], ascii_only: bool, separators: tuple[str, str] | None) -> None:
    records = [*records, {"body": "Görüş oldu"}]
    old = "".join(json.dumps(record, ensure_ascii=ascii_only, separators=separators) + "\n" for record in records)
    try:
        data = old.encode()
    except UnicodeEncodeError:
        return
    new = translated(jsonl, tmp_path / "a.jsonl", data).decode()
    assert [json.loads(line) for line in new.split("\n")[:-1]] == [with_marks(record) for record in records]


@pytest.mark.parametrize(
    ("fields", "old", "new"),
    [
        (("body",), '{"title": "Ad", "body": "Mətn"}', '{"title": "Ad", "body": "<Mətn>"}'),
        (
            ("a.b",),
            '{"b": "Bir", "a": [{"b" : "İki"}, {"c": "Üç"}], "d":1.50}',
            '{"b": "Bir", "a": [{"b" : "<İki>"}, {"c": "Üç"}], "d":1.50}',
        ),
        (
            (),
            r'{"id": "a1", "url": "http://x.az", "t": "\u018fli gəldi"}',
            '{"id": "a1", "url": "http://x.az", "t": "<Əli gəldi>"}',
        ),
        ((), r'{"t": "\u018fli"}', r'{"t": "<\u018fli>"}'),
        ((), '{"a": "Bir", "a": "İki"}\r\n\r\n["Üç"]\r\n', '{"a": "<Bir>", "a": "<İki>"}\r\n\r\n["<Üç>"]\r\n'),
        (("tags",), '{"tags": ["Bir", "x1"], "n": "Ad"}', '{"tags": ["<Bir>", "<x1>"], "n": "Ad"}'),
    ],
)
def test_records(tmp_path: Path, fields: tuple[str, ...], old: str, new: str) -> None:
    assert translated(jsonl, tmp_path / "a.jsonl", old.encode(), Choice(fields=fields)).decode() == new


@pytest.mark.parametrize(
    ("data", "fields", "message"),
    [
        (b'{"a": "Bir"}\n{"a": \n', (), "line 2, character"),
        (b"[" * 100_000, (), "line 1"),
        (b'{"a": ' + b"9" * 5000 + b"}", (), "line 1: a number"),
        (b'{"a": "Bir"}', ("b",), "field 'b'; fields with strings: a"),
        (b'{"a": 1}', (), "no text"),
    ],
    ids=["cut", "deep", "long", "field", "numbers"],
)
def test_records_that_cannot_be_read(tmp_path: Path, data: bytes, fields: tuple[str, ...], message: str) -> None:
    (tmp_path / "a.jsonl").write_bytes(data)
    with pytest.raises(InputError, match=message):
        jsonl.read(tmp_path / "a.jsonl", Choice(fields=fields))


@pytest.mark.parametrize("module", [jsonl, table])
def test_broken_files_are_input_errors(tmp_path: Path, module: Format) -> None:
    data = '{"a": "Bir iki", "b": [1, {"c": "Üç"}]}\n"x","Görüş ""oldu"""\n'.encode()
    rng = random.Random(3)
    for _ in range(300):
        broken = bytearray(data)
        for _ in range(rng.randrange(1, 9)):
            broken[rng.randrange(len(broken))] = rng.randrange(256)
        (tmp_path / "a.csv").write_bytes(broken)
        with suppress(InputError):
            assert module.read(tmp_path / "a.csv", Choice()).blocks
