"""Theme scores of every period on one ruler, so that a line through the years shows change and not a moving ruler."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from brede_welvaart.definitions import Tree
from brede_welvaart.scoring.figures import Booleans, Figures, Floats, Integers, years
from brede_welvaart.scoring.framework import Framework, framework, reference_members
from brede_welvaart.scoring.normalise import Ruler, read_ruler
from brede_welvaart.scoring.rank import rank
from brede_welvaart.scoring.standing import choose_figures, figure_blocks, lay_indicator, score_overall, score_themes


@dataclass(frozen=True)
class PeriodScores:
    """Theme scores and coverage (0..1) [themes, periods, regions], NaN without a score; overall [periods, regions]."""

    themes: tuple[str, ...]
    periods: tuple[str, ...]
    regions: tuple[str, ...]
    scores: Floats
    coverage: Floats
    overall: Floats | None

    def ranks(self, members: Booleans, decimals: int) -> Integers:
        """The ranks [themes, periods, regions] on the scores rounded to `decimals`; 0 for a region without one."""
        rounded = np.round(self.scores, decimals).reshape(-1, len(self.regions))
        return rank(rounded, members).rank.reshape(self.scores.shape)

    def frame(self) -> pl.DataFrame:
        """One row per theme, period and region: score (null without one) and coverage."""
        grid = np.indices(self.scores.shape).reshape(3, -1)
        axes = (self.themes, self.periods, self.regions)
        names = [pl.Series(axis, dtype=pl.String).gather(places) for axis, places in zip(axes, grid, strict=True)]
        return pl.DataFrame({
            **dict(zip(("theme", "period", "region"), names, strict=True)),
            "score": pl.Series(self.scores.reshape(-1)).fill_nan(None),
            "coverage": self.coverage.reshape(-1),
        })  # fmt: skip


def score_periods(figures: Figures, tree: Tree, rulers: Mapping[str, Ruler] | None = None) -> PeriodScores:
    """The theme scores of every region in every period, read off the same rulers.

    `rulers` by indicator are those of a context (`Context.laid`); without them they are laid as the context lays them,
    on the latest figures. Coverage is that of each period; figures carry forward only if the method says so.
    """
    plan, blocks = framework(tree), figure_blocks(figures, tuple(tree.indicators))
    laid = rulers or lay_rulers(figures, tree, plan)
    when, shape = years(figures.periods), (len(figures.periods), figures.regions.height)
    scores = np.empty((len(plan.indicators), shape[0] * shape[1]))
    for place, (name, block) in enumerate(zip(plan.indicators, blocks, strict=True)):
        scores[place] = read_ruler(laid[name], _carried(block, when, plan, plan.breaks[place])).reshape(-1)
    themes = score_themes(plan, scores)
    overall = score_overall(plan, themes)
    return PeriodScores(
        plan.themes,
        figures.periods,
        tuple(figures.regions["region"]),
        np.array([theme.score for theme in themes]).reshape(-1, *shape),
        np.array([theme.shares.coverage for theme in themes]).reshape(-1, *shape),
        None if overall is None else overall.score.reshape(shape),
    )


def lay_rulers(figures: Figures, tree: Tree, plan: Framework) -> dict[str, Ruler]:
    """The rulers that the method lays for these figures, by indicator."""
    members, blocks = reference_members(figures.regions, tree.method), figure_blocks(figures, plan.indicators)
    group = members, choose_figures(blocks, years(figures.periods), members, plan)
    return {
        name: lay_indicator(plan, place, blocks[place], figures, group) for place, name in enumerate(plan.indicators)
    }


def _carried(block: Floats, when: Floats, plan: Framework, breaks: Sequence[float]) -> Floats:
    """The figures [period, region], gaps filled with the last earlier figure if the method carries forward.

    No figure crosses a break in the series.
    """
    if not plan.method.carry_forward:
        return block
    rows = np.where(np.isfinite(block), np.arange(len(block))[:, None], -1)
    last = np.maximum.accumulate(rows, axis=0)
    when = np.maximum.accumulate(when)
    age, stretch = when[:, None] - when[last], np.searchsorted(breaks, when, side="right")
    unbroken = stretch[last] == stretch[:, None]
    found = np.take_along_axis(block, np.maximum(last, 0), axis=0)
    return np.where((last >= 0) & unbroken & (age <= plan.method.max_age_years), found, np.nan)
