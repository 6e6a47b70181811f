"""Checks of a complete scenario against itself; each says how to mend what it finds."""

import math
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from simulator.scenario.diagnostics import Mistake, Severity, number_text

if TYPE_CHECKING:
    from simulator.scenario.scenario import Scenario
    from simulator.scenario.schema import ScenarioDocument

TOLERANCE = 1e-9
LEGAL_FOR_UN = 0.5

Check = Callable[["Scenario"], Iterator[Mistake]]


def errors(scenario: "Scenario") -> tuple[Mistake, ...]:
    """Return what makes a scenario contradict itself, so that it cannot be run."""
    checks: tuple[Check, ...] = (
        us_weights_sum_to_one,
        increments_do_not_fall,
        size_factors_do_not_fall,
        medians_do_not_fall,
        capacity_is_in_order,
        mission_chances_sum_to_one,
        enablers_are_in_order,
        readiness_is_in_order,
        roles_fit_into_one,
    )
    return tuple(mistake for check in checks for mistake in check(scenario))


def warnings(scenario: "Scenario") -> tuple[Mistake, ...]:
    """Return what can be run but is probably not meant."""
    checks: tuple[Check, ...] = (un_force_has_a_mandate, moving_inputs_have_rounds)
    return tuple(mistake for check in checks for mistake in check(scenario))


def us_weights_sum_to_one(scenario: "Scenario") -> Iterator[Mistake]:
    """The five weights of American involvement are shares of one whole."""
    weights = scenario.document.structure.us_weights.model_dump()
    total = math.fsum(weights.values())
    if abs(total - 1.0) > TOLERANCE:
        paths = [f"structure.us_weights.{name}" for name in weights]
        message = f"`structure.us_weights` sums to {number_text(round(total, 9))}, expected 1"
        yield _at(scenario, paths, "S040", message, "change the five weights together, so that they sum to 1")


def increments_do_not_fall(scenario: "Scenario") -> Iterator[Mistake]:
    """A higher rung must not need less of a condition than a lower one."""
    for gate, _ in scenario.document.structure.increments:
        values = getattr(scenario.document.structure.increments, gate)
        yield from _rising(scenario, f"structure.increments.{gate}", values, "S041", "rung")


def size_factors_do_not_fall(scenario: "Scenario") -> Iterator[Mistake]:
    """A higher rung must not commit fewer troops than a lower one."""
    yield from _rising(scenario, "structure.size_factors", scenario.document.structure.size_factors, "S042", "rung")


def medians_do_not_fall(scenario: "Scenario") -> Iterator[Mistake]:
    """A stronger code must not be easier to meet than a weaker one."""
    yield from _rising(scenario, "structure.medians", scenario.document.structure.medians, "S043", "code")


def _rising(scenario: "Scenario", prefix: str, values: Mapping[Any, float], code: str, step: str) -> Iterator[Mistake]:
    steps = sorted(values)
    for lower, higher in pairwise(steps):
        if values[higher] < values[lower]:
            paths = [f"{prefix}.{higher}", f"{prefix}.{lower}"]
            message = (
                f"`{paths[0]}` is {number_text(values[higher])}, "
                f"below the {number_text(values[lower])} of {step} {lower}"
            )
            mend = f"write {number_text(values[lower])} or more, or lower `{paths[1]}`"
            yield _at(scenario, paths, code, message, mend)


def capacity_is_in_order(scenario: "Scenario") -> Iterator[Mistake]:
    """Distributions of capacity run from low to high."""
    capacity = scenario.document.capacity
    for name in ("deployable", "rotation", "kept_home"):
        numbers = getattr(capacity, name).model_dump()
        values = list(numbers.values())
        if values != sorted(values):
            paths = [f"capacity.{name}.{part}" for part in numbers]
            listed = ", ".join(f"{part} {number_text(value)}" for part, value in numbers.items())
            message = f"`capacity.{name}` has {listed}"
            yield _at(scenario, paths, "S044", message, f"put them in order: {' <= '.join(numbers)}")


def enablers_are_in_order(scenario: "Scenario") -> Iterator[Mistake]:
    """What Europe supports runs from low to high."""
    enablers = scenario.document.enablers
    for name in ("intelligence", "air_defence", "lift", "command"):
        numbers = getattr(enablers, name).model_dump(exclude={"us"})
        values = list(numbers.values())
        if values != sorted(values):
            paths = [f"enablers.{name}.{part}" for part in numbers]
            listed = ", ".join(f"{part} {number_text(value)}" for part, value in numbers.items())
            mend = f"put them in order: {' <= '.join(numbers)}"
            yield _at(scenario, paths, "S044", f"`enablers.{name}` has {listed}", mend)


def readiness_is_in_order(scenario: "Scenario") -> Iterator[Mistake]:
    """Who can leave within 10 days can leave within 30."""
    ready = scenario.document.readiness
    if ready.within_30 < ready.within_10:
        message = f"`readiness` has within_10 {number_text(ready.within_10)}, within_30 {number_text(ready.within_30)}"
        paths = ["readiness.within_10", "readiness.within_30"]
        yield _at(scenario, paths, "S044", message, "put them in order: within_10 <= within_30")


def roles_fit_into_one(scenario: "Scenario") -> Iterator[Mistake]:
    """The roles of a contingent are shares of one whole."""
    for iso3, said in scenario.document.countries.items():
        named = said.roles.model_dump(exclude_none=True)
        total = math.fsum(named.values())
        complete = len(named) == len(type(said.roles).model_fields)
        if total > 1.0 + TOLERANCE or (complete and total < 1.0 - TOLERANCE):
            paths = [f"countries.{iso3}.roles.{role}" for role in named]
            wanted = "1" if complete else "at most 1"
            message = f"`countries.{iso3}.roles` sums to {number_text(round(total, 9))}, expected {wanted}"
            yield _at(scenario, paths, "S048", message, "change the shares together; roles not named share the rest")


def mission_chances_sum_to_one(scenario: "Scenario") -> Iterator[Mistake]:
    """Where the mission is open, the chances of its types make one whole."""
    mission = scenario.document.mandate.mission
    if isinstance(mission, str):
        return
    total = math.fsum(mission.values())
    if abs(total - 1.0) > TOLERANCE:
        paths = [f"mandate.mission.{name}" for name in mission]
        message = f"the chances in `mandate.mission` sum to {number_text(round(total, 9))}, expected 1"
        yield _at(scenario, paths, "S045", message, "write chances that sum to 1, or name one mission")


def un_force_has_a_mandate(scenario: "Scenario") -> Iterator[Mistake]:
    """A force owned by the UN usually has a UN mandate."""
    mandate = scenario.document.mandate
    if mandate.owner == "un" and mandate.legal < LEGAL_FOR_UN:
        message = f"`mandate.owner` is un, but `mandate.legal` is {number_text(mandate.legal)}"
        mend = f"raise `mandate.legal` to {LEGAL_FOR_UN} or more, or leave it if this is meant"
        yield _at(scenario, ["mandate.owner", "mandate.legal"], "S046", message, mend, "warning")


def moving_inputs_have_rounds(scenario: "Scenario") -> Iterator[Mistake]:
    """In equilibrium mode only the last value of a moving input counts."""
    document: ScenarioDocument = scenario.document
    if document.conference.mode == "equilibrium" and document.paths:
        paths = [path for path in scenario.leaves() if path.startswith("paths.")]
        message = f"`paths` moves {len(document.paths)} of the inputs, but `conference.mode` is equilibrium"
        yield _at(scenario, paths, "S047", message, "write mode: calendar; here only the last values count", "warning")


def _at(
    scenario: "Scenario", paths: list[str], code: str, message: str, mend: str, severity: Severity = "error"
) -> Mistake:
    """Return a mistake at the last of some values that somebody set; the defaults are never to blame."""
    origins = [scenario.origins[path] for path in paths if path in scenario.origins]
    given = [origin for origin in origins if origin.kind != "default"]
    # An option comes last in the chain, and a lower line of a file is the likelier slip.
    given.sort(key=lambda origin: (origin.kind == "option", origin.line or 0))
    return scenario.mistake(code, message, given[-1] if given else None, mend, severity)
