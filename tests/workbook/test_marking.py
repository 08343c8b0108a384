"""The copy in which faults are marked: every cell with its sentence, and nothing of others that runs."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from brede_welvaart.workbook import annotate
from tests.workbook.books import changed, good, read, typed


def marked(content: bytes) -> Workbook:
    return load_workbook(BytesIO(annotate(content, read(content).findings)))


def comments(book: Workbook) -> dict[str, str]:
    return {
        f"{sheet.title}!{cell.coordinate}": cell.comment.text
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment
    }


def test_each_fault_is_marked_in_its_cell_and_listed() -> None:
    book = marked(changed(typed(Effecten_D7="rusd", Oordelen_E9=None)))
    assert comments(book) == {
        "Effecten!D7": "Gevonden: 'rusd'. Verwacht: een van: Rust, Ruimte. Bedoelt u Rust?",
        "Oordelen!E9": "Gevonden: niets. Verwacht: een antwoord bij 'Oordeel'. "
        "Vul deze cel in, of maak de hele rij leeg.",
    }
    assert book["Effecten"]["D7"].fill.fgColor.rgb.endswith("f6bd84")
    assert book.sheetnames[0] == "Fouten"
    assert [row[0].value for row in book["Fouten"].iter_rows(min_row=3)] == ["Effecten!D7", "Oordelen!E9"]
    assert book["Fouten"]["A3"].hyperlink.location == "'Effecten'!D7"


def test_the_copy_can_be_mended_and_read_and_loses_its_marks() -> None:
    wrong = changed(typed(Effecten_D7="rusd"))
    book, mended = marked(wrong), BytesIO()
    assert book["Effecten"].protection.sheet
    assert "keuze_themes" in {rule.formula1 for rule in book["Effecten"].data_validations.dataValidation}
    book["Effecten"]["D7"] = "Rust"
    book["Effecten"]["E7"] = "morgen"
    book.save(mended)
    again = read(mended.getvalue())
    assert [finding.place for finding in again.findings] == ["Effecten!E7"]
    assert list(comments(load_workbook(BytesIO(annotate(mended.getvalue(), again.findings))))) == ["Effecten!E7"]
    book["Effecten"]["E7"] = "later"
    last = BytesIO()
    book.save(last)
    assert read(last.getvalue()).findings == ()


def arm(book: Workbook) -> None:
    sheet = book["Effecten"]
    sheet["F7"] = '=HYPERLINK("https://example.org/","klik")'
    sheet["G7"] = "klik hier"
    sheet["G7"].hyperlink = "https://example.org/"
    rule = DataValidation("list", formula1="[ander.xlsx]Blad1!$A$1:$A$3")
    rule.add("C7")
    sheet.add_data_validation(rule)
    sheet.conditional_formatting.add("A1:A9", FormulaRule(formula=["NOW()>0"]))
    book.defined_names["list"] = DefinedName("list", attr_text="WEBSERVICE(Effecten!$A$1)")
    book.defined_names["keuze_themes"] = DefinedName("keuze_themes", attr_text="[1]Blad1!$A$1:$A$9")


def test_nothing_of_others_runs_in_the_copy() -> None:
    content = changed(arm)
    copy = annotate(content, read(content).findings)
    book = load_workbook(BytesIO(copy))
    formulas = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert all(str(formula).startswith("=IF(Groepen!$B") for formula in formulas)
    assert book["Effecten"]["F7"].value == '=HYPERLINK("https://example.org/","klik")'
    assert book["Effecten"]["F7"].data_type == "s"
    assert book["Effecten"]["G7"].hyperlink is None
    assert "list" not in book.defined_names
    assert "keuze_themes" not in book.defined_names
    assert not [rule for rule in book["Effecten"].data_validations.dataValidation if "[" in str(rule.formula1)]
    with ZipFile(BytesIO(copy)) as archive:
        assert not [name for name in archive.namelist() if "external" in name.lower() or "vba" in name.lower()]
        assert b"example.org/" not in b"".join(archive.read(n) for n in archive.namelist() if n.endswith(".rels"))


def test_our_own_lists_and_rules_survive() -> None:
    content = good()
    before, after = load_workbook(BytesIO(content)), load_workbook(BytesIO(annotate(content, ())))
    assert set(after.defined_names) == set(before.defined_names)
    for sheet in before.sheetnames:
        rules = [len(book[sheet].data_validations.dataValidation) for book in (before, after)]
        assert rules[0] == rules[1], sheet


@pytest.mark.parametrize(("sheet", "merged"), [("Oordelen", "B7:B9"), ("Effecten", "D7:D8")])
def test_faults_in_merged_cells_are_all_marked_on_the_first_of_them(sheet: str, merged: str) -> None:
    content = changed(lambda book: book[sheet].merge_cells(merged))
    findings = read(content).findings
    assert {finding.place for finding in findings} > {f"{sheet}!{merged}"}
    ((place, told),) = comments(marked(content)).items()
    assert place == f"{sheet}!{merged.partition(':')[0]}"
    assert told.splitlines() == [
        f"Gevonden: {each.found}. Verwacht: {each.expected}. {each.remedy}".strip() for each in findings
    ]
