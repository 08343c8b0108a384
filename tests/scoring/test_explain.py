"""The trace of a score: a hand calculation with the printed numbers gives the printed result."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brede_welvaart.errors import UsageFault
from brede_welvaart.scoring.explain import explain_indicator, explain_overall, explain_part, explain_theme
from tests.scoring.strategies import MEANS, QUICK, World, worlds
from tests.scoring.worlds import make_figures, make_tree, score

NAN = np.nan
RULERS: list[dict[str, Any]] = [
    {"method": "percentile_min_max"}, {"method": "min_max"}, {"method": "rank"}, {"method": "percentile_rank"},
    {"method": "goalposts", "low": -5, "high": 8}, {"method": "goalposts", "low": 1, "high": 8, "log": True},
    {"method": "goalposts", "low": -5, "high": 8, "cap": False}, {"method": "distance_to_target", "target": 12},
    {"method": "distance_to_reference", "region": "R0"}, {"method": "z_score"},
]  # fmt: skip


def by_hand(formula: str) -> float:
    """What the printed sum gives."""
    return float(eval(formula, {"__builtins__": {}, "ln": math.log, "min": min, "max": max}))


@QUICK
@given(worlds(smallest=2), st.sampled_from(RULERS), st.sampled_from(MEANS))
def test_the_printed_sums_give_the_printed_scores(world: World, ruler: dict[str, Any], mean: str) -> None:
    context = world.context(normalisation=ruler, aggregation={"theme": mean, "overall": mean}, minimum_coverage=0)
    for trace in (*(explain_theme(context, "R0", theme) for theme in ("t", "u")), explain_overall(context, "R0")):
        for step in ("score", "weight", "contribution"):
            formula = "formula" if step == "score" else f"{step}_formula"
            if formula in trace.rows.columns:
                for row in trace.rows.drop_nulls(formula).iter_rows(named=True):
                    assert by_hand(row[formula]) == pytest.approx(row[step], abs=1e-9)
        if trace.score is not None:
            assert trace.formula is not None
            assert by_hand(trace.formula) == pytest.approx(trace.score, abs=1e-9)
            assert trace.rows["contribution"].sum() == pytest.approx(trace.score, abs=1e-9)
            counting = trace.rows.filter((pl.col("weight") > 0) & pl.col("score").is_not_null())
            assert counting["contribution_formula"].null_count() == 0


def test_a_trace_reads_like_a_sum_on_paper() -> None:
    context = score(
        {"a": [2.0, 4.0, 12.0], "b": [7.0, 5.0, 3.0]}, make_tree({"a": {}, "b": {"polarity": "lower_is_better"}})
    )
    trace = explain_theme(context, "R1", "t")
    assert trace.rows["formula"].to_list() == [
        "min(100, max(0, 100 * (4 - 2) / (12 - 2)))", "min(100, max(0, 100 * (5 - 7) / (3 - 7)))",
    ]  # fmt: skip
    assert trace.rows["contribution"].to_list() == [10, 25]
    assert (trace.formula, trace.score, trace.reason) == ("0.5 * 20 + 0.5 * 50", 35, None)


def test_what_does_not_count_is_in_the_trace_with_its_reason() -> None:
    tree = make_tree({"a": {}, "b": {"polarity": "none"}, "c": {"weight": 0}, "d": {}}, minimum_coverage=0.9)
    trace = explain_theme(score({"a": [1.0, 2.0], "b": [1.0, 2.0], "c": [1.0, 2.0], "d": [NAN, NAN]}, tree), "R1", "t")
    assert trace.rows["score_reason"].to_list() == [None, "geen_richting", None, "geen_cijfer"]
    assert trace.rows["contribution"].to_list() == [None] * 4
    assert (trace.score, trace.formula, trace.reason) == (None, None, "onvoldoende_gegevens")


def test_one_indicator_has_the_trace_of_its_row() -> None:
    context = score({"a": [1.0, 2.0], "b": [3.0, 4.0]}, make_tree({"a": {}, "b": {}}))
    trace = explain_indicator(context, "R1", "b")
    assert trace.rows["indicator"].to_list() == ["b"]
    assert (trace.theme, trace.score) == ("t", 100)


def test_unknown_names_are_told_with_those_that_exist() -> None:
    tree = make_tree({"a": {}, "los": {"theme": None}})
    context = score({"a": [1.0, 2.0], "los": [1.0, 2.0]}, tree)
    with pytest.raises(UsageFault, match="Onbekende regio 'R9'"):
        explain_theme(context, "R9", "t")
    with pytest.raises(UsageFault, match="Onbekend thema 'x'; verwacht een van: t"):
        explain_theme(context, "R0", "x")
    with pytest.raises(UsageFault, match="Onbekende indicator 'x'"):
        explain_indicator(context, "R0", "x")
    with pytest.raises(UsageFault, match="hoort bij geen thema"):
        explain_indicator(context, "R0", "los")


def test_without_an_overall_score_there_is_nothing_to_explain() -> None:
    with pytest.raises(UsageFault, match="geen totaalscore"):
        explain_overall(score({"a": [1.0, 2.0]}, make_tree({"a": {}})), "R0")


def test_an_overall_score_is_explained_with_its_sensitivity_range() -> None:
    tree = make_tree({"a": {}, "b": {}}, aggregation={"overall": "arithmetic_mean"}, uncertainty={"draws": 50})
    values = {"a": [1.0, 2.0, 3.0], "b": [3.0, 1.0, 2.0]}
    trace = explain_part(score(values, tree), make_figures(values), "R2", "overall")
    assert trace.score is not None
    assert trace.low is not None
    assert trace.high is not None
    assert trace.low < trace.score < trace.high
    with pytest.raises(UsageFault, match="Onbekend thema of onbekende indicator 'x'; verwacht"):
        explain_part(score(values, tree), make_figures(values), "R2", "x")
