"""Every colour pair of the shipped palette can be told apart."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from brede_welvaart.errors import InputFault
from brede_welvaart.reporting.palette import (
    GRAPHIC_PAIRS,
    TEXT_PAIRS,
    check_contrast,
    contrast,
    read_palette,
    require_colours,
)

DARK = re.compile(r"prefers-color-scheme: dark\) \{ :root \{([^}]*)\}")


def test_contrast_is_as_wcag_defines_it() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)  # the well-known just-too-light grey
    assert contrast("#1b6ca8", "#1b6ca8") == 1


def test_the_shipped_palette_passes(templates: Path) -> None:
    palette = read_palette((templates / "tokens.css").read_text("utf-8"))
    require_colours(palette, "tokens.css")
    assert check_contrast(palette, "tokens.css") == []


def test_the_dark_palette_passes(templates: Path) -> None:
    light = read_palette((templates / "tokens.css").read_text("utf-8"))
    dark = DARK.search((templates / "screen.css").read_text("utf-8"))
    assert dark
    assert check_contrast({**light, **read_palette(dark[1])}, "screen.css") == []


def test_a_pale_palette_is_found(templates: Path) -> None:
    palette = read_palette((templates / "tokens.css").read_text("utf-8"))
    findings = check_contrast({**palette, "muted": "#b0b8c0"}, "huisstijl.css")
    assert {finding.place for finding in findings} == {"--bw-muted"}


def test_a_colour_by_name_is_refused() -> None:
    with pytest.raises(InputFault, match="--bw-ink"):
        require_colours({"ink": "navy", "font": "Arial"}, "huisstijl.css")


def test_every_token_is_used_and_every_used_token_exists(templates: Path) -> None:
    palette = read_palette((templates / "tokens.css").read_text("utf-8"))
    sheets = "".join((templates / name).read_text("utf-8") for name in ("report.css", "paper.css", "screen.css"))
    specifications = "".join(path.read_text("utf-8") for path in (templates / "charts").glob("*.json"))
    used = set(re.findall(r"var\(--bw-([a-z-]+)\)", sheets))
    assert used <= set(palette)
    paired = {name for pair in (*TEXT_PAIRS, *GRAPHIC_PAIRS) for name in pair}
    drawn = {name for name in palette if f'"@{name}"' in specifications}
    assert set(palette) - used - drawn - paired == set()
