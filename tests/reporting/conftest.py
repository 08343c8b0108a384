"""The shipped projects, scored once."""

from __future__ import annotations

from pathlib import Path

import pytest

from brede_welvaart import pipeline
from brede_welvaart.loading import load
from brede_welvaart.reporting.context import make_page
from brede_welvaart.reporting.material import Facts, Material
from brede_welvaart.reporting.memo import Memo, make_memo
from brede_welvaart.reporting.page import Page
from brede_welvaart.resources import default_root

TEMPLATES = default_root() / "reports" / "templates"


def scored_material(name: str) -> Material:
    tree = load()
    scored = pipeline.score(tree, name)
    file = default_root() / "reports" / "projects" / f"{name}.yaml"
    facts = Facts("0.0", file.name, file.read_bytes())
    return Material(name, scored.project, tree, scored.context, scored.review, scored.figures, facts, TEMPLATES)


@pytest.fixture(scope="session")
def templates() -> Path:
    return TEMPLATES


@pytest.fixture(scope="session")
def material() -> Material:
    return scored_material("verstedelijkingsstrategie-twente")


@pytest.fixture(scope="session")
def page(material: Material) -> Page:
    return make_page(material)


@pytest.fixture(scope="session")
def small_material() -> Material:
    return scored_material("stationsplein-vergroenen")


@pytest.fixture(scope="session")
def small_page(small_material: Material) -> Page:
    return make_page(small_material)


@pytest.fixture(scope="session")
def memo(material: Material) -> Memo:
    return make_memo(material)


@pytest.fixture(scope="session")
def small_memo(small_material: Material) -> Memo:
    return make_memo(small_material)
