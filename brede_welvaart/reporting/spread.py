"""Who gains and who loses, where and when; and what is shifted to later or elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from brede_welvaart import vocabulary
from brede_welvaart.language import _, ngettext, pick
from brede_welvaart.reporting.format import inside, ordered, several, trimmed
from brede_welvaart.reporting.material import Material, Row
from brede_welvaart.reporting.page import Heat, HeatRow, Share, Spread
from brede_welvaart.reporting.parts import Described, Sign
from brede_welvaart.reporting.words import outcome_chip
from brede_welvaart.vocabulary import Distribution

MOST = 4
Outcomes = Mapping[tuple[str, str, str, str], Distribution]


def spread(material: Material) -> Spread:
    """Per alternative who gains and what is shifted; and three tables with all alternatives side by side."""
    outcomes: Outcomes = {
        (row["kind"], row["key"], row["theme"], row["alternative"]): row["outcome"]
        for row in material.review.distribution.to_dicts()
    }
    kinds: dict[str, tuple[str, Mapping[str, str]]] = {
        "groep": (_("Groepen"), material.group_labels),
        "plaats": (_("Plaatsen"), {name: pick(each) for name, each in vocabulary.PLACES.items()}),
        "horizon": (_("Termijnen"), {name: pick(each) for name, each in vocabulary.HORIZONS.items()}),
    }
    return Spread(
        _("In elk vak staan de alternatieven op volgorde: {order}.").format(
            order=ordered(material.alternatives.values())
        )
        if len(material.alternatives) > 1
        else "",
        tuple(_share(material, name) for name in material.alternatives),
        tuple(_heat(material, kind, title, names, outcomes) for kind, (title, names) in kinds.items()),
        tuple(Described(label, text) for name, label in material.brief.items() for text in _shifts(material, name)),
    )


def _share(material: Material, alternative: str) -> Share:
    mine = (pl.col("alternative") == alternative) & (pl.col("kind") == "groep")
    rows = material.review.distribution.filter(mine).to_dicts()
    return Share(material.alternatives[alternative], " ".join(_lead(rows, material.group_labels)))


def _heat(material: Material, kind: str, title: str, names: Mapping[str, str], outcomes: Outcomes) -> Heat:
    cells = {
        name: tuple(_cell(material, [outcomes[kind, name, theme, each] for each in material.alternatives])
                    for theme in material.themes)
        for name in names
    }  # fmt: skip
    filled = tuple(HeatRow(names[name], marks) for name, marks in cells.items() if any(marks))
    empty = [inside(names[name]) for name, marks in cells.items() if not any(marks)]
    text = _("Op geen thema onderzocht: {names}.").format(names=several(empty)) if empty else ""
    return Heat(title, 1 + len(material.themes), filled, text)


def _cell(material: Material, outcomes: Sequence[Distribution]) -> tuple[Sign, ...]:
    """A mark per alternative; none at all where nobody looked in any of them."""
    if set(outcomes) == {"niet_onderzocht"}:
        return ()
    named = zip(material.alternatives.values(), outcomes, strict=True)
    return tuple(Sign(alternative, outcome_chip(outcome)) for alternative, outcome in named)


def _lead(rows: list[Row], groups: Mapping[str, str]) -> Iterator[str]:
    found = {
        outcome: list(dict.fromkeys(row["key"] for row in rows if row["outcome"] in (outcome, "beide")))
        for outcome in ("wint", "verliest")
    }
    only = {
        "wint": [inside(groups[name]) for name in found["wint"] if name not in found["verliest"]],
        "verliest": [inside(groups[name]) for name in found["verliest"] if name not in found["wint"]],
        "beide": [inside(groups[name]) for name in found["wint"] if name in found["verliest"]],
    }
    words = {
        "wint": _("Alleen winst: {groups}."), "verliest": _("Alleen verlies: {groups}."),
        "beide": _("Winst én verlies: {groups}."),
    }  # fmt: skip
    if not any(only.values()):
        named = any(row["outcome"] != "niet_onderzocht" for row in rows)
        nobody = _("Geen groep wint of verliest: bij elke genoemde groep is het neutraal of onbekend.")
        yield nobody if named else _("Geen effect noemt groepen die winnen of verliezen.")
    yield from (words[outcome].format(groups=several(names)) for outcome, names in only.items() if names)


def _shifts(material: Material, alternative: str) -> Iterator[str]:
    sentences = list(_shifting(material, alternative))
    yield from sentences[:MOST]
    more = len(sentences) - MOST
    if more > 0:
        yield ngettext("En nog {n} thema.", "En nog {n} thema's of richtingen.", more).format(n=more)


def _shifting(material: Material, alternative: str) -> Iterator[str]:
    """Each shift once, with the scenarios in which it is."""
    found: dict[str, list[str]] = {}
    for text, scenarios in _shifts_by_scenario(material, alternative):
        found.setdefault(text, []).extend(scenarios)
    yield from (_in_scenarios(material, text, scenarios) for text, scenarios in found.items())


def _shifts_by_scenario(material: Material, alternative: str) -> Iterator[tuple[str, Sequence[str]]]:
    to = {"later": _("latere generaties"), "elders": _("mensen elders")}
    for row in material.review.shifting.filter(pl.col("alternative") == alternative).to_dicts():
        gains, loses = (_titles(material, row[side]) for side in ("gains", "loses"))
        within = _("{theme}: hier en nu winst ({gains}), maar {to} betalen ({loses}).")
        across = _("Hier en nu winst op andere thema's ({gains}), maar op {theme} betalen {to} ({loses}).")
        words = within if row["within_theme"] else across
        label = material.themes[row["theme"]]
        theme = label if row["within_theme"] else inside(label)
        yield words.format(theme=theme, gains=gains, to=to[row["to"]], loses=loses), row["scenarios"]


def _in_scenarios(material: Material, text: str, scenarios: Sequence[str]) -> str:
    if len(scenarios) == len(material.scenarios):
        return text
    labels = several(material.scenarios[each] for each in scenarios)
    return _("Bij scenario {scenarios}: {text}").format(scenarios=labels, text=inside(text))


def _titles(material: Material, names: list[str]) -> str:
    titles = [f"‘{trimmed(material.project.effects[name].title.rstrip('.'), 60)}’" for name in names[:2]]
    return several(titles + ([_("meer")] if len(names) > 2 else []))
