"""From page to PDF: archivable and accessible, with its data attached and nothing fetched from anywhere."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass, replace
from datetime import date, datetime
from importlib.metadata import requires, version
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brede_welvaart import kept
from brede_welvaart.language import _
from brede_welvaart.reporting.conformance import VARIANT, conforming
from brede_welvaart.reporting.html import render_paper
from brede_welvaart.reporting.opening import POINTS
from brede_welvaart.reporting.page import DENSITIES, Page

if TYPE_CHECKING:
    from weasyprint import Attachment, Document


@dataclass(frozen=True)
class Enclosed:
    """A file that travels inside the PDF."""

    name: str
    description: str
    content: bytes


@dataclass(frozen=True)
class Earlier:
    """The file of an earlier run, and the folder that remembers what it was made from."""

    file: Path
    kept: Path

    def made_from(self, recipe: str) -> bytes | None:
        """The file, if it was made from the same and nobody changed it since."""
        known = kept.recall(self.kept, recipe)
        content = self.file.read_bytes() if known and self.file.is_file() else b""
        return content if _digest(content) == known else None

    def remember(self, recipe: str, made: bytes) -> None:
        """What the file that is about to be written was made from."""
        kept.keep(self.kept, recipe, _digest(made))


def write_pdf(
    page: Page, templates: Path, dated: date, enclosed: Sequence[Enclosed] = (), earlier: Earlier | None = None
) -> bytes:
    """The report as PDF; the same page gives the same bytes. `dated` stands for the time of making.

    If nothing on the page changed since the `earlier` file, that one is given again instead of typeset anew. Raises
    RuntimeError if a template asks for anything but its own figures and fonts.
    """
    if earlier is None:
        return _typeset(laid_out(page, templates), dated, enclosed)
    html = render_paper(page, templates)
    recipe = _recipe(html, page, templates, dated, enclosed)
    made = earlier.made_from(recipe)
    if made is None:
        made = _typeset(_fitted(_laid_out(html, page), page, templates), dated, enclosed)
        earlier.remember(recipe, made)
    return made


def _recipe(html: str, page: Page, templates: Path, dated: date, enclosed: Sequence[Enclosed]) -> str:
    """A name for everything that a PDF is made from: the page, what travels along, the templates, and the programs."""
    needed = (re.match(r"[\w-]+", each) for each in requires("weasyprint") or () if "extra" not in each)
    versions = [version(name) for name in ("brede-welvaart", "weasyprint", *(each[0] for each in needed if each))]
    own = (repr(each).encode() for each in (page, dated, *enclosed, *versions))
    files = (
        *(each.file for each in page.style.typefaces), *sorted(templates.glob("*.*")),
        *sorted(Path(__file__).parent.glob("*.py")),
    )  # fmt: skip
    return kept.recipe(html.encode(), *own, *(each.read_bytes() for each in files))


def _typeset(document: Document, dated: date, enclosed: Sequence[Enclosed]) -> bytes:
    document.metadata.attachments = [_attachment(each, dated) for each in enclosed]
    document.metadata.created = document.metadata.modified = dated.isoformat()
    return conforming(document)


def laid_out(page: Page, templates: Path) -> Document:
    """The report on sheets of paper, its opening set as roomily as one sheet allows; raises as `write_pdf` does."""
    return _fitted(_laid_out(render_paper(page, templates), page), page, templates)


def _fitted(document: Document, page: Page, templates: Path) -> Document:
    if sheets_of_opening(document) == 1:
        return document
    tighter = list(_tighter(page))
    fitting = next((each for each in tighter if stands_on_one_page(each, templates)), tighter[-1])
    return _laid_out(render_paper(fitting, templates), page)


def _tighter(page: Page) -> Iterator[Page]:
    """The page with its opening set ever more densely, and at last with fewer points."""
    opening = page.opening
    for density in DENSITIES[1:]:
        yield replace(page, opening=replace(opening, density=density))
    for most in range(POINTS - 1, 0, -1):
        worst, best = opening.bottlenecks[:most], opening.opportunities[:most]
        fewer = replace(opening, density=DENSITIES[-1], bottlenecks=worst, opportunities=best)
        yield replace(page, opening=fewer)


def stands_on_one_page(page: Page, templates: Path) -> bool:
    """Whether the opening, set as densely as the page says, fits on one sheet."""
    return sheets_of_opening(_laid_out(render_paper(page, templates, first_page_only=True), page)) == 1


def sheets_of_opening(document: Document) -> int:
    """How many pages the opening takes: those that follow the page rule of that name."""
    return sum(page._page_box.page_type.name == "opening" for page in document.pages)


def _laid_out(html: str, page: Page) -> Document:
    with redirect_stdout(StringIO()):  # where it prints English advice before it raises OSError for want of libraries
        from weasyprint import HTML  # noqa: PLC0415 -- a second of import that only a PDF needs

    fetcher = _fetcher(page)
    document = HTML(string=html, base_url="report:", url_fetcher=fetcher).render(pdf_variant=VARIANT)
    if fetcher.refused:
        raise RuntimeError(_("Een sjabloon vraagt om iets van buiten: {what}").format(what=", ".join(fetcher.refused)))
    return document


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _fetcher(page: Page) -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415 -- as in write_pdf

    files = {f"figure:{each.name}": (each.svg.encode(), "image/svg+xml") for each in page.drawings}
    files |= {f"font:{n}": (each.file.read_bytes(), "font/ttf") for n, each in enumerate(page.style.typefaces)}
    if page.style.logo:
        files["logo:"] = (page.style.logo.content, page.style.logo.media)

    class OwnFiles(URLFetcher):  # type: ignore[misc]
        """Answers what the page itself brings, from memory, and refuses and remembers everything else."""

        def __init__(self) -> None:
            super().__init__(allowed_protocols=("figure", "font", "logo"))
            self.refused: list[str] = []

        def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:  # noqa: ARG002 -- its contract
            if url in files:
                content, media = files[url]
                return URLFetcherResponse(url, content, {"Content-Type": media})
            self.refused.append(url)
            raise ValueError(url)

    return OwnFiles()


def _attachment(enclosed: Enclosed, dated: date) -> Attachment:
    from weasyprint import Attachment  # noqa: PLC0415 -- as in write_pdf

    moment = datetime(dated.year, dated.month, dated.day)  # noqa: DTZ001 -- a date without a place
    return Attachment(
        string=enclosed.content, base_url="report:", name=enclosed.name, description=enclosed.description,
        created=moment, modified=moment, relationship="Data",
    )  # fmt: skip
