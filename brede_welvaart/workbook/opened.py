"""A received workbook as openpyxl opens it, without losing what looks like a code in its texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.text import Text
from openpyxl.reader.excel import ExcelReader
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

CODE = re.compile(r"_x005F(_x[0-9a-fA-F]{4}_)|_x000D_")
STORED_TEXT = f"{{{SHEET_MAIN_NS}}}si"


class _Reader(ExcelReader):
    """Takes texts as they are stored, where openpyxl strips `x005F_` from them wherever it stands."""

    def read_strings(self) -> None:
        for part in self.package.findall(SHARED_STRINGS):
            with self.archive.open(part.PartName[1:]) as file:
                texts = (node for _event, node in iterparse(file) if node.tag == STORED_TEXT)
                self.shared_strings = [Text.from_tree(node).content for node in texts]  # type: ignore[union-attr]


def open_as_stored(content: bytes) -> Workbook:
    """The workbook with formulas as text, no links, and texts as the file holds them, fit to be saved again.

    Not in openpyxl's read-only mode, which does not see merged cells. Raises whatever a damaged file makes it raise.
    """
    reader = _Reader(BytesIO(content), keep_links=False)
    reader.read()
    return reader.wb


def open_as_typed(content: bytes) -> Workbook:
    """As `open_as_stored`, with texts as people typed them; to read from, as openpyxl would save them without escapes.

    Excel stores a typed `_x0041_` with `_x005F` before it, and a return as a code of its own.
    """
    book = open_as_stored(content)
    cells: Iterator[Any] = (cell for sheet in book.worksheets for cell in sheet._cells.values())
    for cell in cells:
        if isinstance(cell.value, str):
            cell._value = CODE.sub(lambda code: code[1] or "", cell.value)
    return book
