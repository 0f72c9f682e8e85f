"""The errors of the glossary.

::

    GlossaryError
    ├── TermBaseFileError     a term-base file that cannot be read; names path and line
    └── TermBaseFormatError   a file format that is not known
"""


class GlossaryError(Exception):
    """The root: catch this to catch every error that the glossary raises on purpose."""


class TermBaseFileError(GlossaryError):
    """A term-base file cannot be read; the message names path, line and remedy."""


class TermBaseFormatError(GlossaryError):
    """A term-base format that is not known."""
