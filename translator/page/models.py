"""Translators for the page: each model is loaded once, and everyone's sentences take turns at it."""

from __future__ import annotations

import os
import time
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from threading import Lock
from typing import Protocol, TypeVar

import glossary
from glossary.types import Entry, Row
from translator.config import Options
from translator.engine.base import Decoding, Engine
from translator.errors import EngineError, OptionError
from translator.page import session
from translator.page.session import Article
from translator.pipeline import Outline, Translator
from translator.types import EngineSegment, Hypothesis

WINDOW = 8
"""Sentences decoded together: few, so that stopping is quick and people at the same time get their turns."""
OTHERS = 5
_ENGINES, _TRANSLATORS = 2, 8  # kept in memory
_Kept = TypeVar("_Kept")
Entries = tuple[Entry, ...]


class Load(Protocol):
    """What makes a translator: the class itself, or a stand-in with a fake engine."""

    def __call__(self, *, options: Options) -> Translator:
        """The translator for the options.

        Raises:
            TranslatorError: it cannot be made. GlossaryError: nor its term base.
        """


class InTurns:
    """An engine that translates for one caller at a time; ``fault`` is what its last call failed with, if it did."""

    def __init__(self, engine: Engine) -> None:
        self.name, self.card, self.count_pieces = engine.name, engine.card, engine.count_pieces
        self.fault = ""
        self._engine, self._turn = engine, Lock()

    def translate(self, segments: Sequence[EngineSegment], decoding: Decoding) -> list[tuple[Hypothesis, ...]]:
        """What the engine says, when it is free.

        Raises:
            EngineError: the runtime failed.
        """
        with self._turn:
            try:
                found = self._engine.translate(segments, decoding)
            except EngineError as error:
                self.fault = str(error)
                raise
            self.fault = ""
            return found


class Models:
    """The loaded models; safe to share between threads."""

    def __init__(self, load: Load, options: Options, others: Sequence[str] = ()) -> None:
        """``others``: the names of the models that a reader may choose besides that of the options."""
        self.options, self._others = options, tuple(others)
        self._load = load
        self._engines: OrderedDict[object, InTurns] = OrderedDict()
        self._translators: OrderedDict[object, Translator] = OrderedDict()
        self._loading = Lock()

    def translator(self, options: Options | None = None, entries: Entries = ()) -> Translator:
        """The translator for options, by default those the page was started with, and terms of the reader's own.

        Raises:
            TranslatorError: the model cannot be loaded. GlossaryError: nor the term base.
        """
        chosen = options or self.options
        with self._loading:
            made = self._translators.get((chosen, entries))
            return _keep(self._translators, (chosen, entries), made or self._made(chosen, entries), _TRANSLATORS)

    @property
    def names(self) -> list[str]:
        """The models that a reader may choose from."""
        return [*dict.fromkeys((self.options.model, *self._others))]

    def chosen(self, values: Mapping[str, object]) -> Options:
        """The options with what the reader chose; an empty choice leaves what there was.

        A reader chooses among the models and term bases that the operator has, and no more threads than there are cores.

        Raises:
            OptionError: a value that cannot be used.
        """
        chosen = {name: value for name, value in values.items() if value not in (None, "")}
        for name, value in chosen.items():
            chosen[name] = _typed(name, getattr(self.options, name, None), value)
        if chosen.get("model", self.options.model) not in self.names:
            raise OptionError(f"model is {chosen['model']!r}: it must be one that is installed where the page is served")
        cores = max(self.options.threads, os.cpu_count() or 1)
        if int(chosen.get("threads", 0)) > cores:  # type: ignore[call-overload]  # a number by now
            raise OptionError(f"threads is {chosen['threads']}: there are {cores} cores")
        return replace(self.options, **chosen)  # type: ignore[arg-type]  # Options checks the values

    def warm(self) -> None:
        """Load the model and have it say something, so that the first reader does not wait.

        Raises:
            TranslatorError, GlossaryError: it cannot be loaded, or fails.
        """
        self.translator().translate("Görüş keçirilib.")

    @property
    def signature(self) -> str:
        """What makes the page's translations, unless the reader chooses otherwise."""
        return self.translator().signature

    def outline(self, text: str) -> Outline:
        """What can be said of a text before it is translated."""
        return self.translator().outline(text)

    def stream(self, text: str, options: Options, entries: Entries = ()) -> Iterator[Article]:
        """The article as it grows, first without a sentence; where the engine fails it ends early with its ``problem``."""
        translator = self.translator(options, entries)
        outline = translator.outline(text)
        article = Article(
            source=text, total=outline.sentences, notices=outline.notices, options=options, signature=translator.signature
        )
        yield article
        segments = translator.stream(text, window=WINDOW)
        while True:
            try:
                segment = next(segments, None)
            except EngineError as error:
                yield replace(article, problem=str(error))
                return
            if segment is None:
                return
            article = session.add(article, [segment])
            yield article

    def whole(self, text: str, options: Options, entries: Entries = ()) -> Article:
        """The article with all its sentences.

        Raises:
            EngineError: the model failed.
        """
        *_, article = self.stream(text, options, entries)
        if article.problem:
            raise EngineError(article.problem)
        return article

    def with_others(self, article: Article, number: int, entries: Entries = ()) -> Article:
        """The article with the model's other translations of a sentence.

        Raises:
            EngineError: the model failed.
        """
        segment = article.sentences[number].segment
        wide = replace(article.options, beam_size=max(OTHERS, article.options.beam_size), n_best=OTHERS)
        translator = self.translator(wide, entries)
        found = translator.translate(segment.source).segments
        said: list[Hypothesis] = []
        if len(found) == 1 and found[0].score is not None:
            best = Hypothesis(found[0].raw, found[0].score, session.raw_links(found[0]))
            said = [other for other in (best, *found[0].alternatives) if other.text != segment.raw]
        return session.with_others(article, number, list({other.text: other for other in reversed(said)}.values())[::-1])

    def with_terms(self, article: Article, entries: Entries) -> Article:
        """The article with its terms enforced anew; nothing is translated again."""
        translator = self.translator(article.options, entries)
        segments = tuple(translator.enforce(article.source, [sentence.segment for sentence in article.sentences]))
        return session.with_segments(article, segments, translator.signature)

    @property
    def fault(self) -> str:
        """Why the model last used fails, empty when all is well."""
        return next(reversed(self._engines.values())).fault if self._engines else "no model is loaded yet"

    def _made(self, options: Options, entries: Entries) -> Translator:
        key = (options.model, options.engine, options.device, options.threads)
        engine = self._engines.get(key) or InTurns(self._load(options=options).engine)
        _keep(self._engines, key, engine, _ENGINES)
        return Translator(options=options, engine=engine, term_base=_laid_over(options, entries) if entries else None)


def _keep(kept: OrderedDict[object, _Kept], key: object, value: _Kept, most: int) -> _Kept:
    """The value, kept as the one used last; the one that was not used for the longest time goes."""
    kept[key] = value
    kept.move_to_end(key)
    while len(kept) > most:
        kept.popitem(last=False)
    return value


def _laid_over(options: Options, entries: Entries) -> glossary.TermBase:
    rows = (Row(entry, "page", line) for line, entry in enumerate(entries, start=1))
    return glossary.load(options.glossary).layer(rows)


def paced(articles: Iterable[Article], seconds: float = 0.25) -> Iterator[Article]:
    """The articles without those that come too soon after the one before; the last one always comes."""
    last, held = 0.0, None
    for article in articles:
        if time.monotonic() - last >= seconds:
            yield article
            last, held = time.monotonic(), None
        else:
            held = article
    if held is not None:
        yield held


def option_value(options: Options, name: str) -> object:
    """The value of an option as its input on the page holds it."""
    value = getattr(options, name)
    return [str(path) for path in value] if isinstance(value, tuple) else value


def installed() -> list[str]:
    """The names of the models that can be used here without a network."""
    from translator.engine.installed import installed_models  # noqa: PLC0415  # it loads the hub's library

    return [model.name for model in installed_models()]


def _typed(name: str, now: object, value: object) -> object:
    """The value as the option has it; term bases are among those that there are now."""
    if now is None:
        raise OptionError(f"no such option: {name}")
    if isinstance(now, tuple):
        wanted = value if isinstance(value, (list, tuple)) else ()
        return tuple(path for path in now if str(path) in wanted)
    if isinstance(now, (int, float)):
        try:
            return type(now)(value)  # type: ignore[arg-type, call-overload]  # what is no number raises
        except (TypeError, ValueError):
            raise OptionError(f"{name} is {value!r}: it must be a number") from None
    return value
