"""XML from strangers: parsed without entities, document types or network, and written as it was.

The only importer of ``lxml.etree`` among the formats; an ``Element`` is lxml's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, TypeAlias

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types

from translator.errors import InputError

Element: TypeAlias = Any
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
MOST_BYTES = 256 * 2**20
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # Source: XML 1.0, production 2, Char


def parse(data: bytes, name: str = "XML") -> Element:
    """The root element; comments, processing instructions and spaces are kept. ``name`` begins the message of an error.

    Raises:
        InputError: not well-formed, too large or too deep, or it declares entities.
    """
    if len(data) > MOST_BYTES:
        raise InputError(f"{name}: {len(data) >> 20} MiB of XML; {MOST_BYTES >> 20} MiB is the most")
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, strip_cdata=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise InputError(f"{name}: not well-formed XML: {error.msg}") from None
    doctype = root.getroottree().docinfo.internalDTD
    if doctype is not None and any(True for _ in doctype.iterentities()):
        raise InputError(f"{name}: it declares entities, which may hide a bomb; save it without them")
    return root


def serialise(root: Element) -> bytes:
    """The whole document: declaration, document type, what stands around the root, in the encoding that it was in."""
    tree = root.getroottree()
    encoding, standalone = tree.docinfo.encoding or "UTF-8", tree.docinfo.standalone or None
    return bytes(etree.tostring(tree, xml_declaration=True, encoding=encoding, standalone=standalone))


def is_element(node: Element) -> bool:
    """Whether a node is an element, and no comment, processing instruction or entity."""
    return isinstance(node.tag, str)


def name_of(element: Element) -> str:
    """The element's name without its namespace; empty for a comment and its like."""
    return str(etree.QName(element).localname) if is_element(element) else ""


def child(element: Element, name: str) -> Element | None:
    """The first child with a local name."""
    return next((node for node in element if name_of(node) == name), None)


def below(element: Element, *names: str) -> Iterator[Element]:
    """The descendants with one of the local names, in document order."""
    return (node for node in element.iter(etree.Element) if node is not element and name_of(node) in names)


def create(like: Element, name: str, attributes: dict[str, str] | None = None) -> Element:
    """A new element, in no tree yet, with the namespace and prefix of another."""
    namespace = etree.QName(like).namespace
    return etree.Element(f"{{{namespace}}}{name}" if namespace else name, attributes or {}, nsmap=like.nsmap)


def append_text(element: Element, text: str) -> None:
    """Adds a text at the end of an element, after its last child; characters that XML cannot hold are left out."""
    text = legal(text)
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def legal(text: str) -> str:
    """The text without the characters that XML cannot hold."""
    return _ILLEGAL.sub("", text)
