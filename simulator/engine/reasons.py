"""Why a country stands where it stands, and what one more rung would cost.

The reason and the price are read off the settled board through the same rule that made it, so they are true of the
model by construction: raising the named input by the printed amount lifts the country one rung, a billionth less does
not.
"""

from dataclasses import dataclass
from math import inf, isnan, nan
from typing import TYPE_CHECKING

from simulator.engine.conference import RuleSettings
from simulator.engine.inputs import Inputs
from simulator.engine.standing import (
    CountryProfile,
    Six,
    fixed_signals,
    margin_of_rung,
    margins_at,
    open_rung,
    weights_at,
    with_company,
)
from simulator.rule.gates import ASKED, BORDER, DEAL, GATES, MANDATE, US, US_COMPONENTS
from simulator.rule.ladder import FRAMEWORK_CEILING, GROUND, TOP

if TYPE_CHECKING:
    from simulator.engine.agents import CountryAgent
    from simulator.engine.board import Board

REASONS = (*GATES, "cap", "consent", "framework", "none")
"""What may keep a country below ground troops; ``none`` where it sends them."""

CAP_REASON, CONSENT_REASON, FRAMEWORK_REASON, NO_REASON = range(len(GATES), len(REASONS))
NO_GATE = -1

PRICE_TOLERANCE = 1e-12
"""How closely a price is found: it lifts the country, and a price smaller by this much does not."""

MOST_STEPS = 200
MOVING = Inputs._fields[:-1]
"""Inputs that a lever can move: all shares, but not the requirement."""


@dataclass(frozen=True, slots=True)
class Lever:
    """One input, or all American components together, and the direction that helps.

    ``best`` is the end of the range that helps most: 1 for what a country wants, 0 for what it fears; ``gates`` are the
    conditions it can move.
    """

    name: str
    fields: tuple[str, ...]
    best: float
    gates: tuple[int, ...]

    def steps(self) -> tuple[float, ...]:
        """Return the direction in which it moves each of :data:`MOVING`: 1 up, -1 down, 0 not at all."""
        return tuple((1.0 if self.best > 0.0 else -1.0) if name in self.fields else 0.0 for name in MOVING)

    def touched(self) -> tuple[float, ...]:
        """Return 1 for each gate it can move, else 0."""
        return tuple(float(gate in self.gates) for gate in range(len(GATES)))


BACKED = (US, BORDER, ASKED)
LEVERS = (
    Lever("us.involvement", US_COMPONENTS, 1.0, BACKED),
    *(Lever(f"us.{name}", (name,), 1.0, BACKED) for name in US_COMPONENTS),
    Lever("mandate.clarity", ("clarity",), 1.0, (MANDATE,)),
    Lever("mandate.legal", ("legal",), 1.0, (MANDATE,)),
    Lever("deal.ceasefire", ("ceasefire",), 1.0, (DEAL,)),
    Lever("deal.hold", ("hold",), 1.0, (DEAL,)),
    Lever("deal.depth", ("depth",), 1.0, (DEAL,)),
    Lever("threat.russia", ("russia",), 0.0, (BORDER,)),
    Lever("threat.belarus", ("belarus",), 0.0, (BORDER,)),
    Lever("threat.turkey", ("turkey",), 0.0, (BORDER,)),
)
"""Every input that can help a country, each moved alone; the company of others is not an input."""

LEVER_STEPS = tuple(lever.steps() for lever in LEVERS)
LEVER_GATES = tuple(lever.touched() for lever in LEVERS)


def closest_gate(codes: Six, thresholds: Six, signals: Six, rule: RuleSettings, rung: int) -> int:
    """Return the binding gate with the smallest margin at a rung, or :data:`NO_GATE` where none binds.

    Parameters
    ----------
    codes, thresholds
        Of the country.
    signals
        All six, that of company filled in.
    rule
        Structural numbers.
    rung
        1 to 5.
    """
    margins = margins_at(thresholds, signals, rule, rung)
    weights = weights_at(codes, rung)
    closest, smallest = NO_GATE, inf
    for gate in range(6):
        if weights[gate] > 0.0 and margins[gate] < smallest:
            closest, smallest = gate, margins[gate]
    return closest


def reason_of(profile: CountryProfile, signals: Six, rule: RuleSettings, rung: float) -> int:
    """Return what keeps a country below ground troops: a place in :data:`REASONS`.

    The gate with the smallest margin at rung 3 where the conditions fall short there, else the cap, the missing
    consent or the missing framework.

    Parameters
    ----------
    profile
        The country.
    signals
        All six on the settled board.
    rule
        Structural numbers.
    rung
        Where it stands, 0 to 5.
    """
    if rung >= GROUND:
        return NO_REASON
    gate = closest_gate(profile.codes, profile.thresholds, signals, rule, GROUND)
    if gate >= 0 and margin_of_rung(profile.codes, profile.thresholds, signals, rule, GROUND) < 0.0:
        return gate
    if profile.cap < GROUND:
        return CAP_REASON
    if profile.consent < 1.0:
        return CONSENT_REASON
    return FRAMEWORK_REASON


def moved(inputs: Inputs, lever: int, amount: float) -> Inputs:
    """Return the inputs with a lever moved by an amount towards its best end, no further than that end."""
    steps = LEVER_STEPS[lever]
    return Inputs(
        _towards(inputs.backstop, steps[0], amount),
        _towards(inputs.intelligence, steps[1], amount),
        _towards(inputs.air, steps[2], amount),
        _towards(inputs.logistics, steps[3], amount),
        _towards(inputs.ground, steps[4], amount),
        _towards(inputs.clarity, steps[5], amount),
        _towards(inputs.legal, steps[6], amount),
        _towards(inputs.ceasefire, steps[7], amount),
        _towards(inputs.hold, steps[8], amount),
        _towards(inputs.depth, steps[9], amount),
        _towards(inputs.russia, steps[10], amount),
        _towards(inputs.belarus, steps[11], amount),
        _towards(inputs.turkey, steps[12], amount),
        inputs.requirement,
    )


def _towards(value: float, step: float, amount: float) -> float:
    if step > 0.0:
        return min(1.0, value + amount)
    if step < 0.0:
        return max(0.0, value - amount)
    return value


def reach(inputs: Inputs, lever: int) -> float:
    """Return how far a lever can move at most."""
    steps = LEVER_STEPS[lever]
    most = 0.0
    for place in range(13):
        if steps[place] > 0.0:
            most = max(most, 1.0 - inputs[place])
        elif steps[place] < 0.0:
            most = max(most, inputs[place])
    return most


def price(
    profile: CountryProfile, inputs: Inputs, company: float, rule: RuleSettings, rung: float, lever: int
) -> float:
    """Return the smallest move of one lever that lifts a country one rung, NaN where it cannot.

    The board and all other inputs are held.  The joint margin does not fall along a lever, so its root is enclosed by
    regula falsi with halved ends (the Illinois variant) until the enclosure is :data:`PRICE_TOLERANCE` wide.

    Parameters
    ----------
    profile
        The country.
    inputs
        The inputs that hold on the settled board.
    company
        S_i on that board.
    rule
        Structural numbers.
    rung
        Where the country stands; the rung above must be open (:func:`is_blocked`).
    lever
        Place in :data:`LEVERS`.

    Returns
    -------
    float
        Move in (0, 1], towards the end that helps (a fall, for a threat).
    """
    target = int(rung) + 1
    if not _touches(weights_at(profile.codes, target), lever):
        return nan
    low, high = 0.0, reach(inputs, lever)
    below = _margin_after(profile, inputs, company, rule, target, lever, low)
    above = _margin_after(profile, inputs, company, rule, target, lever, high)
    if high <= 0.0 or below >= 0.0 or above < 0.0:
        return nan
    side = 0
    for _ in range(MOST_STEPS):
        if high - low <= PRICE_TOLERANCE:
            break
        middle = 0.5 * (low + high)
        if above < inf:
            middle = low + (high - low) * (below / (below - above))
        nearest = 0.25 * PRICE_TOLERANCE
        middle = min(high - nearest, max(low + nearest, middle))
        found = _margin_after(profile, inputs, company, rule, target, lever, middle)
        if found >= 0.0:
            high, above = middle, found
            below = 0.5 * below if side > 0 else below
            side = 1
        else:
            low, below = middle, found
            above = 0.5 * above if side < 0 else above
            side = -1
    return high


def _touches(weights: Six, lever: int) -> bool:
    gates = LEVER_GATES[lever]
    found = False
    for gate in range(6):
        if gates[gate] > 0.0 and weights[gate] > 0.0:
            found = True
    return found


def _margin_after(
    profile: CountryProfile,
    inputs: Inputs,
    company: float,
    rule: RuleSettings,
    target: int,
    lever: int,
    amount: float,
) -> float:
    signals = with_company(fixed_signals(profile, moved(inputs, lever, amount), rule), company)
    return margin_of_rung(profile.codes, profile.thresholds, signals, rule, target)


def is_blocked(profile: CountryProfile, rung: float, framework_stands: float) -> bool:
    """Return whether the next rung is closed whatever the inputs: by the cap, by parliament or for want of a lead."""
    return rung + 1.0 > TOP or rung + 1.0 > open_rung(profile, framework_stands)


def blocked_above(country: "CountryAgent", board: "Board") -> str | None:
    """Return what closes the next rung whatever the inputs: ``cap``, ``consent``, ``framework``, ``top`` or None."""
    profile, target = country.profile, country.rung + 1
    if target > TOP:
        return "top"
    if target > profile.cap:
        return "cap"
    if not is_blocked(profile, country.rung, board.framework_stands):
        return None
    return "consent" if profile.consent < 1.0 or target <= FRAMEWORK_CEILING else "framework"


def closest_call(country: "CountryAgent", board: "Board", rung: int) -> str | None:
    """Return the name of the gate with the smallest margin of an agent at a rung, None where no gate binds."""
    gate = closest_gate(country.profile.codes, country.profile.thresholds, country.hears(board), country.rule, rung)
    return GATES[gate] if gate >= 0 else None


def reason(country: "CountryAgent", board: "Board") -> str:
    """Return what keeps an agent below ground troops on a board: one of :data:`REASONS`."""
    return REASONS[reason_of(country.profile, country.hears(board), country.rule, country.rung)]


def prices(country: "CountryAgent", inputs: Inputs, board: "Board") -> dict[str, float]:
    """Return, for every lever that alone lifts an agent one rung, the smallest move that does.

    Empty where the next rung is closed by a cap, by parliament or by the framework rule.

    Parameters
    ----------
    country
        On a settled board.
    inputs
        The inputs that hold on it.
    board
        The settled board.
    """
    if is_blocked(country.profile, country.rung, board.framework_stands):
        return {}
    company = country.company(board)
    found = {
        lever.name: price(country.profile, inputs, company, country.rule, country.rung, place)
        for place, lever in enumerate(LEVERS)
    }
    return {name: move for name, move in found.items() if not isnan(move)}
