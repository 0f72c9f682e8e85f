"""XLIFF and TMX: empty targets are filled, markup goes along, sources and finished targets stay."""

from __future__ import annotations

import random
import re
from contextlib import suppress
from pathlib import Path

import pytest
from documents import turned
from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types

from translator.document import tmx, xliff
from translator.document.base import Block, Choice, Document, Format, Mark
from translator.errors import InputError

ONE = """<?xml version="1.0" encoding="UTF-8"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2" xmlns:o="urn:other">
  <file original="a" source-language="az-AZ" datatype="plaintext">
    <header><note>Qeyd</note></header>
    <body>
      <trans-unit id="1"><source>Bu <g id="1">yeni <x id="2"/>ev</g>dir.</source><note>n</note></trans-unit>
      <trans-unit id="2"><source>Hazır</source><target state="translated">Ready</target></trans-unit>
      <trans-unit id="3"><source>Yox</source><target state="needs-translation">Yox</target></trans-unit>
      <group translate="no"><trans-unit id="4"><source>Toxunma</source></trans-unit></group>
      <trans-unit id="5" o:a="b"><source>Bir <ph id="1">&lt;br/></ph>iki <mrk mtype="protected">AZN</mrk></source>
        <target/></trans-unit>
      <trans-unit id="6"><source>Bir. İki.</source><seg-source><mrk mtype="seg" mid="1">Bir.</mrk> <mrk mtype="seg" mid="2">İki
        <bpt id="1">[b]</bpt>üç<ept id="1">[/b]</ept>.</mrk></seg-source></trans-unit>
    </body>
  </file>
  <file original="b" source-language="az" target-language="ru" datatype="plaintext">
    <body><trans-unit id="1"><source>Rusca</source></trans-unit></body>
  </file>
</xliff>
"""
TWO = """<?xml version="1.0"?>
<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="az">
  <file id="f"><unit id="u">
    <originalData><data id="d">[x]</data></originalData>
    <segment id="s1"><source>Bu <pc id="1">yeni</pc> <ph id="2" dataRef="d"/>evdir.</source></segment>
    <ignorable><source> </source></ignorable>
    <segment id="s2" state="final"><source>Son</source><target>End</target></segment>
    <segment id="s3" state="initial"><source><sc id="3"/>Bir<ec startRef="3"/> iki</source><target>bir iki</target></segment>
  </unit><unit id="v" translate="no"><segment><source>Kod</source></segment></unit></file>
</xliff>
"""
TMX = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4">
  <header creationtool="t" srclang="az" segtype="sentence" adminlang="az" o-tmf="x" datatype="plaintext"/>
  <body>
    <tu tuid="1">
      <tuv xml:lang="az"><seg>Bu <bpt i="1">{b}</bpt>yeni<ept i="1">{/b}</ept> <hi>ev</hi>dir<ph>{1}</ph></seg></tuv>
    </tu>
    <tu tuid="2"><tuv xml:lang="AZ-Latn"><seg>Bir</seg></tuv><tuv xml:lang="en-US"><seg>One</seg></tuv></tu>
    <tu tuid="3"><tuv xml:lang="en"><seg></seg></tuv><prop type="p">q</prop><tuv xml:lang="az"><seg>İki</seg></tuv></tu>
    <tu tuid="4"><tuv xml:lang="ru"><seg>Три</seg></tuv></tu>
  </body>
</tmx>
"""
ALL = pytest.mark.parametrize(
    ("module", "text"), [(xliff, ONE), (xliff, TWO), (tmx, TMX)], ids=["xliff 1.2", "xliff 2.0", "tmx"]
)


def read(module: Format, path: Path, text: str) -> Document:
    path.write_bytes(text.encode())
    return module.read(path, Choice())


def turned_file(module: Format, tmp_path: Path, text: str) -> str:
    """The file with each block's words in capitals and backwards."""
    document = read(module, tmp_path / "a", text)
    module.write(document, [turned(block) for block in document.blocks], tmp_path / "b")
    return (tmp_path / "b").read_bytes().decode()


def canonical(text: str) -> str:
    return str(etree.canonicalize(text))


@ALL
def test_nothing_translated_nothing_changed(tmp_path: Path, module: Format, text: str) -> None:
    document = read(module, tmp_path / "a", text)
    module.write(document, document.blocks, tmp_path / "b")
    assert (tmp_path / "b").read_bytes() == text.encode()


@ALL
def test_once_translated_nothing_is_left_to_do(tmp_path: Path, module: Format, text: str) -> None:
    assert read(module, tmp_path / "c", turned_file(module, tmp_path, text)).blocks == ()


def test_blocks_of_xliff_1(tmp_path: Path) -> None:
    assert read(xliff, tmp_path / "a", ONE).blocks == (
        Block("Bu yeni evdir.", (Mark(3, 10, 0), Mark(8, 8, 1))),
        Block("Yox"),
        Block("Bir iki ", (Mark(4, 4, 0), Mark(8, 8, 1))),
        Block("Bir."),
        Block("İki\n        üç.", (Mark(12, 14, 0),)),
    )


def test_targets_of_xliff_1(tmp_path: Path) -> None:
    state = 'state="needs-review-translation" state-qualifier="mt-suggestion"'
    targets = {
        "1": '<g id="1"><x id="2"/>YENİ</g> BU',
        "3": "YOX",
        "5": '<ph id="1">&lt;br/></ph>İKİ BİR<mrk mtype="protected">AZN</mrk>',
        "6": '<mrk mtype="seg" mid="1">BİR.</mrk> '
        '<mrk mtype="seg" mid="2"><bpt id="1">[b]</bpt>ÜÇ.<ept id="1">[/b]</ept> İKİ</mrk>',
    }
    expected = ONE.replace('source-language="az-AZ"', 'source-language="az-AZ" target-language="en"')
    expected = expected.replace("<note>n", f"<target {state}>EVDİR. {targets['1']}</target><note>n")
    expected = expected.replace('<target state="needs-translation">Yox', f"<target {state}>{targets['3']}")
    expected = expected.replace("<target/>", f"<target {state}>{targets['5']}</target>")
    expected = expected.replace("</seg-source>", f"</seg-source><target {state}>{targets['6']}</target>")
    assert canonical(turned_file(xliff, tmp_path, ONE)) == canonical(expected)


def test_targets_of_xliff_2(tmp_path: Path) -> None:
    expected = TWO.replace('srcLang="az"', 'srcLang="az" trgLang="en"')
    expected = expected.replace('id="s1"', 'id="s1" state="translated"').replace('state="initial"', 'state="translated"')
    first = '<target><ph id="2" dataRef="d"/>EVDİR. <pc id="1">YENİ</pc> BU</target>'
    expected = expected.replace("evdir.</source>", f"evdir.</source>{first}")
    expected = expected.replace("<target>bir iki", '<target>İKİ <sc id="3"/>BİR<ec startRef="3"/>')
    assert canonical(turned_file(xliff, tmp_path, TWO)) == canonical(expected)


def test_variants_of_tmx(tmp_path: Path) -> None:
    first = '<hi>EVDİR</hi> <bpt i="1">{b}</bpt>YENİ<ept i="1">{/b}</ept> BU<ph>{1}</ph>'
    expected = TMX.replace("</tuv>\n", f'</tuv>\n      <tuv xml:lang="en"><seg>{first}</seg></tuv>\n', 1)
    expected = expected.replace('"en"><seg></seg>', '"en"><seg>İKİ</seg>')
    written = turned_file(tmx, tmp_path, TMX)
    assert canonical(written) == canonical(expected)
    assert '<!DOCTYPE tmx SYSTEM "tmx14.dtd">' in written


@pytest.mark.parametrize(
    ("module", "text", "message"),
    [
        (xliff, "", "empty"),
        (xliff, "<html/>", "<html>, not <xliff>"),
        (xliff, "<xliff/>", "from Azerbaijani"),
        (xliff, ONE.replace("az-AZ", "tr"), "from Azerbaijani"),
        (xliff, TWO.replace('"az"', '"az" trgLang="ru"'), "from Azerbaijani"),
        (tmx, "<html/>", "<html>, not <tmx>"),
        (tmx, TMX.replace('lang="az"', 'lang="tr"').replace("AZ-Latn", "tr"), "has Azerbaijani"),
        (tmx, TMX[:-20], "not well-formed"),
    ],
)
def test_what_cannot_be_read(tmp_path: Path, module: Format, text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read(module, tmp_path / "a", text)


@ALL
def test_broken_files_are_input_errors(tmp_path: Path, module: Format, text: str) -> None:
    rng = random.Random(2)
    tags = re.findall(r"<[^<>]*>", text)
    for _ in range(200):
        broken = text
        for _ in range(rng.randrange(1, 4)):
            tag = rng.choice(tags)
            broken = broken.replace(tag, rng.choice(["", tag + tag, "<a/>", tag.replace("/", ""), tag.replace('"', "")]), 1)
        with suppress(InputError):
            turned_file(module, tmp_path, broken)
