"""A theme: where the region stands, what the project does, and where the two meet."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from brede_welvaart.language import _, ngettext, pick
from brede_welvaart.reporting.cards import effect_card
from brede_welvaart.reporting.figures import positions_picture
from brede_welvaart.reporting.format import age, inside, number, sentence, several
from brede_welvaart.reporting.material import Material, Row
from brede_welvaart.reporting.opening import alternatives_words, join_sentence
from brede_welvaart.reporting.page import Described, IndicatorRow, ThemePart
from brede_welvaart.reporting.records import figure_note
from brede_welvaart.reporting.series import medians, trends_picture
from brede_welvaart.reporting.verdicts import standing, theme_verdicts, trend_counts
from brede_welvaart.reporting.words import effects_count, quartile_chip, trend_words
from brede_welvaart.vocabulary import MISSING_REASONS, NO_SCORE_REASONS

QUARTILE_SENTENCES = {
    "best": lambda: (
        _("{region} scoort {score} van de 100 op {theme}. Dat is {rank} {group}: het beste kwart."),
        _("Op {theme} hoort {region} bij het beste kwart van de {group}: {rank}, met een score van {score}."),
    ),
    "middle": lambda: (
        _("{region} scoort {score} van de 100 op {theme}. Dat is {rank} {group}: de middengroep."),
        _("Op {theme} zit {region} in de middengroep van de {group}: {rank}, met een score van {score}."),
    ),
    "worst": lambda: (
        _("{region} scoort {score} van de 100 op {theme}. Dat is {rank} {group}: het slechtste kwart."),
        _("Op {theme} hoort {region} bij het slechtste kwart van de {group}: {rank}, met een score van {score}."),
    ),
}
MEETS = 4


def theme_part(material: Material, theme: str, turn: int) -> ThemePart:
    """Everything about one theme; `turn` varies the wording from theme to theme."""
    label = material.themes[theme]
    return ThemePart(
        anchor=f"thema-{theme}",
        title=label,
        about=pick(material.tree.themes[theme].about),
        standing=standing(material, theme),
        lead=tuple(standing_sentences(material, theme, turn)),
        positions=positions_picture(material, theme),
        indicators=tuple(_indicator_row(material, name) for name in material.indicators_of(theme)),
        peers_label=_("Mediaan vergelijking") if material.project.elsewhere else "",
        trends=trends_picture(material, theme),
        remarks=tuple(_remarks(material, theme)),
        verdicts=theme_verdicts(material, theme),
        verdict_lead=verdict_sentence(material, theme),
        effects=tuple(effect_card(material, name) for name in material.effects_of(theme)),
        meets=_meets(material, theme),
    )


def standing_sentences(material: Material, theme: str, turn: int = 0) -> Iterator[str]:
    """Where the region stands on a theme: score and rank, extremes, trend, coverage; words follow the numbers."""
    row, label = material.theme_rows.get(theme), inside(material.themes[theme])
    if row is None or row["score"] is None:
        reason = pick(NO_SCORE_REASONS[row["reason"] if row else "geen_indicatoren"])
        yield _("Voor {theme} is geen score te geven: {reason}.").format(theme=label, reason=reason)
        return
    words = standing(material, theme)
    if row["quartile"]:
        choices = QUARTILE_SENTENCES[row["quartile"]]()
        yield choices[turn % len(choices)].format(
            region=material.region, score=words.score, theme=label, rank=words.rank, group=material.group
        )
    else:
        yield _("{region} scoort {score} van de 100 op {theme}.").format(
            region=material.region, score=words.score, theme=label
        )
    if row["low_indicator"] != row["high_indicator"]:
        yield _("Het hoogst scoort {high} ({high_score}), het laagst {low} ({low_score}).").format(
            high=_name(material, row["high_indicator"]), high_score=number(row["high"], 0),
            low=_name(material, row["low_indicator"]), low_score=number(row["low"], 0),
        )  # fmt: skip
    yield from _trend_sentence(material, theme)
    yield _("De score rust op {present} van de {of} indicatoren.").format(present=row["present"], of=row["of"])


def verdict_sentence(material: Material, theme: str) -> str:
    """What the alternatives do to a theme, grouped by the sign of the balance."""
    if not material.effects_of(theme):
        return _("Niemand heeft effecten op dit thema onderzocht. Dat betekent niet dat er geen effecten zijn.")
    groups: dict[str, list[str]] = {}
    for alternative in material.alternatives:
        groups.setdefault(_sign(material.cells[theme, alternative, material.first_scenario]), []).append(alternative)
    words = {
        "positief": _("het saldo is positief in {alternatives}"),
        "negatief": _("het saldo is negatief in {alternatives}"),
        "nul": _("plus en min wegen even zwaar in {alternatives}"),
        "onbekend": _("het is onbekend of niet onderzocht in {alternatives}"),
    }
    parts = [
        words[sign].format(alternatives=alternatives_words(material, groups[sign])) for sign in words if sign in groups
    ]
    count = effects_count(len(material.effects_of(theme)))
    return _("Beoordeeld: {count}. {parts}.").format(count=count, parts=_capitalised("; ".join(parts)))


def _sign(row: Row) -> str:
    if row["balance"] is None:
        return "onbekend"
    return "positief" if row["balance"] > 0 else "negatief" if row["balance"] < 0 else "nul"


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _name(material: Material, indicator: str) -> str:
    return inside(pick(material.tree.indicators[indicator].label))


def _trend_sentence(material: Material, theme: str) -> Iterator[str]:
    better, worse, same = trend_counts(material, theme)
    if not better and not worse and not same:
        return
    if not better and not worse:
        yield _("Geen van de indicatoren wordt aantoonbaar beter of slechter.")
        return
    own = material.indicators_of(theme)
    names = {
        welfare: [_name(material, name) for name in own if material.indicator_rows[name]["trend_welfare"] == welfare]
        for welfare in ("better", "worse")
    }
    parts = [
        _("Beter wordt: {names}.").format(names=several(names["better"])) if better else "",
        _("Slechter wordt: {names}.").format(names=several(names["worse"])) if worse else "",
    ]
    yield " ".join(part for part in parts if part)


def _indicator_row(material: Material, name: str) -> IndicatorRow:
    indicator, row = material.tree.indicators[name], material.indicator_rows[name]
    arrow, words = trend_words(row)
    unit = pick(indicator.unit)
    known = row["value"] is not None
    years = row["age_years"]
    return IndicatorRow(
        name=pick(indicator.label),
        unit=unit,
        value=number(row["value"], indicator.decimals) if known else pick(MISSING_REASONS[row["missing_reason"]]),
        period=row["period"] or "",
        stale=years is not None and years > material.tree.method.max_age_years,
        rank=_("{rank} van {n}").format(rank=row["rank_label"], n=row["ranked"]) if row["rank_label"] else "",
        quartile=quartile_chip(row["quartile"]),
        trend=arrow if known else "",
        trend_words=words if known else "",
        median=_group_median(material, name, row),
        peers=_peer_median(material, name),
        remark=_remark(material, name, row),
    )


def _group_median(material: Material, name: str, row: Row) -> str:
    figures = material.figures
    if row["period"] not in figures.periods:
        return ""
    value = medians(material, name)[figures.periods.index(row["period"])]
    return number(float(value), material.tree.indicators[name].decimals) if np.isfinite(value) else ""


def _peer_median(material: Material, name: str) -> str:
    value = material.peer_medians.get(name)
    return number(value, material.tree.indicators[name].decimals) if value is not None else ""


def _remark(material: Material, name: str, row: Row) -> str:
    indicator, years = material.tree.indicators[name], row["age_years"]
    if years is not None and years > material.tree.method.max_age_years:
        return _("te oud voor een score ({age})").format(age=age(years))
    if indicator.polarity == "none":
        return _("geen oordeel over hoog of laag")
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
