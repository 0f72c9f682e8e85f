"""``azen evaluate``: a model, or a file of translations, measured against references and term requirements."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from translator.commands.options import Load, with_options
from translator.config import Options
from translator.errors import OptionError
from translator.evaluate import (
    TermCase,
    TermScore,
    corpus_scores,
    looping_share,
    name_share,
    number_share,
    read_parallel,
    read_term_cases,
    term_score,
)
from translator.pipeline import Translator

_Results = Mapping[str, Any]
_MEANING = {
    "looping": "lines that repeat themselves",
    "numbers": "numbers of the source that are in the translation",
    "names": "names, bodies and places of the term base that are in the translation in official English",
}


@with_options(terms="--terms-mode")
def evaluate(  # noqa: PLR0913  # one parameter a flag
    *,
    source: Annotated[Path | None, typer.Option(help="Azerbaijani sentences, one a line.")] = None,
    reference: Annotated[Path | None, typer.Option(help="Their English translations, line by line.")] = None,
    system: Annotated[Path | None, typer.Option(help="Score the lines of this file instead of translating.")] = None,
    terms: Annotated[Path | None, typer.Option(help="Term cases: a .tsv with the columns az, required, forbidden.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON object.")] = False,
    options: Options,
    load: Load,
) -> None:
    """Score a model by BLEU and chrF2 (--source, --reference), by its terms (--terms), or both; or score a file (--system)."""
    _check(source, reference, system, terms)
    if system:
        results = _score_file(system, source, reference, terms)
    else:
        parallel = read_parallel(source, reference) if source and reference else []
        cases = read_term_cases(terms) if terms else []
        results = _score_model(load(options=options), parallel, cases, load)
    typer.echo(json.dumps(results, ensure_ascii=False, indent=2) if as_json else "\n".join(_lines(results)))


def _check(source: Path | None, reference: Path | None, system: Path | None, terms: Path | None) -> None:
    if system and bool(reference) == bool(terms):
        raise OptionError("--system is scored against --reference or by --terms: give one of them")
    if not system and not terms and not (source and reference):
        raise OptionError("nothing to evaluate: give --source and --reference, or --terms, or --system and --reference")
    if not system and bool(source) != bool(reference):
        raise OptionError("--source and --reference belong together: give both")


def _score_file(system: Path, source: Path | None, reference: Path | None, terms: Path | None) -> _Results:
    if terms:
        cases, (outputs,) = read_term_cases(terms), read_parallel(system)
        if len(cases) != len(outputs):
            raise OptionError(f"{system} has {len(outputs)} lines and {terms} has {len(cases)} sentences: they must match")
        return {"terms": {"file": _term_results(term_score(cases, outputs))}}
    texts = read_parallel(*(path for path in (system, reference, source) if path))
    return _scores(texts[0], texts[1], texts[2] if source else None)


def _score_model(translator: Translator, parallel: Sequence[list[str]], cases: Sequence[TermCase], load: Load) -> _Results:
    results: dict[str, Any] = {"signature": translator.signature}
    if parallel:
        sources, references = parallel
        begun = time.monotonic()
        translations = translator.translate_all(sources)
        seconds = time.monotonic() - begun
        results.update(_scores([translation.text for translation in translations], references, sources))
        if translator.options.terms != "off":
            outcomes = (term for one in translations for segment in one.segments for term in segment.terms)
            results["shares"]["names"] = round(name_share(outcomes), 4)
        results["speed"] = {
            "sentences": len(sources),
            "seconds": round(seconds, 2),
            "sentences_per_second": round(len(sources) / seconds, 2),
        }
    if cases:
        results["terms"] = _score_terms(translator, cases, load)
    return results


def _score_terms(translator: Translator, cases: Sequence[TermCase], load: Load) -> _Results:
    """The score with the glossary, unless it is off, and without it."""
    runs = {"without_glossary": load(options=replace(translator.options, terms="off"), engine=translator.engine)}
    if translator.options.terms != "off":
        runs = {"with_glossary": translator, **runs}
    sources = [case.source for case in cases]
    return {name: _term_results(term_score(cases, _outputs(run, sources))) for name, run in runs.items()}


def _outputs(translator: Translator, sources: Sequence[str]) -> list[str]:
    return [translation.text for translation in translator.translate_all(sources)]


def _scores(outputs: Sequence[str], references: Sequence[str], sources: Sequence[str] | None) -> _Results:
    found = corpus_scores(outputs, references)
    scores = {score.name: {"score": round(score.value, 2), "signature": score.signature} for score in found}
    shares = {"looping": looping_share(outputs)}
    if sources is not None:
        shares["numbers"] = number_share(sources, outputs)
    return {"scores": scores, "shares": {name: round(share, 4) for name, share in shares.items()}}


def _term_results(score: TermScore) -> _Results:
    return {
        "required": score.required,
        "present": score.present,
        "share": round(score.share, 4),
        "forbidden_found": score.forbidden_found,
        "failures": score.failures,
    }


def _lines(results: _Results) -> list[str]:
    """The results for a reader, one a line."""
    rows = [(name, f"{value['score']:.2f}", value["signature"]) for name, value in results.get("scores", {}).items()]
    rows += [(name, f"{share:.1%}", _MEANING[name]) for name, share in results.get("shares", {}).items()]
    for name, value in results.get("terms", {}).items():
        told = f"{value['present']} of {value['required']} required forms there, {value['forbidden_found']} forbidden ones"
        rows.append(("terms", f"{value['share']:.1%}", f"{name.replace('_', ' ')}: {told}"))
    if speed := results.get("speed"):
        told = f"sentences a second ({speed['sentences']} in {speed['seconds']} s)"
        rows.append(("speed", f"{speed['sentences_per_second']:.1f}", told))
    lines = [f"{name:<8} {value:>7}  {what}" for name, value, what in rows]
    return [*lines, f"signature {results['signature']}"] if "signature" in results else lines
