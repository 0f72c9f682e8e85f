"""What became of one file of bulk work."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field

from translator.result import Segment, Translation

_MOST_NOTICES = 100  # that a report holds


@dataclass(slots=True, kw_only=True)
class FileReport:
    """What became of one file.

    ``status``: ``translated``, ``kept`` (done by an earlier run) or ``failed``, with ``error`` saying why. ``seconds``: from
    reading to writing, while others were under way. ``warnings``: their number by code; ``notices``: the first hundred, as
    sentence number, code and message. ``terms``: number of terms by what became of them.
    """

    file: str
    output: str
    status: str = "translated"
    sentences: int = 0
    seconds: float = 0.0
    warnings: dict[str, int] = field(default_factory=dict)
    terms: dict[str, int] = field(default_factory=dict)
    notices: list[tuple[int, str, str]] = field(default_factory=list)
    error: str = ""

    def to_json(self) -> str:
        """The report as a JSON object on one line."""
        return json.dumps(asdict(self), ensure_ascii=False)

    def add(self, translation: Translation) -> None:
        """Counts what is to be said of the next part of the file."""
        self._note(self.sentences + 1, translation)
        for number, segment in enumerate(translation.segments, start=self.sentences + 1):
            self._note(number, segment)
            for outcome in segment.terms:
                self.terms[outcome.status] = self.terms.get(outcome.status, 0) + 1
        self.sentences += len(translation.segments)

    def _note(self, number: int, said: Segment | Translation) -> None:
        for notice in said.warnings:
            self.warnings[notice.code] = self.warnings.get(notice.code, 0) + 1
            if len(self.notices) < _MOST_NOTICES:
                self.notices.append((number, notice.code, notice.message))
