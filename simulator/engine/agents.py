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

import mesa
from mesa.datacollection import DataCollector

from simulator.engine.board import Board, publish_board
from simulator.engine.conference import Conference, RuleSettings
from simulator.engine.inputs import Inputs
from simulator.engine.profiles import Profiles
from simulator.engine.standing import (
    CountryProfile,
    Five,
    Six,
    capacities,
    company_heard,
    fixed_signals,
    ladder_margins,
    open_rung,
    promised_rung,
    rung_by_words,
    troops,
    with_company,
)
from simulator.rule.ladder import GROUND, INSIDE, JOINS, TOP

NO_SIGNALS: Six = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)


class CountryAgent(mesa.Agent):  # type: ignore[misc]
    """A country: thresholds, a rung, and the troops that go with it.

    Subclass it and override :meth:`decide` to try another rule.

    Attributes
    ----------
    iso3, place
        Its code, and its place in every table of the conference.
    profile
        The country in this replicate.
    word_codes, word_thresholds
        Codes and thresholds by its own words, without the announced rule.
    rung, next_rung
        Its rung on the board, and the one it will publish.
    signals
        What it hears, by gate; that of company is filled in on a board.
    sustained, surge
        K_i and Hs_i, persons.
    since
        Since which round it joins, is inside Ukraine, or sends ground troops without a break; -1 where it does not.
    """

    def __init__(
        self,
        model: "ForceGenerationConference",
        place: int,
        profile: CountryProfile,
        word_codes: Six,
        word_thresholds: Six,
    ) -> None:
        super().__init__(model)
        self.place = place
        self.iso3: str = model.conference.iso3[place]
        self.profile = profile
        self.word_codes, self.word_thresholds = word_codes, word_thresholds
        self.rung = 0.0
        self.next_rung = 0.0
        self.signals = NO_SIGNALS
        self.sustained = self.surge = 0.0
        self.since = [-1, -1, -1]
        self._watch = float(model.conference.watch[place])

    @property
    def rule(self) -> RuleSettings:
        """The structural numbers of the conference."""
        settings: RuleSettings = self.model.conference.rule
        return settings

    def read_inputs(self, inputs: Inputs) -> None:
        """Recompute everything that does not depend on other countries."""
        self.signals = fixed_signals(self.profile, inputs, self.rule)
        self.sustained, self.surge = capacities(self.profile, inputs, self.rule)

    def company(self, board: Board) -> float:
        """Return S_i on a board: the peers and the critical mass without this country."""
        weighted, watch, total = board.weighted_rungs, self._watch, board.total_watch
        if board.heard:
            (weighted, total), watch = board.heard[self.place], 0.0
        return company_heard(
            weighted,
            watch,
            self.rung,
            total,
            board.pledged,
            self.pledge(),
            board.requirement,
            board.places,
            self.rule,
        )

    def hears(self, board: Board) -> Six:
        """Return all six signals on a board."""
        return with_company(self.signals, self.company(board))

    def ceiling(self, board: Board) -> float:
        """Return the highest rung open on a board."""
        return open_rung(self.profile, board.framework_stands)

    def rung_margins(self, board: Board) -> Five:
        """Return M_il for the rungs 1 to 5 on a board."""
        return ladder_margins(self.profile.codes, self.profile.thresholds, self.hears(board), self.rule)

    def decide(self) -> None:
        """Choose the next rung on the board of the last round."""
        board = self.model.board
        self.next_rung = promised_rung(self.rung, self.rung_margins(board), self.ceiling(board), self.rule.hysteresis)

    def publish(self) -> None:
        """Make the decision public."""
        self.rung = self.next_rung

    def note(self, round_number: int) -> None:
        """Note since which round the country has been on rung 1, 2 or 3 or more without a break."""
        for place, lowest in enumerate((JOINS, INSIDE, GROUND)):
            if self.rung < lowest:
                self.since[place] = -1
            elif self.since[place] < 0:
                self.since[place] = round_number

    def pledge(self) -> float:
        """Troops on this rung that the country can keep up, persons."""
        return troops(self.rung, self.sustained, self.rule)

    def pledge_by_words(self) -> float:
        """Troops of the pledge that stand if the country's own words bind, persons; at most the pledge.

        An announced country is held to its words here: what they tie to an unmet condition is promised, but cannot be
        counted on.
        """
        if self.word_codes == self.profile.codes:
            return self.pledge()
        rung = rung_by_words(self.word_codes, self.word_thresholds, self.hears(self.model.board), self.rule, self.rung)
        return troops(rung, self.sustained, self.rule)

    def headline(self) -> float:
        """Troops on this rung for one tour, persons."""
        return troops(self.rung, self.surge, self.rule)


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
        self.countries = [
            agent_class(self, place, *parts)
            for place, parts in enumerate(country_profiles(conference, profiles, replicate))
        ]
        self._watch = conference.watch.tolist()
        self._ties = None if conference.ties is None else conference.ties.tolist()
        self._read(conference.inputs_at(0))
        if conference.from_caps:
            self._start_from_caps()
        self.board = self._board()
        self.datacollector = DataCollector(
            model_reporters={"joins": joins, "inside": inside, "ground": ground, "pledged": pledged}
        )
        self._record()

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
        self._record()

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

    def _record(self) -> None:
        self.datacollector.collect(self)
        for country in self.countries:
            country.note(self.round)

    def _read(self, inputs: Inputs) -> None:
        self.inputs = inputs
        for country in self.countries:
            country.read_inputs(inputs)

    def _start_from_caps(self) -> None:
        for country in self.countries:
            country.rung = open_rung(country.profile._replace(lead=1.0), 1.0)

    def _board(self) -> Board:
        return publish_board(
            [country.rung for country in self.countries],
            self._watch,
            [country.pledge() for country in self.countries],
            [country.profile.lead for country in self.countries],
            self.inputs.requirement,
            self.conference.rule.framework,
            self._ties,
        )

    def _finish_in_turn(self) -> Iterator[int]:
        for _ in range(len(self.countries) * TOP + 1):
            before = self.rungs()
            for country in self.countries:
                country.decide()
                country.publish()
                self.board = self._board()
            self.round += 1
            self._record()
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


def country_profiles(
    conference: Conference, profiles: Profiles, replicate: int
) -> list[tuple[CountryProfile, Six, Six]]:
    """Return the countries of one replicate as plain Python numbers: profile, and codes and thresholds by its words.

    Parameters
    ----------
    conference
        The compiled scenario.
    profiles
        Countries in a block of replicates.
    replicate
        Which replicate of the block, from 0.
    """
    rows = zip(
        conference.lead.tolist(),
        conference.covered.tolist(),
        conference.member.tolist(),
        conference.striver.tolist(),
        map(tuple, conference.exposure.tolist()),
        map(tuple, profiles.codes[replicate].tolist()),
        map(tuple, profiles.thresholds[replicate].tolist()),
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
    words = zip(
        map(tuple, profiles.word_codes[replicate].tolist()),
        map(tuple, profiles.word_thresholds[replicate].tolist()),
        strict=True,
    )
    return [(CountryProfile(*row), *spoken) for row, spoken in zip(rows, words, strict=True)]
