"""`welvaart sources`: age, licence, coverage, what can be renewed, what was not verified, and what was corrected."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from brede_welvaart import pipeline
from brede_welvaart.errors import InputFault
from brede_welvaart.loading import load
from brede_welvaart.reporting.sourcelist import source_lines, source_rows
from tests.adapters.test_update import CORRECTION

NEVER_FETCHED = """\
title: Tabel
publisher: Niemand
licence: CC0
citation: Verzonnen voor de tests
url: https://example.org/
verified: false
refresh:
  adapter: cbs_odata4
  table: 1NED
  region: {dimension: RegioS}
  period: {dimension: Perioden}
  measures: {geluid: {code: M1}}
"""


@pytest.fixture
def root(small_root: Path) -> Path:
    """The small tree with a correction, and a source that was never fetched."""
    (small_root / "sources" / "tabel.yaml").write_text(NEVER_FETCHED)
    file = small_root / "sources" / "cijfers.yaml"
    file.write_text(file.read_text() + CORRECTION.format(expected=52, value=53))
    return small_root


def test_rows(root: Path) -> None:
    tree = load(root)
    cijfers, tabel = source_rows(tree, pipeline.coverage(tree), date(2026, 11, 23))
    assert (cijfers["figures"], cijfers["regions"], cijfers["coverage"]) == (14, 3, 1)
    assert (cijfers["first_period"], cijfers["last_period"], cijfers["age_years"]) == ("2020", "2022", 4)
    assert (cijfers["vintage"], cijfers["refresh"], cijfers["licence"]) == ("2022", None, "CC0")
    assert cijfers["corrections"][0]["value"] == 53
    assert (tabel["figures"], tabel["coverage"], tabel["age_years"]) == (0, 0, None)
    assert (tabel["refresh"], tabel["refreshes"], tabel["verified"]) == ("1NED", ["geluid"], False)


def test_what_was_not_verified_is_said_in_words_and_corrections_in_full(root: Path) -> None:
    tree = load(root)
    lines = list(source_lines(source_rows(tree, pipeline.coverage(tree), date(2026, 11, 23))))
    assert "4 jaar" in lines[1]
    assert "niet nagekeken bij de uitgever" in lines[2]
    assert lines[-2:] == [
        "Verbeterde cijfers:",
        "cijfers: geluid, R1, 2022: 52.0 werd 53.0. De uitgever meldde een tikfout. (https://example.org/tikfout)",
    ]


def test_a_correction_reaches_the_scores_and_fails_when_the_publisher_mended_the_figure(root: Path) -> None:
    figures = pipeline.read_figures(load(root))
    assert figures.values[figures.indicators.index("geluid"), -1, 0] == 53
    file = root / "sources" / "cijfers.yaml"
    file.write_text(file.read_text().replace("expected: 52", "expected: 54"))
    with pytest.raises(InputFault, match=r"sources/cijfers.yaml: corrections.1: gevonden 52.0; verwacht 54"):
        pipeline.read_figures(load(root))


def test_the_edition_is_the_day_of_what_was_fetched_since(root: Path) -> None:
    tree = load(root)
    has = pipeline.coverage(tree)
    fetched = has.with_columns(vintage=pl.Series(["2026-11-26T03:38:45.398Z", None]))
    assert [row["edition"] for row in source_rows(tree, has)] == ["2022", None]
    assert [row["edition"] for row in source_rows(tree, fetched)] == ["2026-11-26", None]
