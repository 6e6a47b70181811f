"""Inputs with a sign: those of which more never takes troops away, or never adds any, run by run.

Along such an input a chance can be searched by halving, and the best end of all of them is the best there is.  The
signs are properties of the rule (monotone in every input that helps), and tests hold them to it.  One exception is
left: above the requirement pledges are shaved pro rata, so a joiner with national caveats may displace somebody
without; what can be used may then fall by some persons (see :class:`simulator.analysis.reach.crossing.Crossing`).
"""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from simulator.data.parameters import parameter
from simulator.engine.reasons import LEVERS
from simulator.experiments.sweeps.points import COMPONENTS, INVOLVEMENT
from simulator.scenario.assigning import check_path
from simulator.scenario.diagnostics import ScenarioError
from simulator.scenario.scenario import Scenario

TALKS = tuple(lever.name for lever in LEVERS)
"""Inputs of the talks that can help; the first stands for all American components."""

BEST: Mapping[str, float] = MappingProxyType(
    {
        **{lever.name: lever.best for lever in LEVERS},
        "structure.veto": 0.0,
        "structure.guarantee": 1.0,
        "structure.depth_credit": 1.0,
        "structure.shaving": 0.0,
    }
)
"""The end of each input that helps most."""

WITHOUT: Mapping[str, str] = MappingProxyType(
    {
        "mandate.mission": "missions have no order: each suits other countries. Compare scenarios instead",
        "mandate.owner": "owners have no order: each binds other countries. Compare scenarios instead",
        "structure.peers": "the weight of company helps where many come and hinders where few do. Sweep it instead",
        "structure.hysteresis": "it decides how long promises last, not whether they are made. Sweep it instead",
        "force.requirement": "a larger force takes more to look large, and shaves less of what is too much. Sweep it "
        "instead",
    }
)
"""Why an input that is often thought of cannot be searched."""


class CannotSearch(ValueError):  # noqa: N818 - named by what happened
    """Inputs along which nothing can be searched; carries one sentence for each."""

    def __init__(self, told: Iterable[str]) -> None:
        self.told = tuple(told)
        super().__init__("; ".join(self.told))


def check_inputs(scenario: Scenario, inputs: Sequence[str]) -> None:
    """Make sure that a chance can be searched along inputs.

    Parameters
    ----------
    scenario
        What is to be searched.
    inputs
        Dotted paths.

    Raises
    ------
    CannotSearch
        With everything that is wrong: unknown inputs, inputs without a sign, inputs that move by round, inputs given
        twice.
    """
    told = [sentence for path in dict.fromkeys(inputs) if (sentence := _mistake(scenario, path))]
    twice = [path for path in dict.fromkeys(inputs) if inputs.count(path) > 1]
    told += [f"`{path}` is given twice" for path in twice]
    if INVOLVEMENT in inputs:
        doubled = [path for path in dict.fromkeys(inputs) if path in COMPONENTS]
        told += [f"`{path}` is part of `{INVOLVEMENT}`; name one of the two" for path in doubled]
    if told:
        raise CannotSearch(told)


def _mistake(scenario: Scenario, path: str) -> str | None:
    """Return what is wrong with an input; None where nothing is."""
    if path not in BEST:
        try:
            check_path(path, path)
        except ScenarioError as error:
            (mistake,) = error.mistakes
            return f"{mistake.message}; {mistake.help}" if mistake.help else mistake.message
        why = WITHOUT.get(path, "whether more of it helps is not the same for all countries, or it is no single number")
        return f"`{path}` has no sign to search along: {why}"
    moving = [name for name in fields_of(path) if name in scenario.document.paths]
    if moving:
        named = ", ".join(f"`{name}`" for name in moving)
        return f"{named} moves by round in this scenario (its `paths:`), so no single value of it can be searched"
    return None


def fields_of(path: str) -> tuple[str, ...]:
    """Return the inputs that a path sets: itself, or the five American components."""
    return COMPONENTS if path == INVOLVEMENT else (path,)


def value_of(scenario: Scenario, path: str) -> float:
    """Return the value of a numeric input with a default in a scenario."""
    found = scenario.value(path)
    if isinstance(found, bool) or not isinstance(found, int | float):
        raise TypeError(f"`{path}` is no number in {scenario.name}")
    return float(found)


def searchable(scenario: Scenario) -> tuple[str, ...]:
    """Return the inputs of the talks that can be searched in a scenario and are not at their best end already."""
    return tuple(
        path
        for path in TALKS
        if _mistake(scenario, path) is None and any(value_of(scenario, name) != BEST[path] for name in fields_of(path))
    )


def meaning(path: str) -> str:
    """Return what an input says, from the table of parameters."""
    return "All five parts of American help" if path == INVOLVEMENT else parameter(path).meaning
