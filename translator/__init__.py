"""Azerbaijani news into English, offline, with names and titles in their official form.

>>> from translator import Translator
>>> Translator(engine="table").signature.split("|")[0]
'az-en'
"""

from importlib import import_module
from typing import TYPE_CHECKING

from translator.config import Options
from translator.errors import (
    BrokenModelError,
    EngineError,
    InputError,
    ModelNotFoundError,
    OptionError,
    TranslatorError,
    UserError,
)
from translator.types import Link, Notice

if TYPE_CHECKING:
    from translator.bulk import BulkOptions, BulkReport, translate_files
    from translator.pipeline import Translator, translate
    from translator.result import Segment, Translation

__version__ = "0.1.0"
__all__ = [
    "BrokenModelError",
    "BulkOptions",
    "BulkReport",
    "EngineError",
    "InputError",
    "Link",
    "ModelNotFoundError",
    "Notice",
    "OptionError",
    "Options",
    "Segment",
    "Translation",
    "Translator",
    "TranslatorError",
    "UserError",
    "translate",
    "translate_files",
]
_LAZY = {
    **dict.fromkeys(("BulkOptions", "BulkReport", "translate_files"), "bulk"),
    **dict.fromkeys(("Segment", "Translation"), "result"),
    **dict.fromkeys(("Translator", "translate"), "pipeline"),
}


def __getattr__(name: str) -> object:
    """The names whose modules are loaded on use, so that ``import translator`` is quick."""
    if name not in _LAZY:
        raise AttributeError(f"module 'translator' has no attribute {name!r}")
    return getattr(import_module(f"translator.{_LAZY[name]}"), name)
