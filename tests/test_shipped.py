"""Every definition that ships keeps its promises: figures or a word why not, a way to renew them, a way to convert."""

from __future__ import annotations

import hashlib

import polars as pl
import pytest

from brede_welvaart.adapters import observed
from brede_welvaart.definitions import Tree
from brede_welvaart.loading import load
from brede_welvaart.resources import default_root

TREE = load(default_root())
SNAPSHOT_LIMIT = 600_000
TABLES = {
    "03759ned", "80305ned", "83625NED", "83648NED", "85146NED", "85224NED", "50120NED", "50150NED", "47018NED",
    "83765NED", "84286NED", "84583NED", "84799NED", "85039NED", "85318NED", "85618NED", "85984NED", "86165NED",
}  # fmt: skip


@pytest.fixture(scope="module")
def tree() -> Tree:
    return TREE


@pytest.fixture(scope="module")
def shipped(tree: Tree) -> pl.DataFrame:
    return pl.concat(observed.observations(tree))


@pytest.mark.parametrize("name", TREE.indicators)
def test_an_indicator_can_be_renewed_or_says_why_not(name: str, tree: Tree) -> None:
    indicator = tree.indicators[name]
    tables = [tree.sources[each.source].refresh for each in indicator.figures]
    renewing = [
        table
        for table, each in zip(tables, indicator.figures, strict=True)
        if table is not None and each.measure in table.measures
    ]
    assert bool(renewing) != bool(indicator.refresh)


@pytest.mark.parametrize("name", TREE.indicators)
def test_an_indicator_says_how_it_moves_to_another_division(name: str, tree: Tree) -> None:
    conversion = tree.indicators[name].conversion
    assert conversion is not None
    assert (conversion.kind == "none") == (conversion.reason is not None)


@pytest.mark.parametrize("name", TREE.indicators)
def test_an_indicator_has_figures_or_says_why_not(name: str, tree: Tree, shipped: pl.DataFrame) -> None:
    indicator = tree.indicators[name]
    sources = [each.source for each in indicator.figures]
    count = shipped.filter(pl.col("source").is_in(sources), pl.col("measure") == name)["value"].count()
    assert count or (indicator.remarks is not None and "welvaart update" in indicator.remarks.nl)


def test_a_measure_that_a_source_fetches_is_of_an_indicator_that_uses_it(tree: Tree) -> None:
    """What `update` fetches is shown: no figure is fetched for nothing."""
    used = {(figure.source, figure.measure) for each in tree.indicators.values() for figure in each.figures}
    fetched = {
        (name, each) for name, source in tree.sources.items() if source.refresh for each in source.refresh.measures
    }
    assert fetched <= used


def test_the_tables_that_can_renew_the_figures(tree: Tree) -> None:
    assert {source.refresh.table for source in tree.sources.values() if source.refresh} == TABLES


@pytest.mark.parametrize("name", TREE.sources)
def test_a_source_has_a_licence_and_a_citation_and_says_what_was_not_verified(name: str, tree: Tree) -> None:
    source = tree.sources[name]
    assert source.licence == "CC BY 4.0"
    assert source.citation.startswith("Bron: ")
    assert source.table is None or source.table in source.citation
    if source.refresh is not None:
        assert source.refresh.table == source.table
    if source.file is None:
        assert not source.verified
        assert source.remarks is not None


def test_the_snapshot_is_small_and_as_recorded(tree: Tree) -> None:
    files = [(tree.root / "sources" / str(source.file), source) for source in tree.sources.values() if source.file]
    assert sum(path.stat().st_size for path, _source in files) <= SNAPSHOT_LIMIT
    for path, source in files:
        assert hashlib.sha256(path.read_bytes()).hexdigest() == source.sha256
    assert {path for path, _source in files} == set((tree.root / "sources" / "snapshot").iterdir())


def test_the_snapshot_has_all_figures_and_margins(shipped: pl.DataFrame) -> None:
    assert shipped["value"].count() == shipped.height == 92_078
    assert shipped.select(pl.col("lower").is_not_null() & pl.col("upper").is_not_null()).sum().item() == 996


def test_the_method_that_ships_is_that_of_the_documentation(tree: Tree) -> None:
    method = tree.method
    assert method.normalisation.model_dump() == {"method": "percentile_min_max", "low": 4, "high": 96}
    assert (method.aggregation.theme, method.aggregation.overall) == ("arithmetic_mean", "none")
    assert (method.minimum_coverage, method.max_age_years, method.carry_forward) == (0.5, 10, False)
    assert (method.trend.window_years, method.trend.minimum_points, method.trend.significance) == (8, 5, 0.05)
    assert (method.bounds_from, method.effects.importance) == ("same_period", {"laag": 1, "midden": 2, "hoog": 3})
