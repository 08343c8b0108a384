"""Answers of the real services, as recorded in 2026, through the real client: the shipped definitions fit them.

The recordings are not part of the project; WELVAART_RECORDED_ODATA names the folder where a machine has them.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from brede_welvaart.adapters import observed, table_file
from brede_welvaart.adapters.cbs_odata3 import offered
from brede_welvaart.adapters.odata import Offered, find_measures
from brede_welvaart.adapters.task import Outcome
from brede_welvaart.adapters.update import fetch_tables
from brede_welvaart.adapters.vintages import latest, read_vintages
from brede_welvaart.loading import load
from brede_welvaart.resources import default_root
from brede_welvaart.source_definitions import Source
from brede_welvaart.validation import validate
from tests.adapters.conftest import QUICK, SOURCE
from tests.adapters.publisher import Publisher, Reply

RECORDED = Path(os.environ.get("WELVAART_RECORDED_ODATA", "-"))
pytestmark = pytest.mark.skipif(not RECORDED.is_dir(), reason="no recordings on this machine")


def record(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def add_recorded4(publisher: Publisher, table: str) -> None:
    """A v4 table from its folder; a list of codes that was not recorded is made of the rows."""
    folder, root = RECORDED / "v4" / table, f"/odata/v1/CBS/{table}"
    parts = {"Properties": "properties", "Dimensions": "dimensions", "MeasureCodes": "measure-codes"}
    files = {path: folder / f"{name}.json" for path, name in parts.items()}
    for path in folder.glob("codes-*.json"):
        files[f"{path.stem.removeprefix('codes-').removesuffix('-subset')}Codes"] = path
    rows = next(folder.glob("observations-*.json"))
    files["Observations"] = rows
    for dimension in (each["Identifier"] for each in record(folder / "dimensions.json")["value"]):
        codes = sorted({row[dimension] for row in record(rows)["value"]})
        listing = {"value": [{"Identifier": code, "Title": code, "Status": "Definitief"} for code in codes]}
        publisher.pages[f"{root}/{dimension}Codes"] = lambda query, listing=listing: listing
    for name, path in files.items():
        publisher.pages[f"{root}/{name}"] = lambda query, path=path: record(path)
    count = str(len(record(rows)["value"])).encode()
    publisher.pages[f"{root}/Observations/$count"] = lambda query: Reply(count, media="text/plain")


def update_recorded(name: str, table: str, root: Path, publisher: Publisher, **changes: str) -> Outcome:
    """Update a shipped source from its recording, in a copy of the shipped tree with these texts replaced."""
    for folder in ("indicators", "sources"):
        shutil.copytree(default_root() / folder, root / folder)
    file = root / "sources" / f"{name}.yaml"
    text = file.read_text(encoding="utf-8").replace(
        "  adapter: cbs_odata4\n", f"  adapter: cbs_odata4\n  address: {publisher.address}/odata/v1/CBS\n"
    )
    for old, new in changes.items():
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")
    add_recorded4(publisher, table)
    (outcome,) = fetch_tables(load(root), [name], QUICK)
    return outcome


@pytest.mark.parametrize(("name", "table"), [("cbs_83625ned", "83625NED"), ("cbs_03759ned", "03759ned")])
def test_the_snapshot_is_what_the_service_said(name: str, table: str, tmp_path: Path, publisher: Publisher) -> None:
    """The recordings are a part of the table: what they hold is as in the snapshot, the rest seems to be gone."""
    outcome = update_recorded(name, table, tmp_path / "tree", publisher)
    fetched = latest(read_vintages(tmp_path / "tree" / "data" / "vintages" / name)).drop_nulls("value")
    assert (outcome.state, outcome.revised, fetched.height) == ("bijgewerkt", 0, 0)


def test_quarters_of_a_table_without_regions(tmp_path: Path, publisher: Publisher) -> None:
    outcome = update_recorded("cbs_85224ned", "85224NED", tmp_path / "tree", publisher, JJ="KW")
    assert (outcome.state, outcome.new) == ("bijgewerkt", 12)


def test_measures_of_2024_are_found_by_stem_with_their_units() -> None:
    rows = record(RECORDED / "v3" / "85984NED-DataProperties-value.json")
    table = load(default_root()).sources["cbs_85984ned"].refresh
    assert table is not None
    found = find_measures(table, offered(rows), None)  # type: ignore[arg-type] -- only a fault would need the session
    assert found["kwb_woningvoorraad"] == "Woningvoorraad_35"
    assert len(found) == len(table.measures)


DEFINITIONS4 = {
    "83932NED": """
  region: {code: NL01}
  period: {dimension: Perioden, kinds: [JJ]}
  filters: {Inkomensbegrippen: A043964, Inkomensklassen: T001226, KenmerkenVanHuishoudens: "1050010"}
  measures: {mediaan: {code: M000935, title: Mediaan inkomen, unit: 1 000 euro}}
""",
    "86141NED": """
  region: {code: NL01}
  period: {dimension: Perioden, kinds: [MM]}
  filters: {Bestedingscategorieen: T001112}
  measures: {prijzen: {code: M000215, title: CPI, unit: 2025=100}}
""",
    "85224NED": """
  region: {code: NL01}
  period: {dimension: Perioden, kinds: [KW]}
  filters: {SeizoenEnWerkdagcorrectie: A042501}
  measures: {werkloosheid: {code: M001906, unit: "%"}}
""",
    "83625NED": """
  region: {dimension: RegioS, kinds: [PV]}
  period: {dimension: Perioden, kinds: [JJ]}
  measures: {prijs: {title: Gemiddelde verkoopprijs, unit: euro}}
""",
    "03759ned": """
  region: {dimension: RegioS, kinds: [GM]}
  period: {dimension: Perioden, kinds: [JJ]}
  filters: {Geslacht: T001038, Leeftijd: "10000", BurgerlijkeStaat: T001019}
  measures: {gemiddeld: {code: M000365}}
""",
}


@pytest.mark.parametrize("table", DEFINITIONS4)
def test_every_recorded_v4_table(table: str, small_root: Path, publisher: Publisher) -> None:
    """What is fetched is what stands in the recording: as many figures, as many missing ones, the same sum."""
    add_recorded4(publisher, table)
    head = f"  adapter: cbs_odata4\n  address: {publisher.address}/odata/v1/CBS\n  table: {table}"
    (small_root / "sources" / "tabel.yaml").write_text(SOURCE + head + DEFINITIONS4[table])
    (outcome,) = fetch_tables(load(small_root), ["tabel"], QUICK)
    assert outcome.state == "bijgewerkt", outcome.message
    asked = load(small_root).sources["tabel"].refresh
    assert asked is not None
    recorded = record(next((RECORDED / "v4" / table).glob("observations-*.json")))["value"]
    (measure,) = asked.measures.values()
    wanted = {**asked.filters, **({"Measure": measure.code} if measure.code else {})}
    rows = [
        row
        for row in recorded
        if all(row[name] == code for name, code in wanted.items())
        and row["Perioden"][4:6] in asked.period.kinds
        and (not asked.region.dimension or row[asked.region.dimension][:2] in asked.region.kinds)
    ]
    frame = latest(observed.source_observations(load(small_root), "tabel"))
    assert frame.height == outcome.new == len(rows) > 0
    assert frame["value"].null_count() == sum(row["Value"] is None for row in rows)
    assert frame["value"].sum() == pytest.approx(sum(row["Value"] or 0 for row in rows))


def serve3(publisher: Publisher, table: str, **answers: object) -> str:
    """A v3 table of these parts; gives the head of its definition."""
    for name, value in {"TableInfos": [{"Identifier": table, "Modified": "2025-03-27T02:00:00"}], **answers}.items():
        publisher.pages[f"/ODataApi/odata/{table}/{name}"] = lambda query, value=value: {"value": value}
    return f"{SOURCE}  adapter: cbs_odata3\n  address: {publisher.address}/ODataApi/odata\n  table: {table}\n"


def properties3(rows: list[dict[str, Any]], **kinds: str) -> list[dict[str, Any]]:
    """The properties that columns with a running number stand for, and dimensions of these kinds."""
    topics = [key for key in rows[0] if re.search(r"_\d+$", key)]
    return [
        *({"odata.type": f"Cbs.OData.{kind}", "Type": kind, "Key": key, "Title": key} for key, kind in kinds.items()),
        *({"odata.type": "Cbs.OData.Topic", "Type": "Topic", "Key": key, "Title": key} for key in topics),
    ]


def untyped(row: dict[str, Any]) -> dict[str, Any]:
    """A row of numbers as the service writes it when it is asked for text."""
    return {
        key: "       ." if value is None else f"{value!s:>8}" if "_" in key else value for key, value in row.items()
    }


def test_municipalities_of_2020_are_those_of_the_snapshot(tmp_path: Path, publisher: Publisher) -> None:
    """Rows of Twente as the service gave them, with districts and neighbourhoods; others are gone, with no count."""
    rows = record(RECORDED / "v3" / "84799NED-TypedDataSet-twente-RECONSTRUCTED-envelope.json")["value"]
    for folder in ("indicators", "sources"):
        shutil.copytree(default_root() / folder, tmp_path / "tree" / folder)
    serve3(
        publisher, "84799NED", DataProperties=properties3(rows, WijkenEnBuurten="GeoDetail"),
        UntypedDataSet=[untyped(row) for row in rows],
    )  # fmt: skip
    file = tmp_path / "tree" / "sources" / "cbs_84799ned.yaml"
    address = f"  adapter: cbs_odata3\n  address: {publisher.address}/ODataApi/odata\n"
    file.write_text(file.read_text().replace("  adapter: cbs_odata3\n", address))
    without_the_rest = replace(QUICK, again=True)  # the recording has no count, and lacks the rest of the country
    (outcome,) = fetch_tables(load(tmp_path / "tree"), ["cbs_84799ned"], without_the_rest)
    assert (outcome.state, outcome.revised) == ("bijgewerkt", 0), outcome.message
    assert outcome.new > 0


def test_neighbourhoods_of_the_recording_load_as_well(small_root: Path, publisher: Publisher) -> None:
    rows = record(RECORDED / "v3" / "84799NED-TypedDataSet-twente-RECONSTRUCTED-envelope.json")["value"]
    parts = {
        "DataProperties": properties3(rows, WijkenEnBuurten="GeoDetail"),
        "UntypedDataSet": list(map(untyped, rows)),
    }
    (small_root / "sources" / "buurten.yaml").write_text(
        serve3(publisher, "84799NED", **parts)
        + "  region: {dimension: WijkenEnBuurten, rename: {NL00: NL01}}\n  period: {code: 2020JJ00}\n"
        + "  measures: {inwoners: {stem: AantalInwoners}}\n"
    )
    (outcome,) = fetch_tables(load(small_root), ["buurten"], QUICK)
    assert (outcome.state, outcome.new) == ("bijgewerkt", len(rows)), outcome.message
    regions = latest(observed.source_observations(load(small_root), "buurten"))["region"].cast(str).to_list()
    assert "NL01" in regions
    assert {region[:2] for region in regions} >= {"GM", "WK"}


def test_a_table_of_third_parties(small_root: Path, publisher: Publisher) -> None:
    """Keys padded to another width, and two dimensions that are fixed."""
    folder = RECORDED / "v3"
    rows = record(folder / "dataderden-45012NED-TypedDataSet-RECONSTRUCTED-envelope.json")["value"]
    dimensions = ("FunctieKostenplaatsBalanspost", "Categorie", "Provincies", "Verslagsoort")
    parts = {
        "DataProperties": properties3(rows, **dict.fromkeys(dimensions, "Dimension")),
        "UntypedDataSet": [untyped(row) for row in rows],
        "FunctieKostenplaatsBalanspost": [{"Key": "1.0   ", "Title": ""}],
        "Categorie": record(folder / "dataderden-45012NED-Categorie-rows.json"),
        "Provincies": record(folder / "dataderden-45012NED-Provincies-rows.json"),
        "Verslagsoort": record(folder / "dataderden-45012NED-Verslagsoort-rows.json"),
    }
    (small_root / "sources" / "iv3.yaml").write_text(
        serve3(publisher, "45012NED", **parts)
        + "  region: {dimension: Provincies, kinds: [PV]}\n  period: {code: 2013JJ00}\n"
        + '  filters: {FunctieKostenplaatsBalanspost: "1.0", Categorie: L0.0, Verslagsoort: 2013X000}\n'
        + "  measures: {lasten: {stem: k_1stePlaatsing}}\n"
    )
    (outcome,) = fetch_tables(load(small_root), ["iv3"], QUICK)
    wanted = [row for row in rows if row["Verslagsoort"] == "2013X000" and row["Categorie"] == "L0.0    "]
    assert (outcome.state, outcome.new) == ("bijgewerkt", len(wanted)), outcome.message
    asked = next(line for line in publisher.asked if "/UntypedDataSet?" in line)
    assert "Categorie eq 'L0.0    '" in asked


def test_measures_of_2024_are_told_apart_by_their_group() -> None:
    """The same title stands in more groups: homes of owners by electricity and by gas."""
    rows = record(RECORDED / "v3" / "85984NED-DataProperties-value.json")
    groups = {each.code: each.group for each in offered(rows)}
    assert groups["AfstandTotSchool_120"] == "Basisonderwijs"
    assert groups["EigenWoning_60"] == groups["EigenWoning_68"] == "Naar eigendom"


def test_the_measures_of_2017_are_those_of_the_service() -> None:
    rows = record(RECORDED / "v4" / "83765NED-MeasureCodes-rows-from-parquet.json")
    table = load().sources["cbs_83765ned"].refresh
    assert table is not None
    measures = [Offered(row["Identifier"], row["Title"], row["Unit"]) for row in rows]
    found = find_measures(table, measures, None)  # type: ignore[arg-type] -- only a fault would need the session
    assert set(found) == set(table.measures)


STATLINE = {
    "SES_WOA_scores_per_wijk_en_buurt_25042023_160857.csv": (
        {"region": "Regiocode (gemeente, wijk, buurt) (code)", "period": "Perioden"},
        {"ses": "SES-WOA/Totaalscore/Gemiddelde score (Getal)"},
        None,
    ),
    "Nabijheid_voorzieningen__buurt_2021_10022023_162519.csv": (
        {"region": "Wijken en buurten"},
        {"bibliotheek": "Vrije tijd en cultuur/Afstand tot bibliotheek (km)"},
        "2021",
    ),
}


@pytest.mark.parametrize("name", STATLINE)
def test_an_export_of_statline(name: str) -> None:
    columns, measures, period = STATLINE[name]
    keys: dict[str, object] = {
        "title": "t", "publisher": "p", "licence": "l", "citation": "c", "url": "u", "adapter": "table_file",
        "edition": "2023", "file": name, "sha256": "0" * 64, "layout": "wide", "columns": columns,
        "measures": measures, "period": period,
    }  # fmt: skip
    content = (RECORDED / "statline_csv" / name).read_bytes()
    frame = table_file.parse("s", validate(Source, keys, "test"), content, {})
    lines = content.decode("utf-8-sig").splitlines()
    assert frame.height == len(lines) - 1
    assert frame["value"].count() > 0.5 * frame.height
    assert frame["region"].cast(str).to_list()[0] in ("GM0363", "Nederland")


def test_padded_text_of_a_v3_table(small_root: Path, publisher: Publisher) -> None:
    rows = record(RECORDED / "v3" / "83906ENG-UntypedDataSet.json")["value"]
    topics = [key for key in rows[0] if re.search(r"_\d+$", key)]
    properties = [{"odata.type": "Cbs.OData.TimeDimension", "Type": "TimeDimension", "Key": "Periods"}]
    properties += [{"odata.type": "Cbs.OData.Topic", "Type": "Topic", "Key": key, "Title": key} for key in topics]
    root = "/ODataApi/odata/83906ENG"
    answers: dict[str, object] = {
        "TableInfos": [{"Identifier": "83906ENG", "Modified": "2024-01-22T02:00:00"}],
        "DataProperties": properties,
        "Periods": [{"Key": row["Periods"], "Title": ""} for row in rows],
        "UntypedDataSet": rows,
    }
    for name, value in answers.items():
        publisher.pages[f"{root}/{name}"] = lambda query, value=value: {"value": value}
    (small_root / "sources" / "prijs.yaml").write_text(
        f"""{SOURCE}  adapter: cbs_odata3
  address: {publisher.address}/ODataApi/odata
  table: 83906ENG
  region: {{code: NL01}}
  period: {{dimension: Periods, kinds: [MM]}}
  measures: {{index: {{stem: PriceIndexOfExistingOwnHomes}}}}
"""
    )
    (outcome,) = fetch_tables(load(small_root), ["prijs"], QUICK)
    assert outcome.state == "bijgewerkt", outcome.message
    frame = latest(observed.source_observations(load(small_root), "prijs"))
    assert frame.filter(period="2023-01")["value"].item() == 183.3
