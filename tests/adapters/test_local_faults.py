"""What goes wrong on the user's own disk, or by the user's own clock, costs no other source its news."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from brede_welvaart import pipeline, publishing
from brede_welvaart.adapters import observed
from brede_welvaart.adapters.task import Outcome
from brede_welvaart.errors import InputFault, OutdatedWarning, SourceFault, UsageFault
from brede_welvaart.loading import load
from brede_welvaart.resources import raw_folder, store_path, vintages_folder
from brede_welvaart.store_file import is_current
from tests.adapters.conftest import QUICK, SOURCE, TABLE3
from tests.adapters.publisher import Publisher, Reply, Row, add_table3, add_table4, row3, row4
from tests.test_cli import welvaart

OLD = [row4("GM0141", "2015JJ00", 200), row4("GM0141", "2016JJ00", 210.5)]
NEW = [row4("GM0141", "2015JJ00", 201), row4("GM0141", "2016JJ00", 211)]
PROPERTIES = "/odata/v1/CBS/83625NED/Properties"
CORRECTION = (
    "corrections:\n- {region: GM0141, period: '2015', measure: prijs, expected: 200, value: 190, "
    "reason: {nl: Fout}, source: mail}\n"
)


def health(text: str) -> list[Row]:
    """The rows of the v3 table with this figure of Almelo."""
    return [row3("GM0141", margin, each) for margin, each in (("MW00000", text), ("MOG0095", "1"), ("MBG0095", "99"))]


@pytest.fixture
def both(root4: Path, publisher: Publisher) -> Path:
    """A tree with two sources in its store, and newer figures of both at their publisher."""
    (root4 / "sources" / "gezond.yaml").write_text(SOURCE + TABLE3.format(address=publisher.address))
    file = root4 / "indicators" / "context" / "inwoners.yaml"
    used = "figures: [{source: prijs, measure: prijs}, {source: gezond, measure: overgewicht}]"
    file.write_text(file.read_text().replace("figures: [{source: cijfers, measure: inwoners}]", used))
    (root4 / "sources" / "prijs.yaml").write_text((root4 / "sources" / "prijs.yaml").read_text() + CORRECTION)
    add_table4(publisher, OLD)
    add_table3(publisher, health("    48.0"))
    assert [each.state for each in update(root4)] == ["geen_tabel", "bijgewerkt", "bijgewerkt"]
    add_table4(publisher, NEW, ObservationsModified="2026-03-01")
    add_table3(publisher, health("    49.0"))
    later = {"value": [{"Identifier": "50120NED", "Modified": "2024-05-01T02:00:00"}]}
    publisher.pages["/ODataFeed/odata/50120NED/TableInfos"] = lambda query: later
    return root4


def update(root: Path, *names: str, **options: object) -> list[Outcome]:
    return list(publishing.update(load(root), names, replace(QUICK, **options)))


def value(root: Path, period: str) -> float:
    """The figure of Almelo in the store."""
    figures = pipeline.read_figures(load(root))
    cell = figures.periods.index(period), figures.regions["region"].to_list().index("GM0141")
    return float(figures.values[figures.indicators.index("inwoners"), *cell])


def vintages(root: Path, source: str) -> list[Path]:
    return sorted((vintages_folder(root) / source).glob("*.parquet"))


def damage(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 2
    path.write_bytes(content)


def test_a_correction_that_is_overtaken_costs_no_other_source_its_news(both: Path) -> None:
    outcomes = {each.source: each for each in update(both)}
    assert {name: each.state for name, each in outcomes.items()} == {
        "cijfers": "geen_tabel", "gezond": "bijgewerkt", "prijs": "mislukt"
    }  # fmt: skip
    assert "corrections.1: gevonden 201.0; verwacht 200.0" in outcomes["prijs"].message
    assert (value(both, "2015"), value(both, "2020")) == (190, 49)
    file = both / "sources" / "prijs.yaml"
    file.write_text(file.read_text().replace("expected: 200", "expected: 201"))
    assert [each.revised for each in update(both, "prijs")] == [2]
    assert (value(both, "2015"), value(both, "2016")) == (190, 211)


def test_a_damaged_vintage_leaves_the_previous_store_in_use(both: Path) -> None:
    (path,) = vintages(both, "prijs")
    whole = path.read_bytes()
    damage(path)
    with pytest.raises(SourceFault, match=rf"{path.name}: gevonden een andere inhoud \(sha256\)"):
        update(both, "gezond")
    with pytest.warns(OutdatedWarning, match=path.name):
        assert (value(both, "2015"), value(both, "2020")) == (190, 48)
    path.write_bytes(whole)
    assert (value(both, "2015"), value(both, "2020")) == (190, 49)


@pytest.mark.slow
def test_the_user_is_told_that_the_store_is_the_previous_one(both: Path) -> None:
    (path,) = vintages(both, "prijs")
    damage(path)
    answer = welvaart("update", "gezond", root=both)
    assert answer.returncode == 3
    assert "bijgewerkt" in answer.stdout
    assert path.name in answer.stderr
    listed = welvaart("sources", root=both)
    assert listed.returncode == 0
    assert listed.stderr.splitlines()[0].startswith("De opslag is niet bij")
    assert listed.stderr.count("De opslag is niet bij") == 1
    assert "UserWarning" not in listed.stderr
    checked = welvaart("check", root=both)
    assert checked.returncode == 1
    assert path.name in checked.stdout
    path.unlink()
    file = both / "sources" / "prijs.yaml"
    file.write_text(file.read_text().replace(CORRECTION, ""))
    assert welvaart("update", root=both).returncode == 0
    assert value(both, "2015") == 201


def test_a_store_of_other_definitions_is_not_used(both: Path) -> None:
    damage(vintages(both, "prijs")[0])
    file = both / "indicators" / "rust" / "geluid.yaml"
    file.write_text(file.read_text() + "weight: 2\n")
    with pytest.raises(InputFault, match="sha256"):
        update(both, "gezond")
    with pytest.raises(InputFault, match="sha256"):
        value(both, "2015")


def test_a_clock_that_ran_ahead_hides_no_later_news(both: Path) -> None:
    (path,) = vintages(both, "gezond")
    path.rename(path.with_name("2099-12-31T235959.999Z" + path.name[22:]))
    state = vintages_folder(both) / "gezond" / "state.json"
    state.unlink()
    assert [each.revised for each in update(both, "gezond")] == [1]
    assert value(both, "2020") == 49
    assert vintages(both, "gezond")[-1].name.startswith("2100-01-01T000000.000Z-")


@pytest.mark.parametrize("name", ["kopie van {name}", "2026-99-99T000000.000Z-0123456789abcdef.parquet"])
def test_a_stray_file_among_vintages_is_named(both: Path, name: str) -> None:
    (path,) = vintages(both, "prijs")
    stray = path.with_name(name.format(name=path.name))
    shutil.copy(path, stray)
    with pytest.raises(InputFault, match=f"{stray.name}: gevonden een bestand met een andere naam"):
        observed.source_observations(load(both), "prijs")


def test_hidden_files_of_other_programs_are_nobodys_business(both: Path) -> None:
    (path,) = vintages(both, "gezond")
    path.with_name(f"._{path.name}").write_bytes(b"\0\5\x16\7")
    assert value(both, "2020") == 48


def test_any_flipped_bit_is_a_finding(both: Path) -> None:
    (path,) = vintages(both, "prijs")
    good = path.read_bytes()
    for place in range(0, len(good), 50):
        path.write_bytes(good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :])
        with pytest.raises(InputFault, match="sha256"):
            observed.source_observations(load(both), "prijs")


def test_a_vintage_that_is_gone_is_fetched_again(both: Path, publisher: Publisher) -> None:
    update(both, "gezond")
    for path in vintages(both, "gezond"):
        path.unlink()
    assert [(each.state, each.new) for each in update(both, "gezond")] == [("bijgewerkt", 1)]
    assert value(both, "2020") == 49
    assert update(both, "gezond")[0].state == "ongewijzigd"


@pytest.mark.parametrize("change", [{"etag": 7}, {"etag": "é\n"}, {"vintages": 5}, {"modified": None}])
def test_a_state_of_another_kind_is_none(both: Path, change: dict[str, object]) -> None:
    state = vintages_folder(both) / "gezond" / "state.json"
    state.write_text(json.dumps({**json.loads(state.read_text()), "modified": "x", **change}))
    assert [each.state for each in update(both, "gezond")] == ["bijgewerkt"]


def test_an_etag_that_no_header_holds_is_not_sent(root4: Path, publisher: Publisher) -> None:
    add_table4(publisher, OLD)
    properties = publisher.pages[PROPERTIES]
    publisher.pages[PROPERTIES] = lambda query: Reply(
        json.dumps(properties(query)).encode(), headers={"ETag": '"caf\xe9"'}
    )
    assert [each.state for each in update(root4, "prijs")] == ["bijgewerkt"]
    assert [each.state for each in update(root4, "prijs")] == ["ongewijzigd"]


def test_some_years_by_another_definition_are_refused(root4: Path, publisher: Publisher) -> None:
    add_table4(publisher, OLD)
    update(root4, "prijs")
    file = root4 / "sources" / "prijs.yaml"
    file.write_text(file.read_text().replace(", title: Gemiddelde verkoopprijs", ""))
    (refused,) = update(root4, "prijs", since="2016")
    assert (refused.state, refused.message.endswith("[omschrijving]")) == ("mislukt", True)
    assert "`welvaart update prijs` zonder --since" in refused.message
    assert update(root4, "prijs")[0].state == "ongewijzigd"
    assert update(root4, "prijs", since="2016")[0].state == "ongewijzigd"


@pytest.mark.parametrize("name", ["data [2026]", "stern*", "a'b\"c", "kopie (1)"])
def test_a_folder_may_have_any_name(root4: Path, publisher: Publisher, name: str) -> None:
    root = root4.rename(root4.with_name(name))
    for rows, day in ((OLD, "2026-03-01"), (NEW, "2026-03-02")):
        add_table4(publisher, rows, ObservationsModified=day)
        assert update(root, "prijs")[0].state == "bijgewerkt"
    assert len(observed.source_observations(load(root), "prijs")) == 2


def test_a_folder_that_duckdb_cannot_use_is_named(root4: Path) -> None:
    root = root4.rename(root4.with_name("vraag?"))
    with pytest.raises(UsageFault, match=r"vraag\?"):
        publishing.publish(load(root))


@pytest.mark.slow
def test_a_damaged_store_is_named_with_what_mends_it(small_root: Path) -> None:
    whole = welvaart("context", "--all", "--format", "csv", root=small_root).stdout
    path = store_path(small_root)
    good = path.read_bytes()
    damaged = 0
    for start in range(12_288, len(good), 262_144):
        path.write_bytes(
            good[:start] + bytes(each ^ 0xFF for each in good[start : start + 4096]) + good[start + 4096 :]
        )
        answer = welvaart("context", "--all", "--format", "csv", root=small_root)
        assert "Traceback" not in answer.stderr
        assert (answer.returncode == 0 and answer.stdout == whole) or "`welvaart update --rebuild`" in answer.stderr
        damaged += answer.returncode == 1
        path.write_bytes(good)
    assert damaged


def test_what_a_kill_left_half_written_is_swept(both: Path) -> None:
    left = [vintages_folder(both) / "prijs" / ".2026.parquet.0123abcd", raw_folder(both) / "prijs" / ".a.json.0123abcd"]
    for path in left:
        path.write_bytes(b"half")
    update(both, "gezond")
    assert not any(path.exists() for path in left)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a device that is always full")
def test_a_full_disk_at_the_list_of_answers_names_it(root4: Path, publisher: Publisher) -> None:
    add_table4(publisher, OLD)
    update(root4, "prijs")
    (manifest,) = raw_folder(root4).rglob("manifest.jsonl")
    manifest.unlink()
    manifest.symlink_to("/dev/full")
    with pytest.raises(OSError, match=r"manifest\.jsonl"):
        update(root4, "prijs", again=True)


def test_no_store_is_built_of_files_that_changed_since_they_were_read(small_root: Path) -> None:
    tree = load(small_root)
    (small_root / "indicators" / "themes.yaml").open("a", encoding="utf-8").write("# gewijzigd\n")
    with pytest.raises(UsageFault, match="veranderd terwijl deze opdracht liep"):
        publishing.publish(tree)
    publishing.publish(load(small_root))
    assert is_current(store_path(small_root), load(small_root))
