"""The order of the steps: read, match, decode, check, enforce, join. The only module that knows it."""

from __future__ import annotations

import copy
import dataclasses
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import NamedTuple, overload

import glossary
from glossary.types import Match, Outcome
from translator import __version__, checks, language
from translator.clauses import cut
from translator.config import Options
from translator.engine.base import Decoding, Engine
from translator.engine.load import load_engine
from translator.insist import insist
from translator.normalize import normalize
from translator.result import Segment, Translation
from translator.types import EngineSegment, Hypothesis, InlineTerm, Link, Notice
from translator.units import Document, Unit, read

_TERM_MARKS = 4  # pieces that a term's marks take
_WINDOW = 512  # sentences decoded together when whole texts are translated
_FIRST_WINDOW, _GROWTH = 1, 2  # of a stream: the first sentence alone, then windows twice as large


class Outline(NamedTuple):
    """A text before it is translated: ``sentences`` counts them; language and script are named as by ``language.detect``."""

    sentences: int
    language: str
    script: str
    notices: tuple[Notice, ...]


@dataclass(frozen=True, slots=True)
class _Job:
    """A unit on its way: its terms, which index ``unit.plain``, and the parts that the engine reads, with where each begins.

    ``names``: people whom no term names, for a model that takes terms.
    """

    unit: Unit
    matches: tuple[Match, ...] = ()
    names: tuple[Match, ...] = ()
    parts: tuple[tuple[int, EngineSegment], ...] = ()


@dataclass(frozen=True, slots=True)
class Prepared:
    """A text whose sentences and terms are found, and which waits for the engine."""

    document: Document
    jobs: tuple[_Job, ...]

    @property
    def parts(self) -> int:
        """How many sentences, and clauses of long ones, the engine is to translate."""
        return sum(len(job.parts) for job in self.jobs)


class Translator:
    """Translates Azerbaijani texts; holds one loaded model, and may be used for any number of texts."""

    def __init__(
        self,
        model: str | None = None,
        *,
        engine: Engine | str | None = None,
        options: Options | None = None,
        term_base: glossary.TermBase | None = None,
        **more: object,
    ) -> None:
        """Loads the model.

        ``engine``: the name of one, or one already made. ``more`` are the other fields of ``Options``; ``options`` replaces
        them all. ``term_base``: one already made, in the place of the one that ``options.glossary`` names.

        Raises:
            OptionError: an option that cannot be used.
            ModelNotFoundError: there is no such model here, and it could not be fetched.
            EngineError: the model cannot be loaded.
            glossary.GlossaryError: a term base cannot be read.
        """
        made = None if engine is None or isinstance(engine, str) else engine
        self.options = options or Options.load(model=model, engine=None if made else engine, **more)
        self._terms = None if self.options.terms == "off" else term_base or glossary.load(self.options.glossary)
        self._matcher = _matcher(self._terms) if self._terms else glossary.Matcher(())
        self._people = _people(self._terms) if self._terms else frozenset()
        self.engine: Engine = made or load_engine(self.options)
        self._decoding = Decoding(
            beam_size=self.options.beam_size,
            length_penalty=self.options.length_penalty,
            n_best=self.options.n_best,
            max_batch_pieces=self.options.max_batch_pieces,
            repetition_penalty=self.engine.card.repetition_penalty,
            coverage=self.engine.card.coverage,
            alignment=True,
        )

    @property
    def signature(self) -> str:
        """What makes the translations: language pair, model, engine, decoding, text steps, term base and version."""
        card = self.engine.card
        terms = f"{self._terms.digest}-{self._mode}" if self._terms else "off"
        return "|".join(
            (
                "az-en",
                f"model:{card.name}@{card.revision}",
                f"engine:{self.engine.name}",
                f"beam:{self.options.beam_size}",
                f"lp:{self.options.length_penalty:g}",
                f"rp:{card.repetition_penalty:g}",
                f"cov:{card.coverage:g}",
                "seg:1",
                "norm:1",
                f"gloss:{terms}",
                f"v:{__version__}",
            )
        )

    def translate(self, text: str) -> Translation:
        """The translation of one text."""
        return self.translate_all([text])[0]

    def translate_all(self, texts: Sequence[str]) -> list[Translation]:
        """The translations of several texts, whose sentences share the model's batches."""
        return self.finish([prepared for text in texts for prepared in self.prepare([text])])

    def prepare(self, parts: Iterable[str]) -> Iterator[Prepared]:
        """The parts of one document, as paragraphs, ready for :meth:`finish`; a later one knows the people of those before."""
        mentions = glossary.Mentions(self._matcher)
        for part in parts:
            document = read(part)
            yield Prepared(document, tuple(self._jobs(document, mentions)))

    def finish(self, prepared: Sequence[Prepared]) -> list[Translation]:
        """The translations of texts, whose sentences share the model's batches."""
        segments = self._run((job for text in prepared for job in text.jobs), first=_WINDOW, growth=1)
        return [self._join(text.document, [next(segments) for _ in text.jobs]) for text in prepared]

    def with_engine(self, engine: Engine) -> Translator:
        """The same translator with another engine."""
        other = copy.copy(self)
        other.engine = engine
        return other

    def notices(self, text: str) -> tuple[Notice, ...]:
        """What should be said about a whole text, such as another language than Azerbaijani: ``Translation.warnings``."""
        return read(text).warnings

    def outline(self, text: str) -> Outline:
        """What can be said of a text before it is translated."""
        document, detected = read(text), language.detect(normalize(text[: language.SAMPLE]).text)
        return Outline(len(document.units), detected.language, detected.script, document.warnings)

    def stream(self, text: str, *, window: int = _WINDOW) -> Iterator[Segment]:
        """The sentences of one text in order, each as soon as it is ready; at most ``window`` are decoded together."""
        document = read(text)
        yield from _placed(document, self._run(self._jobs(document), first=_FIRST_WINDOW, growth=_GROWTH, most=window))

    def enforce(self, text: str, segments: Sequence[Segment]) -> Iterator[Segment]:
        """The first sentences of a text, translated before, with this translator's terms: nothing is translated again.

        ``segments``: as ``stream`` gave them for this text, or with another ``raw``, its ``links`` and no ``edits``.
        """
        document = read(text)
        begun = dataclasses.replace(document, units=document.units[: len(segments)])
        again = (
            segment if job.unit.through else self._settle(job, _said(job.unit, segment), segment.alternatives)
            for job, segment in zip(self._jobs(begun), segments, strict=True)
        )
        yield from _placed(begun, again)

    @property
    def _mode(self) -> str:
        return "inline" if self.options.terms == "inline" and self.engine.card.inline_terms else "post"

    def _jobs(self, document: Document, mentions: glossary.Mentions | None = None) -> Iterator[_Job]:
        mentions = mentions or glossary.Mentions(self._matcher)
        for unit in document.units:
            yield _Job(unit) if unit.through else self._job(unit, mentions.find(unit.plain))

    def _job(self, unit: Unit, matches: tuple[Match, ...]) -> _Job:
        said = unit.plain
        if unit.capitals:
            said = language.from_caps(said, self._is_abbreviation, self._is_name)
        terms: tuple[InlineTerm, ...] = ()
        names: tuple[Match, ...] = ()
        if self._mode == "inline":
            names = glossary.unknown_names(unit.plain, matches)
            everyone = sorted([*matches, *names], key=lambda match: match.start)
            terms = tuple(InlineTerm(*term) for term in glossary.inline_terms(unit.plain, everyone))
        return _Job(unit, matches, names, tuple(self._parts(said, terms)))

    def _parts(self, said: str, terms: tuple[InlineTerm, ...]) -> Iterator[tuple[int, EngineSegment]]:
        """The sentence, or where it is too long its clauses, each with the terms that lie in it."""
        count = self.engine.count_pieces
        extra = sum(count(term.target) + _TERM_MARKS for term in terms)
        limit = max(8, self.engine.card.max_pieces - extra)
        for start, stop, part in cut(said, limit, count):
            inside = (term for term in terms if start <= term.start and term.stop <= stop)
            yield start, EngineSegment(part, tuple(InlineTerm(a - start, b - start, target) for a, b, target in inside))

    def _is_abbreviation(self, word: str) -> bool:
        return any(match.entry.kind == "abbreviation" for match in self._matcher.find(word))

    def _is_name(self, word: str) -> bool:
        return any(match.entry.kind in {"person", "place", "country", "body", "treaty"} for match in self._matcher.find(word))

    def _run(self, jobs: Iterable[_Job], first: int, growth: int, most: int = _WINDOW) -> Iterator[Segment]:
        """The segments of jobs in order, decoded in windows; spans in the translation are not yet set."""
        remaining = iter(jobs)
        size = first
        while window := list(islice(remaining, size)):
            yield from self._decode(window)
            size = min(most, size * growth)

    def _decode(self, jobs: Sequence[_Job]) -> Iterator[Segment]:
        inputs = [segment for job in jobs for _, segment in job.parts]
        found = self._translate(inputs)
        if self.engine.card.inline_terms:
            matches = [_inside((*job.matches, *job.names), start, segment) for job in jobs for start, segment in job.parts]
            found = insist(self.engine, self._decoding, inputs, found, matches)
        outputs = iter(found)
        for job in jobs:
            yield self._finish(job, [next(outputs) for _ in job.parts])

    def _translate(self, inputs: list[EngineSegment]) -> list[tuple[Hypothesis, ...]]:
        """Hypotheses for each input; what is plainly wrong is tried again without terms and with repetition held down."""
        outputs = self.engine.translate(inputs, self._decoding) if inputs else []
        bad = [index for index, output in enumerate(outputs) if checks.fault(inputs[index].text, output[0].text)]
        if bad:
            careful = dataclasses.replace(self._decoding, no_repeat_ngram=3, repetition_penalty=1.2)
            plain = [EngineSegment(inputs[index].text) for index in bad]
            for index, output in zip(bad, self.engine.translate(plain, careful), strict=True):
                if not checks.fault(inputs[index].text, output[0].text):
                    outputs[index] = output
        return outputs

    def _finish(self, job: _Job, outputs: Sequence[tuple[Hypothesis, ...]]) -> Segment:
        unit = job.unit
        if not outputs:
            return Segment(
                source=unit.plain, target=unit.plain, source_span=(unit.start, unit.stop), target_span=(0, 0), score=None,
                raw=unit.plain, warnings=unit.warnings,
            )  # fmt: skip
        best = _joined([(start, output[0]) for (start, _), output in zip(job.parts, outputs, strict=True)])
        return self._settle(job, best, outputs[0][1:] if len(outputs) == 1 else ())

    def _settle(self, job: _Job, best: Hypothesis, others: tuple[Hypothesis, ...]) -> Segment:
        """The segment of what the model said: with the terms enforced, and checked."""
        unit = job.unit
        raw = language.to_caps(best.text) if unit.capitals else best.text
        outcomes = glossary.enforce(unit.plain, job.matches, raw, best.links) if self._terms else ()
        edits = tuple(outcome.edit for outcome in outcomes if outcome.edit)
        target = glossary.apply(raw, edits)
        links = tuple(Link(*unit.back(a, b), c, d) for a, b, c, d in glossary.shift_links(best.links, edits))
        invented = glossary.invented(unit.plain, target, job.matches, self._people)
        return Segment(
            source=unit.plain,
            target=target,
            source_span=(unit.start, unit.stop),
            target_span=(0, 0),
            score=best.score,
            links=links,
            raw=raw,
            edits=edits,
            terms=tuple(_placed_back(outcome, unit) for outcome in outcomes),
            alternatives=others,
            warnings=unit.warnings + checks.notices(unit.plain, target, best, outcomes, invented),
        )

    def _join(self, document: Document, segments: Sequence[Segment]) -> Translation:
        placed = tuple(_placed(document, segments))
        text = "".join(gap + segment.target for gap, segment in zip(_gaps(document), placed, strict=False))
        return Translation(text + _tail(document), placed, self.signature, document.warnings)


@lru_cache(maxsize=4)
def _people(terms: glossary.TermBase) -> frozenset[str]:
    """The words of people's names of a term base, found once."""
    return glossary.words_of_people(terms.entries)


@overload
def translate(text: str, **options: object) -> str: ...
@overload
def translate(text: list[str], **options: object) -> list[str]: ...
def translate(text: str | list[str], **options: object) -> str | list[str]:
    """The English of an Azerbaijani text, or of each of several; ``options`` are those of ``Options``.

    The model of the last call is kept, so that a second call with the same options is quick.
    """
    translator = _kept(Options.load(**options))
    if isinstance(text, str):
        return translator.translate(text).text
    return [translation.text for translation in translator.translate_all(text)]


@lru_cache(maxsize=4)
def _matcher(terms: glossary.TermBase) -> glossary.Matcher:
    """The matcher of a term base, made once."""
    return glossary.Matcher(terms.entries)


_last: list[Translator] = []


def _kept(options: Options) -> Translator:
    if not _last or _last[0].options != options:
        _last[:] = [Translator(options=options)]
    return _last[0]


def _inside(matches: Sequence[Match], start: int, part: EngineSegment) -> tuple[Match, ...]:
    """The matches of a sentence that lie in a part of it, which begins at ``start``, moved there."""
    stop = start + len(part.text)
    return tuple(
        dataclasses.replace(match, start=match.start - start, stop=match.stop - start, stem_stop=match.stem_stop - start)
        for match in matches
        if start <= match.start and match.stop <= stop
    )


def _joined(parts: Sequence[tuple[int, Hypothesis]]) -> Hypothesis:
    """One hypothesis from those of a sentence's parts, with a space between them; the score is weighted by length."""
    if len(parts) == 1:
        return parts[0][1]
    text, links, total = "", [], 0.0
    for start, part in parts:
        text += " " if text else ""
        links += [Link(a + start, b + start, c + len(text), d + len(text)) for a, b, c, d in part.links]
        text += part.text
        total += part.score * max(1, len(part.text))
    weight = sum(max(1, len(part.text)) for _, part in parts)
    return Hypothesis(text, total / weight, tuple(links), any(part.truncated for _, part in parts))


def _said(unit: Unit, segment: Segment) -> Hypothesis:
    """What the model had said for a segment, its links moved back to the unit's plain text and to before the edits."""
    truncated = any(notice.code == "truncated" for notice in segment.warnings)
    links = glossary.unshift_links(segment.links, segment.edits)
    if len(unit.plain) != len(segment.source):
        stops = [unit.back(place, place + 1)[1] for place in range(len(unit.plain))]
        links = tuple((bisect_right(stops, a), bisect_left(stops, b) + 1, c, d) for a, b, c, d in links if b > a)
    return Hypothesis(segment.raw, segment.score or 0.0, tuple(Link(*link) for link in links), truncated)


def _placed_back(outcome: Outcome, unit: Unit) -> Outcome:
    """The outcome with its match in the user's sentence."""
    match = outcome.match
    start, stop = unit.back(match.start, match.stop)
    _, stem_stop = unit.back(match.start, match.stem_stop)
    return dataclasses.replace(outcome, match=dataclasses.replace(match, start=start, stop=stop, stem_stop=stem_stop))


def _gaps(document: Document) -> Iterator[str]:
    """The white space before each unit; a space where the user forgot it between two sentences."""
    done = 0
    for number, unit in enumerate(document.units):
        yield document.text[done : unit.start] or (" " if number else "")
        done = unit.stop


def _tail(document: Document) -> str:
    return document.text[document.units[-1].stop :] if document.units else document.text


def _placed(document: Document, segments: Iterable[Segment]) -> Iterator[Segment]:
    """The segments with the user's own wording as source and their spans in the translation."""
    done = 0
    for unit, gap, segment in zip(document.units, _gaps(document), segments, strict=True):
        source = document.text[unit.start : unit.stop]
        target = source if unit.through else segment.target
        span = (done + len(gap), done + len(gap) + len(target))
        raw = target if unit.through else segment.raw
        yield dataclasses.replace(segment, source=source, target=target, raw=raw, target_span=span)
        done = span[1]
