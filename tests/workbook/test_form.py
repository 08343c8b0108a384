"""The form asks everything that a project file may say, in words that can be read back."""

from __future__ import annotations

import re

import pytest
from pydantic import BaseModel

from brede_welvaart.loading import load
from brede_welvaart.project_definitions import (
    Alternative,
    Assessment,
    Change,
    Effect,
    Evidence,
    LogEntry,
    Mitigation,
    Project,
    Quantity,
    Reference,
    Scenario,
)
from brede_welvaart.resources import default_root
from brede_welvaart.vocabulary import SYMBOLS
from brede_welvaart.workbook import sheets
from brede_welvaart.workbook.choices import Choices, given_choices, own_choices
from brede_welvaart.workbook.form import Column, Sheet
from brede_welvaart.workbook.gather import GATHERERS
from brede_welvaart.workbook.questions import PROJECT
from brede_welvaart.workbook.received import normal
from tests.workbook.books import REGIONS, tree

ALL = (PROJECT, *sheets.TABLES)
MODELS: list[tuple[type[BaseModel], Sheet, str]] = [
    (Project, PROJECT, ""),
    (Reference, PROJECT, "reference."),
    (Alternative, sheets.ALTERNATIVES, ""),
    (Scenario, sheets.SCENARIOS, ""),
    (Effect, sheets.EFFECTS, ""),
    (Evidence, sheets.EVIDENCE, ""),
    (Assessment, sheets.ASSESSMENTS, ""),
    (Quantity, sheets.QUANTITIES, ""),
    (Change, sheets.QUANTITIES, ""),
    (Mitigation, sheets.MITIGATIONS, ""),
    (LogEntry, sheets.LOG, ""),
]
ON_OTHER_SHEETS = {
    "alternatives", "scenarios", "groups", "effects", "log", "judgements", "assessments", "quantity", "evidence",
    "mitigation", "gains", "loses", "regions", "changes",
}  # fmt: skip
GIVEN_ONCE = {"indicator", "unit", "period", "measure", "low", "central", "high"}
"""Required where the sheet has rows for an effect, so not in every row."""


@pytest.mark.parametrize(("model", "sheet", "prefix"), MODELS)
def test_every_key_has_its_question(model: type[BaseModel], sheet: Sheet, prefix: str) -> None:
    columns = {column.key.removeprefix(prefix).split(".")[0]: column for column in sheet.columns}
    for name, field in model.model_fields.items():
        if name not in ON_OTHER_SHEETS and not (prefix == "" and name == "reference"):
            assert name in columns, name
            if name not in GIVEN_ONCE and columns[name].kind != "tick" and not prefix:
                assert columns[name].required == field.is_required(), name


def test_every_sheet_is_read() -> None:
    assert set(GATHERERS) == {sheet.key for sheet in ALL}


@pytest.mark.parametrize("sheet", ALL, ids=lambda sheet: sheet.key)
def test_the_words_can_be_read_back_and_fit(sheet: Sheet) -> None:
    labels = [normal(column.label) for column in sheet.columns]
    assert len(set(labels)) == len(labels)
    assert len(sheet.title) <= 31
    for column in sheet.columns:
        assert 0 < len(column.label) <= 32
        assert 0 < len(column.help) <= 255
        assert (column.kind == "choice") <= bool(column.choices)


def texts(column: Column) -> list[str]:
    return [column.label, column.help, column.example]


def test_the_words_are_plain() -> None:
    for sheet in ALL:
        for text in [sheet.intro, *(text for column in sheet.columns for text in texts(column))]:
            for sentence in re.split(r"[.?!:] ", text):
                assert len(sentence.split()) <= 17, sentence


def test_a_name_that_several_have_means_each_of_them() -> None:
    regions = Choices({"GM1": "Utrecht (GM1)", "PV1": "Utrecht (PV1)", "GM2": "Hengelo (GM2)"})
    assert regions.alike("utrecht") == ["GM1", "PV1"]
    assert regions.find("utrecht") is None
    assert regions.find("hengelo") == "GM2"


def test_every_sign_of_the_scale_means_its_judgement_and_no_other_sign_does() -> None:
    judgements = given_choices(tree(), REGIONS)["judgements"]
    for name, sign in SYMBOLS.items():
        assert judgements.find(sign) == name
        assert judgements.find(sign.replace("-", "\u2212")) == name
    for sign in ("+-", "0+", "0-", "0/", "0/0", "---", "\u2013", "1"):
        assert judgements.find(sign) is None


def test_an_indicator_shows_its_unit_and_goes_by_its_name_alone() -> None:
    shipped = load(default_root())
    indicators = given_choices(shipped, REGIONS)["indicators"]
    assert indicators.shown["tevredenheid_leven"] == "Tevredenheid met het leven [% 18+ (cijfer 7 of hoger)]"
    for name, indicator in shipped.indicators.items():
        unit = indicators.shown[name].removeprefix(f"{indicator.label.nl} ")
        assert unit == f"[{indicator.unit.nl}]"
        assert indicators.find(indicator.label.nl) == name


def test_a_name_and_a_code_go_together() -> None:
    names = {"GM0785": "Goirle", "GM0855": "Tilburg", "GM0893": "Bergen (L.)", "GM0373": "Bergen (NH.)"}
    regions = given_choices(tree(), names)["regions"]
    for text in ("Goirle (GM0785)", "goirle (GM0785)", "Goirle(GM0785)", "(GM0785)", "Riel (GM0785)"):
        assert regions.find(text) == "GM0785"
    assert (regions.find("Bergen (L.)"), regions.find("Bergen (L.) (GM0893)")) == ("GM0893", "GM0893")
    for text in ("Tilburg (GM0785)", "TILBURG (GM0785)", "Tilbrug (GM0785)", "Bergen (L.) (GM0373)"):
        assert regions.find(text) is None


def test_a_full_name_never_means_something_else_than_what_has_it() -> None:
    own = own_choices(tree(), {"alternatives": {"hoog": "Laag", "x": "Hoog", "y": "Muur (hoog)", "z": "Ander"}})
    meant = {text: own["alternatives"].find(text) for text in ("hoog", "Hoog", "Muur (hoog)", "laag", "ANDER")}
    assert meant == {"hoog": "hoog", "Hoog": None, "Muur (hoog)": "y", "laag": "hoog", "ANDER": "z"}
