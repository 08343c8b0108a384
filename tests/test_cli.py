"""The command line as a user meets it: exit codes, Dutch messages, data on stdout and messages on stderr."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest


def welvaart(*arguments: str, root: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run the program as a process of its own."""
    place = ["--root", str(root)] if root else []
    command = [sys.executable, "-m", "brede_welvaart", *place, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def test_help_is_dutch_and_english_on_request() -> None:
    assert "Gebruik:" in welvaart("--help").stdout
    english = welvaart("--lang", "en", "--help").stdout
    assert "Usage:" in english
    assert "Weigh plans" in english


def test_unknown_command_is_a_usage_fault() -> None:
    answer = welvaart("raport")
    assert answer.returncode == 2
    assert "Onbekende opdracht 'raport'" in answer.stderr
    assert not answer.stdout


def test_context_json_has_the_promised_shape(small_root: Path) -> None:
    answer = welvaart("context", "R1", "--format", "json", "--as-of", "2023-01-01", root=small_root)
    assert answer.returncode == 0, answer.stderr
    document = json.loads(answer.stdout)
    (region,) = document["regions"]
    assert (region["region"], region["name"]) == ("R1", "R1")
    quiet, space = region["themes"]
    assert quiet["score"] == 100
    assert quiet["coverage"] == {"present": 1, "of": 1, "weight_share": 1}
    (noise,) = quiet["indicators"]
    assert (noise["value"], noise["period"], noise["rank_label"], noise["ranked"]) == (52, "2022", "1", 3)
    assert noise["trend"]["direction"] == "stijgend"
    assert noise["trend"]["welfare"] == "worse"
    assert space["score"] == 0


def test_missing_is_null_with_a_reason(small_root: Path) -> None:
    document = json.loads(welvaart("context", "R3", "--format", "json", root=small_root).stdout)
    space = document["regions"][0]["themes"][1]
    assert space["score"] is None
    assert space["reason"] == "onvoldoende_gegevens"
    assert space["indicators"][0]["value"] is None
    assert space["indicators"][0]["missing_reason"] == "niet_gepubliceerd"


@pytest.mark.slow
def test_csv_and_table_give_the_same_regions(small_root: Path) -> None:
    csv = welvaart("context", "--all", "--format", "csv", root=small_root).stdout.splitlines()
    assert csv[0].startswith("region,name,theme,indicator,value,unit,period")
    assert len(csv) == 1 + 3 * 3
    themes = welvaart("context", "--all", "--format", "csv", "--level", "theme", root=small_root).stdout.splitlines()
    assert len(themes) == 1 + 3 * 2
    assert "R1" in welvaart("context", "R1", root=small_root).stdout


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("context", "R9"), 2, "Onbekende regio 'R9'"),
        (("context",), 2, "Noem een regio"),
        (("score", "nee"), 2, "Onbekend project 'nee'. Er zijn: muur."),
        (("report", "../muur"), 2, "Onbekend project '../muur'"),
        (("report", "muur", "--formats", "docx"), 2, "docx"),
        (("context", "R1", "--as-of", "gisteren"), 2, "geen datum"),
    ],
)
def test_bad_usage(small_root: Path, arguments: tuple[str, ...], code: int, message: str) -> None:
    answer = welvaart(*arguments, root=small_root)
    assert (answer.returncode, answer.stdout) == (code, "")
    assert message in answer.stderr
    assert "Traceback" not in answer.stderr


@pytest.mark.slow
def test_the_ending_of_the_file_decides_the_form(small_root: Path, tmp_path: Path) -> None:
    for name, start in (("r.csv", "region,name"), ("r.JSON", "{"), ("r.txt", "R1"), ("r", "R1")):
        answer = welvaart("context", "R1", "--output", str(tmp_path / name), root=small_root)
        assert answer.returncode == 0, answer.stderr
        assert (tmp_path / name).read_text().lstrip().startswith(start)


@pytest.mark.parametrize(
    ("name", "form", "expected"),
    [
        ("r.xlsx", (), ".txt of .json of .csv of .parquet"),
        ("r.txt", ("--format", "csv"), ".csv"),
        ("r.xlsx", ("--format", "csv"), ".csv"),
    ],
)
def test_an_ending_that_contradicts_the_form(
    small_root: Path, tmp_path: Path, name: str, form: tuple[str, ...], expected: str
) -> None:
    answer = welvaart("context", "R1", "--output", str(tmp_path / name), *form, root=small_root)
    assert answer.returncode == 2
    assert f"{name} past niet bij wat de opdracht schrijft; verwacht {expected}." in answer.stderr
    assert not (tmp_path / name).exists()


def test_score_json_has_the_promised_shape(small_root: Path) -> None:
    document = json.loads(welvaart("score", "muur", "--format", "json", root=small_root).stdout)
    assert [theme["theme"] for theme in document["themes"]] == ["rust", "ruimte"]
    cells = document["themes"][0]["cells"]
    assert [(cell["alternative"], cell["scenario"]) for cell in cells] == [
        ("laag", "druk"),
        ("laag", "stil"),
        ("hoog", "druk"),
        ("hoog", "stil"),
    ]
    assert (cells[0]["plus"], cells[0]["minus"], cells[0]["balance"], cells[0]["label"]) == (1, 0, 1, "positief")
    assert {"code", "message", "place"} <= document["checks"][0].keys()


@pytest.mark.slow
def test_check_lists_faults_and_remarks(small_root: Path) -> None:
    assert welvaart("check", root=small_root).returncode == 0
    assert welvaart("check", "--strict", root=small_root).returncode == 1
    project = small_root / "reports" / "projects" / "muur.yaml"
    project.write_text(project.read_text().replace("theme: rust", "theme: rustt").replace("[buren]", "[burren]"))
    answer = welvaart("check", "--format", "json", root=small_root)
    assert answer.returncode == 1
    places = [finding["place"] for finding in json.loads(answer.stdout)["findings"]]
    assert places == ["effects.stiller.gains.1", "effects.stiller.theme"]


def test_check_names_a_measure_that_no_figure_has(small_root: Path) -> None:
    file = small_root / "indicators" / "ruimte" / "groen.yaml"
    file.write_text(file.read_text().replace("measure: groen", "measure: groenn"))
    answer = welvaart("check", root=small_root)
    assert answer.returncode == 1
    assert "ruimte/groen.yaml: figures.1.measure: gevonden 'groenn'; verwacht een van: groen," in answer.stdout


@pytest.mark.slow
def test_a_changed_snapshot_is_refused(small_root: Path) -> None:
    assert welvaart("context", "R1", root=small_root).returncode == 0
    figures = small_root / "sources" / "cijfers.csv"
    figures.write_text(figures.read_text().replace("50", "55"))
    answer = welvaart("context", "R1", root=small_root)
    assert answer.returncode == 1
    assert "cijfers.csv" in answer.stderr
    assert "sha256" in answer.stderr


@pytest.mark.parametrize("period", ["1900", "2100", "2022-Q2"])
def test_a_period_without_figures_cannot_be_compared(small_root: Path, period: str) -> None:
    answer = welvaart("compare", f"R1@{period}", "R1", root=small_root)
    assert answer.returncode == 2
    assert f"Onbekende periode '{period}'" in answer.stderr


def test_figures_of_after_the_day_do_not_count(small_root: Path) -> None:
    answer = welvaart("context", "R1", "--format", "json", "--as-of", "2021-06-01", root=small_root)
    (region,) = json.loads(answer.stdout)["regions"]
    (noise,) = region["themes"][0]["indicators"]
    assert (noise["value"], noise["period"]) == (51, "2021")
    early = welvaart("context", "R1", "--as-of", "2010-06-01", root=small_root)
    assert early.returncode == 2
    assert "het oudste is van 2020" in early.stderr
