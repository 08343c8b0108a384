"""A figure that stands on its own, outside the report: its legend and the project's mark are drawn with it."""

from __future__ import annotations

import json
import re
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from markupsafe import Markup, escape

from brede_welvaart.language import current_language
from brede_welvaart.reporting.format import first_sentence, stacked
from brede_welvaart.reporting.material import Material
from brede_welvaart.reporting.palette import Palette
from brede_welvaart.reporting.parts import Picture

DPI = 300
LINE, LETTER, SIZE = 18, 6.2, 11.5
"""Height of a line of text, a generous width of a letter, and the size of the letters, in CSS pixels."""
ELSEWHERE = "Calibri, Carlito, Arial, sans-serif"
"""What programs use that do not have the report's font."""


@dataclass(frozen=True)
class Plate:
    """A drawing with all that a reader needs; `alt` says what it shows, `fonts` are the font files of its text."""

    name: str
    svg: str
    width: int
    height: int
    alt: str
    fonts: tuple[Path, ...]

    @cached_property
    def png(self) -> bytes:
        """The drawing at print resolution on white; it says its resolution, so that it lands at its own size."""
        from resvg_py import svg_to_bytes  # noqa: PLC0415 -- only pixels need it

        drawn = svg_to_bytes(
            svg_string=self.svg, background="#ffffff", width=round(self.width * DPI / 96),
            skip_system_fonts=True, font_files=[str(font) for font in self.fonts],
        )  # fmt: skip
        return _with_resolution(bytes(drawn))


def plate(material: Material, picture: Picture) -> Plate:
    """A figure of the report with its legend above it and the mark of an illustration below it."""
    width, swatches = picture.width, _swatches(material)
    keys, top = _legend(picture.legend, swatches, width)
    mark = stacked(first_sentence(material.project.illustration or ""), round(width / LETTER), 3).split("\n")
    lines = [line for line in mark if line]
    height = top + picture.height + LINE * len(lines) + (6 if lines else 0)
    below = Markup().join(
        _text(2, top + picture.height + LINE * n, line, material.palette["worse"], 600)
        for n, line in enumerate(lines, start=1)
    )
    body = Markup('<g fill="{}">{}</g><g transform="translate(0,{})">{}</g>{}').format(
        material.palette["ink"], keys, top, _inside(picture.svg), below
    )
    svg = Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" version="1.1" lang="{}" width="{}" height="{}" '
        'viewBox="0 0 {} {}" role="img"><title>{}</title><desc>{}</desc>{}</svg>\n'
    ).format(current_language(), width, height, width, height, picture.alt, picture.caption, body)
    fonts = tuple(each.file for each in material.style.typefaces)
    return Plate(picture.name, _with_fallback(str(svg), material.palette), width, height, picture.alt, fonts)


def _legend(legend: Sequence[tuple[str, str]], swatches: dict[str, Markup], width: int) -> tuple[Markup, int]:
    """The keys of the legend from left to right, on as many lines as they need, and the height they take."""
    x, y, drawn = 0.0, LINE, Markup()
    for key, word in legend:
        needed = 22 + LETTER * len(word)
        if x and x + needed > width:
            x, y = 0.0, y + LINE
        drawn += Markup('<g transform="translate({:g},{})">{}</g>').format(x, y - 4, swatches[key])
        drawn += _text(x + 22, y - 4, word)
        x += needed + 14
    return drawn, y + 8 if legend else 0


def _text(x: float, y: float, words: str, colour: str = "", weight: int = 400) -> Markup:
    painted = Markup(' fill="{}"').format(colour) if colour else Markup()
    return Markup('<text x="{:g}" y="{:g}" font-family="@font" font-size="{}" font-weight="{}"{}>{}</text>').format(
        x, y, SIZE, weight, painted, words
    )


def _swatches(material: Material) -> dict[str, Markup]:
    """The designer's drawing of each key of a legend, in the colours of the palette."""
    drawings = json.loads((material.templates / "charts" / "legend.json").read_text("utf-8"))
    return {
        key: Markup(re.sub(r"@([a-z-]+)", lambda name: str(escape(material.palette[name[1]])), drawing))  # noqa: S704 -- our own file
        for key, drawing in drawings.items()
    }


def _inside(svg: str) -> Markup:
    return Markup(svg[svg.index(">") + 1 : svg.rindex("</svg>")])  # noqa: S704 -- our own drawing, its texts escaped


def _with_fallback(svg: str, palette: Palette) -> str:
    """The drawing with fonts that office programs have behind the report's own."""
    own = f"'{palette['font']}'"
    return svg.replace("@font", f"{own}, sans-serif").replace(f"{own}, sans-serif", f"{own}, {ELSEWHERE}")


def _with_resolution(png: bytes) -> bytes:
    """The PNG with its dots per metre, right after the header (33 bytes), as the standard asks."""
    per_metre = round(DPI / 0.0254)
    chunk = b"pHYs" + struct.pack(">IIB", per_metre, per_metre, 1)
    return png[:33] + struct.pack(">I", 9) + chunk + struct.pack(">I", zlib.crc32(chunk)) + png[33:]
