"""Which pieces stand against the right one in the loss of a batch, when all of them would cost too much.

Source: Jean et al. 2015, On Using Very Large Target Vocabulary for Neural Machine Translation.
"""

from __future__ import annotations

import math

import torch


class Rivals:
    """The most frequent target pieces, those of the batch, and some drawn at random that speak for all of the rest."""

    def __init__(self, counts: torch.Tensor, frequent: int, drawn: int) -> None:
        """``counts`` [pieces]: how often each piece is met in targets."""
        self._frequent = torch.zeros(counts.numel(), dtype=torch.bool, device=counts.device)
        self._frequent[counts.topk(min(frequent, counts.numel())).indices] = True
        self._drawn = drawn

    def draw(self, ids: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """The rivals [rival] for the target pieces ``ids`` [n], what to add to their logits [rival], where the ids are."""
        certain = self._frequent.clone()
        certain[ids] = True
        rest = (~certain).nonzero().squeeze(1)
        drawn = rest[torch.randperm(rest.numel(), device=ids.device)[: self._drawn]]
        rivals = torch.cat([certain.nonzero().squeeze(1), drawn])
        weight = torch.zeros(rivals.numel(), device=ids.device)
        weight[rivals.numel() - drawn.numel() :] = math.log(max(1, rest.numel()) / max(1, drawn.numel()))
        places = torch.zeros_like(certain, dtype=torch.long)
        places[rivals] = torch.arange(rivals.numel(), device=ids.device)
        return rivals, weight, places[ids]
