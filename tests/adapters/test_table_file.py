"""Figures in files: what is read, and every folder of `wrong` with the exact message that follows."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import xlsxwriter

from brede_welvaart import pipeline
from brede_welvaart.adapters import table_file
from brede_welvaart.errors import InputFault
from brede_welvaart.source_definitions import Source
from brede_welvaart.strict_yaml import read_yaml
from brede_welvaart.validation import validate

WRONG = sorted((Path(__file__).parent / "wrong").iterdir())
RANGES = {"percentage": (0.0, 100.0)}
PLAIN = b"region,period,measure,value\nGM0141,2022,a,1.5\n"


def source(**keys: object) -> Source:
    common = {"title": "t", "publisher": "p", "licence": "l", "citation": "c", "url": "u", "adapter": "table_file"}
    return validate(Source, {**common, "edition": "2022", "file": "x.csv", "sha256": "0" * 64, **keys}, "test")


def workbook(rows: list[list[Any]]) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("Cijfers")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return buffer.getvalue()


def parquet(**columns: Any) -> bytes:
    """A Parquet file with one row of region and period, and these columns."""
    buffer = io.BytesIO()
    pl.DataFrame({"region": ["R1"], "period": ["2022"], **columns}, strict=False).write_parquet(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("case", WRONG, ids=lambda case: case.name)
def test_wrong_file(case: Path) -> None:
    table = next(case.glob("table.*"))
    extra = read_yaml(case / "source.yaml") if (case / "source.yaml").is_file() else {}
    assert isinstance(extra, dict)
    with pytest.raises(InputFault) as fault:
        table_file.parse("x", source(**extra, file=table.name), table.read_bytes(), RANGES)
    assert str(fault.value) == (case / "message.txt").read_text().rstrip("\n")


def test_statline_export() -> None:
    content = (
        '\ufeff"Perioden";"Wijken en buurten";"Regiocode (code)";"SES-WOA/Gemiddelde score (Getal)"\r\n'
        '"2019";"Amsterdam";"GM0363    ";"  -0.100"\r\n'
        '"2019";"Stationsplein e.o.";"BU03630100";"       ."\r\n'
        '"2020*";"Letterbuurt";"BU0363AA01";"   1.010"\r\n'
    ).encode()
    definition = source(
        layout="wide",
        columns={"region": "Regiocode (code)", "period": "Perioden"},
        measures={"ses": "SES-WOA/Gemiddelde score (Getal)"},
    )
    frame = table_file.parse("cbs", definition, content, {})
    assert frame.select("measure", "region", "period", "value", "status", "missing").rows() == [
        ("ses", "GM0363", "2019", -0.1, "onbekend", None),
        ("ses", "BU03630100", "2019", None, "onbekend", "niet_gepubliceerd"),
        ("ses", "BU0363AA01", "2020", 1.01, "voorlopig", None),
    ]


def test_heads_of_statline_may_hold_commas() -> None:
    head = '"Regiocode (gemeente, wijk, buurt) (code)";"Particuliere huishoudens, totaal, 1 januari (Aantal)"'
    definition = source(
        layout="wide", period="2022", columns={"region": "Regiocode (gemeente, wijk, buurt) (code)"},
        measures={"a": "Particuliere huishoudens, totaal, 1 januari (Aantal)"},
    )  # fmt: skip
    frame = table_file.parse("x", definition, f'{head}\n"GM0141";"5"\n'.encode(), {})
    assert frame.select("region", "value").rows() == [("GM0141", 5.0)]


@pytest.mark.parametrize(
    "content",
    [
        PLAIN.replace(b"\n", b"\r"),
        PLAIN.replace(b"\n", b"\r\n"),
        b"\n\n" + PLAIN,
        b"sep=;\r\n" + PLAIN.replace(b",", b";"),
    ],
    ids=["old Mac", "Windows", "blank lines first", "a line for Excel"],
)
def test_lines_as_programs_write_them(content: bytes) -> None:
    assert table_file.parse("x", source(), content, {})["value"].to_list() == [1.5]


def test_quotes_line_breaks_and_blank_lines_in_a_table() -> None:
    content = b'region,period,measure,value\n"R""1""",2022,a,"1,5"\n\nR2,2022,"a\nb",\n,,\nR"3",2022,a,x\nR4,2022,a,?\n'
    with pytest.raises(InputFault) as fault:
        table_file.parse("x", source(), content, {})
    assert [finding.place for finding in fault.value.findings] == ["rij 7, kolom value"]
    frame = table_file.parse("x", source(), content.replace(b"?", b"4"), {})
    assert frame.select("region", "value", "missing").rows() == [
        ('R"1"', 1.5, None),
        ("R2", None, "niet_gepubliceerd"),
        ('R"3"', None, "geheim"),
        ("R4", 4.0, None),
    ]


@pytest.mark.parametrize("row", ["R{},2022,a,?", "R{},eens,a,1", "R{},2022,a"])
def test_findings_past_the_first_five_hundred_are_counted(row: str) -> None:
    content = "\n".join(["region,period,measure,value", *map(row.format, range(507))])
    with pytest.raises(InputFault) as fault:
        table_file.parse("x", source(), content.encode(), {})
    assert len(fault.value.findings) == 501
    rows = [int(re.findall(r"\d+", finding.place)[0]) for finding in fault.value.findings[:-1]]
    assert rows == sorted(rows)
    assert str(fault.value.findings[-1]) == "sources/x.csv: -: gevonden nog 7 fouten; verwacht geen fouten."


def test_stars_behind_a_period_may_stand_apart() -> None:
    content = b"region,period,measure,value\nR1,2022 *,a,1\nR1,2023 1e kwartaal **,a,1\n"
    frame = table_file.parse("x", source(), content, {})
    assert frame.select("period", "status").rows() == [("2022", "voorlopig"), ("2023-Q1", "nader_voorlopig")]


NO_BREAK = "Gem\u00a0ink "


@pytest.mark.parametrize("asked", [NO_BREAK, "Gem ink"])
@pytest.mark.parametrize(
    ("file", "content"),
    [("x.csv", f"region,period,{NO_BREAK}\nR1,2022,5\n".encode()), ("x.parquet", parquet(**{NO_BREAK: [5]})),
     ("x.xlsx", workbook([["region", "period", NO_BREAK], ["R1", 2022, 5]]))],
    ids=["csv", "parquet", "xlsx"],
)  # fmt: skip
def test_a_head_is_found_whatever_its_blanks_are(file: str, content: bytes, asked: str) -> None:
    frame = table_file.parse("x", source(file=file, layout="wide", measures={"a": asked}), content, {})
    assert frame.select("measure", "value").rows() == [("a", 5.0)]


def test_a_padded_code_of_a_measure_is_found() -> None:
    content = b"region,period,measure,value\nR1,2022,M001534  ,5\n"
    assert table_file.parse("x", source(measures={"a": "M001534 "}), content, {})["measure"].to_list() == ["a"]


def test_contract_columns() -> None:
    frame = table_file.parse("x", source(retrieved="2026-07-17"), PLAIN, {})
    row = frame.row(0, named=True)
    assert row == {
        "source": "x", "measure": "a", "region": "GM0141", "period": "2022", "value": 1.5, "lower": None,
        "upper": None, "status": "onbekend", "missing": None, "vintage": "2026-07-17",
    }  # fmt: skip


def test_codes_stay_text() -> None:
    content = b"region,period,measure,value\n0141,2022,0012,1\n"
    assert table_file.parse("x", source(), content, {}).select("region", "measure").row(0) == ("0141", "0012")


def test_wide_with_a_fixed_period() -> None:
    frame = table_file.parse("x", source(layout="wide", period="2022KW01"), b"region;a;b\nR1;1,5;x\n\nR2;;3\n", {})
    assert frame.select("region", "measure", "period", "value", "missing").rows() == [
        ("R1", "a", "2022-Q1", 1.5, None),
        ("R2", "a", "2022-Q1", None, "niet_gepubliceerd"),
        ("R1", "b", "2022-Q1", None, "geheim"),
        ("R2", "b", "2022-Q1", 3.0, None),
    ]


def test_a_fixed_period_may_stand_beside_a_column_that_the_source_leaves_out() -> None:
    definition = source(period="2022", columns={"period": None})
    assert table_file.parse("x", definition, PLAIN.replace(b"2022", b"2019"), {})["period"].to_list() == ["2022"]


def test_margins_fit_in_no_wide_table() -> None:
    with pytest.raises(InputFault, match="gevonden marges in een brede tabel; verwacht columns zonder lower en upper"):
        source(layout="wide", columns={"lower": "laag"})


def test_a_wide_column_may_be_called_as_ours_are() -> None:
    definition = source(layout="wide", period="2022", columns={"region": "Code"})
    frame = table_file.parse("x", definition, b"Code,region,value\nR1,2,5\n", {})
    assert frame.select("region", "measure", "value").rows() == [("R1", "region", 2.0), ("R1", "value", 5.0)]


def test_long_with_renamed_measures_leaves_the_rest() -> None:
    content = b"region,period,measure,value\nR1,2022,M001,1\nR1,2022,M002,2\n"
    assert table_file.parse("x", source(measures={"prijs": "M001"}), content, {})["measure"].to_list() == ["prijs"]


def test_a_renamed_measure_that_is_not_there_says_which_are() -> None:
    content = b"region,period,measure,value\nR1,2022,Bevolking,1\nR1,2022,Banen,2\n"
    with pytest.raises(InputFault, match=r"measures: gevonden 'Bevolkng'.*Bedoelt u Bevolking\?"):
        table_file.parse("x", source(measures={"bev": "Bevolkng"}), content, {})


def test_decimal_mark_of_the_source_decides() -> None:
    content = b"region,period,measure,value\nR1,2022,a,1.234\n"
    assert table_file.parse("x", source(decimal=","), content, {})["value"].item() == 1234
    assert table_file.parse("x", source(decimal="."), content, {})["value"].item() == 1.234


def test_workbook() -> None:
    rows: list[list[Any]] = [
        ["region", "period", "measure", "value"],
        ["GM0141", 2022, "a", 1.234],
        ["GM0153", 2022, "a", "1.234,5"],
        ["GM0158", 2022, "a", "."],
    ]
    frame = table_file.parse("x", source(file="x.xlsx"), workbook(rows), {})
    assert frame["value"].to_list() == [1.234, 1234.5, None]


def test_a_finding_in_a_workbook_names_sheet_and_cell() -> None:
    rows: list[list[Any]] = [
        ["region", "period", "measure", "value"],
        ["GM0141", 2022, "percentage", 101],
        ["GM0153", "22", "a", "?"],
    ]
    with pytest.raises(InputFault) as fault:
        table_file.parse("x", source(file="x.xlsx"), workbook(rows), RANGES)
    assert [finding.place for finding in fault.value.findings] == ["Cijfers!B3", "Cijfers!D2", "Cijfers!D3"]


def test_an_unknown_sheet_says_which_there_are() -> None:
    with pytest.raises(InputFault, match="geen blad 'Blad2'; verwacht Cijfers"):
        table_file.parse("x", source(file="x.xlsx", sheet="Blad2"), workbook([["region"]]), {})


def test_a_workbook_that_explodes_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("brede_welvaart.adapters.sheets.MAXIMUM_UNPACKED", 1_000)
    with pytest.raises(InputFault, match="na uitpakken"):
        table_file.parse("x", source(file="x.xlsx"), workbook([["region"]]), {})


def test_a_snapshot_in_parquet_is_read(tmp_path: Path) -> None:
    table = pl.DataFrame(
        {
            "region": ["GM0153", "GM0141"], "period": ["2022KW01", "2022KW01"], "measure": ["a", "a"],
            "value": [2.5, 1.5], "lower": [2.0, None], "upper": [3.0, None], "status": ["Voorlopig", "Definitief"],
        }
    )  # fmt: skip
    path = tmp_path / "x.parquet"
    table.sort("region").write_parquet(path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    definition = source(
        file="x.parquet", sha256=digest, columns={"lower": "lower", "upper": "upper", "status": "status"}
    )
    frame = table_file.read("x", definition, tmp_path, {})
    assert frame.select("region", "period", "value", "lower", "upper", "status").rows() == [
        ("GM0141", "2022-Q1", 1.5, None, None, "definitief"),
        ("GM0153", "2022-Q1", 2.5, 2.0, 3.0, "voorlopig"),
    ]


def test_numbers_beside_text_keep_their_value() -> None:
    content = parquet(a=["1,5"], b=[2.125], c=[1234], d=[Decimal("1.500")], e=[1e-7], f=[None])
    frame = table_file.parse("x", source(file="x.parquet", layout="wide"), content, {})
    assert frame["value"].to_list() == [1.5, 2.125, 1234, 1.5, 1e-7, None]


def test_numbers_beside_text_do_not_say_what_a_point_in_it_means() -> None:
    definition = source(file="x.parquet", layout="wide")
    with pytest.raises(InputFault, match=r"kolom a: gevonden '1\.234'; verwacht een getal dat op één manier te lezen"):
        table_file.parse("x", definition, parquet(a=["1.234"], b=[2.5]), {})


ODD = {
    "Boolean": True, "Date": date(2022, 1, 1), "Datetime": datetime(2022, 1, 1, tzinfo=UTC), "Time": time(1),
    "Duration": timedelta(1), "Binary": b"5", "List": ["a"], "Struct": {"a": 1},
}  # fmt: skip


@pytest.mark.parametrize("kind", ODD)
@pytest.mark.parametrize("layout", ["long", "wide"])
def test_what_is_no_number_and_no_text_is_no_figure(kind: str, layout: str) -> None:
    content = parquet(measure=["a"], value=[ODD[kind]])
    definition = source(file="x.parquet", layout=layout, measures={"a": "a" if layout == "long" else "value"})
    with pytest.raises(InputFault, match=f"kolom value: gevonden waarden van de soort {kind}; verwacht getallen of te"):
        table_file.parse("x", definition, content, {})


def test_a_column_that_no_source_names_may_hold_anything() -> None:
    content = parquet(measure=[7], value=[1], geometry=[b"5"])
    frame = table_file.parse("x", source(file="x.parquet", measures={"a": "7"}), content, {})
    assert frame.select("measure", "value").rows() == [("a", 1.0)]


def test_a_region_is_no_list() -> None:
    buffer = io.BytesIO()
    pl.DataFrame({"region": [["R1"]], "period": ["2022"], "measure": ["a"], "value": [1]}).write_parquet(buffer)
    with pytest.raises(InputFault, match="kolom region: gevonden waarden van de soort List"):
        table_file.parse("x", source(file="x.parquet"), buffer.getvalue(), {})


def test_a_file_that_changed_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_bytes(PLAIN)
    found = hashlib.sha256(PLAIN).hexdigest()
    with pytest.raises(InputFault) as fault:
        table_file.read("x", source(), tmp_path, {})
    finding = fault.value.findings[0]
    assert (finding.file, finding.found, finding.expected) == ("sources/x.csv", f"sha256 {found}", f"sha256 {'0' * 64}")
    assert "Zet het oude bestand terug" in finding.remedy


def test_an_absent_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputFault, match=r"sources/x.csv"):
        table_file.read("x", source(), tmp_path, {})


def test_a_number_that_is_not_finite_is_refused() -> None:
    buffer = io.BytesIO()
    pl.DataFrame({"region": ["R1"], "period": ["2022"], "measure": ["a"], "value": [float("nan")]}).write_parquet(
        buffer
    )
    with pytest.raises(InputFault, match="een eindig getal"):
        table_file.parse("x", source(file="x.parquet"), buffer.getvalue(), {})


def sheet_at(row: int, column: int, rows: list[list[Any]]) -> bytes:
    """A workbook whose table starts at this row and column; a text that begins with = is a formula that failed."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("Cijfers")
        for number, cells in enumerate(rows):
            for place, cell in enumerate(cells):
                if str(cell).startswith("="):
                    sheet.write_formula(row + number, column + place, cell, None, "#DIV/0!")
                else:
                    sheet.write(row + number, column + place, cell)
    return buffer.getvalue()


HEADER = ["region", "period", "measure", "value"]
SHEET = "xl/worksheets/sheet1.xml"


def damaged(old: bytes, new: bytes) -> bytes:
    """A workbook in whose sheet this is replaced by that."""
    content, buffer = workbook([HEADER, ["R1", 2022, "a", 1.5]]), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as whole, zipfile.ZipFile(buffer, "w") as broken:
        for name in whole.namelist():
            broken.writestr(name, whole.read(name).replace(old, new) if name == SHEET else whole.read(name))
    return buffer.getvalue()


def locked() -> bytes:
    """A workbook whose files say that they are encrypted."""
    content = bytearray(workbook([HEADER]))
    for mark, place in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        for found in re.finditer(re.escape(mark), bytes(content)):
            content[found.start() + place] |= 1
    return bytes(content)


def garbled() -> bytes:
    """A workbook whose compressed sheet is noise."""
    content = bytearray(workbook([HEADER]))
    start = zipfile.ZipFile(io.BytesIO(content)).getinfo(SHEET).header_offset + 60
    content[start : start + 60] = bytes(byte ^ 0xFF for byte in content[start : start + 60])
    return bytes(content)


def chart() -> bytes:
    """A workbook of a sheet with only a chart, and one with a table."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        drawing = book.add_chart({"type": "bar"})
        drawing.add_series({"values": "=Cijfers!$D$2"})
        book.add_chartsheet("Grafiek").set_chart(drawing)
        sheet = book.add_worksheet("Cijfers")
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, ["R1", 2022, "a", 1])
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "found"),
    [(damaged(b"</sheetData>", b""), "een bestand dat niet te lezen is"),
     (damaged(b"1.5", b"abc"), "een bestand dat niet te lezen is"),
     (garbled(), "een bestand dat niet te lezen is"),
     (locked(), "een wachtwoord; verwacht een bestand zonder wachtwoord"),
     (chart(), "geen blad 'Grafiek'; verwacht Cijfers")],
    ids=["cut", "no number", "garbled", "locked", "chart"],
)  # fmt: skip
def test_a_damaged_workbook_is_refused(content: bytes, found: str) -> None:
    with pytest.raises(InputFault, match=f"sources/x.xlsx: gevonden {found}"):
        table_file.parse("x", source(file="x.xlsx", sheet="Grafiek" if "Grafiek" in found else None), content, {})


def test_a_workbook_without_its_sheet_is_refused() -> None:
    content, buffer = workbook([HEADER]), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as whole, zipfile.ZipFile(buffer, "w") as rest:
        for name in {*whole.namelist()} - {SHEET}:
            rest.writestr(name, whole.read(name))
    with pytest.raises(InputFault, match="geen zichtbaar blad met cellen; verwacht een tabel met een kopregel"):
        table_file.parse("x", source(file="x.xlsx"), buffer.getvalue(), {})


@pytest.mark.parametrize(
    ("was", "now", "message"),
    [
        pytest.param(
            b"<v>1.5</v>", b"<f>1+1</f><v></v>",
            "Cijfers!D2: gevonden een formule zonder uitkomst; verwacht een getal of tekst. "
            "Open het bestand in Excel of LibreOffice en sla het opnieuw op.",
            id="a formula without a result",
        ),
        pytest.param(
            b"</sheetData>", b'</sheetData><mergeCells count="1"><mergeCell ref="D2:D3"/></mergeCells>',
            "Cijfers!D2:D3: gevonden samengevoegde cellen; verwacht losse cellen. "
            "Splits de cellen en vul elke rij in.",
            id="merged cells below the header",
        ),
    ],
)  # fmt: skip
def test_what_a_workbook_does_not_show_in_a_cell_is_no_missing_figure(was: bytes, now: bytes, message: str) -> None:
    with pytest.raises(InputFault) as fault:
        table_file.parse("x", source(file="x.xlsx"), damaged(was, now), {})
    assert str(fault.value) == f"sources/x.xlsx: {message}"


def test_a_formula_with_an_empty_text_is_an_empty_cell() -> None:
    blank = damaged(b'<c r="D2"><v>1.5</v>', b'<c r="D2" t="str"><f>""</f><v></v>')
    assert table_file.parse("x", source(file="x.xlsx"), blank, {})["missing"].to_list() == ["niet_gepubliceerd"]


def test_the_first_sheet_that_shows_is_read() -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        old, new = book.add_worksheet("Oud"), book.add_worksheet("Nieuw")
        for sheet, value in ((old, 1), (new, 2)):
            sheet.write_row(0, 0, HEADER)
            sheet.write_row(1, 0, ["R1", 2022, "a", value])
        old.hide()
        new.activate()
    named = source(file="x.xlsx", sheet="Oud")
    assert table_file.parse("x", source(file="x.xlsx"), buffer.getvalue(), {})["value"].item() == 2
    assert table_file.parse("x", named, buffer.getvalue(), {})["value"].item() == 1


def test_a_sheet_with_only_a_chart_is_passed_over() -> None:
    assert table_file.parse("x", source(file="x.xlsx"), chart(), {})["value"].item() == 1


def test_numeric_cells_do_not_say_what_a_point_in_text_means() -> None:
    assert messy([HEADER, ["R1", 2022, "a", "1.234"], ["R2", 2022, "a", 2.5]]) == ["Cijfers!D2 '1.234'"]


@pytest.mark.parametrize("decimal", [".", ",", None])
def test_numeric_cells_are_what_they_are_whatever_the_decimal_mark(decimal: str | None) -> None:
    numbers = [12.5, 1234.567, 0.123, -1.234, 1e-7, 1e22, 999, 2000.0]
    rows: list[list[Any]] = [HEADER, *([f"R{place}", 2022, "a", number] for place, number in enumerate(numbers))]
    frame = table_file.parse("x", source(file="x.xlsx", decimal=decimal), workbook(rows), {})
    assert frame["value"].to_list() == numbers


@pytest.mark.parametrize("form", ["0.0%", "0%", "0.00%;[Red]-0.00%"])
def test_a_number_that_is_shown_as_a_percentage_may_be_meant_either_way(form: str) -> None:
    with pytest.raises(InputFault) as fault:
        table_file.parse("x", source(file="x.xlsx"), formatted(form), {})
    assert [f"{finding.place} {finding.found}" for finding in fault.value.findings] == ["Cijfers!D2 '12.5%'"]


def test_a_percent_sign_beside_a_number_that_it_does_not_change_is_no_percentage() -> None:
    content = formatted('0.0"%"')
    assert table_file.parse("x", source(file="x.xlsx"), content, {})["value"].item() == 0.125


def formatted(form: str) -> bytes:
    """A workbook with one number in this format, and one in a column that no source names."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("Cijfers")
        sheet.write_row(0, 0, [*HEADER, "aandeel"])
        sheet.write_row(1, 0, ["R1", 2022, "a"])
        sheet.write(1, 3, 0.125, book.add_format({"num_format": form}))
        sheet.write(1, 4, 0.5, book.add_format({"num_format": "0%"}))
    return buffer.getvalue()


def test_merged_cells_hide_no_other_fault() -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("Cijfers")
        for number, row in enumerate([HEADER, ["R1", 2022, "a", "?"], ["R2", 22, "a"], ["R3", 2022, "a"]]):
            sheet.write_row(number, 0, row)
        sheet.merge_range(2, 3, 3, 3, 5)
        sheet.write(4, 0, "Bron: CBS")
    with pytest.raises(InputFault) as fault:
        table_file.parse("x", source(file="x.xlsx"), buffer.getvalue(), {})
    places = ["Cijfers!A5", "Cijfers!B3", "Cijfers!D2", "Cijfers!D3:D4"]
    assert [finding.place for finding in fault.value.findings] == places


def test_a_sheet_with_too_many_cells_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("brede_welvaart.adapters.sheets.MAXIMUM_CELLS", 1_000)
    empty = damaged(b"</sheetData>", b"<row><c/><c/></row>" * 600 + b"</sheetData>")
    with pytest.raises(InputFault, match="1002 cellen of meer; verwacht hooguit 1000 cellen in een blad"):
        table_file.parse("x", source(file="x.xlsx"), empty, {})


def test_a_blank_far_away_is_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("brede_welvaart.adapters.sheets.MAXIMUM_CELLS", 20_000)
    rows: list[list[Any]] = [[*HEADER, *[None] * 16_379, " "], *([f"R{row}", 2022, "a", row] for row in range(9))]
    assert table_file.parse("x", source(file="x.xlsx"), workbook(rows), {}).height == 9


def test_a_long_text_is_read() -> None:
    content = PLAIN.replace(b"value\n", b"value,opmerking\n").replace(b"1.5\n", b'1.5,"' + b"x" * 140_000 + b'"\n')
    assert table_file.parse("x", source(), content, {})["value"].item() == 1.5


@pytest.mark.parametrize("layout", ["long", "wide"])
def test_columns_without_a_head_at_the_end_are_nothing(layout: str) -> None:
    content = b"region;period;measure;value;;\nR1;2022;a;1,5;;\n"
    definition = source(layout=layout, columns={} if layout == "long" else {"measure": None}, measures={})
    if layout == "wide":
        content = content.replace(b"measure;", b"").replace(b"a;", b"")
    assert table_file.parse("x", definition, content, {})["value"].to_list() == [1.5]


def test_a_column_of_parquet_that_no_source_names_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("brede_welvaart.adapters.grid_files.MAXIMUM_BYTES", 1_000)
    content = parquet(measure=["a"], value=[1.5], opmerking=["x" * 2_000])
    assert table_file.parse("x", source(file="x.parquet"), content, {})["value"].item() == 1.5
    with pytest.raises(InputFault, match="na uitpakken; verwacht hooguit"):
        table_file.parse("x", source(file="x.parquet", columns={"status": "opmerking"}), content, {})


def messy(rows: list[list[Any]], row: int = 0, column: int = 0) -> list[str]:
    """Where the findings in a workbook with these rows are, and what was found there."""
    with pytest.raises(InputFault) as fault:
        table_file.parse("x", source(file="x.xlsx"), sheet_at(row, column, rows), RANGES)
    return [f"{finding.place} {finding.found}" for finding in fault.value.findings]


def test_cells_are_named_where_they_stand_also_below_and_beside_nothing() -> None:
    rows = [HEADER, ["R1", 2022, "percentage", 101], [], ["R1", 2022, "percentage", "n.v.t."]]
    assert messy(rows, row=2, column=1) == ["Cijfers!E4 101.0", "Cijfers!E6 'n.v.t.'"]


def test_a_formula_that_failed_is_no_missing_figure() -> None:
    assert messy([HEADER, ["R1", 2022, "a", "=1/0"]]) == ["Cijfers!D2 '#DIV/0!'"]


def test_a_title_above_the_header_and_a_merged_header_are_refused() -> None:
    assert messy([["Cijfers van de gemeente"], HEADER, ["R1", 2022, "a", 1]]) == [
        "Cijfers!B1 niets",
        "Cijfers!C1 niets",
        "Cijfers!D1 niets",
    ]
    assert messy([["region", "period", "measure", ""], ["R1", 2022, "a", 1]]) == ["Cijfers!D1 niets"]


def test_an_empty_sheet_is_refused() -> None:
    assert messy([]) == [" een leeg blad"]


def test_dates_and_booleans_are_no_periods_and_no_figures() -> None:
    rows = [HEADER, ["R1", 2022, "a", True]]
    assert messy(rows) == ["Cijfers!D2 'True'"]


def test_a_workbook_as_a_municipality_has_them() -> None:
    rows: list[list[Any]] = [
        ["Gemeente ", "Jaar", "Prijs", "Opmerking", ""],
        ["GM0141   ", 2022, "€", "let op", ""],
        ["GM0153", "2022*", "1.234,5", None, None],
        [None, None, None, None, None],
        ["GM0158", 2022, 12.5, None, None],
        ["GM0160", 2022, "-", None, None],
        ["GM0163", 2022, "x", None, None],
    ]
    rows[1][2] = "2.000"
    definition = source(
        file="x.xlsx", layout="wide", columns={"region": "Gemeente", "period": "Jaar"}, measures={"prijs": "Prijs"},
        decimal=",",
    )  # fmt: skip
    frame = table_file.parse("x", definition, sheet_at(0, 0, rows), {})
    assert frame.select("region", "period", "value", "missing", "status").rows() == [
        ("GM0141", "2022", 2000.0, None, "onbekend"),
        ("GM0153", "2022", 1234.5, None, "voorlopig"),
        ("GM0158", "2022", 12.5, None, "onbekend"),
        ("GM0160", "2022", 0.0, None, "onbekend"),
        ("GM0163", "2022", None, "geheim", "onbekend"),
    ]


def test_a_line_of_text_under_a_table_is_no_region() -> None:
    rows: list[list[Any]] = [
        ["Regio", "2021", "2022"],
        ["GM0141", 1, 2],
        ["GM0153", None, 3],
        ["Bron: CBS", None, None],
    ]
    definition = source(file="x.xlsx", layout="wide", columns={"region": "Regio"}, period="2022")
    with pytest.raises(InputFault, match=r"Cijfers!C7: gevonden 'Bron: CBS'; verwacht cijfers naast de tekst"):
        table_file.parse("x", definition, sheet_at(3, 2, rows), {})


def test_a_parquet_file_that_explodes_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("brede_welvaart.adapters.grid_files.MAXIMUM_CELLS", 1_000)
    buffer = io.BytesIO()
    pl.DataFrame({"region": ["R1"] * 1_000, "value": [1.0] * 1_000}).write_parquet(buffer)
    with pytest.raises(InputFault, match="2000 cellen; verwacht hooguit 1000"):
        table_file.parse("x", source(file="x.parquet"), buffer.getvalue(), {})


def test_a_file_that_is_too_large_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_file, "MAXIMUM_BYTES", 1_000_000)
    with (tmp_path / "x.csv").open("wb") as file:
        file.truncate(2_000_000)
    with pytest.raises(InputFault, match="gevonden 2 MB; verwacht hooguit 1 MB"):
        table_file.read("x", source(), tmp_path, {})


def test_a_finding_in_a_users_workbook_as_json(small_root: Path) -> None:
    content = sheet_at(0, 0, [["region", "period", "geluid"], ["R1", 2024, 150], ["R2", 2024, "?"]])
    (small_root / "sources" / "eigen.xlsx").write_bytes(content)
    keys = {
        "title": "Eigen", "publisher": "Gemeente", "licence": "CC0", "citation": "c", "url": "u", "edition": "2024",
        "adapter": "table_file", "file": "eigen.xlsx", "sha256": hashlib.sha256(content).hexdigest(), "layout": "wide",
    }  # fmt: skip
    (small_root / "sources" / "eigen.yaml").write_text(json.dumps(keys))
    indicator = small_root / "indicators" / "rust" / "geluid.yaml"
    indicator.write_text(indicator.read_text().replace("source: cijfers", "source: eigen"))
    findings = pipeline.check(small_root).as_dict()["findings"]
    assert [(each["file"], each["place"], each["found"]) for each in findings] == [
        ("sources/eigen.xlsx", "Cijfers!C2", "150.0"),
        ("sources/eigen.xlsx", "Cijfers!C3", "'?'"),
    ]
    assert "0 tot 140 [bereik]" in findings[0]["expected"]


def test_a_misspelt_region_column_of_a_wide_table_is_the_only_finding() -> None:
    content = b"regio;naam;a\n" + b"R1;Een;1\n" * 600
    with pytest.raises(InputFault) as caught:
        table_file.parse("x", source(layout="wide", period="2022", columns={"region": "regoi"}), content, {})
    assert [finding.found for finding in caught.value.findings] == ["'regoi'"]


def test_blanks_below_no_head_are_no_values() -> None:
    content = "region;period;measure;value; \nR1;2022;a;1;\u00a0\n".encode()
    assert table_file.parse("x", source(), content, {})["value"].to_list() == [1]
