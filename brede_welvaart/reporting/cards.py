"""An effect with everything that is claimed about it."""

from __future__ import annotations

from collections.abc import Iterator

from brede_welvaart import vocabulary
from brede_welvaart.language import _, pick
from brede_welvaart.project_definitions import Effect
from brede_welvaart.reporting.format import amount, capital, inside, number, several, signed
from brede_welvaart.reporting.material import Material, Row
from brede_welvaart.reporting.page import EffectCard, Judged
from brede_welvaart.reporting.parts import Chip, Citation, Described, Sign
from brede_welvaart.reporting.references import citation
from brede_welvaart.reporting.words import judgement_chip
from brede_welvaart.vocabulary import EvidenceSide


def effect_card(material: Material, name: str) -> EffectCard:
    """One effect of the project."""
    effect = material.project.effects[name]
    return EffectCard(
        anchor=f"effect-{name}",
        title=effect.title,
        judged=tuple(_judged(material, name, alternative) for alternative in material.alternatives),
        weighing=tuple(_weighing(effect)),
        fact=effect.fact,
        argument=effect.argument,
        details=tuple(_details(material, name, effect)),
        supporting=_citations(material, effect, "voor"),
        contradicting=_citations(material, effect, "tegen"),
        proposed=effect.machine_proposed or any(row["proposed"] for row in _rows(material, name)),
    )


def _citations(material: Material, effect: Effect, side: EvidenceSide) -> tuple[Citation, ...]:
    return tuple(citation(material, each) for each in effect.evidence if each.side == side)


def _rows(material: Material, name: str) -> list[Row]:
    return [material.effects[name, a, s] for a in material.alternatives for s in material.scenarios]


def _judged(material: Material, name: str, alternative: str) -> Judged:
    rows = {label: material.effects[name, alternative, scenario] for scenario, label in material.scenarios.items()}
    chips = {label: judgement_chip(row["judgement"]) for label, row in rows.items()}
    first, after = next(iter(rows.values())), _after(next(iter(rows.values())))
    same = len(set(chips.values())) == 1
    simply = next(iter(chips.values())) if same and after is None else None
    signs = [Sign("", next(iter(chips.values())))] if same else [Sign(label, chip) for label, chip in chips.items()]
    return Judged(material.brief[alternative], simply, tuple(signs), after, _spread(first))


def _after(row: Row) -> Chip | None:
    return judgement_chip(row["judgement_after"]) if row["judgement_after"] != row["judgement"] else None


def _spread(row: Row) -> str:
    if row["assessors"] < 2 or row["step_low"] == row["step_high"]:
        return ""
    return _("{n} beoordelaars: {low} tot {high}").format(
        n=row["assessors"], low=signed(row["step_low"], 0), high=signed(row["step_high"], 0)
    )


def _weighing(effect: Effect) -> Iterator[str]:
    """How much it weighs, when and where: three short lines beside the judgement."""
    yield _("Belang {importance}, zekerheid {certainty}, {reversible}").format(
        importance=pick(vocabulary.LEVELS[effect.importance]),
        certainty=pick(vocabulary.LEVELS[effect.certainty]),
        reversible=_reversible(effect),
    )
    horizons = several(pick(vocabulary.HORIZONS[each]) for each in effect.horizons)
    yield ": ".join(part for part in (pick(vocabulary.DIMENSIONS[effect.dimension]), horizons) if part)
    yield capital(several(pick(vocabulary.PLACES[each]) for each in effect.places))


def _details(material: Material, name: str, effect: Effect) -> Iterator[Described]:
    if effect.gains or effect.loses:
        yield Described(_("Voor wie"), _who(material, effect))
    yield from (Described(_("In cijfers"), text) for text in _quantities(material, name))
    optional = (
        (_("Maatstaf"), effect.yardstick),
        (_("Onbekend"), effect.unknowns),
        (_("Maatregel"), effect.mitigation.measure if effect.mitigation else ""),
        (_("Eerst voorgesteld"), effect.machine_proposal),
        (_("Door"), " · ".join(_people(material, effect))),
    )
    yield from (Described(term, text) for term, text in optional if text)


def _reversible(effect: Effect) -> str:
    if effect.reversibility == "onbekend":
        return _("omkeerbaarheid onbekend")
    return pick(vocabulary.REVERSIBILITIES[effect.reversibility])


def _who(material: Material, effect: Effect) -> str:
    labels = material.group_labels
    gains, loses = (several(inside(labels[name]) for name in names) for names in (effect.gains, effect.loses))
    parts = [
        _("wint: {groups}").format(groups=gains) if gains else "",
        _("verliest: {groups}").format(groups=loses) if loses else "",
    ]
    return "; ".join(part for part in parts if part)


def _people(material: Material, effect: Effect) -> Iterator[str]:
    several_authors = len({each.author for each in material.project.effects.values()}) > 1
    if effect.author and several_authors:
        yield effect.author
    for each in effect.assessments:
        named = f"{each.assessor} ({each.role})"
        yield f"{named}: {each.argument.rstrip('.')}" if each.argument else named
    if effect.reviewer:
        yield _("gelezen door {reviewer}").format(reviewer=effect.reviewer)


def _quantities(material: Material, name: str) -> Iterator[str]:
    """The quantified changes of an effect, where they could be read off the ruler."""
    rows = material.review.quantities
    if rows.is_empty():
        return
    for row in rows.filter(effect=name, scenario=material.first_scenario).to_dicts():
        if row["central"] is None or row["baseline"] is None:
            continue
        indicator = material.tree.indicators[row["indicator"]]
        unit = pick(indicator.unit)
        text = _("{alternative}: {indicator} van {baseline} naar {central} ({low} tot {high}) in {period}").format(
            alternative=material.alternatives[row["alternative"]], indicator=inside(pick(indicator.label)),
            baseline=amount(row["baseline"], indicator.decimals, unit), period=row["period"],
            central=amount(row["central"], indicator.decimals, unit),
            low=number(row["low"], indicator.decimals), high=number(row["high"], indicator.decimals),
        )  # fmt: skip
        if row["points"] is not None:
            text += _("; score {points}").format(points=signed(row["points"]))
        yield text
