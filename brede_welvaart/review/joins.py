"""Where judged effects meet the standing of regions: bottlenecks (`knelpunt`) and opportunities (`koppelkans`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

import numpy as np
import polars as pl

from brede_welvaart.project_definitions import Project
from brede_welvaart.review.judgements import KNOWN, Judgements, word
from brede_welvaart.scoring.context import Context

JoinKind = Literal["knelpunt", "koppelkans"]
Row = Mapping[str, Any]
Standings = Mapping[tuple[str, str, str], Row]
MOST = 0.5
SIGNS: dict[JoinKind, int] = {"knelpunt": -1, "koppelkans": 1}
FIGURE: dict[str, pl.DataType] = {
    "indicator": pl.String(), "value": pl.Float64(), "period": pl.String(),
    "rank": pl.Int32(), "rank_label": pl.String(), "ranked": pl.Int32(), "quartile": pl.String(),
    "trend_direction": pl.String(), "trend_welfare": pl.String(),
}  # fmt: skip
JOINS = pl.Schema({
    "kind": pl.String(), "region": pl.String(), "theme": pl.String(), "indicator": pl.String(),
    "effect": pl.String(), "alternative": pl.String(), "scenarios": pl.List(pl.String()),
    "judgement": pl.String(), "step": pl.Float64(), "weight": pl.Float64(),
    "weak": pl.Boolean(), "worsening": pl.Boolean(),
    "value": pl.Float64(), "period": pl.String(), "rank": pl.Int32(), "rank_label": pl.String(), "ranked": pl.Int32(),
    "quartile": pl.String(), "trend_direction": pl.String(), "trend_welfare": pl.String(), "theme_score": pl.Float64(),
    "behind": pl.List(pl.Struct(FIGURE)),
})  # fmt: skip


def joins(project: Project, judgements: Judgements, context: Context) -> pl.DataFrame:
    """Bottlenecks first, then opportunities, the strongest (step x weight) on top, the project's region before others.

    A bottleneck is a negative effect where the region is in the worst quartile or getting worse; an opportunity is a
    positive effect where it is in the worst quartile. An effect that names an indicator is held against that
    indicator, unless its figure is too old for a score; otherwise (or if that gives nothing) against its theme. Then
    `indicator`, `value` and `trend_direction` are null, rank and quartile are the theme's, and it is getting worse if
    indicators with more than half of its weight are. `behind` are the figures that make it weak or worse, the lowest
    score first. Effects `elders` meet the elsewhere regions that they reach, other effects the project's own.
    `scenarios` are those in which the sign holds; steps are medians before mitigation in the first of these.
    """
    standings = _standings(context, [project.region, *project.elsewhere])
    rows = [row for name in judgements.effects for row in _effect_rows(project, judgements, name, standings)]
    rows.sort(
        key=lambda row: (row["kind"], -abs(row["step"]) * row["weight"], row["region"] != project.region, row["effect"])
    )
    return pl.DataFrame(rows, schema=JOINS, orient="row")


def _standings(context: Context, regions: Sequence[str]) -> Standings:
    """The standing of these regions, by region, kind (`indicator` or `theme`) and id; without figures that are old."""
    wanted = pl.col("region").is_in(regions)
    fresh = context.indicators.filter(wanted & pl.col("score_reason").ne_missing("te_oud"))
    parts = fresh.filter(pl.col("weight") > 0).sort("score", "indicator", nulls_last=True)
    by_theme = parts.partition_by("region", "theme", as_dict=True, maintain_order=True)
    found = {(row["region"], "indicator", row["indicator"]): _with_itself(row) for row in fresh.iter_rows(named=True)}
    for row in context.themes.filter(wanted).iter_rows(named=True):
        indicators = by_theme.get((row["region"], row["theme"]), parts.clear()).to_dicts()
        found[row["region"], "theme", row["theme"]] = _with_indicators(row, indicators)
    return found


def _with_itself(row: Row) -> Row:
    return {**row, "behind": [{key: row[key] for key in FIGURE}]}


def _with_indicators(row: Row, indicators: Sequence[Row]) -> Row:
    """A theme with the trend of most of its weight, and the weak and worsening indicators behind it (or the lowest)."""
    worse = sum(each["weight"] for each in indicators if _worsening(each))
    behind = [each for each in indicators if _weak(each) or _worsening(each)] or indicators[:1]
    return {
        **row,
        "trend_welfare": "worse" if worse > MOST else None,
        "behind": [{key: each[key] for key in FIGURE} for each in behind],
    }


def _effect_rows(project: Project, judgements: Judgements, name: str, standings: Standings) -> Iterator[Row]:
    effect = project.effects[name]
    indicator = effect.indicator or (effect.quantity.indicator if effect.quantity else "")
    for region in project.regions_of(effect):
        theme = standings.get((region, "theme", effect.theme), {})
        candidates = (standings.get((region, "indicator", indicator), {}), theme)
        for kind, sign in SIGNS.items():
            found = next((each for each in candidates if _meets(kind, each)), None)
            for part in _signed(judgements, name, sign) if found else ():
                yield {
                    "kind": kind, "region": region, "theme": effect.theme, "effect": name, **part,
                    **{key: (found or {}).get(key) for key in (*FIGURE, "behind")}, "theme_score": theme.get("score"),
                    "weak": _weak(found or {}), "worsening": _worsening(found or {}),
                }  # fmt: skip


def _meets(kind: JoinKind, standing: Row) -> bool:
    return _weak(standing) or (kind == "knelpunt" and _worsening(standing))


def _weak(standing: Row) -> bool:
    return standing.get("quartile") == "worst"


def _worsening(standing: Row) -> bool:
    return standing.get("trend_welfare") == "worse"


def _signed(judgements: Judgements, name: str, sign: int) -> Iterator[Row]:
    """Per alternative in which the effect has this sign somewhere: the scenarios, and the step in the first of them."""
    row = judgements.effects.index(name)
    for column, alternative in enumerate(judgements.alternatives):
        steps = judgements.before.steps[row, column]
        there = (judgements.before.state[row, column] == KNOWN) & (np.nan_to_num(steps) * sign > 0)
        if there.any():
            step = float(steps[there][0])
            yield {
                "alternative": alternative, "step": step, "judgement": word(step),
                "weight": float(judgements.weights[row]),
                "scenarios": [each for each, holds in zip(judgements.scenarios, there, strict=True) if holds],
            }  # fmt: skip
