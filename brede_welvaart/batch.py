"""Many independent tasks over several processes: one outcome each, whatever happens to the others."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import active_children, get_context
from typing import Generic, TypeVar

from brede_welvaart.errors import UsageFault, WelvaartError, refusal
from brede_welvaart.language import _, current_language, speaking

TASKS_PER_PROCESS = 50
"""After about so many tasks a process makes place for a new one: rendering leaves memory behind."""

CONNECT_SECONDS = 10

T = TypeVar("T")
Task = Callable[[str], T]


@dataclass(frozen=True)
class Outcome(Generic[T]):
    """What became of one task: its result, or the fault in the reader's language."""

    name: str
    result: T | None
    fault: str = ""


def run(task: Task[T], names: Sequence[str], jobs: int = 1, cluster: str = "") -> Iterator[Outcome[T]]:
    """The outcomes of a task for these names, in their order, over `jobs` processes (1: this one) or over a cluster.

    With several processes the task must be picklable, and the calling script needs a main guard. Whatever ends the
    iteration early (an interrupt, a reader that stops) ends the processes at once; a task must therefore not write.
    `cluster` is the address of a Dask scheduler whose workers see the same files; raises UsageFault without Dask.
    """
    if cluster:
        yield from _over_cluster(task, names, cluster)
        return
    if jobs == 1 or len(names) < 2:
        yield from (_attempt(current_language(), task, name) for name in names)
        return
    wave = min(jobs, len(names)) * TASKS_PER_PROCESS
    for start in range(0, len(names), wave):
        yield from _wave(task, names[start : start + wave], jobs)


def cores() -> int:
    """How many processes can work at the same time on this machine."""
    return len(os.sched_getaffinity(0))


def _wave(task: Task[T], names: Sequence[str], jobs: int) -> Iterator[Outcome[T]]:
    """The outcomes of so many tasks that no process does more than its share, and then ends.

    The pool's own `max_tasks_per_child` hangs in Python 3.11 and 3.12 (CPython issue 115634).
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # inherited: only this process hears an interrupt
    try:
        pool = ProcessPoolExecutor(min(jobs, len(names)), get_context("spawn"), _work_undisturbed)
        futures = deque((name, pool.submit(_attempt, current_language(), task, name)) for name in names)
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    try:
        while futures:
            yield _result(*futures.popleft())
    finally:
        _end(pool, unfinished=bool(futures))


def _work_undisturbed() -> None:
    """By an interrupt, also on a thread of a library that did not inherit the block."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _over_cluster(task: Task[T], names: Sequence[str], address: str) -> Iterator[Outcome[T]]:
    try:
        from distributed import Client  # noqa: PLC0415 -- an extra that few install
    except ImportError:
        raise UsageFault(_("Voor --cluster is Dask nodig. Typ: pip install 'brede-welvaart[cluster]'")) from None
    with Client(address, timeout=CONNECT_SECONDS) as client:
        pool = client.get_executor(pure=False)
        futures = deque((name, pool.submit(_attempt, current_language(), task, name)) for name in names)
        while futures:
            yield _result(*futures.popleft())


def _attempt(language: str, task: Task[T], name: str) -> Outcome[T]:
    with speaking(language):
        try:
            return Outcome(name, task(name))
        except WelvaartError as fault:
            return Outcome(name, None, str(fault))
        except OSError as fault:
            return Outcome(name, None, refusal(fault))
        except Exception as fault:
            return Outcome(name, None, _unexpected(fault))


def _unexpected(fault: Exception) -> str:
    return _("onverwachte fout ({kind}): {fault}").format(kind=type(fault).__name__, fault=fault)


def _result(name: str, future: Future[Outcome[T]]) -> Outcome[T]:
    try:
        return future.result()
    except BrokenProcessPool:
        return Outcome(name, None, _("een werkproces is gestopt; misschien was er te weinig geheugen."))
    except Exception as fault:  # a cluster has faults of its own, such as a worker that it gave up
        return Outcome(name, None, _unexpected(fault))


def _end(pool: ProcessPoolExecutor, *, unfinished: bool) -> None:
    if unfinished:
        for process in active_children():
            process.kill()
    pool.shutdown(cancel_futures=True)
