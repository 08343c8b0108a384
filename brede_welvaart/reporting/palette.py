"""The colours of a report: which stand on which, and whether people can tell them apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tinycss2 import color4

from brede_welvaart.errors import Finding
from brede_welvaart.language import _
from brede_welvaart.reporting.format import number

Palette = Mapping[str, str]
"""Colours as `#rrggbb` by the name of their token (`--bw-better` is `better`), and the family of the `font`."""
Pairs = Sequence[tuple[str, str]]

TEXT_PAIRS: Pairs = (
    ("ink", "paper"), ("ink", "wash"), ("muted", "paper"), ("muted", "wash"), ("accent", "paper"), ("accent", "wash"),
    ("on-accent", "accent"), ("on-better", "better"), ("ink", "better-soft"),
    ("ink", "better-pale"), ("on-worse", "worse"), ("ink", "worse-soft"),
    ("ink", "worse-pale"), ("ink", "neutral-pale"), ("worse", "paper"), ("better", "paper"),
)  # fmt: skip
GRAPHIC_PAIRS: Pairs = (("neutral", "paper"), ("band-line", "paper"), ("band-line", "band"))
"""Foreground and background as the templates and figures combine them; what is text somewhere passes as a graphic."""
TEXT, GRAPHIC = 4.5, 3.0
"""The contrast that WCAG 2.1 asks of text (1.4.3) and of graphics (1.4.11)."""
STEPS = 50


def hexadecimal(text: str) -> str | None:
    """A CSS colour as `#rrggbb`; None if it is no opaque colour of the screen (hex, name, rgb, hsl or hwb)."""
    colour = color4.parse_color(text)
    if colour is None or isinstance(colour, str) or colour.alpha != 1:
        return None
    try:
        channels = colour.to("srgb").coordinates
    except NotImplementedError:
        return None
    return "#" + "".join(f"{round(255 * min(1, max(0, channel))):02x}" for channel in channels)


def contrast(foreground: str, background: str) -> float:
    """The contrast ratio of two colours (`#rrggbb`), 1..21, as WCAG 2.1 defines it (1.4.3, relative luminance)."""
    light, dark = sorted((_luminance(foreground), _luminance(background)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def check_contrast(palette: Palette, file: str, scheme: str = "") -> Iterator[Finding]:
    """A finding for each pair of the palette that people with low vision could not tell apart."""
    for pairs, least in ((TEXT_PAIRS, TEXT), (GRAPHIC_PAIRS, GRAPHIC)):
        for front, back in pairs:
            if (ratio := contrast(palette[front], palette[back])) < least:
                found = _("{front} op {back} (--bw-{name}), contrast {ratio}").format(
                    front=palette[front], back=palette[back], name=back, ratio=number(ratio, 2)
                )
                remedy = _("Met {colour} lukt het wel.").format(colour=passing(palette[front], palette[back], least))
                expected = _("contrast {least} of meer").format(least=number(least))
                yield Finding(file, f"{scheme}--bw-{front}", found, expected, remedy)


def passing(foreground: str, background: str, least: float) -> str:
    """The colour nearest to the foreground, towards black or white, that can be told from the background."""
    end = max(("#000000", "#ffffff"), key=lambda each: contrast(each, background))
    mixed = (_mixed(foreground, end, step / STEPS) for step in range(STEPS + 1))
    return next(each for each in mixed if contrast(each, background) >= least)


def _mixed(first: str, second: str, share: float) -> str:
    pairs = zip(_channels(first), _channels(second), strict=True)
    return "#" + "".join(f"{round(a + share * (b - a)):02x}" for a, b in pairs)


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[place : place + 2], 16) for place in (1, 3, 5))


def _luminance(colour: str) -> float:
    channels = (channel / 255 for channel in _channels(colour))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
