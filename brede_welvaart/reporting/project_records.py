"""Scores of a project, the trace of one of its themes, and two versions compared: JSON, CSV and text tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from brede_welvaart import vocabulary
from brede_welvaart.definitions import Tree
from brede_welvaart.language import _, pick
from brede_welvaart.project_definitions import Project
from brede_welvaart.reporting.format import between, number
from brede_welvaart.reporting.listings import Row, table_lines
from brede_welvaart.reporting.records import provenance
from brede_welvaart.reporting.standings import document
from brede_welvaart.scoring.overview import Overview

GRID = ("alternative", "scenario")
TINY = 1e-9
SHOWN = 40
SHOWN_JOINS = 8


def score_record(scored: Any, tree: Tree) -> Row:
    """The document that `welvaart score --format json` prints."""
    project, review = scored.project, scored.review
    own = document(Overview(scored.context, (project.region,)), tree)["regions"][0]
    standing = {theme["theme"]: theme for theme in own["themes"]}
    return {
        **provenance(scored.context, tree),
        "project": project_head(scored),
        "alternatives": {key: value.label for key, value in project.alternatives.items()},
        "scenarios": {key: value.label for key, value in project.scenarios.items()},
        "themes": [
            {
                "theme": theme,
                "cells": review.cells.filter(theme=theme).drop("theme").to_dicts(),
                "verdicts": review.verdicts.filter(theme=theme).drop("theme").to_dicts(),
                "context": standing[theme],
            }
            for theme in review.cells["theme"].unique(maintain_order=True)
        ],
        "effects": [
            {**row, "regions": list(project.regions_of(project.effects[row["effect"]]))}
            for row in review.effects.to_dicts()
        ],
        "disagreements": review.disagreements.to_dicts(),
        "quantities": review.quantities.to_dicts(),
        "outlook": review.outlook.to_dicts(),
        "distribution": review.distribution.to_dicts(),
        "shifting": review.shifting.to_dicts(),
        "joins": review.joins.to_dicts(),
        "checks": [check.as_dict() for check in review.checks],
    }  # fmt: skip


def project_head(scored: Any) -> Row:
    """Which project this is."""
    project = scored.project
    return {
        "id": scored.name, "title": project.title, "region": project.region, "elsewhere": list(project.elsewhere),
        "status": project.status, "illustration": project.illustration,
    }  # fmt: skip


def score_lines(scored: Any, tree: Tree) -> Iterator[str]:
    """The scores of a project as text: a row per theme, alternative and scenario, and then the strongest joins."""
    project, review = scored.project, scored.review
    if project.illustration:
        yield project.illustration
    verdicts = {(theme, alternative): verdict for theme, alternative, verdict in review.verdicts.iter_rows()}
    yield from table_lines([
        {
            _("thema"): pick(tree.themes[cell["theme"]].label),
            _("alternatief"): project.alternatives[cell["alternative"]].label,
            _("scenario"): getattr(project.scenarios.get(cell["scenario"]), "label", "-"),
            _("plus"): number(cell["plus"], 2),
            _("min"): number(cell["minus"], 2),
            _("saldo"): number(cell["balance"], 2),
            _("bereik"): between(cell["balance_low"], cell["balance_high"]),
            _("kans op plus"): "" if cell["p_positive"] is None else f"{cell['p_positive']:.0%}",
            _("na maatregelen"): number(cell["balance_after"], 2),
            _("oordeel"): _label(cell),
            _("teken in scenario's"): pick(vocabulary.SCENARIO_VERDICTS[verdicts[cell["theme"], cell["alternative"]]])
            if project.scenarios
            else "-",
            _("effecten"): str(cell["effects"]),
            _("onbekend"): str(cell["unknown"]),
        }
        for cell in review.cells.iter_rows(named=True)
    ])  # fmt: skip
    yield from _join_lines(scored, tree)
    yield ""
    count = _("{n} aandachtspunten. Typ `welvaart check {name}` om ze te lezen.")
    yield count.format(n=len(review.checks), name=scored.name)


def trace_record(explained: Any, tree: Tree) -> Row:
    """The document that `welvaart explain PROJECT THEME --format json` prints; numbers unrounded."""
    scored, trace = explained.scored, explained.trace
    named = scored.review.quantities.filter(pl.col("effect").is_in(trace.rows["effect"].unique().to_list()))
    return {
        **provenance(scored.context, tree),
        "project": project_head(scored),
        "theme": trace.theme,
        "cells": [
            {**cell, "parts": trace.rows.filter(**{key: cell[key] for key in GRID}).drop(GRID).to_dicts()}
            for cell in trace.cells.to_dicts()
        ],
        "quantities": named.to_dicts(),
    }


def trace_rows(explained: Any) -> pl.DataFrame:
    """The trace as one row per alternative, scenario and effect, with the field names of the JSON."""
    rows: pl.DataFrame = explained.trace.rows.select(pl.lit(explained.trace.theme).alias("theme"), pl.all())
    return rows


def trace_lines(explained: Any, tree: Tree) -> Iterator[str]:
    """The trace as text: per alternative and scenario the effects, their sum, and the sum written out."""
    scored, trace = explained.scored, explained.trace
    if scored.project.illustration:
        yield scored.project.illustration
    yield pick(tree.themes[trace.theme].label)
    for cell in trace.cells.to_dicts():
        yield ""
        yield _cell_name([scored.project], cell)
        own = trace.rows.filter(**{key: cell[key] for key in GRID}).to_dicts()
        if not own:
            yield _("Geen effect onderzocht.")
            continue
        yield from table_lines([*(_part(scored.project, row) for row in own), _total(cell)])
        if cell["formula"]:
            balance = f"{cell['balance']:.2f}"  # with a point, as the formula has
            yield _("saldo = {formula} = {balance}").format(formula=cell["formula"], balance=balance)


def comparison_record(compared: Any, tree: Tree) -> Row:
    """The document that `welvaart compare PROJECT PROJECT --format json` prints; numbers unrounded."""
    comparison = compared.comparison
    return {
        **provenance(compared.b.context, tree),
        "a": {**project_head(compared.a), "file": compared.a.file.name},
        "b": {**project_head(compared.b), "file": compared.b.file.name},
        "scores": comparison.scores.to_dicts(),
        "causes": comparison.causes.to_dicts(),
        "changes": comparison.changes.to_dicts(),
    }


def comparison_rows(compared: Any) -> pl.DataFrame:
    """The causes of every difference, one row per stage, theme, alternative, scenario, effect and cause."""
    rows: pl.DataFrame = compared.comparison.causes
    return rows


def comparison_lines(compared: Any, tree: Tree) -> Iterator[str]:
    """The comparison as text: which balances moved, what moved them, and which keys of the file changed."""
    comparison = compared.comparison
    gone = pl.col("balance_a").is_null() != pl.col("balance_b").is_null()
    moved = comparison.scores.filter(gone | (pl.col("difference").abs() > TINY))
    yield _("Saldo's die bewogen: {n} van {total}.").format(n=moved.height, total=comparison.scores.height)
    yield from table_lines([_moved(compared, tree, row) for row in moved.to_dicts()])
    if comparison.causes.height:
        yield ""
        yield _("Waardoor:")
        yield from table_lines([_cause(compared, tree, row) for row in comparison.causes.to_dicts()])
    yield ""
    yield _("Wat er in het bestand anders is: {n}.").format(n=comparison.changes.height)
    yield from table_lines([
        {_("plaats"): row["place"], _("eerst"): _short(row["a"]), _("nu"): _short(row["b"])}
        for row in comparison.changes.to_dicts()
    ])  # fmt: skip


def causes() -> Mapping[str, str]:
    """The causes of a comparison, in the reader's words."""
    return {
        "oordeel": _("oordeel"), "maatregel": _("oordeel na maatregelen"), "belang": _("belang"),
        "methode": _("methode"), "effect_toegevoegd": _("effect toegevoegd"), "effect_vervallen": _("effect vervallen"),
        "thema": _("ander thema"),
    }  # fmt: skip


def _label(cell: Row) -> str:
    """The label of a cell, with the word of its strongest effect."""
    label = pick(vocabulary.THEME_LABELS[cell["label"]])
    return label if cell["word"] in (None, cell["label"]) else f"{label}, {pick(vocabulary.JUDGEMENTS[cell['word']])}"


def _join_lines(scored: Any, tree: Tree) -> Iterator[str]:
    names = dict(scored.context.regions.select("region", "name").iter_rows())
    for kind, title in (("knelpunt", _("Knelpunten")), ("koppelkans", _("Koppelkansen"))):
        rows = scored.review.joins.filter(kind=kind)
        yield ""
        yield _("{title}: {n}, de sterkste eerst").format(title=title, n=rows.height) if rows.height else title
        yield from table_lines([_join(scored.project, tree, row, names) for row in rows.head(SHOWN_JOINS).to_dicts()])


def _join(project: Project, tree: Tree, row: Row, names: Mapping[str, str]) -> Row:
    what = tree.indicators[row["indicator"]] if row["indicator"] else tree.themes[row["theme"]]
    decimals = tree.indicators[row["indicator"]].decimals if row["indicator"] else 1
    return {
        _("regio"): names[row["region"]],
        _("thema of indicator"): pick(what.label),
        _("cijfer"): number(row["value"] if row["indicator"] else row["theme_score"], decimals),
        _("plaats"): _("{rank} van {ranked}").format(rank=row["rank_label"], ranked=row["ranked"])
        if row["rank"]
        else "",
        _("trend"): pick(vocabulary.WELFARES[row["trend_welfare"]]) if row["worsening"] else "",
        _("effect"): project.effects[row["effect"]].title,
        _("oordeel"): pick(vocabulary.JUDGEMENTS[row["judgement"]]),
        _("alternatief"): project.alternatives[row["alternative"]].label,
    }


def _cell_name(projects: Sequence[Project], cell: Row) -> str:
    """Alternative and scenario by the labels of the first of these projects that has them."""
    parts = (("alternatives", cell["alternative"]), ("scenarios", cell["scenario"]))
    named = ((getattr(each, part).get(name) for each in projects) for part, name in parts)
    return ", ".join(found.label for each in named if (found := next(filter(None, each), None)))


def _part(project: Project, row: Row) -> Row:
    return {
        _("effect"): project.effects[row["effect"]].title,
        _("oordeel"): pick(vocabulary.JUDGEMENTS[row["judgement"]]) if row["judgement"] else _("niet onderzocht"),
        _("stap"): number(row["step"], 1),
        _("gewicht"): number(row["weight"], 1) if row["share"] is not None else "",
        _("aandeel"): number(row["share"], 3),
        _("plus"): number(row["plus"], 3),
        _("min"): number(row["minus"], 3),
        _("saldo"): number(row["balance"], 3),
        _("saldo na maatregelen"): number(row["balance_after"], 3),
    }


def _total(cell: Row) -> Row:
    return {
        _("effect"): _("hele thema"),
        _("plus"): number(cell["plus"], 3),
        _("min"): number(cell["minus"], 3),
        _("saldo"): number(cell["balance"], 3),
        _("saldo na maatregelen"): number(cell["balance_after"], 3),
    }


def _stage(stage: str) -> str:
    return {"zonder_maatregelen": _("zonder maatregelen"), "met_maatregelen": _("met maatregelen")}[stage]


def _place(compared: Any, tree: Tree, row: Row) -> Row:
    return {
        _("maatregelen"): _stage(row["stage"]),
        _("thema"): pick(tree.themes[row["theme"]].label),
        _("alternatief en scenario"): _cell_name([compared.b.project, compared.a.project], row),
    }


def _moved(compared: Any, tree: Tree, row: Row) -> Row:
    return _place(compared, tree, row) | {
        _("eerst"): number(row["balance_a"], 2) or _without(row["label_a"]),
        _("nu"): number(row["balance_b"], 2) or _without(row["label_b"]),
        _("verschil"): number(row["difference"], 2),
    }


def _without(label: vocabulary.ThemeLabel | None) -> str:
    """Why there is no balance; None stands for a cell that the version does not have."""
    return pick(vocabulary.THEME_LABELS[label]) if label else _("niet in het bestand")


def _cause(compared: Any, tree: Tree, row: Row) -> Row:
    effects = {**compared.a.project.effects, **compared.b.project.effects}
    return _place(compared, tree, row) | {
        _("effect"): effects[row["effect"]].title,
        _("oorzaak"): causes()[row["cause"]],
        _("punten"): number(row["balance"], 3) or _("geen saldo aan een van beide kanten"),
    }


def _short(text: str | None) -> str:
    plain = " ".join((text or "").split())
    return plain if len(plain) <= SHOWN else f"{plain[: SHOWN - 1]}…"
