"""Azerbaijani noun endings: which letters after a stem are a suffix chain, and which stems a noun has before them.

Not a morphological analyser: a small automaton accepts number, possessive, case, ``-kı`` and the copula in their order and in
vowel harmony, after ``-lı``, ``-çı`` or ``-sız`` where the word is derived. All text is in lower case.
Source: Azərbaycan dilinin orfoqrafiya qaydaları (Cabinet of Ministers, 2004), and the noun paradigm of school grammars.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from glossary.casing import lower

LONGEST = 24  # letters in a chain: -larımızdakılarındandırlar and the like
BACK = "aıou"
VOWELS = "aıoueəiöü"
_HIGH = {"a": "ı", "ı": "ı", "o": "u", "u": "u", "e": "i", "ə": "i", "i": "i", "ö": "ü", "ü": "ü"}
_HIGH_BEFORE = {"ı": "ı", "i": "i", "u": "u", "ü": "ü", "a": "ıu", "ə": "iü"}  # what a chain's first vowel says of its stem
_FIRST = frozenset("ıiuüaəlmnysdcç")  # letters that a chain can begin with
_LAST_VOWEL = re.compile(f"[{VOWELS}](?=[^{VOWELS}]*$)")
_HIGH_BEFORE_LAST = re.compile(f"(.*[{VOWELS}][^{VOWELS}])[ıiuü]([^{VOWELS}])")
_PLURAL = re.compile(r"\W*l[aə]r")
_DERIVED = re.compile(r"\W*(?:[lç][ıiuü]|s[ıiuü]z)")


class Chain(NamedTuple):
    """What a suffix chain says. ``derived``: it makes another word of the stem (``-lı``, ``-çı``, ``-sız``).

    ``genitive``: it is the genitive and nothing else. ``bare``: there is no suffix.
    """

    bare: bool = False
    derived: bool = False
    plural: bool = False
    genitive: bool = False


class Stem(NamedTuple):
    """A form that a word takes before suffixes: ``nazirlik``, ``nazirliy``.

    ``vowel_only``: only before a vowel. ``head``: the word less its possessive, so that another or the plural must follow.
    """

    text: str
    vowel_only: bool = False
    head: bool = False


BARE = Chain(bare=True)


def parse(stem: Stem, suffix: str, *, free: bool = False) -> Chain | None:
    """The chain that ``suffix`` spells after ``stem``, or None when it is none.

    ``free``: any harmony will do, as after the hyphen of an abbreviation, whose letters are read by their names.

    >>> parse(Stem("nazirliyi"), "nin")
    Chain(bare=False, derived=False, plural=False, genitive=True)
    >>> parse(Stem("bakı"), "xanov") is None
    True
    """
    if not suffix:
        return None if stem.vowel_only or stem.head else BARE
    if suffix[0] not in _FIRST or len(suffix) > LONGEST or (stem.vowel_only and suffix[0] not in VOWELS):
        return None
    harmony = None if free else _harmony(stem.text)
    return _parse(*harmony, suffix, stem.head) if harmony else _parse_free(suffix)


def is_plural(suffix: str) -> bool:
    """Whether a suffix as found in a text, with its hyphen or apostrophe, begins with the plural."""
    return bool(_PLURAL.match(lower(suffix)))


def is_derived(suffix: str) -> bool:
    """Whether a suffix as found in a text makes another word of its term: ``Bakılı`` is not Baku."""
    return bool(_DERIVED.match(lower(suffix)))


def stems(word: str, *, common: bool, head: bool = False) -> tuple[Stem, ...]:
    """The stems of a dictionary form. ``common``: an ordinary noun, which may drop a vowel (``oğul``, ``oğl-``).

    ``head``: the last word of a compound, whose possessive (``-i``, ``-si``) may give way to another.

    >>> [stem.text for stem in stems("nazirliyi", common=True, head=True)]
    ['nazirliyi', 'nazirliy', 'nazirlik']
    >>> [stem.text for stem in stems("bayraq", common=True)]
    ['bayraq', 'bayrağ']
    """
    found = [Stem(word)]
    if len(word) > 3 and word[-1] in "kq":
        found.append(Stem(word[:-1] + ("y" if word[-1] == "k" else "ğ"), vowel_only=True))
    if word == "su":
        found.append(Stem("suy", vowel_only=True))
    if common and (dropped := _HIGH_BEFORE_LAST.fullmatch(word)):
        found.append(Stem(dropped[1] + dropped[2], vowel_only=True))
    return tuple(found + _without_possessive(word)) if head else tuple(found)


def without_genitive(word: str) -> tuple[str, ...]:
    """The words of which ``word`` may be the genitive.

    >>> without_genitive("şurasının"), without_genitive("milli")
    (('şurasın', 'şurası'), ())
    """
    cuts = (word[:-2], word[:-3]) if len(word) > 4 else ()
    return tuple(cut for cut in cuts if parse(Stem(cut), word[len(cut) :]) == Chain(genitive=True))


def _without_possessive(word: str) -> list[Stem]:
    if len(word) < 3 or word[-1] not in "ıiuü":
        return []
    if word[-2] == "s" and word[-3] in VOWELS:
        return [Stem(word[:-2], head=True)]
    if word[-2] in VOWELS:
        return []
    found = [Stem(word[:-1], head=True)]
    if word[-2] in "yğ":
        found.append(Stem(word[:-2] + ("k" if word[-2] == "y" else "q"), head=True))
    return found


@lru_cache(maxsize=1 << 15)
def _harmony(stem: str) -> tuple[str, bool] | None:
    """The close vowel that a stem's endings have and whether it ends in a vowel; None when it has none."""
    vowel = _LAST_VOWEL.search(stem)
    return (_HIGH[vowel.group()], vowel.end() == len(stem)) if vowel else None


@lru_cache(maxsize=1 << 15)
def _parse(high: str, is_open: bool, suffix: str, head: bool) -> Chain | None:
    plural = suffix[:3] in {"lar", "lər"}
    if _spells(suffix, _State("head" if head else "stem", high, is_open)):
        return Chain(plural=plural, genitive=suffix == ("n" if is_open else "") + high + "n")
    if not head and _is_derivation(high, suffix):
        return Chain(derived=True, plural=suffix[2:5] in {"lar", "lər"})
    return None


@lru_cache(maxsize=1 << 12)
def _parse_free(suffix: str) -> Chain | None:
    vowel = next((letter for letter in suffix if letter in VOWELS), "")
    tries = (_parse(high, is_open, suffix, False) for high in _HIGH_BEFORE.get(vowel, "") for is_open in (False, True))
    found = [chain for chain in tries if chain]
    return max(found, key=lambda chain: (chain.genitive, not chain.derived), default=None)


class _State(NamedTuple):
    """Where a chain has got to: the slot last filled, the close vowel that harmony asks for, whether a vowel came last."""

    slot: Literal["stem", "head", "plural", "possessive", "genitive", "locative", "case", "relative", "relative plural"]
    high: str
    is_open: bool


def _spells(rest: str, state: _State) -> bool:
    """Whether the letters are endings that may follow one another from the state on."""
    if not rest:
        return True
    last, further = _choices(state, rest[0])
    if rest in last:
        return True
    return any(rest.startswith(ending) and _spells(rest[len(ending) :], after) for ending, after in further)


@lru_cache(maxsize=1 << 12)
def _choices(state: _State, letter: str) -> tuple[frozenset[str], tuple[tuple[str, _State], ...]]:
    """What may come next and begins with a letter: endings that close a chain, and others, each with the state after it."""
    last = () if state.slot == "head" else _copulas(state)
    return (
        frozenset(ending for ending in last if ending[0] == letter),
        tuple(choice for choice in _endings(state) if choice[0][0] == letter),
    )


def _is_derivation(high: str, suffix: str) -> bool:
    is_open = suffix[:2] in {"l" + high, "ç" + high}
    cut = 2 if is_open else 3
    return (is_open or suffix[:3] == f"s{high}z") and _spells(suffix[cut:], _State("stem", high, is_open))


def _endings(state: _State) -> Iterator[tuple[str, _State]]:
    """The endings that may come next, each with the state after it."""
    slot, high, is_open = state
    wide, flat = ("a", "ı") if high in BACK else ("ə", "i")
    if slot in {"stem", "head", "relative"}:
        yield f"l{wide}r", _State("relative plural" if slot == "relative" else "plural", flat, False)
    if slot in {"stem", "head", "plural"}:
        yield "s" + high if is_open else high, _State("possessive", high, True)
        for ending in ("m{}z", "n{}z") if is_open else ("{0}m", "{0}m{0}z", "{0}n{0}z"):
            yield ending.format(high), _State("possessive", high, False)
    if slot in {"genitive", "locative"}:
        yield "k" + high, _State("relative", high, True)
    if slot in {"stem", "plural", "possessive", "relative", "relative plural"}:
        again = not slot.startswith("relative")
        n = "n" if is_open else ""
        yield f"{n}{high}n", _State("genitive" if again else "case", high, False)
        yield n + high, _State("case", high, True)
        for buffer in ("y", "n") if is_open else ("",):
            for limit in ("", f"d{wide}k", f"c{wide}n"):
                yield buffer + wide + limit, _State("case", flat, not limit)
        for buffer in ("", "n") if is_open else ("",):
            yield f"{buffer}d{wide}", _State("locative" if again else "case", flat, True)
            yield f"{buffer}d{wide}n", _State("case", flat, False)
        for buffer in ("", "y") if is_open else ("",):
            yield f"{buffer}l{wide}", _State("case", flat, True)
        yield "c" + wide, _State("case", flat, True)


def _copulas(state: _State) -> tuple[str, ...]:
    """The endings of to be, which close a chain; those of the first person only after a vowel."""
    _, high, is_open = state
    wide = "a" if high in BACK else "ə"
    y = "y" if is_open else ""
    third = (f"d{high}r", f"d{high}rl{wide}r", f"{y}d{high}", f"{y}d{high}l{wide}r", f"{y}m{high}ş", f"{y}s{wide}", f"m{high}")
    return (*third, f"y{wide}m", f"y{high}q", f"y{high}k") if is_open else third
