"""The board: what every country can read of all others between two rounds."""

from dataclasses import dataclass
from math import log10

from simulator.rule.ladder import CONTINGENT


@dataclass(frozen=True, slots=True)
class Board:
    """Public totals after a round; all sums are of whole numbers and therefore exact.

    Attributes
    ----------
    weighted_rungs, total_watch
        sum_j a_j l_j and sum_j a_j.
    heard
        Where countries watch by weights of their own: sum_j w_ij l_j and sum_j w_ij of each country.
    pledged
        X, sustained pledges, persons.
    framework_stands
        1 where a lead stands on rung 4 or more, or the framework rule is off, else 0.
    requirement, places
        Q (persons) and the places pl it offers.
    """

    weighted_rungs: float
    total_watch: float
    pledged: float
    framework_stands: float
    requirement: float
    places: float
    heard: tuple[tuple[float, float], ...] = ()


def publish_board(
    rungs: list[float],
    watch: list[float],
    pledges: list[float],
    leads: list[float],
    requirement: float,
    framework: bool,
    ties: list[list[float]] | None = None,
) -> Board:
    """Return the board of these rungs.

    Parameters
    ----------
    rungs, watch, pledges, leads
        One entry a country: l_i, a_i, x_i (persons) and whether it leads.
    requirement
        Q, persons.
    framework
        Whether the framework rule holds.
    ties
        w_ij where countries watch by weights of their own, whole numbers; a row a country.
    """
    weighted_rungs = total_watch = pledged = 0.0
    framework_stands = 0.0 if framework else 1.0
    for rung, weight, troops, lead in zip(rungs, watch, pledges, leads, strict=True):
        weighted_rungs += weight * rung
        total_watch += weight
        pledged += troops
        if lead >= 1.0 and rung >= CONTINGENT:
            framework_stands = 1.0
    heard = tuple(_heard(row, rungs) for row in ties or ())
    return Board(weighted_rungs, total_watch, pledged, framework_stands, requirement, places(requirement), heard)


def _heard(row: list[float], rungs: list[float]) -> tuple[float, float]:
    weighted = total = 0.0
    for weight, rung in zip(row, rungs, strict=True):
        weighted += weight * rung
        total += weight
    return weighted, total


def places(requirement: float) -> float:
    """Return pl = clip(.5 + (log10 Q - 3.5) / 2, 0, 1.2), the places that a force of Q persons offers."""
    return min(1.2, max(0.0, 0.5 + (log10(requirement) - 3.5) / 2.0))
