"""Neither the order of rows nor loading them twice changes a score: from observations, through the store, to themes."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from polars.testing import assert_frame_equal

from brede_welvaart import store
from brede_welvaart.scoring.context import score_context
from brede_welvaart.tables import OBSERVATIONS
from tests.scoring.worlds import make_tree

YEARS = ("2020", "2021", "2022")
REGIONS = ("R0", "R1", "R2", "R3", "R4")


def observations(chance: np.random.Generator) -> pl.DataFrame:
    """Random figures of three measures, with gaps and ties, in order."""
    rows = [
        ("s", measure, region, year, None if chance.random() < 0.2 else float(chance.integers(0, 6)))
        for measure in ("a", "b", "c")
        for year in YEARS
        for region in REGIONS
    ]
    rest = [(None, None, "definitief", "geheim" if row[-1] is None else None, "2023") for row in rows]
    return pl.DataFrame([(*row, *more) for row, more in zip(rows, rest, strict=True)], OBSERVATIONS, orient="row")


def test_neither_the_order_of_rows_nor_a_second_load_changes_a_score(tmp_path: Path) -> None:
    chance = np.random.default_rng(1)
    keys: dict[str, dict[str, Any]] = {
        name: {"figures": [{"source": "s", "measure": name}], "polarity": polarity}
        for name, polarity in (("a", "higher_is_better"), ("b", "lower_is_better"), ("c", "higher_is_better"))
    }
    tree = make_tree(keys, minimum_coverage=0).model_copy(update={"root": tmp_path})
    frame = observations(chance)
    shuffled = frame.sample(fraction=1, shuffle=True, seed=1)
    contexts = []
    for number, frames in enumerate(([frame], [shuffled], [frame, frame], [shuffled, frame])):
        path = tmp_path / f"{number}.duckdb"
        store.build(tree, frames, path)
        with store.open_store(path, tree) as opened:
            contexts.append(score_context(store.read_figures(opened), tree, date(2023, 6, 1)))
    for other in contexts[1:]:
        assert_frame_equal(contexts[0].themes, other.themes)
        assert_frame_equal(contexts[0].indicators, other.indicators)
