"""Every term of the source checked against the translation: already right, fixed, or not placed.

Never invents and never deletes: an edit only replaces what the model made of the term, and only where that is safe.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import partial

from rapidfuzz.distance import Levenshtein

from glossary.compose import compose
from glossary.edits import LinkSpans, shift_span
from glossary.english import NOT_ENGLISH, Form, Translation, Window, fold, forms, run_together, spellings, stem
from glossary.leftovers import leftovers
from glossary.locate import NAME_KINDS, Evidence, Location, locate, reordered
from glossary.patterns import surname_of
from glossary.romanize import romanize
from glossary.suffixes import is_derived, is_plural
from glossary.types import Edit, Match, Outcome

LONGEST_SENTENCE = 5000
_TOO_LONG = "the translation is too long for its terms to be checked; translate it sentence by sentence"
_SPARE_WORDS = 4  # words that may stand among those of a loosely placed term
_GIVEN_NAME_ALIKE = 0.6
_INDEFINITE = re.compile(r"\b[Aa]n?\s+\Z")
_SUFFIX_GLUE = frozenset("-'’\"”")


def enforce(source: str, matches: Sequence[Match], translation: str, links: Sequence[LinkSpans] = ()) -> tuple[Outcome, ...]:
    """One outcome a match, in their order, then one for each word left in Azerbaijani letters.

    ``links``: ``(source start, source stop, target start, target stop)``, possibly none or noisy. The edits do not overlap
    and index ``translation``; the outcomes' target spans index the text after all the edits. What is no sentence, being longer
    than ``LONGEST_SENTENCE`` code points, is not looked into: the work grows with the square of the length.
    """
    if len(translation) > LONGEST_SENTENCE:
        return tuple(Outcome(match, "not placed", None, None, _TOO_LONG) for match in matches)
    claimed: set[int] = set()
    evidence = Evidence(source, Translation(translation), links, claimed)
    places = already_there(matches, evidence.translation, claimed)
    edits: dict[int, Edit] = {}
    for index, match in enumerate(matches):
        location = _correction(match, places[index], evidence) if index in places else _repair(index, match, places, evidence)
        if location is None or _is_unsafe(location, match, evidence):
            continue
        edit = compose(evidence.translation, location, match.entry)
        if not any(edit.start < other.stop and other.start < edit.stop for other in edits.values()):
            edits[index] = edit
            claimed.update(range(location.window.first, location.window.last + 1))
    rest = leftovers(source, translation, tuple(edits.values()))
    replay = [*edits.values(), *(edit for _, edit in rest)]
    outcome = partial(_outcome, english=evidence.translation, edits=replay)
    found = [outcome(match, edits.get(index), places.get(index)) for index, match in enumerate(matches)]
    return (*found, *(_fixed(match, edit, replay) for match, edit in rest))


def already_there(matches: Sequence[Match], english: Translation, claimed: set[int]) -> dict[int, Window]:
    """The window of each match that stands in the translation in an accepted form; each window serves one match.

    The longest forms choose first, so that a short one does not take a word out of their middle.
    """
    places: dict[int, Window] = {}
    options = [(index, option) for index, match in enumerate(matches) for option in _options(match, english)]
    for index, (_, window) in sorted(options, key=lambda item: (-item[1][0], item[1][1].first, item[0])):
        tokens = set(range(window.first, window.last + 1))
        if index not in places and not tokens & claimed:
            places[index] = window
            claimed |= tokens
    return places


def _options(match: Match, english: Translation) -> Iterator[tuple[int, Window]]:
    """The windows with an accepted form, each with the number of its letters."""
    for form in (_form(match.target), *forms(match.entry)):
        for letters in spellings(form, match.entry):
            for window in english.windows.get(letters, ()):
                if form.is_written_as(english.written(window)) and not english.ends_in_initial(window):
                    yield len(letters), window


def _form(text: str) -> Form:
    return Form(text, run_together(text), frozenset())


def _repair(index: int, match: Match, places: dict[int, Window], evidence: Evidence) -> Location | None:
    """What to replace for a match that is not there in an accepted form; a loose placing is noted in ``places`` instead."""
    if is_derived(evidence.source[match.stem_stop : match.stop]):
        return None
    if found := reordered(match, evidence):
        return found
    if match.entry.kind != "person" and (window := _loosely(match, evidence.translation)):
        places[index] = window
        return None
    return locate(match, evidence)


def _loosely(match: Match, english: Translation) -> Window | None:
    """The shortest window with all the words of a form in any order: Minister for Foreign Affairs, foreign policy minister."""
    stems = [stem(token.folded) for token in english.tokens]
    windows = [
        Window(first, last)
        for wanted in (form.stems for form in forms(match.entry) if len(form.stems) > 1)
        for first in range(len(stems))
        if stems[first] in wanted
        for last in range(first + len(wanted) - 1, min(first + len(wanted) + _SPARE_WORDS, len(stems)))
        if wanted <= set(stems[first : last + 1])
    ]
    return min(windows, key=lambda window: window.last - window.first, default=None)


def _correction(match: Match, place: Window, evidence: Evidence) -> Location | None:
    """What to replace though an accepted form is there: letters that English lacks, or a garbled given name before it."""
    written = evidence.translation.written(place)
    if NOT_ENGLISH.search(written) and not any(written in form.text for form in forms(match.entry)):
        return Location(place, match.target, "letters that English does not use")
    if _suffix_follows(match, place, evidence):
        return Location(Window(place.first, place.last + 1), written, "Azerbaijani suffix")
    if match.entry.kind != "person" or match.target != match.entry.target or place.first == 0:
        return None
    given, _, surname = match.target.partition(" ")
    if surname != surname_of(match.entry) or not written.startswith(surname):
        return None
    before = Window(place.first - 1, place.first - 1)
    if not evidence.is_free(before) or not _is_garbled(evidence.translation.written(before), given, match.entry.source):
        return None
    return Location(Window(before.first, place.last), match.target, "spelled otherwise")


def _suffix_follows(match: Match, place: Window, evidence: Evidence) -> bool:
    """Whether the model copied the source's suffix behind the term: TAP-in, Freedom House"un."""
    suffix = run_together(evidence.source[match.stem_stop : match.stop])
    if len(suffix) < 2 or place.last + 1 >= len(evidence.translation.tokens):
        return False
    last, following = evidence.translation.tokens[place.last : place.last + 2]
    return following.folded == suffix and evidence.translation.text[last.stop : following.start] in _SUFFIX_GLUE


def _is_garbled(written: str, given: str, source: str) -> bool:
    """Whether a word is the given name spelled otherwise."""
    keys = (fold(given), fold(romanize(source.partition(" ")[0])))
    alike = max(Levenshtein.normalized_similarity(fold(written), key) for key in keys)
    return written[0].isupper() and fold(written) != keys[0] and alike >= _GIVEN_NAME_ALIKE


def _is_unsafe(location: Location, match: Match, evidence: Evidence) -> bool:
    """Whether number or article would break: a plural for a singular, or a country where English wants an adjective."""
    if match.entry.kind != "person" and is_plural(evidence.source[match.stem_stop : match.stop]):
        return True
    before = evidence.translation.text[: evidence.translation.span(location.window)[0]]
    return match.entry.kind == "country" and bool(_INDEFINITE.search(before))


def _outcome(match: Match, edit: Edit | None, place: Window | None, english: Translation, edits: Collection[Edit]) -> Outcome:
    if edit:
        return _fixed(match, edit, edits)
    if place:
        return Outcome(match, "already right", shift_span(*english.span(place), edits), None)
    message = f"{match.entry.source}: not found in the translation; the official form is {match.target}"
    return Outcome(match, "not placed", None, None, message if match.entry.kind in NAME_KINDS else "")


def _fixed(match: Match, edit: Edit, edits: Collection[Edit]) -> Outcome:
    return Outcome(match, "fixed", shift_span(edit.start, edit.stop, edits), edit, f"{edit.reason}: {edit.replacement}")
