"""What is said of a workbook with faults, and where the copy goes in which they are marked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import count
from pathlib import Path

from brede_welvaart.errors import Finding, InputFault
from brede_welvaart.language import ngettext

SUFFIX = "-fouten"


class WorkbookFault(InputFault):
    """A workbook has faults: every finding in the order of the sheets, and the copy in which they are marked."""

    def __init__(self, findings: Iterable[Finding], copy: Path) -> None:
        in_order = tuple(findings)
        super().__init__(in_order)
        self.findings, self.copy = in_order, copy

    def __str__(self) -> str:
        number = len(self.findings)
        words = ngettext("{count} fout, gemarkeerd in {copy}.", "{count} fouten, gemarkeerd in {copy}.", number)
        closing = words.format(count=number, copy=self.copy.name)
        return "\n".join([*map(str, self.findings), closing])


def copy_path(received: Path) -> Path:
    """Where the marked copy of a workbook goes: beside it, under a name that no file has."""
    stem = project_name(received)
    names = (f"{stem}{SUFFIX}{number if number > 1 else ''}.xlsx" for number in count(1))
    return next(path for name in names if not (path := received.with_name(name)).exists())


def project_name(received: Path) -> str:
    """The project that a workbook is about, by its file: its name without what a marked copy adds."""
    return re.sub(rf"{SUFFIX}\d*$", "", received.stem)
