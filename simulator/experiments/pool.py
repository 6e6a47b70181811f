"""Running replicates on several processes, in blocks whose cut does not depend on how many there are."""

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager

from simulator.engine.boards import Boards, joined
from simulator.engine.conference import Conference
from simulator.engine.mesa_runs import run_block

BLOCK = 50
"""Replicates a task: long enough that handing it over costs nothing, short enough for a lively progress bar."""

SMALLEST_POOL = 4 * BLOCK
"""Below this many replicates a second process costs more than it saves."""

PARENT_CHECK = 0.5
"""Seconds between two looks of a worker at its parent."""

Progress = Callable[[int], None]


def cores() -> int:
    """Return the number of processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1)


def run_replicates(conference: Conference, seed: int, runs: int, jobs: int, progress: Progress) -> Boards:
    """Run all replicates of a conference.

    Parameters
    ----------
    conference
        The compiled scenario.
    seed
        Root seed.
    runs
        How many replicates, 1 or more.
    jobs
        Processes to use, 1 or more.  The boards are the same for any number.
    progress
        Called with the number of replicates done since the last call.

    Returns
    -------
    Boards
        One row a replicate, in order.
    """
    blocks = [(first, min(BLOCK, runs - first)) for first in range(0, runs, BLOCK)]
    if jobs == 1 or runs < SMALLEST_POOL:
        done = []
        for first, count in blocks:
            done.append(run_block(conference, seed, first, count))
            progress(count)
        return joined(done)
    return _in_pool(conference, seed, blocks, jobs, progress)


def _in_pool(conference: Conference, seed: int, blocks: list[tuple[int, int]], jobs: int, progress: Progress) -> Boards:
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(min(jobs, len(blocks)), mp_context=context, initializer=_end_with_parent)
    done: dict[int, Boards] = {}
    try:
        with _interrupts_held():
            waiting: dict[Future[Boards], tuple[int, int]] = {
                pool.submit(run_block, conference, seed, first, count): (first, count) for first, count in blocks
            }
        while waiting:
            for future in wait(waiting, return_when=FIRST_COMPLETED).done:
                first, count = waiting.pop(future)
                done[first] = future.result()
                progress(count)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    return joined([done[first] for first, _ in blocks])


def _end_with_parent() -> None:
    """Let a worker end when its parent is gone; one whose parent was killed would otherwise wait for ever."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(PARENT_CHECK)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Start workers deaf to Ctrl-C: the parent alone answers it, and a worker would only print a traceback.

    Workers inherit the mask; a Ctrl-C that comes meanwhile reaches the parent afterwards and is not lost.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
