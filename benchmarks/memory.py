"""Peak memory of sweeps, each in a process of its own.

Run as ``python -m benchmarks.memory RUNS THREADS`` it is such a process, and prints what it took as JSON.
"""

import json
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
BACKSTOPS, CLARITIES = 25, 10
"""Values of each input: 250 points, which divide the numbers of runs that are measured."""


@dataclass(frozen=True, slots=True)
class Footprint:
    """What a sweep took.

    Attributes
    ----------
    runs, chunks, size
        Runs, chunks, and bytes of all parts.
    sweeping
        Seconds from the first chunk to the last.
    process
        Seconds of the whole process, imports and all.
    peak
        Bytes of memory at the highest; None where the system does not tell.
    """

    runs: int
    chunks: int
    size: int
    sweeping: float
    process: float
    peak: int | None

    def to_json(self) -> dict[str, Any]:
        """Return the footprint as plain JSON values."""
        return asdict(self)


def footprint(runs: int, threads: int) -> Footprint:
    """Run a sweep in a fresh process and return what it took.

    Parameters
    ----------
    runs
        How many, a multiple of the 250 points of the grid.
    threads
        Threads that run chunks.

    Raises
    ------
    ValueError
        If the runs are no multiple of the points.
    subprocess.CalledProcessError
        If the process fails; what it said is on standard error.
    """
    if runs % (BACKSTOPS * CLARITIES):
        raise ValueError(f"{runs} runs are no multiple of {BACKSTOPS * CLARITIES} points")
    command = [sys.executable, "-m", "benchmarks.memory", str(runs), str(threads)]
    started = time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603 - our own
    return Footprint(**json.loads(done.stdout), process=time.perf_counter() - started)


def peak_bytes() -> int | None:
    """Return the highest memory of this process so far, bytes; None where the system does not tell.

    Linux hands the maximum of ``getrusage`` down from the process that started this one, so its own high-water mark is
    read where there is one.
    """
    status = Path("/proc/self/status")
    if status.exists():
        marks = [line.split() for line in status.read_text(encoding="utf-8").splitlines() if line.startswith("VmHWM")]
        if marks:
            return int(marks[0][1]) * 1024
    try:
        import resource
    except ImportError:
        return None
    highest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return highest if sys.platform == "darwin" else highest * 1024


def _measure(runs: int, threads: int) -> dict[str, Any]:
    from benchmarks.sweeps import grid, measured_scenario, run_kept

    scenario = measured_scenario()
    design = grid(scenario, BACKSTOPS, CLARITIES)
    started = time.perf_counter()
    kept = run_kept(scenario, design, runs // len(design), threads)
    seconds = time.perf_counter() - started
    return {"runs": kept.runs, "chunks": kept.chunks, "size": kept.size, "sweeping": seconds, "peak": peak_bytes()}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_measure(int(sys.argv[1]), int(sys.argv[2]))))
