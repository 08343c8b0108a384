"""What moved, and why: the difference between two scores, divided over causes that add up exactly."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from math import factorial, isnan

import numpy as np
import polars as pl

from brede_welvaart.definitions import Tree
from brede_welvaart.errors import UsageFault
from brede_welvaart.language import _
from brede_welvaart.method_definitions import Mean
from brede_welvaart.scoring.aggregate import Aggregate, contributions, mean, weigh
from brede_welvaart.scoring.figures import Figures, Floats, last_break, until, years
from brede_welvaart.scoring.framework import framework
from brede_welvaart.scoring.normalise import Ruler, read_ruler
from brede_welvaart.scoring.periods import lay_rulers
from brede_welvaart.scoring.standing import NEVER, Standing, stand, whole_reasons
from brede_welvaart.scoring.uncertainty import Range
from brede_welvaart.validation import one_of
from brede_welvaart.vocabulary import CAUSES, NO_SCORE_REASONS, OVERALL

PARTITIONS = (
    ((0,), (1,), (2,), (3,)),
    ((0,), (1, 3), (2,)),
    ((0, 1, 3), (2,)),
    ((0, 1, 2, 3),),
)
SCORES = pl.Schema({
    "theme": pl.String, "a": pl.Float64, "b": pl.Float64, "difference": pl.Float64,
    "a_reason": pl.String, "b_reason": pl.String,
    "a_low": pl.Float64, "a_high": pl.Float64, "b_low": pl.Float64, "b_high": pl.Float64,
})  # fmt: skip
POINTS = pl.Schema({"theme": pl.String, "part": pl.String, "cause": pl.String, "points": pl.Float64})

Chosen = tuple[int, ...]
"""For each of CAUSES the side, 0 or 1, that it is taken from."""


@dataclass(frozen=True)
class Side:
    """One of the two things compared: a region in a standing, what to call it, and the range of its overall score."""

    standing: Standing
    region: str
    label: str = ""
    overall_range: Range = (None, None)


@dataclass(frozen=True)
class Comparison:
    """The difference b - a of every theme, and what made it.

    `a` and `b` are what the sides are called; ages count from `as_of`. `scores` has a row per theme (and `overall`, if
    a side has an overall score): a, b, difference; null where a side has no score, with its reason, or lacks the theme;
    for `overall` also the sensitivity range of a and of b, as far as the sides have it.
    `causes` has a row per theme, part (an indicator; for `overall` a theme) and cause that moved it: points. The points
    of a theme add up to its difference. `breaks` are the indicators with a declared break between the two figures:
    part of what moved them is another way of measuring.

    Causes: `figure` (another figure; for `overall` another theme score), `ruler` (another reference group, bounds,
    normalisation or polarity), `weight` (another weight, or a part that is missing on one side), `aggregation` (another
    mean). Causes joined by + cannot be told apart, because the mean is undefined for one without the other.
    """

    a: str
    b: str
    scores: pl.DataFrame
    causes: pl.DataFrame
    breaks: tuple[str, ...] = ()
    as_of: date | None = None


@dataclass(frozen=True)
class Part:
    """What one side knows of one part of a whole; NaN without a score."""

    score: float
    weight: float
    group: str | None = None
    value: float = np.nan
    ruler: Ruler | None = None


@dataclass(frozen=True)
class Whole:
    """A theme or an overall score on one side: its mean, its score (NaN, and why) and its parts by name."""

    kind: Mean
    score: float
    reason: str | None
    parts: Mapping[str, Part]


ABSENT = Part(np.nan, 0.0)


def stand_at(figures: Figures, tree: Tree, period: str) -> Standing:
    """The standing as the figures up to and including a period give it, ages counted from that year.

    Bounds over all periods or of a base period stay those of all figures.
    """
    rulers = None if tree.method.bounds_from == "same_period" else lay_rulers(figures, tree, framework(tree))
    return stand(until(figures, period), tree, date(int(period[:4]), 12, 31), rulers)


def compare(a: Side, b: Side) -> Comparison:
    """Divide the difference b - a of every theme score, and of the overall score, over its causes.

    The sides may be two regions, or one region in two standings: two periods, two versions of the figures, two methods.
    Each cause gets its mean effect over all orders in which the causes can change one after another (the Shapley value;
    Shorrocks 2013, doi 10.1007/s10888-011-9214-z): the order does not matter, the points add up to the difference, and
    the comparison the other way round gives the same points with the other sign. Raises UsageFault for an unknown
    region.
    """
    columns = _column(a), _column(b)
    wholes = _wholes(a.standing, columns[0]), _wholes(b.standing, columns[1])
    scores, points = [], []
    for name in dict.fromkeys((*wholes[0], *wholes[1])):
        pair = wholes[0].get(name), wholes[1].get(name)
        known = [None if whole is None or isnan(whole.score) else whole.score for whole in pair]
        difference = None if known[0] is None or known[1] is None else known[1] - known[0]
        ranges = (*a.overall_range, *b.overall_range) if name == OVERALL else (None,) * 4
        scores.append((name, *known, difference, *(whole.reason if whole else None for whole in pair), *ranges))
        if pair[0] and pair[1] and difference is not None:
            points += [(name, *row) for row in _divide((pair[0], pair[1]))]
    frames = pl.DataFrame(scores, SCORES, orient="row"), pl.DataFrame(points, POINTS, orient="row")
    return Comparison(a.label, b.label, *frames, tuple(_broken((a, b), columns)))


def _broken(sides: tuple[Side, Side], columns: tuple[int, int]) -> Iterator[str]:
    """The indicators whose two figures have a break in the series between them, by the breaks of either side."""
    dated = [_moments(side.standing, column) for side, column in zip(sides, columns, strict=True)]
    breaks = [dict(zip(each.standing.framework.indicators, each.standing.framework.breaks, strict=True))
              for each in sides]  # fmt: skip
    for name in (each for each in dated[0] if each in dated[1]):
        moments = [each[name] for each in dated]
        if len({last_break((*breaks[0][name], *breaks[1][name]), moment) for moment in moments}) > 1:
            yield name


def _moments(standing: Standing, column: int) -> dict[str, float]:
    """The decimal year of the figure of every indicator that has one."""
    places = standing.current.periods[:, column]
    when = years(standing.periods)
    named = zip(standing.framework.indicators, places.tolist(), strict=True)
    return {name: float(when[place]) for name, place in named if place != NEVER}


def _column(side: Side) -> int:
    codes = side.standing.codes
    if side.region not in codes:
        message = _("Onbekende regio '{code}'; verwacht {known}.")
        raise UsageFault(message.format(code=side.region, known=one_of(codes, side.region)))
    return codes.index(side.region)


def _wholes(standing: Standing, column: int) -> dict[str, Whole]:
    """The themes of a region by name, and its overall score where there is one."""
    plan = standing.framework
    kind = plan.method.aggregation
    wholes = {
        name: _whole(kind.theme, theme, column, {plan.indicators[i]: _part(standing, i, column) for i in parts})
        for name, theme, parts in zip(plan.themes, standing.themes, plan.parts, strict=True)
    }
    if standing.overall is not None and kind.overall != "none":
        weights = zip(plan.themes, plan.theme_weights.tolist(), strict=True)
        parts = {name: Part(wholes[name].score, weight) for name, weight in weights}
        wholes[OVERALL] = _whole(kind.overall, standing.overall, column, parts)
    return wholes


def _whole(kind: Mean, found: Aggregate, column: int, parts: Mapping[str, Part]) -> Whole:
    reason = int(whole_reasons(found)[column])
    return Whole(kind, float(found.score[column]), tuple(NO_SCORE_REASONS)[reason - 1] if reason else None, parts)


def _part(standing: Standing, place: int, column: int) -> Part:
    plan = standing.framework
    return Part(
        float(standing.scores[place, column]),
        float(plan.weights[place]),
        plan.overlaps[place],
        float(standing.current.values[place, column]),
        standing.rulers[place],
    )


def _divide(pair: tuple[Whole, Whole]) -> Iterator[tuple[str, str, float]]:
    """Part, cause and points for every cause that moved a part."""
    names = tuple(dict.fromkeys((*pair[0].parts, *pair[1].parts)))
    parts = [tuple(whole.parts.get(name, ABSENT) for whole in pair) for name in names]
    scores = {(f, r): np.array([[_read(each, f, r)] for each in parts]) for f in (0, 1) for r in (0, 1)}

    def evaluate(chosen: Chosen) -> Floats:
        figure, ruler, weight, kind = chosen
        return _contributions(pair[kind].kind, scores[figure, ruler].reshape(-1, 1), [each[weight] for each in parts])

    for partition in PARTITIONS:
        points = shapley(partition, evaluate)
        if np.isfinite(points).all():
            break
    for causes, moved in zip(partition, points, strict=True):
        cause = "+".join(tuple(CAUSES)[place] for place in causes)
        yield from ((name, cause, float(each)) for name, each in zip(names, moved, strict=True) if each != 0)


def _read(pair: tuple[Part, ...], figure: int, ruler: int) -> float:
    """The score of one side's figure on the other's ruler; a side without a score lends both from the other side."""
    known = [part for part in pair if not isnan(part.score)]
    if len(known) < len(pair):
        return known[0].score if known else np.nan
    measure = pair[ruler].ruler
    if figure == ruler or measure is None:
        return pair[figure].score
    score = float(read_ruler(measure, np.array(pair[figure].value)))
    return pair[figure].score if isnan(score) else score


def _contributions(kind: Mean, scores: Floats, weighing: Sequence[Part]) -> Floats:
    present = np.array([[not isnan(part.score)] for part in weighing], dtype=np.bool_).reshape(-1, 1)
    weights = np.array([part.weight for part in weighing])
    share = weigh(weights, [part.group for part in weighing], present).share
    return contributions(kind, scores, share, mean(kind, scores, share))[:, 0]


def shapley(partition: Sequence[Chosen], evaluate: Callable[[Chosen], Floats]) -> Floats:
    """What each block of causes adds to the parts when all causes go from side 0 to side 1 [blocks, parts].

    `evaluate` gives the parts for a choice of sides. The mean over all orders of the blocks; sums over the blocks to
    evaluate(all 1) - evaluate(all 0).
    """
    blocks, causes = len(partition), sum(len(block) for block in partition)
    subsets = [subset for size in range(blocks + 1) for subset in combinations(range(blocks), size)]
    values = {}
    for subset in subsets:
        moved = {cause for block in subset for cause in partition[block]}
        values[subset] = evaluate(tuple(int(cause in moved) for cause in range(causes)))
    added = []
    for block in range(blocks):
        others = [subset for subset in subsets if block not in subset]
        chances = [factorial(len(s)) * factorial(blocks - len(s) - 1) / factorial(blocks) for s in others]
        steps = [values[tuple(sorted((*subset, block)))] - values[subset] for subset in others]
        added.append(sum(chance * step for chance, step in zip(chances, steps, strict=True)))
    return np.array(added)
