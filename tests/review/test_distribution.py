"""Who gains and who loses: groups as stated, places and horizons by sign; shifting to later and elsewhere."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from brede_welvaart.definitions import Tree
from brede_welvaart.review.distribution import Outcomes, combined, distribution
from brede_welvaart.review.judgements import judge
from brede_welvaart.review.shifting import shifting
from brede_welvaart.vocabulary import HORIZONS, PLACES

SCENARIOS = {"x": {"label": "X", "source": "-"}, "y": {"label": "Y", "source": "-"}}


def _outcomes(project_of: Any, tree: Tree, change: Any) -> dict[tuple[str, str, str, str], tuple[str, list[str]]]:
    project = project_of(change)
    frame = distribution(project, tree, judge(project, tree.method.effects, {}))
    return {tuple(row[:4]): (row[4], row[5]) for row in frame.iter_rows()}


def _one(judgement: Any, **fields: Any) -> Any:
    def change(data: dict[str, Any]) -> None:
        effect = {key: value for key, value in data["effects"]["stiller"].items() if key != "assessments"}
        data["scenarios"] = SCENARIOS
        data["effects"] = {"een": {**effect, "gains": [], "judgements": {"laag": judgement}, **fields}}

    return change


@pytest.mark.parametrize(
    ("judgement", "place", "gains", "loses"),
    [
        ("positief", "wint", "wint", "verliest"),
        ("zeer_negatief", "verliest", "wint", "verliest"),
        ("neutraal", "neutraal", "neutraal", "neutraal"),
        ("onbekend", "onbekend", "onbekend", "onbekend"),
        ("niet_van_toepassing", "niet_onderzocht", "niet_onderzocht", "niet_onderzocht"),
        ({"x": "positief", "y": "negatief"}, "beide", "wint", "verliest"),
        ({"x": "positief", "y": "onbekend"}, "wint", "wint", "verliest"),
        ({"x": "neutraal", "y": "licht_positief"}, "wint", "wint", "verliest"),
        ({"x": "neutraal", "y": "onbekend"}, "onbekend", "onbekend", "onbekend"),
        ({"x": "negatief", "y": "onbekend"}, "verliest", "wint", "verliest"),
    ],
)
def test_one_effect(project_of: Any, tree: Tree, judgement: Any, place: str, gains: str, loses: str) -> None:
    found = _outcomes(project_of, tree, _one(judgement, gains=["buren"], loses=["gasten"]))
    carriers = [] if place == "niet_onderzocht" else ["een"]
    assert found["plaats", "straat", "rust", "laag"] == (place, carriers)
    assert found["horizon", "1-5", "rust", "laag"] == (place, carriers)
    assert found["groep", "buren", "rust", "laag"] == (gains, carriers)
    assert found["groep", "gasten", "rust", "laag"] == (loses, carriers)


def test_when_the_sign_changes_gainers_gain_where_it_is_positive(project_of: Any, tree: Tree) -> None:
    def change(data: dict[str, Any]) -> None:
        data["effects"]["stiller"] |= {"gains": ["buren", "gasten"], "loses": ["buren"]}
        for each in data["effects"]["stiller"]["assessments"]:
            each["judgements"] = {"laag": "positief", "hoog": "negatief"}

    found = _outcomes(project_of, tree, change)
    assert found["groep", "buren", "rust", "laag"] == ("wint", ["stiller"])
    assert found["groep", "buren", "rust", "hoog"] == ("verliest", ["stiller"])
    assert found["groep", "gasten", "rust", "laag"] == ("wint", ["stiller"])
    assert found["groep", "gasten", "rust", "hoog"] == ("onbekend", ["stiller"])


def test_empty_is_never_neutral(project_of: Any, tree: Tree) -> None:
    found = _outcomes(project_of, tree, _one("positief"))
    assert found["groep", "buren", "rust", "laag"] == ("niet_onderzocht", [])
    assert found["plaats", "land", "rust", "laag"] == ("niet_onderzocht", [])
    assert found["plaats", "straat", "ruimte", "laag"] == ("niet_onderzocht", [])
    assert found["plaats", "straat", "rust", "hoog"] == ("niet_onderzocht", [])


def test_a_group_that_gains_and_loses_has_both(project_of: Any, tree: Tree) -> None:
    found = _outcomes(project_of, tree, _one("positief", gains=["buren"], loses=["buren"]))
    assert found["groep", "buren", "rust", "laag"] == ("beide", ["een"])


def test_the_grid_is_full_and_has_the_groups_of_the_project(project_of: Any, tree: Tree) -> None:
    def change(data: dict[str, Any]) -> None:
        data["groups"] = {"vissers": {"label": {"nl": "Vissers"}}}
        data["effects"]["stiller"]["gains"] = ["vissers"]

    found = _outcomes(project_of, tree, change)
    assert len(found) == (3 + len(PLACES) + len(HORIZONS)) * 2 * 2
    assert found["groep", "vissers", "rust", "hoog"] == ("wint", ["stiller"])


def test_several_effects_combine() -> None:
    win: Outcomes = frozenset({"wint"})
    lose: Outcomes = frozenset({"verliest"})
    unknown: Outcomes = frozenset({"onbekend"})
    neutral: Outcomes = frozenset({"neutraal"})
    assert combined([win, unknown]) == "wint"
    assert combined([lose, neutral]) == "verliest"
    assert combined([win, lose, unknown]) == "beide"
    assert combined([unknown, neutral]) == "onbekend"
    assert combined([neutral]) == "neutraal"
    assert combined([]) == "niet_onderzocht"


def _shifting(project_of: Any, tree: Tree, change: Any) -> pl.DataFrame:
    project = project_of(change)
    return shifting(project, tuple(tree.themes), judge(project, tree.method.effects, {}))


def test_shifting_names_its_causes(project_of: Any, tree: Tree) -> None:
    rows = _shifting(project_of, tree, lambda data: None).rows()
    assert rows == [
        ("ruimte", name, to, ["dimensie"], ["stiller"], [effect], False, ["basis"])
        for name in ("laag", "hoog")
        for to, effect in (("later", "heg"), ("elders", "blik"))
    ]


def test_gain_and_loss_in_different_scenarios_are_no_shifting(project_of: Any, tree: Tree) -> None:
    def judged(gains: list[str], loses: list[str]) -> pl.DataFrame:
        def scenarios(data: dict[str, Any]) -> None:
            data["scenarios"] = {name: {"label": name, "about": "x", "source": "x"} for name in ("druk", "stil")}
            for effect, word, there in (("stiller", "positief", gains), ("heg", "negatief", loses), ("blik", "", ())):
                said = {name: word if name in there else "neutraal" for name in ("druk", "stil")}
                data["effects"][effect].pop("assessments", None)
                data["effects"][effect]["judgements"] = {"laag": said, "hoog": "neutraal"}

        return _shifting(project_of, tree, scenarios)

    assert judged(["druk"], ["stil"]).is_empty()
    assert judged(["druk", "stil"], ["stil"])["scenarios"].to_list() == [["stil"]]
    assert judged(["druk", "stil"], ["druk", "stil"])["scenarios"].to_list() == [["druk", "stil"]]


def test_gains_in_the_theme_itself_come_first(project_of: Any, tree: Tree) -> None:
    def change(data: dict[str, Any]) -> None:
        data["effects"]["plein"] = {**data["effects"]["stiller"], "theme": "ruimte"}

    frame = _shifting(project_of, tree, change)
    assert frame["gains"].to_list() == [["plein"]] * 4
    assert frame["within_theme"].all()


@pytest.mark.parametrize("judgement", ["negatief", "onbekend", "neutraal"])
def test_no_gain_here_and_now_is_no_shifting(project_of: Any, tree: Tree, judgement: str) -> None:
    def change(data: dict[str, Any]) -> None:
        for each in data["effects"]["stiller"]["assessments"]:
            each["judgements"] = dict.fromkeys(("laag", "hoog"), judgement)

    assert _shifting(project_of, tree, change).is_empty()


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"horizons": ["5-10", "40+"]}, [("later", ["horizon"])]),
        ({"horizons": ["1-5", "40+"]}, []),
        ({"places": ["regio", "land"]}, [("elders", ["plaats"])]),
        ({"places": ["straat", "land"]}, []),
        ({"places": ["buurt"], "horizons": ["40+"], "dimension": "later"}, [
            ("later", ["dimensie", "horizon"]), ("elders", ["plaats"]),
        ]),
    ],
)  # fmt: skip
def test_a_loss_further_off_than_a_gain_is_shifting_too(
    project_of: Any, tree: Tree, fields: dict[str, Any], found: list[Any]
) -> None:
    """The gain is in the street, within one to five years."""

    def change(data: dict[str, Any]) -> None:
        loss = {**data["effects"]["heg"], "theme": "rust", "dimension": "hier_en_nu", **fields}
        data["effects"] = {"stiller": data["effects"]["stiller"], "verlies": loss}

    frame = _shifting(project_of, tree, change).filter(alternative="laag")
    assert frame.select("to", "by").rows() == found
    assert all(row == (["stiller"], ["verlies"], True) for row in frame.select("gains", "loses", "within_theme").rows())
