"""Markup as a row of tokens, of which only text is ever replaced: whatever else stands in a file comes out byte for byte.

HTML, XHTML and the XML of OpenDocument are read so; a ``Dialect`` says which of their elements may stand in a sentence.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from translator.document.base import Block
from translator.document.codes import Code, Pair, gather, partners, scatter
from translator.document.inline import keep_links, set_apart

Kind = Literal["text", "open", "close", "single", "raw"]
_TOKEN = re.compile(
    r"""(?P<raw><!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<\?(?:php|xml|=).*?(?:\?>|\Z)|<%.*?(?:%>|\Z)
        |<[!?][^>]*(?:>|\Z))
    |(?P<tag><(?P<end>/?)(?P<name>[a-zA-Z][^\s/>]*)(?:=\s*(?:"[^"]*(?:"|\Z)|'[^']*(?:'|\Z))|[^>])*+(?:>|\Z))
    |(?P<text>[^<]+|<)""",
    re.DOTALL | re.VERBOSE,
)
_LINK = re.compile(r"<(?:text:)?a\s", re.IGNORECASE)
SPACES = " \t\r\n\f"
MOST_OF_A_SIGN = 16  # tokens
LONGEST_LINK = 4  # letters of a sign that is a link, as ``[a]``
MOST_PIECES = 1000  # of a sentence; more are read as several
_SPACES = re.compile(f"[{SPACES}]+")
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Token(NamedTuple):
    """A tag, a text, or something that is neither; all ``raw`` together are the file. ``name`` is that of a tag."""

    kind: Kind
    raw: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Dialect:
    """What the elements of a kind of markup are, by name; those not named end a sentence.

    ``inline``: formatting within a sentence. ``stands``: elements that stand in a sentence for a text, and are put back as
    they were, such as a line break. ``kept``: their text is part of the sentence, and is not translated. ``points``: they
    stand in a sentence without a text; what is in them is read by itself. ``signs``: left alone in their sentence where they
    have no letters, or are a link of few, as the number of a note. ``skipped``: they end a sentence, and are left alone.
    ``opaque``: what is in them is no markup. ``only``: nothing is read outside of these, if any are named. ``void``: they have
    no end. ``untouched``: a pattern of tags whose elements stay as they are. ``attributes``: a pattern of what to read in
    tags, as groups. ``is_xml``: names are as they are written, and ``/>`` ends an element.
    """

    inline: frozenset[str]
    stands: Mapping[str, str]
    signs: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()
    points: frozenset[str] = frozenset()
    skipped: frozenset[str] = frozenset()
    opaque: frozenset[str] = frozenset()
    only: frozenset[str] = frozenset()
    void: frozenset[str] = frozenset()
    untouched: re.Pattern[str] | None = None
    attributes: re.Pattern[str] | None = None
    is_xml: bool = False


def names(text: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(text.split())


class _Part(NamedTuple):
    """The tokens that a mark stands for; ``replaces`` says that they come in the place of the mark's text."""

    start: int
    stop: int
    replaces: bool = False


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a block came from: tokens ``start:stop``, or the span ``attribute`` of one tag."""

    start: int
    stop: int
    block: Block
    pairs: tuple[Pair, ...] = ()
    attribute: tuple[int, int] | None = None

    @property
    def order(self) -> tuple[int, bool, tuple[int, int]]:
        return self.start, self.attribute is not None, self.attribute or (0, 0)


@dataclass(frozen=True, slots=True)
class Markup:
    """A file of markup: its tokens, and the places of its blocks in order."""

    tokens: tuple[Token, ...]
    places: tuple[_Place, ...]

    @property
    def blocks(self) -> tuple[Block, ...]:
        """What there is to translate."""
        return tuple(place.block for place in self.places)


def read_markup(source: str, dialect: Dialect) -> Markup:
    """The blocks of some markup, however broken it is."""
    tokens = tuple(_tokens(source, dialect))
    places = list(_Reader(tokens, dialect).places())
    return Markup(tokens, tuple(sorted(places, key=lambda place: place.order)))


def write_markup(markup: Markup, blocks: Sequence[Block]) -> str:
    """The markup with other blocks in the place of its own; one that equals its own stays as it was written."""
    out = [token.raw for token in markup.tokens]
    for place, block in reversed(list(zip(markup.places, blocks, strict=True))):
        if block == place.block:
            continue
        if place.attribute:
            start, stop = place.attribute
            raw = out[place.start]
            out[place.start] = raw[:start] + escape(block.text).replace('"', "&quot;").replace("'", "&#39;") + raw[stop:]
        else:
            out[place.start : place.stop] = ["".join(_rendered(place, block, out)), *[""] * (place.stop - place.start - 1)]
    return "".join(out)


def escape(text: str) -> str:
    """A text as it is written between tags, without what XML forbids."""
    return html.escape(_FORBIDDEN.sub("", text), quote=False)


def _rendered(place: _Place, block: Block, out: Sequence[str]) -> Iterator[str]:
    replaced = 0
    block = keep_links(block, place.block, lambda key: _is_link(place.pairs[key].opening, out))
    block = set_apart(block, place.block, lambda key: _replaces(place.pairs[key].opening))
    for piece in scatter(block, place.pairs):
        if isinstance(piece, str):
            yield "" if replaced else escape(piece)
            continue
        part = piece.content
        assert isinstance(part, _Part)
        yield from out[part.start : part.stop]
        if part.replaces:
            replaced += 1 if piece.kind == "open" else -1


def _is_link(code: Code, out: Sequence[str]) -> bool:
    return isinstance(code.content, _Part) and bool(_LINK.match(out[code.content.start]))


def _tokens(source: str, dialect: Dialect) -> Iterator[Token]:
    position = 0
    while found := _TOKEN.match(source, position):
        position = found.end()
        if found["text"]:
            yield from (Token("text", part) for part in _parted(found["text"]))
        elif found["raw"]:
            yield Token("raw", found["raw"])
        else:
            name = found["name"] if dialect.is_xml else found["name"].lower()
            single = name in dialect.void or (dialect.is_xml and found["tag"].endswith("/>"))
            yield Token("close" if found["end"] else "single" if single else "open", found["tag"], name)
            if name in dialect.opaque and not (single or found["end"]):
                close = re.compile(f"</{name}\\b|\\Z", re.IGNORECASE).search(source, position)
                stop = close.start() if close else len(source)
                yield Token("raw", source[position:stop])
                position = stop


def _parted(text: str) -> tuple[str, ...]:
    """A text parted from the white space around it."""
    start, stop = len(text) - len(text.lstrip(SPACES)), len(text.rstrip(SPACES))
    parts = (text[:start], text[start:stop], text[stop:]) if start < stop else (text,)
    return tuple(filter(None, parts))


class _Piece(NamedTuple):
    """A text or a code of what may be a sentence, and the tokens ``start:stop`` that it was."""

    part: str | Code
    start: int
    stop: int


class _Reader:
    """Walks over tokens once for each element that is read by itself."""

    def __init__(self, tokens: Sequence[Token], dialect: Dialect) -> None:
        self._tokens = tokens
        self._dialect = dialect
        self._ends = _ends(tokens)

    def places(self) -> Iterator[_Place]:
        waiting = list(self._starting_ranges())
        while waiting:
            yield from self._walk(*waiting.pop(), waiting)

    def _starting_ranges(self) -> Iterator[tuple[int, int]]:
        if not self._dialect.only:
            yield 0, len(self._tokens)
            return
        index = 0
        while index < len(self._tokens):
            end = self._ends.get(index, index) if self._tokens[index].name in self._dialect.only else index
            if end > index:
                yield index + 1, end
            index = end + 1

    def _walk(self, start: int, stop: int, waiting: list[tuple[int, int]]) -> Iterator[_Place]:
        """The blocks among tokens ``start:stop``; elements to read by themselves are put with ``waiting``."""
        pieces: list[_Piece] = []
        index = start
        while index < stop:
            following = min(self._next(index), stop)
            found = list(self._pieces(index, following))
            if not found or len(pieces) > MOST_PIECES:
                yield from _place(pieces)
                pieces = []
            pieces += found
            apart = self._is_point(index)
            if apart and following > index + 1 and self._tokens[index].name in self._dialect.points:
                waiting.append((index + 1, following - 1))
            if apart or following == index + 1:
                yield from self._attributes(index)
            index = following
        yield from _place(pieces)

    def _next(self, index: int) -> int:
        """Where to go on after a token: the next, or what follows the element that it begins."""
        token, dialect = self._tokens[index], self._dialect
        whole = token.name in dialect.skipped or self._is_point(index) or token.name in dialect.kept
        whole = whole or token.name in dialect.opaque or token.name in dialect.stands
        if token.kind == "open" and (whole or (dialect.untouched and dialect.untouched.search(token.raw))):
            return self._ends.get(index, index) + 1
        return index + 1

    def _is_point(self, index: int) -> bool:
        token = self._tokens[index]
        if token.kind != "open" or token.name not in self._dialect.signs:
            return token.name in self._dialect.points
        within = self._tokens[index : min(self._ends.get(index, index), index + MOST_OF_A_SIGN)]
        text = "".join(other.raw for other in within if other.kind == "text").strip()
        is_link = len(text) <= LONGEST_LINK and any(other.name == "a" for other in within)
        return 0 < len(within) < MOST_OF_A_SIGN and (is_link or not any(map(str.isalpha, text)))

    def _pieces(self, index: int, following: int) -> Iterator[_Piece]:
        """What tokens add to a sentence; nothing when they end it."""
        token, dialect = self._tokens[index], self._dialect
        if token.kind == "text":
            yield _Piece(html.unescape(token.raw), index, following)
        elif token.kind == "raw" or self._is_point(index) or token.name in dialect.opaque - dialect.skipped:
            yield _Piece(Code(_Part(index, following)), index, following)
        elif token.name in dialect.stands:
            yield from _replaced(dialect.stands[token.name], index, following)
        elif token.name in dialect.kept or (following > index + 1 and token.name in dialect.inline):
            inner = "".join(other.raw for other in self._tokens[index:following] if other.kind == "text")
            yield from _replaced(html.unescape(inner), index, following)
        elif token.name in dialect.inline:
            part = _Part(index, following)
            if token.kind == "open":
                yield _Piece(Code(part, "open", token.name), index, following)
            elif token.kind == "close":
                yield _Piece(Code(part, "close", token.name), index, following)
            else:
                yield _Piece(Code(part, "point", token.name), index, following)

    def _attributes(self, index: int) -> Iterator[_Place]:
        token, pattern = self._tokens[index], self._dialect.attributes
        if pattern is None or token.kind not in {"open", "single"}:
            return
        for found in pattern.finditer(token.raw):
            span = next(found.span(number) for number in range(1, pattern.groups + 1) if found[number] is not None)
            text = html.unescape(token.raw[slice(*span)])
            if any(map(str.isalpha, text)):
                yield _Place(index, index + 1, Block(text), attribute=span)


def _ends(tokens: Sequence[Token]) -> dict[int, int]:
    """For each opening tag that is closed, the index of its end."""
    ends: dict[int, int] = {}
    waiting: dict[str, list[int]] = {}
    for index, token in enumerate(tokens):
        if token.kind == "open":
            waiting.setdefault(token.name, []).append(index)
        elif token.kind == "close" and waiting.get(token.name):
            ends[waiting[token.name].pop()] = index
    return ends


def _replaced(text: str, index: int, following: int) -> Iterator[_Piece]:
    """A text that tokens stand for, and that they replace again."""
    yield _Piece(Code(_Part(index, following, True), "open", f"#{index}"), index, following)
    yield _Piece(text, index, following)
    yield _Piece(Code(_Part(0, 0, True), "close", f"#{index}"), index, following)


def _place(pieces: Sequence[_Piece]) -> Iterator[_Place]:
    """The block in some pieces, if it has letters of its own, without the markup around all of it."""
    parts = [piece.part for piece in pieces]
    own = [part for before, part in zip(["", *parts], parts, strict=False) if isinstance(part, str) and not _replaces(before)]
    if any(any(map(str.isalpha, text)) for text in own):
        first, last = _trimmed(parts)
        marked = gather(_collapsed(parts[first : last + 1]))
        yield _Place(pieces[first].start, pieces[last].stop, marked.block, marked.pairs)


def _replaces(part: str | Code) -> bool:
    """Whether a part begins a text that is put back as it was."""
    return isinstance(part, Code) and part.kind == "open" and isinstance(part.content, _Part) and part.content.replaces


def _trimmed(parts: Sequence[str | Code]) -> tuple[int, int]:
    """The first and the last part of a sentence: markup before its text or after it stays outside, unless it ends within."""
    texts = [index for index, part in enumerate(parts) if isinstance(part, str) and part.strip(SPACES)]
    first, last = texts[0], texts[-1]
    within = [index for index, other in partners(parts).items() if first <= other <= last]
    return min(first, *within, first), max(last, *within, last)


def _collapsed(parts: Sequence[str | Code]) -> Iterator[str | Code]:
    """The parts with white space as it is shown: one space, and none after another or a line break."""
    blank, kept = False, False
    for part in parts:
        text = part
        if isinstance(part, str) and not kept:
            text = _SPACES.sub(" ", part)
            text = text[1:] if blank and text.startswith(" ") else text
        if isinstance(text, str) and text:
            blank = text.isspace() or text[-1] in SPACES
        kept = _replaces(part)
        yield text
