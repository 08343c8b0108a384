"""An effect with everything that is claimed about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from brede_welvaart import vocabulary
from brede_welvaart.language import _, pick
from brede_welvaart.project_definitions import Effect
from brede_welvaart.reporting.format import capital, inside, measured, several, signed
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
        proposed=name in material.unconfirmed,
    )


def _citations(material: Material, effect: Effect, side: EvidenceSide) -> tuple[Citation, ...]:
    return tuple(citation(material, each) for each in effect.evidence if each.side == side)


def _judged(material: Material, name: str, alternative: str) -> Judged:
    rows = {label: material.effects[name, alternative, scenario] for scenario, label in material.scenarios.items()}
    before = _per_scenario({label: judgement_chip(row["judgement"]) for label, row in rows.items()})
    after = _per_scenario({label: judgement_chip(row["judgement_after"]) for label, row in rows.items()})
    mitigated = any(row["judgement_after"] != row["judgement"] for row in rows.values())
    simply = before[0].chip if len(before) == 1 and not mitigated else None
    return Judged(material.brief[alternative], simply, before, after if mitigated else (), _spread(rows))


def _per_scenario(chips: Mapping[str, Chip]) -> tuple[Sign, ...]:
    """A sign per scenario, or one where they are all the same."""
    if len(set(chips.values())) == 1:
        return (Sign("", next(iter(chips.values()))),)
    return tuple(Sign(label, chip) for label, chip in chips.items())


def _spread(rows: Mapping[str, Row]) -> str:
    """Between what the assessors differ: per scenario, if not alike in all."""
    found = {label: (row["step_low"], row["step_high"]) for label, row in rows.items() if row["assessors"] > 1}
    if not any(low != high for low, high in found.values()):
        return ""
    texts = {label: _("{low} tot {high}").format(low=signed(low, 0), high=signed(high, 0))
             for label, (low, high) in found.items()}  # fmt: skip
    alike = len(found) == len(rows) and len(set(texts.values())) == 1
    spans = list(texts.values())[:1] if alike else [f"{label} {text}" for label, text in texts.items()]
    most = max(row["assessors"] for row in rows.values())
    return _("{n} beoordelaars: {spans}").format(n=most, spans=several(spans))


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
    for term, groups in ((_("Wie wint"), effect.gains), (_("Wie verliest"), effect.loses)):
        if groups:
            yield Described(term, several(inside(material.group_labels[name]) for name in groups))
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


def _people(material: Material, effect: Effect) -> Iterator[str]:
    several_authors = len({each.author for each in material.project.effects.values()}) > 1
    if effect.author and several_authors:
        yield effect.author
    roles = [each.role for each in effect.assessments]
    for each in effect.assessments:
        named = each.role if roles.count(each.role) == 1 else f"{each.role} ({each.assessor})"
        yield f"{named}: {each.argument.rstrip('.')}" if each.argument else named
    if effect.reviewer:
        yield _("gelezen door {reviewer}").format(reviewer=effect.reviewer)


def _quantities(material: Material, name: str) -> Iterator[str]:
    """The quantified changes of an effect against the reference, where they could be read off the ruler."""
    rows = material.review.quantities
    if rows.is_empty():
        return
    known = rows.filter(pl.col("effect") == name, pl.col("central").is_not_null(), pl.col("baseline").is_not_null())
    for (period, indicator), found in known.group_by("period", "indicator", maintain_order=True):
        own = material.tree.indicators[str(indicator)]
        unit = pick(own.unit)
        baseline = measured(found["baseline"][0], own.decimals, unit)
        words = _("{indicator} in {period}, tegenover de referentie (nu {baseline}): {changes}.")
        if unit.startswith("%"):
            words = _("{indicator} in {period}, in procentpunten tegenover de referentie (nu {baseline}): {changes}.")
        yield words.format(
            indicator=inside(pick(own.label)), period=period, baseline=baseline,
            changes="; ".join(_changes(material, found.to_dicts(), own.decimals)),
        )  # fmt: skip


def _changes(material: Material, rows: Sequence[Row], decimals: int) -> Iterator[str]:
    """Per alternative its change and the points that it moves the score, per scenario if not alike in all."""
    for alternative, label in material.alternatives.items():
        own = {material.scenarios[row["scenario"]]: _change(row, decimals) for row in rows
               if row["alternative"] == alternative}  # fmt: skip
        if len(own) == len(material.scenarios) and len(set(own.values())) == 1:
            yield f"{label} {next(iter(own.values()))}"
        elif own:
            within = _("{change} bij {scenario}")
            yield f"{label} {several(within.format(change=text, scenario=name) for name, text in own.items())}"


def _change(row: Row, decimals: int) -> str:
    low, central, high = (signed(row[each] - row["baseline"], decimals) for each in ("low", "central", "high"))
    text = _("{central} ({low} tot {high})").format(central=central, low=low, high=high)
    return (
        text
        if row["points"] is None
        else _("{change}, score {points}").format(change=text, points=signed(row["points"]))
    )
