"""All quantified effects of an alternative together: added up, read off the frozen ruler, and averaged per theme."""

from __future__ import annotations

from typing import Any

import pytest

from brede_welvaart.definitions import Tree
from brede_welvaart.review.outlook import outlook

NOISE = {"2022": {"geluid": [55, 52, 53, 54, 56, 57, 60, 50], "groen": [40, 42, 43, 44, 38, 37, 36, 50]}}


def _quantity(low: float, central: float, high: float, indicator: str = "geluid") -> dict[str, Any]:
    changes = {"laag": {"low": low, "central": central, "high": high}}
    units = {"geluid": "dB", "groen": "%", "inwoners": "aantal"}
    return {"indicator": indicator, "unit": units[indicator], "period": "2030", "changes": changes}


def _rows(project_of: Any, context_of: Any, **quantities: Any) -> list[dict[str, Any]]:
    def change(data: dict[str, Any]) -> None:
        for effect, quantity in quantities.items():
            data["effects"][effect]["quantity"] = quantity

    rows: list[dict[str, Any]] = outlook(project_of(change), context_of(NOISE)).to_dicts()
    return rows


def test_changes_of_one_indicator_add_up(project_of: Any, context_of: Any) -> None:
    """Noise 50..60 dB, lower is better: 55 dB scores 50, each dB less gives 10 points; -1 and -2 give 30."""
    (row,) = _rows(project_of, context_of, stiller=_quantity(-2, -1, 0), heg=_quantity(-2, -2, 1))
    assert (row["theme"], row["alternative"], row["scenario"], row["region"]) == ("rust", "laag", "basis", "R1")
    assert (row["baseline"], row["low"], row["central"], row["high"]) == pytest.approx((50, 40, 80, 90))
    assert row["points"] == pytest.approx(30)
    assert (row["indicators"], row["effects"]) == (["geluid"], ["heg", "stiller"])


def test_low_is_the_worse_end_whatever_the_polarity(project_of: Any, context_of: Any) -> None:
    green, noise = _rows(project_of, context_of, stiller=_quantity(1, 2, 4), heg=_quantity(1, 2, 4, "groen"))[::-1]
    assert (green["theme"], noise["theme"]) == ("ruimte", "rust")
    assert noise["low"] < noise["central"] < noise["high"] < noise["baseline"]
    assert green["baseline"] < green["low"] < green["central"] < green["high"]


def test_an_effect_elsewhere_moves_the_region_elsewhere(project_of: Any, context_of: Any) -> None:
    own, other = _rows(project_of, context_of, stiller=_quantity(-1, -1, -1), blik=_quantity(-1, -1, -1))
    assert (own["region"], other["region"], other["baseline"]) == ("R1", "R7", 0)


def test_the_order_of_effects_does_not_matter(project_of: Any, context_of: Any) -> None:
    one, two = _quantity(-0.1, 0.2, 0.3), _quantity(0.1, 0.7, 1.1)

    def change(data: dict[str, Any]) -> None:
        data["effects"] = dict(reversed(data["effects"].items()))
        data["effects"]["stiller"]["quantity"], data["effects"]["heg"]["quantity"] = one, two

    turned = outlook(project_of(change), context_of(NOISE)).to_dicts()
    assert turned == _rows(project_of, context_of, stiller=one, heg=two)


def test_an_indicator_without_theme_moves_no_theme(project_of: Any, context_of: Any) -> None:
    assert _rows(project_of, context_of, stiller=_quantity(1, 1, 1, "inwoners")) == []


def test_without_a_figure_there_is_no_outlook(project_of: Any, context_of: Any, tree: Tree) -> None:
    figures = {"2022": {**NOISE["2022"], "geluid": [None, *NOISE["2022"]["geluid"][1:]]}}

    def change(data: dict[str, Any]) -> None:
        data["effects"]["stiller"]["quantity"] = _quantity(-1, -1, -1)

    (row,) = outlook(project_of(change), context_of(figures)).to_dicts()
    assert all(row[name] is None for name in ("baseline", "low", "central", "high", "points"))
