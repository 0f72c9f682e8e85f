"""Markdown parsed with markdown-it, and where in the source everything stands: what the parser itself does not say.

Its inline rules are wrapped, so that each token they make carries the span it was made from.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial
from typing import Any, Literal, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_FRONT_MATTER = re.compile(r"\A\ufeff?(---|\+\+\+)[ \t]*\r?\n.*?\n\1[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_CODES = re.compile(
    r"""\[\^[^\]\s]+\]:?            # a footnote's sign, or its text's beginning
    |\[[ xX]\](?=\s)                # a box to tick
    |\[![A-Z]+\][ \t]*(?:\n|\Z)     # a note of a kind
    |\{\{[^}\n]*\}\}|\{[:\#.][^}\n]*\}""",
    re.VERBOSE,
)
_HTML = re.compile(r"<(/?)([a-zA-Z][\w-]*)")
_SPACES = re.compile(r"\s+")
_PAIRED = frozenset({"em", "strong", "s"})
_EMPTY = {"area", "base", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}

Place = tuple[int, int]
Rule = Callable[[Any, bool], bool]


class Piece(NamedTuple):
    """A part of a sentence and its span of the source; ``text`` is what it says, ``name`` what opens and closes it.

    ``text`` of the end of a link that is named by its own words is how it ends when they are others.
    """

    kind: Literal["text", "open", "close", "point", "stands"]
    start: int
    stop: int
    text: str = ""
    name: str = ""


class Passage(NamedTuple):
    """A paragraph, heading or cell at ``source[start:stop]``, or a block of HTML, which has no pieces."""

    start: int
    stop: int
    pieces: tuple[Piece, ...]
    is_cell: bool = False
    is_html: bool = False


def passages(source: str) -> Iterator[Passage]:
    """What there is to translate in some Markdown, in order; code, references and front matter are left out."""
    head = _FRONT_MATTER.match(source)
    begin = head.end() if head else 0
    lines = [match.span() for match in _LINE.finditer(source, begin)]
    environment: dict[str, Any] = {}
    cursor = begin
    parent = ""
    for token in _parser().parse(source[begin:], environment):
        if token.type == "html_block" and token.map:
            stop = lines[token.map[1] - 1][1]
            yield Passage(lines[token.map[0]][0], stop, (), is_html=True)
        elif token.type == "inline" and token.map:
            is_cell = parent in {"td_open", "th_open"}
            places = _located(source, lines[token.map[0] : token.map[1]], token.content, cursor, is_cell)
            if places:
                cursor = places[-1][1]
                yield Passage(places[0][0], cursor, tuple(_pieces(source, places, environment)), is_cell)
        parent = token.type


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    parser.disable(["inline", "text_join"])
    parser.inline.ruler.before("link", "code", _code)
    for rule in list(parser.inline.ruler.__rules__):
        parser.inline.ruler.at(rule.name, partial(_recorded, rule.fn))
    reference = next(rule.fn for rule in parser.block.ruler.__rules__ if rule.name == "reference")
    parser.block.ruler.at("reference", partial(_no_footnote, reference))
    return parser


def _code(state: Any, silent: bool) -> bool:
    """A rule for what many dialects add to Markdown, and what must stay as it is."""
    found = _CODES.match(state.src, state.pos)
    if found is None or found.end() > state.posMax:
        return False
    if not silent:
        state.push("code", "", 0)
    state.pos = found.end()
    return True


def _no_footnote(rule: Callable[..., bool], state: Any, start: int, stop: int, silent: bool) -> bool:
    """The rule of link references, except for footnotes, whose text is to be read."""
    begin = state.bMarks[start] + state.tShift[start]
    return not state.src.startswith("[^", begin) and rule(state, start, stop, silent)


def _recorded(rule: Rule, state: Any, silent: bool) -> bool:
    """A rule whose tokens say what they were made from."""
    start, count = state.pos, len(state.tokens)
    if not rule(state, silent):
        return False
    if silent:
        return True
    made: list[Token] = state.tokens[count:]
    marker = state.src[start]
    if marker in "*_~" and made and all(token.type == "text" for token in made):
        at = state.pos
        for token in reversed(made):
            size = len(token.content)
            if set(token.content) == {marker} and at - size >= start:
                token.meta["span"] = (at - size, at)
                at -= size
        return True
    for token in made:
        token.meta.setdefault("span", (start, state.pos))
    if made and made[-1].type == "link_close" and marker == "[":
        _record_link(state, made, start)
    return True


def _record_link(state: Any, made: Sequence[Token], start: int) -> None:
    opening = next(token for token in made if token.type == "link_open" and token.meta["span"] == (start, state.pos))
    end = state.md.helpers.parseLinkLabel(state, start, False)
    opening.meta["span"], made[-1].meta["span"] = (start, start + 1), (end, state.pos)


def _located(source: str, lines: Sequence[Place], content: str, cursor: int, is_cell: bool) -> list[Place]:
    """Where the lines of a parsed text stand in the source; nothing if they cannot be found."""
    places: list[Place] = []
    for (start, stop), text in zip(lines, content.split("\n"), strict=False):
        text = text.strip(" \t")  # noqa: PLW2901
        if is_cell:
            text = text.replace("|", "\\|")  # noqa: PLW2901
        line = source[start:stop].rstrip("\r\n")
        trimmed = line.rstrip(" \t")
        first = max(start, cursor)
        at = start + len(trimmed) - len(text) if trimmed.endswith(text) and not is_cell else source.find(text, first, stop)
        if at < first:
            return []
        places.append((at, at + len(text)))
    return [place for place in places if place[0] < place[1]]


def _pieces(source: str, places: Sequence[Place], environment: dict[str, Any]) -> Iterator[Piece]:
    """The pieces of a text that stands in some places of the source, one a line."""
    content = ""
    begins: list[int] = []
    for number, (start, stop) in enumerate(places):
        following = places[number + 1][0] if number + 1 < len(places) else stop
        spaces = " " * (following - stop - len(source[stop:following].lstrip(" ")))
        begins.append(len(content))
        content += source[start:stop] + (spaces + "\n" if number + 1 < len(places) else "")

    def at(place: int) -> int:
        """The place in the source for one in the content; white space between lines belongs to the end of a line."""
        line = bisect_right(begins, place) - 1
        return min(places[line][0] + place - begins[line], places[line][1])

    done = 0
    tokens: list[Token] = []
    parser = _parser()
    parser.inline.parse(content, parser, environment, tokens)
    for piece in _inline(content, tokens):
        if piece.start > done:
            yield Piece("text", at(done), at(piece.start), content[done : piece.start])
        yield piece._replace(start=at(piece.start), stop=at(piece.stop))
        done = piece.stop
    if done < len(content):
        yield Piece("text", at(done), at(len(content)), content[done:])


def _inline(content: str, tokens: Sequence[Token]) -> Iterator[Piece]:
    """The pieces that are more than text, with spans of the content."""
    done = label = 0
    for token in tokens:
        kind, _, edge = token.type.rpartition("_")
        start, stop = token.meta.get("span", (0, 0))
        if token.type == "text" or stop <= done:
            continue
        if kind in _PAIRED:
            extra = len(token.markup) - (stop - start)
            start, stop = (start - extra, stop) if edge == "open" else (start, stop + extra)
            yield Piece("open" if edge == "open" else "close", start, stop, name=kind)
        elif kind == "link" and token.markup != "autolink":
            label = start + 1 if edge == "open" else label
            named = edge == "close" and content[start:stop] in {"]", "][]"}
            text = f"][{_SPACES.sub(' ', content[label:start])}]" if named else ""
            yield Piece("open" if edge == "open" else "close", start, stop, text, kind)
        elif token.type == "image":
            yield from _image(content, start, stop)
        elif token.type in {"softbreak", "hardbreak"}:
            spaces = len(content[done:start]) - len(content[done:start].rstrip(" "))
            yield Piece("text" if token.type == "softbreak" else "stands", start - spaces, stop, "\n")
        else:
            yield _other(token, content, start, stop)
        done = stop


def _image(content: str, start: int, stop: int) -> Iterator[Piece]:
    """A picture as a pair around its description."""
    end = content.find("](", start, stop)
    if end < 0:
        yield Piece("point", start, stop)
        return
    yield Piece("open", start, start + 2, name="image")
    yield Piece("text", start + 2, end, content[start + 2 : end])
    yield Piece("close", end, stop, name="image")


def _other(token: Token, content: str, start: int, stop: int) -> Piece:
    if token.type == "text_special":
        return Piece("text", start, stop, token.content)
    if token.type == "code_inline":
        return Piece("stands", start, stop, token.content)
    if token.type == "link_open":
        return Piece("stands", start, stop, content[start + 1 : stop - 1])
    tag = _HTML.match(content, start) if token.type == "html_inline" else None
    name = tag[2].lower() if tag else ""
    if name == "br":
        return Piece("stands", start, stop, "\n")
    if tag is None or name in _EMPTY or content.endswith("/>", start, stop):
        return Piece("point", start, stop)
    return Piece("close" if tag[1] else "open", start, stop, name=f"<{name}")
