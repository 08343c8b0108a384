"""A project's name never reaches the shell's parser."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.slow
@pytest.mark.parametrize("attack", ["x; touch {mark}", "$(touch {mark})", "`touch {mark}`", "x' ; touch {mark} ; '"])
def test_a_project_name_is_never_run(tmp_path: Path, attack: str) -> None:
    mark = tmp_path / "pwned"
    place = {**os.environ, "PROJECT": attack.format(mark=mark)}
    command = ["make", "report"]
    answer = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, env=place, timeout=300)
    assert answer.returncode != 0
    assert "Onbekend project" in answer.stderr
    assert not mark.exists()
