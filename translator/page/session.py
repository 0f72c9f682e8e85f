"""An article on the page: what the pipeline gave, and what the reader did to it. Texts are always replayed from both."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Literal, NamedTuple

import glossary
from glossary.edits import shift_span, unshift_span
from glossary.types import Edit, Status
from translator.config import Options
from translator.result import Segment
from translator.types import Hypothesis, Link, Notice

State = Status | Literal["off"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A segment and what the reader did to it.

    ``off``: places in ``segment.terms`` whose edits are switched off. ``typed``: the reader's own English, in the place of all
    else. ``others``: other translations, best first; ``None`` before they were asked for.
    """

    segment: Segment
    off: frozenset[int] = frozenset()
    typed: str | None = None
    others: tuple[Hypothesis, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A source text with the sentences that are translated, the first of ``total``.

    ``options`` and ``signature`` are those that made it. ``glossary_on``: whether any edit is applied. ``opened``: the sentence
    whose details are shown. ``problem``: why it ends early.
    """

    source: str
    total: int = 0
    sentences: tuple[Sentence, ...] = ()
    notices: tuple[Notice, ...] = ()
    options: Options = field(default_factory=Options)
    signature: str = ""
    glossary_on: bool = True
    opened: int | None = None
    problem: str = ""


class Placed(NamedTuple):
    """Where a term stands in the text that is shown; ``term`` is its place in ``segment.terms``."""

    start: int
    stop: int
    term: int


def active_edits(article: Article, sentence: Sentence) -> tuple[Edit, ...]:
    """The edits that the shown text has."""
    if not article.glossary_on or sentence.typed is not None:
        return ()
    terms = enumerate(sentence.segment.terms)
    return tuple(outcome.edit for place, outcome in terms if outcome.edit and place not in sentence.off)


def shown(article: Article, sentence: Sentence) -> str:
    """The English of a sentence as it stands: typed by the reader, or what the model said with the edits that are on."""
    if sentence.typed is not None:
        return sentence.typed
    return glossary.apply(sentence.segment.raw, active_edits(article, sentence))


def places(article: Article, sentence: Sentence) -> list[Placed]:
    """Where the terms stand in the shown text, in order; in what the reader typed only their official forms are known."""
    if sentence.typed is not None:
        return sorted(_typed_places(sentence, sentence.typed))
    active, segment = active_edits(article, sentence), sentence.segment
    found = []
    for place, outcome in enumerate(segment.terms):
        if outcome.target_span:
            edit = outcome.edit
            raw = (edit.start, edit.stop) if edit else unshift_span(*outcome.target_span, segment.edits)
            found.append(Placed(*shift_span(*raw, active), place))
    return sorted(found)


def state(article: Article, sentence: Sentence, place: int) -> State:
    """What became of a term in the shown text, ``off`` where the reader switched its edit off."""
    outcome = sentence.segment.terms[place]
    if sentence.typed is not None:
        return "already right" if outcome.match.target in sentence.typed else "not placed"
    if outcome.status == "fixed" and (place in sentence.off or not article.glossary_on):
        return "off"
    return outcome.status


def _typed_places(sentence: Sentence, typed: str) -> Iterator[Placed]:
    done: dict[str, int] = {}
    for place, outcome in enumerate(sentence.segment.terms):
        target = outcome.match.target
        start = typed.find(target, done.get(target, 0))
        if start >= 0:
            done[target] = start + len(target)
            yield Placed(start, start + len(target), place)


def pieces(article: Article) -> Iterator[tuple[str, str]]:
    """For each sentence the white space before it and its English."""
    done = 0
    for number, sentence in enumerate(article.sentences):
        start, stop = sentence.segment.source_span
        yield article.source[done:start] or (" " if number else ""), shown(article, sentence)
        done = stop


def text_of(article: Article) -> str:
    """The English of the whole article, with the source's line breaks."""
    text = "".join(gap + english for gap, english in pieces(article))
    if article.sentences and len(article.sentences) == article.total:
        text += article.source[article.sentences[-1].segment.source_span[1] :]
    return text


def paragraphs(article: Article) -> list[list[int]]:
    """The sentences by paragraph, as their places in the article."""
    found: list[list[int]] = []
    for number, (gap, _) in enumerate(pieces(article)):
        if not found or "\n" in gap or "\r" in gap:
            found.append([])
        found[-1].append(number)
    return found


def signature_of(article: Article) -> str:
    """What made the shown text: the translator's signature, and how much the reader changed."""
    signature = article.signature
    if not article.glossary_on:
        signature = "|".join("gloss:off" if part.startswith("gloss:") else part for part in signature.split("|"))
    off = sum(len(sentence.off) for sentence in article.sentences) if article.glossary_on else 0
    typed = sum(sentence.typed is not None for sentence in article.sentences)
    return signature + (f"|undone:{off}" if off else "") + (f"|edited:{typed}" if typed else "")


def add(article: Article, segments: Sequence[Segment]) -> Article:
    """The article with more sentences."""
    return replace(article, sentences=article.sentences + tuple(map(Sentence, segments)))


def toggle(article: Article, number: int, term: int) -> Article:
    """The article with the edit of a term switched off, or on again."""
    return _change(article, number, lambda sentence: replace(sentence, off=sentence.off ^ {term}))


def type_in(article: Article, number: int, text: str) -> Article:
    """The article with a sentence in the reader's words; nothing typed, or what stood there anyhow, undoes that."""
    clean = " ".join(text.split())
    untyped = _change(article, number, lambda sentence: replace(sentence, typed=None))
    if not clean or clean == shown(untyped, untyped.sentences[number]):
        return untyped
    return _change(article, number, lambda sentence: replace(sentence, typed=clean))


def raw_links(segment: Segment) -> tuple[Link, ...]:
    """The links of a segment to what the model had said."""
    return tuple(Link(*link) for link in glossary.unshift_links(segment.links, segment.edits))


def open_at(article: Article, number: int | None) -> Article:
    """The article with the details of one sentence open; those of the one that is open already are closed."""
    return replace(article, opened=None if number == article.opened else number)


def with_others(article: Article, number: int, others: Sequence[Hypothesis]) -> Article:
    """The article with the other translations of a sentence."""
    return _change(article, number, lambda sentence: replace(sentence, others=tuple(others)))


def choose(article: Article, number: int, other: int) -> Article:
    """The article with another of the model's translations of a sentence, without terms; the old one takes its place."""
    return _change(article, number, partial(_chosen, other=other))


def with_segments(article: Article, segments: Sequence[Segment], signature: str) -> Article:
    """The article with terms enforced anew; an edit that comes again stays off if it was."""
    pairs = zip(article.sentences, segments, strict=True)
    return replace(article, sentences=tuple(_kept_off(old, new) for old, new in pairs), signature=signature)


def _kept_off(old: Sentence, new: Segment) -> Sentence:
    off = {old.segment.terms[place].edit for place in old.off}
    return replace(
        old, segment=new, off=frozenset(place for place, term in enumerate(new.terms) if term.edit in off and term.edit)
    )


def _change(article: Article, number: int, change: Callable[[Sentence], Sentence]) -> Article:
    sentences = list(article.sentences)
    sentences[number] = change(sentences[number])
    return replace(article, sentences=tuple(sentences))


def _chosen(sentence: Sentence, other: int) -> Sentence:
    others = list(sentence.others or ())
    chosen, segment = others[other], sentence.segment
    others[other] = Hypothesis(segment.raw, segment.score or 0.0, raw_links(segment))
    new = replace(segment, raw=chosen.text, target=chosen.text, score=chosen.score, links=chosen.links, edits=(), terms=())
    return Sentence(new, others=tuple(others))


def remember(recent: Sequence[Article], article: Article, most: int) -> tuple[Article, ...]:
    """The articles of this browser session, the last one first; one that is translated again takes the place of the old one."""
    others = [one for one in recent if (one.source, one.options) != (article.source, article.options)]
    return (article, *others)[:most]


def title(article: Article) -> str:
    """What an article is called in a list: how it begins."""
    words = " ".join(article.source.split())
    return words if len(words) <= 90 else words[:89] + "…"
