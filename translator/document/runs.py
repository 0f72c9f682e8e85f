"""Paragraphs of Office documents as blocks, and back: ``w:p`` of Word and ``a:p`` of PowerPoint, where only runs have text.

The formatting that most of a paragraph's text has is no mark; text of other formatting is. What stands between the texts, such
as a footnote's reference, a picture, a bookmark or a field, is moved along and never copied or dropped.
"""

from __future__ import annotations

import copy
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from translator.document.base import Block
from translator.document.codes import Code, Pair, gather, scatter
from translator.document.inline import keep_links, set_apart
from translator.document.xml import SPACE, Element, child, create, name_of

_WRAPS = frozenset({"hyperlink", "ins", "moveTo", "smartTag", "customXml", "sdt", "sdtContent", "bdo", "dir"})
_RANGES = {"bookmarkStart": "bookmarkEnd", "commentRangeStart": "commentRangeEnd", "permStart": "permEnd"}
_RANGE_ENDS = {end: start for start, end in _RANGES.items()}
_STANDS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n"}
_WRITTEN = {"noBreakHyphen": "-", "softHyphen": ""}
_DROPPED = frozenset({"proofErr", "lastRenderedPageBreak"})  # notes of the last spelling check and layout
_CALCULATED = frozenset({"fldSimple", "fld"})
_IGNORED = frozenset({"lang", "noProof", "altLang", "dirty", "err", "smtClean"})  # say nothing of how a text looks
_LINKS = re.compile(r"\s*(?:HYPERLINK|TOC)\b")
_CONTROLS = re.compile(r"[\x00-\x1f\ufffe\uffff]")

Signature = tuple[object, ...]


class _Item(NamedTuple):
    """A text, an element, or an end of what encloses others, in the order of the paragraph; ``run`` is what it stands in."""

    kind: Literal["text", "stands", "point", "open", "close", "wrap"]
    nodes: tuple[Element, ...]
    text: str = ""
    run: Element | None = None
    name: str = ""


class _Within(NamedTuple):
    """A node that stands in a run."""

    run: Element
    node: Element


class _Content(NamedTuple):
    """What a code puts into a paragraph: formatting like that of ``run``, an element around others, or nodes.

    ``stands``: the nodes come in the place of the text.
    """

    role: Literal["style", "wrap", "nodes", "stands"]
    nodes: tuple[Element, ...] = ()
    run: Element | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with text in it. ``base`` is the run whose formatting most of its text has."""

    element: Element
    block: Block
    pairs: tuple[Pair, ...]
    base: Element


def paragraphs(root: Element) -> Iterator[Paragraph]:
    """The paragraphs that have letters, in the order of the document; those in text boxes come after the one they hang on."""
    for element in root.iter("{*}p"):
        items = _fields(list(_items(element)))
        texts = [item for item in items if item.kind == "text"]
        if any(any(map(str.isalpha, item.text)) for item in texts):
            base = _base(texts)
            marked = gather(_parts(items, _look(base)))
            yield Paragraph(element, marked.block, marked.pairs, base)


def replace(paragraph: Paragraph, block: Block) -> None:
    """Puts another block into a paragraph's element."""
    element = paragraph.element
    first = [node for node in element if name_of(node) == "pPr"]
    last = [node for node in element if name_of(node) == "endParaRPr"]
    builder = _Builder(paragraph.base)
    block = keep_links(block, paragraph.block, lambda key: _is_link(paragraph.pairs[key].opening))
    block = set_apart(block, paragraph.block, lambda key: _content(paragraph.pairs[key].opening).role == "stands")
    for piece in scatter(block, paragraph.pairs):
        builder.add(piece)
    element[:] = [*first, *builder.nodes, *last]


def _is_link(code: Code) -> bool:
    role, nodes, run = _content(code)
    if role == "style":
        return run is not None and next(run.iter("{*}hlinkClick"), None) is not None
    return code.name.startswith("field") or (role == "wrap" and name_of(nodes[0]) == "hyperlink")


def _items(parent: Element) -> Iterator[_Item]:
    for node in parent:
        name = name_of(node)
        if name == "r":
            yield from _run_items(node)
        elif name in _WRAPS:
            yield _Item("wrap", (node,), name=f"wrap{id(node)}")
            yield from _items(node)
            yield _Item("close", (), name=f"wrap{id(node)}")
        elif name in _CALCULATED:
            yield _Item("stands", (node,), "".join(str(text.text or "") for text in node.iter("{*}t")))
        elif name in _STANDS:
            yield _Item("stands", (node,), _STANDS[name])
        elif name in _RANGES or name in _RANGE_ENDS:
            key = next((value for key, value in node.attrib.items() if key.endswith("}id")), "")
            kind: Literal["open", "close"] = "open" if name in _RANGES else "close"
            yield _Item(kind, (node,), name=f"{_RANGE_ENDS.get(name, name)}{key}")
        elif name not in _DROPPED and not _is_property(parent, name):
            yield _Item("point", (node,))


def _is_property(parent: Element, name: str) -> bool:
    """Whether an element is no content of the paragraph, or of the element around content, in which it stands."""
    return name in {"pPr", "endParaRPr"} if name_of(parent) == "p" else name.endswith("Pr")


def _run_items(run: Element) -> Iterator[_Item]:
    for node in run:
        name = name_of(node)
        if name == "t" and not len(node):
            text = str(node.text or "")
            keeps = node.get(SPACE) == "preserve" or "drawingml" in node.tag
            yield _Item("text", (node,), text if keeps else text.strip(" \t\r\n"), run)
        elif name in _WRITTEN:
            yield _Item("text", (node,), _WRITTEN[name], run)
        elif name in _STANDS:
            yield _Item("stands", (node,), _STANDS[name], run)
        elif name not in _DROPPED and name != "rPr":
            yield _Item("point", (node,), run=run)


def _fields(items: list[_Item]) -> list[_Item]:
    """The items with each field as one that stands for its result, or as a pair around it where the result is a link's text."""
    begins: list[int] = []
    done: list[_Item] = []
    for item in items:
        done.append(item)
        kind = _field_part(item)
        if kind == "begin":
            begins.append(len(done) - 1)
        elif kind == "end" and begins:
            start = begins.pop()
            done[start:] = _field(done[start:])
    return done


def _field_part(item: _Item) -> str:
    if item.kind == "point" and name_of(item.nodes[0]) == "fldChar":
        return next((str(value) for key, value in item.nodes[0].attrib.items() if key.endswith("fldCharType")), "")
    return ""


def _field(items: list[_Item]) -> list[_Item]:
    """One field, from its beginning to its end; one that is cut by what encloses it stays as it is."""
    middle = next((index for index, item in enumerate(items) if _field_part(item) == "separate"), len(items) - 1)
    head, within, end = items[: middle + 1], items[middle + 1 : -1], items[-1]
    if any(item.kind not in {"point", "text"} for item in head) or not _is_closed(within):
        return items
    code = "".join(str(item.nodes[0].text or "") for item in head if name_of(item.nodes[0]) == "instrText")
    if not _LINKS.match(code) and all(item.kind in {"point", "text", "stands"} for item in within):
        text = "".join(item.text for item in within)
        return [_Item("stands", _whole(items), text)]
    name = f"field{id(head[0].nodes[0])}"
    return [_Item("open", _whole(head), name=name), *within, _Item("close", _whole([end]), name=name)]


def _is_closed(items: Sequence[_Item]) -> bool:
    """Whether what encloses others ends where it begins among some items."""
    depth = 0
    for item in items:
        depth += (item.kind in {"wrap", "open"}) - (item.kind == "close")
        if depth < 0:
            return False
    return depth == 0


def _whole(items: Sequence[_Item]) -> tuple[Element, ...]:
    """The nodes of items, each with the run that it stood in, if any."""
    return tuple(node if item.run is None else _Within(item.run, node) for item in items for node in item.nodes)


def _parts(items: Sequence[_Item], base: Signature) -> Iterator[str | Code]:
    """Texts and codes, with the formatting of what looks otherwise than ``base`` as codes around it."""
    current = base
    for number, item in enumerate(items):
        look = _look(item.run) if item.kind == "text" and item.text else current
        if item.kind in {"open", "close", "wrap"}:
            look = base
        if current not in {look, base}:
            yield Code(_Content("style"), "close", "style")
        if look not in {current, base}:
            yield Code(_Content("style", run=item.run), "open", "style")
        current = look
        yield from _part(item, number)
    if current != base:
        yield Code(_Content("style"), "close", "style")


def _part(item: _Item, number: int) -> Iterator[str | Code]:
    if item.kind == "text":
        yield item.text
    elif item.kind == "stands":
        yield Code(_Content("stands", _whole([item])), "open", f"#{number}")
        yield item.text
        yield Code(_Content("stands"), "close", f"#{number}")
    elif item.name.startswith("wrap"):
        yield Code(_Content("wrap", item.nodes), "close" if item.kind == "close" else "open", item.name)
    else:
        yield Code(_Content("nodes", _whole([item])), "point" if item.kind == "wrap" else item.kind, item.name)


def _look(run: Element | None) -> Signature:
    """What the text of a run looks like, to be compared."""
    properties = None if run is None else child(run, "rPr")
    return () if properties is None else _signature(properties)


def _signature(element: Element) -> Signature:
    attributes = sorted((key, value) for key, value in element.attrib.items() if key not in _IGNORED)
    return element.tag, *attributes, *(_signature(node) for node in element if name_of(node) not in {*_IGNORED, ""})


def _base(texts: Sequence[_Item]) -> Element:
    """The first run that looks as most of the text does."""
    sizes: Counter[Signature] = Counter()
    for item in texts:
        sizes[_look(item.run)] += len(item.text)
    most = max(sizes, key=sizes.__getitem__)
    return next(item.run for item in texts if _look(item.run) == most)


class _Builder:
    """Builds the new content of a paragraph from texts and codes."""

    def __init__(self, base: Element) -> None:
        self.nodes: list[Element] = []
        self._runs = [base]
        self._wraps: list[Element] = []
        self._replaced = 0

    def add(self, piece: str | Code) -> None:
        if isinstance(piece, str):
            if text := _CONTROLS.sub(" ", piece) if not self._replaced else "":
                self._put(_text_run(self._runs[-1], text))
            return
        content = _content(piece)
        opens = piece.kind == "open"
        if content.role == "style":
            self._runs.append(content.run) if opens else self._runs.pop()
        elif content.role == "wrap":
            self._wrap(content.nodes[0]) if opens else self._wraps.pop()
        else:
            self._replaced += (opens - (piece.kind == "close")) * (content.role == "stands")
            for node in content.nodes:
                self._put(_run(*node) if isinstance(node, _Within) else node)

    def _wrap(self, node: Element) -> None:
        node[:] = [kept for kept in node if _is_property(node, name_of(kept))]
        self._put(node)
        self._wraps.append(node)

    def _put(self, node: Element) -> None:
        node.tail = None
        if self._wraps:
            self._wraps[-1].append(node)
        else:
            self.nodes.append(node)


def _content(code: Code) -> _Content:
    assert isinstance(code.content, _Content)
    return code.content


def _run(like: Element, node: Element) -> Element:
    """A run with the formatting of another, and a node in it."""
    run = create(like, "r")
    if (properties := child(like, "rPr")) is not None:
        run.append(copy.deepcopy(properties))
    run.append(node)
    return run


def _text_run(like: Element, text: str) -> Element:
    node = create(like, "t")
    node.text = text
    if "drawingml" not in node.tag:
        node.set(SPACE, "preserve")
    return _run(like, node)
