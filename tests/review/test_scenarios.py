"""Robust, dependent on the scenario, or unknown."""

from __future__ import annotations

import pytest

from brede_welvaart.review.scenarios import verdict


@pytest.mark.parametrize(
    ("balances", "expected"),
    [
        ([1.0, 0.2, 3.0], "robuust"),
        ([-1.0, -0.1], "robuust"),
        ([0.0, 1e-12], "robuust"),
        ([1.0, -1.0], "scenario-afhankelijk"),
        ([1.0, 0.0], "scenario-afhankelijk"),
        ([1.0, None, -1.0], "scenario-afhankelijk"),
        ([1.0, None], "onbekend"),
        ([None, None], "onbekend"),
        ([1.0], "onbekend"),
        ([], "onbekend"),
    ],
)
def test_verdict(balances: list[float | None], expected: str) -> None:
    assert verdict(balances) == expected
