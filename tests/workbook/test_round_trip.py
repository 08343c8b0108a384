"""From project to workbook and back: the same project, whatever people wrote."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings

from brede_welvaart.definitions import Tree
from brede_welvaart.loading import load
from brede_welvaart.project_definitions import Project
from brede_welvaart.workbook.flatten import flatten
from brede_welvaart.workbook.reading import read_workbook
from brede_welvaart.workbook.writing import write_workbook
from tests.workbook.strategies import REGIONS, order, projects

SMALL = Path(__file__).parents[1] / "data" / "tree"


@cache
def small_tree() -> Tree:
    return load(SMALL)


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(projects())
def test_a_workbook_gives_its_project_back(project: Project) -> None:
    content = write_workbook(small_tree(), REGIONS, flatten(project))
    received = read_workbook(content, "werkboek.xlsx", small_tree(), REGIONS)
    assert received.findings == ()
    assert received.project == project
    assert order(received.project) == order(project)
