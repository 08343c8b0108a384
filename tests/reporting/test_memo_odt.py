"""The OpenDocument memo: as the Word memo, with the figure as vectors; nothing in a template is ever run."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from odfdo import Document, Element

from brede_welvaart.archive import pack, unpack
from brede_welvaart.errors import InputFault
from brede_welvaart.language import speaking
from brede_welvaart.reporting.material import Material
from brede_welvaart.reporting.memo import Memo, make_memo
from brede_welvaart.reporting.memo_odt import OWN_LANGUAGE, memo_odt

HOSTILE = "<text:p/> & {{ 7*7 }} \" ' ]]>"


@pytest.fixture(scope="module")
def shipped(material: Material) -> bytes:
    return (material.templates / "memo" / "memo.odt").read_bytes()


@pytest.fixture(scope="module")
def document(memo: Memo, shipped: bytes) -> bytes:
    return memo_odt(memo, shipped, "memo.odt")


def opened(content: bytes) -> Document:
    return Document(io.BytesIO(content))


def template(*lines: str) -> bytes:
    """A municipality's template with these lines, each the inside of a paragraph in XML."""
    made = Document("text")
    made.body.clear()
    for line in lines:
        made.body.append(Element.from_tag(f"<text:p>{line}</text:p>"))
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def lines(content: bytes) -> list[str]:
    return [each.text_recursive for each in opened(content).body.get_elements("text:p | text:h")]


def test_the_table_has_headings(document: bytes, memo: Memo) -> None:
    (table,) = opened(document).body.get_elements("//table:table")
    head = table.get_elements("table:table-header-rows/table:table-row/table:table-cell")
    assert [each.text_recursive.strip() for each in head] == list(memo.head)
    rows = table.get_elements("table:table-row")
    assert [row.get_elements("table:table-cell")[0].text_recursive.strip() for row in rows] == [
        row.theme for row in memo.rows
    ]
    assert len(table.get_elements("table:table-header-columns/table:table-column")) == 1
    assert table.get_element("table:title").text == memo.table_caption


def test_the_figure_is_a_vector_with_a_picture_behind_it_and_words(document: bytes, memo: Memo) -> None:
    (frame,) = opened(document).body.get_elements("//draw:frame")
    names = [str(each.get_attribute("xlink:href")) for each in frame.get_elements("draw:image")]
    assert names == ["Pictures/balance.svg", "Pictures/balance.png"]
    files = unpack(document, "memo.odt")
    assert [files[name] for name in names] == [memo.figure.svg.encode(), memo.figure.png]
    assert frame.get_element("svg:desc").text == memo.figure.alt
    assert all(opened(document).manifest.get_media_type(name) for name in names)


def test_language_title_and_headings(document: bytes, memo: Memo, shipped: bytes) -> None:
    made = opened(document)
    assert (made.meta.title, made.meta.language, made.language) == (memo.title, "nl-NL", "nl-NL")
    assert opened(memo_odt(replace(memo, language="en"), shipped, "memo.odt")).language == "en-GB"
    assert made.body.get_element("text:h").text == memo.title
    assert lines(document)[:2] == [memo.title, memo.paragraph]


def test_the_same_memo_gives_the_same_bytes(document: bytes, memo: Memo, shipped: bytes) -> None:
    assert memo_odt(memo, shipped, "memo.odt") == document
    first = zipfile.ZipFile(io.BytesIO(document)).infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)


def test_text_of_a_project_stays_text(memo: Memo, shipped: bytes) -> None:
    hostile = replace(memo, title=HOSTILE, paragraph=HOSTILE, head=(HOSTILE, *memo.head[1:]))
    made = memo_odt(hostile, shipped, "memo.odt")
    assert lines(made)[:2] == [HOSTILE, HOSTILE]
    (cell, *_rest) = opened(made).body.get_elements("//table:table-header-rows//table:table-cell")
    assert cell.text_recursive.strip() == HOSTILE


def test_an_own_template_keeps_what_it_had(memo: Memo) -> None:
    own = template(
        "Geacht college,", "Over: <text:span>{{ ti</text:span>tel <text:span>}}</text:span> en meer", "{{ figuur }}"
    )
    assert lines(memo_odt(memo, own, "eigen.odt"))[:2] == ["Geacht college,", f"Over: {memo.title} en meer"]


def flawed(change: Callable[[dict[str, bytes]], object]) -> bytes:
    files = unpack(template("{{ titel }}"), "x")
    change(files)
    return pack(files, date(2026, 1, 1))


@pytest.mark.parametrize(
    ("own", "message"),
    [
        (lambda: template("{{ titel }} {{ burgemeester }}"), "burgemeester"),
        (lambda: template("{{ ''.__class__ }}"), "__class__"),
        (lambda: template("{% for x in y %}"), r"\{% for"),
        (lambda: template("Zie {{ tabel }} hieronder"), "alleen op een regel"),
        (lambda: template("Geen namen"), "geen enkele naam"),
        (lambda: b"Dit is geen zip", "stuk is of van een andere soort"),
        (lambda: flawed(lambda files: files.update(mimetype=b"text/plain")), "geen OpenDocument-tekst"),
        (lambda: flawed(lambda files: files.update({"content.xml": b"<kapot"})), "geen OpenDocument-tekst"),
        (lambda: flawed(lambda files: files.pop("content.xml")), "geen OpenDocument-tekst"),
    ],
)  # fmt: skip
def test_a_wrong_template_is_one_clear_fault(memo: Memo, own: Callable[[], bytes], message: str) -> None:
    with pytest.raises(InputFault, match=message):
        memo_odt(memo, own(), "huisstijl.odt")


def test_a_template_reads_no_file_of_the_machine(memo: Memo, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("geheim-4711")
    files = unpack(template("{{ titel }}"), "x")
    declared, named = files["content.xml"].decode().split("<office:document-content", 1)
    entity = f'<!DOCTYPE x [<!ENTITY secret SYSTEM "file://{tmp_path}/secret">]>'
    named = named.replace("{{ titel }}", "{{ titel }}&secret;")
    files["content.xml"] = f"{declared}{entity}<office:document-content{named}".encode()
    try:
        made = memo_odt(memo, pack(files, memo.dated), "x.odt")
    except InputFault:
        return
    assert b"geheim-4711" not in unpack(made, "x")["content.xml"]


def test_what_people_wrote_says_its_language_in_a_memo_in_another(small_material: Material, shipped: bytes) -> None:
    with speaking("en"):
        english = make_memo(replace(small_material))
        content = memo_odt(english, shipped, "memo.odt")
    spans = [each for each in opened(content).body.get_elements("//text:span") if each.style == OWN_LANGUAGE]
    dutch = {each.text_recursive for each in spans}
    assert {
        small_material.project.title,
        *(each.label for each in small_material.project.alternatives.values()),
    } <= dutch
    assert not {english.head[0], english.table_caption} & dutch
    assert english.paragraph in "\n".join(lines(content))
