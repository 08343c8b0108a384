"""Effects in figures: read off the ruler of the context, and what they propose."""

from __future__ import annotations

from typing import Any

import pytest

from brede_welvaart.definitions import Tree
from brede_welvaart.review.judgements import judge
from brede_welvaart.review.quantities import proposals, proposed_judgement, quantities_frame

THRESHOLDS = (0.05, 0.2, 0.5)
NOISE = {"2022": {"geluid": [55, 52, 53, 54, 56, 57, 60, 50], "groen": [40, 42, 43, 44, 38, 37, 36, 50]}}


def _quantity(effect: str = "stiller", indicator: str = "geluid", **fields: Any) -> Any:
    def change(data: dict[str, Any]) -> None:
        changes = {"laag": {"low": -4, "central": -2, "high": 0}, "hoog": {"low": 1, "central": 1, "high": 2}}
        units = {"geluid": "dB", "groen": "%", "inwoners": "aantal"}
        quantity = {"indicator": indicator, "unit": units[indicator], "period": "2030", "changes": changes}
        data["effects"][effect].update({"quantity": quantity, **fields})
        data["effects"][effect].pop("assessments")

    return change


def _rows(project_of: Any, context_of: Any, tree: Tree, change: Any, series: Any = NOISE) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = quantities_frame(
        project_of(change), context_of(series), tree.method.effects
    ).to_dicts()
    return rows


def test_the_figure_moves_along_the_frozen_ruler(project_of: Any, context_of: Any, tree: Tree) -> None:
    """Noise 50..60 dB, lower is better, min-max: 55 dB scores 50, and each dB less gives 10 points."""
    low, high = _rows(project_of, context_of, tree, _quantity())
    assert (low["baseline"], low["low"], low["central"], low["high"]) == (55, 51, 53, 55)
    assert low["score_baseline"] == pytest.approx(50)
    assert [low[f"score_{name}"] for name in ("low", "central", "high")] == pytest.approx([90, 70, 50])
    assert low["points"] == pytest.approx(20)
    assert (low["region"], low["theme"], low["change"]) == ("R1", "rust", -2)
    assert (low["theme_baseline"], low["theme_central"], low["theme_points"]) == pytest.approx((50, 70, 20))
    assert (low["theme_low"], low["theme_high"]) == pytest.approx((90, 50))
    assert high["points"] == pytest.approx(-10)


def test_change_in_standard_deviations_after_polarity(project_of: Any, context_of: Any, tree: Tree) -> None:
    """The eight figures have mean 54.625 and sample variance 67.875 / 7, so sd 3.1139."""
    low, high = _rows(project_of, context_of, tree, _quantity())
    assert low["change_in_sd"] == pytest.approx(2 / 3.11391, abs=1e-5)
    assert (low["proposed"], high["proposed"]) == ("zeer_positief", "negatief")


@pytest.mark.parametrize(
    ("change", "judgement"),
    [
        (0.0, "neutraal"), (0.0499, "neutraal"), (0.05, "licht_positief"), (-0.1999, "licht_negatief"),
        (-0.2, "negatief"), (0.6 / 3, "positief"), (0.4999, "positief"), (0.5, "zeer_positief"),
        (-0.5, "zeer_negatief"), (-40.0, "zeer_negatief"),
    ],
)  # fmt: skip
def test_thresholds(change: float, judgement: str) -> None:
    assert proposed_judgement(change, THRESHOLDS) == judgement


def test_a_score_never_leaves_the_ruler(project_of: Any, context_of: Any, tree: Tree) -> None:
    figures = {**NOISE["2022"], "geluid": [50.0, *NOISE["2022"]["geluid"][1:]]}
    low, _ = _rows(project_of, context_of, tree, _quantity(), {"2022": figures})
    assert (low["score_baseline"], low["score_central"], low["points"]) == (100, 100, 0)
    assert low["beyond"]


def test_a_region_without_figure_has_no_score_but_still_a_proposal(
    project_of: Any, context_of: Any, tree: Tree
) -> None:
    figures = {**NOISE["2022"], "geluid": [None, *NOISE["2022"]["geluid"][1:]]}
    low, _ = _rows(project_of, context_of, tree, _quantity(), {"2022": figures})
    absent = ("baseline", "low", "central", "score_baseline", "score_central", "points", "theme_points")
    assert all(low[name] is None for name in absent)
    assert low["proposed"] == "zeer_positief"


def test_an_old_figure_moves_but_has_no_score(project_of: Any, context_of: Any, tree: Tree) -> None:
    frame = quantities_frame(project_of(_quantity()), context_of(NOISE, 2040), tree.method.effects)
    assert frame["central"].to_list() == [53, 56]
    assert frame["points"].is_null().all()


def test_no_polarity_no_score_and_no_proposal(project_of: Any, context_of: Any, tree: Tree) -> None:
    figures = {**NOISE["2022"], "inwoners": [1000.0, 1100, 1200, 1300, 1400, 1500, 1600, 1700]}
    row, _ = _rows(project_of, context_of, tree, _quantity(indicator="inwoners"), {"2022": figures})
    assert (row["baseline"], row["theme"], row["points"], row["proposed"]) == (1000, None, None, None)


def test_equal_figures_give_no_proposal(project_of: Any, context_of: Any, tree: Tree) -> None:
    row, _ = _rows(project_of, context_of, tree, _quantity(), {"2022": {**NOISE["2022"], "geluid": [55.0] * 8}})
    assert (row["change_in_sd"], row["proposed"]) == (None, None)


@pytest.mark.parametrize(
    ("elsewhere", "named", "region"),
    [
        (["R7"], [], "R7"), ([], [], None), (["R6", "R7"], [], None),
        (["R6", "R7"], ["R7"], "R7"), (["R6", "R7", "R8"], ["R7", "R8"], None),
    ],
)  # fmt: skip
def test_an_effect_elsewhere_moves_the_only_region_it_reaches(
    project_of: Any, context_of: Any, tree: Tree, elsewhere: list[str], named: list[str], region: str | None
) -> None:
    def change(data: dict[str, Any]) -> None:
        data["elsewhere"] = elsewhere
        _quantity("blik", regions=named)(data)

    row, _ = _rows(project_of, context_of, tree, change)
    assert row["region"] == region
    assert row["baseline"] == (60 if region else None)


def test_scenarios_and_their_own_changes(project_of: Any, context_of: Any, tree: Tree) -> None:
    def change(data: dict[str, Any]) -> None:
        _quantity()(data)
        data["scenarios"] = {name: {"label": name, "source": "-"} for name in ("x", "y")}
        data["effects"]["stiller"]["quantity"]["changes"]["hoog"] = {"y": {"low": 1, "central": 1, "high": 1}}

    rows = _rows(project_of, context_of, tree, change)
    assert [(row["alternative"], row["scenario"]) for row in rows] == [("laag", "x"), ("laag", "y"), ("hoog", "y")]


def test_proposals_become_judgements_where_nobody_judged(project_of: Any, context_of: Any, tree: Tree) -> None:
    project = project_of(_quantity(judgements={"laag": "licht_positief"}))
    found = proposals(quantities_frame(project, context_of(NOISE), tree.method.effects))
    assert found == {("stiller", "laag", "basis"): "zeer_positief", ("stiller", "hoog", "basis"): "negatief"}
    judgements = judge(project, tree.method.effects, found)
    row = judgements.effects.index("stiller")
    assert judgements.before.steps[row].ravel().tolist() == [1, -2]
    assert judgements.proposed[row].ravel().tolist() == [False, True]
