"""Each effect per alternative and scenario: its judgement, how far assessors differ, and what mitigation changes."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl

from brede_welvaart.project_definitions import Project
from brede_welvaart.review.judgements import KNOWN, Judgements, Panel, judgement_at

EFFECTS = pl.Schema({
    "effect": pl.String, "theme": pl.String, "alternative": pl.String, "scenario": pl.String,
    "judgement": pl.String, "step": pl.Float64, "step_low": pl.Float64, "step_high": pl.Float64,
    "assessors": pl.Int32, "proposed": pl.Boolean, "judgement_after": pl.String, "step_after": pl.Float64,
    "importance": pl.String, "certainty": pl.String, "weight": pl.Float64,
})  # fmt: skip


def effects_frame(project: Project, judgements: Judgements) -> pl.DataFrame:
    """One row per effect (in the order of the project), alternative and scenario.

    `judgement` is null where the effect was not examined; `step` (-3..3, the assessors' median) is null unless known;
    `assessors` counts those with a known judgement.
    """
    return pl.DataFrame(list(_rows(project, judgements)), schema=EFFECTS, orient="row")


def disagreements(effects: pl.DataFrame, steps: int) -> pl.DataFrame:
    """Where the highest and the lowest assessor lie at least this many steps apart."""
    spread = effects.select("effect", "alternative", "scenario", spread=pl.col("step_high") - pl.col("step_low"))
    return spread.filter(pl.col("spread") >= steps)


def _rows(project: Project, judgements: Judgements) -> Iterator[tuple[object, ...]]:
    before, after = judgements.before, judgements.after
    place = {effect: row for row, effect in enumerate(judgements.effects)}
    for effect in project.effects:
        row = place[effect]
        for a, alternative in enumerate(judgements.alternatives):
            for s, scenario in enumerate(judgements.scenarios):
                index = (row, a, s)
                voices = before.voices[index][np.isfinite(before.voices[index])]
                yield (
                    effect, judgements.themes[row], alternative, scenario,
                    judgement_at(before, index), _step(before, index), *_extremes(voices.tolist()),
                    len(voices), bool(judgements.proposed[index]), judgement_at(after, index), _step(after, index),
                    project.effects[effect].importance, judgements.certainty[row], float(judgements.weights[row]),
                )  # fmt: skip


def _step(panel: Panel, index: tuple[int, ...]) -> float | None:
    return float(panel.steps[index]) if panel.state[index] == KNOWN else None


def _extremes(voices: list[float]) -> tuple[float | None, float | None]:
    return (min(voices), max(voices)) if voices else (None, None)
