"""What Amsterdam's Brede Welvaart Scan holds fits in: its ten themes, and every field of an argument and a scan."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import brede_welvaart as bw
from brede_welvaart.definitions import Tree
from brede_welvaart.loading import load
from brede_welvaart.projects import load_project
from brede_welvaart.workbook import flatten, project_yaml, read_workbook, write_workbook

ROOT = Path(__file__).parents[2]
REGIONS = {"R1": "R1", "R2": "R2", "R3": "R3"}


@pytest.fixture
def ten_themes(small_root: Path) -> Tree:
    """The small tree under the ten themes, with its figures on safety and housing, and a scan as project."""
    folder = small_root / "indicators"
    shutil.copy(ROOT / "docs" / "frameworks" / "amsterdam-themes.yaml", folder / "themes.yaml")
    (folder / "rust").rename(folder / "veiligheid")
    (folder / "ruimte").rename(folder / "wonen")
    (small_root / "reports" / "projects" / "muur.yaml").unlink()
    shutil.copy(ROOT / "tests" / "data" / "workbook" / "scan.yaml", small_root / "reports" / "projects" / "scan.yaml")
    return load(small_root)


def test_a_scan_loads_scores_checks_and_reports_over_ten_themes(ten_themes: Tree) -> None:
    scored = bw.score(ten_themes, "scan")
    labels = dict(scored.review.cells.select("theme", "label").iter_rows())
    assert list(labels) == list(ten_themes.themes)
    assert len(labels) == 10
    assert {theme: label for theme, label in labels.items() if label != "niet_onderzocht"} == {
        "natuurlijk_kapitaal": "negatief",
        "sociaal_kapitaal": "positief",
        "veiligheid": "neutraal",
        "wonen": "positief",
    }
    assert bw.check(ten_themes.root).findings == ()
    html, document = (
        path.read_text("utf-8") for path in bw.report(ten_themes, "scan", bw.Order(("html", "json"))).paths
    )
    assert all(theme.label.nl in html for theme in ten_themes.themes.values())
    assert len(json.loads(document)["themes"]) == 10
    for text in (
        "Vraag van de stadsdeelcommissie",
        "De raad wil weten",
        "half leeg",
        "twaalf mensen",
        "300 woningen naast",
        "<q>Beton vraagt zand.</q>",
        "or-123",
        "Uitputting van grondstoffen.",
    ):
        assert text in html


def test_a_scan_survives_workbook_and_file(ten_themes: Tree) -> None:
    project = load_project(ten_themes, "scan")
    received = read_workbook(write_workbook(ten_themes, REGIONS, flatten(project)), "scan.xlsx", ten_themes, REGIONS)
    assert received.findings == ()
    assert received.project == project
    (ten_themes.root / "reports" / "projects" / "terug.yaml").write_text(project_yaml(project), "utf-8")
    assert load_project(ten_themes, "terug") == project
