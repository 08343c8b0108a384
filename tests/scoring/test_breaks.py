"""A break in a series: no figure from before it stands in for one after, and none lays a ruler for one after."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from brede_welvaart.definition_parts import Break
from brede_welvaart.scoring.periods import score_periods
from tests.scoring.worlds import TEXT, column, make_break, make_figures, make_tree, score

NAN = np.nan
PERIODS = ("2020", "2022")
BEFORE_AND_AFTER = {"a": [[10.0, 20, 30, 40], [NAN, 0.2, 0.3, 0.4]]}
BROKEN = {"a": {"breaks": [make_break("2021").model_dump()]}}


@pytest.mark.parametrize("period", ["2019KW01", "2019abc", "2019-13", "2019-Q9", "20195", "2019-99", "19"])
def test_a_break_that_is_no_period_is_refused(period: str) -> None:
    with pytest.raises(ValidationError):
        Break.model_validate({"period": period, "reason": TEXT})


def test_no_figure_is_carried_over_a_break() -> None:
    for indicators, expected in ((BROKEN, [None, 0.2, 0.3, 0.4]), ({"a": {}}, [10.0, 0.2, 0.3, 0.4])):
        tree = make_tree(indicators, carry_forward=True)
        found = score(BEFORE_AND_AFTER, tree, periods=PERIODS).indicators
        assert column(found, "value", indicator="a") == expected
        by_period = score_periods(make_figures(BEFORE_AND_AFTER, PERIODS), tree).scores[0, 1, 0]
        assert np.isnan(by_period) == (expected[0] is None)


@pytest.mark.parametrize(
    ("bounds", "low", "high"), [("all_periods", 0.2, 0.4), ("2022", 0.2, 0.4), ("2020", None, None)]
)
def test_figures_from_before_a_break_lay_no_ruler(bounds: str, low: Any, high: Any) -> None:
    found = score(BEFORE_AND_AFTER, make_tree(BROKEN, bounds_from=bounds), periods=PERIODS)
    ruler = found.laid["a"]
    assert [ruler.low, ruler.high] == ([low, high] if low else [pytest.approx(NAN, nan_ok=True)] * 2)
    assert column(found.indicators, "score_reason", indicator="a")[1] == (None if low else "geen_liniaal")


def test_the_reference_of_a_base_period_stays_where_it_is() -> None:
    tree = make_tree({"a": {}}, normalisation={"method": "distance_to_reference", "region": "R2"}, bounds_from="2021")
    values = [[0.0, 10, 20], [1, 2, 3]]
    before = score({"a": values}, tree, periods=("2021", "2022")).laid["a"]
    after = score({"a": [*values, [4, 5, NAN]]}, tree, periods=("2021", "2022", "2023")).laid["a"]
    assert (before.low, before.high) == (after.low, after.high) == (0, 20)


MIXED = ("2021-Q4", "2021", "2022-Q1", "2022-Q2", "2022-Q3", "2022-Q4", "2022")


def test_the_trend_of_a_year_beside_its_quarters_takes_all_of_them() -> None:
    rows = [[value, 0.0] for value in (1.0, 1, 1, 2, 3, 4, 2)]
    context = score({"a": rows}, make_tree({"a": {}}, trend={"minimum_points": 3}), periods=MIXED)
    assert context.indicators.filter(region="R0")["trend_points"].to_list() == [7]


def test_no_figure_is_carried_over_a_break_within_its_year() -> None:
    rows = [[NAN, 1.0], [NAN, 1], [NAN, 1], [9, 1], [NAN, 1], [NAN, 1], [NAN, 1]]
    broken = {"a": {"breaks": [make_break("2022-Q3").model_dump()]}}
    context = score({"a": rows}, make_tree(broken, carry_forward=True, max_age_years=3), periods=MIXED)
    assert context.indicators.filter(region="R0")["value"].to_list() == [None]
