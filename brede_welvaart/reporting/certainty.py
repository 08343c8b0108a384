"""How sure: sensitivity ranges, disagreement, unknowns, points of discussion, and remarks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import polars as pl

from brede_welvaart.language import _, ngettext, pick
from brede_welvaart.reporting.format import between, inside, number, percentage, percentile, several
from brede_welvaart.reporting.material import Material, Remark, Row
from brede_welvaart.reporting.opening import sure
from brede_welvaart.reporting.page import Certainty, CheckGroup
from brede_welvaart.reporting.parts import Described, Table
from brede_welvaart.reporting.ranges import strongest
from brede_welvaart.vocabulary import CHOICES, OVERALL

SHOWN = 3


def certainty(material: Material) -> Certainty:
    """The section on certainty."""
    effects = material.project.effects.values()
    return Certainty(
        lead=(_range_sentence(material), sure(material), _certainty_sentence(material)),
        ranges_lead=tuple(_ranges_lead(material)),
        ranges=_ranges(material),
        disagreements=tuple(_disagreements(material)),
        discussions=tuple(Described(each.title, each.discussion) for each in effects if each.discussion),
        checks=check_groups(material.review.checks),
    )


def _ranges_lead(material: Material) -> Iterator[str]:
    method, found = material.tree.method.uncertainty, material.sensitivity
    themes = found.themes.filter(pl.col("theme") != OVERALL)
    yield _(
        "Een themascore rust op keuzes: {choices}. "
        "Het gevoeligheidsbereik laat zien hoe ver score en rang van {region} verschuiven als die keuzes anders "
        "uitvallen. Het is geen betrouwbaarheidsinterval. "
        "Het rust op {draws} trekkingen en loopt van het {low}e tot het {high}e percentiel."
    ).format(
        choices=several(pick(CHOICES[name]) for name in dict.fromkeys(found.indices["choice"])) or _("geen"),
        region=material.region,
        draws=number(method.draws, 0),
        low=percentile(method.interval[0]),
        high=percentile(method.interval[1]),
    )
    if not _has_margins(material):
        yield _(
            "Bij geen enkel cijfer van {region} geeft de uitgever een foutmarge. Die onzekerheid telt dus niet mee."
        ).format(region=material.region)
    steady = themes.filter((pl.col("p_best") == 1) | (pl.col("p_worst") == 1))["theme"].to_list()
    if steady:
        names = several(inside(material.themes[theme]) for theme in steady)
        yield _("In elke trekking in hetzelfde kwart, het beste of het slechtste: {themes}.").format(themes=names)
    for theme, failed in themes.filter(pl.col("failed") > 0).select("theme", "failed").iter_rows():
        words = ngettext("{theme}: {n} trekking gaf geen score.", "{theme}: {n} trekkingen gaven geen score.", failed)
        yield words.format(theme=material.themes[theme], n=number(failed, 0))


def _has_margins(material: Material) -> bool:
    """Whether a publisher gives a margin with any figure of the project's region."""
    codes = material.figures.regions["region"].to_list()
    margins, region = material.figures.lower, material.project.region
    return margins is not None and bool(np.isfinite(margins[:, :, codes.index(region)]).any())


def _ranges(material: Material) -> Table:
    """The range of the region's score and rank per theme, its chances, and the choice that moves it most."""
    movers = strongest(material.sensitivity)
    head = (
        _("Thema"), _("Score"), _("Bereik"), _("Rang"), _("Bereik rang"), _("Kans beste kwart"),
        _("Kans slechtste kwart"), _("Weegt het zwaarst"),
    )  # fmt: skip
    rows = [
        (material.themes[row["theme"]], *_range_cells(material, row), movers.get((row["region"], row["theme"]), ""))
        for row in material.sensitivity.themes.filter(pl.col("theme") != OVERALL).to_dicts()
    ]
    caption = _("Gevoeligheidsbereik van de themascores van {region}").format(region=material.region)
    return Table(caption, head, tuple(rows), (False, True, True, True, True, True, True, False))


def _range_cells(material: Material, row: Row) -> tuple[str, ...]:
    decimals = material.tree.method.decimals.theme
    if row["score"] is None:
        return (_("geen score"), "", "", "", "", "")
    score = number(row["score"], decimals), between(row["score_low"], row["score_high"], decimals)
    if row["rank"] is None:
        return (*score, "", "", "", "")
    ranks = material.theme_rows[row["theme"]]["rank_label"], between(row["rank_low"], row["rank_high"], 0)
    return (*score, *ranks, percentage(row["p_best"]), percentage(row["p_worst"]))


def check_groups(checks: Sequence[Remark]) -> tuple[CheckGroup, ...]:
    """Remarks of the same kind together: some in full, and how many more; `welvaart check` has their places."""
    groups: dict[str, list[Remark]] = {}
    for each in checks:
        groups.setdefault(each.code, []).append(each)
    return tuple(_check_group(each) for each in groups.values())


def _check_group(remarks: Sequence[Remark]) -> CheckGroup:
    more = len(remarks) - SHOWN
    words = ngettext("En nog {n} opmerking van deze soort.", "En nog {n} opmerkingen van deze soort.", more)
    tail = words.format(n=more) if more > 0 else ""
    return CheckGroup(tuple(pick(each) for each in remarks[:SHOWN]), tail)


def _range_sentence(material: Material) -> str:
    method = material.tree.method.effects
    return _(
        "Het gevoeligheidsbereik laat zien hoe het saldo verschuift als oordelen en gewichten iets anders uitvallen. "
        "Het is geen betrouwbaarheidsinterval. "
        "Het rust op {draws} trekkingen en loopt van het {low}e tot het {high}e percentiel."
    ).format(draws=number(method.draws, 0), low=percentile(method.interval[0]), high=percentile(method.interval[1]))


def _certainty_sentence(material: Material) -> str:
    levels = [each.certainty for each in material.project.effects.values()]
    words = _("De zekerheid is bij {low} van de effecten laag, bij {middle} midden en bij {high} hoog.")
    return words.format(low=levels.count("laag"), middle=levels.count("midden"), high=levels.count("hoog"))


def _disagreements(material: Material) -> list[str]:
    rows = material.review.disagreements.to_dicts()
    return [
        _("‘{effect}’ in {alternative}: de beoordelaars liggen {n} stappen uit elkaar.").format(
            effect=material.project.effects[row["effect"]].title,
            alternative=material.alternatives[row["alternative"]], n=number(row["spread"], 0),
        )
        for row in rows if row["scenario"] == material.first_scenario
    ]  # fmt: skip
