"""The data package describes itself, and a dossier gives the same numbers again, or says which do not."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest

import brede_welvaart as bw
from brede_welvaart.archive import pack, unpack
from brede_welvaart.errors import InputFault
from brede_welvaart.reporting.dossier import INDEX, SCORES, differences

DATED = date(2023, 1, 1)


@pytest.fixture
def package(small_root: Path, tmp_path: Path) -> Path:
    bw.export(bw.load(small_root), tmp_path / "pakket", DATED)
    return tmp_path / "pakket"


def test_every_file_of_a_package_is_described(package: Path) -> None:
    description = json.loads((package / "datapackage.json").read_text())
    assert {path.name for path in package.rglob("*.csv")} == {
        f"{each['name']}.csv" for each in description["resources"]
    }
    for each in description["resources"]:
        content = (package / each["path"]).read_bytes()
        assert each["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert each["bytes"] == len(content)
        head, *rows = csv.reader(io.StringIO(content.decode()))
        assert head == [field["name"] for field in each["schema"]["fields"]]
        assert all(field.get("description") for field in each["schema"]["fields"])
        keys = [tuple(row[head.index(key)] for key in each["schema"]["primaryKey"]) for row in rows]
        assert rows
        assert len(set(keys)) == len(keys)


def test_a_tree_that_was_never_fetched_is_exported(small_root: Path, tmp_path: Path) -> None:
    table = (
        "refresh: {adapter: cbs_odata4, table: T, region: {dimension: R}, period: {dimension: P}, "
        "measures: {geluid: {code: M}}}"
    )
    file = small_root / "sources" / "cijfers.yaml"
    kept = [line for line in file.read_text().splitlines() if not line.startswith(("adapter:", "file:", "sha256:"))]
    file.write_text("\n".join([*kept, table]))
    (small_root / "reports" / "projects" / "muur.yaml").unlink()
    bw.export(bw.load(small_root), tmp_path / "pakket", DATED)
    assert (tmp_path / "pakket" / "data" / "observations.csv").read_text().count("\n") == 1


def test_a_package_says_whose_figures_and_under_which_licence(package: Path) -> None:
    description = json.loads((package / "datapackage.json").read_text())
    assert description["licenses"]
    assert all(each["licence"] and each["citation"] and each["sha256"] for each in description["sources"])


def test_the_same_tree_gives_the_same_package(package: Path, small_root: Path, tmp_path: Path) -> None:
    bw.export(bw.load(small_root), tmp_path / "weer", DATED)
    for path in package.rglob("*.*"):
        assert (tmp_path / "weer" / path.relative_to(package)).read_bytes() == path.read_bytes()


@pytest.fixture
def dossier(small_root: Path, tmp_path: Path) -> Path:
    (path,) = bw.report(bw.load(small_root), "muur", bw.Order(("dossier",), tmp_path / "out")).paths
    return path


def test_a_dossier_gives_the_same_numbers_again(dossier: Path) -> None:
    verified = bw.verify(dossier)
    assert verified.differences == ()
    assert list(verified.lines())[-1].startswith("muur: 0 verschillen.")


def test_a_dossier_holds_all_that_the_scores_rest_on(dossier: Path) -> None:
    names = set(zipfile.ZipFile(dossier).namelist())
    assert {INDEX, SCORES, "reports/projects/muur.yaml", "indicators/method.yaml", "sources/cijfers.csv"} <= names
    index = json.loads(zipfile.ZipFile(dossier).read(INDEX))
    assert (index["as_of"], index["method"]["seed"]) == ("2023-01-01", 2026)


def rewritten(path: Path, name: str, old: str, new: str, tmp_path: Path) -> Path:
    """The dossier with a file changed, and the index made to agree with it."""
    files = unpack(path.read_bytes(), path.name)
    changed = files[name].decode().replace(old, new, 1)
    assert changed.encode() != files[name]
    files[name] = changed.encode()
    index = json.loads(files[INDEX])
    index["files"][name] = hashlib.sha256(files[name]).hexdigest()
    files[INDEX] = json.dumps(index).encode()
    other = tmp_path / "anders.zip"
    other.write_bytes(pack(files, DATED))
    return other


def test_a_number_that_differs_is_named(dossier: Path, tmp_path: Path) -> None:
    other = rewritten(dossier, SCORES, '"plus": 1.0', '"plus": 1.5', tmp_path)
    (difference,) = bw.verify(other).differences
    assert difference.place == "themes[rust].cells[laag, druk].plus"
    assert (difference.delivered, difference.now) == (1.5, 1.0)
    assert str(difference).endswith("in het dossier 1.5, nu 1.0.")


def test_another_method_gives_other_numbers(dossier: Path, tmp_path: Path) -> None:
    other = rewritten(dossier, "indicators/method.yaml", "hoog: 3", "hoog: 5", tmp_path)
    places = [each.place for each in bw.verify(other).differences]
    assert "method.sha256" in places
    assert any(place.startswith("effects[") and place.endswith(".weight") for place in places)


def test_a_file_that_was_changed_afterwards_is_refused(dossier: Path, tmp_path: Path) -> None:
    files = unpack(dossier.read_bytes(), "x")
    files["sources/cijfers.csv"] += b" "
    files["indicators/extra.yaml"] = b"x: 1"
    other = tmp_path / "geknoeid.zip"
    other.write_bytes(pack(files, DATED))
    with pytest.raises(InputFault) as fault:
        bw.verify(other)
    assert [finding.place for finding in fault.value.findings] == ["indicators/extra.yaml", "sources/cijfers.csv"]


@pytest.mark.parametrize("content", [b"geen zip", pack({"a.txt": b"x"}, DATED), pack({INDEX: b"[]"}, DATED)])
def test_what_is_no_dossier_is_one_clear_fault(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.zip").write_bytes(content)
    with pytest.raises(InputFault, match=r"x\.zip"):
        bw.verify(tmp_path / "x.zip")


def test_a_billionth_is_no_difference_and_a_lost_value_is() -> None:
    assert differences({"a": [1.0]}, {"a": [1.0 + 1e-12]}) == ()
    assert [each.place for each in differences({"a": {"b": 1, "c": None}}, {"a": {"b": 2}})] == ["a.b"]
    assert [each.place for each in differences({"a": {"c": 3}}, {"a": {}})] == ["a.c", "a"]
