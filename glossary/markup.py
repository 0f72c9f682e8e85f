"""XML for the exchange formats: parsed without entities, document types or network, written with a declaration."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types

from glossary import tsv
from glossary.errors import TermBaseFileError
from glossary.types import Problem, Row

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def parse(data: bytes, path: str, roots: tuple[str, ...]) -> etree._Element:
    """The root element, whose local name must be one of ``roots``.

    Raises:
        TermBaseFileError: not well-formed XML, or another vocabulary.
    """
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise TermBaseFileError(f"{path}:{error.lineno or 1}: not well-formed XML: {error.msg}") from None
    if name_of(root) not in roots:
        raise TermBaseFileError(f"{path}:{root.sourceline}: the root element is <{name_of(root)}>, not <{roots[0]}>")
    return root


def serialise(root: etree._Element) -> bytes:
    """The indented document in UTF-8."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def name_of(element: etree._Element) -> str:
    """The element's name without its namespace."""
    return str(etree.QName(element).localname)


def below(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """The descendants with one of the local names, in document order."""
    return (item for item in element.iter(etree.Element) if item is not element and name_of(item) in names)


def text_of(element: etree._Element) -> str:
    """All text inside, spaces made single."""
    return " ".join("".join(element.itertext()).split())


def language_of(element: etree._Element) -> str:
    """The primary language subtag: ``az`` for ``az-Latn-AZ``; ``azj`` and ``aze`` count as ``az``."""
    tag = (element.get(XML_LANG) or element.get("lang") or "").lower().replace("_", "-").split("-")[0]  # a language tag
    return {"azj": "az", "aze": "az", "eng": "en"}.get(tag, tag)


def child(parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> etree._Element:
    """A new last child in the parent's namespace."""
    namespace = etree.QName(parent).namespace
    element = etree.SubElement(parent, etree.QName(namespace, name) if namespace else name, attributes)
    element.text = text
    return element


def row(values: dict[str, str], element: etree._Element, path: str) -> Row:
    """The row that named values describe.

    Raises:
        TermBaseFileError: they describe no entry.
    """
    line = int(element.sourceline or 0)
    try:
        return Row(tsv.entry_of(values), path, line)
    except ValueError as error:
        raise TermBaseFileError(str(Problem(path, line, str(error)))) from None
