"""From page to PDF: PDF/A-3a and PDF/UA-1 in one file, with its data attached and nothing fetched from anywhere.

WeasyPrint writes either variant, not both. The PDF/A-3a file gets the identification of PDF/UA-1 in its metadata, and
the scope of its table headings. Both rest on internals of WeasyPrint 70; the tests hold them.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brede_welvaart.language import _
from brede_welvaart.reporting.html import render_paper
from brede_welvaart.reporting.page import DENSITIES, Page

if TYPE_CHECKING:
    from weasyprint import Attachment, Document
    from weasyprint.urls import URLFetcher

UA_IDENTIFICATION = b"""
<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about=""
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about=""
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Indicates, which part of ISO 14289 standard is followed</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""


@dataclass(frozen=True)
class Enclosed:
    """A file that travels inside the PDF."""

    name: str
    description: str
    content: bytes


def write_pdf(page: Page, templates: Path, dated: date, enclosed: Sequence[Enclosed] = ()) -> bytes:
    """The report as PDF; the same page gives the same bytes. `dated` stands for the time of making.

    Raises RuntimeError if a template asks for anything but its own figures and fonts.
    """
    fetcher = _fetcher(page, templates)
    document = _fitted(page, templates, fetcher)
    if fetcher.refused:
        raise RuntimeError(_("Een sjabloon vraagt om iets van buiten: {what}").format(what=", ".join(fetcher.refused)))
    document.metadata.attachments = [_attachment(each, dated, fetcher) for each in enclosed]
    document.metadata.created = document.metadata.modified = dated.isoformat()
    _identify_as_accessible(document)
    with _no_collection():
        return bytes(document.write_pdf(pdf_variant="pdf/a-3a", finisher=_scope_headings))


def _fitted(page: Page, templates: Path, fetcher: URLFetcher) -> Document:
    """The report laid out, its opening set as roomily as one sheet of paper allows, or else as tightly as can be."""
    document = _laid_out(render_paper(page, templates), fetcher)
    if sheets_of_opening(document) == 1:
        return document
    tighter = [replace(page, opening=replace(page.opening, density=density)) for density in DENSITIES[1:]]
    fitting = next((each for each in tighter if stands_on_one_page(each, templates)), tighter[-1])
    return _laid_out(render_paper(fitting, templates), fetcher)


def stands_on_one_page(page: Page, templates: Path) -> bool:
    """Whether the opening, set as densely as the page says, fits on one sheet."""
    html = render_paper(page, templates, first_page_only=True)
    return sheets_of_opening(_laid_out(html, _fetcher(page, templates))) == 1


def sheets_of_opening(document: Document) -> int:
    """How many pages the opening takes: those that follow the page rule of that name."""
    return sum(page._page_box.page_type.name == "opening" for page in document.pages)


def _laid_out(html: str, fetcher: URLFetcher) -> Document:
    from weasyprint import HTML  # noqa: PLC0415 -- a second of import that only a PDF needs

    with _no_collection():
        return HTML(string=html, base_url="report:", url_fetcher=fetcher).render(pdf_variant="pdf/a-3a")


@contextmanager
def _no_collection() -> Iterator[None]:
    """Without the garbage collector, which walks a million boxes again and again and finds nothing: a fifth faster."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _fetcher(page: Page, templates: Path) -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415 -- as in write_pdf

    figures = {picture.name: picture.svg.encode() for picture in page.drawings}

    class OwnFiles(URLFetcher):  # type: ignore[misc]
        """Answers `figure:` and `font:` from memory and refuses, and remembers, everything else."""

        def __init__(self) -> None:
            super().__init__(allowed_protocols=("figure", "font"))
            self.refused: list[str] = []

        def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:  # noqa: ARG002 -- its contract
            kind, _colon, name = url.partition(":")
            if kind == "figure" and name in figures:
                return URLFetcherResponse(url, figures[name], {"Content-Type": "image/svg+xml"})
            if kind == "font" and "/" not in name:
                return URLFetcherResponse(url, (templates / "fonts" / name).read_bytes(), {"Content-Type": "font/ttf"})
            self.refused.append(url)
            raise ValueError(url)

    return OwnFiles()


def _attachment(enclosed: Enclosed, dated: date, fetcher: URLFetcher) -> Attachment:
    from weasyprint import Attachment  # noqa: PLC0415 -- as in write_pdf

    moment = datetime(dated.year, dated.month, dated.day)  # noqa: DTZ001 -- a date without a place
    return Attachment(
        string=enclosed.content, base_url="report:", name=enclosed.name, description=enclosed.description,
        created=moment, modified=moment, relationship="Data", url_fetcher=fetcher,
    )  # fmt: skip


def _identify_as_accessible(document: Document) -> None:
    """Write the PDF/UA-1 identification inside the one RDF element that readers look at, and leave it uncompressed."""
    written, included = document.metadata.generate_rdf_metadata, document.metadata.include_in_pdf

    def with_identification(*arguments: object) -> bytes:
        rdf: bytes = written(*arguments)
        return rdf.replace(b"</rdf:RDF>", UA_IDENTIFICATION + b"</rdf:RDF>")

    def in_plain_text(pdf: object, variant: str, version: int, conformance: str, _compress: bool) -> None:
        included(pdf, variant, version, conformance, False)

    document.metadata.generate_rdf_metadata = with_identification
    document.metadata.include_in_pdf = in_plain_text


def _scope_headings(_document: Document, pdf: Any) -> None:
    """Say of each table heading whether it heads a column or a row."""
    from weasyprint.pdf import pydyf  # noqa: PLC0415 -- as in write_pdf

    objects: list[Any] = [each for each in pdf.objects if isinstance(each, dict) and "S" in each]
    parts = {each.reference: each for each in objects}
    for each in parts.values():
        if each["S"] == "/TH":
            row = parts[each["P"]]
            above = parts[row["P"]]
            scope = "/Column" if above["S"] == "/THead" else "/Row"
            each["A"] = pydyf.Dictionary({"O": "/Table", "Scope": scope})
