"""The process that draws figures: the same answer each time, a clear end when it ends, and never left behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from brede_welvaart.reporting import drawer

BAR = json.dumps({
    "data": {"values": [{"a": "ë", "b": 28}]},
    "mark": "bar",
    "encoding": {"x": {"field": "a"}, "y": {"field": "b", "type": "quantitative"}},
})  # fmt: skip


def test_the_same_question_has_the_same_answer() -> None:
    first, second = (drawer.drawn(BAR, ()) for _turn in range(2))
    assert first == second
    assert first.startswith("<svg")
    assert ">ë</text>" in first


def test_a_wrong_specification_is_said_and_the_next_one_is_drawn() -> None:
    with pytest.raises(RuntimeError, match="Vega-Lite to SVG conversion failed"):
        drawer.drawn('{"mark": {"type": 7}}', ())
    assert drawer.drawn(BAR, ()).startswith("<svg")


def test_a_process_that_ended_is_said_and_the_next_one_is_new() -> None:
    drawer.drawn(BAR, ())
    process = drawer._drawer(os.getpid())
    process.kill()
    process.wait()
    with pytest.raises(OSError, match="tekent is gestopt"):
        drawer.drawn(BAR, ())
    assert drawer.drawn(BAR, ()).startswith("<svg")


def test_an_answer_that_nobody_waited_for_is_not_the_next_one(monkeypatch: pytest.MonkeyPatch) -> None:
    other = BAR.replace("28", "82")
    expected = drawer.drawn(BAR, ())

    def interrupted(process: subprocess.Popen[str], question: str) -> str:
        assert process.stdin is not None
        process.stdin.write(question + "\n")
        process.stdin.flush()
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(drawer, "_asked", interrupted)
        with pytest.raises(KeyboardInterrupt):
            drawer.drawn(other, ())
    assert drawer.drawn(BAR, ()) == expected


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="only Linux shows which processes there are")
def test_it_ends_with_the_process_that_asks_also_when_that_is_killed(tmp_path: Path) -> None:
    script = (
        "import os, sys, time\nfrom brede_welvaart.reporting import drawer\n"
        f"drawer.drawn({BAR!r}, ())\nprint(drawer._drawer(os.getpid()).pid, flush=True)\ntime.sleep(60)\n"
    )
    asking = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert asking.stdout is not None
    drawing = Path("/proc", asking.stdout.readline().strip())
    assert drawing.is_dir()
    asking.kill()
    asking.wait()
    asking.stdout.close()
    for _turn in range(100):
        if not drawing.is_dir() or "Z" in (drawing / "stat").read_text().rpartition(")")[2].split()[:1]:
            return
        time.sleep(0.1)
    pytest.fail("the drawer outlived the process that asked")
