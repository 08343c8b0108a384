"""A batch: every task has its outcome, whatever happens to the others, and an interrupt leaves nothing behind."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import Future
from contextlib import nullcontext
from functools import partial
from multiprocessing import active_children
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import brede_welvaart as bw
from brede_welvaart import batch
from brede_welvaart.cli import cli
from brede_welvaart.definitions import Tree
from brede_welvaart.errors import BatchFault, Finding, InputFault, UsageFault
from brede_welvaart.language import current_language, speaking
from brede_welvaart.loading import with_method


def task(name: str) -> str:
    """Something that another process does; its name says what goes wrong."""
    if name == "fout":
        raise InputFault([Finding("a.yaml", "b", "c", "d"), Finding("a.yaml", "e", "f", "g")])
    if name == "schijf":
        raise OSError(28, "vol")
    if name == "bug":
        raise ZeroDivisionError("deling")
    if name == "dood":
        os._exit(1)
    return f"{name} {current_language()} {os.getpid()}"


@pytest.mark.parametrize("jobs", [1, 2])
def test_every_task_has_its_outcome_in_order(jobs: int) -> None:
    names = ["een", "fout", "schijf", "bug", "twee"]
    outcomes = list(batch.run(task, names, jobs))
    assert [outcome.name for outcome in outcomes] == names
    assert [bool(outcome.result) for outcome in outcomes] == [True, False, False, False, True]
    assert outcomes[1].fault.count("a.yaml") == 2
    assert "vol" in outcomes[2].fault
    assert "ZeroDivisionError" in outcomes[3].fault


def test_a_cluster_gives_the_same_outcomes() -> None:
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None) as cluster:
        outcomes = list(batch.run(task, ["een", "fout"], cluster=cluster.scheduler_address))
    assert [bool(outcome.result) for outcome in outcomes] == [True, False]
    assert "a.yaml" in outcomes[1].fault


def test_a_fault_of_the_cluster_is_the_outcome_of_its_task(monkeypatch: pytest.MonkeyPatch) -> None:
    class Executor:
        def submit(self, _attempt: object, _language: str, _task: object, name: str) -> Future[object]:
            future: Future[object] = Future()
            if name == "dood":
                future.set_exception(LookupError("worker"))
            else:
                future.set_result(batch.Outcome(name, name))
            return future

    class Client(nullcontext[None]):
        def __init__(self, *_address: str, timeout: float) -> None:
            super().__init__()

        def __enter__(self) -> Any:
            return SimpleNamespace(get_executor=lambda pure: Executor())

    monkeypatch.setitem(sys.modules, "distributed", SimpleNamespace(Client=Client))
    outcomes = list(batch.run(task, ["dood", "een"], cluster="tcp://localhost:1"))
    assert [outcome.result for outcome in outcomes] == [None, "een"]
    assert "LookupError" in outcomes[0].fault


def test_without_dask_a_cluster_is_a_clear_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UsageFault, match="cluster"):
        list(batch.run(task, ["een"], cluster="tcp://localhost:1"))


def test_other_processes_speak_the_same_language() -> None:
    with speaking("en"):
        outcomes = list(batch.run(task, ["een", "twee"], 2))
    assert all(outcome.result and " en " in outcome.result for outcome in outcomes)


def test_a_process_that_dies_is_a_fault_and_not_a_crash() -> None:
    outcomes = list(batch.run(task, ["dood", "dood"], 2))
    assert all("werkproces" in outcome.fault for outcome in outcomes)


def test_processes_make_place_for_new_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "TASKS_PER_PROCESS", 2)
    outcomes = list(batch.run(task, [f"n{number}" for number in range(5)], 2))
    assert [outcome.name for outcome in outcomes] == [f"n{number}" for number in range(5)]
    *before, after = [str(outcome.result).split()[-1] for outcome in outcomes]
    assert after not in before


def slow(seconds: float, name: str) -> str:
    time.sleep(seconds)
    return name


def test_a_reader_that_stops_ends_the_processes_at_once() -> None:
    start = time.monotonic()
    outcomes = batch.run(partial(slow, 0.1), ["een"], 2)
    assert [outcome.result for outcome in outcomes] == ["een"]
    endless = batch.run(slow_after_the_first, ["snel", "traag", "trager"], 2)
    assert next(endless).result == "snel"
    endless.close()  # type: ignore[attr-defined]
    for child in active_children():
        child.join(5)
    assert not active_children()
    assert time.monotonic() - start < 30


def slow_after_the_first(name: str) -> str:
    return slow(0 if name == "snel" else 60, name)


def copies(root: Path, number: int) -> list[str]:
    """So many copies of the small tree's project."""
    folder = root / "reports" / "projects"
    for each in range(number):
        shutil.copy(folder / "muur.yaml", folder / f"muur{each}.yaml")
    return ["muur", *(f"muur{each}" for each in range(number))]


@pytest.mark.slow
def test_reports_of_a_batch_are_those_of_one_process(small_root: Path, tmp_path: Path) -> None:
    names = copies(small_root, 1)
    tree = bw.load(small_root)
    for jobs in (1, 2):
        order = bw.Order(("json", "xlsx"), tmp_path / str(jobs))
        assert not [outcome.fault for outcome in bw.reports(tree, names, order, jobs) if outcome.fault]
    made = [sorted(path.relative_to(tmp_path / jobs) for path in (tmp_path / jobs).rglob("*.*")) for jobs in "12"]
    assert made[0] == made[1]
    assert len(made[0]) == 4
    for name in made[0]:
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes()


def test_reports_are_those_of_the_tree_that_is_given(small_root: Path, tmp_path: Path) -> None:
    def stated(tree: Tree) -> tuple[str, str]:
        (made,) = bw.reports(tree, ["muur"], bw.Order(("json",), tmp_path / "out"), 1)
        assert made.result, made.fault
        record = json.loads(made.result.paths[0].read_text())
        return record["data"]["fingerprint"], record["method"]["sha256"]

    method, first = small_root / "indicators" / "method.yaml", bw.load(small_root)
    other = Path(shutil.copy(method, tmp_path / "eigen.yaml"))
    other.write_text(f"{other.read_text()}# van onszelf\n")
    assert stated(first) == (first.fingerprint, first.method_hash)
    assert stated(with_method(first, other)) == (first.fingerprint, hashlib.sha256(other.read_bytes()).hexdigest())
    method.write_text(f"{method.read_text()}# anders\n")
    second = bw.load(small_root)
    assert stated(second) == (second.fingerprint, second.method_hash) != (first.fingerprint, first.method_hash)


def test_part_of_a_batch_that_fails_is_exit_code_5_with_every_fault(
    small_root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = copies(small_root, 2)
    for name, word in zip(names[1:], ("rustt", "ruimtee"), strict=True):
        path = small_root / "reports" / "projects" / f"{name}.yaml"
        path.write_text(path.read_text().replace("theme: rust", f"theme: {word}"))
    asked = ["--root", str(small_root), "report", "--all", "--formats", "json", "--jobs", "1"]
    with pytest.raises(BatchFault, match=r"2 van 3 mislukt: muur0, muur1\.") as fault:
        cli.main([*asked, "--output", str(tmp_path / "out")], standalone_mode=False)
    assert fault.value.exit_code == 5
    shown = capsys.readouterr()
    assert "rustt" in shown.err
    assert "ruimtee" in shown.err
    assert [path.name for path in (tmp_path / "out").rglob("*.json")] == ["muur.json"]


@pytest.mark.slow
def test_an_interrupt_stops_quickly_and_leaves_no_half_file(small_root: Path, tmp_path: Path) -> None:
    copies(small_root, 30)
    command = [sys.executable, "-m", "brede_welvaart", "--root", str(small_root), "report", "--all", "--jobs", "2",
               "--output", str(tmp_path / "out")]  # fmt: skip
    running = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    assert running.stdout
    running.stdout.readline()
    os.killpg(running.pid, signal.SIGINT)
    start = time.monotonic()
    _out, err = running.communicate(timeout=60)
    assert time.monotonic() - start < 10
    assert running.returncode == 130
    assert "Traceback" not in err, err
    assert "Afgebroken" in err
    assert not list((tmp_path / "out").rglob(".*"))
    assert all(path.read_bytes()[-6:].strip() == b"%%EOF" for path in (tmp_path / "out").rglob("*.pdf"))
