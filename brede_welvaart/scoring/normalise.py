"""From figure to score: a ruler is laid once on a reference group, and every figure is read off it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from brede_welvaart.method_definitions import (
    DistanceToReference,
    DistanceToTarget,
    Goalposts,
    MinMax,
    Normalisation,
    PercentileMinMax,
    PercentileRank,
    RankScore,
    ZScore,
)
from brede_welvaart.scoring.figures import Floats, Integers
from brede_welvaart.vocabulary import NoScoreReason, Polarity

Z_BOUNDS = (0.5, 1.5)
SIGNS: dict[Polarity, int] = {"higher_is_better": 1, "lower_is_better": -1, "none": 1}
EQUAL = 1e-12
TINY = 1e-30


@dataclass(frozen=True)
class Ruler:
    """What reads a figure off: bounds after polarity (and logarithm), and the moments of the reference group.

    `low` scores 0 and `high` 100, except for z scores, whose unit is the standard deviation. `n` figures laid it;
    `positions` are those figures, oriented and sorted, where scores are positions. `reason` says why there is no score.
    """

    method: Normalisation
    polarity: Polarity
    low: float
    high: float
    mean: float
    sd: float
    n: int
    positions: Floats
    reason: NoScoreReason | None = None

    @property
    def zero(self) -> float:
        """The figure that scores 0, in the indicator's unit."""
        return self._in_unit(self.low)

    @property
    def hundred(self) -> float:
        """The figure that scores 100, in the indicator's unit."""
        return self._in_unit(self.high)

    def _in_unit(self, bound: float) -> float:
        plain = float(orient(np.array(bound), self.polarity))
        return float(np.exp(plain)) if self.logarithmic else plain

    @property
    def logarithmic(self) -> bool:
        """Whether figures are read on a logarithmic scale."""
        return isinstance(self.method, Goalposts) and self.method.log


def orient(values: Floats, polarity: Polarity) -> Floats:
    """The figures with the good end up, and back again: the one place where polarity is applied."""
    return SIGNS[polarity] * values + 0.0  # no -0, which a formula would show


def lay_ruler(method: Normalisation, polarity: Polarity, figures: Floats, reference: float = np.nan) -> Ruler:
    """Lay a ruler on the figures (any shape, NaN is missing) of the reference group.

    `reference` is the figure of the reference region, for `distance_to_reference`. Quantiles are type 7 (linear); the
    standard deviation is the sample's (n - 1). Percentile bounds: OECD Regional Well-Being (4th and 96th percentile).
    """
    ordered = np.sort(orient(figures[np.isfinite(figures)], polarity))
    ends = (float(ordered[0]), float(ordered[-1])) if ordered.size else (np.nan, np.nan)
    mean = float(ordered.mean()) if ordered.size else np.nan
    sd = 0.0 if _equal(*ends) else float(ordered.std(ddof=1)) if ordered.size > 1 else np.nan
    low, high = _bounds(method, polarity, ordered, reference) if ordered.size else _fixed_bounds(method, polarity)
    positions = ordered if isinstance(method, RankScore | PercentileRank) else np.empty(0)
    fault: NoScoreReason | None = (
        "alle_gelijk" if isinstance(method, ZScore) and sd == 0 else _fault(method, ends, low, high)
    )
    return Ruler(method, polarity, low, high, mean, sd, ordered.size, positions, fault)


def _equal(low: float, high: float) -> bool:
    """Equal but for the rounding of the computer."""
    return abs(high - low) <= max(TINY, EQUAL * max(abs(low), abs(high)))


def _fixed_bounds(method: Normalisation, polarity: Polarity) -> tuple[float, float]:
    """The bounds that need no figures; NaN for a method without."""
    if not isinstance(method, Goalposts):
        return np.nan, np.nan
    posts = np.array([method.low, method.high])
    bounds = np.sort(orient(np.log(posts) if method.log else posts, polarity))
    return float(bounds[0]), float(bounds[1])


def _bounds(method: Normalisation, polarity: Polarity, ordered: Floats, reference: float) -> tuple[float, float]:
    lowest, highest = float(ordered[0]), float(ordered[-1])
    if isinstance(method, Goalposts):
        return _fixed_bounds(method, polarity)
    if isinstance(method, DistanceToTarget):
        return lowest, float(orient(np.array(method.target), polarity))
    if isinstance(method, DistanceToReference):
        top = float(orient(np.array(reference), polarity))
        return top - (highest - lowest), top
    if isinstance(method, PercentileMinMax):
        return quantile(ordered, method.low / 100), quantile(ordered, method.high / 100)
    return lowest, highest


def quantile(ordered: Floats, share: float) -> float:
    """The quantile of sorted figures, type 7 (linear; Hyndman and Fan 1996)."""
    place = (len(ordered) - 1) * share
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return float(ordered[below] + (place - below) * (ordered[above] - ordered[below]))


def _fault(method: Normalisation, ends: tuple[float, float], low: float, high: float) -> NoScoreReason | None:
    if isinstance(method, Goalposts):
        return "geen_liniaal" if _equal(low, high) else None
    if np.isnan([*ends, low, high]).any():
        return "geen_liniaal"
    if _equal(*ends) or _equal(low, high):
        return "alle_gelijk"
    return "geen_liniaal" if high < low else None


def read_ruler(ruler: Ruler, values: Floats) -> Floats:
    """The scores of figures in the indicator's unit (any shape); NaN where there is no figure or no ruler."""
    if ruler.reason:
        return np.full(np.shape(values), np.nan)
    method = ruler.method
    if isinstance(method, Goalposts):
        values = _between_posts(method, values)
    oriented = orient(values, ruler.polarity)
    if isinstance(method, ZScore):
        return (oriented - ruler.mean) / ruler.sd
    if isinstance(method, RankScore | PercentileRank):
        return _position(ruler, oriented)
    score = 100 * (oriented - ruler.low) / (ruler.high - ruler.low)
    capped = isinstance(method, PercentileMinMax | MinMax) or method.cap
    return np.clip(score, 0, 100) if capped else score


def _between_posts(method: Goalposts, values: Floats) -> Floats:
    capped = np.clip(values, method.low, method.high) if method.cap else values
    return np.log(np.where(capped > 0, capped, np.nan)) if method.log else capped


def _position(ruler: Ruler, oriented: Floats) -> Floats:
    worse = np.searchsorted(ruler.positions, oriented, side="left")
    not_better = np.searchsorted(ruler.positions, oriented, side="right")
    if isinstance(ruler.method, PercentileRank):
        score = 50 * (worse + not_better) / ruler.n
    else:
        score = np.clip(100 * (not_better - 1) / (ruler.n - 1), 0, 100)
    return np.where(np.isfinite(oriented), score, np.nan)


def z_scores(ruler: Ruler, values: Floats) -> Floats:
    """Distance to the mean of the reference group in sample standard deviations, positive is better; NaN if none."""
    if not ruler.sd > 0:
        return np.full(np.shape(values), np.nan)
    return (orient(values, ruler.polarity) - ruler.mean) / ruler.sd


def z_classes(z: Floats) -> Integers:
    """The class of each distance to the mean, 1 (much worse) to 5 (much better), cut at Z_BOUNDS; 0 without one."""
    steps = sum((np.abs(z) > bound).astype(np.int64) for bound in Z_BOUNDS)
    return np.where(np.isfinite(z), 1 + len(Z_BOUNDS) + np.sign(np.nan_to_num(z)).astype(np.int64) * steps, 0)
