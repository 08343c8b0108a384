"""The Word memo: a table with headings, a figure with words, a language and a title; templates are not trusted."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn

from brede_welvaart.errors import InputFault, UsageFault
from brede_welvaart.language import speaking
from brede_welvaart.reporting.material import Material
from brede_welvaart.reporting.memo import Memo, make_memo
from brede_welvaart.reporting.memo_docx import memo_docx
from brede_welvaart.reporting.memo_names import read_templates

HOSTILE = "<w:br/> & {{ 7*7 }} {% raw %} \" ' ]]>"


@pytest.fixture(scope="module")
def shipped(material: Material) -> bytes:
    return (material.templates / "memo" / "memo.docx").read_bytes()


@pytest.fixture(scope="module")
def document(memo: Memo, shipped: bytes) -> bytes:
    return memo_docx(memo, shipped, "memo.docx")


def template(*lines: str, header: str = "", style: str = "") -> bytes:
    """A municipality's template with these lines."""
    made = Document()
    for line in lines:
        made.add_paragraph(line)
    if header:
        made.sections[0].header.paragraphs[0].text = header
    if style:
        made.styles.add_style(style, 3)
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def test_the_table_has_a_heading_on_every_page_and_row_headings(document: bytes, memo: Memo) -> None:
    (table,) = Document(io.BytesIO(document)).tables
    assert [cell.text for cell in table.rows[0].cells] == list(memo.head)
    assert [row.cells[0].text for row in table.rows[1:]] == [row.theme for row in memo.rows]
    assert [row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in table.rows] == [True] + [False] * 8
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    assert (look.get(qn("w:firstRow")), look.get(qn("w:firstColumn"))) == ("1", "1")
    assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == memo.table_caption
    assert table.style.name == "Brede welvaart"


def test_the_figure_has_words_and_a_vector(document: bytes, memo: Memo) -> None:
    made = Document(io.BytesIO(document))
    (shape,) = made.inline_shapes
    assert shape._inline.docPr.get("descr") == memo.figure.alt
    (blip,) = re.findall(r"<asvg:svgBlip[^>]*r:embed=\"(\w+)\"", made.element.xml)
    assert made.part.related_parts[blip].blob == memo.figure.svg.encode()
    files = zipfile.ZipFile(io.BytesIO(document))
    assert b'ContentType="image/svg+xml"' in files.read("[Content_Types].xml")
    assert any(files.read(name) == memo.figure.png for name in files.namelist())


def test_language_title_and_headings(document: bytes, memo: Memo, shipped: bytes) -> None:
    made = Document(io.BytesIO(document))
    assert made.core_properties.title == memo.title
    assert made.core_properties.language == "nl-NL"
    assert made.core_properties.created.date() == memo.dated
    assert made.paragraphs[0].style.name == "Heading 1"
    assert [each.text for each in made.paragraphs][:2] == [memo.title, memo.paragraph]
    english = Document(io.BytesIO(memo_docx(replace(memo, language="en"), shipped, "memo.docx")))
    (language,) = english.styles.element.findall(f"{qn('w:docDefaults')}//{qn('w:lang')}")
    assert language.get(qn("w:val")) == "en-GB"


def test_nothing_is_asked_of_any_other_place(document: bytes) -> None:
    files = zipfile.ZipFile(io.BytesIO(document))
    assert not [name for name in files.namelist() if b'TargetMode="External"' in files.read(name)]


def test_the_same_memo_gives_the_same_bytes(document: bytes, memo: Memo, shipped: bytes) -> None:
    assert memo_docx(memo, shipped, "memo.docx") == document
    assert {each.date_time[:3] for each in zipfile.ZipFile(io.BytesIO(document)).infolist()} == {(2026, 11, 23)}


def test_text_of_a_project_stays_text(memo: Memo, shipped: bytes) -> None:
    hostile = replace(memo, title=HOSTILE, paragraph=HOSTILE, head=(HOSTILE, *memo.head[1:]))
    made = Document(io.BytesIO(memo_docx(hostile, shipped, "memo.docx")))
    assert [each.text for each in made.paragraphs][:2] == [HOSTILE, HOSTILE]
    assert made.tables[0].rows[0].cells[0].text == HOSTILE


def test_an_own_template_keeps_what_it_had(memo: Memo) -> None:
    own = template("Geacht college,", "{{ alinea }}", "{{ tabel }}", "{{ figuur }}", "Einde", header="{{ titel }}")
    made = Document(io.BytesIO(memo_docx(memo, own, "eigen.docx")))
    assert [each.text for each in made.paragraphs] == ["Geacht college,", memo.paragraph, "", "Einde"]
    assert made.sections[0].header.paragraphs[0].text == memo.title
    assert made.tables[0].style.name == "Table Grid"
    assert len(made.inline_shapes) == 1


def test_a_name_that_word_cut_in_pieces_is_known(memo: Memo) -> None:
    made = Document()
    line = made.add_paragraph()
    for piece in ("{", "{ ti", "tel }", "}"):
        line.add_run(piece).bold = True
    written = io.BytesIO()
    made.save(written)
    assert Document(io.BytesIO(memo_docx(memo, written.getvalue(), "x.docx"))).paragraphs[0].text == memo.title


def test_a_template_without_table_styles_gets_real_borders(memo: Memo) -> None:
    made = Document()
    made.styles["Table Grid"].delete()
    made.add_paragraph("{{ tabel }}")
    written = io.BytesIO()
    made.save(written)
    (table,) = Document(io.BytesIO(memo_docx(memo, written.getvalue(), "x.docx"))).tables
    borders = table._tbl.tblPr.find(qn("w:tblBorders"))
    assert {edge.tag for edge in borders} >= {qn("w:top"), qn("w:insideH"), qn("w:insideV")}


def zipped(**files: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return written.getvalue()


@pytest.mark.parametrize(
    ("own", "message"),
    [
        (lambda: template("{{ titel }}", "{{ burgemeester }}", "{{ wethouder }}"), r"burgemeester[\s\S]*wethouder"),
        (lambda: template("{{ titel }}", "{{ ''.__class__.__mro__ }}"), "__class__"),
        (lambda: template("{{ titel.__init__.__globals__ }}"), "__globals__"),
        (lambda: template("{{ titel }}", "{% for x in range(10**9) %}x{% endfor %}"), r"\{% for x"),
        (lambda: template("{{ titel }}", header="{{ 7*7 }}"), r"7\*7"),
        (lambda: template("{{ titel }}", header="{{ tabel }}"), "kop- of voettekst"),
        (lambda: template("Zie {{ tabel }} hieronder"), "alleen op een regel"),
        (lambda: template("{{ titel }}", "{{ niet gesloten"), r"gevonden \{\{ niet gesloten; verwacht twee accolades"),
        (lambda: template("{{ titel }}", "{{ tabel }"), r"gevonden \{\{ tabel }; verwacht twee accolades"),
        (lambda: template("{{ titel }}", "tabel }}"), r"gevonden tabel \}\}; verwacht twee accolades"),
        (lambda: template("Een brief zonder namen"), "geen enkele naam"),
        (lambda: b"Dit is geen zip", "stuk is of van een andere soort"),
        (lambda: zipped(a=b"x"), "geen Word-document"),
        (lambda: zipped(a=b"\0" * 101_000_000), "uitgepakt 101 MB"),
        (lambda: zipped(**{"../../x": b"x"}), "buiten de map"),
        (lambda: template("{{ titel }}")[:-200], "stuk is"),
    ],
)  # fmt: skip
def test_a_wrong_template_is_one_clear_fault(memo: Memo, own: Callable[[], bytes], message: str) -> None:
    with pytest.raises(InputFault, match=message) as fault:
        memo_docx(memo, own(), "huisstijl.docx")
    assert all(finding.file == "huisstijl.docx" for finding in fault.value.findings)


def test_a_block_in_a_cell_keeps_to_the_cell(memo: Memo) -> None:
    made = Document()
    frame = made.add_table(1, 2)
    frame.cell(0, 0).text, frame.cell(0, 1).text = "{{ tabel }}", "{{ figuur }}"
    content = io.BytesIO()
    made.save(content)
    document = Document(io.BytesIO(memo_docx(memo, content.getvalue(), "huisstijl.docx")))
    left, right = document.tables[0].rows[0].cells
    assert sum(column.width for column in left.tables[0].columns) <= left.width
    (drawing,) = right._tc.iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}extent")
    assert int(drawing.get("cx")) <= right.width


def test_a_figure_may_stand_there_twice(memo: Memo) -> None:
    with zipfile.ZipFile(
        io.BytesIO(memo_docx(memo, template("{{ figuur }}", "en nog eens", "{{ figuur }}"), "x.docx"))
    ) as archive:
        names = archive.namelist()
        assert len(names) == len(set(names))
        assert archive.read("word/document.xml").count(b"svgBlip ") == 2


def test_what_people_wrote_says_its_language_in_a_memo_in_another(small_material: Material, shipped: bytes) -> None:
    with speaking("en"):
        english = make_memo(replace(small_material))
        made = Document(io.BytesIO(memo_docx(english, shipped, "memo.docx")))
    runs = [run for run in made.element.body.iter(qn("w:r")) if run.find(qn("w:t")) is not None]
    dutch = {run.text for run in runs if run.find(f"{qn('w:rPr')}/{qn('w:lang')}") is not None}
    assert {
        small_material.project.title,
        *(each.label for each in small_material.project.alternatives.values()),
    } <= dutch
    assert not {english.head[0], english.table_caption} & dutch
    (bold,) = {run.find(f"{qn('w:rPr')}/{qn('w:b')}") is not None for run in runs if run.text == "Heel groen"} - {False}
    assert bold
    assert english.paragraph in "\n".join(each.text for each in made.paragraphs)


def test_two_templates_of_one_kind_are_refused(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("a.docx", "b.DOCX", "c.odt")]
    with pytest.raises(UsageFault, match=r"Meer dan één sjabloon van de soort \.docx"):
        read_templates(paths, ("docx", "odt"))
