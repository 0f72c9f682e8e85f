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


_REWRITTEN = {"trz-news": 0.07, "trz-short": 0.05, "trz-course": 0.04, "trz-docs": 0.05, "trz-machine": 0.02}
_TURKISH = {"tr-news": 0.02, "tr-short": 0.02, "tr-course": 0.01}
_AZERBAIJANI = {
    "news": 0.13,
    "english": 0.09,
    "composed": 0.07,
    "monolingual": 0.02,
    "diplomacy": 0.02,
    "reverse": 0.01,
    "human": 0.05,
    "interface": 0.03,
    "docs": 0.02,
    "lexicon": 0.01,
}
_REVERSE = {
    **{"news<": 0.12, "english<": 0.06, "composed<": 0.03, "diplomacy<": 0.01, "human<": 0.04, "interface<": 0.02},
    **{"trz-news<": 0.03, "trz-short<": 0.02, "trz-course<": 0.01, "trz-docs<": 0.01},
}

BOTH_WAYS: tuple[Phase, ...] = (
    Phase("both-ways", 0.55, {**_AZERBAIJANI, **_REWRITTEN, **_TURKISH, **_REVERSE}),
    Phase(
        "azerbaijani-first",
        1.0,
        {
            **{
                "news": 0.22,
                "english": 0.13,
                "composed": 0.12,
                "monolingual": 0.03,
                "diplomacy": 0.03,
                "reverse": 0.02,
                "human": 0.08,
                "interface": 0.02,
                "docs": 0.02,
                "lexicon": 0.01,
            },
            **{name: 0.8 * weight for name, weight in _REWRITTEN.items()},
            **{"tr-news": 0.01, "news<": 0.07, "human<": 0.02},
        },
    ),
)

INTO_ENGLISH: tuple[Phase, ...] = (
    Phase(
        "synthetic",
        0.55,
        {
            **{
                "news": 0.19,
                "english": 0.11,
                "composed": 0.09,
                "monolingual": 0.02,
                "diplomacy": 0.03,
                "reverse": 0.015,
                "human": 0.08,
                "interface": 0.02,
                "docs": 0.02,
                "lexicon": 0.01,
            },
            **{name: 0.5 * weight for name, weight in _REWRITTEN.items()},
            **{"back": 0.22, "forward": 0.18},
        },
    ),
    Phase(
        "azerbaijani",
        1.0,
        {
            **{
                "news": 0.25,
                "english": 0.16,
                "composed": 0.13,
                "monolingual": 0.03,
                "diplomacy": 0.04,
                "reverse": 0.03,
                "human": 0.12,
                "interface": 0.02,
                "lexicon": 0.01,
            },
            **{"back": 0.14, "forward": 0.12, "trz-news": 0.03},
        },
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """Everything that decides a run.

    ``start``: the recipe whose best weights it begins from, or the model folder; from fresh ones without it.
    ``max_tokens``: padded pieces a side in a batch. ``max_length``: pieces of a sentence, longer ones are left out.
    ``reconstruct``: weight at the start of a second loss, by which the encoder's states must tell their own pieces, a share
    ``masked`` of them hidden; it falls to nothing at ``reconstruct_until`` of the budget. Without it the encoder learns to say
    the same of every token before the decoder learns to look.
    ``guided``: weight of a loss by which the first head of the decoder's last layer must look where eflomal's links point
    (Chen et al. 2016, Guided Alignment Training for Topic-Aware NMT).
    ``rivals``: how many of the most frequent pieces stand against the right one until ``rivals_until`` of the budget, with
    those of the batch and a third as many drawn from the rest; 0: always all pieces.
    ``muon``: whether the matrices of the layers are changed by Muon (Jordan et al. 2024) at the rate of AdamW.
    ``patience``: evaluations without a better chrF2 after which a run ends early.
    ``resampled``: encodings of each Azerbaijani source, all but the first sampled by the unigram model.
    """

    name: str
    phases: tuple[Phase, ...]
    start: str = ""
    shape: Shape = field(default_factory=Shape)
    max_tokens: int = 32_768
    max_length: int = 200
    resampled: int = 3
    learning_rate: float = 7e-4
    warmup_steps: int = 1_000
    label_smoothing: float = 0.1
    reconstruct: float = 0.5
    reconstruct_until: float = 0.5
    masked: float = 0.1
    guided: float = 0.2
    rivals: int = 0
    rivals_until: float = 0.9
    weight_decay: float = 0.01
    muon: bool = False
    average: float = 0.999
    evaluate_seconds: float = 100.0
    checkpoint_seconds: float = 600.0
    patience: int = 8
    dev_sentences: int = 300
    seed: int = 1


FIRST = Recipe(name="first", phases=BOTH_WAYS)
SECOND = Recipe(
    name="second", phases=INTO_ENGLISH, start="first", learning_rate=4e-4, warmup_steps=300, reconstruct=0.0, masked=0.0
)
_HOME: Mapping[str, float] = {
    "news": 0.30,
    "english": 0.24,
    "composed": 0.26,
    "human": 0.07,
    "monolingual": 0.05,
    "diplomacy": 0.04,
    "reverse": 0.02,
    "lexicon": 0.02,
}
SMALL = Recipe(
    name="small",
    phases=(
        Phase(
            "with-turkish",
            0.65,
            {
                **{name: 0.7 * weight for name, weight in _HOME.items()},
                **{"interface": 0.03, "docs": 0.02},
                **{"trz-news": 0.05, "trz-short": 0.05, "trz-course": 0.08, "trz-docs": 0.04, "trz-machine": 0.03},
            },
        ),
        Phase("azerbaijani", 1.0, {**_HOME, "trz-news": 0.03, "trz-short": 0.02, "trz-course": 0.04}),
    ),
    shape=Shape(width=256, feed_forward=1024, encoder_layers=6, decoder_layers=2, dropout=0.1),
    max_tokens=6_000,
    resampled=3,
    rivals=1_000,
    reconstruct_until=0.3,
    learning_rate=8e-4,
    warmup_steps=100,
    muon=True,
    average=0.99,
    evaluate_seconds=1_800.0,
    dev_sentences=100,
)
"""For a machine without a GPU: two cores for an hour or two, 10M weights."""
RECIPES: Mapping[str, Recipe] = {recipe.name: recipe for recipe in (FIRST, SECOND, SMALL)}
