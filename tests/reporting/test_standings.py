"""Where regions stand, how scores came about and what made differences, as the documents of the command line."""

from __future__ import annotations

import csv
import io
import json
import math
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner, Result

import brede_welvaart as bw
from brede_welvaart.cli import cli
from brede_welvaart.definitions import Tree
from brede_welvaart.errors import UsageFault
from brede_welvaart.loading import load
from brede_welvaart.reporting.standings import document, render, rows

DAY = date(2023, 1, 1)


@pytest.fixture
def tree(small_root: Path) -> Tree:
    """Two themes and three regions, with an overall score, levels and a trait."""
    method = small_root / "indicators" / "method.yaml"
    method.write_text(method.read_text() + "aggregation: {overall: geometric_mean}\nuncertainty: {draws: 200}\n")
    regions = "region,name,level,parent,kleur\nR1,Een,wijk,S,rood\nR2,Twee,wijk,S,rood\nR3,Drie,wijk,S,blauw\n"
    (small_root / "sources" / "regions.csv").write_text(f"{regions}S,Stad,stad,,\n")
    return load(small_root)


def run(tree: Tree, *arguments: str) -> Result:
    """A command in this process, faults and all."""
    return CliRunner().invoke(cli, ["--root", str(tree.root), *arguments], standalone_mode=False)


def by_hand(formula: str) -> float:
    return float(eval(formula, {"__builtins__": {}, "ln": math.log, "min": min, "max": max}))


def test_json_holds_rulers_peers_ranges_pairs_and_indices(tree: Tree) -> None:
    found = bw.overview(tree, ["R1", "R2"], DAY, "kleur", uncertain=True)
    answer = json.loads(str(render(found, tree, "json")))
    first = answer["regions"][0]
    assert first["peers"] == {"by": "kleur", "regions": ["R1", "R2"]}
    assert {ruler["indicator"]: (ruler["low"], ruler["high"]) for ruler in answer["rulers"]}["geluid"] == (68, 52)
    quiet = first["themes"][0]
    assert quiet["peers"] == {"n": 2, "q1": 62.5, "median": 75, "q3": 87.5}
    assert quiet["indicators"][0]["peers"] == {"n": 2, "q1": 54, "median": 56, "q3": 58}
    assert quiet["indicators"][0]["z_class"] == "beter"
    assert quiet["sensitivity"]["score_low"] <= quiet["score"] <= quiet["sensitivity"]["score_high"]
    assert {"rank_low", "rank_high", "p_best", "p_worst", "draws", "failed"} <= quiet["sensitivity"].keys()
    assert answer["sensitivity"]["label"] == "gevoeligheidsbereik"
    assert {(pair["a"], pair["b"]) for pair in answer["sensitivity"]["pairs"]} == {("R1", "R2"), ("R2", "R1")}
    assert {"first", "total", "failed"} <= answer["sensitivity"]["indices"][0].keys()


def test_an_overall_score_is_never_printed_without_its_range(tree: Tree) -> None:
    found = bw.overview(tree, ["R1"], DAY)
    assert document(found, tree)["regions"][0]["overall"]["sensitivity"]["draws"] == 200
    assert "Totaalscore: 0,0 (gevoeligheidsbereik " in str(render(found, tree, "table"))
    assert {"score_low", "score_high", "failed"} <= set(rows(found, tree, "overall").columns)
    assert "Gevoeligheidsbereik: " in run(tree, "explain", "R1", "overall").output


def test_table_csv_and_parquet_say_the_same(tree: Tree, tmp_path: Path) -> None:
    found = bw.overview(tree, None, DAY, "kleur")
    table = str(render(found, tree, "table"))
    assert "Vergeleken met 2 regio's (kleur)." in table
    assert "2022 (1 jaar oud)" in table
    lines = list(csv.DictReader(io.StringIO(str(render(found, tree, "csv", "theme")))))
    file = tmp_path / "diep" / "themas.parquet"
    options = ("--format", "parquet", "--level", "theme", "--output", str(file), "--as-of", "2023-01-01")
    assert run(tree, "context", "--all", "--peers", "kleur", *options).exception is None
    frame = pl.read_parquet(file)
    assert frame.columns == list(lines[0])
    assert frame["peers_median"].to_list() == [
        float(line["peers_median"]) if line["peers_median"] else None for line in lines
    ]
    assert frame.filter(region="R1", theme="rust")["score"].item() == 100


def test_the_printed_sums_of_explain_give_the_printed_results(tree: Tree) -> None:
    for region in ("R1", "R2", "R3"):
        for part in ("rust", "ruimte", "overall"):
            answer = json.loads(run(tree, "explain", region, part, "--format", "json", "--as-of", "2023-01-01").output)
            if answer["score"] is None:
                assert answer["reason"]
                continue
            assert answer["sum"] == pytest.approx(answer["score"], abs=1e-9)
            assert by_hand(answer["formula"]) == pytest.approx(answer["score"], abs=1e-9)
            for row in answer["rows"]:
                for step in ("weight", "contribution"):
                    if row[f"{step}_formula"] is not None:
                        assert by_hand(row[f"{step}_formula"]) == pytest.approx(row[step], abs=1e-9)


def test_the_printed_text_of_explain_can_be_reckoned_again(tree: Tree) -> None:
    text = run(tree, "explain", "R2", "rust", "--as-of", "2023-01-01").output
    sums = [line.split(" = ") for line in text.splitlines() if " = " in line]
    assert len(sums) == 4
    for *_names, formula, result in sums:
        assert by_hand(formula.split(": ")[-1]) == pytest.approx(float(result), abs=1e-9)


def test_compare_adds_up_in_json_and_csv(tree: Tree) -> None:
    answer = json.loads(run(tree, "compare", "R1@2020", "R1", "--format", "json").output)
    assert (answer["a"], answer["b"]) == ("R1@2020", "R1")
    for theme in answer["themes"]:
        if theme["difference"] is not None:
            points = sum(cause["points"] for cause in theme["causes"])
            assert points == pytest.approx(theme["difference"], abs=1e-9)
    lines = list(csv.DictReader(io.StringIO(run(tree, "compare", "R1", "R2", "--format", "csv").output)))
    rest = [float(line["points"]) for line in lines if line["theme"] == "rust"]
    assert sum(rest) == pytest.approx(float(lines[0]["difference"]), abs=1e-9)
    assert "Verschil van R2 ten opzichte van R1" in run(tree, "compare", "R1", "R2").output


def test_compare_shows_an_overall_score_with_the_range_that_explain_gives(tree: Tree) -> None:
    day = ("--as-of", "2023-01-01")
    text = run(tree, "compare", "R1@2021", "R1", *day).output
    assert "Tussen haakjes staat het gevoeligheidsbereik van de totaalscore." in text
    answer = json.loads(run(tree, "compare", "R1@2021", "R1", "--format", "json", *day).output)
    by_theme = {theme["theme"]: theme for theme in answer["themes"]}
    explained = json.loads(run(tree, "explain", "R1", "overall", "--format", "json", *day).output)
    overall = by_theme["overall"]
    assert {"score_low": overall["b_low"], "score_high": overall["b_high"]} == explained["sensitivity"]
    shown = [f"{overall[f'b{end}']:.4f}".replace(".", ",") for end in ("", "_low", "_high")]
    assert "{} ({} tot {})".format(*shown) in text
    assert by_theme["rust"]["b_low"] is None


def test_a_project_is_explained_and_compared_by_the_same_commands(tree: Tree) -> None:
    explained = json.loads(run(tree, "explain", "muur", "rust", "--format", "json").output)
    assert (explained["project"]["id"], explained["theme"]) == ("muur", "rust")
    compared = json.loads(run(tree, "compare", "muur", "muur", "--format", "json").output)
    assert compared["causes"] == []
    assert "Saldo's die bewogen: 0" in run(tree, "compare", "muur", "muur").output


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("context", "R1", "--peers", "geur"), "Onbekend kenmerk 'geur'; verwacht"),
        (("context", "R1", "--format", "parquet"), "noem een bestand met --output"),
        (("explain", "R1", "lucht"), "Onbekend thema of onbekende indicator 'lucht'"),
        (("explain", "R9", "rust"), "Onbekende regio 'R9'"),
        (("compare", "R1", "R9"), "Onbekende regio 'R9'"),
        (("compare", "R1@ooit", "R1"), "verwacht na @ een jaar"),
        (("compare", "R1@weg.yaml", "R1"), "Er is geen bestand"),
    ],
)
def test_what_does_not_exist_is_a_usage_fault(tree: Tree, arguments: tuple[str, ...], message: str) -> None:
    answer = run(tree, *arguments)
    assert isinstance(answer.exception, UsageFault)
    assert message in str(answer.exception)
