"""Templates show and do not compute, and use exactly what the page holds."""

from __future__ import annotations

import dataclasses
import re
import shutil
import typing
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import nodes

from brede_welvaart.errors import InputFault
from brede_welvaart.reporting.html import Document, environment, filled, render_html
from brede_welvaart.reporting.page import Page

NAMES = sorted(path.name for path in (Path(__file__).parents[2] / "reports" / "templates").glob("*.jinja"))
DRAWN_ELSEWHERE = {"svg", "passages", "style"}
"""Fields that the renderers read themselves."""
JINJA_OWN = {"first", "last", "index0"}


def parse(name: str, templates: Path) -> nodes.Template:
    return environment(templates).parse((templates / name).read_text("utf-8"))


def macros(templates: Path) -> set[str]:
    """The names of all macros: parts of the page, under the same rules."""
    return {macro.name for name in NAMES for macro in parse(name, templates).find_all(nodes.Macro)}


def fields(kind: object, seen: set[object]) -> Iterator[str]:
    for part in typing.get_args(kind):
        yield from fields(part, seen)
    if dataclasses.is_dataclass(kind) and kind not in seen:
        seen.add(kind)
        hints = typing.get_type_hints(kind)
        for field in dataclasses.fields(kind):
            if field.name not in DRAWN_ELSEWHERE:
                yield field.name
                yield from fields(hints[field.name], seen)


def test_the_page_and_the_templates_name_the_same_fields(templates: Path) -> None:
    used = {
        attribute.attr for name in NAMES for attribute in parse(name, templates).find_all(nodes.Getattr)
    } - JINJA_OWN
    held = set(fields(Page, set())) | {field.name for field in dataclasses.fields(Document)}
    assert used - held == set()
    assert held - used == set()


@pytest.mark.parametrize("name", NAMES)
def test_no_template_computes_filters_or_queries(name: str, templates: Path) -> None:
    tree = parse(name, templates)
    forbidden = (
        nodes.Filter,
        nodes.Add,
        nodes.Sub,
        nodes.Mul,
        nodes.Div,
        nodes.Mod,
        nodes.Compare,
        nodes.Test,
        nodes.Concat,
    )
    assert [type(found).__name__ for found in tree.find_all(forbidden)] == []
    calls = [call.node.name for call in tree.find_all(nodes.Call) if isinstance(call.node, nodes.Name)]
    assert set(calls) <= {"_"} | macros(templates)
    assert all(isinstance(call.node, nodes.Name) for call in tree.find_all(nodes.Call))


@pytest.mark.parametrize(
    ("fault", "found"),
    [
        ("{{ page.titel }}", "regel 2: gevonden .*no attribute 'titel'"),
        ("{{ 1 / 0 }}", "regel 2: gevonden division by zero"),
        ("{% if %}", "regel 2: gevonden Expected an expression"),
        ("{% include 'weg.jinja' %}", "regel 2: gevonden .*weg.jinja"),
    ],
)
def test_a_fault_in_a_template_of_ones_own_names_the_line(
    fault: str, found: str, page: Page, templates: Path, tmp_path: Path
) -> None:
    own = shutil.copytree(templates, tmp_path / "templates")
    (own / "screen.html.jinja").write_text(f"<p>\n{fault}\n", "utf-8")
    expected = f"{re.escape(str(own / 'screen.html.jinja'))}: {found}"
    with pytest.raises(InputFault, match=expected):
        render_html(page, own)


def test_a_fault_of_the_program_is_not_blamed_on_a_template(page: Page, templates: Path) -> None:
    class Broken:
        def __getattr__(self, name: str) -> str:
            raise ZeroDivisionError(name)

    with pytest.raises(ZeroDivisionError):
        filled(environment(templates), templates, "screen.html.jinja", page=Broken(), document=Document(), drawings={})


def test_a_template_that_is_absent_is_named(page: Page, templates: Path, tmp_path: Path) -> None:
    own = shutil.copytree(templates, tmp_path / "templates")
    (own / "screen.html.jinja").unlink()
    with pytest.raises(InputFault, match=r"screen\.html\.jinja: gevonden"):
        render_html(page, own)
