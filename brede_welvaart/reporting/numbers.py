"""All numbers of a project as sheets: what stands in each cell, not yet how it is written."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from brede_welvaart import vocabulary
from brede_welvaart.language import Bilingual, _, pick
from brede_welvaart.project_definitions import Effect, Evidence
from brede_welvaart.reporting.format import day
from brede_welvaart.reporting.material import Material, Row
from brede_welvaart.reporting.words import theme_label_word


@dataclass(frozen=True)
class Number:
    """A figure with the decimals it is shown with; nothing is rounded away."""

    value: float | None
    decimals: int = 2
    percent: bool = False


Cell = str | int | Number | None
Line = Mapping[str, Cell]


@dataclass(frozen=True)
class Sheet:
    """A table with a name: its columns are the keys of its lines."""

    name: str
    lines: tuple[Line, ...]


def sheets(material: Material) -> tuple[Sheet, ...]:
    """Every table of numbers behind the report, unrounded, and first what they are."""
    made = (
        _sheet(_("Thema's"), (_theme(material, row) for row in material.review.cells.to_dicts())),
        _sheet(_("Effecten"), (_effect(material, row) for row in material.review.effects.to_dicts())),
        _sheet(_("Verdeling"), (_outcome(material, row) for row in material.review.distribution.to_dicts())),
        _sheet(_("Hoeveelheden"), (_quantity(material, row) for row in material.review.quantities.to_dicts())),
        _sheet(_("Stand per thema"), (_standing(material, row) for row in _own(material, material.context.themes))),
        _sheet(
            _("Stand per indicator"), (_figure(material, row) for row in _own(material, material.context.indicators))
        ),
        _sheet(_("Bronnen"), _sources(material)),
        _sheet(_("Controles"), _checks(material)),
    )
    return (_sheet(_("Lees mij"), _about(material, made)), *made)


def _sheet(name: str, lines: Iterable[Line]) -> Sheet:
    return Sheet(name, tuple(lines) or ({_("Dit project heeft hier geen gegevens"): ""},))


def _about(material: Material, made: Iterable[Sheet]) -> Iterable[Line]:
    project, tree, reference = material.project, material.tree, material.project.reference
    facts = {
        _("Project"): project.title,
        _("Let op"): project.illustration or "",
        _("Status"): pick(vocabulary.PROJECT_STATUSES[project.status]),
        _("Eigenaar"): project.owner,
        _("Regio"): f"{material.region} ({project.region})",
        _("Referentie"): f"{reference.description} ({reference.year})" if reference else "",
        _("Peildatum"): day(material.context.as_of),
        _("Bladen"): ", ".join(each.name for each in made),
        _("Lege cel"): _("Er is geen getal. Ernaast staat waarom; leeg is nooit nul."),
        _("Plus, min en saldo"): _("Plus en min lopen van 0 tot 3, het saldo van −3 tot +3, tegenover de referentie."),
        _("Afronding"): _("De cellen bevatten het hele getal; alleen de weergave is afgerond."),
        _("Programma"): f"Brede Welvaart {material.facts.version}",
        _("Projectbestand"): f"sha256 {hashlib.sha256(material.facts.project_bytes).hexdigest()}",
        _("Methode"): f"sha256 {tree.method_hash}",
        _("Cijfers en definities"): f"sha256 {tree.fingerprint}",
        _("Toevalsgetal"): str(tree.method.effects.seed),
    }
    return ({_("Onderdeel"): term, _("Inhoud"): text} for term, text in facts.items() if text)


def _theme(material: Material, row: Row) -> Line:
    return {
        **_where(material, row),
        _("Plus"): Number(row["plus"]),
        _("Min"): Number(row["minus"]),
        _("Saldo"): Number(row["balance"]),
        _("Saldo laag"): Number(row["balance_low"]),
        _("Saldo hoog"): Number(row["balance_high"]),
        _("Kans op positief"): Number(row["p_positive"], 0, percent=True),
        _("Uitkomst"): theme_label_word(row),
        _("Over scenario's"): pick(
            vocabulary.SCENARIO_VERDICTS[material.verdicts[row["theme"], row["alternative"]]["verdict"]]
        )
        if len(material.scenarios) > 1
        else "",
        _("Sterkste plus"): _title(material, row["strongest_plus"]),
        _("Sterkste min"): _title(material, row["strongest_minus"]),
        _("Effecten"): row["effects"],
        _("Onbekend"): row["unknown"],
        _("Niet van toepassing"): row["not_applicable"],
        _("Plus na maatregel"): Number(row["plus_after"]),
        _("Min na maatregel"): Number(row["minus_after"]),
        _("Saldo na maatregel"): Number(row["balance_after"]),
    }


def _effect(material: Material, row: Row) -> Line:
    effect = material.project.effects[row["effect"]]
    return {
        _("Effect"): effect.title,
        **_where(material, row),
        _("Oordeel"): _word(vocabulary.JUDGEMENTS, row["judgement"])
        or pick(vocabulary.THEME_LABELS["niet_onderzocht"]),
        _("Stap"): Number(row["step"], 1),
        _("Stap laag"): Number(row["step_low"], 1),
        _("Stap hoog"): Number(row["step_high"], 1),
        _("Beoordelaars"): row["assessors"],
        _("Voorgesteld"): _yes(row["proposed"]),
        _("Oordeel na maatregel"): _word(vocabulary.JUDGEMENTS, row["judgement_after"]),
        _("Gewicht"): Number(row["weight"], 1),
        **_claims(material, effect),
    }


def _claims(material: Material, effect: Effect) -> Line:
    """What is claimed of an effect in every alternative."""
    elsewhere = material.project.regions_of(effect) if effect.dimension == "elders" else ()
    return {
        _("Belang"): pick(vocabulary.LEVELS[effect.importance]),
        _("Zekerheid"): pick(vocabulary.LEVELS[effect.certainty]),
        _("Dimensie"): pick(vocabulary.DIMENSIONS[effect.dimension]),
        _("Termijn"): ", ".join(pick(vocabulary.HORIZONS[each]) for each in effect.horizons),
        _("Plaats"): ", ".join(pick(vocabulary.PLACES[each]) for each in effect.places),
        _("Regio's elders"): ", ".join(material.region_names.get(each, each) for each in elsewhere),
        _("Wint"): ", ".join(material.group_labels[each] for each in effect.gains),
        _("Verliest"): ", ".join(material.group_labels[each] for each in effect.loses),
        _("Feit"): effect.fact,
        _("Argument"): effect.argument,
        _("Bewijs voor"): _evidence(effect, "voor"),
        _("Bewijs tegen"): _evidence(effect, "tegen"),
        _("Maatregel"): effect.mitigation.measure if effect.mitigation else "",
        _("Wat we niet weten"): effect.unknowns or "",
    }


def _evidence(effect: Effect, side: vocabulary.EvidenceSide) -> str:
    return "; ".join(_cited(each) for each in effect.evidence if each.side == side)


def _cited(evidence: Evidence) -> str:
    parts = (evidence.publisher, str(evidence.year or ""), evidence.title, evidence.address)
    return ", ".join(part for part in parts if part)


def _outcome(material: Material, row: Row) -> Line:
    kinds = {"groep": _("Groep"), "plaats": _("Plaats"), "horizon": _("Termijn")}
    return {
        _("Soort"): kinds[row["kind"]],
        _("Wie, waar of wanneer"): _key(material, row["kind"], row["key"]),
        _("Thema"): material.themes[row["theme"]],
        _("Alternatief"): material.alternatives[row["alternative"]],
        _("Uitkomst"): pick(vocabulary.DISTRIBUTIONS[row["outcome"]]),
        _("Effecten"): "; ".join(_title(material, each) for each in row["effects"]),
    }


def _key(material: Material, kind: str, key: str) -> str:
    if kind == "groep":
        return material.group_labels[key]
    labels: Mapping[str, Mapping[Any, Bilingual]] = {"plaats": vocabulary.PLACES, "horizon": vocabulary.HORIZONS}
    return pick(labels[kind][key])


def _quantity(material: Material, row: Row) -> Line:
    indicator = material.tree.indicators[row["indicator"]]
    return {
        _("Effect"): _title(material, row["effect"]),
        **_where(material, row),
        _("Indicator"): pick(indicator.label),
        _("Regio"): material.region_names.get(row["region"], row["region"] or ""),
        _("Eenheid"): pick(indicator.unit),
        _("Jaar"): row["period"],
        _("Verandering"): Number(row["change"], indicator.decimals),
        _("Stand nu"): Number(row["baseline"], indicator.decimals),
        _("Na effect, laag"): Number(row["low"], indicator.decimals),
        _("Na effect, midden"): Number(row["central"], indicator.decimals),
        _("Na effect, hoog"): Number(row["high"], indicator.decimals),
        _("Score nu"): Number(row["score_baseline"], 1),
        _("Score, midden"): Number(row["score_central"], 1),
        _("Punten"): Number(row["points"], 1),
        _("Themascore nu"): Number(row["theme_baseline"], 1),
        _("Punten themascore"): Number(row["theme_points"], 1),
        _("In standaardafwijkingen"): Number(row["change_in_sd"]),
        _("Voorgesteld oordeel"): _word(vocabulary.JUDGEMENTS, row["proposed"]),
    }


def _standing(material: Material, row: Row) -> Line:
    decimals = material.tree.method.decimals.theme
    return {
        **_region(material, row),
        _("Thema"): material.themes[row["theme"]],
        _("Score"): Number(row["score"], decimals),
        _("Waarom geen score"): _word(vocabulary.NO_SCORE_REASONS, row["reason"]),
        _("Plaats"): row["rank_label"],
        _("Van"): row["ranked"],
        _("Kwart"): _word(vocabulary.QUARTILES, row["quartile"]),
        _("Indicatoren met cijfer"): row["present"],
        _("Indicatoren"): row["of"],
        _("Laagste score"): Number(row["low"], decimals),
        _("Hoogste score"): Number(row["high"], decimals),
    }


def _figure(material: Material, row: Row) -> Line:
    indicator, source = material.tree.indicators[row["indicator"]], material.tree.sources.get(row["source"] or "")
    theme = material.themes.get(row["theme"] or "", "")
    return {
        **_region(material, row),
        _("Thema"): theme,
        _("Indicator"): pick(indicator.label),
        _("Waarde"): Number(row["value"], indicator.decimals),
        _("Eenheid"): pick(indicator.unit),
        _("Jaar"): row["period"],
        _("Leeftijd"): row["age_years"],
        _("Waarom geen cijfer"): _word(vocabulary.MISSING_REASONS, row["missing_reason"]),
        _("Status van het cijfer"): _word(vocabulary.FIGURE_STATUSES, row["status"]),
        _("Omgerekend"): _yes(row["converted"]),
        _("Richting"): pick(vocabulary.POLARITIES[indicator.polarity]),
        _("Score"): Number(row["score"], 1),
        _("Waarom geen score"): _word(vocabulary.NO_SCORE_REASONS, row["score_reason"]),
        _("Plaats"): row["rank_label"],
        _("Van"): row["ranked"],
        _("Kwart"): _word(vocabulary.QUARTILES, row["quartile"]),
        _("Trend"): _word(vocabulary.DIRECTIONS, row["trend_direction"]),
        _("Trend voor welvaart"): _word(vocabulary.WELFARES, row["trend_welfare"]),
        _("Verandering per jaar"): Number(row["trend_slope"], 3),
        _("Jaren in de trend"): row["trend_points"],
        _("Gewicht in het thema"): Number(row["weight"], 3),
        _("Bijdrage aan de themascore"): Number(row["contribution"]),
        _("Bron"): source.title if source else "",
    }


def _sources(material: Material) -> Iterable[Line]:
    for name, source in material.tree.sources.items():
        yield {
            _("Bron"): source.title,
            _("Uitgever"): source.publisher,
            _("Licentie"): source.licence,
            _("Verwijzing"): source.citation,
            _("Adres"): source.url,
            _("Uitgave"): source.edition or "",
            _("Opgehaald"): day(source.retrieved) if source.retrieved else "",
            _("sha256 van de cijfers"): source.sha256 or "",
            _("Indicatoren"): len(material.tree.indicators_of(name)),
            _("Opmerking"): pick(source.remarks) if source.remarks else "",
        }


def _checks(material: Material) -> Iterable[Line]:
    for each in material.review.checks:
        yield {_("Soort"): each.code, _("Opmerking"): pick(each), _("Plaats in het projectbestand"): each.place}


def _own(material: Material, frame: pl.DataFrame) -> list[Row]:
    """The rows of the project's own region, and then of the regions elsewhere."""
    wanted = [material.project.region, *material.project.elsewhere]
    order = pl.DataFrame({"region": list(dict.fromkeys(wanted))})
    return order.join(frame, on="region", how="inner", maintain_order="left_right").to_dicts()


def _where(material: Material, row: Row) -> Line:
    return {
        _("Thema"): material.themes.get(row["theme"], ""),
        _("Alternatief"): material.alternatives[row["alternative"]],
        _("Scenario"): material.scenarios[row["scenario"]],
    }


def _region(material: Material, row: Row) -> Line:
    return {_("Regio"): material.region_names[row["region"]], _("Code"): row["region"]}


def _title(material: Material, effect: str | None) -> str:
    return material.project.effects[effect].title if effect else ""


def _yes(value: bool | None) -> str:
    return "" if value is None else _("ja") if value else _("nee")


def _word(words: Mapping[Any, Bilingual], key: str | None) -> str:
    return pick(words[key]) if key else ""
