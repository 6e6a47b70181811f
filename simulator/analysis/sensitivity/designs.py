"""Designs of sensitivity analyses on the unit cube, and what they tell: Morris screening and Sobol' indices.

Everything is by SALib (Herman and Usher 2017, https://doi.org/10.21105/joss.00097; Iwanaga, Usher and Herman 2022,
https://doi.org/10.18174/sesmo.18155).  Its estimators read outputs by their place alone: rows in another order, or one
output that is not a number, give plausible and wrong indices without a word.  Hence every design has a fingerprint, and
outputs count only together with the rows they belong to.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from simulator.analysis.refusals import Refused, library

EXTRA = "sensitivity"
LEVELS = 4
"""Levels of a Morris grid, as Morris (1991) recommends."""

RESAMPLES = 1_000
"""Of the elementary effects, for the interval of their mean size."""

UNUSED_RESAMPLES = 2
"""SALib wants some for an interval that is taken from independent scrambles instead."""

CONSTANT = 1e-12
"""Spread of an output, relative to its size, below which it does not move."""

SHOWN_ROWS = 5

Floats = NDArray[np.float64]
Function = Callable[[Floats], Floats]
"""A function of rows in the unit cube: shape (rows, inputs) to shape (rows,)."""


class NoNumber(Refused):
    """An output is not a finite number."""


class OtherDesign(Refused):
    """Outputs belong to other rows than those of the design, or stand in another order."""


class NothingMoves(Refused):
    """The output is the same everywhere, so that nothing can be said of what moves it."""


@dataclass(frozen=True, eq=False)
class UnitDesign:
    """Rows in the unit cube at which a function is asked, in the order that its analysis needs.

    Attributes
    ----------
    kind
        ``morris`` or ``sobol``.
    names
        Inputs, one a column.
    groups
        Group of each input; empty where each stands for itself.
    rows
        Shape (rows, inputs), each number in [0, 1].
    fingerprint
        SHA-256 of the rows in their order.
    """

    kind: Literal["morris", "sobol"]
    names: tuple[str, ...]
    groups: tuple[str, ...]
    rows: Floats
    fingerprint: str

    @property
    def members(self) -> tuple[str, ...]:
        """What an index is told of: inputs, or groups in the order in which they first occur."""
        return tuple(dict.fromkeys(self.groups)) or self.names

    @property
    def problem(self) -> dict[str, Any]:
        """The design as SALib describes it."""
        problem: dict[str, Any] = {
            "num_vars": len(self.names),
            "names": list(self.names),
            "bounds": [[0.0, 1.0]] * len(self.names),
        }
        return problem | ({"groups": list(self.groups)} if self.groups else {})

    def checked(self, rows: Floats, outputs: Floats) -> Floats:
        """Return outputs that surely belong to this design, row by row.

        Parameters
        ----------
        rows
            The rows at which the function was asked, in the order of its outputs.
        outputs
            One number a row.

        Raises
        ------
        OtherDesign
            If rows were changed, lost or put into another order.
        NoNumber
            If an output is not finite.
        NothingMoves
            If all outputs are the same.
        """
        if rows.shape != self.rows.shape or fingerprint_of(rows) != self.fingerprint:
            raise OtherDesign(
                f"the rows that were run are not those of the {self.kind} design in its order "
                f"(fingerprint {fingerprint_of(rows)[:10]}, expected {self.fingerprint[:10]}). Nothing was estimated"
            )
        if outputs.shape != (len(rows),):
            raise OtherDesign(f"{outputs.shape} outputs for {len(rows)} rows. Nothing was estimated")
        odd = np.flatnonzero(~np.isfinite(outputs))
        if len(odd):
            listed = ", ".join(str(row) for row in odd[:SHOWN_ROWS])
            raise NoNumber(f"{len(odd)} of {len(rows)} outputs are no numbers, first in rows {listed}")
        if not moves(outputs):
            raise NothingMoves(
                f"the output is {outputs[0]:g} at all {len(rows)} points, so nothing moves it within these ranges. "
                "Widen the ranges, or choose another output with --of"
            )
        return outputs


def require() -> None:
    """Make sure, before anything is run, that what designs and estimates are made with is installed.

    Raises
    ------
    simulator.analysis.refusals.MissingExtra
        If it is not.
    """
    library("SALib.sample.sobol", EXTRA)


def moves(outputs: Floats) -> bool:
    """Return whether outputs differ by more than the dust of addition."""
    return bool(np.ptp(outputs) > CONSTANT * max(1.0, float(np.abs(outputs).max())))


def fingerprint_of(rows: Floats) -> str:
    """Return the SHA-256 of rows, which their order is part of."""
    return hashlib.sha256(np.ascontiguousarray(rows, dtype="<f8").tobytes()).hexdigest()


def morris_design(names: Sequence[str], trajectories: int, seed: int) -> UnitDesign:
    """Return trajectories that move one input at a time (Morris 1991, https://doi.org/10.2307/1269043).

    Parameters
    ----------
    names
        Inputs, 2 or more.
    trajectories
        How many, 2 or more.
    seed
        Of the draws, below 2**32.
    """
    sampling = library("SALib.sample.morris", EXTRA)
    draft = UnitDesign("morris", tuple(names), (), np.zeros((0, len(names))), "")
    # A trajectory can be drawn twice among few inputs; that costs runs and spoils nothing.
    rows = np.asarray(sampling.sample(draft.problem, trajectories, num_levels=LEVELS, seed=seed), dtype=np.float64)
    return UnitDesign("morris", tuple(names), (), rows, fingerprint_of(rows))


def sobol_design(names: Sequence[str], points: int, seed: int, groups: Sequence[str] = ()) -> UnitDesign:
    """Return a scrambled Sobol' sequence, crossed so that first and total indices can be told (Saltelli et al. 2010).

    Parameters
    ----------
    names
        Inputs.
    points
        Base points, a power of two; the design has ``points * (members + 2)`` rows.
    seed
        Of the scramble; designs with other seeds are independent.
    groups
        Group of each input, for indices of groups as a whole.

    Raises
    ------
    ValueError
        If points are no power of two.
    """
    if points < 2 or points & (points - 1):
        raise ValueError(f"{points} points are no power of two")
    sampling = library("SALib.sample.sobol", EXTRA)
    draft = UnitDesign("sobol", tuple(names), tuple(groups), np.zeros((0, len(names))), "")
    rows = sampling.sample(draft.problem, points, calc_second_order=False, scramble=True, seed=seed)
    rows = np.asarray(rows, dtype=np.float64)
    return UnitDesign("sobol", draft.names, draft.groups, rows, fingerprint_of(rows))


@dataclass(frozen=True, slots=True)
class Effects:
    """Elementary effects of one input: what happens to the output as it moves over its whole range.

    Attributes
    ----------
    size
        mu*, their mean size.
    half_width
        Half of its 95 % interval.
    mean
        mu, their mean; its sign tells the direction.
    spread
        sigma, their standard deviation: large where an input does different things in different places.
    """

    size: float
    half_width: float
    mean: float
    spread: float


def effects(design: UnitDesign, rows: Floats, outputs: Floats) -> tuple[Effects, ...]:
    """Return the elementary effects of every input.

    Parameters
    ----------
    design
        Of :func:`morris_design`.
    rows, outputs
        As for :meth:`UnitDesign.checked`, whose errors are raised.
    """
    analysis = library("SALib.analyze.morris", EXTRA)
    found = analysis.analyze(
        design.problem, design.rows, design.checked(rows, outputs), num_levels=LEVELS, num_resamples=RESAMPLES, seed=1
    )
    columns = [np.asarray(found[name], dtype=np.float64) for name in ("mu_star", "mu_star_conf", "mu", "sigma")]
    return tuple(Effects(*row) for row in np.stack(columns, axis=1).tolist())


@dataclass(frozen=True, slots=True)
class IndexArrays:
    """Indices of one design: first-order and total, one of each a member; shares of the variance of the output."""

    first: Floats
    total: Floats


def indices(design: UnitDesign, rows: Floats, outputs: Floats) -> IndexArrays:
    """Return Sobol' indices of every member of a design.

    Parameters
    ----------
    design
        Of :func:`sobol_design`.
    rows, outputs
        As for :meth:`UnitDesign.checked`, whose errors are raised.
    """
    analysis = library("SALib.analyze.sobol", EXTRA)
    found = analysis.analyze(
        design.problem,
        design.checked(rows, outputs),
        calc_second_order=False,
        num_resamples=UNUSED_RESAMPLES,
        seed=1,
    )
    return IndexArrays(np.asarray(found["S1"], dtype=np.float64), np.asarray(found["ST"], dtype=np.float64))
