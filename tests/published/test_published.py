"""Results that others published, reached through files alone: a tree of indicators, sources and a method."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from brede_welvaart.scoring.context import Context
from brede_welvaart.scoring.explain import explain_overall

HERE = Path(__file__).parent
Published = Callable[[str], Context]


def expected(name: str, **types: type[pl.DataType]) -> pl.DataFrame:
    """What was published, as text unless said otherwise."""
    return pl.read_csv(HERE / name / "expected.csv", infer_schema=False).cast(types)  # type: ignore[arg-type]


def test_human_development_index_2022(published: Published) -> None:
    """UNDP, Human Development Report 2023/24, table 1: index and rank of all 193 countries."""
    overall = published("hdi").overall
    assert overall is not None
    ours = overall.select("region", hdi=(pl.col("score").round(1) / 100).round(3), rank="rank")
    theirs = expected("hdi", hdi=pl.Float64, rank=pl.Int32)
    assert theirs.height == 193
    both = theirs.join(ours, on="region", suffix="_ours")
    assert both.height == 193
    assert both.filter((pl.col("hdi") - pl.col("hdi_ours")).abs() > 1e-9).rows() == []
    assert both.filter(pl.col("rank") != pl.col("rank_ours")).rows() == []


def test_switzerland_leads_and_its_index_explains_itself(published: Published) -> None:
    """84.3 years, 16.6 and 13.9 years of schooling and 69,433 dollars give 0.967."""
    context = published("hdi")
    trace = explain_overall(context, "CHE")
    assert trace is not None
    assert trace.score == pytest.approx(96.7, abs=0.05)
    assert trace.rows["contribution"].sum() == pytest.approx(trace.score, abs=1e-9)
    assert trace.rows["theme"].to_list() == ["lang_en_gezond", "kennis", "levensstandaard"]
    values = context.indicators.filter(region="CHE")["value"].to_list()
    assert [round(value, 1) for value in values] == [84.3, 13.9, 16.6, 69432.8]


def test_asem_from_its_published_pillars(published: Published) -> None:
    """COINr's ASEM example: sub-indices and index from the printed pillar scores, so within half a printed unit.

    The 49 raw figures under the pillars exist as a file of R only; this covers the arithmetic means, not min-max.
    """
    context = published("asem")
    types = dict.fromkeys(("index", "connectiviteit", "duurzaamheid"), pl.Float64)
    theirs = expected("asem", rank=pl.Int32, **types)
    themes = context.themes.pivot(on="theme", index="region", values="score")
    assert context.overall is not None
    ours = themes.join(context.overall.select("region", "score", "rank"), on="region")
    both = theirs.join(ours, on="region", suffix="_ours")
    for theme in ("connectiviteit", "duurzaamheid"):
        assert (both[theme] - both[f"{theme}_ours"]).abs().max() <= 0.011
    assert (both["index"] - both["score"]).abs().max() <= 0.011
    assert both["rank"].to_list() == both["rank_ours"].to_list()
    assert both.row(by_predicate=pl.col("region") == "NLD", named=True)["score"] == pytest.approx(64.82, abs=0.005)


def test_the_ranks_of_den_haag_among_five_cities(published: Published) -> None:
    """Den Haag in Cijfers, Brede welvaart Den Haag: position in the G5, with a tie in income and a turned polarity."""
    ours = published("den_haag").indicators.filter(region="GM0518").select("indicator", "rank_label", "ranked")
    both = expected("den_haag").join(ours, on="indicator", suffix="_ours")
    assert both["rank_label"].to_list() == both["rank_label_ours"].to_list()
    assert both["ranked"].to_list() == [5] * 6
    assert both.filter(indicator="inkomen")["rank_label_ours"].item() == "3/4"
