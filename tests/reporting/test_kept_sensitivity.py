"""The kept sensitivity run is the run itself: the same to the last bit, and drawn anew when anything in it differs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from polars.testing import assert_frame_equal

from brede_welvaart.reporting.kept_sensitivity import kept_sensitivity
from brede_welvaart.scoring.figures import Figures
from brede_welvaart.scoring.standing import Standing, stand
from brede_welvaart.scoring.uncertainty import Sensitivity, sensitivity
from tests.scoring.strategies import PERIODS, QUICK, World, worlds
from tests.scoring.worlds import AS_OF, make_figures, make_tree

CHOICES: dict[str, Any] = {"draws": 50, "weights": "share", "normalisations": [{"method": "rank"}]}


def same(one: Sensitivity, other: Sensitivity) -> None:
    for name in ("themes", "pairs", "indices"):
        assert_frame_equal(getattr(one, name), getattr(other, name), check_exact=True)


def world(choices: dict[str, Any] | None = None) -> tuple[Figures, Standing]:
    figures = make_figures({"a": [1, 2, 3], "b": [3, 1, np.nan]})
    tree = make_tree({"a": {}, "b": {}}, uncertainty=choices or CHOICES)
    return figures, stand(figures, tree, AS_OF)


@QUICK
@given(worlds(smallest=2))
def test_what_is_read_again_is_what_was_drawn(tmp_path_factory: pytest.TempPathFactory, drawn: World) -> None:
    figures = make_figures(drawn.values, PERIODS)
    standing = stand(figures, drawn.tree(uncertainty=CHOICES, aggregation={"overall": "arithmetic_mean"}), AS_OF)
    folder, region = tmp_path_factory.mktemp("kept"), standing.codes[0]
    expected = sensitivity(figures, standing, [region])
    for _turn in range(2):
        same(kept_sensitivity(folder, figures, standing, region), expected)
    assert len(list(folder.iterdir())) == 1


def test_every_difference_is_drawn_anew(tmp_path: Path) -> None:
    figures, standing = world()
    other = figures.values.copy()
    other[0, 0, 0] = np.nextafter(other[0, 0, 0], 9)
    regions, (first, second) = figures.regions.with_columns(level=figures.regions["name"]), standing.codes[:2]
    variants = [
        (figures, standing, first),
        (figures, standing, second),
        (replace(figures, values=other), standing, first),
        (replace(figures, regions=regions), standing, first),
        (*world(CHOICES | {"seed": 1}), first),
        (*world(CHOICES | {"draws": 51}), first),
        (figures, replace(standing, ages=standing.ages + 1), first),
    ]
    for made, variant in enumerate(variants, start=1):
        same(kept_sensitivity(tmp_path, *variant), sensitivity(variant[0], variant[1], [variant[2]]))
        assert len(list(tmp_path.iterdir())) == made


def test_nothing_is_drawn_where_it_was_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    figures, standing = world()
    expected = kept_sensitivity(tmp_path, figures, standing, standing.codes[0])
    monkeypatch.setattr("brede_welvaart.reporting.kept_sensitivity.sensitivity", None)
    same(kept_sensitivity(tmp_path, figures, standing, standing.codes[0]), expected)
