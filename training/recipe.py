"""The recipe as tables: what is in the mixture in each phase, and the numbers of the optimiser."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from training.model import Shape


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of training: from the end of the phase before until ``until``, a fraction of the time budget.

    ``weights`` are shares of examples by stream; ``NAME<`` is the stream NAME turned round, English to NAME's language.
    """

    name: str
    until: float
    weights: Mapping[str, float]


_TURKISH = {"trz-news": 0.07, "trz-short": 0.05, "trz-course": 0.04, "trz-docs": 0.05, "trz-machine": 0.02}

PHASES: tuple[Phase, ...] = (
    Phase(
        "both-ways",
        0.33,
        {
            **{
                "news": 0.20,
                "diplomacy": 0.02,
                "reverse": 0.01,
                "human": 0.05,
                "interface": 0.03,
                "docs": 0.02,
                "lexicon": 0.03,
            },
            **_TURKISH,
            **{"tr-news": 0.02, "tr-short": 0.02, "tr-course": 0.01},
            **{"news<": 0.16, "diplomacy<": 0.01, "human<": 0.04, "interface<": 0.02},
            **{"trz-news<": 0.03, "trz-short<": 0.02, "trz-course<": 0.01, "trz-docs<": 0.01},
        },
    ),
    Phase(
        "into-english",
        0.80,
        {
            **{
                "news": 0.30,
                "diplomacy": 0.03,
                "reverse": 0.015,
                "human": 0.08,
                "interface": 0.03,
                "docs": 0.02,
                "lexicon": 0.02,
            },
            **{name: 0.8 * weight for name, weight in _TURKISH.items()},
            **{"tr-news": 0.01, "tr-short": 0.01, "back": 0.28},
        },
    ),
    Phase(
        "azerbaijani",
        1.0,
        {
            **{"news": 0.52, "diplomacy": 0.05, "reverse": 0.03, "human": 0.12, "interface": 0.02, "lexicon": 0.01},
            **{"back": 0.20, "trz-news": 0.04, "tr-news": 0.01},
        },
    ),
)

BACK_TRANSLATED: Mapping[str, int] = {
    "tr-news": 26_000,
    "tr-short": 60_000,
    "tr-course": 60_000,
    "tr-machine": 26_000,
    "tr-docs": 40_000,
    "docs": 13_000,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """Everything that decides a run.

    ``max_tokens``: padded pieces a side in a batch. ``max_length``: pieces of a sentence, longer ones are left out.
    ``reconstruct``: weight at the start of a second loss, by which the encoder's states must tell their own pieces, a share
    ``masked`` of them hidden; it falls to nothing at ``reconstruct_until`` of the budget. Without it the encoder learns to say
    the same of every token before the decoder learns to look.
    ``resampled``: encodings of each Azerbaijani source, all but the first sampled by the unigram model.
    """

    shape: Shape = field(default_factory=Shape)
    phases: tuple[Phase, ...] = PHASES
    max_tokens: int = 49_152
    max_length: int = 200
    resampled: int = 2
    learning_rate: float = 6e-4
    warmup_steps: int = 1_000
    label_smoothing: float = 0.1
    reconstruct: float = 0.5
    reconstruct_until: float = 0.5
    masked: float = 0.1
    weight_decay: float = 0.01
    average: float = 0.999
    evaluate_seconds: float = 75.0
    checkpoint_seconds: float = 600.0
    dev_sentences: int = 400
    seed: int = 1
