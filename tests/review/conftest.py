"""What review tests share: the small tree, figures by hand, and a project that raises no remark."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from brede_welvaart.definitions import Tree
from brede_welvaart.loading import load
from brede_welvaart.project_definitions import Project
from brede_welvaart.scoring.context import Context, score_context
from brede_welvaart.scoring.figures import Figures
from brede_welvaart.validation import validate

Series = Mapping[str, Mapping[str, list[float | None]]]
REGIONS = [f"R{number}" for number in range(1, 9)]
CALM: Series = {
    "2022": {
        "geluid": [55, 52, 53, 54, 56, 57, 58, 50],
        "groen": [40, 42, 43, 44, 38, 37, 36, 50],
        "inwoners": [1000.0] * 8,
    }
}
EVIDENCE = [
    {"kind": "data", "title": "Meting", "year": 2022},
    {"kind": "expert", "side": "tegen", "title": "Gesprek", "year": 2022},
]
BASE = {
    "theme": "rust", "dimension": "hier_en_nu", "horizons": ["1-5"], "places": ["straat"], "gains": ["buren"],
    "fact": "Zo is het.", "importance": "midden", "certainty": "hoog", "evidence": EVIDENCE,
}  # fmt: skip


def _two(ans: tuple[str, str], bas: tuple[str, str]) -> list[dict[str, Any]]:
    """What Ans and Bas judge of the alternatives `laag` and `hoog`."""
    said = {("Ans", "geluid"): ans, ("Bas", "natuur"): bas}
    return [
        {"assessor": name, "role": role, "judgements": dict(zip(("laag", "hoog"), words, strict=True))}
        for (name, role), words in said.items()
    ]


GOOD = [("positief", "zeer_positief"), ("positief", "positief")]
BAD = [("negatief", "licht_negatief"), ("negatief", "licht_negatief")]
CLEAN: dict[str, Any] = {
    "title": "Een muur", "status": "concept", "occasion": "anders", "owner": "De tests", "goal": "Rust.",
    "key_message": "Rust.", "region": "R1", "elsewhere": ["R7"],
    "reference": {"description": "Geen muur.", "year": 2022},
    "alternatives": {"laag": {"label": "Laag"}, "hoog": {"label": "Hoog"}},
    "effects": {
        "stiller": {**BASE, "title": "Het wordt stiller", "assessments": _two(*GOOD)},
        "heg": {
            **BASE, "title": "De heg verdwijnt", "theme": "ruimte", "dimension": "later", "assessments": _two(*BAD),
        },
        "blik": {
            **BASE, "title": "De blik stuit", "theme": "ruimte", "dimension": "elders", "assessments": _two(*BAD),
        },
    },
}  # fmt: skip

ProjectOf = Callable[..., Project]
ContextOf = Callable[..., Context]


@pytest.fixture(scope="session")
def tree() -> Tree:
    """The small tree: themes `rust` and `ruimte`, indicators `geluid`, `groen` and `inwoners`."""
    return load(Path(__file__).parents[1] / "data" / "tree")


@pytest.fixture(scope="session")
def regions() -> pl.DataFrame:
    """Eight current regions R1..R8, named Dorp 1..Dorp 8."""
    columns = {"region": REGIONS, "name": [f"Dorp {number}" for number in range(1, 9)], "level": ["region"] * 8}
    empty = {name: pl.Series([None] * 8, dtype=pl.String) for name in ("parent", "valid_from", "valid_to")}
    return pl.DataFrame({**columns, **empty, "current": [True] * 8})


@pytest.fixture(scope="session")
def context_of(tree: Tree, regions: pl.DataFrame) -> ContextOf:
    """Scores the figures given per period and indicator (eight regions; None is missing) as of a year."""

    def make(series: Series = CALM, year: int = 2023, tree: Tree = tree) -> Context:
        periods, names = tuple(sorted(series)), tuple(sorted(tree.indicators))
        values = np.full((len(names), len(periods), 8), np.nan)
        for column, period in enumerate(periods):
            for name, figures in series[period].items():
                values[names.index(name), column] = np.array(figures, dtype=np.float64)
        missing = np.isnan(values).astype(np.int8)
        observed = Figures(names, periods, regions, ("cijfers",), values, missing, -missing)
        return score_context(observed, tree, date(year, 1, 1))

    return make


@pytest.fixture(scope="session")
def project_of() -> ProjectOf:
    """The project that raises no remark, after a function has changed its data in place."""

    def make(change: Callable[[dict[str, Any]], object] = lambda data: None) -> Project:
        data = deepcopy(CLEAN)
        change(data)
        return validate(Project, data, "project.yaml")

    return make
