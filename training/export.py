"""The best averaged weights as a model folder in Hugging Face layout: fp16 weights, tokenizer files, settings, model card."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import sentencepiece
import torch
from transformers import MarianMTModel

from training.model import MAX_POSITIONS, build, load_own_weights
from training.prepare import tokenizer_path
from training.recipe import Recipe

MAX_PIECES = 200
SEARCH = {"repetition_penalty": 1.05, "coverage": 3.0}
"""How the model is decoded best, chosen on 600 sentences of flores-dev and xwmt each; see ``RESULTS.md``."""
CARD = Path(__file__).with_name("model-card.md")


def export(work: Path, folder: Path, recipe: Recipe) -> None:
    """Writes the model folder from the best weights of a recipe's run and ``work/spm.model``."""
    spm = sentencepiece.SentencePieceProcessor(model_file=str(tokenizer_path(work)))
    model = build(spm.get_piece_size(), recipe.shape)
    load_own_weights(model, torch.load(work / recipe.name / "best.pt", map_location="cpu"))
    folder.mkdir(parents=True, exist_ok=True)
    _save_model(model, folder)
    for file in ("source.spm", "target.spm"):
        shutil.copyfile(tokenizer_path(work), folder / file)
    vocabulary = {spm.id_to_piece(index): index for index in range(spm.get_piece_size())}
    _write(folder / "vocab.json", {**vocabulary, "<pad>": spm.get_piece_size()}, compact=True)
    _write(folder / "tokenizer_config.json", _TOKENIZER)
    guided = {"alignment_layer": recipe.shape.decoder_layers - 1, "first_head_aligns": True}
    _write(folder / "azen.json", {"inline_terms": True, "max_pieces": MAX_PIECES, **guided, **SEARCH})
    if CARD.exists():
        shutil.copyfile(CARD, folder / "README.md")


def _save_model(model: MarianMTModel, folder: Path) -> None:
    model.half().save_pretrained(folder, safe_serialization=True)


def _write(path: Path, values: Mapping[str, object], *, compact: bool = False) -> None:
    text = json.dumps(values, ensure_ascii=False, indent=None if compact else 2)
    path.write_text(text + "\n", encoding="utf-8")


_TOKENIZER: dict[str, object] = {
    "tokenizer_class": "MarianTokenizer",
    "source_lang": "az",
    "target_lang": "en",
    "eos_token": "</s>",
    "unk_token": "<unk>",
    "pad_token": "<pad>",
    "separate_vocabs": False,
    "model_max_length": MAX_POSITIONS,
}
