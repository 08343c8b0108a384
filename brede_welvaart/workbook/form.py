"""What the workbook is made of: sheets with columns, and the marks by which a filled-in workbook is read back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

VERSION = 2
START, LISTS, FAULTS = "Start", "Lijsten", "Fouten"
VERSION_LABEL = "Versie van dit werkboek"
MARKER = "rij"
HELP_ROW, EXAMPLE_ROW = "uitleg", "voorbeeld"
REQUIRED = " *"
ANSWER_HEADS = ("Vraag", "Antwoord", "Uitleg", "Voorbeeld")
HEADER_ROW, FIRST_ROW, LAST_ROW = 3, 6, 1999
"""Where our own workbooks have their column heads and rows to fill in, counted from zero."""

Kind = Literal["text", "year", "number", "date", "yes_no", "tick", "name", "choice"]


@dataclass(frozen=True)
class Column:
    """A column of a sheet, or a question on the sheet of the project.

    `key` is the key in the project file, dotted where nested; `choices` names the list of its drop-down;
    `band` is the heading that a run of columns shares; `times` is how often a question may be answered.
    """

    key: str
    label: str
    help: str
    example: str = ""
    width: int = 18
    kind: Kind = "text"
    choices: str = ""
    required: bool = False
    band: str = ""
    times: int = 1


@dataclass(frozen=True)
class Sheet:
    """A sheet of the workbook: `key` names the part of the project, `title` is on its tab."""

    key: str
    title: str
    intro: str
    columns: tuple[Column, ...]

    def column(self, key: str) -> Column:
        """The column with this key."""
        return next(column for column in self.columns if column.key == key)
