"""What the shipped examples promise: their size and spread, and facts that agree with the shipped figures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, get_args

import numpy as np
import pytest
from pydantic import BaseModel

from brede_welvaart.definitions import Tree
from brede_welvaart.loading import load
from brede_welvaart.pipeline import Scored, score
from brede_welvaart.project_definitions import Effect, Project
from brede_welvaart.projects import project_names
from brede_welvaart.resources import default_root
from brede_welvaart.vocabulary import DIMENSIONS

LARGE = "verstedelijkingsstrategie-twente"
PLACE = re.compile(r"plaats (\d+) van (\d+)")
NUMBER = re.compile(r"(?<![\d.,])\d+,\d+(?![\d.,])")


@pytest.fixture(scope="module")
def shipped() -> Tree:
    return load()


@pytest.fixture(scope="module")
def examples(shipped: Tree) -> dict[str, Scored]:
    return {name: score(shipped, name) for name in project_names(shipped)}


@pytest.fixture(params=project_names(load()))
def example(request: pytest.FixtureRequest, examples: dict[str, Scored]) -> Scored:
    return examples[request.param]


def test_an_example_says_that_it_is_one(example: Scored) -> None:
    assert "geen oordeel van de gemeente" in (example.project.illustration or "")


def test_the_large_example_covers_everything(examples: dict[str, Scored], shipped: Tree) -> None:
    large = examples[LARGE]
    project, effects = large.project, list(large.project.effects.values())
    assert len(effects) >= 40
    assert (len(project.alternatives), len(project.scenarios)) == (3, 2)
    assert project.reference is not None
    for parts in (shipped.themes, DIMENSIONS):
        counts = Counter(each.theme if parts is shipped.themes else each.dimension for each in effects)
        assert counts.keys() == parts.keys()
        assert min(counts.values()) >= 3
    assert all(each.fact and (each.gains or each.loses) for each in effects)
    assert {evidence.side for each in effects for evidence in each.evidence} == {"voor", "tegen"}
    assert {each.certainty for each in effects} == {"laag", "midden", "hoog"}
    for enough in ("mitigation", "discussion", "unknowns", "quantity"):
        assert sum(getattr(each, enough) is not None for each in effects) >= 5
    assert large.review.cells["balance"].is_not_null().all()


def test_every_effect_has_evidence_or_says_that_it_is_still_to_come(example: Scored) -> None:
    for name, effect in example.project.effects.items():
        assert effect.evidence or "nog te onderbouwen" in effect.fact, name


def test_a_place_in_a_fact_is_a_rank_in_the_figures(example: Scored) -> None:
    """`plaats 46 van 219` with its year in the text: that rank of that many, of an indicator where 1 is best."""
    own = example.context.indicators.filter(region=example.project.region)
    judged = own.select("rank", "ranked", "period", "quartile").drop_nulls()
    ranks = {(rank, ranked, period[:4]) for rank, ranked, period, _quartile in judged.iter_rows()}
    for name, effect in example.project.effects.items():
        for rank, ranked in PLACE.findall(effect.fact):
            assert any((int(rank), int(ranked), year) in ranks for year in _years(effect)), (name, rank, ranked)


def test_a_number_in_a_fact_is_a_shipped_figure(example: Scored) -> None:
    """Every number with a decimal comma, in effects that cite CBS: a figure or a median of a year in the text."""
    wrong = [
        (name, text)
        for name, effect in example.project.effects.items()
        if any(evidence.publisher == "CBS" for evidence in effect.evidence)
        for text in NUMBER.findall(effect.fact)
        if not any(_is_figure(example, text, year) for year in _years(effect))
    ]
    assert wrong == []


def _years(effect: Effect) -> Iterator[str]:
    yield from dict.fromkeys(re.findall(r"\b20\d\d\b", effect.fact))


def _is_figure(example: Scored, text: str, year: str) -> bool:
    """Whether a number is the rounded figure of a region of the project in a year, or the median of all."""
    figures, decimals = example.figures, len(text.split(",")[1])
    named = [figures.regions["region"].to_list().index(code) for code in _regions(example)]
    places = [place for place, period in enumerate(figures.periods) if period[:4] == year]
    known = figures.values[:, places][:, :, figures.regions["current"].to_numpy()]
    medians = [np.median(row[np.isfinite(row)]) for block in known for row in block if np.isfinite(row).any()]
    values = [*figures.values[:, places][:, :, named].ravel().tolist(), *medians]
    return any(abs(np.round(value, decimals) - float(text.replace(",", "."))) < 1e-9 for value in values)


def _regions(example: Scored) -> tuple[str, ...]:
    """The regions of the project and the municipalities around it that its facts may name."""
    names = dict(example.context.regions.select("name", "region").iter_rows())
    text = " ".join(effect.fact for effect in example.project.effects.values())
    return tuple({example.project.region, *example.project.elsewhere, *(names[n] for n in names if n and n in text)})


def fields(kind: type[BaseModel]) -> Iterator[str]:
    """Every key that a definition may have, and the definitions in it."""
    for name, field in kind.model_fields.items():
        yield name
        yield from (key for part in _definitions(field.annotation) for key in fields(part))


def _definitions(kind: Any) -> Iterator[type[BaseModel]]:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind
    for part in get_args(kind):
        yield from _definitions(part)


def test_the_small_example_explains_every_field() -> None:
    """The README promises it."""
    text = (default_root() / "reports" / "projects" / "stationsplein-vergroenen.yaml").read_text("utf-8")
    known = set(fields(Project)) - {"nl", "en"}
    assert len(known) > 60
    assert [name for name in sorted(known) if not re.search(rf"\b{name}\b", text)] == []
