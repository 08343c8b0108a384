"""What tests share: the small tree, copied so that a test may spoil it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

DATA = Path(__file__).parent / "data"


@pytest.fixture
def small_root(tmp_path: Path) -> Path:
    """A copy of the small tree: two themes, three regions, one project."""
    return Path(shutil.copytree(DATA / "tree", tmp_path / "tree"))
