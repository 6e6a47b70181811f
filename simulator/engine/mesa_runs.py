"""Running replicates through the Mesa engine."""

import mesa
import numpy as np
from numpy.typing import NDArray

from simulator.engine.agents import CountryAgent, ForceGenerationConference
from simulator.engine.boards import ROUND_COLUMNS, Boards, at_rest
from simulator.engine.conference import Conference
from simulator.engine.profiles import drawn_profiles
from simulator.engine.reasons import LEVERS, REASONS, prices, reason


def run_block(
    conference: Conference,
    seed: int,
    first: int,
    count: int,
    agent_class: type[CountryAgent] = CountryAgent,
    priced: int | None = None,
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
    priced
        How many replicates of the block, from the first, get prices; all if not given.

    Returns
    -------
    Boards
        One row a replicate.
    """
    countries = drawn_profiles(conference, seed, first, count)
    shape = (count, len(conference))
    rungs = np.zeros(shape, dtype=np.int8)
    pledged = np.zeros(shape, dtype=np.int32)
    headline = np.zeros(shape, dtype=np.int32)
    by_words = np.zeros(shape, dtype=np.int32)
    reasons = np.zeros(shape, dtype=np.int8)
    priced = count if priced is None else priced
    moves = np.full((priced, len(conference), len(LEVERS)), np.nan)
    settled = np.zeros(count, dtype=np.bool_)
    since = np.full((*shape, 3), -1, dtype=np.int16)
    histories = []
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
        if replicate < priced:
            moves[replicate] = _moves(model)
        settled[replicate] = model.settled
        since[replicate] = [country.since for country in model.countries]
        histories.append(_history(model))
        forget(model)
    rounds = np.array([len(history) - 1 for history in histories], dtype=np.int64)
    history = np.zeros((count, int(rounds.max(initial=0)) + 1, len(ROUND_COLUMNS)), dtype=np.int64)
    for replicate, rows in enumerate(histories):
        history[replicate, : len(rows)] = rows
    return Boards(rungs, pledged, headline, by_words, reasons, moves, at_rest(history, rounds), rounds, settled, since)


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


def _history(model: ForceGenerationConference) -> NDArray[np.int64]:
    columns = [model.datacollector.model_vars[name] for name in ROUND_COLUMNS]
    return np.array(columns, dtype=np.int64).T
