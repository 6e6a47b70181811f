"""V3-V5: the conference with nothing but company is Granovetter's threshold model, and obeys its exact laws."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import chisquare, norm

from simulator.analysis.laws.crowds import normal_crowd, share_from_nobody
from simulator.analysis.laws.granovetter import final_count, final_count_from_all
from simulator.engine.conference import Conference
from simulator.engine.profiles import Profiles
from simulator.rule.gates import COMPANY
from tests.conferences import NO_INCREMENTS, RULE, drawn, random_conference, settled

EVERYTHING = RULE._replace(peers=1.0, hysteresis=0.0, framework=False, increments=NO_INCREMENTS, veto=1.0, adopted=0.0)


def crowd(people: int, thresholds: np.ndarray, from_caps: bool = False) -> tuple[Conference, Profiles]:
    """A conference of equals who watch nothing but the share of the others that joined, all or nothing."""
    conference = replace(random_conference(1, people), rule=EVERYTHING, watch=np.ones(people), from_caps=from_caps)
    countries = drawn(conference, 1, len(thresholds))
    codes = np.zeros((len(thresholds), people, 6))
    codes[:, :, COMPANY] = 2.0
    gates = np.zeros_like(codes)
    gates[:, :, COMPANY] = thresholds
    everyone = np.ones((len(thresholds), people))
    return conference, replace(countries, codes=codes, thresholds=gates, caps=5 * everyone, consent=everyone)


def final_counts(people: int, thresholds: np.ndarray, from_caps: bool = False) -> list[int]:
    conference, countries = crowd(people, thresholds, from_caps)
    runs = [settled(conference, countries, run).rungs() for run in range(len(thresholds))]
    assert all(rung in (0.0, 5.0) for rungs in runs for rung in rungs)
    return [rungs.count(5.0) for rungs in runs]


@pytest.mark.parametrize("from_caps", [False, True])
def test_exact_law_of_the_final_count(from_caps: bool) -> None:
    people, runs = 7, 1500
    mean, sd = 0.45, 0.35
    drawn_thresholds = np.random.default_rng(3).normal(mean, sd, (runs, people))
    counts = Counter(final_counts(people, drawn_thresholds, from_caps))
    chances = [float(norm.cdf(j / (people - 1), mean, sd)) for j in range(people)]
    law = final_count_from_all(chances) if from_caps else final_count(chances)
    assert sum(law) == pytest.approx(1.0, abs=1e-9)
    observed = [counts.get(count, 0) for count in range(people + 1)]
    assert chisquare(observed, [runs * chance for chance in law]).pvalue > 1e-4


def test_his_hundred_people() -> None:
    """Thresholds of 0, 1, .., 99 others: everybody joins. Change the second from 1 to 2: one does."""
    thresholds = np.arange(100) / 99.0
    assert final_counts(100, thresholds[None]) == [100]
    thresholds[1] = 2 / 99.0
    assert final_counts(100, thresholds[None]) == [1]


@pytest.mark.parametrize(("sd", "low", "high"), [(0.10, 0.0, 0.06), (0.14, 0.95, 1.0)])
def test_a_large_crowd_follows_its_fixed_point(sd: float, low: float, high: float) -> None:
    people = 300
    quantiles = norm.ppf((np.arange(people) + 0.5) / people, 0.25, sd)
    (count,) = final_counts(people, quantiles[None])
    share = count / people
    assert low <= share <= high
    assert share == pytest.approx(share_from_nobody(normal_crowd(0.25, sd)), abs=0.02)
