"""Regions in time: a region is a code in a classification year, and figures move between years by weight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl

from brede_welvaart.definitions import Tree
from brede_welvaart.scoring.figures import ARRAYS, Booleans, Figures, Floats, Integers
from brede_welvaart.vocabulary import MISSING_REASONS

NONE = -1
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
    for _year, rows in (
        changes.filter(pl.col("year").is_between(start + 1, end)).sort("year").group_by("year", maintain_order=True)
    ):
        before = matrix.copy()
        matrix[:, [place[code] for code in {*rows["from"], *rows["to"]}]] = 0.0
        for source, target, weight in rows.select("from", "to", "weight").iter_rows():
            matrix[:, place[target]] += before[:, place[source]] * (np.nan if weight is None else weight)
    return matrix


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
    """The figures in the division of the latest change: converted where the indicator says how, and marked so.

    A figure that cannot be converted is a break in the series once its region has one in a later division: it describes
    another territory under the same code. Codes that no longer exist keep their own figures. Figures of a source with a
    `classification` are in the division of that year, other ones in that of their own year.
    """
    named = {*changes["from"], *changes["to"]}
    here = figures.regions["region"].is_in(list(named)).to_numpy()
    if not here.any():
        return figures
    codes = figures.regions["region"].filter(here).to_list()
    everywhere = [*codes, *sorted(named - set(codes))]
    values, arrays = figures.values[:, :, here], _copies(figures)
    divisions = _divisions(figures, tree, here, min(changes["year"]) - 1)
    for division in np.unique(divisions[divisions != NONE]):
        matrix = conversion_matrix(everywhere, changes, division, max(changes["year"]))
        moved = changed_regions(matrix)[: len(codes)]
        renewed = _renewed(divisions, codes, changes, division)
        for period in np.flatnonzero((moved & (divisions == division)).any(axis=(0, 2))):
            mine = divisions[:, period] == division
            converted = _converted(np.where(mine, values[:, period], np.nan), figures, tree, matrix)
            whole = mine | ((divisions[:, period] == NONE) & mine.any(axis=1, keepdims=True))
            touched = whole & moved & (np.isfinite(converted) | renewed)
            _write(arrays, (slice(None), period, here), mine, touched, converted)
    return replace(figures, **arrays)


def _copies(figures: Figures) -> dict[str, Any]:
    """Arrays of the figures that may be written in."""
    arrays = {name: getattr(figures, name) for name in ARRAYS}
    copies = {name: array.copy() for name, array in arrays.items() if array is not None}
    return {"status": np.zeros_like(figures.source), "converted": np.zeros(figures.values.shape, np.bool_)} | copies


def _divisions(figures: Figures, tree: Tree, here: Booleans, earliest: int) -> Integers:
    """The division that each figure [indicators, periods, regions] is in, by its year; NONE without a figure."""
    own = np.array([int(period[:4]) for period in figures.periods])[:, None]
    stated = np.array([tree.sources[name].classification or NONE for name in figures.sources])
    of_source = stated[figures.source[:, :, here]]
    years = np.maximum(np.where(of_source == NONE, own, of_source), earliest)
    return np.where(np.isfinite(figures.values[:, :, here]), years, NONE)


def _renewed(divisions: Integers, codes: Sequence[str], changes: pl.DataFrame, division: int) -> Booleans:
    """Per indicator and region: whether there is a figure of the territory that it has after its next change."""
    future = changes.filter(pl.col("year") > division).group_by("to").agg(pl.col("year").min())
    next_change = dict(future.iter_rows())
    first = np.array([next_change.get(code, np.inf) for code in codes])
    return np.asarray((divisions >= first).any(axis=1))


def _converted(values: Floats, figures: Figures, tree: Tree, matrix: Floats) -> Floats:
    """Figures [indicators, regions] of one division in the last one; NaN where nothing says how."""
    conversions = [tree.indicators[name].conversion for name in figures.indicators]
    padded = np.pad(values, ((0, 0), (0, len(matrix) - values.shape[1])), constant_values=np.nan)
    result = np.full(padded.shape, np.nan)
    counts = [place for place, each in enumerate(conversions) if each and each.kind == "count"]
    result[counts] = convert_counts(padded[counts], matrix)
    rates = {
        place: figures.indicators.index(each.denominator)
        for place, each in enumerate(conversions)
        if each and each.denominator in figures.indicators
    }
    result[list(rates)] = convert_rates(padded[list(rates)], padded[list(rates.values())], matrix)
    return result[:, : values.shape[1]]


def _write(
    arrays: dict[str, Any], cells: tuple[Any, ...], mine: Booleans, touched: Booleans, converted: Floats
) -> None:
    """Write converted figures in these cells where they are touched; what is not converted becomes a break.

    Source and status are those of the figures that it was made of, the least certain of them.
    """
    known, had = np.isfinite(converted), np.isfinite(arrays["values"][cells])
    source, status = (np.where(mine, arrays[name][cells], NONE).max(axis=1)[:, None] for name in ("source", "status"))
    renewed = {
        "values": converted,
        "missing": np.where(known, 0, np.where(had, BREAK, arrays["missing"][cells])),
        "source": np.where(known, source, NONE),
        "status": np.where(known, status, 0),
        "converted": known,
    }
    for name, array in arrays.items():
        array[cells] = np.where(touched, renewed.get(name, np.nan), array[cells])
