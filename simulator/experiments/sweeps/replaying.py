"""Replaying: one run of a kept sweep again, through the Mesa model, and whether it is what was kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from simulator.engine.boards import Boards
from simulator.engine.conference import Conference
from simulator.engine.draws import draw_deployment
from simulator.engine.force import SLACK, STEPS, STRENGTHS, Force, assemble
from simulator.engine.mesa_runs import run_block
from simulator.experiments.running import prepare
from simulator.experiments.sweeps.folds import COUNTS
from simulator.experiments.sweeps.parts import members_of, read_rows
from simulator.experiments.sweeps.plan import PLEDGES, Chunk
from simulator.experiments.sweeps.reopening import ReopenedSweep
from simulator.rule.force import ENABLERS
from simulator.rule.ladder import JOINS
from simulator.scenario.scenario import Scenario

Shown = int | bool | str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a country ends: its rung, 0 to 5, and its sustained pledge in persons."""

    iso3: str
    rung: int
    pledged: int


@dataclass(frozen=True, slots=True)
class Replay:
    """One run again.

    Attributes
    ----------
    run_id, point, replicate
        Its number, ``replicate * points + point``, and what that stands for.
    inputs
        Values of the inputs that move, at this point.
    scenario
        The sweep's scenario with these values.
    totals
        Each strength, persons.
    counts
        Countries that join, are inside Ukraine, and have ground troops there.
    limiting
        The enabler that limits; empty where none does.
    settled
        Whether the run came to rest by itself.
    countries
        Those that take part, in order of code.
    """

    run_id: int
    point: int
    replicate: int
    inputs: Mapping[str, Any]
    scenario: Scenario
    totals: Mapping[str, int]
    counts: Mapping[str, int]
    limiting: str
    settled: bool
    countries: tuple[Standing, ...]

    def joined(self) -> tuple[Standing, ...]:
        """Return the countries that join, the highest rung and the largest pledge first."""
        inside = (one for one in self.countries if one.rung >= JOINS)
        return tuple(sorted(inside, key=lambda one: (-one.rung, -one.pledged, one.iso3)))

    def to_json(self) -> dict[str, Any]:
        """Return the run as plain JSON values."""
        return {
            "run_id": self.run_id,
            "point": self.point,
            "replicate": self.replicate,
            "inputs": dict(self.inputs),
            **self.totals,
            **self.counts,
            "limiting": self.limiting or None,
            "settled": self.settled,
            "countries": [{"iso3": one.iso3, "rung": one.rung, "pledged": one.pledged} for one in self.countries],
        }


@dataclass(frozen=True, slots=True)
class Difference:
    """Something of a run that is not what was kept."""

    of: str
    kept: Shown
    replayed: Shown


@dataclass(frozen=True, slots=True)
class Check:
    """A replay beside the kept row.

    Attributes
    ----------
    missing
        Why there is no kept row; empty where there is one.
    differences
        What differs; empty where nothing does.
    """

    missing: str
    differences: tuple[Difference, ...] = ()

    @property
    def verdict(self) -> str:
        """``identical``, ``differs``, or ``none`` where no row is kept."""
        if self.missing:
            return "none"
        return "differs" if self.differences else "identical"


def replay(sweep: ReopenedSweep, run_id: int) -> Replay:
    """Run one run of a sweep again, agents and all: nothing here comes from the array engine.

    Parameters
    ----------
    sweep
        Where it is from.
    run_id
        Its number, from 0 to points times replicates less 1.

    Raises
    ------
    IndexError
        If the sweep has no such run.
    simulator.scenario.diagnostics.ScenarioError
        If this version does not take the scenario or the values of the point.
    """
    manifest = sweep.stored.manifest
    runs = manifest.points * manifest.replicates
    if not 0 <= run_id < runs:
        raise IndexError(f"run {run_id} of a sweep of {runs} runs")
    replicate, point = divmod(run_id, manifest.points)
    inputs = sweep.values(point)
    scenario = sweep.scenario.with_values(inputs)
    conference = prepare(scenario).conference
    boards = run_block(conference, manifest.seed, replicate, 1, priced=0)
    force = assemble(conference, boards, draw_deployment(manifest.seed, conference.iso3, replicate, 1))
    return _replay(run_id, point, replicate, inputs, scenario, conference, boards, force)


def _replay(
    run_id: int,
    point: int,
    replicate: int,
    inputs: Mapping[str, Any],
    scenario: Scenario,
    conference: Conference,
    boards: Boards,
    force: Force,
) -> Replay:
    limiting = int(force.limiting[0])
    rungs = boards.rungs[0]
    return Replay(
        run_id=run_id,
        point=point,
        replicate=replicate,
        inputs=inputs,
        scenario=scenario,
        totals={name: int(force.steps[0, STEPS.index(name)]) for name in STRENGTHS},
        counts={count: int((rungs >= rung).sum()) for count, rung in COUNTS.items()},
        limiting="" if limiting == SLACK else ENABLERS[limiting],
        settled=bool(boards.settled[0]),
        countries=tuple(
            Standing(iso3, int(rung), int(troops))
            for iso3, rung, troops in zip(conference.iso3, rungs, boards.pledged[0], strict=True)
        ),
    )


def check(sweep: ReopenedSweep, run: Replay) -> Check:
    """Compare a replay with the row that the sweep keeps of it.

    Parameters
    ----------
    sweep
        Where the run is from.
    run
        The run again.

    Raises
    ------
    simulator.experiments.sweeps.parts.StoreError
        If its part is damaged or cannot be read.
    """
    found = _kept_row(sweep, run)
    if isinstance(found, str):
        return Check(found)
    again = _as_row(run, sweep.stored.manifest.countries)
    return Check("", tuple(Difference(of, kept, again[of]) for of, kept in found.items() if kept != again[of]))


def _kept_row(sweep: ReopenedSweep, run: Replay) -> dict[str, Shown] | str:
    """Return what is kept of a run, or why nothing is."""
    stored, layout = sweep.stored, sweep.stored.layout
    footers = stored.finished(run.point, 1)
    footer = next(
        (one for one in footers if 0 <= run.replicate - one.chunk.first_replicate < one.chunk.replicates), None
    )
    if footer is None:
        return "the part it belongs to is not finished"
    kept = layout.kept(footer.chunk)
    if run.replicate not in kept:
        return f"at level 0 every {layout.sampled}th replicate keeps its row" if layout.sampled else "no row is kept"
    rows = read_rows(footer, None, range(run.point, run.point + 1)).slice(kept.index(run.replicate), 1)
    (row,) = rows.to_pylist()
    found: dict[str, Shown] = {name: row[name] for name in (*STRENGTHS, *COUNTS, "settled")}
    found["limiting"] = "" if row["limiting"] == SLACK else ENABLERS[row["limiting"]]
    for count in COUNTS:
        (members,) = members_of(rows, count, len(layout.countries))
        found |= {_member(count, iso3): bool(is_in) for iso3, is_in in zip(layout.countries, members, strict=True)}
    if layout.level >= PLEDGES:
        found |= {f"pledged_{iso3}": row[f"pledged_{iso3}"] for iso3 in layout.countries}
    return found


def _has(chunk: Chunk, replicate: int) -> bool:
    return chunk.first_replicate <= replicate < chunk.first_replicate + chunk.replicates


def _as_row(run: Replay, countries: tuple[str, ...]) -> dict[str, Shown]:
    """Return a replay as a row keeps it; a country that is left out at this point is on rung 0."""
    out = {iso3: Standing(iso3, 0, 0) for iso3 in countries}
    standing = out | {one.iso3: one for one in run.countries}
    found: dict[str, Shown] = {**run.totals, **run.counts, "settled": run.settled, "limiting": run.limiting}
    for count, rung in COUNTS.items():
        found |= {_member(count, iso3): one.rung >= rung for iso3, one in standing.items()}
    return found | {f"pledged_{iso3}": one.pledged for iso3, one in standing.items()}


def _member(count: str, iso3: str) -> str:
    return f"{count}_{iso3}"
