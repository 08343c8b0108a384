"""Blanks that only look like a space: pasted from a text editor or a web page, they break the structure of YAML."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

import yaml

from brede_welvaart.language import _

HARD, UNSEEN = "\u00a0\u202f", "\u200b\ufeff"
BLANK = f"[{HARD}{UNSEEN}]"
STRUCTURAL = re.compile(rf"^([ -]*(?:[\w-]+:[ ]*|-)?)({BLANK}[ {HARD}{UNSEEN}]*)", re.MULTILINE)
"""Such blanks in the indentation, or straight after the colon of a key or the dash of an item."""


class Blank(NamedTuple):
    """A character and the line, from 0, on which it stands."""

    line: int
    character: str


def blank_name(character: str) -> str:
    """What a blank is called, with its code."""
    name = _("een harde spatie ({code})") if character in HARD else _("een onzichtbaar teken ({code})")
    return name.format(code=f"U+{ord(character):04X}")


def blank_that_breaks(text: str, stop: int, first_slip: Callable[[str], int | None]) -> Blank | None:
    """The last blank before the line at which parsing stops, if it stops later or not at all without them."""
    lines = text.splitlines()[: stop + 1]
    found = [Blank(line, match[2][0]) for line, each in enumerate(lines) if (match := STRUCTURAL.match(each))]
    if not found:
        return None
    mended = [first_slip(STRUCTURAL.sub(rf"\1{instead}", text)) for instead in (" ", "")]
    return found[-1] if any(slip is None or slip > stop for slip in mended) else None


def hidden_blank(key: yaml.Node) -> Blank | None:
    """A blank in a key, which has none."""
    match = re.search(BLANK, str(key.value)) if isinstance(key, yaml.ScalarNode) else None
    return Blank(key.start_mark.line, match[0]) if match else None


def misplaced_blank(key: yaml.Node, value: yaml.Node) -> Blank | None:
    """A blank that makes one text of the keys or the list below a key."""
    if not isinstance(value, yaml.ScalarNode) or value.style or value.start_mark.line == key.start_mark.line:
        return None
    match = STRUCTURAL.match(value.value)
    return Blank(value.start_mark.line, match[2][0]) if match else None
