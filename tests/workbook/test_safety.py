"""Files that are no workbook of ours, or not one that is safe to open: refused before anything is unpacked."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from brede_welvaart.errors import InputFault
from brede_welvaart.workbook.safety import MOST_BYTES, read_archive
from tests.workbook.books import good, read, repacked

FOREIGN = Path(__file__).parents[1] / "data" / "workbook"
SAVE = "Kies in Excel: Opslaan als, Excel-werkmap (*.xlsx)."
REAL_FILES = {
    "oud.xls": f"gevonden een bestand van voor Excel 2007 (.xls); verwacht een werkboek als .xlsx. {SAVE}",
    "libreoffice.ods": f"gevonden een bestand van LibreOffice (.ods); verwacht een werkboek als .xlsx. {SAVE}",
    "wachtwoord.xlsx": "gevonden een bestand met een wachtwoord; verwacht een werkboek als .xlsx. "
    "Sla het op zonder wachtwoord.",
    "ander.xlsx": "Start: gevonden een bestand zonder versie van het werkboek; verwacht een werkboek van versie 2. "
    "Maak een nieuw werkboek met: welvaart init NAAM --workbook. Neem uw tekst daarin over.",
}


def refusal(content: bytes) -> str:
    with pytest.raises(InputFault) as fault:
        read(content)
    return str(fault.value).removeprefix("werkboek.xlsx: ")


@pytest.mark.parametrize("name", REAL_FILES)
def test_real_files_of_another_kind(name: str) -> None:
    assert refusal((FOREIGN / name).read_bytes()) == REAL_FILES[name]


def keep(name: str, part: bytes) -> bytes:
    return part


def test_macros_are_refused() -> None:
    said = refusal(repacked(keep, {"xl/vbaProject.bin": b"macro"}))
    assert said == f"gevonden een werkmap met macro's (.xlsm); verwacht een werkboek zonder macro's. {SAVE}"


def test_a_small_file_that_unpacks_to_much_is_refused_unopened() -> None:
    said = refusal(repacked(keep, {"xl/media/bom.xml": b"0" * 60_000_000}))
    assert said.startswith("gevonden 60 MB na uitpakken; verwacht hooguit 20 MB.")


def test_a_file_that_packs_too_well_is_refused_unopened() -> None:
    said = refusal(repacked(keep, {"xl/media/bom.xml": b"0" * 15_000_000}))
    assert said.startswith("gevonden 15 MB na uitpakken")


def test_a_file_with_too_many_parts_is_refused_unopened() -> None:
    said = refusal(repacked(keep, {f"xl/media/{number}.png": b"" for number in range(600)}))
    assert said.startswith("gevonden 6")


def test_a_file_that_is_too_large_is_not_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "groot.xlsx"
    with path.open("wb") as file:
        file.truncate(50 * MOST_BYTES)
    with pytest.raises(InputFault, match=r"groot.xlsx: gevonden meer dan 5 MB; verwacht hooguit 5 MB."):
        read_archive(path)


@pytest.mark.parametrize("content", [b"", b"rij;effect\n1;koel", b"PK\x03\x04 afgebroken", b"%PDF-1.7"])
def test_something_else_altogether(content: bytes) -> None:
    assert refusal(content) == (
        f"gevonden een bestand dat geen werkboek is, of beschadigd; verwacht een werkboek als .xlsx. {SAVE}"
    )


def test_a_zip_without_workbook() -> None:
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        archive.writestr("brief.txt", "Geachte raad,")
    assert refusal(content.getvalue()).startswith("gevonden een zip-bestand; verwacht een werkboek als .xlsx.")


@pytest.mark.parametrize("broken", ["xl/workbook.xml", "xl/worksheets/sheet2.xml", "xl/sharedStrings.xml"])
def test_a_damaged_part(broken: str) -> None:
    said = refusal(repacked(lambda name, part: part[: len(part) // 2] if name == broken else part))
    assert said == (
        "gevonden een beschadigd bestand; verwacht een werkboek als .xlsx. "
        "Open het in Excel of LibreOffice en sla het opnieuw op als .xlsx."
    )


def test_a_part_that_refers_to_files_does_not_get_them() -> None:
    entity = b'<!DOCTYPE sst [<!ENTITY x SYSTEM "file:///etc/passwd">]>'

    def spoil(name: str, part: bytes) -> bytes:
        if name != "xl/sharedStrings.xml":
            return part
        head, rest = part.split(b"?>", 1)
        return head + b"?>" + entity + rest.replace(b"Een muur om de tuin", b"&x;")

    assert "beschadigd" in refusal(repacked(spoil))


@pytest.mark.parametrize(
    ("stamp", "said"),
    [
        (3, "gevonden versie 3; verwacht een werkboek van versie 2. Werk het programma bij: dit werkboek is nieuwer."),
        (1, "gevonden versie 1; verwacht een werkboek van versie 2. Maak een nieuw werkboek met: welvaart init"),
        ("1b", "gevonden versie 1b; verwacht een werkboek van versie 2. Maak een nieuw werkboek met: welvaart init"),
    ],
)
def test_a_workbook_of_another_version_says_what_to_do(stamp: object, said: str) -> None:
    from openpyxl import load_workbook

    book, content = load_workbook(BytesIO(good())), BytesIO()
    (label,) = (cell for row in book["Start"].iter_rows() for cell in row if cell.value == "Versie van dit werkboek")
    book["Start"].cell(label.row, label.column + 1).value = stamp
    book.save(content)
    assert refusal(content.getvalue()).startswith(f"Start: {said}")
