"""Word documents: text, tables, text boxes, headers, footers, notes, comments, charts, diagrams, descriptions of pictures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from translator.document.base import Block, Choice, Document
from translator.document.office import read_parts, write_parts

_PARTS = re.compile(
    r"word/(?:(?:document|header|footer|footnotes|endnotes|comments)\d*|diagrams/(?:data|drawing)\d+|charts/chart\d+)\.xml"
)
_SETTINGS = ("word/styles.xml",)


def read(path: Path, choice: Choice) -> Document:  # noqa: ARG001 - every format takes a choice
    """The paragraphs of a document, each part after the other."""
    return read_parts(path, _PARTS, "Word document")


def write(document: Document, blocks: Sequence[Block], path: Path) -> None:
    """Writes the document; a paragraph whose block is its own stays as it is."""
    write_parts(document, blocks, path, _PARTS, _SETTINGS)
