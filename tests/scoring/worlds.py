"""Small worlds to score: a tree and its figures, made in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from brede_welvaart.definition_parts import Break
from brede_welvaart.definitions import Indicator, Theme, Tree
from brede_welvaart.method_definitions import Method
from brede_welvaart.scoring.context import Context, score_context
from brede_welvaart.scoring.figures import NOT_PUBLISHED, Figures, Floats
from brede_welvaart.source_definitions import Source

AS_OF = date(2024, 6, 1)
TEXT = {"nl": "Naam", "en": "Name"}
EFFECTS = {
    "importance": {"laag": 1, "midden": 2, "hoog": 3},
    "certainty": {"hoog": [1], "midden": [0.5, 0.25], "laag": [0.2, 0.2, 0.2]},
}


def make_method(**choices: Any) -> Method:
    """A method with min-max scores against all regions, unless said otherwise."""
    plain = {"normalisation": {"method": "min_max"}, "reference_group": {"all": True}, "effects": EFFECTS}
    return Method.model_validate({**plain, **choices}, strict=False)


def make_tree(indicators: Mapping[str, Mapping[str, Any]], themes: Sequence[str] = ("t",), **choices: Any) -> Tree:
    """A tree; an indicator may state `theme` (default the first; None for a context variable) and any of its keys."""
    source = {"title": "T", "publisher": "P", "licence": "L", "citation": "C", "url": "U", "edition": "2024"}
    built = {name: _indicator({k: v for k, v in keys.items() if k != "theme"}) for name, keys in indicators.items()}
    placed = {name: keys.get("theme", themes[0]) for name, keys in indicators.items()}
    return Tree.model_construct(
        root=Path(),
        themes={name: Theme.model_validate({"label": TEXT, "about": TEXT, "source": "S"}) for name in themes},
        indicators=built,
        theme_of={name: theme for name, theme in placed.items() if theme is not None},
        sources={"s": Source.model_validate({**source, "adapter": "table_file", "file": "f", "sha256": "0" * 64})},
        groups={},
        method=make_method(**choices),
        method_hash="",
        fingerprint="",
    )


def _indicator(keys: dict[str, Any]) -> Indicator:
    plain = {"label": TEXT, "definition": TEXT, "unit": TEXT, "polarity": "higher_is_better"}
    plain["figures"] = [{"source": "s", "measure": "m"}]
    return Indicator.model_validate({**plain, **keys}, strict=False)


def make_break(period: str) -> Break:
    """A break of a series at a period."""
    return Break.model_validate({"period": period, "reason": TEXT})


def make_figures(
    values: Mapping[str, Any],
    periods: Sequence[str] = ("2023",),
    regions: Sequence[str] | None = None,
    **margins: Floats,
) -> Figures:
    """Figures by indicator: [region] for one period, or [period, region]; NaN or None is missing."""
    width = len(regions) if regions else -1
    cube = np.array([np.array(block, dtype=np.float64).reshape(len(periods), width) for block in values.values()])
    codes = list(regions or [f"R{number}" for number in range(cube.shape[2])])
    absent = np.isnan(cube)
    return Figures(
        tuple(values), tuple(periods), make_regions(codes), ("s",), cube,
        np.where(absent, NOT_PUBLISHED, 0).astype(np.int8), np.where(absent, -1, 0).astype(np.int16), **margins,
    )  # fmt: skip


def make_regions(codes: Sequence[str], **columns: Sequence[Any]) -> pl.DataFrame:
    """Current regions of one level, with any columns in place of the plain ones."""
    size = len(codes)
    plain: dict[str, Sequence[Any]] = {
        "region": codes, "name": codes, "level": ["gemeente"] * size, "parent": [None] * size,
        "current": [True] * size, "valid_from": [None] * size, "valid_to": [None] * size,
    }  # fmt: skip
    texts = {name: pl.String for name in {**plain, **columns} if name != "current"}
    return pl.DataFrame({**plain, **columns}, schema_overrides=texts)


def score(values: Mapping[str, Any], tree: Tree, **keys: Any) -> Context:
    """The context of a world, on the day AS_OF."""
    return score_context(make_figures(values, **keys), tree, AS_OF)


def column(frame: pl.DataFrame, name: str, **where: Any) -> list[Any]:
    """A column of the rows that meet the conditions."""
    return frame.filter(**where)[name].to_list()
