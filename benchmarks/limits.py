"""What bounds the work: each part of it alone, on one thread, with the whole beside it.

The parts are drawing, turning draws into countries, settling boards and adding up totals at every point, folding, and
writing.  Two yardsticks stand beside them: random bits as fast as the generator gives them, and the bytes of a part as
fast as the disk takes them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from statistics import median
from typing import Any

import numpy as np
from numpy.random import Generator, Philox

from benchmarks.contenders import Sizes, run_fresh
from benchmarks.measuring import Contender, Timing
from benchmarks.sweeps import SEED, grid, measured_scenario, opened, run_kept
from simulator.engine.conference import Conference
from simulator.engine.draws import draw, draw_enablers
from simulator.engine.kernel import Points, points_of, settle
from simulator.engine.profiles import drawn_profiles, profiles, stated_gates
from simulator.engine.totals import drawn_for, laid_out, run_points
from simulator.experiments.parts import commit_part, encoded_part, fold_of, write_durably
from simulator.experiments.plan import plan
from simulator.experiments.sweeping import ChunkRunner
from simulator.rule.force import ENABLERS

FRESH, SWEEP = "fresh draws, one point", "sweep of a grid, rows kept"
ARITHMETIC = "arithmetic"
DRAWS_BY_COUNTRY = 7
"""Numbers that are drawn for a country whatever it stated."""


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
    drawn = drawn_for(conference, SEED, 0, block)
    return Job(
        name=FRESH,
        whole=partial(run_fresh, conference, points, block, 1, 1),
        runs=block,
        parts=(
            *_drawing(conference, block, 1),
            Part(ARITHMETIC, partial(run_points, conference, points, drawn), block),
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
        conference = group.conference
        drawn = drawn_for(conference, SEED, chunk.first_replicate, chunk.replicates)
        yield Job(
            name=SWEEP,
            whole=partial(run_kept, scenario, design, sizes.kept, 1),
            runs=len(design) * sizes.kept,
            parts=(
                *_drawing(conference, chunk.replicates, len(design)),
                Part(ARITHMETIC, partial(run_points, conference, group.points, drawn), chunk.runs),
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


def _drawing(conference: Conference, block: int, serves: int) -> tuple[Part, ...]:
    """Return the parts that make the countries of a block of replicates."""
    stated = stated_gates(conference)
    drawn = draw(SEED, conference.iso3, 0, block, stated)
    enablers = draw_enablers(SEED, 0, block)
    numbers = 1 + DRAWS_BY_COUNTRY * len(conference) + int(stated.sum()) + len(ENABLERS)
    room = np.empty(numbers * block)

    def draws() -> None:
        draw(SEED, conference.iso3, 0, block, stated)
        draw_enablers(SEED, 0, block)

    def bits() -> None:
        Generator(Philox(SEED)).random(out=room)

    return (
        Part("draws", draws, block, serves),
        Part("as many random numbers in a row", bits, block, serves, yardstick=True),
        Part("profiles", lambda: laid_out(profiles(conference, drawn), enablers), block, serves),
    )


def mean_rounds(conference: Conference, points: Points, replicates: int) -> float:
    """Return how many rounds a run takes to come to rest, on average over points and replicates."""
    found = settle(conference, drawn_profiles(conference, SEED, 0, replicates), points)
    return float(found.rounds.mean())


def all_contenders(jobs: Sequence[Job]) -> list[Contender]:
    """Return the contenders of several jobs, in the order of turns."""
    return [contender for job in jobs for contender in job.contenders()]
