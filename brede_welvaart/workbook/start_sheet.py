"""The first sheet of the workbook: what to do in which order, what the colours mean, and the stamp of its version."""

from __future__ import annotations

from importlib.metadata import version

from xlsxwriter.worksheet import Worksheet

from brede_welvaart.vocabulary import JUDGEMENTS, SYMBOLS
from brede_welvaart.workbook import sheets
from brede_welvaart.workbook.form import START, VERSION, VERSION_LABEL, Sheet
from brede_welvaart.workbook.looks import ACCENT_PALE, ASKED, PAPER, WASH
from brede_welvaart.workbook.pen import Pen, height, quoted
from brede_welvaart.workbook.questions import PROJECT

STEPS: tuple[tuple[str, str, tuple[Sheet, ...]], ...] = (
    (
        "Vertel waar het over gaat",
        "Het plan, de plek, de aanleiding en waarmee u vergelijkt.",
        (PROJECT,),
    ),
    (
        "Noem de keuzes",
        "Minstens één alternatief. Scenario's alleen als de uitkomst van de toekomst afhangt.",
        (sheets.ALTERNATIVES, sheets.SCENARIOS),
    ),
    (
        "Schrijf op wat er verandert",
        "Eén rij per effect. Ga alle thema's langs, ook later en elders.",
        (sheets.EFFECTS,),
    ),
    (
        "Zeg wie wint, wie verliest en waar",
        "Per effect en groep, en bij elders per regio. Mist u een groep? Voeg die toe op het blad Groepen.",
        (sheets.REACH, sheets.REGIONS, sheets.GROUPS),
    ),
    (
        "Geef de oordelen",
        "Per effect en alternatief, vergeleken met de referentie. Samen, of ieder voor zich.",
        (sheets.JUDGEMENTS, sheets.ASSESSMENTS),
    ),
    (
        "Onderbouw het",
        "Bronnen voor en tegen. Cijfers en maatregelen als die er zijn.",
        (sheets.EVIDENCE, sheets.QUANTITIES, sheets.MITIGATIONS),
    ),
    (
        "Houd bij wat er gebeurt",
        "Wie heeft dit besproken, en wat is daarna veranderd?",
        (sheets.LOG,),
    ),
    (
        "Lees het in",
        "Sla op als .xlsx en typ: welvaart import, met de naam van dit bestand. Zijn er fouten? Dan krijgt u "
        "een lijst, en een kopie van dit werkboek waarin de fouten zijn gemarkeerd.",
        (),
    ),
)  # fmt: skip
LEGEND = (
    ("input", PAPER, "hier vult u in"),
    ("input", ASKED, "hier moet nog iets komen"),
    ("help", ACCENT_PALE, "uitleg"),
    ("example", WASH, "voorbeeld; telt niet mee"),
)
RULES = (
    "Een * betekent: verplicht. Andere cellen mogen leeg blijven.",
    "Plak tekst altijd als waarde. Formules, koppelingen en macro's leest het programma niet.",
    "Voeg geen cellen samen en verander geen kopjes. Lege rijen tussendoor mogen.",
    "Schrijf rollen op, geen namen van personen.",
)
WIDTHS = (2, 6, 32, 70, 17, 17, 17)


def write_start(pen: Pen, title: str) -> None:
    """Write the first sheet; `title` is the name of the project."""
    sheet = pen.sheet(START, WIDTHS)
    sheet.fit_to_pages(1, 1)
    pen.fill(sheet, 0, len(WIDTHS), "title")
    pen.fill(sheet, 1, len(WIDTHS), "intro")
    sheet.set_row(0, 44)
    sheet.write_string(0, 1, "Brede-welvaartreview", pen.looks("title", font_size=22, indent=0))
    sheet.set_row(1, 26)
    sheet.write_string(1, 1, f"Werkboek bij: {title}", pen.looks("intro", text_wrap=False, bold=True, indent=0))
    row = _write_steps(pen, sheet, 3)
    row = _write_legend(pen, sheet, row + 1)
    row = _write_scale(pen, sheet, row + 1)
    sheet.write_string(row + 1, 2, VERSION_LABEL, pen.looks("stamp", indent=1))
    sheet.write_number(row + 1, 3, VERSION, pen.looks("stamp"))
    sheet.write_string(row + 2, 2, "Gemaakt met", pen.looks("stamp", indent=1))
    sheet.write_string(row + 2, 3, f"Brede Welvaart {version('brede-welvaart')}", pen.looks("stamp"))


def _section(pen: Pen, sheet: Worksheet, row: int, text: str) -> None:
    sheet.set_row(row, 24)
    for column in range(1, len(WIDTHS)):
        sheet.write_string(row, column, text if column == 1 else "", pen.looks("section"))


def _write_steps(pen: Pen, sheet: Worksheet, row: int) -> int:
    _section(pen, sheet, row, "Zo gaat het")
    for number, (name, text, parts) in enumerate(STEPS, start=1):
        at = row + number
        sheet.set_row(at, max(30, 4 + height(text, WIDTHS[3])))
        sheet.write_number(at, 1, number, pen.looks("step"))
        sheet.write_string(at, 2, name, pen.looks("strong"))
        sheet.write_string(at, 3, text, pen.looks("text"))
        for column, part in enumerate(parts, start=4):
            sheet.write_url(at, column, f"internal:{quoted(part.title)}!A1", pen.looks("link"), f"› {part.title}")
    return row + len(STEPS) + 1


def _write_legend(pen: Pen, sheet: Worksheet, row: int) -> int:
    _section(pen, sheet, row, "Goed om te weten")
    for at, (look, paint, text) in enumerate(LEGEND, start=row + 1):
        sheet.write_blank(at, 1, None, pen.looks(look, bg_color=paint, locked=True, border=1))
        sheet.write_string(at, 2, text, pen.looks("text", indent=1))
    for at, text in enumerate(RULES, start=row + 1):
        sheet.write_string(at, 3, text, pen.looks("text", text_wrap=False))
    return row + 1 + max(len(LEGEND), len(RULES))


def _write_scale(pen: Pen, sheet: Worksheet, row: int) -> int:
    _section(pen, sheet, row, "De schaal voor oordelen, altijd vergeleken met de referentie")
    for at, (judgement, label) in enumerate(JUDGEMENTS.items(), start=row + 1):
        sheet.write_string(at, 1, SYMBOLS[judgement], pen.looks.judgement(judgement))
        sheet.write_string(at, 2, label.nl, pen.looks("text", indent=1))
    return row + 1 + len(JUDGEMENTS)
