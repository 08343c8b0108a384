"""The colours and the font of a report, read from the one CSS file that sets them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from brede_welvaart.errors import Finding, InputFault
from brede_welvaart.language import _

Palette = Mapping[str, str]
_TOKEN = re.compile(r"--bw-([a-z-]+)\s*:\s*([^;}]+)")
_HEX = re.compile(r"#[0-9a-fA-F]{6}")

TEXT_PAIRS = (
    ("ink", "paper"), ("ink", "wash"), ("muted", "paper"), ("muted", "wash"), ("accent", "paper"), ("accent", "wash"),
    ("on-accent", "accent"), ("on-better", "better"), ("ink", "better-soft"),
    ("ink", "better-pale"), ("on-worse", "worse"), ("ink", "worse-soft"),
    ("ink", "worse-pale"), ("ink", "neutral-pale"), ("worse", "paper"), ("better", "paper"),
)  # fmt: skip
GRAPHIC_PAIRS = (
    ("better", "paper"),
    ("worse", "paper"),
    ("neutral", "paper"),
    ("band-line", "paper"),
    ("accent", "paper"),
)
"""Foreground and background as the templates and figures combine them: WCAG asks 4.5 for text and 3 for graphics."""


def read_palette(css: str) -> Palette:
    """The tokens of a CSS text by name (`--bw-better` is `better`), the font without its quotes."""
    return {name: value.strip().strip("\"'") for name, value in _TOKEN.findall(css)}


def contrast(foreground: str, background: str) -> float:
    """The contrast ratio of two colours (`#rrggbb`), 1..21, as WCAG 2.1 defines it (1.4.3, relative luminance)."""
    light, dark = sorted((_luminance(foreground), _luminance(background)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def check_contrast(palette: Palette, file: str) -> list[Finding]:
    """A finding for each pair of the palette that people with low vision could not tell apart."""
    return [
        Finding(
            file, f"--bw-{front}", f"{contrast(palette[front], palette[back]):.2f}", _("contrast {n}").format(n=least)
        )
        for pairs, least in ((TEXT_PAIRS, 4.5), (GRAPHIC_PAIRS, 3.0))
        for front, back in pairs
        if contrast(palette[front], palette[back]) < least
    ]


def require_colours(palette: Palette, file: str) -> None:
    """Raise InputFault for every colour that is not written as `#rrggbb`."""
    wrong = [(name, value) for name, value in palette.items() if name != "font" and not _HEX.fullmatch(value)]
    if wrong:
        raise InputFault(Finding(file, f"--bw-{name}", value, "#rrggbb") for name, value in wrong)


def _luminance(colour: str) -> float:
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
