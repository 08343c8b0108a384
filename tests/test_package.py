"""The wheel carries the figures and works far from the checkout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the checkout."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "-q", "-w", str(folder), "."]
    subprocess.run(command, check=True, cwd=ROOT, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.mark.slow
def test_the_wheel_holds_the_tree_and_nothing_made(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert "brede_welvaart/_tree/indicators/themes.yaml" in names
    assert any(name.startswith("brede_welvaart/_tree/sources/snapshot/") for name in names)
    assert any(name.startswith("brede_welvaart/_tree/reports/templates/") for name in names)
    assert not [name for name in names if "output/" in name or name.endswith(".duckdb") or name.startswith("tests/")]


@pytest.mark.slow
def test_the_wheel_works_elsewhere(wheel: Path, tmp_path: Path) -> None:
    target, home = tmp_path / "site", tmp_path / "home"
    command = [sys.executable, "-m", "pip", "install", "--no-deps", "-q", "--target", str(target), str(wheel)]
    subprocess.run(command, check=True, capture_output=True)
    place = {**os.environ, "PYTHONPATH": str(target), "HOME": str(home), "XDG_CACHE_HOME": str(home / "cache")}

    def welvaart(*arguments: str) -> subprocess.CompletedProcess[str]:
        call = [sys.executable, "-m", "brede_welvaart", *arguments]
        return subprocess.run(call, capture_output=True, text=True, check=False, cwd=tmp_path, env=place, timeout=120)

    where = subprocess.run(
        [sys.executable, "-c", "import brede_welvaart; print(brede_welvaart.__file__)"],
        capture_output=True, text=True, check=True, cwd=tmp_path, env=place,
    )  # fmt: skip
    assert where.stdout.startswith(str(target))
    answer = welvaart("context", "GM0141", "--format", "json")
    assert answer.returncode == 0, answer.stderr
    assert json.loads(answer.stdout)["regions"][0]["name"] == "Almelo"
    report = welvaart("report", "stationsplein-vergroenen", "--formats", "html")
    assert report.returncode == 0, report.stderr
    assert (tmp_path / "reports/output/stationsplein-vergroenen/stationsplein-vergroenen.html").is_file()
