"""How sure: sensitivity ranges, disagreement, unknowns, points of discussion, and remarks."""

from __future__ import annotations

from collections.abc import Sequence

from brede_welvaart.language import _, ngettext, pick
from brede_welvaart.reporting.format import number
from brede_welvaart.reporting.material import Material, Remark
from brede_welvaart.reporting.opening import sure
from brede_welvaart.reporting.page import Certainty, CheckGroup, Described

SHOWN = 3


def certainty(material: Material) -> Certainty:
    """The section on certainty."""
    effects = material.project.effects.values()
    return Certainty(
        lead=(_range_sentence(material), sure(material), _certainty_sentence(material)),
        disagreements=tuple(_disagreements(material)),
        discussions=tuple(Described(each.title, each.discussion) for each in effects if each.discussion),
        checks=check_groups(material.review.checks),
    )


def check_groups(checks: Sequence[Remark]) -> tuple[CheckGroup, ...]:
    """Remarks of the same kind together: the first few in full, and how many more there are."""
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
    ).format(
        draws=number(method.draws, 0), low=number(100 * method.interval[0], 0), high=number(100 * method.interval[1], 0)
    )


def _certainty_sentence(material: Material) -> str:
    levels = [each.certainty for each in material.project.effects.values()]
    return _(
        "Van de {n} effecten hebben er {low} een lage, {middle} een middelmatige en {high} een hoge zekerheid."
    ).format(n=len(levels), low=levels.count("laag"), middle=levels.count("midden"), high=levels.count("hoog"))


def _disagreements(material: Material) -> list[str]:
    rows = material.review.disagreements.to_dicts()
    return [
        _("‘{effect}’ in {alternative}: de beoordelaars liggen {n} stappen uit elkaar.").format(
            effect=material.project.effects[row["effect"]].title,
            alternative=material.alternatives[row["alternative"]], n=number(row["spread"], 0),
        )
        for row in rows if row["scenario"] == material.first_scenario
    ]  # fmt: skip
