"""Which unknown matters most: screening by Morris, then first-order and total indices by Sobol', with run noise apart.

The indices are of the mean over runs.  What single runs scatter around it at fixed inputs is run noise (thresholds and
armies as drawn, consent, enablers); it has a line of its own.  Each of several independent scrambled designs also has
runs of its own, so that the interval from how they scatter holds both kinds of error.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from simulator.analysis.sensitivity.designs import (
    Floats,
    IndexArrays,
    UnitDesign,
    effects,
    indices,
    morris_design,
    sobol_design,
)
from simulator.analysis.sensitivity.inputs import LAYERS
from simulator.analysis.sensitivity.scrambles import Estimate, estimate, estimates, seeds_of

if TYPE_CHECKING:
    from simulator.analysis.sensitivity.replicated import Replicated

REST = "*"
"""Group of the inputs that the screening leaves out; no path is called so."""

SCREENING, INDICES = 1, 2
"""Purposes of seeds."""

ONE_WAY = 0.9
"""Share of the mean size of its effects that the mean of an input's effects must have to be called one way."""

Model = Callable[[Floats, int], "Replicated"]
"""Points of the unit cube and the number of a block of runs, to what the runs at each point come to."""


@dataclass(frozen=True, slots=True)
class Budget:
    """How much is run.

    Attributes
    ----------
    points
        Base points of each Sobol' design, a power of two.
    scrambles
        Independent designs, 2 or more.
    runs
        At each point.
    trajectories
        Of the screening, 2 or more.
    top
        Inputs that get indices of their own.
    seed
        Of designs and runs.
    """

    points: int = 64
    scrambles: int = 8
    runs: int = 200
    trajectories: int = 20
    top: int = 12
    seed: int = 1

    def rows(self, inputs: int, layers: int) -> int:
        """Return how many points all designs have at most."""
        kept = min(self.top, inputs)
        crossed = kept + (inputs > kept) + (layers if layers > 1 else 0)
        return self.trajectories * (inputs + 1) + self.scrambles * self.points * (crossed + 2)


@dataclass(frozen=True, slots=True)
class Screened:
    """One input in the screening.

    Attributes
    ----------
    path, layer
        The input.
    size, half_width, mean, spread
        As in :class:`simulator.analysis.sensitivity.designs.Effects`, in units of the output.
    kept
        Whether it gets indices of its own.
    """

    path: str
    layer: str
    size: float
    half_width: float
    mean: float
    spread: float
    kept: bool

    @property
    def direction(self) -> str:
        """``raises`` or ``lowers`` the output as it grows, ``either``, or ``none`` where it changes nothing."""
        if self.size == 0.0:
            return "none"
        if abs(self.mean) < ONE_WAY * self.size:
            return "either"
        return "raises" if self.mean > 0.0 else "lowers"


@dataclass(frozen=True, slots=True)
class Shares:
    """First-order and total index: shares of the variance that the uncertain inputs cause in the mean over runs.

    Attributes
    ----------
    name
        Path of an input, name of a layer, or :data:`REST`.
    layer
        Its layer; empty for the rest.
    members
        Inputs that move together here.
    first
        What fixing it would take away on average.
    total
        What would be left if everything else were fixed: the first-order share and all that it does with others.
    """

    name: str
    layer: str
    members: int
    first: Estimate
    total: Estimate


@dataclass(frozen=True, slots=True)
class Noise:
    """Run noise beside doubt in the inputs, of one single run.

    Attributes
    ----------
    share
        Of the variance of one run, how much is run noise, in [0, 1].
    run_sd
        Standard deviation of runs at fixed inputs, root of the mean variance; in units of the output.
    input_sd
        Standard deviation of the expected output over the inputs.
    """

    share: Estimate
    run_sd: Estimate
    input_sd: Estimate


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """What moves an output.

    Attributes
    ----------
    screened
        Every input, the largest effect first.
    inputs
        Inputs with indices of their own, the largest total index first.
    rest
        All other inputs together; None where there are none.
    layers
        Layers as wholes, with all their inputs; empty where there is only one.
    noise
        Run noise.
    mean
        Of the output over the inputs and the runs.
    rows
        Points in all designs.
    """

    screened: tuple[Screened, ...]
    inputs: tuple[Shares, ...]
    rest: Shares | None
    layers: tuple[Shares, ...]
    noise: Noise
    mean: Estimate
    rows: int

    @property
    def interactions(self) -> float:
        """Share of the variance that no input causes by itself: 1 less all first-order indices."""
        parts = [*self.inputs, *([self.rest] if self.rest else [])]
        return 1.0 - sum(one.first.value for one in parts)

    @property
    def widest(self) -> float:
        """Half of the longest interval of a total index."""
        return max(one.total.half_width for one in (*self.inputs, *self.layers))

    def to_json(self) -> dict[str, Any]:
        """Return the result as plain JSON values."""
        return asdict(self)


def analyse(paths: Sequence[str], layers: Sequence[str], model: Model, budget: Budget) -> Sensitivity:
    """Return what moves the output of a model.

    Parameters
    ----------
    paths
        Inputs, 2 or more, each once.
    layers
        Layer of each.
    model
        What is asked.
    budget
        How much of it.

    Raises
    ------
    simulator.analysis.sensitivity.designs.NothingMoves
        If the output is the same at all points of a design.
    simulator.analysis.sensitivity.designs.NoNumber
        If an output is not finite.
    """
    screened = screen(paths, layers, model, budget)
    kept = {one.path for one in screened if one.kept}
    own = [path if path in kept else REST for path in paths]
    divisions = [own, layers] if len(set(layers)) > 1 else [own]
    found = [_of_scramble(paths, divisions, model, budget, block) for block in range(1, budget.scrambles + 1)]
    layer_of = {**dict(zip(paths, layers, strict=True)), REST: ""}
    shares = _shares([one.told[0] for one in found], layer_of, Counter(own))
    by_layer: list[Shares] = []
    if len(divisions) > 1:
        by_layer = _shares([one.told[1] for one in found], {name: name for name in layers}, Counter(layers))
    return Sensitivity(
        screened=screened,
        inputs=tuple(sorted((one for one in shares if one.name != REST), key=lambda one: -one.total.value)),
        rest=next((one for one in shares if one.name == REST), None),
        layers=tuple(sorted(by_layer, key=lambda one: LAYERS.index(one.name))),
        noise=Noise(
            share=estimate([one.noise_share for one in found]),
            run_sd=estimate([one.within**0.5 for one in found]),
            input_sd=estimate([one.between**0.5 for one in found]),
        ),
        mean=estimate([one.mean for one in found]),
        rows=budget.trajectories * (len(paths) + 1) + sum(one.rows for one in found),
    )


def screen(paths: Sequence[str], layers: Sequence[str], model: Model, budget: Budget) -> tuple[Screened, ...]:
    """Return the elementary effects of every input, the largest first; the first ``budget.top`` are kept."""
    (seed,) = seeds_of(budget.seed, SCREENING, 1)
    design = morris_design(paths, budget.trajectories, seed)
    outputs = model(design.rows, 0)
    found = list(zip(paths, layers, effects(design, outputs.units, outputs.mean), strict=True))
    found.sort(key=lambda entry: -entry[2].size)
    return tuple(
        Screened(path, layer, one.size, one.half_width, one.mean, one.spread, place < budget.top)
        for place, (path, layer, one) in enumerate(found)
    )


@dataclass(frozen=True, slots=True)
class _Scramble:
    """What one scrambled design tells: indices by member of each division of the inputs, and moments."""

    told: tuple[dict[str, tuple[float, float]], ...]
    within: float
    between: float
    mean: float
    rows: int

    @property
    def noise_share(self) -> float:
        """Share of run noise in the variance of one run."""
        return self.within / (self.within + self.between)


def _of_scramble(
    paths: Sequence[str], divisions: Sequence[Sequence[str]], model: Model, budget: Budget, block: int
) -> _Scramble:
    seed = seeds_of(budget.seed, INDICES, budget.scrambles)[block - 1]
    # The same seed gives all divisions the same base points, which the model runs once.
    designs = [sobol_design(paths, budget.points, seed, division) for division in divisions]
    found = model(np.concatenate([design.rows for design in designs]), block)
    ends = np.cumsum([0, *(len(design.rows) for design in designs)])
    parts = [found.at(np.arange(first, last)) for first, last in pairwise(ends.tolist())]
    told = [
        _by_member(design, indices(design, part.units, part.mean)) for design, part in zip(designs, parts, strict=True)
    ]
    base = parts[0].at(_base_rows(designs[0]))
    return _Scramble(
        told=tuple(told),
        within=float(base.variance.mean()),
        between=max(0.0, float(np.cov(base.first_half, base.second_half)[0, 1])),
        mean=float(base.mean.mean()),
        rows=int(ends[-1]) - 2 * budget.points * (len(designs) - 1),
    )


def _by_member(design: UnitDesign, found: IndexArrays) -> dict[str, tuple[float, float]]:
    pairs = zip(found.first.tolist(), found.total.tolist(), strict=True)
    return dict(zip(design.members, pairs, strict=True))


def _base_rows(design: UnitDesign) -> NDArray[np.int64]:
    """Return where the base points stand; all other rows are mixed from two of them."""
    period = len(design.members) + 2
    rows = np.arange(len(design.rows))
    return np.asarray(rows[(rows % period == 0) | (rows % period == period - 1)])


def _shares(
    found: Sequence[dict[str, tuple[float, float]]], layer_of: dict[str, str], sizes: Counter[str]
) -> list[Shares]:
    """Return the indices of every member over all designs."""
    shares = []
    for name in found[0]:
        first, total = estimates([one[name] for one in found])
        shares.append(Shares(name, layer_of[name], sizes[name], first, total))
    return shares
