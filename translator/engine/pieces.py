"""Text to pieces and back, with the span of each piece."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from translator.engine.folder import ModelFolder, first_line, read_json
from translator.errors import BrokenModelError

_SPACE = "▁"
_SOURCE_CODE, _TARGET_CODE = "azj_Latn", "eng_Latn"  # Source: FLORES-200, language codes


class Piece(NamedTuple):
    """A piece and the span it comes from, in the text that was encoded or decoded."""

    text: str
    start: int
    stop: int


class Pieces(Protocol):
    """The pieces of one model.

    ``vocabulary``: the pieces in the order of their ids. ``source_start``, ``source_end`` and ``target_start``: the marks that
    the model wants around a source and before a target.
    """

    vocabulary: Sequence[str]
    source_start: tuple[str, ...]
    source_end: tuple[str, ...]
    target_start: tuple[str, ...]

    def encode(self, text: str) -> list[Piece]:
        """The pieces of a source text, without marks; spans index ``text``."""

    def encode_target(self, text: str) -> list[str]:
        """The pieces of the beginning of a target text, without marks."""

    def decode(self, pieces: Sequence[str]) -> tuple[str, list[Piece]]:
        """The target text of pieces, and the pieces with their spans in it."""


def load_pieces(folder: ModelFolder) -> Pieces:
    """The pieces of the model in a folder.

    Raises:
        BrokenModelError: a tokenizer file is missing, cannot be read or does not fit the model.
    """
    pieces = MarianPieces(folder) if folder.family == "marian" else NllbPieces(folder)
    if len(pieces.vocabulary) != folder.settings["vocab_size"]:
        size, wanted = len(pieces.vocabulary), folder.settings["vocab_size"]
        raise BrokenModelError(f"{folder.path}: the tokenizer has {size} pieces and the model {wanted}")
    return pieces


class MarianPieces:
    """``source.spm``, ``target.spm`` and ``vocab.json``."""

    target_start: tuple[str, ...] = ()
    source_end: tuple[str, ...] = ("</s>",)

    def __init__(self, folder: ModelFolder) -> None:
        """Raises: BrokenModelError: a file is missing or cannot be read."""
        from sentencepiece import SentencePieceProcessor  # noqa: PLC0415  # only Marian models need it

        try:
            self._source, self._target = (
                SentencePieceProcessor(model_file=str(folder.path / name)) for name in ("source.spm", "target.spm")
            )
        except (OSError, RuntimeError) as error:
            raise BrokenModelError(f"{folder.path}: the tokenizer cannot be read: {first_line(error)}") from error
        ids = read_json(folder.path / "vocab.json")
        self.vocabulary: Sequence[str] = _in_order(folder, ids)
        self.source_start: tuple[str, ...] = (">>eng<<",) if ">>eng<<" in ids else ()

    def encode(self, text: str) -> list[Piece]:
        """The pieces of a source text, without marks."""
        found = self._source.encode(text, return_type="offset_mapping")
        return [Piece(piece, *span) for piece, span in zip(found["pieces"], found["offsets"], strict=True)]

    def encode_target(self, text: str) -> list[str]:
        """The pieces of the beginning of a target text, without marks; what the model does not know is left out."""
        known = set(self.vocabulary)
        return [piece for piece in self._target.encode(text, out_type=str) if piece in known]

    def decode(self, pieces: Sequence[str]) -> tuple[str, list[Piece]]:
        """The target text of pieces, and the pieces with their spans in it."""
        found = self._target.decode(list(pieces), return_type="offset_mapping")
        placed = [Piece(piece, *span) for piece, span in zip(found["pieces"], found["offsets"], strict=True)]
        return _strip(found["text"].replace(_SPACE, " "), placed)  # a piece that target.spm does not know keeps its mark


class NllbPieces:
    """``tokenizer.json``, with the language codes of NLLB."""

    source_start: tuple[str, ...] = (_SOURCE_CODE,)
    source_end: tuple[str, ...] = ("</s>",)
    target_start: tuple[str, ...] = (_TARGET_CODE,)

    def __init__(self, folder: ModelFolder) -> None:
        """Raises: BrokenModelError: the file is missing, cannot be read or lacks a language code."""
        from tokenizers import Tokenizer  # noqa: PLC0415  # only NLLB models need it

        path = folder.path / "tokenizer.json"
        try:
            self._tokenizer = Tokenizer.from_file(str(path))
        except Exception as error:  # tokenizers raises nothing narrower
            raise BrokenModelError(f"{path}: cannot be read: {first_line(error)}") from error
        self._tokenizer.encode_special_tokens = True  # `</s>` in a user's text is text
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        ids = self._tokenizer.get_vocab()
        if missing := [code for code in (_SOURCE_CODE, _TARGET_CODE) if code not in ids]:
            raise BrokenModelError(f"{path}: no language code {' or '.join(missing)}: this is no NLLB tokenizer")
        unused = range(len(ids), folder.settings["vocab_size"])
        self.vocabulary: Sequence[str] = _in_order(folder, ids | {f"<unused {number}>": number for number in unused})

    def encode(self, text: str) -> list[Piece]:
        """The pieces of a source text, without marks."""
        found = self._tokenizer.encode(text, add_special_tokens=False)
        return [Piece(piece, *span) for piece, span in zip(found.tokens, found.offsets, strict=True)]

    def encode_target(self, text: str) -> list[str]:
        """The pieces of the beginning of a target text, without marks."""
        return [piece.text for piece in self.encode(text)]

    def decode(self, pieces: Sequence[str]) -> tuple[str, list[Piece]]:
        """The target text of pieces, and the pieces with their spans in it."""
        text, placed = "", []
        for piece in pieces:
            placed.append(Piece(piece, len(text), len(text) + len(piece)))
            text += piece.replace(_SPACE, " ")
        return _strip(text, placed)


def _in_order(folder: ModelFolder, ids: dict[str, int]) -> list[str]:
    """The pieces by id."""
    if "<unk>" not in ids or set(ids.values()) != set(range(len(ids))):
        raise BrokenModelError(f"{folder.path}: the vocabulary lacks <unk>, or its ids do not run from 0 without gaps")
    return sorted(ids, key=ids.__getitem__)


def _strip(text: str, pieces: list[Piece]) -> tuple[str, list[Piece]]:
    """Text without surrounding space, and the spans moved with it."""
    shift, stripped = len(text) - len(text.lstrip()), text.strip()

    def moved(position: int) -> int:
        return min(max(position - shift, 0), len(stripped))

    return stripped, [Piece(piece, moved(start), moved(stop)) for piece, start, stop in pieces]
