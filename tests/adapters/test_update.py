"""The real client against a real server on loopback: what is fetched, kept, refused, and done again."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from brede_welvaart import adapters
from brede_welvaart.adapters.http import Limits
from brede_welvaart.adapters.update import Options, Outcome, fetch_tables
from brede_welvaart.adapters.vintages import latest
from brede_welvaart.errors import InputFault, StoreLocked, UsageFault
from brede_welvaart.loading import load
from tests.adapters.conftest import QUICK
from tests.adapters.publisher import Publisher, Reply, Row, add_table3, add_table4, as_json, row3, row4, serving

ROOT4 = "/odata/v1/CBS/83625NED"
ROOT3 = "/ODataFeed/odata/50120NED"
ROWS4 = [
    row4("GM0141", "2015JJ00", 200),
    row4("GM0141", "2016JJ00", 210.5),
    row4("NL01", "2015JJ00", 250),
    row4("GM0158", "2016JJ00", None, "Impossible"),
    row4("LD01", "2015JJ00", 1),
    row4("GM0141", "2016KW01", 99),
]
ROWS3 = [
    row3("GM0141", "MW00000", "    52.1"), row3("GM0141", "MOG0095", "    50.0"), row3("GM0141", "MBG0095", "    54.2"),
    row3("NL01  ", "MW00000", "    50.0"), row3("NL01  ", "MOG0095", "       ."), row3("NL01  ", "MBG0095", "       ."),
    row3("GM0141", "MW00000", "       .", "2022JJ00"), row3("NL01  ", "MW00000", "        ", "2022JJ00"),
]  # fmt: skip


def run(root: Path, name: str, options: Options = QUICK) -> Outcome:
    (outcome,) = fetch_tables(load(root), [name], options)
    return outcome


def figures(root: Path, name: str) -> dict[tuple[str, str], tuple[float | None, str | None, str]]:
    frame = latest(adapters.source_observations(load(root), name)).sort("region", "period")
    columns = ("region", "period", "value", "missing", "status")
    return {(row[0], row[1]): (row[2], row[3], row[4]) for row in frame.select(columns).iter_rows()}


def test_v4_pages_become_figures(root4: Path, publisher: Publisher) -> None:
    add_table4(publisher, ROWS4)
    assert run(root4, "prijs") == Outcome("prijs", "83625NED", "bijgewerkt", new=4)
    assert figures(root4, "prijs") == {
        ("GM0141", "2015"): (200, None, "definitief"),
        ("GM0141", "2016"): (210.5, None, "voorlopig"),
        ("GM0158", "2016"): (None, "niet_van_toepassing", "voorlopig"),
        ("NL01", "2015"): (250, None, "definitief"),
    }


def test_v4_asks_for_what_it_needs_only(root4: Path, publisher: Publisher) -> None:
    add_table4(publisher, ROWS4)
    run(root4, "prijs", replace(QUICK, since="2015"))
    asked = next(line for line in publisher.asked if "/Observations?" in line)
    wanted = (
        "$filter=(Measure eq 'M001534') and (startswith(RegioS,'GM') or startswith(RegioS,'NL')) and Perioden ge '2015'"
    )
    assert asked.endswith(wanted)


def test_v3_text_margins_and_padding(root3: Path, publisher: Publisher) -> None:
    add_table3(publisher, ROWS3, size=3)
    assert run(root3, "gezond").state == "bijgewerkt"
    assert figures(root3, "gezond") == {
        ("GM0141", "2020"): (52.1, None, "onbekend"),
        ("GM0141", "2022"): (None, "niet_gepubliceerd", "onbekend"),
        ("NL", "2020"): (50, None, "onbekend"),
        ("NL", "2022"): (None, "niet_van_toepassing", "onbekend"),
    }
    frame = latest(adapters.source_observations(load(root3), "gezond"))
    assert frame.filter(region="GM0141", period="2020").select("lower", "upper").row(0) == (50, 54.2)
    asked = next(line for line in publisher.asked if "/UntypedDataSet?" in line)
    assert "(Leeftijd eq '53115   ')" in asked


def test_every_answer_is_kept_with_address_time_and_hash(root4: Path, publisher: Publisher) -> None:
    add_table4(publisher, ROWS4)
    run(root4, "prijs")
    (folder,) = (root4 / "data" / "raw" / "prijs").iterdir()
    lines = [json.loads(line) for line in (folder / "manifest.jsonl").read_text().splitlines()]
    assert sum("/Observations?" in line["address"] for line in lines) == 3
    for line in lines:
        assert hashlib.sha256((folder / line["file"]).read_bytes()).hexdigest() == line["sha256"]
        assert line["time"].endswith("+00:00")


def test_gzipped_answers(root4: Path, publisher: Publisher) -> None:
    add_table4(publisher, ROWS4)
    page = gzip.compress(json.dumps({"value": ROWS4}).encode())
    publisher.replies[f"{ROOT4}/Observations"] = [Reply(page, headers={"Content-Encoding": "gzip"})]
    assert run(root4, "prijs").new == 4


def test_nothing_changed_asks_once(root4: Path, publisher: Publisher) -> None:
    add_table4(publisher, ROWS4)
    run(root4, "prijs")
    publisher.asked.clear()
    assert run(root4, "prijs").state == "ongewijzigd"
    assert publisher.asked == [f"{ROOT4}/Properties"]


def test_an_etag_that_still_holds_is_enough(root4: Path, publisher: Publisher) -> None:
    add_table4(publisher, ROWS4)
    properties = json.dumps({"Identifier": "83625NED", "Modified": ""}).encode()
    publisher.replies[f"{ROOT4}/Properties"] = [Reply(properties, headers={"ETag": '"a"'})]
    assert run(root4, "prijs").state == "bijgewerkt"
    assert run(root4, "prijs").state == "ongewijzigd"


def test_a_revision_is_a_new_vintage_and_the_old_one_stays(root4: Path, publisher: Publisher) -> None:
    add_table4(publisher, ROWS4)
    run(root4, "prijs")
    add_table4(publisher, [row4("GM0141", "2015JJ00", 201), *ROWS4[1:2], *ROWS4[3:]], ObservationsModified="2026-03-01")
    assert run(root4, "prijs") == Outcome("prijs", "83625NED", "bijgewerkt", revised=1, vanished=1)
    assert figures(root4, "prijs")["GM0141", "2015"][0] == 201
    assert figures(root4, "prijs")["NL01", "2015"][:2] == (None, "niet_gepubliceerd")
    frames = adapters.source_observations(load(root4), "prijs")
    values = pl.concat(frames).filter(region="GM0141", period="2015")["value"].to_list()
    assert values == [200, 201]


def test_a_new_date_without_new_figures_keeps_nothing(root4: Path, publisher: Publisher) -> None:
    add_table4(publisher, ROWS4)
    run(root4, "prijs")
    add_table4(publisher, ROWS4, ObservationsModified="2026-03-01")
    assert run(root4, "prijs").state == "ongewijzigd"
    assert len(list((root4 / "data" / "vintages" / "prijs").glob("*.parquet"))) == 1


def test_a_dry_run_tells_and_keeps_no_figure(root4: Path, publisher: Publisher) -> None:
    add_table4(publisher, ROWS4)
    assert run(root4, "prijs", replace(QUICK, dry_run=True)) == Outcome("prijs", "83625NED", "zou_wijzigen", new=4)
    assert not list((root4 / "data").rglob("*.parquet"))
    assert run(root4, "prijs").state == "bijgewerkt"


def test_parsing_again_needs_no_page(root4: Path, publisher: Publisher) -> None:
    add_table4(publisher, ROWS4)
    run(root4, "prijs")
    publisher.asked.clear()
    assert run(root4, "prijs", replace(QUICK, again=True)).state == "ongewijzigd"
    assert not [line for line in publisher.asked if "/Observations?" in line]


def test_faults_that_pass_are_asked_again(root4: Path, publisher: Publisher) -> None:
    add_table4(publisher, ROWS4)
    whole = json.dumps({"value": ROWS4}).encode()
    replies = [Reply(b"busy", 503, "text/plain"), Reply(whole, cut=40), Reply(whole)]
    publisher.replies[f"{ROOT4}/Observations"] = replies
    assert run(root4, "prijs").new == 4


def test_a_fetch_resumes_from_the_last_good_page(root4: Path, publisher: Publisher) -> None:
    add_table4(publisher, ROWS4)
    original = publisher.pages[f"{ROOT4}/Observations"]
    down = Reply(b"", 503, "text/plain")
    publisher.pages[f"{ROOT4}/Observations"] = lambda query: down if "$skip=4" in query else original(query)
    failed = run(root4, "prijs")
    assert (failed.state, "[onbereikbaar]" in failed.message) == ("mislukt", True)
    publisher.pages[f"{ROOT4}/Observations"] = original
    publisher.asked.clear()
    assert run(root4, "prijs").new == 4
    assert [line.rpartition("$skip=")[2] for line in publisher.asked if "/Observations?" in line] == ["4"]


def elsewhere(publisher: Publisher) -> Reply:
    return as_json({"value": ROWS4, "@odata.nextLink": "http://127.0.0.2:1/odata/v1/CBS/83625NED/Observations"})


def endless(publisher: Publisher) -> Reply:
    return as_json({"value": ROWS4[:1], "@odata.nextLink": f"{publisher.address}{ROOT4}/Observations?$skip=1"})


def bomb(publisher: Publisher) -> Reply:
    return Reply(gzip.compress(b" " * 2_000_000), headers={"Content-Encoding": "gzip"})


def rows(*changed: Row) -> Callable[[Publisher], Reply]:
    return lambda publisher: as_json({"value": list(changed)})


FAULTS: dict[str, tuple[str, Callable[[Publisher], Reply]]] = {
    "vreemd_adres": ("Observations", elsewhere),
    "lus": ("Observations", endless),
    "te_groot": ("Observations", bomb),
    "gzip": ("Observations", lambda p: Reply(gzip.compress(b"{}")[:-9], headers={"Content-Encoding": "gzip"})),
    "codering": ("Observations", lambda p: Reply(b"{}", headers={"Content-Encoding": "br"})),
    "soort": ("Observations", lambda p: Reply(b"<html>onderhoud</html>", media="text/html")),
    "geen_json": ("Observations", lambda p: Reply(b'{"value": [{"Id": 1,')),
    "vorm": ("Observations", lambda p: as_json({"waarden": []})),
    "onbereikbaar": ("Observations", lambda p: Reply(b"", 503, "text/plain")),
    "te_veel_rijen": ("Observations", lambda p: Reply(b"query returns more than 10000 records", 500, "text/plain")),
    "status": ("Observations", lambda p: Reply(b"", 403, "text/plain")),
    "onbekend": ("Properties", lambda p: Reply(b"", 404, "text/plain")),
    "tabel": ("Properties", lambda p: as_json({"Identifier": "83625ned"})),
    "aantal": ("Observations/$count", lambda p: Reply(b"7", media="text/plain")),
    "dimensies": ("Dimensions", lambda p: as_json({"value": [{"Identifier": "RegioS"}, {"Identifier": "Geslacht"}]})),
    "maat": ("MeasureCodes", rows({"Identifier": "M001535", "Title": "Iets anders", "Unit": "euro"})),
    "eenheid": (
        "MeasureCodes",
        rows({"Identifier": "M001534", "Title": "Gemiddelde verkoopprijs", "Unit": "1 000 euro"}),
    ),
    "teken": ("Observations", rows(*ROWS4[:5], row4("GM0141", "2016JJ00", None, "Secret"))),
    "periode": ("Observations", rows(*ROWS4[:5], row4("GM0141", "2016JJ99", 1))),
}  # fmt: skip


@pytest.mark.parametrize("code", FAULTS)
def test_a_fault_is_named_with_its_table_and_leaves_nothing(code: str, root4: Path, publisher: Publisher) -> None:
    add_table4(publisher, ROWS4)
    path, reply = FAULTS[code]
    publisher.replies[f"{ROOT4}/{path}"] = [reply(publisher)]
    outcome = run(root4, "prijs", Options(limits=replace(QUICK.limits, page_bytes=1_000_000)))
    assert outcome.state == "mislukt"
    assert outcome.message.startswith("83625NED: ")
    assert outcome.message.endswith(f"[{code}]")
    assert not list((root4 / "data").rglob("*.parquet"))
    publisher.replies.clear()
    assert run(root4, "prijs").state == "bijgewerkt"


def test_the_wrong_case_gives_an_empty_answer_which_is_a_fault(root4: Path, publisher: Publisher) -> None:
    add_table4(publisher, [])
    assert run(root4, "prijs").message.endswith("[leeg]")


def test_figures_without_value_or_reason_are_refused(root4: Path, publisher: Publisher) -> None:
    add_table4(publisher, [row4("GM0141", "2015JJ00", None)])
    assert run(root4, "prijs").message.endswith("[teken]")


@pytest.mark.parametrize("value", ["12", [1], {}])
def test_a_value_of_another_type_is_refused(root4: Path, publisher: Publisher, value: object) -> None:
    add_table4(publisher, [{**ROWS4[0], "Value": value}])
    assert run(root4, "prijs").message.endswith("[vorm]")


def test_double_rows_are_refused(root4: Path, publisher: Publisher) -> None:
    add_table4(publisher, [*ROWS4, ROWS4[0]])
    assert "elke regio één keer" in run(root4, "prijs").message


def test_an_unknown_symbol_is_refused(root3: Path, publisher: Publisher) -> None:
    add_table3(publisher, [row3("GM0141", "MW00000", "     n/a")])
    outcome = run(root3, "gezond")
    assert outcome.message.startswith("50120NED: ")
    assert outcome.message.endswith("[teken]")


def test_an_unknown_code_says_which_there_are(root3: Path, publisher: Publisher) -> None:
    add_table3(publisher, ROWS3)
    publisher.replies[f"{ROOT3}/Leeftijd"] = [as_json({"value": [{"Key": "53105   "}]})]
    message = run(root3, "gezond").message
    assert "53105" in message
    assert message.endswith("[code]")


def test_a_table_that_changes_meanwhile_is_refused(root4: Path, publisher: Publisher) -> None:
    add_table4(publisher, ROWS4)
    first, then = ({"Identifier": "83625NED", "Modified": f"2026-0{month}-01"} for month in (1, 2))
    publisher.replies[f"{ROOT4}/Properties"] = [as_json(first), as_json(then)]
    assert run(root4, "prijs").message.endswith("[gewijzigd]")


@pytest.mark.parametrize(
    ("limits", "code"),
    [({"pages": 2}, "te_veel_bladzijden"), ({"total_bytes": 900}, "te_groot"), ({"seconds": 0.0}, "te_lang")],
)
def test_ceilings(root4: Path, publisher: Publisher, limits: dict[str, float], code: str) -> None:
    add_table4(publisher, ROWS4)
    bounded = Limits(**{"attempts": 1, "pause": 0.01, **limits})
    assert run(root4, "prijs", Options(limits=bounded)).message.endswith(f"[{code}]")


def test_one_that_fails_does_not_stop_the_others(root4: Path, publisher: Publisher) -> None:
    add_table4(publisher, ROWS4)
    other = (root4 / "sources" / "prijs.yaml").read_text().replace("table: 83625NED", "table: 83625ned")
    (root4 / "sources" / "anders.yaml").write_text(other)
    states = {outcome.source: outcome.state for outcome in fetch_tables(load(root4), (), QUICK)}
    assert states == {"anders": "mislukt", "cijfers": "geen_tabel", "prijs": "bijgewerkt"}


def test_nobody_answers(root4: Path) -> None:
    with serving(Publisher()) as gone:
        address = gone.address
    file = root4 / "sources" / "prijs.yaml"
    file.write_text(
        "\n".join(
            f"  address: {address}/odata" if "address:" in line else line for line in file.read_text().splitlines()
        )
    )
    assert run(root4, "prijs").message.endswith("[onbereikbaar]")


def test_an_unknown_source_says_which_there_are(root4: Path) -> None:
    with pytest.raises(UsageFault, match="'prijzen', een van: prijs"):
        list(fetch_tables(load(root4), ["prijzen"]))


def test_two_updates_at_once(root4: Path, publisher: Publisher) -> None:
    add_table4(publisher, ROWS4)
    first = fetch_tables(load(root4), ["prijs", "cijfers"], QUICK)
    next(first)
    with pytest.raises(StoreLocked, match=str(os.getpid())):
        next(fetch_tables(load(root4), ["prijs"], QUICK))
    assert [outcome.source for outcome in first] == ["cijfers"]


def test_figures_that_are_not_plausible_are_refused(root4: Path, publisher: Publisher) -> None:
    file = root4 / "indicators" / "rust" / "geluid.yaml"
    file.write_text(file.read_text().replace("{source: cijfers, measure: geluid}", "{source: prijs, measure: prijs}"))
    add_table4(publisher, ROWS4)
    message = run(root4, "prijs").message
    assert "prijs (83625NED): prijs, GM0141, 2015, kolom value: gevonden 200.0" in message
    assert "0 tot 140 [bereik]" in message


def test_vintages_are_part_of_the_fingerprint(root4: Path, publisher: Publisher) -> None:
    add_table4(publisher, ROWS4)
    before = load(root4).fingerprint
    run(root4, "prijs")
    assert load(root4).fingerprint != before


CORRECTION = """\
corrections:
  - region: R1
    period: "2022"
    measure: geluid
    expected: {expected}
    value: {value}
    reason: {{nl: De uitgever meldde een tikfout.}}
    source: https://example.org/tikfout
"""


def test_a_correction_stands_beside_the_published_figure(small_root: Path) -> None:
    file = small_root / "sources" / "cijfers.yaml"
    file.write_text(file.read_text() + CORRECTION.format(expected=52, value=53))
    frames = adapters.source_observations(load(small_root), "cijfers")
    rows = pl.concat(frames).filter(measure="geluid", region="R1", period="2022").select("value", "vintage").rows()
    assert rows == [(52, "2022"), (53, "correctie")]


def test_a_correction_can_take_a_figure_away(small_root: Path) -> None:
    file = small_root / "sources" / "cijfers.yaml"
    file.write_text(file.read_text() + CORRECTION.format(expected=52, value="null"))
    current = latest(adapters.source_observations(load(small_root), "cijfers"))
    assert current.filter(measure="geluid", region="R1", period="2022").select("value", "missing").row(0) == (
        None,
        "niet_gepubliceerd",
    )


def test_a_correction_fails_when_the_publisher_has_mended_the_figure(small_root: Path) -> None:
    file = small_root / "sources" / "cijfers.yaml"
    file.write_text(file.read_text() + CORRECTION.format(expected=50, value=53))
    with pytest.raises(InputFault, match=r"sources/cijfers.yaml: corrections.1: gevonden 52.0; verwacht 50.0"):
        list(adapters.observations(load(small_root)))


@pytest.mark.slow
def test_a_kill_while_fetching_leaves_what_was(root4: Path, publisher: Publisher) -> None:
    add_table4(publisher, ROWS4)
    run(root4, "prijs")
    before = {path: path.read_bytes() for path in (root4 / "data" / "vintages").rglob("*") if path.is_file()}
    add_table4(publisher, ROWS4[:3], ObservationsModified="2026-03-01")
    program = f"""
import os, signal
from brede_welvaart.adapters.update import fetch_tables
from brede_welvaart.loading import load
def stop(source, pages, size):
    os.kill(os.getpid(), signal.SIGKILL)
list(fetch_tables(load({str(root4)!r}), ["prijs"], None, stop))
"""
    done = subprocess.run([sys.executable, "-c", program], timeout=60, check=False)
    assert done.returncode == -signal.SIGKILL
    after = {path: path.read_bytes() for path in (root4 / "data" / "vintages").rglob("*") if path.is_file()}
    assert after == before
    assert run(root4, "prijs").state == "ongewijzigd"
