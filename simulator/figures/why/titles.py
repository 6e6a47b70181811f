"""The finding of the figure of one country's conditions, said only where it holds beyond the noise of the runs."""

from typing import TYPE_CHECKING

from simulator.figures.numerals import in_100, listed

if TYPE_CHECKING:
    from simulator.analysis.why.explanation import Why

FEWEST_RUNS = 30
HALF = 50.0

GATES = {
    "us": "American involvement",
    "mandate": "Mandate",
    "deal": "Peace deal",
    "border": "Security at home",
    "company": "Company of others",
    "asked": "Being asked",
}
"""Names of the conditions."""

CLOSED = {
    "cap": "is closed by its own refusal or silence",
    "consent": "is closed by its parliament",
    "framework": "waits for a lead on the ground",
}


def title(found: "Why") -> str:
    """Return what most often is in the way, or a neutral title.

    A closed rung comes first, if it is closed in clearly more than half of the runs; then the conditions that are
    missed in clearly more than half of the runs.
    """
    if found.runs >= FEWEST_RUNS:
        for name, held in found.closed.items():
            if held.low > HALF:
                return f"{found.name}: rung {found.target} {CLOSED[name]} in {in_100(held.in_100 / 100.0)} of 100 runs"
        missed = [account for account in found.gates if account.met.high < HALF < account.counts.low]
        if len(missed) == 1:
            share = in_100(1.0 - missed[0].met.in_100 / 100.0)
            what = f"falls short of what rung {found.target} needs in {share} of 100 runs"
            return f"{found.name}: {_inner(missed[0].gate)} {what}"
        if missed:
            names = listed([_inner(account.gate) for account in missed])
            return f"{found.name}: {names} fall short of what rung {found.target} needs, each in most runs"
    return f"{found.name}: what it hears, and what it needs for rung {found.target}"


def _inner(gate: str) -> str:
    """Return the name of a condition within a sentence."""
    words = GATES[gate]
    return words if gate == "us" else words[0].lower() + words[1:]
