"""The exact shortcut: with all else held, each rung of each country opens at one critical level of company.

A second way to the rest points, in plain arrays and without the rule: signals and capacities as the description of the
model has them, critical levels by the two-branch solution, and a count of the levels that are reached.
"""

from typing import NamedTuple

import numpy as np

from simulator.engine.board import places
from simulator.engine.conference import Conference
from simulator.engine.profiles import Profiles
from simulator.rule.gates import ASKED, COMPANY, DEAL

RUNGS = np.arange(1, 6)
OTHERS = [gate for gate in range(6) if gate not in (DEAL, COMPANY)]


class World(NamedTuple):
    """What does not depend on the board; ``levels`` by run, country and rung, ``sustained`` in persons."""

    levels: np.ndarray
    sustained: np.ndarray


def world(found: Conference, countries: Profiles) -> World:
    """Critical levels and capacities at the first inputs."""
    inputs, rule = found.inputs[0], found.rule
    level = float(np.asarray(rule.us_weights) @ np.asarray(inputs[:5]))
    calmed = 1.0 - rule.guarantee * inputs.backstop * found.covered
    felt = np.stack([inputs.russia * calmed, inputs.belarus * calmed, np.full_like(calmed, inputs.turkey)], axis=1)
    safe = np.prod(1.0 - found.exposure * felt, axis=1)
    wanted = (1.0 - countries.legal_share) * inputs.clarity + countries.legal_share * inputs.legal
    signals = np.zeros_like(countries.thresholds)
    signals[:, :, 0] = level - rule.mission_need * countries.sensitive
    signals[:, :, 1] = countries.acceptability * np.maximum(wanted, rule.adopted)
    signals[:, :, 2] = inputs.ceasefire * (1.0 - (1.0 - inputs.hold) * (1.0 - rule.depth_credit * inputs.depth))
    signals[:, :, 3] = safe
    asked = rule.owner_pull + rule.member_pull * found.member + rule.striver_pull * found.striver * level
    signals[:, :, 5] = np.clip(asked, 0.0, 1.0)
    pool = countries.deployable * countries.army * (1.0 - countries.kept_home * (1.0 - safe))
    tour = pool / countries.rotation
    most = np.maximum(tour - countries.abroad, tour / rule.abroad_floor)
    return World(critical_levels(found, countries, signals), np.maximum(0.0, np.minimum(most, found.record_sustained)))


def critical_levels(found: Conference, countries: Profiles, signals: np.ndarray) -> np.ndarray:
    """s*_il: -inf where a rung is open whatever the company, inf where no company opens it."""
    steps = np.asarray(found.rule.increments)
    levels = np.empty((*countries.caps.shape, 5))
    for rung in RUNGS:
        margins = signals - countries.thresholds - steps[:, rung - 1]
        binds = countries.codes >= (1.0 if rung == 5 else 2.0)
        # Being asked counts wherever it was mentioned; what is merely welcome, at the top only.
        binds[:, :, ASKED] = countries.codes[:, :, ASKED] >= 1.0
        weights = np.where(binds, countries.codes, 0.0)
        weights[:, :, DEAL] = 0.0
        opened = _two_branches(found.rule.veto, margins, weights)
        opened += np.where(np.isfinite(opened), countries.thresholds[:, :, COMPANY] + steps[COMPANY, rung - 1], 0.0)
        deal = (countries.codes[:, :, DEAL] > 0.0) & (margins[:, :, DEAL] < 0.0)
        levels[:, :, rung - 1] = np.where(deal, np.inf, opened)
    return np.maximum.accumulate(levels, axis=2)


def _two_branches(theta: float, margins: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """The margin of company at which the joint margin is 0; infinite where it has no part in it."""
    total = weights.sum(axis=2)
    lowest = np.where(weights[:, :, OTHERS] > 0.0, margins[:, :, OTHERS], np.inf).min(axis=2)
    with np.errstate(divide="ignore", invalid="ignore"):
        beta = (weights[:, :, OTHERS] * margins[:, :, OTHERS]).sum(axis=2) / total
        omega = weights[:, :, COMPANY] / total
        needed = -(1.0 - theta) * beta / (theta + (1.0 - theta) * omega)
        slope = (1.0 - theta) * omega
        beyond = np.where(slope > 0.0, -(theta * lowest + (1.0 - theta) * beta) / slope, np.inf)
        needed = np.where(needed > lowest, beyond, needed)
        alone = np.where(theta * lowest + (1.0 - theta) * beta >= 0.0, -np.inf, np.inf)
    found = np.where(weights[:, :, COMPANY] > 0.0, needed, alone)
    return np.where(total > 0.0, found, -np.inf)


def rest(found: Conference, countries: Profiles, from_caps: bool) -> np.ndarray:
    """Rungs at the least or the greatest rest point; shape (runs, countries)."""
    levels, sustained = world(found, countries)
    tops = np.where(countries.consent > 0.0, countries.caps, np.minimum(countries.caps, 1.0)).astype(int)
    rungs = tops.copy() if from_caps else np.zeros_like(tops)
    for _ in range(5 * len(found) + 1):
        company, open_ = _board(found, rungs, sustained)
        reached = (company[:, :, None] >= levels).sum(axis=2)
        following = np.minimum(reached, np.minimum(tops, open_))
        if np.array_equal(following, rungs):
            break
        rungs = following
    return rungs


def _board(found: Conference, rungs: np.ndarray, sustained: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What each hears of the others, and the highest rung that the framework rule leaves open to it."""
    pledges = np.floor(np.asarray(found.rule.size_factors)[rungs] * sustained)
    watched = found.watch * rungs
    others = found.watch.sum() - found.watch
    peers = np.where(
        others > 0.0, (watched.sum(axis=1, keepdims=True) - watched) / np.where(others > 0.0, others * 5.0, 1.0), 0.0
    )
    asked = found.inputs[0].requirement
    mass = np.minimum(1.0, (pledges.sum(axis=1, keepdims=True) - pledges) / asked)
    company = found.rule.peers * peers + (1.0 - found.rule.peers) * mass + found.rule.places * places(asked)
    stands = ((found.lead >= 1.0) & (rungs >= 4)).any(axis=1, keepdims=True) | (not found.rule.framework)
    return company, np.where(stands | (found.lead >= 1.0), 5, 2)
