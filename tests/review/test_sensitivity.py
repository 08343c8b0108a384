"""The seeded run: what it draws, that it is reproducible, and that its ranges are those of the stated choices."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from brede_welvaart.definitions import Tree
from brede_welvaart.method_definitions import EffectMethod
from brede_welvaart.review.cells import cells_frame
from brede_welvaart.review.judgements import judge
from brede_welvaart.review.sensitivity import shift_probabilities

METHOD = EffectMethod(
    importance={"laag": 1, "midden": 2, "hoog": 3},
    certainty={"hoog": (1,), "midden": (0.5, 0.25), "laag": (0.2, 0.2, 0.2)},
)


def _cell(project_of: Any, tree: Tree, method: EffectMethod = METHOD, **effects: dict[str, Any]) -> dict[str, Any]:
    def change(data: dict[str, Any]) -> None:
        base = {key: value for key, value in data["effects"]["stiller"].items() if key != "assessments"}
        data["effects"] = {name: {**base, **each} for name, each in effects.items()}

    cells = cells_frame(judge(project_of(change), method, {}), tuple(tree.themes), method)
    return cells.filter(theme="rust", alternative="laag").row(0, named=True)


def _said(judgement: str, certainty: str = "hoog", importance: str = "midden") -> dict[str, Any]:
    return {"judgements": {"laag": judgement, "hoog": judgement}, "certainty": certainty, "importance": importance}


def _assessed(*judgements: str) -> dict[str, Any]:
    return {
        "assessments": [
            {"assessor": f"Lid {place}", "role": "lid", "judgements": {"laag": each}}
            for place, each in enumerate(judgements)
        ]
    }


def test_shifts_are_symmetric_and_as_stated() -> None:
    chances = shift_probabilities(METHOD.certainty)
    assert chances["hoog"].tolist() == [0, 0, 1, 0, 0]
    assert chances["midden"].tolist() == [0, 0.25, 0.5, 0.25, 0]
    assert chances["laag"].tolist() == [0.2] * 5


@pytest.mark.parametrize(
    ("judgement", "certainty", "chance", "low", "high"),
    [
        ("neutraal", "midden", 0.25, -1, 1),
        ("neutraal", "laag", 0.4, -2, 2),
        ("licht_positief", "laag", 0.6, -1, 3),
        ("licht_positief", "midden", 0.75, 0, 2),
        ("positief", "hoog", 1.0, 2, 2),
        ("zeer_positief", "midden", 1.0, 2, 3),
        ("zeer_negatief", "laag", 0.0, -3, -1),
    ],
)
def test_one_effect_moves_as_its_certainty_says(
    project_of: Any, tree: Tree, judgement: str, certainty: str, chance: float, low: float, high: float
) -> None:
    """With 10,000 draws a share lies within 0.02 of its chance; a step beyond the scale stays at its end."""
    cell = _cell(project_of, tree, een=_said(judgement, certainty))
    assert cell["p_positive"] == pytest.approx(chance, abs=0.02)
    assert (cell["balance_low"], cell["balance_high"]) == pytest.approx((low, high))


def test_weights_alone_move_a_mixed_theme_as_their_spread_says(project_of: Any, tree: Tree) -> None:
    """Steps +1 and -1 with weights 2u, 2v, u and v uniform on 0.5..1.5: balance (u - v) / (u + v).

    P(balance <= -b) is the chance of u / v <= (1 - b) / (1 + b); at 5 % a triangle in the unit square gives
    the area (1.5 r - 0.5)^2 / (2 r) = 0.05 for r = u / v, so r = 0.4929 and b = 0.3397.
    """
    cell = _cell(project_of, tree, een=_said("licht_positief"), twee=_said("licht_negatief"))
    ratio = min(np.roots([2.25, -1.6, 0.25]), key=lambda root: abs(root - 0.49))
    bound = (1 - ratio) / (1 + ratio)
    assert cell["balance_high"] == pytest.approx(bound, abs=0.01)
    assert cell["balance_low"] == pytest.approx(-bound, abs=0.01)
    assert cell["p_positive"] == pytest.approx(0.5, abs=0.02)


def test_assessors_who_differ_widen_the_range(project_of: Any, tree: Tree) -> None:
    agreed = _cell(project_of, tree, een=_assessed("positief", "positief", "positief"))
    divided = _cell(project_of, tree, een=_assessed("negatief", "positief", "zeer_positief"))
    assert agreed["balance"] == divided["balance"] == 2
    assert (agreed["balance_low"], agreed["balance_high"]) == (2, 2)
    assert (divided["balance_low"], divided["balance_high"]) == (-2, 3)
    assert divided["p_positive"] == pytest.approx(2 / 3, abs=0.02)


def test_an_assessor_who_does_not_know_follows_the_median(project_of: Any, tree: Tree) -> None:
    cell = _cell(project_of, tree, een=_assessed("onbekend", "licht_positief", "positief"))
    assert cell["balance"] == 1.5
    assert (cell["balance_low"], cell["balance_high"]) == (1, 2)


def test_the_seed_decides_and_nothing_else(project_of: Any, tree: Tree) -> None:
    effects = {"een": _said("positief", "laag"), "twee": _said("negatief", "laag"), "drie": _said("neutraal", "laag")}
    first, again = (_cell(project_of, tree, METHOD, **effects) for _ in range(2))
    other = _cell(project_of, tree, METHOD.model_copy(update={"seed": 7}), **effects)
    assert first == again
    assert first["p_positive"] != other["p_positive"]


def test_alternatives_with_the_same_judgements_have_the_same_range(project_of: Any, tree: Tree) -> None:
    def change(data: dict[str, Any]) -> None:
        for each in data["effects"].values():
            each["certainty"] = "laag"
            for assessment in each["assessments"]:
                assessment["judgements"] = dict.fromkeys(("laag", "hoog"), assessment["judgements"]["laag"])

    cells = cells_frame(judge(project_of(change), METHOD, {}), tuple(tree.themes), METHOD)
    low, high = (cells.filter(alternative=name).drop("alternative") for name in ("laag", "hoog"))
    assert low.equals(high)


def test_an_odd_number_of_draws_is_rounded_up_to_pairs(project_of: Any, tree: Tree) -> None:
    odd, even = (METHOD.model_copy(update={"draws": draws}) for draws in (201, 202))
    effects = {"een": _said("positief", "laag"), "twee": _said("negatief", "laag")}
    assert _cell(project_of, tree, odd, **effects) == _cell(project_of, tree, even, **effects)


def test_a_range_stays_on_the_scale(project_of: Any, tree: Tree) -> None:
    worst = {f"e{number}": _said("zeer_negatief", "hoog") for number in range(7)}
    best = {f"e{number}": _said("zeer_positief", "hoog") for number in range(7)}
    assert _cell(project_of, tree, METHOD, **worst)["balance_low"] == -3
    assert _cell(project_of, tree, METHOD, **best)["balance_high"] == 3


def test_many_effects_and_assessors_need_no_more_memory_at_once(project_of: Any, tree: Tree) -> None:
    few = METHOD.model_copy(update={"draws": 100})
    crowd = {f"e{number:03}": _assessed(*["positief", "negatief"] * 6) for number in range(120)}
    cell = _cell(project_of, tree, few, **crowd)
    assert cell["effects"] == 120
    assert cell["balance_low"] <= 0 <= cell["balance_high"]
