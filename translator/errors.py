"""The errors of translator, one tree.

::

    TranslatorError
    ├── UserError                 the caller can mend it: exit code 2 of the command line
    │   ├── OptionError           an option has a value that cannot be used
    │   ├── InputError            a file or text that cannot be read
    │   └── ModelNotFoundError    no such model here, and it could not be fetched
    └── EngineError               the model or its runtime failed: exit code 1
        └── BrokenModelError      a model folder that cannot be loaded

Messages say what happened, where, and what to do about it. The glossary has its own root, ``glossary.errors.GlossaryError``.
"""


class TranslatorError(Exception):
    """The root: catch this to catch every error that translator raises on purpose."""


class UserError(TranslatorError):
    """The caller can mend this."""


class OptionError(UserError):
    """An option has a value that cannot be used."""


class InputError(UserError):
    """A file or text cannot be read."""


class ModelNotFoundError(UserError):
    """There is no such model here, and it could not be fetched."""


class EngineError(TranslatorError):
    """The model or its runtime failed."""


class BrokenModelError(EngineError):
    """A model folder exists and cannot be loaded."""
