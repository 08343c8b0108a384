"""Regions in time: a region is a code in a classification year, and figures move between years by weight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl

from brede_welvaart.definitions import Tree
from brede_welvaart.scoring.figures import Booleans, Figures, Floats
from brede_welvaart.vocabulary import MISSING_REASONS

BREAK = 1 + tuple(MISSING_REASONS).index("reeksbreuk")


def conversion_matrix(regions: Sequence[str], changes: pl.DataFrame, start: int, end: int) -> Floats:
    """The share of each region of year `start` that lies in each region of year `end`: rows from, columns to.

    `changes` has from, to, year (the first of the new classification) and weight, which is null where it is not known;
    `regions` has all its codes. A code that no change names stays itself: the row of a region that existed sums to 1,
    and years without changes give the identity. A target that is not its own origin is new that year, and has an empty
    row before. The column of a region whose parts are not known is NaN.
    """
    place = {code: index for index, code in enumerate(regions)}
    matrix: Floats = np.eye(len(regions))
    unknown: Booleans = np.zeros(len(regions), dtype=np.bool_)
    for year in sorted(changes.filter(pl.col("year").is_between(start + 1, end))["year"].unique()):
        step = np.eye(len(regions))
        rows = changes.filter(pl.col("year") == year)
        step[[place[code] for code in {*rows["from"], *rows["to"]}]] = 0.0
        for source, target, weight in rows.select("from", "to", "weight").iter_rows():
            step[place[source], place[target]] = np.nan if weight is None else weight
        moved = unknown[:, None] & (step != 0)
        unknown = np.isnan(step).any(axis=0) | np.asarray(moved.any(axis=0))
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
    same = (np.diagonal(matrix) == 1.0) & ((matrix != 0).sum(axis=0) == 1)
    changed: Booleans = ~same & (matrix != 0).any(axis=0)
    return changed


def harmonised(figures: Figures, tree: Tree, changes: pl.DataFrame) -> Figures:
    """The figures in the classification of the latest change: converted where the indicator says how.

    A figure that cannot be converted is a break in the series once its region has one in a later classification: it
    describes another territory under the same code. Codes that no longer exist keep their own figures, and sources
    that publish all years in one classification are left alone.
    """
    named = {*changes["from"], *changes["to"]}
    codes = [code for code in figures.regions["region"] if code in named]
    if not codes:
        return figures
    here = figures.regions["region"].is_in(codes).to_numpy()
    part = _selected(figures, here)
    absent = sorted(named - set(codes))
    first, latest = min(changes["year"]), max(changes["year"])
    years = [max(int(period[:4]), first - 1) for period in figures.periods]
    matrices = {year: conversion_matrix([*codes, *absent], changes, year, latest) for year in set(years)}
    arrays = _copies(figures)
    for place, year in enumerate(years):
        matrix = matrices[year]
        moved = changed_regions(matrix)[: len(codes)]
        if moved.any():
            renewed = _renewed(part, codes, changes, year)
            for index in range(len(figures.indicators)):
                touched = moved & _own_classification(part, tree, index, place)
                converted = _converted(part, tree, (index, place), matrix)
                _write(arrays, (index, place), here, touched & (np.isfinite(converted) | renewed[index]), converted)
    return replace(figures, **arrays)


def _selected(figures: Figures, here: Booleans) -> Figures:
    return replace(figures, values=figures.values[:, :, here], source=figures.source[:, :, here])


def _copies(figures: Figures) -> dict[str, Any]:
    arrays = {name: getattr(figures, name) for name in ("values", "missing", "lower", "upper")}
    return {name: array.copy() for name, array in arrays.items() if array is not None}


def _renewed(figures: Figures, codes: Sequence[str], changes: pl.DataFrame, year: int) -> Booleans:
    """Per indicator and region: whether there is a figure of the territory that it has after its next change."""
    future = changes.filter(pl.col("year") > year).group_by("to").agg(pl.col("year").min())
    next_change = dict(future.iter_rows())
    first = np.array([next_change.get(code, np.inf) for code in codes])
    later = np.array([int(period[:4]) for period in figures.periods])[:, None] >= first
    return np.asarray((np.isfinite(figures.values) & later).any(axis=1))


def _write(arrays: dict[str, Any], cell: tuple[int, int], here: Booleans, touched: Booleans, converted: Floats) -> None:
    """Write converted figures where regions are touched; what is not converted becomes a break."""
    places = np.flatnonzero(here)[touched]
    arrays["missing"][(*cell, places)] = np.where(
        np.isfinite(converted[touched]),
        0,
        np.where(np.isfinite(arrays["values"][(*cell, places)]), BREAK, arrays["missing"][(*cell, places)]),
    )
    arrays["values"][(*cell, places)] = converted[touched]
    for side in arrays.keys() & {"lower", "upper"}:
        arrays[side][(*cell, places)] = np.nan


def _own_classification(figures: Figures, tree: Tree, index: int, place: int) -> Booleans:
    """Where a figure is in the classification of its own year: its source does not publish all years in one.

    A region without a figure counts as well if any region has one from such a source: its parts may have figures.
    """
    fixed = np.array([tree.sources[name].classification is not None for name in figures.sources], dtype=bool)
    source = figures.source[index, place]
    own: Booleans = (source >= 0) & ~fixed[source]
    return np.where(source >= 0, own, np.any(own))


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
