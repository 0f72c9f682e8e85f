"""Word alignment: from the attention between pieces to links between words, and what the links say of a hypothesis."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence

from translator.types import Hypothesis, InlineTerm, Link

Span = tuple[int, int]
_LEAST_SHARE = 0.05  # of a word's attention; below that it looks at marks, and the greatest of the rest means nothing
_WORD = re.compile(r"\w+(?:[-'’.,:/@]\w+)*|[^\w\s]")


def word_spans(text: str, terms: Iterable[InlineTerm] = ()) -> list[Span]:
    """The spans of the words and punctuation marks of a text, in order; each term is one word.

    >>> text = "BMT-nin baş katibi gəldi."
    >>> [text[start:stop] for start, stop in word_spans(text)]
    ['BMT-nin', 'baş', 'katibi', 'gəldi', '.']
    """
    units = [(term.start, term.stop) for term in terms]
    words = (match.span() for match in _WORD.finditer(text))
    free = (word for word in words if all(word[1] <= start or stop <= word[0] for start, stop in units))
    return sorted([*units, *free])


def link_words(
    source_words: Sequence[Span],
    target_words: Sequence[Span],
    source_pieces: Sequence[Span | None],
    target_pieces: Sequence[Span],
    attention: Sequence[Sequence[float]],
) -> tuple[Link, ...]:
    """One link for each target word that looks at a source word: to the one that its pieces look at most.

    ``attention[t][s]`` is how much target piece ``t`` looks at source piece ``s``. A source piece of ``None`` is a mark that
    stands for no text, and what it draws is left out. Neighbouring target words of one source word share a link.
    """
    columns = [_owner(source_words, piece) for piece in source_pieces]
    shares: dict[int, dict[int, float]] = {}
    rows: Counter[int] = Counter()
    for piece, row in zip(target_pieces, attention, strict=False):  # the last piece of a cut translation may have no row
        word = _owner(target_words, piece)
        if word is not None:
            _add(shares.setdefault(word, {}), columns, row)
            rows[word] += 1
    links: list[Link] = []
    for word, share in sorted(shares.items()):
        best = max(share, key=share.__getitem__, default=None)
        if best is not None and share[best] >= _LEAST_SHARE * rows[word]:
            _append(links, Link(*source_words[best], *target_words[word]))
    return tuple(links)


def worth(words: Sequence[Span], hypothesis: Hypothesis, weight: float) -> float:
    """The score plus ``weight`` times the coverage of the source's ``words``.

    Source: Wu et al. 2016, Google's Neural Machine Translation System, section 7, the coverage penalty; here a share.
    """
    return hypothesis.score + weight * coverage(words, hypothesis.links)


def coverage(words: Sequence[Span], links: Sequence[Link]) -> float:
    """The share of the source's words, less punctuation, that something in the translation is linked with, between 0 and 1.

    >>> coverage([(0, 5), (6, 15), (15, 16)], [Link(0, 5, 0, 7)])
    0.5
    """
    longer = [(start, stop) for start, stop in words if stop - start > 1]
    linked = (any(link.source_start < stop and start < link.source_stop for link in links) for start, stop in longer)
    return sum(linked) / len(longer) if longer else 1.0


def _owner(words: Sequence[Span], piece: Span | None) -> int | None:
    """The number of the first word that a piece touches; an empty piece counts as the code point where it stands."""
    if piece is None:
        return None
    start, stop = piece[0], max(piece[1], piece[0] + 1)
    number = bisect_right(words, start, key=lambda word: word[1])
    return number if number < len(words) and words[number][0] < stop else None


def _add(share: dict[int, float], columns: Sequence[int | None], row: Sequence[float]) -> None:
    for column, weight in zip(columns, row, strict=False):  # rows are as long as the longest source of their batch
        if column is not None:
            share[column] = share.get(column, 0.0) + weight


def _append(links: list[Link], link: Link) -> None:
    if links and links[-1][:2] == link[:2]:
        link = links.pop()._replace(target_stop=link.target_stop)
    links.append(link)
