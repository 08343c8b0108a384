"""Scores per theme, alternative and scenario: plus, minus, balance, label and range, before and after mitigation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from brede_welvaart.method_definitions import EffectMethod
from brede_welvaart.review.judgements import KNOWN, NOT_APPLICABLE, UNKNOWN, Judgements, Panel, word
from brede_welvaart.review.sensitivity import Ranges, balance_ranges
from brede_welvaart.vocabulary import Judgement, ThemeLabel

Index = tuple[int, int]
Numbers = NDArray[np.float64]
SCORES = {
    "plus": pl.Float64, "minus": pl.Float64, "balance": pl.Float64, "balance_low": pl.Float64,
    "balance_high": pl.Float64, "p_positive": pl.Float64, "label": pl.String,
}  # fmt: skip
CELLS = pl.Schema({
    "theme": pl.String, "alternative": pl.String, "scenario": pl.String, **SCORES,
    "word": pl.String, "strongest_plus": pl.String, "strongest_minus": pl.String,
    "effects": pl.Int32, "unknown": pl.Int32, "not_applicable": pl.Int32,
    **{f"{name}_after": kind for name, kind in SCORES.items()}, "word_after": pl.String,
})  # fmt: skip


@dataclass(frozen=True)
class ThemeScores:
    """The known effects of one theme, weighed: arrays [alternative, scenario], NaN where nothing is known."""

    plus: Numbers
    minus: Numbers
    balance: Numbers
    labels: NDArray[np.object_]


def cells_frame(judgements: Judgements, themes: Sequence[str], method: EffectMethod) -> pl.DataFrame:
    """The full grid of theme x alternative x scenario, in that order.

    `plus` and `minus` are 0..3, `balance` -3..3 with its sensitivity range; all null where no effect is known.
    `word` is the judgement of the strongest effect, null where plus and minus are equally strong. Columns with the
    suffix `_after` are those after mitigation.
    """
    rows = [row for theme in themes for row in _theme_rows(judgements, theme, method)]
    return pl.DataFrame(rows, schema=CELLS, orient="row").fill_nan(None)


def theme_scores(panel: Panel, rows: Sequence[int], weights: Numbers) -> ThemeScores:
    """Plus, minus and balance over the known effects in these rows, as means weighted by importance."""
    steps, known = panel.steps[rows], panel.state[rows] == KNOWN
    weight = np.where(known, weights[rows, None, None], 0.0)
    total = weight.sum(axis=0)
    signed = np.nan_to_num(steps) * weight
    plus = _divided(np.maximum(signed, 0).sum(axis=0), total)
    minus = _divided(np.maximum(-signed, 0).sum(axis=0), total)
    return ThemeScores(plus, minus, plus - minus, _labels(panel, rows))


def strongest(panel: Panel, rows: Sequence[int], weights: Numbers, index: Index, sign: int) -> int | None:
    """The row of the effect that carries the plus (sign 1) or minus (-1); ties go to the weightier, then the first."""
    carriers = [row for row in rows if panel.state[row, *index] == KNOWN and sign * panel.steps[row, *index] > 0]
    return max(carriers, key=lambda row: (sign * panel.steps[row, *index], weights[row], -row), default=None)


def _theme_rows(judgements: Judgements, theme: str, method: EffectMethod) -> Iterator[tuple[object, ...]]:
    rows = [row for row, name in enumerate(judgements.themes) if name == theme]
    panels = (judgements.before, judgements.after)
    scores = [theme_scores(panel, rows, judgements.weights) for panel in panels]
    ranges = balance_ranges(judgements, panels, theme, method)
    for a, alternative in enumerate(judgements.alternatives):
        for s, scenario in enumerate(judgements.scenarios):
            before, after = (_scores(each, reach, (a, s)) for each, reach in zip(scores, ranges, strict=True))
            carriers, (word_after, *_rest) = (_carriers(judgements, panel, rows, (a, s)) for panel in panels)
            yield (theme, alternative, scenario, *before, *carriers, *after, word_after)


def _scores(scores: ThemeScores, ranges: Ranges, at: Index) -> tuple[object, ...]:
    balance = float(scores.balance[at])
    low, high = min(balance, float(ranges.low[at])), max(balance, float(ranges.high[at]))
    p_positive = float(ranges.p_positive[at])
    return float(scores.plus[at]), float(scores.minus[at]), balance, low, high, p_positive, scores.labels[at]


def _carriers(judgements: Judgements, panel: Panel, rows: Sequence[int], at: Index) -> tuple[object, ...]:
    """The word of the strongest effect, the effects that carry plus and minus, and the counts per state."""
    plus, minus = (strongest(panel, rows, judgements.weights, at, sign) for sign in (1, -1))
    states = panel.state[rows][:, *at]
    counts = [int((states == state).sum()) for state in (KNOWN, UNKNOWN, NOT_APPLICABLE)]
    names = [None if row is None else judgements.effects[row] for row in (plus, minus)]
    steps = [0.0 if row is None else float(panel.steps[row, *at]) for row in (plus, minus)]
    return (_word(steps[0], steps[1], counts), *names, *counts)


def _word(plus: float, minus: float, counts: Sequence[int]) -> Judgement | None:
    known, unknown, _ = counts
    if not known:
        return "onbekend" if unknown else None
    if plus and plus == -minus:
        return None
    return word(max(plus, minus, key=abs))


def _labels(panel: Panel, rows: Sequence[int]) -> NDArray[np.object_]:
    steps, state = panel.steps[rows], panel.state[rows]
    good, bad = np.any(steps > 0, axis=0), np.any(steps < 0, axis=0)
    cases: list[tuple[NDArray[np.bool_], ThemeLabel]] = [
        (good & bad, "gemengd"),
        (good, "positief"),
        (bad, "negatief"),
        (np.any(state == KNOWN, axis=0), "neutraal"),
        (np.any(state == UNKNOWN, axis=0), "onbekend"),
        (np.any(state == NOT_APPLICABLE, axis=0), "niet_van_toepassing"),
    ]
    conditions, words = zip(*cases, strict=True)
    return np.select(conditions, [np.array(each, dtype=object) for each in words], np.array("niet_onderzocht", object))


def _divided(total: Numbers, weight: Numbers) -> Numbers:
    return np.divide(total, weight, out=np.full_like(total, np.nan), where=weight > 0)
