"""Trends: least squares and the t test, on the years that count."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from brede_welvaart.method_definitions import Trend
from brede_welvaart.scoring.trend import FALLING, RISING, STEADY, UNKNOWN, directions, fit, two_sided_p, window

EIGHT = np.arange(2015.0, 2023.0)


def of(values: Any, years: Any = EIGHT) -> tuple[Any, int]:
    found = fit(np.array(years, dtype=np.float64), np.array(values, dtype=np.float64)[:, None], Trend())
    return found, int(directions(found, Trend())[0])


def test_slope_and_p_value_equal_those_of_scipy() -> None:
    chance = np.random.default_rng(1)
    block = chance.normal(50, 5, (8, 40)) + np.arange(8)[:, None] * chance.normal(0, 2, 40)
    block[chance.random(block.shape) < 0.2] = np.nan
    found = fit(EIGHT, block, Trend())
    for region in range(40):
        known = np.isfinite(block[:, region])
        expected = stats.linregress(EIGHT[known], block[known, region])
        if known.sum() >= 5:
            assert found.slope[region] == pytest.approx(expected.slope, rel=1e-9)
            assert found.intercept[region] == pytest.approx(expected.intercept, rel=1e-9)
            assert found.p_value[region] == pytest.approx(expected.pvalue, rel=1e-7)
        else:
            assert np.isnan(found.slope[region])


@given(st.lists(st.tuples(st.floats(-1e6, 1e6), st.integers(1, 400)), min_size=1, max_size=20))
def test_the_chance_of_a_t_equals_that_of_scipy(cases: list[tuple[float, int]]) -> None:
    """Near zero within the precision of scipy, to which the chance of 1e-9 with one degree of freedom is 1."""
    t, freedom = np.array([case[0] for case in cases]), np.array([case[1] for case in cases])
    found, close = two_sided_p(t, freedom), np.where(np.abs(t) < 1e-7, 1e-7, 1e-11)
    assert (np.abs(found - 2 * stats.t.sf(np.abs(t), freedom)) <= close).all()
    assert ((found >= 0) & (found <= 1)).all()


@pytest.mark.parametrize(("t", "freedom"), [(12.706, 1), (4.303, 2), (2.447, 6), (2.228, 10), (1.984, 100)])
def test_the_critical_values_of_the_tables(t: float, freedom: int) -> None:
    """The 5 % points of Student's t as every textbook prints them, to three decimals."""
    assert two_sided_p(np.array([t]), np.array([freedom]))[0] == pytest.approx(0.05, abs=5e-5)


def test_a_straight_line_is_certain_and_a_flat_one_is_no_change() -> None:
    found, direction = of([3, 4, 5, 6, 7, 8, 9, 10])
    assert (found.slope[0], found.p_value[0], direction) == (pytest.approx(1), 0, RISING)
    found, direction = of([0.1] * 8)
    assert (found.slope[0], found.p_value[0], direction) == (0, 1, STEADY)
    assert of([9, 8, 7, 6, 5, 4, 3, 2])[1] == FALLING


def test_four_points_are_too_few() -> None:
    found, direction = of([1, 2, np.nan, 3, 4, np.nan, np.nan, np.nan])
    assert (int(found.points[0]), direction) == (4, UNKNOWN)
    assert np.isnan(found.p_value[0])


def test_a_gap_in_the_years_is_not_closed() -> None:
    """The slope is per year, not per figure: 10 in four years with a gap is 2.5 a year."""
    found, _direction = of([0, 2.5, 5, 10, 12.5], years=[2015, 2016, 2017, 2019, 2020])
    assert found.slope[0] == pytest.approx(2.5)


def test_the_window_holds_the_last_years_and_nothing_before_a_break() -> None:
    years = np.arange(2010.0, 2024.0)
    assert years[window(years, 2023, Trend())].tolist() == list(range(2016, 2024))
    assert years[window(years, 2021, Trend())].tolist() == list(range(2014, 2022))
    assert years[window(years, 2023, Trend(), (2012, 2020))].tolist() == list(range(2020, 2024))
    assert years[window(years, 2021, Trend(), (2023,))].tolist() == list(range(2014, 2022))


def test_the_window_is_counted_in_years_also_for_quarters() -> None:
    quarters = np.arange(2015.0, 2024.0, 0.25)
    chosen = quarters[window(quarters, 2023.75, Trend())]
    assert (chosen[0], chosen[-1], len(chosen)) == (2016, 2023.75, 32)
