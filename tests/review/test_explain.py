"""The trace of a theme in a project: contributions add up, and the sum written out gives the same balance."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from hypothesis import given

from brede_welvaart.definitions import Tree
from brede_welvaart.errors import UsageFault
from brede_welvaart.review import review_project
from brede_welvaart.review.explain import explain_review, explain_theme
from tests.review.strategies import THEMES, Data, few, project, projects, reviewed

NUMBERS = [f"{name}{suffix}" for suffix in ("", "_after") for name in ("plus", "minus", "balance")]
GRID = ["alternative", "scenario"]


@few
@given(projects)
def test_contributions_add_up_to_every_score(data: Data) -> None:
    review = reviewed(project(data))
    for theme in THEMES:
        trace = explain_theme(review, theme)
        for cell in trace.cells.iter_rows(named=True):
            parts = trace.rows.filter(**{key: cell[key] for key in GRID})
            for number in NUMBERS:
                found = parts[number].drop_nulls()
                assert (cell[number] is None) == found.is_empty()
                assert found.is_empty() or abs(found.sum() - cell[number]) < 1e-9
            assert (cell["formula"] is None) == (cell["balance"] is None)
            assert cell["formula"] is None or abs(eval(cell["formula"]) - cell["balance"]) < 1e-9


def test_by_hand(project_of: Any, context_of: Any, tree: Tree) -> None:
    """Weights 2 and 3, steps +2 and -1: shares 0.4 and 0.6, plus 0.8, minus 0.6."""

    def change(data: dict[str, Any]) -> None:
        base = {key: value for key, value in data["effects"]["stiller"].items() if key != "assessments"}
        data["effects"] = {
            "een": {**base, "judgements": {"laag": "positief"}},
            "twee": {**base, "importance": "hoog", "judgements": {"laag": "licht_negatief"}},
            "drie": {**base, "importance": "hoog", "judgements": {"laag": "onbekend"}},
        }

    trace = explain_theme(review_project(project_of(change), tree, context_of()), "rust")
    rows = trace.rows.filter(alternative="laag").select("effect", "weight", "share", "plus", "minus").rows()
    assert rows == [
        ("een", 2, 0.4, pytest.approx(0.8), 0),
        ("twee", 3, 0.6, 0, pytest.approx(0.6)),
        ("drie", 3, None, None, None),
    ]
    assert trace.cells.filter(alternative="laag")["formula"].to_list() == ["(2 * 2 + 3 * (-1)) / (2 + 3)"]
    assert trace.cells.filter(alternative="hoog")["formula"].to_list() == [None]


def test_an_indicator_shows_only_the_effects_that_name_it(project_of: Any, context_of: Any, tree: Tree) -> None:
    def change(data: dict[str, Any]) -> None:
        data["effects"]["ook"] = data["effects"]["stiller"]
        data["effects"]["stiller"] = {**data["effects"]["stiller"], "indicator": "geluid"}

    made = project_of(change)
    review = review_project(made, tree, context_of())
    trace = explain_review(made, tree, review, "geluid")
    assert (trace.theme, set(trace.rows["effect"])) == ("rust", {"stiller"})
    assert trace.cells.equals(explain_review(made, tree, review, "rust").cells)
    assert set(explain_review(made, tree, review, "rust").rows["effect"]) == {"stiller", "ook"}


@pytest.mark.parametrize("name", ["rusd", "inwoners"])
def test_an_unknown_name_is_refused(project_of: Any, context_of: Any, tree: Tree, name: str) -> None:
    made = project_of()
    with pytest.raises(UsageFault, match=f"'{name}'; verwacht een van: "):
        explain_review(made, tree, review_project(made, tree, context_of()), name)


def test_a_theme_without_effects_has_empty_cells(project_of: Any, context_of: Any, tree: Tree) -> None:
    review = review_project(project_of(lambda data: data.update(effects={})), tree, context_of())
    trace = explain_theme(review, "rust")
    assert trace.rows.is_empty()
    assert trace.cells["balance"].is_null().all()
    assert isinstance(trace.cells.schema["formula"], pl.String)
