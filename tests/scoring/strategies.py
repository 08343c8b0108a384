"""Random worlds for properties: figures with gaps and ties, indicators with polarity, weight and overlap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from brede_welvaart.definitions import Tree
from brede_welvaart.method_definitions import Mean
from brede_welvaart.scoring.context import Context
from brede_welvaart.scoring.figures import Figures, Floats
from tests.scoring.worlds import make_figures, make_tree, score

MEANS: tuple[Mean, ...] = ("arithmetic_mean", "geometric_mean", "harmonic_mean", "minimum")
BOUNDED = ("percentile_min_max", "min_max", "rank", "percentile_rank")
QUICK = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
THEMES = ("t", "u")
PERIODS = ("2021", "2022", "2023")


@dataclass(frozen=True)
class World:
    """Figures [period, region] and keys by indicator."""

    values: Mapping[str, Floats]
    indicators: Mapping[str, Mapping[str, Any]]

    def tree(self, **choices: Any) -> Tree:
        return make_tree(self.indicators, THEMES, **choices)

    def figures(self) -> Figures:
        return make_figures(self.values, PERIODS)

    def context(self, **choices: Any) -> Context:
        return score(self.values, self.tree(**choices), periods=PERIODS)


def numbers() -> st.SearchStrategy[float]:
    """Figures that repeat often, and that a computer holds exactly."""
    return st.one_of(st.integers(-1, 1), st.integers(-40, 40)).map(lambda number: number / 4)


@st.composite
def worlds(draw: st.DrawFn, smallest: int = 1, missing: bool = True) -> World:
    """A world of 1 to 9 regions, 1 to 5 indicators and three years."""
    regions, indicators = draw(st.integers(smallest, 9)), draw(st.integers(1, 5))
    cell = st.one_of(numbers(), st.just(np.nan)) if missing else numbers()
    shape = (len(PERIODS), regions)
    cells = st.lists(cell, min_size=shape[0] * shape[1], max_size=shape[0] * shape[1])
    values = {f"i{number}": np.array(draw(cells)).reshape(shape) for number in range(indicators)}
    return World(values, {name: draw(_keys()) for name in values})


@st.composite
def _keys(draw: st.DrawFn) -> dict[str, Any]:
    theme = draw(st.sampled_from(THEMES))
    return {
        "theme": theme,
        "polarity": draw(st.sampled_from(["higher_is_better", "lower_is_better", "none"])),
        "weight": draw(st.sampled_from([0, 0.5, 1, 1, 3])),
        "overlap": draw(st.sampled_from([None, None, f"g-{theme}"])),
    }


def methods() -> st.SearchStrategy[dict[str, Any]]:
    """Choices of a method whose scores run from 0 to 100."""
    return st.fixed_dictionaries({
        "normalisation": st.sampled_from([{"method": name} for name in BOUNDED]),
        "bounds_from": st.sampled_from(["same_period", "all_periods", "2022"]),
        "aggregation": st.fixed_dictionaries({"theme": st.sampled_from(MEANS), "overall": st.sampled_from(MEANS)}),
        "minimum_coverage": st.sampled_from([0, 0.5, 1]),
        "carry_forward": st.booleans(),
    })  # fmt: skip
