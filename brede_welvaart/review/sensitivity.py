"""How far a balance moves when certainty, assessors and importance weights move: the seeded run of the method."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from brede_welvaart.method_definitions import EffectMethod
from brede_welvaart.review.judgements import HIGHEST, KNOWN, LOWEST, Judgements, Panel
from brede_welvaart.vocabulary import Level

Numbers = NDArray[np.float64]
# Products up to this size stay on one thread in OpenBLAS: its other threads cost more than they give here, and a batch
# of reports already uses every processor.
PRODUCT_AT_ONCE = 2**18
TINY = 1e-9


@dataclass(frozen=True)
class Ranges:
    """Sensitivity ranges of the balance, each [alternative, scenario], NaN where nothing is known.

    A sensitivity range, not a confidence interval: it shows what the stated choices move.
    """

    low: Numbers
    high: Numbers
    p_positive: Numbers


def balance_ranges(
    judgements: Judgements, panels: Sequence[Panel], theme: str, method: EffectMethod
) -> tuple[Ranges, ...]:
    """The ranges of a theme's balance, one per panel, all from the same draws.

    Each effect draws from its own stream, shared by all alternatives, scenarios and panels, so that their differences
    are not noise. Draws come in mirrored pairs (an odd number is rounded up), so that a mirrored project has exactly
    the mirrored range.
    """
    rows = [row for row, name in enumerate(judgements.themes) if name == theme]
    shape = (len(panels), len(judgements.alternatives), len(judgements.scenarios))
    if not rows:
        return tuple(Ranges(*np.full((3, *shape[1:]), np.nan)) for _ in panels)
    voices = np.concatenate([_cells(panel.voices[rows]) for panel in panels], axis=1)
    steps = np.concatenate([_cells(panel.steps[rows, ..., None]) for panel in panels], axis=1)
    known = np.concatenate([_cells(panel.state[rows, ..., None] == KNOWN) for panel in panels], axis=1)
    voices = np.where(known, np.where(np.isnan(voices), steps, voices), np.nan)
    distinct, cell = np.unique(np.nan_to_num(voices, nan=HIGHEST + 1), axis=1, return_inverse=True)
    draws = _balances(judgements, rows, np.where(distinct > HIGHEST, np.nan, distinct), method)
    low, high = np.clip(np.quantile(draws, method.interval, axis=1), LOWEST, HIGHEST)
    summary = np.stack([low, high, np.where(np.isnan(low), np.nan, (draws > TINY).mean(axis=1))])
    by_panel = summary[:, cell.reshape(-1)].reshape(3, *shape)
    return tuple(Ranges(*by_panel[:, panel]) for panel in range(len(panels)))


def shift_probabilities(certainty: Mapping[Level, Sequence[float]]) -> dict[Level, Numbers]:
    """Per certainty the probability of each shift from most negative to most positive; equally long for all."""
    widest = max(len(steps) for steps in certainty.values())
    padded = {level: [*steps, *[0.0] * (widest - len(steps))] for level, steps in certainty.items()}
    return {level: np.array([*steps[:0:-1], *steps]) for level, steps in padded.items()}


def _cells(array: NDArray[np.generic]) -> Numbers:
    """[effect, alternative, scenario, assessor] as [effect, cell, assessor]."""
    return array.reshape(array.shape[0], -1, array.shape[-1]).astype(np.float64, copy=False)


def _balances(judgements: Judgements, rows: Sequence[int], voices: Numbers, method: EffectMethod) -> Numbers:
    """Draws of the balance [cell, draw] for voices [effect, cell, assessor]; NaN for a cell without known effects."""
    width = len(next(iter(shift_probabilities(method.certainty).values())))
    shifts = np.arange(width) - width // 2
    moved = np.nan_to_num(np.clip(voices[..., None] + shifts, LOWEST, HIGHEST)).transpose(1, 0, 2, 3)
    tables = np.concatenate([each.reshape(len(moved), -1) for each in (moved, moved[..., ::-1])])
    known = np.isfinite(voices[:, :, 0]).T.astype(np.float64)
    drawn = [_draw(judgements, row, method) for row in rows]
    weight, outcome = (np.array(each) for each in zip(*drawn, strict=True))
    totals, weights = np.empty((len(tables), _pairs(method))), np.empty((len(known), _pairs(method)))
    at_once = max(1, PRODUCT_AT_ONCE // tables.size)
    for part in (slice(start, start + at_once) for start in range(0, _pairs(method), at_once)):
        totals[:, part] = tables @ _spread_over_outcomes(weight[:, part], outcome[:, part], voices.shape[2] * width)
        weights[:, part] = known @ weight[:, part]
    pair = totals.reshape(2, *weights.shape)
    return np.concatenate(np.divide(pair, weights, out=np.full_like(pair, np.nan), where=weights > 0), axis=1)


def _draw(judgements: Judgements, row: int, method: EffectMethod) -> tuple[Numbers, NDArray[np.intp]]:
    """The weight of an effect in each draw, and which outcome (assessor x shift) was drawn."""
    uniform = _stream(method.seed, judgements.effects[row]).random((3, _pairs(method)))
    chances = shift_probabilities(method.certainty)[judgements.certainty[row]]
    shift = np.searchsorted(np.cumsum(chances)[:-1], uniform[0], side="right")
    heard = np.isfinite(judgements.before.voices[row]).any(axis=(0, 1))
    speakers = np.flatnonzero(heard) if heard.any() else np.zeros(1, dtype=np.intp)
    speaker = speakers[(uniform[1] * len(speakers)).astype(np.intp)]
    weight = judgements.weights[row] * (1 + method.weight_spread * (2 * uniform[2] - 1))
    return weight, speaker * len(chances) + shift


def _pairs(method: EffectMethod) -> int:
    return (method.draws + 1) // 2


def _stream(seed: int, effect: str) -> np.random.Generator:
    digest = hashlib.sha256(f"{seed}:{effect}".encode()).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(digest[:16], "big")))


def _spread_over_outcomes(weight: Numbers, outcome: NDArray[np.intp], outcomes: int) -> Numbers:
    """[effect x outcome, draw]: the weight of the effect in the row of the outcome that was drawn, else zero."""
    effects, draws = weight.shape
    spread = np.zeros((effects * outcomes, draws))
    spread[outcome + outcomes * np.arange(effects)[:, None], np.arange(draws)] = weight
    return spread
