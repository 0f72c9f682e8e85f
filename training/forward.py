"""What the model computes, without its modules: the same with fewer and larger kernels, in bfloat16 where that is quick.

The weights of the Hugging Face model stay in float32 and are what the optimiser changes; a network computes with copies.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch
from torch.nn import functional
from transformers import MarianMTModel


class Network:
    """A Marian model as functions of its weights; states and ids are [batch, length, …]."""

    def __init__(self, model: MarianMTModel, dtype: torch.dtype) -> None:
        config = model.config
        self._width, self._heads = config.d_model, config.encoder_attention_heads
        self._dropout, self._inner_dropout = config.dropout, config.activation_dropout
        self._pad = config.pad_token_id
        self._encoder_layers, self._decoder_layers = config.encoder_layers, config.decoder_layers
        self._positions = model.get_encoder().embed_positions.weight.detach().to(dtype)
        self._own = {name: weight for name, weight in model.named_parameters() if "embed_positions" not in name}
        self._joined = dict(_join(list(self._own)))
        self._copies = {
            name: torch.cat([self._own[part].detach() for part in parts]).to(dtype).requires_grad_()
            for name, parts in self._joined.items()
        }
        self._masters = [self._own[part] for parts in self._joined.values() for part in parts]

    @torch.no_grad()
    def refresh(self) -> None:
        """Takes over the model's weights as they are now."""
        torch._foreach_copy_(self._parts(self._copies), self._masters)

    def gradients(self, loss: torch.Tensor) -> list[torch.Tensor]:
        """The gradients of a loss, one for each tensor that the network computes with."""
        return list(torch.autograd.grad(loss, list(self._copies.values()), allow_unused=True, materialize_grads=True))

    @torch.no_grad()
    def give_gradients(self, gradients: Sequence[list[torch.Tensor]]) -> None:
        """Hands the mean of the gradients of some losses to the model's weights."""
        for weight in self._masters:
            weight.grad = torch.zeros_like(weight) if weight.grad is None else weight.grad.zero_()
        for given in gradients:
            parts = self._parts(dict(zip(self._copies, given, strict=True)))
            for weight, part in zip(self._masters, parts, strict=True):
                weight.grad.add_(part, alpha=1 / len(gradients))

    def encode(self, ids: torch.Tensor, mask: torch.Tensor, *, training: bool = False) -> torch.Tensor:
        """The encoder's states [batch, source_len, width]; ``mask`` [batch, source_len] is true at pieces."""
        states, bias = self._embed(ids, training), self._bias(mask)
        for layer in range(self._encoder_layers):
            name = f"model.encoder.layers.{layer}"
            states = self._attend(f"{name}.self_attn", states, states, bias, training)
            states = self._feed_forward(name, states, training)
        return states

    def decode(
        self, states: torch.Tensor, mask: torch.Tensor, ids: torch.Tensor, *, training: bool = False
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """The decoder's states [batch, target_len, width] for target ids moved one to the right.

        With them the attention logits [batch, target_len, source_len] of the last layer's first head.
        """
        decoded, bias = self._embed(ids, training), self._bias(mask)
        for layer in range(self._decoder_layers):
            name = f"model.decoder.layers.{layer}"
            decoded = self._attend(f"{name}.self_attn", decoded, decoded, None, training)
            asking = decoded
            decoded = self._attend(f"{name}.encoder_attn", decoded, states, bias, training)
            decoded = self._feed_forward(name, decoded, training)
        return decoded, self._first_head(f"{name}.encoder_attn", asking, states) + bias[:, 0]

    def logits(self, states: torch.Tensor, pieces: torch.Tensor | None = None) -> torch.Tensor:
        """The logits [..., pieces] of states under the shared embeddings, of some pieces alone when they are given."""
        embeddings = self._copies["model.shared.weight"]
        return functional.linear(states, embeddings if pieces is None else embeddings[pieces])

    def _embed(self, ids: torch.Tensor, training: bool) -> torch.Tensor:
        scaled = functional.embedding(ids, self._copies["model.shared.weight"], padding_idx=self._pad) * math.sqrt(self._width)
        return _drop(scaled + self._positions[: ids.shape[1]], self._dropout, training)

    def _linear(self, name: str, states: torch.Tensor) -> torch.Tensor:
        return functional.linear(states, self._copies[f"{name}.weight"], self._copies[f"{name}.bias"])

    def _add(self, name: str, states: torch.Tensor, branch: torch.Tensor, training: bool) -> torch.Tensor:
        added = states + _drop(branch, self._dropout, training)
        return functional.layer_norm(added, (self._width,), self._copies[f"{name}.weight"], self._copies[f"{name}.bias"])

    def _bias(self, mask: torch.Tensor) -> torch.Tensor:
        """What is added to attention logits [batch, heads, target_len, source_len]: nothing at pieces, else minus infinity."""
        bias = torch.zeros(mask.shape, dtype=self._positions.dtype, device=mask.device)
        return bias.masked_fill_(~mask, -math.inf)[:, None, None, :]

    def _attend(
        self, name: str, asking: torch.Tensor, asked: torch.Tensor, bias: torch.Tensor | None, training: bool
    ) -> torch.Tensor:
        """Attention and what follows it; causal without a bias."""
        if asking is asked:
            parts = self._linear(f"{name}.qkv", asking).chunk(3, dim=-1)
        else:
            parts = (self._linear(f"{name}.q_proj", asking), *self._linear(f"{name}.kv", asked).chunk(2, dim=-1))
        query, key, value = (part.view(*part.shape[:2], self._heads, -1).transpose(1, 2) for part in parts)
        found = self._attention(query, key, value, bias)
        branch = self._linear(f"{name}.out_proj", found.transpose(1, 2).flatten(2))
        return self._add(f"{name}_layer_norm", asking, branch, training)

    def _attention(
        self, query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, bias: torch.Tensor | None
    ) -> torch.Tensor:
        """What is found [batch, heads, target_len, head width]; causal without a bias."""
        if query.device.type == "cuda":
            mask = None if bias is None else bias.expand(-1, self._heads, query.shape[2], -1)
            return functional.scaled_dot_product_attention(query, key, value, mask, is_causal=bias is None)
        if bias is None:
            bias = torch.full((query.shape[2], key.shape[2]), -math.inf, dtype=query.dtype).triu(1)
        logits = query / math.sqrt(query.shape[-1]) @ key.transpose(-1, -2) + bias  # the gradient of the above is slow on a CPU
        return logits.softmax(-1) @ value

    def _first_head(self, name: str, asking: torch.Tensor, asked: torch.Tensor) -> torch.Tensor:
        """The attention logits of the first head, without a mask."""
        size = self._width // self._heads
        query, key = (
            functional.linear(states, self._copies[f"{name}.{part}.weight"][:size], self._copies[f"{name}.{part}.bias"][:size])
            for states, part in ((asking, "q_proj"), (asked, "kv"))
        )
        return query @ key.transpose(1, 2) / math.sqrt(size)

    def _feed_forward(self, name: str, states: torch.Tensor, training: bool) -> torch.Tensor:
        inner = _drop(functional.relu(self._linear(f"{name}.fc1", states)), self._inner_dropout, training)
        return self._add(f"{name}.final_layer_norm", states, self._linear(f"{name}.fc2", inner), training)

    def _parts(self, tensors: dict[str, torch.Tensor]) -> list[torch.Tensor]:
        """The pieces of joined tensors, in the order of the model's weights."""
        sizes = {name: [self._own[part].shape[0] for part in parts] for name, parts in self._joined.items()}
        return [piece for name, tensor in tensors.items() for piece in torch.split(tensor, sizes[name])]


def _drop(states: torch.Tensor, share: float, training: bool) -> torch.Tensor:
    """Dropout of states [batch, length, width], the same at every place of a sentence (Gal and Ghahramani 2016)."""
    if not training or not share:
        return states
    kept = torch.empty(states.shape[0], 1, states.shape[2], dtype=states.dtype, device=states.device)
    return states * kept.bernoulli_(1 - share).div_(1 - share)


def _join(names: list[str]) -> list[tuple[str, tuple[str, ...]]]:
    """What is computed in one product: query, key and value of self-attention, key and value of cross-attention."""
    joined: list[tuple[str, tuple[str, ...]]] = []
    for name in names:
        if ".self_attn.k_proj." in name:
            parts = tuple(name.replace("k_proj", f"{letter}_proj") for letter in "qkv")
            joined.append((name.replace("k_proj", "qkv"), parts))
        elif ".encoder_attn.k_proj." in name:
            joined.append((name.replace("k_proj", "kv"), (name, name.replace("k_proj", "v_proj"))))
        elif ".v_proj." not in name and not (".q_proj." in name and ".self_attn." in name):
            joined.append((name, (name,)))
    return joined
