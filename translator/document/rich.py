"""Rich text of spreadsheets, in strings, cells and notes: its runs of characters as a block with marks, and back."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from itertools import groupby

from translator.document.base import Block
from translator.document.codes import Code, Marked, gather, scatter
from translator.document.xml import SPACE, Element, append_text, child, create, name_of

_ESCAPE = re.compile(r"(_x[0-9A-Fa-f]{4}_)")  # Source: ECMA-376 part 1, 22.9.2.19, ST_Xstring
_REPLACED = ("r", "t", "rPh", "phoneticPr")  # what a new text replaces; how the old one is read goes too


def content(holder: Element) -> Marked:
    """The text in ``si``, ``is`` or ``text``; the look that most of it has is no mark, other looks are."""
    return gather(_tokens(holder, _base(holder)))


def fill(holder: Element, marked: Marked, block: Block) -> None:
    """Replaces the text of an element whose content is ``marked``."""
    look = _base(holder)
    plain = next((node for node in holder if name_of(node) == "r" and _look(node) == look), None)
    made = list(_made(holder, marked, block, plain))
    holder[:] = [*made, *(node for node in holder if name_of(node) not in _REPLACED)]


def _tokens(holder: Element, base: object) -> Iterator[str | Code]:
    nodes = [node for node in holder if name_of(node) in ("r", "t")]
    for number, (look, group) in enumerate(groupby(nodes, key=_look)):
        runs = list(group)
        if look == base:
            yield from _text(runs)
        else:
            yield Code(deepcopy(runs[0]), "open", str(number))
            yield from _text(runs)
            yield Code(None, "close", str(number))


def _text(runs: list[Element]) -> Iterator[str | Code]:
    texts = (node if name_of(node) == "t" else child(node, "t") for node in runs)
    for number, part in enumerate(_ESCAPE.split("".join(node.text or "" for node in texts if node is not None))):
        yield Code(part) if number % 2 else part


def _made(holder: Element, marked: Marked, block: Block, plain: Element | None) -> Iterator[Element]:
    """The runs of a text, or its one ``t`` if it had no runs."""
    run, text = plain, ""
    for part in scatter(block, marked.pairs):
        if isinstance(part, Code) and part.kind != "point":
            yield from _run(holder, run, text)
            run, text = (part.content if part.kind == "open" else plain), ""
        else:
            text += str(part.content) if isinstance(part, Code) else part
    yield from _run(holder, run, text)


def _run(holder: Element, run: Element | None, text: str) -> Iterator[Element]:
    if not text:
        return
    node = create(holder, "t") if run is None or name_of(run) == "t" else deepcopy(run)
    node.tail = None
    leaf = node if name_of(node) == "t" else child(node, "t")
    if leaf is None:
        leaf = create(holder, "t")
        node.append(leaf)
    leaf.text = None
    append_text(leaf, text)
    if text != " ".join(text.split()):
        leaf.set(SPACE, "preserve")
    yield node


def _base(holder: Element) -> object:
    """The look that most of the text has."""
    lengths: Counter[object] = Counter()
    for node in holder:
        text = child(node, "t") if name_of(node) == "r" else node
        if name_of(node) in ("r", "t") and text is not None:
            lengths[_look(node)] += len(text.text or "")
    return max(lengths, key=lengths.__getitem__, default=())


def _look(run: Element) -> object:
    """The properties of a run, to be compared."""
    properties = child(run, "rPr")
    return () if properties is None else tuple((str(node.tag), *sorted(node.attrib.items())) for node in properties.iter())
