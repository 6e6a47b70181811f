"""Uncertain inputs of a sensitivity analysis: their ranges, and the layer of doubt that each belongs to."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from simulator.analysis.refusals import Refused
from simulator.data.parameters import parameter
from simulator.experiments.designs.checks import agrees
from simulator.experiments.designs.choosing import design_of
from simulator.experiments.designs.samples import Sample, Source, Uniform
from simulator.scenario.scenario import Scenario
from simulator.scenario.values import US_COMPONENTS

LAYERS = ("inputs", "thresholds", "capacity", "structure")
"""What can be in doubt, in the order in which it is shown."""

SHARE = (0.0, 1.0)

DEFAULT_RANGES: dict[str, tuple[float, float]] = {
    **dict.fromkeys(US_COMPONENTS, SHARE),
    "mandate.clarity": SHARE,
    "mandate.legal": SHARE,
    "deal.hold": SHARE,
    "deal.depth": SHARE,
    "threat.russia": SHARE,
    "threat.belarus": SHARE,
    "threat.turkey": SHARE,
    "force.requirement": (10_000.0, 64_000.0),
    "structure.medians.2": (0.25, 0.45),
    "structure.medians.3": (0.45, 0.65),
    "structure.medians.4": (0.70, 0.90),
    "structure.threshold_sd": (0.05, 0.25),
    "structure.common_caution": (0.05, 0.30),
    "capacity.deployable.mode": (0.40, 0.58),
    "capacity.rotation.mode": (3.2, 5.0),
    "capacity.kept_home.low": (0.20, 0.60),
    "capacity.record_sustained": (1.0, 3.0),
    "structure.veto": SHARE,
    "structure.peers": SHARE,
    "structure.hysteresis": (0.0, 0.3),
    "structure.depth_credit": SHARE,
    "structure.guarantee": (0.0, 0.8),
    "structure.shaving": SHARE,
}
"""Ranges where a scenario says nothing and none are asked for.

Levers and shares of the rule take all they may; what the documents of the model call judged takes the range they give
(relief by a guarantee 0 to 0.8, past record 1 to 3 times); medians, spreads and capacities move by about as much as
two coders or two sources differ; the size asked for goes from 10,000 to 64,000, between which most plans that were
published in April 2025 lie.  ``deal.ceasefire`` is left out: pledges are read at the deal that a scenario assumes.
"""


@dataclass(frozen=True, slots=True)
class UncertainInput:
    """One input with what it may be.

    Attributes
    ----------
    path
        Dotted path.
    source
        Its distribution.
    """

    path: str
    source: Source

    @property
    def layer(self) -> str:
        """One of :data:`LAYERS`."""
        return layer_of(self.path)

    def to_json(self) -> dict[str, Any]:
        """Return the input as plain JSON values."""
        return {"input": self.path, "layer": self.layer} | self.source.spec()


def layer_of(path: str) -> str:
    """Return the layer of doubt that an input belongs to.

    The table of parameters says it for every number.  What is no number is structure where it is a switch of the
    rule, and an input of the talks elsewhere: mission, owner, who takes part.

    Parameters
    ----------
    path
        Dotted path of an input, such as ``us.air`` or ``countries.FIN.army``.
    """
    try:
        return parameter(path).layer
    except KeyError:
        return "structure" if path.startswith("structure.") else "inputs"


def uncertain_inputs(scenario: Scenario, over: Sequence[str]) -> tuple[UncertainInput, ...]:
    """Return the uncertain inputs: those asked for, those of the scenario, or else :data:`DEFAULT_RANGES`.

    Parameters
    ----------
    scenario
        Its ``uncertain`` block takes part, but for inputs that are asked for; its ``sweep`` block does not.
    over
        Texts INPUT=START:STOP or INPUT=A,B,C.

    Returns
    -------
    tuple
        By layer, in the order of :data:`LAYERS`.

    Raises
    ------
    simulator.scenario.diagnostics.ScenarioError
        With every mistake in what is asked for.
    Refused
        If there is only one.
    """
    found = _asked(scenario, over) if over or scenario.document.uncertain else _default(scenario)
    if len(found) < 2:
        raise Refused(
            f"only `{found[0].path}` is uncertain, so everything is due to it. Name two inputs or more: "
            "--over us.air=0:1 --over mandate.clarity=0:1"
        )
    return tuple(sorted(found, key=lambda one: LAYERS.index(one.layer)))


def _asked(scenario: Scenario, over: Sequence[str]) -> list[UncertainInput]:
    plain = replace(scenario, document=scenario.document.model_copy(update={"sweep": None}))
    design = design_of(plain, kind="sobol", over=over, points=2, seed=0)
    if not isinstance(design, Sample):
        raise TypeError(f"a design of kind {design.kind} is not drawn from distributions")
    return [UncertainInput(path, source) for path, source in zip(design.inputs, design.sources, strict=True)]


def _default(scenario: Scenario) -> list[UncertainInput]:
    """Return the default set, without what changes nothing in this scenario or contradicts what it says."""
    idle = {"structure.hysteresis"} if scenario.document.conference.mode == "equilibrium" else set()
    return [
        UncertainInput(path, Uniform(*ends))
        for path, ends in DEFAULT_RANGES.items()
        if path not in idle and all(agrees(scenario, {path: end}) for end in ends)
    ]
