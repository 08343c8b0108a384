"""The real client against a real server on loopback: what is fetched, kept, refused, and done again."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl
import pytest

from brede_welvaart.adapters import observed
from brede_welvaart.adapters.http import Limits
from brede_welvaart.adapters.task import Options, Outcome
from brede_welvaart.adapters.update import fetch_tables
from brede_welvaart.adapters.vintages import asked_for, changes, latest
from brede_welvaart.errors import InputFault, StoreLocked, UsageFault
from brede_welvaart.loading import load
from brede_welvaart.tables import OBSERVATIONS
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
KEPT: Row = {
    "source": "prijs", "measure": "prijs", "value": 1.0, "status": "definitief", "vintage": "2022",
}  # fmt: skip


def run(root: Path, name: str, options: Options = QUICK) -> Outcome:
    (outcome,) = fetch_tables(load(root), [name], options)
    return outcome


def figures(root: Path, name: str) -> dict[tuple[str, str], tuple[float | None, str | None, str]]:
    frame = latest(observed.source_observations(load(root), name)).sort("region", "period")
    columns = ("region", "period", "value", "missing", "status")
    return {(row[0], row[1]): (row[2], row[3], row[4]) for row in frame.select(columns).iter_rows()}


def ship(root: Path, rows: str, edition: str) -> None:
    """Give the source `prijs` a file with these rows beside its table."""
    content = f"region,period,measure,value\n{rows}\n"
    (root / "sources" / "prijs.csv").write_text(content)
    digest = hashlib.sha256(content.encode()).hexdigest()
    file = root / "sources" / "prijs.yaml"
    file.write_text(f"{file.read_text()}adapter: table_file\nfile: prijs.csv\nsha256: {digest}\n{edition}\n")


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


def test_a_measure_is_found_whatever_padding_the_definition_has(root4: Path, publisher: Publisher) -> None:
    add_table4(publisher, ROWS4)
    definition = root4 / "sources" / "prijs.yaml"
    definition.write_text(definition.read_text().replace("code: M001534, ", "code: 'M001534 ', "))
    assert run(root4, "prijs").new == 4


def test_v3_text_margins_and_padding(root3: Path, publisher: Publisher) -> None:
    add_table3(publisher, ROWS3, size=3)
    assert run(root3, "gezond").state == "bijgewerkt"
    assert figures(root3, "gezond") == {
        ("GM0141", "2020"): (52.1, None, "onbekend"),
        ("GM0141", "2022"): (None, "niet_gepubliceerd", "onbekend"),
        ("NL", "2020"): (50, None, "onbekend"),
        ("NL", "2022"): (None, "niet_van_toepassing", "onbekend"),
    }
    frame = latest(observed.source_observations(load(root3), "gezond"))
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


def test_a_date_that_is_a_path_leads_nowhere(root4: Path, publisher: Publisher) -> None:
    add_table4(publisher, ROWS4, ObservationsModified="../../../../elders")
    assert run(root4, "prijs").state == "bijgewerkt"
    assert len(list((root4 / "data" / "raw" / "prijs").iterdir())) == 1


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


def test_a_table_that_says_no_date_is_asked_anew_every_time(root4: Path, publisher: Publisher) -> None:
    for value in (200, 201):
        add_table4(publisher, [row4("GM0141", "2015JJ00", value)], Modified=None, ObservationsModified=None)
        assert run(root4, "prijs").state == "bijgewerkt"
        assert figures(root4, "prijs")["GM0141", "2015"][0] == value


def test_a_revision_is_a_new_vintage_and_the_old_one_stays(root4: Path, publisher: Publisher) -> None:
    add_table4(publisher, ROWS4)
    run(root4, "prijs")
    add_table4(publisher, [row4("GM0141", "2015JJ00", 201), *ROWS4[1:2], *ROWS4[3:]], ObservationsModified="2026-03-01")
    assert run(root4, "prijs") == Outcome("prijs", "83625NED", "bijgewerkt", revised=1, vanished=1)
    assert figures(root4, "prijs")["GM0141", "2015"][0] == 201
    assert figures(root4, "prijs")["NL01", "2015"][:2] == (None, "niet_gepubliceerd")
    frames = observed.source_observations(load(root4), "prijs")
    values = pl.concat(frames).filter(region="GM0141", period="2015")["value"].to_list()
    assert values == [200, 201]


@pytest.mark.parametrize(
    ("asked", "gone"),
    [
        ("", {("GM0141", "2016"), ("NL", "2015")}),
        ("region: {code: GM0141}", {("GM0141", "2016")}),
        ("period: {dimension: Perioden, kinds: [KW]}", {("GM0141", "2016-Q1")}),
        ("period: {code: 2015JJ00}", {("NL", "2015")}),
    ],
)
def test_only_what_the_table_was_asked_for_can_be_gone(root4: Path, asked: str, gone: set[tuple[str, str]]) -> None:
    file = root4 / "sources" / "prijs.yaml"
    lines = file.read_text().replace("kinds: [GM, NL]", "kinds: [GM, NL], rename: {NL01: NL}").splitlines()
    key = asked.partition(":")[0]
    file.write_text("\n".join(f"  {asked}" if key and line.startswith(f"  {key}:") else line for line in lines))
    table = load(root4).sources["prijs"].refresh
    assert table is not None
    cells = [("GM0141", "2016"), ("GM0141", "2016-Q1"), ("NL", "2015"), ("WK014101", "2015")]
    rows = [{**KEPT, "region": region, "period": period} for region, period in cells]
    current = pl.DataFrame(rows, schema=OBSERVATIONS)
    found = changes(current, current.clear(), asked_for(table, None), "2026").rows
    regions, periods = (found[column].cast(pl.String) for column in ("region", "period"))
    assert set(zip(regions, periods, strict=True)) == gone


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


@pytest.mark.parametrize(
    ("down", "code"),
    [
        (Reply(b"", 503, "text/plain"), "onbereikbaar"),
        (Reply(b"", 522, "text/html"), "onbereikbaar"),
        (Reply(b"", 403, "text/html"), "status"),
        (Reply(b"<html>onderhoud</html>", media="text/html"), "soort"),
        (Reply(b'{"value": [{"Id": 1,'), "geen_json"),
        (Reply(b'{"value": [{"Id": 1,]}'), "geen_json"),
        (Reply(gzip.compress(b"{}")[:-9], headers={"Content-Encoding": "gzip"}), "gzip"),
    ],
)
def test_a_fetch_resumes_from_the_last_good_page(root4: Path, publisher: Publisher, down: Reply, code: str) -> None:
    add_table4(publisher, ROWS4)
    original = publisher.pages[f"{ROOT4}/Observations"]
    publisher.pages[f"{ROOT4}/Observations"] = lambda query: down if "$skip=4" in query else original(query)
    failed = run(root4, "prijs")
    assert (failed.state, failed.message.endswith(f"[{code}]")) == ("mislukt", True)
    publisher.pages[f"{ROOT4}/Observations"] = original
    publisher.asked.clear()
    assert run(root4, "prijs").new == 4
    assert [line.rpartition("$skip=")[2] for line in publisher.asked if "/Observations?" in line] == ["4"]


@dataclass(frozen=True)
class Service:
    """A table of one protocol: the source that asks for it, the paths of its parts, and rows that are sound."""

    source: str
    table: str
    root: str
    head: str
    rows: str
    measures: str
    link: str
    sound: list[Row]
    add: Callable[..., None]

    def path(self, part: str) -> str:
        return f"{self.root}/{part}"


V4 = Service(
    "prijs", "83625NED", ROOT4, "Properties", "Observations", "MeasureCodes", "@odata.nextLink", ROWS4, add_table4
)
V3 = Service(
    "gezond", "50120NED", ROOT3, "TableInfos", "UntypedDataSet", "DataProperties", "odata.nextLink", ROWS3, add_table3
)
SERVICES = {"v4": V4, "v3": V3}
Fault = Callable[[Publisher, Service], Reply]


@pytest.fixture(params=SERVICES)
def service(request: pytest.FixtureRequest, publisher: Publisher) -> Service:
    """Each protocol in turn, with a sound table."""
    chosen = SERVICES[request.param]
    chosen.add(publisher, chosen.sound)
    return chosen


@pytest.fixture
def root(service: Service, request: pytest.FixtureRequest) -> Path:
    return Path(request.getfixturevalue("root4" if service is V4 else "root3"))


def page(service: Service, rows: list[Row], following: str | None = None) -> Reply:
    return as_json({"value": rows} | ({service.link: following} if following else {}))


def text(content: bytes, status: int = 200, **headers: str) -> Fault:
    media = "application/json" if status == 200 else "text/plain"
    return lambda publisher, service: Reply(content, status, media, headers)


def zipped(content: bytes) -> Fault:
    return text(content, **{"Content-Encoding": "gzip"})


def elsewhere(publisher: Publisher, service: Service) -> Reply:
    return page(service, service.sound, f"http://127.0.0.2:1{service.path(service.rows)}")


def endless(publisher: Publisher, service: Service) -> Reply:
    return page(service, service.sound[:1], f"{publisher.address}{service.path(service.rows)}?$skip=1")


def double(publisher: Publisher, service: Service) -> Reply:
    return page(service, [*service.sound[:-1], service.sound[0]])


def without_code(publisher: Publisher, service: Service) -> Reply:
    rows = [{key: value for key, value in row.items() if key != "RegioS"} for row in service.sound]
    return page(service, rows)


def strange_period(publisher: Publisher, service: Service) -> Reply:
    return page(service, [*service.sound[:-1], {**service.sound[0], "Perioden": "2016JJ99"}])


def strange_symbol(publisher: Publisher, service: Service) -> Reply:
    strange: Row = {"Value": None, "ValueAttribute": "Secret"} if service is V4 else {"Overgewicht_4": "     n/a"}
    return page(service, [*service.sound[:-1], {**service.sound[0], **strange}])


def another_type(publisher: Publisher, service: Service) -> Reply:
    strange: Row = {"Value": "12"} if service is V4 else {"Overgewicht_4": 12}
    return page(service, [*service.sound[:-1], {**service.sound[0], **strange}])


def another_table(publisher: Publisher, service: Service) -> Reply:
    wrong = {"Identifier": service.table.lower(), "Modified": "2026-01-01"}
    return as_json(wrong if service is V4 else {"value": [wrong]})


def changed(**change: str) -> Fault:
    """The list of measures with this change in the one that is asked for."""

    def reply(publisher: Publisher, service: Service) -> Reply:
        listing = publisher.pages[service.path(service.measures)]("")
        assert isinstance(listing, dict)
        return as_json({"value": [{**row, **change} if row.get("Unit") else row for row in listing["value"]]})

    return reply


def another_dimension(publisher: Publisher, service: Service) -> Reply:
    listing = publisher.pages[service.path("Dimensions" if service is V4 else "DataProperties")]("")
    assert isinstance(listing, dict)
    return as_json({"value": [*listing["value"], {"Identifier": "Geslacht", "Key": "Geslacht", "Type": "Dimension"}]})


def of_another_list(publisher: Publisher, service: Service) -> Reply:
    return page(service, service.sound, f"{publisher.address}{service.path(service.rows).replace('NED/', 'ned/')}?x=1")


def without_a_figure(publisher: Publisher, service: Service) -> Reply:
    """A column that has another name in the last row."""
    column = "Value" if service is V4 else "Overgewicht_4"
    last = {("Anders" if key == column else key): value for key, value in service.sound[-1].items()}
    return page(service, [*service.sound[:-1], last])


def list_that_is_large(publisher: Publisher, service: Service) -> Reply:
    bomb = b'{"value": [' + b"{}," * 8_000_000 + b"{}]}"
    return Reply(gzip.compress(bomb, 1), headers={"Content-Encoding": "gzip"})


def port_that_is_none(publisher: Publisher, service: Service) -> Reply:
    return page(service, service.sound, "http://127.0.0.1:99999/")


def listing_of(key: str) -> Fault:
    return lambda publisher, service: as_json({"value": [{key: "iets"}]})


def status_that_is_a_number(publisher: Publisher, service: Service) -> Reply:
    key = "Identifier" if service is V4 else "Key"
    return as_json({"value": [{key: code, "Status": 5} for code in ("2015JJ00", "2016JJ00", "2020JJ00", "2022JJ00")]})


FAULTS: dict[str, tuple[str, str, Fault]] = {
    "a link to another origin": ("vreemd_adres", "rows", elsewhere),
    "a link that comes back": ("lus", "rows", endless),
    "a redirect": ("omleiding", "rows", text(b"", 302, Location="http://127.0.0.2:1/")),
    "a redirect to nowhere": ("omleiding", "rows", text(b"", 302)),
    "a gzip bomb": ("te_groot", "rows", zipped(gzip.compress(b" " * 2_000_000))),
    "gzip that is cut off": ("gzip", "rows", zipped(gzip.compress(b"{}")[:-9])),
    "gzip that is none": ("gzip", "rows", zipped(b"{}")),
    "an unknown encoding": ("codering", "rows", text(b"{}", **{"Content-Encoding": "br"})),
    "another content type": ("soort", "rows", lambda p, s: Reply(b"<html>onderhoud</html>", media="text/html")),
    "truncated JSON": ("geen_json", "rows", text(b'{"value": [{"Id": 1,')),
    "a page without rows": ("vorm", "rows", text(b'{"waarden": []}')),
    "a list for a page": ("vorm", "rows", text(b"[]")),
    "a link to another list": ("vreemd_adres", "rows", of_another_list),
    "a row without a column": ("vorm", "rows", without_a_figure),
    "gzip with something behind it": ("gzip", "rows", zipped(gzip.compress(b'{"value": []}') + b"rest")),
    "gzip in two parts": ("gzip", "rows", zipped(gzip.compress(b'{"value": [') + gzip.compress(b"]}"))),
    "an outage at the front door": ("onbereikbaar", "rows", text(b"", 522)),
    "rows without a region": ("vorm", "rows", without_code),
    "a value of another type": ("vorm", "rows", another_type),
    "a link to a port that is none": ("vorm", "rows", port_that_is_none),
    "a measure without a title": ("vorm", "measures", listing_of("Unit")),
    "a dimension without a name": ("vorm", "dimensions", listing_of("Kind")),
    "a period without a code": ("vorm", "periods", listing_of("Title")),
    "a status that is a number": ("vorm", "periods", status_that_is_a_number),
    "an outage": ("onbereikbaar", "rows", text(b"", 503)),
    "an answer that is cut off": ("onbereikbaar", "rows", lambda p, s: Reply(b'{"value": []}', cut=3)),
    "too many rows asked": ("te_veel_rijen", "rows", text(b"query returns more than 10000 records", 500)),
    "a refusal": ("status", "rows", text(b"", 403)),
    "an unknown table": ("onbekend", "head", text(b"", 404)),
    "another table": ("tabel", "head", another_table),
    "another number of rows": ("aantal", "count", lambda p, s: Reply(b"7000", media="text/plain")),
    "a number of rows without end": ("aantal", "count", lambda p, s: Reply(b"7" * 5000, media="text/plain")),
    "another dimension": ("dimensies", "dimensions", another_dimension),
    "another measure": ("maat", "measures", changed(Identifier="M9", Key="Iets_1", Title="Iets anders")),
    "another unit": ("eenheid", "measures", changed(Unit="x 1 000")),
    "an unknown symbol": ("teken", "rows", strange_symbol),
    "an unknown period": ("periode", "rows", strange_period),
    "double rows": ("eenmaal", "rows", double),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_named_with_its_table_and_leaves_nothing(
    fault: str, service: Service, root: Path, publisher: Publisher
) -> None:
    code, part, reply = FAULTS[fault]
    parts = {
        "rows": service.rows, "head": service.head, "measures": service.measures, "count": f"{service.rows}/$count",
        "dimensions": "Dimensions" if service is V4 else "DataProperties",
        "periods": "PeriodenCodes" if service is V4 else "Perioden",
    }  # fmt: skip
    publisher.replies[service.path(parts[part])] = [reply(publisher, service)]
    if part == "rows" and code in ("teken", "periode", "eenmaal"):
        publisher.replies[service.path(f"{service.rows}/$count")] = [Reply(b"", 404, "text/plain")]
    outcome = run(root, service.source, Options(limits=replace(QUICK.limits, page_bytes=1_000_000)))
    assert outcome.state == "mislukt"
    assert service.table in outcome.message.partition(" gevonden")[0]
    assert f"[{code}]" in outcome.message
    assert not list((root / "data").rglob("*.parquet"))
    publisher.replies.clear()
    assert run(root, service.source).state == "bijgewerkt"


def test_a_short_list_is_not_read_without_end(service: Service, root: Path, publisher: Publisher) -> None:
    publisher.replies[service.path(service.measures)] = [list_that_is_large(publisher, service)]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert run(root, service.source).message.endswith("[vorm]")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000


def test_only_the_last_answers_that_were_refused_are_kept(service: Service, root: Path, publisher: Publisher) -> None:
    publisher.replies[service.path(service.rows)] = [without_code(publisher, service)]
    for _attempt in range(3):
        assert run(root, service.source).message.endswith("[vorm]")
    assert len(list((root / "data" / "raw" / service.source).glob("*-geweigerd-*"))) == 1


def test_the_wrong_case_gives_an_empty_answer_which_is_a_fault(
    service: Service, root: Path, publisher: Publisher
) -> None:
    service.add(publisher, [])
    assert run(root, service.source).message.endswith("[leeg]")


@pytest.mark.parametrize("reply", [Reply(b" " * 1000, drip=0.02), Reply(b"X: y\r\n" * 999, drip=0.02, headless=True)])
def test_an_answer_that_drips_in_is_stopped_while_it_is_read(
    service: Service, root: Path, publisher: Publisher, reply: Reply
) -> None:
    publisher.replies[service.path(service.rows)] = [reply]
    started = time.monotonic()
    outcome = run(root, service.source, Options(limits=replace(QUICK.limits, seconds=0.5)))
    assert outcome.message.endswith("[te_lang]")
    assert time.monotonic() - started < 10


def test_a_number_of_rows_may_be_json(service: Service, root: Path, publisher: Publisher) -> None:
    publisher.replies[service.path(f"{service.rows}/$count")] = [as_json(7000)]
    assert run(root, service.source).message.endswith("[aantal]")


def test_a_large_loss_from_a_table_that_does_not_count_is_refused(root4: Path, publisher: Publisher) -> None:
    rows = [row4(f"GM{number:04}", "2015JJ00", number) for number in range(1, 21)]
    add_table4(publisher, rows, size=100)
    run(root4, "prijs")
    for count, found in ((18, Outcome("prijs", "83625NED", "bijgewerkt", vanished=2)), (15, None)):
        add_table4(publisher, rows[:count], size=100, ObservationsModified=f"2026-03-{count}")
        publisher.replies[f"{ROOT4}/Observations/$count"] = [Reply(b"", 404, "text/plain")]
        outcome = run(root4, "prijs")
        assert found in (outcome, None)
    assert outcome.message.endswith("[verlies]")
    assert "3 van 18 cijfers" in outcome.message
    assert run(root4, "prijs", replace(QUICK, again=True)).vanished == 3


def test_stars_behind_a_figure_are_its_status(root3: Path, publisher: Publisher) -> None:
    rows = [{**ROWS3[0], "Overgewicht_4": "   52.1*"}, *ROWS3[1:6], {**ROWS3[6], "Overgewicht_4": "  51.0**"}]
    add_table3(publisher, rows)
    run(root3, "gezond")
    found = figures(root3, "gezond")
    assert found["GM0141", "2020"] == (52.1, None, "voorlopig")
    assert found["GM0141", "2022"] == (51, None, "nader_voorlopig")
    assert found["NL", "2020"] == (50, None, "onbekend")


def test_a_column_of_nulls_is_no_column_that_is_absent(root3: Path, publisher: Publisher) -> None:
    add_table3(publisher, [{**row, "Overgewicht_4": None} for row in ROWS3])
    run(root3, "gezond")
    assert figures(root3, "gezond")["GM0141", "2020"] == (None, "niet_van_toepassing", "onbekend")


def test_a_number_of_rows_that_is_not_told_is_no_fault(service: Service, root: Path, publisher: Publisher) -> None:
    publisher.replies[service.path(f"{service.rows}/$count")] = [Reply(b"", 404, "text/plain")]
    assert run(root, service.source).state == "bijgewerkt"


def test_figures_without_value_or_reason_are_refused(root4: Path, publisher: Publisher) -> None:
    add_table4(publisher, [row4("GM0141", "2015JJ00", None)])
    assert run(root4, "prijs").message.endswith("[teken]")


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


def test_indicators_that_share_a_measure_share_its_range(small_root: Path) -> None:
    file = small_root / "indicators" / "rust" / "geluid.yaml"
    for name, bounds in (("gerucht", "[10, 500]"), ("zonder", None)):
        text = file.read_text().replace("range: [0, 140]\n", f"range: {bounds}\n" if bounds else "")
        file.with_name(f"{name}.yaml").write_text(text)
    assert observed.plausible(load(small_root), "cijfers")["geluid"] == (10, 140)


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
    frames = observed.source_observations(load(small_root), "cijfers")
    rows = pl.concat(frames).filter(measure="geluid", region="R1", period="2022").select("value", "vintage").rows()
    assert rows == [(52, "2022"), (53, "correctie")]


def test_a_correction_mends_a_figure_that_is_not_plausible(root4: Path, publisher: Publisher) -> None:
    indicator = root4 / "indicators" / "rust" / "geluid.yaml"
    indicator.write_text(indicator.read_text().replace("cijfers, measure: geluid", "prijs, measure: prijs"))
    add_table4(publisher, [row4("GM0141", "2015JJ00", 1400), row4("NL01", "2015JJ00", 50)])
    file = root4 / "sources" / "prijs.yaml"
    correction = CORRECTION.format(expected=1400, value=140).replace("geluid", "prijs").replace("R1", "GM0141")
    file.write_text(file.read_text() + correction.replace("2022", "2015"))
    assert run(root4, "prijs").state == "bijgewerkt"
    assert figures(root4, "prijs")["GM0141", "2015"][0] == 140
    worse = [row4("GM0141", "2015JJ00", 1400), row4("NL01", "2015JJ00", 500)]
    add_table4(publisher, worse, ObservationsModified="2026-03-01")
    assert "[bereik]" in run(root4, "prijs").message


def test_a_correction_can_take_a_figure_away(small_root: Path) -> None:
    file = small_root / "sources" / "cijfers.yaml"
    file.write_text(file.read_text() + CORRECTION.format(expected=52, value="null"))
    current = latest(observed.source_observations(load(small_root), "cijfers"))
    assert current.filter(measure="geluid", region="R1", period="2022").select("value", "missing").row(0) == (
        None,
        "niet_gepubliceerd",
    )


def test_a_correction_fails_when_the_publisher_has_mended_the_figure(small_root: Path) -> None:
    file = small_root / "sources" / "cijfers.yaml"
    file.write_text(file.read_text() + CORRECTION.format(expected=50, value=53))
    with pytest.raises(InputFault, match=r"sources/cijfers.yaml: corrections.1: gevonden 52.0; verwacht 50.0"):
        list(observed.observations(load(small_root)))


@pytest.mark.parametrize(
    ("corrections", "message"),
    [
        (CORRECTION.format(expected=52, value=9e9), "sources/cijfers.yaml: geluid, R1, 2022, kolom value.*bereik"),
        (
            CORRECTION.format(expected=52, value=53) + CORRECTION.format(expected=52, value=54).partition("\n")[2],
            "elke regio één keer per maat en periode",
        ),
        (CORRECTION.format(expected=52, value=53).replace("R1", "R9"), "gevonden niets; verwacht 52.0"),
    ],
)
def test_a_correction_is_a_figure_like_any_other(small_root: Path, corrections: str, message: str) -> None:
    file = small_root / "sources" / "cijfers.yaml"
    file.write_text(file.read_text() + corrections)
    with pytest.raises(InputFault, match=message):
        list(observed.observations(load(small_root)))


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


def test_since_leaves_out_older_years_also_where_the_service_does_not(
    service: Service, root: Path, publisher: Publisher
) -> None:
    since = replace(QUICK, since="2016" if service is V4 else "2022")
    assert run(root, service.source, since).state == "bijgewerkt"
    assert {period for _region, period in figures(root, service.source)} == {since.since}
    assert run(root, service.source, since).state == "ongewijzigd"
    assert run(root, service.source, replace(QUICK, since="2099")).state == "ongewijzigd"
    assert run(root, service.source).state == "bijgewerkt"
    publisher.asked.clear()
    assert run(root, service.source, since).state == "ongewijzigd"
    assert len(publisher.asked) == 1


def test_a_table_of_one_year_is_not_asked_for_later_ones(root4: Path, publisher: Publisher) -> None:
    file = root4 / "sources" / "prijs.yaml"
    file.write_text(file.read_text().replace("{dimension: Perioden, kinds: [JJ]}", "{code: 2020JJ00}"))
    assert run(root4, "prijs", replace(QUICK, since="2021")).state == "ongewijzigd"
    assert publisher.asked == []


def test_a_service_that_answers_older_years_only_takes_nothing_away(root4: Path, publisher: Publisher) -> None:
    add_table4(publisher, ROWS4)
    run(root4, "prijs")
    before = figures(root4, "prijs")
    add_table4(publisher, ROWS4[:1], ObservationsModified="2026-03-01")
    assert run(root4, "prijs", replace(QUICK, since="2016")).state == "ongewijzigd"
    assert figures(root4, "prijs") == before


@pytest.mark.parametrize(("day", "value"), [("2020-01-01", 200), ("2999-01-01", 999)])
def test_a_file_that_was_retrieved_later_than_the_fetch_wins(
    root4: Path, publisher: Publisher, day: str, value: float
) -> None:
    add_table4(publisher, ROWS4)
    run(root4, "prijs")
    ship(root4, "GM0141,2015,prijs,999", f"retrieved: '{day}'")
    assert figures(root4, "prijs")["GM0141", "2015"][0] == value


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:200])


def another_table_in(path: Path) -> None:
    pl.DataFrame({"a": [1]}).write_parquet(path)


def figures_that_are_words(path: Path) -> None:
    pl.read_parquet(path).with_columns(value=pl.lit("veel")).write_parquet(path)


@pytest.mark.parametrize("damage", [cut, another_table_in, figures_that_are_words, lambda path: path.write_bytes(b"")])
def test_a_damaged_vintage_is_named_with_what_to_do(
    root4: Path, publisher: Publisher, damage: Callable[[Path], None]
) -> None:
    add_table4(publisher, ROWS4)
    run(root4, "prijs")
    (path,) = (root4 / "data" / "vintages" / "prijs").glob("*.parquet")
    damage(path)
    remedy = rf"{path.name}: gevonden .*Verwijder dit bestand en draai `welvaart update --rebuild`"
    with pytest.raises(InputFault, match=remedy):
        observed.source_observations(load(root4), "prijs")
    outcome = run(root4, "prijs", replace(QUICK, again=True))
    assert (outcome.state, path.name in outcome.message) == ("mislukt", True)
    path.unlink()
    assert run(root4, "prijs", replace(QUICK, again=True)).state == "bijgewerkt"


@pytest.mark.parametrize(
    "damage", [b"\xff\xfe\n", b'{"x": 1}\n', b'{"address": "a", "file": 1, "sha256": "b"}\n', b"[]\n"]
)
def test_a_damaged_list_of_answers_is_asked_anew(root4: Path, publisher: Publisher, damage: bytes) -> None:
    add_table4(publisher, ROWS4)
    run(root4, "prijs")
    (manifest,) = (root4 / "data" / "raw").rglob("manifest.jsonl")
    manifest.write_bytes(damage)
    publisher.asked.clear()
    assert run(root4, "prijs", replace(QUICK, again=True)).state == "ongewijzigd"
    assert any("/Observations?" in line for line in publisher.asked)


@pytest.mark.parametrize("filters", [True, False])
def test_since_hides_no_question_that_finds_nothing(root4: Path, publisher: Publisher, filters: bool) -> None:
    add_table4(publisher, ROWS4)
    if filters:
        publisher.pages[f"{ROOT4}/Observations"] = lambda query: {"value": []}
        publisher.pages[f"{ROOT4}/Observations/$count"] = lambda query: Reply(b"0", media="text/plain")
    file = root4 / "sources" / "prijs.yaml"
    file.write_text(file.read_text().replace("[GM, NL]", "[GN]"))
    assert run(root4, "prijs", replace(QUICK, since="2016")).message.endswith("[leeg]")


@pytest.mark.parametrize("filters", [True, False])
def test_since_may_leave_out_all_there_is(root4: Path, publisher: Publisher, filters: bool) -> None:
    add_table4(publisher, [row4("GM0141", "2016KW01", 99)])
    if filters:
        publisher.pages[f"{ROOT4}/Observations"] = lambda query: {"value": []}
        number = publisher.pages[f"{ROOT4}/Observations/$count"]
        publisher.pages[f"{ROOT4}/Observations/$count"] = lambda query: (
            Reply(b"0", media="text/plain") if "Perioden ge" in query else number(query)
        )
    assert run(root4, "prijs", replace(QUICK, since="2016")).state == "ongewijzigd"
