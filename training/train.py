"""Trains the model: resumable, stopped by the clock, watched on the development sets."""

from __future__ import annotations

import copy
import json
import math
import time
from pathlib import Path

import numpy as np
import sacrebleu
import torch
from transformers import MarianMTModel

from training.batches import Examples
from training.corpus import Pair
from training.data import Data
from training.decode import decode, for_inference
from training.model import build, own_weights, spread, zero_padding
from training.prepare import TO_AZERBAIJANI, part_path, read_pairs, write_pairs
from training.recipe import BACK_TRANSLATED, Phase, Recipe

ROUND = 60_000
LEAST_SPREAD = 0.15
DECODE_TOKENS = {"cuda": 260_000, "cpu": 8_000}


class Run:
    """One training run: its models, optimiser, counters and log, saved together."""

    def __init__(self, work: Path, recipe: Recipe, device: torch.device, minutes: float) -> None:
        self.work, self.recipe, self.device = work, recipe, device
        self.budget = minutes * 60
        self.data = Data(work, recipe, device)
        self.model = build(self.data.spm.get_piece_size(), recipe.shape).to(device)
        self.average = copy.deepcopy(self.model).eval()
        self.optimizer = torch.optim.AdamW(
            self.model.parameters(), lr=0.0, betas=(0.9, 0.98), weight_decay=recipe.weight_decay, fused=True
        )
        self._bf16 = device.type == "cuda" or torch.ops.mkldnn._is_mkldnn_bf16_supported()
        self.step, self.tokens, self.seconds, self.best = 0, 0, 0.0, 0.0
        self._resumed = time.monotonic()
        self._evaluated = self._saved = 0.0

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
            "optimizer": self.optimizer.state_dict(),
            "counters": (self.step, self.tokens, self.elapsed, self.best),
        }
        torch.save(state, self.work / "checkpoint.partial")
        (self.work / "checkpoint.partial").rename(self.work / "checkpoint.pt")

    def resume(self) -> None:
        """Goes on from the checkpoint, if there is one."""
        if not (self.work / "checkpoint.pt").exists():
            return
        state = torch.load(self.work / "checkpoint.pt", map_location=self.device)
        self.model.load_state_dict(state["model"])
        self.average.load_state_dict(state["average"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.step, self.tokens, self.seconds, self.best = state["counters"]
        self._resumed, self._evaluated = time.monotonic(), self.seconds

    def log(self, **values: object) -> None:
        """Adds one line to the log file and to the screen."""
        line = json.dumps({"step": self.step, "seconds": round(self.elapsed), "phase": self.phase.name, **values})
        print(line, flush=True)
        with (self.work / "log.jsonl").open("a", encoding="utf-8") as file:
            file.write(line + "\n")

    def until(self, seconds: float) -> None:
        """Trains until ``elapsed`` reaches ``seconds``, evaluating and saving on the way."""
        losses: list[torch.Tensor] = []
        while self.elapsed < seconds:
            phase = self.phase
            if phase is not self.recipe.phases[0] and "back" in phase.weights and "back" not in self.data.mixture:
                self._back_translate()
            for examples in self.data.mixture.batches(phase.weights, self.recipe.max_tokens, self._round()):
                losses.append(self._update(examples))
                self._tend(losses)
                if self.elapsed >= seconds or self.phase is not phase:
                    break
        self.evaluate()
        self.save()

    def evaluate(self) -> None:
        """Logs the averaged model's dev loss with true and shuffled sources and its greedy chrF2; keeps the best."""
        true, shuffled = self._dev_loss()
        scores = self._chrf()
        mean = sum(scores.values()) / max(1, len(scores))
        self.log(dev_loss=true, shuffled_loss=shuffled, chrf2=scores, tokens=self.tokens)
        if mean >= self.best:
            self.best = mean
            torch.save(own_weights(self.average), self.work / "best.partial")
            (self.work / "best.partial").rename(self.work / "best.pt")
        self._evaluated = self.elapsed

    def _round(self) -> int:
        return ROUND if self.device.type == "cuda" else ROUND // 10

    def _update(self, examples: Examples) -> torch.Tensor:
        self.model.train()
        for group in self.optimizer.param_groups:
            group["lr"] = self._learning_rate()
        loss = self._loss(examples)
        torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        zero_padding(self.model)
        self.step += 1
        self.tokens += int(self.data.pool.lengths[examples[:, 1]].sum())
        decay = min(self.recipe.average, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            torch._foreach_lerp_(list(self.average.parameters()), list(self.model.parameters()), 1 - decay)
        return loss.detach()

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
        mask = (source != self.data.pool.pad).long()
        self.model.eval()
        return spread(self.model.get_encoder()(input_ids=source, attention_mask=mask).last_hidden_state, mask)

    def _learning_rate(self) -> float:
        """Linear warm-up in steps, then a cosine by the clock down to a fiftieth."""
        progress = min(1.0, self.elapsed / self.budget)
        cosine = 0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * progress))
        return self.recipe.learning_rate * min(1.0, (self.step + 1) / self.recipe.warmup_steps) * cosine

    def _loss(self, examples: Examples) -> torch.Tensor:
        """The label-smoothed cross-entropy of a target piece, with that of the source's own pieces at first."""
        source, target = self.data.pool.batch(examples)
        share = self._reconstruction()
        seen = self._masked(source) if share else source
        states, loss = self._forward(self.model, seen, target, self.recipe.label_smoothing)
        return loss + share * self._cross_entropy(self.model, states, source, 0.0) if share else loss

    def _forward(
        self, model: MarianMTModel, source: torch.Tensor, target: torch.Tensor, smoothing: float = 0.0
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """The encoder's states [batch, source_len, width] and the mean cross-entropy of a target piece."""
        mask = (source != self.data.pool.pad).long()
        decoder_input = target.roll(1, dims=1)
        decoder_input[:, 0] = self.data.pool.pad
        with torch.autocast(self.device.type, dtype=torch.bfloat16, enabled=self._bf16):
            encoded = model.get_encoder()(input_ids=source, attention_mask=mask)
            decoded = model.model(
                encoder_outputs=encoded, attention_mask=mask, decoder_input_ids=decoder_input, use_cache=False
            ).last_hidden_state
        return encoded.last_hidden_state, self._cross_entropy(model, decoded, target, smoothing)

    def _cross_entropy(self, model: MarianMTModel, states: torch.Tensor, ids: torch.Tensor, smoothing: float) -> torch.Tensor:
        """The mean cross-entropy of ``ids`` [batch, length] under the shared embeddings; padding does not count."""
        with torch.autocast(self.device.type, dtype=torch.bfloat16, enabled=self._bf16):
            logits = torch.nn.functional.linear(states, model.get_input_embeddings().weight)
        return torch.nn.functional.cross_entropy(
            logits.flatten(0, 1).float(), ids.flatten(), ignore_index=self.data.pool.pad, label_smoothing=smoothing
        )

    def _reconstruction(self) -> float:
        """The weight of the source's own pieces, falling from ``reconstruct`` to nothing by the clock."""
        left = 1 - self.elapsed / (self.recipe.reconstruct_until * self.budget)
        return self.recipe.reconstruct * max(0.0, left)

    def _masked(self, source: torch.Tensor) -> torch.Tensor:
        """The source with some pieces hidden behind ``<unk>``."""
        hidden = (torch.rand(source.shape, device=source.device) < self.recipe.masked) & (source != self.data.pool.pad)
        return torch.where(hidden, self.data.spm.unk_id(), source)

    @torch.inference_mode()
    def _dev_loss(self) -> tuple[float, float]:
        batches = list(self.data.mixture.in_order("dev", self.recipe.max_tokens))[:: 1 if self.device.type == "cuda" else 4]
        losses = []
        for source, target in map(self.data.pool.batch, batches):
            moved = source.roll(1, dims=0)
            losses.append([self._forward(self.average, given, target)[1] for given in (source, moved)])
        true, shuffled = (round(float(torch.stack(column).mean()), 4) for column in zip(*losses, strict=True))
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

    def _back_translate(self) -> None:
        """Translates English sides into Azerbaijani with the averaged model and adds the pairs."""
        english = sorted({pair.target for name, limit in BACK_TRANSLATED.items() for pair in self._part(name)[:limit]})
        limit = len(english) if self.device.type == "cuda" else 20_000
        english = english[:: -(-len(english) // limit)]
        rows = self.data.pool.add(self.data.encode(english), self.data.tags[TO_AZERBAIJANI])
        rows_kept = rows[self.data.pool.lengths[rows] <= 100]
        model = for_inference(self.average)
        made = decode(model, self.data, rows_kept, max_tokens=DECODE_TOKENS[self.device.type], top_k=6)
        pairs = [Pair(text, english[row - rows[0]]) for row, text in made if text.strip() and "\t" not in text]
        write_pairs(part_path(self.work, "back"), pairs)
        self.data.add_back_translations(pairs)
        self.log(back_translated=len(pairs), example=pairs[len(pairs) // 2])

    def _part(self, name: str) -> list[Pair]:
        path = part_path(self.work, name)
        return read_pairs(path) if path.exists() else []


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
