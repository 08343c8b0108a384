"""Where effects meet the standing of regions."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from brede_welvaart.definitions import Tree
from brede_welvaart.review.joins import joins
from brede_welvaart.review.judgements import judge

BEST, WORST = [40.0, 53, 54, 55, 56, 57, 58, 59], [70.0, 53, 54, 55, 56, 57, 58, 59]
GREEN = [45.0, 42, 43, 44, 46, 47, 60, 20]


def _joins(project_of: Any, context_of: Any, tree: Tree, noise: list[float], change: Any) -> pl.DataFrame:
    project = project_of(change)
    years = {str(year): {"geluid": noise, "groen": GREEN} for year in range(2018, 2023)}
    return joins(project, judge(project, tree.method.effects, {}), context_of(years))


def _stiller(judgement: str, indicator: str | None = "geluid") -> Any:
    def change(data: dict[str, Any]) -> None:
        effect = data["effects"]["stiller"]
        effect.pop("assessments")
        data["effects"] = {"stiller": {**effect, "indicator": indicator, "judgements": {"laag": judgement}}}

    return change


@pytest.mark.parametrize(
    ("noise", "judgement", "kinds"),
    [
        (WORST, "negatief", ["knelpunt"]),
        (WORST, "licht_positief", ["koppelkans"]),
        (WORST, "neutraal", []),
        (WORST, "onbekend", []),
        (BEST, "zeer_negatief", []),
        (BEST, "zeer_positief", []),
    ],
)
def test_worst_quartile(project_of: Any, context_of: Any, tree: Tree, noise: Any, judgement: str, kinds: Any) -> None:
    assert _joins(project_of, context_of, tree, noise, _stiller(judgement))["kind"].to_list() == kinds


def test_a_join_carries_figure_rank_and_trend(project_of: Any, context_of: Any, tree: Tree) -> None:
    row = _joins(project_of, context_of, tree, WORST, _stiller("negatief")).row(0, named=True)
    figure = {"value": 70, "period": "2022", "rank": 8, "rank_label": "8", "ranked": 8, "quartile": "worst"}
    trend = {"trend_direction": "geen_verandering", "trend_welfare": "none", "worsening": False, "weak": True}
    names = {"region": "R1", "theme": "rust", "indicator": "geluid", "effect": "stiller", "alternative": "laag"}
    judged = {"judgement": "negatief", "step": -2, "weight": 2, "scenarios": ["basis"], "theme_score": 0}
    behind = {"indicator": "geluid", **figure, "trend_direction": "geen_verandering", "trend_welfare": "none"}
    assert row == {"kind": "knelpunt", **names, **figure, **trend, **judged, "behind": [behind]}


def test_an_effect_without_indicator_meets_its_theme(project_of: Any, context_of: Any, tree: Tree) -> None:
    row = _joins(project_of, context_of, tree, WORST, _stiller("negatief", None)).row(0, named=True)
    assert (row["indicator"], row["value"], row["quartile"], row["rank_label"]) == (None, None, "worst", "8")
    (behind,) = row["behind"]
    assert (behind["indicator"], behind["value"], behind["rank_label"], behind["ranked"]) == ("geluid", 70, "8", 8)


def test_a_theme_gets_worse_with_most_of_its_weight(project_of: Any, context_of: Any, tree: Tree) -> None:
    years = {str(2018 + step): {"geluid": [40.0 + step, *BEST[1:]], "groen": GREEN} for step in range(5)}
    project = project_of(_stiller("negatief", None))
    row = joins(project, judge(project, tree.method.effects, {}), context_of(years)).row(0, named=True)
    assert (row["indicator"], row["weak"], row["worsening"]) == (None, False, True)
    assert [each["trend_direction"] for each in row["behind"]] == ["stijgend"]


def test_a_figure_that_is_too_old_is_no_bottleneck(project_of: Any, context_of: Any, tree: Tree) -> None:
    project = project_of(_stiller("negatief"))
    judgements = judge(project, tree.method.effects, {})
    series = {"2022": {"geluid": WORST, "groen": GREEN}}
    assert joins(project, judgements, context_of(series, 2032)).height == 1
    assert joins(project, judgements, context_of(series, 2033)).is_empty()


@pytest.mark.parametrize("missing", ["no figure", "no polarity"])
def test_an_indicator_that_says_nothing_leaves_its_theme(
    project_of: Any, context_of: Any, tree: Tree, missing: str
) -> None:
    indicator = "groen" if missing == "no figure" else "inwoners"
    green = [None, *GREEN[1:]]
    project = project_of(_stiller("negatief", indicator))
    figures = {"2022": {"geluid": WORST, "groen": green, "inwoners": [1000.0 + step for step in range(8)]}}
    row = joins(project, judge(project, tree.method.effects, {}), context_of(figures)).row(0, named=True)
    assert (row["theme"], row["indicator"], row["quartile"]) == ("rust", None, "worst")


def test_getting_worse_is_a_bottleneck_but_no_opportunity(project_of: Any, context_of: Any, tree: Tree) -> None:
    def found(judgement: str) -> pl.DataFrame:
        project = project_of(_stiller(judgement))
        years = {str(2018 + step): {"geluid": [40.0 + step, *BEST[1:]], "groen": GREEN} for step in range(5)}
        return joins(project, judge(project, tree.method.effects, {}), context_of(years))

    rows = found("negatief").to_dicts()
    assert [(row["weak"], row["worsening"], row["trend_direction"]) for row in rows] == [(False, True, "stijgend")]
    assert found("positief").is_empty()


def test_effects_elsewhere_meet_the_elsewhere_regions_only(project_of: Any, context_of: Any, tree: Tree) -> None:
    def change(data: dict[str, Any]) -> None:
        data["elsewhere"] = ["R7", "R8"]

    frame = _joins(project_of, context_of, tree, WORST, change).filter(effect="blik")
    assert frame["region"].unique().to_list() == ["R8"]
    assert frame["kind"].unique().to_list() == ["knelpunt"]


def test_an_effect_elsewhere_meets_only_the_regions_it_names(project_of: Any, context_of: Any, tree: Tree) -> None:
    def change(data: dict[str, Any]) -> None:
        data["elsewhere"] = ["R2", "R8"]
        effect = {**data["effects"]["blik"], "theme": "rust", "indicator": "geluid"}
        data["effects"] = {"overal": effect, "daar": {**effect, "regions": ["R8"]}}

    frame = _joins(project_of, context_of, tree, [40.0, 70, *BEST[2:7], 70], change)
    met = {effect: set(frame.filter(effect=effect)["region"]) for effect in ("overal", "daar")}
    assert met == {"overal": {"R2", "R8"}, "daar": {"R8"}}


def test_the_strongest_comes_first_within_its_kind(project_of: Any, context_of: Any, tree: Tree) -> None:
    def change(data: dict[str, Any]) -> None:
        _stiller("negatief")(data)
        effect = data["effects"]["stiller"]
        data["effects"] |= {
            "zwaar": {**effect, "importance": "hoog"},
            "sterk": {**effect, "judgements": {"laag": "zeer_negatief", "hoog": "positief"}},
            "winst": {**effect, "judgements": {"laag": "zeer_positief"}},
        }

    frame = _joins(project_of, context_of, tree, WORST, change)
    assert frame["effect"].to_list() == ["sterk", "zwaar", "stiller", "winst", "sterk"]


def test_the_projects_own_region_comes_first_among_equals(project_of: Any, context_of: Any, tree: Tree) -> None:
    def change(data: dict[str, Any]) -> None:
        _stiller("negatief")(data)
        data["elsewhere"] = ["R8"]
        effect = data["effects"]["stiller"]
        data["effects"] = {"aan_de_rand": {**effect, "dimension": "elders"}, "stiller": effect}

    frame = _joins(project_of, context_of, tree, [70.0, *WORST[1:7], 70.0], change)
    assert frame["region"].to_list() == ["R1", "R8"]


def test_only_the_scenarios_with_the_sign_are_named_and_the_first_gives_the_step(
    project_of: Any, context_of: Any, tree: Tree
) -> None:
    def change(data: dict[str, Any]) -> None:
        _stiller("negatief")(data)
        data["scenarios"] = {name: {"label": name, "source": "-"} for name in ("x", "y", "z")}
        judgement = {"x": "licht_negatief", "y": "positief", "z": "zeer_negatief"}
        data["effects"]["stiller"]["judgements"] = {"laag": judgement}

    rows = _joins(project_of, context_of, tree, WORST, change).select("kind", "scenarios", "step").rows()
    assert rows == [("knelpunt", ["x", "z"], -1), ("koppelkans", ["y"], 2)]
