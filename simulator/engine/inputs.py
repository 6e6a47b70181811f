"""The numeric inputs of a scenario as they stand in one round."""

from typing import NamedTuple


class Inputs(NamedTuple):
    """What all countries read in a round; shares in [0, 1], the requirement in persons."""

    backstop: float
    intelligence: float
    air: float
    logistics: float
    ground: float
    clarity: float
    legal: float
    ceasefire: float
    hold: float
    depth: float
    russia: float
    belarus: float
    turkey: float
    requirement: float


INPUT_PATHS = (
    "us.backstop",
    "us.intelligence",
    "us.air",
    "us.logistics",
    "us.ground",
    "mandate.clarity",
    "mandate.legal",
    "deal.ceasefire",
    "deal.hold",
    "deal.depth",
    "threat.russia",
    "threat.belarus",
    "threat.turkey",
    "force.requirement",
)
"""Path of each field of :class:`Inputs` in a scenario file, in order."""
