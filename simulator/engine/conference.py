"""Conference: all numbers that the rule needs, and nothing else, as plain arrays over countries."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.engine.deployment import Deployment
from simulator.engine.inputs import Inputs

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


class RuleSettings(NamedTuple):
    """Structural numbers of the rule, the same for every country and run.

    Symbols of the description of the model: ``veto`` theta, ``peers`` lambda, ``hysteresis`` h, ``depth_credit`` nu,
    ``guarantee`` sigma, ``adopted`` c_own (0 where nobody has adopted the mission), ``us_weights`` v,
    ``mission_need`` kappa_m, ``increments[g][l - 1]`` Delta_gl, ``size_factors[l]`` phi_l, ``surge`` chi,
    ``owner_pull`` a_owner, ``member_pull`` a_mem, ``striver_pull`` a_str (0 unless the force is ad hoc).
    """

    veto: float
    peers: float
    hysteresis: float
    depth_credit: float
    guarantee: float
    places: float
    adopted: float
    framework: bool
    us_weights: Sequence[float] | Floats
    mission_need: float
    increments: Sequence[Sequence[float]] | Floats
    size_factors: Sequence[float] | Floats
    surge: float
    abroad_floor: float
    owner_pull: float
    member_pull: float
    striver_pull: float


class Spread(NamedTuple):
    """How thresholds and capacities scatter over runs (the uncertain layers of a plain run)."""

    common_caution: float
    deployable: tuple[float, float, float]
    rotation: tuple[float, float, float]
    kept_home: tuple[float, float]
    army_error: float
    abroad_error: float


@dataclass(frozen=True, slots=True)
class Coding:
    """One coder's reading of all countries; arrays over countries (and gates).

    ``codes`` and ``medians`` hold for a pledge, ``word_codes`` and ``word_medians`` for what can be used: they differ
    where the announced rule sets a country's own words aside.
    """

    codes: Whole
    medians: Floats
    word_codes: Whole
    word_medians: Floats
    sds: Floats
    caps: Whole
    kept_home: Floats
    sensitive: Floats
    legal_share: Floats
    acceptability: Floats


@dataclass(frozen=True, slots=True)
class Conference:
    """A force-generation conference, ready to be drawn and run.

    Attributes
    ----------
    iso3
        Country codes in alphabetical order; every array over countries follows it.
    lead, covered, member, striver
        0 or 1: lead nation; covered by the alliance's guarantee; member of the owner; recent member of the alliance.
    exposure
        e_ik, shape (countries, 3).
    watch
        Watch weights a_i, whole numbers, proportional to the square root of the army.
    ties
        w_ij, whole numbers with a zero diagonal, where countries watch by weights of their own (shape (countries,
        countries)); None where everybody watches by ``watch``.
    army, abroad
        A_i and E_i, persons.
    record_sustained, record_surge
        Bounds on a contingent from past ones, persons; infinity where there is no record.
    deployable, rotation
        Stated values, or NaN where they are drawn.
    consent
        p_i, chance that a deployment passes at home.
    codings
        One or two readings of the statements; where two, each run draws one for each country.
    rule, spread
        Structural numbers and the scatter of drawn ones.
    inputs
        Inputs of round 0, 1, ...; the last row holds from then on.
    deployment
        What the way from pledges to a force needs.
    equilibrium, from_caps
        Iterate to rest at the last inputs (else one response a round); start from all caps (else all out).
    """

    iso3: tuple[str, ...]
    lead: Floats
    covered: Floats
    member: Floats
    striver: Floats
    exposure: Floats
    watch: Floats
    army: Floats
    abroad: Floats
    record_sustained: Floats
    record_surge: Floats
    deployable: Floats
    rotation: Floats
    consent: Floats
    codings: tuple[Coding, ...]
    rule: RuleSettings
    spread: Spread
    inputs: tuple[Inputs, ...]
    deployment: Deployment
    equilibrium: bool
    from_caps: bool
    ties: Floats | None = None

    def __len__(self) -> int:
        return len(self.iso3)

    def inputs_at(self, round_number: int) -> Inputs:
        """Return the inputs of a round; in equilibrium mode the last ones hold throughout."""
        last = len(self.inputs) - 1
        return self.inputs[last if self.equilibrium else min(round_number, last)]

    def last_move(self) -> int:
        """Return the last round in which an input moves; 0 if none does."""
        return 0 if self.equilibrium else len(self.inputs) - 1
