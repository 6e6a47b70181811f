"""Compile: a scenario and a roster become a conference."""

from collections.abc import Mapping
from math import log

import numpy as np
from numpy.typing import NDArray

from simulator.data.countries import Codes, Country
from simulator.data.roster import CODERS, Roster
from simulator.data.tables import DataError
from simulator.engine.conference import Coding, Conference, RuleSettings, Spread
from simulator.engine.deployment import compile_deployment
from simulator.engine.inputs import INPUT_PATHS, Inputs
from simulator.rule.gates import COMPANY, GATES, MISSIONS, US_COMPONENTS, WELCOME
from simulator.scenario.rule_schema import Structure
from simulator.scenario.scenario import Scenario
from simulator.scenario.schema import CountryOverride, CountryThresholds

RECENT_YEARS = 8
WATCH_GRID = 1024.0
SILENT_COMPANY_CODE = 2
ARGUED_CODE = 2
WHOLE_COLUMNS = ("codes", "word_codes", "caps")
NOTHING_SAID = CountryOverride(why="-")
"""What holds for a country that the scenario does not argue with."""


def compile_conference(scenario: Scenario, roster: Roster) -> Conference:
    """Return the conference of a scenario on a roster.

    Parameters
    ----------
    scenario
        Complete and validated.
    roster
        Countries as of the day of the scenario.

    Returns
    -------
    Conference
        Countries in order of ISO code, without those the scenario leaves out.
    """
    document = scenario.document
    argued = document.countries
    present = [country for country in roster if not (country.iso3 in argued and argued[country.iso3].absent)]
    if not present:
        raise DataError(f"scenario {scenario.name} leaves out every country")
    coders = CODERS if document.structure.coder == "both" else (document.structure.coder,)
    mission = mission_chances(scenario)
    arrays = _country_arrays(scenario, present)
    iso3 = tuple(country.iso3 for country in present)
    return Conference(
        iso3=iso3,
        deployment=compile_deployment(scenario, roster, iso3),
        codings=tuple(_coding(coder, present, argued, document.structure, mission) for coder in coders),
        rule=rule_settings(scenario),
        spread=_spread(scenario),
        inputs=_inputs(scenario, mission),
        equilibrium=document.conference.mode == "equilibrium",
        from_caps=document.conference.start == "caps",
        **arrays,
    )


def mission_chances(scenario: Scenario) -> dict[str, float]:
    """Return the chance of each mission type; one of them is 1 where the mission is settled."""
    mission = scenario.document.mandate.mission
    if isinstance(mission, str):
        return {name: float(name == mission) for name in MISSIONS}
    stated = {str(name): chance for name, chance in mission.items()}
    return {name: stated.get(name, 0.0) for name in MISSIONS}


def mission_doubt(chances: Mapping[str, float]) -> float:
    """Return H(p) / log 3, the entropy of the mission type as a share of its largest value."""
    return -sum(chance * log(chance) for chance in chances.values() if chance > 0.0) / log(len(MISSIONS))


def rule_settings(scenario: Scenario) -> RuleSettings:
    """Return the structural numbers of a scenario."""
    document = scenario.document
    structure, owner = document.structure, document.mandate.owner
    chances = mission_chances(scenario)
    need = structure.mission_need.model_dump()
    increments = structure.increments.model_dump()
    return RuleSettings(
        veto=structure.veto,
        peers=structure.peers,
        hysteresis=0.0 if document.conference.mode == "equilibrium" else structure.hysteresis,
        depth_credit=structure.depth_credit,
        guarantee=structure.guarantee,
        places=structure.places,
        adopted=0.0 if owner == "adhoc" else structure.adopted,
        framework=structure.framework,
        us_weights=_five([structure.us_weights.model_dump()[name] for name in US_COMPONENTS]),
        mission_need=sum(chances[name] * need[name] for name in MISSIONS),
        increments=tuple(tuple(increments[gate][str(rung)] for rung in range(1, 6)) for gate in GATES),
        size_factors=(0.0, *(structure.size_factors[rung] for rung in ("1", "2", "3", "4", "5"))),
        surge=document.capacity.surge,
        abroad_floor=document.capacity.abroad_floor,
        owner_pull=structure.owner_pull[owner],
        member_pull=structure.member_pull,
        striver_pull=structure.striver_pull if owner == "adhoc" else 0.0,
    )


def _five(values: list[float]) -> tuple[float, float, float, float, float]:
    one, two, three, four, five = values
    return one, two, three, four, five


def _spread(scenario: Scenario) -> Spread:
    capacity = scenario.document.capacity
    return Spread(
        common_caution=scenario.document.structure.common_caution,
        deployable=(capacity.deployable.low, capacity.deployable.mode, capacity.deployable.high),
        rotation=(capacity.rotation.low, capacity.rotation.mode, capacity.rotation.high),
        kept_home=(capacity.kept_home.low, capacity.kept_home.high),
        army_error=capacity.army_error,
        abroad_error=capacity.abroad_error,
    )


def _inputs(scenario: Scenario, mission: Mapping[str, float]) -> tuple[Inputs, ...]:
    certainty = 1.0 - mission_doubt(mission)
    rows = []
    for round_number in range(scenario.last_input_round() + 1):
        values = scenario.inputs_at(round_number)
        values["mandate.clarity"] *= certainty
        rows.append(Inputs(*(values[path] for path in INPUT_PATHS)))
    return tuple(rows)


def _country_arrays(scenario: Scenario, present: list[Country]) -> dict[str, NDArray[np.float64]]:
    capacity, consent = scenario.document.capacity, scenario.document.consent
    argued = scenario.document.countries
    year = scenario.document.as_of.year
    owner = scenario.document.mandate.owner
    columns: dict[str, list[float]] = {}

    def put(name: str, value: float) -> None:
        columns.setdefault(name, []).append(value)

    exposure = []
    for country in present:
        said = argued.get(country.iso3, NOTHING_SAID)
        army = _either(said.army, country.army)
        record = _either(said.record, country.record.troops if country.record else float("inf"))
        passes = consent.no_vote if country.vote_needed == 0 else consent.vote
        joined = country.joined_alliance
        put("lead", float(country.lead if said.lead is None else said.lead))
        put("covered", float(country.nato))
        put("member", _member(country, owner))
        put("striver", float(joined is not None and 0 <= year - joined <= RECENT_YEARS))
        put("watch", float(np.rint(WATCH_GRID * _either(said.weight, float(np.sqrt(army))))))
        put("army", army)
        put("abroad", _either(said.abroad, country.abroad))
        put("record_sustained", capacity.record_sustained * record)
        put("record_surge", capacity.record_surge * record)
        put("deployable", _either(said.deployable, float("nan")))
        put("rotation", _either(said.rotation, float("nan")))
        put("consent", _either(said.consent, passes))
        exposure.append(_exposure(country, said))
    arrays = {name: np.array(values, dtype=np.float64) for name, values in columns.items()}
    arrays["exposure"] = np.array(exposure, dtype=np.float64).reshape(len(present), 3)
    return arrays


def _either(stated: float | None, otherwise: float) -> float:
    return float(otherwise if stated is None else stated)


def _member(country: Country, owner: str) -> float:
    return {"alliance": float(country.nato), "eu": float(country.eu), "un": 1.0}.get(owner, 0.0)


def _exposure(country: Country, said: CountryOverride) -> tuple[float, float, float]:
    russia, belarus, turkey = country.exposure
    argued = said.exposure
    return _either(argued.russia, russia), _either(argued.belarus, belarus), _either(argued.turkey, turkey)


def _coding(
    coder: str,
    present: list[Country],
    argued: Mapping[str, CountryOverride],
    structure: Structure,
    mission: Mapping[str, float],
) -> Coding:
    """Return one coder's reading after the announced and the silence rule and the scenario's own arguments."""
    columns: dict[str, list[object]] = {}
    for country in present:
        said = argued.get(country.iso3, NOTHING_SAID)
        for name, value in _reading(country, coder, said, structure, mission).items():
            columns.setdefault(name, []).append(value)
    whole = {name: np.array(columns[name], dtype=np.int64) for name in WHOLE_COLUMNS}
    shares = {name: np.array(values, dtype=np.float64) for name, values in columns.items() if name not in whole}
    return Coding(**whole, **shares)  # type: ignore[arg-type]


def _reading(
    country: Country, coder: str, said: CountryOverride, structure: Structure, mission: Mapping[str, float]
) -> dict[str, object]:
    entry = country.coded_by(coder)
    words = structure.model_copy(update={"announced": False})
    codes, medians, sds = _thresholds(stated_codes(country, entry, structure), said.thresholds, structure)
    word_codes, word_medians, _ = _thresholds(stated_codes(country, entry, words), said.thresholds, structure)
    return {
        "codes": codes,
        "medians": medians,
        "word_codes": word_codes,
        "word_medians": word_medians,
        "sds": sds,
        "caps": entry.cap if said.cap is None else said.cap,
        "kept_home": _either(said.kept_home, float("nan") if entry.kept_home is None else entry.kept_home),
        "sensitive": float(entry.mission_sensitive),
        "legal_share": entry.legal_share,
        "acceptability": sum(mission[name] * entry.acceptability[name] for name in MISSIONS),
    }


def stated_codes(country: Country, entry: Codes, structure: Structure) -> tuple[int, ...]:
    """Return the codes that hold for a pledge.

    Announced rule: where the last firm statement announces ground troops, no gate counts above welcome.  Silence
    rule: an open or undecided country that says nothing of company waits for others; silence is not will.

    Parameters
    ----------
    country
        With its statements up to the day of the scenario.
    entry
        The codes of one coder.
    structure
        Whose switches ``announced`` and ``silence`` are read.
    """
    codes = list(entry.gates)
    if structure.announced and country.announces_ground():
        codes = [min(code, WELCOME) for code in codes]
    if structure.silence and codes[COMPANY] == 0 and country.silent_on_company():
        codes[COMPANY] = SILENT_COMPANY_CODE
    return tuple(codes)


def _thresholds(
    gates: tuple[int, ...], argued: CountryThresholds, structure: Structure
) -> tuple[list[int], list[float], list[float]]:
    codes, medians, sds = [], [], []
    for gate, code in zip(GATES, gates, strict=True):
        said = getattr(argued, gate)
        held = code if said.code is None else said.code
        if said.median is not None and held == 0:
            held = ARGUED_CODE
        codes.append(held)
        medians.append(_either(said.median, structure.medians[str(held)] if held else 0.0))  # type: ignore[index]
        sds.append(_either(said.sd, structure.threshold_sd))
    return codes, medians, sds
