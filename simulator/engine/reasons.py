"""Why a country stands where it stands, and what one more rung would cost.

The reason and the price are read off the settled board through the same rule that made it, so they are true of the
model by construction: raising the named input by the printed amount lifts the country one rung, a billionth less does
not.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from scipy.optimize import brentq

from simulator.engine.agents import CountryAgent
from simulator.engine.board import Board
from simulator.engine.inputs import Inputs
from simulator.engine.standing import fixed_signals, joint_margin, margins_at, weights_at
from simulator.rule.gates import ASKED, BORDER, COMPANY, DEAL, GATES, MANDATE, US, US_COMPONENTS
from simulator.rule.ladder import CONSENT_CEILING, FRAMEWORK_CEILING, GROUND, TOP

REASONS = (*GATES, "cap", "consent", "framework", "none")
"""What may keep a country below ground troops; ``none`` where it sends them."""

ROOT_TOLERANCE = 1e-14
STEP_OVER = 1e-12


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

    def moved(self, inputs: Inputs, amount: float) -> Inputs:
        """Return the inputs with this lever moved by an amount towards its best end, no further than that end."""
        if self.best > 0.0:
            return replace(inputs, **{name: min(1.0, getattr(inputs, name) + amount) for name in self.fields})
        return replace(inputs, **{name: max(0.0, getattr(inputs, name) - amount) for name in self.fields})

    def reach(self, inputs: Inputs) -> float:
        """Return how far the lever can move at most."""
        return max(abs(self.best - float(getattr(inputs, name))) for name in self.fields)


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


def closest_gate(country: CountryAgent, board: Board, rung: int) -> tuple[str | None, float]:
    """Return the binding gate with the smallest margin at a rung, and the joint margin M_il there.

    Parameters
    ----------
    country
        On the board.
    board
        Which company is read from.
    rung
        1 to 5.

    Returns
    -------
    tuple
        Name of the gate, or None where no gate binds; and the joint margin, negative where the rung is out of reach.
    """
    profile, rule = country.profile, country.rule
    signals = [*country.signals]
    signals[COMPANY] = country.company(board)
    margins, weights = margins_at(profile, signals, rule, rung), weights_at(profile, rung)
    binding = [(margin, gate) for margin, weight, gate in zip(margins, weights, GATES, strict=True) if weight > 0.0]
    return (min(binding)[1] if binding else None), joint_margin(rule.veto, margins, weights)


def reason(country: CountryAgent, board: Board) -> str:
    """Return what keeps a country below ground troops on a board: one of :data:`REASONS`.

    The gate with the smallest margin at rung 3 where the conditions fall short there, else the cap, the missing
    consent or the missing framework.
    """
    if country.rung >= GROUND:
        return "none"
    gate, joint = closest_gate(country, board, GROUND)
    if gate is not None and joint < 0.0:
        return gate
    if country.profile.cap < GROUND:
        return "cap"
    if country.profile.consent < 1.0:
        return "consent"
    return "framework"


def blocked_above(country: CountryAgent, board: Board) -> str | None:
    """Return what closes the next rung whatever the inputs: ``cap``, ``consent``, ``framework``, ``top`` or None."""
    target = country.rung + 1
    if target > TOP:
        return "top"
    if target > country.profile.cap:
        return "cap"
    if target > CONSENT_CEILING and country.profile.consent < 1.0:
        return "consent"
    if target > FRAMEWORK_CEILING and country.profile.lead < 1.0 and board.framework_stands < 1.0:
        return "framework"
    return None


def prices(country: CountryAgent, inputs: Inputs, board: Board) -> dict[str, float]:
    """Return, for every lever that alone lifts the country one rung, the smallest move that does.

    The board and all other inputs are held.  A lever that cannot do it within its range is left out; the result is
    empty where the next rung is closed by a cap, by parliament or by the framework rule.

    Parameters
    ----------
    country
        On a settled board.
    inputs
        The inputs that hold on it.
    board
        The settled board.

    Returns
    -------
    dict
        Move in [0, 1] by lever name, towards the end that helps (a fall, for a threat).
    """
    if blocked_above(country, board) is not None:
        return {}
    return dict(_solutions(country, inputs, board))


def _solutions(country: CountryAgent, inputs: Inputs, board: Board) -> Iterator[tuple[str, float]]:
    company = country.company(board)
    target = int(country.rung) + 1
    weights = weights_at(country.profile, target)

    def shortfall(amount: float, lever: Lever) -> float:
        signals = fixed_signals(country.profile, lever.moved(inputs, amount), country.rule)
        signals[COMPANY] = company
        margins = margins_at(country.profile, signals, country.rule, target)
        return joint_margin(country.rule.veto, margins, weights)

    for lever in LEVERS:
        reach = lever.reach(inputs)
        if reach <= 0.0 or not any(weights[gate] > 0.0 for gate in lever.gates):
            continue
        if shortfall(0.0, lever) >= 0.0 or shortfall(reach, lever) < 0.0:
            continue
        amount = float(brentq(shortfall, 0.0, reach, args=(lever,), xtol=ROOT_TOLERANCE))
        while shortfall(amount, lever) < 0.0:
            amount = min(reach, amount + STEP_OVER)
        yield lever.name, amount
