"""Effects in figures: the value of an indicator moved along the frozen ruler of the context."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from brede_welvaart.method_definitions import EffectMethod
from brede_welvaart.project_definitions import Change, Effect, Project, Quantity
from brede_welvaart.review.judgements import WORDS, Proposals, scenario_ids
from brede_welvaart.scoring.context import Context
from brede_welvaart.scoring.normalise import Ruler, orient, read_ruler
from brede_welvaart.scoring.standing import score_themes
from brede_welvaart.vocabulary import Judgement

Numbers = NDArray[np.float64]
QUANTITIES = pl.Schema({
    "effect": pl.String, "alternative": pl.String, "scenario": pl.String,
    "indicator": pl.String, "theme": pl.String, "region": pl.String, "unit": pl.String, "period": pl.String,
    "change": pl.Float64, "baseline": pl.Float64, "low": pl.Float64, "central": pl.Float64, "high": pl.Float64,
    "score_baseline": pl.Float64, "score_low": pl.Float64, "score_central": pl.Float64, "score_high": pl.Float64,
    "points": pl.Float64, "beyond": pl.Boolean,
    "theme_baseline": pl.Float64, "theme_low": pl.Float64, "theme_central": pl.Float64, "theme_high": pl.Float64,
    "theme_points": pl.Float64, "change_in_sd": pl.Float64, "proposed": pl.String,
})  # fmt: skip
DECIMALS = 9


@dataclass(frozen=True)
class Moved:
    """One change of one indicator: the effect, alternative and scenario it is stated for, and its region."""

    effect: str
    alternative: str
    scenario: str
    quantity: Quantity
    region: str | None
    change: Change


def quantities_frame(project: Project, context: Context, method: EffectMethod) -> pl.DataFrame:
    """One row per quantified effect, alternative and scenario for which a change is stated, each effect on its own.

    `baseline` is the region's figure now, `low`, `central` and `high` the figures after the change; scores are read
    off the ruler of the context, so nothing else moves. `theme_low`, `theme_central` and `theme_high` are the theme
    score with only this indicator's score replaced; `outlook` gives it for all effects together. `beyond` marks a
    figure past the end of the ruler, where the score stays behind. `change_in_sd` is after polarity: positive is
    better. Null where there is no figure or no score.
    """
    moves = list(moved(project))
    rows = [
        (*_stated(each, context), *numbers, *_proposal(each, context, method))
        for each, numbers in zip(moves, _numbers(moves, context), strict=True)
    ]
    return pl.DataFrame(rows, schema=QUANTITIES, orient="row").fill_nan(None)


def proposals(quantities: pl.DataFrame) -> Proposals:
    """The proposed judgements by effect, alternative and scenario."""
    known = quantities.filter(pl.col("proposed").is_not_null())
    keys = known.select("effect", "alternative", "scenario", "proposed")
    return {(effect, alternative, scenario): word for effect, alternative, scenario, word in keys.iter_rows()}


def proposed_judgement(change: float, thresholds: Sequence[float]) -> Judgement:
    """The judgement for a change in standard deviations, after polarity.

    Below the first threshold neutral, from there light, from the second plain, from the third strong.
    """
    size = int(np.searchsorted(thresholds, round(abs(change), DECIMALS), side="right"))
    return WORDS[size if change > 0 else -size]


def moved(project: Project) -> Iterator[Moved]:
    """Every stated change of a project, in the order of the file; a change without scenario holds in all of them."""
    for name, effect in project.effects.items():
        if quantity := effect.quantity:
            for alternative, scenario, change in changes(quantity):
                for each in scenario_ids(project) if scenario is None else (scenario,):
                    yield Moved(name, alternative, each, quantity, region_of(project, effect), change)


def changes(quantity: Quantity) -> Iterator[tuple[str, str | None, Change]]:
    """Alternative, scenario (None: every scenario) and change of a quantity, in the order of the file."""
    for alternative, found in quantity.changes.items():
        if isinstance(found, Change):
            yield alternative, None, found
        else:
            yield from ((alternative, scenario, change) for scenario, change in found.items())


def region_of(project: Project, effect: Effect) -> str | None:
    """The region whose figure a quantity changes: the only one that its effect reaches, or None."""
    regions = project.regions_of(effect)
    return regions[0] if len(regions) == 1 else None


def _stated(move: Moved, context: Context) -> tuple[str | None, ...]:
    plan, quantity = context.standing.framework, move.quantity
    theme = plan.theme[plan.indicators.index(quantity.indicator)]
    return (
        move.effect, move.alternative, move.scenario,
        quantity.indicator, plan.themes[theme] if theme >= 0 else None, move.region, quantity.unit, quantity.period,
    )  # fmt: skip


def _numbers(moves: Sequence[Moved], context: Context) -> Iterator[tuple[float | bool, ...]]:
    """Per change: itself, the figures before and after it, their scores, and the theme scores before and after it."""
    standing = context.standing
    rows = [standing.framework.indicators.index(each.quantity.indicator) for each in moves]
    before = _columns(standing.scores, standing.codes, moves)
    figures = _columns(standing.current.values, standing.codes, moves)
    after, own = np.stack([before] * 3), []
    for column, (row, move) in enumerate(zip(rows, moves, strict=True)):
        values = figures[row, column] + np.array([0, *steps(move.change)])
        scores = read_moved(standing.rulers[row], values, before[row, column])
        after[:, row, column] = scores[1:]
        beyond = past_the_end(standing.rulers[row], values[1:], scores[1:])
        own.append((move.change.central, *values.tolist(), *scores.tolist(), float(scores[2] - scores[0]), beyond))
    themes = [_theme_scores(context, each) for each in (before, *after)]
    for column, (row, numbers) in enumerate(zip(rows, own, strict=True)):
        theme = standing.framework.theme[row]
        reached = [float(each[theme, column]) if theme >= 0 else np.nan for each in themes]
        yield (*numbers, *reached, reached[2] - reached[0])


def steps(change: Change) -> tuple[float, float, float]:
    """The low, central and high change."""
    return change.low, change.central, change.high


def read_moved(ruler: Ruler, values: Numbers, before: float) -> Numbers:
    """The scores of moved figures; NaN for a region that has no score now, for instance because its figure is old."""
    return read_ruler(ruler, values) + (0 if np.isfinite(before) else np.nan)


def past_the_end(ruler: Ruler, values: Numbers, scores: Numbers) -> bool:
    """Whether a figure lies past the end of the ruler, where the score stays behind."""
    low, high = sorted((ruler.zero, ruler.hundred))
    return bool((((values < low) | (values > high)) & np.isin(scores, (0, 100))).any())


def _columns(array: Numbers, codes: Sequence[str], moves: Sequence[Moved]) -> Numbers:
    """The column [indicator] of each change's region, side by side; NaN for a change without region."""
    nowhere = np.full((len(array), 1), np.nan)
    places = [codes.index(each.region) if each.region in codes else -1 for each in moves]
    columns: Numbers = np.concatenate([array, nowhere], axis=1)[:, places]
    return columns


def _theme_scores(context: Context, scores: Numbers) -> Numbers:
    return np.array([each.score for each in score_themes(context.standing.framework, scores)])


def _proposal(move: Moved, context: Context, method: EffectMethod) -> tuple[float | None, Judgement | None]:
    ruler = context.laid[move.quantity.indicator]
    if ruler.polarity == "none" or not ruler.sd > 0:
        return None, None
    change = float(orient(np.array(move.change.central), ruler.polarity)) / ruler.sd + 0.0  # no minus zero
    return change, proposed_judgement(change, method.proposal_thresholds)
