"""A Marian model of the bundled model's size with random weights, for measuring speed and memory without it."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from pathlib import Path

import sentencepiece
import torch
from transformers import MarianConfig, MarianMTModel

PIECES = 10_000


def write_random_model(folder: Path, sentences: Sequence[str]) -> Path:
    """The folder, with the model in it: 6 encoder and 2 decoder layers, width 512, 10,000 pieces; its output is noise."""
    folder.mkdir(parents=True)
    pieces = _train_pieces(folder, sentences)
    config = MarianConfig(
        vocab_size=PIECES,
        d_model=512,
        encoder_layers=6,
        decoder_layers=2,
        encoder_attention_heads=8,
        decoder_attention_heads=8,
        encoder_ffn_dim=1536,
        decoder_ffn_dim=1536,
        activation_function="swish",
        scale_embedding=True,
        max_position_embeddings=512,
        eos_token_id=0,
        forced_eos_token_id=None,
        pad_token_id=PIECES - 1,
        decoder_start_token_id=PIECES - 1,
    )
    torch.manual_seed(1)
    model = MarianMTModel(config)
    with torch.no_grad():
        model.get_input_embeddings().weight[PIECES - 1] = 0
    model.half().save_pretrained(folder)
    vocabulary = [*pieces, *(f"<unused {number}>" for number in range(len(pieces), PIECES - 1)), "<pad>"]
    _write_json(folder / "vocab.json", {piece: number for number, piece in enumerate(vocabulary)})
    _write_json(folder / "tokenizer_config.json", {"tokenizer_class": "MarianTokenizer"})
    _write_json(folder / "azen.json", {"max_pieces": 64})
    return folder


def _train_pieces(folder: Path, sentences: Sequence[str]) -> list[str]:
    stream = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(sentences),
        model_writer=stream,
        vocab_size=PIECES,
        hard_vocab_limit=False,
        byte_fallback=True,
        minloglevel=2,
    )
    for name in ("source.spm", "target.spm"):
        (folder / name).write_bytes(stream.getvalue())
    processor = sentencepiece.SentencePieceProcessor(model_proto=stream.getvalue())
    return ["</s>", "<unk>", *(processor.id_to_piece(number) for number in range(3, processor.get_piece_size()))]


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
