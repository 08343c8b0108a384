"""Scores of every year on one ruler."""

from __future__ import annotations

import numpy as np
import pytest

from brede_welvaart.scoring.context import score_context
from brede_welvaart.scoring.periods import score_periods
from tests.scoring.worlds import AS_OF, make_figures, make_tree

NAN = np.nan
YEARS = ("2020", "2021", "2023")


def test_every_year_is_read_off_the_latest_ruler() -> None:
    figures = make_figures({"a": [[5, 5, 5], [0, 10, 20], [0, 50, 100]]}, YEARS)
    found = score_periods(figures, make_tree({"a": {}}))
    assert found.scores[0].tolist() == [[5, 5, 5], [0, 10, 20], [0, 50, 100]]


def test_the_rulers_of_a_context_can_be_used_on_other_figures() -> None:
    tree = make_tree({"a": {}})
    context = score_context(make_figures({"a": [0.0, 50.0, 100.0]}), tree, AS_OF)
    project = make_figures({"a": [20.0, 50.0, 120.0]}, ("2030",))
    assert score_periods(project, tree, context.laid).scores[0].tolist() == [[20, 50, 100]]


def test_coverage_is_that_of_the_year() -> None:
    figures = make_figures({"a": [[1, 2], [1, 2]], "b": [[NAN, NAN], [1, 2]]}, ("2022", "2023"))
    found = score_periods(figures, make_tree({"a": {}, "b": {}}, minimum_coverage=0.6))
    assert found.coverage[0].tolist() == [[0.5, 0.5], [1, 1]]
    assert np.isnan(found.scores[0, 0]).all()


def test_figures_carry_forward_only_if_the_method_says_so() -> None:
    figures = make_figures({"a": [[0, 10], [0, NAN], [0, 10]]}, YEARS)
    assert np.isnan(score_periods(figures, make_tree({"a": {}})).scores[0, 1, 1])
    carrying = score_periods(figures, make_tree({"a": {}}, carry_forward=True, max_age_years=1))
    assert carrying.scores[0, 1, 1] == 100
    late = make_figures({"a": [[0, 10], [0, 10], [0, NAN]]}, YEARS)
    assert np.isnan(score_periods(late, make_tree({"a": {}}, carry_forward=True, max_age_years=1)).scores[0, 2, 1])


def test_ranks_and_frame() -> None:
    figures = make_figures({"a": [[0, 50, 100], [0, NAN, 100]]}, ("2022", "2023"))
    found = score_periods(figures, make_tree({"a": {}}, minimum_coverage=0))
    assert found.ranks(np.array([True, True, True]), 1)[0].tolist() == [[3, 2, 1], [2, 0, 1]]
    rows = found.frame().filter(region="R1").select("theme", "period", "score", "coverage").rows()
    assert rows == [("t", "2022", pytest.approx(50), 1), ("t", "2023", None, 0)]
