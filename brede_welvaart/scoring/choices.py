"""What the sensitivity run may vary: the choices behind every theme score, ready to be drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from brede_welvaart.method_definitions import Mean, Normalisation, ZScore
from brede_welvaart.scoring.aggregate import ROUNDING, effective_weights, units
from brede_welvaart.scoring.figures import Figures, Floats, Integers, places_of
from brede_welvaart.scoring.framework import Framework
from brede_welvaart.scoring.normalise import Ruler, read_ruler
from brede_welvaart.scoring.standing import Standing, figure_blocks, lay_indicator

MARGIN_IN_SD = 1.959963984540054
"""Published margins are 95 % intervals."""


@dataclass(frozen=True)
class Noise:
    """The margins of one indicator: the columns that have them, the figures, and the sd below and above these.

    `part` is its place among the parts of the theme; `places` says which of the `size` regions with a margin these are,
    by code, so that what is drawn for a region does not depend on who else is asked for.
    """

    indicator: str
    part: int
    columns: Integers
    places: Integers
    size: int
    values: Floats
    below: Floats
    above: Floats


@dataclass(frozen=True)
class Choices:
    """The choices behind one theme score, for some regions (columns).

    `units` are the parts (indicators) that share one weight, `unit` [parts] says which one each is in. `weights`
    [parts, columns] are those of the method, 0 without a score. `scores` [options, parts, columns] are read off the
    `rulers` of each normalisation; `rescale` [options, parts, 2] brings them to the scale of the method's own (factor,
    offset). `point` [columns] is the theme score itself.
    """

    theme: str
    units: tuple[str, ...]
    unit: Integers
    unit_weights: Floats
    weights: Floats
    rulers: tuple[tuple[Ruler, ...], ...]
    rescale: Floats
    scores: Floats
    point: Floats
    noise: tuple[Noise, ...]


def normalisations(plan: Framework) -> tuple[Normalisation, ...]:
    """The normalisations to choose from, the method's own first."""
    return tuple(dict.fromkeys((plan.method.normalisation, *plan.method.uncertainty.normalisations)))


def means(plan: Framework) -> tuple[tuple[Mean, Mean], ...]:
    """The means to choose from, for themes and for the overall score, the method's own pair first."""
    own = plan.method.aggregation
    first = (own.theme, own.theme if own.overall == "none" else own.overall)
    return tuple(dict.fromkeys((first, *((kind, kind) for kind in plan.method.uncertainty.aggregations))))


def theme_choices(figures: Figures, standing: Standing, columns: Integers) -> list[Choices]:
    """The choices behind every theme, for the regions in these columns."""
    rulers = _rulers(figures, standing)
    noise = _margins(figures, standing, columns) if standing.framework.method.uncertainty.figures else {}
    return [_theme(standing, place, rulers, noise, columns) for place in range(len(standing.themes))]


def _theme(
    standing: Standing, place: int, rulers: Sequence[Sequence[Ruler]], noise: dict[int, Noise], columns: Integers
) -> Choices:
    plan, parts = standing.framework, standing.framework.parts[place]
    weights, groups = plan.weights[parts], [plan.overlaps[part] for part in parts]
    members = units(weights, groups)
    unit = np.zeros(len(parts), dtype=np.int64)
    for number, together in enumerate(members):
        unit[together] = number
    mine = tuple(tuple(laid[part] for part in parts) for laid in rulers)
    rescale = np.array([[_rescale(standing, part, laid[part]) for part in parts] for laid in rulers])
    rescale = rescale.reshape(len(rulers), len(parts), 2)
    values, present = standing.current.values[parts][:, columns], np.isfinite(standing.scores[parts][:, columns])
    read = np.array([[read_ruler(*pair) for pair in zip(laid, values, strict=True)] for laid in mine])
    scores = read.reshape(len(rulers), *values.shape) * rescale[..., :1] + rescale[..., 1:]
    return Choices(
        theme=plan.themes[place],
        units=tuple(groups[each[0]] or plan.indicators[parts[each[0]]] for each in members),
        unit=unit,
        unit_weights=np.array([weights[each].mean() for each in members]),
        weights=effective_weights(weights, groups, present)[0],
        rulers=mine,
        rescale=rescale,
        scores=np.where(present & ~(np.abs(scores) <= ROUNDING), scores, 0.0),
        point=standing.themes[place].score[columns],
        noise=tuple(replace(noise[part], part=number) for number, part in enumerate(parts) if part in noise),
    )


def _rulers(figures: Figures, standing: Standing) -> list[tuple[Ruler, ...]]:
    """Per normalisation the rulers of all indicators; an indicator with one of its own keeps it."""
    plan, blocks = standing.framework, figure_blocks(figures, standing.framework.indicators)
    found, group = [standing.rulers], (standing.members, standing.current)
    for option in normalisations(plan)[1:]:
        kinds = tuple(option if kind == plan.method.normalisation else kind for kind in plan.normalisations)
        other = replace(plan, normalisations=kinds)
        found.append(tuple(lay_indicator(other, place, block, figures, group) for place, block in enumerate(blocks)))
    return found


def _rescale(standing: Standing, part: int, ruler: Ruler) -> tuple[float, float]:
    """Factor and offset that bring scores to the scale of the method's own, where just one of the two is in sd.

    Both then have the same mean and the same spread over the reference group.
    """
    own = standing.rulers[part]
    if isinstance(own.method, ZScore) == isinstance(ruler.method, ZScore):
        return 1.0, 0.0
    values = standing.current.values[part, standing.members]
    target, given = (read[np.isfinite(read)] for read in (read_ruler(own, values), read_ruler(ruler, values)))
    if target.size < 2 or given.size < 2 or not given.std() > 0:
        return np.nan, np.nan
    factor = float(target.std() / given.std())
    return factor, float(target.mean() - factor * given.mean())


def _margins(figures: Figures, standing: Standing, columns: Integers) -> dict[int, Noise]:
    """The published margins of the figures that count now, by indicator, for these columns."""
    found: dict[int, Noise] = {}
    names, codes = standing.framework.indicators, standing.codes
    position = {column: place for place, column in enumerate(columns.tolist())}
    if figures.lower is None or figures.upper is None:
        return found
    for number, place in enumerate(places_of(figures, names)):
        if place is None:
            continue
        periods, values = standing.current.periods[number], standing.current.values[number]
        lower, upper = (side[place, periods, np.arange(len(codes))] for side in (figures.lower, figures.upper))
        below, above = (np.nan_to_num(side) / MARGIN_IN_SD for side in (values - lower, upper - values))
        has = (periods >= 0) & np.isfinite(standing.scores[number]) & ((below > 0) | (above > 0))
        cells = np.array(sorted(np.flatnonzero(has), key=codes.__getitem__), dtype=np.int64)
        places = np.flatnonzero(np.isin(cells, columns))
        if places.size:
            own = cells[places]
            mine = np.array([position[column] for column in own.tolist()])
            found[number] = Noise(
                names[number], number, mine, places, cells.size, values[own], below[own], above[own]
            )  # fmt: skip
    return found
