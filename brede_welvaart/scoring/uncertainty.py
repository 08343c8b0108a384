"""How far the scores of the context move when its choices move: one joint, seeded sensitivity run; `docs/method.md`."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields, replace
from itertools import chain

import numpy as np
import polars as pl
from numpy.typing import NDArray

from brede_welvaart.scoring.choices import Choices, means, normalisations, theme_choices
from brede_welvaart.scoring.draw_ranks import Counts, rank_draws, selection
from brede_welvaart.scoring.draws import Draw, as_printed, draw, draw_weights, drawn_mean, evaluate
from brede_welvaart.scoring.figures import Booleans, Figures, Floats, Integers
from brede_welvaart.scoring.framework import Framework
from brede_welvaart.scoring.naming import region_codes
from brede_welvaart.scoring.rank import rank
from brede_welvaart.scoring.sobol import sobol_indices
from brede_welvaart.scoring.standing import Standing
from brede_welvaart.vocabulary import OVERALL

BATCH = 1000
PORTION = 250
"""Draws that are scored and ranked together: few enough to stay in the processor's cache."""
LARGEST_BLOCK = 32_000_000
LARGEST_TABLE = 1_000_000
Range = tuple[float | None, float | None]
Pair = tuple[str, str, str, float]
Ranges = dict[str, NDArray[np.generic]]
CHOICES = tuple(field.name for field in fields(Draw))
THEMES = pl.Schema({
    "region": pl.String, "theme": pl.String, "score": pl.Float64, "score_low": pl.Float64, "score_high": pl.Float64,
    "rank": pl.Int32, "rank_low": pl.Int32, "rank_high": pl.Int32, "p_best": pl.Float64, "p_worst": pl.Float64,
    "draws": pl.Int32, "failed": pl.Int32,
})  # fmt: skip
PAIRS = pl.Schema({"theme": pl.String, "a": pl.String, "b": pl.String, "p": pl.Float64})
INDICES = pl.Schema({
    "region": pl.String, "theme": pl.String, "choice": pl.String,
    "first": pl.Float64, "total": pl.Float64, "failed": pl.Int32,
})  # fmt: skip


@dataclass(frozen=True)
class Sensitivity:
    """Sensitivity ranges (no confidence intervals): what the stated choices move.

    `themes` has a row per region and theme (and `overall`, if there is one): score, score_low, score_high, rank,
    rank_low, rank_high, p_best, p_worst (the chance of the best and of the worst quarter), draws and failed (draws
    without a score). A range always includes the score or rank itself. Null without a score; ranks and chances are
    null outside the reference group.
    `pairs` has a row per theme and pair of the regions asked for: p, the chance that a scores above b.
    `indices` has a row per region asked for, theme and choice that varies: first and total, its share of the variance
    alone and with all its interactions; null where nothing varies; `failed` draws could not be used.
    """

    themes: pl.DataFrame
    pairs: pl.DataFrame
    indices: pl.DataFrame


@dataclass(frozen=True)
class Outcomes:
    """Of some regions: the scores [regions, draws], the ranks (0 is none) in portions [draws, regions], and how often
    each is in an end quarter [regions]."""

    scores: Floats
    ranks: list[Counts]
    best: Integers
    worst: Integers


@dataclass(frozen=True)
class Target:
    """A theme score, or the overall score over all themes: the choices behind it, and the score itself [columns]."""

    name: str
    plan: Framework
    choices: tuple[Choices, ...]
    point: Floats


@dataclass(frozen=True)
class Sample:
    """Draws for a target: one per theme in it, and factors [draws, themes] on the weights of the themes."""

    themes: tuple[Draw, ...]
    theme_weights: Floats


def sensitivity(figures: Figures, standing: Standing, regions: Sequence[str] | None = None) -> Sensitivity:
    """Run the sensitivity analysis that the method file describes (`uncertainty`), with its seed.

    `standing` is that of the same figures. With `regions` (codes), the ranges are those of these regions, and pairs and
    indices are made too; without, ranges of all regions. Every draw ranks the whole reference group. Raises UsageFault
    for an unknown region.
    """
    _keep_freed_memory()
    place = {code: column for column, code in enumerate(standing.codes)}
    codes = standing.codes if regions is None else region_codes(figures.regions, regions)
    wanted = np.array([place[code] for code in codes], np.int64)
    columns = np.union1d(np.flatnonzero(standing.members), wanted)
    keep = np.searchsorted(columns, wanted)
    targets = list(_targets(figures, standing, columns))

    def result(target: Target) -> tuple[Ranges, list[Pair]]:
        outcomes = _run(target, standing.members[columns], keep)
        pairs = [] if regions is None else list(_pairs(target, codes, outcomes.scores))
        return _ranges(target, standing, outcomes, wanted), pairs

    with ThreadPoolExecutor(os.cpu_count()) as threads:
        ranges, pairs = zip(*threads.map(result, targets), strict=True)
    indices = [] if regions is None else [_indices(each, codes) for each in _targets(figures, standing, wanted)]
    return Sensitivity(
        _table(codes, [each.name for each in targets], ranges),
        pl.DataFrame(list(chain.from_iterable(pairs)), PAIRS, orient="row"),
        pl.concat([pl.DataFrame(schema=INDICES), *indices]),
    )


def _keep_freed_memory() -> None:
    """Have glibc keep the memory of a freed array for the next one, which saves a third of the time.

    It gives back what exceeds the largest block that it saw freed; it counts blocks up to 32 MiB. Other C libraries
    do not care.
    """
    np.empty(LARGEST_BLOCK, np.uint8)


def overall_range(figures: Figures, standing: Standing, region: str) -> Range:
    """The ends of the sensitivity range of a region's overall score; None without one. Raises what `sensitivity` does.

    `standing` is that of the same figures.
    """
    if standing.overall is None:
        return None, None
    found = sensitivity(figures, standing, [region]).themes.filter(theme=OVERALL)
    return found["score_low"].item(), found["score_high"].item()


def _targets(figures: Figures, standing: Standing, columns: Integers) -> Iterator[Target]:
    plan, choices = standing.framework, theme_choices(figures, standing, columns)
    for each in choices:
        yield Target(each.theme, plan, (each,), each.point)
    if standing.overall is not None:
        yield Target(OVERALL, plan, tuple(choices), standing.overall.score[columns])


def _sample(target: Target, size: int, key: str) -> Sample:
    plan, method = target.plan, target.plan.method.uncertainty
    kinds = len(normalisations(plan)), len(means(plan))
    themes = tuple(draw(each, method, kinds, size, key) for each in target.choices)
    names = tuple(f"theme {name}" for name in plan.themes) if target.name == OVERALL else ()
    return Sample(themes, draw_weights(names, plan.theme_weights[: len(names)], method, size, key))


def _scores(target: Target, sample: Sample) -> Floats:
    """The scores [draws, columns] that a sample gives."""
    kinds = tuple(zip(*means(target.plan), strict=True))
    themes = [evaluate(*pair, kinds[0]) for pair in zip(target.choices, sample.themes, strict=True)]
    if target.name != OVERALL:
        return themes[0]
    weights = target.plan.theme_weights[:, None] * np.array([np.isfinite(each.point) for each in target.choices])
    result = np.full(themes[0].shape, np.nan)
    for place, kind in enumerate(kinds[1]):
        rows = sample.themes[0].aggregation == place
        result[rows] = drawn_mean(kind, [each[rows] for each in themes], weights, sample.theme_weights[rows])
    return as_printed(result, target.point)


def _run(target: Target, members: Booleans, keep: Integers) -> Outcomes:
    """All draws of a target, in batches, for the columns in `keep`."""
    method, decimals = target.plan.method.uncertainty, target.plan.method.decimals
    rounding = decimals.overall if target.name == OVERALL else decimals.theme
    kept = selection(keep, len(members))
    outcomes = Outcomes(np.empty((len(keep), method.draws)), [], *np.zeros((2, len(keep)), np.int64))
    for start, portion in _portions(target):
        scores = _scores(target, portion)
        ranks, best, worst = rank_draws(scores, members, rounding, kept)
        outcomes.scores[:, start : start + len(scores)] = scores.T[kept]
        outcomes.ranks.append(ranks)
        outcomes.best[:] += best.sum(axis=0)
        outcomes.worst[:] += worst.sum(axis=0)
    return outcomes


def _portions(target: Target) -> Iterator[tuple[int, Sample]]:
    """All draws of a target in portions of draws alike, each with the number of draws before it."""
    size = target.plan.method.uncertainty.draws
    for number, start in enumerate(range(0, size, BATCH)):
        sample = _sample(target, min(BATCH, size - start), f"batch {number}")
        kinds = np.array([sample.themes[0].normalisation, sample.themes[0].aggregation])
        order = np.lexsort(kinds)
        ends = [*(1 + np.flatnonzero(np.diff(kinds[:, order]).any(axis=0))).tolist(), len(order)]
        for first, end in zip([0, *ends], ends, strict=False):
            for place in range(first, end, PORTION):
                yield start + place, _taken(sample, order[place : min(place + PORTION, end)])


def _taken(sample: Sample, rows: Integers) -> Sample:
    themes = (Draw(**{choice: getattr(each, choice)[rows] for choice in CHOICES}) for each in sample.themes)
    return Sample(tuple(themes), sample.theme_weights[rows])


def _ranges(target: Target, standing: Standing, outcomes: Outcomes, wanted: Integers) -> Ranges:
    """Per column of `Sensitivity.themes` what a target has in each region [regions]; NaN or rank 0 without one."""
    method, decimals = target.plan.method.uncertainty, target.plan.method.decimals
    rounding = decimals.overall if target.name == OVERALL else decimals.theme
    scores = _point(target, standing)
    ranks = rank(np.round(scores, rounding)[None], standing.members).rank[0, wanted]
    point, ranked = scores[wanted], ranks > 0
    known = _without_failures(outcomes.scores)
    low, high = draw_interval(outcomes.scores, known, method.interval)
    rank_low, rank_high = _rank_interval(outcomes.ranks, method.interval, len(standing.codes))
    return {
        "score": point,
        "score_low": np.fmin(low, point),
        "score_high": np.fmax(high, point),
        "rank": ranks,
        "rank_low": np.where(ranked, np.minimum(rank_low, ranks), 0),
        "rank_high": np.where(ranked, np.maximum(rank_high, ranks), 0),
        "p_best": np.where(ranked & (known > 0), outcomes.best / np.maximum(known, 1), np.nan),
        "p_worst": np.where(ranked & (known > 0), outcomes.worst / np.maximum(known, 1), np.nan),
        "draws": np.full(len(wanted), method.draws),
        "failed": np.where(np.isfinite(point), method.draws - known, 0),
    }


def _table(codes: Sequence[str], names: Sequence[str], ranges: Sequence[Ranges]) -> pl.DataFrame:
    """One row per region and target, with null for NaN and for rank 0."""
    columns = {name: np.array([each[name] for each in ranges]).T.reshape(-1) for name in ranges[0]}
    table = pl.DataFrame({
        "region": pl.Series(codes, dtype=pl.String).gather(np.repeat(np.arange(len(codes)), len(names))),
        "theme": pl.Series([*names] * len(codes), dtype=pl.String),
        **columns,
    })  # fmt: skip
    ranks = pl.selectors.starts_with("rank")
    return table.with_columns(pl.selectors.float().fill_nan(None), ranks.replace(0, None)).cast(THEMES)


def _point(target: Target, standing: Standing) -> Floats:
    """The score of a target in every region."""
    if target.name == OVERALL and standing.overall is not None:
        return standing.overall.score
    return standing.themes[target.plan.themes.index(target.name)].score


def _without_failures(scores: Floats) -> Integers:
    """How many draws of each region [regions, draws] have a score."""
    known = np.full(len(scores), scores.shape[1])
    some_failed = np.isnan(scores.min(axis=1))
    known[some_failed] = np.count_nonzero(np.isfinite(scores[some_failed]), axis=1)
    return known


def draw_interval(scores: Floats, known: Integers, interval: tuple[float, float]) -> Floats:
    """Quantiles (type 7) of the draws of each region that did not fail [2, regions]; NaN where all did."""
    found = np.full((len(interval), len(scores)), np.nan)
    for count in set(known.tolist()) - {0}:
        alike = known == count
        drawn = scores[alike]
        for ends, chance in zip(found, interval, strict=True):
            place = (count - 1) * chance
            below = int(place)
            drawn.partition(below, axis=1)
            low, high = drawn[:, below], np.fmin.reduce(drawn[:, below + (below < place) :], axis=1)
            ends[alike] = low + (place - below) * (high - low)
    return found


def _rank_interval(portions: Sequence[Counts], interval: tuple[float, float], most: int) -> Integers:
    """Quantiles [2, regions] of ranks up to `most`, outward to whole ranks; draws without a rank (0) do not count."""
    width = max(1, LARGEST_TABLE // (most + 1))
    some = (
        [ranks[:, first : first + width] for ranks in portions]
        for first in range(0, max(portions[0].shape[1], 1), width)
    )
    return np.concatenate([_rank_quantiles(np.concatenate(ranks), interval, most + 1) for ranks in some], axis=1)


def _rank_quantiles(ranks: Counts, interval: tuple[float, float], size: int) -> Integers:
    """The same from ranks [draws, regions] below `size` (overwritten): by how often each region has each rank."""
    draws, regions = ranks.shape
    row = size * np.arange(regions)
    ranks += row
    up_to = np.cumsum(np.bincount(ranks.reshape(-1), minlength=size * regions))
    without = up_to[row]
    last = np.maximum(draws * np.arange(1, regions + 1) - without - 1, 0)
    places = np.array([np.floor(last * interval[0]), np.ceil(last * interval[1])], np.int64)
    return np.searchsorted(up_to, without + places, side="right") - row


def _pairs(target: Target, codes: Sequence[str], scores: Floats) -> Iterator[Pair]:
    """One row per ordered pair of regions that both have a score: the chance that a scores above b."""
    for place, own in enumerate(scores):
        both = np.isfinite(own) & np.isfinite(scores)
        chances = (own > scores).sum(axis=1) / np.maximum(both.sum(axis=1), 1)
        for other, chance in enumerate(chances):
            if other != place and both[other].any():
                yield target.name, codes[place], codes[other], float(chance)


def _indices(target: Target, codes: Sequence[str]) -> pl.DataFrame:
    """One row per region and choice that varies: the Sobol indices of the score; Saltelli's design."""
    size = target.plan.method.uncertainty.draws
    one, other = (_sample(target, size, f"sobol {name}") for name in "ab")
    varies = [choice for choice in CHOICES if _varies(choice, one)]
    if not varies:
        return pl.DataFrame(schema=INDICES)
    of_a, of_b = _scores(target, one), _scores(target, other)
    of_ab = np.array([_scores(target, _swapped(choice, one, other)) for choice in varies])
    first, total = sobol_indices(of_a, of_b, of_ab)
    failed = size - (np.isfinite(of_a) & np.isfinite(of_b) & np.isfinite(of_ab).all(axis=0)).sum(axis=0)
    has = np.isfinite(target.point)
    return pl.DataFrame({
        "region": pl.Series(codes, dtype=pl.String).gather(np.repeat(np.arange(len(codes)), len(varies))),
        "theme": pl.Series([target.name] * first.size, dtype=pl.String),
        "choice": pl.Series(varies * len(codes), dtype=pl.String),
        "first": pl.Series(first.T.reshape(-1)).fill_nan(None),
        "total": pl.Series(total.T.reshape(-1)).fill_nan(None),
        "failed": pl.Series(np.repeat(np.where(has, failed, 0), len(varies)), dtype=pl.Int32),
    })  # fmt: skip


def _varies(choice: str, sample: Sample) -> bool:
    drawn = [getattr(each, choice) for each in sample.themes]
    own = any(each.size and (each != each[:1]).any() for each in drawn)
    return bool(own or (choice == "weights" and np.ptp(sample.theme_weights, axis=0).any()))


def _swapped(choice: str, one: Sample, other: Sample) -> Sample:
    """The one sample with a choice taken from the other."""
    pairs = zip(one.themes, other.themes, strict=True)
    themes = tuple(replace(mine, **{choice: getattr(theirs, choice)}) for mine, theirs in pairs)
    return Sample(themes, other.theme_weights if choice == "weights" else one.theme_weights)
