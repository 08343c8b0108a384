"""Every text and shape of every figure can be told from what it is painted on, as Chromium paints it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from brede_welvaart import pipeline
from brede_welvaart.definitions import Tree
from brede_welvaart.reporting.context import make_page
from brede_welvaart.reporting.house_style import read_style
from brede_welvaart.reporting.html import render_html
from brede_welvaart.reporting.palette import GRAPHIC, TEXT, Palette, contrast
from brede_welvaart.resources import default_root
from tests.proofs.conftest import AS_OF, HERE, PROJECTS, OpenPage, judge

LOOK = (HERE / "figures.js").read_text("utf-8")
HELPING = ("line", "band")
"""Grid lines, and the band that the outlined band lies on: without them a figure says the same."""
TEMPLATES = default_root() / "reports" / "templates"


def voorbeeld() -> Path:
    """The whole example theme of NL Design System, as its makers publish it."""
    return judge("@nl-design-system-unstable", "voorbeeld-design-tokens", "dist", "theme.css")


def hexadecimal(colour: str) -> str:
    red, green, blue, *alpha = re.findall(r"[\d.]+", colour)
    assert not alpha or float(alpha[0]) == 1, colour
    return f"#{int(red):02x}{int(green):02x}{int(blue):02x}"


def too_close(part: dict[str, Any], palette: Palette) -> bool:
    """Whether a text is too much like what is beneath, or a shape inside and outline, also like each other."""
    own = [hexadecimal(part[what]) for what in ("fill", "stroke") if part[what]]
    best = max(contrast(own[0], other) for other in [*map(hexadecimal, part["on"]), own[-1]])
    best = max(best, *(contrast(own[-1], hexadecimal(background)) for background in part["on"]))
    helping = {palette[name] for name in HELPING} | {palette["paper"]}
    return best < TEXT if part["kind"] == "text" else not set(own) <= helping and best < GRAPHIC


@pytest.mark.parametrize("dressed", [False, True], ids=["own colours", "house style"])
@pytest.mark.parametrize("project", PROJECTS)
def test_nothing_fades_into_what_is_beneath(
    tree: Tree, open_page: OpenPage, tmp_path: Path, project: str, dressed: bool
) -> None:
    theme = voorbeeld() if dressed else None
    material = replace(pipeline.material(pipeline.score(tree, project, AS_OF), tree), theme=theme)
    page, file = make_page(material), tmp_path / "page.html"
    file.write_text(render_html(page, TEMPLATES), "utf-8")
    parts = open_page(file).evaluate(LOOK)
    assert len({part["figure"] for part in parts}) == len(page.drawings)
    palette = read_style(TEMPLATES, theme).light
    faded = [str(part) for part in parts if too_close(part, palette)]
    assert faded == [], "\n".join(faded[:20])
