"""Which cells and values of a table or record are translated."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from translator.errors import InputError

_LETTER = re.compile(r"[^\W\d_]")
_CODE = re.compile(r"(?=\S*[\d_@/\\:#=&?%<>{}]|\S*\w\.\w)\S+")  # one word of such shape is a link, a date, a name of something


def has_letters(text: str) -> bool:
    """Whether there is anything to translate."""
    return bool(_LETTER.search(text))


def is_prose(text: str) -> bool:
    """Whether a text is for people to read, as far as its shape tells; used where nobody chose.

    >>> [is_prose(text) for text in ("Görüş", "Bakı, 5 may", "2026-05-01T10:00Z", "https://example.az/x", "report.docx", "12")]
    [True, True, False, False, False, False]
    """
    return has_letters(text) and not _CODE.fullmatch(text.strip())


def letters_of(index: int) -> str:
    """The letters of a column, counted from 0.

    >>> letters_of(0), letters_of(27)
    ('A', 'AB')
    """
    name = ""
    while index >= 0:
        index, rest = index // 26 - 1, index % 26
        name = chr(ord("A") + rest) + name
    return name


def chosen(columns: Sequence[str], header: Sequence[str], path: Path) -> tuple[set[int], bool]:
    """The indices of the columns that are named, and whether any is named by its header rather than by its letters.

    Raises:
        InputError: a name is neither.
    """
    titles = [title.strip() for title in header]
    letters = [letters_of(index) for index in range(len(titles))]
    indices = set()
    for column in columns:
        if column.strip() in titles:
            indices |= {index for index, title in enumerate(titles) if title == column.strip()}
        elif column.strip().upper() in letters:  # ASCII letters
            indices.add(letters.index(column.strip().upper()))
        else:
            raise InputError(f"{path}: there is no column {column!r}; it has {', '.join(title or '-' for title in titles)}")
    return indices, any(column.strip() in titles for column in columns)
