"""Running replicates on several threads, in blocks whose cut does not depend on how many there are.

Compiled code and most of NumPy let other threads run, so threads use all processors, share what is drawn, and end with
the process.  Own rules for agents are Python code: they run one block after the other.
"""

import ctypes
import os
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from typing import TypeVar

from simulator.engine.boards import Boards, joined
from simulator.engine.conference import Conference

BLOCK = 2040
"""Replicates a task in the array engine: long enough that handing it over costs nothing, short enough to stop soon.

An odd multiple of eight: rows whose length is a power of two would crowd into a few sets of the processor's cache.
"""

AGENT_BLOCK = 50
"""Replicates a task in the Mesa engine."""

PATIENCE = 0.2
"""Seconds between two looks for Ctrl-C while work is under way."""

MOST_PRICED = 2_000
"""Runs of which each country's price of one more rung is looked for: more tell nothing new and cost time and memory."""

MALLOC_TRIM_THRESHOLD, MALLOC_MMAP_THRESHOLD, KEPT_BYTES = -1, -3, 2**30
"""Options of mallopt(3) of the GNU C library, and what both are set to."""

Progress = Callable[[int], None]
Result = TypeVar("Result")


def cores() -> int:
    """Return the number of processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1)


def keep_memory() -> None:
    """Have the C library keep freed memory for the next block, where it can be told to.

    Blocks of draws are tens of megabytes.  Handing them back and asking for them again, page by page, takes a quarter
    of the time of a sweep.
    """
    with suppress(AttributeError, OSError, TypeError):
        for option in (MALLOC_TRIM_THRESHOLD, MALLOC_MMAP_THRESHOLD):
            ctypes.CDLL(None).mallopt(option, KEPT_BYTES)


def run_replicates(
    conference: Conference, seed: int, runs: int, jobs: int, progress: Progress, engine: str = "array"
) -> Boards:
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
        Threads to use, 1 or more.  The boards are the same for any number.
    progress
        Called with the number of replicates done since the last call.
    engine
        ``array`` or ``mesa``; both give the same boards.

    Returns
    -------
    Boards
        One row a replicate, in order.
    """
    size = BLOCK if engine == "array" else AGENT_BLOCK
    blocks = [(first, min(size, runs - first)) for first in range(0, runs, size)]

    def work(block: tuple[int, int]) -> Boards:
        first, count = block
        priced = max(0, min(count, MOST_PRICED - first))
        if engine == "mesa":
            from simulator.engine import mesa_runs

            return mesa_runs.run_block(conference, seed, first, count, priced=priced)
        from simulator.engine import array_runs

        return array_runs.run_block(conference, seed, first, count, priced)

    done: dict[tuple[int, int], Boards] = {}
    for block, boards in in_threads(work, blocks, 1 if engine == "mesa" else jobs):
        done[block] = boards
        progress(block[1])
    return joined([done[block] for block in blocks])


def in_threads(
    work: Callable[[tuple[int, int]], Result], blocks: list[tuple[int, int]], jobs: int
) -> Iterator[tuple[tuple[int, int], Result]]:
    """Do blocks of work on threads and yield each as it is done; Ctrl-C is answered between two of them."""
    if jobs == 1 or len(blocks) == 1:
        for block in blocks:
            yield block, work(block)
        return
    pool = ThreadPoolExecutor(min(jobs, len(blocks)))
    try:
        waiting: dict[Future[Result], tuple[int, int]] = {pool.submit(work, block): block for block in blocks}
        while waiting:
            for future in wait(waiting, timeout=PATIENCE, return_when=FIRST_COMPLETED).done:
                yield waiting.pop(future), future.result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
