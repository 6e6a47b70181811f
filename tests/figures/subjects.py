"""What figures are drawn of in tests: kept summaries that no longer follow the model, and sweeps made by a formula.

``python -m tests.figures.subjects`` runs the scenarios again, where what a summary holds has changed; then renew the
pictures too.
"""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from itertools import product
from math import exp
from pathlib import Path
from typing import Any

import numpy as np

from simulator.analysis.sensitivity.indices import REST, Budget, Noise, Screened, Sensitivity, Shares
from simulator.analysis.sensitivity.inputs import layer_of
from simulator.analysis.sensitivity.results import Study
from simulator.analysis.sensitivity.scrambles import Estimate
from simulator.experiments.kept.reading import summary_of
from simulator.experiments.kept.results import kept_json
from simulator.experiments.running import run_scenario
from simulator.experiments.statistics import chance, distribution
from simulator.experiments.summary import Reach, Summary
from simulator.experiments.sweeps.point_summary import PointSummary
from simulator.experiments.sweeps.reading import SweepSummary
from simulator.figures.drawing import DEFAULTS, Choices, Picture, picture
from simulator.figures.frame import A4, Size
from simulator.figures.registry import FIGURES, module_of
from simulator.scenario.library import load
from tests.figures.made_waiting import waiting
from tests.figures.made_why import made

FOLDER = Path(__file__).parent.parent / "golden" / "summaries"
SCENARIOS = ("baseline", "us-backstop", "backstop-and-clear-mandate")
RUNS, SEED = 500, 1
SIZES = (10_000, 20_000)
STRENGTHS = {"headline": 1.4, "pledged": 1.0, "allocated": 0.95, "usable": 0.8}


def main() -> None:
    """Run the scenarios again and keep what they come to."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in SCENARIOS:
        found = run_scenario(load(name, (), None), RUNS, SEED, thresholds=SIZES)
        text = json.dumps(kept_json(found), separators=(",", ":"), ensure_ascii=False)
        (FOLDER / f"{name}.json").write_text(text + "\n", encoding="utf-8")


@cache
def summary(name: str = "backstop-and-clear-mandate") -> Summary:
    """A kept run of one of the scenarios."""
    path = FOLDER / f"{name}.json"
    return summary_of(json.loads(path.read_text(encoding="utf-8")), path)


def point(number: int, inputs: Mapping[str, Any], middle: float, runs: int = 200) -> PointSummary:
    """A point whose force scatters evenly around a size."""
    spread = middle * np.linspace(0.4, 1.6, runs)
    totals = {name: np.rint(factor * spread).astype(np.int64) for name, factor in STRENGTHS.items()}
    counts = {name: np.rint(spread / 1_500.0).astype(np.int64) for name in ("joins", "inside", "ground")}
    reaches = [
        Reach(name, size, chance(int((values >= size).sum()), runs))
        for name, values in totals.items()
        for size in SIZES
    ]
    return PointSummary(
        point=number,
        inputs=inputs,
        runs=runs,
        force={name: distribution(values) for name, values in totals.items()},
        reaches=tuple(reaches),
        counts={name: distribution(values) for name, values in counts.items()},
        settled=1.0,
        limiting={},
        countries=(),
    )


def force(inputs: Mapping[str, float]) -> float:
    """A size that grows steeply where both inputs are large, and suffers somewhat from threats and open war."""
    pull = 5.0 * inputs["us.backstop"] + 6.0 * inputs["mandate.clarity"] + inputs.get("deal.ceasefire", 1.0) - 1.0
    grown = 18_000.0 / (1.0 + exp(6.0 - pull))
    return 2_000.0 + grown * (1.0 - 0.2 * (inputs.get("threat.russia", 0.5) - 0.5))


@cache
def grid() -> SweepSummary:
    """A sweep over a grid of two inputs."""
    values = tuple(step / 10.0 for step in range(11))
    axes = {"us.backstop": values, "mandate.clarity": values}
    mixes = [dict(zip(axes, mix, strict=True)) for mix in product(*axes.values())]
    return _sweep("grid", [point(number, mix, force(mix)) for number, mix in enumerate(mixes)], axes)


@cache
def one_at_a_time() -> SweepSummary:
    """A sweep that moves one input at a time."""
    own = {"us.backstop": 0.5, "mandate.clarity": 0.4, "deal.ceasefire": 1.0, "threat.russia": 0.5}
    moved = [own] + [own | {path: value} for path in own for value in (0.0, 1.0) if value != own[path]]
    return _sweep("one-at-a-time", [point(number, mix, force(mix)) for number, mix in enumerate(moved)], {})


@cache
def study() -> Study:
    """A sensitivity analysis with made-up indices."""
    scale = {
        "deal.hold": (0.26, 0.45),
        "us.intelligence": (0.15, 0.17),
        "us.backstop": (0.10, 0.13),
        "structure.threshold_sd": (-0.01, 0.04),
        "capacity.record_sustained": (0.07, 0.08),
        "structure.depth_credit": (0.03, 0.13),
        "structure.veto": (0.0, 0.02),
    }
    layers = {"inputs": (0.74, 0.91), "thresholds": (0.04, 0.07), "capacity": (0.09, 0.09), "structure": (0.08, 0.21)}
    own = [shares(path, layer_of(path), 1, *pair) for path, pair in scale.items()]
    found = Sensitivity(
        screened=tuple(
            Screened(path, layer_of(path), 6_000.0 * total, 600.0, 6_000.0 * total, 900.0, kept=True)
            for path, (_, total) in scale.items()
        ),
        inputs=tuple(sorted(own, key=lambda one: -one.total.value)),
        rest=shares(REST, "", 20, 0.15, 0.2),
        layers=tuple(shares(layer, layer, 7, *pair) for layer, pair in layers.items()),
        noise=Noise(
            Estimate(0.62, 0.59, 0.65), Estimate(3_770.0, 3_700.0, 3_840.0), Estimate(2_970.0, 2_900.0, 3_040.0)
        ),
        mean=Estimate(8_980.0, 8_790.0, 9_170.0),
        rows=8_260,
    )
    ranges = tuple({"input": path, "layer": layer_of(path), "uniform": [0.0, 1.0]} for path in scale)
    title = "No US commitment, unclear mandate"
    return Study("baseline", title, "2025-04-30", "usable", ranges, Budget(top=7), found)


def shares(path: str, layer: str, members: int, first: float, total: float) -> Shares:
    """Indices known to within 0.03 alone and 0.04 in all."""
    return Shares(
        path, layer, members, Estimate(first, first - 0.03, first + 0.03), Estimate(total, total - 0.04, total + 0.04)
    )


def _sweep(kind: str, points: Sequence[PointSummary], axes: Mapping[str, tuple[float, ...]]) -> SweepSummary:
    inputs = tuple(points[0].inputs)
    own = {"us.backstop": 0.5, "mandate.clarity": 0.4}
    return SweepSummary(
        scenario="baseline",
        title="No US commitment, unclear mandate",
        as_of="2025-04-30",
        runs=points[0].runs,
        seed=1,
        kind=kind,
        inputs=inputs,
        axes=axes,
        base={path: own.get(path) for path in inputs},
        points=tuple(points),
        changed=False,
    )


def data_of(name: str) -> Any:
    """What a figure takes: kept runs, as many as there are for it, or a sweep."""
    takes = FIGURES[name].takes
    if takes.kind == "runs":
        return [summary()] if takes.most == 1 else [summary(scenario) for scenario in SCENARIOS]
    if takes.kind == "sensitivity":
        return study()
    if takes.kind == "country":
        return made()
    if takes.kind == "waiting":
        return waiting()
    return grid() if takes.kind == "grid" else one_at_a_time()


def drawable(name: str) -> bool:
    """Whether there is a module that draws a figure."""
    return find_spec(module_of(name)) is not None


def drawn(name: str, choices: Choices = DEFAULTS, size: Size = A4, mono: bool = False) -> Picture:
    """Draw a figure of its subject."""
    return picture(name, data_of(name), choices, size, mono)


if __name__ == "__main__":
    main()
