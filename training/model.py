"""The shape of the model: Marian, six encoder layers and two decoder layers, in Hugging Face layout."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from transformers import GenerationConfig, MarianConfig, MarianMTModel

MAX_POSITIONS = 512
BRANCH_GAIN = 0.2
"""What the last matrix of each residual branch is scaled by at the start. Marian normalises after the sum, so that at a gain of
1 every layer averages the sentence a little more: six layers leave 0.18 of the difference between tokens (0.84 before them),
and training goes on to 0.006, an encoder that gives every token the same state. At 0.2 they leave 0.87. Source: measured here;
the remedy is that of Zhang et al. 2019, Improving Deep Transformer with Depth-Scaled Initialization."""


_LAYERS = "model.encoder.layers."


@dataclass(frozen=True, slots=True)
class Shape:
    """Layers and widths; heads are 64 wide. Activations have a third of the dropout of branches; attention has none."""

    width: int = 512
    feed_forward: int = 1536
    encoder_layers: int = 6
    decoder_layers: int = 2
    dropout: float = 0.3


def build(pieces: int, shape: Shape) -> MarianMTModel:
    """A fresh model for a vocabulary of ``pieces`` SentencePiece units; ``<pad>`` follows them as the last id."""
    heads = max(1, shape.width // 64)
    config = MarianConfig(
        vocab_size=pieces + 1,
        d_model=shape.width,
        encoder_layers=shape.encoder_layers,
        decoder_layers=shape.decoder_layers,
        encoder_attention_heads=heads,
        decoder_attention_heads=heads,
        encoder_ffn_dim=shape.feed_forward,
        decoder_ffn_dim=shape.feed_forward,
        activation_function="relu",
        dropout=shape.dropout,
        activation_dropout=shape.dropout / 3,
        max_position_embeddings=MAX_POSITIONS,
        scale_embedding=True,
        eos_token_id=0,
        forced_eos_token_id=None,
        pad_token_id=pieces,
        decoder_start_token_id=pieces,
    )
    config._attn_implementation = "sdpa"
    model = MarianMTModel(config)
    _initialise(model, shape.width, pieces)
    model.generation_config = GenerationConfig(
        eos_token_id=0,
        pad_token_id=pieces,
        decoder_start_token_id=pieces,
        bad_words_ids=[[pieces]],
        max_length=MAX_POSITIONS,
        num_beams=4,
    )
    return model


def start_from_translations(model: MarianMTModel, translations: Mapping[int, Sequence[tuple[int, float]]]) -> None:
    """Gives each source piece half the embedding of the target pieces that it is linked with, by their shares.

    The decoder's attention passes on what it finds from the start, so that a fresh model begins as a poor dictionary.
    """
    with torch.no_grad():
        embeddings = model.get_input_embeddings().weight
        old = embeddings.clone()
        for piece, found in translations.items():
            others, shares = zip(*found, strict=True)
            mean = torch.tensor(shares, device=old.device) @ old[list(others)]
            embeddings[piece] = 0.5 * old[piece] + 0.8 * mean / mean.norm().clamp(min=1e-6) * old[piece].norm()


def zero_padding(model: MarianMTModel) -> None:
    """Sets the embedding of ``<pad>`` to zero, as CTranslate2 takes it to be."""
    with torch.no_grad():
        model.get_input_embeddings().weight[model.config.pad_token_id].zero_()


def own_weights(model: MarianMTModel) -> dict[str, torch.Tensor]:
    """The weights without fixed positions and without the copies of the shared embeddings."""
    return {name: weight for name, weight in model.state_dict().items() if not _is_derived(name)}


def load_own_weights(model: MarianMTModel, weights: Mapping[str, torch.Tensor]) -> None:
    """Puts the weights of ``own_weights``, of any precision, into a model.

    Raises:
        ValueError: they are those of a model of another shape.
    """
    missing, unexpected = model.load_state_dict(weights, strict=False)
    if wrong := [*unexpected, *(name for name in missing if not _is_derived(name))]:
        raise ValueError(f"weights of another shape: {', '.join(wrong[:3])}")


def deepen(weights: Mapping[str, torch.Tensor], layers: int) -> dict[str, torch.Tensor]:
    """The weights of ``own_weights`` with an encoder of ``layers`` layers, as many or more, that computes nearly what it did.

    A new layer stands behind the one that it is a copy of and changes nothing at first: its branches end in zeros, its norms
    give the mean and the spread of the norm before them (Net2Net, Chen et al. 2016, where layers normalise after the sum).

    Raises:
        ValueError: the weights are those of more layers.
    """
    old = 1 + max(int(name[len(_LAYERS) :].split(".")[0]) for name in weights if name.startswith(_LAYERS))
    if old > layers:
        raise ValueError(f"weights of {old} encoder layers, {layers} are wanted")
    result = {name: weight for name, weight in weights.items() if not name.startswith(_LAYERS)}
    for layer in range(layers):
        before, copied = (layer - 1) * old // layers, layer * old // layers
        here = f"{_LAYERS}{copied}."
        block = {name.removeprefix(here): weight for name, weight in weights.items() if name.startswith(here)}
        block = _idle(block) if copied == before else block
        result.update({f"{_LAYERS}{layer}.{name}": weight for name, weight in block.items()})
    return result


def _idle(block: Mapping[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """A copy of a layer that leaves what the layer gives as it is, but for differences between tokens in mean and spread."""
    gain, bias = (block[f"final_layer_norm.{part}"].float() for part in ("weight", "bias"))
    same = {"weight": (gain.square().mean() + bias.var()).sqrt(), "bias": bias.mean()}
    result: dict[str, torch.Tensor] = {}
    for name, weight in block.items():
        if "layer_norm" in name:
            result[name] = torch.full_like(weight, float(same[name.rpartition(".")[2]]))
        else:
            result[name] = torch.zeros_like(weight) if name.startswith(("self_attn.out_proj", "fc2")) else weight
    return result


def _is_derived(name: str) -> bool:
    return "embed_" in name or "lm_head" in name


def spread(states: torch.Tensor, mask: torch.Tensor) -> float:
    """How much the states [batch, length, width] of a sentence's tokens differ: their distance from the sentence's mean.

    0 is an encoder that says the same of every token, 1 one whose tokens share nothing. ``mask`` [batch, length]: 1 at tokens.
    """
    kept = mask[..., None].to(states.dtype)
    mean = (states * kept).sum(1, keepdim=True) / kept.sum(1, keepdim=True)
    return float(((states - mean) * kept).norm() / (states * kept).norm())


def _initialise(model: MarianMTModel, width: int, pad: int) -> None:
    """Xavier for matrices and a spread of 1/sqrt(width) for embeddings (Vaswani et al. 2017); positions are fixed."""
    for name, weight in model.named_parameters():
        if "embed_positions" in name:
            continue
        if "shared" in name:
            torch.nn.init.normal_(weight, std=1 / math.sqrt(width))
        elif weight.dim() == 2:
            ends_branch = name.endswith(("out_proj.weight", "fc2.weight"))
            torch.nn.init.xavier_uniform_(weight, gain=BRANCH_GAIN if ends_branch else 1.0)
        if "encoder_attn.v_proj.weight" in name or "encoder_attn.out_proj.weight" in name:
            torch.nn.init.eye_(weight)
    zero_padding(model)
    assert model.config.pad_token_id == pad
