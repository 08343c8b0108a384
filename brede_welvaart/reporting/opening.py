"""Page one: the project, its themes per alternative, and what matters most, in a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from brede_welvaart.language import _, ngettext, pick
from brede_welvaart.reporting.format import (
    at_most,
    capital,
    inside,
    measured,
    place_said,
    sentence,
    several,
    shortened,
    sign,
    trimmed,
)
from brede_welvaart.reporting.material import BRIEF, Material, Row
from brede_welvaart.reporting.page import DENSITIES, Opening
from brede_welvaart.reporting.verdicts import THEME, theme_rows
from brede_welvaart.vocabulary import JUDGEMENTS, Judgement

MESSAGE, DECISION, REFERENCE = 430, 300, 220
"""Characters of each on page one; what is longer stands whole behind it."""
POINTS = 3
LEADERS = 3
COLUMNS = 150
"""Characters that the headings of all alternatives share."""


def opening(material: Material) -> Opening:
    """Everything on page one."""
    project = material.project
    rows = theme_rows(material)
    room = max(BRIEF, COLUMNS // len(material.alternatives))
    points = {kind: join_sentences(material, kind, POINTS) for kind in ("knelpunt", "koppelkans")}
    return Opening(
        region=_region(material),
        decision=sentence(shortened(project.decision, DECISION)) if project.decision else "",
        reference=_reference(material),
        message=shortened(project.key_message, MESSAGE),
        columns=tuple(material.shortly(room).values()),
        rows=rows,
        note=_note(material),
        starred=any(cell.star for row in rows for cell in row.verdicts),
        bottlenecks=points["knelpunt"] or (_("Geen negatief effect raakt een thema waarop de regio zwak staat."),),
        opportunities=points["koppelkans"] or (_("Geen positief effect raakt een thema waarop de regio zwak staat."),),
        unexamined=unexamined(material),
        who=who(material),
        sure=" ".join(text for text in (sure(material), unconfirmed(material)) if text),
        smallprint=_("Cijfers: {sources}. Oordelen: {owner}. Programma Brede Welvaart {version}.").format(
            sources=several(sorted({material.tree.sources[name].publisher for name in material.sources})),
            owner=trimmed(project.owner, 60), version=material.facts.version,
        ),
        density=DENSITIES[0],
    )  # fmt: skip


def join_sentences(material: Material, kind: str, most: int | None = None) -> tuple[str, ...]:
    """Bottlenecks (`knelpunt`) or opportunities (`koppelkans`) as sentences, strongest first, each effect once."""
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in material.joins:
        if row["kind"] == kind:
            groups.setdefault((row["region"], row["effect"]), []).append(row)
    chosen: list[Sequence[Row]] = list(groups.values())
    if most is not None:
        chosen = _spread_out(chosen, material.project.region, most)
    return tuple(join_sentence(material, rows) for rows in chosen)


def join_sentence(material: Material, rows: Sequence[Row]) -> str:
    """What one effect does where one region is weak, in the alternatives of these rows."""
    title = trimmed(material.project.effects[rows[0]["effect"]].title.rstrip("."), 90)
    alike: dict[tuple[Judgement, tuple[str, ...]], list[str]] = {}
    for row in sorted(rows, key=lambda each: -abs(each["step"])):
        alike.setdefault((row["judgement"], tuple(row["scenarios"])), []).append(row["alternative"])
    parts = [
        _judged(material, judgement, alternatives_words(material, names), scenarios)
        for (judgement, scenarios), names in alike.items()
    ]
    effect = _("‘{effect}’ is er {judged}.").format(effect=title, judged=several(parts))
    return f"{standing_words(material, rows[0])}. {effect}"


def _judged(material: Material, judgement: Judgement, alternatives: str, scenarios: Sequence[str]) -> str:
    """A judgement, where it holds, and in which scenarios if not in all."""
    words = {"judgement": pick(JUDGEMENTS[judgement]), "alternatives": alternatives}
    if len(scenarios) == len(material.scenarios):
        return _("{judgement} in {alternatives}").format(**words)
    named = several(trimmed(material.scenarios[each], BRIEF) for each in scenarios)
    return _("{judgement} in {alternatives} bij scenario {scenarios}").format(**words, scenarios=named)


def standing_words(material: Material, row: Row) -> str:
    """How a region stands on the indicator or theme of a join."""
    region = material.region_names.get(row["region"], row["region"])
    if row["indicator"]:
        indicator = material.tree.indicators[row["indicator"]]
        what = f"{pick(indicator.label)} ({measured(row['value'], indicator.decimals, pick(indicator.unit))})"
    else:
        what = trimmed(material.themes[row["theme"]], THEME)
    rank = place_said(row["rank_label"], row["ranked"]) if row["rank_label"] else ""
    if row["quartile"] == "worst" and row["trend_welfare"] == "worse":
        return _("{what}: {region} is {rank} en gaat achteruit").format(what=what, region=region, rank=rank)
    if row["quartile"] == "worst":
        return _("{what}: {region} is {rank}").format(what=what, region=region, rank=rank)
    return _("{what}: in {region} wordt dit slechter").format(what=what, region=region)


def alternatives_words(material: Material, names: Sequence[str]) -> str:
    """Alternatives as a sentence names them."""
    if len(set(names)) == len(material.alternatives) > 1:
        return _("alle alternatieven")
    labels = material.shortly(40)
    return several(f"‘{labels[name]}’" for name in dict.fromkeys(names))


def unexamined(material: Material) -> str:
    """What was not examined and what is unknown, in one or two sentences."""
    first = material.first_cells()
    empty = [row for row in first if row["label"] == "niet_onderzocht"]
    unknown = sum(row["unknown"] for row in first)
    parts = [_("Elk thema is in elk alternatief onderzocht.")]
    if empty:
        names = _by_theme(material, empty)
        parts = [sentence(capital(at_most(names, 4)))]
    if unknown:
        words = ngettext("{n} oordeel staat op onbekend.", "{n} oordelen staan op onbekend.", unknown)
        parts.append(words.format(n=unknown))
    return " ".join(parts)


def who(material: Material) -> str:
    """Which groups are named most often as gaining and as losing, over all alternatives."""
    counts = {outcome: Counter[str]() for outcome in ("wint", "verliest")}
    for effect in material.project.effects.values():
        counts["wint"].update(effect.gains)
        counts["verliest"].update(effect.loses)
    labels = material.group_labels
    named = {outcome: [inside(labels[name]) for name in _leaders(count)] for outcome, count in counts.items()}
    if not named["wint"] and not named["verliest"]:
        return _("Geen effect noemt groepen die winnen of verliezen.")
    nobody = [_("geen enkele groep")]
    return _("Het vaakst genoemd als winnaar: {gains}. Het vaakst als verliezer: {loses}.").format(
        gains=at_most(named["wint"] or nobody, LEADERS), loses=at_most(named["verliest"] or nobody, LEADERS)
    )


def sure(material: Material) -> str:
    """In how many cells the sign holds, within its range and over the scenarios."""
    first = [row for row in material.first_cells() if row["balance"] is not None]
    if not first:
        return _("Er is nog geen thema beoordeeld.")
    firm = sum(sign(row["balance_low"]) > 0 or sign(row["balance_high"]) < 0 for row in first)
    words = ngettext(
        "Bij {firm} van {n} uitkomst ligt het hele gevoeligheidsbereik aan één kant van nul.",
        "Bij {firm} van de {n} uitkomsten ligt het hele gevoeligheidsbereik aan één kant van nul.", len(first),
    )  # fmt: skip
    turning = sum(row["verdict"] == "scenario-afhankelijk" for row in material.verdicts.values())
    tail = ngettext(
        "Bij {n} hangt het teken af van het scenario.", "Bij {n} hangt het teken af van het scenario.", turning
    )
    return " ".join([words.format(firm=firm, n=len(first)), *([tail.format(n=turning)] if turning else [])])


def unconfirmed(material: Material) -> str:
    """How many effects count that nobody confirmed; empty if none."""
    proposed = material.unconfirmed
    words = ngettext(
        "{n} effect is een voorstel dat niemand bevestigde; het telt mee.",
        "{n} effecten zijn een voorstel dat niemand bevestigde; ze tellen mee.",
        len(proposed),
    )
    return words.format(n=len(proposed)) if proposed else ""


def _region(material: Material) -> str:
    level = material.context.regions.filter(region=material.project.region)["level"].to_list()
    return _("Gemeente {name}").format(name=material.region) if level == ["municipality"] else material.region


def _reference(material: Material) -> str:
    reference = material.project.reference
    if reference is None:
        return _("De referentie waarmee is vergeleken, is niet beschreven.")
    text = sentence(shortened(reference.description, REFERENCE))
    return _("{description} Peiljaar {year}.").format(description=text, year=reference.year)


def _note(material: Material) -> str:
    scenario = material.scenarios[material.first_scenario]
    return _("Oordelen bij scenario {scenario}.").format(scenario=scenario) if scenario else ""


def _by_theme(material: Material, rows: Sequence[Row]) -> list[str]:
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row["theme"], []).append(row["alternative"])
    return [
        _("{theme} in {alternatives}").format(
            theme=inside(material.themes[theme]), alternatives=alternatives_words(material, names)
        )
        for theme, names in found.items()
    ]


def _spread_out(groups: Sequence[Sequence[Row]], own: str, most: int) -> list[Sequence[Row]]:
    """The strongest, first one per theme, in the project's `own` region where that has any, then the others."""
    ordered = sorted(groups, key=lambda rows: rows[0]["region"] != own)
    first: dict[str, Sequence[Row]] = {}
    for rows in ordered:
        first.setdefault(rows[0]["theme"], rows)
    rest = [rows for rows in ordered if rows is not first[rows[0]["theme"]]]
    return [*first.values(), *rest][:most]


def _leaders(counts: Counter[str]) -> list[str]:
    """The names that are counted most often, those included that are counted as often as the last of them."""
    ranked = counts.most_common()
    least = ranked[:LEADERS][-1][1] if ranked else 0
    return [name for name, number in ranked if number >= least]
