"""Sobol indices of a function whose indices are known: Ishigami and Homma 1990."""

from __future__ import annotations

import numpy as np
import pytest
from SALib.analyze import sobol

from brede_welvaart.scoring.figures import Floats
from brede_welvaart.scoring.sobol import sobol_indices

A, B = 7.0, 0.1
FIRST = (0.3139, 0.4424, 0.0)
TOTAL = (0.5576, 0.4424, 0.2437)
"""Analytic values for a = 7 and b = 0.1, in four decimals (Saltelli and others, Sensitivity Analysis in Practice)."""


def ishigami(x: Floats) -> Floats:
    return np.sin(x[:, 0]) + A * np.sin(x[:, 1]) ** 2 + B * x[:, 2] ** 4 * np.sin(x[:, 0])


def evaluations(draws: int, seed: int = 1) -> tuple[Floats, Floats, Floats]:
    one, other = np.random.default_rng(seed).uniform(-np.pi, np.pi, (2, draws, 3))
    mixed = [one.copy() for _ in range(3)]
    for place, sample in enumerate(mixed):
        sample[:, place] = other[:, place]
    return ishigami(one)[:, None], ishigami(other)[:, None], np.array([ishigami(sample)[:, None] for sample in mixed])


def test_indices_are_the_analytic_ones() -> None:
    first, total = sobol_indices(*evaluations(400_000))
    assert first[:, 0] == pytest.approx(FIRST, abs=0.01)
    assert total[:, 0] == pytest.approx(TOTAL, abs=0.01)


def test_indices_are_those_of_salib_on_the_same_evaluations() -> None:
    a, b, mixed = evaluations(4096)
    together = np.column_stack([a[:, 0], *mixed[..., 0], b[:, 0]]).reshape(-1)
    problem = {"num_vars": 3, "names": ["x", "y", "z"], "bounds": [[-np.pi, np.pi]] * 3}
    theirs = sobol.analyze(problem, together, calc_second_order=False, num_resamples=10, seed=1)
    first, total = sobol_indices(a, b, mixed)
    assert first[:, 0] == pytest.approx(theirs["S1"], abs=0.01)
    assert total[:, 0] == pytest.approx(theirs["ST"], abs=0.01)


def test_draws_that_failed_do_not_count_and_nothing_that_varies_has_no_index() -> None:
    a, b, mixed = evaluations(1000)
    holed = a.copy()
    holed[::10] = np.nan
    keep = np.isfinite(holed[:, 0])
    np.testing.assert_allclose(sobol_indices(holed, b, mixed), sobol_indices(a[keep], b[keep], mixed[:, keep]))
    flat = np.ones((10, 1))
    assert np.isnan(sobol_indices(flat, flat, flat[None])).all()


def test_what_only_rounding_moves_does_not_vary() -> None:
    of_a = np.full((500, 1), 0.1) + np.random.default_rng(1).choice([0, 1e-16], (500, 1))
    first, total = sobol_indices(of_a, of_a[::-1], of_a[None])
    assert np.isnan([first, total]).all()
