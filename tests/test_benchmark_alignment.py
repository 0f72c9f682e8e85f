from __future__ import annotations

from tiny_models import SENTENCES, tiny

from benchmarks.alignment import anchors, score
from translator.engine.folder import read_folder


def test_anchors() -> None:
    source, target = (
        "Məmmədyarovla 1998-ci ildə, 2019-da və 2019-cu ildə",
        "Mammadyarov in 1998, in 2019 and in a 2019 that was",
    )
    found = [(source[slice(*one)], target[slice(*other)]) for one, other in anchors(source, target)]
    assert found == [("Məmmədyarovla", "Mammadyarov"), ("1998-ci", "1998")]  # 2019 may come from either


def test_a_model_that_copies_links_every_anchor_in_the_layer_that_copies() -> None:
    right, total = score(read_folder("m", tiny("marian")), SENTENCES[:4])
    assert right == total > 3
