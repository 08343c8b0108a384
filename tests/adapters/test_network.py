"""One update per shipped source from the real services, for those who can reach them: pytest -m network."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from brede_welvaart.adapters.task import Options
from brede_welvaart.adapters.update import fetch_tables
from brede_welvaart.loading import load
from brede_welvaart.resources import default_root

SOURCES = [name for name, source in load(default_root()).sources.items() if source.refresh]


@pytest.mark.network
@pytest.mark.parametrize("name", SOURCES)
def test_the_shipped_definition_fits_the_service(name: str, tmp_path: Path) -> None:
    for folder in ("indicators", "sources"):
        shutil.copytree(default_root() / folder, tmp_path / folder)
    (outcome,) = fetch_tables(load(tmp_path), [name], Options(dry_run=True))
    assert outcome.state in {"zou_wijzigen", "ongewijzigd"}, outcome.message
