"""Scores of predictions against boards: joining, classes of size, size given joining, coverage, reliability.

All scores but coverage are better the lower they are.  *Pooled* figures take every pair of state and board alike; *mean
over operations* takes every operation alike, whatever the number of its pairs.

- Brier score (Brier 1950): squared difference between the chance of joining and what happened.
- Log score: minus the natural logarithm of the chance given to what happened, with chances kept within
  :data:`CLIP` of 0 and 1.  No chance of the published baselines comes near the clip, so their figures do not fix it:
  any clip up to 0.02 gives the same digits.
- Ranked probability score (Epstein 1969) over none, 1-49, 50-249, 250-999 and 1000 or more persons: squared differences
  of the four cumulative chances, summed and divided by four.
- Size error: absolute difference of log10 between the median size given joining and the size sent, among those that
  joined; summed up by its median, and over operations by the mean of their medians.
- CRPS (Matheson and Winkler 1976): continuous ranked probability score of log10 size given joining, in the form for
  equally likely values, among those that joined.
- Coverage: share of those that joined whose size lies within the 80 % interval.

References
----------
Gneiting, T., and Raftery, A. E. (2007). Strictly proper scoring rules, prediction, and estimation.
https://doi.org/10.1198/016214506000001437
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from simulator.evidence.history.past import Board
from simulator.evidence.scoring.predictions import RUNG_NAMES, Numbers, Prediction, rung_matrix, rung_of

CLIP = 0.01
"""Chances are kept at least so far from 0 and 1 before their logarithm is taken."""

Measure = Literal["brier", "log", "rps", "size_error", "crps", "coverage"]
MEASURES: tuple[Measure, ...] = get_args(Measure)
MEDIANS: tuple[Measure, ...] = ("size_error",)
"""Measures that are summed up by a median; the others by a mean."""


@dataclass(frozen=True, eq=False)
class Pairs:
    """Predictions, and what happened.

    Attributes
    ----------
    predictions
        One a pair of board and state.
    troops
        What the state had there, persons; 0 where it did not join; shape (pairs,).
    """

    predictions: tuple[Prediction, ...]
    troops: NDArray[np.int64]

    @cached_property
    def operations(self) -> tuple[str, ...]:
        """Operation of every pair."""
        return tuple(one.operation for one in self.predictions)

    @cached_property
    def chances(self) -> Numbers:
        """Chance of joining of every pair; shape (pairs,)."""
        return np.array([one.join for one in self.predictions])

    @cached_property
    def joined(self) -> NDArray[np.bool_]:
        """Whether the state joined; shape (pairs,)."""
        return self.troops > 0


@dataclass(frozen=True, eq=False)
class Scores:
    """Scores of every pair, and their summaries.

    Attributes
    ----------
    operations
        Operation of every pair.
    values
        By measure, one number a pair; NaN where it says nothing, because the state did not join; shape (pairs,).
    """

    operations: tuple[str, ...]
    values: Mapping[Measure, Numbers]

    @cached_property
    def places(self) -> dict[str, NDArray[np.intp]]:
        """Where the pairs of each operation are, in order of first mention."""
        names = np.array(self.operations)
        return {name: np.flatnonzero(names == name) for name in dict.fromkeys(self.operations)}

    def pooled(self, measure: Measure) -> float:
        """Return a measure over all pairs; NaN where nobody joined and the measure is one of size."""
        return summed_up(measure, self.values[measure])

    def by_operation(self, measure: Measure) -> dict[str, float]:
        """Return a measure of every operation; NaN where nobody joined and the measure is one of size."""
        return {name: summed_up(measure, self.values[measure][place]) for name, place in self.places.items()}

    def mean_over_operations(self, measure: Measure, names: Iterable[str] | None = None) -> float:
        """Return the mean of a measure over operations.

        Parameters
        ----------
        measure
            One of :data:`MEASURES`.
        names
            Operations to take; all if not given.  Those on which the measure says nothing are passed over.

        Raises
        ------
        KeyError
            If an operation has no pair.
        """
        found = self.by_operation(measure)
        taken = [found[name] for name in (found if names is None else names)]
        said = [value for value in taken if not np.isnan(value)]
        return float(np.mean(said)) if said else float("nan")


@dataclass(frozen=True, slots=True)
class Bin:
    """One bar of a reliability diagram.

    Attributes
    ----------
    low, high
        Chances from ``low`` up to, but not including, ``high``; the last bin includes 1.
    count, joined
        Pairs, and how many of them joined.
    forecast
        Mean chance of joining that was given; NaN in an empty bin.
    rate
        Share that joined; NaN in an empty bin.
    """

    low: float
    high: float
    count: int
    joined: int
    forecast: float
    rate: float


def pairs_of(predictions: Sequence[Prediction], boards: Iterable[Board]) -> Pairs:
    """Return predictions beside what happened on their boards.

    Raises
    ------
    KeyError
        If no board has the operation and date of a prediction.
    """
    members = {board.key: board.members for board in boards}
    troops = [members[one.operation, one.date].get(one.iso3, 0) for one in predictions]
    return Pairs(tuple(predictions), np.array(troops, dtype=np.int64))


def scores_of(pairs: Pairs) -> Scores:
    """Return every score of every pair."""
    values: dict[Measure, Numbers] = {
        "brier": brier(pairs.chances, pairs.joined),
        "log": log_score(pairs.chances, pairs.joined),
        "rps": ranked(rung_matrix(pairs.predictions), [rung_of(troops) for troops in pairs.troops.tolist()]),
        "size_error": _among_joined(pairs, _size_error),
        "crps": _among_joined(pairs, _crps),
        "coverage": _among_joined(pairs, _covered),
    }
    return Scores(pairs.operations, values)


def score(predictions: Sequence[Prediction], boards: Iterable[Board]) -> Scores:
    """Return the scores of predictions against the boards they speak of; a KeyError where a board is missing."""
    return scores_of(pairs_of(predictions, boards))


def brier(chances: Numbers, happened: NDArray[np.bool_]) -> Numbers:
    """Return the squared difference between chance and outcome of each pair; shape (pairs,)."""
    return (chances - happened) ** 2


def log_score(chances: Numbers, happened: NDArray[np.bool_], clip: float = CLIP) -> Numbers:
    """Return minus the natural logarithm of the chance given to what happened; shape (pairs,).

    Parameters
    ----------
    chances, happened
        Shape (pairs,).
    clip
        Chances are kept within [clip, 1 - clip].
    """
    kept = np.clip(chances, clip, 1.0 - clip)
    given: Numbers = -np.log(np.where(happened, kept, 1.0 - kept))
    return given


def ranked(chances: Numbers, happened: Sequence[int]) -> Numbers:
    """Return the ranked probability score of each pair, in [0, 1]; shape (pairs,).

    Parameters
    ----------
    chances
        Of every class, in order; shape (pairs, classes), rows sum to 1.
    happened
        Place of the class that came true, counted from 0.
    """
    classes = chances.shape[1] if chances.ndim == 2 else len(RUNG_NAMES)
    reached = np.cumsum(chances, axis=1)[:, :-1]
    seen = np.asarray(happened).reshape(-1, 1) <= np.arange(classes - 1)
    total: Numbers = ((reached - seen) ** 2).sum(axis=1) / (classes - 1)
    return total


def crps(values: Numbers, seen: float) -> float:
    """Return the continuous ranked probability score of equally likely values.

    The mean distance to what was seen, less half the mean distance between two values; the latter is a weighted sum of
    the sorted values, so memory grows with their number and not with its square.

    Parameters
    ----------
    values
        Ascending, shape (n,), n >= 1.
    seen
        What happened.
    """
    count = len(values)
    weights = (2.0 * np.arange(1, count + 1) - count - 1.0) / (count * count)
    return float(np.abs(values - seen).mean() - weights @ values)


def reliability(pairs: Pairs, bins: int = 10) -> tuple[Bin, ...]:
    """Return the bars of a reliability diagram of joining, of equal width, empty ones among them.

    Parameters
    ----------
    pairs
        Predictions beside what happened.
    bins
        How many, 1 or more.
    """
    which = np.minimum((pairs.chances * bins).astype(int), bins - 1)
    found = []
    for number in range(bins):
        inside = which == number
        count, joined = int(inside.sum()), int(pairs.joined[inside].sum())
        forecast = float(pairs.chances[inside].mean()) if count else float("nan")
        rate = joined / count if count else float("nan")
        found.append(Bin(number / bins, (number + 1) / bins, count, joined, forecast, rate))
    return tuple(found)


def summed_up(measure: Measure, values: Numbers) -> float:
    """Return the mean or median of the values that say something; NaN where none does."""
    said = values[~np.isnan(values)]
    if len(said) == 0:
        return float("nan")
    return float(np.median(said) if measure in MEDIANS else said.mean())


def _among_joined(pairs: Pairs, measured: Callable[[Prediction, int], float]) -> Numbers:
    """Return a measure of size of every pair that joined, NaN for the others."""
    both = zip(pairs.predictions, pairs.troops.tolist(), strict=True)
    return np.array([measured(one, troops) if troops > 0 else np.nan for one, troops in both], dtype=np.float64)


def _size_error(one: Prediction, troops: int) -> float:
    return float(abs(np.log10(one.median()) - np.log10(troops)))


def _crps(one: Prediction, troops: int) -> float:
    return crps(np.log10(one.sizes), float(np.log10(troops)))


def _covered(one: Prediction, troops: int) -> float:
    low, high = one.interval()
    return float(low <= troops <= high)
