"""Strict YAML, and what loads from the small tree and the shipped one."""

from __future__ import annotations

import math
import re
import shutil
from pathlib import Path

import pytest
import yaml

from brede_welvaart import pipeline
from brede_welvaart.errors import InputFault, UsageFault
from brede_welvaart.loading import load
from brede_welvaart.projects import load_project, project_names
from brede_welvaart.strict_yaml import parse_yaml


@pytest.mark.parametrize(
    ("text", "value"),
    [("0141", "0141"), ("no", "no"), ("12:30", "12:30"), ("1-5", "1-5"), ("2026-11-23", "2026-11-23"), ("2021", 2021)],
)
def test_scalars_stay_what_they_look_like(text: str, value: object) -> None:
    assert parse_yaml(f"key: {text}", "file.yaml") == {"key": value}


def test_billion_laughs_are_refused_before_they_unfold() -> None:
    lines = ["a: &a [x, x]", *(f"{b}: &{b} [*{a}, *{a}]" for a, b in zip("abcdefgh", "bcdefghi", strict=True))]
    with pytest.raises(InputFault, match="geen ankers"):
        parse_yaml("\n".join(lines), "file.yaml")


@pytest.mark.parametrize(
    "value", ["!!int abc", "!!float x", "!!bool x", "!!timestamp x", "!!binary aGk=", "!!set {a, b}", "! x", "!eigen x"]
)
def test_tags_are_refused_before_they_change_a_value(value: str) -> None:
    with pytest.raises(InputFault) as fault:
        parse_yaml(f"a: b\nkey: {value}", "file.yaml")
    assert str(fault.value) == (
        "file.yaml: regel 2: gevonden een uitroepteken aan het begin van een waarde; verwacht geldige YAML. "
        "Zet de waarde tussen aanhalingstekens, of haal het uitroepteken weg."
    )


@pytest.mark.parametrize("key", ["~", "null", "true", "1.0", "1e3", "+1", "-0"])
def test_keys_that_can_be_written_in_two_ways_are_refused(key: str) -> None:
    with pytest.raises(InputFault) as fault:
        parse_yaml(f"a: {{{key}: b}}", "file.yaml")
    assert str(fault.value) == (
        f"file.yaml: a.{key}: gevonden een sleutel die geen woord is; verwacht een gewoon woord. "
        "Zet de sleutel tussen aanhalingstekens."
    )


@pytest.mark.parametrize(
    ("text", "place", "found", "remedy"),
    [
        ("{low: 0,1, central: 0,2, high: 4}", "low", "0,1", "Schrijf 0.1."),
        ("{low: -0,05, high: 0,05}", "low", "-0,05", "Schrijf -0.05."),
    ],
)
def test_a_decimal_comma_is_called_one(text: str, place: str, found: str, remedy: str) -> None:
    with pytest.raises(InputFault) as fault:
        parse_yaml(f"changes:\n  woningen: {text}", "file.yaml")
    (first, *_others) = [each for each in fault.value.findings if each.place == f"changes.woningen.{place}"]
    assert (first.found, first.expected, first.remedy) == (found, "een getal met een decimale punt", remedy)
    assert all("," in each.found for each in fault.value.findings)


@pytest.mark.parametrize("code", ["00A0", "202F", "200B", "FEFF"])
@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("title:@Sportpark\nstatus: concept\n", 1),
        ("a: b\nreference:\n  description:@Geen muur\n  year: 2022\n", 3),
        ("a: b\nreference:\n @year: 2022\n", 3),
        ("a: b\n@@year: 2022\n", 2),
        ("a: b\nplaces:\n  -@straat\n", 3),
        ("a: [1]\ntitle:@Sportpark\n", 2),
    ],
)
def test_a_blank_that_is_no_space_is_named_where_it_breaks_the_file(code: str, text: str, line: int) -> None:
    blank = "een harde spatie" if code in {"00A0", "202F"} else "een onzichtbaar teken"
    with pytest.raises(InputFault) as fault:
        parse_yaml(text.replace("@", chr(int(code, 16))), "file.yaml")
    assert str(fault.value) == (
        f"file.yaml: regel {line}: gevonden {blank} (U+{code}); verwacht een gewone spatie. Typ de spatie opnieuw."
    )


def test_a_hard_space_in_a_text_is_no_fault() -> None:
    text = "about: >-\n  Doel:\u00a0meer\n  \u00a0groen\ntitle: 1\u00a0000 bomen\n"
    assert parse_yaml(text, "file.yaml") == {"about": "Doel:\u00a0meer \u00a0groen", "title": "1\u00a0000 bomen"}
    with pytest.raises(InputFault, match=r"regel 5: gevonden een dubbele punt"):
        parse_yaml(f"{text}b: c: d\n", "file.yaml")


def test_a_year_is_a_key() -> None:
    assert parse_yaml("{2022: a, '0141': b}", "file.yaml") == {2022: "a", "0141": "b"}


def test_a_number_of_thousands_of_digits_is_not_finite() -> None:
    assert parse_yaml(f"a: {'9' * 5000}", "file.yaml") == {"a": math.inf}


def test_deep_nesting_is_refused() -> None:
    with pytest.raises(InputFault, match="te diep genest"):
        parse_yaml("[" * 50 + "]" * 50, "file.yaml")


def test_all_faults_of_all_files_come_at_once(small_root: Path) -> None:
    themes = small_root / "indicators" / "themes.yaml"
    themes.write_text(themes.read_text().replace("weight: 2", "wieght: 2"))
    noise = small_root / "indicators" / "rust" / "geluid.yaml"
    noise.write_text(noise.read_text().replace("lower_is_better", "lager"))
    with pytest.raises(InputFault) as fault:
        load(small_root)
    assert {finding.file for finding in fault.value.findings} == {
        "indicators/themes.yaml",
        "indicators/rust/geluid.yaml",
    }


def test_the_path_is_the_identity(small_root: Path) -> None:
    tree = load(small_root)
    assert list(tree.themes) == ["rust", "ruimte"]
    assert tree.theme_of == {"geluid": "rust", "groen": "ruimte"}
    assert "inwoners" in tree.indicators


def test_the_fingerprint_follows_definitions_and_figures(small_root: Path) -> None:
    before = load(small_root).fingerprint
    figures = small_root / "sources" / "cijfers.csv"
    figures.write_text(figures.read_text().replace("R1,2020,geluid,50", "R1,2020,geluid,55"))
    after = load(small_root).fingerprint
    noise = small_root / "indicators" / "rust" / "geluid.yaml"
    noise.write_text(noise.read_text() + "weight: 2\n")
    assert len({before, after, load(small_root).fingerprint}) == 3


@pytest.mark.parametrize("name", ["bestaat-niet", "../muur", "/etc/passwd", "projects/muur", "", "muur.yaml", "mur"])
def test_an_unknown_project_says_which_exist(small_root: Path, name: str) -> None:
    tree = load(small_root)
    with pytest.raises(UsageFault, match="Er zijn: muur"):
        load_project(tree, name)


def test_a_folder_that_is_no_tree(tmp_path: Path) -> None:
    with pytest.raises(UsageFault, match="is geen boom"):
        load(tmp_path)


def test_a_project_loads(small_root: Path) -> None:
    tree = load(small_root)
    assert project_names(tree) == ["muur"]
    assert list(load_project(tree, "muur").effects) == ["stiller", "minder_groen"]


@pytest.mark.parametrize(
    ("name", "message"),
    [("overall", "andere naam"), ("context", "andere naam"), ("..", "letters, cijfers"), ("a/b", "letters, cijfers"),
     ("sociaal kapitaal", "letters, cijfers")],
)  # fmt: skip
def test_a_theme_may_not_have_a_name_that_means_something_else(small_root: Path, name: str, message: str) -> None:
    themes = small_root / "indicators" / "themes.yaml"
    themes.write_text(
        themes.read_text() + f"'{name}': {{label: {{nl: a, en: a}}, about: {{nl: a, en: a}}, source: a}}\n"
    )
    with pytest.raises(InputFault, match=message):
        load(small_root)


def test_a_group_has_a_name_that_a_project_can_use(small_root: Path) -> None:
    groups = small_root / "indicators" / "groups.yaml"
    groups.write_text(groups.read_text() + "oude mensen: {label: {nl: a, en: a}}\n")
    with pytest.raises(InputFault, match=r"oude mensen.*letters, cijfers"):
        load(small_root)


@pytest.mark.parametrize("name", ["overall", "rust"])
def test_an_indicator_may_not_have_the_name_of_a_theme(small_root: Path, name: str) -> None:
    noise = small_root / "indicators" / "rust" / "geluid.yaml"
    noise.with_name(f"{name}.yaml").write_text(noise.read_text())
    with pytest.raises(InputFault, match="andere naam"):
        load(small_root)


def test_a_folder_that_no_theme_names_gives_no_indicators(small_root: Path) -> None:
    stray = small_root / "-"
    stray.mkdir()
    shutil.copy(small_root / "indicators" / "rust" / "geluid.yaml", stray / "raar.yaml")
    shutil.rmtree(small_root / "indicators" / "context")
    assert "raar" not in load(small_root).indicators


def test_a_tree_needs_a_theme(small_root: Path) -> None:
    (small_root / "indicators" / "themes.yaml").write_text("{}\n")
    with pytest.raises(InputFault, match="ten minste één thema"):
        load(small_root)


@pytest.mark.parametrize("weight", ["1.0e-320", "5.0e-7", "1.0e308"])
def test_a_weight_that_is_lost_in_a_sum_is_refused(small_root: Path, weight: str) -> None:
    noise = small_root / "indicators" / "rust" / "geluid.yaml"
    noise.write_text(noise.read_text() + f"weight: {weight}\n")
    with pytest.raises(InputFault, match="miljoenste"):
        load(small_root)


def test_a_project_that_is_no_file_is_no_project(small_root: Path) -> None:
    folder = small_root / "reports" / "projects"
    (folder / "map.yaml").mkdir()
    (folder / "kapot.yaml").symlink_to(small_root / "nergens")
    assert not {"map", "kapot"} & set(project_names(load(small_root)))
    with pytest.raises(UsageFault, match="Onbekend project 'map'"):
        load_project(load(small_root), "map")


@pytest.mark.parametrize("name", ["mijn plan.yaml", "mur.yml", "plan (1).yaml"])
def test_a_project_file_whose_name_is_no_id_is_said_and_the_rest_goes_on(small_root: Path, name: str) -> None:
    folder = small_root / "reports" / "projects"
    file = folder / name
    file.write_text((folder / "muur.yaml").read_text())
    tree = load(small_root)
    assert project_names(tree) == sorted(["muur", file.stem])
    with pytest.raises(InputFault, match=re.escape(f"{name}: gevonden bestandsnaam {name}; verwacht letters")):
        load_project(tree, file.stem)
    for asked in ([], [file.stem], [str(file)]):
        findings = pipeline.check(small_root, asked).findings
        assert [each.file for each in findings] == [f"reports/projects/{name}"]


def test_names_are_checked_beside_other_faults_of_the_same_effect(small_root: Path) -> None:
    file = small_root / "reports" / "projects" / "muur.yaml"
    data = yaml.safe_load(file.read_text())
    first = next(iter(data["effects"].values()))
    first |= {"theme": "rustt", "importance": "Hoog", "gains": ["niemand"]}
    data["alternatives"]["extra"] = {"about": "geen naam"}
    file.write_text(yaml.safe_dump(data))
    places = {each.place.rpartition(".")[2] for each in pipeline.check(small_root, ["muur"]).findings}
    assert {"theme", "importance", "1", "label"} <= places


def test_a_faulty_file_is_no_unknown_name(small_root: Path) -> None:
    for file in ("sources/cijfers.yaml", "indicators/context/inwoners.yaml"):
        (small_root / file).write_text("label: [")
    method = small_root / "indicators" / "method.yaml"
    weights = "weight_sets: {anders: {label: {nl: Anders, en: Other}, indicators: {inwoners: 2}}}\n"
    method.write_text(method.read_text() + weights)
    with pytest.raises(InputFault) as fault:
        load(small_root)
    assert {finding.file for finding in fault.value.findings} == {
        "sources/cijfers.yaml",
        "indicators/context/inwoners.yaml",
    }
