"""The Mesa engine: countries as agents, the force-generation conference as a model.

This is the reference.  What happens in a round, in this order:

1. the conference reads the inputs of the round;
2. if an input moved, every country recomputes the signals that do not depend on others, and its troops;
3. every country reads the board of the last round;
4. it computes the company it would be in;
5. it decides on a rung, within its cap, the consent of its parliament and the framework rule;
6. all countries publish at once;
7. the conference records the board;
8. it stops when nothing changed and no input is still to move.

Countries decide on the old board and publish together, so the order of agents cannot matter.  From all-out or all-caps
a rest point comes within countries x rungs rounds; where a start in between lets two countries swap for ever, the
conference finishes one country at a time in fixed order and says so (``settled`` is False).
"""

from collections.abc import Iterator
from dataclasses import replace

import mesa
from mesa.datacollection import DataCollector

from simulator.engine.board import Board, publish_board
from simulator.engine.conference import Conference, RuleSettings
from simulator.engine.inputs import Inputs
from simulator.engine.profiles import Profiles
from simulator.engine.standing import (
    CountryProfile,
    Troops,
    fixed_signals,
    joint_margin,
    margins_at,
    troops,
    weights_at,
)
from simulator.rule import company, ladder
from simulator.rule.gates import COMPANY
from simulator.rule.ladder import GROUND, INSIDE, JOINS, TOP

RUNG_NUMBERS = range(1, TOP + 1)


class CountryAgent(mesa.Agent):  # type: ignore[misc]
    """A country: thresholds, a rung, and the troops that go with it.

    Subclass it and override :meth:`decide` to try another rule.

    Attributes
    ----------
    profile
        The country in this replicate.
    rung, next_rung
        Its rung on the board, and the one it will publish.
    signals
        What it hears, by gate.
    troops
        Persons on each rung.
    """

    def __init__(self, model: "ForceGenerationConference", profile: CountryProfile) -> None:
        super().__init__(model)
        self.profile = profile
        self.rung = 0.0
        self.next_rung = 0.0
        self.signals: list[float] = []
        self.troops = Troops((0.0,) * (TOP + 1), (0.0,) * (TOP + 1))
        self._weights = {rung: weights_at(profile, rung) for rung in RUNG_NUMBERS}

    @property
    def rule(self) -> RuleSettings:
        """The structural numbers of the conference."""
        settings: RuleSettings = self.model.conference.rule
        return settings

    def read_inputs(self, inputs: Inputs) -> None:
        """Recompute everything that does not depend on other countries."""
        self.signals = fixed_signals(self.profile, inputs, self.rule)
        self.troops = troops(self.profile, inputs, self.rule)

    def company(self, board: Board) -> float:
        """Return S_i on a board: the peers and the critical mass without this country."""
        rule = self.rule
        peers = company.peer_level(board.weighted_rungs, self.profile.watch, self.rung, board.total_watch)
        mass = company.critical_mass(board.pledged, self.troops.sustained[int(self.rung)], board.requirement)
        return company.company_signal(peers, rule.peers, mass, rule.places, board.places)

    def ceiling(self, board: Board) -> float:
        """Return the highest rung open on a board."""
        return ladder.ceiling(self.profile.cap, self.profile.consent, self.profile.lead, board.framework_stands)

    def rung_margins(self, board: Board) -> list[float]:
        """Return M_il for the rungs 1 to 5 on a board."""
        self.signals[COMPANY] = self.company(board)
        return [
            joint_margin(self.rule.veto, margins_at(self.profile, self.signals, self.rule, rung), self._weights[rung])
            for rung in RUNG_NUMBERS
        ]

    def decide(self) -> None:
        """Choose the next rung on the board of the last round."""
        board = self.model.board
        one, two, three, four, five = self.rung_margins(board)
        self.next_rung = ladder.decide(
            self.rung, one, two, three, four, five, self.ceiling(board), self.rule.hysteresis
        )

    def publish(self) -> None:
        """Make the decision public."""
        self.rung = self.next_rung

    def pledge(self) -> float:
        """Troops on this rung that the country can keep up, persons."""
        return self.troops.sustained[int(self.rung)]

    def pledge_by_words(self) -> float:
        """Troops of the pledge that stand if the country's own words bind, persons; at most the pledge.

        An announced country is held to its words here: what they tie to an unmet condition is promised, but cannot be
        counted on.
        """
        profile = self.profile
        if profile.word_codes == profile.codes:
            return self.pledge()
        spoken = replace(profile, codes=profile.word_codes, thresholds=profile.word_thresholds)
        signals = [*self.signals]
        signals[COMPANY] = self.company(self.model.board)
        one, two, three, four, five = (
            joint_margin(self.rule.veto, margins_at(spoken, signals, self.rule, rung), weights_at(spoken, rung))
            for rung in RUNG_NUMBERS
        )
        rung = ladder.climb(one, two, three, four, five, self.rung, self.rule.hysteresis)
        return self.troops.sustained[int(rung)]

    def headline(self) -> float:
        """Troops on this rung for one tour, persons."""
        return self.troops.surge[int(self.rung)]


class ForceGenerationConference(mesa.Model):  # type: ignore[misc]
    """A conference of countries that pledge in rounds, all reading the same board.

    Parameters
    ----------
    conference
        The compiled scenario.
    profiles
        Countries in a block of replicates.
    replicate
        Which replicate of the block to run, from 0.
    agent_class
        The country's rule; :class:`CountryAgent` unless you try your own.

    Attributes
    ----------
    board
        The board of the last round.
    round
        Rounds held so far.
    settled
        Whether the board came to rest by itself.
    datacollector
        Row t is the board after round t, row 0 the start.
    """

    def __init__(
        self,
        *,
        conference: Conference,
        profiles: Profiles,
        replicate: int = 0,
        agent_class: type[CountryAgent] = CountryAgent,
    ) -> None:
        super().__init__(rng=0)
        self.conference = conference
        self.round = 0
        self.settled = True
        self.countries = [agent_class(self, profile) for profile in country_profiles(conference, profiles, replicate)]
        self._read(conference.inputs_at(0))
        if conference.from_caps:
            self._start_from_caps()
        self.board = self._board()
        self.datacollector = DataCollector(
            model_reporters={"joins": joins, "inside": inside, "ground": ground, "pledged": pledged}
        )
        self.datacollector.collect(self)

    def step(self) -> None:
        """Hold one round."""
        inputs = self.conference.inputs_at(self.round)
        if inputs is not self.inputs:
            self._read(inputs)
            self.board = self._board()
        self.agents.do("decide")
        self.agents.do("publish")
        self.round += 1
        self.board = self._board()
        self.datacollector.collect(self)

    def settle(self) -> None:
        """Hold rounds until nothing changes and no input is still to move."""
        for _ in self.rounds():
            pass

    def rounds(self) -> Iterator[int]:
        """Hold rounds one by one, until nothing changes and no input is still to move.

        Yields
        ------
        int
            The number of the round just held.
        """
        patience = self.conference.last_move() + len(self.countries) * TOP + 1
        while self.round <= patience:
            before, held = self.rungs(), self.round
            self.step()
            yield self.round
            if self.rungs() == before and held >= self.conference.last_move():
                return
        self.settled = False
        yield from self._finish_in_turn()

    def rungs(self) -> list[float]:
        """Return the rung of every country, in order of ISO code."""
        return [country.rung for country in self.countries]

    def _read(self, inputs: Inputs) -> None:
        self.inputs = inputs
        for country in self.countries:
            country.read_inputs(inputs)

    def _start_from_caps(self) -> None:
        for country in self.countries:
            country.rung = ladder.ceiling(country.profile.cap, country.profile.consent, 1.0, 1.0)

    def _board(self) -> Board:
        return publish_board(
            [country.rung for country in self.countries],
            [country.profile.watch for country in self.countries],
            [country.pledge() for country in self.countries],
            [country.profile.lead for country in self.countries],
            self.inputs.requirement,
            self.conference.rule.framework,
        )

    def _finish_in_turn(self) -> Iterator[int]:
        for _ in range(len(self.countries) * TOP + 1):
            before = self.rungs()
            for country in self.countries:
                country.decide()
                country.publish()
                self.board = self._board()
            self.round += 1
            self.datacollector.collect(self)
            yield self.round
            if self.rungs() == before:
                return


def joins(model: ForceGenerationConference) -> int:
    """Countries on rung 1 or more."""
    return _on_or_above(model, JOINS)


def inside(model: ForceGenerationConference) -> int:
    """Countries on rung 2 or more."""
    return _on_or_above(model, INSIDE)


def ground(model: ForceGenerationConference) -> int:
    """Countries on rung 3 or more."""
    return _on_or_above(model, GROUND)


def pledged(model: ForceGenerationConference) -> int:
    """All sustained pledges on the board, persons."""
    return int(model.board.pledged)


def _on_or_above(model: ForceGenerationConference, rung: int) -> int:
    return len([country for country in model.countries if country.rung >= rung])


def country_profiles(conference: Conference, profiles: Profiles, replicate: int) -> list[CountryProfile]:
    """Return the countries of one replicate as plain Python numbers.

    Parameters
    ----------
    conference
        The compiled scenario.
    profiles
        Countries in a block of replicates.
    replicate
        Which replicate of the block, from 0.
    """
    fixed = zip(
        conference.iso3,
        conference.lead.tolist(),
        conference.covered.tolist(),
        conference.member.tolist(),
        conference.striver.tolist(),
        map(tuple, conference.exposure.tolist()),
        conference.watch.tolist(),
        strict=True,
    )
    drawn = zip(
        map(tuple, profiles.codes[replicate].tolist()),
        map(tuple, profiles.thresholds[replicate].tolist()),
        map(tuple, profiles.word_codes[replicate].tolist()),
        map(tuple, profiles.word_thresholds[replicate].tolist()),
        profiles.caps[replicate].tolist(),
        profiles.consent[replicate].tolist(),
        profiles.sensitive[replicate].tolist(),
        profiles.legal_share[replicate].tolist(),
        profiles.acceptability[replicate].tolist(),
        profiles.deployable[replicate].tolist(),
        profiles.rotation[replicate].tolist(),
        profiles.kept_home[replicate].tolist(),
        profiles.army[replicate].tolist(),
        profiles.abroad[replicate].tolist(),
        conference.record_sustained.tolist(),
        conference.record_surge.tolist(),
        strict=True,
    )
    return [CountryProfile(*first, *second) for first, second in zip(fixed, drawn, strict=True)]
