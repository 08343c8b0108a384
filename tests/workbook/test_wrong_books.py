"""Workbooks filled in wrongly, or differently from what we expect: every message, and what is accepted."""

from __future__ import annotations

import pytest
from openpyxl import Workbook

from brede_welvaart.projects import load_project
from brede_welvaart.workbook import flatten, write_workbook
from tests.workbook.books import REGIONS, WRONG, changed, good, read, tree, typed


@pytest.mark.parametrize("case", WRONG)
def test_every_fault_is_told_with_its_cell(case: str) -> None:
    change, expected = WRONG[case]
    assert tuple(str(finding).removeprefix("werkboek.xlsx: ") for finding in read(changed(change)).findings) == expected


def swap_columns(book: Workbook) -> None:
    sheet = book["Oordelen"]
    for row in range(3, 12):
        first, second = sheet.cell(row, 3).value, sheet.cell(row, 5).value
        sheet.cell(row, 3).value, sheet.cell(row, 5).value = second, first


def spread_rows(book: Workbook) -> None:
    book["Oordelen"].insert_rows(9, 40)


def move_far_down(book: Workbook) -> None:
    book["Oordelen"].insert_rows(9, 3000)


def move_start_to_the_end(book: Workbook) -> None:
    book.move_sheet("Start", 12)


def link(book: Workbook) -> None:
    book["Effecten"]["F7"].hyperlink = "https://example.org/"


def empty_sheet(book: Workbook) -> None:
    book.create_sheet("Blad1")


ODD = {
    "as it was": lambda book: None,
    "other case and blanks around": typed(
        Effecten_D7=" RUST ", Oordelen_E9="Zeer Positief", Oordelen_B7="Stiller ", Effecten_K7="X", Project_B8="CONCEPT"
    ),
    "ids instead of words": typed(Effecten_D7="rust", Oordelen_E9="zeer_positief", Effecten_E7="hier_en_nu"),
    "the name of a region": typed(Project_B24="Eén"),
    "the code of a region after a name that it had": typed(Project_B24="Vroeger (R1)"),
    "signs instead of words": typed(
        Oordelen_E7="0/+",
        Oordelen_E8=0,
        Oordelen_E9="++",
        Oordelen_E10="-",
        Oordelen_E11="--",
        Maatregelen_F7="0",
        Maatregelen_F8="0/\u2212",
    ),
    "full names instead of short ones": typed(
        Oordelen_B9="Het wordt stiller",
        Oordelen_B10="de heg verdwijnt",
        Oordelen_C9="Hoge muur",
        Oordelen_D7="Meer Verkeer",
    ),
    "no instead of nothing": typed(Effecten_J7="nee", Effecten_AG7="nee"),
    "columns in another order": swap_columns,
    "empty rows in between": spread_rows,
    "rows below those with drop-downs": move_far_down,
    "sheets in another order": move_start_to_the_end,
    "a link": link,
    "an empty sheet": empty_sheet,
}


@pytest.mark.parametrize("case", ODD)
def test_what_means_the_same_is_read_the_same(case: str) -> None:
    received = read(changed(ODD[case]))
    assert received.findings == ()
    assert received.project == load_project(tree(), "muur")


def test_an_effect_elsewhere_may_name_its_regions() -> None:
    received = read(changed(typed(Effecten_E7="Elders", Waar_elders_B7="stiller", Waar_elders_C7="Drie (R3)",
                                  Waar_elders_B8="stiller", Waar_elders_C8="R2")))  # fmt: skip
    assert received.findings == ()
    assert received.project is not None
    assert received.project.effects["stiller"].regions == ("R3", "R2")
    again = read(write_workbook(tree(), REGIONS, flatten(received.project)))
    assert again.project == received.project


def test_numbers_typed_in_cells_for_text_stay_what_they_look_like() -> None:
    cells = typed(
        Bronnen_B7="stiller", Bronnen_D7="cijfers", Bronnen_E7=2030.0, Bronnen_F7="CBS_x000D_\nDen Haag",
        Bronnen_G7="2021", Bronnen_I7=12, Bronnen_J7=0.5,
    )  # fmt: skip
    received = read(changed(cells))
    assert received.findings == ()
    assert received.project is not None
    (evidence,) = received.project.effects["stiller"].evidence
    assert (evidence.title, evidence.page, evidence.identifier, evidence.year) == ("2030", "12", "0.5", 2021)
    assert evidence.publisher == "CBS\nDen Haag"


def test_a_number_is_read_as_its_cell_shows_it() -> None:
    def change(book: Workbook) -> None:
        typed(Bronnen_B7="stiller", Bronnen_D7="cijfers", Bronnen_E7="Een bron", Bronnen_K7=0.07,
              Hoeveelheden_B7="stiller", Hoeveelheden_C7="Geluid", Hoeveelheden_D7="dB", Hoeveelheden_E7=2030,
              Hoeveelheden_F7="laag", Hoeveelheden_H7=-3, Hoeveelheden_I7=-2, Hoeveelheden_J7=-1)(book)  # fmt: skip
        book["Bronnen"]["K7"].number_format = "0%"
        for cell, form in (("H7", '0"%"'), ("I7", "0\\%"), ("J7", "0_%")):
            book["Hoeveelheden"][cell].number_format = form

    received = read(changed(change))
    assert received.findings == ()
    assert received.project is not None
    effect = received.project.effects["stiller"]
    assert effect.quantity is not None
    assert effect.evidence[0].quote == "7%"
    assert effect.quantity.changes["laag"].model_dump() == {"low": -3, "central": -2, "high": -1}


def test_short_names_may_be_typed_as_words() -> None:
    received = read(changed(typed(Alternatieven_B7="Lage muur!", Oordelen_C7="Lage Muur", Oordelen_C8="lage_muur",
                                  Oordelen_C10="lage muur", Maatregelen_D7="Lage muur!")))  # fmt: skip
    assert received.findings == ()
    assert received.project is not None
    assert list(received.project.alternatives) == ["lage_muur", "hoog"]


def test_the_good_book_is_the_same_bytes_twice() -> None:
    first = good()
    good.cache_clear()
    assert good() == first


@pytest.mark.parametrize("typed_in", ["vissers", "Vissers & schippers", "vissers & SCHIPPERS"])
def test_an_own_group_may_be_named_by_its_short_name_or_its_name(typed_in: str) -> None:
    received = read(changed(typed(Groepen_B7="vissers", Groepen_C7="Vissers & schippers", Voor_wie_C7=typed_in)))
    assert received.findings == ()
    assert received.project is not None
    assert "vissers" in {
        each for effect in received.project.effects.values() for each in (*effect.gains, *effect.loses)
    }
