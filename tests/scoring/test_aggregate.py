"""Weights, overlap, coverage, means and contributions."""

from __future__ import annotations

import numpy as np
import pytest

from brede_welvaart.method_definitions import Mean
from brede_welvaart.scoring.aggregate import aggregate, contributions, mean, weigh

NAN = np.nan
MEANS: tuple[Mean, ...] = ("arithmetic_mean", "geometric_mean", "harmonic_mean", "minimum")


def one(kind: Mean, scores: list[float], weights: list[float] | None = None, minimum: float = 0.0) -> float:
    parts = np.array(scores, dtype=np.float64)[:, None]
    own = np.array(weights or [1.0] * len(scores))
    return float(aggregate(kind, parts, own, [None] * len(scores), minimum).score[0])


def test_the_four_means() -> None:
    assert one("arithmetic_mean", [20, 80]) == 50
    assert one("geometric_mean", [20, 80]) == pytest.approx(40)
    assert one("harmonic_mean", [20, 80]) == pytest.approx(32)
    assert one("minimum", [20, 80]) == 20


def test_weights_count() -> None:
    assert one("arithmetic_mean", [20, 80], [3, 1]) == 35
    assert one("geometric_mean", [10, 90], [1, 3]) == pytest.approx(10**0.25 * 90**0.75)
    assert one("harmonic_mean", [10, 90], [1, 3]) == pytest.approx(4 / (1 / 10 + 3 / 90))
    assert one("minimum", [20, 80], [0, 1]) == 80


def test_weights_are_divided_over_what_is_present() -> None:
    assert one("arithmetic_mean", [20, NAN, 80], [1, 5, 3]) == 65


@pytest.mark.parametrize("kind", ["geometric_mean", "harmonic_mean"])
def test_zero_draws_the_mean_to_zero_and_below_zero_there_is_none(kind: Mean) -> None:
    assert one(kind, [0, 80]) == 0
    assert np.isnan(one(kind, [-1, 80]))
    assert one(kind, [0, 80], [0, 1]) == pytest.approx(80)


@pytest.mark.parametrize("kind", MEANS)
def test_nothing_present_gives_nothing(kind: Mean) -> None:
    assert np.isnan(one(kind, [NAN, NAN]))
    assert np.isnan(float(aggregate(kind, np.empty((0, 1)), np.empty(0), [], 0.0).score[0]))


@pytest.mark.parametrize("kind", MEANS)
def test_equal_scores_give_that_score_and_nothing_else(kind: Mean) -> None:
    """Rounding must not push a mean beyond its parts: a sixth of 33.3, six times, is less; a fifth of 58.7 is more."""
    assert one(kind, [33.3] * 6) == 33.3
    assert one(kind, [58.7] * 5) == 58.7


def test_minimum_coverage_is_a_share_of_weight() -> None:
    assert one("arithmetic_mean", [20, NAN], [1, 1], 0.5) == 20
    assert np.isnan(one("arithmetic_mean", [20, NAN], [1, 1.1], 0.5))
    assert one("arithmetic_mean", [20, 20, NAN], [0.1, 0.2, 0.2], 0.6) == 20


def test_an_overlap_group_counts_once() -> None:
    present = np.array([[True, True, False], [True, False, False], [True, True, True]])
    found = weigh(np.array([1.0, 3.0, 2.0]), ["g", "g", None], present)
    assert found.share[:, 0].tolist() == pytest.approx([0.125, 0.375, 0.5])
    assert found.share[:, 1].tolist() == pytest.approx([0.5, 0, 0.5])
    assert found.coverage.tolist() == pytest.approx([1, 1, 0.5])


def test_a_member_of_an_overlap_group_without_weight_takes_none() -> None:
    found = weigh(np.array([2.0, 0.0, 2.0]), ["g", "g", None], np.ones((3, 1), dtype=np.bool_))
    assert found.share[:, 0].tolist() == [0.5, 0, 0.5]


@pytest.mark.parametrize("kind", MEANS)
def test_contributions_add_up_to_the_mean(kind: Mean) -> None:
    chance = np.random.default_rng(2)
    scores = chance.uniform(0, 100, (6, 50))
    scores[chance.random(scores.shape) < 0.2] = NAN
    scores[chance.random(scores.shape) < 0.05] = 0
    share = weigh(chance.uniform(0, 2, 6), [None] * 6, np.isfinite(scores)).share
    whole = mean(kind, scores, share)
    added = contributions(kind, scores, share, whole)
    np.testing.assert_allclose(added.sum(axis=0), whole, atol=1e-9)


def test_the_minimum_is_carried_by_the_lowest_and_ties_share() -> None:
    scores, share = np.array([[20.0], [20.0], [80.0]]), np.array([[0.25], [0.5], [0.25]])
    assert contributions("minimum", scores, share, np.array([20.0]))[:, 0].tolist() == pytest.approx(
        [20 / 3, 40 / 3, 0]
    )
