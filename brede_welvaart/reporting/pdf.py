"""From page to PDF: archivable and accessible, with its data attached and nothing fetched from anywhere."""

from __future__ import annotations

import ctypes
import json
import re
import shutil
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from brede_welvaart.errors import Finding, InputFault
from brede_welvaart.language import _
from brede_welvaart.reporting.conformance import conforming
from brede_welvaart.reporting.html import render_paper
from brede_welvaart.reporting.opening import POINTS
from brede_welvaart.reporting.page import DENSITIES, Page
from brede_welvaart.reporting.paper import identifiers, read_tree
from brede_welvaart.reporting.typefaces import SHIPPED, characters, write_as_declared

SHEET = "paper.typ"
OWN = "Huisletter"
"""The family of a font of one's own, while it is being set."""
BOX = "\N{WHITE SQUARE}"
UNSEEN = ("Cf", "Me", "Mn")
"""Categories of characters that change those beside them."""
_OUTSIDE = re.compile(r'"(@[^"]*|[a-z]+://[^"]*)"')


@dataclass(frozen=True)
class Enclosed:
    """A file that travels inside the PDF; `media` is its kind (type/subtype)."""

    name: str
    media: str
    description: str
    content: bytes


def write_pdf(page: Page, templates: Path, dated: date, enclosed: Sequence[Enclosed] = ()) -> bytes:
    """The report as PDF/A-3a and PDF/UA-1 in one file; the same page gives the same bytes.

    `dated` stands for the time of making. Raises InputFault if the style sheet asks for anything from outside, or
    cannot be set.
    """
    import typst  # noqa: PLC0415 -- only a PDF needs it

    _refuse_outside(templates)
    fitting = fitted(page, templates)
    with _setting(render_paper(fitting, templates), fitting, templates, dated, enclosed) as setting:
        made: bytes = typst.compile(**setting, format="pdf", pdf_standards=["a-3a", "ua-1"])
    return conforming(made)


def forget() -> None:
    """Have Typst let go of what it remembers of reports, forty megabytes of each: ten settings without it is enough.

    Where the C library is that of GNU, it gives the memory back.
    """
    import typst  # noqa: PLC0415 -- as in write_pdf

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False)
    for _turn in range(10):
        typst.compile(b"", font_paths=fonts)
    give_back = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if give_back is not None:
        give_back(0)


def fitted(page: Page, templates: Path) -> Page:
    """The page with its opening set as roomily as one sheet allows, and at last with fewer points."""
    tighter = list(_tighter(page))
    return next((each for each in tighter if stands_on_one_page(each, templates)), tighter[-1])


def stands_on_one_page(page: Page, templates: Path) -> bool:
    """Whether the opening, set as densely as the page says, fits on one sheet."""
    import typst  # noqa: PLC0415 -- as in write_pdf

    html = render_paper(page, templates, first_page_only=True)
    with _setting(html, page, templates, date.min) as setting:
        last = typst.query(**setting, selector="<last-of-opening>", field="value", one=True)
    return bool(json.loads(last) == 1)


def _tighter(page: Page) -> Iterator[Page]:
    opening = page.opening
    for density in DENSITIES:
        yield replace(page, opening=replace(opening, density=density))
    for most in range(POINTS - 1, 0, -1):
        worst, best = opening.bottlenecks[:most], opening.opportunities[:most]
        fewer = replace(opening, density=DENSITIES[-1], bottlenecks=worst, opportunities=best)
        yield replace(page, opening=fewer)


@contextmanager
def _setting(
    html: str, page: Page, templates: Path, dated: date, enclosed: Sequence[Enclosed] = ()
) -> Iterator[dict[str, Any]]:
    """What Typst sets: style sheet, report and all that stands in it, with no fonts but those of the report.

    Any other font would let the machine have a say in how a report looks. What Typst says against it becomes an
    InputFault.
    """
    import typst  # noqa: PLC0415 -- as in write_pdf

    files = {"main": (templates / SHEET).read_bytes(), **_contents(html, page, dated, enclosed)}
    with TemporaryDirectory() as folder:
        for number, each in enumerate(page.style.typefaces):
            target = Path(folder, f"{number}{each.file.suffix}")
            if each.family == SHIPPED:
                shutil.copy(each.file, target)
            elif each.family == page.style.light["font"]:
                write_as_declared(each, OWN, target)
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
        try:
            yield {"input": files, "root": templates, "font_paths": fonts}
        except RuntimeError as error:
            expected = _("een stijlblad dat Typst kan zetten")
            raise InputFault([Finding(str(templates / SHEET), "", str(error), expected)]) from None


def _contents(html: str, page: Page, dated: date, enclosed: Sequence[Enclosed]) -> dict[str, bytes]:
    """The report as data for the style sheet, with its pictures and enclosures as files by name."""
    known = frozenset[int]().union(*(characters(each.file) for each in page.style.typefaces))
    tree, palette = read_tree(html), dict(page.style.light)
    font = palette.pop("font")
    family = font if font == SHIPPED else OWN
    drawn = ((each.name, each.svg.replace(f"'{font}'", f"'{family}'")) for each in page.drawings)
    report = {
        "language": page.language,
        "title": f"{page.title} – {page.subtitle}",
        "author": page.owner,
        "description": page.opening.message,
        "date": [dated.year, dated.month, dated.day],
        "fonts": [family, SHIPPED],
        "colours": palette,
        "anchors": sorted(set(identifiers(tree))),
        "enclosed": [{"name": each.name, "media": each.media, "description": each.description} for each in enclosed],
        "tree": tree,
    }
    return {
        "report.json": _printable(json.dumps(report, ensure_ascii=False), known).encode(),
        **{f"figure/{name}": _printable(svg, known).encode() for name, svg in drawn},
        **({"logo": page.style.logo.drawing} if page.style.logo else {}),
        **{f"enclosed/{each.name}": each.content for each in enclosed},
    }


def _printable(text: str, known: frozenset[int]) -> str:
    """The text with a box for each character that no typeface has, for PDF/A allows none that is not drawn."""
    text = unicodedata.normalize("NFC", text)
    strange = {each for each in map(ord, set(text)) if each not in known}
    return text.translate({each: "" if unicodedata.category(chr(each)) in UNSEEN else BOX for each in strange})


def _refuse_outside(templates: Path) -> None:
    sheets = [templates / SHEET, *sorted((templates / "paper").glob("*.typ"))]
    asked = [(sheet, found[1]) for sheet in sheets for found in _OUTSIDE.finditer(sheet.read_text("utf-8"))]
    if asked:
        expected = _("een stijlblad dat niets van buiten vraagt")
        raise InputFault(Finding(str(sheet), "", what, expected) for sheet, what in asked)
