"""Ranks of many draws at once, by the fastest way that the number of regions and of decimals allows."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from brede_welvaart.scoring.figures import Booleans, Floats, Integers

LIMIT = 2**40
FEW = 4
NARROW = 4096
Columns = slice | Integers
Counts = NDArray[np.signedinteger[Any]]


def rank_draws(scores: Floats, members: Booleans, decimals: int, keep: Columns) -> tuple[Counts, Booleans, Booleans]:
    """Ranks, best quarter and worst quarter [draws, kept columns] of scores [draws, columns] rounded to `decimals`.

    As `scoring.rank` has it, for all draws at once.
    """
    whole = scores * 10.0**decimals
    np.rint(whole, out=whole)
    if not members.all():
        whole[:, ~members] = np.nan
    takes_part = np.isfinite(whole)
    number = np.count_nonzero(takes_part, axis=1)[:, None]
    better, worst = (_place_all if isinstance(keep, slice) or len(keep) > FEW else _place_few)(
        whole, takes_part, number, keep
    )
    better += 1
    best = better <= number // 4
    if not takes_part.all():
        kept = takes_part[:, keep]
        better *= kept
        best &= kept
        worst &= kept
    both = best & worst
    return better, best ^ both, worst ^ both


def selection(columns: Integers, size: int) -> Columns:
    """The columns as numpy indexes them without a copy, where they are all `size` of them in order."""
    return slice(None) if np.array_equal(columns, np.arange(size)) else columns


def _place_few(whole: Floats, _takes_part: Booleans, number: Counts, keep: Columns) -> tuple[Counts, Booleans]:
    """How many are better than each of a few columns, and whether it is in the worst quarter: by comparing."""
    own = whole[:, keep].T[:, :, None]
    better, worse = (
        np.array([np.count_nonzero(compare(whole, each), axis=1) for each in own], np.int64).reshape(len(own), -1).T
        for compare in (np.greater, np.less)
    )
    return better, worse < number // 4


def _place_all(whole: Floats, takes_part: Booleans, number: Counts, keep: Columns) -> tuple[Counts, Booleans]:
    """The same for all columns, from whole numbers that start at 1; 0 for who takes no part."""
    if np.fmax.reduce(np.abs(whole), axis=None, initial=0) > LIMIT:
        np.clip(whole, -LIMIT, LIMIT, out=whole)
    whole -= np.fmin.reduce(whole, axis=None, initial=LIMIT) - 1
    if not takes_part.all():
        np.copyto(whole, 0, where=~takes_part)
    numbers = whole.astype(np.int64)
    top = int(numbers.max(initial=0))
    better, worst = _by_counting(numbers, number, top) if top < NARROW else _by_sorting(numbers, number)
    return better[:, keep], worst[:, keep]


def _by_counting(numbers: Integers, number: Counts, top: int) -> tuple[Counts, Booleans]:
    """How often each number occurs, added up over all draws, gives the place of all: for scores of few decimals."""
    draws, size = numbers.shape
    draw = np.arange(draws)[:, None]
    numbers += (top + 1) * draw
    counts = np.bincount(numbers.reshape(-1), minlength=draws * (top + 1))
    up_to = np.cumsum(counts, out=counts)
    end = size * (draw + 1)
    cut = np.searchsorted(up_to, end - number + number // 4)
    return end - up_to.take(numbers), numbers <= cut


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
