"""Verification: the engine is run where a law is known, and held against it.

V1 and V2 are read on the real roster with company unstated, V3 to V9 on crowds of equals.  The seed moves all runs.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from simulator.analysis.laws import capacity, coins, crowds, enablers, granovetter, hundred, independent, lift, shaving
from simulator.analysis.verification.crowd import ARMY, crowd, waiting
from simulator.analysis.verification.deviations import Deviation, exact, of_chances, of_mean, of_sd
from simulator.engine.array_runs import run_block
from simulator.engine.arrivals import PRESENT_DAYS
from simulator.engine.boards import Boards
from simulator.engine.conference import Conference
from simulator.engine.draws import draw_deployment
from simulator.engine.force import assemble
from simulator.engine.kernel import points_of, settle
from simulator.engine.profiles import drawn_profiles
from simulator.engine.totals import Runs, drawn_for, run_points
from simulator.experiments.pool import BLOCK
from simulator.rule.gates import COMPANY
from simulator.rule.ladder import INSIDE, JOINS, TOP

Floats = NDArray[np.float64]

LEVELS = (5_000, 10_000, 15_000)
"""Sizes whose chances are compared in V1, persons."""

PEOPLE = 33
"""Of Granovetter's law."""

CROWD = 1_000
"""Of the law of a large crowd."""

MEAN_THRESHOLD = 0.25
NARROW, WIDE = 0.10, 0.14
"""Of a large crowd: mean of the thresholds, and spreads on either side of the jump at .122."""

FINITE = (0.45, 0.25)
"""Mean and spread of the thresholds of a small crowd: its law has weight from almost nobody to everybody."""

FIRST_TIER = 10.0
"""Days from an order until the first troops are ready."""

WIDTH = 8


def verify(conference: Conference, runs: int, seed: int) -> Iterator[Deviation]:
    """Yield the deviation of the engine from each law.

    Parameters
    ----------
    conference
        A compiled scenario, for its roster; company is taken out of it.
    runs
        Replicates of each random comparison, 2 or more.
    seed
        Root seed, 0 to 2**64 - 1.
    """
    checks: tuple[Callable[[Conference, int, int], Iterator[Deviation]], ...] = (
        _on_their_own, _coins, _finite_crowd, _large_crowd, _hundred, _capacity, _shaving, _lift, _enablers,
    )  # fmt: skip
    for check in checks:
        yield from check(conference, runs, seed)


def without_company(conference: Conference, veto: float) -> Conference:
    """Return a conference in which nobody has stated company, no lead is waited for, and no capacity is drawn.

    Parameters
    ----------
    conference
        A compiled scenario; its last inputs hold.
    veto
        0 or 1.
    """
    middle = 0.5 * sum(conference.spread.kept_home)
    codings = []
    for coding in conference.codings:
        codes = coding.codes.copy()
        codes[:, COMPANY] = 0
        home = np.where(np.isnan(coding.kept_home), middle, coding.kept_home)
        codings.append(replace(coding, codes=codes, word_codes=codes, word_medians=coding.medians, kept_home=home))
    spread = conference.spread
    return replace(
        conference,
        codings=tuple(codings),
        rule=conference.rule._replace(veto=veto, framework=False, hysteresis=0.0),
        spread=spread._replace(army_error=0.0, abroad_error=0.0),
        deployable=np.where(np.isnan(conference.deployable), spread.deployable[1], conference.deployable),
        rotation=np.where(np.isnan(conference.rotation), spread.rotation[1], conference.rotation),
        inputs=conference.inputs[-1:],
        equilibrium=True,
        from_caps=False,
    )


def _on_their_own(conference: Conference, runs: int, seed: int) -> Iterator[Deviation]:
    for veto in (1.0, 0.0):
        lonely = without_company(conference, veto)
        law = independent.force_law(lonely)
        found = _runs(lonely, runs, seed)
        pledged = found.pledged[0]
        events = [(place, rung) for place in range(len(lonely)) for rung in range(JOINS, TOP + 1)]
        head = f"nobody watches others, veto {veto:.0f}"
        yield of_chances(
            "V1", f"{head}: chance of each rung of each country",
            [int((found.rungs[0, :, place] >= rung).sum()) for place, rung in events], runs,
            [float(law.chances[place, rung - 1]) for place, rung in events],
        )  # fmt: skip
        yield of_mean("V1", f"{head}: mean force", pledged, law.mean, law.sd)
        yield of_sd("V1", f"{head}: standard deviation", pledged, law.sd, _fourth(law.law, law.mean))
        yield of_chances(
            "V1", f"{head}: chance of {', '.join(f'{level:,}' for level in LEVELS)}",
            [int((pledged >= level).sum()) for level in LEVELS], runs, [law.reaches(level) for level in LEVELS],
        )  # fmt: skip


def _fourth(law: Floats, mean: float) -> float:
    return float(law @ (np.arange(len(law)) - mean) ** 4)


def _coins(conference: Conference, runs: int, seed: int) -> Iterator[Deviation]:
    lonely = without_company(conference, 1.0)
    codings = tuple(replace(coding, caps=np.minimum(coding.caps, INSIDE)) for coding in lonely.codings)
    lonely = replace(
        lonely, codings=codings[:1], spread=lonely.spread._replace(common_caution=0.0),
        rule=lonely.rule._replace(size_factors=(0.0, 0.0, 1.0, 1.0, 1.0, 1.0)),
    )  # fmt: skip
    chances = independent.rung_chances(lonely)[:, INSIDE - 1].tolist()
    found = _runs(lonely, runs, seed)
    each = settle(lonely, drawn_profiles(lonely, seed, 0, 1)).sustained[0, 0]
    mean, variance = coins.moments(chances, np.floor(each).tolist())
    yield of_mean("V2", "two rungs, no common caution: mean force", found.pledged[0], mean, variance**0.5)
    law = coins.joiners(chances)
    counts = np.bincount(found.inside[0], minlength=len(law))
    yield of_chances("V2", "two rungs, no common caution: how many join", counts.tolist(), runs, law.tolist())


def _finite_crowd(conference: Conference, runs: int, seed: int) -> Iterator[Deviation]:
    normal = crowds.normal_crowd(*FINITE)
    chances = [normal(others / (PEOPLE - 1)) for others in range(PEOPLE)]
    laws = {False: granovetter.final_count(chances), True: granovetter.final_count_from_all(chances)}
    for from_caps, law in laws.items():
        people = replace(crowd(PEOPLE, thresholds=FINITE), from_caps=from_caps)
        counts = np.bincount(_runs(people, runs, seed).joins[0], minlength=PEOPLE + 1)
        start = "everybody" if from_caps else "nobody"
        what = f"{PEOPLE} people who watch each other, from {start}: how many join"
        yield of_chances("V3", what, counts.tolist(), runs, law.tolist())


def _large_crowd(conference: Conference, runs: int, seed: int) -> Iterator[Deviation]:
    from scipy.special import ndtri

    middles = ndtri((np.arange(CROWD) + 0.5) / CROWD)
    for sd in (NARROW, WIDE):
        share = crowds.share_from_nobody(crowds.normal_crowd(MEAN_THRESHOLD, sd))
        found = _joined(MEAN_THRESHOLD + sd * middles) / CROWD
        yield exact("V4", f"{CROWD:,} people, thresholds {MEAN_THRESHOLD} ± {sd}: share that joins", share, found, 0.01)


def _hundred(conference: Conference, runs: int, seed: int) -> Iterator[Deviation]:
    for moved in (False, True):
        waits = hundred.thresholds(moved)
        found = _joined(np.array(waits) / (hundred.PEOPLE - 1.0))
        words = "one who waited for 1 waits for 2" if moved else "they wait for 0, 1, .., 99"
        yield exact("V5", f"a hundred people, {words}: how many join", hundred.joined(waits), found, 0.5)


def _capacity(conference: Conference, runs: int, seed: int) -> Iterator[Deviation]:
    for deployable in (0.4, 0.5):
        one = replace(crowd(1), deployable=np.array([deployable]))
        found = float(settle(one, drawn_profiles(one, seed, 0, 1)).sustained[0, 0, 0])
        what = f"{100 * deployable:.0f} % deployable, rotation 5: kept up of {ARMY:,.0f}"
        yield exact("V6", what, capacity.kept_up(ARMY, deployable, 5.0), found, 1.0)


def _shaving(conference: Conference, runs: int, seed: int) -> Iterator[Deviation]:
    pledged = 8 * capacity.kept_up(ARMY, 0.5, 5.0)
    for factor in (0.0, 0.5, 1.0):
        many = crowd(8, requirement=pledged / 4.0)
        many = replace(many, deployment=replace(many.deployment, shaving=factor))
        found = float(_runs(many, 1, seed).allocated[0, 0])
        what = f"pledge four times the requirement, shaving {factor}: allocated"
        yield exact("V7", what, shaving.kept(pledged, pledged / 4.0, factor), found, 1.0)


def _lift(conference: Conference, runs: int, seed: int) -> Iterator[Deviation]:
    force, rate = 8 * capacity.kept_up(ARMY, 0.5, 5.0), 40.0
    many = crowd(8)
    many = replace(many, deployment=replace(many.deployment, lift_europe=rate))
    boards: Boards = run_block(many, seed, 0, 1)
    found = assemble(many, boards, draw_deployment(seed, many.iso3, 0, 1)).present[0]
    for day, there in list(zip(PRESENT_DAYS, found, strict=True))[:2]:
        what = f"lift of {rate:.0f} a day: there on day {day}"
        yield exact("V8", what, lift.arrived(day - FIRST_TIER, force, rate), float(there), 1.0)


def _enablers(conference: Conference, runs: int, seed: int) -> Iterator[Deviation]:
    europe, america = 3_000.0, 100_000.0
    pledged = 8 * capacity.kept_up(ARMY, 0.5, 5.0)
    for level in (0.0, 0.02, 1.0):
        many = crowd(8)
        many = replace(
            many,
            inputs=tuple(row._replace(intelligence=level, air=level, logistics=level) for row in many.inputs),
            deployment=replace(
                many.deployment, europe=((europe,) * 3,) * len(many.deployment.europe),
                us_capacity=(america,) * len(many.deployment.us_capacity),
            ),
        )  # fmt: skip
        found = float(_runs(many, 1, seed).usable[0, 0])
        carried = min(pledged, enablers.carried(europe, 1.0, many.deployment.full_share, level, america))
        yield exact("V9", f"American help {level}: usable of {pledged:,.0f}", carried, found, 1.0)


def _joined(thresholds: Floats) -> int:
    """Return how many of a crowd join, given what share of the others each waits for."""
    many = crowd(len(thresholds))
    return int((settle(many, waiting(many, thresholds[None]), width=WIDTH).rungs > 0).sum())


def _runs(conference: Conference, runs: int, seed: int) -> Runs:
    """Run a conference, in blocks."""
    points = points_of([conference])
    blocks = [
        run_points(conference, points, drawn_for(conference, seed, first, min(BLOCK, runs - first)))
        for first in range(0, runs, BLOCK)
    ]
    return Runs(*(np.concatenate(columns, axis=1) for columns in zip(*blocks, strict=True)))
