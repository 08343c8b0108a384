"""The trace of a score: every number that made it, and the sum that anyone can do again by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from brede_welvaart.definitions import Goalposts, Mean, MinMax, PercentileMinMax, PercentileRank, RankScore, ZScore
from brede_welvaart.errors import UsageFault
from brede_welvaart.language import _
from brede_welvaart.loading import one_of
from brede_welvaart.scoring.aggregate import contributions
from brede_welvaart.scoring.context import Context
from brede_welvaart.scoring.normalise import Ruler, orient
from brede_welvaart.scoring.peers import require_regions

DIGITS = 12
OVERALL = "overall"


@dataclass(frozen=True)
class Trace:
    """How the score of a theme came about.

    `rows` has a row per indicator of the theme: indicator, period, value, kind (of ruler), low (the figure that scores
    0), high (the figure that scores 100), n (figures that laid the ruler), formula (of the score), score, score_reason,
    weight (share in the theme, 0..1) and contribution. Contributions add up to `score`; `formula` is that of the mean.
    Formulas use + - * / ** and the functions ln, exp, min and max, and numbers with a point.
    """

    region: str
    theme: str
    mean: Mean
    rows: pl.DataFrame
    score: float | None
    formula: str | None
    reason: str | None


def explain_theme(context: Context, region: str, theme: str) -> Trace:
    """The trace of a region's theme score. Raises UsageFault for an unknown region or theme."""
    require_regions(context.regions, [region])
    plan = context.standing.framework
    _require(theme, plan.themes, _("Onbekend thema '{name}'; verwacht {known}."))
    own = context.indicators.filter(region=region, theme=theme)
    formulas = [
        None if score is None else score_formula(context.laid[name], value)
        for name, value, score in own.select("indicator", "value", "score").iter_rows()
    ]
    rulers = context.rulers.select("indicator", "kind", "low", "high", "n")
    rows = own.join(rulers, on="indicator", maintain_order="left").with_columns(
        pl.Series("formula", formulas, dtype=pl.String)
    )
    whole = context.themes.row(by_predicate=(pl.col("region") == region) & (pl.col("theme") == theme), named=True)
    counting = rows.filter((pl.col("weight") > 0) & pl.col("contribution").is_not_null())
    mean = plan.method.aggregation.theme
    return Trace(
        region,
        theme,
        mean,
        rows.select(
            "indicator", "period", "value", "kind", "low", "high", "n", "formula", "score", "score_reason", "weight",
            "contribution",
        ),
        whole["score"],
        None if whole["score"] is None else mean_formula(mean, counting["score"], counting["weight"]),
        whole["reason"],
    )  # fmt: skip


def explain_indicator(context: Context, region: str, indicator: str) -> Trace:
    """The trace of the theme of an indicator, its rows limited to that indicator.

    Raises UsageFault for an unknown region or indicator, and for a context variable, which has no score.
    """
    plan = context.standing.framework
    _require(indicator, plan.indicators, _("Onbekende indicator '{name}'; verwacht {known}."))
    theme = plan.theme[plan.indicators.index(indicator)]
    if theme < 0:
        raise UsageFault(_("Indicator '{name}' hoort bij geen thema en heeft geen score.").format(name=indicator))
    trace = explain_theme(context, region, plan.themes[theme])
    return Trace(**{**vars(trace), "rows": trace.rows.filter(indicator=indicator)})


def explain_overall(context: Context, region: str) -> Trace | None:
    """The trace of a region's overall score, with a row per theme: theme, score, weight and contribution.

    None if the method makes no overall score. Raises UsageFault for an unknown region.
    """
    require_regions(context.regions, [region])
    standing, whole = context.standing, context.standing.overall
    kind = standing.framework.method.aggregation.overall
    if context.overall is None or whole is None or kind == "none":
        return None
    column = standing.codes.index(region)
    added = contributions(kind, standing.theme_scores, whole.shares.share, whole.score)[:, column]
    rows = pl.DataFrame({
        "theme": pl.Series(standing.framework.themes, dtype=pl.String),
        "score": standing.theme_scores[:, column],
        "weight": whole.shares.share[:, column],
        "contribution": added,
    }).with_columns(pl.selectors.float().fill_nan(None))  # fmt: skip
    printed = context.overall.row(by_predicate=pl.col("region") == region, named=True)
    counting = rows.filter(pl.col("weight") > 0)
    formula = None if printed["score"] is None else mean_formula(kind, counting["score"], counting["weight"])
    return Trace(region, OVERALL, kind, rows, printed["score"], formula, printed["reason"])


def _require(name: str, known: Sequence[str], message: str) -> None:
    if name not in known:
        raise UsageFault(message.format(name=name, known=one_of(known, name)))


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


def _plain(number: float) -> str:
    text = f"{number:.{DIGITS}g}"
    return f"({text})" if number < 0 else text
