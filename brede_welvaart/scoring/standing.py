"""Where every region stands, as wide arrays: figures that count now, rulers, scores, and the means they make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from brede_welvaart.definitions import Tree
from brede_welvaart.method_definitions import DistanceToReference
from brede_welvaart.scoring.aggregate import Aggregate, aggregate, contributions
from brede_welvaart.scoring.figures import Booleans, Figures, Floats, Integers, last_break, places_of, years
from brede_welvaart.scoring.framework import Framework, framework, reference_members
from brede_welvaart.scoring.normalise import Ruler, lay_ruler, read_ruler
from brede_welvaart.vocabulary import NO_SCORE_REASONS

NEVER = -1
REASONS: dict[str, int] = {word: 1 + place for place, word in enumerate(NO_SCORE_REASONS)}


@dataclass(frozen=True)
class Current:
    """The figures [indicators, regions] that count now, and the periods they are of.

    `latest` [indicators] is the place of the period that counts, `periods` that of each figure (NEVER without one).
    """

    values: Floats
    periods: Integers
    latest: Integers


@dataclass(frozen=True)
class Standing:
    """Scores of all regions on the axes of a framework: indicators [I], themes [T] and regions [R].

    `scores` [I, R] are 0-100 (z scores in standard deviations), NaN without one; `shares` and `contributions` [I, R]
    are those in the theme score; `themes` holds an aggregate per theme, `overall` one over the themes or None.
    `codes` are the regions, `periods` the names of the periods, `members` [R] the reference group, `ages` [I, R] in
    whole years.
    """

    framework: Framework
    codes: tuple[str, ...]
    periods: tuple[str, ...]
    members: Booleans
    current: Current
    ages: Floats
    rulers: tuple[Ruler, ...]
    scores: Floats
    shares: Floats
    contributions: Floats
    themes: tuple[Aggregate, ...]
    overall: Aggregate | None

    @property
    def theme_scores(self) -> Floats:
        """The theme scores [T, R]."""
        return np.array([each.score for each in self.themes]).reshape(len(self.themes), len(self.codes))


def stand(figures: Figures, tree: Tree, as_of: date, rulers: Mapping[str, Ruler] | None = None) -> Standing:
    """Score every region on every indicator and theme of the tree; `docs/method.md`.

    Ages count in whole years from `as_of`; an older figure than the method allows has no score. `rulers` by indicator
    replace those that the method would lay.
    """
    plan, members = framework(tree), reference_members(figures.regions, tree.method)
    blocks = figure_blocks(figures, plan.indicators)
    current = choose_figures(blocks, years(figures.periods), members, plan)
    laid = tuple(
        (rulers or {}).get(name) or lay_indicator(plan, place, blocks[place], figures, (members, current))
        for place, name in enumerate(plan.indicators)
    )
    whole_years = np.floor(np.append(years(figures.periods), np.nan))
    ages = as_of.year - whole_years[current.periods]
    read = np.array([read_ruler(ruler, row) for ruler, row in zip(laid, current.values, strict=True)])
    counts = _scorable(plan)[:, None] & (ages <= tree.method.max_age_years)
    scores = np.where(counts, read.reshape(ages.shape), np.nan)
    themes = score_themes(plan, scores)
    shares, added = _parts(plan, scores, themes)
    codes = tuple(figures.regions["region"])
    overall = score_overall(plan, themes)
    return Standing(
        plan, codes, figures.periods, members, current, ages, laid, scores, shares, added, tuple(themes), overall
    )  # fmt: skip


def figure_blocks(figures: Figures, indicators: Sequence[str]) -> list[Floats]:
    """The figures [period, region] of each indicator, all NaN for one that has none."""
    nothing = np.full(figures.values.shape[1:], np.nan)
    return [nothing if place is None else figures.values[place] for place in places_of(figures, indicators)]


def choose_figures(blocks: Sequence[Floats], when: Floats, members: Booleans, plan: Framework) -> Current:
    """The figures that count now: of the latest period with any in the reference group (else in any region).

    If the method carries forward, a region without one gets its last figure up to `max_age_years` before that, but none
    from before a break in the series.
    """
    shape = (len(blocks), len(members))
    values, periods = np.full(shape, np.nan), np.full(shape, NEVER)
    latest = np.array([_latest(block, members) for block in blocks], dtype=np.int64)
    for place, (block, last) in enumerate(zip(blocks, latest, strict=True)):
        for period in _counting(when, int(last), plan, plan.breaks[place]):
            fill = np.isnan(values[place]) & np.isfinite(block[period])
            values[place, fill], periods[place, fill] = block[period, fill], period
    return Current(values, periods, latest)


def _counting(when: Floats, last: int, plan: Framework, breaks: Sequence[float]) -> list[int]:
    """The periods whose figures may count, the last one first."""
    if last == NEVER or not plan.method.carry_forward:
        return [last] if last != NEVER else []
    moment = when[: last + 1].max()
    since = max(moment - plan.method.max_age_years, last_break(breaks, moment))
    return [last, *(period for period in range(last - 1, -1, -1) if when[period] >= since)]


def _latest(block: Floats, members: Booleans) -> int:
    known = np.isfinite(block)
    for part in (known[:, members], known):
        periods = np.flatnonzero(part.any(axis=1))
        if periods.size:
            return int(periods[-1])
    return NEVER


def lay_indicator(
    plan: Framework, place: int, block: Floats, figures: Figures, group: tuple[Booleans, Current]
) -> Ruler:
    """The ruler of one indicator, on the figures of the reference group that the method's `bounds_from` names.

    Figures from before a break in the series, seen from the latest one, lay no ruler.
    """
    method, (members, current) = plan.normalisations[place], group
    latest, bounds = int(current.latest[place]), plan.method.bounds_from
    when = years(figures.periods)
    if bounds == "same_period":
        chosen = np.arange(len(when)) == latest
    else:
        chosen = np.array([bounds in ("all_periods", period) for period in figures.periods], dtype=np.bool_)
        chosen &= when >= last_break(plan.breaks[place], when[: latest + 1].max() if latest != NEVER else np.inf)
    reference = np.nan
    if isinstance(method, DistanceToReference) and method.region in (codes := figures.regions["region"].to_list()):
        column = codes.index(method.region)
        own = current.values[place, [column]] if bounds == "same_period" else block[chosen, column]
        reference = float(next(iter(own[np.isfinite(own)][::-1]), np.nan))
    return lay_ruler(method, plan.polarities[place], block[chosen][:, members], reference)


def _scorable(plan: Framework) -> Booleans:
    return np.array([polarity != "none" for polarity in plan.polarities], dtype=np.bool_)


def score_themes(plan: Framework, scores: Floats) -> list[Aggregate]:
    """The theme scores, one aggregate per theme, of indicator scores [I, N]."""
    kind, minimum = plan.method.aggregation.theme, plan.method.minimum_coverage
    return [
        aggregate(kind, scores[parts], plan.weights[parts], [plan.overlaps[part] for part in parts], minimum)
        for parts in plan.parts
    ]


def score_overall(plan: Framework, themes: Sequence[Aggregate]) -> Aggregate | None:
    """The overall score over the themes, None unless the method asks for one."""
    kind = plan.method.aggregation.overall
    if kind == "none":
        return None
    scores = np.array([theme.score for theme in themes])
    return aggregate(kind, scores, plan.theme_weights, [None] * len(themes), plan.method.minimum_coverage)


def _parts(plan: Framework, scores: Floats, themes: Sequence[Aggregate]) -> tuple[Floats, Floats]:
    shares, added = np.zeros(scores.shape), np.full(scores.shape, np.nan)
    for parts, theme in zip(plan.parts, themes, strict=True):
        share = theme.shares.share
        shares[parts] = share
        made = contributions(plan.method.aggregation.theme, scores[parts], share, theme.score)
        added[parts] = np.where(np.isfinite(scores[parts]), made, np.nan)
    return shares, added


def whole_reasons(whole: Aggregate) -> Integers:
    """Why a theme or the overall score has no score in each region, as a code of REASONS; 0 with a score."""
    without = "onvoldoende_gegevens" if len(whole.shares.share) else "geen_indicatoren"
    codes = np.where(whole.enough, REASONS["niet_positief"], REASONS[without])
    return np.where(np.isfinite(whole.score), 0, codes)
