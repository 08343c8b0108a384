"""Hard faults in what a project file refers to: names that do not exist, units and figures that cannot be."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches

import numpy as np
import polars as pl

from brede_welvaart.definition_parts import PERIOD, Group, doubles
from brede_welvaart.definitions import Indicator, Tree
from brede_welvaart.errors import Finding, suggestion
from brede_welvaart.language import Bilingual, _, pick
from brede_welvaart.project_definitions import Alternative, Change, Effect, Judged, Project, Quantity, Scenario
from brede_welvaart.review.judgements import scenario_ids
from brede_welvaart.review.outlook import by_indicator, by_place
from brede_welvaart.review.quantities import changes, region_of
from brede_welvaart.scoring.context import Context
from brede_welvaart.validation import one_of, unknown
from brede_welvaart.vocabulary import Label

Places = Mapping[str, Judged | Change | dict[str, Change]]
Figure = tuple[float, str]
POINTS = Label("procentpunt", "percentage point")


def check_references(project: Project, tree: Tree, regions: pl.DataFrame, file: str = "") -> list[Finding]:
    """Every name in a project that the tree, the regions (columns region, name) or the project itself do not know.

    Also: a quantity in another unit than its indicator, of an indicator without figures, or wider than the range of
    its indicator; the same assessor twice in one effect; two alternatives or scenarios with the same label. Each
    finding names the key path, and the nearest known name.
    """
    groups = dict(sorted({**tree.groups, **project.groups}.items()))
    findings = [*_regions(project, regions), *_log(project, tree)]
    findings += [*_same_labels("alternatives", project.alternatives), *_same_labels("scenarios", project.scenarios)]
    for name, effect in project.effects.items():
        findings += _names(f"effects.{name}", effect, tree, groups)
        findings += _reached(f"effects.{name}", effect, project)
        findings += _grid(f"effects.{name}", effect, project)
        findings += _assessors(f"effects.{name}", effect)
        if effect.quantity and effect.quantity.indicator in tree.indicators:
            findings += _quantity(f"effects.{name}.quantity", effect.quantity, tree)
    return [replace(finding, file=file) for finding in findings]


def check_values(project: Project, tree: Tree, context: Context, file: str = "") -> list[Finding]:
    """Every quantity that leaves the plausible range of its indicator, seen from the region's latest figure.

    Also: several quantities of one indicator that leave it together, a quantity for a year before that figure, and a
    quantity of an indicator for which no region has a figure.
    """
    asked = {effect.quantity.indicator for effect in project.effects.values() if effect.quantity}
    known = context.indicators.filter(pl.col("value").is_not_null(), pl.col("indicator").is_in(asked))
    figures = {
        (region, indicator): (value, period)
        for region, indicator, value, period in known.select("region", "indicator", "value", "period").iter_rows()
    }
    counted = {indicator for _region, indicator in figures}
    findings: list[Finding] = []
    for name, effect in project.effects.items():
        if (quantity := effect.quantity) is None:
            continue
        place, figure = f"effects.{name}.quantity", figures.get((region_of(project, effect) or "", quantity.indicator))
        if quantity.indicator not in counted:
            findings.append(_without_figures(f"{place}.indicator", quantity.indicator))
        elif figure is not None:
            findings += _impossible(place, quantity, tree.indicators[quantity.indicator], figure[0])
            findings += _too_early(f"{place}.period", quantity.period, figure[1])
    findings = findings or list(dict.fromkeys(_impossible_together(project, tree, figures)))
    return [replace(finding, file=file) for finding in findings]


def _regions(project: Project, regions: pl.DataFrame) -> Iterator[Finding]:
    codes = dict(regions.select("region", "name").iter_rows())
    gone = set(regions.filter(~pl.col("current"))["region"])
    by_name = {str(name).casefold(): code for code, name in codes.items()}
    named = {"region": project.region, **{f"elsewhere.{i}": code for i, code in enumerate(project.elsewhere, start=1)}}
    for place, code in named.items():
        if code and code not in codes:
            guess = by_name.get(code.casefold()) or next(iter(get_close_matches(code, codes, 1, 0.8)), "")
            remedy = suggestion(guess, _("`welvaart regions` toont alle regio's."))
            yield Finding("", place, f"'{code}'", _("een code uit de cijfers"), remedy)
        elif code in gone:
            found = _("'{code}' ({name}), die niet meer bestaat").format(code=code, name=codes[code])
            yield Finding("", place, found, _("een regio van nu"), _("`welvaart regions` toont alle regio's."))
        elif place != "region" and code == project.region:
            yield Finding("", place, f"'{code}'", _("een andere regio dan die van het project"))


def _same_labels(part: str, named: Mapping[str, Alternative | Scenario]) -> Iterator[Finding]:
    labels = [(name, each.label) for name, each in named.items() if each.label]
    for first, later in doubles(labels):
        found = _("'{label}', zoals {other} al heet").format(label=named[later].label, other=f"{part}.{first}")
        yield Finding("", f"{part}.{later}.label", found, _("een eigen label voor elk"))


def _log(project: Project, tree: Tree) -> Iterator[Finding]:
    for index, entry in enumerate(project.log, start=1):
        for key, named, known in (("effect", entry.effect, project.effects), ("theme", entry.theme, tree.themes)):
            if named and named not in known:
                yield unknown("", f"log.{index}.{key}", named, known)


def _names(place: str, effect: Effect, tree: Tree, groups: Mapping[str, Group]) -> Iterator[Finding]:
    if effect.theme and effect.theme not in tree.themes:
        yield unknown("", f"{place}.theme", effect.theme, tree.themes)
    indicators = {"indicator": effect.indicator, "quantity.indicator": effect.quantity and effect.quantity.indicator}
    for key, indicator in indicators.items():
        if indicator and indicator not in tree.indicators:
            yield unknown("", f"{place}.{key}", indicator, tree.indicators)
    for key, named in (("gains", effect.gains), ("loses", effect.loses)):
        for index, group in enumerate(named, start=1):
            if group not in groups:
                yield unknown("", f"{place}.{key}.{index}", group, groups)


def _reached(place: str, effect: Effect, project: Project) -> Iterator[Finding]:
    for index, region in enumerate(effect.regions, start=1):
        if region not in project.elsewhere:
            expected, remedy = one_of(project.elsewhere, region), _("Noem deze regio eerst bij elsewhere.")
            yield Finding("", f"{place}.regions.{index}", f"'{region}'", expected, remedy)


def _grid(place: str, effect: Effect, project: Project) -> Iterator[Finding]:
    scenarios = scenario_ids(project)
    for part, stated in _stated(effect).items():
        for alternative, judged in stated.items():
            if alternative not in project.alternatives:
                yield unknown("", f"{place}.{part}.{alternative}", alternative, project.alternatives)
            for scenario in judged if isinstance(judged, dict) else ():
                if scenario not in scenarios:
                    where = f"{place}.{part}.{alternative}.{scenario}"
                    yield unknown("", where, scenario, scenarios) if project.scenarios else _without_scenarios(where)


def _without_scenarios(place: str) -> Finding:
    found, expected = _("een scenario; het project heeft er geen"), _("één waarde per alternatief")
    return Finding("", place, found, expected, _("Voeg scenario's toe, of laat dit niveau weg."))


def _stated(effect: Effect) -> dict[str, Places]:
    stated: dict[str, Places] = {"judgements": effect.judgements}
    stated |= {f"assessments.{i}.judgements": each.judgements for i, each in enumerate(effect.assessments, start=1)}
    if effect.mitigation:
        stated["mitigation.judgements"] = effect.mitigation.judgements
    if effect.quantity:
        stated["quantity.changes"] = effect.quantity.changes
    return stated


def _assessors(place: str, effect: Effect) -> Iterator[Finding]:
    counts = Counter((each.assessor, each.role) for each in effect.assessments)
    for (assessor, role), count in counts.items():
        if count > 1:
            found = _("'{assessor}' ({role}) {count} keer").format(assessor=assessor, role=role, count=count)
            yield Finding("", f"{place}.assessments", found, _("elke beoordelaar één keer"), _("Voeg ze samen."))


def _quantity(place: str, quantity: Quantity, tree: Tree) -> Iterator[Finding]:
    indicator = tree.indicators[quantity.indicator]
    if not indicator.figures:
        yield _without_figures(f"{place}.indicator", quantity.indicator)
    units = _units(indicator)
    if not re.fullmatch(PERIOD, quantity.period):
        expected = _("een jaar, kwartaal of maand (2030, 2030-Q1 of 2030-06)")
        yield Finding("", f"{place}.period", f"'{quantity.period}'", expected)
    if quantity.unit.strip().casefold() not in {text.casefold() for unit in units for text in (unit.nl, unit.en)}:
        named = _(" of ").join(f"'{pick(unit)}'" for unit in units)
        expected = _("de eenheid van de indicator: {units}").format(units=named)
        remedy = _("Reken de verandering om naar deze eenheid.")
        yield Finding("", f"{place}.unit", f"'{quantity.unit}'", expected, remedy)
    low, high = indicator.range
    if low is not None and high is not None:
        yield from _too_wide(place, quantity, high - low)


def _units(indicator: Indicator) -> list[Bilingual]:
    """The unit; the change of a percentage may also be stated in percentage points."""
    return [indicator.unit, *([POINTS] if indicator.unit.nl.startswith("%") else [])]


def _too_wide(place: str, quantity: Quantity, width: float) -> Iterator[Finding]:
    for where, change in _by_place(place, quantity):
        for key, value in change.model_dump().items():
            if abs(value) > width:
                expected = _("hooguit {width}: de hele breedte van de indicator").format(width=f"{width:g}")
                yield Finding("", f"{where}.{key}", f"{value:g}", expected, _("Vul de verandering in, niet de stand."))


def _impossible(place: str, quantity: Quantity, indicator: Indicator, baseline: float) -> Iterator[Finding]:
    low, high = indicator.range
    for where, change in _by_place(place, quantity):
        for key, value in change.model_dump().items():
            reached = baseline + value
            if (low is not None and reached < low) or (high is not None and reached > high):
                found = _("{value}: van {baseline} naar {reached}").format(
                    value=f"{value:g}", baseline=f"{baseline:g}", reached=f"{reached:g}"
                )
                yield Finding("", f"{where}.{key}", found, _span(low, high), _("Vul de verandering in, niet de stand."))


def _too_early(place: str, period: str, latest: str) -> Iterator[Finding]:
    if period[:4] < latest[:4]:
        expected = _("een jaar vanaf {year}, het jaar van het cijfer").format(year=latest[:4])
        yield Finding("", place, f"'{period}'", expected, _("Vul het jaar in waarin de verandering er is."))


def _impossible_together(project: Project, tree: Tree, figures: Mapping[tuple[str, str], Figure]) -> Iterator[Finding]:
    for (alternative, _scenario, region), moves in by_place(project).items():
        for indicator, (change, effects) in by_indicator(moves).items():
            low, high = tree.indicators[indicator].range
            baseline, _period = figures.get((region, indicator), (np.nan, ""))
            reached = [baseline + each for each in change.tolist()]
            wrong = [x for x in reached if (low is not None and x < low) or (high is not None and x > high)]
            for outcome in wrong[:1]:
                found = _("samen met {others} van {baseline} naar {reached}").format(
                    others=", ".join(effects[:-1]), baseline=f"{baseline:g}", reached=f"{outcome:g}"
                )
                place = f"effects.{effects[-1]}.quantity.changes.{alternative}"
                yield Finding("", place, found, _span(low, high), _("Tel dezelfde verandering niet twee keer."))


def _by_place(place: str, quantity: Quantity) -> Iterator[tuple[str, Change]]:
    for alternative, scenario, change in changes(quantity):
        yield ".".join(part for part in (place, "changes", alternative, scenario) if part), change


def _span(low: float | None, high: float | None) -> str:
    if low is None or high is None:
        bound = _("minstens {low}") if high is None else _("hooguit {high}")
        return bound.format(low=f"{low or 0:g}", high=f"{high or 0:g}")
    return _("een uitkomst van {low} tot {high}").format(low=f"{low:g}", high=f"{high:g}")


def _without_figures(place: str, indicator: str) -> Finding:
    remedy = _("Kies een indicator met cijfers, of laat de hoeveelheid weg.")
    return Finding("", place, f"'{indicator}'", _("een indicator met cijfers"), remedy)
