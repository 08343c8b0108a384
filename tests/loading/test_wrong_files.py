"""Every folder of tests/data/loading spoils the small tree and holds the exact message that follows."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from brede_welvaart.errors import InputFault
from brede_welvaart.loading import load
from brede_welvaart.projects import load_project, project_names

CASES = sorted((Path(__file__).parents[1] / "data" / "loading").iterdir())


def load_everything(root: Path) -> None:
    """Load the definitions of a tree and all its projects."""
    tree = load(root)
    for name in project_names(tree):
        load_project(tree, name)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_message(case: Path, small_root: Path) -> None:
    shutil.copytree(case, small_root, dirs_exist_ok=True)
    with pytest.raises(InputFault) as fault:
        load_everything(small_root)
    assert str(fault.value) == (case / "message.txt").read_text().rstrip("\n")
