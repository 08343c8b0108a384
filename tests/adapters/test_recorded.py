"""Answers of the real services, as recorded in 2026, through the real client: the shipped definitions fit them.

The recordings are not part of the project; WELVAART_RECORDED_ODATA names the folder where a machine has them.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from brede_welvaart import adapters
from brede_welvaart.adapters.odata import Offered, find_measures
from brede_welvaart.adapters.update import Outcome, fetch_tables
from brede_welvaart.adapters.vintages import latest, read_vintages
from brede_welvaart.loading import load
from brede_welvaart.resources import default_root
from tests.adapters.conftest import QUICK, SOURCE
from tests.adapters.publisher import Publisher, Reply

RECORDED = Path(os.environ.get("WELVAART_RECORDED_ODATA", "-"))
pytestmark = pytest.mark.skipif(not RECORDED.is_dir(), reason="no recordings on this machine")


def record(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def add_recorded4(publisher: Publisher, table: str) -> None:
    """A v4 table from its folder; links in the recording point to the publisher."""
    folder, root = RECORDED / "v4" / table, f"/odata/v1/CBS/{table}"
    parts = {"Properties": "properties", "Dimensions": "dimensions", "MeasureCodes": "measure-codes"}
    files = {path: folder / f"{name}.json" for path, name in parts.items()}
    for path in folder.glob("codes-*.json"):
        files[f"{path.stem.removeprefix('codes-').removesuffix('-subset')}Codes"] = path
    rows = next(folder.glob("observations-*.json"))
    files["Observations"] = rows
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
    offered = [Offered(row["Key"], row["Title"], row["Unit"]) for row in rows if row["Type"] == "Topic"]
    table = load(default_root()).sources["cbs_85984ned"].refresh
    assert table is not None
    found = find_measures(table, offered, None)  # type: ignore[arg-type] -- only a fault would need the session
    assert found["kwb_woningvoorraad"] == "Woningvoorraad_35"
    assert len(found) == len(table.measures)


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
    frame = latest(adapters.source_observations(load(small_root), "prijs"))
    assert frame.filter(period="2023-01")["value"].item() == 183.3
