"""What is seen to be wrong with a hypothesis."""

from __future__ import annotations

import pytest

from translator.checks import fault, loops

GOOD = [
    ("Görüş keçirilib.", "A meeting was held."),
    ("Bəli, bəli, bəli!", "Yes, yes, yes!"),
    ("BMT", "UN"),
    ("Nazir gəldi, nazir getdi, nazir qayıtdı.", "The minister came, the minister left, the minister came back."),
    ("822, 853, 874 və 884 saylı qətnamələr", "Resolutions 822, 853, 874 and 884"),
]
BAD = [
    ("Görüş keçirilib.", "", "empty"),
    ("Görüş keçirilib.", "  ", "empty"),
    ("Görüş keçirilib.", "The the the the the meeting.", "repeats"),
    ("Görüş keçirilib.", "He said that he said that he said that he said that", "repeats"),
    ("Görüş keçirilib.", "word " + "a b c d e f g h i j k l m n o p q r s t u v w x y z " * 2, "long"),
    ("Nazirlər " + "strateji tərəfdaşlıq səviyyəsində " * 10, "Yes.", "short"),
]


@pytest.mark.parametrize(("source", "target"), GOOD)
def test_good(source: str, target: str) -> None:
    assert fault(source, target) is None


@pytest.mark.parametrize(("source", "target", "reason"), BAD)
def test_bad(source: str, target: str, reason: str) -> None:
    assert reason in (fault(source, target) or "")


def test_a_loop_of_the_source_is_no_loop() -> None:
    assert loops("la la la la la")
    assert fault("la la la la la la", "la la la la la la") is None
