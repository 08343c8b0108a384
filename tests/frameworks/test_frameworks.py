"""Trees of other kinds, through files and the public API alone: load, overview, explain and compare."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import brede_welvaart as bw
from brede_welvaart.definitions import Tree
from brede_welvaart.errors import InputFault, UsageFault
from brede_welvaart.reporting.standings import render
from brede_welvaart.reporting.traces import render_comparison, render_trace
from brede_welvaart.scoring.overview import Overview
from tests.frameworks.trees import EFFECTS, write_tree

DAY = date(2024, 6, 1)
FEW = {"draws": 40}


def long(figures: Mapping[str, Mapping[str, Any]], period: str = "2020") -> str:
    """A long table of figures by region and measure; None is an empty cell."""
    rows = [
        f"{region},{period},{measure},{'' if value is None else value}"
        for region, values in figures.items()
        for measure, value in values.items()
    ]
    return "\n".join(["region,period,measure,value", *rows, ""])


def shown(tree: Tree, peers: str = "level") -> Overview:
    """Everything that a tree can show, in every form, without a fault; the overview of all its regions."""
    found = bw.overview(tree, None, DAY, peers, uncertain=True)
    document = json.loads(str(render(found, tree, "json")))
    levels = ("indicator", "theme") if found.context.overall is None else ("indicator", "theme", "overall")
    for level in levels:
        assert str(render(found, tree, "csv", level)).startswith("region,name")
    assert len(document["regions"]) == len(found.regions)
    assert render(found, tree, "table")
    for region in (found.regions[0], found.regions[-1]):
        for part in (*tree.themes, *tree.theme_of, *levels[2:]):
            trace = bw.explain(tree, region, part, DAY)
            json.loads(render_trace(trace, tree, "json"))
            assert render_trace(trace, tree, "table").startswith(trace.name)
    difference = bw.compare(tree, found.regions[0], found.regions[-1], as_of=DAY)
    record = json.loads(render_comparison(difference, tree, "json"))
    assert record["method"]["sha256"] == tree.method_hash
    assert (record["program"]["name"], record["data"]["as_of"]) == ("brede-welvaart", str(difference.as_of))
    points = difference.causes.group_by("theme").agg(pl.col("points").sum())
    both = difference.scores.drop_nulls("difference").join(points, on="theme", how="left").fill_null(0)
    assert (both["difference"] - both["points"]).abs().max() in (None, pytest.approx(0, abs=1e-9))
    return found


def scores(found: Overview, theme: str) -> dict[str, float | None]:
    return dict(found.context.themes.filter(theme=theme).select("region", "score").iter_rows())


def test_a_wide_table_with_decimal_commas_negative_figures_and_columns_of_its_own(tmp_path: Path) -> None:
    table = 'land,jaar,x,y,z\nNL,2020,"1,5",3,-7\nBE,2020,"2,5",4,\nDE,2020,"0,5",5,9\n'
    columns = {"region": "land", "period": "jaar", "measure": None, "value": None}
    source = {"layout": "wide", "columns": columns, "decimal": ",", "table": table}
    indicators = {"a/x": {}, "a/y": {"polarity": "lower_is_better"}, "b/z": {}}
    found = shown(bw.load(write_tree(tmp_path, indicators, {"s": source}, uncertainty=FEW)))
    assert scores(found, "a") == pytest.approx({"NL": 75, "BE": 75, "DE": 0})
    assert scores(found, "b") == {"NL": 0, "BE": None, "DE": 100}


def test_levels_with_parents_free_columns_and_a_single_indicator_per_theme(tmp_path: Path) -> None:
    figures = {"w1": {"x": 1}, "w2": {"x": 2}, "w3": {"x": 5}, "d1": {"x": 3, "inw": 10}}
    root = write_tree(
        tmp_path, {"a/x": {}, "context/inw": {"polarity": "none"}}, {"s": {"table": long(figures)}},
        reference_group={"level": "wijk", "current": True}, uncertainty=FEW,
    )  # fmt: skip
    regions = "region,name,level,parent,soort\nw1,Een,wijk,d1,oud\nw2,Twee,wijk,d1,nieuw\nw3,Drie,wijk,d2,oud\n"
    (root / "sources" / "regions.csv").write_text(f"{regions}d1,Deel,stadsdeel,,\nd2,Rest,stadsdeel,,\n")
    tree = bw.load(root)
    assert scores(shown(tree, "soort"), "a") == {"w1": 0, "w2": 25, "w3": 100, "d1": 50, "d2": None}
    groups = {by: bw.overview(tree, ["w1"], DAY, by).peers for by in ("soort", "stadsdeel", "nieuw", "w2,w3")}
    found = {by: peers.groups["w1"] for by, peers in groups.items() if peers}
    assert found == {"soort": ("w1", "w3"), "stadsdeel": ("w1", "w2"), "nieuw": ("w2",), "w2,w3": ("w2", "w3")}


@pytest.mark.slow
def test_every_ruler_and_a_weighted_geometric_overall_score_by_a_named_set(tmp_path: Path) -> None:
    kinds: dict[str, dict[str, Any]] = {
        "a/log": {"normalisation": {"method": "goalposts", "low": 1.0, "high": 1000.0, "log": True, "cap": False}},
        "a/doel": {"normalisation": {"method": "distance_to_target", "target": 10.0}},
        "b/ref": {"normalisation": {"method": "distance_to_reference", "region": "NL"}},
        "b/rang": {"normalisation": {"method": "rank"}},
        "b/deel": {"normalisation": {"method": "percentile_rank"}, "weight": 0.0},
    }
    figures = {
        "NL": {"log": 1, "doel": 5, "ref": 3, "rang": 1, "deel": 1},
        "BE": {"log": 100, "doel": 12, "ref": 4, "rang": 2, "deel": 1},
        "DE": {"log": -5, "doel": 8, "ref": 9, "rang": 2, "deel": 3},
    }
    weights = {"label": {"nl": "w", "en": "w"}, "themes": {"b": 3.0}, "indicators": {"doel": 0.5}}
    tree = bw.load(write_tree(
        tmp_path, kinds, {"s": {"table": long(figures)}},
        aggregation={"theme": "arithmetic_mean", "overall": "geometric_mean"}, weight_sets={"w": weights}, weights="w",
        uncertainty={**FEW, "normalisations": [{"method": "z_score"}], "aggregations": ["harmonic_mean"]},
    ))  # fmt: skip
    found = shown(tree)
    first = 200 / 3 * 2 / 3 + 100 / 3
    second = (100 + 100 / 6 + 100) / 2
    assert scores(found, "a") == {"NL": 0, "BE": pytest.approx(first), "DE": None}
    assert scores(found, "b") == pytest.approx({"NL": 50, "BE": second, "DE": 150})
    assert found.context.overall is not None
    overall = dict(found.context.overall.select("region", "score").iter_rows())
    assert overall == pytest.approx({"NL": 0, "BE": first**0.25 * second**0.75, "DE": 150})
    reasons = found.context.indicators.filter(indicator="log")["score_reason"].to_list()
    assert dict(zip(found.regions, reasons, strict=True))["DE"] == "niet_positief"


def test_a_second_source_fills_what_the_first_does_not_have(tmp_path: Path) -> None:
    both = [{"source": "s", "measure": "x"}, {"source": "t", "measure": "x2"}]
    tables = {"s": {"table": long({"NL": {"x": 1}, "BE": {"x": None}})},
              "t": {"table": long({"NL": {"x2": 9}, "BE": {"x2": 2}, "DE": {"x2": 3}})}}  # fmt: skip
    tree = bw.load(write_tree(tmp_path, {"a/x": {"figures": both}}, tables, uncertainty=FEW))
    assert scores(shown(tree), "a") == {"BE": 50, "DE": 100, "NL": 0}


def test_codes_that_look_like_years_and_quarters_as_periods(tmp_path: Path) -> None:
    quarters = [f"20{year}-Q{quarter}" for year in (20, 21) for quarter in (1, 2, 3, 4)]
    rows = [f"{code},{when},x,{place * step}\n" for step, code in ((1, "0141"), (2, "0153"), (3, "0150"))
            for place, when in enumerate(quarters, start=1)]  # fmt: skip
    table = "region,period,measure,value\n" + "".join(rows)
    tree = bw.load(write_tree(tmp_path, {"a/x": {}}, {"s": {"table": table}}, uncertainty=FEW, bounds_from="2020-Q4"))
    assert scores(shown(tree), "a") == {"0141": 50, "0153": 100, "0150": 100}
    difference = bw.compare(tree, "0153@2020-Q3", "0153@2020-Q4")
    assert difference.scores.row(0)[1:4] == pytest.approx((25, 50, 25))
    assert difference.causes.select("cause", "points").rows() == [("figure", pytest.approx(25))]


@pytest.mark.slow
def test_constant_single_and_absent_figures_have_their_reasons_everywhere(tmp_path: Path) -> None:
    figures = {"NL": {"x": 1, "y": 4}, "BE": {"x": 1, "y": None}}
    tree = bw.load(write_tree(
        tmp_path, {"a/x": {}, "b/y": {}, "c/leeg": {}}, {"s": {"table": long(figures)}}, uncertainty=FEW,
        aggregation={"overall": "harmonic_mean"},
    ))  # fmt: skip
    found = shown(tree)
    assert set(found.context.themes["reason"]) == {"onvoldoende_gegevens"}
    assert found.context.indicators.filter(region="NL")["score_reason"].to_list() == [
        "alle_gelijk", "alle_gelijk", "geen_cijfer",
    ]  # fmt: skip
    assert found.sensitivity is not None
    assert found.sensitivity.themes["score_low"].null_count() == found.sensitivity.themes.height


@pytest.mark.slow
def test_a_third_level_is_an_overlap_group_per_pillar(tmp_path: Path) -> None:
    """Indicators make pillars, pillars a theme with equal weights; what is missing is divided within its pillar."""
    pillars = {"p": ("a", "b", "c"), "q": ("d",)}
    indicators = {f"t/{name}": {"overlap": pillar} for pillar, names in pillars.items() for name in names}
    figures = {"R1": {"a": 0, "b": 50, "c": None, "d": 80}, "R2": {"a": 100, "b": 100, "c": 100, "d": 100},
               "R3": {"a": 0, "b": 0, "c": 0, "d": 0}}  # fmt: skip
    tree = bw.load(write_tree(tmp_path, indicators, {"s": {"table": long(figures)}}, uncertainty=FEW))
    assert scores(shown(tree), "t") == pytest.approx({"R1": (25 + 80) / 2, "R2": 100, "R3": 0})


def test_what_a_method_names_and_the_figures_lack_is_told_at_once(tmp_path: Path) -> None:
    reference = {"normalisation": {"method": "distance_to_reference", "region": "XX"}}
    root = write_tree(tmp_path, {"a/x": reference}, {"s": {"table": long({"NL": {"x": 1}, "BE": {"x": 2}})}},
                      reference_group={"regions": ["NL", "BEL"]}, bounds_from="2019")  # fmt: skip
    with pytest.raises(InputFault) as fault:
        bw.context(bw.load(root), DAY)
    places = [(finding.file, finding.place) for finding in fault.value.findings]
    assert places == [
        ("indicators/a/x.yaml", "normalisation.region"),
        ("indicators/method.yaml", "bounds_from"),
        ("indicators/method.yaml", "reference_group.regions"),
    ]


def test_two_methods_and_two_days_are_compared_by_files_alone(tmp_path: Path) -> None:
    root = write_tree(tmp_path, {"a/x": {}, "a/y": {}},
                      {"s": {"table": long({"NL": {"x": 1, "y": 9}, "BE": {"x": 2, "y": 5}, "DE": {"x": 5, "y": 1}}),
                             "edition": None, "retrieved": date(2024, 1, 15)}})  # fmt: skip
    other = tmp_path / "strenger.yaml"
    other.write_text(json.dumps({
        "normalisation": {"method": "min_max"}, "reference_group": {"all": True}, "effects": EFFECTS,
        "aggregation": {"theme": "geometric_mean"},
    }))  # fmt: skip
    tree = bw.load(root)
    found = bw.compare(tree, "BE", f"BE@{other}")
    assert found.scores.row(0)[1:3] == pytest.approx((37.5, math.sqrt(25 * 50)))
    assert set(found.causes["cause"]) == {"aggregation"}
    assert bw.compare(tree, "BE@2024-02-01", "BE").causes.is_empty()
    assert bw.compare(tree, "2020", str(other), region="BE").scores["b"].item() == pytest.approx(math.sqrt(25 * 50))
    with pytest.raises(UsageFault, match="Op 2024-01-14 was nog geen cijfer bekend; de versies zijn 2024-01-15"):
        bw.compare(tree, "BE@2024-01-14", "BE")
    for wrong in ("BE@straks", "BE@2020@2021", "BE@2024-02-31"):
        with pytest.raises(UsageFault):
            bw.compare(tree, wrong, "BE")
    with pytest.raises(UsageFault, match="Er is geen bestand"):
        bw.compare(tree, "BE", "BE@weg.yaml")
