"""The text of a project file: the same project when it is read back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from brede_welvaart.project_definitions import Project
from brede_welvaart.strict_yaml import parse_yaml
from brede_welvaart.validation import validate
from brede_welvaart.workbook.yaml_file import project_yaml
from tests.workbook.strategies import order, projects


@pytest.mark.slow
@pytest.mark.filterwarnings("error")
@settings(max_examples=60, deadline=None)
@given(projects())
def test_what_is_written_is_read_back(project: Project) -> None:
    text = project_yaml(project)
    again = validate(Project, parse_yaml(text, "project.yaml"), "project.yaml")
    assert again == project
    assert order(again) == order(project)
    assert project_yaml(again) == text
