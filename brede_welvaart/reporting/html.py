"""From page to HTML: one file that asks nothing of any other place."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from brede_welvaart.language import _, ngettext
from brede_welvaart.reporting.page import Drawing, Page, Picture

WEIGHTS = {
    "SourceSans3-Regular": ("400", "normal"),
    "SourceSans3-Semibold": ("600", "normal"),
    "SourceSans3-It": ("400", "italic"),
}


@dataclass(frozen=True)
class Document:
    """What surrounds a page in one medium: style, script, and the policy that allows these two and nothing else."""

    style: Markup
    script: Markup
    policy: str = ""
    first_page_only: bool = False


def render_html(page: Page, templates: Path) -> str:
    """The report as one HTML file: styles, fonts and figures inside, no request to anywhere."""
    style = _read(templates, "tokens.css", "report.css", "screen.css") + _fonts(templates / "fonts")
    script = _read(templates, "sort.js")
    policy = "; ".join((
        "default-src 'none'", "img-src data:", "font-src data:", f"style-src '{_digest(style)}'",
        f"script-src '{_digest(script)}'", "base-uri 'none'", "form-action 'none'",
    ))  # fmt: skip
    drawings = {picture.name: _inline(picture) for picture in page.drawings}
    return _render(templates, "screen.html.jinja", page, _document(style, script, policy), drawings)


def render_paper(page: Page, templates: Path, first_page_only: bool = False) -> str:
    """The report (or its first page) as HTML for the PDF; figures and fonts are addresses that `pdf` answers."""
    style = _read(templates, "tokens.css", "report.css", "paper.css") + "".join(
        _face(name, f"url(font:{name}.ttf)") for name in WEIGHTS
    )
    drawings = {picture.name: Markup() for picture in page.drawings}
    return _render(templates, "paper.html.jinja", page, _document(style, first_page_only=first_page_only), drawings)


def environment(templates: Path) -> Environment:
    """How templates are read: strict about undefined names, escaping everything, speaking the current language."""
    made = Environment(
        loader=FileSystemLoader(templates), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )  # fmt: skip
    made.install_gettext_callables(_, ngettext, newstyle=True)  # type: ignore[attr-defined]
    return made


def _render(templates: Path, name: str, page: Page, document: Document, drawings: Mapping[str, Markup]) -> str:
    text = environment(templates).get_template(name).render(page=page, document=document, drawings=drawings)
    return text.lstrip()


def _document(style: str, script: str = "", policy: str = "", first_page_only: bool = False) -> Document:
    return Document(Markup(style), Markup(script), policy, first_page_only)  # noqa: S704 -- our own files, no text of a project


def _inline(picture: Picture | Drawing) -> Markup:
    """The figure's own drawing, with its words for those who do not see it."""
    opening = Markup('<svg role="img" aria-label="{}" ').format(picture.alt)
    return Markup(picture.svg).replace("<svg ", opening, 1)  # noqa: S704 -- our own drawing, its texts escaped


def _fonts(folder: Path) -> str:
    faces = []
    for name in WEIGHTS:
        data = base64.b64encode((folder / f"{name}.subset.woff2").read_bytes()).decode()
        faces.append(_face(name, f"url(data:font/woff2;base64,{data}) format('woff2')"))
    return "".join(faces)


def _face(name: str, source: str) -> str:
    weight, style = WEIGHTS[name]
    return f'@font-face{{font-family:"Source Sans 3";font-weight:{weight};font-style:{style};src:{source}}}\n'


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _read(templates: Path, *names: str) -> str:
    return "".join((templates / name).read_text("utf-8") for name in names)
