"""XML from strangers does no harm and comes back as it was."""

from __future__ import annotations

import random
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translator.document.xml import append_text, legal, parse, serialise
from translator.errors import InputError


@pytest.mark.parametrize(
    "text",
    [
        '<?xml version="1.0" encoding="UTF-8"?>\n<a b="1">ə<!-- c --><?p q?><![CDATA[<x>]]> </a>',
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><!-- c --><a xmlns="u" xmlns:x="v"><x:b/></a><?p q?>',
        '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "http://127.0.0.1:9/xhtml11.dtd"><html>&nbsp;a&amp;b</html>',
        '<?xml version="1.0" encoding="UTF-16"?><a>Əli</a>',
        '<?xml version="1.0" encoding="windows-1254"?><a>çay</a>',
    ],
)
def test_documents_come_back(text: str) -> None:
    codec = next((codec for codec in ("UTF-16", "windows-1254") if codec in text), "UTF-8")
    root = parse(text.encode(codec))
    written = serialise(root)
    assert serialise(parse(written)) == written
    assert [(str(node.tag), node.text, node.tail) for node in parse(written).iter()] == [
        (str(node.tag), node.text, node.tail) for node in root.iter()
    ]
    assert ("DOCTYPE" in written.decode(codec)) == ("DOCTYPE" in text)
    assert ("CDATA" in written.decode(codec)) == ("CDATA" in text)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0\0\0",
        b"text",
        b"<a>",
        b"<a></b>",
        b"<a>\xff</a>",
        b"<a>" * 300 + b"</a>" * 300,
        b'<?xml version="1.0" encoding="klingon"?><a/>',
        b'<!DOCTYPE a [<!ENTITY x "yy">]><a>&x;</a>',
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        b'<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x"> %x;]><a/>',
        b'<!DOCTYPE a [<!ENTITY x "yy"><!ENTITY y "&x;&x;"><!ENTITY z "&y;&y;">]><a b="&z;"/>',
    ],
)
def test_what_is_refused(data: bytes) -> None:
    with pytest.raises(InputError, match=r"^a\.xml: "):
        parse(data, "a.xml")


def test_no_file_is_read_for_a_document_type(tmp_path: Path) -> None:
    (tmp_path / "a.dtd").write_text('<!ENTITY secret "s3cret">', encoding="utf-8")
    with suppress(InputError):
        data = f'<!DOCTYPE a SYSTEM "{(tmp_path / "a.dtd").as_uri()}"><a>&secret;</a>'.encode()
        assert b"s3cret" not in serialise(parse(data))


@given(st.text())
def test_any_text_can_be_added(text: str) -> None:
    root = parse(b"<a><b/></a>")
    append_text(root, text)
    assert parse(serialise(root))[0].tail in (
        legal(text).replace("\r\n", "\n").replace("\r", "\n") or None,
        legal(text) or None,
    )


def test_broken_markup_is_an_input_error() -> None:
    data = '<?xml version="1.0"?><!DOCTYPE a SYSTEM "a.dtd"><a b="c">mətn<d e="f">&amp;</d><!-- g --></a>'.encode()
    rng = random.Random(1)
    for _ in range(500):
        broken = bytearray(data)
        for _ in range(rng.randrange(1, 6)):
            broken[rng.randrange(len(broken))] = rng.choice(b'<>&;"\xff\0a/!')
        with suppress(InputError):
            assert parse(serialise(parse(bytes(broken)))) is not None
