"""Districts and neighbourhoods, codes with letters included, load and score as municipalities do."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import pytest

from brede_welvaart import pipeline
from brede_welvaart.loading import load
from brede_welvaart.scoring.context import Context

TABLE = """\
"Perioden";"Regiocode (code)";"Geluid (dB)";"Groen (%)"
"2022";"NL00      ";"   55.0";"   30.1"
"2022";"GM0363    ";"   60.0";"   20.4"
"2022";"WK0363AA  ";"   61.0";"   10.2"
"2022";"WK0363AB  ";"   50.0";"   40.8"
"2022";"BU0363AA01";"   62.5";"      ."
"2022";"BU0363AA0B";"   59.5";"   12.6"
"2022";"BU0363AB01";"   50.0";"   40.8"
"""
REGIONS = """\
region,name,level,parent
NL00,Nederland,country,
GM0363,Amsterdam,municipality,NL00
WK0363AA,Burgwallen,district,GM0363
WK0363AB,Grachtengordel,district,GM0363
BU0363AA01,Kop Zeedijk,neighbourhood,WK0363AA
BU0363AA0B,BG-terrein,neighbourhood,WK0363AA
BU0363AB01,Langestraat,neighbourhood,WK0363AB
"""
COLUMNS = """\
layout: wide
columns: {region: Regiocode (code), period: Perioden}
measures: {geluid: Geluid (dB), groen: Groen (%)}
"""


@pytest.fixture
def context(small_root: Path) -> Context:
    sources = small_root / "sources"
    (sources / "cijfers.csv").write_text(TABLE, encoding="utf-8")
    (sources / "regions.csv").write_text(REGIONS, encoding="utf-8")
    lines = (sources / "cijfers.yaml").read_text().splitlines()
    digest = hashlib.sha256((sources / "cijfers.csv").read_bytes()).hexdigest()
    kept = [f"sha256: {digest}" if line.startswith("sha256") else line for line in lines]
    (sources / "cijfers.yaml").write_text("\n".join(kept) + "\n" + COLUMNS)
    method = small_root / "indicators" / "method.yaml"
    method.write_text(method.read_text().replace("{all: true}", "{level: neighbourhood}"))
    return pipeline.context(load(small_root), date(2023, 1, 1))


def test_neighbourhoods_are_ranked_among_each_other(context: Context) -> None:
    noise = {row["region"]: row for row in context.indicators.filter(indicator="geluid").iter_rows(named=True)}
    assert {code: row["rank_label"] for code, row in noise.items() if row["rank"]} == {
        "BU0363AB01": "1", "BU0363AA0B": "2", "BU0363AA01": "3",
    }  # fmt: skip
    assert {code: row["score"] for code, row in noise.items()} == pytest.approx(
        {
            "NL00": 60,
            "GM0363": 20,
            "WK0363AA": 12,
            "WK0363AB": 100,
            "BU0363AA01": 0,
            "BU0363AA0B": 24,
            "BU0363AB01": 100,
        }
    )


def test_a_neighbourhood_without_a_figure_says_why(context: Context) -> None:
    (row,) = context.indicators.filter(indicator="groen", region="BU0363AA01").iter_rows(named=True)
    assert (row["value"], row["missing_reason"], row["score_reason"]) == (None, "niet_gepubliceerd", "geen_cijfer")


def test_regions_of_every_level_keep_their_names(context: Context) -> None:
    names = dict(context.regions.select("region", "name").iter_rows())
    assert (names["BU0363AA0B"], names["WK0363AB"], names["NL00"]) == ("BG-terrein", "Grachtengordel", "Nederland")
