"""Faults found in other tools for composite indicators, and what right is."""

from __future__ import annotations

import numpy as np
import pytest

from brede_welvaart.scoring.context import score_context
from brede_welvaart.scoring.standing import stand
from brede_welvaart.scoring.uncertainty import sensitivity
from tests.scoring.worlds import AS_OF, column, make_figures, make_tree, score

NAN = np.nan


def test_a_missing_value_does_not_zero_its_criterion() -> None:
    """Elsewhere the sum or the minimum of a column with a gap is NaN, and the column then becomes zeros or NaN."""
    with_gap = score({"a": [0.0, NAN, 50.0, 100.0], "b": [0.0, 40.0, 60.0, 100.0]}, make_tree({"a": {}, "b": {}}))
    assert column(with_gap.indicators, "score", indicator="a") == [0, None, 50, 100]
    assert column(with_gap.themes, "score") == [0, 40, 55, 100]
    assert column(with_gap.themes, "present") == [2, 1, 2, 2]


def test_a_missing_value_does_not_move_the_scores_of_others() -> None:
    full = score({"a": [0.0, 25.0, 50.0, 100.0]}, make_tree({"a": {}}))
    with_gap = score({"a": [0.0, NAN, 50.0, 100.0]}, make_tree({"a": {}}))
    keep = [0, 2, 3]
    assert [column(with_gap.themes, "score")[i] for i in keep] == [column(full.themes, "score")[i] for i in keep]


def test_a_constant_indicator_has_no_score_and_does_not_spoil_the_rest() -> None:
    """Elsewhere min-max divides 0 by 0 and the region's index is NaN, or the indicator is dropped in silence."""
    context = score({"a": [7.0, 7.0, 7.0], "b": [1.0, 2.0, 3.0]}, make_tree({"a": {}, "b": {}}))
    assert column(context.indicators, "score_reason", indicator="a") == ["alle_gelijk"] * 3
    assert column(context.themes, "score") == [0, 50, 100]
    assert column(context.themes, "weight_share") == [0.5] * 3


@pytest.mark.parametrize("order", [[0, 1, 2, 3, 4], [4, 3, 2, 1, 0], [2, 0, 4, 1, 3]])
def test_ranks_do_not_depend_on_the_order_of_rows(order: list[int]) -> None:
    """Elsewhere ties are broken by position, so that sorting the table changes the winner."""
    figures = np.array([5.0, 3.0, 3.0, 1.0, 5.0])
    codes = [f"R{place}" for place in order]
    context = score({"a": figures[order]}, make_tree({"a": {}}), regions=codes)
    labels = dict(context.themes.select("region", "rank_label").iter_rows())
    assert labels == {"R0": "1/2", "R1": "3/4", "R2": "3/4", "R3": "5", "R4": "1/2"}


def test_a_trend_uses_the_last_years_and_not_the_last_columns_or_all_of_them() -> None:
    """Elsewhere `latest 5` meant the first five, or years were counted as 1, 2, 3 whatever lay between them."""
    years = ("2000", "2001", "2002", "2003", "2004", "2017", "2018", "2019", "2021", "2023")
    falling_then_rising = [50.0, 40.0, 30.0, 20.0, 10.0, 10.0, 12.0, 14.0, 18.0, 22.0]
    block = np.array(falling_then_rising)[:, None] + np.array([[0.0, 1.0]])
    context = score({"a": block}, make_tree({"a": {}}), periods=years)
    assert column(context.indicators, "trend_direction") == ["stijgend"] * 2
    assert column(context.indicators, "trend_points") == [5, 5]
    assert column(context.indicators, "trend_slope") == pytest.approx([2, 2])


def test_failed_draws_are_counted_and_not_dropped() -> None:
    """Elsewhere a replication that fails is left out, and the interval looks surer than it is."""
    tree = make_tree(
        {"a": {}, "b": {}, "c": {}},
        uncertainty={"draws": 400, "weights": "fixed", "leave_one_out": True},
        minimum_coverage=0,
    )
    figures = make_figures({"a": [10.0, 1.0, 2.0], "b": [NAN, 1.0, 3.0], "c": [NAN, 1.0, 2.0]})
    ranges = sensitivity(figures, stand(figures, tree, AS_OF)).themes
    failed, draws = column(ranges, "failed"), column(ranges, "draws")
    assert draws == [400] * 3
    assert failed[0] == pytest.approx(100, abs=30)
    assert failed[1:] == [0, 0]


def test_percent_ranks_of_ties_are_equal_and_symmetric() -> None:
    """Elsewhere ties got the rank of their first row, and the best of all was not the mirror of the worst."""
    tree = make_tree({"a": {}, "b": {"polarity": "lower_is_better"}}, normalisation={"method": "percentile_rank"})
    figures = [1.0, 2.0, 2.0, 2.0, 3.0]
    context = score_context(make_figures({"a": figures, "b": figures}), tree, AS_OF)
    assert column(context.indicators, "score", indicator="a") == [10, 50, 50, 50, 90]
    assert column(context.indicators, "score", indicator="b") == [90, 50, 50, 50, 10]


def test_a_negative_score_under_a_geometric_mean_is_named_and_not_nan() -> None:
    """Elsewhere the root of a negative number is NaN, which then sorts first or last."""
    keys = {"normalisation": {"method": "z_score"}, "aggregation": {"theme": "geometric_mean"}}
    context = score({"a": [1.0, 2.0, 6.0], "b": [1.0, 2.0, 6.0]}, make_tree({"a": {}, "b": {}}, **keys))
    assert column(context.themes, "reason") == ["niet_positief", "niet_positief", None]
    assert column(context.themes, "rank") == [None, None, 1]
