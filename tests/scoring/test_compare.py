"""The difference between two scores, divided over causes that add up."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from brede_welvaart.errors import UsageFault
from brede_welvaart.scoring.compare import Comparison, Side, compare, shapley, stand_at
from brede_welvaart.scoring.standing import stand
from tests.scoring.strategies import QUICK, World, methods, worlds
from tests.scoring.worlds import AS_OF, make_figures, make_tree

NAN = np.nan


def sums(found: Comparison) -> pl.DataFrame:
    """Per theme with a difference: that difference, and the sum of its points."""
    points = found.causes.group_by("theme").agg(pl.col("points").sum())
    return found.scores.drop_nulls("difference").join(points, on="theme", how="left").fill_null(0)


def causes(found: Comparison) -> dict[tuple[str, str], float]:
    return {(part, cause): points for part, cause, points in found.causes.select("part", "cause", "points").iter_rows()}


@QUICK
@given(worlds(smallest=2), worlds(smallest=2), methods(), methods(), st.booleans())
def test_points_add_up_and_the_way_back_is_the_mirror(
    one: World, other: World, first: dict[str, Any], second: dict[str, Any], geometric_z: bool
) -> None:
    """Other figures, regions, indicators, weights, rulers and means at once."""
    if geometric_z:
        first = {**first, "normalisation": {"method": "z_score"}}
    a = Side(stand(one.figures(), one.tree(**first), AS_OF), "R0")
    b = Side(stand(other.figures(), other.tree(**second), AS_OF), "R1")
    there, back = compare(a, b), compare(b, a)
    checked = sums(there)
    assert (checked["difference"] - checked["points"]).abs().max() in (None, pytest.approx(0, abs=1e-9))
    keys = ["theme", "part", "cause"]
    assert_frame_equal(
        there.causes.sort(keys).with_columns(-pl.col("points")), back.causes.sort(keys), abs_tol=1e-9
    )  # fmt: skip
    assert compare(a, a).causes.is_empty()


def test_two_regions_differ_in_figures_and_in_what_they_lack() -> None:
    figures = make_figures({"a": [0.0, 50.0, 100.0], "b": [0.0, NAN, 100.0]})
    standing = stand(figures, make_tree({"a": {}, "b": {}}), AS_OF)
    found = compare(Side(standing, "R0"), Side(standing, "R2"))
    assert causes(found) == pytest.approx({("a", "figure"): 50, ("b", "figure"): 50})
    lacks = compare(Side(standing, "R2"), Side(standing, "R1"))
    assert found.scores.row(0)[:4] == ("t", 0, 100, 100)
    assert causes(lacks) == pytest.approx({("a", "figure"): -37.5, ("a", "weight"): 37.5, ("b", "weight"): -50})


def test_two_years_differ_in_figures_and_in_the_ruler() -> None:
    figures = make_figures({"a": [[0, 40, 100], [0, 60, 200]]}, periods=("2020", "2022"))
    tree = make_tree({"a": {}})
    found = compare(Side(stand_at(figures, tree, "2020"), "R1"), Side(stand_at(figures, tree, "2022"), "R1"))
    assert found.scores.row(0)[1:4] == pytest.approx((40, 30, -10))
    assert causes(found) == pytest.approx({("a", "figure"): 15, ("a", "ruler"): -25})


def test_a_break_between_the_two_figures_is_named() -> None:
    figures = make_figures({"a": [[0.0, 50.0, 100.0]] * 2, "b": [[0.0, 50.0, 100.0]] * 2}, periods=("2019", "2021"))
    reason = {"nl": "anders gemeten", "en": "measured otherwise"}
    tree = make_tree({"a": {"breaks": [{"period": "2020", "reason": reason}]}, "b": {}})
    early, late = (Side(stand_at(figures, tree, period), "R1") for period in ("2019", "2021"))
    assert compare(early, late).breaks == compare(late, early).breaks == ("a",)
    assert compare(late, late).breaks == compare(early, early).breaks == ()


def test_a_revised_figure_of_a_vintage_is_a_figure() -> None:
    posts = {"normalisation": {"method": "goalposts", "low": 0, "high": 100}}
    tree = make_tree({"a": {}, "b": {}}, **posts)
    sides = [Side(stand(make_figures({"a": [20.0], "b": [b]}), tree, AS_OF), "R0") for b in (40.0, 50.0)]
    assert causes(compare(*sides)) == pytest.approx({("b", "figure"): 5})


def test_two_methods_differ_in_ruler_weight_and_mean() -> None:
    figures = make_figures({"a": [0.0, 20.0, 40.0], "b": [0.0, 80.0, 160.0], "c": [1.0, 9.0, 5.0]})
    posts = {"normalisation": {"method": "goalposts", "low": 0, "high": 100}}
    plain = make_tree({"a": {}, "b": {}}, **posts)
    weighed = make_tree({"a": {"weight": 3}, "b": {}}, **posts)
    lowest = make_tree({"a": {}, "b": {}}, **posts, aggregation={"theme": "minimum"})
    ranked = make_tree({"a": {}, "b": {}}, normalisation={"method": "rank"})
    one = Side(stand(figures, plain, AS_OF), "R1")
    others = [Side(stand(figures, tree, AS_OF), "R1") for tree in (weighed, lowest, ranked)]
    assert {cause for _part, cause in causes(compare(one, others[0]))} == {"weight"}
    assert {cause for _part, cause in causes(compare(one, others[1]))} == {"aggregation"}
    assert {cause for _part, cause in causes(compare(one, others[2]))} == {"ruler"}


def test_causes_that_cannot_be_told_apart_stay_together() -> None:
    """A geometric mean of z scores below zero does not exist: ruler and mean can only change at once."""
    figures = make_figures({"a": [1.0, 2.0, 9.0], "b": [2.0, 3.0, 9.0]})
    z = make_tree({"a": {}, "b": {}}, normalisation={"method": "z_score"})
    geometric = make_tree({"a": {}, "b": {}}, aggregation={"theme": "geometric_mean"})
    found = compare(Side(stand(figures, z, AS_OF), "R1"), Side(stand(figures, geometric, AS_OF), "R1"))
    assert {cause for _part, cause in causes(found)} == {"ruler+aggregation"}
    assert sums(found)["points"].to_list() == pytest.approx(sums(found)["difference"].to_list())


def test_without_a_score_on_one_side_there_is_no_difference() -> None:
    figures = make_figures({"a": [NAN, 1.0, 2.0]})
    standing = stand(figures, make_tree({"a": {}}), AS_OF)
    found = compare(Side(standing, "R0"), Side(standing, "R1"))
    assert found.scores.rows() == [("t", None, 0, None, "onvoldoende_gegevens", None, *[None] * 4)]
    assert found.causes.is_empty()
    with pytest.raises(UsageFault, match="Onbekende regio 'X'"):
        compare(Side(standing, "X"), Side(standing, "R1"))


def test_the_overall_score_moves_by_its_themes() -> None:
    figures = make_figures({"a": [0.0, 40.0, 100.0], "b": [0.0, 10.0, 100.0]})
    tree = make_tree(
        {"a": {"theme": "t"}, "b": {"theme": "u"}}, themes=("t", "u"), aggregation={"overall": "geometric_mean"}
    )
    standing = stand(figures, tree, AS_OF)
    found = compare(Side(standing, "R1"), Side(standing, "R2"))
    overall = found.causes.filter(theme="overall")
    assert set(overall["cause"]) == {"figure"}
    assert overall["points"].sum() == pytest.approx(80)


def test_shapley_shares_an_interaction_equally() -> None:
    """f = x y from (1, 1) to (3, 5): both orders give 2 and 12, or 10 and 4; on average 6 and 8."""

    def product(chosen: tuple[int, ...]) -> Any:
        return np.array([(1, 3)[chosen[0]] * (1, 5)[chosen[1]]])

    assert shapley(((0,), (1,)), product)[:, 0].tolist() == [6, 8]


def test_shapley_counts_every_order_of_three_causes_once() -> None:
    """f = x y z + x from 0 to 1: the product needs all three, a third each; x alone has its own step."""

    def product(chosen: tuple[int, ...]) -> Any:
        return np.array([float(np.prod(chosen)) + chosen[0]])

    assert shapley(((0,), (1,), (2,)), product)[:, 0].tolist() == pytest.approx([4 / 3, 1 / 3, 1 / 3])
