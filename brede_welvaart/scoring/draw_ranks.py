"""Ranks of many draws at once, by the fastest way that the number of regions and of decimals allows."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from brede_welvaart.scoring.figures import Booleans, Floats, Integers

LIMIT = 2**40
FEW = 4
NARROW = 4096
Counts = NDArray[np.signedinteger[Any]]


def rank_draws(scores: Floats, members: Booleans, decimals: int, keep: Integers) -> tuple[Counts, Booleans, Booleans]:
    """Ranks, best quarter and worst quarter [draws, kept columns] of scores [draws, columns] rounded to `decimals`.

    As `scoring.rank` has it, for all draws at once.
    """
    whole = np.rint(scores * 10.0**decimals)
    whole[:, ~members] = np.nan
    takes_part = np.isfinite(whole)
    number = np.count_nonzero(takes_part, axis=1)[:, None]
    better, worst = (_place_few if len(keep) <= FEW else _place_all)(whole, number, keep)
    kept = takes_part[:, keep]
    best, worst = kept & (better < number // 4), kept & worst
    both = best & worst
    return (better + 1) * kept, best ^ both, worst ^ both


def _place_few(whole: Floats, number: Counts, keep: Integers) -> tuple[Counts, Booleans]:
    """How many are better than each of a few columns, and whether it is in the worst quarter: by comparing."""
    own = whole[:, keep].T[:, :, None]
    better, worse = (
        np.array([np.count_nonzero(compare(whole, each), axis=1) for each in own], np.int64).reshape(len(keep), -1).T
        for compare in (np.greater, np.less)
    )
    return better, worse < number // 4


def _place_all(whole: Floats, number: Counts, keep: Integers) -> tuple[Counts, Booleans]:
    """The same for all columns, from whole numbers that start at 1; 0 for who takes no part."""
    takes_part = np.isfinite(whole)
    np.clip(whole, -LIMIT, LIMIT, out=whole)
    np.copyto(whole, 0, where=~takes_part)
    numbers = whole.astype(np.int64)
    numbers -= numbers.min(initial=0) - 1
    np.copyto(numbers, 0, where=~takes_part)
    top = int(numbers.max(initial=0))
    better, worst = _by_counting(numbers, number, top) if top < NARROW else _by_sorting(numbers, number)
    return better[:, keep], worst[:, keep]


def _by_counting(numbers: Integers, number: Counts, top: int) -> tuple[Counts, Booleans]:
    """How often each number occurs in a draw gives the place of all: for scores of few decimals."""
    draws, size = numbers.shape
    start = (top + 1) * np.arange(draws)[:, None]
    numbers += start
    counts = np.bincount(numbers.reshape(-1), minlength=draws * (top + 1)).reshape(draws, -1)
    not_better = np.cumsum(counts, axis=1, dtype=np.int32)
    cut = (not_better >= size - number + number // 4).argmax(axis=1)[:, None]
    return size - not_better.take(numbers), (numbers <= start + cut) & (number >= 4)


def _by_sorting(numbers: Integers, number: Counts) -> tuple[Counts, Booleans]:
    """Numbers that carry their column, so that one sort gives order and place."""
    draws, size = numbers.shape
    bits = size.bit_length()
    ordered = np.sort(-numbers << bits | np.arange(size), axis=1)
    column, value = ordered & ((1 << bits) - 1), ordered >> bits
    better, starts = np.zeros((2, draws, size), dtype=np.int64)
    np.multiply(value[:, 1:] > value[:, :-1], np.arange(1, size), out=starts[:, 1:])
    better.reshape(-1)[column + size * np.arange(draws)[:, None]] = np.maximum.accumulate(starts, axis=1)
    first_of_worst = np.minimum(number - number // 4, size - 1)
    threshold = -np.take_along_axis(value, first_of_worst, axis=1)
    return better, (number >= 4) & (numbers <= threshold)
