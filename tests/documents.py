"""What the tests of document formats share: reading and writing with a translation whose words are known."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from glossary.casing import upper
from translator.document.base import Block, Choice, Document, Format
from translator.document.inline import project
from translator.result import Segment, Translation
from translator.types import Link


def turned(block: Block) -> Block:
    """A block as if translated: its words in capitals and in the opposite order, aligned word to word."""
    words = list(re.finditer(r"\S+", block.text))
    target, links = "", []
    for word in reversed(words):
        target += " " if target else ""
        links.append(Link(*word.span(), len(target), len(target) + len(word.group())))
        target += upper(word.group())
    segment = Segment(block.text, target, (0, len(block.text)), (0, len(target)), -0.1, tuple(links))
    return project(block, Translation(target, (segment,), "test"))


def raised(block: Block) -> Block:
    """A block with its letters in capitals, and its marks where they were."""
    return Block(upper(block.text), block.marks)


def rewritten(module: Format, path: Path, change: Callable[[Block], Block] | None = None) -> Path:
    """A file read and written beside it, with its own blocks or changed ones."""
    document = module.read(path, Choice())
    blocks = tuple(map(change, document.blocks)) if change else document.blocks
    written = path.with_name(f"written-{path.name}")
    module.write(document, blocks, written)
    return written


def texts(document: Document) -> list[str]:
    """The texts of the blocks."""
    return [block.text for block in document.blocks]
