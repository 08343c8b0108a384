"""The trace of a score: every number that made it, and the sum that anyone can do again by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from brede_welvaart.errors import UsageFault
from brede_welvaart.language import _
from brede_welvaart.method_definitions import Mean
from brede_welvaart.scoring.aggregate import contributions
from brede_welvaart.scoring.context import Context
from brede_welvaart.scoring.figures import Figures
from brede_welvaart.scoring.formulas import contribution_formulas, mean_formula, score_formula, weight_formulas
from brede_welvaart.scoring.naming import region_codes
from brede_welvaart.scoring.uncertainty import overall_range
from brede_welvaart.validation import one_of
from brede_welvaart.vocabulary import OVERALL


@dataclass(frozen=True)
class Trace:
    """How the score of a theme, or the overall score, of a region came about.

    `rows` has a row per indicator of the theme: indicator, period, value, polarity, kind (of ruler), low (the figure
    that scores 0), high (the figure that scores 100), n (figures that laid the ruler), formula (of the score), score,
    score_reason, overlap (its group), weight_formula, weight (share in the theme, 0..1), contribution_formula and
    contribution. For the overall score it has a row per theme: theme, score, weight and contribution with formulas.
    Contributions add up to `score`; `formula` is that of the mean. Formulas are those of `scoring.formulas`: with the
    numbers that they show they give the numbers that are shown. `low` and `high` are the sensitivity range of an
    overall score, without which it is not shown.
    """

    as_of: date
    region: str
    name: str
    theme: str
    mean: Mean
    rows: pl.DataFrame
    score: float | None
    formula: str | None
    reason: str | None
    low: float | None = None
    high: float | None = None


def explain_part(context: Context, figures: Figures, region: str, part: str) -> Trace:
    """The trace of a region's theme, of one of its indicators, or of its `overall` score with its sensitivity range.

    Raises UsageFault for an unknown region or part, a context variable, or an overall score that there is not.
    """
    plan = context.standing.framework
    if part in plan.themes:
        return explain_theme(context, region, part)
    if part in plan.indicators:
        return explain_indicator(context, region, part)
    if part == OVERALL:
        trace = explain_overall(context, region)
        low, high = overall_range(figures, context.standing, region)
        return replace(trace, low=low, high=high)
    message = _("Onbekend thema of onbekende indicator '{name}'; verwacht {known}.")
    raise UsageFault(message.format(name=part, known=one_of((*plan.themes, *plan.indicators), part)))


def explain_theme(context: Context, region: str, theme: str) -> Trace:
    """The trace of a region's theme score. Raises UsageFault for an unknown region or theme."""
    (region,) = region_codes(context.regions, [region])
    plan = context.standing.framework
    _require(theme, plan.themes, _("Onbekend thema '{name}'; verwacht {known}."))
    rulers = context.rulers.select("indicator", "kind", "low", "high", "n")
    own = context.indicators.filter(region=region, theme=theme).join(rulers, on="indicator", maintain_order="left")
    places = [plan.indicators.index(name) for name in own["indicator"]]
    groups = [plan.overlaps[place] for place in places]
    rows = own.with_columns(
        pl.Series("polarity", [plan.polarities[place] for place in places], dtype=pl.String),
        pl.Series("overlap", groups, dtype=pl.String),
        _score_formulas(context, own),
        weight_formulas(plan.weights[places], groups, own["score"]),
    ).select(
        "indicator", "period", "value", "polarity", "kind", "low", "high", "n", "formula", "score", "score_reason",
        "overlap", "weight_formula", "weight", "contribution",
    )  # fmt: skip
    return _trace(context, context.themes.filter(region=region, theme=theme), plan.method.aggregation.theme, rows)


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
    return replace(trace, rows=trace.rows.filter(indicator=indicator))


def explain_overall(context: Context, region: str) -> Trace:
    """The trace of a region's overall score, with a row per theme.

    Raises UsageFault for an unknown region, and if the method makes no overall score.
    """
    (region,) = region_codes(context.regions, [region])
    standing, whole = context.standing, context.standing.overall
    kind = standing.framework.method.aggregation.overall
    if context.overall is None or whole is None or kind == "none":
        raise UsageFault(_("Deze methode maakt geen totaalscore (aggregation.overall in indicators/method.yaml)."))
    column, themes = standing.codes.index(region), standing.framework.themes
    added = contributions(kind, standing.theme_scores, whole.shares.share, whole.score)[:, column]
    scores = pl.Series("score", standing.theme_scores[:, column]).fill_nan(None)
    rows = pl.DataFrame([
        pl.Series("theme", themes, dtype=pl.String),
        scores,
        weight_formulas(standing.framework.theme_weights, [None] * len(themes), scores),
        pl.Series("weight", whole.shares.share[:, column]),
        pl.Series("contribution", added),
    ]).with_columns(pl.selectors.float().fill_nan(None))  # fmt: skip
    own = context.overall.filter(region=region).with_columns(theme=pl.lit(OVERALL))
    return _trace(context, own, kind, rows)


def _trace(context: Context, own: pl.DataFrame, kind: Mean, rows: pl.DataFrame) -> Trace:
    """The trace of the score in the one row of `own`."""
    whole = own.row(0, named=True)
    score, counts = whole["score"], (rows["weight"] > 0) & rows["score"].is_not_null()
    counting = rows.filter(counts)
    added = [] if score is None else contribution_formulas(kind, counting["score"], counting["weight"], score)
    filled = iter(added)
    texts = [next(filled, None) if counted else None for counted in counts]
    formula = None if score is None else mean_formula(kind, counting["score"], counting["weight"])
    name = context.regions.filter(region=whole["region"])["name"].item()
    rows = rows.insert_column(-1, pl.Series("contribution_formula", texts, dtype=pl.String))
    return Trace(
        context.as_of, whole["region"], name, whole["theme"], kind, rows, score, formula, whole["reason"]
    )  # fmt: skip


def _score_formulas(context: Context, own: pl.DataFrame) -> pl.Series:
    cells = own.select("indicator", "value", "score").iter_rows()
    formulas = [None if score is None else score_formula(context.laid[name], value) for name, value, score in cells]
    return pl.Series("formula", formulas, dtype=pl.String)


def _require(name: str, known: Sequence[str], message: str) -> None:
    if name not in known:
        raise UsageFault(message.format(name=name, known=one_of(known, name)))
