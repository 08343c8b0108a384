"""The store: real DuckDB files, two processes, a kill in the middle."""

from __future__ import annotations

import hashlib
import math
import os
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import polars as pl
import pytest

from brede_welvaart import store, store_file
from brede_welvaart.adapters import observed
from brede_welvaart.definitions import Tree
from brede_welvaart.errors import InputFault, StoreLocked, UsageFault
from brede_welvaart.loading import load
from brede_welvaart.tables import OBSERVATIONS
from brede_welvaart.vocabulary import CORRECTION, MISSING_REASONS

SECRET = 1 + tuple(MISSING_REASONS).index("geheim")
NOT_PUBLISHED = 1 + tuple(MISSING_REASONS).index("niet_gepubliceerd")


@pytest.fixture
def tree(small_root: Path) -> Tree:
    return load(small_root)


@pytest.fixture
def path(tree: Tree) -> Path:
    file = tree.root / "data" / "welvaart.duckdb"
    store.build(tree, observed.observations(tree), file)
    return file


def frame(*rows: tuple[str, str, str, float | None], source: str = "cijfers", vintage: str = "2022") -> pl.DataFrame:
    """Observations of (measure, region, period, value); None is confidential."""
    rest = [(None, None, "definitief", "geheim" if row[3] is None else None, vintage) for row in rows]
    cells = [(source, *row, *more) for row, more in zip(rows, rest, strict=True)]
    return pl.DataFrame(cells, schema=OBSERVATIONS, orient="row")


def test_figures_are_wide(tree: Tree, path: Path) -> None:
    with store.open_store(path, tree) as opened:
        figures = store.read_figures(opened)
    assert (figures.indicators, figures.periods) == (("geluid", "groen", "inwoners"), ("2020", "2021", "2022"))
    assert figures.regions["region"].to_list() == ["R1", "R2", "R3"]
    np.testing.assert_array_equal(figures.values[0], [[50, 60, 70], [51, 60, 69], [52, 60, 68]])
    np.testing.assert_array_equal(figures.values[1, 2], [10, 30, math.nan])
    assert figures.missing[1, 2].tolist() == [0, 0, NOT_PUBLISHED]
    assert figures.source[1, 2].tolist() == [0, 0, -1]
    assert figures.lower is None


def test_periods_are_in_the_order_in_which_they_end(tree: Tree, path: Path) -> None:
    shuffled = ("2022", "2022-Q4", "2022-12", "2022-Q1", "2021", "2022-03", "2023-01", "2022-10", "2022-02")
    store.build(tree, [frame(*(("geluid", "R1", period, 1.0) for period in shuffled))], path)
    with store.open_store(path, tree) as opened:
        figures = store.read_figures(opened)
        coverage = store.read_coverage(opened, np.array([True]))
    ordered = ("2021", "2022-02", "2022-03", "2022-Q1", "2022-10", "2022-12", "2022-Q4", "2022", "2023-01")
    assert figures.periods == ordered
    assert coverage.select("first_period", "last_period").row(0) == ("2021", "2023-01")


def test_the_last_period_of_a_source_is_the_one_that_ends_last(tree: Tree, path: Path) -> None:
    store.build(tree, [frame(*(("geluid", "R1", period, 1.0) for period in ("2022-12", "2022", "2022-Q1")))], path)
    with store.open_store(path, tree) as opened:
        coverage = store.read_coverage(opened, np.array([True]))
    assert coverage.select("first_period", "last_period").row(0) == ("2022-Q1", "2022")


def test_some_indicators_in_the_order_asked(tree: Tree, path: Path) -> None:
    with store.open_store(path, tree) as opened:
        figures = store.read_figures(opened, ["inwoners", "geluid"])
        assert figures.values[:, 2, 0].tolist() == [1000, 52]
        with pytest.raises(UsageFault, match="onzin"):
            store.read_figures(opened, ["onzin"])


def test_the_first_source_with_a_figure_wins(small_root: Path) -> None:
    for name in ("eerste", "tweede"):
        text = (small_root / "sources" / "cijfers.yaml").read_text()
        (small_root / "sources" / f"{name}.yaml").write_text(text)
    file = small_root / "indicators" / "rust" / "geluid.yaml"
    both = "figures: [{source: eerste, measure: a}, {source: tweede, measure: b}]"
    file.write_text(file.read_text().replace("figures: [{source: cijfers, measure: geluid}]", both))
    tree = load(small_root)
    first = frame(("a", "R1", "2022", 1.0), ("a", "R2", "2022", None), ("a", "R3", "2022", None), source="eerste")
    second = frame(("b", "R1", "2022", 9.0), ("b", "R2", "2022", 2.0), source="tweede")
    store.build(tree, [second, first], small_root / "s.duckdb")
    with store.open_store(small_root / "s.duckdb", tree) as opened:
        figures = store.read_figures(opened, ["geluid"])
    np.testing.assert_array_equal(figures.values[0, 0], [1, 2, math.nan])
    assert figures.missing[0, 0].tolist() == [0, 0, SECRET]
    assert [figures.sources[place] if place >= 0 else None for place in figures.source[0, 0]] == [
        "eerste",
        "tweede",
        None,
    ]


def test_hundreds_of_sources(small_root: Path) -> None:
    text = (small_root / "sources" / "cijfers.yaml").read_text()
    for number in range(300):
        (small_root / "sources" / f"bron{number}.yaml").write_text(text)
    tree = load(small_root)
    store.build(tree, [frame(("geluid", "R1", "2022", 1.0))], small_root / "s.duckdb")
    with store.open_store(small_root / "s.duckdb", tree) as opened:
        figures = store.read_figures(opened, ["geluid"])
    assert figures.sources[figures.source[0, 0, 0]] == "cijfers"


def test_a_later_vintage_is_read_and_the_old_one_stays(tree: Tree, path: Path) -> None:
    later = frame(("geluid", "R1", "2022", 55.0), vintage="2026-01-01")
    store.build(tree, [*observed.observations(tree), later], path)
    with store.open_store(path, tree) as opened:
        assert store.read_figures(opened, ["geluid"]).values[0, 2].tolist() == [55, 60, 68]
        old = opened.query(
            "select value from observations where vintage = '2022' and region = 'R1' and period = '2022'"
        )
    assert 52.0 in old["value"].to_list()


def test_the_vintage_of_a_source_is_the_one_that_came_last(tree: Tree, path: Path) -> None:
    summer = frame(("geluid", "R1", "2022", 52.0), vintage="zomer 2022")
    fetched = frame(("geluid", "R1", "2022", 55.0), vintage="2026-01-01")
    store.build(tree, [summer, fetched], path)
    with store.open_store(path, tree) as opened:
        coverage = store.read_coverage(opened, np.array([True]))
    assert coverage["vintage"].to_list() == ["2026-01-01"]


def test_figures_are_read_as_they_were_known_at_a_date(tree: Tree, path: Path) -> None:
    shipped = frame(("geluid", "R1", "2022", 52.0), ("geluid", "R2", "2022", 60.0), vintage="2023-05-01")
    revised = frame(("geluid", "R1", "2022", 55.0), ("geluid", "R3", "2022", 70.0), vintage="2024-02-01T10:00:00")
    always = frame(("groen", "R1", "2022", 10.0), vintage="1.1")
    store.build(tree, [shipped, revised, always], path)
    with store.open_store(path, tree) as opened:
        known = {
            day: store.read_figures(opened, known_at=date.fromisoformat(day)).values[:2, 0]
            for day in ("2023-04-30", "2023-05-01", "2024-01-31", "2024-02-01")
        }
        now = store.read_figures(opened)
        assert store.read_vintages(opened) == ["1.1", "2023-05-01", "2024-02-01T10:00:00"]
    nothing = [math.nan] * 3
    np.testing.assert_array_equal(known["2023-04-30"], [nothing, [10, math.nan, math.nan]])
    np.testing.assert_array_equal(known["2023-05-01"][0], [52, 60, math.nan])
    np.testing.assert_array_equal(known["2024-01-31"][0], [52, 60, math.nan])
    np.testing.assert_array_equal(known["2024-02-01"], now.values[:2, 0])


def test_a_correction_is_known_as_soon_as_its_figure(tree: Tree, path: Path) -> None:
    published = frame(("geluid", "R1", "2022", 520.0), ("geluid", "R2", "2022", 60.0), vintage="2023-05-01")
    corrected = frame(("geluid", "R1", "2022", 52.0), vintage=CORRECTION)
    store.build(tree, [published, corrected], path)
    with store.open_store(path, tree) as opened:
        before, then = (
            store.read_figures(opened, ["geluid"], date(2023, month, 30)).values[0, 0].tolist() for month in (4, 5)
        )
        now = store.read_figures(opened, ["geluid"]).values[0, 0].tolist()
    assert np.isnan(before).all()
    assert then == now == [52, 60]


def test_listed_regions_come_first_and_stray_ones_after(small_root: Path) -> None:
    text = "region,name,level,parent,valid_to,size\nR3,Drie,gemeente,,,groot\nR1,Een,gemeente,R3,2021,klein\n"
    (small_root / "sources" / "regions.csv").write_text(text)
    tree = load(small_root)
    store.build(tree, observed.observations(tree), small_root / "s.duckdb")
    with store.open_store(small_root / "s.duckdb", tree) as opened:
        regions = store.read_regions(opened)
    assert regions.columns == ["region", "name", "level", "parent", "current", "valid_from", "valid_to", "size"]
    assert regions.select("region", "name", "level", "current", "size").rows() == [
        ("R3", "Drie", "gemeente", True, "groot"),
        ("R1", "Een", "gemeente", False, "klein"),
        ("R2", "R2", "region", True, None),
    ]


def test_margins_are_kept(tree: Tree, path: Path) -> None:
    with_margins = frame(("geluid", "R1", "2022", 52.0)).with_columns(lower=pl.lit(50.0), upper=pl.lit(54.0))
    store.build(tree, [with_margins], path)
    with store.open_store(path, tree) as opened:
        figures = store.read_figures(opened)
    assert figures.lower is not None
    assert figures.upper is not None
    assert (figures.lower[0, 0, 0], figures.upper[0, 0, 0]) == (50, 54)


def test_a_store_without_any_figure(tree: Tree, path: Path) -> None:
    store.build(tree, [], path)
    with store.open_store(path, tree) as opened:
        assert store.read_figures(opened).values.shape == (3, 0, 0)


@pytest.mark.parametrize(
    "statement",
    [
        "select * from read_csv('/etc/hostname')",
        "copy observations to '/tmp/uit.csv'",
        "attach '/tmp/ander.duckdb'",
        "insert into meta values ('a', 'b')",
        "drop table observations",
        "set enable_external_access = true",
        "select * from frame",
        "install httpfs",
    ],
)
def test_a_store_opened_for_reading_is_hardened(tree: Tree, path: Path, statement: str) -> None:
    frame = pl.DataFrame({"geheim": [1]})
    with store.open_store(path, tree) as opened, pytest.raises(duckdb.Error):
        opened.connection.execute(statement)
    assert frame.height == 1


def test_a_changed_definition_makes_the_store_stale(tree: Tree, path: Path) -> None:
    assert store_file.is_current(path, tree)
    file = tree.root / "indicators" / "rust" / "geluid.yaml"
    file.write_text(file.read_text() + "weight: 2\n")
    changed = load(tree.root)
    assert not store_file.is_current(path, changed)
    with pytest.raises(InputFault, match="welvaart update"), store.open_store(path, changed):
        pass


@pytest.mark.parametrize("content", [b"", b"geen database" * 500])
def test_a_broken_store_is_not_current_and_can_be_rebuilt(tree: Tree, path: Path, content: bytes) -> None:
    path.write_bytes(content)
    assert not store_file.is_current(path, tree)
    store.build(tree, observed.observations(tree), path)
    assert store_file.is_current(path, tree)


def test_a_truncated_store_is_not_current(tree: Tree, path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5_000])
    assert not store_file.is_current(path, tree)


def test_a_store_of_another_layout_is_not_current(tree: Tree, path: Path) -> None:
    with duckdb.connect(path) as connection:
        connection.execute("update meta set value = '0-' || value")
    assert not store_file.is_current(path, tree)


def test_a_fault_halfway_leaves_the_old_store(tree: Tree, path: Path) -> None:
    before = path.read_bytes()
    (tree.root / "sources" / "cijfers.csv").write_text("anders")
    with pytest.raises(InputFault, match="sha256"):
        store.build(tree, observed.observations(tree), path)
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == [path.name]


@pytest.mark.slow
def test_a_full_disk_leaves_the_old_store(tree: Tree, path: Path) -> None:
    before = path.read_bytes()
    program = f"""
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from pathlib import Path
from brede_welvaart import store, store_file
from brede_welvaart.adapters import observed
from brede_welvaart.loading import load
tree = load({str(tree.root)!r})
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
try:
    store.build(tree, observed.observations(tree), Path({str(path)!r}))
except OSError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert "De opslag kan niet worden geschreven" in done.stdout
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_another_process_that_writes_is_named(tree: Tree, path: Path) -> None:
    program = f"import duckdb, sys; c = duckdb.connect({str(path)!r}); print('open', flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        try:
            with pytest.raises(StoreLocked, match=rf"proces {writer.pid}") as fault:
                store_file.is_current(path, tree)
        finally:
            writer.communicate()
    assert fault.value.exit_code == 4


def test_a_reader_keeps_its_store_while_a_new_one_comes(tree: Tree, path: Path) -> None:
    with store.open_store(path, tree) as opened:
        store.build(tree, [frame(("geluid", "R1", "2022", 1.0))], path)
        assert opened.query("select count(*) as n from observations")["n"].item() == 14
        with store.open_store(path, tree) as fresh:
            assert fresh.query("select count(*) as n from observations")["n"].item() == 1


BUILD = """
from pathlib import Path
from brede_welvaart import store, store_file
from brede_welvaart.adapters import observed
from brede_welvaart.loading import load
tree, path = load({root!r}), Path({path!r})
for _ in range(3):
    store.build(tree, observed.observations(tree), path)
with store.open_store(path, tree) as opened:
    print(store.read_figures(opened).values[0, 2].tolist())
"""


@pytest.mark.slow
def test_two_processes_that_build_at_once_both_end_well(tree: Tree, path: Path) -> None:
    program = BUILD.format(root=str(tree.root), path=str(path))
    both = [subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) for _ in range(2)]
    assert [process.communicate(timeout=120)[0].strip() for process in both] == ["[52.0, 60.0, 68.0]"] * 2
    assert [file.name for file in path.parent.iterdir()] == [path.name]


@pytest.mark.slow
def test_a_kill_in_the_middle_leaves_the_old_store(tree: Tree, path: Path) -> None:
    before = path.read_bytes()
    program = f"""
import time
from pathlib import Path
from brede_welvaart import store, store_file
from brede_welvaart.adapters import observed
from brede_welvaart.loading import load
def slowly(frames):
    yield from frames
    print("half", flush=True)
    time.sleep(60)
tree = load({str(tree.root)!r})
store.build(tree, slowly(observed.observations(tree)), Path({str(path)!r}))
"""
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as builder:
        assert builder.stdout is not None
        builder.stdout.readline()
        builder.send_signal(signal.SIGKILL)
    assert path.read_bytes() == before
    left = [file for file in path.parent.iterdir() if file != path]
    assert len(left) == 1
    os.utime(left[0], (0, 0))
    store.build(tree, observed.observations(tree), path)
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def faults_of(root: Path, changes: str = "", regions: str = "", figures: str = "") -> list[tuple[str, str, str]]:
    """Where the faults are and what was found, in a tree with these lines more in the files of its sources."""
    sources = root / "sources"
    (sources / "changes.csv").write_text(f"from,to,year,weight,basis,source\n{changes}")
    (sources / "regions.csv").write_text(f"region,name,level,valid_from\n{regions}")
    content = (sources / "cijfers.csv").read_text() + figures
    (sources / "cijfers.csv").write_text(content)
    definition = sources / "cijfers.yaml"
    lines = [line for line in definition.read_text().splitlines() if not line.startswith("sha256")]
    lines.append(f"sha256: {hashlib.sha256(content.encode()).hexdigest()}")
    definition.write_text("\n".join(lines))
    tree = load(root)
    try:
        store.build(tree, observed.observations(tree), root / "data" / "new.duckdb")
    except InputFault as fault:
        return [(each.file, each.place, each.found) for each in fault.findings]
    return []


def test_a_change_names_regions_that_are_listed_or_have_figures(small_root: Path) -> None:
    changes = "R22,R1,2021,1,a,b\nR1,R1,2021,1,a,b\nR9,R33,2021,1,a,b\n"
    file = "sources/changes.csv"
    assert faults_of(small_root, changes, "R9,Negen,gemeente,\n") == [
        (file, "R9 naar R33 in 2021, kolom to", "'R33'"),
        (file, "R22 naar R1 in 2021, kolom from", "'R22'"),
    ]


MERGER = "R2,R1,2021,1,a,b\n"


@pytest.mark.parametrize(
    ("changes", "regions", "faulty"),
    [
        (MERGER, "", True),
        (MERGER + "R1,R1,2021,1,a,b\n", "", False),
        (MERGER, "R1,Een,gemeente,2019-07-01\n", True),
        (MERGER, "R1,Een,gemeente,2020-07-01\n", False),
        (MERGER.replace("2021", "2020"), "", False),
        (MERGER + "R1,R2,2021,1,a,b\n", "", False),
    ],
    ids=[
        "merger",
        "merger with a line of its own",
        "older code",
        "renamed in the year before",
        "no figures before",
        "exchange",
    ],
)
def test_a_change_takes_the_place_of_no_figures(small_root: Path, changes: str, regions: str, faulty: bool) -> None:
    fault = ("sources/changes.csv", "R2 naar R1 in 2021", "cijfers van R1 zelf vanaf 2020, die zouden vervallen")
    assert faults_of(small_root, changes, regions) == [fault] * faulty


def test_figures_of_a_later_division_are_no_figures_of_before(small_root: Path) -> None:
    definition = small_root / "sources" / "cijfers.yaml"
    definition.write_text(definition.read_text() + "classification: 2021\n")
    assert faults_of(small_root, MERGER) == []


def test_a_code_in_other_capitals_is_no_other_region(small_root: Path) -> None:
    found = faults_of(small_root, regions="R1,Een,gemeente,\n", figures="r1,2019,geluid,50\n")
    assert found == [("sources/cijfers.yaml", "cijfers", "'r1'")]


def test_a_source_without_a_figure_that_an_indicator_uses(small_root: Path) -> None:
    file = small_root / "sources" / "cijfers.csv"
    file.write_text("region,period,measure,value\nR1,2020,geluid,\nR2,2020,geluid,x\nR2,2020,anders,5\n")
    found = [("sources/cijfers.csv", "", "geen enkel cijfer voor geluid")]
    assert faults_of(small_root) == found


def test_faults_of_figures_regions_and_changes_come_together(small_root: Path) -> None:
    sources = small_root / "sources"
    (sources / "cijfers.csv").write_text((sources / "cijfers.csv").read_text() + "R1,2019,geluid,veel\n")
    (sources / "regions.csv").write_text("region,name,level\nR1,Een,gemeente\nR1,Twee,gemeente\n")
    (sources / "changes.csv").write_text("from,to,year,weight,basis,source\nR1,R2,ooit,1,inwoners,x\n")
    tree = load(small_root)
    with pytest.raises(InputFault) as fault:
        store.build(tree, observed.observations(tree), small_root / "data" / "new.duckdb")
    assert {each.file for each in fault.value.findings} == {
        "sources/cijfers.csv", "sources/regions.csv", "sources/changes.csv"
    }  # fmt: skip
    assert not (small_root / "data" / "new.duckdb").exists()
