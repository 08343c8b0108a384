"""Every colour pair of the shipped palette can be told apart, and what cannot is found."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brede_welvaart.reporting.house_style import Style, read_style
from brede_welvaart.reporting.palette import (
    GRAPHIC,
    GRAPHIC_PAIRS,
    TEXT,
    TEXT_PAIRS,
    check_contrast,
    contrast,
    hexadecimal,
    passing,
)

SHEETS = ("screen.css", "paper.typ", "paper/look.typ", "paper/words.typ", "paper/tables.typ", "paper/blocks.typ")
MADE = {"sheet"}
"""Tokens that the page itself adds."""
colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.fixture(scope="module")
def style(templates: Path) -> Style:
    return read_style(templates)


def test_contrast_is_as_wcag_defines_it() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)  # the well-known just-too-light grey
    assert contrast("#1b6ca8", "#1b6ca8") == 1


@given(colours, colours, st.sampled_from([TEXT, GRAPHIC]))
def test_the_colour_proposed_instead_passes(front: str, back: str, least: float) -> None:
    assert contrast(passing(front, back, least), back) >= least


@given(colours)
def test_a_colour_reads_as_itself(colour: str) -> None:
    assert hexadecimal(colour) == colour


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("#fff", "#ffffff"),
        ("navy", "#000080"),
        ("rgb(21, 66, 115)", "#154273"),
        ("rgb(21 66 115)", "#154273"),
        ("hsl(211 69% 26.6%)", "#154273"),
        ("rgb(21 66 115 / 50%)", None),
        ("transparent", None),
        ("currentColor", None),
        ("oklch(60% 0.1 200)", None),
        ("16px", None),
        ("", None),
    ],
)
def test_colours_are_read_as_css_writes_them(written: str, read: str | None) -> None:
    assert hexadecimal(written) == read


def test_the_shipped_palette_passes(style: Style) -> None:
    assert list(check_contrast(style.light, "tokens.css")) == []


def test_the_dark_palette_passes(style: Style) -> None:
    assert list(check_contrast(style.dark, "tokens.css")) == []
    assert style.dark["paper"] != style.light["paper"]


def test_a_pale_palette_is_found(style: Style) -> None:
    findings = list(check_contrast({**style.light, "muted": "#b0b8c0"}, "huisstijl.css"))
    assert {finding.place for finding in findings} == {"--bw-muted"}


def test_every_token_is_used_and_every_used_token_exists(style: Style, templates: Path) -> None:
    sheets = "".join((templates / name).read_text("utf-8") for name in SHEETS)
    specifications = "".join(path.read_text("utf-8") for path in (templates / "charts").glob("*.json"))
    used = set(re.findall(r"(?:var\(--bw-|\bcolour\.)([a-z-]+)", sheets))
    assert used - MADE <= set(style.light)
    paired = {name for pair in (*TEXT_PAIRS, *GRAPHIC_PAIRS) for name in pair}
    drawn = {name for name in style.light if f'"@{name}"' in specifications}
    assert set(style.light) - used - drawn - paired == set()


def test_no_sheet_names_a_colour_itself(templates: Path) -> None:
    for name in SHEETS:
        assert re.findall(r"#[0-9a-fA-F]{6}\b|rgba?\([\"\d]|hsla?\(", (templates / name).read_text("utf-8")) == [], name
