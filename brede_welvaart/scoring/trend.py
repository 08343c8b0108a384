"""Whether a series of years rises or falls: least squares and a t test on the slope."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from brede_welvaart.method_definitions import Trend
from brede_welvaart.scoring.figures import Booleans, Floats, Integers, last_break
from brede_welvaart.vocabulary import DIRECTIONS

RISING, FALLING, STEADY, UNKNOWN = (
    1 + list(DIRECTIONS).index(word) for word in ("stijgend", "dalend", "geen_verandering", "onbekend")
)
EXACT_FIT = 1e-12


@dataclass(frozen=True)
class Trends:
    """Per region: points used, slope (unit per year), intercept at year 0 and two-sided p; NaN with too few points."""

    points: Integers
    slope: Floats
    intercept: Floats
    p_value: Floats


def window(years: Floats, latest: float, method: Trend, breaks: Iterable[float] = ()) -> Booleans:
    """The periods (decimal years) that count: the last `window_years`, and none before the last break in them."""
    return (years > latest - method.window_years) & (years <= latest) & (years >= last_break(breaks, latest))


def fit(years: Floats, values: Floats, method: Trend) -> Trends:
    """Fit value on year by ordinary least squares for every region.

    `years` [P], `values` [P, R] with NaN for missing. The slope is tested with a two-sided t test with n - 2 degrees of
    freedom; a constant series has slope 0 and p 1, a perfect line p 0.
    """
    present = np.isfinite(values)
    n = present.sum(axis=0)
    count = np.maximum(n, 1)
    x_mean = np.where(present, years[:, None], 0.0).sum(axis=0) / count
    y_mean = np.where(present, values, 0.0).sum(axis=0) / count
    dx, dy = np.where(present, years[:, None] - x_mean, 0.0), np.where(present, values - y_mean, 0.0)
    sxx, sxy, syy = (dx * dx).sum(axis=0), (dx * dy).sum(axis=0), (dy * dy).sum(axis=0)
    enough = (n >= method.minimum_points) & (sxx > 0)
    constant = _constant(values, present)
    slope = np.where(constant, 0.0, sxy / np.where(sxx > 0, sxx, 1.0))
    residual = np.maximum(syy - slope * sxy, 0.0)
    exact = residual <= EXACT_FIT * syy
    spread = np.sqrt(np.where(exact, 1.0, residual) / np.maximum(n - 2, 1) / np.where(sxx > 0, sxx, 1.0))
    tested = two_sided_p(slope / spread, np.maximum(n - 2, 1))
    p_value = np.where(constant, 1.0, np.where(exact, 0.0, tested))
    blank = np.where(enough, 0.0, np.nan)
    return Trends(n, slope + blank, y_mean - slope * x_mean + blank, p_value + blank)


def two_sided_p(t: Floats, freedom: Integers) -> Floats:
    """The chance of a t at least as far from 0, with these degrees of freedom (whole, 1 or more).

    Source: Abramowitz and Stegun (1964), Handbook of Mathematical Functions, 26.7.3 and 26.7.4. A library for this one
    sum would cost every command a fifth of a second and 25 MB.
    """
    angle = np.arctan2(np.abs(t), np.sqrt(freedom))
    odd, cosine = freedom % 2 == 1, np.cos(angle)
    term = np.where(odd, cosine, 1.0)
    total = np.where(freedom > 1, term, 0.0)
    for step in range(1, int(freedom.max(initial=1)) // 2 + 1):
        term = term * cosine**2 * np.where(odd, 2 * step / (2 * step + 1), (2 * step - 1) / (2 * step))
        total = total + np.where(2 * step + odd < freedom, term, 0.0)
    between = np.where(odd, 2 / np.pi * (angle + np.sin(angle) * total), np.sin(angle) * total)
    chance: Floats = np.maximum(1.0 - between, 0.0)
    return chance


def _constant(values: Floats, present: Booleans) -> Booleans:
    highest = np.where(present, values, -np.inf).max(axis=0, initial=-np.inf)
    lowest = np.where(present, values, np.inf).min(axis=0, initial=np.inf)
    same: Booleans = highest == lowest
    return same


def directions(trends: Trends, method: Trend) -> Integers:
    """RISING, FALLING or STEADY for each region, UNKNOWN with too few points."""
    sure = trends.p_value < method.significance
    words = np.where(sure & (trends.slope > 0), RISING, np.where(sure, FALLING, STEADY))
    return np.where(np.isnan(trends.p_value), UNKNOWN, words)
