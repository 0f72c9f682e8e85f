"""Trains the model: resumable, stopped by the clock, watched on the development sets.

A run keeps everything of its own (log, checkpoint, best weights) in ``work/NAME``, NAME being that of its recipe.
"""

from __future__ import annotations

import copy
import json
import math
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import sacrebleu
import torch
from safetensors.torch import load_file

from training.batches import Examples
from training.data import Data
from training.decode import decode, for_inference
from training.forward import Network
from training.links import translations
from training.model import build, deepen, load_own_weights, own_weights, spread, start_from_translations, zero_padding
from training.recipe import Phase, Recipe
from training.rivals import Rivals

ROUND = 60_000
RECONSTRUCTED = 4  # every so many-th source piece, drawn at random
LEAST_SPREAD = 0.15
DECODE_TOKENS = {"cuda": 260_000, "cpu": 8_000}


class Run:
    """One training run: its models, optimiser, counters and log, saved together."""

    def __init__(self, work: Path, recipe: Recipe, device: torch.device, minutes: float) -> None:
        self.recipe, self.device = recipe, device
        self.folder = work / recipe.name
        self.folder.mkdir(parents=True, exist_ok=True)
        self.budget = minutes * 60
        self.data = Data(work, recipe, device)
        self.model = build(self.data.spm.get_piece_size(), recipe.shape).to(device)
        if not recipe.start:
            start_from_translations(self.model, translations(work))
        else:
            load_own_weights(self.model, deepen(_start(work, recipe.start, device), recipe.shape.encoder_layers))
        self.average = copy.deepcopy(self.model).eval()
        has_bf16 = device.type == "cuda" or torch.ops.mkldnn._is_mkldnn_bf16_supported()
        torch.backends.cuda.enable_cudnn_sdp(False)  # it compiles for every new shape
        precision = torch.bfloat16 if has_bf16 else torch.float32
        self._network, self._averaged = (Network(model, precision) for model in (self.model, self.average))
        self._workers = torch.get_num_threads() if device.type == "cpu" else 1
        self._pool = ThreadPoolExecutor(self._workers, initializer=torch.set_num_threads, initargs=(1,))
        self.optimizers = _optimizers(self.model, recipe, self._workers)
        self.step, self.tokens, self.seconds, self.best = 0, 0, 0.0, 0.0
        self._rivals: Rivals | None = None
        self._resumed = time.monotonic()
        self._evaluated = self._saved = 0.0
        self._since_best = 0  # evaluations

    @property
    def elapsed(self) -> float:
        """Seconds spent on this run, over all calls."""
        return self.seconds + time.monotonic() - self._resumed

    @property
    def phase(self) -> Phase:
        """The phase that the clock says."""
        return next((phase for phase in self.recipe.phases if self.elapsed < phase.until * self.budget), self.recipe.phases[-1])

    def save(self) -> None:
        """Writes the checkpoint; the old one stays until the new one is whole."""
        state = {
            "model": self.model.state_dict(),
            "average": self.average.state_dict(),
            "optimizers": [optimizer.state_dict() for optimizer in self.optimizers],
            "counters": (self.step, self.tokens, self.elapsed, self.best),
        }
        torch.save(state, self.folder / "checkpoint.partial")
        (self.folder / "checkpoint.partial").rename(self.folder / "checkpoint.pt")

    def resume(self) -> None:
        """Goes on from the checkpoint, if there is one."""
        if not (self.folder / "checkpoint.pt").exists():
            return
        state = torch.load(self.folder / "checkpoint.pt", map_location=self.device)
        self.model.load_state_dict(state["model"])
        self.average.load_state_dict(state["average"])
        for optimizer, saved in zip(self.optimizers, state["optimizers"], strict=True):
            optimizer.load_state_dict(saved)
        self.step, self.tokens, self.seconds, self.best = state["counters"]
        self._resumed, self._evaluated = time.monotonic(), self.seconds

    def log(self, **values: object) -> None:
        """Adds one line to the log file and to the screen."""
        line = json.dumps({"step": self.step, "seconds": round(self.elapsed), "phase": self.phase.name, **values})
        print(line, flush=True)
        with (self.folder / "log.jsonl").open("a", encoding="utf-8") as file:
            file.write(line + "\n")

    def until(self, seconds: float) -> None:
        """Trains until ``elapsed`` reaches ``seconds`` or the score no longer rises, evaluating and saving on the way."""
        if self.recipe.rivals:
            counts = self.data.pool.counts(self.data.mixture.targets())
            self._rivals = Rivals(counts, self.recipe.rivals, self.recipe.rivals // 3)
        losses: list[torch.Tensor] = []
        while self.elapsed < seconds and not self._is_stuck:
            phase = self.phase
            for examples in self.data.mixture.batches(phase.weights, self.recipe.max_tokens, self._round()):
                losses.append(self._update(examples))
                self._tend(losses)
                if self.elapsed >= seconds or self.phase is not phase or self._is_stuck:
                    break
        self.evaluate()
        self.save()

    def evaluate(self) -> None:
        """Logs the averaged model's dev losses and its greedy chrF2; keeps the best."""
        self._averaged.refresh()
        true, shuffled = self._dev_losses()
        scores = self._chrf()
        mean = _mean(scores)
        self.log(dev_loss=_mean(true), shuffled_loss=_mean(shuffled), dev_losses=true, chrf2=scores, tokens=self.tokens)
        self._since_best = 0 if mean >= self.best else self._since_best + 1
        if mean >= self.best:
            self.best = mean
            torch.save(own_weights(self.average), self.folder / "best.partial")
            (self.folder / "best.partial").rename(self.folder / "best.pt")
        self._evaluated = self.elapsed

    @property
    def _is_stuck(self) -> bool:
        return self._since_best >= self.recipe.patience

    def _round(self) -> int:
        return ROUND if self.device.type == "cuda" else ROUND // 10

    def _update(self, examples: Examples) -> torch.Tensor:
        self._network.refresh()
        for group in (group for optimizer in self.optimizers for group in optimizer.param_groups):
            group["lr"] = self._learning_rate()
        losses, gradients = zip(*self._pool.map(self._gradients, self._shares(examples)), strict=True)
        self._network.give_gradients(gradients)
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        list(self._pool.map(lambda optimizer: optimizer.step(), self.optimizers))
        zero_padding(self.model)
        self.step += 1
        self.tokens += int(self.data.pool.lengths[examples[:, 1]].sum())
        decay = min(self.recipe.average, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            torch._foreach_lerp_(list(self.average.parameters()), list(self.model.parameters()), 1 - decay)
        return torch.stack(losses).mean()

    def _shares(self, examples: Examples) -> list[Examples]:
        """What each of the pool's threads takes of a batch; the examples are sorted by length."""
        count = min(self._workers, len(examples))
        return [examples[first::count] for first in range(count)]

    def _gradients(self, examples: Examples) -> tuple[torch.Tensor, list[torch.Tensor]]:
        loss = self._loss(examples)
        return loss.detach(), self._network.gradients(loss)

    def _tend(self, losses: list[torch.Tensor]) -> None:
        if self.step % 100 == 0:
            mean = float(torch.stack(losses).mean())
            seen = self._spread()
            self.log(loss=round(mean, 4), rate=round(self._learning_rate(), 6), tokens=self.tokens, spread=round(seen, 3))
            losses.clear()
            if not math.isfinite(mean) or seen < LEAST_SPREAD:
                raise FloatingPointError(f"loss {mean}, encoder spread {seen}: lower the learning rate and begin again")
        early = self.step == self.recipe.warmup_steps // 3
        if early or self.elapsed - self._evaluated >= self.recipe.evaluate_seconds:
            self.evaluate()
        if self.elapsed - self._saved >= self.recipe.checkpoint_seconds:
            self._saved = self.elapsed
            self.save()

    @torch.inference_mode()
    def _spread(self) -> float:
        """How much the encoder tells the tokens of a development sentence apart."""
        source = self.data.pool.ids(next(iter(self.data.dev.values()))[0][:32])
        mask = source != self.data.pool.pad
        return spread(self._network.encode(source, mask), mask)

    def _learning_rate(self) -> float:
        """Linear warm-up in steps, then a cosine by the clock down to a fiftieth."""
        progress = min(1.0, self.elapsed / self.budget)
        cosine = 0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * progress))
        return self.recipe.learning_rate * min(1.0, (self.step + 1) / self.recipe.warmup_steps) * cosine

    def _loss(self, examples: Examples) -> torch.Tensor:
        """The label-smoothed cross-entropy of a target piece, with that of its link and at first of the source's own pieces."""
        source, target, links, places = self.data.pool.batch(examples)
        share = self._reconstruction()
        seen = self._masked(source) if share else source
        states, loss, attention = self._forward(self._network, seen, target, places, training=True)
        loss = loss + self.recipe.guided * _mean_cross_entropy(attention, links, ignored=-1)
        if not share:
            return loss
        some = torch.randint(source.numel(), (source.numel() // RECONSTRUCTED,), device=self.device)
        logits = self._network.logits(states.flatten(0, 1)[some])
        return loss + share * _mean_cross_entropy(logits, source.flatten()[some], ignored=self.data.pool.pad)

    def _forward(
        self, network: Network, source: torch.Tensor, target: torch.Tensor, places: torch.Tensor, *, training: bool = False
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """The encoder's states, the cross-entropy of a target piece, smoothed in training, and the guided head's logits."""
        mask = source != self.data.pool.pad
        decoder_input = target.roll(1, dims=1)
        decoder_input[:, 0] = self.data.pool.pad
        states = network.encode(source, mask, training=training)
        decoded, attention = network.decode(states, mask, decoder_input, training=training)
        decoded, wanted = decoded.flatten(0, 1)[places], target.flatten()[places]
        if training and self._rivals and self.elapsed < self.recipe.rivals_until * self.budget:
            rivals, weight, wanted = self._rivals.draw(wanted)
            logits = network.logits(decoded, rivals) + weight
        else:
            logits = network.logits(decoded)
        smoothing = self.recipe.label_smoothing if training else 0.0
        return states, _mean_cross_entropy(logits, wanted, ignored=self.data.pool.pad, smoothing=smoothing), attention

    def _reconstruction(self) -> float:
        """The weight of the source's own pieces, falling from ``reconstruct`` to nothing by the clock."""
        left = 1 - self.elapsed / (self.recipe.reconstruct_until * self.budget)
        return self.recipe.reconstruct * max(0.0, left)

    def _masked(self, source: torch.Tensor) -> torch.Tensor:
        """The source with some pieces hidden behind ``<unk>``."""
        hidden = (torch.rand(source.shape, device=source.device) < self.recipe.masked) & (source != self.data.pool.pad)
        return torch.where(hidden, self.data.spm.unk_id(), source)

    @torch.inference_mode()
    def _dev_losses(self) -> tuple[dict[str, float], dict[str, float]]:
        """By development set, with true and with shuffled sources."""
        true: dict[str, float] = {}
        shuffled: dict[str, float] = {}
        for name in self.data.dev:
            batches = list(self.data.mixture.in_order(f"dev/{name}", self.recipe.max_tokens))
            losses = []
            for source, target, _, places in map(self.data.pool.batch, batches[:: 1 if self.device.type == "cuda" else 4]):
                moved = source.roll(1, dims=0)
                losses.append([self._forward(self._averaged, given, target, places)[1] for given in (source, moved)])
            true[name], shuffled[name] = (round(float(torch.stack(column).mean()), 4) for column in zip(*losses, strict=True))
        return true, shuffled

    def _chrf(self) -> dict[str, float]:
        """Greedy chrF2 on the first sentences of each development set that is watched."""
        count = self.recipe.dev_sentences
        sets = {name: self.data.dev[name] for name in ("flores-dev", "xwmt") if name in self.data.dev}
        rows = np.concatenate([rows[:count] for rows, _ in sets.values()])
        found = dict(decode(for_inference(self.average), self.data, rows, max_tokens=DECODE_TOKENS[self.device.type]))
        scores: dict[str, float] = {}
        for name, (rows, references) in sets.items():
            hypotheses = [found[row] for row in rows[:count].tolist()]
            scores[name] = round(sacrebleu.corpus_chrf(hypotheses, [references[:count]]).score, 2)
        return scores


def _mean(values: Mapping[str, float]) -> float:
    return round(sum(values.values()) / max(1, len(values)), 4)


def _start(work: Path, start: str, device: torch.device) -> dict[str, torch.Tensor]:
    """The weights of a model folder or the best ones of a recipe's run."""
    if (weights := Path(start, "model.safetensors")).exists():
        return load_file(weights)  # type: ignore[no-any-return]  # untyped
    return torch.load(work / start / "best.pt", map_location=device)  # type: ignore[no-any-return]  # untyped


def _optimizers(model: torch.nn.Module, recipe: Recipe, workers: int) -> list[torch.optim.Optimizer]:
    """AdamW; for the matrices of the layers Muon where the recipe asks for it, as many as there are workers."""
    weights = [(name, weight) for name, weight in model.named_parameters() if weight.requires_grad]
    is_matrix = {name: recipe.muon and weight.dim() == 2 and "shared" not in name for name, weight in weights}
    matrices = sorted((weight for name, weight in weights if is_matrix[name]), key=torch.Tensor.numel)
    rest = [weight for name, weight in weights if not is_matrix[name]]
    muons = [
        torch.optim.Muon(matrices[first::workers], lr=0.0, weight_decay=recipe.weight_decay, adjust_lr_fn="match_rms_adamw")
        for first in range(min(workers, len(matrices)))
    ]
    return [*muons, torch.optim.AdamW(rest, lr=0.0, betas=(0.9, 0.98), weight_decay=recipe.weight_decay, fused=True)]


def _mean_cross_entropy(logits: torch.Tensor, wanted: torch.Tensor, *, ignored: int, smoothing: float = 0.0) -> torch.Tensor:
    """The mean cross-entropy of ``wanted`` [...] under logits [..., classes]; nothing where all is ignored."""
    total = torch.nn.functional.cross_entropy(
        logits.float().flatten(0, -2), wanted.flatten(), ignore_index=ignored, label_smoothing=smoothing, reduction="sum"
    )
    return total / (wanted != ignored).sum().clamp(min=1)


def train(work: Path, recipe: Recipe, minutes: float, max_minutes: float = math.inf, device: str = "auto") -> None:
    """Goes on with the run in ``work`` until it has had ``minutes``, for at most ``max_minutes`` now."""
    chosen = torch.device(("cuda" if torch.cuda.is_available() else "cpu") if device == "auto" else device)
    torch.manual_seed(recipe.seed)
    run = Run(work, recipe, chosen, minutes)
    run.data.load_parts(work, recipe.phases)
    run.data.load_dev(work)
    run.resume()
    run.log(
        parameters=sum(weight.numel() for weight in run.model.parameters()), device=str(chosen), rows=len(run.data.pool.lengths)
    )
    run.until(min(run.budget, run.elapsed + max_minutes * 60))
