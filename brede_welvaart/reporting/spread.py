"""Who gains and who loses, where and when; and what is shifted to later or elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from brede_welvaart import vocabulary
from brede_welvaart.language import _, ngettext, pick
from brede_welvaart.reporting.format import inside, several, trimmed
from brede_welvaart.reporting.material import Material, Row
from brede_welvaart.reporting.page import DistributionPart, Heat
from brede_welvaart.reporting.words import outcome_mark

MOST = 4


def distribution(material: Material) -> tuple[DistributionPart, ...]:
    """Per alternative: three tables, and what is shifted."""
    return tuple(_part(material, name) for name in material.alternatives)


def _part(material: Material, alternative: str) -> DistributionPart:
    rows = material.review.distribution.filter(pl.col("alternative") == alternative).to_dicts()
    groups = {name: pick(each.label) for name, each in {**material.tree.groups, **material.project.groups}.items()}
    labels: dict[str, tuple[str, str, Mapping[str, str]]] = {
        "groep": (_("Groepen"), _("Groep"), groups),
        "plaats": (_("Plaatsen"), _("Plaats"), {name: pick(each) for name, each in vocabulary.PLACES.items()}),
        "horizon": (_("Termijnen"), _("Termijn"), {name: pick(each) for name, each in vocabulary.HORIZONS.items()}),
    }
    tables = tuple(
        _heat(material, [row for row in rows if row["kind"] == kind], caption, corner, names)
        for kind, (caption, corner, names) in labels.items()
    )
    return DistributionPart(
        material.alternatives[alternative],
        _lead(rows, groups),
        tables,
        tuple(_shown(list(_shifting(material, alternative)))),
    )


def _heat(material: Material, rows: list[Row], caption: str, corner: str, names: Mapping[str, str]) -> Heat:
    cells = {(row["key"], row["theme"]): row["outcome"] for row in rows}
    filled = [name for name in names if any(cells[name, theme] != "niet_onderzocht" for theme in material.themes)]
    empty = [inside(names[name]) for name in names if name not in filled]
    return Heat(
        caption, corner,
        tuple((names[name], tuple(outcome_mark(cells[name, theme]) for theme in material.themes)) for name in filled),
        _("Niet onderzocht op elk thema: {names}.").format(names=several(empty)) if empty else "",
    )  # fmt: skip


def _lead(rows: list[Row], groups: Mapping[str, str]) -> str:
    people = [row for row in rows if row["kind"] == "groep"]
    found = {
        outcome: list(dict.fromkeys(row["key"] for row in people if row["outcome"] in (outcome, "beide")))
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
    parts = [words[outcome].format(groups=several(names)) for outcome, names in only.items() if names]
    return " ".join(parts) or _("Geen effect noemt groepen die winnen of verliezen.")


def _shown(sentences: list[str]) -> Iterator[str]:
    yield from sentences[:MOST]
    more = len(sentences) - MOST
    if more > 0:
        yield ngettext("En nog {n} thema.", "En nog {n} thema's of richtingen.", more).format(n=more)


def _shifting(material: Material, alternative: str) -> Iterator[str]:
    to = {"later": _("latere generaties"), "elders": _("mensen elders")}
    for row in material.review.shifting.filter(pl.col("alternative") == alternative).to_dicts():
        gains, loses = (_titles(material, row[side]) for side in ("gains", "loses"))
        yield _("{theme}: hier en nu winst ({gains}), maar {to} betalen ({loses}).").format(
            theme=material.themes[row["theme"]], gains=gains, to=to[row["to"]], loses=loses
        )


def _titles(material: Material, names: list[str]) -> str:
    titles = [f"‘{trimmed(material.project.effects[name].title.rstrip('.'), 60)}’" for name in names[:2]]
    return several(titles + ([_("meer")] if len(names) > 2 else []))
