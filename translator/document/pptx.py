"""PowerPoint presentations: text, tables, notes, charts, diagrams and descriptions of pictures of the slides are translated."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from translator.document.base import Block, Choice, Document
from translator.document.office import read_parts, write_parts

_PARTS = re.compile(r"ppt/(?:slides/slide\d+|notesSlides/notesSlide\d+|diagrams/(?:data|drawing)\d+|charts/chart\d+)\.xml")
_SETTINGS = ("ppt/presentation.xml",)


def read(path: Path, choice: Choice) -> Document:  # noqa: ARG001 - every format takes a choice
    """The paragraphs of a presentation, each part after the other."""
    return read_parts(path, _PARTS, "PowerPoint presentation")


def write(document: Document, blocks: Sequence[Block], path: Path) -> None:
    """Writes the presentation; a paragraph whose block is its own stays as it is."""
    write_parts(document, blocks, path, _PARTS, _SETTINGS)
