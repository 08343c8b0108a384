"""The sensitivity run of a region, kept between runs: it takes longer than the rest of a page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

import numpy as np
import polars as pl

from brede_welvaart import kept, scoring
from brede_welvaart.scoring.figures import Figures
from brede_welvaart.scoring.standing import Standing
from brede_welvaart.scoring.uncertainty import INDICES, PAIRS, THEMES, Sensitivity, sensitivity

SCHEMAS = {"themes": THEMES, "pairs": PAIRS, "indices": INDICES}


def kept_sensitivity(folder: Path, figures: Figures, standing: Standing, region: str) -> Sensitivity:
    """The same as `sensitivity` of one region, from `folder` where these figures and choices were drawn before."""
    name = kept.recipe(region.encode(), _program(), *_ingredients(figures), *_ingredients(standing))
    return _read(kept.made_once(folder, name, lambda: _text(sensitivity(figures, standing, [region]))))


@cache
def _program() -> bytes:
    modules = sorted(Path(scoring.__path__[0]).glob("*.py"))
    versions = " ".join(version(name) for name in ("numpy", "polars"))
    return b"".join((versions.encode(), *(each.read_bytes() for each in modules)))


def _ingredients(value: object) -> Iterator[bytes]:
    """Everything in a value, to the last bit."""
    if isinstance(value, np.ndarray):
        yield f"{value.dtype} {value.shape}".encode()
        yield value.tobytes()
    elif isinstance(value, pl.DataFrame):
        yield value.write_json().encode()
    elif isinstance(value, tuple):
        yield str(len(value)).encode()
        for each in value:
            yield from _ingredients(each)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _ingredients(getattr(value, field.name))
    else:
        yield repr(value).encode()


def _text(found: Sensitivity) -> str:
    return json.dumps({name: getattr(found, name).to_dict(as_series=False) for name in SCHEMAS}, allow_nan=False)


def _read(text: str) -> Sensitivity:
    columns = json.loads(text)
    return Sensitivity(**{name: pl.DataFrame(columns[name], schema) for name, schema in SCHEMAS.items()})
