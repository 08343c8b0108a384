"""A received workbook as a project: every fault in it, each with its cell, or the project."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from brede_welvaart.definitions import Tree
from brede_welvaart.errors import Finding, InputFault
from brede_welvaart.language import _
from brede_welvaart.project_definitions import Project
from brede_welvaart.projects import sound_parts
from brede_welvaart.validation import validate
from brede_welvaart.workbook.choices import OWN_LISTS, Choices, given_choices, own_choices
from brede_welvaart.workbook.draft import Draft
from brede_welvaart.workbook.form import ANSWER_HEADS, FAULTS, LISTS, MARKER, START, VERSION, VERSION_LABEL, Sheet
from brede_welvaart.workbook.gather import ReadRow, gather
from brede_welvaart.workbook.opened import open_as_typed
from brede_welvaart.workbook.questions import PROJECT
from brede_welvaart.workbook.received import find_grid, has_content, read_answers, read_rows
from brede_welvaart.workbook.safety import check_archive
from brede_welvaart.workbook.sheets import TABLES

OURS = (START, LISTS, FAULTS)


@dataclass(frozen=True)
class Received:
    """A workbook that could be opened.

    `project` is the whole project if there are no findings; otherwise what is sound of it (see `sound_parts`), to look
    for more faults in.
    """

    content: bytes
    draft: Draft
    project: Project | None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every fault, in the order of the sheets and their rows."""
        return tuple(sorted(self.draft.findings, key=_position))

    def add(self, findings: Iterable[Finding]) -> None:
        """Note findings on the project, by key path, as faults in cells."""
        self.draft.translate(findings)


def read_workbook(content: bytes, file: str, tree: Tree, regions: Mapping[str, str]) -> Received:
    """Read a filled-in workbook; `file` is its name in findings, `regions` are names by code.

    Raises InputFault if it is no workbook of this program and version, or larger than people make them.
    """
    check_archive(content, file)
    book, draft = _open(content, file), Draft(file)
    _check_version(book, file)
    gather(draft, _read_sheets(book, draft, tree, regions))
    return Received(content, draft, _validated(draft))


def _open(content: bytes, file: str) -> Workbook:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return open_as_typed(content)
    except Exception:  # whatever a damaged file makes the library stumble over
        remedy = _("Open het in Excel of LibreOffice en sla het opnieuw op als .xlsx.")
        finding = Finding(file, "", _("een beschadigd bestand"), _("een werkboek als .xlsx"), remedy)
        raise InputFault([finding]) from None


def _check_version(book: Workbook, file: str) -> None:
    found = next(_stamps(book), None)
    if found == VERSION:
        return
    expected = _("een werkboek van versie {version}").format(version=VERSION)
    if isinstance(found, int) and found > VERSION:
        remedy = _("Werk het programma bij: dit werkboek is nieuwer.")
    else:
        remedy = _("Maak een nieuw werkboek met: welvaart init NAAM --workbook. Neem uw tekst daarin over.")
    words = _("versie {version}").format(version=found) if found else _("een bestand zonder versie van het werkboek")
    raise InputFault([Finding(file, START, words, expected, remedy)])


def _stamps(book: Workbook) -> Iterator[object]:
    """What stands right of the label of the version on the first sheet."""
    sheets = [sheet for sheet in book.worksheets if sheet.title == START]
    for row in (row for sheet in sheets for row in sheet.iter_rows(max_row=100, max_col=20)):
        for label, stamp in pairwise(row):
            if label.value == VERSION_LABEL:
                yield stamp.value


def _read_sheets(book: Workbook, draft: Draft, tree: Tree, regions: Mapping[str, str]) -> dict[str, list[ReadRow]]:
    """The rows of every sheet; the sheets that define short names come before those that use them."""
    by_title = {sheet.title.casefold(): sheet for sheet in book.worksheets}
    _note_odd_sheets(book, draft)
    given, names, rows = given_choices(tree, regions), dict[str, dict[str, str]](), dict[str, list[ReadRow]]()
    for part in (PROJECT, *TABLES):
        sheet = by_title.get(part.title.casefold())
        if sheet is None:
            remedy = _("Geef het blad zijn naam terug, of begin met een nieuw werkboek.")
            draft.absent(part.title, _("geen blad '{title}'").format(title=part.title), _("alle bladen"), remedy)
            continue
        rows[part.key] = _read_sheet(sheet, part, draft, given | own_choices(tree, names))
        if part.key in OWN_LISTS:
            named = part.columns[1].key
            known = (row.values for row in rows[part.key] if "id" in row.values)
            names[part.key] = {each["id"]: each.get(named, each["id"]) for each in known}
    return rows


def _read_sheet(sheet: Worksheet, part: Sheet, draft: Draft, lists: Mapping[str, Choices]) -> list[ReadRow]:
    heads = ANSWER_HEADS if part is PROJECT else (MARKER, *(column.label for column in part.columns))
    if (grid := find_grid(sheet, heads, draft)) is None:
        return []
    _note_merged(sheet, grid.head, draft)
    return read_answers(grid, draft, lists) if part is PROJECT else read_rows(grid, part, draft, lists)


def _note_odd_sheets(book: Workbook, draft: Draft) -> None:
    ours = {title.casefold() for title in (*OURS, PROJECT.title, *(part.title for part in TABLES))}
    for sheet in book.worksheets:
        if sheet.title.casefold() not in ours:
            filled = next((cell for row in sheet.iter_rows() for cell in row if has_content(cell)), None)
            if filled is not None:
                remedy = _("Verwijder het blad, of zet de inhoud op een blad van het werkboek.")
                place = f"{sheet.title}!{filled.coordinate}"
                draft.fault(place, _("een blad dat het werkboek niet kent"), _("een blad van het werkboek"), remedy)


def _note_merged(sheet: Worksheet, head: int, draft: Draft) -> None:
    for cells in sheet.merged_cells.ranges:
        if cells.min_row > head + 1:
            remedy = _("Splits de cellen en vul elke rij in.")
            draft.fault(f"{sheet.title}!{cells.coord}", _("samengevoegde cellen"), _("losse cellen"), remedy)


def _validated(draft: Draft) -> Project | None:
    """The project, or what is sound of it after noting every fault."""
    data = draft.data()
    try:
        return validate(Project, data, draft.file)
    except InputFault as fault:
        draft.translate(finding for finding in fault.findings if not _follows(finding, draft))
        return sound_parts(data)


def _follows(finding: Finding, draft: Draft) -> bool:
    """Whether an effect only lacks judgements because the rows with them could not be read."""
    parts = ("judgements", "assessments", "quantity")
    return finding.found == _("geen oordeel") and any(f"{finding.place}.{part}" in draft.places for part in parts)


def _position(finding: Finding) -> tuple[int, int, str]:
    title, _bang, cell = finding.place.rpartition("!")
    titles = [PROJECT.title, *(part.title for part in TABLES)]
    row = "".join(filter(str.isdigit, cell.partition(":")[0]))
    return titles.index(title) if title in titles else -1, int(row or 0), cell
