"""Calibration: the shared numbers fitted to past operations, as a table that ships and can be made again."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations

import numpy as np

from simulator.data.tables import read_table
from simulator.evidence.fitting.shared_numbers import Fit, Part, prior_of
from simulator.evidence.fitting.sizes import SizeFit
from simulator.evidence.history.requirements import Requirements
from simulator.evidence.scoring.hindcast import Learnt

VERSION = "2025-06-30"
"""Date of the last fact that the shipped table rests on."""
TABLE, COVARIANCE = "calibration.csv", "calibration_covariance.csv"
PARTS: tuple[Part, ...] = ("joining", "size")
RIDGE = 0.6
"""Numbers that are correlated more than this cannot be told apart by the data at hand."""
NOISE_NAMES = {True: "noise_proportional", False: "noise_other"}
HEAD = ("name", "part", "symbol", "prior_mean", "prior_sd", "mean", "sd", "meaning")
COVARIANCE_HEAD = ("part", "name", "other", "covariance")


@dataclass(frozen=True, slots=True)
class Number:
    """One shared number before and after.

    Attributes
    ----------
    name, part, symbol, meaning
        As in the table of priors.
    prior_mean, prior_sd, mean, sd
        Before and after.
    """

    name: str
    part: str
    symbol: str
    prior_mean: float
    prior_sd: float
    mean: float
    sd: float
    meaning: str

    @property
    def narrowing(self) -> float:
        """How wide the posterior is as a share of the prior: near 1, the data say nothing of this number."""
        return self.sd / self.prior_sd


@dataclass(frozen=True, slots=True)
class Ridge:
    """Two numbers that the data cannot tell apart, and their correlation."""

    one: str
    other: str
    correlation: float


def numbers_of(learnt: Learnt) -> list[Number]:
    """Return every shared number, joining first."""
    return [number for part in PARTS for number in _numbers(part, _fit(learnt, part))]


def ridges_of(learnt: Learnt) -> list[Ridge]:
    """Return the pairs of numbers that cannot be told apart, the closest first."""
    found = []
    for part in PARTS:
        fitted = _fit(learnt, part)
        correlation = fitted.correlation
        for one, other in combinations(range(len(fitted.names)), 2):
            if abs(correlation[one, other]) > RIDGE:
                found.append(Ridge(fitted.names[one], fitted.names[other], float(correlation[one, other])))
    return sorted(found, key=lambda ridge: (-abs(ridge.correlation), ridge.one, ridge.other))


def tables_of(learnt: Learnt) -> dict[str, str]:
    """Return the two tables of a calibration as CSV text, by file name."""
    rows: list[tuple[object, ...]] = [
        (one.name, one.part, one.symbol, one.prior_mean, one.prior_sd, _six(one.mean), _six(one.sd), one.meaning)
        for one in numbers_of(learnt)
    ]
    for kind, name in NOISE_NAMES.items():
        rows.append((name, "noise", "", "", "", _six(learnt.sizes.noise[kind]), "", "Spread of log10 troops"))
    rows += [
        (scale, "requirement", "", "", "", _six(middle), "", "log10 Q of forces of this scale")
        for scale, middle in learnt.requirements.middles.items()
    ]
    rows += [
        (owner, "rate", "k", "", "", _six(rate), "", "Exits a year and member") for owner, rate in learnt.rates.items()
    ]
    return {TABLE: _csv(HEAD, rows), COVARIANCE: _csv(COVARIANCE_HEAD, _covariances(learnt))}


@cache
def shipped() -> Learnt:
    """Return what the shipped calibration has learnt, without fitting anything."""
    rows = read_table(TABLE)

    def of(part: str) -> dict[str, float]:
        return {row["name"]: float(row["mean"]) for row in rows if row["part"] == part}

    noise = of("noise")
    fits = {part: _read_fit(part, of(part)) for part in PARTS}
    return Learnt(
        joining=fits["joining"],
        sizes=SizeFit(fits["size"], {kind: noise[name] for kind, name in NOISE_NAMES.items()}),
        requirements=Requirements(of("requirement")),
        rates=of("rate"),
        wave=None,
    )


def prior_assignments() -> tuple[str, ...]:
    """Return what sets a scenario back to the hand-set values of the numbers that a calibration has moved."""
    prior = dict(zip(prior_of("joining").names, prior_of("joining").mean.tolist(), strict=True))
    return tuple(f"{path}={prior[name]:g}" for name, path in STRUCTURE_PATHS.items())


STRUCTURE_PATHS = {
    "pull_adhoc": "structure.owner_pull.adhoc",
    "pull_alliance": "structure.owner_pull.alliance",
    "pull_eu": "structure.owner_pull.eu",
    "pull_un": "structure.owner_pull.un",
    "member_pull": "structure.member_pull",
    "striver_pull": "structure.striver_pull",
}
"""Shared numbers that are defaults of scenarios too.  Today's thresholds rest on statements, and keep their own."""


def _fit(learnt: Learnt, part: Part) -> Fit:
    return learnt.joining if part == "joining" else learnt.sizes.numbers


def _numbers(part: Part, fitted: Fit) -> Iterator[Number]:
    prior = prior_of(part)
    for place, name in enumerate(prior.names):
        yield Number(
            name, part, prior.symbols[place], float(prior.mean[place]), float(prior.sd[place]),
            float(fitted.mean[place]), float(fitted.sd[place]), prior.meanings[place],
        )  # fmt: skip


def _covariances(learnt: Learnt) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for part in PARTS:
        fitted = _fit(learnt, part)
        for row, name in enumerate(fitted.names):
            before = enumerate(fitted.names[: row + 1])
            rows += [(part, name, other, f"{fitted.covariance[row, column]:.9g}") for column, other in before]
    return rows


def _read_fit(part: Part, means: dict[str, float]) -> Fit:
    names = prior_of(part).names
    covariance = np.zeros((len(names), len(names)))
    for row in read_table(COVARIANCE):
        if row["part"] == part:
            one, other = names.index(row["name"]), names.index(row["other"])
            covariance[one, other] = covariance[other, one] = float(row["covariance"])
    return Fit(names, np.array([means[name] for name in names]), covariance)


def _six(value: float) -> str:
    return f"{value:.6g}"


def _csv(head: tuple[str, ...], rows: list[tuple[object, ...]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return text.getvalue()
