"""Vega-Lite draws in a process of its own, which takes its hundred megabytes with it."""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from threading import Lock

from brede_welvaart.language import _

PROGRAM = Path(__file__).with_name("drawer_program.py")
VEGA_LITE = "6.4"
_ONE_AT_A_TIME = Lock()


def drawn(specification: str, fonts: Sequence[Path]) -> str:
    """A whole Vega-Lite specification (JSON) as SVG, with the fonts in these folders; reads nothing from outside.

    Raises RuntimeError with what Vega says, OSError if its process ended.
    """
    answer = _answered(json.dumps([specification, VEGA_LITE, list(map(str, fonts))]))
    if not answer:
        raise OSError(_("Het proces dat figuren tekent is gestopt; misschien was er te weinig geheugen."))
    svg, fault = json.loads(answer)
    if fault:
        raise RuntimeError(fault)
    return str(svg)


def _answered(question: str) -> str:
    """What the drawer answers; empty if it ended. One that was interrupted is not asked again."""
    answer = ""
    with _ONE_AT_A_TIME:
        process = _drawer(os.getpid())
        try:
            answer = _asked(process, question)
        except BrokenPipeError:
            pass
        finally:
            if not answer:
                process.kill()
                _drawer.cache_clear()
    return answer


def _asked(process: subprocess.Popen[str], question: str) -> str:
    if process.stdin is None or process.stdout is None:
        return ""
    process.stdin.write(question + "\n")
    process.stdin.flush()
    return process.stdout.readline()


@cache
def _drawer(_parent: int) -> subprocess.Popen[str]:
    """The one drawer of a process; a fork would share its pipes, so it gets one of its own."""
    command = [sys.executable, "-P", str(PROGRAM)]  # -P, for modules beside it have names of the standard library
    process = subprocess.Popen(  # noqa: S603 -- our own program
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8", start_new_session=True
    )  # a session of its own, for an interrupt is for the one that asks
    atexit.register(process.communicate)
    return process
