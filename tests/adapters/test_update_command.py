"""`welvaart update` as a user types it, against a real server on loopback."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from brede_welvaart.loading import load
from brede_welvaart.pipeline import current_store
from brede_welvaart.resources import store_path, vintages_folder
from tests.adapters.publisher import Publisher, add_table4, row4
from tests.test_cli import welvaart

ROWS = [row4("GM0141", "2015JJ00", 200), row4("GM0141", "2016JJ00", 210.5)]


def outcome(root: Path, *arguments: str, code: int = 0) -> dict[str, object]:
    answer = welvaart("update", "prijs", "--format", "json", *arguments, root=root)
    assert answer.returncode == code, answer.stderr
    (row,) = json.loads(answer.stdout)
    return dict(row)


def test_new_figures_reach_the_store_and_a_second_run_finds_nothing(root4: Path, publisher: Publisher) -> None:
    add_table4(publisher, ROWS)
    with current_store(load(root4)):
        before = store_path(root4).read_bytes()
    first = outcome(root4)
    assert (first["state"], first["new"]) == ("bijgewerkt", 2)
    assert store_path(root4).read_bytes() != before
    again = outcome(root4)
    assert (again["state"], again["new"]) == ("ongewijzigd", 0)


@pytest.mark.slow
def test_a_dry_run_keeps_nothing(root4: Path, publisher: Publisher) -> None:
    add_table4(publisher, ROWS)
    assert outcome(root4, "--dry-run")["state"] == "zou_wijzigen"
    assert not vintages_folder(root4).exists()
    assert outcome(root4)["new"] == 2


@pytest.mark.slow
def test_rebuild_reads_again_what_did_not_change(root4: Path, publisher: Publisher) -> None:
    add_table4(publisher, ROWS)
    outcome(root4)
    asked = len(publisher.asked)
    store_path(root4).write_bytes(b"")
    assert outcome(root4, "--rebuild")["state"] == "ongewijzigd"
    assert len(publisher.asked) > asked
    assert store_path(root4).stat().st_size > 0


@pytest.mark.slow
def test_since_leaves_older_years_alone(root4: Path, publisher: Publisher) -> None:
    add_table4(publisher, ROWS)
    outcome(root4, "--since", "2016")
    rows, count = [asked for asked in publisher.asked if "Observations" in asked]
    assert "2016" in rows
    assert "2016" in count


@pytest.mark.slow
def test_a_source_that_fails_is_named_and_gives_exit_code_3(root4: Path) -> None:
    answer = welvaart("update", "prijs", root=root4)
    assert answer.returncode == 3
    assert "mislukt" in answer.stdout
    assert "83625NED" in answer.stdout
    assert "Niet gelukt: prijs" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_an_unknown_source_is_a_usage_fault(root4: Path) -> None:
    answer = welvaart("update", "prijzen", root=root4)
    assert answer.returncode == 2
    assert "prijs" in answer.stderr


@pytest.mark.slow
@pytest.mark.parametrize("command", ["sources", "indicators"])
def test_lists_name_the_table_to_fetch(root4: Path, command: str) -> None:
    rows = json.loads(welvaart(command, "--format", "json", root=root4).stdout)
    assert command == "indicators" or {row["source"]: row["refresh"] for row in rows}["prijs"] == "83625NED"


@pytest.mark.slow
def test_what_was_fetched_is_told_also_when_it_cannot_be_published(root4: Path, publisher: Publisher) -> None:
    """A correction that the publisher overtook with this very update keeps the figures there were."""
    add_table4(publisher, ROWS)
    outcome(root4)
    file = root4 / "sources" / "prijs.yaml"
    correction = (
        "{region: GM0141, period: '2015', measure: prijs, expected: 200, value: 199, reason: {nl: Tikfout}, source: x}"
    )
    file.write_text(f"corrections: [{correction}]\n{file.read_text()}")
    add_table4(publisher, [row4("GM0141", "2015JJ00", 199), ROWS[1]], ObservationsModified="2026-03-01")
    answer = welvaart("update", "prijs", root=root4)
    assert answer.returncode == 3
    assert "mislukt" in answer.stdout
    assert "sources/prijs.yaml: corrections.1: gevonden 199.0; verwacht 200.0" in answer.stdout
    assert len(list((vintages_folder(root4) / "prijs").glob("*.parquet"))) == 1
    file.write_text(file.read_text().replace(f"corrections: [{correction}]\n", ""))
    assert outcome(root4)["revised"] == 1
