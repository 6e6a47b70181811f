"""What bounds the work: each part of it alone, on one thread, with the whole beside it.

The parts are drawing countries, settling boards and adding up totals at every point, folding, and writing.  Two
yardsticks stand beside them: random numbers as fast as the generator gives them, and the bytes of a part as fast as the
disk takes them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from statistics import median
from typing import Any

import numpy as np

from benchmarks.contenders import Sizes, run_fresh
from benchmarks.measuring import Contender, Timing
from benchmarks.sweeps import SEED, grid, measured_scenario, opened, run_kept
from simulator.engine import fresh
from simulator.engine.conference import Conference
from simulator.engine.drawing import CHUNK, draw_countries, new_table
from simulator.engine.fresh import People, people_of
from simulator.engine.kernel import Points, points_of, settle
from simulator.engine.philox import COUNTERS, WORDS, fill_uniforms
from simulator.engine.profiles import drawn_profiles
from simulator.engine.sources import CODED
from simulator.engine.totals import paid_from
from simulator.experiments.sweeps.parts import commit_part, encoded_part, fold_of, write_durably
from simulator.experiments.sweeps.plan import plan
from simulator.experiments.sweeps.sweeping import ChunkRunner

FRESH, SWEEP = "fresh draws, one point", "sweep of a grid, rows kept"
ARITHMETIC = "arithmetic"
EQUAL, FEW = 64, 640
"""Equal points, and replicates at each, by which arithmetic is measured."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of some work, or a yardstick of the part before it: what no program can do faster.

    Attributes
    ----------
    label
        What it is.
    work
        Does it for so many ``units``.
    units
        Runs, or replicates where one serves many runs.
    serves
        Runs that one unit serves: all points of a grid, where draws are shared.
    yardstick
        Whether it is one.
    """

    label: str
    work: Callable[[], object]
    units: int
    serves: int = 1
    yardstick: bool = False


@dataclass(frozen=True, slots=True)
class Job:
    """Some work as a whole, of so many runs, and what it is made of."""

    name: str
    whole: Callable[[], object]
    runs: int
    parts: tuple[Part, ...]

    def contenders(self) -> list[Contender]:
        """Return everything that is to be timed, in the order of turns; names are those of :func:`bound_of`."""
        parts = [Contender(f"{self.name}: {part.label}", part.units * part.serves, part.work) for part in self.parts]
        return [*parts, Contender(self.name, self.runs, self.whole)]


@dataclass(frozen=True, slots=True)
class Bound:
    """What bounds a job; all times are the median of the rounds.

    Attributes
    ----------
    name
        Of the job.
    parts
        Label of each part or yardstick, whether it is a yardstick, and its microseconds a run.
    sum, whole
        Microseconds a run of all parts together, and of the whole.
    excess
        By how much the whole exceeds its parts in each round, as a share of the parts; negative where it takes less.
    """

    name: str
    parts: tuple[tuple[str, bool, float], ...]
    sum: float
    whole: float
    excess: tuple[float, ...]

    @property
    def largest(self) -> tuple[str, float]:
        """The part that takes most, and its share in all parts."""
        label, _, taken = max((part for part in self.parts if not part[1]), key=lambda part: part[2])
        return label, taken / self.sum

    def to_json(self) -> dict[str, Any]:
        """Return the bound as plain JSON values, times in microseconds a run."""
        return {
            "name": self.name,
            "parts": {label: taken for label, yardstick, taken in self.parts if not yardstick},
            "yardsticks": {label: taken for label, yardstick, taken in self.parts if yardstick},
            "sum": self.sum,
            "whole": self.whole,
            "excess_by_round": list(self.excess),
            "bound_by": self.largest[0],
        }


def bound_of(job: Job, timings: Mapping[str, Timing]) -> Bound:
    """Return what bounds a job, from timings of its contenders in the same rounds."""
    whole = timings[job.name]
    timed = [(part, timings[f"{job.name}: {part.label}"]) for part in job.parts]
    counted = [timing for part, timing in timed if not part.yardstick]
    sums = [sum(timing.seconds[turn] / timing.runs for timing in counted) for turn in range(len(whole.seconds))]
    return Bound(
        name=job.name,
        parts=tuple((part.label, part.yardstick, timing.microseconds) for part, timing in timed),
        sum=1e6 * median(sums),
        whole=whole.microseconds,
        excess=tuple(took / whole.runs / parts - 1.0 for took, parts in zip(whole.seconds, sums, strict=True)),
    )


def fresh_job(conference: Conference, sizes: Sizes) -> Job:
    """Return the work of a block of replicates at one point, with draws of its own."""
    points, block = points_of([conference]), sizes.block
    return Job(
        name=FRESH,
        whole=partial(run_fresh, conference, points, block, 1, 1),
        runs=block,
        parts=(
            *_drawing(conference, points, block, 1),
            _arithmetic(conference, points, block),
        ),
    )


@contextmanager
def sweep_job(sizes: Sizes) -> Iterator[Job]:
    """Give the work of a sweep of the grid through the store, taken apart at its first chunk."""
    scenario = measured_scenario()
    design = grid(scenario, sizes.side, sizes.side)
    chunk = plan(len(design), 0, sizes.kept)[0]
    with opened(scenario, design, sizes.kept) as (folder, compiler):
        layout = folder.layout
        columns = ChunkRunner(compiler, SEED).run(chunk)
        fold = fold_of(layout, chunk, columns)
        content = encoded_part(layout, chunk, columns, fold)
        (group,) = compiler.groups(chunk.first_point, chunk.points)
        yield Job(
            name=SWEEP,
            whole=partial(run_kept, scenario, design, sizes.kept, 1),
            runs=len(design) * sizes.kept,
            parts=(
                *_drawing(group.conference, group.points, chunk.replicates, len(design)),
                _arithmetic(group.conference, group.points, chunk.replicates),
                Part("folding", partial(fold_of, layout, chunk, columns), chunk.runs),
                Part("writing", partial(commit_part, folder.parts, layout, chunk, columns, fold), chunk.runs),
                Part(
                    "the same bytes to the disk",
                    partial(write_durably, folder.parts / "yardstick", content),
                    chunk.runs,
                    yardstick=True,
                ),
            ),
        )


def _drawing(conference: Conference, points: Points, block: int, serves: int) -> tuple[Part, ...]:
    """Return the part that draws the countries of a block of replicates, and its yardstick."""
    people, length = people_of(conference, paid_from(points)), min(CHUNK, block)
    table = new_table(len(conference), len(people.spoken), length)
    numbers, row = _numbers(people), np.empty(length)
    words = np.empty((WORDS, COUNTERS), dtype=np.uint64)

    def draws() -> None:
        for first in range(0, block, length):
            draw_countries(conference, SEED, first, people.wanted, table)

    def bits() -> None:
        for first in range(0, block, length):
            for _ in range(numbers):
                fill_uniforms(row, np.uint64(SEED), people.keys.caution, first, words)

    return (
        Part("draws", draws, block, serves),
        Part("as many random numbers in a row", bits, block, serves, yardstick=True),
    )


def _numbers(people: People) -> int:
    """Return how many numbers are drawn for a run: one that all share, and those that totals depend on."""
    sources, wanted = people.sources, people.wanted
    spread, kept = sources.spread, sources.coded[:, CODED.index("kept_home")]
    own = [
        wanted.conditions[:, None] & people.stated,
        wanted.conditions & sources.differ,
        wanted.consent & (sources.consent > 0.0) & (sources.consent < 1.0),
        wanted.capacity & np.isnan(sources.deployable),
        wanted.capacity & np.isnan(sources.rotation),
        wanted.capacity & np.isnan(kept).any(axis=0),
        wanted.capacity & (spread.army_error * sources.army > 0.0),
        wanted.capacity & (spread.abroad_error * sources.abroad > 0.0),
    ]
    return 1 + sum(int(flags.sum()) for flags in own)


def _arithmetic(conference: Conference, points: Points, block: int) -> Part:
    """Return the part that settles boards and adds up totals, at so many equal points that draws do not count."""
    few = min(FEW, block)
    first = Points(*(np.repeat(table[:1], EQUAL, axis=0) for table in points))
    return Part(ARITHMETIC, partial(fresh.run_fresh, conference, first, SEED, 0, few), EQUAL * few)


def mean_rounds(conference: Conference, points: Points, replicates: int) -> float:
    """Return how many rounds a run takes to come to rest, on average over points and replicates."""
    found = settle(conference, drawn_profiles(conference, SEED, 0, replicates), points)
    return float(found.rounds.mean())


def all_contenders(jobs: Sequence[Job]) -> list[Contender]:
    """Return the contenders of several jobs, in the order of turns."""
    return [contender for job in jobs for contender in job.contenders()]
