"""Projects through the public functions: files and folders to check, every fault at once, traces and comparisons."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from brede_welvaart.errors import Finding, InputFault, UsageFault
from brede_welvaart.inquiry import compare, compare_projects, explain, explain_project
from brede_welvaart.loading import load
from brede_welvaart.pipeline import check, score
from brede_welvaart.reporting import project_records
from brede_welvaart.reporting.listings import as_json
from brede_welvaart.reporting.records import as_csv


@pytest.fixture
def projects(small_root: Path) -> Path:
    return small_root / "reports" / "projects"


def _changed(path: Path, *pairs: tuple[str, str], name: str | None = None) -> Path:
    """The file with these texts replaced, each of which must be there; a copy if it gets another name."""
    text = path.read_text()
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    target = path.with_name(name or path.name)
    target.write_text(text)
    return target


def _places(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return [(finding.file.rpartition("/")[2], finding.place) for finding in findings]


def test_typing_faults_and_unknown_names_are_reported_together(small_root: Path, projects: Path) -> None:
    _changed(projects / "muur.yaml", ("status: concept", "stauts: concept"), ("theme: rust", "theme: rustt"))
    assert _places(check(small_root).findings) == [
        ("muur.yaml", "effects.stiller.theme"),
        ("muur.yaml", "status"),
        ("muur.yaml", "stauts"),
    ]


def test_the_same_fault_in_two_projects_is_reported_for_both(small_root: Path, projects: Path) -> None:
    for name in ("een.yaml", "twee.yaml"):
        _changed(projects / "muur.yaml", ("region: R1", "region: R9"), name=name)
    result = check(small_root)
    assert _places(result.findings) == [("een.yaml", "region"), ("twee.yaml", "region")]
    assert {name for name, _remark in result.remarks} == {"muur"}


def test_a_date_before_every_figure_is_a_fault_of_its_project(small_root: Path, projects: Path) -> None:
    _changed(projects / "muur.yaml", ('as_of: "2023-01-01"', 'as_of: "1950-01-01"'), name="oud.yaml")
    _changed(projects / "muur.yaml", ("region: R1", "region: R9"), name="regio.yaml")
    assert _places(check(small_root).findings) == [("oud.yaml", "as_of"), ("regio.yaml", "region")]
    with pytest.raises(UsageFault, match="het oudste is van 2020"):
        score(load(small_root), "muur", date(1950, 1, 1))


def test_faults_of_definitions_and_of_projects_are_reported_together(small_root: Path, projects: Path) -> None:
    _changed(small_root / "indicators" / "rust" / "geluid.yaml", ("lower_is_better", "lager"))
    _changed(projects / "muur.yaml", ("status: concept", "status: klaar"))
    assert _places(check(small_root).findings) == [("geluid.yaml", "polarity"), ("muur.yaml", "status")]


def test_broken_definitions_hide_no_project_that_is_named(small_root: Path, projects: Path, tmp_path: Path) -> None:
    (small_root / "indicators" / "themes.yaml").write_text("rust: 1")
    away = Path(
        shutil.move(_changed(projects / "muur.yaml", ("status: concept", "status: af"), name="weg.yaml"), tmp_path)
    )
    assert ("weg.yaml", "status") in _places(check(small_root, [str(away)]).findings)
    with pytest.raises(UsageFault, match="bestaatniet"):
        check(small_root, ["bestaatniet"])


def test_a_project_file_may_lie_anywhere(small_root: Path, projects: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copy(projects / "muur.yaml", tmp_path / "elders.yaml"))
    by_file, by_id = check(small_root, [str(copy)]), check(small_root, ["muur"])
    assert {name for name, _remark in by_file.remarks} == {"elders"}
    assert [remark for _name, remark in by_file.remarks] == [remark for _name, remark in by_id.remarks]


def test_a_folder_stands_for_its_project_files(small_root: Path, projects: Path) -> None:
    shutil.copy(projects / "muur.yaml", projects / "heg.yml")
    result = check(small_root, [str(projects)])
    assert {name for name, _remark in result.remarks} == {"muur", "heg"}


def test_files_of_definitions_are_checked_with_the_tree(small_root: Path) -> None:
    for part in ("indicators", "indicators/rust/geluid.yaml", "sources/cijfers.yaml"):
        result = check(small_root, [str(small_root / part)])
        assert (result.findings, result.remarks) == ((), ())


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("nergens/muur.yaml", "Er is geen bestand 'nergens/muur.yaml'."),
        ("muurtje", "Onbekend project 'muurtje'. Er zijn: muur. Bedoelt u muur?"),
        ("../muur", "Onbekend project '../muur'. Er zijn: muur. Bedoelt u muur? Een project is een naam, geen pad."),
    ],
)
def test_what_does_not_exist_is_named(small_root: Path, name: str, message: str) -> None:
    with pytest.raises(UsageFault) as fault:
        check(small_root, [name])
    assert str(fault.value).startswith(message)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "theme: rust",
            "theme: Rust",
            "effects.stiller.theme: gevonden 'Rust'; verwacht een van: rust, ruimte. Bedoelt",
        ),
        (
            "hoog: {label",
            "half half: {label",
            "een korte naam: letters, cijfers, - en _, zonder spaties. Bedoelt u half_h",
        ),
        ("2023-01-01", "2023-02-30", 'verwacht een datum als "2026-11-23". De dag 2023-02-30 bestaat niet.'),
        ("2023-01-01", "01-11-2023", 'verwacht een datum als "2026-11-23". Schrijf "2023-11-01".'),
        ("2023-01-01", "2162-11-01", "as_of: gevonden 2162-11-01; verwacht een dag die er al is geweest."),
    ],
)
def test_what_was_probably_meant_is_said(small_root: Path, projects: Path, old: str, new: str, said: str) -> None:
    _changed(projects / "muur.yaml", (old, new))
    assert said in "\n".join(map(str, check(small_root).findings))


def test_a_project_is_scored_by_its_file_and_explained_by_a_label(small_root: Path, projects: Path) -> None:
    tree = load(small_root)
    assert score(tree, str(projects / "muur.yaml")).name == "muur"
    by_label, by_name = (explain(tree, "R1", part).score for part in ("Rust", "rust"))  # type: ignore[union-attr]
    assert by_label == by_name == 100
    with pytest.raises(UsageFault, match="laat --region R2 weg"):
        compare(tree, "R1@2021", "R1@2022", "R2")


def test_an_empty_folder_is_no_check(small_root: Path, tmp_path: Path) -> None:
    (tmp_path / "leeg").mkdir()
    with pytest.raises(UsageFault, match="geen projectbestanden"):
        check(small_root, [str(tmp_path / "leeg")])


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", "gevonden niets; verwacht sleutels met waarden."),
        (b"\x00\xff\xfe", "gevonden tekst die geen UTF-8 is"),
        (b"title: x\n\tstatus: concept\n", "regel 2: gevonden een tab in de inspringing"),
        (b"title: Groei: hoe dan\n", "regel 1: gevonden een dubbele punt op een plaats waar dat niet kan"),
        (b"- title: x\n", 'gevonden [{"title": "x"}]; verwacht sleutels met waarden.'),
        (b"title: x\n" + b"#" * 5_000_001, "gevonden meer dan 5 MB; verwacht een kleiner bestand."),
    ],
    ids=["empty", "binary", "tab", "colon", "list", "large"],
)
def test_a_file_that_is_no_project(small_root: Path, projects: Path, content: bytes, found: str) -> None:
    (projects / "muur.yaml").write_bytes(content)
    (finding,) = check(small_root, ["muur"]).findings
    assert found in str(finding)


def test_thousands_of_faults_are_cut_short(small_root: Path, projects: Path) -> None:
    effects = "".join(f"  e{number}: {{titel: x}}\n" for number in range(200))
    _changed(projects / "muur.yaml", ("effects:\n", f"effects:\n{effects}"))
    findings = check(small_root, ["muur"]).findings
    assert len(findings) == 501
    assert "nog 1300 fouten" in findings[-1].found


def test_three_hundred_effects_are_scored(small_root: Path, projects: Path) -> None:
    effect = "fact: f, importance: hoog, certainty: laag, dimension: later, horizons: [nu], places: [stad]"
    effects = "".join(
        f"  e{number}: {{title: E, theme: rust, {effect}, judgements: {{laag: positief}}}}\n" for number in range(300)
    )
    _changed(projects / "muur.yaml", ("effects:\n", f"effects:\n{effects}"))
    cells = score(load(small_root), "muur").review.cells
    assert cells.filter(theme="rust", alternative="laag")["effects"].to_list() == [301, 301]


def test_the_score_of_a_project_as_json(small_root: Path) -> None:
    tree = load(small_root)
    document = json.loads(as_json(project_records.score_record(score(tree, "muur"), tree)))
    promised = {
        "program", "method", "project", "alternatives", "scenarios", "themes", "distribution", "joins", "checks",
        "shifting", "quantities", "outlook", "disagreements", "effects",
    }  # fmt: skip
    assert promised <= document.keys()
    assert {tuple(effect["regions"]) for effect in document["effects"]} == {("R1",)}
    for theme in document["themes"]:
        assert {"theme", "cells", "context"} <= theme.keys()
        assert {
            "alternative", "scenario", "plus", "minus", "balance", "balance_low", "balance_high", "p_positive", "label",
            "strongest_plus", "strongest_minus", "effects", "unknown", "balance_after", "label_after",
        } <= theme["cells"][0].keys()  # fmt: skip


def test_the_score_of_a_project_as_text(small_root: Path) -> None:
    tree = load(small_root)
    lines = list(project_records.score_lines(score(tree, "muur"), tree))
    assert any(line.startswith("Rust") and "positief, licht positief" in line for line in lines)
    assert lines[-1].endswith("Typ `welvaart check muur` om ze te lezen.")


def test_the_trace_of_a_theme_in_every_form(small_root: Path) -> None:
    tree = load(small_root)
    explained = explain_project(tree, "muur", "rust")
    document = json.loads(as_json(project_records.trace_record(explained, tree)))
    for cell in document["cells"]:
        known = [part for part in cell["parts"] if part["balance"] is not None]
        assert abs(sum(part["balance"] for part in known) - cell["balance"]) < 1e-9
    rows = list(csv.DictReader(io.StringIO(as_csv(project_records.trace_rows(explained)))))
    assert {row["effect"] for row in rows} == {"stiller"}
    text = "\n".join(project_records.trace_lines(explained, tree))
    assert "Rust" in text
    assert "hele thema" in text
    assert "saldo = (" in text


def test_two_versions_of_a_file_in_every_form(small_root: Path, projects: Path) -> None:
    newer = str(_changed(projects / "muur.yaml", ("druk: licht_positief", "druk: positief"), name="nieuw.yaml"))
    tree = load(small_root)
    compared = compare_projects(tree, "muur", newer)
    document: dict[str, Any] = json.loads(as_json(project_records.comparison_record(compared, tree)))
    assert (document["a"]["file"], document["b"]["file"]) == ("muur.yaml", "nieuw.yaml")
    assert {row["cause"] for row in document["causes"]} == {"oordeel"}
    assert "effects.stiller.judgements.laag.druk" in [row["place"] for row in document["changes"]]
    assert "oordeel" in as_csv(project_records.comparison_rows(compared))
    text = "\n".join(project_records.comparison_lines(compared, tree))
    assert "Waardoor:" in text
    assert "licht_positief" in text


def test_a_balance_that_comes_or_goes_has_moved(small_root: Path, projects: Path) -> None:
    newer = str(_changed(projects / "muur.yaml", ("hoog: zeer_positief", "hoog: onbekend"), name="nieuw.yaml"))
    tree = load(small_root)
    for pair, shown in (("muur", newer), "3,00 onbekend"), ((newer, "muur"), "onbekend 3,00"):
        text = "\n".join(project_records.comparison_lines(compare_projects(tree, *pair), tree))
        assert "Saldo's die bewogen: 4 van 16." in text
        assert re.sub(" +", " ", text).count(shown) == 4
        assert text.count("geen saldo aan een van beide kanten") == 4


def test_an_alternative_that_only_one_version_has_is_named(small_root: Path, projects: Path) -> None:
    text = (projects / "muur.yaml").read_text("utf-8")
    other = projects / "nieuw.yaml"
    other.write_text(text.replace("hoog:", "hoger:"), "utf-8")
    tree = load(small_root)
    for pair in (("muur", str(other)), (str(other), "muur")):
        lines = "\n".join(project_records.comparison_lines(compare_projects(tree, *pair), tree))
        assert "niet in het bestand" in lines


def test_two_trees_may_weigh_differently(small_root: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(small_root, tmp_path / "anders"))
    _changed(other / "indicators" / "method.yaml", ("hoog: 3", "hoog: 9"))
    compared = compare_projects(load(small_root), "muur", "muur", tree_b=load(other))
    assert set(compared.comparison.causes["cause"]) <= {"methode"}


def test_a_faulty_version_is_refused(small_root: Path, projects: Path) -> None:
    wrong = _changed(projects / "muur.yaml", ("theme: rust", "theme: rustt"), name="fout.yaml")
    with pytest.raises(InputFault, match="rustt"):
        compare_projects(load(small_root), "muur", str(wrong))
