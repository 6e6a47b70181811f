"""Futures: the points of a kept sweep, each with its inputs and the share of its runs in which something happens."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.analysis.refusals import Refused
from simulator.engine.force import STRENGTHS
from simulator.experiments.comparing.conditions import Event, event_words
from simulator.experiments.designs.values import Value
from simulator.experiments.outcomes import TOTALS
from simulator.experiments.statistics import chance
from simulator.experiments.sweeps.exporting import check_finished
from simulator.experiments.sweeps.folds import BIN_WIDTH, COUNTS, TOTAL_BINS
from simulator.experiments.sweeps.plan import ROWS
from simulator.experiments.sweeps.reopening import ReopenedSweep
from simulator.experiments.sweeps.store import StoredSweep

READ_AT_ONCE = 4_000_000
"""Values that are held at once, so that memory does not grow with the sweep."""

MOST_POINTS = 1_000_000

Whole = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Column:
    """The values of one input over all points.

    Attributes
    ----------
    path
        Dotted path.
    numbers
        One number a point; for words and switches, their place in :attr:`words`.
    words
        The words that occur, in order; empty for numbers.
    """

    path: str
    numbers: NDArray[np.float64]
    words: tuple[Value, ...] = ()

    @property
    def moves(self) -> bool:
        """Whether it takes more than one value."""
        return bool(len(self.numbers)) and bool(np.ptp(self.numbers) > 0.0)


@dataclass(frozen=True, eq=False)
class Futures:
    """Points of a sweep.

    Attributes
    ----------
    columns
        Inputs that move.
    happened
        At each point, in how many runs the event happened.
    runs
        Runs at each point.
    """

    columns: tuple[Column, ...]
    happened: Whole
    runs: int

    def __len__(self) -> int:
        return len(self.happened)

    def holds(self, in_100: float) -> NDArray[np.bool_]:
        """Return at which points the event happens in so many of 100 runs or more."""
        return np.asarray(100.0 * self.happened >= in_100 * self.runs - 1e-9)

    def unsure(self, in_100: float) -> int:
        """Return at how many points run noise could decide on which side of a chance they are (95 % interval)."""
        counts, points = np.unique(self.happened, return_counts=True)
        spans = (chance(int(count), self.runs) for count in counts)
        return sum(int(number) for span, number in zip(spans, points, strict=True) if span.low < in_100 <= span.high)


def futures(sweep: ReopenedSweep, event: Event) -> Futures:
    """Read the points of a finished sweep.

    Parameters
    ----------
    sweep
        The sweep.
    event
        What may happen in a run.

    Raises
    ------
    Refused
        If the sweep moves one input at a time, has too many points, or does not keep what tells the event.
    simulator.experiments.sweeps.parts.StoreError
        If it is not finished, or cannot be read.
    """
    stored = sweep.stored
    shown = stored.path.as_posix()
    check_finished(stored)
    if sweep.design.kind == "one-at-a-time":
        raise Refused(
            f"`{shown}` moves one input at a time, so it says nothing of what they do together. Sweep with "
            "--design sobol --points 1024, or over a grid"
        )
    if len(sweep.design) > MOST_POINTS:
        raise Refused(f"`{shown}` has {len(sweep.design):,} points; at most {MOST_POINTS:,} are looked through")
    rows = sweep.design.points(0, len(sweep.design))
    found = [column_of(path, [row[place] for row in rows]) for place, path in enumerate(sweep.design.inputs)]
    return Futures(
        tuple(column for column in found if column.moves), _happened(stored, event, shown), stored.manifest.replicates
    )


def column_of(path: str, values: Sequence[Value]) -> Column:
    """Return the values of one input as a column; words and switches are ordered as they sort."""
    if all(isinstance(value, int | float) and not isinstance(value, bool) for value in values):
        return Column(path, np.array(values, dtype=np.float64))
    words = tuple(sorted(set(values), key=str))
    places = {word: place for place, word in enumerate(words)}
    return Column(path, np.array([places[value] for value in values], dtype=np.float64), words)


def _happened(stored: StoredSweep, event: Event, shown: str) -> Whole:
    """Return in how many runs of each point an event happened."""
    least, other_way = _at_least(event)
    runs, points = stored.manifest.replicates, stored.manifest.points
    if least <= 0:
        reached = np.full(points, runs, dtype=np.int64)
    elif event.of in TOTALS:
        reached = _total_reached(stored, event, least, shown)
    else:
        reached = _rung_reached(stored, event, least, shown)
    return runs - reached if other_way else reached


def _at_least(event: Event) -> tuple[int, bool]:
    """Return an event as ``at least n``, and whether it is that this does not happen."""
    least = event.number + (event.sign in (">", "<="))
    return least, event.sign in ("<", "<=")


def _total_reached(stored: StoredSweep, event: Event, least: int, shown: str) -> Whole:
    points, runs = stored.manifest.points, stored.manifest.replicates
    if stored.layout.level >= ROWS:
        reached = np.empty(points, dtype=np.int64)
        at_once = max(1, READ_AT_ONCE // runs)
        for first in range(0, points, at_once):
            count = min(at_once, points - first)
            values = stored.point_values([event.of], first, count)[event.of]
            reached[first : first + count] = (values >= least).sum(axis=1)
        return reached
    if stored.layout.widths is None:
        raise Refused(f"`{shown}` keeps sums only, and no chances. Sweep again with --level 1")
    fold = stored.fold()
    if event.of in STRENGTHS:
        if least % BIN_WIDTH or least > BIN_WIDTH * (TOTAL_BINS - 2):
            raise Refused(
                f"`{shown}` keeps no row a run (level 0), so it knows sizes of full hundreds up to 100,000 only, not "
                f"{event_words(event)}"
            )
        return fold.at_least(event.of, least)
    return np.asarray(fold.arrays[f"bins.{event.of}"][:, least:].sum(axis=1), dtype=np.int64)


def _rung_reached(stored: StoredSweep, event: Event, least: int, shown: str) -> Whole:
    counted = {rung: count for count, rung in COUNTS.items()}
    if event.of not in stored.layout.countries:
        return np.zeros(stored.manifest.points, dtype=np.int64)
    if least not in counted:
        rungs = ", ".join(str(rung) for rung in counted)
        raise Refused(f"`{shown}` keeps whether a country is on rung {rungs} or more, so not {event_words(event)}")
    table: Any = stored.fold().arrays[f"on.{counted[least]}"]
    return np.asarray(table[:, stored.layout.countries.index(event.of)], dtype=np.int64)
