"""Running replicates through the array engine: the same boards as the Mesa engine, a thousand times faster."""

from simulator.engine.boards import Boards, at_rest
from simulator.engine.conference import Conference
from simulator.engine.explaining import explain
from simulator.engine.kernel import WIDTH, settle
from simulator.engine.profiles import drawn_profiles


def run_block(
    conference: Conference, seed: int, first: int, count: int, priced: int | None = None, width: int = WIDTH
) -> Boards:
    """Run a block of replicates and explain where each country ends.

    Parameters
    ----------
    conference
        The compiled scenario.
    seed
        Root seed.
    first, count
        Number of the first replicate, and how many.
    priced
        How many replicates of the block, from the first, get prices; all if not given.
    width
        Replicates side by side; any number gives the same boards.

    Returns
    -------
    Boards
        One row a replicate.
    """
    profiles = drawn_profiles(conference, seed, first, count)
    found = settle(conference, profiles, width=width, history=True)
    rungs = found.rungs[0]
    explained = explain(conference, profiles, rungs, count if priced is None else priced)
    return Boards(
        rungs=rungs,
        pledged=explained.pledged,
        headline=explained.headline,
        by_words=explained.by_words,
        reasons=explained.reasons,
        prices=explained.prices,
        history=at_rest(found.history[0], found.rounds[0]),
        rounds=found.rounds[0],
        settled=found.settled[0],
        since=found.since[0],
    )
