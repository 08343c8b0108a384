"""The figures of a report: data for each specification, and what the figure shows in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from brede_welvaart.language import _, pick
from brede_welvaart.reporting import charts
from brede_welvaart.reporting.format import amount, inside, number, place, several, signed, stacked
from brede_welvaart.reporting.material import Material, Row
from brede_welvaart.reporting.page import Picture, Table
from brede_welvaart.reporting.verdicts import span
from brede_welvaart.reporting.words import theme_label_word
from brede_welvaart.vocabulary import NO_SCORE_REASONS, QUARTILES, THEME_LABELS

COLOURS = {"best": "better", "worst": "worse", "middle": "accent"}
PANELS = 484
"""Pixels that the panels of the alternatives share, beside the theme names."""


@dataclass(frozen=True)
class Line:
    """One row of a dot plot: an indicator or a theme of one region among the others."""

    key: str
    label: str
    row: Row
    value: str


def balance_picture(material: Material) -> Picture:
    """Themes by alternatives: plus and minus as diverging bars, the balance with its sensitivity range."""
    count = len(material.alternatives)
    panel = PANELS // count - 14
    heads = {name: stacked(label, panel // 7, 3) for name, label in material.alternatives.items()}
    themes = {name: stacked(label, 24) for name, label in material.themes.items()}
    first = [row for key, row in material.cells.items() if key[2] == material.first_scenario]
    cells = [_balance_cell(row, heads, themes) for row in first]
    values = {"alternatives": list(heads.values()), "themes": list(themes.values()), "panel": panel}
    head = (_("Thema"), _("Alternatief"), _("Uitkomst"), _("Plus"), _("Min"), _("Saldo"), _("Bereik"))
    rows = tuple(_balance_row(material, row) for row in first)
    caption = Caption(
        _balance_alt(material),
        _("Plus, min en saldo per thema en alternatief, op een schaal van −3 tot +3 ten opzichte van de referentie."),
        (("minus", _("min")), ("plus", _("plus")), ("diamond", _("saldo met gevoeligheidsbereik"))),
        Table(_("Plus, min en saldo per thema en alternatief"), head, rows, (False,) * 3 + (True,) * 4),
    )
    return drawn(material, "balance", {"cells": cells}, values, caption)


def profile_picture(material: Material) -> Picture | None:
    """The region's theme scores among the reference group."""
    decimals = material.tree.method.decimals.theme
    lines = [
        Line(name, label, row, number(row["score"], decimals) if row["score"] is not None else "")
        for name, label in material.themes.items()
        if (row := material.theme_rows.get(name)) is not None
    ]
    title = _("De themascores van {region}").format(region=material.region)
    return _positions(material, "profile", title, lines, material.context.themes)


def positions_picture(material: Material, theme: str) -> Picture | None:
    """The region's indicators of a theme among the reference group; those without a verdict are left to the table."""
    lines = [
        _indicator_line(material, name)
        for name in material.indicators_of(theme)
        if material.tree.indicators[name].polarity != "none"
    ]
    title = _("{region} op de indicatoren van {theme}").format(
        region=material.region, theme=inside(material.themes[theme])
    )
    return _positions(material, theme, title, lines, material.context.indicators)


def quantiles(material: Material, frame: pl.DataFrame, key: str, keys: Sequence[str]) -> Mapping[str, Row]:
    """Lowest, quartiles and highest score of the reference group per indicator or theme (quantiles type 7)."""
    members = material.context.regions["region"].filter(pl.Series(material.members)).to_list()
    score = pl.col("score")
    found = (
        frame.filter(pl.col(key).is_in(list(keys)), pl.col("region").is_in(members), score.is_not_null())
        .group_by(key)
        .agg(
            low=score.min(), high=score.max(), median=score.median(),
            q1=score.quantile(0.25, "linear"), q3=score.quantile(0.75, "linear"),
        )
    )  # fmt: skip
    return {row[key]: row for row in found.to_dicts()}


def _balance_cell(row: Row, heads: Mapping[str, str], themes: Mapping[str, str]) -> dict[str, object]:
    where = {"alternative": heads[row["alternative"]], "theme": themes[row["theme"]]}
    if row["balance"] is None:
        return {**where, "absent": pick(THEME_LABELS[row["label"]])}
    numbers = {"plus": row["plus"], "minus": -row["minus"], "balance": row["balance"]}
    return {**where, **numbers, "low": row["balance_low"], "high": row["balance_high"]}


def _balance_row(material: Material, row: Row) -> tuple[str, ...]:
    names = (material.themes[row["theme"]], material.alternatives[row["alternative"]], theme_label_word(row))
    if row["balance"] is None:
        return (*names, "", "", "", "")
    numbers = (number(row["plus"]), number(row["minus"]), signed(row["balance"]))
    return (*names, *numbers, span(row["balance_low"], row["balance_high"]))


def _balance_alt(material: Material) -> str:
    parts = []
    for alternative, label in material.alternatives.items():
        rows = [material.cells[theme, alternative, material.first_scenario] for theme in material.themes]
        known = [row for row in rows if row["balance"] is not None]
        above, below = sum(row["balance"] > 0 for row in known), sum(row["balance"] < 0 for row in known)
        parts.append(
            _("{alternative}: saldo boven nul op {above} thema's, onder nul op {below}").format(
                alternative=label, above=above, below=below
            )
        )
    return _("Staafdiagram per alternatief. {parts}.").format(parts="; ".join(parts))


def _indicator_line(material: Material, name: str) -> Line:
    indicator, row = material.tree.indicators[name], material.indicator_rows[name]
    value = amount(row["value"], indicator.decimals, pick(indicator.unit)) if row["value"] is not None else ""
    return Line(name, pick(indicator.label), row, value)


def _positions(material: Material, name: str, title: str, lines: Sequence[Line], frame: pl.DataFrame) -> Picture | None:
    key = "theme" if frame is material.context.themes else "indicator"
    bands = quantiles(material, frame, key, [line.key for line in lines])
    lines = [line for line in lines if line.key in bands]
    if not lines:
        return None
    rows = {line.key: stacked(line.label, 30) for line in lines}
    own = [line for line in lines if line.row["score"] is not None]
    data = {
        "bands": [{**bands[each], "row": label} for each, label in rows.items()],
        "peers": _peer_points(material, frame, key, rows),
        "region": [
            {"row": rows[line.key], "score": line.row["score"], "colour": _colour(material, line)} for line in own
        ],
        "texts": [{"row": rows[line.key], "value": line.value, "rank": _rank(line.row)} for line in own],
        "absent": [{"row": rows[line.key], "reason": _absence(line.row)} for line in lines if line not in own],
    }  # fmt: skip
    peers = material.project.elsewhere
    legend = (
        ("band", _("laagste tot hoogste")), ("band-dark", _("middelste helft")), ("tick", _("mediaan")),
        ("dot", material.region), ("dot-best", pick(QUARTILES["best"])), ("dot-worst", pick(QUARTILES["worst"])),
        *((("ring", _("vergelijkingsgebieden")),) if peers else ()),
    )  # fmt: skip
    full = _("{what} op de schaal van 0 tot 100, tussen alle {group}; rechts is altijd beter.")
    text = full.format(what=title, group=material.group)
    caption = Caption(_positions_alt(material, own), text, legend, _positions_table(title, lines, bands))
    return drawn(material, f"positions-{name}", data, {"rows": list(rows.values())}, caption)


def _peer_points(material: Material, frame: pl.DataFrame, key: str, rows: Mapping[str, str]) -> list[dict[str, object]]:
    peers = [each for each in material.project.elsewhere if each in material.region_names]
    found = frame.filter(pl.col("region").is_in(peers), pl.col(key).is_in(list(rows)), pl.col("score").is_not_null())
    return [{"row": rows[name], "score": score} for name, score in found.select(key, "score").iter_rows()]


def _colour(material: Material, line: Line) -> str:
    return material.palette[COLOURS[line.row["quartile"] or "middle"]]


def _rank(row: Row) -> str:
    return place(row["rank_label"], row["ranked"]) if row["rank_label"] else ""


def _absence(row: Row) -> str:
    reason = row.get("score_reason") or row.get("reason")
    return pick(NO_SCORE_REASONS[reason]) if reason else ""


def _positions_alt(material: Material, lines: Sequence[Line]) -> str:
    parts = [_("{n} scores van {region}.").format(n=len(lines), region=material.region)]
    for quartile, words in (
        ("best", _("In het beste kwart: {names}.")),
        ("worst", _("In het slechtste kwart: {names}.")),
    ):
        names = [inside(line.label) for line in lines if line.row["quartile"] == quartile]
        if names:
            parts.append(words.format(names=several(names)))
    return " ".join(parts)


def _positions_table(caption: str, lines: Sequence[Line], bands: Mapping[str, Row]) -> Table:
    head = (
        _("Naam"),
        _("Score"),
        _("Rang"),
        _("Laagste"),
        _("Eerste kwartiel"),
        _("Mediaan"),
        _("Derde kwartiel"),
        _("Hoogste"),
    )
    rows = tuple(
        (
            line.label,
            number(line.row["score"]) if line.row["score"] is not None else _absence(line.row),
            _rank(line.row),
            *(number(bands[line.key][name]) for name in ("low", "q1", "median", "q3", "high")),
        )
        for line in lines
    )
    return Table(caption, head, rows, (False, *(True,) * 7))


@dataclass(frozen=True)
class Caption:
    """What is written around a figure."""

    alt: str
    text: str
    legend: tuple[tuple[str, str], ...]
    data: Table


def drawn(
    material: Material, name: str, data: Mapping[str, charts.Rows], values: Mapping[str, object], caption: Caption
) -> Picture:
    """Draw a figure; `name` is the specification's, with a hyphen and what it shows behind it if there are several."""
    spec = material.templates / "charts" / f"{name.partition('-')[0]}.vl.json"
    fonts = {each.file.parent for each in material.style.typefaces}
    svg = charts.draw(spec, data, values, material.palette, sorted(fonts))
    return Picture(name, svg, *charts.size(svg), caption.alt, caption.text, caption.legend, caption.data)
