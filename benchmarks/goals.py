"""How the goals stand, in plain words."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from benchmarks import contenders
from benchmarks.contenders import on
from benchmarks.measurement import Measurement
from benchmarks.startup import compiling

SHARED_RATE, FRESH_RATE = 500_000.0, 200_000.0
TIMES_BATCH = 1_000.0
LARGE, MIDDLE = 10_000_000, 1_000_000
LARGE_SECONDS, LARGE_BYTES, GROWTH = 120.0, 1e9, 1.2
START_RUNS, START_SECONDS = 10_000, 2.0


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal and how it stands.

    Attributes
    ----------
    name
        What is wanted, with its number.
    wanted, found
        The number wanted, and the one measured; None where it was not measured.
    shown
        The measured number with its unit.
    ceiling
        Whether the number must not exceed what is wanted; else it must reach it.
    """

    name: str
    wanted: float
    found: float | None
    shown: str
    ceiling: bool = False

    @property
    def met(self) -> bool | None:
        """Whether it is met; None where it was not measured."""
        if self.found is None:
            return None
        return self.found <= self.wanted if self.ceiling else self.found >= self.wanted

    def words(self) -> str:
        """Return how it stands: met or missed, and by how much."""
        if self.found is None:
            return "not measured"
        share = f"{self.found / self.wanted:.2f} of the {'limit' if self.ceiling else 'goal'}"
        return f"{'met' if self.met else 'MISSED'}: {self.shown}, {share}"

    def to_json(self) -> dict[str, Any]:
        """Return the goal as plain JSON values."""
        return {"name": self.name, "wanted": self.wanted, "found": self.found, "met": self.met}


def goals_of(measured: Measurement) -> list[Goal]:
    """Return all goals and how they stand in a measurement."""
    return [*_speeds(measured), *_large(measured), _start(measured)]


def _speeds(measured: Measurement) -> list[Goal]:
    rates, threads = measured.contenders, measured.threads
    found = []
    for name, wanted in ((contenders.SHARED, SHARED_RATE), (contenders.FRESH, FRESH_RATE)):
        rate = rates[on(name, threads)].rate
        found.append(Goal(f"{wanted:,.0f} runs/s, {on(name, threads)}", wanted, rate, f"{rate:,.0f} runs/s"))
    batch = rates[contenders.BATCH]
    for name in (contenders.SHARED, contenders.FRESH):
        times = median(rates[on(name, 1)].times(batch))
        found.append(Goal(f"{TIMES_BATCH:,.0f} x batch_run, {on(name, 1)}", TIMES_BATCH, times, f"{times:,.0f} x"))
    return found


def _large(measured: Measurement) -> Sequence[Goal]:
    taken = {each.runs: each for each in measured.memory}
    large, middle = taken.get(LARGE), taken.get(MIDDLE)
    seconds = None if large is None else large.process
    peak = None if large is None or large.peak is None else float(large.peak)
    before = None if middle is None or middle.peak is None else float(middle.peak)
    growth = None if peak is None or before is None else peak / before
    return (
        Goal(
            f"{LARGE:,} rows within {LARGE_SECONDS:.0f} s", LARGE_SECONDS, seconds, f"{seconds or 0.0:.0f} s",
            ceiling=True,
        ),
        Goal(
            f"{LARGE:,} rows within {LARGE_BYTES / 1e9:.0f} GB", LARGE_BYTES, peak, f"{(peak or 0.0) / 1e9:.2f} GB",
            ceiling=True,
        ),
        Goal(
            f"memory of {LARGE:,} runs at most {GROWTH:.1f} x that of {MIDDLE:,}", GROWTH, growth,
            f"{growth or 0.0:.2f} x", ceiling=True,
        ),
    )  # fmt: skip


def _start(measured: Measurement) -> Goal:
    run = measured.starts.get(next(iter(compiling(START_RUNS))))
    seconds = None if run is None else run.middle
    name = f"forcemix run of {START_RUNS:,} runs within {START_SECONDS:.0f} s"
    return Goal(name, START_SECONDS, seconds, f"{seconds or 0.0:.2f} s", ceiling=True)
