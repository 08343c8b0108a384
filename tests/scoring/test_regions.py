"""Regions in time: weights, conversion, and Haaren, which was split over four neighbours in 2021."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brede_welvaart import pipeline
from brede_welvaart.definitions import Conversion, Tree
from brede_welvaart.errors import InputFault
from brede_welvaart.loading import load
from brede_welvaart.region_tables import CHANGES, read_changes
from brede_welvaart.resources import default_root
from brede_welvaart.scoring.figures import Figures
from brede_welvaart.scoring.regions import (
    BREAK,
    changed_regions,
    conversion_matrix,
    convert_counts,
    convert_rates,
    harmonised,
)
from brede_welvaart.store import read_figures

CODES = ["A", "B", "C", "D", "X"]
Change = tuple[str, str, int, float | None]
SPLIT: list[Change] = [("A", "B", 2021, 0.25), ("A", "C", 2021, 0.75), ("B", "B", 2021, 1.0), ("C", "C", 2021, 1.0)]
MERGER: list[Change] = [("C", "X", 2023, 1.0), ("D", "X", 2023, 1.0)]
HAAREN = {"GM0757": (30801, 32973), "GM0824": (26245, 32373), "GM0855": (219789, 221947), "GM0865": (26558, 31669)}


def changes(*rows: Change) -> pl.DataFrame:
    return pl.DataFrame([(*row, "inwoners", "test") for row in rows], schema=CHANGES, orient="row")


def test_no_change_is_the_identity() -> None:
    np.testing.assert_array_equal(conversion_matrix(CODES, changes(*SPLIT), 2021, 2024), np.eye(5))


def test_a_split_and_a_merger_in_turn() -> None:
    matrix = conversion_matrix(CODES, changes(*SPLIT, *MERGER), 2020, 2023)
    counts = convert_counts(np.array([100.0, 10, 20, 30, np.nan]), matrix)
    np.testing.assert_allclose(counts, [np.nan, 35, np.nan, np.nan, 125])
    assert changed_regions(matrix).tolist() == [False, True, False, False, True]


def test_rates_weigh_by_their_denominator() -> None:
    matrix = conversion_matrix(CODES, changes(*MERGER), 2022, 2023)
    rates = convert_rates(np.array([1.0, 2, 10, 40, np.nan]), np.array([1.0, 1, 3, 1, np.nan]), matrix)
    np.testing.assert_allclose(rates, [1, 2, np.nan, np.nan, 17.5])


def test_a_sum_without_a_part_is_no_sum() -> None:
    matrix = conversion_matrix(CODES, changes(*MERGER), 2022, 2023)
    assert np.isnan(convert_counts(np.array([1.0, 1, 1, np.nan, np.nan]), matrix)[4])


def test_unknown_shares_convert_to_nothing() -> None:
    unknown = changes(
        ("A", "B", 2021, None), ("A", "C", 2021, None), ("B", "B", 2021, 1.0), ("C", "C", 2021, 1.0), *MERGER
    )
    matrix = conversion_matrix(CODES, unknown, 2020, 2023)
    counts = convert_counts(np.array([100.0, 10, 20, 30, np.nan]), matrix)
    np.testing.assert_array_equal(counts, [np.nan] * 5)
    assert conversion_matrix(CODES, unknown, 2021, 2023)[1].tolist() == [0, 1, 0, 0, 0]


@given(
    shares=st.lists(st.floats(0.01, 1), min_size=3, max_size=3),
    values=st.lists(st.floats(0, 1e6), min_size=4, max_size=4),
)
def test_rows_sum_to_one_and_totals_are_conserved(shares: list[float], values: list[float]) -> None:
    parts = np.array(shares) / sum(shares)
    split: list[Change] = [("A", code, 2021, float(part)) for code, part in zip("BCD", parts, strict=True)]
    stay: list[Change] = [(code, code, 2021, 1.0) for code in "BCD"]
    matrix = conversion_matrix("ABCD", changes(*split, *stay), 2020, 2021)
    np.testing.assert_allclose(matrix.sum(axis=1), 1)
    converted = convert_counts(np.array(values), matrix)
    assert np.nansum(converted) == pytest.approx(sum(values))
    rates = convert_rates(np.full(4, 7.0), np.array(values) + 1, matrix)
    np.testing.assert_allclose(rates[1:], 7)


@pytest.fixture(scope="module")
def shipped() -> Tree:
    return load(default_root())


def shipped_changes(tree: Tree) -> pl.DataFrame:
    return read_changes(tree.root / "sources" / "changes.csv", "sources/changes.csv")


def test_haaren(shipped: Tree) -> None:
    """Inhabitants on 1 January 2020 in the division of 2021, beside CBS's own figures (StatLine 03759ned)."""
    codes = ["GM0788", *HAAREN]
    rows = shipped_changes(shipped).filter(pl.col("from").is_in(codes))
    matrix = conversion_matrix(codes, rows, 2020, 2021)
    counts = np.array([14370.0, *(before for before, _ in HAAREN.values())])
    converted = convert_counts(counts, matrix)
    assert np.isnan(converted[0])
    assert np.nansum(converted) == pytest.approx(counts.sum(), abs=1e-6)
    for value, (_, after) in zip(converted[1:], HAAREN.values(), strict=True):
        assert value == pytest.approx(after, rel=0.01)


def test_shipped_changes_fit_the_regions(shipped: Tree) -> None:
    """Every code that ends is taken over, and no change names an unknown code."""
    regions = pl.read_csv(shipped.root / "sources" / "regions.csv", infer_schema=False)
    table = shipped_changes(shipped)
    assert not {*table["from"], *table["to"]} - set(regions["region"])
    ended = set(regions.filter(pl.col("valid_to").is_not_null())["region"])
    assert ended == set(table.filter(pl.col("from") != pl.col("to"))["from"])


def figures(values: dict[str, list[list[float]]], regions: list[str], periods: tuple[str, ...]) -> Figures:
    array = np.array(list(values.values()), dtype=np.float64)
    known = np.isfinite(array)
    frame = pl.DataFrame({"region": regions, "name": regions, "level": "region", "current": True})
    source = np.where(known, 0, -1).astype(np.int16)
    return Figures(tuple(values), periods, frame, ("cijfers",), array, (~known).astype(np.int8), source)


def with_conversions(tree: Tree, **kinds: dict[str, Any]) -> Tree:
    indicators = {
        name: indicator.model_copy(update={"conversion": Conversion(**kinds[name]) if name in kinds else None})
        for name, indicator in tree.indicators.items()
    }
    return tree.model_copy(update={"indicators": indicators})


def test_counts_and_rates_are_converted_and_the_rest_breaks(small_root: Path) -> None:
    tree = with_conversions(
        load(small_root), inwoners={"kind": "count"}, groen={"kind": "rate", "denominator": "inwoners"}
    )
    periods = ("2020", "2021")
    values = {
        "geluid": [[50.0, 60, 70], [np.nan, 61, 71]],
        "groen": [[10.0, 30, 5], [np.nan, 25, 5]],
        "inwoners": [[1000.0, 3000, 50], [np.nan, 4100, 50]],
    }
    merger = changes(("R1", "R2", 2021, 1.0), ("R2", "R2", 2021, 1.0))
    result = harmonised(figures(values, ["R1", "R2", "R3"], periods), tree, merger)
    np.testing.assert_array_equal(result.values[:, 0], [[50, np.nan, 70], [10, 25, 5], [1000, 4000, 50]])
    np.testing.assert_array_equal(result.values[:, 1], [row[1] for row in values.values()])
    assert result.missing[0, 0].tolist() == [0, BREAK, 0]


def test_the_last_figure_of_an_old_territory_stays(small_root: Path) -> None:
    values = {"geluid": [[50.0, 60], [51, 61], [np.nan, np.nan]]}
    merger = changes(("R1", "R2", 2022, 1.0), ("R2", "R2", 2022, 1.0))
    result = harmonised(figures(values, ["R1", "R2"], ("2020", "2021", "2022")), load(small_root), merger)
    np.testing.assert_array_equal(result.values[0], values["geluid"])


def test_a_source_in_one_classification_is_left_alone(small_root: Path) -> None:
    tree = load(small_root)
    fixed = {"cijfers": tree.sources["cijfers"].model_copy(update={"classification": 2022})}
    values = {"geluid": [[50.0, 60], [np.nan, 61]]}
    merger = changes(("R1", "R2", 2021, 1.0), ("R2", "R2", 2021, 1.0))
    before = figures(values, ["R1", "R2"], ("2020", "2021"))
    result = harmonised(before, tree.model_copy(update={"sources": fixed}), merger)
    np.testing.assert_array_equal(result.values, before.values)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("A,B,2021,0.5,inwoners,bron\nA,C,2021,0.4,inwoners,bron\n", "samen 1"),
        ("A,B,2021,1.5,inwoners,bron\n", "een deel van 0 tot 1"),
        ("A,B,2021,1,,bron\n", "een code of naam"),
        ("A,B,2021,0.5,inwoners,bron\nA,B,2021,0.5,inwoners,bron\n", "elke bestemming één keer"),
        ("A,B,ooit,1,inwoners,bron\n", "gevonden 'ooit'; verwacht een jaar van 1900 tot en met 2200"),
        ("A,B,202199999999,1,inwoners,bron\n", "gevonden '202199999999'; verwacht een jaar"),
        ("A,B,,1,inwoners,bron\n", "gevonden niets; verwacht een jaar"),
        ('A,B,2021,"0,4",inwoners,bron\nA,C,2021,"0,6",inwoners,bron\n', "gevonden '0,4'; verwacht .* met een punt"),
    ],
)
def test_wrong_changes(tmp_path: Path, rows: str, message: str) -> None:
    path = tmp_path / "changes.csv"
    path.write_text(f"{','.join(CHANGES)}\n{rows}")
    with pytest.raises(InputFault, match=message):
        read_changes(path, "sources/changes.csv")


def test_a_source_of_one_division_is_converted_from_that_year(small_root: Path) -> None:
    """Figures of 2019 in the regions of 2020, and a merger in 2021."""
    tree = with_conversions(load(small_root), geluid={"kind": "count"})
    fixed = {"cijfers": tree.sources["cijfers"].model_copy(update={"classification": 2020})}
    merger = changes(("R3", "R1", 2020, 1.0), ("R1", "R2", 2021, 1.0), ("R2", "R2", 2021, 1.0))
    before = figures({"geluid": [[50.0, 60, np.nan]]}, ["R1", "R2", "R3"], ("2019",))
    result = harmonised(before, tree.model_copy(update={"sources": fixed}), merger)
    np.testing.assert_array_equal(result.values[0, 0], [50, 110, np.nan])
    assert result.converted is not None
    assert result.converted[0, 0].tolist() == [False, True, False]
    assert result.source[0, 0].tolist() == [0, 0, -1]


def test_figures_of_different_divisions_are_not_added(small_root: Path) -> None:
    tree = with_conversions(load(small_root), geluid={"kind": "count"})
    other = tree.sources["cijfers"].model_copy(update={"classification": 2021})
    tree = tree.model_copy(update={"sources": {**tree.sources, "ander": other}})
    merger = changes(("R1", "R2", 2021, 1.0), ("R2", "R2", 2021, 1.0))
    before = figures({"geluid": [[50.0, 60], [np.nan, 61]]}, ["R1", "R2"], ("2020", "2021"))
    mixed = replace(before, sources=("cijfers", "ander"), source=np.array([[[0, 1], [-1, 0]]], dtype=np.int16))
    result = harmonised(mixed, tree, merger)
    np.testing.assert_array_equal(result.values[0], [[50, 60], [np.nan, 61]])


def test_a_converted_figure_has_no_margins_and_the_least_certain_status(small_root: Path) -> None:
    tree = with_conversions(load(small_root), geluid={"kind": "count"})
    merger = changes(("R1", "R2", 2021, 1.0), ("R2", "R2", 2021, 1.0))
    before = figures({"geluid": [[50.0, 60], [np.nan, 61]]}, ["R1", "R2"], ("2020", "2021"))
    values = before.values
    margins = replace(before, lower=values - 1, upper=values + 1, status=np.array([[[1, 2], [0, 1]]], dtype=np.int8))
    result = harmonised(margins, tree, merger)
    assert result.lower is not None
    assert result.status is not None
    np.testing.assert_array_equal(result.lower[0], [[49, np.nan], [np.nan, 60]])
    assert result.status[0].tolist() == [[1, 2], [0, 1]]


@pytest.fixture(scope="module")
def shipped_context(shipped: Tree) -> pl.DataFrame:
    return pipeline.context(shipped, date(2026, 11, 23)).indicators


def test_a_merged_municipality_has_a_figure_made_of_its_parts(shipped: Tree, shipped_context: pl.DataFrame) -> None:
    """Maashorst is Landerd and Uden since 2022; the distance of 2021 is their mean, weighed by inhabitants."""
    name = "kwb_afstand_huisarts"
    row = shipped_context.filter(region="GM1991", indicator=name).row(0, named=True)
    with pipeline.current_store(shipped) as opened:
        raw = read_figures(opened, [name, "inwoners"])
    place, codes = raw.periods.index("2021"), raw.regions["region"].to_list()
    parts = [codes.index(code) for code in ("GM0856", "GM1685")]
    distances, people = raw.values[0, place, parts], raw.values[1, place, parts]
    assert row["value"] == pytest.approx(float((distances * people).sum() / people.sum()))
    assert (row["period"], row["converted"], row["source"]) == ("2021", True, "cbs_85039ned")


def test_no_trend_crosses_a_change_that_was_not_converted(shipped: Tree) -> None:
    """Amsterdam took in Weesp in 2022; average prices do not convert, so the series starts anew in 2023."""
    result = pipeline.read_figures(shipped)
    column = result.regions["region"].to_list().index("GM0363")
    prices = result.indicators.index("gem_verkoopprijs_woning")
    known = [period for place, period in enumerate(result.periods) if np.isfinite(result.values[prices, place, column])]
    assert known == ["2023", "2024", "2025"]
    assert set(result.missing[prices, [result.periods.index("2021")], column]) == {BREAK}


def test_inhabitants_of_a_split_municipality_are_divided(shipped: Tree) -> None:
    """Haaren's inhabitants of 1 January 2020 are in the figures of its four neighbours, and none is lost."""
    result = pipeline.read_figures(shipped)
    codes, place = result.regions["region"].to_list(), result.periods.index("2020")
    values = result.values[result.indicators.index("inwoners"), place]
    after = sum(values[codes.index(code)] for code in HAAREN)
    assert after == pytest.approx(14370 + sum(before for before, _ in HAAREN.values()))
