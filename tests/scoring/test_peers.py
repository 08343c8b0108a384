"""A region beside its peers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from brede_welvaart.errors import UsageFault
from brede_welvaart.scoring.context import Context, score_context
from brede_welvaart.scoring.peers import find_peers, peer_statistics, peer_theme_statistics, peers_of
from tests.scoring.worlds import AS_OF, make_figures, make_regions, make_tree


@pytest.fixture
def context() -> Context:
    regions = make_regions(
        ["A", "B", "C", "D", "E", "P"],
        level=["gemeente"] * 5 + ["provincie"],
        parent=["P"] * 3 + [None, "P", None],
        current=[True, True, True, True, False, True],
        twente=["ja", "ja", None, "nee", "ja", "ja"],
    )
    figures = make_figures({"a": [10.0, 20.0, 40.0, np.nan, 99.0, 99.0]})
    tree = make_tree({"a": {}}, reference_group={"level": "gemeente"})
    return score_context(replace(figures, regions=regions), tree, AS_OF)


def peers(context: Context, region: str, by: str) -> list[str]:
    return list(peers_of(context.regions, [region], by)[region])


def test_peers_share_a_trait_and_a_level_and_exist_today(context: Context) -> None:
    assert peers(context, "A", "parent") == ["A", "B", "C"]
    assert peers(context, "A", "twente") == ["A", "B"]
    assert peers(context, "A", "level") == ["A", "B", "C", "D"]
    assert peers(context, "C", "twente") == []


def test_peers_lie_under_the_same_region_of_a_level_in_its_own_word_or_in_ours() -> None:
    regions = make_regions(
        ["A", "B", "C", "D", "P", "Q", "N"],
        level=["municipality"] * 4 + ["province"] * 2 + ["country"],
        parent=["P", "P", "Q", None, "N", "N", None],
    )
    for word in ("province", "provincie"):
        assert peers_of(regions, ["A", "D"], word) == {"A": ("A", "B"), "D": ()}
    assert peers_of(regions, ["A", "P"], "country") == {"A": ("A", "B", "C"), "P": ("P", "Q")}
    named = regions.with_columns(name=pl.col("region").replace({"P": "Overijssel", "N": "Nederland"}))
    assert peers_of(named, ["A", "C"], "overijssel") == {"A": ("A", "B"), "C": ()}
    assert peers_of(named, ["A"], "Nederland") == {"A": ("A", "B", "C")}
    assert peers_of(regions, ["D"], "gemeente") == {"D": ("A", "B", "C", "D")}


def test_peers_have_a_value_or_are_picked_by_hand(context: Context) -> None:
    assert peers(context, "C", "JA") == ["A", "B"]
    assert peers(context, "A", "E, C") == ["C", "E"]
    assert peers(context, "A", "D") == ["D"]


def test_every_region_stands_beside_its_own_peers(context: Context) -> None:
    found = find_peers(context, ["B", "C", "A"], "twente")
    assert found.groups == {"B": ("A", "B"), "C": (), "A": ("A", "B")}
    assert found.indicators.select("region", "n", "median").rows() == [("B", 2, 15), ("C", 0, None), ("A", 2, 15)]
    assert found.themes.select("region", "n").rows() == [("B", 2), ("C", 0), ("A", 2)]


def test_quartiles_of_peers_are_type_7(context: Context) -> None:
    row = peer_statistics(context, ["A", "B", "C", "D"]).row(0, named=True)
    assert row == {"indicator": "a", "n": 3, "q1": 15, "median": 20, "q3": 30}
    assert peer_theme_statistics(context, ["A", "C"]).rows() == [("t", 2, 25, 50, 75)]


def test_a_group_without_figures_has_none(context: Context) -> None:
    assert peer_statistics(context, ["D"]).rows() == [("a", 0, None, None, None)]
    assert peer_statistics(context, []).rows() == [("a", 0, None, None, None)]


def test_unknown_regions_and_traits_are_told_all_at_once(context: Context) -> None:
    with pytest.raises(UsageFault) as fault:
        peer_statistics(context, ["A", "X", "Y"])
    assert [line[:20] for line in str(fault.value).splitlines()] == ["Onbekende regio 'X'.", "Onbekende regio 'Y'."]
    with pytest.raises(UsageFault, match=r"Onbekend kenmerk 'name'; verwacht een van: .*twente"):
        peers(context, "A", "name")
    with pytest.raises(UsageFault, match="Onbekende regio 'Z'"):
        peers(context, "A", "B,Z")
