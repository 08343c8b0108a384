"""An update that is stopped at any moment leaves what was, and the next one ends well."""

from __future__ import annotations

import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from brede_welvaart import pipeline, publishing
from brede_welvaart.loading import load
from brede_welvaart.resources import store_path
from tests.adapters.conftest import QUICK
from tests.adapters.publisher import Publisher, Reply, add_table4, row4

PROGRAM = [sys.executable, "-m", "brede_welvaart"]
OLD = [row4("GM0141", "2015JJ00", 200), row4("GM0141", "2016JJ00", 210.5)]
NEW = [row4("GM0141", "2015JJ00", 201), row4("GM0141", "2016JJ00", 211), row4("GM0153", "2016JJ00", 190)]
KILLED = """
import os, signal, sys
from pathlib import Path
from brede_welvaart import publishing
from brede_welvaart.loading import load
event, ending = {event!r}, {ending!r}
def stop(name, arguments):
    if name == event and any(str(each).endswith(ending) for each in arguments):
        os.kill(os.getpid(), signal.SIGKILL)
tree = load(Path({root!r}))
sys.addaudithook(stop)
list(publishing.update(tree, ["prijs"]))
"""
MOMENTS = {
    "asking for a page": ("socket.connect", ""),
    "keeping a page": ("os.rename", ".json"),
    "writing down that a page was kept": ("open", "manifest.jsonl"),
    "keeping the vintage": ("os.rename", ".parquet"),
    "keeping the state": ("os.rename", "state.json"),
    "building the store": ("open", "regions.csv"),
    "publishing the store": ("os.rename", "welvaart.duckdb"),
}  # fmt: skip


@pytest.fixture
def updated(root4: Path, publisher: Publisher) -> Path:
    """A tree with the old figures in its store, and newer ones at the publisher."""
    (root4 / "sources" / "regions.csv").write_text("region,name,level\nR1,Een,region\n")
    file = root4 / "indicators" / "context" / "inwoners.yaml"
    both = "figures: [{source: cijfers, measure: inwoners}, {source: prijs, measure: prijs}]"
    file.write_text(file.read_text().replace("figures: [{source: cijfers, measure: inwoners}]", both))
    add_table4(publisher, OLD)
    list(publishing.update(load(root4), ["prijs"], QUICK))
    add_table4(publisher, NEW, ObservationsModified="2026-03-01")
    return root4


def prices(root: Path) -> list[float]:
    """The figures of the publisher that a report would show."""
    figures = pipeline.read_figures(load(root))
    column = figures.regions["region"].to_list().index("GM0141")
    cells = figures.values[figures.indicators.index("inwoners"), :, column]
    return [float(cells[figures.periods.index(year)]) for year in ("2015", "2016")]


@pytest.mark.slow
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_kill_at_any_moment(moment: str, updated: Path) -> None:
    assert prices(updated) == [200, 210.5]
    before = store_path(updated).read_bytes()
    event, ending = MOMENTS[moment]
    program = KILLED.format(event=event, ending=ending, root=str(updated))
    done = subprocess.run([sys.executable, "-c", program], timeout=120, check=False)
    assert done.returncode == -signal.SIGKILL
    assert store_path(updated).read_bytes() == before
    assert prices(updated) in ([200, 210.5], [201, 211])
    (outcome,) = publishing.update(load(updated), ["prijs"], QUICK)
    assert outcome.state in ("bijgewerkt", "ongewijzigd")
    assert prices(updated) == [201, 211]


@pytest.mark.slow
def test_control_c(updated: Path, publisher: Publisher) -> None:
    publisher.replies["/odata/v1/CBS/83625NED/Observations"] = [Reply(b" " * 10_000, drip=0.05)]
    before = store_path(updated).read_bytes()
    publisher.asked.clear()
    command = [*PROGRAM, "--root", str(updated), "update", "prijs"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        while not any("Observations?" in line for line in publisher.asked):
            assert running.poll() is None
            time.sleep(0.01)
        running.send_signal(signal.SIGINT)
        _out, errors = running.communicate(timeout=60)
    assert running.returncode == 130
    assert errors.splitlines()[-1] == "Afgebroken; er is niets half geschreven."
    assert "Traceback" not in errors
    assert store_path(updated).read_bytes() == before


@pytest.mark.slow
@pytest.mark.parametrize("most", [100, 400, 100_000])
def test_a_full_disk_is_one_line(most: int, updated: Path) -> None:
    """A file may not grow beyond this size: in turn an answer, a vintage and the store do not fit."""
    before = store_path(updated).read_bytes()
    answer = subprocess.run(
        [*PROGRAM, "--root", str(updated), "update", "prijs"], capture_output=True, text=True, check=False, timeout=120,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)),
    )  # fmt: skip
    assert answer.returncode == 1
    assert "Maak ruimte vrij; er is niets half geschreven." in answer.stderr.splitlines()[-1]
    assert "Traceback" not in answer.stderr
    assert store_path(updated).read_bytes() == before
    assert not [path for path in (updated / "data").rglob("*") if path.name.startswith(".")]
    (outcome,) = publishing.update(load(updated), ["prijs"], QUICK)
    assert outcome.state in ("bijgewerkt", "ongewijzigd")
    assert prices(updated) == [201, 211]
