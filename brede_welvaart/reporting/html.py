"""From page to HTML: one file that asks nothing of any other place."""

from __future__ import annotations

import base64
import hashlib
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError
from markupsafe import Markup

from brede_welvaart.errors import Finding, InputFault
from brede_welvaart.language import _, ngettext
from brede_welvaart.reporting.house_style import Style
from brede_welvaart.reporting.page import Page
from brede_welvaart.reporting.palette import Palette
from brede_welvaart.reporting.parts import Drawing
from brede_welvaart.reporting.passages import mark_passages
from brede_welvaart.reporting.typefaces import Typeface, web_font


@dataclass(frozen=True)
class Document:
    """What surrounds a page in one medium: style, script, the policy that allows only these, and the logo."""

    style: str = ""
    script: str = ""
    policy: str = ""
    logo: str = ""
    on_screen: bool = False
    first_page_only: bool = False


def render_html(page: Page, templates: Path) -> str:
    """The report as one HTML file: styles, fonts and figures inside, no request to anywhere."""
    style = _tokens(page.style) + _read(templates, "screen.css") + _web_fonts(page.style)
    script = _read(templates, "sort.js")
    policy = "; ".join((
        "default-src 'none'", "img-src data:", "font-src data:", f"style-src '{_digest(style)}'",
        f"script-src '{_digest(script)}'", "base-uri 'none'", "form-action 'none'",
    ))  # fmt: skip
    drawings = {picture.name: _inline(picture) for picture in page.drawings}
    logo = page.style.logo.address if page.style.logo else ""
    document = Document(_own(style), _own(script), policy, logo, on_screen=True)
    return _render(templates, "screen.html.jinja", page, document, drawings)


def render_paper(page: Page, templates: Path, first_page_only: bool = False) -> str:
    """The report (or its first page) as the HTML that `pdf` sets; figures and logo are addresses that it answers."""
    document = Document(logo="logo" if page.style.logo else "", first_page_only=first_page_only)
    drawings = {picture.name: Markup() for picture in page.drawings}
    return _render(templates, "paper.html.jinja", page, document, drawings)


@cache
def environment(templates: Path) -> Environment:
    """How templates are read: strict about undefined names, escaping everything, speaking the current language."""
    made = Environment(
        loader=FileSystemLoader(templates), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )  # fmt: skip
    made.install_gettext_callables(_, ngettext, newstyle=True)  # type: ignore[attr-defined]
    return made


def filled(made: Environment, templates: Path, name: str, **values: object) -> str:
    """A template of this folder with these values in it; raises InputFault if it is absent or cannot be filled in."""
    try:
        return made.get_template(name).render(values)
    except Exception as error:
        frames = traceback.extract_tb(error.__traceback__)
        if not isinstance(error, TemplateError) and not Path(frames[-1].filename).is_relative_to(templates):
            raise
        inside = [(each.filename, each.lineno) for each in frames if Path(each.filename).is_relative_to(templates)]
        file, line = inside[-1] if inside else (str(templates / name), None)
        place = _("regel {line}").format(line=line) if line else ""
        raise InputFault([Finding(file, place, str(error), _("een sjabloon dat Jinja kan invullen"))]) from None


def _render(templates: Path, name: str, page: Page, document: Document, drawings: Mapping[str, Markup]) -> str:
    text = filled(environment(templates), templates, name, page=page, document=document, drawings=drawings)
    return mark_passages(text.lstrip(), page.passages)


def _own(text: str) -> Markup:
    return Markup(text)  # noqa: S704 -- our own files and checked values, no text of a project


def _inline(picture: Drawing) -> Markup:
    """The figure's own drawing, with its words for those who do not see it."""
    opening = Markup('<svg role="img" aria-label="{}" ').format(picture.alt)
    return Markup(picture.svg).replace("<svg ", opening, 1)  # noqa: S704 -- our own drawing, its texts escaped


def _tokens(style: Style) -> str:
    """The tokens by day and in the dark; figures and their keys keep the sheet of the day, on which they were drawn."""
    sheet = {"sheet": style.light["paper"]}
    dark = _set(":root", {name: value for name, value in style.dark.items() if style.light[name] != value})
    keys = _set(".legend", {name: value for name, value in style.light.items() if style.dark[name] != value})
    return f"{_set(':root', {**style.light, **sheet})}\n@media (prefers-color-scheme: dark) {{ {dark} {keys} }}\n"


def _set(selector: str, palette: Palette) -> str:
    values = " ".join(f"--bw-{name}: {_written(name, value)};" for name, value in palette.items())
    return f"{selector} {{ {values} }}"


def _written(name: str, value: str) -> str:
    return f'"{value}"' if name == "font" else value


def _web_fonts(style: Style) -> str:
    data = ((each, base64.b64encode(web_font(each.file)).decode()) for each in style.typefaces)
    return "".join(_face(each, f"url(data:font/woff2;base64,{content}) format('woff2')") for each, content in data)


def _face(typeface: Typeface, source: str) -> str:
    look = f"font-weight:{typeface.weight};font-style:{typeface.style}"
    return f'@font-face{{font-family:"{typeface.family}";{look};src:{source}}}\n'


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _read(templates: Path, *names: str) -> str:
    return "".join((templates / name).read_text("utf-8") for name in names)
