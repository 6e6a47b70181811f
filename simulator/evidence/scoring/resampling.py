"""How sure a difference between two scores is: cluster bootstrap over operations.

Pairs of one operation stand or fall together, so operations are drawn anew with replacement, not pairs (Cameron and
Miller 2015, https://doi.org/10.3368/jhr.50.2.317).  With about a dozen operations such an interval is rough, and rather
too narrow than too wide.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from simulator.evidence.scoring.predictions import Numbers
from simulator.evidence.scoring.scores import MEDIANS, Measure, Scores

RESAMPLES = 10_000
SEED = 20_250_430
CONFIDENCE = 0.95
NOT_SIGNIFICANT = "not significant"

Over = Literal["pooled", "operations"]


@dataclass(frozen=True, slots=True)
class Gain:
    """By how much one forecaster scores better than another.

    Attributes
    ----------
    measure, over
        What is measured, and whether over all pairs or as the mean over operations.
    value
        Score of the other less score of the one; above 0 where the one is better.
    low, high
        Percentile interval of :data:`CONFIDENCE`.
    operations
        How many there were to draw from.
    """

    measure: Measure
    over: Over
    value: float
    low: float
    high: float
    operations: int

    @property
    def significant(self) -> bool:
        """Whether the interval leaves out 0."""
        return self.low > 0.0 or self.high < 0.0

    def words(self, digits: int = 3) -> str:
        """Return the gain with its interval, and that it is not significant where the interval includes 0."""
        text = f"{_signed(self.value, digits)} [{_signed(self.low, digits)}, {_signed(self.high, digits)}]"
        return text if self.significant else f"{text}, {NOT_SIGNIFICANT}"


def gain(
    model: Scores,
    other: Scores,
    measure: Measure,
    over: Over = "operations",
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> Gain:
    """Return by how much a model scores better than another forecaster, with a cluster-bootstrap interval.

    Parameters
    ----------
    model, other
        Scores of the same pairs in the same order.
    measure
        One of :data:`simulator.evidence.scoring.scores.MEASURES` but ``coverage``, of which more is not better.
    over
        ``operations`` for the mean over operations, ``pooled`` for all pairs.
    resamples
        How often operations are drawn anew.
    seed
        Of the draws; the same seed gives the same interval.

    Raises
    ------
    ValueError
        If the two do not score the same operations in the same order, or of coverage.
    """
    if measure == "coverage":
        raise ValueError("coverage is no score: it should be near 0.8, neither low nor high")
    if model.operations != other.operations:
        raise ValueError("only scores of the same pairs in the same order can be compared")
    names = list(model.places)
    drawn = _counts(len(names), resamples, seed)
    if over == "operations":
        value = other.mean_over_operations(measure) - model.mean_over_operations(measure)
        differences = _means(other, measure, drawn) - _means(model, measure, drawn)
    else:
        value = other.pooled(measure) - model.pooled(measure)
        differences = _pooled(other, measure, drawn) - _pooled(model, measure, drawn)
    tail = (1.0 - CONFIDENCE) / 2.0
    low, high = np.nanquantile(differences, (tail, 1.0 - tail))
    return Gain(measure, over, value, float(low), float(high), len(names))


def _counts(clusters: int, resamples: int, seed: int) -> NDArray[np.int64]:
    """Return how often each operation is drawn; shape (resamples, clusters)."""
    generator = np.random.Generator(np.random.Philox(seed))
    chosen = generator.integers(0, clusters, size=(resamples, clusters))
    return np.stack([(chosen == number).sum(axis=1) for number in range(clusters)], axis=1)


def _means(scores: Scores, measure: Measure, drawn: NDArray[np.int64]) -> Numbers:
    """Return the mean over the operations drawn, of those on which the measure says something."""
    values = np.array(list(scores.by_operation(measure).values()))
    said = ~np.isnan(values)
    with np.errstate(invalid="ignore"):
        found: Numbers = (drawn[:, said] @ values[said]) / drawn[:, said].sum(axis=1)
    return found


def _pooled(scores: Scores, measure: Measure, drawn: NDArray[np.int64]) -> Numbers:
    values = scores.values[measure]
    cluster = np.empty(len(values), dtype=np.intp)
    for number, place in enumerate(scores.places.values()):
        cluster[place] = number
    said = ~np.isnan(values)
    values, cluster = values[said], cluster[said]
    if measure in MEDIANS:
        order = np.argsort(values, kind="stable")
        return _medians(values[order], drawn[:, cluster[order]])
    clusters = range(drawn.shape[1])
    sums = np.array([values[cluster == number].sum() for number in clusters])
    sizes = np.array([(cluster == number).sum() for number in clusters])
    with np.errstate(invalid="ignore"):
        found: Numbers = (drawn @ sums) / (drawn @ sizes)
    return found


def _medians(ordered: Numbers, counts: NDArray[np.int64]) -> Numbers:
    """Return the median of ascending values, each repeated so often; shape (resamples,)."""
    if len(ordered) == 0:
        return np.full(len(counts), np.nan)
    reached = np.cumsum(counts, axis=1)
    total = reached[:, -1:]
    lower = (reached < (total + 1) // 2).sum(axis=1)
    upper = (reached < total // 2 + 1).sum(axis=1)
    last = len(ordered) - 1
    middle = (ordered[np.minimum(lower, last)] + ordered[np.minimum(upper, last)]) / 2.0
    return np.where(total[:, 0] > 0, middle, np.nan)


def gains(model: Scores, others: Sequence[Scores], measure: Measure, over: Over = "operations") -> tuple[Gain, ...]:
    """Return the gains over several forecasters; see :func:`gain`."""
    return tuple(gain(model, other, measure, over) for other in others)


def _signed(value: float, digits: int) -> str:
    """Return a number with its sign, and 0 without one."""
    text = f"{value:+.{digits}f}"
    return text[1:] if float(text) == 0.0 else text
