"""Sensitivity ranges as records and text tables."""

from __future__ import annotations

from collections.abc import Iterator

from brede_welvaart import vocabulary
from brede_welvaart.definitions import Tree
from brede_welvaart.language import _, pick
from brede_welvaart.reporting.format import between, number, percentage, percentile
from brede_welvaart.reporting.listings import Row, table_lines
from brede_welvaart.scoring.context import Context
from brede_welvaart.scoring.uncertainty import Sensitivity
from brede_welvaart.vocabulary import OVERALL


def sensitivity_record(found: Sensitivity, tree: Tree) -> Row:
    """What was varied, and between the named regions the chances, and per region the Sobol indices of the choices."""
    method = tree.method.uncertainty
    return {
        "label": _("gevoeligheidsbereik"),
        "draws": method.draws,
        "seed": method.seed,
        "interval": list(method.interval),
        "choices": method.model_dump(mode="json", exclude={"draws", "seed", "interval"}),
        "failed": int(found.themes["failed"].sum()),
        "pairs": found.pairs.to_dicts(),
        "indices": found.indices.to_dicts(),
    }


def range_lines(found: Sensitivity, tree: Tree, context: Context) -> Iterator[str]:
    """The ranges as text tables: scores and ranks, what moves them most, and chances between regions."""
    method, names = tree.method.uncertainty, dict(context.regions.select("region", "name").iter_rows())
    labels = {name: pick(theme.label) for name, theme in tree.themes.items()} | {OVERALL: _("Totaalscore")}
    low, high = map(percentile, method.interval)
    yield _(
        "Gevoeligheidsbereik: {draws} trekkingen (toevalsgetal {seed}), van het {low}e tot het {high}e percentiel. "
        "Het is geen betrouwbaarheidsinterval."
    ).format(draws=method.draws, seed=method.seed, low=low, high=high)
    movers, printed = strongest(found), tree.method.decimals
    decimals = dict.fromkeys(tree.themes, printed.theme) | {OVERALL: printed.overall}
    yield from table_lines([
        {
            _("regio"): names[row["region"]],
            _("thema"): labels[row["theme"]],
            _("score"): number(row["score"], decimals[row["theme"]]),
            _("bereik"): between(row["score_low"], row["score_high"], decimals[row["theme"]]),
            _("rang"): row["rank"],
            _("bereik rang"): between(row["rank_low"], row["rank_high"], 0),
            _("kans beste kwart"): percentage(row["p_best"]),
            _("kans slechtste kwart"): percentage(row["p_worst"]),
            _("zwaarst wegende keuze"): movers.get((row["region"], row["theme"]), ""),
            _("mislukte trekkingen"): row["failed"],
        }
        for row in found.themes.iter_rows(named=True)
    ])  # fmt: skip
    yield ""
    yield from _pair_lines(found, labels, names)
    yield from _index_lines(found, labels, names)


def strongest(found: Sensitivity) -> dict[tuple[str, str], str]:
    """Per region and theme the choice with the largest total Sobol index, in words."""
    known = found.indices.drop_nulls("total").sort("total", descending=True).unique(["region", "theme"], keep="first")
    rows = known.select("region", "theme", "choice").iter_rows()
    return {(region, theme): pick(vocabulary.CHOICES[choice]) for region, theme, choice in rows}


def _pair_lines(found: Sensitivity, labels: dict[str, str], names: dict[str, str]) -> Iterator[str]:
    if found.pairs.is_empty():
        return
    yield _("Kans dat de eerste hoger scoort dan de tweede")
    yield from table_lines([
        {
            _("thema"): labels[row["theme"]],
            _("eerste"): names[row["a"]],
            _("tweede"): names[row["b"]],
            _("kans"): percentage(row["p"]),
        }
        for row in found.pairs.iter_rows(named=True)
    ])  # fmt: skip
    yield ""


def _index_lines(found: Sensitivity, labels: dict[str, str], names: dict[str, str]) -> Iterator[str]:
    if found.indices.is_empty():
        return
    yield _("Aandeel van elke keuze in de verschuiving (Sobol: alleen, en met wisselwerking)")
    yield from table_lines([
        {
            _("regio"): names[row["region"]],
            _("thema"): labels[row["theme"]],
            _("keuze"): pick(vocabulary.CHOICES[row["choice"]]),
            _("alleen"): number(row["first"], 2),
            _("met wisselwerking"): number(row["total"], 2),
            _("mislukte trekkingen"): row["failed"],
        }
        for row in found.indices.iter_rows(named=True)
    ])  # fmt: skip
    yield ""
