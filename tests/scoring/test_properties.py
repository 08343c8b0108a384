"""What must hold for every world and every method."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray
from polars.testing import assert_frame_equal

from brede_welvaart.scoring.context import Context, score_context
from brede_welvaart.scoring.figures import median
from brede_welvaart.scoring.periods import score_periods
from brede_welvaart.tables import check_scores
from tests.scoring.strategies import MEANS, PERIODS, QUICK, THEMES, World, methods, worlds
from tests.scoring.worlds import AS_OF, make_figures, score


def theme_scores(context: Context) -> dict[tuple[str, str], float | None]:
    return {
        (region, theme): found for region, theme, found in context.themes.select("region", "theme", "score").iter_rows()
    }


@QUICK
@given(worlds(), methods())
def test_scores_stay_within_bounds_and_every_gap_has_a_reason(world: World, method: dict[str, Any]) -> None:
    context = world.context(**method)
    check_scores(context.indicators, context.themes)
    for frame in (context.indicators, context.themes):
        assert frame["score"].is_between(-1e-9, 100 + 1e-9).all()
        assert True not in frame.select(pl.selectors.float().is_nan().any()).row(0)
    assert context.overall is not None
    assert (context.overall["score"].is_null() == context.overall["reason"].is_not_null()).all()


@QUICK
@given(worlds(), methods())
def test_contributions_add_up_to_the_theme_score(world: World, method: dict[str, Any]) -> None:
    context = world.context(**method)
    sums = context.indicators.group_by("region", "theme").agg(pl.col("contribution").sum())
    both = context.themes.drop_nulls("score").join(sums, on=["region", "theme"])
    assert (both["score"] - both["contribution"]).abs().max() in (None, pytest.approx(0, abs=1e-9))
    shares = context.indicators.filter(pl.col("weight") > 0).group_by("region", "theme").agg(pl.col("weight").sum())
    assert (shares["weight"] - 1).abs().max() in (None, pytest.approx(0, abs=1e-9))


@QUICK
@given(worlds(), methods(), st.randoms())
def test_the_order_of_regions_and_indicators_does_not_matter(world: World, method: dict[str, Any], chance: Any) -> None:
    names = chance.sample(list(world.values), len(world.values))
    size = next(iter(world.values.values())).shape[1]
    order = chance.sample(range(size), size)
    shuffled = World({n: world.values[n][:, order] for n in names}, {n: world.indicators[n] for n in names})
    tree = shuffled.tree(**method)
    figures = make_figures(shuffled.values, PERIODS, [f"R{place}" for place in order])
    again, plain = score_context(figures, tree, AS_OF), world.context(**method)
    for one, other, keys in (
        (plain.indicators, again.indicators, ["region", "indicator"]),
        (plain.themes, again.themes, ["region", "theme"]),
    ):  # fmt: skip
        loose = pl.exclude("low_indicator", "high_indicator")
        assert_frame_equal(one.sort(keys).select(loose), other.sort(keys).select(loose), rel_tol=1e-9, abs_tol=1e-9)


@QUICK
@given(worlds(smallest=2), methods(), st.sampled_from([0.25, 2.0, 1024.0]), st.integers(-8, 8))
def test_another_unit_gives_the_same_scores(world: World, method: dict[str, Any], factor: float, offset: int) -> None:
    changed = World({name: factor * block + offset for name, block in world.values.items()}, world.indicators)
    before, after = world.context(**method), changed.context(**method)
    for column in ("score", "rank", "quartile", "z"):
        one, other = before.indicators.select(column), after.indicators.select(column)
        assert_frame_equal(one, other, rel_tol=1e-9, abs_tol=1e-9)


@QUICK
@given(worlds(smallest=2), st.sampled_from(["percentile_min_max", "min_max", "percentile_rank", "z_score"]))
def test_turning_the_polarity_mirrors_the_score(world: World, normalisation: str) -> None:
    turned = {"higher_is_better": "lower_is_better", "lower_is_better": "higher_is_better", "none": "none"}
    mirrored = {name: {**keys, "polarity": turned[keys["polarity"]]} for name, keys in world.indicators.items()}
    method = {"normalisation": {"method": normalisation}}
    before, after = (w.context(**method).indicators for w in (world, World(world.values, mirrored)))
    whole = 0 if normalisation == "z_score" else 100
    unjudged = pl.col("score_reason").fill_null("") == "geen_richting"
    mirror = before.select(score=whole - pl.col("score"), z=pl.when(unjudged).then("z").otherwise(-pl.col("z")))
    assert_frame_equal(mirror, after.select("score", "z"), abs_tol=1e-9)


@QUICK
@given(worlds(smallest=2), methods(), st.data())
def test_a_better_figure_never_lowers_the_theme(world: World, method: dict[str, Any], data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(world.values)))
    region = data.draw(st.integers(0, world.values[name].shape[1] - 1))
    sign = {"higher_is_better": 1, "lower_is_better": -1, "none": 0}[world.indicators[name]["polarity"]]
    block = world.values[name].copy()
    block[-1, region] += sign * data.draw(st.sampled_from([0.25, 1, 5, 100]))
    better = World({**world.values, name: block}, world.indicators)
    before, after = theme_scores(world.context(**method)), theme_scores(better.context(**method))
    for theme in THEMES:
        one, other = before[f"R{region}", theme], after[f"R{region}", theme]
        if one is not None and other is not None:
            assert other >= one - 1e-9


@QUICK
@given(worlds(), methods())
def test_an_indicator_of_weight_zero_changes_no_theme(world: World, method: dict[str, Any]) -> None:
    idle = {name for name, keys in world.indicators.items() if keys["weight"] == 0}
    without = World(world.values, {n: k for n, k in world.indicators.items() if n not in idle})
    assert_frame_equal(world.context(**method).themes, without.context(**method).themes)


@QUICK
@given(worlds(missing=False), methods())
def test_the_same_indicator_twice_in_one_overlap_group_changes_no_theme(world: World, method: dict[str, Any]) -> None:
    single = World(world.values, {n: {**k, "overlap": n} for n, k in world.indicators.items()})
    twins = {f"{n}-bis": k for n, k in single.indicators.items()}
    double = World({**world.values, **{f"{n}-bis": v for n, v in world.values.items()}}, {**single.indicators, **twins})
    columns = ["score", "weight_share", "low", "high", "reason", "rank", "quartile"]
    one, other = (each.context(**method).themes.select(columns) for each in (single, double))
    assert_frame_equal(one, other, abs_tol=1e-9)


@QUICK
@given(worlds(missing=False), st.sampled_from(MEANS), st.data())
def test_a_missing_figure_changes_the_coverage_and_leaves_out_just_itself(
    world: World, mean: str, data: st.DataObject
) -> None:
    posts = {"method": "goalposts", "low": -20, "high": 20}
    method = {"normalisation": posts, "aggregation": {"theme": mean}, "minimum_coverage": 0}
    world = World(world.values, {n: {**k, "overlap": None} for n, k in world.indicators.items()})
    name = data.draw(st.sampled_from(sorted(world.values)))
    block = world.values[name].copy()
    block[-1, 0] = np.nan
    gap = World({**world.values, name: block}, world.indicators).context(**method)
    left_out = World(world.values, {n: k for n, k in world.indicators.items() if n != name}).context(**method)
    if world.values[name].shape[1] > 1:
        mine, rest = gap.themes.filter(region="R0"), gap.themes.filter(pl.col("region") != "R0")
        assert_frame_equal(mine.select("score"), left_out.themes.filter(region="R0").select("score"), abs_tol=1e-9)
        assert_frame_equal(
            rest.select("score"), world.context(**method).themes.filter(pl.col("region") != "R0").select("score")
        )
        counted = world.indicators[name]["weight"] > 0 and world.indicators[name]["polarity"] != "none"
        full = world.context(**method).themes.filter(region="R0")
        assert full["present"].sum() - mine["present"].sum() == int(counted)


@QUICK
@given(worlds())
def test_the_means_stand_in_their_order(world: World) -> None:
    found = {mean: world.context(aggregation={"theme": mean}).themes["score"] for mean in MEANS}
    for less, more in (
        ("minimum", "harmonic_mean"),
        ("harmonic_mean", "geometric_mean"),
        ("geometric_mean", "arithmetic_mean"),
    ):
        assert (found[more] - found[less]).min() in (None, pytest.approx(0, abs=1e-9)) or (
            found[more] >= found[less]
        ).all()


@QUICK
@given(worlds(), methods())
def test_the_last_period_of_the_periods_is_the_context(world: World, method: dict[str, Any]) -> None:
    """With a figure for every indicator in the last year, both read the same figures off the same rulers."""
    full = {name: np.where(np.isnan(block), 1.0, block) for name, block in world.values.items()}
    context = score(full, world.tree(**method), periods=PERIODS)
    by_period = score_periods(make_figures(full, PERIODS), world.tree(**method), context.laid)
    expected = context.standing.theme_scores
    np.testing.assert_allclose(by_period.scores[:, -1], expected, atol=1e-9)
    assert by_period.overall is not None
    assert context.standing.overall is not None
    np.testing.assert_allclose(by_period.overall[-1], context.standing.overall.score, atol=1e-9)


@QUICK
@given(worlds(), methods())
def test_scoring_leaves_its_input_as_it_was_and_repeats_itself(world: World, method: dict[str, Any]) -> None:
    figures, tree = world.figures(), world.tree(**method)
    kept = replace(figures, values=figures.values.copy())
    one, other = score_context(figures, tree, AS_OF), score_context(figures, tree, AS_OF)
    np.testing.assert_array_equal(figures.values, kept.values)
    assert_frame_equal(one.indicators, other.indicators)
    assert_frame_equal(one.themes, other.themes)


@QUICK
@given(
    arrays(np.float64, st.tuples(st.integers(0, 3), st.integers(0, 6)), elements=st.floats(-1e9, 1e9) | st.just(np.nan))
)
def test_the_median_is_that_of_numpy(values: NDArray[np.float64]) -> None:
    known = np.isfinite(values).any(axis=-1) if values.size else np.zeros(len(values), np.bool_)
    found = median(values)
    np.testing.assert_array_equal(found[known], [np.nanmedian(row) for row in values[known]])
    assert np.isnan(found[~known]).all()
