"""Wrong project files: each folder holds the part that spoils the clean project, and the exact message."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from brede_welvaart.definitions import Tree
from brede_welvaart.errors import InputFault
from brede_welvaart.language import speaking
from brede_welvaart.review import check_references, check_values
from brede_welvaart.strict_yaml import read_yaml

WRONG = Path(__file__).parent / "wrong"
NAMES = sorted(path.name for path in WRONG.iterdir())


def _merged(data: Any, part: Any) -> Any:
    if not isinstance(data, dict) or not isinstance(part, dict):
        return part
    return {**data, **{key: _merged(data.get(key), value) for key, value in part.items()}}


@pytest.mark.parametrize("name", NAMES)
def test_wrong_project(project_of: Any, context_of: Any, tree: Tree, regions: pl.DataFrame, name: str) -> None:
    part = read_yaml(WRONG / name / "project.yaml")
    project = project_of(lambda data: data.update(_merged(data, part)))
    findings = check_references(project, tree, regions, "project.yaml")
    findings = findings or check_values(project, tree, context_of(), "project.yaml")
    assert f"{InputFault(findings)}\n" == (WRONG / name / "message.txt").read_text()


def test_there_are_wrong_projects() -> None:
    assert len(NAMES) >= 10


def test_the_clean_project_has_no_faults(project_of: Any, context_of: Any, tree: Tree, regions: pl.DataFrame) -> None:
    assert check_references(project_of(), tree, regions) == []
    assert check_values(project_of(), tree, context_of()) == []


def test_a_unit_may_be_in_either_language_but_is_asked_for_in_that_of_the_reader(
    project_of: Any, tree: Tree, regions: pl.DataFrame
) -> None:
    def stated(unit: str) -> Any:
        quantity = {"indicator": "groen", "unit": unit, "period": "2030", "changes": {}}
        return project_of(lambda data: data["effects"]["heg"].update(quantity=quantity))

    for unit in ("procentpunt", "Percentage point", "%"):
        assert check_references(stated(unit), tree, regions) == []
    with speaking("en"):
        (finding,) = check_references(stated("hectare"), tree, regions)
    assert finding.expected == "the unit of the indicator: '%' or 'percentage point'"


def test_an_indicator_without_figures_is_refused(project_of: Any, context_of: Any, tree: Tree, regions: Any) -> None:
    def change(data: dict[str, Any]) -> None:
        quantity = {"indicator": "geluid", "unit": "dB", "period": "2030", "changes": {}}
        data["effects"]["stiller"]["quantity"] = quantity

    bare = tree.indicators["geluid"].model_copy(update={"figures": ()})
    spoiled = tree.model_copy(update={"indicators": {**tree.indicators, "geluid": bare}})
    empty = context_of({"2022": {"geluid": [None] * 8, "groen": [40.0] * 8}})
    for findings in (
        check_references(project_of(change), spoiled, regions),
        check_values(project_of(change), tree, empty),
    ):
        assert [each.place for each in findings] == ["effects.stiller.quantity.indicator"]


def test_a_region_that_no_longer_exists_is_said_to_be_gone(project_of: Any, tree: Tree, regions: pl.DataFrame) -> None:
    later = regions.with_columns(current=pl.col("region") != "R1")
    (finding,) = check_references(project_of(), tree, later)
    assert (finding.place, finding.found) == ("region", "'R1' (Dorp 1), die niet meer bestaat")
