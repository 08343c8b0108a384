"""How long the commands of the main job take, as a user waits for them, beside their limits."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROJECT = "verstedelijkingsstrategie-twente"
RUNS = 3


def measure(name: str, limit: float, *arguments: str) -> None:
    """Print the median wall time of a command over some runs, after one that does not count."""
    command = [sys.executable, "-m", "brede_welvaart", *arguments]
    seconds = sorted(_seconds(command) for _run in range(RUNS + 1))[:RUNS][RUNS // 2]
    print(f"{name:60} {seconds:6.2f} s   limit {limit:4.1f} s   ratio {seconds / limit:5.2f}")


def _seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
    return time.perf_counter() - start


def measure_store() -> None:
    """Print how long the first command takes longer than the second: the store built from the snapshot."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "tree"
        for part in ("indicators", "sources"):
            shutil.copytree(ROOT / part, root / part)
        command = [sys.executable, "-m", "brede_welvaart", "--root", str(root), "regions"]
        first, second = _seconds(command), _seconds(command)
    print(f"{'store from snapshot':60} {first - second:6.2f} s   limit  2.0 s   ratio {(first - second) / 2:5.2f}")


def measure_report() -> None:
    """Print the time of a report in a fresh tree: the first, the same again, and after a change in the project file."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "tree"
        for part in ("indicators", "sources", "reports/templates", "reports/projects"):
            shutil.copytree(ROOT / part, root / part)
        project = root / "reports" / "projects" / f"{PROJECT}.yaml"
        command = [sys.executable, "-m", "brede_welvaart", "--root", str(root), "report", PROJECT]
        for what, limit in (("first run", 0.0), ("second run", 4.0), ("after a change of the project", 0.0)):
            if "change" in what:
                project.write_text(project.read_text("utf-8").replace("title: ", "title: Nieuwe ", 1), "utf-8")
            seconds = _seconds(command)
            beside = f"   limit {limit:4.1f} s   ratio {seconds / limit:5.2f}" if limit else ""
            print(f"{f'welvaart report (HTML and PDF), {what}':60} {seconds:6.2f} s{beside}")


def main() -> None:
    """Print the times of the main job."""
    measure("welvaart --help", 0.4, "--help")
    measure_store()
    measure("welvaart context --all --format csv", 2.0, "context", "--all", "--format", "csv")
    measure("welvaart report (HTML)", 4.0, "report", PROJECT, "--formats", "html")
    measure_report()


if __name__ == "__main__":
    main()
