"""An Azerbaijani text cut into sentences: by layout first, then at ``. ! ? …`` by ``RULES``; the first that knows decides."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from glossary.casing import lower
from translator.abbreviations import (
    ADDRESS,
    BEFORE_NUMBERS,
    CLOSES,
    FINITE,
    LETTERED,
    OPENS,
    REPORTING,
    STARTERS,
    is_address,
)
from translator.layout import blocks
from translator.quotes import Quotes, find_quotes, merge
from translator.types import Substring


def segment(text: str) -> list[Substring]:
    """The sentences of a text, in order; between them and at both ends stands nothing but white space.

    >>> [sentence.text for sentence in segment("S. Lavrov Bakıya gəlib. Görüş saat 18.00-da başlayıb.")]
    ['S. Lavrov Bakıya gəlib.', 'Görüş saat 18.00-da başlayıb.']
    """
    return [
        Substring(start + left, start + right, text[start + left : start + right])
        for start, stop in blocks(text)
        for left, right in _sentences(text[start:stop])
    ]


def _sentences(block: str) -> Iterator[tuple[int, int]]:
    begin = 0
    quotes = find_quotes(block)
    spared = merge([*quotes.spared(), *_addresses(block)])
    for match in _MARK.finditer(block):
        stop = _look(block, begin, match, quotes)
        if stop.kind != "nothing" and not _is_inside(spared, stop.end) and _ends(stop):
            yield begin, stop.end
            begin = stop.resume
    yield begin, len(block)


Kind = Literal["nothing", "continuing", "lower", "digit", "capital"]


@dataclass(frozen=True, slots=True)
class Stop:
    """A place where a sentence may end, and what can be seen from there.

    ``end``: after the mark and what closes behind it; the next sentence would begin at ``resume``. ``word`` stands before the
    mark, with the initials or abbreviations it hangs together with, without spaces; ``key`` is how the tables know it;
    ``before`` is what stands before that, up to white space, in lower case. ``first``: the sentence has nothing but
    ``word`` yet. ``quote``: how the quotation that closes there began, if one does. ``ahead``: the next 80 code points at most.
    """

    end: int
    resume: int
    mark: str
    word: str
    key: str
    before: str
    first: bool
    quote: Literal["", "plain", "insertion"]
    ahead: str
    kind: Kind

    @property
    def following(self) -> str:
        """The first word of what follows, as written."""
        word = _FOLLOWING.match(self.ahead)
        return word.group(1) if word else ""

    @property
    def glued(self) -> bool:
        """Whether no white space follows."""
        return self.end == self.resume


def _look(block: str, begin: int, match: re.Match[str], quotes: Quotes) -> Stop:
    """The stop at a mark, in a sentence that began at ``begin``; a word before or after it is looked for near by only."""
    end = _close(block, match.end(), quotes)
    closing = [place for place in range(match.end(), end) if block[place] in _QUOTES]
    resume = _SPACE.match(block, end).end()  # type: ignore[union-attr]  # the pattern matches nothing too
    tail = block[max(begin, match.start() - 48) : match.start()].rstrip()
    found = _WORD.search(tail)
    word, head = (_SPACE_IN.sub("", found.group()), tail[: found.start()]) if found else ("", tail)
    ahead = block[resume : resume + 80]
    return Stop(
        end=end,
        resume=resume,
        mark=match.group(),
        word=word,
        key=_key(word),
        before=lower(head.rsplit(maxsplit=1)[-1]) if head.strip() else "",
        first=match.start() - begin <= 48 and not _HAS_WORD.search(head),
        quote="" if not closing else "insertion" if quotes.is_insertion(closing[-1]) else "plain",
        ahead=ahead,
        kind=_kind(ahead, resume in quotes.opening),
    )


def _close(block: str, end: int, quotes: Quotes) -> int:
    """The place after the quotes, brackets and footnotes that close behind a mark; one quote may stand off by a space."""
    if block[end : end + 1] == " " and end + 1 in quotes.opened and block[end + 1] in _QUOTES:
        end += 2
    while end < len(block) and block[end] in _CLOSERS and end not in quotes.opening:
        end += 1
    note = _FOOTNOTE.match(block, end)
    return note.end() if note else end


def _key(word: str) -> str:
    key = lower(word)
    return key if key in CLOSES or _DOTTED.fullmatch(key) else key.rpartition(".")[2]


def _kind(ahead: str, opens: bool) -> Kind:
    """What sort of text follows, by its first letter or digit."""
    first = _FIRST.match(ahead)
    if not first:
        return "nothing"
    if _CONTINUING.match(ahead) and not opens:
        return "continuing"
    if first.group()[-1].isdigit():
        return "digit"
    return "lower" if first.group()[-1].islower() and not _LIKE_CAPITAL.match(ahead) else "capital"


def _addresses(block: str) -> Iterator[tuple[int, int]]:
    """The web and e-mail addresses and file names, without the punctuation after them."""
    for match in _TOKEN.finditer(block):
        token = match.group().rstrip(_TRAILING)
        if is_address(token):
            yield match.start(), match.start() + len(token)


def _is_inside(spans: list[tuple[int, int]], place: int) -> bool:
    at = bisect_right(spans, (place, -1)) - 1
    return at >= 0 and spans[at][0] < place <= spans[at][1]


def _ends(stop: Stop) -> bool:
    return next((verdict for rule in RULES if (verdict := rule(stop)) is not None), True)


def _before_continuing(stop: Stop) -> bool | None:
    """A comma, a semicolon or a closing bracket goes on with the sentence."""
    return False if stop.kind == "continuing" else None


def _glued(stop: Stop) -> bool | None:
    """No space after the mark: the end only of a real word before a capitalised one (``gəlib.Görüş``, not ``Day.Az``)."""
    if not stop.glued:
        return None
    if stop.kind == "lower" or not stop.word:
        return False
    if stop.mark != "." or stop.quote:
        return True
    if _is_initial(stop) or stop.key in OPENS:
        return False
    if stop.kind == "digit" or stop.word.isupper():
        return len(stop.word) > 3 and _is_predicate(stop.key)
    return stop.word[-1].islower() and not stop.following[1:2].isupper() and (len(stop.key) > 1 or stop.before == "və")


def _number(stop: Stop) -> bool | None:
    """A number opens a list item (``2. Nəticə``), counts (``6. mükafat``) or goes on (``250. 000``, ``17. 00-da``)."""
    if stop.mark != ".":
        return None
    if _ENUMERATOR.fullmatch(stop.key) and (stop.first or (stop.key == "1" and _LEADS_IN.search(stop.before))):
        return False
    if not stop.key.isdigit():
        return None
    if stop.kind == "digit":
        return False if _GOES_ON.match(stop.ahead) else None
    return False if stop.kind == "lower" else None


def _initial(stop: Stop) -> bool | None:
    """An initial belongs to a name (``S. Lavrov``, ``Əliyev R.M.``), unless it is a label or a sentence clearly begins."""
    if stop.mark != "." or not _is_initial(stop):
        return None
    label = stop.before in LETTERED or stop.before.endswith("°")
    return None if stop.kind == "capital" and (label or lower(stop.following) in STARTERS) else False


def _abbreviation(stop: Stop) -> bool | None:
    """``prof.`` never ends a sentence; ``və s.`` and ``mln.`` may, and then what follows decides."""
    if stop.mark != "." or stop.quote:
        return None
    if stop.key in CLOSES or (stop.before == "və" and stop.key in {"s", "b"}):
        return _abbreviation_that_may_close(stop)
    letter = len(stop.word) == 1 and stop.word.islower() and stop.word != "o"
    return False if stop.key in OPENS or letter or _DOTTED.fullmatch(stop.key) else None


def _abbreviation_that_may_close(stop: Stop) -> bool | None:
    if stop.kind == "digit":
        counted = stop.before == "və" or (stop.key in {"m", "s", "səh"} and stop.before[-1:].isdigit())
        return False if stop.key in BEFORE_NUMBERS and not counted else None
    goes_on = (
        stop.kind == "lower"
        or (stop.key in ADDRESS and _ADDRESS_AHEAD.match(lower(stop.ahead)))
        or (stop.key in {"mln", "mlrd", "trln", "min"} and _CURRENCY_AHEAD.match(lower(stop.ahead)))
        or (stop.key in {"e.ə", "b.e"} and _ROMAN_AHEAD.match(stop.ahead))
    )
    return False if goes_on else None


def _speech(stop: Stop) -> bool | None:
    """Quoted speech goes on with its verb: ``“Hazırıq!” – deyə o bildirib.``, ``“Hazırıq!” Nazir deyib.``

    A quotation inserted in mid-sentence goes on too.
    """
    dash = stop.ahead[0] in _DASHES
    if dash and stop.kind == "lower":
        return False
    if stop.quote and (dash or stop.kind == "lower" or (stop.quote == "insertion" and stop.mark != ".")):
        return False
    return False if (stop.quote or dash) and _SPEAKER.match(lower(stop.ahead)) else None


def _ellipsis(stop: Stop) -> bool | None:
    """Dots that lead in, or that a small letter follows."""
    dots = "…" in stop.mark or "..." in stop.mark
    leads_in = stop.first and not stop.word
    return False if dots and (leads_in or stop.kind == "lower") else None


def _before_small_letter(stop: Stop) -> bool | None:
    """Before a small letter only a predicate or a long word ends a sentence: web text often drops the capital."""
    if stop.kind != "lower":
        return None
    if stop.mark == ".":
        return _is_predicate(stop.key) or (len(stop.key) > 5 and stop.word.isalpha() and stop.word.islower())
    return _is_predicate(stop.key) and not _SPEAKER.match(lower(stop.ahead))


RULES: tuple[Callable[[Stop], bool | None], ...] = (
    _before_continuing,
    _glued,
    _number,
    _initial,
    _abbreviation,
    _speech,
    _ellipsis,
    _before_small_letter,
)


def _is_initial(stop: Stop) -> bool:
    return stop.word.isupper() and bool(_INITIALS.fullmatch(stop.word))


def _is_predicate(key: str) -> bool:
    return len(key) > 2 and bool(_PREDICATE.search(key))


_MARK = re.compile(r"[.!?…]+")
_QUOTES = "”»“\"’'›"
_CLOSERS = _QUOTES + ")]}"
_CONTINUING = re.compile(rf"[,;:{re.escape(_CLOSERS)}]|[.!?](?:\s|$)")
_DASHES = "-–—―"
_TRAILING = ".,;:!?…" + _CLOSERS
_FOOTNOTE = re.compile(r"(?:\[\d{1,3}\])+")
_SPACE = re.compile(r"\s*")
_SPACE_IN = re.compile(r"\s+")
_TOKEN = re.compile(r"\S+")
_WORD = re.compile(r"(?<![\w.])(?:(?:[^\W\d_]\.[\s-]?){1,5}[^\W\d_]|\w[\w./’'-]*)$")
_HAS_WORD = re.compile(r"\w")
_DOTTED = re.compile(r"[^\W\d_](?:\.-?[^\W\d_])+")
_INITIALS = re.compile(r"[^\W\d_](?:\.-?[^\W\d_])*")
_ENUMERATOR = re.compile(r"\d{1,3}(?:\.\d{1,3})*|[ivxı]{1,6}|[^\W\d_]")
_LEADS_IN = re.compile(r"[^\W\d]:$")
_GOES_ON = re.compile(r"\d{3}(?!\d)|\d{1,2}\.\s?\d|\d\d-[dt]?[aəıiuü]")
_FIRST = re.compile(r"[\W_]*[^\W_]")
_LIKE_CAPITAL = re.compile(r"[\W_]*(?:[a-zəı]{1,2}[A-Z]|(?:[^\W\d_]|\d{1,2}|[ivx]{1,4})\)\s)")
_FOLLOWING = re.compile(r"[\W_]*([^\W_]+(?:['’][^\W_]+)*)")
_ADDRESS_AHEAD = re.compile(rf"(?:[\w-]+\s){{1,3}}(?:{'|'.join(sorted(ADDRESS))}|rayonu|küçəsi|prospekti|kəndi)\b")
_CURRENCY_AHEAD = re.compile(r"(?:\w+\s){0,2}(?:dollar|avro|manat|rubl|funt|yen|yuan|lirə|lari|frank|tenge|kron|azn|usd|eur)")
_ROMAN_AHEAD = re.compile(r"[IVX]+\b")
_SPEAKER = re.compile(rf"[-–—―]?\s*(?:[^\W\d_][\w’'-]*\.?\s+){{0,4}}?{REPORTING}\b")
_PREDICATE = re.compile(FINITE)
