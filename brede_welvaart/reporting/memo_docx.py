"""The memo as a Word document, on the shipped template or the municipality's own."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from copy import deepcopy
from datetime import datetime, time
from typing import Any

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from brede_welvaart.archive import pack, unpack
from brede_welvaart.errors import Finding, InputFault
from brede_welvaart.language import _
from brede_welvaart.reporting.memo import LOCALES, Memo, MemoCell, column_shares, shade
from brede_welvaart.reporting.memo_names import BLOCKS, check_names, misplaced_block, texts
from brede_welvaart.reporting.passages import LANGUAGE, by_first_word, pieces_of

PLACE = "\ue000{name}\ue000"
"""What a block's name becomes until the block itself is put there; no keyboard writes it."""
TABLE_STYLES = ("Brede welvaart", "Table Grid")
SVG_EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
SVG_NAMESPACE = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
FIGURE_WIDTH, A4 = Mm(156), Mm(210)
CELL_MARGINS = Mm(4)


def memo_docx(memo: Memo, template: bytes, file: str) -> bytes:
    """The memo on a template (its bytes; `file` is its name in findings); the same memo gives the same bytes.

    Raises InputFault for a template that is no sound Word document, or that asks for anything but the known names.
    """
    unpack(template, file)
    document = _filled(memo, template, file)
    for name, place in {"tabel": _place_table, "figuur": _place_figure}.items():
        for paragraph in _places(document, name, file):
            place(document, paragraph, memo)
    _describe(document, memo)
    _mark_passages(document, memo)
    written = io.BytesIO()
    document.save(written)
    return pack(unpack(written.getvalue(), file), memo.dated)


def _filled(memo: Memo, template: bytes, file: str) -> Document:
    """The template with its names filled in, in a sandbox that knows nothing else and escapes everything."""
    try:
        made = DocxTemplate(io.BytesIO(template))
        made.init_docx()
        parts = list(_parts(made))
    except (ValueError, KeyError, SyntaxError):
        remedy = _("Open het sjabloon in Word en bewaar het als .docx.")
        raise InputFault([Finding(file, "", _("geen Word-document"), _("een .docx-bestand"), remedy)]) from None
    check_names(parts, file)
    values = {**texts(memo), **{name: PLACE.format(name=name) for name in BLOCKS}}
    try:
        made.render(values, SandboxedEnvironment(autoescape=True, undefined=StrictUndefined))
    except TemplateError as fault:
        expected = _("namen tussen {{ en }}")
        raise InputFault([Finding(file, "", str(fault), expected)]) from None
    filled: Document = made.docx
    return filled


def _parts(template: DocxTemplate) -> Iterator[str]:
    """The text of the body, and then of every header, footer and note, with names in one piece again."""
    yield template.patch_xml(template.get_xml())
    others = ("header+xml", "footer+xml", "footnotes+xml", "endnotes+xml")
    for part in template.docx.part.package.iter_parts():
        if part.content_type.endswith(others):
            yield template.patch_xml(part.blob.decode("utf-8"))


def _places(document: Document, name: str, file: str) -> list[Paragraph]:
    """The paragraphs that a block replaces; raises InputFault if one holds other text too."""
    place = PLACE.format(name=name)
    paragraphs = [Paragraph(each, document._body) for each in document.element.body.iter(_w("p"))]
    found = [each for each in paragraphs if place in each.text]
    if any(each.text.strip() != place for each in found):
        raise misplaced_block(file, name)
    return found


def _place_table(document: Document, paragraph: Paragraph, memo: Memo) -> None:
    table = document.add_table(rows=1 + len(memo.rows), cols=len(memo.head))
    _style(document, table)
    _label_table(table, memo)
    room = _room(document, paragraph)
    _set_widths(table, [room * share for share in column_shares(memo)])
    for cell, name in zip(table.rows[0].cells, memo.head, strict=True):
        _write(cell, name, bold=True)
    for line, row in zip(table.rows[1:], memo.rows, strict=True):
        _write(line.cells[0], row.theme, bold=True)
        for cell, content in zip(line.cells[1:], row.cells, strict=True):
            _write_scores(cell, content, memo)
    paragraph._p.addprevious(table._tbl)
    following = paragraph._p.getnext()
    if following is not None and following.tag == _w("p"):
        paragraph._p.getparent().remove(paragraph._p)
    else:
        _empty(paragraph)


def _style(document: Document, table: Table) -> None:
    """The template's own table style where it has one, else plain borders."""
    known = [each.name for each in document.styles]
    if style := next((each for each in TABLE_STYLES if each in known), None):
        table.style = style
        return
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    borders = parse_xml(f"<w:tblBorders {nsdecls('w')}>{edges}</w:tblBorders>")
    table._tbl.tblPr.insert_element_before(borders, "w:tblLayout", "w:tblCellMar", "w:tblLook")


def _label_table(table: Table, memo: Memo) -> None:
    """What assistive technology must know: what the table says, that its first row heads it on every page, and that
    its first column heads the rows."""
    properties = table._tbl.tblPr
    look = properties.find(_w("tblLook"))
    if look is not None:
        properties.remove(look)
    flags = {"firstRow": "1", "lastRow": "0", "firstColumn": "1", "lastColumn": "0", "noHBand": "1", "noVBand": "1"}
    properties.append(_element("w:tblLook", val="06A0", **flags))
    properties.append(_element("w:tblCaption", val=memo.table_caption))
    properties.append(_element("w:tblDescription", val=" ".join(memo.notes)))
    for row in table.rows:
        row._tr.get_or_add_trPr().append(_element("w:cantSplit"))
    table.rows[0]._tr.get_or_add_trPr().append(_element("w:tblHeader"))


def _set_widths(table: Table, widths: Iterable[float]) -> None:
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = round(width)
        for cell in column.cells:
            cell.width = round(width)


def _write_scores(cell: _Cell, content: MemoCell, memo: Memo) -> None:
    paragraph = _write(cell, content.said, italic=content.tone in ("absent", "unknown"))
    if content.numbers:
        paragraph.add_run().add_break()
        _sized(paragraph.add_run(content.numbers), 8)
    if colour := shade(memo, content):
        properties = cell._tc.get_or_add_tcPr()
        properties.append(_element("w:shd", val="clear", color="auto", fill=colour.lstrip("#")))


def _write(cell: _Cell, text: str, *, bold: bool = False, italic: bool = False) -> Paragraph:
    paragraph: Paragraph = cell.paragraphs[0]
    run = _sized(paragraph.add_run(text), 9)
    run.bold, run.italic = bold or None, italic or None
    return paragraph


def _sized(run: Run, points: float) -> Run:
    run.font.size = Pt(points)
    return run


def _place_figure(document: Document, paragraph: Paragraph, memo: Memo) -> None:
    """The figure as a picture, with its vector drawing for a Word that can show it, and its words."""

    _empty(paragraph)
    width = min(FIGURE_WIDTH, _room(document, paragraph))
    inline: Any = paragraph.add_run().add_picture(io.BytesIO(memo.figure.png), width=width)._inline
    for side in ("distT", "distB", "distL", "distR"):
        inline.set(side, "0")
    for each in (inline.docPr, inline.graphic.graphicData.pic.nvPicPr.cNvPr):
        each.set("descr", memo.figure.alt)
    relation = _drawing(document, memo)
    inline.graphic.graphicData.pic.blipFill.blip.append(parse_xml(
        '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        f'<a:ext uri="{SVG_EXTENSION}"><asvg:svgBlip xmlns:asvg="{SVG_NAMESPACE}" r:embed="{relation}"/></a:ext>'
        "</a:extLst>"
    ))  # fmt: skip


def _drawing(document: Document, memo: Memo) -> str:
    """The relation to the vector drawing, which a template may show more than once."""
    name = PackURI(f"/word/media/{memo.figure.name}.svg")
    known = {each.target_part.partname: key for key, each in document.part.rels.items() if not each.is_external}
    part = Part(name, "image/svg+xml", memo.figure.svg.encode(), document.part.package)
    return known.get(name) or document.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE)


def _describe(document: Document, memo: Memo) -> None:
    """Title, date and language, in the properties and for every text that does not say its own."""
    properties, moment = document.core_properties, datetime.combine(memo.dated, time())
    properties.title, properties.language = memo.title, LOCALES[memo.language]
    properties.created = properties.modified = moment
    node = document.styles.element
    for name in ("docDefaults", "rPrDefault", "rPr", "lang"):
        child = node.find(_w(name))
        if child is None:
            child = _element(f"w:{name}")
            node.insert(len(node) if name == "lang" else 0, child)
        node = child
    node.set(_w("val"), LOCALES[memo.language])


def _mark_passages(document: Document, memo: Memo) -> None:
    """The language of what people wrote, where the memo is in another: in runs of its own that look the same."""
    index, text = by_first_word(memo.passages), _w("t")
    for run in list(document.element.body.iter(_w("r"))):
        if [child.tag for child in run if child.tag != _w("rPr")] != [text]:
            continue
        pieces = list(pieces_of(run.text, index))
        if any(own for _piece, own in pieces):
            for piece, own in pieces:
                run.addprevious(_part(run, piece, own=own))
            run.getparent().remove(run)


def _part(run: Any, piece: str, *, own: bool) -> Any:
    part = deepcopy(run)
    part.text = piece
    if own:
        part.get_or_add_rPr().append(_element("w:lang", val=LOCALES[LANGUAGE]))
    return part


def _room(document: Document, paragraph: Paragraph) -> int:
    """The width for a block: that of the text, or of the cell of a table that the template has around it."""
    cell = next(paragraph._p.iterancestors(_w("tc")), None)
    if cell is None:
        return _text_width(document)
    row = cell.getparent().findall(_w("tc"))
    return (cell.width or _text_width(document) // len(row)) - CELL_MARGINS


def _text_width(document: Document) -> int:
    section = document.sections[-1]
    return (section.page_width or A4) - (section.left_margin or 0) - (section.right_margin or 0)


def _empty(paragraph: Paragraph) -> None:
    for run in list(paragraph.runs):
        paragraph._p.remove(run._r)


def _element(name: str, **attributes: str) -> Any:

    return OxmlElement(name, {_w(key): value for key, value in attributes.items()})


def _w(name: str) -> str:

    return qn(f"w:{name}")
