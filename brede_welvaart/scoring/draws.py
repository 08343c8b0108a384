"""Seeded draws of the choices behind a theme score, and the scores that they give."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from brede_welvaart.method_definitions import Mean, Uncertainty
from brede_welvaart.scoring.aggregate import ROUNDING
from brede_welvaart.scoring.choices import Choices, Noise
from brede_welvaart.scoring.figures import Booleans, Floats, Integers
from brede_welvaart.scoring.normalise import read_ruler

NOTHING = -1
SMALL_PRODUCT = 250_000


@dataclass(frozen=True)
class Draw:
    """Draws for one theme: a field per kind of choice; the first axis are the draws.

    `figures` [draws, cells with margins] in sd; `normalisation` and `aggregation` [draws] the place of the option;
    `weights` [draws, units] factors on the method's weights; `leave_one_out` [draws] the unit left out, or NOTHING.
    """

    figures: Floats
    normalisation: Integers
    aggregation: Integers
    weights: Floats
    leave_one_out: Integers


def stream(*key: object) -> np.random.Generator:
    """The random numbers that belong to a key, the same in every run and on every machine."""
    digest = hashlib.sha256("/".join(map(str, key)).encode()).digest()
    return np.random.default_rng(int.from_bytes(digest[:16], "big"))


def draw(choices: Choices, method: Uncertainty, kinds: tuple[int, int], size: int, key: str) -> Draw:
    """Draw `size` times from the choices of a theme; the same seed and `key` give the same draws.

    `kinds` are the numbers of normalisations and of means. Each choice has a stream of its own, named after what it is
    about: the order of indicators, themes and regions does not matter, and all themes share the normalisation and mean.
    """
    seed = method.seed
    cells = [
        stream(seed, key, "figures", each.indicator).standard_normal((size, each.size))[:, each.places]
        for each in choices.noise
    ]
    return Draw(
        np.concatenate([np.empty((size, 0)), *cells], axis=1),
        stream(seed, key, "normalisation").integers(kinds[0], size=size),
        stream(seed, key, "aggregation").integers(kinds[1], size=size),
        draw_weights(choices.units, choices.unit_weights, method, size, key),
        _draw_left_out(choices, method, size, key),
    )


def draw_weights(units: tuple[str, ...], weights: Floats, method: Uncertainty, size: int, key: str) -> Floats:
    """Factors [draws, units] on the weights: 1, uniform within a share of it, or the weights uniform on the simplex."""
    factors = np.ones((size, len(units)))
    for place, (unit, weight) in enumerate(zip(units, weights, strict=True)):
        numbers = stream(method.seed, key, "weights", unit)
        if method.weights == "share":
            factors[:, place] = numbers.uniform(1 - method.weight_share, 1 + method.weight_share, size)
        elif method.weights == "simplex" and weight > 0:
            factors[:, place] = numbers.standard_exponential(size) / weight
    return factors


def _draw_left_out(choices: Choices, method: Uncertainty, size: int, key: str) -> Integers:
    """Nothing, or one of the units, each as likely; never the only one."""
    if not method.leave_one_out or len(choices.units) == 1:
        return np.full(size, NOTHING)
    by_name = np.array([NOTHING, *sorted(range(len(choices.units)), key=lambda unit: choices.units[unit])])
    chosen: Integers = by_name[stream(method.seed, key, "left out", choices.theme).integers(len(by_name), size=size)]
    return chosen


def evaluate(choices: Choices, drawn: Draw, means: tuple[Mean, ...]) -> Floats:
    """The theme scores [draws, columns] that the draws give; NaN where a draw fails, or there was no score before.

    A draw fails where all that a region has is left out, or where a mean or a normalisation is undefined for it.
    """
    factors = drawn.weights[:, choices.unit] * (drawn.leave_one_out[:, None] != choices.unit)
    scores = np.empty((len(factors), len(choices.point)))
    noisy = np.unique(np.concatenate([np.empty(0, np.int64), *(each.columns for each in choices.noise)]))
    for option, kind in sorted(set(zip(drawn.normalisation.tolist(), drawn.aggregation.tolist(), strict=True))):
        alike = np.flatnonzero((drawn.normalisation == option) & (drawn.aggregation == kind))
        together = alike[-1] - alike[0] + 1 == len(alike)
        rows = slice(alike[0], alike[-1] + 1) if together else alike
        scores[rows] = batched_mean(means[kind], choices.scores[option], choices.weights, factors[rows])
        if noisy.size:
            read = _noisy_scores(choices, drawn.figures[rows], option, noisy)
            scores[np.ix_(alike, noisy)] = drawn_mean(means[kind], read, choices.weights[:, noisy], factors[rows])
    return as_printed(scores, choices.point)


def as_printed(scores: Floats, point: Floats) -> Floats:
    """Drawn scores [draws, columns], changed in place: the `point` score itself where only rounding tells them apart.

    NaN for a column without a point score.
    """
    difference = scores - point
    np.copyto(scores, point, where=np.abs(difference, out=difference) <= ROUNDING)
    scores[:, np.isnan(point)] = np.nan
    return scores


def batched_mean(kind: Mean, scores: Floats, weights: Floats, factors: Floats) -> Floats:
    """Means [draws, columns] of `scores` [parts, columns] under `weights` times `factors` [draws, parts].

    One product of matrices per mean; NaN where nothing counts, or where a score that counts is NaN or out of reach.
    """
    if kind == "minimum":
        return drawn_mean(kind, list(scores), weights, factors)
    transformed, zero, lost = _transformed(kind, scores)
    result = _back(kind, _product(factors, weights * transformed), _product(factors, weights))
    for marked, outcome in ((zero, 0.0), (lost, np.nan)):
        if marked.any():
            result = np.where(_product(factors, weights * marked) > 0, outcome, result)
    return result


def _product(left: Floats, right: Floats) -> Floats:
    """The product of matrices, in blocks so small that the library does not start threads that fight over a core."""
    result = np.empty((len(left), right.shape[1]))
    rows = max(1, SMALL_PRODUCT // max(right.size, 1))
    for start in range(0, len(left), rows):
        np.matmul(left[start : start + rows], right, out=result[start : start + rows])
    return result


def drawn_mean(kind: Mean, scores: Sequence[Floats], weights: Floats, factors: Floats) -> Floats:
    """The same means of scores that differ per draw: for each part [draws, columns] or [columns]; slower."""
    shape = (len(factors), weights.shape[1])
    total, weighted, lowest = np.zeros(shape), np.zeros(shape), np.full(shape, np.inf)
    zeros, failed = np.zeros(shape, dtype=np.bool_), np.zeros(shape, dtype=np.bool_)
    for part, read in enumerate(scores):
        weight = factors[:, part, None] * weights[part]
        transformed, zero, lost = _transformed(kind, read)
        total += weight
        if kind == "minimum":
            np.minimum(lowest, np.where(weight > 0, transformed, np.inf), out=lowest)
        else:
            weighted += weight * transformed
        zeros |= zero & (weight > 0)
        failed |= lost & (weight > 0)
    result = np.where(total > 0, lowest, np.nan) if kind == "minimum" else _back(kind, weighted, total)
    return np.where(failed, np.nan, np.where(zeros, 0.0, result))


def _transformed(kind: Mean, scores: Floats) -> tuple[Floats, Booleans, Booleans]:
    """What the mean adds up instead of the scores, where it is drawn to zero, and where it is undefined."""
    if kind in {"arithmetic_mean", "minimum"}:
        lost = np.isnan(scores)
        return (np.where(lost, 1.0, scores) if lost.any() else scores), np.zeros_like(lost), lost
    zero = np.abs(scores) <= ROUNDING
    positive = np.where(scores > ROUNDING, scores, 1.0)
    return (np.log(positive) if kind == "geometric_mean" else 1 / positive), zero, ~(zero | (scores > 0))


def _back(kind: Mean, weighted: Floats, total: Floats) -> Floats:
    """The mean from the weighted sum (overwritten) of what `_transformed` gave; NaN where nothing counts."""
    with np.errstate(divide="ignore", invalid="ignore"):
        plain: Floats = np.divide(weighted, total, out=weighted)
    if kind == "arithmetic_mean":
        return plain
    back: Floats = np.exp(plain, out=plain) if kind == "geometric_mean" else np.divide(1, plain, out=plain)
    return back


def _noisy_scores(choices: Choices, figures: Floats, option: int, columns: Integers) -> list[Floats]:
    """Per part the scores [draws, columns] with the drawn figures [draws, cells] in place of the published ones."""
    cells = np.cumsum([0, *(len(each.columns) for each in choices.noise)])
    noise = {each.part: (each, figures[:, a:b]) for each, a, b in zip(choices.noise, cells, cells[1:], strict=False)}
    return [
        _with_noise(choices, option, part, *noise[part])[:, columns] if part in noise else read[columns]
        for part, read in enumerate(choices.scores[option])
    ]


def _with_noise(choices: Choices, option: int, part: int, noise: Noise, drawn: Floats) -> Floats:
    factor, offset = choices.rescale[option, part]
    scores = np.repeat(choices.scores[option, part][None], len(drawn), axis=0)
    values = noise.values + drawn * np.where(drawn > 0, noise.above, noise.below)
    scores[:, noise.columns] = read_ruler(choices.rulers[option][part], values) * factor + offset
    return scores
