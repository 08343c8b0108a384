"""The same scores from a second implementation, in plain SQL, that shares nothing with the first."""

from __future__ import annotations

from typing import Any

import duckdb
import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings

from tests.scoring.strategies import PERIODS, THEMES, World, worlds

SQL = """
with known as (
    select * from figures where value is not null
), latest as (
    select indicator, max(period) as period from known group by all
), here as (
    select k.region, k.indicator, case when i.polarity = 'lower_is_better' then -k.value else k.value end as x
    from known k join latest using (indicator, period) join indicators i using (indicator)
), bounds as (
    select indicator, quantile_cont(x, {low}) as low, quantile_cont(x, {high}) as high from here group by all
), counting as (
    select indicator, theme, weight, coalesce(overlap, indicator) as unit
    from indicators where weight > 0 and polarity <> 'none'
), units as (
    select theme, unit, avg(weight) as unit_weight from counting group by all
), totals as (
    select theme, sum(unit_weight) as total from units group by all
), scored as (
    select region, indicator, greatest(0, least(100, 100 * (x - low) / (high - low))) as score
    from here join bounds using (indicator) where high > low
), weighed as (
    select region, theme, score,
           unit_weight * weight / sum(weight) over (partition by region, theme, unit) as w
    from scored join counting using (indicator) join units using (theme, unit)
), themes as (
    select region, theme, sum(w) / any_value(total) as coverage,
           case '{mean}'
               when 'arithmetic_mean' then sum(w * score) / sum(w)
               when 'minimum' then min(score)
               when 'geometric_mean' then
                   case when min(score) = 0 then 0
                        else exp(sum(case when score > 0 then w * ln(score) else 0 end) / sum(w)) end
               else case when min(score) = 0 then 0
                         else sum(w) / sum(case when score > 0 then w / score else 0 end) end
           end as score
    from weighed join totals using (theme) group by region, theme
)
select region, theme, coverage, case when coverage >= {minimum} - 1e-9 then score end as score from themes
"""


def by_sql(world: World, low: float, high: float, mean: str, minimum: float) -> dict[tuple[str, str], Any]:
    """Coverage and score by region and theme."""
    figures = pl.DataFrame(
        [
            (f"R{region}", name, period, None if np.isnan(block[place, region]) else float(block[place, region]))
            for name, block in world.values.items()
            for place, period in enumerate(PERIODS)
            for region in range(block.shape[1])
        ],
        schema={"region": pl.String, "indicator": pl.String, "period": pl.String, "value": pl.Float64},
        orient="row",
    )
    columns = ("theme", "polarity", "weight", "overlap")
    rows = [(name, *(keys[column] for column in columns)) for name, keys in world.indicators.items()]
    schema = {
        "indicator": pl.String,
        "theme": pl.String,
        "polarity": pl.String,
        "weight": pl.Float64,
        "overlap": pl.String,
    }
    with duckdb.connect() as connection:
        connection.register("figures", figures)
        connection.register("indicators", pl.DataFrame(rows, schema=schema, orient="row"))
        found = connection.sql(SQL.format(low=low, high=high, mean=mean, minimum=minimum)).fetchall()
    return {(region, theme): (coverage, score) for region, theme, coverage, score in found}


@settings(max_examples=15, deadline=None)
@given(worlds())
@pytest.mark.parametrize("mean", ["arithmetic_mean", "geometric_mean", "harmonic_mean", "minimum"])
@pytest.mark.parametrize(("normalisation", "low", "high"), [("percentile_min_max", 0.04, 0.96), ("min_max", 0, 1)])
def test_theme_scores_are_those_of_sql(mean: str, normalisation: str, low: float, high: float, world: World) -> None:
    method = {"normalisation": {"method": normalisation}, "aggregation": {"theme": mean}, "minimum_coverage": 0.5}
    ours = world.context(**method).themes
    theirs = by_sql(world, low, high, mean, 0.5)
    for row in ours.iter_rows(named=True):
        coverage, score = theirs.get((row["region"], row["theme"]), (0, None))
        assert row["weight_share"] == pytest.approx(coverage, abs=1e-12)
        assert (row["score"] is None) == (score is None)
        if score is not None:
            assert row["score"] == pytest.approx(score, rel=1e-12, abs=1e-12)
    assert {theme for _region, theme in theirs} <= set(THEMES)
