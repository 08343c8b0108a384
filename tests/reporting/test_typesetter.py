"""What is mended in WeasyPrint sets words of a drawing whole, and changes no byte elsewhere."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pypdf import PdfReader
from pypdf.generic import StreamObject

from brede_welvaart.reporting import conformance
from brede_welvaart.reporting.page import Page
from brede_welvaart.reporting.pdf import write_pdf
from tests.reporting.test_conformance import DATED, ENCLOSED

DRAWN = """<html lang="nl"><title>x</title><svg xmlns="http://www.w3.org/2000/svg" width="200" height="20">
<title>Een thema</title><text x="{x}" y="10" text-anchor="{anchor}">Natuurlijk kapitaal</text></svg></html>"""


def made(html: str) -> PdfReader:
    from weasyprint import HTML

    return PdfReader(io.BytesIO(conformance.conforming(HTML(string=html).render(pdf_variant=conformance.VARIANT))))


def drawn(pdf: PdfReader) -> list[bytes]:
    """The content of every stream that draws."""
    objects = (pdf.get_object(number) for number in range(1, int(pdf.trailer["/Size"]) - 1))
    streams = (each.get_data() for each in objects if isinstance(each, StreamObject))
    return [each for each in streams if b"BT" in each and b"ET" in each]


@pytest.mark.parametrize(("anchor", "x"), [("start", 10), ("middle", 100), ("end", 190)])
def test_words_of_a_drawing_are_set_whole(anchor: str, x: int) -> None:
    pdf = made(DRAWN.format(anchor=anchor, x=x))
    assert sum(each.count(b"TJ") for each in drawn(pdf)) == 1
    assert "Natuurlijk kapitaal" in pdf.pages[0].extract_text()


def test_what_is_settled_early_is_written_the_same(
    small_page: Page, templates: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled = write_pdf(small_page, templates, DATED, ENCLOSED)
    monkeypatch.setattr(conformance, "settle", lambda pdf: None)
    assert write_pdf(small_page, templates, DATED, ENCLOSED) == settled
