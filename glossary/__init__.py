"""Names, titles, institutions and places of Azerbaijani text in their official English, whatever a model made of them.

``Matcher`` finds the terms of a ``TermBase`` in the source, ``enforce`` compares them with the translation and proposes edits,
``apply`` makes the edits, ``shift_links`` moves alignment links along.
"""

from glossary.check import check
from glossary.edits import apply, shift_links, unshift_links
from glossary.enforce import enforce
from glossary.errors import GlossaryError, TermBaseFileError, TermBaseFormatError
from glossary.invented import invented, words_of_people
from glossary.locate import NAME_KINDS
from glossary.match import Matcher
from glossary.mentions import Mentions, find_all, inline_terms
from glossary.names import unknown_names
from glossary.numbers import missing_numbers
from glossary.romanize import romanize
from glossary.termbase import TermBase, builtin, builtin_rows, load, read, write
from glossary.types import KINDS, Edit, Entry, Kind, Match, Outcome, Problem, Row, Status
from glossary.wanted import Wanted, beginning, beginnings, wanted

__all__ = [
    "KINDS",
    "NAME_KINDS",
    "Edit",
    "Entry",
    "GlossaryError",
    "Kind",
    "Match",
    "Matcher",
    "Mentions",
    "Outcome",
    "Problem",
    "Row",
    "Status",
    "TermBase",
    "TermBaseFileError",
    "TermBaseFormatError",
    "Wanted",
    "apply",
    "beginning",
    "beginnings",
    "builtin",
    "builtin_rows",
    "check",
    "enforce",
    "find_all",
    "inline_terms",
    "invented",
    "load",
    "missing_numbers",
    "read",
    "romanize",
    "shift_links",
    "unknown_names",
    "unshift_links",
    "wanted",
    "words_of_people",
    "write",
]
