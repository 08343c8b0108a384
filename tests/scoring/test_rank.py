"""Ranks with ties, and quarters."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from brede_welvaart.scoring.context import labels
from brede_welvaart.scoring.rank import BEST, MIDDLE, WORST, Ranks, quartiles, rank


def ranks_of(figures: Any, members: Any = True) -> Ranks:
    row = np.array([figures], dtype=np.float64)
    return rank(row, np.broadcast_to(np.array(members, dtype=np.bool_), row.shape[1:]))


def test_tied_regions_share_the_best_rank_and_print_both() -> None:
    found = ranks_of([5, 3, 3, 1])
    assert found.rank.tolist() == [[1, 2, 2, 4]]
    assert labels(found).to_list() == ["1", "2/3", "2/3", "4"]
    assert found.ranked.tolist() == [4]


def test_only_members_with_a_figure_are_ranked() -> None:
    found = ranks_of([5, np.nan, 3, 9], [True, True, True, False])
    assert found.rank.tolist() == [[1, 0, 2, 0]]
    assert labels(found).to_list() == ["1", None, "2", None]
    assert found.ranked.tolist() == [2]


@pytest.mark.parametrize(
    ("figures", "quarters"),
    [
        ([4, 3, 2, 1], [BEST, MIDDLE, MIDDLE, WORST]),
        ([3, 2, 1], [MIDDLE, MIDDLE, MIDDLE]),
        ([4, 4, 2, 1], [BEST, BEST, MIDDLE, WORST]),
        ([8, 7, 7, 7, 4, 3, 2, 1], [BEST, BEST, BEST, BEST, MIDDLE, MIDDLE, WORST, WORST]),
        ([5, 5, 5, 5], [MIDDLE] * 4),
        ([2, 1, 1, 1], [BEST, WORST, WORST, WORST]),
        ([np.nan, np.nan], [0, 0]),
    ],
)
def test_quarters_with_ties_at_the_cut(figures: Any, quarters: list[int]) -> None:
    """Ties share the best rank, so those at the cut are in; who would be in both ends is in neither."""
    assert quartiles(ranks_of(figures)).tolist() == [quarters]
