"""Judgements as arrays: who said what, what counts, what mitigation and proposals change."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from brede_welvaart.definitions import Tree
from brede_welvaart.project_definitions import Project
from brede_welvaart.review.judgements import KNOWN, NOT_APPLICABLE, NOT_EXAMINED, UNKNOWN, judge, judgement_at, word
from brede_welvaart.vocabulary import JUDGEMENTS, STEPS


def _voices(data: dict[str, Any], *judgements: str) -> None:
    data["effects"] = {"een": data["effects"]["stiller"]}
    data["effects"]["een"]["assessments"] = [
        {"assessor": f"Lid {place}", "role": "lid", "judgements": {"laag": each}}
        for place, each in enumerate(judgements)
    ]


@pytest.mark.parametrize(
    ("said", "state", "step"),
    [
        (("positief",), KNOWN, 2.0),
        (("negatief", "zeer_positief", "licht_positief"), KNOWN, 1.0),
        (("licht_positief", "positief"), KNOWN, 1.5),
        (("onbekend", "negatief"), KNOWN, -2.0),
        (("niet_van_toepassing", "neutraal"), KNOWN, 0.0),
        (("niet_van_toepassing", "onbekend"), UNKNOWN, None),
        (("niet_van_toepassing",), NOT_APPLICABLE, None),
    ],
)
def test_median_of_those_who_know(project_of: Any, tree: Tree, said: tuple[str, ...], state: int, step: float) -> None:
    judgements = judge(project_of(lambda data: _voices(data, *said)), tree.method.effects, {})
    assert judgements.before.state[0, 0, 0] == state
    assert judgements.before.steps[0, 0, 0] == pytest.approx(np.nan if step is None else step, nan_ok=True)
    assert judgements.before.state[0, 1, 0] == NOT_EXAMINED


def test_half_a_step_takes_the_milder_word_and_mirrors() -> None:
    assert [word(step) for step in (0.0, 0.5, 1.5, 2.5)] == ["neutraal", "licht_positief", "licht_positief", "positief"]
    mirrored = {
        name: name.replace("negatief", "?").replace("positief", "negatief").replace("?", "positief") for name in STEPS
    }
    for half in range(-6, 7):
        assert word(-half / 2) == mirrored[word(half / 2)]


def test_judgement_at_gives_every_word_back(project_of: Any, tree: Tree) -> None:
    for name in JUDGEMENTS:
        judgements = judge(project_of(lambda data, name=name: _voices(data, name)), tree.method.effects, {})
        assert judgement_at(judgements.before, (0, 0, 0)) == name
        assert judgement_at(judgements.before, (0, 1, 0)) is None


def test_a_judgement_holds_in_every_scenario_or_in_the_one_it_names(project_of: Any, tree: Tree) -> None:
    def change(data: dict[str, Any]) -> None:
        data["scenarios"] = {"x": {"label": "X", "source": "-"}, "y": {"label": "Y", "source": "-"}}
        effect = data["effects"]["stiller"]
        del effect["assessments"]
        effect["judgements"] = {"laag": "positief", "hoog": {"y": "negatief"}}

    judgements = judge(project_of(change), tree.method.effects, {})
    row = judgements.effects.index("stiller")
    assert judgements.before.steps[row, 0].tolist() == [2, 2]
    assert judgements.before.state[row, 1].tolist() == [NOT_EXAMINED, KNOWN]


def _with_mitigation(data: dict[str, Any]) -> None:
    data["effects"]["heg"]["mitigation"] = {
        "measure": "Klimop.",
        "judgements": {"laag": "neutraal", "hoog": "onbekend"},
    }


def test_mitigation_replaces_only_what_it_states(project_of: Any, tree: Tree) -> None:
    judgements = judge(project_of(_with_mitigation), tree.method.effects, {})
    row, other = judgements.effects.index("heg"), judgements.effects.index("blik")
    assert judgements.before.steps[row].ravel().tolist() == [-2, -1]
    assert judgements.after.steps[row, 0, 0] == 0
    assert judgements.after.state[row].ravel().tolist() == [KNOWN, UNKNOWN]
    assert np.array_equal(judgements.after.steps[other], judgements.before.steps[other])


def test_mitigation_of_what_nobody_judged_changes_nothing(project_of: Any, tree: Tree) -> None:
    def change(data: dict[str, Any]) -> None:
        _with_mitigation(data)
        for each in data["effects"]["heg"]["assessments"]:
            each["judgements"].pop("laag", None)

    judgements = judge(project_of(change), tree.method.effects, {})
    assert judgements.after.state[judgements.effects.index("heg"), 0, 0] == NOT_EXAMINED


def test_a_proposal_counts_only_where_nobody_judged(project_of: Any, tree: Tree) -> None:
    def change(data: dict[str, Any]) -> None:
        data["effects"]["stiller"]["assessments"] = [
            {"assessor": "Ans", "role": "lid", "judgements": {"laag": "onbekend"}},
        ]

    project: Project = project_of(change)
    proposals = {("stiller", alternative, "basis"): "zeer_negatief" for alternative in project.alternatives}
    judgements = judge(project, tree.method.effects, proposals)  # type: ignore[arg-type]
    row = judgements.effects.index("stiller")
    assert judgements.before.state[row].ravel().tolist() == [UNKNOWN, KNOWN]
    assert judgements.before.steps[row, 1, 0] == -3
    assert judgements.proposed[row].ravel().tolist() == [False, True]
