"""The README does what it says: its Python example runs, and the commands it names exist."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def test_the_python_example_runs() -> None:
    (example,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    answer = subprocess.run([sys.executable, "-c", example], capture_output=True, text=True, check=False, cwd=ROOT)
    assert answer.returncode == 0, answer.stderr
    assert "gezondheid" in answer.stdout


def test_the_make_targets_exist() -> None:
    named = set(re.findall(r"(?:^|`)make ([a-z-]+)", README, re.MULTILINE))
    listing = subprocess.run(["make", "help"], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    listed = {line.split()[0] for line in listing.splitlines()}
    assert named <= listed
    assert {"report", "report-all", "check", "test", "bench", "update", "clean"} <= listed


def test_the_pictures_exist() -> None:
    for path in re.findall(r"!\[[^]]*\]\(([^)]+)\)", README):
        assert (ROOT / path).is_file(), path
