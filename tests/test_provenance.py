"""Reasons, status and margins of a figure go with it, from the file to the scores and their ranges."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import pytest

import brede_welvaart as bw
from brede_welvaart import pipeline
from brede_welvaart.definitions import Tree
from brede_welvaart.loading import load
from brede_welvaart.reporting import standings
from brede_welvaart.scoring.uncertainty import sensitivity
from brede_welvaart.vocabulary import MISSING_REASONS

TABLE = """\
region;period;measure;value;low;high;status
R1;2022;geluid;50,0;48,0;52,0;Voorlopig
R2;2022;geluid;60,0;;;Definitief
R3;2022;geluid;70,0;;;Definitief
R4;2022;geluid;x;;;
R5;2022;geluid;.;;;
R6;2022;geluid;*;;;
R7;2022;geluid;niet_van_toepassing;;;
R8;2022;geluid;reeksbreuk;;;
"""
COLUMNS = "columns: {lower: low, upper: high, status: status}\n"
UNCERTAINTY = "uncertainty: {draws: 500, weights: fixed, leave_one_out: false}\n"
BY_REGION = dict(
    zip(
        ("R4", "R5", "R6", "R7", "R8"),
        ("geheim", "niet_gepubliceerd", "nog_niet_beschikbaar", "niet_van_toepassing", "reeksbreuk"),
        strict=True,
    )
)


@pytest.fixture
def tree(small_root: Path) -> Tree:
    sources = small_root / "sources"
    (sources / "cijfers.csv").write_text(TABLE, encoding="utf-8")
    digest = hashlib.sha256((sources / "cijfers.csv").read_bytes()).hexdigest()
    lines = (sources / "cijfers.yaml").read_text().splitlines()
    kept = [f"sha256: {digest}" if line.startswith("sha256") else line for line in lines]
    (sources / "cijfers.yaml").write_text("\n".join(kept) + "\n" + COLUMNS)
    method = small_root / "indicators" / "method.yaml"
    method.write_text(method.read_text() + UNCERTAINTY)
    return load(small_root)


def test_every_reason_is_in_the_json(tree: Tree) -> None:
    assert set(BY_REGION.values()) == set(MISSING_REASONS)
    record = standings.document(bw.overview(tree, [*BY_REGION, "R1"], date(2023, 1, 1)), tree)
    found = {
        region["region"]: each
        for region in record["regions"]
        for theme in region["themes"]
        for each in theme["indicators"]
        if each["indicator"] == "geluid"
    }
    assert {region: found[region]["missing_reason"] for region in BY_REGION} == BY_REGION
    assert all(found[region]["value"] is None for region in BY_REGION)
    assert (found["R1"]["missing_reason"], found["R1"]["status"], found["R1"]["converted"]) == (
        None,
        "voorlopig",
        False,
    )


def test_a_provisional_figure_is_told_in_the_table(tree: Tree) -> None:
    lines = list(standings.lines(bw.overview(tree, ["R1", "R2"], date(2023, 1, 1)), tree))
    assert sum("voorlopig" in line for line in lines) == 1


def test_margins_widen_the_range_of_a_score(tree: Tree) -> None:
    figures = pipeline.read_figures(tree)
    standing = pipeline.context(tree, date(2023, 1, 1)).standing
    ranges = sensitivity(figures, standing).themes.filter(theme="rust")
    width = {
        row["region"]: row["score_high"] - row["score_low"]
        for row in ranges.iter_rows(named=True)
        if row["score"] is not None
    }
    assert width["R1"] > 5
    assert (width["R2"], width["R3"]) == (0, 0)
