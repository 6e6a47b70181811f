"""Requirements that nobody published: drawn from operations of the same scale, never set to a point."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import log10

import numpy as np
from numpy.typing import NDArray

from simulator.evidence.history.owners import scale_of
from simulator.evidence.history.past import Operation
from simulator.rule.normal import normal_quantile

NODES = 5
PRIOR: Mapping[str, tuple[float, float]] = {
    "alliance": (4.45, 0.35),
    "battlegroup": (3.1, 0.2),
    "adhoc": (4.9, 0.5),
    "eu": (3.6, 0.3),
    "un": (3.8, 0.4),
    "observers": (3.1, 0.3),
}
"""log10 persons, middle and spread of each scale; judged from the sizes such forces are usually given."""

PRIOR_WEIGHT = 2.0
"""How many operations the judged middle counts for."""


@dataclass(frozen=True, slots=True)
class Requirements:
    """What is known of the size that forces of each scale are asked to have; log10 persons.

    Attributes
    ----------
    middles
        By scale.
    """

    middles: Mapping[str, float]

    def nodes(self, operation: Operation) -> NDArray[np.float64]:
        """Return equally likely values of log10 Q: the published one throughout, or a spread of its scale."""
        if operation.force_requirement:
            return np.full(NODES, log10(operation.force_requirement))
        scale = scale_of(operation)
        steps = np.array([normal_quantile((place + 0.5) / NODES) for place in range(NODES)])
        return np.asarray(self.middles[scale] + PRIOR[scale][1] * steps)


def requirements_of(operations: Iterable[Operation]) -> Requirements:
    """Return the middle of each scale from the published requirements and what was judged beforehand.

    Parameters
    ----------
    operations
        Those that may be learnt from.
    """
    sums = {scale: PRIOR_WEIGHT * middle for scale, (middle, _) in PRIOR.items()}
    counts = dict.fromkeys(PRIOR, PRIOR_WEIGHT)
    for operation in operations:
        if operation.force_requirement:
            scale = scale_of(operation)
            sums[scale] += log10(operation.force_requirement)
            counts[scale] += 1.0
    return Requirements({scale: sums[scale] / counts[scale] for scale in PRIOR})
