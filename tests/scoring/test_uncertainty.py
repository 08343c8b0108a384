"""The sensitivity run: seeded, joint, and never narrower than the score itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from brede_welvaart.errors import UsageFault
from brede_welvaart.method_definitions import Mean
from brede_welvaart.scoring.aggregate import mean
from brede_welvaart.scoring.draw_ranks import rank_draws
from brede_welvaart.scoring.draws import batched_mean, drawn_mean
from brede_welvaart.scoring.figures import Figures
from brede_welvaart.scoring.rank import BEST, WORST, quartiles, rank
from brede_welvaart.scoring.standing import stand
from brede_welvaart.scoring.uncertainty import Sensitivity, draw_interval, sensitivity
from tests.scoring.strategies import MEANS, PERIODS, QUICK, World, worlds
from tests.scoring.worlds import AS_OF, column, make_figures, make_tree

NAN = np.nan
STILL = {"weights": "fixed", "leave_one_out": False, "figures": False}


def run(figures: Figures, regions: list[str] | None = None, indicators: Any = None, **choices: Any) -> Sensitivity:
    tree = make_tree(indicators or {name: {} for name in figures.indicators}, **choices)
    return sensitivity(figures, stand(figures, tree, AS_OF), regions)


def varied() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({
        "weights": st.sampled_from(["fixed", "simplex", "share"]),
        "leave_one_out": st.booleans(),
        "normalisations": st.sampled_from([[], [{"method": "rank"}], [{"method": "z_score"}]]),
        "aggregations": st.sampled_from([[], ["geometric_mean"], ["minimum", "harmonic_mean"]]),
        "interval": st.sampled_from([[0.05, 0.95], [0.5, 0.5]]),
        "draws": st.just(60),
    })  # fmt: skip


@QUICK
@given(worlds(smallest=2), varied(), st.floats(0, 3))
def test_a_range_contains_the_score_and_the_rank(world: World, choices: dict[str, Any], margin: float) -> None:
    blocks = np.array(list(world.values.values()))
    figures = make_figures(world.values, PERIODS, lower=blocks - margin, upper=blocks + margin / 2)
    tree = world.tree(uncertainty=choices, aggregation={"overall": "geometric_mean"})
    standing = stand(figures, tree, AS_OF)
    found = sensitivity(figures, standing).themes
    for name in ("score", "rank"):
        known = found.drop_nulls(name)
        assert (known[f"{name}_low"] <= known[name]).all()
        assert (known[f"{name}_high"] >= known[name]).all()
    assert found["p_best"].is_between(0, 1).all()
    assert (found["p_best"].fill_null(0) + found["p_worst"].fill_null(0) <= 1).all()
    assert (found["failed"] <= found["draws"]).all()
    assert found.filter(pl.col("score").is_null())["score_low"].is_null().all()


@QUICK
@given(worlds(smallest=2))
def test_without_noise_the_range_is_the_score(world: World) -> None:
    tree = world.tree(uncertainty={**STILL, "draws": 20}, aggregation={"overall": "harmonic_mean"})
    found = sensitivity(world.figures(), stand(world.figures(), tree, AS_OF), ["R0"])
    assert_frame_equal(
        found.themes.select(pl.col("score_low").alias("score"), pl.col("rank_low").alias("rank")),
        found.themes.select(pl.col("score_high").alias("score"), pl.col("rank_high").alias("rank")),
        rel_tol=0, abs_tol=0,
    )  # fmt: skip
    assert found.themes["score"].to_list() == found.themes["score_low"].to_list()
    assert found.indices.is_empty()


@QUICK
@given(worlds(smallest=2), varied(), st.randoms())
def test_the_order_of_files_and_regions_does_not_matter(world: World, choices: dict[str, Any], chance: Any) -> None:
    names = chance.sample(list(world.values), len(world.values))
    size = next(iter(world.values.values())).shape[1]
    order = chance.sample(range(size), size)
    other = World({n: world.values[n][:, order] for n in names}, {n: world.indicators[n] for n in names})
    again = make_figures(other.values, PERIODS, [f"R{place}" for place in order])
    pair = [
        sensitivity(figures, stand(figures, each.tree(uncertainty=choices), AS_OF)).themes.sort("region", "theme")
        for figures, each in ((world.figures(), world), (again, other))
    ]
    for column_name in ("score_low", "score_high"):
        one, two = (frame.select(column_name) for frame in pair)
        assert_frame_equal(one, two, abs_tol=1e-6)


def test_the_same_seed_gives_the_same_run_and_another_seed_another() -> None:
    figures = make_figures({"a": [1.0, 2.0, 4.0], "b": [3.0, 1.0, 2.0]})
    one, same, other = (
        run(figures, ["R0"], uncertainty={"draws": 2500, "seed": seed, "leave_one_out": False}) for seed in (1, 1, 2)
    )
    assert_frame_equal(one.themes, same.themes)
    assert_frame_equal(one.pairs, same.pairs)
    assert_frame_equal(one.indices, same.indices)
    assert one.themes["score_low"].to_list() != other.themes["score_low"].to_list()


def test_weights_within_a_share_have_the_range_that_arithmetic_gives() -> None:
    """Two indicators at 0 and 100, weights each 1 plus or minus a half: the score is 100 w / (v + w)."""
    figures = make_figures({"a": [0.0, 100.0], "b": [100.0, 0.0]})
    choices = {"weights": "share", "weight_share": 0.5, "leave_one_out": False, "draws": 20_000, "interval": [0, 1]}
    found = run(figures, uncertainty=choices).themes
    assert column(found, "score_low")[0] == pytest.approx(25, abs=1)
    assert column(found, "score_high")[0] == pytest.approx(75, abs=1)


def test_weights_on_the_simplex_are_uniform() -> None:
    """Of two weights that sum to 1 the first is uniform on 0..1: its 5th and 95th percentile are 5 and 95."""
    figures = make_figures({"a": [0.0, 100.0], "b": [100.0, 0.0]})
    found = run(figures, uncertainty={"weights": "simplex", "leave_one_out": False, "draws": 20_000}).themes
    assert column(found, "score_low") == pytest.approx([5, 5], abs=1)
    assert column(found, "score_high") == pytest.approx([95, 95], abs=1)


def test_a_published_margin_is_a_95_percent_interval() -> None:
    figures = make_figures({"a": [50.0]}, lower=np.array([[[40.0]]]), upper=np.array([[[60.0]]]))
    choices = {**STILL, "figures": True, "draws": 20_000, "interval": [0.025, 0.975]}
    found = run(figures, normalisation={"method": "goalposts", "low": 0, "high": 100}, uncertainty=choices)
    assert column(found.themes, "score_low") == pytest.approx([40], abs=0.4)
    assert column(found.themes, "score_high") == pytest.approx([60], abs=0.4)


def test_a_margin_may_be_wider_above_than_below() -> None:
    figures = make_figures({"a": [50.0]}, lower=np.array([[[45.0]]]), upper=np.array([[[90.0]]]))
    choices = {**STILL, "figures": True, "draws": 20_000, "interval": [0.025, 0.975]}
    found = run(figures, normalisation={"method": "goalposts", "low": 0, "high": 100}, uncertainty=choices).themes
    assert column(found, "score_low") == pytest.approx([45], abs=0.4)
    assert column(found, "score_high") == pytest.approx([90], abs=1.6)


def test_the_weights_of_themes_move_the_overall_score_and_its_rank() -> None:
    """Two themes at 0 and 100, weights each 1 plus or minus a half: the score is 100 w / (v + w)."""
    figures = make_figures({"a": [0.0, 100.0, 50.0], "b": [100.0, 0.0, 50.0]})
    keys = {"a": {"theme": "t"}, "b": {"theme": "u"}}
    choices = {"weights": "share", "weight_share": 0.5, "leave_one_out": False, "draws": 20_000, "interval": [0, 1]}
    tree = make_tree(keys, ("t", "u"), uncertainty=choices, aggregation={"overall": "arithmetic_mean"})
    found = sensitivity(figures, stand(figures, tree, AS_OF)).themes.filter(theme="overall")
    assert column(found, "score_low") == pytest.approx([25, 25, 50], abs=1)
    assert column(found, "score_high") == pytest.approx([75, 75, 50], abs=1)
    assert found.select("rank_low", "rank", "rank_high").rows() == [(1, 1, 3), (1, 1, 3), (1, 1, 2)]


def test_leaving_one_out_takes_each_indicator_and_nothing_as_often() -> None:
    figures = make_figures({"a": [0.0, 100.0], "b": [40.0, 0.0], "c": [100.0, 0.0]})
    posts = {"normalisation": {"method": "goalposts", "low": 0, "high": 100}}
    choices = {**STILL, "leave_one_out": True, "draws": 8000, "interval": [0, 1]}
    found = run(figures, ["R0", "R1"], **posts, uncertainty=choices)
    assert found.themes.filter(region="R0").select("score_low", "score_high").row(0) == pytest.approx((20, 70))
    assert found.pairs.filter(a="R0")["p"].item() == pytest.approx(0.5, abs=0.03)


def test_overlapping_indicators_are_left_out_together() -> None:
    figures = make_figures({"a": [0.0], "b": [0.0], "c": [90.0]})
    keys: dict[str, Any] = {"a": {"overlap": "g"}, "b": {"overlap": "g"}, "c": {}}
    posts = {"normalisation": {"method": "goalposts", "low": 0, "high": 100}}
    choices = {**STILL, "leave_one_out": True, "draws": 3000, "interval": [0, 1]}
    found = run(figures, indicators=keys, **posts, uncertainty=choices)
    assert (column(found.themes, "score_low"), column(found.themes, "score_high")) == ([0], [90])


def test_other_normalisations_and_means_are_chosen_as_often_as_the_method() -> None:
    figures = make_figures({"a": [0.0, 10.0, 100.0], "b": [0.0, 90.0, 100.0]})
    choices = {**STILL, "normalisations": [{"method": "rank"}], "aggregations": ["minimum"], "draws": 4000}
    found = run(figures, ["R1"], uncertainty={**choices, "interval": [0, 1]})
    assert found.themes.select("score_low", "score", "score_high").row(0) == pytest.approx((10, 50, 50))
    indices = dict(found.indices.select("choice", "total").iter_rows())
    assert set(indices) == {"normalisation", "aggregation"}
    assert min(indices.values()) > 0.3


def test_z_scores_are_brought_to_the_scale_of_the_method() -> None:
    """A linear ruler and a z score differ in scale alone, so that rescaled they give the same score."""
    figures = make_figures({"a": [0.0, 30.0, 100.0], "b": [5.0, 7.0, 6.0]})
    found = run(figures, uncertainty={**STILL, "normalisations": [{"method": "z_score"}], "draws": 50})
    assert column(found.themes, "score_low") == pytest.approx(column(found.themes, "score"))
    assert column(found.themes, "score_high") == pytest.approx(column(found.themes, "score"))


def test_first_order_indices_of_an_additive_model_add_up_to_one() -> None:
    figures = make_figures(
        {"a": [50.0], "b": [50.0]}, lower=np.array([[[40.0]], [[30.0]]]), upper=np.array([[[60.0]], [[70.0]]])
    )
    posts = {"normalisation": {"method": "goalposts", "low": -1000, "high": 1000}}
    found = run(figures, ["R0"], **posts, uncertainty={**STILL, "figures": True, "draws": 5000})
    assert found.indices.select("choice", "failed").rows() == [("figures", 0)]
    assert found.indices["first"].item() == pytest.approx(1, abs=0.05)
    assert found.indices["total"].item() == pytest.approx(1, abs=0.05)


def test_pairs_are_complementary_and_only_for_regions_with_a_score() -> None:
    figures = make_figures({"a": [10.0, 50.0, NAN, 90.0], "b": [90.0, 50.0, NAN, 10.0]})
    found = run(figures, ["R0", "R1", "R2"], uncertainty={"draws": 500, "leave_one_out": False})
    assert found.pairs.select("a", "b").rows() == [("R0", "R1"), ("R1", "R0")]
    assert found.pairs["p"].sum() <= 1
    assert found.themes["region"].to_list() == ["R0", "R1", "R2"]
    assert run(figures, uncertainty={"draws": 50}).pairs.is_empty()


def test_regions_outside_the_reference_group_have_a_score_range_and_no_rank() -> None:
    figures = make_figures({"a": [1.0, 2.0, 3.0], "b": [3.0, 1.0, 2.0]})
    found = run(figures, ["R2"], reference_group={"regions": ["R0", "R1"]}, uncertainty={"draws": 100}).themes
    assert found.select("rank", "rank_low", "p_best").row(0) == (None, None, None)
    assert found["score_low"].item() is not None


def test_an_unknown_region_is_told() -> None:
    with pytest.raises(UsageFault, match="Onbekende regio 'X'"):
        run(make_figures({"a": [1.0, 2.0]}), ["X"])


@pytest.mark.parametrize("kind", MEANS)
def test_all_ways_to_a_mean_give_the_same_mean(kind: Mean) -> None:
    """One product of matrices, a loop over the parts, and the mean of the context."""
    chance = np.random.default_rng(3)
    scores = chance.uniform(0, 100, (5, 20))
    scores[chance.random(scores.shape) < 0.1] = 0
    scores[0, :3] = -5
    scores[1, 3:5] = NAN
    weights = chance.uniform(0, 2, (5, 20)) * (chance.random((5, 20)) < 0.8)
    factors = chance.uniform(0, 2, (30, 5)) * (chance.random((30, 5)) < 0.8)
    batched, drawn = batched_mean(kind, scores, weights, factors), drawn_mean(kind, list(scores), weights, factors)
    np.testing.assert_allclose(batched, drawn, rtol=1e-9, atol=1e-9)
    for row, factor in enumerate(factors):
        effective = weights * factor[:, None]
        share = effective / np.where(effective.sum(axis=0) > 0, effective.sum(axis=0), 1)
        expected = mean(kind, np.nan_to_num(scores), share)
        expected = np.where(((share > 0) & np.isnan(scores)).any(axis=0), NAN, expected)
        np.testing.assert_allclose(drawn[row], expected, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("keep", [range(13), (3, 11)])
@pytest.mark.parametrize("decimals", [0, 1, 6])
def test_ranks_of_draws_are_those_of_the_context(decimals: int, keep: Sequence[int]) -> None:
    """Whether all are sorted or a few compared with the rest."""
    chance = np.random.default_rng(4)
    scores = chance.uniform(-3, 3, (40, 13)) * 10.0 ** chance.integers(0, 3, (40, 1))
    scores[chance.random(scores.shape) < 0.2] = NAN
    scores[0] = NAN
    members, columns = chance.random(13) < 0.8, np.array(keep)
    ranks, best, worst = rank_draws(scores, members, decimals, columns)
    expected = rank(np.round(scores, decimals), members)
    np.testing.assert_array_equal(ranks, expected.rank[:, columns])
    np.testing.assert_array_equal(best, (quartiles(expected) == BEST)[:, columns])
    np.testing.assert_array_equal(worst, (quartiles(expected) == WORST)[:, columns])


def test_quantiles_of_draws_are_type_7_over_the_draws_that_did_not_fail() -> None:
    scores = np.random.default_rng(5).uniform(0, 100, (6, 37))
    scores[1:, :3] = NAN
    scores[5] = NAN
    known = np.isfinite(scores).sum(axis=1)
    low, high = draw_interval(scores, known, (0.05, 0.9))
    np.testing.assert_allclose(low[:5], np.nanquantile(scores[:5], 0.05, axis=1), rtol=1e-12)
    np.testing.assert_allclose(high[:5], np.nanquantile(scores[:5], 0.9, axis=1), rtol=1e-12)
    assert np.isnan([low[5], high[5]]).all()


def test_a_range_does_not_depend_on_who_else_is_asked_for() -> None:
    chance = np.random.default_rng(6)
    values = chance.normal(50, 10, (2, 1, 8))
    figures = make_figures({"a": values[0], "b": values[1]}, lower=values - 5, upper=values + 9)
    group = {"reference_group": {"regions": [f"R{number}" for number in range(6)]}, "uncertainty": {"draws": 200}}
    asked = (["R1"], ["R1", "R7"], ["R6", "R1", "R0"])
    found = [run(figures, regions, **group) for regions in asked]
    for each in (*found[1:], run(figures, **group)):
        assert_frame_equal(each.themes.filter(region="R1"), found[0].themes.filter(region="R1"))
    for each in found[1:]:
        assert_frame_equal(each.indices.filter(region="R1"), found[0].indices.filter(region="R1"))


@pytest.mark.parametrize("missing", ["lower", "upper"])
def test_a_margin_on_one_side_counts_on_that_side(missing: str) -> None:
    values = np.array([[[20.0, 50, 80]]])
    sides = {"lower": values - 10, "upper": values + 10} | {missing: np.full(values.shape, NAN)}
    fixed = {"uncertainty": {**STILL, "figures": True, "draws": 400}}
    row = run(make_figures({"a": values[0]}, **sides), **fixed).themes.row(1, named=True)
    assert (row["score_low"] < row["score"]) == (missing == "upper")
    assert (row["score_high"] > row["score"]) == (missing == "lower")


def test_an_interval_the_wrong_way_round_is_refused() -> None:
    with pytest.raises(ValueError, match="contradiction"):
        run(make_figures({"a": [1.0, 2.0]}), uncertainty={"interval": [0.95, 0.05]})


def test_without_regions_there_is_nothing_to_say() -> None:
    assert run(make_figures({"a": np.empty((1, 0))}, regions=[])).themes.is_empty()
