"""One replicate, round by round: who moves, on which gate, and what the others still wait for."""

from collections.abc import Iterator
from dataclasses import dataclass

from simulator.engine.agents import CountryAgent, ForceGenerationConference
from simulator.engine.mesa_runs import forget
from simulator.engine.profiles import drawn_profiles
from simulator.engine.reasons import closest_call, reason
from simulator.experiments.running import prepare
from simulator.rule.ladder import GROUND
from simulator.scenario.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Move:
    """A country that changed its rung; ``gate`` is its closest call on the higher of the two rungs."""

    iso3: str
    before: int
    after: int
    gate: str | None
    troops: int


@dataclass(frozen=True, slots=True)
class RoundTrace:
    """One round: the moves in it, the board after it, and who waits for what below ground troops."""

    round: int
    moves: tuple[Move, ...]
    ground: int
    pledged: int
    waiting: dict[str, tuple[str, ...]]


def trace(scenario: Scenario, seed: int, replicate: int) -> Iterator[RoundTrace]:
    """Run one replicate through the Mesa model and report every round.

    Parameters
    ----------
    scenario
        Complete and validated.
    seed
        Root seed.
    replicate
        Its number, from 0; the same run as that replicate of ``run``.

    Yields
    ------
    RoundTrace
        Round 0 is the start.
    """
    conference = prepare(scenario).conference
    countries = drawn_profiles(conference, seed, replicate, 1)
    model = ForceGenerationConference(conference=conference, profiles=countries)
    yield _report(model, 0, ())
    before, board = model.rungs(), model.board
    for number in model.rounds():
        moves = tuple(
            _move(country, int(old), closest_call(country, board, int(max(old, country.rung))))
            for country, old in zip(model.countries, before, strict=True)
            if country.rung != old
        )
        yield _report(model, number, moves)
        before, board = model.rungs(), model.board
    forget(model)


def _move(country: CountryAgent, before: int, gate: str | None) -> Move:
    return Move(country.iso3, before, int(country.rung), gate, int(country.pledge()))


def _report(model: ForceGenerationConference, number: int, moves: tuple[Move, ...]) -> RoundTrace:
    waiting: dict[str, list[str]] = {}
    for country in model.countries:
        if country.rung < GROUND:
            waiting.setdefault(reason(country, model.board), []).append(country.iso3)
    return RoundTrace(
        round=number,
        moves=moves,
        ground=len([country for country in model.countries if country.rung >= GROUND]),
        pledged=int(model.board.pledged),
        waiting={name: tuple(names) for name, names in sorted(waiting.items())},
    )
