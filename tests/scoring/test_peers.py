"""A region beside its peers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from brede_welvaart.errors import UsageFault
from brede_welvaart.scoring.context import Context, score_context
from brede_welvaart.scoring.peers import peer_statistics, peer_theme_statistics, peers_of
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


def test_peers_share_a_trait_and_a_level_and_exist_today(context: Context) -> None:
    assert peers_of(context.regions, "A", "parent") == ["A", "B", "C"]
    assert peers_of(context.regions, "A", "twente") == ["A", "B"]
    assert peers_of(context.regions, "A", "level") == ["A", "B", "C", "D"]
    assert peers_of(context.regions, "C", "twente") == []


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
    assert [line[:20] for line in str(fault.value).splitlines()] == ["Onbekende regio 'X';", "Onbekende regio 'Y';"]
    with pytest.raises(UsageFault, match=r"Onbekend kenmerk 'name'; verwacht een van: .*twente"):
        peers_of(context.regions, "A", "name")
