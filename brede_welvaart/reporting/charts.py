"""Vega-Lite specifications from files, filled with data and colours, drawn as SVG text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from brede_welvaart.reporting.palette import Palette
from brede_welvaart.reporting.typefaces import SHIPPED

VEGA_LITE = "6.4"
Rows = Sequence[Mapping[str, object]]
_NOISE = re.compile(
    r' (?:class|role|aria-[a-z]+|pointer-events|stroke-miterlimit)="[^"]*"| opacity="1"'
    r'|<path (?:class="[^"]*" )?aria-hidden="true" d="[^"]*"(?: pointer-events="none")?(?: display="none")?/>'
)

_CENTRE = re.compile(r"translate\((-?[\d.]+),(-?[\d.]+)\)")
_CIRCLES = re.compile(
    r'<path transform="translate\([^)]*\)" d="(?P<shape>M(?P<r>[\d.]+),0A[^"]*)"(?P<rest>[^>]*)/>'
    r'(?:<path transform="translate\([^)]*\)" d="(?P=shape)"(?P=rest)/>)+'
)


def draw(
    spec: Path, data: Mapping[str, Rows], values: Mapping[str, object], palette: Palette, fonts: Iterable[Path]
) -> str:
    """Draw a specification: `@name` in it stands for a value or a colour, `data.name` for a dataset; gives SVG.

    `fonts` are the folders with the fonts of the palette, by which text is measured.

    The same input gives the same text. No address outside is ever read.
    """
    from vl_convert import vegalite_to_svg  # noqa: PLC0415 -- heavy, and only figures need it

    for folder in fonts:
        _register_fonts(folder)
    known = {**palette, **values}
    filled = _filled(json.loads(spec.read_text("utf-8")), known)
    filled["config"] = _filled(json.loads((spec.parent / "config.json").read_text("utf-8")), known)
    filled["datasets"] = {name: list(rows) for name, rows in data.items()}
    svg = vegalite_to_svg(filled, vl_version=VEGA_LITE, allowed_base_urls=[])
    return _cleaned(svg, palette["font"])


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


def _cleaned(svg: str, font: str) -> str:
    names = ", ".join(f"'{name}'" for name in dict.fromkeys((font, SHIPPED)))
    quoted = f'font-family="{names}, sans-serif"'
    return _CIRCLES.sub(_one_path, _NOISE.sub("", svg)).replace("<g></g>", "").replace(f'font-family="{font}"', quoted)


def _one_path(circles: re.Match[str]) -> str:
    """A row of equal circles as one path: a page with a thousand of them then takes half the time to lay out."""
    radius = float(circles["r"])
    arc = f"a{radius:g},{radius:g},0,1,1,"
    parts = (
        f"M{float(x) + radius:.2f},{float(y):.2f}{arc}{-2 * radius:g},0{arc}{2 * radius:g},0"
        for x, y in _CENTRE.findall(circles[0])
    )
    return f'<path d="{"".join(parts)}"{circles["rest"]}/>'


@cache
def _register_fonts(folder: Path) -> None:
    from vl_convert import register_font_directory  # noqa: PLC0415 -- heavy, and only figures need it

    register_font_directory(str(folder))
