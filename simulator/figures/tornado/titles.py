"""Titles of the tornado, each with a guard: inputs are ranked only where their swings differ beyond the run noise."""

from simulator.figures.inputs import inner, name
from simulator.figures.numerals import listed, span
from simulator.figures.titles import FEWEST_RUNS
from simulator.figures.tornado.swings import OneByOne, Swing

NEUTRAL = "How far single inputs move the force"
NONE = "No single input moves the force beyond the run noise"
MOST_NAMED = 3


def title(drawn: OneByOne) -> str:
    """Return which inputs move the median force most, or a neutral title where the runs do not tell."""
    if drawn.fewest_runs < FEWEST_RUNS:
        return NEUTRAL
    if not any(swing.clear for swing in drawn.swings):
        return NONE
    largest = drawn.swings[0]
    leading = [swing for swing in drawn.swings if not largest.exceeds(swing)]
    if len(leading) > MOST_NAMED or not all(swing.clear for swing in leading):
        return NEUTRAL
    if len(leading) == 1:
        return _single(drawn.swings)
    named = listed([inner(name(swing.path)) for swing in leading])
    troops = span(min(swing.troops for swing in leading), largest.troops)
    return f"{named[:1].upper()}{named[1:]} move the force most, each by {troops.replace('–', ' to ')} troops"


def _single(swings: tuple[Swing, ...]) -> str:
    """Return that the first input stands out, and which comes next where that can be told."""
    largest, *others = swings
    head = f"{name(largest.path)} moves the force by {_about(largest)} troops"
    if not others:
        return head
    if not any(swing.clear for swing in others):
        return f"{head}, no other input beyond the run noise"
    following, *rest = others
    if following.clear and all(following.exceeds(swing) for swing in rest):
        return f"{head}, more than any other input; {inner(name(following.path))} comes next with {_about(following)}"
    return f"{head}, more than any other input"


def _about(swing: Swing) -> str:
    return span(swing.troops, swing.troops)
