"""The memo as an OpenDocument text, on the shipped template or the municipality's own."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from datetime import datetime, time
from typing import Any

from markupsafe import Markup
from odfdo import Document, Element

from brede_welvaart.archive import pack, unpack
from brede_welvaart.errors import Finding, InputFault
from brede_welvaart.language import _
from brede_welvaart.reporting.memo import LOCALES, Memo, MemoCell, column_shares, shade
from brede_welvaart.reporting.memo_names import PLACEHOLDER, block_of, check_names, misplaced_block, name_in, texts
from brede_welvaart.reporting.passages import LANGUAGE, by_first_word, pieces_of

KIND = b"application/vnd.oasis.opendocument.text"
OWN_LANGUAGE = "BW-eigen-taal"
LINES = "//text:p | //text:h"
MEDIA = {"svg": "image/svg+xml", "png": "image/png"}
UNITS = {"mm": 1.0, "cm": 10.0, "in": 25.4, "pt": 25.4 / 72}
LENGTH = re.compile(rf"([\d.]+)({'|'.join(UNITS)})")
A4_WIDTH, MARGIN, FIGURE_WIDTH = 210.0, 20.0, 156.0
"""Millimetres."""


def memo_odt(memo: Memo, template: bytes, file: str) -> bytes:
    """The memo on a template (its bytes; `file` is its name in findings); the same memo gives the same bytes.

    A template holds names and no instructions: nothing in it is run. Raises InputFault for a template that is no sound
    OpenDocument text, or that asks for anything but the known names.
    """
    document, body, styles = _opened(template, file)
    check_names(["\n".join(map(_whole, lines)) for lines in (body, styles)], file)
    _place_blocks(document, memo, file)
    for line in (*body, *styles):
        _fill(line, texts(memo))
    _mark_passages(document, memo)
    _describe(document, memo)
    written = io.BytesIO()
    document.save(written)
    return pack(unpack(written.getvalue(), file), memo.dated)


def _opened(template: bytes, file: str) -> tuple[Document, list[Element], list[Element]]:
    """The template with the lines of its body, and those of its headers and footers."""
    try:
        if unpack(template, file)["mimetype"].strip() != KIND:
            raise ValueError(KIND)
        document = Document(io.BytesIO(template))
        return document, document.content.get_elements(LINES), document.styles.get_elements(LINES)
    except (KeyError, ValueError, SyntaxError):
        remedy = _("Open het sjabloon in uw tekstverwerker en bewaar het als .odt.")
        raise InputFault([Finding(file, "", _("geen OpenDocument-tekst"), _("een .odt-bestand"), remedy)]) from None


def _whole(line: Element) -> str:
    return "".join(text for _element, _place, text in _pieces(line))


def _pieces(element: Element) -> Iterator[tuple[Element, str, str]]:
    """The pieces of text in an element, in order: which element holds each, and whether inside it or behind it."""
    yield element, "text", element.text or ""
    for child in element.children:
        yield from _pieces(child)
        yield child, "tail", child.tail or ""


def _fill(line: Element, values: Mapping[str, str]) -> None:
    """Put values in the place of names, also of a name that the word processor cut in pieces."""
    for found in reversed(list(PLACEHOLDER.finditer(_whole(line)))):
        start, end, offset = *found.span(), 0
        value = values.get(name_in(found[0]), "")
        for element, place, text in list(_pieces(line)):
            first, last = max(start - offset, 0), min(end - offset, len(text))
            if first < last:
                setattr(element, place, text[:first] + value + text[last:])
                value = ""
            offset += len(text)


def _place_blocks(document: Document, memo: Memo, file: str) -> None:
    makers = {"tabel": _put_table, "figuur": _put_figure}
    for line in document.content.get_elements(LINES):
        text = _whole(line)
        if (name := block_of(text)) is None:
            continue
        if not PLACEHOLDER.fullmatch(text.strip()):
            raise misplaced_block(file, name)
        makers[name](document, line, memo)


def _put_table(document: Document, line: Element, memo: Memo) -> None:
    for style in _styles(memo, _text_width(document)):
        document.insert_style(style, automatic=True)
    if line.parent:
        line.parent.replace_element(line, Element.from_tag(_table(memo)))


def _table(memo: Memo) -> Markup:
    """The table: its first row heads every page, its first column heads the rows."""
    columns = Markup().join(
        Markup('<table:table-column table:style-name="{}"/>').format(f"BW-kolom-{min(place, 2)}")
        for place in range(1, len(memo.head))
    )
    head = Markup().join(_cell("BW-kop", "BW-vet", name) for name in memo.head)
    rows = Markup().join(
        Markup("<table:table-row>{}{}</table:table-row>").format(
            _cell("BW-cel", "BW-vet", row.theme),
            Markup().join(_score_cell(memo, each) for each in row.cells),
        )
        for row in memo.rows
    )
    return Markup(
        '<table:table table:name="{}" table:style-name="BW-tabel"><table:title>{}</table:title>'
        "<table:desc>{}</table:desc>"
        '<table:table-header-columns><table:table-column table:style-name="BW-kolom-0"/></table:table-header-columns>'
        "{}<table:table-header-rows><table:table-row>{}</table:table-row></table:table-header-rows>{}</table:table>"
    ).format(memo.name, memo.table_caption, " ".join(memo.notes), columns, head, rows)


def _score_cell(memo: Memo, cell: MemoCell) -> Markup:
    look = "BW-cel-" + cell.tone if shade(memo, cell) else "BW-cel"
    said = "BW-schuin" if cell.tone in ("absent", "unknown") else "BW-tekst"
    return _cell(look, said, cell.said, cell.numbers)


def _cell(look: str, style: str, *lines: str) -> Markup:
    written = Markup().join(
        Markup('<text:p text:style-name="{}">{}</text:p>').format(style if first else "BW-klein", line)
        for first, line in zip((True, False), lines, strict=False)
        if line
    )
    form = Markup('<table:table-cell table:style-name="{}" office:value-type="string">{}</table:table-cell>')
    return form.format(look, written)


def _styles(memo: Memo, width: float) -> Iterator[str]:
    """The looks of the table: widths, rules, backgrounds and letters."""
    yield (
        '<style:style style:name="BW-tabel" style:family="table"><style:table-properties table:align="left" '
        f'style:width="{width:.1f}mm" style:rel-width="100%" table:border-model="collapsing"/></style:style>'
    )
    for place, share in enumerate(column_shares(memo)[:3]):
        yield (
            f'<style:style style:name="BW-kolom-{place}" style:family="table-column"><style:table-column-properties '
            f'style:column-width="{width * share:.1f}mm" style:rel-column-width="{share * 10000:.0f}*"/>'
            "</style:style>"
        )
    line, strong = f"0.5pt solid {memo.palette['line']}", f"1pt solid {memo.palette['accent']}"
    yield _cell_style("BW-kop", f'fo:border-top="1.5pt solid {memo.palette["accent"]}" fo:border-bottom="{strong}"')
    yield _cell_style("BW-cel", f'fo:border-bottom="{line}"')
    for tone, colour in {cell.tone: shade(memo, cell) for row in memo.rows for cell in row.cells}.items():
        if colour:
            yield _cell_style(f"BW-cel-{tone}", f'fo:border-bottom="{line}" fo:background-color="{colour}"')
    looks = {"tekst": "9pt", "vet": "9pt", "schuin": "9pt", "klein": "8pt"}
    extra = {"vet": 'fo:font-weight="bold"', "schuin": 'fo:font-style="italic"'}
    for name, size in looks.items():
        yield (
            f'<style:style style:name="BW-{name}" style:family="paragraph" style:parent-style-name="Standard">'
            '<style:paragraph-properties fo:margin-top="0mm" fo:margin-bottom="0mm" fo:line-height="100%"/>'
            f'<style:text-properties fo:font-size="{size}" {extra.get(name, "")}/></style:style>'
        )


def _cell_style(name: str, look: str) -> str:
    return (
        f'<style:style style:name="{name}" style:family="table-cell"><style:table-cell-properties '
        f'fo:padding="0.6mm 1.2mm" fo:padding-top="0.6mm" fo:padding-bottom="0.6mm" fo:padding-left="1.2mm" '
        f'fo:padding-right="1.2mm" fo:border-left="none" fo:border-right="none" {look}/></style:style>'
    )


def _put_figure(document: Document, line: Element, memo: Memo) -> None:
    """The drawing as vectors, with its picture behind it for programs that draw no vectors, and its words."""
    figure, width = memo.figure, min(FIGURE_WIDTH, _text_width(document))
    for kind, content in (("svg", figure.svg.encode()), ("png", figure.png)):
        document.set_part(f"Pictures/{figure.name}.{kind}", content)
        document.manifest.add_full_path(f"Pictures/{figure.name}.{kind}", MEDIA[kind])
    inside = Markup(' style:rel-width="100%" style:rel-height="scale"') if _in_cell(line) else ""
    frame = Markup(
        '<draw:frame draw:name="{}" text:anchor-type="as-char" svg:width="{:.1f}mm" svg:height="{:.1f}mm"{}>'
        "{}<svg:title>{}</svg:title><svg:desc>{}</svg:desc></draw:frame>"
    ).format(
        figure.name, width, width * figure.height / figure.width, inside,
        Markup().join(
            Markup(
                '<draw:image xlink:href="Pictures/{}.{}" xlink:type="simple" xlink:show="embed" '
                'xlink:actuate="onLoad" draw:mime-type="{}"/>'
            ).format(figure.name, kind, media)
            for kind, media in MEDIA.items()
        ),
        memo.figure_caption, figure.alt,
    )  # fmt: skip
    for child in line.children:
        line.delete(child, keep_tail=False)
    line.text = ""
    line.insert(Element.from_tag(frame), position=0)


def _mark_passages(document: Document, memo: Memo) -> None:
    """The language of what people wrote, where the memo is in another."""
    if not memo.passages:
        return
    language, _dash, country = LOCALES[LANGUAGE].partition("-")
    document.insert_style(
        f'<style:style style:name="{OWN_LANGUAGE}" style:family="text"><style:text-properties '
        f'fo:language="{language}" fo:country="{country}"/></style:style>',
        automatic=True,
    )
    index = by_first_word(memo.passages)
    lines: list[Any] = document.content.get_elements(LINES)
    for line in lines:
        own = dict.fromkeys(piece for piece, own in pieces_of(_whole(line), index) if own)
        for piece in own:
            line.set_span(OWN_LANGUAGE, regex=re.escape(piece))


def _in_cell(line: Element) -> bool:
    """Whether the template has a table around this line."""
    return line.parent is not None and (line.parent.tag == "table:table-cell" or _in_cell(line.parent))


def _text_width(document: Document) -> float:
    """The width between the margins of the first page layout, in millimetres."""
    layout = document.styles.get_element("//style:page-layout-properties")
    sizes = {name: _millimetres(layout, f"fo:{name}") for name in ("page-width", "margin-left", "margin-right")}
    page, left, right = (sizes[name] or usual for name, usual in zip(sizes, (A4_WIDTH, MARGIN, MARGIN), strict=True))
    return page - left - right


def _millimetres(layout: Element | None, name: str) -> float:
    """A length of a page layout; 0 where it says none."""
    found = LENGTH.fullmatch(str(layout.get_attribute(name))) if layout else None
    return float(found[1]) * UNITS[found[2]] if found else 0.0


def _describe(document: Document, memo: Memo) -> None:
    """Title, date and language, in the properties and for every text that does not say its own."""
    moment = datetime.combine(memo.dated, time())
    document.meta.title = memo.title
    document.meta.creation_date = document.meta.date = moment
    document.language = LOCALES[memo.language]
