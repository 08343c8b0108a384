"""Zip files of others are looked at before they are opened; our own are written the same every time."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from brede_welvaart.errors import Finding, InputFault
from brede_welvaart.language import _

MOST_BYTES = 100_000_000
MOST_FILES = 2000


@dataclass(frozen=True)
class Contents:
    """What a zip says of itself before anything is unpacked: `size` is that of its files, `locked` by a password."""

    names: tuple[str, ...]
    size: int
    locked: bool


def contents(archive: zipfile.ZipFile) -> Contents:
    """The contents of a zip by its own list, which a reader trusts no further than to refuse what is too much."""
    entries = archive.infolist()
    names = tuple(entry.filename for entry in entries)
    return Contents(names, sum(entry.file_size for entry in entries), any(entry.flag_bits & 1 for entry in entries))


def unpack(content: bytes, file: str, most: int = MOST_BYTES) -> dict[str, bytes]:
    """The files in a zip by name; `file` stands for it in findings.

    Raises InputFault if it is no sound zip, unpacks to more than `most` bytes or MOST_FILES, is locked with a password,
    or holds a name that leads out of its folder.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_bombs(archive, file, most)
            return {each.filename: archive.read(each) for each in archive.infolist() if not each.is_dir()}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError):
        found, expected = _("een bestand dat stuk is of van een andere soort"), _("een gaaf zip-, docx- of odt-bestand")
        raise InputFault([Finding(file, "", found, expected)]) from None


def pack(files: Mapping[str, bytes], dated: date) -> bytes:
    """A zip of these files in this order, all of this date: the same files give the same bytes.

    A file named `mimetype` is stored as it is, as OpenDocument asks.
    """
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, (max(dated.year, 1980), dated.month, dated.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return written.getvalue()


def _refuse_bombs(archive: zipfile.ZipFile, file: str, most: int) -> None:
    listed = contents(archive)
    if listed.size > most or len(listed.names) > MOST_FILES:
        found = _("{n} bestanden, uitgepakt {size} MB").format(n=len(listed.names), size=listed.size // 1_000_000)
        expected = _("hooguit {n} bestanden en {size} MB").format(n=MOST_FILES, size=most // 1_000_000)
        raise InputFault([Finding(file, "", found, expected)])
    if listed.locked:
        raise InputFault([Finding(file, "", _("een wachtwoord"), _("een bestand zonder wachtwoord"))])
    for name in listed.names:
        path = PurePosixPath(name.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts:
            raise InputFault([Finding(file, name, _("een naam buiten de map"), _("een naam binnen de map"))])
