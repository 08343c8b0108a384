"""The paper report by rule, on projects of every size: nothing cut off, no lonely heading, no empty half page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from brede_welvaart.reporting.context import make_page
from brede_welvaart.reporting.material import Material
from brede_welvaart.reporting.pdf import laid_out, sheets_of_opening
from tests.reporting.stress import Size, stressed

HEADINGS = {"h1", "h2", "h3", "h4"}
FILLED = 0.45
SIZES = [
    Size(themes=8, alternatives=1, effects=3),
    pytest.param(Size(themes=10, alternatives=5, effects=20, scenarios=2, long=True), marks=pytest.mark.slow),
    pytest.param(Size(themes=10, alternatives=3, effects=300), marks=pytest.mark.slow),
]


@dataclass(frozen=True)
class Sheet:
    """A page of paper: its number, the box that text may fill, and what stands in it, from top to bottom."""

    number: int
    left: float
    right: float
    top: float
    bottom: float
    lines: list[tuple[float, float, str, str]]
    """Bottom and right edge, tag and text of each line of text and each figure."""


@pytest.fixture(scope="module", params=SIZES, ids=str)
def strained(request: pytest.FixtureRequest, small_material: Material) -> Material:
    return stressed(small_material, request.param)


@pytest.fixture(scope="module")
def document(strained: Material, templates: Path) -> Any:
    return laid_out(make_page(strained), templates)


@pytest.fixture(scope="module")
def sheets(document: Any) -> list[Sheet]:
    return [_sheet(number, page._page_box) for number, page in enumerate(document.pages, start=1)]


def _sheet(number: int, box: Any) -> Sheet:
    left, top = box.content_box_x(), box.content_box_y()
    body = next(child for child in box.children if child.element_tag == "html")
    lines = sorted(_lines(body), key=lambda line: line[0])
    return Sheet(number, left, left + box.width, top, top + box.height, lines)


def _lines(body: Any) -> Iterator[tuple[float, float, str, str]]:
    from weasyprint.formatting_structure import boxes

    for each in body.descendants():
        if isinstance(each, boxes.TextBox) and each.text.strip() and not _is_unseen(each):
            yield each.position_y + each.height, each.position_x + each.width, _heading(each) or "text", each.text
        elif isinstance(each, boxes.ReplacedBox):
            yield each.position_y + each.height, each.position_x + each.width, "img", ""


def _is_unseen(box: Any) -> bool:
    return "unseen" in (box.element.get("class") or "").split() if box.element is not None else False


def _heading(box: Any) -> str:
    tag = box.element.tag if box.element is not None else ""
    return tag if tag in HEADINGS else ""


def test_page_one_is_one_page(document: Any) -> None:
    assert sheets_of_opening(document) == 1


def test_nothing_runs_out_of_the_page(sheets: list[Sheet]) -> None:
    out = [
        (sheet.number, text)
        for sheet in sheets
        for bottom, right, _tag, text in sheet.lines
        if right > sheet.right + 1 or bottom > sheet.bottom + 1
    ]
    assert out == []


def test_no_page_ends_with_a_heading(sheets: list[Sheet]) -> None:
    assert [(sheet.number, sheet.lines[-1][3]) for sheet in sheets if sheet.lines[-1][2] in HEADINGS] == []


def test_no_page_but_the_last_is_half_empty(sheets: list[Sheet]) -> None:
    filled = {sheet.number: (sheet.lines[-1][0] - sheet.top) / (sheet.bottom - sheet.top) for sheet in sheets[:-1]}
    assert {number: share for number, share in filled.items() if share < FILLED} == {}


def test_every_text_of_a_figure_lies_within_it(strained: Material) -> None:
    for drawing in make_page(strained).drawings:
        left, top, width, height = map(float, re.search(r'viewBox="([^"]+)"', drawing.svg)[1].split())  # type: ignore[index]
        for anchor, x, y, size, text in _texts(drawing.svg):
            length = 0.6 * size * max(map(len, text.split("\n")))
            start = {"start": x, "middle": x - length / 2, "end": x - length}[anchor]
            assert left - length * 0.25 <= start, (drawing.name, text)
            assert start + length * 0.75 <= left + width, (drawing.name, text)
            assert top <= y <= top + height, (drawing.name, text)


def _texts(svg: str) -> Iterator[tuple[str, float, float, float, str]]:
    """Anchor, place, size and words of every text, the groups around it counted in."""
    from xml.etree import ElementTree

    def walk(node: Any, x: float, y: float) -> Iterator[tuple[str, float, float, float, str]]:
        moved = re.match(r"translate\((-?[\d.]+),(-?[\d.]+)\)", node.get("transform", ""))
        if moved:
            x, y = x + float(moved[1]), y + float(moved[2])
        if node.tag.endswith("}text"):
            size = float(node.get("font-size", "11px").removesuffix("px"))
            lines = [each.text or "" for each in node] or [node.text or ""]
            yield node.get("text-anchor", "start"), x, y, size, "\n".join(lines)
        else:
            for child in node:
                yield from walk(child, x, y)

    yield from walk(ElementTree.fromstring(svg), 0.0, 0.0)
