"""The codebook: how far its two coders agree, and what their disagreement does to thresholds."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import hypot
from statistics import fmean, pstdev
from typing import Literal

from simulator.data.countries import Codes, Country
from simulator.data.roster import Roster
from simulator.engine.compile import stated_codes
from simulator.evidence.codes.basis import GATE_LETTERS
from simulator.scenario.rule_schema import Structure

Weights = Literal["none", "linear", "quadratic"]

LARGEST_CODE = 4
LARGEST_CAP = 5
SCALES: Mapping[str, int] = {**dict.fromkeys(GATE_LETTERS, LARGEST_CODE), "cap": LARGEST_CAP}
"""Largest value of each code; all run from 0 up."""

DISTANCES: Mapping[Weights, Callable[[int, int], float]] = {
    "none": lambda one, other: float(one != other),
    "linear": lambda one, other: float(abs(one - other)),
    "quadratic": lambda one, other: float((one - other) ** 2),
}


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two coders agree on one code.

    Attributes
    ----------
    item
        ``U``, ``C``, ``D``, ``B``, ``S`` or ``cap``.
    countries
        How many countries both coded.
    same
        How many of them have the same code.
    kappa, linear, quadratic
        Cohen's kappa: unweighted, and with disagreements weighted by their distance or its square; None where both
        coders use one and the same value throughout, so that chance alone explains all.
    differ
        ISO codes of countries that were coded differently.
    """

    item: str
    countries: int
    same: int
    kappa: float | None
    linear: float | None
    quadratic: float | None
    differ: tuple[str, ...]

    @property
    def percent(self) -> float:
        """Countries with the same code, of 100."""
        return 100.0 * self.same / self.countries


@dataclass(frozen=True, slots=True)
class Widening:
    """What the disagreement of the coders does to one threshold when each run draws one of them.

    Attributes
    ----------
    iso3, item
        The country and the gate.
    codes
        The code of each coder that holds for a pledge.
    medians
        Median threshold of each code; None for a condition that this coder does not read, and that does not bind.
    sd
        Standard deviation of the threshold with one coder.
    mixed_sd
        Standard deviation with both, over the runs in which the condition is read.
    binds
        Share of runs in which the condition is read at all.
    """

    iso3: str
    item: str
    codes: tuple[int, ...]
    medians: tuple[float | None, ...]
    sd: float
    mixed_sd: float
    binds: float

    @property
    def factor(self) -> float:
        """How many times as wide the threshold is with both coders, where it is read."""
        return self.mixed_sd / self.sd if self.sd else 1.0


def cohen_kappa(one: Sequence[int], other: Sequence[int], weights: Weights = "none") -> float | None:
    """Return Cohen's kappa of two codings of the same things.

    Parameters
    ----------
    one, other
        Codes on an ordered scale of whole numbers, in the same order of things; at least one.
    weights
        How much a disagreement counts: all alike, by distance, or by squared distance.

    Returns
    -------
    float or None
        1 for full agreement, 0 for what chance gives with the same marginal counts; None where the expected
        disagreement is zero.

    Raises
    ------
    ValueError
        If there is nothing to compare, or the two are not equally long.

    References
    ----------
    Cohen, J. (1968). Weighted kappa. Psychological Bulletin 70, 213-220. https://doi.org/10.1037/h0026256
    """
    if not one or len(one) != len(other):
        raise ValueError(f"{len(one)} and {len(other)} codes cannot be compared")
    distance = DISTANCES[weights]
    # Whole numbers throughout: n times what is seen against the sum over all pairs.
    seen = len(one) * sum(distance(left, right) for left, right in zip(one, other, strict=True))
    expected = sum(distance(left, right) for left in one for right in other)
    return 1.0 - seen / expected if expected else None


def agreement(countries: Iterable[Country]) -> tuple[Agreement, ...]:
    """Return how far the two coders agree, code by code.

    Parameters
    ----------
    countries
        Each with two coders; at least one country.
    """
    listed = list(countries)
    return tuple(_agreement(item, listed) for item in SCALES)


def heard(countries: Iterable[Country]) -> tuple[Country, ...]:
    """Return the countries of which a coder read a statement; the others are coded by rule, so nobody can differ."""
    return tuple(country for country in countries if any(entry.statement_ids for entry in country.codes))


def code_of(entry: Codes, item: str) -> int:
    """Return the code of a gate, or the cap."""
    return entry.cap if item == "cap" else entry.gates[GATE_LETTERS.index(item)]


def widenings(roster: Roster, structure: Structure) -> tuple[Widening, ...]:
    """Return what the coders' disagreement does to each threshold on which they differ.

    A run draws one coder for each country, each with chance one half, so a threshold is a mixture of two normal
    distributions with the same standard deviation.

    Parameters
    ----------
    roster
        Countries and their codes.
    structure
        Medians of the codes, scatter of a threshold, and the announced and the silence rule, which come before.

    Returns
    -------
    tuple of Widening
        By gate, then country.
    """
    found = []
    for place, letter in enumerate(GATE_LETTERS):
        for country in roster:
            codes = tuple(stated_codes(country, entry, structure)[place] for entry in country.codes)
            if len(set(codes)) > 1:
                found.append(_widening(country.iso3, letter, codes, structure))
    return tuple(found)


def _agreement(item: str, countries: Sequence[Country]) -> Agreement:
    pairs = [tuple(code_of(entry, item) for entry in country.codes) for country in countries]
    one, other = ([pair[place] for pair in pairs] for place in (0, 1))
    return Agreement(
        item=item,
        countries=len(countries),
        same=sum(left == right for left, right in zip(one, other, strict=True)),
        kappa=cohen_kappa(one, other),
        linear=cohen_kappa(one, other, "linear"),
        quadratic=cohen_kappa(one, other, "quadratic"),
        differ=tuple(country.iso3 for country, pair in zip(countries, pairs, strict=True) if len(set(pair)) > 1),
    )


def _widening(iso3: str, letter: str, codes: tuple[int, ...], structure: Structure) -> Widening:
    by_code = {str(code): median for code, median in structure.medians.items()}
    middles = tuple(by_code[str(code)] if code else None for code in codes)
    read = [middle for middle in middles if middle is not None]
    sd = structure.threshold_sd
    return Widening(iso3, letter, codes, middles, sd, hypot(sd, pstdev(read)), len(read) / len(codes))


def mean_widening(found: Sequence[Widening]) -> float | None:
    """Return the mean factor of the thresholds that both coders read; None where there is none."""
    factors = [one.factor for one in found if one.binds == 1.0]
    return fmean(factors) if factors else None
