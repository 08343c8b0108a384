"""Figures as scoring sees them: one wide array with named axes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from brede_welvaart.vocabulary import MISSING_REASONS

Floats = NDArray[np.float64]
Booleans = NDArray[np.bool_]
Integers = NDArray[np.int64]
NOT_PUBLISHED = 1 + list(MISSING_REASONS).index("niet_gepubliceerd")
"""What `Figures.missing` says of a figure that nobody published."""
ARRAYS = ("values", "missing", "source", "lower", "upper", "status", "converted")


@dataclass(frozen=True)
class Figures:
    """All figures of a tree on the axes indicator x period x region; NaN is missing, never zero.

    `regions` has a row per region in the order of the last axis (region, name, level, parent, current, valid_from,
    valid_to and free columns). `missing` is 0 where there is a figure, else 1 + the place of the reason in
    MISSING_REASONS. `source` is the place of the figure's source in `sources`, -1 without a figure. `lower` and
    `upper` are the published margins, in the figure's unit, where there are any. `status` is 0 without a figure, else
    1 + the place in FIGURE_STATUSES. `converted` is true for a figure that was moved to another division into regions.
    """

    indicators: tuple[str, ...]
    periods: tuple[str, ...]
    regions: pl.DataFrame
    sources: tuple[str, ...]
    values: Floats
    missing: NDArray[np.int8]
    source: NDArray[np.int16]
    lower: Floats | None = None
    upper: Floats | None = None
    status: NDArray[np.int8] | None = None
    converted: Booleans | None = None


def years(periods: Sequence[str]) -> Floats:
    """The periods as decimal years: 2022, 2022-Q2 is 2022.25, 2022-07 is 2022.5."""
    return np.array([decimal_year(period) for period in periods], dtype=np.float64)


def decimal_year(period: str) -> float:
    """One period as a decimal year; see `years`."""
    year, rest = float(period[:4]), period[5:]
    if not rest:
        return year
    return year + (float(rest[1:]) - 1) / 4 if rest.startswith("Q") else year + (float(rest) - 1) / 12


def last_break(breaks: Iterable[float], moment: float) -> float:
    """The last of the breaks in a series (decimal years) at or before a moment; minus infinity without one."""
    return max((each for each in breaks if each <= moment), default=-np.inf)


def end_of(period: str) -> float:
    """The end of a period as a decimal year: 2022 ends at 2023, 2022-Q2 at 2022.5."""
    rest = period[5:]
    return decimal_year(period) + (1 / 4 if rest.startswith("Q") else 1 / 12 if rest else 1)


def median(values: Floats) -> Floats:
    """The median over the last axis of what is not NaN; NaN where there is nothing."""
    if not values.shape[-1]:
        return np.full(values.shape[:-1], np.nan)
    ordered, count = np.sort(values, axis=-1), np.isfinite(values).sum(axis=-1, keepdims=True)
    middle = np.concatenate([np.maximum(count - 1, 0) // 2, np.minimum(count // 2, values.shape[-1] - 1)], axis=-1)
    found: Floats = np.take_along_axis(ordered, middle, axis=-1).mean(axis=-1)
    return found


def until(figures: Figures, period: str) -> Figures:
    """The figures of periods that had ended when this one did (a year includes its quarters and months)."""
    last = end_of(period) + 1e-9
    keep = np.array([end_of(each) <= last for each in figures.periods], dtype=np.bool_)
    if keep.all():
        return figures
    arrays = {name: getattr(figures, name) for name in ARRAYS}
    return replace(
        figures,
        periods=tuple(each for each, kept in zip(figures.periods, keep, strict=True) if kept),
        **{name: array[:, keep] for name, array in arrays.items() if array is not None},
    )


def places_of(figures: Figures, indicators: Sequence[str]) -> list[int | None]:
    """Where each wanted indicator stands on the first axis of the figures, None if it has no figures at all."""
    places = {name: place for place, name in enumerate(figures.indicators)}
    return [places.get(name) for name in indicators]
