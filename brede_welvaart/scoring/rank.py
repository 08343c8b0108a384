"""Ranks with ties, and the quartiles that they make."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from brede_welvaart.scoring.figures import Booleans, Floats, Integers
from brede_welvaart.vocabulary import QUARTILES

BEST, MIDDLE, WORST = (1 + list(QUARTILES).index(word) for word in ("best", "middle", "worst"))


@dataclass(frozen=True)
class Ranks:
    """Ranks of rows of figures [rows, regions]: 0 where a region is not ranked.

    `rank` counts from the best (1), `last` is the last rank of a tie, `from_worst` counts from the other end;
    `ranked` [rows] says how many took part.
    """

    rank: Integers
    last: Integers
    from_worst: Integers
    ranked: Integers


def rank(oriented: Floats, members: Booleans) -> Ranks:
    """Rank the members with a figure, row by row, the highest first; ties share the best rank.

    `oriented` [rows, regions] has the good end up (NaN is missing), `members` [regions] says who takes part.
    """
    first, last, from_worst = np.zeros((3, *oriented.shape), dtype=np.int64)
    ranks = Ranks(first, last, from_worst, np.zeros(len(oriented), dtype=np.int64))
    for row, figures in enumerate(oriented):
        takes_part = members & np.isfinite(figures)
        mine = figures[takes_part]
        ordered = np.sort(mine)
        below, up_to = (np.searchsorted(ordered, mine, side=side) for side in ("left", "right"))
        ranks.rank[row, takes_part] = len(ordered) - up_to + 1
        ranks.last[row, takes_part] = len(ordered) - below
        ranks.from_worst[row, takes_part] = below + 1
        ranks.ranked[row] = len(ordered)
    return ranks


def quartiles(ranks: Ranks) -> Integers:
    """The quarter of each ranked region, BEST, MIDDLE or WORST, 0 where it is not ranked.

    The best and the worst 25 % of the ranked regions, ties at the cut counting in, as CBS colours them; a region that
    would be in both is in neither.
    """
    cut = ranks.ranked[:, None] / 4
    best, worst = ranks.rank <= cut, ranks.from_worst <= cut
    words = np.where(best & ~worst, BEST, np.where(worst & ~best, WORST, MIDDLE))
    return np.where(ranks.rank > 0, words, 0)
