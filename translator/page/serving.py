"""What serving the page takes beside the page: who may come in, how much at a time, and whether all is well."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from translator.errors import InputError, OptionError
from translator.files import read_lines, write_atomically
from translator.page.export import to_data
from translator.page.session import Article

_COST, _BLOCK, _LANES = 2**14, 8, 1
"""scrypt's parameters for logging in. Source: RFC 7914, section 2, and OWASP's Password Storage Cheat Sheet (16 MiB)."""
_NAME_RULE = "a name has no colon and no spaces"


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """How the page is served.

    ``port``: the first free one from 7860 where there is none. ``share``: through a tunnel that Gradio runs on the internet.
    ``auth``: the file of users that may come in. ``limit``: characters of one text. ``file_limit``: megabytes of one file.
    ``people``: translations at the same time, 0 for as many as there are cores. ``keep``: a folder where each finished
    translation is kept as JSON; nothing is kept without one.
    """

    host: str = "127.0.0.1"
    port: int | None = None
    share: bool = False
    auth: Path | None = None
    limit: int = 100_000
    file_limit: int = 20
    people: int = 0
    keep: Path | None = None

    def __post_init__(self) -> None:
        for name, low in (("limit", 1), ("file_limit", 1), ("people", 0)):
            if getattr(self, name) < low:
                raise OptionError(f"{name.replace('_', '-')} is {getattr(self, name)}: it must be at least {low}")

    @property
    def at_once(self) -> int:
        """Translations that run at the same time; others wait in the queue."""
        return self.people or os.cpu_count() or 1


def read_users(path: Path) -> dict[str, str]:
    """The users of a file and the hashes of their passwords.

    Raises:
        InputError: it cannot be read, or a line is not ``name:hash`` as :func:`add_user` writes it.
    """
    users: dict[str, str] = {}
    for number, line in enumerate(read_lines(path), start=1):
        name, _, hashed = line.strip().partition(":")
        if name and not hashed.startswith("scrypt$"):
            raise InputError(
                f"{path}:{number}: not a name and a hashed password; azen ui --auth FILE --add-user NAME writes them"
            )
        if name:
            users[name] = hashed
    return users


def add_user(path: Path, name: str, password: str) -> None:
    """Write a user, or a user's new password, to the file.

    Raises:
        InputError: the file cannot be read or written. OptionError: the name or the password cannot be used.
    """
    if not name or ":" in name or name.split() != [name]:
        raise OptionError(f"{name!r} cannot be a user: {_NAME_RULE}")
    if not password:
        raise OptionError("the password is empty")
    users = read_users(path) if path.exists() else {}
    users[name] = hashed(password)
    with write_atomically(path) as stream:
        stream.writelines(f"{user}:{value}\n" for user, value in users.items())
    path.chmod(0o600)


def hashed(password: str) -> str:
    """A password as it is kept: the method, a salt of its own, and the hash."""
    salt = secrets.token_hex(16)
    return f"scrypt${salt}${_hash(password, salt)}"


def is_user(users: Mapping[str, str], name: str, password: str) -> bool:
    """Whether the name and the password belong together; a name that is not known takes as long as one that is.

    >>> users = {"editor": hashed("Şuşa")}
    >>> is_user(users, "editor", "Şuşa"), is_user(users, "editor", "Susa"), is_user(users, "nobody", "")
    (True, False, False)
    """
    _, salt, expected = users.get(name, "scrypt$nobody$0").split("$")
    return hmac.compare_digest(_hash(password, salt), expected)


def health(fault: str, signature: str) -> tuple[int, dict[str, str]]:
    """The HTTP status and the answer of ``/health``.

    >>> health("", "az-en|model:azen-small")
    (200, {'status': 'ready', 'signature': 'az-en|model:azen-small'})
    """
    return (503, {"status": "failing", "problem": fault}) if fault else (200, {"status": "ready", "signature": signature})


def check_size(text: str, limit: int, message: str) -> None:
    """Lets a text pass that is no longer than the limit, in characters; ``message`` is filled with ``size`` and ``limit``.

    Raises:
        InputError: it is longer.
    """
    if len(text) > limit:
        raise InputError(message.format(size=f"{len(text):,}", limit=f"{limit:,}"))


def store(folder: Path | None, article: Article) -> None:
    """Keep a translation that is finished as JSON, if the operator named a folder.

    Raises:
        InputError: it cannot be written.
    """
    if folder is None or len(article.sentences) < article.total:
        return
    data = to_data(article)
    with write_atomically(folder / f"{hashlib.sha256(data).hexdigest()[:16]}.json") as stream:
        stream.write(data.decode())


def _hash(password: str, salt: str) -> str:
    return hashlib.scrypt(password.encode(), salt=salt.encode(), n=_COST, r=_BLOCK, p=_LANES).hex()
