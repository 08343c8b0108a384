"""How sure: sensitivity ranges, disagreement, unknowns, points of discussion, and remarks."""

from __future__ import annotations

from collections.abc import Sequence

from brede_welvaart.language import _, ngettext, pick
from brede_welvaart.reporting.format import number
from brede_welvaart.reporting.material import Material, Remark
from brede_welvaart.reporting.opening import sure
from brede_welvaart.reporting.page import Certainty, CheckGroup, Described

PLACES = 6


def certainty(material: Material) -> Certainty:
    """The section on certainty."""
    effects = material.project.effects.values()
    return Certainty(
        lead=(_range_sentence(material), sure(material), _certainty_sentence(material)),
        disagreements=tuple(_disagreements(material)),
        unknowns=tuple(Described(each.title, each.unknowns) for each in effects if each.unknowns),
        discussions=tuple(Described(each.title, each.discussion) for each in effects if each.discussion),
        checks=check_groups(material.review.checks),
    )


def check_groups(checks: Sequence[Remark]) -> tuple[CheckGroup, ...]:
    """Remarks with the same sentence together, each with the places that mend it."""
    groups: dict[str, list[str]] = {}
    for each in checks:
        groups.setdefault(pick(each), []).append(each.place)
    return tuple(CheckGroup(sentence, _shown(places)) for sentence, places in groups.items())


def _shown(places: Sequence[str]) -> tuple[str, ...]:
    more = len(places) - PLACES
    tail = (ngettext("en {n} andere plaats", "en {n} andere plaatsen", more).format(n=more),) if more > 0 else ()
    return (*places[:PLACES], *tail)


def _range_sentence(material: Material) -> str:
    method = material.tree.method.effects
    return _(
        "Het gevoeligheidsbereik laat zien hoe het saldo verschuift als oordelen en gewichten iets anders uitvallen. "
        "Het is geen betrouwbaarheidsinterval. Het rust op {draws} trekkingen en loopt van het {low}e tot het {high}e percentiel."
    ).format(
        draws=number(method.draws, 0), low=number(100 * method.interval[0], 0), high=number(100 * method.interval[1], 0)
    )


def _certainty_sentence(material: Material) -> str:
    levels = [each.certainty for each in material.project.effects.values()]
    return _("Van de {n} effecten hebben er {low} een lage, {middle} een middelmatige en {high} een hoge zekerheid.").format(
        n=len(levels), low=levels.count("laag"), middle=levels.count("midden"), high=levels.count("hoog")
    )


def _disagreements(material: Material) -> list[str]:
    rows = material.review.disagreements.to_dicts()
    return [
        _("‘{effect}’ in {alternative}: de beoordelaars liggen {n} stappen uit elkaar.").format(
            effect=material.project.effects[row["effect"]].title,
            alternative=material.alternatives[row["alternative"]], n=number(row["spread"], 0),
        )
        for row in rows if row["scenario"] == material.first_scenario
    ]  # fmt: skip
