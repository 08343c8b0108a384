"""Fonts: the shipped ones, and a municipality's own, in the page, on paper and in figures."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tinycss2 import parse_component_value_list

from brede_welvaart.language import _
from brede_welvaart.reporting.local_files import Unfit, local_file

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

WEIGHTS = {"normal": "400", "bold": "700"}
SHIPPED = "Source Sans 3"
"""What stands in for a character that a font of one's own lacks."""
LARGEST = 5 * 1024 * 1024
RESTRICTED = 0x0002
"""The bit of a font's `fsType` that forbids embedding."""
TYPOGRAPHIC_NAMES = (16, 17, 21, 22, 25)
"""Names in a font that come before its family (1) and style (2)."""
WINDOWS_ENGLISH = (3, 1, 0x409)
MEDIUM_WIDTH = 5
ITALIC, OBLIQUE = 0x0001, 0x0200
"""The bits of a font's `fsSelection` that say that it slants."""
CHARACTERS = (
    "U+20-7E,U+A0-17F,U+1E9E,U+2010-2027,U+202F,U+2030,U+2039,U+203A,U+2080-2089,U+20AC,U+2190-2199,U+2195,U+2212,"
    "U+2260,U+2264,U+2265,U+25A0-25CF"
)
"""What a web page gets of a font: Latin, digits, punctuation, arrows and symbols."""
FEATURES = ("kern", "liga", "tnum", "lnum", "locl", "ccmp", "mark", "mkmk", "sups")


@dataclass(frozen=True)
class Typeface:
    """One cut of a font family, as a TrueType or OpenType file."""

    family: str
    weight: str
    style: str
    file: Path


def families(text: str) -> list[str]:
    """The names in a CSS list of font families."""
    names = [""]
    for each in parse_component_value_list(text, skip_comments=True):
        if each == ",":
            names.append("")
        elif each.type in ("ident", "string"):
            names[-1] = f"{names[-1]} {each.value}".strip()
    return [name for name in names if name]


def own_typeface(face: Mapping[str, str], folder: Path) -> Typeface:
    """The typeface of a house style; raises Unfit if it cannot be used, also for what its file is."""
    typeface = read_typeface(face, folder)
    _check_font(typeface.file, typeface.family)
    return typeface


def read_typeface(face: Mapping[str, str], folder: Path) -> Typeface:
    """The typeface that an `@font-face` rule describes, by a file in this folder; raises Unfit for a faulty rule."""
    file = local_file(face.get("src", ""), folder, LARGEST, (".ttf", ".otf"))
    family = next(iter(families(face.get("font-family", ""))), "")
    weight = face.get("font-weight", "normal")
    weight = WEIGHTS.get(weight, weight)
    if not weight.isdecimal():
        raise Unfit(f"font-weight: {weight}", _("een getal van 100 tot 900"))
    return Typeface(family, weight, face.get("font-style", "normal"), file)


def web_font(file: Path) -> bytes:
    """A font as web pages carry it: WOFF2 with the characters of a report, as it ships or else made here."""
    shipped = file.with_suffix(".subset.woff2")
    return shipped.read_bytes() if shipped.is_file() else _subset(file.read_bytes())


def write_as_declared(typeface: Typeface, family: str, target: Path) -> None:
    """Write a copy of a font that is of this family, and as heavy and slanted as the style sheet says.

    Typst goes by what a font says of itself, and takes a word such as Narrow or Light for no part of its name.
    """
    font = _opened(typeface.file.read_bytes())
    for which in (1, *TYPOGRAPHIC_NAMES):
        font["name"].removeNames(nameID=which)
    font["name"].setName(family, 1, *WINDOWS_ENGLISH)
    slanted = typeface.style in ("italic", "oblique")
    font["OS/2"].usWeightClass, font["OS/2"].usWidthClass = int(typeface.weight), MEDIUM_WIDTH
    font["OS/2"].fsSelection = font["OS/2"].fsSelection & ~OBLIQUE & ~ITALIC | (ITALIC if slanted else 0)
    with target.open("wb") as stream:
        font.save(stream)


def characters(file: Path) -> frozenset[int]:
    """The code points that a font has a drawing of."""
    return _characters(file.read_bytes())


@cache
def _characters(content: bytes) -> frozenset[int]:
    return frozenset(_opened(content).getBestCmap())


@cache
def _subset(content: bytes) -> bytes:
    from fontTools import subset  # noqa: PLC0415 -- heavy, and only a font of one's own needs it

    options = subset.Options(flavor="woff2", hinting=False, layout_features=list(FEATURES), notdef_outline=True)
    font = subset.load_font(io.BytesIO(content), options)
    chosen = subset.Subsetter(options)
    chosen.populate(unicodes=subset.parse_unicodes(CHARACTERS))
    chosen.subset(font)
    target = io.BytesIO()
    subset.save_font(font, target, options)
    font.close()
    return target.getvalue()


def _opened(content: bytes) -> TTFont:
    """A font that is read from memory, so that no file stays open, whatever is wrong with it."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 -- as in _subset

    return TTFont(io.BytesIO(content), lazy=True, recalcTimestamp=False)


def _check_font(file: Path, family: str) -> None:
    """Raise Unfit if a file is no font that may be embedded under this name."""
    from fontTools.ttLib import TTLibError  # noqa: PLC0415 -- as in _subset

    try:
        font = _opened(file.read_bytes())
        names = {font["name"].getDebugName(which) for which in (1, 16)} - {None}
        embedding = font["OS/2"].fsType
    except (TTLibError, KeyError, AssertionError):
        raise Unfit(_("geen leesbaar lettertype"), _("een bestand .ttf of .otf")) from None
    if family not in names:
        own = ", ".join(sorted(names))
        raise Unfit(f"font-family: {family}", _("de naam in het lettertype zelf: {names}").format(names=own))
    if "fvar" in font:
        raise Unfit(_("een variabel lettertype"), _("een bestand per dikte"))
    if embedding & RESTRICTED:
        raise Unfit(_("een lettertype dat niet mag worden ingesloten"), _("een licentie die insluiten toestaat"))
