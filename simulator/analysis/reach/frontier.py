"""Reach: what it would take to get a force of some size in so many of 100 runs, or why nothing does.

Every answer is a search along inputs of which more never takes troops away, on the same runs throughout
(:mod:`simulator.analysis.reach.crossing`).  Because every one of them helps, all at their best ends are the best there
is: if that is not enough, no setting of these inputs is.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from simulator.analysis.reach.common_runs import CommonRuns, Setting
from simulator.analysis.reach.crossing import Crossing, Goal, Line, crossings
from simulator.analysis.reach.obstacles import Obstacles, obstacles
from simulator.analysis.reach.signs import BEST, CannotSearch, check_inputs, fields_of, searchable, value_of
from simulator.experiments.running import DEFAULT_SEED
from simulator.experiments.statistics import Chance, chance
from simulator.experiments.sweeps.points import INVOLVEMENT
from simulator.scenario.scenario import Scenario

DEFAULT_RUNS = 2000
COLUMNS = 11
"""Values of the first of two inputs at which a frontier is found."""

KEPT_PAIRS = 2
"""Of pairs with American involvement as a whole, and as many of pairs without it."""

ROUNDS = 6
"""Halvings after which pairs that are as cheap count as equal in a first look."""

Verdict = Literal["already", "reached", "unsure", "never"]


@dataclass(frozen=True, slots=True)
class Moved:
    """An input on its way to its best end.

    Attributes
    ----------
    input
        Its path.
    before, after
        Its value in the scenario, and the least that is enough; None where it stands for several that differ.
    low, high
        Values between which the true one lies (95 %, run noise), the smaller move first; ``high`` is None where not
        even the best end surely is enough.
    """

    input: str
    before: float | None
    after: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Change:
    """One input, or several the same share of their ways, moved until the goal is reached.

    Attributes
    ----------
    share, low, high
        Least share of the way to the best ends, and its 95 % interval; as in
        :class:`simulator.analysis.reach.crossing.Crossing`.
    moved
        Each input.
    chance
        There.
    falls
        By how many runs of 100 the chance falls at most along the way.
    """

    share: float
    low: float
    high: float | None
    moved: tuple[Moved, ...]
    chance: Chance
    falls: float


@dataclass(frozen=True, slots=True)
class Edge:
    """A point of a frontier.

    Attributes
    ----------
    share, first
        The first input: its share of the way to its best end, and its value; None where it stands for several that
        differ.
    second
        The least move of the second input that is then enough; None where not even its best end is.
    chance
        There; None where there is no such move.
    """

    share: float
    first: float | None
    second: Moved | None
    chance: Chance | None


@dataclass(frozen=True, slots=True)
class Frontier:
    """What two inputs trade against: the least of the second for each value of the first.

    The values of the first begin where it is enough with the second at its best end, and end where it is enough alone,
    or at its best end.
    """

    inputs: tuple[str, str]
    edges: tuple[Edge, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """What it would take.

    Attributes
    ----------
    scenario, title, as_of, runs, seed
        What was run.
    goal
        What is wanted.
    inputs
        What was searched.
    now, best
        Chance of the goal as the scenario stands, and with every searched input at its best end.
    verdict
        ``already`` there; ``reached`` by some setting of the inputs; ``unsure``: not in these runs, but run noise does
        not exclude it; ``never``.
    singles
        Inputs that are enough alone, the smallest share of their way first.
    pairs
        The cheapest pairs, the same share of both ways: with American involvement as a whole, and without it.
    together
        All inputs, the same share of their ways; None where they are one or two, or do not reach the goal.
    frontier
        Of the two inputs that were asked for, else of the cheapest pair without American involvement as a whole, else
        of the cheapest pair.
    obstacles
        What is in the way where the verdict is ``unsure`` or ``never``.
    evaluated
        Runs that the search made.
    """

    scenario: str
    title: str
    as_of: str
    runs: int
    seed: int
    goal: Goal
    inputs: tuple[str, ...]
    now: Chance
    best: Chance
    verdict: Verdict
    singles: tuple[Change, ...]
    pairs: tuple[Change, ...]
    together: Change | None
    frontier: Frontier | None
    obstacles: Obstacles | None
    evaluated: int


def reach(
    scenario: Scenario,
    goal: Goal,
    over: Sequence[str] = (),
    runs: int = DEFAULT_RUNS,
    seed: int = DEFAULT_SEED,
    jobs: int = 1,
    progress: Callable[[str], None] = lambda step: None,
) -> Reach:
    """Find what it would take to reach a goal.

    Parameters
    ----------
    scenario
        Complete and validated.
    goal
        Size, strength and chance.
    over
        Inputs to search, by path; all inputs of the talks that can help if none is given.
    runs, seed
        Replicates and root seed: the same draws as those of a plain run.
    jobs
        Threads; no number depends on it.
    progress
        Told what is searched next.

    Raises
    ------
    CannotSearch
        If an input has no sign, moves by round, is unknown or is given twice, or nothing is left to be searched.
    simulator.data.tables.DataError
        If there are no codes as of the scenario's day.
    """
    check_inputs(scenario, over)
    inputs = tuple(over) or searchable(scenario)
    if not inputs:
        raise CannotSearch(["every input of the talks moves by round or is at its best end already"])
    search = _Search(CommonRuns(scenario, runs, seed, jobs), goal, inputs)
    progress("the scenario as it stands, and everything at its best")
    now, best = search.count([search.start, search.end])
    verdict = _verdict(now, best, goal, runs)
    answer = Answer()
    if verdict == "reached":
        answer = search.answer(len(over) == 2, progress)
    elif verdict != "already":
        progress("what is in the way")
        answer = Answer(obstacles=obstacles(search.runs, search.end, goal, search.others()))
    return Reach(
        scenario=scenario.name,
        title=scenario.document.title or scenario.name,
        as_of=scenario.document.as_of.isoformat(),
        runs=runs,
        seed=seed,
        goal=goal,
        inputs=inputs,
        now=chance(now, runs),
        best=chance(best, runs),
        verdict=verdict,
        singles=answer.singles,
        pairs=answer.pairs,
        together=answer.together,
        frontier=answer.frontier,
        obstacles=answer.obstacles,
        evaluated=search.runs.evaluated,
    )


def _verdict(now: int, best: int, goal: Goal, runs: int) -> Verdict:
    """Return what can be said from the counts of runs that reach the size."""
    maybe, enough, _ = goal.needs(runs)
    if now >= enough:
        return "already"
    if best >= enough:
        return "reached"
    return "unsure" if best >= maybe else "never"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a search found; as in :class:`Reach`."""

    singles: tuple[Change, ...] = ()
    pairs: tuple[Change, ...] = ()
    together: Change | None = None
    frontier: Frontier | None = None
    obstacles: Obstacles | None = None


class _Search:
    """Searches the settings of some inputs of a scenario.

    A setting names the inputs that change something, American components one by one.
    """

    def __init__(self, runs: CommonRuns, goal: Goal, inputs: tuple[str, ...]) -> None:
        self.runs, self.goal, self.inputs = runs, goal, inputs
        names = dict.fromkeys(name for path in inputs for name in fields_of(path))
        self.start = {name: value_of(runs.scenario, name) for name in names}
        self.end = {**self.start, **self._best(inputs)}

    def count(self, settings: Sequence[Setting]) -> list[int]:
        """Return in how many runs the size is reached at each setting."""
        counts: list[int] = self.runs.counts(settings, self.goal.strength, self.goal.troops).tolist()
        return counts

    def answer(self, two: bool, progress: Callable[[str], None]) -> "Answer":
        """Return all settings that are worth a word; ``two``: the inputs are the two of the frontier."""
        progress("one input at a time")
        singles = self._changes([(path,) for path in self.inputs])
        progress("pairs of inputs")
        pairs = self.pairs()
        together = self._changes([self.inputs]) if len(self.inputs) > 2 else ()
        progress("the frontier of two inputs")
        chosen = self.inputs if two else _frontier_inputs(pairs)
        frontier = self.frontier(chosen[0], chosen[1]) if chosen else None
        return Answer(singles, pairs, together[0] if together else None, frontier)

    def pairs(self) -> tuple[Change, ...]:
        """Return the cheapest pairs."""
        every = [pair for pair in combinations(self.inputs, 2) if not set(fields_of(pair[0])) & set(fields_of(pair[1]))]
        whole = [pair for pair in every if INVOLVEMENT in pair]
        parts = [pair for pair in every if INVOLVEMENT not in pair]
        return self._changes([*self._cheapest(whole), *self._cheapest(parts)])

    def frontier(self, first: str, second: str) -> Frontier:
        """Return the least of the second input for each of some values of the first that are worth a look."""
        way = self._line((first,))
        helped = Line({**way.start, **self._best((second,))}, {**way.end, **self._best((second,))})
        least, alone = crossings([helped, way], self.goal, self.runs.runs, self.count)
        low, high = least.share if least else 0.0, alone.share if alone else 1.0
        shares = [low + (high - low) * column / (COLUMNS - 1) for column in range(COLUMNS)]
        starts = [way.at(share) for share in shares]
        lines = [Line(start, {**start, **self._best((second,))}) for start in starts]
        found = crossings(lines, self.goal, self.runs.runs, self.count)
        edges = []
        for share, start, line, crossing in zip(shares, starts, lines, found, strict=True):
            moved = None if crossing is None else self._moved(second, line, crossing)
            there = None if crossing is None else crossing.chance
            edges.append(Edge(share, self._value(first, start), moved, there))
        return Frontier((first, second), tuple(edges))

    def others(self) -> dict[str, Setting]:
        """Return the inputs of the talks that were not searched, each at its best end; all of them under no name."""
        left = [
            path
            for path in searchable(self.runs.scenario)
            if path not in self.inputs and not set(fields_of(path)) <= set(self.start)
        ]
        found: dict[str, Setting] = {path: self._best((path,)) for path in left}
        return {**found, "": self._best(left)} if len(left) > 1 else found

    def _best(self, paths: Sequence[str]) -> dict[str, float]:
        return {name: BEST[path] for path in paths for name in fields_of(path)}

    def _line(self, paths: Sequence[str]) -> Line:
        return Line(self.start, {**self.start, **self._best(paths)})

    def _cheapest(self, groups: Sequence[tuple[str, ...]]) -> Sequence[tuple[str, ...]]:
        """Return some groups of inputs of which none is enough at a smaller share of its way than the others.

        Each round tries the middle of what is left and keeps the groups that are enough there, if any is.
        """
        _, enough, _ = self.goal.needs(self.runs.runs)
        kept, low, high = self._enough(groups, 1.0, enough), 0.0, 1.0
        for _ in range(ROUNDS):
            if len(kept) <= KEPT_PAIRS:
                break
            middle = (low + high) / 2.0
            winners = self._enough(kept, middle, enough)
            kept, low, high = (winners, low, middle) if winners else (kept, middle, high)
        return kept[:KEPT_PAIRS]

    def _enough(self, groups: Sequence[tuple[str, ...]], share: float, enough: int) -> Sequence[tuple[str, ...]]:
        """Return the groups of inputs that are enough at a share of their ways, the one in most runs first."""
        if not groups:
            return []
        counts = self.count([self._line(group).at(share) for group in groups])
        ranked = sorted(zip(counts, groups, strict=True), key=lambda pair: -pair[0])
        return [group for count, group in ranked if count >= enough]

    def _changes(self, groups: Sequence[tuple[str, ...]]) -> tuple[Change, ...]:
        lines = [self._line(group) for group in groups]
        found = crossings(lines, self.goal, self.runs.runs, self.count)
        changes = [
            Change(
                share=crossing.share,
                low=crossing.low,
                high=crossing.high,
                moved=tuple(self._moved(path, line, crossing) for path in group),
                chance=crossing.chance,
                falls=crossing.falls,
            )
            for group, line, crossing in zip(groups, lines, found, strict=True)
            if crossing is not None
        ]
        return tuple(sorted(changes, key=lambda change: change.share))

    def _moved(self, path: str, line: Line, crossing: Crossing) -> Moved:
        high = None if crossing.high is None else self._value(path, line.at(crossing.high))
        ends = [self._value(path, line.at(share)) for share in (0.0, crossing.share, crossing.low)]
        return Moved(path, ends[0], ends[1], ends[2], high)

    def _value(self, path: str, setting: Mapping[str, float]) -> float | None:
        """Return the value of an input in a setting; None where it stands for several that differ."""
        values = {setting[name] for name in fields_of(path)}
        return values.pop() if len(values) == 1 else None


def _frontier_inputs(pairs: Sequence[Change]) -> tuple[str, ...]:
    """Return the inputs of the pair whose frontier is worth most: of two single inputs, where there is such a pair."""
    named = [tuple(moved.input for moved in pair.moved) for pair in pairs]
    return next((pair for pair in named if INVOLVEMENT not in pair), named[0] if named else ())
