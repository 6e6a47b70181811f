"""Forcing: what others do when a country goes to a rung whatever its conditions say.

A country is forced by setting its conditions aside, in its codes and in its own words, and by holding it to a rung.
Its cap, its parliament and the framework rule still hold: a country whose parliament refuses stays at support from
outside, and one that is no lead waits for one before it sends ground troops.  The engine is not changed; the forced
country is a country that has stated no condition.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from simulator.engine.conference import Conference
from simulator.engine.draws import draw_enablers
from simulator.engine.kernel import Points, points_of
from simulator.engine.lanes import Rows
from simulator.engine.profiles import drawn_profiles
from simulator.engine.sources import CAP
from simulator.engine.totals import Drawn, Runs, laid_out, run_points

Members = tuple[int, ...]
"""Places of countries in a conference."""

STACK = 8_160
"""Runs that are settled together, of one set of forced countries or of many."""


@dataclass(frozen=True, slots=True)
class Held:
    """A conference at rest with the draws of some runs, in which countries can be forced.

    Attributes
    ----------
    conference
        Without stickiness and at its last inputs, so that where it rests does not depend on the past.
    points
        The inputs and structural numbers, one point.
    drawn
        What is drawn for each run, laid out for the array engine.
    """

    conference: Conference
    points: Points
    drawn: Drawn

    @property
    def runs(self) -> int:
        """How many runs are drawn."""
        return int(self.drawn.rows.codes.shape[2])

    def least(self) -> Runs:
        """Return the runs from all out: the least rest points, with nobody forced."""
        return run_points(self.conference, self.points, self.drawn)

    def greatest(self) -> Runs:
        """Return the runs from all caps: the greatest rest points, with nobody forced."""
        return run_points(replace(self.conference, from_caps=True), self.points, self.drawn)

    def forced(
        self, sets: Sequence[Members], runs: NDArray[np.intp] | None = None, rungs: NDArray[np.int8] | None = None
    ) -> Runs:
        """Return the least rest points with sets of countries forced; arrays by set and run.

        Parameters
        ----------
        sets
            Which countries are forced together, a set at a time; a set may be empty.
        runs
            Numbers of the runs wanted, in any order; all if not given.
        rungs
            Rung at which each country is held where it is forced, shape (runs, countries); never above its cap.  The
            caps if not given.
        """
        return self.room(max(1, len(sets)), runs).forced(sets, rungs)

    def room(self, copies: int, runs: NDArray[np.intp] | None = None) -> "Room":
        """Return room to force sets of countries in, up to so many at once.

        Parameters
        ----------
        copies
            Sets at once, 1 or more.
        runs
            Numbers of the runs wanted, in any order; all if not given.
        """
        chosen = np.arange(self.runs) if runs is None else runs
        rows = self.drawn.rows
        return Room(
            conference=self.conference,
            points=self.points,
            runs=chosen,
            copies=copies,
            drawn=Drawn(
                rows=Rows(
                    codes=_tiled(rows.codes, copies, chosen),
                    thresholds=_tiled(rows.thresholds, copies, chosen),
                    traits=_tiled(rows.traits, copies, chosen),
                    stated=rows.stated,
                ),
                word_codes=_tiled(self.drawn.word_codes, copies, chosen),
                word_thresholds=_tiled(self.drawn.word_thresholds, copies, chosen),
                enablers=np.tile(self.drawn.enablers[chosen], (copies, 1)),
            ),
        )


@dataclass(frozen=True, slots=True)
class Room:
    """Some runs, laid out side by side as often as sets of countries are forced at once.

    What forcing leaves as it is, most of the memory, is laid out only once however many sets are tried.  Threads may
    share a room: it is read only.

    Attributes
    ----------
    conference, points
        As in :class:`Held`.
    runs
        Numbers of the runs.
    copies
        How often they are laid out.
    drawn
        The copies, the runs of the first copy first.
    """

    conference: Conference
    points: Points
    runs: NDArray[np.intp]
    copies: int
    drawn: Drawn

    def forced(self, sets: Sequence[Members], rungs: NDArray[np.int8] | None = None) -> Runs:
        """Return the least rest points with sets of countries forced; arrays by set and run.

        Parameters
        ----------
        sets
            At most as many as there are copies.
        rungs
            As in :meth:`Held.forced`.

        Raises
        ------
        ValueError
            If there are more sets than copies.
        """
        if len(sets) > self.copies:
            raise ValueError(f"{len(sets)} sets do not fit in room for {self.copies}")
        drawn = self.drawn._replace(
            rows=self.drawn.rows._replace(
                codes=self._set_aside(self.drawn.rows.codes, sets),
                traits=self.drawn.rows.traits if rungs is None else self._held_to(sets, rungs),
            ),
            word_codes=self._set_aside(self.drawn.word_codes, sets),
        )
        found = run_points(self.conference, self.points, drawn)
        shape = (self.copies, len(self.runs))
        return Runs(*(column[0].reshape(*shape, *column.shape[2:])[: len(sets)] for column in found))

    def _part(self, place: int) -> slice:
        return slice(place * len(self.runs), (place + 1) * len(self.runs))

    def _set_aside(self, codes: NDArray[np.float64], sets: Sequence[Members]) -> NDArray[np.float64]:
        """Return codes with no condition where a country is forced."""
        if not codes.size:
            return codes
        left = codes.copy()
        for place, members in enumerate(sets):
            left[list(members), :, self._part(place)] = 0.0
        return left

    def _held_to(self, sets: Sequence[Members], rungs: NDArray[np.int8]) -> NDArray[np.float64]:
        """Return traits with caps of at most the rung at which a forced country is held."""
        traits = self.drawn.rows.traits.copy()
        for place, members in enumerate(sets):
            for country in members:
                caps = traits[CAP, country, self._part(place)]
                traits[CAP, country, self._part(place)] = np.minimum(caps, rungs[self.runs, country])
        return traits


def held(conference: Conference, seed: int, first: int, count: int) -> Held:
    """Return a conference at rest, with the draws of a block of runs.

    Parameters
    ----------
    conference
        The compiled scenario; its last inputs count, its stickiness and its start do not.
    seed
        Root seed: run n has the draws that it has in ``forcemix run``.
    first, count
        Number of the first run, and how many.
    """
    still = replace(conference, equilibrium=True, from_caps=False, rule=conference.rule._replace(hysteresis=0.0))
    drawn = laid_out(drawn_profiles(still, seed, first, count), draw_enablers(seed, first, count))
    return Held(still, points_of([still]), drawn)


def _tiled(table: NDArray[np.float64], copies: int, runs: NDArray[np.intp]) -> NDArray[np.float64]:
    """Return a table whose last axis is the runs, with some of them, several times over; an empty one as it is."""
    return np.tile(table[..., runs], (1,) * (table.ndim - 1) + (copies,)) if table.size else table


def batches(sets: Sequence[Members], runs: int) -> list[Sequence[Members]]:
    """Return sets in batches of about :data:`STACK` runs."""
    size = max(1, STACK // max(1, runs))
    return [sets[first : first + size] for first in range(0, len(sets), size)]
