"""What a translation says and its source does not."""

from __future__ import annotations

import pytest

from glossary import Matcher, builtin, invented, words_of_people

EXPLAINED = [
    ("Kələğayı 1,5 milyon manata satılıb.", "The shawl was sold for 1.5 million manats."),
    ("Tədbirdə yüz iyirmi nəfər olub.", "120 people were at the event."),
    ("Toplantı saat 23.30-da bitib.", "The gathering ended at 11:30 pm."),
    ("XIX əsrin əvvəlləri, 80-ci illər", "The early 19th century, the 1980s"),
    ("Layihəyə 5 min ağac daxildir.", "The project includes 5,000 trees."),
    ("Sergey Lavrov Bakıya gəlib.", "Sergei Lavrov has arrived in Baku."),
    ("C. Bayramov çıxış edib.", "Mr. Bayramov spoke, as did nobody else."),
    ("Makronla danışıq olub.", "There was a conversation with Macron."),
]
INVENTED = [
    ("Nazir sərgini açıb.", "The minister opened the exhibition in 2014.", ["2014"]),
    ("Üç səfir gəlib.", "Of the 5 ambassadors, 3 came.", ["5"]),
    ("Hökumət qərar verdi.", "The government of Ilham Aliyev decided.", ["Ilham", "Aliyev"]),
    ("Prezident Ərdoğan zəng edib.", "President Erdogan called Putin.", ["Putin"]),
]


@pytest.mark.parametrize(("source", "translation"), EXPLAINED)
def test_what_the_source_says_is_not_invented(source: str, translation: str) -> None:
    assert find(source, translation) == []


@pytest.mark.parametrize(("source", "translation", "words"), INVENTED)
def test_what_only_the_translation_says_is(source: str, translation: str, words: list[str]) -> None:
    assert find(source, translation) == words


def find(source: str, translation: str) -> list[str]:
    entries = builtin().entries
    return invented(source, translation, Matcher(entries).find(source), words_of_people(entries))
