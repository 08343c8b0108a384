"""Two versions of a project: the points of all causes add up to the difference of every score."""

from __future__ import annotations

from typing import Any

import polars as pl
from hypothesis import given, settings

from brede_welvaart.project_definitions import Project
from brede_welvaart.review.compare import ProjectComparison, Version, compare_versions
from tests.review.strategies import METHOD, Data, project, projects, reviewed

few = settings(max_examples=25, deadline=None)
OTHER = METHOD.model_copy(update={"importance": {"laag": 1.0, "midden": 1.5, "hoog": 4.0}})
CELL = ["stage", "theme", "alternative", "scenario"]
OPPOSITE = {"effect_vervallen": "effect_toegevoegd", "effect_toegevoegd": "effect_vervallen"}


def _compared(a: Project, b: Project, methods: Any = (METHOD, METHOD)) -> ProjectComparison:
    first, last = (Version(each, reviewed(each, method), method) for each, method in zip((a, b), methods, strict=True))
    return compare_versions(first, last)


def _adds_up(found: ProjectComparison) -> None:
    sums = found.causes.group_by(CELL).agg(pl.col("plus", "minus", "balance").sum())
    both = found.scores.join(sums, on=CELL, how="left").with_columns(pl.col("plus", "minus", "balance").fill_null(0))
    known = both.filter(pl.col("difference").is_not_null())
    for name in ("plus", "minus", "balance"):
        assert ((known[f"{name}_b"] - known[f"{name}_a"] - known[name]).abs() < 1e-9).all()
    unknown = both.filter(pl.col("difference").is_null()).select(CELL).join(found.causes, on=CELL)
    assert unknown["balance"].is_null().all()


@few
@given(projects, projects)
def test_causes_add_up(one: Data, other: Data) -> None:
    _adds_up(_compared(project(one), project(other)))
    _adds_up(_compared(project(one), project(other), (METHOD, OTHER)))


@few
@given(projects, projects)
def test_the_other_way_round_has_the_opposite_sign(one: Data, other: Data) -> None:
    there, back = (_compared(project(a), project(b)).causes for a, b in ((one, other), (other, one)))
    turned = back.with_columns(pl.col("cause").replace(OPPOSITE), -pl.col("plus", "minus", "balance"))
    keys = [*CELL, "effect", "cause"]
    both = there.join(turned, on=keys, how="full", suffix="_turned", nulls_equal=True)
    assert both.height == there.height == turned.height
    for name in ("plus", "minus", "balance"):
        assert ((both[name] - both[f"{name}_turned"]).abs().drop_nulls() < 1e-9).all()


@few
@given(projects)
def test_nothing_moves_when_nothing_changed(data: Data) -> None:
    found = _compared(project(data), project(data))
    assert found.causes.is_empty()
    assert found.changes.is_empty()
    assert (found.scores["difference"].drop_nulls() == 0).all()


@few
@given(projects, projects)
def test_only_effects_that_changed_get_points(one: Data, other: Data) -> None:
    same = {name for name in one if one.get(name) == other.get(name)}
    assert same.isdisjoint(_compared(project(one), project(other)).causes["effect"])


@few
@given(projects)
def test_another_method_is_the_only_cause_of_its_own_points(data: Data) -> None:
    found = _compared(project(data), project(data), (METHOD, OTHER))
    assert set(found.causes["cause"]) <= {"methode"}


def _effect(judgement: str, **fields: Any) -> Data:
    base = {"theme": "t1", "importance": "midden", "certainty": "hoog", "mitigation": None}
    return {**base, "assessments": [{"a": judgement}], **fields}


def test_causes_by_hand() -> None:
    """Two effects of weight 2: +2 and 0 give 1; then 0 becomes +2 and its weight 3, so 2: points 1 in all."""
    before = project({"een": _effect("positief"), "twee": _effect("neutraal")})
    after = project({"een": _effect("positief"), "twee": _effect("positief", importance="hoog")})
    found = _compared(before, after)
    rows = found.causes.filter(stage="zonder_maatregelen", scenario="x").select("effect", "cause", "balance").rows()
    # oordeel: 2.5 x 2 x (1/4 + 1/5) / 2 = 1.125; belang: 1 x 1 x 0.225 - (4 + 10) / 2 / 20 = -0.125
    assert [row[:2] for row in rows] == [("twee", "oordeel"), ("twee", "belang")]
    assert abs(rows[0][2] - 1.125) < 1e-12
    assert abs(rows[1][2] + 0.125) < 1e-12
    places = found.changes.rows()
    assert places == [
        ("effects.twee.importance", "midden", "hoog"),
        ("effects.twee.assessments.1.judgements.a", "neutraal", "positief"),
    ]


def test_effects_come_go_and_move() -> None:
    before = project({"blijft": _effect("positief"), "weg": _effect("negatief"), "loopt": _effect("positief")})
    after = project(
        {"blijft": _effect("positief"), "komt": _effect("positief"), "loopt": _effect("positief", theme="t2")}
    )
    found = _compared(before, after).causes.filter(stage="zonder_maatregelen", scenario="x", theme="t1")
    assert dict(found.select("effect", "cause").iter_rows()) == {
        "weg": "effect_vervallen", "komt": "effect_toegevoegd", "loopt": "thema",
    }  # fmt: skip


def test_mitigation_moves_only_the_scores_after_it() -> None:
    before = project({"een": _effect("negatief"), "twee": _effect("positief")})
    after = project({"een": _effect("negatief", mitigation={"a": "neutraal"}), "twee": _effect("positief")})
    causes = _compared(before, after).causes.filter(scenario="x")
    assert causes.select("stage", "effect", "cause", "balance").rows() == [("met_maatregelen", "een", "maatregel", 1.0)]


def test_an_alternative_of_one_version_has_scores_but_no_causes() -> None:
    before, after = project({"een": _effect("positief")}), project({"een": _effect("positief")}, ("b", "c"))
    found = _compared(before, after)
    assert set(found.scores["alternative"]) == {"a", "b", "c"}
    assert found.scores.filter(pl.col("alternative") != "b")["difference"].is_null().all()
    assert found.causes.is_empty()
