"""Series: periods as they are called, and the line of the trend that the report states."""

from __future__ import annotations

from dataclasses import replace

import pytest

from brede_welvaart.reporting.material import Material
from brede_welvaart.reporting.series import _fit, _series, trend_panels
from brede_welvaart.scoring.figures import decimal_year


@pytest.fixture(scope="module")
def quarterly(material: Material) -> Material:
    """The same figures, as if they were of successive quarters."""
    count = len(material.figures.periods)
    periods = tuple(f"{2015 + place // 4}-Q{place % 4 + 1}" for place in range(count))
    return replace(material, figures=replace(material.figures, periods=periods))


def test_a_quarter_is_called_by_its_name(quarterly: Material) -> None:
    panels = trend_panels(quarterly)
    assert panels
    for each in panels.values():
        assert each.data.head[1] == "Periode"
        assert {row[1] for row in each.data.rows} <= set(quarterly.figures.periods)
        assert all("-Q" in drawing.alt for drawing in each.drawings)


def test_a_year_is_called_by_its_name(material: Material) -> None:
    for each in trend_panels(material).values():
        assert each.data.head[1] == "Jaar"
        assert {row[1] for row in each.data.rows} <= set(material.figures.periods)


def test_the_line_that_is_drawn_is_the_trend_that_is_stated(material: Material) -> None:
    drawn = 0
    for name, row in material.indicator_rows.items():
        series = _series(material, name)
        points = list(_fit(material, series)) if series else []
        assert bool(points) == (series is not None and row["trend_slope"] is not None)
        for point in points:
            drawn += 1
            assert point["value"] == pytest.approx(row["trend_intercept"] + row["trend_slope"] * point["year"])
            assert decimal_year(row["trend_from"]) <= point["year"] <= decimal_year(row["period"])
    assert drawn > 20
