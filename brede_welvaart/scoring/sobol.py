"""How much of the variance of a result is due to each input: first-order and total Sobol indices."""

from __future__ import annotations

import numpy as np

from brede_welvaart.scoring.aggregate import ROUNDING
from brede_welvaart.scoring.figures import Floats


def sobol_indices(of_a: Floats, of_b: Floats, of_ab: Floats) -> tuple[Floats, Floats]:
    """First-order and total indices [inputs, results] from three evaluations of a model.

    `of_a` and `of_b` [draws, results] are the results on two independent samples of the inputs, `of_ab` [inputs, draws,
    results] those on the first with one input taken from the second. Draws with a NaN anywhere do not count. NaN where
    nothing varies. First order: Saltelli et al. 2010, table 2 (b), doi 10.1016/j.cpc.2009.09.018; total: Jansen 1999,
    doi 10.1016/S0010-4655(98)00154-4, the same table (f).
    """
    whole = np.isfinite(of_a) & np.isfinite(of_b) & np.isfinite(of_ab).all(axis=0)
    blank = np.where(whole, 0.0, np.nan)
    a, b, ab = of_a + blank, of_b + blank, of_ab + blank
    centre, variance = _moments(np.concatenate([a, b]))
    a, b, ab = a - centre, b - centre, ab - centre
    first = _mean(b * (ab - a)) / variance
    total = _mean((a - ab) ** 2) / 2 / variance
    return first, total


def _moments(results: Floats) -> tuple[Floats, Floats]:
    centre = _mean(results)
    variance = _mean((results - centre) ** 2)
    return centre, np.where(variance > (ROUNDING * np.maximum(np.abs(centre), 1)) ** 2, variance, np.nan)


def _mean(results: Floats) -> Floats:
    """The mean over the draws, the axis before the last, of what is not NaN."""
    known = np.isfinite(results)
    count = known.sum(axis=-2)
    total: Floats = np.where(known, results, 0.0).sum(axis=-2)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)
