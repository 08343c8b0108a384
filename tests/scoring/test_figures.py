"""The axis of time: periods as years, and figures up to a period."""

from __future__ import annotations

import numpy as np
import pytest

from brede_welvaart.scoring.figures import places_of, until, years
from tests.scoring.worlds import make_figures


def test_periods_are_decimal_years() -> None:
    assert years(("2022", "2022-Q1", "2022-Q4", "2022-01", "2022-07")).tolist() == [2022, 2022, 2022.75, 2022, 2022.5]


@pytest.mark.parametrize(
    ("period", "left"),
    [("2020", ()), ("2021", ("2021", "2021-Q4")), ("2022-Q1", ("2021", "2021-Q4", "2022-Q1")), ("2030", None)],
)
def test_until_keeps_what_was_known_then(period: str, left: tuple[str, ...] | None) -> None:
    periods = ("2021", "2021-Q4", "2022-Q1", "2022-Q2")
    margins = {"lower": np.zeros((1, 4, 2)), "upper": np.ones((1, 4, 2))}
    found = until(make_figures({"a": np.arange(8).reshape(4, 2)}, periods, **margins), period)
    assert found.periods == (periods if left is None else left)
    assert found.lower is not None
    assert (
        found.values.shape
        == found.missing.shape
        == found.source.shape
        == found.lower.shape
        == (1, len(found.periods), 2)
    )


def test_an_indicator_without_figures_has_no_place() -> None:
    assert places_of(make_figures({"a": [1.0], "b": [2.0]}), ("b", "c")) == [1, None]


def test_a_year_that_has_not_ended_is_no_figure_of_a_quarter() -> None:
    figures = make_figures({"a": np.arange(6).reshape(3, 2)}, ("2018", "2019", "2019-Q1"))
    assert until(figures, "2019-Q2").periods == ("2018", "2019-Q1")
    assert until(figures, "2019").periods == ("2018", "2019", "2019-Q1")
