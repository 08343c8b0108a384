"""Workbooks that somebody filled in wrongly: each a small change to a good one, and what must be said of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.formula import ArrayFormula

from brede_welvaart.definitions import Tree
from brede_welvaart.loading import load
from brede_welvaart.projects import load_project
from brede_welvaart.workbook import Received, flatten, read_workbook, write_workbook

SMALL = Path(__file__).parents[1] / "data" / "tree"
REGIONS = {"R1": "Eén", "R2": "Twee", "R3": "Drie"}


@cache
def tree() -> Tree:
    return load(SMALL)


@cache
def good() -> bytes:
    """The workbook of the project of the small tree."""
    return write_workbook(tree(), REGIONS, flatten(load_project(tree(), "muur")))


def changed(change: Callable[[Workbook], object]) -> bytes:
    """The good workbook after a change."""
    book, content = load_workbook(BytesIO(good())), BytesIO()
    change(book)
    book.save(content)
    return content.getvalue()


def typed(**cells: object) -> Callable[[Workbook], object]:
    """Type something in cells, named as Sheet_A1."""

    def change(book: Workbook) -> None:
        for name, value in cells.items():
            title, _, cell = name.rpartition("_")
            book[title.replace("_", " ")][cell] = value

    return change


def read(content: bytes) -> Received:
    return read_workbook(content, "werkboek.xlsx", tree(), REGIONS)


def repacked(edit: Callable[[str, bytes], bytes | None], extra: dict[str, bytes] | None = None) -> bytes:
    """The good workbook with its parts edited, left out where the edit gives None, and more added."""
    content = BytesIO()
    with ZipFile(BytesIO(good())) as old, ZipFile(content, "w", ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if (part := edit(entry.filename, old.read(entry))) is not None:
                new.writestr(entry.filename, part)
        for name, part in (extra or {}).items():
            new.writestr(name, part)
    return content.getvalue()


def rename_head(book: Workbook) -> None:
    book["Effecten"]["D4"] = "Onderwerp"


def array_formula(book: Workbook) -> None:
    book["Effecten"]["F7"] = ArrayFormula("F7", "=SUM(A1:A2)")


def merge(book: Workbook) -> None:
    book["Oordelen"].merge_cells("B7:B8")


def extra_sheet(book: Workbook) -> None:
    book.create_sheet("Aantekeningen")["B3"] = "Nog bellen met de buren"


def drop_sheet(book: Workbook) -> None:
    del book["Bronnen"]


def drop_heads(book: Workbook) -> None:
    book["Logboek"].delete_rows(4)


def percentages(book: Workbook) -> None:
    typed(Hoeveelheden_B7="stiller", Hoeveelheden_C7="Geluid", Hoeveelheden_D7="dB", Hoeveelheden_E7=2030,
          Hoeveelheden_F7="laag", Hoeveelheden_H7=-0.07, Hoeveelheden_I7="-5,5%", Hoeveelheden_J7=0)(book)  # fmt: skip
    for cell, form in (("H7", "0%"), ("J7", '0.0"pct"\\ %')):
        book["Hoeveelheden"][cell].number_format = form


PASTE = "Plak de uitkomst als waarde (Plakken speciaal, Waarden)."
ANEW = "Zet de kopjes terug, of begin met een nieuw werkboek."
EMPTY = "Vul deze cel in, of maak de hele rij leeg."

WRONG: dict[str, tuple[Callable[[Workbook], object], tuple[str, ...]]] = {
    "a word that is not in the list": (
        typed(Effecten_D7="rusd"),
        ("Effecten!D7: gevonden 'rusd'; verwacht een van: Rust, Ruimte. Bedoelt u Rust?",),
    ),
    "a judgement that is not in the list": (
        typed(Oordelen_E9="heel fijn", Oordelen_E10="0/–"),
        (
            "Oordelen!E9: gevonden 'heel fijn'; verwacht een van: zeer positief, zeer negatief, licht negatief, "
            "licht positief, positief, onbekend, neutraal, negatief, niet van toepassing. Kies uit de lijst.",
            "Oordelen!E10: gevonden '0/–'; verwacht een van: zeer positief, zeer negatief, positief, onbekend, "
            "niet van toepassing, neutraal, negatief, licht positief, licht negatief. Kies uit de lijst.",
        ),
    ),
    "a full name that several have": (
        typed(Alternatieven_C7="Muur", Alternatieven_C8="muur", Oordelen_C9="Muur"),
        (
            "Oordelen!C9: gevonden 'Muur'; verwacht een van: laag, hoog. "
            "Deze naam komt vaker voor: gebruik de korte naam.",
        ),
    ),
    "the name of one region with the code of another": (
        typed(Project_B24="Twee (R1)", Project_B26="Twe (R3)"),
        (
            "Project!B24: gevonden 'Twee (R1)'; verwacht Eén (R1) of Twee (R2). "
            "De naam en de code horen niet bij elkaar. Kies uit de lijst.",
            "Project!B26: gevonden 'Twe (R3)'; verwacht Drie (R3) of Twee (R2). "
            "De naam en de code horen niet bij elkaar. Kies uit de lijst.",
        ),
    ),
    "an effect that is nowhere": (
        typed(Oordelen_B7="geluidswal"),
        (
            "Oordelen!B7: gevonden 'geluidswal'; verwacht een van: stiller, minder_groen. "
            "Voeg het eerst toe op het blad Effecten.",
        ),
    ),
    "formulas": (
        typed(Effecten_F7="=1+1", Project_B6="=A1"),
        (
            f"Project!B6: gevonden formule '=A1'; verwacht een waarde. {PASTE}",
            f"Effecten!F7: gevonden formule '=1+1'; verwacht een waarde. {PASTE}",
        ),
    ),
    "an array formula": (
        array_formula,
        (f"Effecten!F7: gevonden formule '=SUM(A1:A2)'; verwacht een waarde. {PASTE}",),
    ),
    "an error value": (
        typed(Effecten_F7="#REF!"),
        ("Effecten!F7: gevonden '#REF!'; verwacht een waarde. Typ de waarde opnieuw.",),
    ),
    "required cells left empty": (
        typed(Effecten_C7=None, Project_B6=None, Alternatieven_B8=None),
        (
            "Project!B6: gevonden niets; verwacht een antwoord bij 'Naam van het project'. Vul deze cel in.",
            f"Alternatieven!B8: gevonden niets; verwacht een antwoord bij 'Korte naam'. {EMPTY}",
            "Effecten!C7: gevonden niets; verwacht een antwoord bij 'Wat verandert er?'. Vul deze cel in.",
            "Oordelen!C9: gevonden 'hoog'; verwacht een van: laag. Voeg het eerst toe op het blad Alternatieven.",
            "Oordelen!C11: gevonden 'hoog'; verwacht een van: laag. Voeg het eerst toe op het blad Alternatieven.",
            "Maatregelen!D8: gevonden 'hoog'; verwacht een van: laag. Voeg het eerst toe op het blad Alternatieven.",
        ),
    ),
    "the same short name twice": (
        typed(Alternatieven_B8="laag"),
        (
            "Alternatieven!B8: gevonden 'laag' twee keer; verwacht elke korte naam één keer.",
            "Oordelen!C9: gevonden 'hoog'; verwacht een van: laag. Voeg het eerst toe op het blad Alternatieven.",
            "Oordelen!C11: gevonden 'hoog'; verwacht een van: laag. Voeg het eerst toe op het blad Alternatieven.",
            "Maatregelen!D8: gevonden 'hoog'; verwacht een van: laag. Voeg het eerst toe op het blad Alternatieven.",
        ),
    ),
    "no moment and no place": (
        typed(Effecten_K7=None, Effecten_P7=None),
        (
            "Effecten!J7: gevonden niets; verwacht een antwoord bij 'Wanneer merken mensen het?'. "
            "Zet een x in minstens één van deze cellen: J7, K7, L7, M7, N7, O7.",
            "Effecten!P7: gevonden niets; verwacht een antwoord bij 'Waar merken mensen het?'. "
            "Zet een x in minstens één van deze cellen: P7, Q7, R7, S7, T7, U7, V7, W7, X7, Y7.",
        ),
    ),
    "a judgement twice": (
        typed(Oordelen_D8="druk"),
        (
            "Oordelen!C8: gevonden hetzelfde als in Oordelen!C7 al staat; verwacht één rij per scenario, of één rij "
            "voor alle.",
        ),
    ),
    "a judgement with and without scenario": (
        typed(Oordelen_D8=None),
        (
            "Oordelen!C8: gevonden hetzelfde als in Oordelen!C7 al staat; verwacht één rij per scenario, of één rij "
            "voor alle.",
        ),
    ),
    "a row without judgement": (
        typed(Oordelen_E9=None, Oordelen_C10=None),
        (
            f"Oordelen!E9: gevonden niets; verwacht een antwoord bij 'Oordeel'. {EMPTY}",
            f"Oordelen!C10: gevonden niets; verwacht een antwoord bij 'Alternatief'. {EMPTY}",
        ),
    ),
    "a region twice for one effect": (
        typed(Effecten_E7="Elders", Waar_elders_B7="stiller", Waar_elders_C7="R3", Waar_elders_B8="stiller",
              Waar_elders_C8="Drie (R3)"),
        ("Waar elders!C8: gevonden 'R3' twee keer; verwacht elk één keer.",),
    ),
    "a region without effect, and an effect without region": (
        typed(Effecten_E7="Elders", Waar_elders_B7="stiller", Waar_elders_C8="R3"),
        (
            f"Waar elders!C7: gevonden niets; verwacht een antwoord bij 'Regio'. {EMPTY}",
            f"Waar elders!B8: gevonden niets; verwacht een antwoord bij 'Effect'. {EMPTY}",
        ),
    ),
    "a group twice for one effect": (
        typed(Voor_wie_B7="stiller", Voor_wie_C7="buren", Voor_wie_D7="wint", Voor_wie_B8="stiller",
              Voor_wie_C8="buren", Voor_wie_D8="wint"),
        ("Voor wie!C8: gevonden 'buren' twee keer; verwacht elk één keer.",),
    ),
    "regions of an effect that is not elsewhere": (
        typed(Waar_elders_B7="stiller", Waar_elders_C7="R3"),
        (
            "Effecten!B7: gevonden Waar elders bij een effect dat niet elders is; verwacht Waar elders alleen bij "
            "elders.",
        ),
    ),
    "judged together and one by one": (
        typed(Beoordelaars_B7="stiller", Beoordelaars_C7="Lid 1", Beoordelaars_D7="Bewoner"),
        ("Effecten!B7: gevonden Oordelen en Beoordelaars; verwacht een van beide.",),
    ),
    "an effect that nobody judged": (
        typed(Effecten_B9="wind", Effecten_C9="Het waait minder", Effecten_D9="Rust", Effecten_E9="Later",
              Effecten_F9="Een muur houdt wind tegen.", Effecten_H9="laag", Effecten_I9="laag", Effecten_J9="x",
              Effecten_P9="x"),
        ("Effecten!B9: gevonden geen oordeel; verwacht Oordelen, Beoordelaars of Hoeveelheden.",),
    ),
    "two measures for one effect": (
        typed(Maatregelen_C8="Een haag"),
        ("Maatregelen!C8: gevonden 'Een haag'; verwacht hetzelfde als in Maatregelen!C7. Laat deze cel leeg.",),
    ),
    "numbers in the wrong order": (
        typed(Hoeveelheden_B7="stiller", Hoeveelheden_C7="Geluid", Hoeveelheden_D7="decibel", Hoeveelheden_E7=2030,
              Hoeveelheden_F7="laag", Hoeveelheden_H7=3, Hoeveelheden_I7=2, Hoeveelheden_J7="veel"),
        ("Hoeveelheden!J7: gevonden 'veel'; verwacht een getal, zoals -0,5.",),
    ),
    "numbers in percent": (
        percentages,
        tuple(
            f"Hoeveelheden!{cell}: gevonden '{found}'; verwacht een getal zonder procentteken. "
            "Typ het getal in de eenheid van het cijfer, en geef de cel de opmaak Standaard."
            for cell, found in (("H7", "-7%"), ("I7", "-5,5%"), ("J7", "0%"))
        ),
    ),
    "low above high": (
        typed(Hoeveelheden_B7="stiller", Hoeveelheden_C7="Geluid", Hoeveelheden_D7="decibel", Hoeveelheden_E7=2030,
              Hoeveelheden_F7="laag", Hoeveelheden_H7=3, Hoeveelheden_I7=2, Hoeveelheden_J7=1),
        ("Hoeveelheden!F7: gevonden Laag, Midden en Hoog niet in volgorde; verwacht Laag <= Midden <= Hoog.",),
    ),
    "a year that is none": (
        typed(Bronnen_B7="stiller", Bronnen_D7="cijfers", Bronnen_E7="Een bron", Bronnen_G7="vorig jaar"),
        ("Bronnen!G7: gevonden 'vorig jaar'; verwacht een jaar, zoals 2030.",),
    ),
    "a year out of reach": (
        typed(Bronnen_B7="stiller", Bronnen_D7="cijfers", Bronnen_E7="Een bron", Bronnen_G7=20230),
        ("Bronnen!G7: gevonden 20230; verwacht hooguit 2200.",),
    ),
    "a text that became a date": (
        typed(Bronnen_B7="stiller", Bronnen_D7="cijfers", Bronnen_E7="Een bron", Bronnen_I7=datetime(2026, 5, 1)),  # noqa: DTZ001 -- as Excel has it
        ("Bronnen!I7: gevonden '01-05-2026'; verwacht tekst. Geef de cel de opmaak Tekst en typ het opnieuw.",),
    ),
    "a date that is none": (
        typed(Logboek_B7="laatst", Logboek_C7="Wij", Logboek_D7="Gesproken"),
        ("Logboek!B7: gevonden 'laatst'; verwacht een datum, zoals 23-11-2026.",),
    ),
    "a text that is too long": (
        typed(Project_B6="a" * 16_001),
        (f"Project!B6: gevonden \"{'a' * 76}...; verwacht een kortere tekst (hooguit 16000 tekens).",),
    ),
    "text in the row with the example": (
        typed(Alternatieven_C6="Onze muur"),
        (
            "Alternatieven!C6: gevonden 'Onze muur' in de rij met het voorbeeld; verwacht 'Heel groen'. "
            "Zet uw tekst in een rij eronder; het voorbeeld telt niet mee.",
        ),
    ),
    "merged cells": (
        merge,
        (
            "Oordelen!B7:B8: gevonden samengevoegde cellen; verwacht losse cellen. "
            "Splits de cellen en vul elke rij in.",
            f"Oordelen!B8: gevonden niets; verwacht een antwoord bij 'Effect'. {EMPTY}",
        ),
    ),
    "another head": (
        rename_head,
        (
            f"Effecten!A4: gevonden 'Thema' ontbreekt; verwacht de kopjes van het werkboek. {ANEW}",
            "Effecten!D4: gevonden een kolom die het werkboek niet kent: 'Onderwerp'; verwacht een kolom van het "
            "werkboek. Verwijder de kolom, of zet de inhoud in een kolom van het werkboek.",
        ),
    ),
    "a column of one's own": (
        typed(Alternatieven_E4="Kosten", Alternatieven_E7=1000),
        (
            "Alternatieven!E4: gevonden een kolom die het werkboek niet kent: 'Kosten'; verwacht een kolom van het "
            "werkboek. Verwijder de kolom, of zet de inhoud in een kolom van het werkboek.",
        ),
    ),
    "an answer without question": (
        typed(Project_B40="Los antwoord"),
        (
            "Project!B40: gevonden 'Los antwoord'; verwacht een antwoord naast een vraag. Verwijder of verplaats het.",
        ),
    ),
    "no heads": (drop_heads, (f"Logboek: gevonden geen rij met kopjes; verwacht de kopjes van het werkboek. {ANEW}",)),
    "a sheet of one's own": (
        extra_sheet,
        (
            "Aantekeningen!B3: gevonden een blad dat het werkboek niet kent; verwacht een blad van het werkboek. "
            "Verwijder het blad, of zet de inhoud op een blad van het werkboek.",
        ),
    ),
    "a sheet is gone": (
        drop_sheet,
        (
            "Bronnen: gevonden geen blad 'Bronnen'; verwacht alle bladen. "
            "Geef het blad zijn naam terug, of begin met een nieuw werkboek.",
        ),
    ),
    "a cell far below": (
        typed(Logboek_B6000="te ver"),
        (
            "Logboek: gevonden een blad tot cel G6000; verwacht hooguit 5000 rijen en 200 kolommen. "
            "Verwijder de lege rijen en kolommen aan het eind.",
        ),
    ),
}  # fmt: skip
