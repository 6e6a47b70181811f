"""The numbers that all past operations share: their priors, and what a fit makes of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from simulator.data.tables import DataError, read_table
from simulator.rule.normal import normal_quantile

Floats = NDArray[np.float64]
Part = Literal["joining", "size"]
PRIORS = "calibration_priors.csv"


@dataclass(frozen=True, slots=True)
class Prior:
    """Independent normal priors of the numbers of one part of the model.

    Attributes
    ----------
    names, symbols, meanings
        In the order of the table.
    mean, sd
        One number each.
    """

    names: tuple[str, ...]
    symbols: tuple[str, ...]
    meanings: tuple[str, ...]
    mean: Floats
    sd: Floats

    def as_fit(self) -> "Fit":
        """Return the prior in the shape of a fit, for predictions that learn nothing."""
        return Fit(self.names, self.mean, np.diag(self.sd**2))


@dataclass(frozen=True, slots=True)
class Fit:
    """A normal approximation to what is known of the numbers.

    Attributes
    ----------
    names
        As in :class:`Prior`.
    mean
        The most likely values, prior included.
    covariance
        Shape (numbers, numbers).
    """

    names: tuple[str, ...]
    mean: Floats
    covariance: Floats

    @property
    def sd(self) -> Floats:
        """Standard deviation of each number."""
        return np.sqrt(np.diag(self.covariance))

    @property
    def correlation(self) -> Floats:
        """Correlation of every pair of numbers."""
        return self.covariance / np.outer(self.sd, self.sd)

    def named(self) -> dict[str, float]:
        """Return the most likely values by name."""
        return dict(zip(self.names, self.mean.tolist(), strict=True))

    def draws(self, count: int) -> Floats:
        """Return settings that spread as the fit does; shape (count, numbers).

        They come from a scrambled Sobol sequence with a fixed key, in opposite pairs, so that their mean is exact.

        Parameters
        ----------
        count
            Even.
        """
        from scipy.stats import qmc

        half = qmc.Sobol(len(self.names), rng=np.random.default_rng(1)).random(count // 2)
        steps = np.array([[normal_quantile(min(max(u, 1e-6), 1.0 - 1e-6)) for u in row] for row in half])
        both = np.concatenate([steps, -steps])
        return np.asarray(self.mean + both @ np.linalg.cholesky(self.covariance).T)


@cache
def prior_of(part: Part) -> Prior:
    """Return the priors of one part of the model.

    Raises
    ------
    DataError
        If the table holds nothing of it, or a spread that is not above 0.
    """
    rows = [row for row in read_table(PRIORS) if row["part"] == part]
    if not rows or any(float(row["sd"]) <= 0.0 for row in rows):
        raise DataError(f"{PRIORS}: the part {part} needs numbers with a spread above 0")
    return Prior(
        names=tuple(row["name"] for row in rows),
        symbols=tuple(row["symbol"] for row in rows),
        meanings=tuple(row["meaning"] for row in rows),
        mean=np.array([float(row["mean"]) for row in rows]),
        sd=np.array([float(row["sd"]) for row in rows]),
    )


def without(prior: Prior, dropped: Mapping[str, float]) -> Prior:
    """Return a prior in which numbers are held at a value, to see what they are worth.

    Parameters
    ----------
    prior
        To start from.
    dropped
        Values by name.
    """
    held = np.array([name in dropped for name in prior.names])
    mean = np.array([dropped.get(name, value) for name, value in zip(prior.names, prior.mean, strict=True)])
    return Prior(prior.names, prior.symbols, prior.meanings, mean, np.where(held, 1e-6, prior.sd))
