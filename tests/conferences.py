"""Small and random conferences for tests, built without scenarios or tables."""

from dataclasses import replace

import numpy as np

from simulator.engine.agents import ForceGenerationConference
from simulator.engine.conference import Coding, Conference, RuleSettings, Spread
from simulator.engine.deployment import Deployment
from simulator.engine.inputs import Inputs
from simulator.engine.mesa_runs import forget
from simulator.engine.profiles import Profiles, drawn_profiles

GATE_COUNT = 6
NO_INCREMENTS = tuple((0.0,) * 5 for _ in range(GATE_COUNT))
INCREMENTS = (
    (-0.6, -0.2, 0.0, 0.08, 0.15),
    (-0.6, -0.15, 0.0, 0.05, 0.1),
    (-0.6, -0.1, 0.0, 0.05, 0.1),
    (-0.9, -0.3, 0.0, 0.1, 0.2),
    (-0.6, -0.15, 0.0, 0.08, 0.15),
    (-0.6, -0.15, 0.0, 0.05, 0.1),
)
RULE = RuleSettings(
    veto=0.5,
    peers=0.6,
    hysteresis=0.1,
    depth_credit=0.5,
    guarantee=0.3,
    places=0.0,
    adopted=0.0,
    framework=True,
    us_weights=(0.3, 0.25, 0.25, 0.15, 0.05),
    mission_need=0.1,
    increments=INCREMENTS,
    size_factors=(0.0, 0.0, 0.02, 0.08, 0.3, 0.9),
    surge=0.35,
    abroad_floor=3.0,
    owner_pull=0.3,
    member_pull=0.3,
    striver_pull=0.3,
)
MEDIANS = np.array([0.0, 0.15, 0.35, 0.55, 0.8])
SPREAD = Spread(0.15, (0.3, 0.5, 0.6), (3.0, 4.0, 5.5), (0.4, 1.0), 0.05, 0.2)
INPUTS = Inputs(0.3, 0.5, 0.4, 0.4, 0.1, 0.5, 0.4, 1.0, 0.6, 0.7, 0.5, 0.4, 0.3, 25_000.0)


def random_conference(seed: int, countries: int) -> Conference:
    """Return a conference with everything drawn at random: countries, rule and inputs."""
    rng = np.random.default_rng(seed)
    lead = (rng.random(countries) < 0.25).astype(float)
    lead[0] = 1.0
    share = rng.random

    def coding() -> Coding:
        codes = rng.integers(0, 5, (countries, GATE_COUNT))
        words = np.maximum(codes, rng.integers(0, 5, (countries, GATE_COUNT)) * (rng.random((countries, 1)) < 0.2))
        return Coding(
            codes=codes,
            medians=MEDIANS[codes],
            word_codes=words,
            word_medians=MEDIANS[words],
            sds=np.full((countries, GATE_COUNT), rng.choice([0.0, 0.15, 0.4])),
            caps=rng.integers(0, 6, countries),
            kept_home=np.where(share(countries) < 0.3, 1.0, np.nan),
            sensitive=(share(countries) < 0.3).astype(float),
            legal_share=rng.choice([0.0, 0.5, 1.0], countries),
            acceptability=rng.choice([0.0, 0.6, 1.0], countries, p=[0.1, 0.2, 0.7]),
        )

    rule = RULE._replace(
        veto=float(share()),
        peers=float(share()),
        hysteresis=float(0.3 * share()),
        depth_credit=float(share()),
        guarantee=float(share()),
        adopted=float(rng.choice([0.0, 0.75])),
        framework=bool(share() < 0.7),
        mission_need=float(rng.choice([-0.1, 0.0, 0.1])),
        striver_pull=float(rng.choice([0.0, 0.3])),
    )
    values = [float(value) for value in share(13)]
    army = np.round(10 ** rng.uniform(2.5, 5.2, countries))
    return Conference(
        iso3=tuple(f"C{place:02d}" for place in range(countries)),
        lead=lead,
        covered=(share(countries) < 0.8).astype(float),
        member=(share(countries) < 0.5).astype(float),
        striver=(share(countries) < 0.1).astype(float),
        exposure=rng.choice([0.0, 0.25, 0.5, 0.75, 1.0], (countries, 3), p=[0.6, 0.1, 0.1, 0.1, 0.1]),
        watch=np.rint(1024 * np.sqrt(army)),
        army=army,
        abroad=np.round(army * 0.03 * share(countries)),
        record_sustained=np.where(share(countries) < 0.3, np.inf, 0.2 * army * share(countries)),
        record_surge=np.where(share(countries) < 0.3, np.inf, 0.3 * army * share(countries)),
        deployable=np.full(countries, np.nan),
        rotation=np.full(countries, np.nan),
        consent=share(countries),
        codings=(coding(), coding()),
        rule=rule,
        spread=SPREAD,
        inputs=(Inputs(*values, requirement=float(round(10 ** rng.uniform(3, 5)))),),
        deployment=random_deployment(rng, countries),
        equilibrium=False,
        from_caps=False,
    )


def random_deployment(rng: np.random.Generator, countries: int) -> Deployment:
    """Return deployment numbers drawn at random."""

    def shares(rows: int, columns: int) -> np.ndarray:
        table = rng.random((rows, columns)) * (rng.random((rows, columns)) < 0.8) + 1e-6
        return table / table.sum(axis=1, keepdims=True)

    low = rng.uniform(0, 10_000, 4)
    within = np.sort(rng.random(2))
    return Deployment(
        ground_roles=shares(countries, 5),
        noncombat_roles=shares(countries, 5),
        caveat=rng.choice([0.8, 0.95, 1.0], countries),
        longest_delay=np.round(rng.uniform(0, 60, countries)),
        holdings=shares(4, countries),
        full_share=float(rng.uniform(0.1, 1)),
        europe=tuple((float(one), float(1.5 * one), float(2 * one + 100)) for one in low),
        us_capacity=(100_000.0,) * 4,
        shaving=float(rng.random()),
        within_10=float(within[0]),
        within_30=float(within[1]),
        tour=float(rng.choice([120, 180, 360])),
        lift_europe=float(rng.uniform(10, 400)),
        lift_us=float(rng.uniform(0, 800)),
        reserve=float(rng.uniform(0, 0.5)),
        tooth=0.35,
        site_names=("one", "two", "three"),
        garrisons=(4500.0, 1000.0, 300.0),
        populations=(3.0, 2.0, 1.0),
    )


def drawn(conference: Conference, seed: int = 1, count: int = 4) -> Profiles:
    """Return the profiles of a few replicates."""
    return drawn_profiles(conference, seed, 0, count)


def settled(conference: Conference, countries: Profiles, replicate: int = 0) -> ForceGenerationConference:
    """Return a settled model."""
    model = ForceGenerationConference(conference=conference, profiles=countries, replicate=replicate)
    model.settle()
    forget(model)
    return model


def outcome(conference: Conference, countries: Profiles) -> list[tuple[list[float], list[float]]]:
    """Return rungs and pledges of every replicate."""
    models = [settled(conference, countries, replicate) for replicate in range(len(countries))]
    return [(model.rungs(), [country.pledge() for country in model.countries]) for model in models]


def at_most(low: list[tuple[list[float], list[float]]], high: list[tuple[list[float], list[float]]]) -> bool:
    """Return whether every rung and every pledge of one outcome is at most that of the other."""
    return all(
        a <= b
        for (rungs, troops), (more_rungs, more_troops) in zip(low, high, strict=True)
        for a, b in zip((*rungs, *troops), (*more_rungs, *more_troops), strict=True)
    )


def rungs_at_most(low: list[tuple[list[float], list[float]]], high: list[tuple[list[float], list[float]]]) -> bool:
    """Return whether every rung of one outcome is at most that of the other."""
    pairs = zip(low, high, strict=True)
    return all(a <= b for (rungs, _), (more, _) in pairs for a, b in zip(rungs, more, strict=True))


def with_inputs(conference: Conference, **changes: float) -> Conference:
    """Return the conference with other inputs in every round."""
    return replace(conference, inputs=tuple(inputs._replace(**changes) for inputs in conference.inputs))


def with_rule(conference: Conference, **changes: object) -> Conference:
    """Return the conference with other structural numbers."""
    return replace(conference, rule=conference.rule._replace(**changes))
