"""The sums that anyone can do again by hand: of a score, a share, a contribution and a mean, in plain numbers.

They use + - * / ** and the functions ln, min and max, and numbers with a point, in as many digits as tell them from any
other.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from brede_welvaart.method_definitions import (
    Goalposts,
    Mean,
    MinMax,
    PercentileMinMax,
    PercentileRank,
    RankScore,
    ZScore,
)
from brede_welvaart.scoring.aggregate import effective_weights
from brede_welvaart.scoring.figures import Floats
from brede_welvaart.scoring.normalise import Ruler, orient


def score_formula(ruler: Ruler, value: float) -> str:
    """The sum that turns a figure into its score on this ruler, in plain numbers."""
    method, figure = ruler.method, _plain(value)
    if isinstance(method, ZScore):
        mean = _plain(float(orient(np.array(ruler.mean), ruler.polarity)))
        first, second = (figure, mean) if ruler.polarity == "higher_is_better" else (mean, figure)
        return f"({first} - {second}) / {_plain(ruler.sd)}"
    if isinstance(method, RankScore | PercentileRank):
        return _position_formula(ruler, value)
    low, high = _plain(ruler.zero), _plain(ruler.hundred)
    if isinstance(method, Goalposts):
        figure = f"min({_plain(method.high)}, max({_plain(method.low)}, {figure}))" if method.cap else figure
        if method.log:
            figure, low, high = f"ln({figure})", f"ln({low})", f"ln({high})"
        return f"100 * ({figure} - {low}) / ({high} - {low})"
    line = f"100 * ({figure} - {low}) / ({high} - {low})"
    return f"min(100, max(0, {line}))" if isinstance(method, PercentileMinMax | MinMax) or method.cap else line


def _position_formula(ruler: Ruler, value: float) -> str:
    oriented = orient(np.array(value), ruler.polarity)
    worse = int(np.searchsorted(ruler.positions, oriented, side="left"))
    not_better = int(np.searchsorted(ruler.positions, oriented, side="right"))
    if isinstance(ruler.method, PercentileRank):
        return f"50 * ({worse} + {not_better}) / {ruler.n}"
    return f"100 * (max({not_better}, 1) - 1) / ({ruler.n} - 1)"


def mean_formula(kind: Mean, scores: pl.Series, weights: pl.Series) -> str:
    """The sum that turns scores and their shares into the mean."""
    pairs = [(_plain(score), _plain(weight)) for score, weight in zip(scores, weights, strict=True)]
    if len(pairs) == 1:
        return pairs[0][0]
    if kind == "arithmetic_mean":
        return " + ".join(f"{weight} * {score}" for score, weight in pairs)
    if kind == "minimum":
        return f"min({', '.join(score for score, _weight in pairs)})"
    if (scores == 0).any():
        return "0"
    if kind == "geometric_mean":
        return " * ".join(f"{score} ** {weight}" for score, weight in pairs)
    return f"1 / ({' + '.join(f'{weight} / {score}' for score, weight in pairs)})"


def contribution_formulas(kind: Mean, scores: pl.Series, weights: pl.Series, mean: float) -> list[str]:
    """Per part the sum that gives its contribution to the mean: what `aggregate.contributions` does."""
    if kind == "minimum":
        carried = float(weights.filter(scores == mean).sum())
        return [
            f"{_plain(mean)} * {_plain(weight)} / {_plain(carried)}" if score == mean else "0"
            for score, weight in zip(scores, weights, strict=True)
        ]
    plain = [f"{_plain(weight)} * {_plain(score)}" for score, weight in zip(scores, weights, strict=True)]
    if kind == "arithmetic_mean":
        return plain
    total = float((scores * weights).sum())
    return [f"{each} * {_plain(mean)} / {_plain(total)}" if mean > 0 else "0" for each in plain]


def weight_formulas(weights: Floats, groups: Sequence[str | None], scores: pl.Series) -> pl.Series:
    """Per part the sum that gives its share: its weight (an overlap group counts once) over all weight with a score."""
    present = scores.is_not_null().to_numpy()
    effective = effective_weights(weights, groups, present[:, None])[0][:, 0]
    total = float(effective.sum())
    texts = [f"{_plain(each)} / {_plain(total)}" if each > 0 else None for each in effective.tolist()]
    return pl.Series("weight_formula", texts, dtype=pl.String)


def _readable(number: float) -> bool:
    return number == 0 or 1e-6 <= abs(number) < 1e15


def _plain(number: float) -> str:
    text = np.format_float_positional(number, trim="-") if _readable(number) else repr(number)
    return f"({text})" if number < 0 else text
