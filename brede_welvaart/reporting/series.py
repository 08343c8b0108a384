"""Small multiples of series: the region's figures, the median of the group, the fitted line, and breaks."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from brede_welvaart.language import _, pick
from brede_welvaart.reporting import charts
from brede_welvaart.reporting.format import inside, number
from brede_welvaart.reporting.material import Material
from brede_welvaart.reporting.parts import Drawing, Panel, Panels, Table
from brede_welvaart.reporting.words import trend_words
from brede_welvaart.scoring.figures import Floats, decimal_year, end_of, years

FITS = {"better": "better", "worse": "worse", "none": "neutral"}
ABREAST = 5
NEAR_ZERO = 0.5
"""An axis starts at zero if the lowest figure is below this share of the highest; else it shows that it is broken."""


@dataclass(frozen=True)
class Series:
    """One indicator over time: periods with a figure, the same as decimal years, the region's figures, the medians of
    the group, and the decimal years of breaks."""

    name: str
    periods: tuple[str, ...]
    years: Floats
    values: Floats
    medians: Floats
    breaks: tuple[float, ...]


def trend_panels(material: Material) -> Mapping[str, Panels]:
    """Per theme the series that are long enough for a trend, all of them drawn in one go."""
    own = [name for theme in material.themes for name in material.indicators_of(theme)]
    found = {name: series for name in own if (series := _series(material, name)) is not None}
    if not found:
        return {}
    drawings = dict(zip(found, _drawings(material, list(found.values())), strict=True))
    of_theme = {
        theme: [found[name] for name in material.indicators_of(theme) if name in found] for theme in material.themes
    }
    return {theme: _panels(material, theme, each, drawings) for theme, each in of_theme.items() if each}


def room(panels: Sequence[Panel]) -> int:
    """How many more panels fit on the last row of a sheet of paper."""
    return -len(panels) % ABREAST


def _panels(material: Material, theme: str, found: list[Series], drawings: Mapping[str, Drawing]) -> Panels:
    text = _("Het verloop in {region} en de mediaan van de {group}. Elk figuur heeft een eigen as.")
    legend = (
        ("series", material.region), ("line-median", _("mediaan")), ("line-fit", _("trend")),
        *((("line-break", _("reeksbreuk")),) if any(each.breaks for each in found) else ()),
        *((("axis-break", _("as begint niet bij nul")),) if any(map(_is_broken, found)) else ()),
    )  # fmt: skip
    panels = tuple(
        Panel(pick(material.tree.indicators[each.name].label), _note(material, each.name), drawings[each.name])
        for each in found
    )
    caption = text.format(region=material.region, group=material.group)
    return Panels(caption, legend, panels, room(panels), _table(material, theme, found))


def _drawings(material: Material, found: list[Series]) -> Iterator[Drawing]:
    periods = [period for each in found for period in each.periods]
    first, last = min(periods, key=decimal_year), max(periods, key=decimal_year)
    span = [decimal_year(first), decimal_year(last)]
    ends = [{"kind": "end", "year": year, "label": label} for year, label in zip(span, (first, last), strict=True)]
    points = [{"panel": each.name, **point} for each in found for point in (*_points(material, each), *ends)]
    values = {"panels": [each.name for each in found], "span": span}
    svgs = charts.draw_apart(material.studio, "trends", {"points": points}, values)
    for each, svg in zip(found, svgs, strict=True):
        yield Drawing(f"trend-{each.name}", svg, *charts.size(svg), _alt(material, each))


def _series(material: Material, name: str) -> Series | None:
    figures = material.figures
    column = figures.regions["region"].index_of(material.project.region)
    if column is None or name not in figures.indicators:
        return None
    place = figures.indicators.index(name)
    values = figures.values[place, :, column]
    known = np.isfinite(values)
    if known.sum() < material.tree.method.trend.minimum_points:
        return None
    when = years(figures.periods)
    starts = {decimal_year(each.period) for each in material.tree.breaks_of(name)}
    breaks = sorted(each for each in starts if when[known].min() < each <= when[known].max())
    periods = tuple(np.array(figures.periods)[known].tolist())
    return Series(name, periods, when[known], values[known], material.medians[place, known], tuple(breaks))


def _points(material: Material, series: Series) -> Iterator[dict[str, object]]:
    rows = zip(series.years.tolist(), series.values.tolist(), series.medians.tolist(), strict=True)
    for year, value, median in rows:
        yield {"kind": "value", "year": year, "value": value, "stretch": sum(each <= year for each in series.breaks)}
        if np.isfinite(median):
            yield {"kind": "median", "year": year, "value": median}
    yield {"kind": "last", "year": float(series.years[-1]), "value": float(series.values[-1])}
    if _is_broken(series):
        yield {"kind": "broken"}
    yield from ({"kind": "edge", "value": edge, "label": label} for edge, label in _edges(series))
    apart = end_of(series.periods[0]) - decimal_year(series.periods[0])
    for each in series.breaks:
        yield {"kind": "break", "year": each - apart / 2}
    yield from _fit(material, series)


def _fit(material: Material, series: Series) -> Iterator[dict[str, object]]:
    """The line of the trend that the report states, as far as the region has figures."""
    row = material.indicator_rows[series.name]
    if row["trend_slope"] is None:
        return
    last = series.years[-1] if row["period"] is None else decimal_year(row["period"])
    stretch = series.years[(series.years >= decimal_year(row["trend_from"])) & (series.years <= last)]
    for year in (float(stretch.min()), float(stretch.max())):
        yield {
            "kind": "fit",
            "year": year,
            "value": row["trend_intercept"] + row["trend_slope"] * year,
            "colour": material.palette[FITS[row["trend_welfare"]]],
        }


def _is_broken(series: Series) -> bool:
    """Whether the axis leaves out zero, because the figures lie far from it."""
    shown = np.abs(_shown(series))
    return bool(shown.min() > NEAR_ZERO * shown.max())


def _shown(series: Series) -> Floats:
    return np.concatenate([series.values, series.medians[np.isfinite(series.medians)]])


def _edges(series: Series) -> Iterator[tuple[float, str]]:
    """The two round numbers between which a series is drawn, with their labels; one of them is zero if it is near."""
    low, high = float(_shown(series).min()), float(_shown(series).max())
    if not _is_broken(series):
        low, high = min(low, 0.0), max(high, 0.0)
    step = _round_step(high - low or abs(high) or 1.0)
    decimals = max(0, -math.floor(math.log10(step)))
    for edge in (math.floor(low / step) * step, math.ceil(high / step) * step):
        yield edge, number(edge, decimals)


def _round_step(span: float) -> float:
    """The largest of 1, 2 and 5 times a power of ten that fits at least twice in a span."""
    power = 10.0 ** math.floor(math.log10(span / 2))
    return max(power * each for each in (1, 2, 5) if power * each <= span / 2)


def _note(material: Material, name: str) -> str:
    return " ".join(trend_words(material.indicator_rows[name]))


def _alt(material: Material, series: Series) -> str:
    indicator = material.tree.indicators[series.name]
    text = _("{indicator} van {first} in {start} naar {last} in {end}; {trend}.")
    return text.format(
        indicator=pick(indicator.label), trend=trend_words(material.indicator_rows[series.name])[1],
        first=number(series.values[0], indicator.decimals), start=series.periods[0],
        last=number(series.values[-1], indicator.decimals), end=series.periods[-1],
    )  # fmt: skip


def _table(material: Material, theme: str, found: list[Series]) -> Table:
    rows = []
    for each in found:
        indicator = material.tree.indicators[each.name]
        for period, value, median in zip(each.periods, each.values, each.medians, strict=True):
            middle = number(median, indicator.decimals) if np.isfinite(median) else ""
            rows.append((pick(indicator.label), period, number(value, indicator.decimals), middle))
    caption = _("Het verloop van de indicatoren van {theme}").format(theme=inside(material.themes[theme]))
    yearly = not any("-" in period for each in found for period in each.periods)
    head = (_("Indicator"), _("Jaar") if yearly else _("Periode"), material.region, _("Mediaan"))
    return Table(caption, head, tuple(rows), (False, True, True, True))
