"""Tables are refused for every fault at once; a sound one passes unchanged."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from brede_welvaart.errors import InputFault
from brede_welvaart.region_tables import read_regions
from brede_welvaart.tables import OBSERVATIONS, check_observations, check_scores

SOUND = {
    "source": "s", "measure": "m", "region": "R1", "period": "2022", "value": 1.0, "lower": None, "upper": None,
    "status": "definitief", "missing": None, "vintage": "2022",
}  # fmt: skip


def observations(*changes: dict[str, object]) -> pl.DataFrame:
    return pl.DataFrame([{**SOUND, **change} for change in changes], schema=OBSERVATIONS)


def faults(frame: pl.DataFrame) -> list[str]:
    with pytest.raises(InputFault) as fault:
        check_observations(frame, "f.csv", {"m": (0.0, 100.0)})
    return [finding.expected.rpartition("[")[2].rstrip("]") for finding in fault.value.findings]


def test_a_sound_table_passes_unchanged() -> None:
    frame = observations({}, {"region": "R2", "value": None, "missing": "geheim"}, {"period": "2022-Q1"})
    assert check_observations(frame, "f.csv", {"m": (0.0, 100.0)}).equals(frame)


def test_columns_beside_the_contract_are_dropped() -> None:
    assert check_observations(observations({}).with_columns(row=1), "f.csv").columns == list(OBSERVATIONS)


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"value": float("inf")}, "value_eindig"),
        ({"lower": float("nan")}, "lower_eindig"),
        ({"value": 100.1}, "bereik"),
        ({"value": -0.1}, "bereik"),
        ({"lower": 2.0}, "marges"),
        ({"upper": 0.5}, "marges"),
        ({"period": "2022JJ00"}, "periode"),
        ({"period": None}, "periode"),
        ({"status": "zeker"}, "status_bekend"),
        ({"status": None}, "status_bekend"),
        ({"missing": "geheim"}, "reden"),
        ({"value": None}, "reden"),
        ({"value": None, "missing": "kwijt"}, "missing_bekend"),
        ({"region": ""}, "region_gevuld"),
        ({"region": "R1,R2"}, "code"),
        ({"region": "R1@2022"}, "code"),
        ({"measure": None}, "measure_gevuld"),
    ],
)
def test_the_canary_a_bad_value_is_refused(change: dict[str, object], rule: str) -> None:
    assert rule in faults(observations(change))


def test_nan_is_not_a_figure() -> None:
    assert "value_eindig" in faults(observations({"value": float("nan")}))


def test_a_cell_occurs_once_per_vintage() -> None:
    assert faults(observations({}, {"vintage": "2023"}, {})) == ["eenmaal"]


def test_the_wrong_type_is_refused() -> None:
    with pytest.raises(InputFault, match="value"):
        check_observations(observations({}).with_columns(pl.col("value").cast(pl.String)), "f.csv")


def test_every_fault_is_found_at_once() -> None:
    assert sorted(faults(observations({"value": 101.0, "status": "?"}, {"region": "R2", "period": "2"}))) == [
        "bereik",
        "periode",
        "status_bekend",
    ]


def test_very_many_faults_are_counted() -> None:
    frame = observations(*({"region": f"R{number}", "value": -1.0} for number in range(600)))
    with pytest.raises(InputFault, match="nog 100 fouten"):
        check_observations(frame, "f.csv", {"m": (0.0, None)})


def test_regions(tmp_path: Path) -> None:
    path = tmp_path / "regions.csv"
    path.write_text("region,name,level,parent,size\nNL01,Nederland,country,,\n0141,Almelo,municipality,NL01,100-150\n")
    frame = read_regions(path, "sources/regions.csv")
    assert frame.columns == ["region", "name", "level", "parent", "valid_from", "valid_to", "size"]
    assert frame.row(1) == ("0141", "Almelo", "municipality", "NL01", None, None, "100-150")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("code,name,level\nR1,a,b\n", "sources/regions.csv: region: gevonden geen kolom"),
        ("region,name,level\nR1,a,b\nR1,a,b\n", "elke regio één keer"),
        ("region,name,level,parent\nR1,a,b,R2\n", "een regio uit dit bestand"),
        (
            "region,name,level,parent\nR1,a,b,R2\nR2,a,b,R1\n",
            "R2, kolom parent: .* die niet in deze zelf ligt",
        ),
        ("region,name,level,parent\nR1,a,b,R1\n", "een regio die niet in deze zelf ligt"),
        ("region,name,level,position\nR1,a,b,1\n", "regions.csv: position: .* een andere naam"),
        ("region,name,level,current\nR1,a,b,1\n", "regions.csv: current: .* een andere naam"),
        ("region,name,level,Name\nR1,a,b,1\n", "regions.csv: Name: .* een andere naam"),
        ("region,name,level,size,Size\nR1,a,b,1,2\n", "regions.csv: Size: .* een andere naam"),
        ("region,name,level\nR1,,b\n", "een code of naam"),
        ("region,name,level\nR@1,a,b\n", "een code zonder @, komma"),
        ("region,name,level\nR\u200b1,a,b\n", r"gevonden 'R.u200b1'"),
        ("region,name,level,valid_to\nR1,a,b,2020-13-45\n", "R1, kolom valid_to: gevonden '2020-13-45'; .* datum"),
        ("region,name,level,valid_from\nR1,a,b,ooit\n", "R1, kolom valid_from: gevonden 'ooit'; verwacht een jaar"),
        ("region,name,level\nR1,a,b,c,d\n", "een CSV-bestand"),
        ("", "een CSV-bestand"),
    ],
)
def test_wrong_regions(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "regions.csv").write_text(text)
    with pytest.raises(InputFault, match=message):
        read_regions(tmp_path / "regions.csv", "sources/regions.csv")


INDICATOR = {
    "region": "R1", "indicator": "i", "value": 1.0, "score": 50.0, "missing_reason": None, "score_reason": None,
    "rank": 1, "ranked": 3, "quartile": "best", "trend_direction": "onbekend",
}  # fmt: skip
THEME = {"region": "R1", "theme": "t", "score": 50.0, "present": 1, "of": 2, "low": 50.0, "high": 50.0, "reason": None}


def check(indicator: dict[str, object], theme: dict[str, object]) -> None:
    text = dict.fromkeys(("missing_reason", "score_reason", "quartile", "reason"), pl.String)
    indicators = pl.DataFrame([{**INDICATOR, **indicator}], schema_overrides=text)
    check_scores(indicators, pl.DataFrame([{**THEME, **theme}], schema_overrides=text))


def test_sound_scores_pass() -> None:
    check({}, {})
    check({"score": None, "score_reason": "geen_cijfer", "rank": None}, {"score": None, "reason": "geen_indicatoren"})


@pytest.mark.parametrize(
    "change",
    [
        {"score": float("nan")},
        {"score": None},
        {"rank": 4},
        {"rank": 0},
        {"quartile": "top"},
        {"score_reason": "zomaar"},
    ],
)
def test_the_canary_a_bad_score_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(InputFault, match="indicators: R1, i, "):
        check(change, {})


@pytest.mark.parametrize("change", [{"present": 3}, {"score": 60.0}, {"reason": "te_oud"}, {"score": float("inf")}])
def test_the_canary_a_bad_theme_score_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(InputFault, match="themes: R1, t, "):
        check({}, change)
