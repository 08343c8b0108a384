"""Trees with published figures, copied so that a store can be built beside them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from brede_welvaart.loading import load
from brede_welvaart.pipeline import context
from brede_welvaart.scoring.context import Context

HERE = Path(__file__).parent


@pytest.fixture
def published(tmp_path: Path) -> Callable[[str], Context]:
    """The context of a published tree, by the program's own files and commands."""

    def scored(name: str) -> Context:
        return context(load(shutil.copytree(HERE / name, tmp_path / name)), date(2024, 3, 13))

    return scored
