"""The inline markup of XLIFF and TMX: an element's content as a block with marks, and a block as an element's content."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import NamedTuple

from translator.document.base import Block
from translator.document.codes import Code, Marked, Pair, gather, scatter
from translator.document.xml import Element, append_text, is_element, name_of

AZERBAIJANI = ("az", "azj", "aze")
ENGLISH = ("en", "eng")
_WRAPS = ("g", "pc", "mrk", "hi")  # elements whose content is text to translate
_OPENS = {"bpt": ("rid", "i", "id"), "bx": ("rid", "id"), "sc": ("id",)}  # and the attributes that name the pair
_CLOSES = {"ept": ("rid", "i", "id"), "ex": ("rid", "id"), "ec": ("startRef",)}


class _Piece(NamedTuple):
    """An element to put in: whole, or to put more into; ``None`` ends the innermost of those."""

    element: Element | None
    wraps: bool = False


def content(element: Element) -> Marked:
    """The text in an element and its inline markup; native code and protected text are marks that hold no text."""
    return gather(_tokens(element))


def fill(element: Element, block: Block, pairs: Sequence[Pair]) -> None:
    """Puts a text and its markup at the end of an element."""
    here = element
    for part in scatter(block, pairs):
        piece = part if isinstance(part, str) else part.content
        if isinstance(piece, str):
            append_text(here, piece)
        elif isinstance(piece, _Piece) and piece.element is not None:
            here.append(deepcopy(piece.element))
            here = here[-1] if piece.wraps else here
        else:
            here = here.getparent()


def is_language(tag: str | None, family: Sequence[str]) -> bool:
    """Whether a language tag, such as ``az-Latn-AZ``, names one of some languages."""
    return (tag or "").lower().replace("_", "-").split("-")[0] in family  # language tags are ASCII


def _tokens(element: Element) -> Iterator[str | Code]:
    if element.text:
        yield element.text
    for number, node in enumerate(element):
        if name_of(node) in _WRAPS and not _is_protected(node):
            name = f"{id(element)} {number}"
            yield Code(_Piece(_copy(node, whole=False), wraps=True), "open", name)
            yield from _tokens(node)
            yield Code(_Piece(None), "close", name)
        else:
            yield _code(node, element)
        if node.tail:
            yield node.tail


def _code(node: Element, parent: Element) -> Code:
    """The code of an element that stands in the text; of a pair only where both have one parent."""
    piece, kind = _Piece(_copy(node, whole=True)), name_of(node)
    for names, role in ((_OPENS, "open"), (_CLOSES, "close")):
        label = next((node.get(attribute) for attribute in names.get(kind, ()) if node.get(attribute)), None)
        if label is not None:
            return Code(piece, "open" if role == "open" else "close", f"{id(parent)}:{label}")
    return Code(piece)


def _copy(node: Element, whole: bool) -> Element:
    copy = deepcopy(node)
    copy.tail = None
    if not whole:
        copy.text = None
        copy[:] = []
    return copy


def _is_protected(node: Element) -> bool:
    return is_element(node) and (node.get("mtype") == "protected" or node.get("translate") == "no")
