"""Regions in time: a region is a code in a classification year, and figures move between years by weight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import polars as pl

from brede_welvaart.definitions import Tree
from brede_welvaart.scoring.figures import Booleans, Figures, Floats
from brede_welvaart.vocabulary import MISSING_REASONS

BREAK = 1 + tuple(MISSING_REASONS).index("reeksbreuk")


def conversion_matrix(regions: Sequence[str], changes: pl.DataFrame, start: int, end: int) -> Floats:
    """The share of each region of year `start` that lies in each region of year `end`: rows from, columns to.

    `changes` has from, to, year (the first of the new classification) and weight, which is null where it is not known;
    `regions` has all its codes. A code that no change names stays itself, so that rows sum to 1 and years without
    changes give the identity. The column of a region whose parts are not known is NaN.
    """
    place = {code: index for index, code in enumerate(regions)}
    matrix, unknown = np.eye(len(regions)), np.zeros(len(regions), dtype=bool)
    for year in sorted(changes.filter(pl.col("year").is_between(start + 1, end))["year"].unique()):
        step = np.eye(len(regions))
        rows = changes.filter(pl.col("year") == year)
        step[[place[code] for code in rows["from"].unique()]] = 0.0
        for source, target, weight in rows.select("from", "to", "weight").iter_rows():
            step[place[source], place[target]] = np.nan if weight is None else weight
        unknown = np.isnan(step).any(axis=0) | (unknown[:, None] & (step > 0)).any(axis=0)
        matrix = matrix @ np.nan_to_num(step, nan=1.0)
    return np.where(unknown, np.nan, matrix)


def convert_counts(values: Floats, matrix: Floats) -> Floats:
    """Counts per region of the new classification: the sum of the shares.

    `values` [..., R]; NaN wherever a part is missing, for a sum without a part is another sum.
    """
    shares, parts, known = np.nan_to_num(matrix), matrix != 0, np.isfinite(values)
    total: Floats = np.where(known, values, 0.0) @ shares
    lacking = (~known).astype(np.float64) @ parts.astype(np.float64) > 0
    return np.where(lacking | np.isnan(matrix).any(axis=0) | ~parts.any(axis=0), np.nan, total)


def convert_rates(values: Floats, denominators: Floats, matrix: Floats) -> Floats:
    """Rates per region of the new classification: the mean of the parts, weighed by the denominator in each.

    `values` and `denominators` [..., R]; NaN wherever a part of either is missing, or the denominators sum to 0.
    """
    below = convert_counts(denominators, matrix)
    return convert_counts(values * denominators, matrix) / np.where(below > 0, below, np.nan)


def changed_regions(matrix: Floats) -> Booleans:
    """The regions of the new classification that are not exactly one whole region of the old one, under its code."""
    same: Booleans = (np.diagonal(matrix) == 1.0) & ((matrix != 0).sum(axis=0) == 1)
    return ~same & (matrix != 0).any(axis=0)


def harmonised(figures: Figures, tree: Tree, changes: pl.DataFrame) -> Figures:
    """The figures in the classification of the latest change: converted where the indicator says how.

    Figures that cannot be converted are a break in the series: they describe another territory under the same code.
    Codes that no longer exist keep their own figures. Sources that publish all years in one classification are left.
    """
    known = figures.regions["region"].to_list()
    named = [*changes["from"].to_list(), *changes["to"].to_list()]
    codes = [*known, *sorted(set(named) - set(known))]
    latest = max(changes["year"].to_list(), default=0)
    values, missing = figures.values.copy(), figures.missing.copy()
    lower, upper = (None if side is None else side.copy() for side in (figures.lower, figures.upper))
    for place, period in enumerate(figures.periods):
        matrix = conversion_matrix(codes, changes, int(period[:4]), latest)
        moved = changed_regions(matrix)[: len(known)]
        for index in range(len(figures.indicators)) if moved.any() else ():
            touched = moved & _own_classification(figures, tree, index, place)
            here = np.where(touched, _converted(figures, tree, (index, place), matrix), values[index, place])
            gone = touched & np.isnan(here) & np.isfinite(values[index, place])
            values[index, place] = here
            missing[index, place] = np.where(gone, BREAK, np.where(np.isfinite(here), 0, missing[index, place]))
            for side in (lower, upper):
                if side is not None:
                    side[index, place, touched] = np.nan
    return replace(figures, values=values, missing=missing, lower=lower, upper=upper)


def _own_classification(figures: Figures, tree: Tree, index: int, place: int) -> Booleans:
    """Where a figure is in the classification of its own year: its source does not publish all years in one.

    A region without a figure counts as well if any region has one from such a source: its parts may have figures.
    """
    fixed = np.array([tree.sources[name].classification is not None for name in figures.sources], dtype=bool)
    source = figures.source[index, place]
    own = (source >= 0) & ~fixed[source]
    return np.where(source >= 0, own, own.any())


def _converted(figures: Figures, tree: Tree, cell: tuple[int, int], matrix: Floats) -> Floats:
    """The figures of one indicator and period in the new classification; NaN where nothing says how."""
    index, place = cell
    conversion = tree.indicators[figures.indicators[index]].conversion
    width = figures.values.shape[2]
    if conversion is None or conversion.kind == "none":
        return np.full(width, np.nan)
    values = _padded(figures.values[index, place], len(matrix))
    if conversion.kind == "count":
        return convert_counts(values, matrix)[:width]
    denominator = figures.indicators.index(str(conversion.denominator))
    return convert_rates(values, _padded(figures.values[denominator, place], len(matrix)), matrix)[:width]


def _padded(values: Floats, width: int) -> Floats:
    """The figures with NaN for codes that only the changes name."""
    return np.concatenate([values, np.full(width - len(values), np.nan)])
