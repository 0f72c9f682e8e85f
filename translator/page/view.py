"""An article as HTML: its sentences side by side with marked terms, the details of one, and the table of terms.

Every text goes through ``html.escape``; what the browser's script reads stands in ``data-`` attributes.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from html import escape
from typing import NamedTuple

from glossary.types import Outcome
from translator.page import look, session
from translator.page.export import FORMS
from translator.page.session import Article, Sentence
from translator.page.words import Words
from translator.pipeline import Outline
from translator.types import Notice

_SIGNS = {"already right": "✓", "fixed": "✎", "off": "○", "not placed": "!"}
_NAMED_SCRIPTS = ("Latn", "Cyrl")


class Marked(NamedTuple):
    """A span of a text that is to be marked as a term: its CSS class, and what is said of it."""

    start: int
    stop: int
    style: str
    title: str
    term: int


def heading(words: Words) -> str:
    """The page's name and what it is for."""
    return (
        f'<div class="azen-head">{look.read("icon.svg").strip()}<div><h1>azen</h1><p>{escape(words("tagline"))}</p></div></div>'
    )


def heads(words: Words) -> str:
    """The names of the two columns."""
    names = "".join(f"<span>{escape(words(key))}</span>" for key in ("azerbaijani", "english"))
    return f'<div class="azen-heads"><span></span>{names}</div>'


def forms(words: Words) -> list[tuple[str, str]]:
    """The forms of a download, each with its name."""
    return [(words(f"format-{form}"), form) for form in FORMS]


def term_heads(words: Words) -> list[str]:
    """The heads of the session glossary's columns."""
    return [words("azerbaijani"), words("english"), words("term-kind")]


def hint(text: str) -> str:
    """A line of help."""
    return f'<p class="azen-info">{escape(text)}</p>'


def signature(article: Article, words: Words) -> str:
    """What made the text that is shown."""
    return f'<p class="azen-signature">{escape(words("signature"))} <code>{escape(session.signature_of(article))}</code></p>'


def rows(article: Article, words: Words, *, busy: bool = False) -> str:
    """The sentences as rows, source beside English; while ``busy`` each text begins with the one before it."""
    starts = {paragraph[0] for paragraph in session.paragraphs(article)}
    marker = '<div class="azen-busy" hidden></div>' if busy else ""
    return (
        heads(words)
        + marker
        + "".join(_row(article, number, words, first=number in starts) for number in range(len(article.sentences)))
    )


def status(article: Article, words: Words, *, busy: bool = False) -> str:
    """How far the translation is, or how it ended, with what is to be said of the whole text."""
    done, total = len(article.sentences), article.total
    flagged = sum(bool(_reasons(sentence, words)) for sentence in article.sentences)
    if busy:
        said, style = words("progress", done=done, total=total) if done else words("waiting"), "busy"
    elif article.problem:
        said, style = words("failed", done=done, total=total, problem=article.problem), "problem"
    elif not total:
        said, style = words("nothing"), "problem"
    elif done < total:
        said, style = words("stopped", done=done, total=total), "problem"
    else:
        said, style = words("done", sentences=words.sentences(total)), "done"
    counted = f' <span class="azen-flagged">⚠ {escape(words("flagged", count=flagged))}</span>' if flagged and not busy else ""
    bar = f'<progress max="{total}" value="{done}" aria-hidden="true"></progress>' if busy and total else ""
    role = "alert" if style == "problem" else "status"
    line = f'<div class="azen-status {style}" role="{role}"><span>{escape(said)}</span>{counted}{bar}</div>'
    return line + _warnings(article.notices, words)


def outline(text: str, found: Outline | None, words: Words) -> str:
    """The line under the source: how much it is, in what language, and what is to be said of it."""
    if found is None or not text.strip():
        return f'<div class="azen-info">{escape(words("translate-hint"))}</div>'
    characters = words("characters", count=f"{len(text):,}".replace(",", "\u202f"))
    counts = f"{characters} · {words.sentences(found.sentences)}"
    script = f", {words(f'script-{found.script}')}" if found.script in _NAMED_SCRIPTS else ""
    named = words(f"lang-{found.language}") + script
    return f'<div class="azen-info" role="status">{escape(counts)} · {escape(named)}</div>{_warnings(found.notices, words)}'


def term_table(article: Article, words: Words) -> str:
    """What became of each term of the article, with a switch for each edit."""
    lines = "".join(
        _term_line(article, number, place, words)
        for number, sentence in enumerate(article.sentences)
        for place in range(len(sentence.segment.terms))
    )
    if not lines:
        return f'<p class="azen-info">{escape(words("terms-none"))}</p>'
    heads = ("term-source", "term-official", "term-kind", "term-status", "term-model", "term-switch")
    head = "".join(f'<th scope="col">{escape(words(name))}</th>' for name in heads)
    return (
        f'<div class="azen-scroll" tabindex="0" role="region" aria-label="{escape(words("terms"))}"><table class="azen-terms">'
        f"<thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table></div>"
    )


def marked(text: str, marks: Iterable[Marked]) -> str:
    """The text as HTML with its terms marked; of marks that overlap the first and longest is kept.

    >>> marked("a <b>", [Marked(0, 1, "fixed", "was: x", 0)])
    '<mark class="fixed" title="was: x" data-term="0">a</mark> &lt;b&gt;'
    """
    parts, done = [], 0
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.stop)):
        if mark.start < done or mark.stop <= mark.start:
            continue
        inside = escape(text[mark.start : mark.stop])
        parts += [
            escape(text[done : mark.start]),
            f'<mark class="{mark.style}" title="{escape(mark.title)}" data-term="{mark.term}">{inside}</mark>',
        ]
        done = mark.stop
    return "".join([*parts, escape(text[done:])])


def _warnings(notices: Iterable[Notice], words: Words) -> str:
    return "".join(f'<p class="azen-warning">⚠ {escape(words.notice(notice))}</p>' for notice in notices)


def _row(article: Article, number: int, words: Words, *, first: bool) -> str:
    sentence = article.sentences[number]
    reasons = _reasons(sentence, words)
    is_open = article.opened == number
    styles = ["azen-row", *(["first"] if first else []), *(["flagged"] if reasons else []), *(["open"] if is_open else [])]
    label = ". ".join([words("sentence", number=number + 1), *reasons, words("details")])
    notes = "".join(f'<span class="azen-note">⚠ {escape(reason)}</span>' for reason in reasons)
    if sentence.typed is not None:
        notes += f'<span class="azen-edited">{escape(words("edited"))}</span>'
    return (
        f'<div class="{" ".join(styles)}" id="azen-s{number}" data-n="{number}" role="group" tabindex="0" '
        f'aria-label="{escape(label)}" aria-expanded="{str(is_open).lower()}">'
        f'<span class="azen-number" aria-hidden="true">{number + 1}</span>'
        f'<p class="azen-source" lang="az">{_source(article, sentence, words)}</p>'
        f'<div class="azen-english"><p class="azen-target" lang="en">{_english(article, sentence, words)}</p>'
        f"{notes}</div>{_details(article, number, words) if is_open else ''}</div>"
    )


def _reasons(sentence: Sentence, words: Words) -> list[str]:
    """Why a sentence should be looked at; none when the reader wrote it."""
    if sentence.typed is not None:
        return []
    segment = sentence.segment
    found = [words.notice(notice) for notice in segment.warnings if notice.code != "term"]
    missing = [outcome.match.target for outcome in segment.terms if outcome.status == "not placed" and outcome.message]
    return found + ([f"{words('not placed')}: {', '.join(missing)}"] if missing else [])


def _source(article: Article, sentence: Sentence, words: Words) -> str:
    marks = []
    for place, outcome in enumerate(sentence.segment.terms):
        match = outcome.match
        style = _style(outcome, session.state(article, sentence, place))
        marks.append(Marked(match.start, match.stop, style, _title(article, sentence, place, words), place))
    return marked(sentence.segment.source, marks)


def _english(article: Article, sentence: Sentence, words: Words) -> str:
    marks = []
    for start, stop, place in session.places(article, sentence):
        style = _style(sentence.segment.terms[place], session.state(article, sentence, place))
        marks.append(Marked(start, stop, style, _title(article, sentence, place, words), place))
    return marked(session.shown(article, sentence), marks)


def _style(outcome: Outcome, state: str) -> str:
    """The class of a term: one that is missing and has no message is a common noun, which English may well put otherwise."""
    if state == "not placed":
        return "missing" if outcome.message else "loose"
    return {"already right": "right", "fixed": "fixed", "off": "off"}[state]


def _title(article: Article, sentence: Sentence, place: int, words: Words) -> str:
    outcome = sentence.segment.terms[place]
    state = session.state(article, sentence, place)
    title = f"{outcome.match.target} ({words.kind(outcome.match.entry.kind)}): {words(state)}"
    if _before(sentence, outcome):
        title += f". {words('term-model')}: {_before(sentence, outcome)}"
    return title


def _before(sentence: Sentence, outcome: Outcome) -> str:
    edit = outcome.edit
    return sentence.segment.raw[edit.start : edit.stop] if edit and sentence.typed is None else ""


def _details(article: Article, number: int, words: Words) -> str:
    """What an open row has below its texts: the English to edit, the other translations, the terms."""
    sentence = article.sentences[number]
    text, label = session.shown(article, sentence), f"azen-edit-{number}"
    revert = _button("revert", number, words("revert")) if sentence.typed is not None else ""
    score = sentence.segment.score
    confidence = "" if score is None else f'<span class="azen-info">{escape(words("confidence"))} {math.exp(score):.0%}</span>'
    terms = "".join(_term_item(article, number, place, words) for place in range(len(sentence.segment.terms)))
    return (
        f'<div class="azen-details"><label for="{label}">{escape(words("edit"))}</label>'
        f'<textarea id="{label}" lang="en" rows="{max(2, len(text) // 70 + 1)}">{escape(text)}</textarea>'
        f'<div class="azen-buttons">{_button("save", number, words("save"), "primary")}{revert}'
        f"{_button('others', number, words('alternatives'))}{_button('open', number, words('close'))}{confidence}</div>"
        f"{_others(sentence, number, words)}"
        f"{f'<ul class=azen-list>{terms}</ul>' if terms else ''}</div>"
    )


def _others(sentence: Sentence, number: int, words: Words) -> str:
    if sentence.others is None:
        return ""
    if not sentence.others:
        return f'<p class="azen-info">{escape(words("no-alternatives"))}</p>'
    lines = "".join(
        f'<li><span lang="en">{escape(other.text)}</span> <span class="azen-info">{math.exp(other.score):.0%}</span> '
        f"{_button('choose', _at(number, place), words('use'))}</li>"
        for place, other in enumerate(sentence.others)
    )
    return f'<ul class="azen-list azen-others">{lines}</ul>'


def _term_item(article: Article, number: int, place: int, words: Words) -> str:
    source, official, _, outcome, before, switch = _term_cells(article, number, place, words)
    said = f' <span class="azen-info">{escape(words("term-model"))}: “{before}”</span>' if before else ""
    return f"<li><span lang=az>{source}</span> → <b lang=en>{official}</b> {outcome}{said} {switch}</li>"


def _term_line(article: Article, number: int, place: int, words: Words) -> str:
    cells = "".join(f"<td>{cell}</td>" for cell in _term_cells(article, number, place, words))
    return f'<tr data-row="{number}">{cells}</tr>'


def _term_cells(article: Article, number: int, place: int, words: Words) -> Iterator[str]:
    """Source, official form, kind, outcome, what the model had said and the switch of a term, as HTML."""
    sentence = article.sentences[number]
    outcome = sentence.segment.terms[place]
    match, state = outcome.match, session.state(article, sentence, place)
    reason = words.reason(outcome.edit.reason) if outcome.edit else ""
    yield escape(sentence.segment.source[match.start : match.stop])
    yield escape(match.target)
    yield escape(words.kind(match.entry.kind))
    said = f"{_SIGNS[state]} {escape(words(state))}"
    yield f'<span class="azen-outcome {_style(outcome, state)}" title="{escape(reason)}">{said}</span>'
    yield escape(_before(sentence, outcome))
    yield _switch(article, number, place, words)


def _switch(article: Article, number: int, place: int, words: Words) -> str:
    sentence = article.sentences[number]
    if not sentence.segment.terms[place].edit or sentence.typed is not None or not article.glossary_on:
        return ""
    name = "redo" if place in sentence.off else "undo"
    label = words(f"{name}-of", term=sentence.segment.terms[place].match.target)
    return _button("toggle", _at(number, place), words(name), label=label)


def _at(number: int, place: int) -> str:
    return f'{number}" data-place="{place}'


def _button(do: str, at: int | str, text: str, style: str = "", label: str = "") -> str:
    named = f' aria-label="{escape(label)}"' if label else ""
    return f'<button type="button" class="azen-button {style}" data-do="{do}" data-n="{at}"{named}>{escape(text)}</button>'
