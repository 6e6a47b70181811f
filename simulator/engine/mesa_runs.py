"""Running replicates through the Mesa engine."""

import mesa
import numpy as np
from numpy.typing import NDArray

from simulator.engine.agents import CountryAgent, ForceGenerationConference
from simulator.engine.boards import ROUND_COLUMNS, Boards
from simulator.engine.conference import Conference
from simulator.engine.draws import draw
from simulator.engine.profiles import profiles
from simulator.engine.reasons import LEVERS, REASONS, prices, reason


def run_block(
    conference: Conference,
    seed: int,
    first: int,
    count: int,
    agent_class: type[CountryAgent] = CountryAgent,
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
    agent_class
        The countries' rule.

    Returns
    -------
    Boards
        One row a replicate.
    """
    countries = profiles(conference, draw(seed, conference.iso3, first, count))
    shape = (count, len(conference))
    rungs = np.zeros(shape, dtype=np.int8)
    pledged = np.zeros(shape, dtype=np.int64)
    headline = np.zeros(shape, dtype=np.int64)
    by_words = np.zeros(shape, dtype=np.int64)
    reasons = np.zeros(shape, dtype=np.int8)
    moves = np.full((*shape, len(LEVERS)), np.nan)
    settled = np.zeros(count, dtype=np.bool_)
    rounds = []
    for replicate in range(count):
        model = ForceGenerationConference(
            conference=conference, profiles=countries, replicate=replicate, agent_class=agent_class
        )
        model.settle()
        rungs[replicate] = [country.rung for country in model.countries]
        pledged[replicate] = [country.pledge() for country in model.countries]
        headline[replicate] = [country.headline() for country in model.countries]
        by_words[replicate] = [country.pledge_by_words() for country in model.countries]
        reasons[replicate] = [REASONS.index(reason(country, model.board)) for country in model.countries]
        moves[replicate] = _moves(model)
        settled[replicate] = model.settled
        rounds.append(_rounds(model))
        forget(model)
    return Boards(rungs, pledged, headline, by_words, reasons, moves, tuple(rounds), settled)


def forget(model: mesa.Model) -> None:
    """Let go of a finished model: Mesa 3.3 keeps every model in a table of the agent class."""
    ids = getattr(mesa.Agent, "_ids", None)
    if ids is not None and hasattr(ids, "pop"):
        ids.pop(model, None)


def _moves(model: ForceGenerationConference) -> list[list[float]]:
    rows = []
    for country in model.countries:
        found = prices(country, model.inputs, model.board)
        rows.append([found.get(lever.name, float("nan")) for lever in LEVERS])
    return rows


def _rounds(model: ForceGenerationConference) -> NDArray[np.int64]:
    columns = [model.datacollector.model_vars[name] for name in ROUND_COLUMNS]
    return np.array(columns, dtype=np.int64).T
