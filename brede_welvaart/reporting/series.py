"""Small multiples of series: the region's figures, the median of the group, the fitted line, and breaks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from brede_welvaart.language import _, pick
from brede_welvaart.reporting.figures import Caption, drawn
from brede_welvaart.reporting.format import inside, number, stacked
from brede_welvaart.reporting.material import Material
from brede_welvaart.reporting.page import Picture, Table
from brede_welvaart.reporting.words import trend_words
from brede_welvaart.scoring import trend
from brede_welvaart.scoring.figures import Floats, decimal_year, years

FITS = {"better": "better", "worse": "worse", "none": "neutral"}
MOST = 12


@dataclass(frozen=True)
class Series:
    """One indicator over time: years with a figure, the region's figures, and the medians of the group."""

    name: str
    years: Floats
    values: Floats
    medians: Floats
    breaks: tuple[float, ...]


def trends_picture(material: Material, theme: str) -> Picture | None:
    """The series of a theme's indicators that are long enough for a trend, twelve at most."""
    found = [each for name in material.indicators_of(theme) if (each := _series(material, name)) is not None][:MOST]
    if not found:
        return None
    titles = {each.name: _title(material, each.name) for each in found}
    points = [{"panel": titles[each.name], **point} for each in found for point in _points(material, each)]
    span = [min(each.years[0] for each in found), max(each.years[-1] for each in found)]
    values = {"panels": list(titles.values()), "span": span, "years": span}
    text = _("Het verloop in {region} en de mediaan van de {group}. De assen verschillen en beginnen niet bij nul.")
    legend = (
        ("series", material.region), ("line-median", _("mediaan")), ("line-fit", _("trend")),
        *((("line-break", _("reeksbreuk")),) if any(each.breaks for each in found) else ()),
    )  # fmt: skip
    caption = Caption(
        _alt(material, found),
        text.format(region=material.region, group=material.group),
        legend,
        _table(material, theme, found),
    )
    return drawn(material, f"trends-{theme}", {"points": points}, values, caption)


def medians(material: Material, indicator: str) -> Floats:
    """The median of the reference group per period [P], NaN where no member has a figure."""
    block = material.figures.values[material.figures.indicators.index(indicator)][:, material.members]
    known = np.isfinite(block).any(axis=1)
    result = np.full(len(block), np.nan)
    result[known] = np.nanmedian(block[known], axis=1)
    return result


def _series(material: Material, name: str) -> Series | None:
    figures = material.figures
    column = figures.regions["region"].index_of(material.project.region)
    if column is None or name not in figures.indicators:
        return None
    values = figures.values[figures.indicators.index(name), :, column]
    known = np.isfinite(values)
    if known.sum() < material.tree.method.trend.minimum_points:
        return None
    when = years(figures.periods)
    starts = {decimal_year(each.period) for each in material.tree.breaks_of(name)}
    breaks = sorted(each for each in starts if when[known][0] < each <= when[known][-1])
    return Series(name, when[known], values[known], medians(material, name)[known], tuple(breaks))


def _points(material: Material, series: Series) -> Iterator[dict[str, object]]:
    rows = zip(series.years.tolist(), series.values.tolist(), series.medians.tolist(), strict=True)
    for year, value, median in rows:
        yield {"kind": "value", "year": year, "value": value, "stretch": sum(each <= year for each in series.breaks)}
        if np.isfinite(median):
            yield {"kind": "median", "year": year, "value": median}
    yield {"kind": "last", "year": float(series.years[-1]), "value": float(series.values[-1])}
    for each in series.breaks:
        yield {"kind": "break", "year": each - 0.5}
    yield from _fit(material, series)


def _fit(material: Material, series: Series) -> Iterator[dict[str, object]]:
    row, method = material.indicator_rows[series.name], material.tree.method.trend
    if row["trend_slope"] is None or row["period"] is None:
        return
    chosen = trend.window(series.years, decimal_year(row["period"]), method, series.breaks)
    fitted = trend.fit(series.years[chosen], series.values[chosen, None], method)
    colour = material.palette[FITS[row["trend_welfare"]]]
    for year in series.years[chosen][[0, -1]].tolist():
        yield {
            "kind": "fit",
            "year": year,
            "value": float(fitted.intercept[0] + fitted.slope[0] * year),
            "colour": colour,
        }


def _title(material: Material, name: str) -> str:
    arrow, words = trend_words(material.indicator_rows[name])
    return f"{stacked(pick(material.tree.indicators[name].label), 21)}\n{arrow} {words}"


def _alt(material: Material, found: list[Series]) -> str:
    parts = [
        f"{pick(material.tree.indicators[each.name].label)}: {trend_words(material.indicator_rows[each.name])[1]}"
        for each in found
    ]
    return _("Lijnfiguren. {parts}.").format(parts="; ".join(parts))


def _table(material: Material, theme: str, found: list[Series]) -> Table:
    rows = []
    for each in found:
        indicator = material.tree.indicators[each.name]
        for year, value, median in zip(each.years, each.values, each.medians, strict=True):
            middle = number(median, indicator.decimals) if np.isfinite(median) else ""
            rows.append((pick(indicator.label), f"{year:g}", number(value, indicator.decimals), middle))
    caption = _("Het verloop van de indicatoren van {theme}").format(theme=inside(material.themes[theme]))
    head = (_("Indicator"), _("Jaar"), material.region, _("Mediaan"))
    return Table(caption, head, tuple(rows), (False, True, True, True))
