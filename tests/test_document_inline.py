"""Marks go where their words go, and none is lost, doubled or crossed, whatever the alignment says."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translator.document.base import Block, Mark
from translator.document.inline import project
from translator.engine.table import TableEngine
from translator.pipeline import Translator
from translator.result import Segment, Translation
from translator.types import Link

WORDS = ["Bakıda", "BMT-nin", "baş", "katibi", "görüş", "2024", ",", "gəldi."]


def parsed(marked: str) -> Block:
    """A block from ``Bu <b>yeni</b> ev<x/>``; the key is the order of the tags."""
    text = ""
    marks: list[Mark] = []
    waiting: list[int] = []
    for number, part in enumerate(marked.replace(">", "<").split("<")):
        if number % 2 == 0:
            text += part
        elif part.startswith("/"):
            place = waiting.pop()
            marks[place] = marks[place]._replace(stop=len(text))
        else:
            marks.append(Mark(len(text), len(text), len(marks)))
            if not part.endswith("/"):
                waiting.append(len(marks) - 1)
    return Block(text, tuple(marks))


def shown(block: Block) -> str:
    """The text with each mark as ``[…]``, and what has no text as ``|``."""
    text = [*block.text, ""]
    for mark in reversed(block.marks):
        if mark.start == mark.stop:
            text[mark.start] = "|" + text[mark.start]
        else:
            text[mark.start] = "[" + text[mark.start]
            text[mark.stop - 1] += "]"
    return "".join(text)


def one(source: str, target: str, links: list[tuple[str, str]]) -> Translation:
    """A translation of one sentence; each link is a word of the source and the words of the target."""
    spans = [(source.index(ours), source.index(ours) + len(ours), target.index(theirs)) for ours, theirs in links]
    found = tuple(Link(a, b, c, c + len(theirs)) for (a, b, c), (_, theirs) in zip(spans, links, strict=True))
    segment = Segment(source, target, (0, len(source)), (0, len(target)), -0.1, tuple(sorted(found, key=lambda link: link[2])))
    return Translation(target, (segment,), "test")


SOURCE = "Prezident İlham Əliyev Bakıda keçirilən sammitdə çıxış edib."
TARGET = "President Ilham Aliyev has spoken at the summit held in Baku."
LINKS = [
    *(("Prezident", "President"), ("İlham", "Ilham"), ("Əliyev", "Aliyev"), ("edib", "has"), ("çıxış", "spoken")),
    *(("sammitdə", "at the summit"), ("keçirilən", "held"), ("Bakıda", "in Baku"), (".", ".")),
]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("<b>İlham Əliyev</b>", "[Ilham Aliyev]"),
        ("<b>Bakıda keçirilən sammitdə</b>", "[at the summit held in Baku]"),
        ("Bakıda<x/>", "in Baku|"),
        ("<x/>sammitdə", "|at the summit"),
        ("edib.<x/>", "Baku.|"),
        ("<x/>Prezident", "|President"),
        ("<a>İlham <b>Əliyev</b></a><x/>", "[Ilham [Aliyev]]|"),
        ("<a><b>İlham</b></a>", "[[Ilham]]"),
        ("<b>Bakı</b>da", "[in Baku]"),
        ("<b>Prezident İlham Əliyev Bakıda keçirilən sammitdə çıxış edib.</b>", f"[{TARGET}]"),
    ],
)
def test_formatting_follows_the_alignment(marked: str, expected: str) -> None:
    part = re.sub("<[^>]*>", "", marked)
    block = parsed(SOURCE.replace(part, marked))
    assert block.text == SOURCE
    assert shown(project(block, one(SOURCE, TARGET, LINKS))) == TARGET.replace(re.sub(r"[\[\]|]", "", expected), expected)


def test_one_stray_link_does_not_stretch_formatting() -> None:
    links = [link for link in LINKS if link[0] != "edib"] + [("Bakıda", "has")]
    block = parsed("Prezident İlham Əliyev <b>Bakıda</b> keçirilən sammitdə çıxış edib.")
    assert (
        shown(project(block, one(SOURCE, TARGET, links))) == "President Ilham Aliyev has spoken at the summit held [in Baku]."
    )


def test_what_nothing_translates_leaves_an_empty_mark() -> None:
    links = [link for link in LINKS if link[0] != "Bakıda"]
    block = parsed("Prezident İlham Əliyev <b>Bakıda</b> keçirilən sammitdə çıxış edib.")
    assert shown(project(block, one(SOURCE, TARGET, links))) == "President Ilham Aliyev has spoken at the summit |held in Baku."


def test_the_same_letters_need_no_links() -> None:
    block = parsed("Saat 18.00-da <b>AZƏRTAC</b> xəbər verib ki, <i>2024</i>-cü ildə də belə olub.")
    target = "At 18.00 it was so in 2024 too, AZƏRTAC reports."
    assert shown(project(block, one(block.text, target, []))) == "At 18.00 it was so in [2024] too, [AZƏRTAC] reports."


def test_marks_stay_in_their_sentences() -> None:
    translator = Translator(engine=TableEngine({"Ev": "House", "gözəldir": "is fine", "Bağ": "Garden"}), terms="off")
    block = parsed("<b>Ev gözəldir.</b> <i>Bağ</i> gözəldir.<x/>\n\n<x/>Ev <b>gözəldir. Ev</b> gözəldir.")
    result = project(block, translator.translate(block.text))
    assert shown(result) == "[House is fine.] [Garden] is fine.|\n\n|House [is fine. House] is fine."


def test_a_line_break_stays_between_its_sentences() -> None:
    translator = Translator(engine=TableEngine({"Ev": "House"}), terms="off")
    block = Block("Ev gözəldir.\nEv gözəldir.", (Mark(12, 13, 0),))
    assert project(block, translator.translate(block.text)) == Block("House gözəldir.\nHouse gözəldir.", (Mark(15, 16, 0),))


@st.composite
def marks_of(draw: st.DrawFn, start: int, stop: int, depth: int = 3) -> list[Mark]:
    """Marks that nest or stand apart, outer before inner."""
    cuts = sorted(draw(st.lists(st.integers(start, stop), max_size=6)))
    found: list[Mark] = []
    for first, last in zip(cuts[::2], cuts[1::2], strict=False):
        found.append(Mark(first, last, 0))
        if depth and first < last:
            found += draw(marks_of(first, last, depth - 1))
    return found


@st.composite
def translated(draw: st.DrawFn, same: bool = False) -> tuple[Block, Translation]:
    """A block of several sentences, and a translation with any links at all."""
    text = target = draw(st.sampled_from(["", " ", "\n"]))
    segments = []
    for _ in range(draw(st.integers(0, 3))):
        ours = " ".join(draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=5)))
        theirs = ours if same else " ".join(draw(st.lists(st.sampled_from(WORDS), max_size=5)))
        spans = st.tuples(*(st.integers(0, size) for size in (len(ours), len(ours), len(theirs), len(theirs))))
        links = draw(st.lists(spans.map(lambda s: Link(*sorted(s[:2]), *sorted(s[2:]))), max_size=5)) if theirs else []
        source_span, target_span = (len(text), len(text) + len(ours)), (len(target), len(target) + len(theirs))
        segments.append(Segment(ours, theirs, source_span, target_span, -0.1, tuple(links)))
        gap = draw(st.sampled_from([" ", "\n\n", "" if not same else " "]))
        text, target = text + ours + gap, target + theirs + (gap or " ")
    marks = draw(marks_of(0, len(text)))
    numbered = tuple(mark._replace(key=number) for number, mark in enumerate(marks))
    return Block(text, numbered), Translation(target, tuple(segments), "test")


@settings(deadline=None)
@given(translated())
def test_no_mark_is_lost_doubled_or_crossed(drawn: tuple[Block, Translation]) -> None:
    block, translation = drawn
    result = project(block, translation)
    assert result.text == translation.text
    assert sorted(mark.key for mark in result.marks) == [mark.key for mark in block.marks]
    path: list[Mark] = []
    for mark in result.marks:
        assert 0 <= mark.start <= mark.stop <= len(result.text)
        while path and path[-1].stop <= mark.start and path[-1] != mark:
            path.pop()
        assert not path or (path[-1].start <= mark.start and mark.stop <= path[-1].stop)
        path.append(mark)


@settings(deadline=None)
@given(translated())
def test_marks_of_one_span_keep_one_span(drawn: tuple[Block, Translation]) -> None:
    block, translation = drawn
    spans = {mark.key: (mark.start, mark.stop) for mark in project(block, translation).marks}
    for outer, inner in zip(block.marks, block.marks[1:], strict=False):
        if outer[:2] == inner[:2] and outer.start < outer.stop:
            assert spans[outer.key] == spans[inner.key]


@settings(deadline=None)
@given(translated(same=True))
def test_what_stays_the_same_keeps_its_marks(drawn: tuple[Block, Translation]) -> None:
    block, translation = drawn
    assert project(block, translation) == block
