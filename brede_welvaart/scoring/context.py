"""Where every region stands: the full grid of regions by indicators and themes, with scores, ranks and trends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from brede_welvaart.definitions import Tree
from brede_welvaart.scoring import trend
from brede_welvaart.scoring.aggregate import Aggregate
from brede_welvaart.scoring.figures import NOT_PUBLISHED, Booleans, Figures, Floats, Integers, places_of, years
from brede_welvaart.scoring.framework import Framework
from brede_welvaart.scoring.normalise import Ruler, orient, z_classes, z_scores
from brede_welvaart.scoring.rank import Ranks, quartiles, rank
from brede_welvaart.scoring.standing import NEVER, REASONS, Standing, figure_blocks, stand, whole_reasons
from brede_welvaart.vocabulary import (
    DIRECTIONS,
    FIGURE_STATUSES,
    MISSING_REASONS,
    NO_SCORE_REASONS,
    QUARTILES,
    WELFARES,
    Z_CLASSES,
)

BETTER, WORSE, NEITHER = (1 + list(WELFARES).index(word) for word in ("better", "worse", "none"))

Columns = dict[str, NDArray[Any] | pl.Series]


@dataclass(frozen=True)
class Context:
    """Where regions stand; every frame is a full grid, with null and a reason where there is nothing.

    `indicators` has a row per region and indicator, `themes` per region and theme, `overall` per region (None unless
    the method asks for it), `rulers` per indicator. Scores run from 0 to 100 (z scores in standard deviations); ages in
    years; slopes in units per year. `laid` holds the rulers themselves, so that a project is read off the same ones;
    `standing` the same scores as arrays, for explanations and comparisons.
    """

    as_of: date
    regions: pl.DataFrame
    indicators: pl.DataFrame
    themes: pl.DataFrame
    overall: pl.DataFrame | None
    rulers: pl.DataFrame
    laid: Mapping[str, Ruler]
    standing: Standing


def score_context(figures: Figures, tree: Tree, as_of: date) -> Context:
    """Score every region of the figures on every indicator and theme of the tree.

    Ages count in whole years from `as_of`. Formulas: `docs/method.md`.
    """
    standing = stand(figures, tree, as_of)
    plan = standing.framework
    names, themes = pl.Series(plan.indicators, dtype=pl.String), pl.Series(plan.themes, dtype=pl.String)
    overall = standing.overall
    return Context(
        as_of=as_of,
        regions=figures.regions,
        indicators=_grid(standing, {"indicator": names, **_indicator_columns(standing, figures)}),
        themes=_grid(standing, {"theme": themes, **_theme_columns(standing)}),
        overall=None if overall is None else _grid(standing, _overall_columns(standing, overall)),
        rulers=_ruler_frame(standing),
        laid=dict(zip(plan.indicators, standing.rulers, strict=True)),
        standing=standing,
    )


def _indicator_columns(standing: Standing, figures: Figures) -> Columns:
    plan, current = standing.framework, standing.current
    oriented = np.array([orient(row, pole) for row, pole in zip(current.values, plan.polarities, strict=True)])
    judged = np.array([pole != "none" for pole in plan.polarities], dtype=np.bool_)
    z = np.array([z_scores(ruler, row) for ruler, row in zip(standing.rulers, current.values, strict=True)])
    shape = current.values.shape
    return {
        "theme": words(np.array(plan.theme, dtype=np.int64) + 1, plan.themes),
        "value": current.values,
        "period": words(current.periods + 1, standing.periods),
        "age_years": standing.ages,
        "missing_reason": words(_missing(standing, figures), MISSING_REASONS),
        "score": standing.scores,
        "score_reason": words(_score_reasons(standing), NO_SCORE_REASONS),
        **_rank_columns(oriented.reshape(shape), standing.members, judged),
        "z": z.reshape(shape),
        "z_class": words(np.where(judged[:, None], z_classes(z.reshape(shape)), 0), Z_CLASSES),
        **_trend_columns(standing, figures),
        "weight": standing.shares,
        "contribution": standing.contributions,
        "carried": (current.periods >= 0) & (current.periods != current.latest[:, None]),
        "source": words(_cells(figures.source, standing, figures, current.periods, fill=-1) + 1, figures.sources),
        "status": words(_optional(figures.status, standing, figures), FIGURE_STATUSES),
        "converted": _optional(figures.converted, standing, figures) > 0,
    }


def _rank_columns(oriented: Floats, members: Booleans, judged: Booleans) -> Columns:
    ranks = rank(oriented, members)
    return {
        "rank": ranks.rank,
        "rank_label": labels(ranks),
        "ranked": np.broadcast_to(ranks.ranked[:, None], ranks.rank.shape),
        "quartile": words(np.where(judged[:, None], quartiles(ranks), 0), QUARTILES),
    }


def labels(ranks: Ranks) -> pl.Series:
    """The ranks as printed, region by region: `3`, or `3/4` for two regions that share ranks 3 and 4."""
    frame = pl.DataFrame({"rank": _by_region(ranks.rank), "last": _by_region(ranks.last)})
    first, last = pl.col("rank").cast(pl.String), pl.col("last").cast(pl.String)
    tied = pl.when(pl.col("rank") < pl.col("last")).then(pl.concat_str(first, last, separator="/")).otherwise(first)
    return frame.select(pl.when(pl.col("rank") > 0).then(tied))["rank"]


def _trend_columns(standing: Standing, figures: Figures) -> Columns:
    plan, current, when = standing.framework, standing.current, years(figures.periods)
    method, blocks = plan.method.trend, figure_blocks(figures, plan.indicators)
    lasts = np.append(np.maximum.accumulate(when), -np.inf)[current.latest]
    windows = [trend.window(when, last, method, breaks) for last, breaks in zip(lasts, plan.breaks, strict=True)]
    fits = [trend.fit(when[chosen], block[chosen], method) for chosen, block in zip(windows, blocks, strict=True)]
    shape = current.values.shape
    directions = np.array([trend.directions(each, method) for each in fits], dtype=np.int64).reshape(shape)
    starts = np.array([1 + int(chosen.argmax()) if chosen.any() else 0 for chosen in windows], dtype=np.int64)
    return {
        "trend_direction": words(directions, DIRECTIONS),
        "trend_welfare": words(_welfare(directions, plan), WELFARES),
        "trend_points": np.array([each.points for each in fits], dtype=np.int64).reshape(shape),
        "trend_slope": np.array([each.slope for each in fits]).reshape(shape),
        "trend_intercept": np.array([each.intercept for each in fits]).reshape(shape),
        "trend_p_value": np.array([each.p_value for each in fits]).reshape(shape),
        "trend_from": words(np.broadcast_to(starts[:, None], shape), figures.periods),
    }


def _welfare(directions: Integers, plan: Framework) -> Integers:
    up = np.where(directions == trend.RISING, 1.0, np.where(directions == trend.FALLING, -1.0, 0.0))
    good = np.array([orient(row, pole) * (pole != "none") for row, pole in zip(up, plan.polarities, strict=True)])
    return np.where(good > 0, BETTER, np.where(good < 0, WORSE, NEITHER)).reshape(directions.shape)


def _missing(standing: Standing, figures: Figures) -> Integers:
    """Per indicator and region 0 with a figure, else 1 + the reason of the period that counts (else the last)."""
    latest = np.where(standing.current.latest == NEVER, len(standing.periods) - 1, standing.current.latest)
    whole = np.broadcast_to(latest[:, None], standing.current.values.shape)
    codes = _cells(figures.missing, standing, figures, whole, fill=0)
    return np.where(np.isfinite(standing.current.values), 0, np.where(codes == 0, NOT_PUBLISHED, codes))


def _cells(array: NDArray[Any], standing: Standing, figures: Figures, periods: Integers, fill: int) -> Integers:
    """The cells of an array [indicator, period, region] at these periods [I, R]; `fill` where there is no period."""
    cells = np.full(periods.shape, fill)
    for row, place, when in zip(cells, places_of(figures, standing.framework.indicators), periods, strict=True):
        if place is not None:
            known = np.flatnonzero(when >= 0)
            row[known] = array[place, when[known], known]
    return cells


def _optional(array: NDArray[Any] | None, standing: Standing, figures: Figures) -> Integers:
    """The cells of an array that not all figures have at the periods that count; 0 where there is nothing."""
    periods = standing.current.periods
    return np.zeros_like(periods) if array is None else _cells(array, standing, figures, periods, fill=0)


def _score_reasons(standing: Standing) -> Integers:
    """Why each region has no score on an indicator, as a code: the first reason that holds; 0 with a score."""
    rulers = standing.rulers
    otherwise = [
        "geen_richting" if ruler.polarity == "none" else ruler.reason or "niet_positief" for ruler in rulers
    ]  # fmt: skip
    codes = np.array([REASONS[word] for word in otherwise], dtype=np.int64)[:, None]
    stale = standing.ages > standing.framework.method.max_age_years
    found = np.where(stale, REASONS["te_oud"], codes)
    found = np.where(np.isnan(standing.current.values), REASONS["geen_cijfer"], found)
    return np.where(np.isfinite(standing.scores), 0, found)


def _theme_columns(standing: Standing) -> Columns:
    plan, themes, scores = standing.framework, standing.themes, standing.theme_scores
    present = np.array([np.isfinite(standing.scores[parts]).sum(axis=0) for parts in plan.parts], dtype=np.int64)
    decimals = plan.method.decimals.theme
    return {
        "score": scores,
        "present": present.reshape(scores.shape),
        "of": np.broadcast_to(np.array([[len(parts)] for parts in plan.parts], dtype=np.int64), scores.shape),
        "weight_share": np.array([each.shares.coverage for each in themes]).reshape(scores.shape),
        **_spread(standing),
        "reason": words(np.array([whole_reasons(each) for each in themes]).reshape(scores.shape), NO_SCORE_REASONS),
        **_rank_columns(np.round(scores, decimals), standing.members, np.ones(len(themes), dtype=np.bool_)),
    }


def _spread(standing: Standing) -> Columns:
    """The lowest and highest indicator score of each theme and region, and which indicators these are."""
    shape, regions = (len(standing.themes), len(standing.codes)), np.arange(len(standing.codes))
    columns: Columns = {}
    for end, fill, choose in (("low", np.inf, np.argmin), ("high", -np.inf, np.argmax)):
        scores, places = np.full(shape, np.nan), np.full(shape, -1)
        for row, parts in enumerate(standing.framework.parts):
            if parts:
                found = np.where(np.isfinite(standing.scores[parts]), standing.scores[parts], fill)
                place = choose(found, axis=0)
                scores[row] = standing.scores[np.array(parts)[place], regions]
                places[row] = np.where(np.isfinite(scores[row]), np.array(parts)[place], -1)
        columns[end], columns[f"{end}_indicator"] = scores, words(places + 1, standing.framework.indicators)
    return columns


def _overall_columns(standing: Standing, overall: Aggregate) -> Columns:
    plan = standing.framework
    counting = plan.theme_weights > 0
    present = np.isfinite(standing.theme_scores[counting]).sum(axis=0)
    rounded = np.round(overall.score, plan.method.decimals.overall)[None]
    return {
        "score": overall.score[None],
        "present": present[None],
        "of": np.full(present.shape, counting.sum())[None],
        "weight_share": overall.shares.coverage[None],
        "reason": words(whole_reasons(overall)[None], NO_SCORE_REASONS),
        **_rank_columns(rounded, standing.members, np.ones(1, dtype=np.bool_)),
    }


def _ruler_frame(standing: Standing) -> pl.DataFrame:
    rulers, latest = standing.rulers, standing.current.latest
    back = [float(orient(np.array(each.mean), each.polarity)) for each in rulers]
    return pl.DataFrame({
        "indicator": pl.Series(standing.framework.indicators, dtype=pl.String),
        "period": words(latest[:, None] + 1, standing.periods),
        "kind": pl.Series([each.method.method for each in rulers], dtype=pl.String),
        "low": pl.Series([each.zero for each in rulers], dtype=pl.Float64),
        "high": pl.Series([each.hundred for each in rulers], dtype=pl.Float64),
        "log": pl.Series([each.logarithmic for each in rulers], dtype=pl.Boolean),
        "mean": pl.Series(back, dtype=pl.Float64),
        "sd": pl.Series([each.sd for each in rulers], dtype=pl.Float64),
        "n": pl.Series([each.n for each in rulers], dtype=pl.Int32),
        "reason": pl.Series([each.reason for each in rulers], dtype=pl.String),
    }).with_columns(pl.selectors.float().fill_nan(None))  # fmt: skip


def words(codes: NDArray[Any], vocabulary: Iterable[str]) -> pl.Series:
    """Codes [rows, regions] as words, region by region: 0 is null, 1 the first word. One-dimensional codes stay so."""
    known = pl.Series([None, *vocabulary], dtype=pl.String)
    return known.gather(_by_region(codes))


def _by_region(array: NDArray[Any]) -> NDArray[Any]:
    return np.ascontiguousarray(array.T).reshape(-1)


def _grid(standing: Standing, columns: Columns) -> pl.DataFrame:
    """Columns of [rows, regions], or of one name per row, as a frame ordered by region and then by row."""
    regions = len(standing.codes)
    codes = pl.Series("region", standing.codes, dtype=pl.String)
    rows = len(next(iter(columns.values())))
    series = [codes.gather(np.repeat(np.arange(regions), rows))]
    for name, column in columns.items():
        if isinstance(column, pl.Series):
            plain = column if len(column) == rows * regions else column.gather(np.tile(np.arange(rows), regions))
            series.append(plain.alias(name))
        else:
            series.append(_series(name, _by_region(column)))
    return pl.DataFrame(series)


def _series(name: str, column: NDArray[Any]) -> pl.Series:
    series = pl.Series(name, column)
    if name == "age_years":
        return series.fill_nan(None).cast(pl.Int32)
    if series.dtype == pl.Float64:
        return series.fill_nan(None)
    if series.dtype == pl.Boolean:
        return series
    return (series.replace(0, None) if name == "rank" else series).cast(pl.Int32)
