"""The map: the region among its neighbours, a small map per theme coloured by quarter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import polars as pl

from brede_welvaart.language import _, pick
from brede_welvaart.reporting import charts
from brede_welvaart.reporting.material import Material
from brede_welvaart.reporting.parts import Drawing, Panel, Panels, Table
from brede_welvaart.reporting.series import room
from brede_welvaart.reporting.shapes import Shape, bounds, on_sheet, read_shapes, surroundings
from brede_welvaart.reporting.words import quartile_chip
from brede_welvaart.vocabulary import NO_SCORE_REASONS, QUARTILES, Quartile

WIDTH, HEIGHT = 118, 104
FILLS: Mapping[Quartile, str] = {"best": "better", "middle": "neutral-pale", "worst": "worse-pale"}
LEAST = 25
"""Regions on a map, at least, if the tree has that many."""
Quarters = Mapping[tuple[str, str], Quartile]
"""The quarter by region and theme."""


def map_panels(material: Material) -> Panels | None:
    """A map per theme; None where the tree has no boundaries, or not those of the project's region."""
    shapes = read_shapes(material.tree)
    if material.project.region not in shapes:
        return None
    peers = [code for code in material.peers if code in shapes]
    shown = surroundings(shapes, [material.project.region, *peers], LEAST)
    sheet = on_sheet({code: shapes[code] for code in shown}, WIDTH, HEIGHT)
    quarters = _quarters(material, shown)
    features = [
        {**feature, "panel": theme}
        for theme in material.themes
        for feature in (*_areas(material, sheet, quarters, theme), *_outlines(material, sheet, peers))
    ]
    svgs = charts.draw_apart(material.studio, "map", {"features": features}, {"panels": list(material.themes)})
    panels = tuple(
        _panel(material, theme, svg, quarters, shown) for theme, svg in zip(material.themes, svgs, strict=True)
    )
    return Panels(_caption(material), _legend(material, peers), panels, room(panels), _table(material, shown, quarters))


def _quarters(material: Material, shown: Sequence[str]) -> Quarters:
    known = material.context.themes.filter(pl.col("region").is_in(shown), pl.col("quartile").is_not_null())
    return {
        (region, theme): quarter for region, theme, quarter in known.select("region", "theme", "quartile").iter_rows()
    }


def _areas(
    material: Material, sheet: Mapping[str, Shape], quarters: Quarters, theme: str
) -> Iterator[dict[str, object]]:
    """One area per quarter; the worst is dotted too, so that it can be read in grey; regions without a score dashed."""
    by_quarter: dict[Quartile | None, list[Shape]] = {}
    for code, shape in sheet.items():
        by_quarter.setdefault(quarters.get((code, theme)), []).append(shape)
    for quarter, shapes in by_quarter.items():
        colour = material.palette[FILLS[quarter]] if quarter else None
        yield {**_feature(shapes), "kind": "area" if quarter else "missing", "colour": colour}
    if "worst" in by_quarter:
        yield {**_feature([_dot(shape) for shape in by_quarter["worst"]]), "kind": "dot"}


def _outlines(material: Material, sheet: Mapping[str, Shape], peers: Sequence[str]) -> Iterator[dict[str, object]]:
    if peers:
        yield {**_feature([sheet[code] for code in peers]), "kind": "peers"}
    yield {**_feature([sheet[material.project.region]]), "kind": "own"}


def _feature(shapes: Sequence[Shape]) -> dict[str, object]:
    polygons = [[line.tolist() for line in polygon] for shape in shapes for polygon in shape]
    return {"type": "Feature", "geometry": {"type": "MultiPolygon", "coordinates": polygons}}


def _dot(shape: Shape) -> Shape:
    """A small square on its corner, in the middle of a shape."""
    middle = bounds([shape]).mean(axis=0)
    return [[middle + 1.8 * np.array([[0, -1], [1, 0], [0, 1], [-1, 0], [0, -1]])]]


def _panel(material: Material, theme: str, svg: str, quarters: Quarters, shown: Sequence[str]) -> Panel:
    own = quarter_words(material, theme, quarters.get((material.project.region, theme)))
    counts = {quarter: sum(quarters.get((code, theme)) == quarter for code in shown) for quarter in QUARTILES}
    text = _(
        "{theme}, kaart van {n} {group}: {best} in het beste kwart, {worst} in het slechtste, {missing} zonder score."
    )
    alt = text.format(
        theme=material.themes[theme], n=len(shown), group=material.group, best=counts["best"], worst=counts["worst"],
        missing=len(shown) - sum(counts.values()),
    )  # fmt: skip
    return Panel(material.themes[theme], own, Drawing(f"map-{theme}", svg, *charts.size(svg), alt))


def quarter_words(material: Material, theme: str, quarter: Quartile | None) -> str:
    """The quarter as symbol and word, or why there is none."""
    chip = quartile_chip(quarter)
    if chip:
        return f"{chip.symbol} {chip.word}"
    row = material.theme_rows.get(theme)
    return pick(NO_SCORE_REASONS[row["reason"] if row and row["reason"] else "geen_cijfer"])


def _caption(material: Material) -> str:
    citations = " ".join(f"{each.citation.rstrip('.')}." for each in material.tree.boundaries.values())
    text = _("Elk thema in {region} en omgeving, tussen alle {group}. {citations}")
    return text.format(region=material.region, group=material.group, citations=citations)


def _legend(material: Material, peers: Sequence[str]) -> tuple[tuple[str, str], ...]:
    quarters = ((f"area-{quarter}", pick(label)) for quarter, label in QUARTILES.items())
    return (
        *quarters, ("area-missing", _("geen score")), ("outline", material.region),
        *((("outline-thin", _("vergelijking")),) if peers else ()),
    )  # fmt: skip


def _table(material: Material, shown: Sequence[str], quarters: Quarters) -> Table:
    names = sorted((material.region_names.get(code, code), code) for code in shown)
    rows = tuple(
        (name, *(_word(quarters.get((code, theme))) for theme in material.themes)) for name, code in names
    )  # fmt: skip
    head = (_("Regio"), *material.themes.values())
    return Table(_("Het kwart waarin elke regio zit, per thema"), head, rows, (False,) * len(head))


def _word(quarter: Quartile | None) -> str:
    return pick(QUARTILES[quarter]) if quarter else _("geen score")
