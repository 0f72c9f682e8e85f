"""Small models made for the tests: they copy their source, so that translation and alignment are known beforehand.

Token embeddings and positions live in different dimensions. The cross-attention of the first of two decoder layers compares
positions only, so target piece i looks at source piece i, and carries that piece's embedding to the output.
"""

from __future__ import annotations

import io
import json
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import sentencepiece
import torch
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import M2M100Config, M2M100ForConditionalGeneration, MarianConfig, MarianMTModel

SENTENCES = (
    "Azərbaycan Prezidenti Bakıda keçirilən görüşdə iştirak edib.",
    "Xarici işlər naziri Məmmədyarov səfərə başlayıb, sonra Gəncəyə gedib.",
    "Tərəflər regional məsələləri, enerji və ticarət əlaqələrini müzakirə ediblər.",
    "Görüş 20 mart 2019-cu ildə keçirilib; 15 nəfər gəlib.",
    "The minister and the President held a meeting in Baku.",
)
_SCRATCH = tempfile.TemporaryDirectory()
ALPHABET = "abcçdeəfgğhxıijkqlmnoöprsştuüvyzwABCÇDEƏFGĞHXIİJKQLMNOÖPRSŞTUÜVYZW0123456789.,;:!?-'/()<>_"
DIMENSION = 128
FREQUENCIES = DIMENSION // 2
FAST = FREQUENCIES // 4  # the frequencies that tell positions apart; the slow ones are free for the embeddings


@cache
def tiny(kind: str) -> Path:
    """The folder of a model, made once in a test run: ``marian``, ``terms``, ``nllb`` (they copy) or ``random``."""
    folder = Path(_SCRATCH.name) / kind
    if kind == "nllb":
        return copy_nllb(folder)
    if kind == "random":
        return random_marian(folder, spread=0.1)
    return copy_marian(folder, terms=kind == "terms")


def copy_marian(folder: Path, *, terms: bool = False) -> Path:
    """The folder, with a Marian model in it that copies its source; ``terms`` adds the marks of inline terms."""
    vocabulary = _write_sentencepiece(folder, terms)
    size = len(vocabulary)
    settings = {"max_position_embeddings": 128, "activation_function": "swish", "scale_embedding": True}
    model = MarianMTModel(MarianConfig(**_sizes(size), **settings, **_marian_ids(vocabulary)))
    _make_copy(model, pad=size - 1)
    model.save_pretrained(folder)
    if terms:
        (folder / "azen.json").write_text(json.dumps({"inline_terms": True, "max_pieces": 100}), encoding="utf-8")
    return folder


def random_marian(folder: Path, *, spread: float) -> Path:
    """The folder, with a Marian model of random weights in it; the larger ``spread``, the surer the model is."""
    vocabulary = _write_sentencepiece(folder, terms=False)
    size = len(vocabulary)
    torch.manual_seed(1)
    settings = {"max_position_embeddings": 40, "activation_function": "relu", "scale_embedding": True, "init_std": spread}
    model = MarianMTModel(MarianConfig(**_sizes(size), **settings, **_marian_ids(vocabulary)))
    with torch.no_grad():
        model.get_input_embeddings().weight[size - 1] = 0
    model.save_pretrained(folder)
    return folder


def copy_nllb(folder: Path) -> Path:
    """The folder, with a model in it that is laid out like NLLB and copies its source."""
    tokenizer = _write_tokenizer(folder)
    size = tokenizer.get_vocab_size()
    ids = {"bos_token_id": 0, "pad_token_id": 1, "eos_token_id": 2, "decoder_start_token_id": 2}
    settings = {"max_position_embeddings": 128, "activation_function": "relu", "scale_embedding": True}
    model = M2M100ForConditionalGeneration(M2M100Config(**_sizes(size), **settings, **ids))
    _make_copy(model, pad=1)
    model.save_pretrained(folder)
    return folder


def _sizes(vocabulary: int) -> dict[str, Any]:
    sizes = {"encoder_layers": 2, "decoder_layers": 2, "encoder_attention_heads": 2, "decoder_attention_heads": 2}
    return sizes | {
        "vocab_size": vocabulary,
        "d_model": DIMENSION,
        "encoder_ffn_dim": 32,
        "decoder_ffn_dim": 32,
        "dropout": 0.0,
    }


def _marian_ids(vocabulary: dict[str, int]) -> dict[str, Any]:
    end, pad = vocabulary["</s>"], vocabulary["<pad>"]
    return {"eos_token_id": end, "forced_eos_token_id": None, "pad_token_id": pad, "decoder_start_token_id": pad}


def _write_sentencepiece(folder: Path, terms: bool) -> dict[str, int]:
    stream = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(SENTENCES * 3),
        model_writer=stream,
        vocab_size=420,
        hard_vocab_limit=False,
        byte_fallback=True,
        character_coverage=1.0,
        user_defined_symbols=["<term>", "<is>", "</term>"] if terms else [],
        minloglevel=2,
    )
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("source.spm", "target.spm"):
        (folder / name).write_bytes(stream.getvalue())
    processor = sentencepiece.SentencePieceProcessor(model_proto=stream.getvalue())
    pieces = ["</s>", "<unk>", *(processor.id_to_piece(i) for i in range(3, processor.get_piece_size())), "<pad>"]
    vocabulary = {piece: number for number, piece in enumerate(pieces)}
    (folder / "vocab.json").write_text(json.dumps(vocabulary, ensure_ascii=False), encoding="utf-8")
    (folder / "tokenizer_config.json").write_text('{"tokenizer_class": "MarianTokenizer"}', encoding="utf-8")
    return vocabulary


def _write_tokenizer(folder: Path) -> Tokenizer:
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>", fuse_unk=True))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always", split=True)
    tokenizer.decoder = decoders.Metaspace(prepend_scheme="always", split=True)
    trainer = trainers.BpeTrainer(
        vocab_size=300, special_tokens=["<s>", "<pad>", "</s>", "<unk>"], show_progress=False, initial_alphabet=list(ALPHABET)
    )
    tokenizer.train_from_iterator(SENTENCES * 3, trainer)
    tokenizer.add_special_tokens([AddedToken(code, normalized=False) for code in ("azj_Latn", "eng_Latn", "<mask>")])
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"))
    (folder / "tokenizer_config.json").write_text('{"tokenizer_class": "NllbTokenizer"}', encoding="utf-8")
    return tokenizer


@torch.no_grad()
def _make_copy(model: Any, pad: int) -> None:
    for name, parameter in model.named_parameters():
        if "embed_positions" not in name:
            parameter.fill_(1.0 if name.endswith("norm.weight") else 0.0)
    fast = [*range(FAST), *range(FREQUENCIES, FREQUENCIES + FAST)]
    slow = [*range(FAST, FREQUENCIES - 1), *range(FREQUENCIES + FAST, DIMENSION)]
    table = model.get_input_embeddings().weight
    table[:, slow] = _embeddings(len(table), len(slow))
    table[pad] = 0
    attention = model.get_decoder().layers[0].encoder_attn
    for row in range(DIMENSION):
        for projection in (attention.q_proj, attention.k_proj):
            projection.weight[row, fast[row % len(fast)]] = 24.0
            projection.weight[row, FREQUENCIES - 1] = -24.0  # takes back the mean that layer normalisation took away
    for row, column in enumerate(slow):
        attention.v_proj.weight[row, column] = 1.0
        attention.out_proj.weight[column, row] = 10.0


def _embeddings(rows: int, columns: int) -> torch.Tensor:
    values = torch.randn(rows, columns, generator=torch.Generator().manual_seed(1))
    cosines = columns // 2  # from here on the positions' slow cosines are near 1 and must not favour any piece
    values[:, :cosines] -= values[:, :cosines].mean(1, keepdim=True)
    values[:, cosines:] -= values[:, cosines:].mean(1, keepdim=True)
    return torch.nn.functional.normalize(values) * 1.2
