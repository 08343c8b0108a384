"""Vega-Lite specifications from files, filled with data and colours, drawn as SVG text."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from importlib.metadata import version
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from brede_welvaart import kept
from brede_welvaart.reporting.drawer import VEGA_LITE, drawn
from brede_welvaart.reporting.house_style import Style
from brede_welvaart.reporting.typefaces import SHIPPED

Rows = Sequence[Mapping[str, object]]
_NEUTRAL = (("opacity", "1"), ("transform", "translate(0,0)"))
_NOISE = ("class", "role", "pointer-events", "stroke-miterlimit")
_LONG = re.compile(r"(\d+\.\d\d)\d+")
_SPACE = ' xmlns="http://www.w3.org/2000/svg"'
_CELL = "mark-group role-scope cell"
_SIZE = re.compile(r"M0,0h(\d+)v(\d+)h")
_CENTRE = re.compile(r"translate\((-?[\d.]+),(-?[\d.]+)\)")
_CIRCLES = re.compile(
    r'<path transform="translate\([^)]*\)" d="(?P<shape>M(?P<r>[\d.]+),0A[^"]*)"(?P<rest>[^>]*)/>'
    r'(?:<path transform="translate\([^)]*\)" d="(?P=shape)"(?P=rest)/>)+'
)


@dataclass(frozen=True)
class Studio:
    """Where figures are drawn: the folder of specifications, colours and fonts, and where drawings are kept."""

    specifications: Path
    style: Style
    kept: Path


def draw(studio: Studio, name: str, data: Mapping[str, Rows], values: Mapping[str, object]) -> str:
    """Draw a specification: `@name` in it stands for a value or a colour, `data.name` for a dataset; gives SVG.

    The same input gives the same text. No address outside is ever read.
    """
    return _written(_drawn(studio, _read(studio, f"{name}.vl"), data, values), studio.style.light["font"])


def draw_apart(studio: Studio, name: str, data: Mapping[str, Rows], values: Mapping[str, object]) -> tuple[str, ...]:
    """Draw a faceted specification in one go and give each facet as an SVG of its own, in order.

    The specification says in `usermeta.margins` how much room a facet has around it, in pixels.
    """
    specification = _read(studio, f"{name}.vl")
    whole = _drawn(studio, specification, data, values)
    cells = [cell for group in whole.iter("g") if group.get("class") == _CELL for cell in group]
    margins = specification["usermeta"]["margins"]
    return tuple(_written(_alone(cell, margins), studio.style.light["font"]) for cell in cells)


def _read(studio: Studio, name: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((studio.specifications / f"{name}.json").read_text("utf-8"))
    return read


def _drawn(
    studio: Studio, specification: dict[str, Any], data: Mapping[str, Rows], values: Mapping[str, object]
) -> Element:
    known = {**studio.style.light, **values}
    filled = _filled(specification, known)
    filled["config"] = _filled(_read(studio, "config"), known)
    filled["datasets"] = {name: list(rows) for name, rows in data.items()}
    svg = _svg(json.dumps(filled), tuple(each.file for each in studio.style.typefaces), studio.kept)
    return ElementTree.fromstring(svg.replace(_SPACE, ""))  # noqa: S314 -- our own drawing


@lru_cache(maxsize=32)
def _svg(filled: str, fonts: tuple[Path, ...], folder: Path) -> str:
    """A whole specification drawn; reports on one region share most drawings, and so does the same report next time."""
    versions = f"{VEGA_LITE} {version('vl-convert-python')}"
    ingredients = (filled.encode(), versions.encode(), *(each.read_bytes() for each in fonts))
    folders = sorted({each.parent for each in fonts})
    return kept.made_once(folder, kept.recipe(*ingredients), partial(drawn, filled, folders))


def _alone(cell: Element, margins: Mapping[str, int]) -> Element:
    """A facet as a drawing of its own, with room around it."""
    across, down = map(int, _SIZE.match(cell[0].attrib["d"]).groups())  # type: ignore[union-attr]
    del cell.attrib["transform"]
    width, height = across + margins["left"] + margins["right"], down + margins["top"] + margins["bottom"]
    box = f"{-margins['left']} {-margins['top']} {width} {height}"
    alone = Element("svg", width=str(width), height=str(height), viewBox=box, fill="none")
    alone.append(cell)
    return alone


def size(svg: str) -> tuple[int, int]:
    """Width and height of an SVG in CSS pixels."""
    width, height = re.search(r'<svg [^>]*?width="([\d.]+)" height="([\d.]+)"', svg).groups()  # type: ignore[union-attr]
    return round(float(width)), round(float(height))


def _filled(node: Any, values: Mapping[str, object]) -> Any:
    if isinstance(node, str) and node.startswith("@"):
        return values[node[1:]]
    if isinstance(node, dict):
        return {key: _filled(value, values) for key, value in node.items()}
    return [_filled(item, values) for item in node] if isinstance(node, list) else node


def _written(svg: Element, font: str) -> str:
    """The text of a drawing, without what only a browser with scripts would use, and no longer than it need be."""
    svg[:] = _bare(svg)
    svg.attrib = {"xmlns": "http://www.w3.org/2000/svg", **svg.attrib}
    text = ElementTree.tostring(svg, "unicode").replace(" />", "/>")
    names = ", ".join(f"'{name}'" for name in dict.fromkeys((font, SHIPPED)))
    return _CIRCLES.sub(_one_path, text).replace(f'font-family="{font}"', f'font-family="{names}, sans-serif"')


def _bare(parent: Element) -> list[Element]:
    """The children of an element without hidden ones, without groups that say nothing, and without idle attributes."""
    kept: list[Element] = []
    for child in parent:
        if child.get("aria-hidden") and child.tag == "path":
            continue
        said = {name: value for name, value in child.attrib.items() if not _is_idle(name, value)}
        child.attrib = {name: _LONG.sub(r"\1", value) for name, value in said.items()}
        child[:] = _bare(child)
        kept += child[:] if child.tag == "g" and not child.attrib else [child]
    return kept


def _is_idle(name: str, value: str) -> bool:
    return name in _NOISE or name.startswith("aria-") or (name, value) in _NEUTRAL


def _one_path(circles: re.Match[str]) -> str:
    """A row of equal circles as one path: a page with a thousand of them then takes half the time to lay out."""
    radius = float(circles["r"])
    arc = f"a{radius:g},{radius:g},0,1,1,"
    parts = (
        f"M{float(x) + radius:.2f},{float(y):.2f}{arc}{-2 * radius:g},0{arc}{2 * radius:g},0"
        for x, y in _CENTRE.findall(circles[0])
    )
    return f'<path d="{"".join(parts)}"{circles["rest"]}/>'
