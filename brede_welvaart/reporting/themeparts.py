"""A theme: where the region stands, what the project does, and where the two meet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from brede_welvaart.definitions import Indicator
from brede_welvaart.language import _, ngettext, pick
from brede_welvaart.reporting.cards import effect_card
from brede_welvaart.reporting.format import age, at_most, inside, number, percentage, place_said, sentence, sign
from brede_welvaart.reporting.material import Material, Row
from brede_welvaart.reporting.opening import alternatives_words, join_sentence
from brede_welvaart.reporting.page import IndicatorRow, ThemePart
from brede_welvaart.reporting.parts import Described, Drawing, Panels
from brede_welvaart.reporting.records import figure_note
from brede_welvaart.reporting.verdicts import standing, theme_verdicts, trend_counts
from brede_welvaart.reporting.words import effects_count, quartile_chip, trend_words
from brede_welvaart.vocabulary import MISSING_REASONS, NO_SCORE_REASONS, POLARITIES, Quartile

STANDING: Mapping[Quartile | None, Callable[[], tuple[str, ...]]] = {
    "best": lambda: (
        _("{region} scoort {score} van de 100 op {theme}. Dat is {rank} {group}, in het beste kwart."),
        _("Op {theme} hoort {region} bij het beste kwart van de {group}. De score is {score}: {rank}."),
        _("Met {score} van de 100 op {theme} zit {region} in het beste kwart: {rank} {group}."),
    ),
    "middle": lambda: (
        _("{region} scoort {score} van de 100 op {theme}. Dat is {rank} {group}, in de middengroep."),
        _("Op {theme} zit {region} in de middengroep van de {group}. De score is {score}: {rank}."),
        _("Met {score} van de 100 op {theme} zit {region} in de middengroep: {rank} {group}."),
    ),
    "worst": lambda: (
        _("{region} scoort {score} van de 100 op {theme}. Dat is {rank} {group}, in het slechtste kwart."),
        _("Op {theme} hoort {region} bij het slechtste kwart van de {group}. De score is {score}: {rank}."),
        _("Met {score} van de 100 op {theme} zit {region} in het slechtste kwart: {rank} {group}."),
    ),
    None: lambda: (_("{region} scoort {score} van de 100 op {theme}."),),
}
"""Ways to say the same; the turn of the theme chooses."""
MEETS = 4
NAMES = 3
BESIDE = 400
"""Characters of remarks beside small figures, for each figure that would fit there."""


@dataclass(frozen=True)
class Drawn:
    """The small figures of all themes, drawn beforehand in one go: strips per indicator, panels per theme."""

    strips: Mapping[str, Drawing]
    panels: Mapping[str, Panels]


def theme_part(material: Material, theme: str, turn: int, figures: Drawn) -> ThemePart:
    """Everything about one theme; `turn` varies the wording from theme to theme."""
    remarks = tuple(_remarks(material, theme))
    return ThemePart(
        anchor=f"thema-{theme}",
        title=material.themes[theme],
        about=pick(material.tree.themes[theme].about),
        standing=standing(material, theme),
        lead=tuple(standing_sentences(material, theme, turn)),
        indicators=tuple(
            _indicator_row(material, name, figures.strips.get(name)) for name in material.indicators_of(theme)
        ),
        trends=_with_room(figures.panels.get(theme), remarks),
        remarks=remarks,
        verdicts=theme_verdicts(material, theme),
        verdict_lead=verdict_sentence(material, theme),
        effects=tuple(effect_card(material, name) for name in material.effects_of(theme)),
        meets=_meets(material, theme),
    )


def _with_room(panels: Panels | None, remarks: Sequence[Described]) -> Panels | None:
    """The small figures, with no room beside them for remarks that would stand out far below."""
    if panels and sum(len(each.text) for each in remarks) > BESIDE * panels.room:
        return replace(panels, room=0)
    return panels


def standing_sentences(material: Material, theme: str, turn: int = 0) -> Iterator[str]:
    """Where the region stands on a theme: score and rank, extremes, trend, coverage; words follow the numbers."""
    row, label = material.theme_rows.get(theme), inside(material.themes[theme])
    if row is None or row["score"] is None:
        reason = pick(NO_SCORE_REASONS[row["reason"] if row else "geen_indicatoren"])
        yield _("Voor {theme} is geen score te geven: {reason}.").format(theme=label, reason=reason)
        return
    choices, rank = STANDING[row["quartile"]](), row["rank_label"] and place_said(row["rank_label"], row["ranked"])
    score = number(row["score"], material.tree.method.decimals.theme)
    yield choices[turn % len(choices)].format(
        region=material.region, score=score, theme=label, rank=rank, group=material.group
    )
    if row["low_indicator"] != row["high_indicator"]:
        yield _("Het hoogst scoort {high} ({high_score}), het laagst {low} ({low_score}).").format(
            high=_name(material, row["high_indicator"]), high_score=number(row["high"], 0),
            low=_name(material, row["low_indicator"]), low_score=number(row["low"], 0),
        )  # fmt: skip
    yield from _trend_sentences(material, theme)
    coverage = (
        _("De score rust op {present} van de {of} indicatoren die meetellen."),
        _("Van de {of} indicatoren die meetellen, hebben er {present} een cijfer."),
    )
    yield coverage[turn % len(coverage)].format(present=row["present"], of=row["of"])


def verdict_sentence(material: Material, theme: str) -> str:
    """What the alternatives do to a theme, grouped by the sign of the balance."""
    if not material.effects_of(theme):
        return _("Niemand heeft effecten op dit thema onderzocht. Dat betekent niet dat er geen effecten zijn.")
    groups: dict[str, list[str]] = {}
    for alternative in material.alternatives:
        groups.setdefault(_sign(material.cells[theme, alternative, material.first_scenario]), []).append(alternative)
    words = {
        "positief": _("Het saldo is positief in {alternatives}."),
        "negatief": _("Het saldo is negatief in {alternatives}."),
        "nul": _("Plus en min wegen even zwaar in {alternatives}."),
        "niets": _("Geen plus en geen min is er in {alternatives}."),
        "onbekend": _("Onbekend of niet onderzocht is het in {alternatives}."),
        "nvt": _("Niet van toepassing is het in {alternatives}."),
    }
    parts = [
        words[sign].format(alternatives=alternatives_words(material, groups[sign])) for sign in words if sign in groups
    ]
    count = _("Het gaat om {count}.").format(count=effects_count(len(material.effects_of(theme))))
    return " ".join((count, *parts))


def _sign(row: Row) -> str:
    if row["balance"] is None:
        return "nvt" if row["label"] == "niet_van_toepassing" else "onbekend"
    if not (row["plus"] or row["minus"]):
        return "niets"
    return {1: "positief", -1: "negatief", 0: "nul"}[sign(row["balance"])]


def _name(material: Material, indicator: str) -> str:
    return inside(pick(material.tree.indicators[indicator].label))


def _trend_sentences(material: Material, theme: str) -> Iterator[str]:
    better, worse, same = trend_counts(material, theme)
    if same and not better and not worse:
        yield _("Geen van de indicatoren wordt aantoonbaar beter of slechter.")
    own = material.indicators_of(theme)
    for welfare, words in (
        ("better", _("Beter gaat het met {names}.")),
        ("worse", _("Slechter gaat het met {names}.")),
    ):
        names = [_name(material, name) for name in own if material.indicator_rows[name]["trend_welfare"] == welfare]
        if names:
            yield words.format(names=at_most(names, NAMES))


def _indicator_row(material: Material, name: str, strip: Drawing | None) -> IndicatorRow:
    indicator, row = material.tree.indicators[name], material.indicator_rows[name]
    arrow, words = trend_words(row)
    words = _("onbekend") if row["trend_direction"] in (None, "onbekend") else words
    known = row["value"] is not None
    years = row["age_years"]
    return IndicatorRow(
        name=pick(indicator.label),
        unit=_unit(indicator),
        value=number(row["value"], indicator.decimals) if known else "–",
        period=row["period"] or "",
        stale=years is not None and years > material.tree.method.max_age_years,
        rank=_("{rank} van {n}").format(rank=row["rank_label"], n=row["ranked"]) if row["rank_label"] else "",
        quartile=quartile_chip(row["quartile"]),
        trend=arrow if known else "",
        trend_words=words if known else "",
        median=_group_median(material, name, row),
        peers=_peer_median(material, name),
        strip=strip,
        no_score=_absence(row),
        remark=_remark(material, row),
        share=percentage(row["weight"]) if row["weight"] and _has_score(material, row["theme"]) else "–",
        sources=", ".join(material.source_numbers[each] for each in material.sources_of[name]),
    )  # fmt: skip


def _has_score(material: Material, theme: str) -> bool:
    return material.theme_rows.get(theme, {}).get("score") is not None


def _absence(row: Row) -> str:
    """Why there is no figure, or no score."""
    if row["missing_reason"]:
        return pick(MISSING_REASONS[row["missing_reason"]])
    return pick(NO_SCORE_REASONS[row["score_reason"]]) if row["score_reason"] else ""


def _unit(indicator: Indicator) -> str:
    """The unit, and the direction where high is not simply good."""
    parts = [pick(indicator.unit)]
    if indicator.polarity != "higher_is_better":
        parts.append(pick(POLARITIES[indicator.polarity]))
    return "; ".join(parts)


def _group_median(material: Material, name: str, row: Row) -> str:
    figures = material.figures
    if row["period"] not in figures.periods:
        return ""
    value = material.medians[figures.indicators.index(name), figures.periods.index(row["period"])]
    return number(float(value), material.tree.indicators[name].decimals) if np.isfinite(value) else ""


def _peer_median(material: Material, name: str) -> str:
    return number(material.peer_medians.get(name), material.tree.indicators[name].decimals)


def _remark(material: Material, row: Row) -> str:
    years = row["age_years"]
    if years is not None and years > material.tree.method.max_age_years:
        return age(years)
    return figure_note(row)


def _remarks(material: Material, theme: str) -> Iterator[Described]:
    for name in material.indicators_of(theme):
        indicator = material.tree.indicators[name]
        breaks = (each.reason for each in material.tree.breaks_of(name))
        notes = [indicator.polarity_note, indicator.remarks, *breaks]
        texts = [sentence(pick(note)) for note in notes if note]
        if texts:
            yield Described(pick(indicator.label), " ".join(dict.fromkeys(texts)))


def _meets(material: Material, theme: str) -> tuple[str, ...]:
    groups: dict[tuple[str, str, str], list[Row]] = {}
    for row in material.joins:
        if row["theme"] == theme:
            groups.setdefault((row["kind"], row["effect"], row["region"]), []).append(row)
    words = {"knelpunt": _("Knelpunt."), "koppelkans": _("Koppelkans.")}
    found = [f"{words[kind]} {join_sentence(material, rows)}" for (kind, *_rest), rows in groups.items()]
    more = len(found) - MEETS
    tail = (ngettext("En nog {n} ander.", "En nog {n} andere.", more).format(n=more),) if more > 0 else ()
    return (*found[:MEETS], *tail)
