"""Rulers: what scores 0 and 100, and how figures in between are read."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from pydantic import TypeAdapter

from brede_welvaart.method_definitions import Goalposts, Normalisation
from brede_welvaart.scoring.figures import Floats
from brede_welvaart.scoring.normalise import Ruler, lay_ruler, orient, read_ruler, z_classes, z_scores
from brede_welvaart.vocabulary import Polarity

FIVE = np.array([1.0, 2.0, 3.0, 4.0, 11.0])


def ruler(
    figures: Floats = FIVE, polarity: Polarity = "higher_is_better", reference: float = np.nan, **keys: Any
) -> Ruler:
    return lay_ruler(TypeAdapter(Normalisation).validate_python(keys), polarity, figures, reference)


def read(values: Any, **keys: Any) -> list[float]:
    return read_ruler(ruler(**keys), np.array(values, dtype=np.float64)).tolist()


def test_min_max_runs_from_the_lowest_to_the_highest_and_stops_there() -> None:
    assert read([1, 6, 11, -5, 20], method="min_max") == [0, 50, 100, 0, 100]


def test_percentile_bounds_are_type_7() -> None:
    """For 1..101 the 4th percentile (linear) is 5, the 96th 97."""
    whole = np.arange(1.0, 102.0)
    assert read([5, 97, 51, 1, 101], figures=whole, method="percentile_min_max") == [0, 100, 50, 0, 100]


@pytest.mark.parametrize("bound", ["zero", "hundred"])
def test_a_bound_is_never_minus_zero(bound: str) -> None:
    figures = np.array([0.0, 5.0]) if bound == "hundred" else np.array([-5.0, 0.0])
    laid = ruler(figures, polarity="lower_is_better", method="min_max")
    assert math.copysign(1, getattr(laid, bound)) == 1
    assert math.copysign(1, orient(np.zeros(1), "lower_is_better")[0]) == 1


def test_a_lower_better_indicator_is_read_from_the_other_end() -> None:
    assert read([1, 6, 11], polarity="lower_is_better", method="min_max") == [100, 50, 0]


def test_z_scores_use_the_sample_standard_deviation() -> None:
    mean, sd = 4.2, math.sqrt(sum((x - 4.2) ** 2 for x in FIVE) / 4)
    assert read([4.2, 11], method="z_score") == pytest.approx([0, (11 - mean) / sd])
    assert read([11], polarity="lower_is_better", method="z_score") == pytest.approx([-(11 - mean) / sd])


def test_rank_scores_share_the_best_rank() -> None:
    tied = np.array([1.0, 2.0, 2.0, 3.0, 4.0])
    assert read(tied, figures=tied, method="rank") == [0, 50, 50, 75, 100]


def test_percentile_rank_counts_ties_half_and_mirrors() -> None:
    tied = np.array([1.0, 2.0, 2.0, 3.0])
    better = read(tied, figures=tied, method="percentile_rank")
    assert better == [12.5, 50, 50, 87.5]
    worse = read(tied, figures=tied, polarity="lower_is_better", method="percentile_rank")
    assert worse == [100 - score for score in better]


def test_goalposts_may_be_logarithmic_and_cap() -> None:
    keys = {"method": "goalposts", "low": 100.0, "high": 10_000.0, "log": True}
    assert read([100, 1000, 10_000, 50, 1e6, 0, -1], **keys) == pytest.approx([0, 50, 100, 0, 100, 0, 0])
    free = read([1e6, 10, 0, -1], **keys, cap=False)
    assert free[:2] == pytest.approx([200, -50])
    assert np.isnan(free[2:]).all()


def test_goalposts_of_a_lower_better_indicator() -> None:
    assert read([0, 5, 20, 30], polarity="lower_is_better", method="goalposts", low=0.0, high=20.0) == [100, 75, 0, 0]


def test_distance_to_target_counts_the_way_from_the_worst_figure() -> None:
    assert read([1, 11, 21, 31], method="distance_to_target", target=21.0) == [0, 50, 100, 100]
    assert read([31], method="distance_to_target", target=21.0, cap=False) == [150]
    assert read([11, 1, 6], polarity="lower_is_better", method="distance_to_target", target=1.0) == [0, 100, 50]


def test_distance_to_reference_is_100_at_the_reference_region() -> None:
    assert read([3, 13, 1], reference=3.0, method="distance_to_reference", region="R") == [100, 200, 80]


@pytest.mark.parametrize(
    ("figures", "keys", "reason"),
    [
        ([], {"method": "min_max"}, "geen_liniaal"),
        ([np.nan, np.nan], {"method": "percentile_min_max"}, "geen_liniaal"),
        ([5.0], {"method": "min_max"}, "alle_gelijk"),
        ([5.0, 5.0, 5.0], {"method": "z_score"}, "alle_gelijk"),
        ([0.1 + 0.2, 0.3, 0.3], {"method": "min_max"}, "alle_gelijk"),
        ([5.0, 5.0], {"method": "rank"}, "alle_gelijk"),
        ([0.0] * 99 + [1.0], {"method": "percentile_min_max"}, "alle_gelijk"),
        ([1.0, 2.0], {"method": "distance_to_target", "target": 0.5}, "geen_liniaal"),
        ([1.0, 2.0], {"method": "distance_to_reference", "region": "R"}, "geen_liniaal"),
    ],
)
def test_without_a_usable_ruler_there_is_a_reason_and_no_score(figures: Any, keys: Any, reason: str) -> None:
    laid = ruler(np.array(figures, dtype=np.float64), **keys)
    assert laid.reason == reason
    assert np.isnan(read_ruler(laid, np.array([1.0, 2.0]))).all()


def test_goalposts_need_no_reference_group() -> None:
    assert read([5], figures=np.array([]), method="goalposts", low=0.0, high=10.0) == [50]


def test_a_missing_figure_has_no_score() -> None:
    for method in ("min_max", "rank", "percentile_rank", "z_score", "percentile_min_max"):
        assert np.isnan(read([np.nan], method=method)).all()


def test_the_ruler_tells_its_ends_in_the_unit_of_the_figure() -> None:
    down = ruler(polarity="lower_is_better", method="min_max")
    assert (down.zero, down.hundred) == (11, 1)
    log = ruler(polarity="lower_is_better", method="goalposts", low=10.0, high=1000.0, log=True)
    assert (log.zero, log.hundred) == (pytest.approx(1000), pytest.approx(10))


def test_z_is_absent_for_a_constant_indicator() -> None:
    """The deviation of [0.1] * 3 is 1.4e-17, not 0: dividing by it would make up z scores."""
    assert np.isnan(z_scores(ruler(np.array([0.1, 0.1, 0.1]), method="min_max"), np.array([0.1]))).all()


def test_classes_of_z_are_cut_at_a_half_and_one_and_a_half() -> None:
    """On a bound a region is in the class nearer to the mean."""
    z = np.array([-1.51, -1.5, -0.51, -0.5, 0.0, 0.5, 0.51, 1.5, 1.51, np.nan])
    assert z_classes(z).tolist() == [1, 2, 2, 3, 3, 3, 4, 4, 5, 0]


def test_goalposts_that_cannot_be_told_apart_are_no_ruler() -> None:
    for posts in ({"low": 0, "high": 1e-300}, {"low": 1e15, "high": 1.0000000000000002e15, "log": True}):
        method = Goalposts.model_validate({"method": "goalposts", "cap": False, **posts})
        assert lay_ruler(method, "higher_is_better", np.array([1e15, 2e15])).reason == "geen_liniaal"
