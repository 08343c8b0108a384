"""How all of it was made: method, mapping, weights, sources, versions and hashes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from brede_welvaart.definitions import FigureReference, Indicator
from brede_welvaart.language import _, pick
from brede_welvaart.method_definitions import Method, Normalisation
from brede_welvaart.reporting.format import day, number, percentage, percentile, sentence, several
from brede_welvaart.reporting.material import Material
from brede_welvaart.reporting.page import Account, Meanings, SourceRow
from brede_welvaart.reporting.parts import Described
from brede_welvaart.reporting.plan import log_entry
from brede_welvaart.reporting.references import references
from brede_welvaart.source_definitions import Correction
from brede_welvaart.vocabulary import LEVELS

HASH = 16


def account(material: Material) -> Account:
    """The section that accounts for every choice."""
    return Account(
        tuple(_method(material)),
        tuple(_meanings(material)),
        references(material),
        tuple(_sources(material)),
        tuple(_corrections(material)),
        tuple(_identity(material)),
    )


def _method(material: Material) -> Iterator[Described]:
    method = material.tree.method
    sources = dict.fromkeys(theme.source for theme in material.tree.themes.values())
    yield Described(_("Thema's"), sentence("; ".join(sources)))
    if method.weights:
        yield Described(_("Gewichten"), pick(method.weight_sets[method.weights].label))
    yield Described(_("Schaal"), f"{normalisation_words(method.normalisation)} {_bounds_words(method)}")
    yield Described(
        _("Liniaal"),
        _("{n} {group} bepalen de schaal en krijgen een rang.").format(
            n=int(material.members.sum()), group=material.group
        ),
    )
    yield Described(_("Themascore"), _theme_score_words(method))
    yield Described(_("Ontbrekend"), _missing_words(method))
    yield Described(
        _("Rang en kwart"),
        _(
            "Rang 1 is het best; gelijke regio's delen de beste rang: 135/136 is een gedeelde 135e plaats. "
            "Het beste en het slechtste kwart zijn elk 25 procent van de regio's met een cijfer. "
            "Wie gelijk staat met de laatste daarvan, hoort erbij; wie bij beide hoort, zit in de middengroep."
        ),
    )
    yield Described(_("Trend"), _trend_words(method))
    yield Described(_("Effecten"), _effect_words(method))
    yield Described(
        _("Leeftijd"),
        _("Cijfers ouder dan {n} jaar krijgen geen score. Leeftijden tellen vanaf {day}.").format(
            n=method.max_age_years, day=day(material.context.as_of)
        ),
    )
    yield Described(
        _("Vaste keuzes"),
        _(
            "Kwantielen van type 7 (lineair); standaardafwijking met n − 1; afronden alleen bij het afdrukken, "
            "half naar even; toevalsgetal {seed}."
        ).format(seed=several(map(str, dict.fromkeys((method.effects.seed, method.uncertainty.seed))))),
    )


def _bounds_words(method: Method) -> str:
    """Which figures lay the scale."""
    words = {
        "same_period": _("De schaal ligt vast op de cijfers van hetzelfde jaar."),
        "all_periods": _("De schaal ligt vast op de cijfers van alle jaren samen."),
    }
    base = _("De schaal ligt vast op de cijfers van {period}.")
    return words.get(method.bounds_from, base.format(period=method.bounds_from))


def _theme_score_words(method: Method) -> str:
    means = {
        "arithmetic_mean": _("het gewogen rekenkundig gemiddelde"),
        "geometric_mean": _("het gewogen meetkundig gemiddelde"),
        "harmonic_mean": _("het gewogen harmonisch gemiddelde"),
        "minimum": _("de laagste"),
    }
    return _(
        "De themascore is {mean} van de indicatorscores. "
        "Is minder dan {share} van het gewicht aanwezig, dan is er geen score."
    ).format(mean=means[method.aggregation.theme], share=percentage(method.minimum_coverage))


def _missing_words(method: Method) -> str:
    words = [_("Wat ontbreekt telt nooit als nul. De gewichten worden verdeeld over wat er is.")]
    if method.carry_forward:
        words.append(_("Oudere cijfers vullen gaten, met vermelding."))
    return " ".join(words)


def _trend_words(method: Method) -> str:
    return _(
        "Kleinste kwadraten over {years} jaar, met minstens {points} jaren en een toets op {p}. "
        "Nooit over een reeksbreuk heen. Eigen methode van dit programma."
    ).format(
        years=method.trend.window_years,
        points=method.trend.minimum_points,
        p=percentage(method.trend.significance),
    )


def _effect_words(method: Method) -> str:
    weights = several(
        _("{level} telt {n}").format(level=pick(LEVELS[level]), n=number(weight, 0 if weight.is_integer() else 1))
        for level, weight in method.effects.importance.items()
    )
    return _(
        "Zeven stappen van −3 tot +3, altijd ten opzichte van de referentie. Belang weegt: {weights}. "
        "Plus en min worden nooit over thema's opgeteld. "
        "Valt het middelste oordeel tussen twee stappen in, dan staat er de minst sterke."
    ).format(weights=weights)


def normalisation_words(normalisation: Normalisation) -> str:
    """How a figure becomes a score, in a sentence."""
    if normalisation.method == "percentile_min_max":
        return _(
            "Elk cijfer wordt een score van 0 tot 100. "
            "De grenzen liggen bij het {low}e en het {high}e percentiel van de groep."
        ).format(low=percentile(normalisation.low / 100), high=percentile(normalisation.high / 100))
    words = {
        "min_max": _("Elk cijfer wordt een score van 0 tot 100, tussen het laagste en het hoogste van de groep."),
        "z_score": _("Elk cijfer wordt een afstand tot het gemiddelde, in standaardafwijkingen."),
        "rank": _("Elk cijfer wordt een rang, uitgerekt over 0 tot 100."),
        "percentile_rank": _("Elk cijfer wordt het aandeel van de groep dat slechter is."),
        "goalposts": _("Elk cijfer wordt een score van 0 tot 100 tussen vaste grenzen."),
        "distance_to_target": _("Elk cijfer wordt de afgelegde weg naar een doel."),
        "distance_to_reference": _("Elk cijfer wordt een afstand tot één regio."),
    }
    return words[normalisation.method]


def _meanings(material: Material) -> Iterator[Meanings]:
    for theme, label in material.themes.items():
        indicators = (material.tree.indicators[name] for name in material.indicators_of(theme))
        yield Meanings(label, tuple(Described(pick(each.label), pick(each.definition)) for each in indicators))


def _sources(material: Material) -> Iterator[SourceRow]:
    for name, place in material.source_numbers.items():
        source = material.tree.sources[name]
        dated = source.edition or (day(source.retrieved) if source.retrieved else "")
        used = str(sum(name in sources for sources in material.sources_of.values()))
        yield SourceRow(place, source.title, source.citation, source.url, source.licence, dated, used)


def _corrections(material: Material) -> Iterator[Described]:
    """The figures that differ from what the publisher says, and why."""
    for name, source in material.tree.sources.items():
        for each in source.corrections:
            indicator = _measured(material, name, each.measure)
            label = pick(indicator.label) if indicator else each.measure
            where = material.region_names.get(each.region, each.region)
            changed = correction_words(each, indicator.decimals if indicator else 1)
            text = f"{changed} {sentence(pick(each.reason))} {each.source}"
            yield Described(f"{label}, {where}, {each.period}", text)


def _measured(material: Material, source: str, measure: str) -> Indicator | None:
    """The indicator that a measure of a source is, if any."""
    wanted = FigureReference(source=source, measure=measure)
    return next((each for each in material.tree.indicators.values() if wanted in each.figures), None)


def correction_words(correction: Correction, decimals: int) -> str:
    """What a correction does, in a sentence."""
    expected = number(correction.expected, decimals)
    if correction.value is None:
        return _("Het cijfer {expected} telt niet mee.").format(expected=expected)
    value = number(correction.value, decimals)
    return _("Het cijfer {expected} is vervangen door {value}.").format(expected=expected, value=value)


def _identity(material: Material) -> Iterator[Described]:
    project = material.project
    digest = hashlib.sha256(material.facts.project_bytes).hexdigest()
    yield Described(_("Programma"), _("Brede Welvaart {version}").format(version=material.facts.version))
    yield Described(_("Projectbestand"), f"{material.facts.project_file}, sha256 {digest[:HASH]}…")
    yield Described(_("Methode"), f"sha256 {material.tree.method_hash[:HASH]}…")
    yield Described(_("Cijfers en definities"), f"sha256 {material.tree.fingerprint[:HASH]}…")
    yield Described(_("Peildatum"), day(material.context.as_of))
    yield from (log_entry(material, entry) for entry in project.log)
