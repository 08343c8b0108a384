"""The figures of a report: data for each specification, and what the figure shows in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from brede_welvaart.language import _, pick
from brede_welvaart.reporting import charts
from brede_welvaart.reporting.format import labels, number, signed
from brede_welvaart.reporting.material import Material, Row
from brede_welvaart.reporting.parts import Picture, Table
from brede_welvaart.reporting.verdicts import signs, span
from brede_welvaart.reporting.words import theme_label_word
from brede_welvaart.vocabulary import THEME_LABELS

PANELS = 484
"""Pixels that the panels of the alternatives share, beside the theme names."""

NARROWEST = 14
"""Pixels of a panel, at least: as many as a label of two characters takes."""


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
    svg = charts.draw(material.studio, name.partition("-")[0], data, values)
    return Picture(name, svg, *charts.size(svg), caption.alt, caption.text, caption.legend, caption.data)


def balance_picture(material: Material) -> Picture:
    """Themes by alternatives: plus and minus as diverging bars, the balance with its sensitivity range."""
    count = len(material.alternatives)
    panel = max(PANELS // count - 14, NARROWEST)
    heads = labels(material.alternatives, panel // 7, 3)
    themes = labels(material.themes, 28)
    first = material.first_cells()
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
        above, below, _known = signs(material, alternative)
        words = _("{alternative}: saldo boven nul bij {above} van de {n} thema's, onder nul bij {below}")
        parts.append(words.format(alternative=label, above=above, below=below, n=len(material.themes)))
    return _("Staafdiagram per alternatief. {parts}.").format(parts="; ".join(parts))
