"""The whole review of a project: every frame, on the small tree and on a framework with other themes."""

from __future__ import annotations

from typing import Any

import pytest

from brede_welvaart.definitions import Tree
from brede_welvaart.errors import InputFault
from brede_welvaart.review import Review, check_references, review_project
from brede_welvaart.vocabulary import DISTRIBUTIONS, JUDGEMENTS, SCENARIO_VERDICTS, THEME_LABELS


def test_every_frame_has_its_vocabulary(project_of: Any, context_of: Any, tree: Tree) -> None:
    review: Review = review_project(project_of(), tree, context_of())
    assert set(review.cells["label"]) | set(review.cells["label_after"]) <= THEME_LABELS.keys()
    assert set(review.effects["judgement"]) <= JUDGEMENTS.keys()
    assert set(review.verdicts["verdict"]) <= SCENARIO_VERDICTS.keys()
    assert set(review.distribution["outcome"]) <= DISTRIBUTIONS.keys()


def test_effects_keep_the_order_of_the_file(project_of: Any, context_of: Any, tree: Tree) -> None:
    review = review_project(project_of(), tree, context_of())
    assert review.effects["effect"].unique(maintain_order=True).to_list() == ["stiller", "heg", "blik"]
    row = review.effects.filter(effect="stiller", alternative="hoog").row(0, named=True)
    assert (row["step"], row["step_low"], row["step_high"], row["assessors"]) == (2.5, 2, 3, 2)
    assert (row["judgement"], row["judgement_after"], row["proposed"]) == ("positief", "positief", False)


@pytest.mark.parametrize(("judgement", "spreads"), [("neutraal", []), ("licht_negatief", [3.0])])
def test_disagreement_from_three_steps(
    project_of: Any, context_of: Any, tree: Tree, judgement: str, spreads: list[float]
) -> None:
    def change(data: dict[str, Any]) -> None:
        data["effects"]["stiller"]["assessments"][0]["judgements"] = {"laag": judgement, "hoog": "positief"}

    review = review_project(project_of(change), tree, context_of())
    assert review.disagreements["spread"].to_list() == spreads


def test_an_impossible_quantity_stops_the_review(project_of: Any, context_of: Any, tree: Tree) -> None:
    def change(data: dict[str, Any]) -> None:
        changes = {"laag": {"low": 50, "central": 60, "high": 70}}
        quantity = {"indicator": "groen", "unit": "%", "period": "2030", "changes": changes}
        data["effects"]["heg"]["quantity"] = quantity

    with pytest.raises(InputFault) as fault:
        review_project(project_of(change), tree, context_of())
    assert [each.place for each in fault.value.findings] == ["effects.heg.quantity.changes.laag.high"]


def test_a_framework_with_ten_themes_of_its_own(project_of: Any, context_of: Any, tree: Tree, regions: Any) -> None:
    """Nothing knows which themes there are: two more than the planning bureaus, with other names."""
    theme = next(iter(tree.themes.values()))
    themes = {"rust": theme, "ruimte": theme, **{f"thema_{number}": theme for number in range(3, 11)}}
    framework = tree.model_copy(update={"themes": themes})

    def change(data: dict[str, Any]) -> None:
        data["effects"]["heg"]["theme"] = "thema_10"

    project = project_of(change)
    assert check_references(project, framework, regions) == []
    review = review_project(project, framework, context_of(tree=framework))
    assert review.cells["theme"].unique(maintain_order=True).to_list() == list(themes)
    assert review.cells.filter(theme="thema_10")["label"].to_list() == ["negatief", "negatief"]
    assert sum(each.code == "thema_niet_onderzocht" for each in review.checks) == 7


def test_a_project_without_effects_is_reviewed(project_of: Any, context_of: Any, tree: Tree) -> None:
    review = review_project(project_of(lambda data: data.update(effects={})), tree, context_of())
    assert set(review.cells["label"]) == {"niet_onderzocht"}
    assert review.effects.is_empty()
    assert review.joins.is_empty()
    assert "thema_niet_onderzocht" in [each.code for each in review.checks]
