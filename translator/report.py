"""Translations as data: a JSON object a sentence, and a table of what was done to each term."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict

from glossary.types import Edit, Outcome
from translator.result import Segment

TERM_COLUMNS = ("file", "sentence", "source", "official", "kind", "status", "translated", "before", "after", "message")


def to_json(segment: Segment) -> str:
    """A segment as a JSON object on one line; spans are ``[start, stop]``, in code points."""
    values = {
        "source": segment.source,
        "target": segment.target,
        "source_span": segment.source_span,
        "target_span": segment.target_span,
        "score": segment.score,
        "links": segment.links,
        "raw": segment.raw,
        "edits": [_edit(edit) for edit in segment.edits],
        "terms": [_term(segment, outcome) for outcome in segment.terms],
        "alternatives": [{"text": other.text, "score": other.score} for other in segment.alternatives],
        "warnings": [asdict(notice) for notice in segment.warnings],
    }
    return json.dumps(values, ensure_ascii=False)


def term_lines(file: str, number: int, segment: Segment) -> Iterator[str]:
    """The tab-separated line of each term of a segment, by ``TERM_COLUMNS``, without line ends.

    ``number``: the segment's in the file, from 1. ``before`` is what the model wrote, ``after`` what replaced it.
    """
    for outcome in segment.terms:
        term, edit = _term(segment, outcome), outcome.edit
        changed = (segment.raw[edit.start : edit.stop], edit.replacement) if edit else ("", "")
        named = (term[name] for name in ("source", "official", "kind", "status", "translated"))
        yield "\t".join(" ".join(str(cell).split()) for cell in (file, number, *named, *changed, outcome.message))


def _edit(edit: Edit) -> dict[str, object]:
    return {"start": edit.start, "stop": edit.stop, "replacement": edit.replacement, "reason": edit.reason}


def _term(segment: Segment, outcome: Outcome) -> dict[str, object]:
    match, span = outcome.match, outcome.target_span
    return {
        "source": segment.source[match.start : match.stop],
        "source_span": (match.start, match.stop),
        "entry": match.entry.source,
        "official": match.target,
        "kind": match.entry.kind,
        "status": outcome.status,
        "translated": segment.target[slice(*span)] if span else "",
        "target_span": span,
        "message": outcome.message,
    }
