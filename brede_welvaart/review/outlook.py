"""Where a region would stand on a theme with all quantified effects of an alternative together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import polars as pl

from brede_welvaart.project_definitions import Project
from brede_welvaart.review.judgements import scenario_ids
from brede_welvaart.review.quantities import Moved, Numbers, moved, read_moved, steps
from brede_welvaart.scoring.context import Context
from brede_welvaart.scoring.standing import Standing, score_themes

OUTLOOK = pl.Schema({
    "theme": pl.String(), "alternative": pl.String(), "scenario": pl.String(), "region": pl.String(),
    "baseline": pl.Float64(), "low": pl.Float64(), "central": pl.Float64(), "high": pl.Float64(),
    "points": pl.Float64(), "indicators": pl.List(pl.String()), "effects": pl.List(pl.String()),
})  # fmt: skip
Place = tuple[str, str, str]


def outlook(project: Project, context: Context) -> pl.DataFrame:
    """One row per theme, alternative, scenario and region in which a quantified effect moves an indicator.

    Scores are read off the ruler of the context. The changes of several effects in one indicator add up. `low` is the
    theme score with every indicator at the worse end of its change, `high` at the better end; `points` is the change
    of the central score. Null where the theme has no score.
    """
    rows = [row for place, moves in by_place(project).items() for row in _themes(place, moves, context)]
    axes = (context.standing.framework.themes, tuple(project.alternatives), scenario_ids(project), project.elsewhere)
    rows.sort(key=lambda row: [axis.index(name) if name in axis else -1 for axis, name in zip(axes, row, strict=False)])
    return pl.DataFrame(rows, OUTLOOK, orient="row").fill_nan(None)


def by_place(project: Project) -> dict[Place, list[Moved]]:
    """The stated changes by alternative, scenario and region, sorted by effect; changes without region left out."""
    found: dict[Place, list[Moved]] = {}
    for move in sorted(moved(project), key=lambda each: each.effect):
        if move.region is not None:
            found.setdefault((move.alternative, move.scenario, move.region), []).append(move)
    return found


def by_indicator(moves: Sequence[Moved]) -> dict[str, tuple[Numbers, list[str]]]:
    """Per indicator the sum of the low, central and high changes, and the effects that make it."""
    found: dict[str, tuple[Numbers, list[str]]] = {}
    for move in moves:
        total, effects = found.get(move.quantity.indicator, (np.zeros(3), []))
        found[move.quantity.indicator] = (total + np.array(steps(move.change)), [*effects, move.effect])
    return found


def _themes(place: Place, moves: Sequence[Moved], context: Context) -> Iterator[tuple[Any, ...]]:
    standing, region = context.standing, place[2]
    if region not in standing.codes:
        return
    changes, plan = by_indicator(moves), standing.framework
    scores = np.array([each.score for each in score_themes(plan, _moved_scores(standing, region, changes))])
    touched = {name: plan.theme[plan.indicators.index(name)] for name in changes}
    for theme in sorted(set(touched.values()) - {-1}):
        names = [name for name in changes if touched[name] == theme]
        effects = list(dict.fromkeys(effect for name in names for effect in changes[name][1]))
        baseline, low, central, high = scores[theme].tolist()
        yield (plan.themes[theme], *place, baseline, low, central, high, central - baseline, names, effects)


def _moved_scores(standing: Standing, region: str, changes: dict[str, tuple[Numbers, list[str]]]) -> Numbers:
    """The indicator scores [I, 4] of a region: now, and with the worst, the central and the best change."""
    column = standing.codes.index(region)
    scores = np.repeat(standing.scores[:, [column]], 4, axis=1)
    for name, (change, _effects) in changes.items():
        row = standing.framework.indicators.index(name)
        reached = read_moved(standing.rulers[row], standing.current.values[row, column] + change, scores[row, 0])
        scores[row, 1:] = reached.min(), reached[1], reached.max()
    return scores
