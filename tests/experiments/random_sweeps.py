"""Random small sweeps for tests: any design, over inputs of the talks, structural numbers and single countries."""

from hypothesis import strategies as st

from simulator.engine.inputs import INPUT_PATHS
from simulator.experiments.designs.points import Design, Grid, OneAtATime, Table
from simulator.experiments.designs.samples import Choice, Sample, Uniform
from simulator.experiments.sweeps.points import SETTINGS
from simulator.scenario.values import leaf

QUICK = (*INPUT_PATHS, *SETTINGS, "us.involvement", "structure.shaving")
SLOW = {
    "countries.FIN.thresholds.us.median": (0.2, 0.6),
    "countries.POL.cap": (1, 3),
    "countries.FRA.army": (20_000.0, 110_000.0),
    "countries.ALB.absent": (True, False),
    "countries.GBR.lead": (True, False),
    "structure.medians.2": (0.3, 0.4),
    "structure.announced": (True, False),
    "structure.framework": (True, False),
    "mandate.owner": ("adhoc", "eu"),
    "mandate.mission": ("deterrence", "monitoring"),
    "enablers.lift.mode": (20_000.0, 26_000.0),
    "conference.mode": ("calendar", "equilibrium"),
    "conference.start": ("out", "caps"),
}
SCENARIOS = ("baseline", "us-withdraws-midway", "un-mandate", "by-words")
"""With and without inputs that move by round, an organisation that owns the force, and words beside codes."""

shares = st.integers(0, 20).map(lambda step: step / 20)


def _values(path: str, two: tuple[float, float]) -> tuple:
    if path in SLOW:
        return SLOW[path]
    found = leaf(path)
    low, high = found.low, found.high
    return tuple(dict.fromkeys(low + (high - low) * share for share in two))


def _grid(axes: dict) -> Design:
    return Grid("grid", tuple(axes), tuple(axes.values()))


def _one_at_a_time(axes: dict) -> Design:
    base = tuple(values[0] for values in axes.values())
    return OneAtATime("one-at-a-time", tuple(axes), base, tuple(values[1:] for values in axes.values()))


def _table(axes: dict) -> Design:
    return Table("table", tuple(axes), tuple((values[0], values[-1], values[0]) for values in axes.values()))


def _drawn(kind: str, axes: dict) -> Design:
    sources = [
        Choice(values) if path in SLOW or len(values) == 1 else Uniform(min(values), max(values))
        for path, values in axes.items()
    ]
    return Sample(kind, tuple(axes), tuple(sources), 4, 7)


MAKERS = {
    "grid": _grid,
    "one-at-a-time": _one_at_a_time,
    "table": _table,
    "lhs": lambda axes: _drawn("lhs", axes),
    "sobol": lambda axes: _drawn("sobol", axes),
}


@st.composite
def designs(draw) -> Design:
    """Designs of a few points over one to four inputs."""
    quick = draw(st.dictionaries(st.sampled_from(QUICK), st.tuples(shares, shares), max_size=2))
    slow = draw(st.lists(st.sampled_from(sorted(SLOW)), unique=True, max_size=2, min_size=0 if quick else 1))
    axes = {path: _values(path, two) for path, two in quick.items()} | {path: SLOW[path] for path in slow}
    return MAKERS[draw(st.sampled_from(sorted(MAKERS)))](axes)
