"""What the tornado shows: how far each input by itself moves the median force away from the scenario as it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from simulator.figures.inputs import InputValue
from simulator.figures.medians import difference_error, median_error
from simulator.figures.reaching import known
from simulator.figures.titles import NOISE

if TYPE_CHECKING:
    from simulator.experiments.sweeps.point_summary import PointSummary


@dataclass(frozen=True, slots=True)
class End:
    """One end of a bar.

    Attributes
    ----------
    value
        Of the input.
    median, p25, p75
        Of the force over runs, persons.
    error
        Monte Carlo standard error of the median, persons.
    base
        Whether it is the scenario as it stands.
    """

    value: InputValue
    median: float
    p25: float
    p75: float
    error: float
    base: bool


@dataclass(frozen=True, slots=True)
class Swing:
    """One bar: the values of an input at which the median force is lowest and highest."""

    path: str
    low: End
    high: End

    @property
    def troops(self) -> float:
        """Persons from end to end."""
        return self.high.median - self.low.median

    @property
    def error(self) -> float:
        """Monte Carlo standard error of :attr:`troops`."""
        return difference_error(self.low.error, self.high.error)

    @property
    def clear(self) -> bool:
        """Whether the swing exceeds the run noise."""
        return self.troops > NOISE * self.error

    def exceeds(self, other: "Swing") -> bool:
        """Return whether this swing is larger than another one by more than the run noise."""
        return self.troops - other.troops > NOISE * difference_error(self.error, other.error)


@dataclass(frozen=True)
class OneByOne:
    """A sweep that moves one input at a time.

    Attributes
    ----------
    points
        The scenario as it stands first, then each value of each input in turn.
    title
        Of the scenario.
    seed, as_of
        Root seed; date of the last statement, ISO.
    strength
        ``headline``, ``pledged``, ``allocated`` or ``usable``.

    Raises
    ------
    ValueError
        If there is no such strength, no point beside the first, or a point that moves no input or several.
    """

    points: Sequence["PointSummary"]
    title: str
    seed: int
    as_of: str
    strength: str = "pledged"

    def __post_init__(self) -> None:
        known(self.strength)
        if len(self.points) < 2:
            raise ValueError("this figure needs the scenario as it stands and at least one input that moves")
        _ = self.swings

    @property
    def base(self) -> "PointSummary":
        """The scenario as it stands."""
        return self.points[0]

    @property
    def runs(self) -> int:
        """Runs of all points."""
        return sum(point.runs for point in self.points)

    @property
    def fewest_runs(self) -> int:
        """Runs of the point that has fewest."""
        return min(point.runs for point in self.points)

    @cached_property
    def swings(self) -> tuple[Swing, ...]:
        """The bars, the longest first; of equal ones the input that comes first in the design."""
        moved: dict[str, list[PointSummary]] = {path: [] for path in self.base.inputs}
        for point in self.points[1:]:
            moved[self._moved(point.inputs, point.point)].append(point)
        found = [self._swing(path, points) for path, points in moved.items() if points]
        return tuple(sorted(found, key=lambda swing: -swing.troops))

    def _moved(self, inputs: Mapping[str, InputValue], number: int) -> str:
        paths = [path for path, own in self.base.inputs.items() if inputs[path] != own]
        if len(paths) != 1:
            raise ValueError(f"point {number} moves {len(paths)} inputs; this figure shows one at a time")
        return paths[0]

    def _swing(self, path: str, points: "list[PointSummary]") -> Swing:
        base = self._end(path, self.base, True)
        tried = [self._end(path, point, False) for point in points]
        # Of equal medians the ends take values that were tried, the first and the last, not the scenario's own.
        low = min([*tried, base], key=lambda end: end.median)
        high = max([*reversed(tried), base], key=lambda end: end.median)
        return Swing(path, low, base if high is low else high)

    def _end(self, path: str, point: "PointSummary", base: bool) -> End:
        spread = point.force[self.strength]
        error = median_error(spread.p25, spread.p75, point.runs)
        return End(point.inputs[path], spread.p50, spread.p25, spread.p75, error, base)
