"""A table as it stands in a file: columns of text or numbers, and where each cell stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from brede_welvaart.errors import Finding, InputFault, unlisted
from brede_welvaart.language import _
from brede_welvaart.tables import MAXIMUM_FINDINGS, NO_PLACE

ROW = "\x00row"


@dataclass(frozen=True)
class Grid:
    """A table as it stands in a file: a text column is cleaned, ROW holds the row number in the file.

    `heads` are all columns of the file, of which the frame may lack those that nobody asked for; `findings` say what
    was left out because it could not be read. `sheet` is the name of a workbook's sheet, `letters` the letter of each
    of its columns.
    """

    frame: pl.DataFrame
    heads: Sequence[str]
    findings: Sequence[Finding] = ()
    sheet: str | None = None
    letters: Mapping[str, str] = field(default_factory=dict)

    def place(self, row: int, column: str) -> str:
        """Where a cell stands: sheet!C12 in a workbook, else row and column."""
        if self.sheet is None:
            return _("rij {row}, kolom {column}").format(row=row, column=column)
        return f"{self.sheet}!{self.letters[column]}{row}"


def unreadable(file: str, found: str, expected: str, remedy: str = "") -> InputFault:
    """The fault of a file that cannot be read at all."""
    return InputFault([Finding(file, "", found, expected, remedy)])


def capped(findings: list[Finding], file: str) -> list[Finding]:
    """The first findings, and how many more there are."""
    more = len(findings) - MAXIMUM_FINDINGS
    return [*findings[:MAXIMUM_FINDINGS], unlisted(file, more, NO_PLACE)] if more > 0 else findings


def as_texts(numbers: pl.Series) -> pl.Series:
    """A column of numbers as text with an exponent, which no decimal mark changes and which shows none."""
    texts = [None if number is None else as_text(number) for number in numbers.cast(pl.Float64)]
    return pl.Series(numbers.name, texts, pl.String)


def as_text(number: float) -> str:
    """A number as text with an exponent."""
    written = repr(number)
    return written if "e" in written else f"{written}e0"


def refuse_columns(names: list[str], file: str) -> None:
    """Raise InputFault if a column occurs twice."""
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        found = _("kolom '{name}' twee keer")
        findings = [Finding(file, "", found.format(name=name), _("elke kolom één keer")) for name in twice]
        raise InputFault(findings)
