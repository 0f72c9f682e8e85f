"""What the reader does to the article that is open, as the browser reports it."""

from __future__ import annotations

from collections.abc import Mapping

from translator.page import session
from translator.page.models import Entries, Models
from translator.page.session import Article


def act(models: Models, article: Article, entries: Entries, data: Mapping[str, object]) -> Article:
    """The article after an act: ``do`` to sentence ``n``, at ``place``, with ``text``; one that makes no sense changes nothing.

    Raises:
        EngineError: other translations were asked for, and the model failed.
    """
    number, place = data.get("n"), data.get("place")
    if not isinstance(number, int) or not 0 <= number < len(article.sentences):
        return article
    sentence = article.sentences[number]
    changed = article
    match data.get("do"), place:
        case "open", _:
            changed = session.open_at(article, number)
        case "save", _:
            changed = session.type_in(article, number, str(data.get("text", "")))
        case "revert", _:
            changed = session.type_in(article, number, "")
        case "others", _:
            changed = models.with_others(article, number, entries)
        case "toggle", int(term) if 0 <= term < len(sentence.segment.terms):
            changed = session.toggle(article, number, term)
        case "choose", int(other) if 0 <= other < len(sentence.others or ()):
            changed = models.with_terms(session.choose(article, number, other), entries)
    return changed
