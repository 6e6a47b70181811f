"""Many runs of large random conferences through the array engine, a run a row."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st

from simulator.engine.conference import Conference, RuleSettings
from simulator.engine.kernel import settle
from simulator.engine.profiles import Profiles, drawn_profiles
from tests.conferences import random_conference

RUNS = 96
"""Cases in one conference; not a multiple of the width of the engine's lanes, nor a divisor."""

CASES = settings(max_examples=40, deadline=None)
seeds = st.integers(0, 2**32 - 1)
sizes = st.integers(1, 60)
share = st.floats(0, 1)


class Rest(NamedTuple):
    """Where runs come to rest: rungs and pledges by run and country, rounds held, and the rounds' boards."""

    rungs: np.ndarray
    pledges: np.ndarray
    rounds: np.ndarray
    settled: np.ndarray
    history: np.ndarray


def conference(seed: int, size: int) -> Conference:
    """A random conference in which countries say less, so that boards are neither empty nor full."""
    rng = np.random.default_rng([seed, 11])
    whole = random_conference(seed, size)
    said = rng.random((size, 6)) < rng.choice([0.25, 0.5, 0.75])

    def quieter(coding):
        codes = np.where(said, coding.codes, 0)
        return replace(coding, codes=codes, word_codes=np.maximum(codes, coding.word_codes))

    return replace(
        whole,
        codings=tuple(quieter(coding) for coding in whole.codings),
        consent=np.maximum(whole.consent, float(rng.choice([0.0, 0.8]))),
    )


def drawn(found: Conference, seed: int, runs: int = RUNS) -> Profiles:
    """Countries of a conference in many runs."""
    return drawn_profiles(found, seed, seed % 1000, runs)


def rest(found: Conference, countries: Profiles, from_caps: bool | None = None) -> Rest:
    """Run a conference; from its own start unless another is named."""
    started = found if from_caps is None else replace(found, from_caps=from_caps)
    boards = settle(started, countries, history=True)
    sizes = np.asarray(started.rule.size_factors)
    rungs = boards.rungs[0].astype(int)
    pledges = np.floor(sizes[rungs] * boards.sustained[0])
    return Rest(rungs, pledges, boards.rounds[0], boards.settled[0], boards.history[0])


def at_most(low: Rest, high: Rest) -> bool:
    """Whether no rung and no pledge of one is above that of the other, run by run."""
    return bool((low.rungs <= high.rungs).all() and (low.pledges <= high.pledges).all())


def with_rule(found: Conference, **changes: object) -> Conference:
    """The conference with other structural numbers."""
    rule: RuleSettings = found.rule._replace(**changes)
    return replace(found, rule=rule)


def with_inputs(found: Conference, **changes: float) -> Conference:
    """The conference with other inputs in every round."""
    return replace(found, inputs=tuple(inputs._replace(**changes) for inputs in found.inputs))


def with_country(countries: Profiles, field: str, who: int, value: float) -> Profiles:
    """The countries with one number of one of them set in every run."""
    table = np.array(getattr(countries, field), dtype=float)
    table[:, who % table.shape[1]] = value
    return replace(countries, **{field: table})
