"""How a report looks: colours, fonts and logo, as they ship or as a municipality's own CSS file sets them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from tinycss2 import serialize

from brede_welvaart.errors import Finding, InputFault
from brede_welvaart.language import _
from brede_welvaart.reporting.local_files import Unfit
from brede_welvaart.reporting.logo import Logo, read_logo
from brede_welvaart.reporting.palette import Palette, check_contrast, hexadecimal
from brede_welvaart.reporting.tokens import Sheet, Tokens, read_sheet, resolve
from brede_welvaart.reporting.typefaces import Typeface, families, own_typeface, read_typeface
from brede_welvaart.strict_yaml import read_text
from brede_welvaart.validation import one_of

PREFIX = "bw-"
LOGO = "bw-logo"
FONT = "bw-font"
T = TypeVar("T")


@dataclass(frozen=True)
class Style:
    """Colours by day and in the dark, the typefaces, and the logo if there is one."""

    light: Palette
    dark: Palette
    typefaces: tuple[Typeface, ...]
    logo: Logo | None = None


def read_style(templates: Path, theme: Path | None = None) -> Style:
    """The look of the templates, with the tokens of a `theme` file over it.

    A theme sets `--bw-*` tokens; those it does not set follow from tokens of NL Design System if it has them. Raises
    InputFault with everything that is wrong with it, colours that people cannot tell apart included.
    """
    shipped = read_sheet((templates / "tokens.css").read_text("utf-8"))
    typefaces = tuple(read_typeface(face, templates) for face in _faces(shipped))
    if theme is None:
        light = _values(shipped.light, shipped.light, typefaces)
        return Style(light, {**light, **_values(shipped.dark, shipped.dark, typefaces)}, typefaces)
    findings: list[Finding] = []
    style = _themed(shipped, typefaces, templates, theme, findings)
    findings += [*check_contrast(style.light, str(theme)), *check_contrast(style.dark, str(theme), _("donker: "))]
    if findings:
        raise InputFault(findings)
    return style


def _themed(
    shipped: Sheet, typefaces: Sequence[Typeface], templates: Path, theme: Path, findings: list[Finding]
) -> Style:
    """The style with a theme over it, as far as the theme can be used; the rest becomes findings."""
    house = read_sheet(read_text(theme, str(theme), _("een CSS-bestand")))
    findings += _sheet_findings(house, shipped, str(theme))
    typefaces = (*_own_typefaces(house, theme, findings), *typefaces)
    mapping = read_sheet((templates / "nl-design-system.css").read_text("utf-8")).light
    tokens = {**shipped.light, **house.light}
    for own in (house.light, house.dark):
        named = {name: value for name, value in own.items() if name in shipped.light}
        findings += _unusable(named, {**tokens, **own}, typefaces, str(theme))
    light = {
        **_values(shipped.light, shipped.light, typefaces),
        **_values(mapping, {**house.light, **mapping}, typefaces),
        **_values(house.light, tokens, typefaces),
    }
    by_night = {
        **_values(shipped.dark, shipped.dark, typefaces),
        **_values(house.dark, {**tokens, **house.dark}, typefaces),
    }
    return Style(light, {**light, **by_night}, tuple(typefaces), _own_logo(house, theme, findings))


def _values(names: Iterable[str], tokens: Tokens, typefaces: Sequence[Typeface]) -> dict[str, str]:
    """The values of our own tokens among these names, without prefix; without those that lead to nothing usable."""
    texts = resolve([name for name in names if _is_ours(name)], tokens)
    values = {name.removeprefix(PREFIX): _value(name, text, typefaces) for name, text in texts.items()}
    return {name: value for name, value in values.items() if value is not None}


def _is_ours(name: str) -> bool:
    return name.startswith(PREFIX) and name != LOGO


def _value(name: str, text: str | None, typefaces: Sequence[Typeface]) -> str | None:
    """A colour, or the first family that there is a typeface of; None if the text is no such thing."""
    if name != FONT:
        return hexadecimal(text or "")
    known = {each.family for each in typefaces}
    return next((each for each in families(text or "") if each in known), None)


def _sheet_findings(house: Sheet, shipped: Sheet, file: str) -> Iterator[Finding]:
    for line, found, expected in house.faults:
        yield Finding(file, _("regel {n}").format(n=line), found, expected)
    known = [f"--{name}" for name in (*shipped.light, LOGO)]
    for name in dict.fromkeys((*house.light, *house.dark)):
        if name.startswith(PREFIX) and f"--{name}" not in known:
            yield Finding(file, f"--{name}", _("een onbekende naam"), one_of(known, f"--{name}"))
    if not house.light and not house.faults:
        yield Finding(file, "", _("geen eigenschappen"), _("eigenschappen als --bw-accent: #154273"))


def _unusable(own: Tokens, tokens: Tokens, typefaces: Sequence[Typeface], file: str) -> Iterator[Finding]:
    """A finding for each token that a house style sets to something that is no colour or no font."""
    for name, text in resolve([name for name in own if _is_ours(name)], tokens).items():
        if _value(name, text, typefaces) is None:
            found = serialize(own[name]).strip() if text is None else text
            yield Finding(file, f"--{name}", found or _("niets"), _wanted(name, typefaces))


def _wanted(name: str, typefaces: Sequence[Typeface]) -> str:
    if name != FONT:
        return _("een ondoorzichtige kleur: #rrggbb, rgb(), hsl(), of een var() die daarop uitkomt")
    known = ", ".join(dict.fromkeys(each.family for each in typefaces))
    return _("een lettertype met een eigen @font-face, of {known}").format(known=known)


def _own_typefaces(house: Sheet, theme: Path, findings: list[Finding]) -> Iterator[Typeface]:
    for face in _faces(house):
        place = " ".join(("@font-face", face.get("font-family", ""), face.get("font-weight", ""))).strip()
        found = _tried(findings, str(theme), place, partial(own_typeface, face, theme.parent))
        if found:
            yield found


def _own_logo(house: Sheet, theme: Path, findings: list[Finding]) -> Logo | None:
    if LOGO not in house.light:
        return None
    value = resolve([LOGO], house.light)[LOGO] or ""
    return _tried(findings, str(theme), f"--{LOGO}", partial(read_logo, value, theme.parent))


def _tried(findings: list[Finding], file: str, place: str, read: Callable[[], T]) -> T | None:
    """What was read, or a finding that says why it could not be used."""
    try:
        return read()
    except Unfit as fault:
        findings.append(Finding(file, place, fault.found, fault.expected))
        return None


def _faces(sheet: Sheet) -> list[Mapping[str, str]]:
    return [{name: serialize(value).strip() for name, value in face.items()} for face in sheet.faces]
