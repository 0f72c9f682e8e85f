"""Who may come in, and how much at a time."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from pages import article

from translator.errors import InputError, OptionError
from translator.page.serving import Serving, add_user, check_size, is_user, read_users, store


def test_users(tmp_path: Path) -> None:
    path = tmp_path / "users"
    add_user(path, "editor", "bir")
    add_user(path, "çap", "iki:üç")
    add_user(path, "editor", "dörd")
    assert "dörd" not in path.read_text(encoding="utf-8")
    assert path.stat().st_mode & 0o077 == 0
    users = read_users(path)
    assert list(users) == ["editor", "çap"]
    assert is_user(users, "editor", "dörd")
    assert is_user(users, "çap", "iki:üç")
    assert not is_user(users, "editor", "bir")
    assert not is_user(users, "nobody", "dörd")


@pytest.mark.parametrize(("name", "password"), [("", "x"), ("a:b", "x"), ("a b", "x"), ("a", "")])
def test_users_that_cannot_be(tmp_path: Path, name: str, password: str) -> None:
    with pytest.raises(OptionError):
        add_user(tmp_path / "users", name, password)


def test_a_password_that_is_not_hashed_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "users"
    path.write_text("editor:secret\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"users:1: .*--add-user") as caught:
        read_users(path)
    assert "secret" not in str(caught.value)
    with pytest.raises(InputError, match="no such file"):
        read_users(tmp_path / "none")


def test_size() -> None:
    check_size("x" * 10, 10, "{size} of {limit}")
    with pytest.raises(InputError, match="1,001 of 1,000"):
        check_size("x" * 1001, 1000, "{size} of {limit}")


def test_nothing_is_kept_unless_wanted(tmp_path: Path) -> None:
    store(None, article())
    store(tmp_path, replace(article(), sentences=()))
    assert list(tmp_path.iterdir()) == []
    store(tmp_path, article())
    (kept,) = tmp_path.iterdir()
    assert json.loads(kept.read_text(encoding="utf-8"))["source"] == article().source


@pytest.mark.parametrize("how", [{"limit": 0}, {"file_limit": 0}, {"people": -1}])
def test_how_it_cannot_be_served(how: dict[str, int]) -> None:
    with pytest.raises(OptionError):
        Serving(**how)  # type: ignore[arg-type]  # numbers all


def test_as_many_at_once_as_there_are_cores() -> None:
    assert Serving(people=3).at_once == 3
    assert Serving().at_once >= 1
