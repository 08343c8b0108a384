"""The paper report by rule, on projects of every size: nothing cut off, no lonely heading, no empty half page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from pypdfium2 import raw

from brede_welvaart.reporting.context import make_page
from brede_welvaart.reporting.material import Material
from brede_welvaart.reporting.palette import hexadecimal
from brede_welvaart.reporting.pdf import write_pdf
from tests.reporting.stress import Size, stressed

FILLED = 0.45
MILLIMETRE = 72 / 25.4
SIZES = [
    Size(themes=8, alternatives=1, effects=3),
    pytest.param(Size(themes=10, alternatives=5, effects=20, scenarios=2, long=True), marks=pytest.mark.slow),
    pytest.param(Size(themes=10, alternatives=3, effects=300), marks=pytest.mark.slow),
]


@dataclass(frozen=True)
class Line:
    """A piece of a line of text, in points from the top left of the page, and what it looks like."""

    left: float
    top: float
    right: float
    bottom: float
    text: str
    size: float
    weight: int
    colour: str

    @property
    def is_heading(self) -> bool:
        """Larger than running text, or as large, heavy, and not in the colour of a term."""
        return self.size > 11 or (self.size == 10 and self.weight >= 600 and self.colour == INK)


@dataclass(frozen=True)
class Sheet:
    """A page of paper: its number, the box that may be filled, what stands in it from top to bottom, and its end."""

    number: int
    left: float
    right: float
    top: float
    bottom: float
    lines: list[Line]
    end: float


INK = "#1f2933"
SPACE = 3
"""What a line may have beyond its last word."""


@pytest.fixture(scope="module", params=SIZES, ids=str)
def strained(request: pytest.FixtureRequest, small_material: Material) -> Material:
    return stressed(small_material, request.param)


@pytest.fixture(scope="module")
def sheets(strained: Material, templates: Path) -> list[Sheet]:
    made = write_pdf(make_page(strained), templates, date(2026, 11, 23))
    return [_sheet(number, page) for number, page in enumerate(pypdfium2.PdfDocument(made), start=1)]


def _sheet(number: int, page: Any) -> Sheet:
    width, height = page.get_size()
    beside, over = (16, 12) if number == 1 else (20, 20)
    top, bottom = over * MILLIMETRE, height - over * MILLIMETRE
    lines = sorted(
        (line for line in _lines(page, height) if top < line.bottom < bottom + 3), key=lambda each: each.bottom
    )
    drawn = (height - each.get_bounds()[1] for each in page.get_objects(max_depth=1))
    end = max((low for low in drawn if low < bottom + 3), default=top)
    return Sheet(number, beside * MILLIMETRE, width - beside * MILLIMETRE, top, bottom, lines, end)


def _lines(page: Any, height: float) -> Iterator[Line]:
    text = page.get_textpage()
    for number in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(number)
        words = text.get_text_bounded(left, bottom, right, top).strip("\x02 ")
        first = raw.FPDFText_GetCharIndexAtPos(text, left + 1, (top + bottom) / 2, 3, 3)
        if words and first >= 0:
            size, weight = raw.FPDFText_GetFontSize(text, first), raw.FPDFText_GetFontWeight(text, first)
            yield Line(left, height - top, right, height - bottom, words, round(size, 1), weight, _colour(text, first))


def _colour(text: Any, index: int) -> str:
    channels = [raw.c_uint() for _channel in range(4)]
    raw.FPDFText_GetFillColor(text, index, *channels)
    return hexadecimal(f"rgb({', '.join(str(each.value) for each in channels[:3])})") or ""


def test_page_one_is_one_page(sheets: list[Sheet]) -> None:
    assert [sheet.number for sheet in sheets if any(line.size > 12 for line in sheet.lines)][:1] == [1]
    assert sheets[1].lines[0].text == "Inhoud"


def test_nothing_runs_out_of_the_page(sheets: list[Sheet]) -> None:
    out = [
        (sheet.number, line.text)
        for sheet in sheets
        for line in sheet.lines
        if line.left < sheet.left - 1 or line.right > sheet.right + SPACE or line.bottom > sheet.bottom + 1
    ]
    assert out == []


def test_no_page_ends_with_a_heading(sheets: list[Sheet]) -> None:
    assert any(line.is_heading for sheet in sheets for line in sheet.lines)
    ends = [(sheet.number, sheet.lines[-1]) for sheet in sheets if sheet.end - sheet.lines[-1].bottom < 8]
    assert [(number, line.text) for number, line in ends if line.is_heading] == []


def test_no_page_but_the_last_is_half_empty(sheets: list[Sheet]) -> None:
    filled = {sheet.number: (sheet.end - sheet.top) / (sheet.bottom - sheet.top) for sheet in sheets[:-1]}
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
