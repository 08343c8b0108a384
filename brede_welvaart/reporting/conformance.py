"""What makes one file PDF/A-3a and PDF/UA-1 at once, and its structure say what the page says.

WeasyPrint writes either variant, not both, and leaves out of the structure what this adds: which headings of a table
head rows and which columns, which passages are in another language, and that a footnote is a note. All of it rests on
internals of WeasyPrint 70; the tests hold them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from brede_welvaart.reporting.typesetter import mend_typesetter, settle

if TYPE_CHECKING:
    from weasyprint import Document

VARIANT = "pdf/a-3a"
SCOPES = {"col": "/Column", "row": "/Row", "colgroup": "/Column", "rowgroup": "/Row"}
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


def conforming(document: Document) -> bytes:
    """The laid-out document as a PDF of both standards; its root needs a `lang`, its pictures an `alt`."""
    _describe_structure()
    mend_typesetter()
    _identify_as_accessible(document)
    return bytes(document.write_pdf(pdf_variant=VARIANT, finisher=_finish))


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


@cache
def _describe_structure() -> None:
    """Have WeasyPrint, from now on, describe each element of the structure as fully as its box allows."""
    from weasyprint.formatting_structure import boxes  # noqa: PLC0415 -- a second of import that only a PDF needs
    from weasyprint.pdf import tags  # noqa: PLC0415 -- as above

    build: Callable[..., Iterator[Any]] = tags._build_box_tree

    def describing(box: Any, *rest: Any) -> Iterator[Any]:
        if isinstance(box, boxes.FootnoteAreaBox):
            for note in box.children:
                note.stands_as_note = True
        for element in build(box, *rest):
            if box.element is not None:
                _describe(element, box)
            yield element

    tags._build_box_tree = describing


def _describe(element: Any, box: Any) -> None:
    """Add scope, language and kind to one element of the structure."""
    from weasyprint.pdf import pydyf  # noqa: PLC0415 -- as in _describe_structure

    language, scope = box.element.get("lang"), SCOPES.get(box.element.get("scope"))
    if element["S"] == "/TH" and scope:
        element["A"]["Scope"] = scope
    if language:
        element["Lang"] = pydyf.String(language)
    if getattr(box, "stands_as_note", False):
        element["S"], element["ID"] = "/Note", pydyf.String(f"note-{element.number}")


def _finish(_document: Document, pdf: Any) -> None:
    """Leave one mention of each attached file, where WeasyPrint writes two."""
    from weasyprint.pdf import pydyf  # noqa: PLC0415 -- as in _describe_structure

    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
    settle(pdf)
