"""Before a received workbook is opened: is it what it says, and is it no larger than people make them?"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from brede_welvaart.archive import Contents, contents
from brede_welvaart.errors import Finding, InputFault
from brede_welvaart.language import _

MEGABYTE = 1_000_000
MOST_BYTES, MOST_UNPACKED = 5 * MEGABYTE, 20 * MEGABYTE
MOST_ENTRIES, MOST_RATIO, SMALL = 500, 100, MEGABYTE
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
WORKBOOK, MACROS, BINARY, OPEN_DOCUMENT = "xl/workbook.xml", "vbaProject.bin", "xl/workbook.bin", "mimetype"


def read_archive(path: Path) -> bytes:
    """The bytes of a workbook, read no further than its size may be; raises OSError, and what `check_archive` does."""
    with path.open("rb") as file:
        content = file.read(MOST_BYTES + 1)
    check_archive(content, path.name)
    return content


def check_archive(content: bytes, file: str) -> None:
    """Raise InputFault unless these bytes are an ordinary .xlsx of reasonable size; nothing is unpacked."""
    if fault := _fault_of(content):
        found, expected, remedy = fault
        raise InputFault([Finding(file, "", found, expected, remedy)])


def _fault_of(content: bytes) -> tuple[str, str, str] | None:
    workbook = _("een werkboek als .xlsx")
    save = _("Kies in Excel: Opslaan als, Excel-werkmap (*.xlsx).")
    if len(content) > MOST_BYTES:
        return _too_large(_("meer dan {size} MB").format(size=MOST_BYTES // MEGABYTE), MOST_BYTES)
    if content.startswith(OLD_OFFICE):
        if ENCRYPTED_PACKAGE in content:
            return _("een bestand met een wachtwoord"), workbook, _("Sla het op zonder wachtwoord.")
        return _("een bestand van voor Excel 2007 (.xls)"), workbook, save
    try:
        with ZipFile(BytesIO(content)) as archive:
            listed = contents(archive)
    except (BadZipFile, ValueError):
        return _("een bestand dat geen werkboek is, of beschadigd"), workbook, save
    return _size_fault(listed, len(content)) or _kind_fault(listed, workbook, save)


def _size_fault(listed: Contents, packed: int) -> tuple[str, str, str] | None:
    count, unpacked = len(listed.names), listed.size
    if count > MOST_ENTRIES:
        return _("{count} onderdelen").format(count=count), _("hooguit {count}").format(count=MOST_ENTRIES), ""
    if unpacked > MOST_UNPACKED or (unpacked > SMALL and unpacked > MOST_RATIO * packed):
        return _too_large(_("{size} MB na uitpakken").format(size=unpacked // MEGABYTE), MOST_UNPACKED)
    return None


def _too_large(found: str, most: int) -> tuple[str, str, str]:
    expected = _("hooguit {size} MB").format(size=most // MEGABYTE)
    return found, expected, _("Verwijder afbeeldingen en bladen die niet bij het werkboek horen.")


def _kind_fault(listed: Contents, workbook: str, save: str) -> tuple[str, str, str] | None:
    if listed.locked:
        return _("een bestand met een wachtwoord"), workbook, _("Sla het op zonder wachtwoord.")
    if any(name.endswith(MACROS) for name in listed.names):
        return _("een werkmap met macro's (.xlsm)"), _("een werkboek zonder macro's"), save
    if BINARY in listed.names:
        return _("een binaire werkmap (.xlsb)"), workbook, save
    if WORKBOOK not in listed.names:
        kind = _("een bestand van LibreOffice (.ods)") if OPEN_DOCUMENT in listed.names else _("een zip-bestand")
        return kind, workbook, save
    return None
