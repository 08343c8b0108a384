"""Theme scores by hand: plus, minus, balance, label, word, strongest effects."""

from __future__ import annotations

from typing import Any

import pytest

from brede_welvaart.definitions import Tree
from brede_welvaart.review.cells import cells_frame
from brede_welvaart.review.judgements import judge

Judged = tuple[str, str]


def _cell(project_of: Any, tree: Tree, *effects: Judged) -> dict[str, Any]:
    """The cell of theme `rust` in alternative `laag` with these effects: importance and judgement."""

    def change(data: dict[str, Any]) -> None:
        base = {key: value for key, value in data["effects"]["stiller"].items() if key != "assessments"}
        data["effects"] = {
            f"e{place}": {**base, "importance": importance, "judgements": {"laag": judgement}}
            for place, (importance, judgement) in enumerate(effects)
        }

    judgements = judge(project_of(change), tree.method.effects, {})
    return cells_frame(judgements, tuple(tree.themes), tree.method.effects).row(0, named=True)


def test_example_by_hand(project_of: Any, tree: Tree) -> None:
    """Weights 3, 2, 1 and steps +3, -2, +1: plus (9 + 1) / 6, minus 4 / 6, balance 1."""
    effects = [("hoog", "zeer_positief"), ("midden", "negatief"), ("laag", "licht_positief")]
    cell = _cell(project_of, tree, *effects, ("hoog", "onbekend"), ("hoog", "niet_van_toepassing"))
    assert cell["plus"] == pytest.approx(10 / 6)
    assert cell["minus"] == pytest.approx(4 / 6)
    assert cell["balance"] == pytest.approx(1)
    assert (cell["label"], cell["word"]) == ("gemengd", "zeer_positief")
    assert (cell["strongest_plus"], cell["strongest_minus"]) == ("e0", "e1")
    assert (cell["effects"], cell["unknown"], cell["not_applicable"]) == (3, 1, 1)


@pytest.mark.parametrize(
    ("effects", "label", "word"),
    [
        ((), "niet_onderzocht", None),
        (("niet_van_toepassing",), "niet_van_toepassing", None),
        (("onbekend", "niet_van_toepassing"), "onbekend", "onbekend"),
        (("neutraal", "onbekend"), "neutraal", "neutraal"),
        (("neutraal", "licht_positief"), "positief", "licht_positief"),
        (("zeer_negatief", "onbekend"), "negatief", "zeer_negatief"),
        (("negatief", "zeer_positief"), "gemengd", "zeer_positief"),
        (("negatief", "positief"), "gemengd", None),
    ],
)
def test_labels(project_of: Any, tree: Tree, effects: tuple[str, ...], label: str, word: str | None) -> None:
    cell = _cell(project_of, tree, *(("midden", each) for each in effects))
    assert (cell["label"], cell["word"]) == (label, word)
    known = label not in ("niet_onderzocht", "niet_van_toepassing", "onbekend")
    scores = ("plus", "minus", "balance", "balance_low", "balance_high", "p_positive")
    assert all((cell[score] is not None) == known for score in scores)


def test_ties_go_to_the_weightier_effect_and_then_to_the_first_name(project_of: Any, tree: Tree) -> None:
    cell = _cell(project_of, tree, ("laag", "positief"), ("hoog", "positief"), ("hoog", "positief"))
    assert cell["strongest_plus"] == "e1"


def test_the_grid_is_full(project_of: Any, tree: Tree) -> None:
    cells = cells_frame(judge(project_of(), tree.method.effects, {}), tuple(tree.themes), tree.method.effects)
    keys = cells.select("theme", "alternative", "scenario").rows()
    assert keys == [(theme, name, "basis") for theme in ("rust", "ruimte") for name in ("laag", "hoog")]


def test_importance_without_weight_gives_no_balance(project_of: Any, tree: Tree) -> None:
    method = tree.method.effects.model_copy(update={"importance": {"laag": 0.0, "midden": 0.0, "hoog": 0.0}})
    cells = cells_frame(judge(project_of(), method, {}), tuple(tree.themes), method)
    assert cells["balance"].is_null().all()
    assert cells["balance_low"].is_null().all()
