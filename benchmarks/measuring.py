"""Timing on a machine that others use too: contenders take turns, and each is judged within its round.

A shared machine drifts.  So the contenders run A B C A B C, not A A B B C C, and a ratio is taken between two of the
same round.  What is reported is the median of the rounds and how far they lie apart.
"""

import gc
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

FEWEST_ROUNDS = 5
"""Rounds below which a median says little."""


@dataclass(frozen=True, slots=True)
class Contender:
    """Something that can be timed.

    Attributes
    ----------
    name
        What it is, for the table.
    runs
        How many runs one call of ``work`` makes.
    work
        Does the runs; what it returns is thrown away.
    threads
        How many threads it uses.
    """

    name: str
    runs: int
    work: Callable[[], object]
    threads: int = 1


@dataclass(frozen=True, slots=True)
class Timing:
    """What the rounds of one contender took.

    Attributes
    ----------
    name, runs, threads
        As in :class:`Contender`.
    seconds, processor
        Wall time and processor time of this process in each round, seconds.
    """

    name: str
    runs: int
    threads: int
    seconds: tuple[float, ...]
    processor: tuple[float, ...]

    @property
    def middle(self) -> float:
        """Median wall time of a round, seconds."""
        return median(self.seconds)

    @property
    def rate(self) -> float:
        """Runs a second in the median round."""
        return self.runs / self.middle

    @property
    def microseconds(self) -> float:
        """Wall time of a run in the median round, microseconds."""
        return 1e6 / self.rate

    @property
    def spread(self) -> float:
        """How far apart the rounds lie: slowest less fastest, as a share of the median."""
        return (max(self.seconds) - min(self.seconds)) / self.middle

    @property
    def busy(self) -> float:
        """Processors kept busy in the median round: processor time over wall time."""
        return median(spent / wall for spent, wall in zip(self.processor, self.seconds, strict=True))

    def times(self, other: "Timing") -> tuple[float, ...]:
        """Return in each round how many times as many runs a second this one makes as another.

        Raises
        ------
        ValueError
            If the two were not timed in the same rounds.
        """
        pairs = zip(self.seconds, other.seconds, strict=True)
        return tuple((self.runs / own) / (other.runs / theirs) for own, theirs in pairs)

    def to_json(self) -> dict[str, Any]:
        """Return the timing as plain JSON values."""
        return {
            "name": self.name,
            "runs": self.runs,
            "threads": self.threads,
            "seconds": list(self.seconds),
            "processor_seconds": list(self.processor),
            "runs_per_second": self.rate,
            "spread": self.spread,
        }


def interleaved(
    contenders: Sequence[Contender], rounds: int, progress: Callable[[str], None] = lambda words: None
) -> dict[str, Timing]:
    """Time contenders in turn.

    Each runs once beforehand, so that nothing is compiled, imported or first touched on the clock.

    Parameters
    ----------
    contenders
        In the order of their turns; every name once.
    rounds
        How many turns each gets, 1 or more.
    progress
        Told in words what comes next.

    Returns
    -------
    dict
        Timings by name, in the same order.

    Raises
    ------
    ValueError
        If two contenders share a name.
    """
    if len({contender.name for contender in contenders}) < len(contenders):
        raise ValueError("two contenders share a name")
    for contender in contenders:
        progress(f"warming up: {contender.name}")
        contender.work()
    clocked: dict[str, list[tuple[float, float]]] = {contender.name: [] for contender in contenders}
    for turn in range(rounds):
        for contender in contenders:
            progress(f"round {turn + 1} of {rounds}: {contender.name}")
            clocked[contender.name].append(_clocked(contender.work))
    return {
        contender.name: Timing(contender.name, contender.runs, contender.threads, *_columns(clocked[contender.name]))
        for contender in contenders
    }


def _clocked(work: Callable[[], object]) -> tuple[float, float]:
    """Return wall time and processor time of a call; it does not pay for the rubbish of the one before."""
    gc.collect()
    processor, wall = time.process_time(), time.perf_counter()
    work()
    return time.perf_counter() - wall, time.process_time() - processor


def _columns(rows: Sequence[tuple[float, float]]) -> tuple[tuple[float, ...], tuple[float, ...]]:
    return tuple(wall for wall, _ in rows), tuple(processor for _, processor in rows)
