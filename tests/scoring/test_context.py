"""The full grid: what counts, what does not and why."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from brede_welvaart.scoring.context import score_context
from brede_welvaart.tables import check_scores
from brede_welvaart.vocabulary import MISSING_REASONS
from tests.scoring.worlds import AS_OF, column, make_break, make_figures, make_regions, make_tree, score

NAN = np.nan
FOUR = [10.0, 20.0, 30.0, 40.0]


def test_the_grid_is_full_and_ordered_as_regions_and_files() -> None:
    tree = make_tree(
        {"b": {}, "a": {"theme": "u"}, "c": {"theme": None, "polarity": "none"}}, themes=("t", "u", "leeg")
    )
    context = score({"a": FOUR, "b": [NAN] * 4, "c": FOUR}, tree)
    assert context.indicators.select("region", "indicator").rows()[:4] == [
        ("R0", "b"), ("R0", "a"), ("R0", "c"), ("R1", "b"),
    ]  # fmt: skip
    assert context.themes["theme"].to_list()[:4] == ["t", "u", "leeg", "t"]
    assert context.indicators.height == 12
    assert column(context.themes, "reason", region="R0") == ["onvoldoende_gegevens", None, "geen_indicatoren"]
    check_scores(context.indicators, context.themes)


def test_an_indicator_without_any_figure_is_missing_and_says_so() -> None:
    context = score({"a": FOUR}, make_tree({"a": {}, "b": {}}))
    row = context.indicators.filter(region="R1", indicator="b").to_dicts()[0]
    assert (row["value"], row["missing_reason"], row["score_reason"]) == (None, "niet_gepubliceerd", "geen_cijfer")
    assert (row["period"], row["age_years"], row["rank"], row["source"], row["ranked"]) == (None, None, None, None, 0)
    assert column(context.rulers, "reason", indicator="b") == ["geen_liniaal"]


def test_the_reason_for_a_missing_figure_is_the_published_one() -> None:
    figures = make_figures({"a": [NAN, 20.0, 30.0]})
    figures.missing[0, 0, 0] = 1 + list(MISSING_REASONS).index("geheim")
    context = score_context(figures, make_tree({"a": {}}), AS_OF)
    assert column(context.indicators, "missing_reason") == ["geheim", None, None]


def test_the_period_is_the_latest_of_the_reference_group_and_not_per_region() -> None:
    values = {"a": [[10, 20, 30], [11, NAN, 31], [NAN, NAN, 99]]}
    tree = make_tree({"a": {}}, reference_group={"regions": ["R0", "R1"]})
    context = score(values, tree, periods=("2021", "2022", "2023"))
    assert column(context.indicators, "period") == ["2022", None, "2022"]
    assert column(context.indicators, "age_years") == [2, None, 2]
    assert column(context.indicators, "rank") == [1, None, None]
    assert column(context.indicators, "ranked") == [1, 1, 1]


def test_carrying_forward_fills_a_gap_and_marks_it() -> None:
    values = {"a": [[10, 20, 30], [11, NAN, 31]]}
    tree = make_tree({"a": {}}, carry_forward=True, max_age_years=3)
    context = score(values, tree, periods=("2021", "2023"))
    assert column(context.indicators, "value") == [11, 20, 31]
    assert column(context.indicators, "carried") == [False, True, False]
    assert column(context.indicators, "period") == ["2023", "2021", "2023"]
    assert column(context.indicators, "missing_reason") == [None, None, None]
    old = score(values, make_tree({"a": {}}, carry_forward=True, max_age_years=1), periods=("2021", "2023"))
    assert column(old.indicators, "value") == [11, None, 31]
    assert column(old.indicators, "missing_reason") == [None, "niet_gepubliceerd", None]


def test_a_carried_figure_that_is_too_old_by_now_has_no_score() -> None:
    values = {"a": [[10, 20, 30], [11, NAN, 31]]}
    tree = make_tree({"a": {}}, carry_forward=True, max_age_years=2)
    context = score(values, tree, periods=("2021", "2023"))
    assert column(context.indicators, "score_reason") == [None, "te_oud", None]


def test_a_stale_figure_keeps_its_value_and_rank_but_has_no_score() -> None:
    context = score({"a": FOUR}, make_tree({"a": {}}, max_age_years=10), periods=("2013",))
    assert column(context.indicators, "score_reason") == ["te_oud"] * 4
    assert column(context.indicators, "rank") == [4, 3, 2, 1]
    assert column(context.themes, "reason") == ["onvoldoende_gegevens"] * 4


def test_a_figure_of_exactly_the_highest_age_still_counts() -> None:
    context = score({"a": FOUR}, make_tree({"a": {}}, max_age_years=10), periods=("2014",))
    assert column(context.indicators, "age_years") == [10] * 4
    assert column(context.indicators, "score_reason") == [None] * 4


def test_an_indicator_of_weight_zero_has_a_score_and_is_not_missing() -> None:
    context = score({"a": FOUR, "b": FOUR}, make_tree({"a": {"weight": 0}, "b": {}}))
    row = context.indicators.filter(region="R1", indicator="a").to_dicts()[0]
    assert (row["score"], row["score_reason"], row["weight"]) == (pytest.approx(100 / 3), None, 0)
    assert context.themes.select("present", "of", "weight_share").row(0) == (1, 1, 1)


def test_polarity_none_has_a_place_and_a_trend_but_no_score_and_no_colour() -> None:
    tree = make_tree({"a": {"polarity": "none"}, "b": {}})
    context = score({"a": FOUR, "b": FOUR}, tree)
    row = context.indicators.filter(region="R3", indicator="a").to_dicts()[0]
    assert (row["score"], row["score_reason"], row["rank"], row["quartile"]) == (None, "geen_richting", 1, None)
    assert row["z"] == pytest.approx(1.161895)
    assert column(context.themes, "of") == [1] * 4


def test_lower_is_better_turns_rank_score_quartile_and_z() -> None:
    context = score({"a": FOUR}, make_tree({"a": {"polarity": "lower_is_better"}}))
    assert column(context.indicators, "score") == pytest.approx([100, 200 / 3, 100 / 3, 0])
    assert column(context.indicators, "rank") == [1, 2, 3, 4]
    assert column(context.indicators, "quartile") == ["best", "middle", "middle", "worst"]
    assert column(context.indicators, "z")[0] == pytest.approx(1.161895)


def test_regions_outside_the_reference_group_are_scored_but_not_ranked() -> None:
    tree = make_tree({"a": {}}, reference_group={"level": "gemeente", "current": True})
    figures = make_figures({"a": [10.0, 20.0, 30.0, 25.0]})
    regions = make_regions(
        ["A", "B", "P", "X"], level=["gemeente", "gemeente", "provincie", "gemeente"], current=[True, True, True, False]
    )
    context = score_context(replace(figures, regions=regions), tree, AS_OF)
    assert column(context.indicators, "score") == [0, 100, 100, 100]
    assert column(context.indicators, "rank") == [2, 1, None, None]
    assert column(context.themes, "rank_label") == ["2", "1", None, None]


def test_trends_have_a_direction_and_a_welfare() -> None:
    years = [str(year) for year in range(2016, 2024)]
    rising, flat = np.arange(8.0)[:, None], np.full((8, 1), 5.0)
    block = np.hstack([rising, flat, -rising])
    tree = make_tree({"good": {}, "bad": {"polarity": "lower_is_better"}, "open": {"polarity": "none"}})
    context = score({"good": block, "bad": block, "open": block}, tree, periods=years)
    assert column(context.indicators, "trend_direction", indicator="good") == ["stijgend", "geen_verandering", "dalend"]
    assert column(context.indicators, "trend_welfare", indicator="good") == ["better", "none", "worse"]
    assert column(context.indicators, "trend_welfare", indicator="bad") == ["worse", "none", "better"]
    assert column(context.indicators, "trend_welfare", indicator="open") == ["none", "none", "none"]
    assert column(context.indicators, "trend_slope", indicator="good") == pytest.approx([1, 0, -1])


def test_a_trend_never_crosses_a_break() -> None:
    years = [str(year) for year in range(2014, 2024)]
    block = np.array([*range(5), *range(100, 105)], dtype=np.float64)[:, None] + np.arange(3)
    plain = score({"a": block}, make_tree({"a": {}}), periods=years).indicators
    broken = score({"a": block}, make_tree({"a": {"breaks": [make_break("2019")]}}), periods=years).indicators
    assert plain["trend_points"].to_list() == [8] * 3
    assert broken["trend_points"].to_list() == [5] * 3
    assert broken["trend_from"].to_list() == ["2019"] * 3
    assert broken["trend_slope"].to_list() == pytest.approx([1] * 3)


def test_a_break_of_the_source_counts_too() -> None:
    tree = make_tree({"a": {}})
    source = tree.sources["s"].model_copy(update={"breaks": (make_break("2021"),)})
    broken = tree.model_copy(update={"sources": {"s": source}})
    years = [str(year) for year in range(2016, 2024)]
    context = score({"a": np.arange(24.0).reshape(8, 3)}, broken, periods=years)
    assert column(context.indicators, "trend_direction") == ["onbekend"] * 3


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [("same_period", [0, 50, 100]), ("all_periods", [20, 60, 100]), ("2022", [100, 100, 100]), ("1999", None)],
)
def test_bounds_come_from_the_period_that_the_method_names(bounds: str, expected: Any) -> None:
    values = {"a": [[0, 5, 5], [10, 30, 50]]}
    context = score(values, make_tree({"a": {}}, bounds_from=bounds), periods=("2022", "2023"))
    if expected is None:
        assert column(context.indicators, "score_reason") == ["geen_liniaal"] * 3
    else:
        assert column(context.indicators, "score") == pytest.approx(expected)


def test_named_weights_replace_those_of_the_files() -> None:
    values, label = {"a": [0.0, 100.0], "b": [100.0, 0.0]}, {"nl": "x", "en": "x"}
    sets = {"alleen_a": {"label": label, "indicators": {"b": 0}}}
    plain = score(values, make_tree({"a": {}, "b": {}}, weight_sets=sets))
    named = score(values, make_tree({"a": {}, "b": {}}, weight_sets=sets, weights="alleen_a"))
    assert column(plain.themes, "score") == [50, 50]
    assert column(named.themes, "score") == [0, 100]
    assert column(named.themes, "of") == [1, 1]
    assert column(named.indicators, "weight", indicator="b") == [0, 0]


def test_coverage_and_spread_stand_beside_the_theme_score() -> None:
    tree = make_tree({"a": {}, "b": {}, "c": {"weight": 2}}, minimum_coverage=0.5)
    context = score({"a": [0.0, 10.0], "b": [10.0, 0.0], "c": [NAN, 5.0]}, tree)
    first = context.themes.filter(region="R0").to_dicts()[0]
    assert (first["present"], first["of"], first["weight_share"]) == (2, 3, 0.5)
    assert (first["low"], first["high"], first["low_indicator"], first["high_indicator"]) == (0, 100, "a", "b")
    assert first["score"] == 50


def test_the_overall_score_is_off_unless_asked_for_and_ranks_on_its_own_rounding() -> None:
    values = {"a": [0.0, 50.04, 50.0, 100.0], "b": [100.0, 50.0, 50.0, 0.0]}
    indicators = {"a": {"theme": "t"}, "b": {"theme": "u"}}
    assert score(values, make_tree(indicators, themes=("t", "u"))).overall is None
    keys = {"aggregation": {"overall": "arithmetic_mean"}, "decimals": {"overall": 1}}
    overall = score(values, make_tree(indicators, themes=("t", "u"), **keys)).overall
    assert overall is not None
    assert overall["rank_label"].to_list() == ["1/4", "1/4", "1/4", "1/4"]
    assert overall["score"].to_list() == pytest.approx([50, 50.02, 50, 50])
    fine = score(values, make_tree(indicators, themes=("t", "u"), **{**keys, "decimals": {"overall": 2}})).overall
    assert fine is not None
    assert fine["rank_label"].to_list() == ["2/4", "1", "2/4", "2/4"]


def test_a_world_of_one_region_or_none_at_all_has_reasons_and_no_numbers() -> None:
    one = score({"a": [5.0]}, make_tree({"a": {}}))
    assert (column(one.indicators, "score_reason"), column(one.indicators, "rank")) == (["alle_gelijk"], [1])
    nobody = score({"a": np.empty((0, 0))}, make_tree({"a": {}}), periods=(), regions=["R0"])
    assert column(nobody.indicators, "score_reason") == ["geen_cijfer"]
