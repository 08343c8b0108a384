"""From the command line's functions: a new project, a workbook of it, and back; nothing is overwritten."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import brede_welvaart as bw
from brede_welvaart.cli import cli
from brede_welvaart.definitions import Tree
from brede_welvaart.errors import UsageFault
from brede_welvaart.loading import load
from brede_welvaart.projects import load_project
from brede_welvaart.workbook import Answers, WorkbookFault
from tests.workbook.books import changed, typed

SHOWN: dict[str, Any] = {"capture_output": True, "text": True, "timeout": 60}
ANSWERS = Answers("Een nieuwe haag", "R2", "De buurt", ("Hoge haag", "Lage haag", "Geen haag"))


@pytest.fixture
def small(small_root: Path, monkeypatch: pytest.MonkeyPatch) -> Tree:
    """The small tree, with the current folder beside it."""
    monkeypatch.chdir(small_root.parent)
    return load(small_root)


def test_no_alternative_is_lost_to_the_number_of_another(small: Tree) -> None:
    labels = ("Alternatief 3", "Groen", "!!!", "???", "Alternatief 4")
    bw.init(small, "haag", replace(ANSWERS, alternatives=labels))
    assert {each.label for each in load_project(small, "haag").alternatives.values()} == set(labels)


def test_a_new_project_passes_check_and_report_straight_away(small: Tree) -> None:
    path = bw.init(small, "haag", ANSWERS)
    assert path == small.root / "reports" / "projects" / "haag.yaml"
    checked = bw.check(small.root, ["haag"])
    assert checked.findings == ()
    left = {remark.place for _name, remark in checked.remarks if remark.code == "tekst_van_het_sjabloon"}
    assert left >= {"decision", "goal", "illustration", "alternatives.geen_haag.about", "effects.eerste_effect.title"}
    project = load_project(small, "haag")
    assert (project.title, project.region, project.owner) == ("Een nieuwe haag", "R2", "De buurt")
    assert {name: each.label for name, each in project.alternatives.items()} == {
        "hoge_haag": "Hoge haag",
        "lage_haag": "Lage haag",
        "geen_haag": "Geen haag",
    }
    assert {judged for effect in project.effects.values() for judged in effect.judgements.values()} == {"onbekend"}
    (report,) = bw.report(small, "haag", bw.Order(("html",))).paths
    assert "Nog niet ingevuld" in report.read_text("utf-8")


def test_a_new_project_of_the_shipped_tree_explains_every_part(small_root: Path) -> None:
    from brede_welvaart.resources import default_root

    text = (default_root() / "reports" / "templates" / "start" / "project.yaml.jinja").read_text("utf-8")
    for key in ("scenarios", "assessments", "evidence", "quantity", "mitigation", "reference", "log", "gains"):
        assert f"{key}:" in text


@pytest.mark.parametrize(
    ("name", "answers", "said"),
    [
        ("../haag", ANSWERS, "'../haag' kan geen naam zijn"),
        ("", ANSWERS, "'' kan geen naam zijn"),
        ("abc\n", ANSWERS, "kan geen naam zijn"),
        ("muur", ANSWERS, "muur.yaml bestaat al"),
        ("haag", Answers(), "Noem een regio: --region"),
        ("haag", Answers(region="R22"), "Onbekende regio 'R22'. Bedoelt u R2 (R2)?"),
        ("haag", replace(ANSWERS, alternatives=("A", "B", " a ")), "De alternatieven 'A' en ' a ' heten hetzelfde."),
    ],
)
def test_a_project_that_cannot_be_started(small: Tree, name: str, answers: Answers, said: str) -> None:
    before = sorted(small.root.rglob("*"))
    with pytest.raises(UsageFault) as fault:
        bw.init(small, name, answers)
    assert said in str(fault.value)
    assert [path for path in sorted(small.root.rglob("*")) if path.suffix == ".yaml"] == [
        path for path in before if path.suffix == ".yaml"
    ]


def test_a_workbook_goes_out_and_comes_back(small: Tree) -> None:
    book = bw.init(small, "terug", Answers(), as_workbook=True, origin="muur")
    assert book == Path.cwd() / "terug.xlsx"
    with pytest.raises(UsageFault, match="bestaat al"):
        bw.init(small, "terug", Answers(), as_workbook=True)
    path = bw.import_workbook(small, book)
    assert path.read_text("utf-8").startswith("# Gemaakt uit het werkboek terug.xlsx.\n")
    assert load_project(small, "terug") == load_project(small, "muur")
    with pytest.raises(UsageFault, match="bestaat al"):
        bw.import_workbook(small, book)
    assert bw.import_workbook(small, book, replace=True) == path
    assert bw.import_workbook(small, book, "anders").name == "anders.yaml"
    copied = bw.init(small, "kopie", Answers(), origin="muur")
    assert load_project(small, copied.stem) == load_project(small, "muur")


@pytest.mark.parametrize("as_workbook", [True, False])
def test_what_a_copy_would_ignore_is_refused(small: Tree, as_workbook: bool) -> None:
    with pytest.raises(UsageFault, match="van muur; --title, --region, --owner, --alternative kan daar niet bij"):
        bw.init(small, "kopie", replace(ANSWERS, region="Onzinstad"), as_workbook=as_workbook, origin="muur")


def test_what_to_do_with_a_name_that_is_taken_depends_on_the_command(small: Tree) -> None:
    book = bw.init(small, "muur", Answers(), as_workbook=True, origin="muur")
    with pytest.raises(UsageFault, match=r"verwijder het eerst\.$"):
        bw.init(small, "muur", ANSWERS)
    with pytest.raises(UsageFault, match=r"vervang het met --replace\.$"):
        bw.import_workbook(small, book)


def test_an_empty_workbook_asks_for_what_is_missing(small: Tree) -> None:
    book = bw.init(small, "leeg", Answers(title="Leeg"), as_workbook=True)
    with pytest.raises(WorkbookFault) as fault:
        bw.import_workbook(small, book)
    assert [finding.place for finding in fault.value.findings] == [
        "Project!B7", "Project!B9", "Project!B18", "Project!B22", "Project!B24", "Alternatieven!B7",
    ]  # fmt: skip
    assert not (small.root / "reports" / "projects" / "leeg.yaml").exists()


def test_what_the_tree_does_not_know_is_told_with_its_cell_too(small: Tree) -> None:
    rows = {
        "Hoeveelheden_B7": "stiller", "Hoeveelheden_C7": "Geluid", "Hoeveelheden_D7": "meter", "Hoeveelheden_E7": 2030,
        "Hoeveelheden_F7": "laag", "Hoeveelheden_H7": 1, "Hoeveelheden_I7": 2, "Hoeveelheden_J7": 3,
    }  # fmt: skip
    wrong = Path("fout.xlsx")
    wrong.write_bytes(changed(typed(**rows, Effecten_H8="nogal")))
    with pytest.raises(WorkbookFault) as fault:
        bw.import_workbook(small, wrong)
    assert [finding.place for finding in fault.value.findings] == ["Effecten!H8", "Hoeveelheden!D7"]


def test_a_date_before_every_figure_is_marked_in_its_cell(small: Tree) -> None:
    wrong = Path("oud.xlsx")
    wrong.write_bytes(changed(typed(Project_B31=date(1950, 1, 1))))
    with pytest.raises(WorkbookFault) as fault:
        bw.import_workbook(small, wrong)
    assert [finding.place for finding in fault.value.findings] == ["Project!B31"]


def test_the_marked_copy_never_takes_the_place_of_a_file(small: Tree) -> None:
    wrong = Path("plan.xlsx")
    wrong.write_bytes(changed(typed(Effecten_D7="rusd")))
    before = wrong.read_bytes()
    for expected in ("plan-fouten.xlsx", "plan-fouten2.xlsx"):
        with pytest.raises(WorkbookFault) as fault:
            bw.import_workbook(small, wrong)
        assert fault.value.copy.name == expected
        assert str(fault.value).endswith(f"1 fout, gemarkeerd in {expected}.")
    with pytest.raises(WorkbookFault) as fault:
        bw.import_workbook(small, Path("plan-fouten.xlsx"))
    assert fault.value.copy.name == "plan-fouten3.xlsx"
    assert wrong.read_bytes() == before


def run(small: Tree, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["--root", str(small.root), *arguments])


def test_the_commands_print_where_the_file_is(small: Tree) -> None:
    made = run(small, "init", "haag", "--region", "r2", "--alternative", "Hoge haag")
    assert (made.exit_code, made.stdout) == (0, "tree/reports/projects/haag.yaml\n")
    assert run(small, "init", "haag", "--workbook", "--from", "haag").stdout == "haag.xlsx\n"
    assert run(small, "import", "haag.xlsx", "--replace").stdout == "tree/reports/projects/haag.yaml\n"
    assert isinstance(run(small, "init", "berm").exception, UsageFault)
    assert isinstance(run(small, "import", "nergens.xlsx").exception, FileNotFoundError)


@pytest.mark.slow
def test_questions_are_asked_on_a_terminal_only(small: Tree) -> None:
    command = [sys.executable, "-m", "brede_welvaart", "--root", str(small.root), "init"]
    alone = subprocess.run([*command, "berm"], stdin=subprocess.DEVNULL, check=False, **SHOWN)
    assert (alone.returncode, alone.stdout) == (2, "")
    assert "--region" in alone.stderr
    master, terminal = pty.openpty()
    os.write(master, b"Een brede berm\nR3\n\nSmal; Breed\n")
    asked = subprocess.run([*command, "berm"], stdin=terminal, check=False, **SHOWN)
    assert asked.returncode == 0, asked.stderr
    project = load_project(small, "berm")
    assert (project.title, project.region, project.owner) == ("Een brede berm", "R3", "R3")
    assert [each.label for each in project.alternatives.values()] == ["Smal", "Breed"]


def test_the_examples_go_out_and_come_back() -> None:
    from brede_welvaart.workbook import flatten, read_workbook, write_workbook

    tree = bw.load()
    regions = dict(bw.regions(tree).select("region", "name").iter_rows())
    for name in bw.project_names(tree):
        project = load_project(tree, name)
        received = read_workbook(write_workbook(tree, regions, flatten(project)), f"{name}.xlsx", tree, regions)
        assert received.findings == ()
        assert received.project == project
