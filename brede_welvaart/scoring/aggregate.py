"""From scores to the score of what they are part of: weights, overlap, coverage, means and contributions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from brede_welvaart.method_definitions import Mean
from brede_welvaart.scoring.figures import Booleans, Floats

ROUNDING = 1e-9
SMALLEST = 1e-300
"""One over less than this is not finite."""


@dataclass(frozen=True)
class Shares:
    """How much each part counts: `share` [parts, N] sums to 1 over what is present, `coverage` [N] runs 0..1."""

    share: Floats
    coverage: Floats


@dataclass(frozen=True)
class Aggregate:
    """The score [N] of a whole (NaN without one), and how its parts make it: shares and coverage.

    `enough` says where the coverage reaches the minimum.
    """

    score: Floats
    shares: Shares
    enough: Booleans


def aggregate(
    kind: Mean, scores: Floats, weights: Floats, groups: Sequence[str | None], minimum_coverage: float
) -> Aggregate:
    """The weighted mean of `scores` [parts, N] for each of N regions, over what is present (not NaN).

    No score below the minimum coverage (share of weight), nor where nothing is present or the mean is undefined.
    """
    present = np.isfinite(scores)
    shares = weigh(weights, groups, present)
    enough = (shares.coverage >= minimum_coverage - ROUNDING) & (shares.coverage > 0)
    return Aggregate(np.where(enough, mean(kind, scores, shares.share), np.nan), shares, enough)


def weigh(weights: Floats, groups: Sequence[str | None], present: Booleans) -> Shares:
    """Divide the weight over the parts that are present.

    `weights` [parts], `groups` names the overlap group of each part or None, `present` [parts, N]. A group counts
    once, with the mean of its members' weights, divided over the members present in proportion to their weights.
    A part of weight zero takes no share and changes none.
    """
    effective, total = effective_weights(weights, groups, present)
    sums = effective.sum(axis=0)
    return Shares(effective / np.where(sums > 0, sums, 1.0), sums / total if total else sums)


def effective_weights(weights: Floats, groups: Sequence[str | None], present: Booleans) -> tuple[Floats, float]:
    """The weight of each part where it is present [parts, N], overlap counted once, and the weight of all parts."""
    effective, total = weights[:, None] * present, 0.0
    for members in units(weights, groups):
        weight = float(weights[members].mean())
        if len(members) > 1:
            sums = effective[members].sum(axis=0)
            effective[members] *= weight / np.where(sums > 0, sums, 1.0)
        total += weight
    return effective, total


def units(weights: Floats, groups: Sequence[str | None]) -> list[list[int]]:
    """The parts that count (weight above zero), as lists of those that share one weight, in order of appearance."""
    found: dict[object, list[int]] = {}
    for part in np.flatnonzero(weights > 0).tolist():
        found.setdefault(part if groups[part] is None else groups[part], []).append(part)
    return list(found.values())


def mean(kind: Mean, scores: Floats, share: Floats) -> Floats:
    """The weighted mean [N] of `scores` [parts, N]; parts with share 0 do not count.

    A zero makes a geometric or harmonic mean zero (its limit); a negative score leaves both undefined (NaN).
    NaN too where nothing counts. The result lies between the lowest and highest score, whatever the computer rounds.
    """
    counts = share > 0
    lowest = np.where(counts, scores, np.inf).min(axis=0, initial=np.inf)
    if kind == "minimum":
        return np.where(counts.any(axis=0), lowest, np.nan)
    known = np.where(counts, scores, 0.0)
    result = (known * share).sum(axis=0) if kind == "arithmetic_mean" else _positive_mean(kind, known, share)
    highest = np.where(counts, scores, -np.inf).max(axis=0, initial=-np.inf)
    return np.where(counts.any(axis=0), np.minimum(np.maximum(result, lowest), highest), np.nan)


def _positive_mean(kind: Mean, scores: Floats, share: Floats) -> Floats:
    counts, above = share > 0, scores > SMALLEST
    positive = np.where(counts & above, scores, 1.0)
    if kind == "geometric_mean":
        result = np.exp((np.log(positive) * share).sum(axis=0))
    else:
        result = 1 / np.where(counts.any(axis=0), (share / positive).sum(axis=0), 1.0)
    result = np.where((counts & ~above).any(axis=0), 0.0, result)
    return np.where((counts & (scores < 0)).any(axis=0), np.nan, result)


def contributions(kind: Mean, scores: Floats, share: Floats, result: Floats) -> Floats:
    """What each part adds to the mean [parts, N]: the parts sum to it exactly; 0 for a part without a share.

    For the arithmetic mean share x score; for the geometric and harmonic mean the same, scaled to the mean; for the
    minimum the lowest part carries all, ties by share. NaN where there is no mean.
    """
    if kind == "minimum":
        carried = np.where((share > 0) & (scores == result), share, 0.0)
        return result * carried / np.where(carried.sum(axis=0) > 0, carried.sum(axis=0), 1.0)
    parts = np.where(share > 0, scores, 0.0) * share
    sums = parts.sum(axis=0)
    scale = np.ones_like(sums) if kind == "arithmetic_mean" else result / np.where(sums > 0, sums, 1.0)
    return parts * np.where(np.isnan(result), np.nan, scale)
