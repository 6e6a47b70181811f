"""The front door of designs: what options, a scenario and a table make of a sweep, and what they may not say."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from simulator.experiments.designs import codes
from simulator.experiments.designs.choosing import design_of
from simulator.experiments.designs.codes import CODES
from simulator.experiments.designs.points import Grid, OneAtATime
from simulator.scenario.codes import CODES as SCENARIO_CODES
from simulator.scenario.diagnostics import Mistake, ScenarioError, render
from simulator.scenario.library import load
from simulator.scenario.scenario import Scenario
from simulator.scenario.values import INVOLVEMENT, US_COMPONENTS

BASELINE = load("baseline")


def written(folder: Path, text: str) -> Scenario:
    path = folder / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    return load(str(path), (), folder)


def mistakes(scenario: Scenario = BASELINE, **options) -> tuple[Mistake, ...]:
    with pytest.raises(ScenarioError) as caught:
        design_of(scenario, **({"seed": 1} | options))
    return caught.value.mistakes


def test_the_last_input_of_a_grid_varies_fastest() -> None:
    design = design_of(BASELINE, over=["us.air=0:1:0.5", "mandate.owner=eu,un"], seed=1)
    assert design.inputs == ("us.air", "mandate.owner")
    assert design.points(0, 4) == [(0.0, "eu"), (0.0, "un"), (0.5, "eu"), (0.5, "un")]
    assert design.axes == {"us.air": (0.0, 0.5, 1.0), "mandate.owner": ("eu", "un")}


def test_every_kind_of_input_varies() -> None:
    over = ["countries.FIN.cap=0:5:5", "structure.framework=true,False", "structure.coder=A", "us.involvement=0.5"]
    points = design_of(BASELINE, over=over, seed=1).points(0, 4)
    assert points == [(0, True, "A", 0.5), (0, False, "A", 0.5), (5, True, "A", 0.5), (5, False, "A", 0.5)]
    assert [type(value) for value in points[0]] == [int, bool, str, float]


def test_a_point_can_be_laid_over_its_scenario() -> None:
    design = design_of(BASELINE, over=["us.involvement=0.5", "us.air=1", "countries.FIN.cap=2"], seed=1)
    (point,) = design.points(0, 1)
    scenario = BASELINE.with_values(dict(zip(design.inputs, point, strict=True)))
    assert [scenario.value(path) for path in ("us.ground", "us.air", "countries.FIN.cap")] == [0.5, 1.0, 2]


def test_no_grid_is_written_out() -> None:
    design = design_of(BASELINE, over=["us.air=0:1:0.000001", "us.ground=0:0.8:0.1"], seed=1)
    assert len(design) == 1_000_001 * 9
    assert design.points(len(design) - 1, 1) == [(1.0, 0.8)]


def test_one_at_a_time_starts_from_the_scenario_and_skips_its_own_values() -> None:
    scenario = BASELINE.with_values({"us.air": 0.5, "deal.hold": 0.25})
    design = design_of(scenario, kind="one-at-a-time", over=["us.air=0:1:0.5", "deal.hold=0.25,0.75"], seed=1)
    assert design.points(0, len(design)) == [(0.5, 0.25), (0.0, 0.25), (1.0, 0.25), (0.5, 0.75)]
    assert design.axes == {}


def test_one_at_a_time_needs_a_value_to_start_from() -> None:
    over = ["us.involvement=0,1", "countries.FIN.cap=1,2", "mandate.mission=monitoring", "countries.FIN.absent=true"]
    options = {"kind": "one-at-a-time", "over": over}
    open_mission = BASELINE.with_("mandate.mission", {"deterrence": 0.5, "monitoring": 0.5})
    assert [mistake.code for mistake in mistakes(open_mission, **options)] == ["D009"] * 3
    settled = BASELINE.with_values({"us.involvement": 0.5, "countries.FIN.cap": 2})
    design = design_of(settled, seed=1, **options)
    assert design.points(0, 1) == [(0.5, 2, "deterrence", False)]


def test_sobol_rounds_up_to_a_power_of_two_and_says_so() -> None:
    over = ["us.air=0:1"]
    design = design_of(BASELINE, kind="sobol", over=over, points=100, seed=1)
    assert len(design) == 128
    assert design.note == "sobol takes powers of two, so 100 points became 128"
    assert design_of(BASELINE, kind="sobol", over=over, points=64, seed=1).note == ""


DECLARED = """\
extends: baseline
uncertain:
  us.air: {uniform: [0.2, 0.4]}
  deal.hold: {triangular: [0, 0.25, 1]}
  countries.FIN.cap: {choice: [1, 2]}
sweep:
  design: lhs
  over: {us.air: 0:1:0.5, us.ground: [0, 1]}
  points: 40
"""


def test_a_scenario_declares_its_sweep(tmp_path: Path) -> None:
    scenario = written(tmp_path, DECLARED)
    design = design_of(scenario, seed=1)
    assert (design.kind, len(design)) == ("lhs", 40)
    assert design.inputs == ("us.air", "us.ground", "deal.hold", "countries.FIN.cap")
    air, ground, _, cap = zip(*design.points(0, 40), strict=True)
    assert min(air) < 0.2
    assert max(air) > 0.4
    assert (set(ground), set(cap)) == ({0.0, 1.0}, {1, 2})


def test_options_win_over_the_scenario(tmp_path: Path) -> None:
    scenario = written(tmp_path, DECLARED)
    assert len(design_of(scenario, points=7, seed=1)) == 7
    drawn = design_of(scenario, over=["us.backstop=0:1"], seed=1)
    assert drawn.inputs == ("us.backstop", "us.air", "deal.hold", "countries.FIN.cap")
    grid = design_of(scenario, kind="grid", seed=1)
    assert isinstance(grid, Grid)
    assert grid.axes == {"us.air": (0.0, 0.5, 1.0), "us.ground": (0.0, 1.0)}
    assert isinstance(design_of(scenario, kind="one-at-a-time", seed=1), OneAtATime)


def test_the_seed_moves_drawn_points_and_no_others() -> None:
    for kind, same in (("grid", True), ("lhs", False), ("sobol", False)):
        points = None if kind == "grid" else 8
        one, other = (
            design_of(BASELINE, kind=kind, over=["us.air=0:1:0.5"], points=points, seed=seed) for seed in (1, 2)
        )
        assert (one.points(0, len(one)) == other.points(0, len(one))) is same
        assert (one.spec() == other.spec()) is same


BAD_VALUES = {
    "us.bakstop=1": ("S011", "unknown input `us.bakstop` in `--over`", "did you mean `us.backstop`?"),
    "countries.NO.cap=1": (
        "S011",
        "unknown input `countries.NO.cap` in `--over`",
        "write the three-letter code `NOR`",
    ),
    "title=x": (
        "S011",
        "`title` cannot stand in `--over`",
        "only numbers, words of a list, and switches vary",
    ),
    "as_of=2025-04-30": (
        "S011",
        "`as_of` cannot stand in `--over`",
        "only numbers, words of a list, and switches vary",
    ),
    "us.air=0,70": ("S004", "`us.air` is 70, allowed: 0 to 1", "70 % is written 0.7"),
    "us.air=50%": ("S005", '`us.air` is the text "50%", expected a number from 0 to 1', "50% is written 0.5"),
    "us.air=1_0": ("S005", '`us.air` is the text "1_0", expected a number from 0 to 1', None),
    "us.air=NaN": ("S007", '`us.air` is "NaN"', "NaN and infinity are not allowed"),
    "us.air=1e999": ("S007", "`us.air` is inf", "NaN and infinity are not allowed"),
    "us.air=0:2:0.5": ("S004", "`us.air` is 2, allowed: 0 to 1", None),
    "us.air=0:1:1e-9": ("S016", "`us.air` has more than 10,000,000 values", "take a larger step"),
    "us.air=0.5,0.50": ("D008", "`us.air` has 0.5 twice", "leave one of them out"),
    "us.air=0:1": (
        "D004",
        "`us.air` goes from 0:1 without a step",
        "write 0:1:STEP, or draw from the range with --design lhs or sobol",
    ),
    "countries.FIN.cap=2.5": ("S005", "`countries.FIN.cap` is 2.5, expected a whole number from 0 to 5", None),
    "countries.FIN.cap=0:5:0.5": ("S015", "`countries.FIN.cap` takes whole numbers only, and has 0:5:0.5", None),
    "mandate.mission=deterence": (
        "S003",
        '`mandate.mission` is "deterence", allowed: deterrence, peacekeeping, monitoring',
        "did you mean `deterrence`?",
    ),
    "mandate.mission=0:1:1": (
        "S015",
        "`mandate.mission` takes one of deterrence, peacekeeping, monitoring, not a range of numbers",
        "name the values to try, with commas",
    ),
    "structure.framework=yes": (
        "S005",
        '`structure.framework` is the text "yes", expected true or false',
        "write true",
    ),
}


@pytest.mark.parametrize("text", BAD_VALUES)
def test_a_slip_names_the_option(text: str) -> None:
    (mistake,) = mistakes(over=[text])
    assert (mistake.code, mistake.message, mistake.help) == BAD_VALUES[text]
    assert mistake.file == f"--over {text}"


BAD_FORMS = {
    "us.air": ("D002", '"us.air" is not INPUT=VALUES'),
    "=1": ("D002", '"=1" is not INPUT=VALUES'),
    "us.air=": ("D026", "`us.air` has a blank value"),
    "us.air=0,,1": ("D026", "`us.air` has a blank value"),
    "us.air=0:1:0": ("S015", '`us.air`: "0:1:0" has a step that is not above 0'),
    "us.air=1:0:0.5": ("S015", '`us.air`: "1:0:0.5" stops below its start'),
    "us.air=1:0": ("S015", '`us.air`: "1:0" stops below its start'),
    "us.air=1:1": ("S015", '`us.air`: "1:1" stops where it starts'),
    "us.air=a:1": ("S015", '`us.air`: "a:1" is not made of two numbers'),
    "us.air=0:1:2:3": ("S015", '`us.air`: "0:1:2:3" has 4 of the three parts START:STOP:STEP'),
    "us.air=0:nan:1": ("S015", '`us.air`: "0:nan:1" is not made of three finite numbers'),
}


@pytest.mark.parametrize("text", BAD_FORMS)
def test_a_malformed_option_shows_the_form(text: str) -> None:
    (mistake,) = mistakes(over=[text])
    assert (mistake.code, mistake.message) == BAD_FORMS[text]
    assert mistake.help is not None
    assert "us.air=0:1:0.25" in mistake.help


def test_all_mistakes_come_at_once() -> None:
    over = ["us.bakstop=1", "us.air=2", "us.air=0:1", "x", "deal.hold=0.1,70,nan"]
    found = mistakes(over=over, points=10)
    assert [mistake.code for mistake in found] == ["D006", "S011", "D003", "D002", "S004", "D004", "S004", "S007"]


BAD_SWEEPS = {
    "nothing": ({}, "D001", "nothing to sweep", "give --over INPUT=VALUES, a sweep: block, or --table FILE"),
    "nothing to draw": (
        {"kind": "lhs", "points": 8},
        "D001",
        "nothing to sweep",
        "give --over INPUT=VALUES, a sweep: or uncertain: block, or --table FILE",
    ),
    "unknown kind": (
        {"kind": "soboll", "over": ["us.air=0:1"]},
        "S003",
        '`design` is "soboll", allowed: grid, one-at-a-time, lhs, sobol, table',
        "did you mean `sobol`?",
    ),
    "no number of points": (
        {"kind": "lhs", "over": ["us.air=0:1"]},
        "D005",
        "lhs needs a number of points",
        "give --points 1024",
    ),
    "no points": (
        {"kind": "sobol", "over": ["us.air=0:1"], "points": 0},
        "S004",
        "`points` is 0, allowed: 1 to 10000000",
        None,
    ),
    "points of a grid": (
        {"kind": "grid", "over": ["us.air=0,1"], "points": 10},
        "D006",
        "`points` is 10, but the design is grid",
        "leave it out, or take --design lhs or sobol",
    ),
    "a large grid": (
        {"over": ["us.air=0:1:0.0001", "us.ground=0:1:0.0001"]},
        "S016",
        "this grid has more than 10,000,000 points",
        "take larger steps, fewer inputs, or draw points with lhs or sobol",
    ),
    "a large sequence": (
        {"kind": "sobol", "over": ["us.air=0:1"], "points": 9_000_000},
        "S016",
        "the next power of two (16,777,216) has more than 10,000,000 points",
        "take 8,388,608 points",
    ),
    "a large hypercube": (
        {"kind": "lhs", "over": ["us.air=0:1", "us.ground=0:1", "deal.hold=0:1"], "points": 9_000_000},
        "S016",
        "lhs draws all its points at once, and 9,000,000 points of 3 inputs are too many for that",
        "take 6,666,666 or fewer, or sobol, which draws them as needed",
    ),
    "one value to draw": (
        {"kind": "lhs", "over": ["us.air=1:1:1"], "points": 4},
        "S015",
        "`us.air` has one value only, 1",
        "write a range to draw from, or --set us.air=1",
    ),
    "no effect": (
        {"over": [f"{path}=0,1" for path in (INVOLVEMENT, *US_COMPONENTS)]},
        "D010",
        "`us.involvement` changes nothing here, because all five components are inputs too",
        "leave it out, or leave out those it is to set",
    ),
    "no table": ({"kind": "table"}, "D007", "the design `table` needs a table", "name its file with --table FILE"),
}


@pytest.mark.parametrize("name", BAD_SWEEPS)
def test_what_is_no_sweep(name: str) -> None:
    options, code, message, mend = BAD_SWEEPS[name]
    (mistake,) = mistakes(**options)
    assert (mistake.code, mistake.message, mistake.help) == (code, message, mend)


def test_a_table_stands_alone(tmp_path: Path) -> None:
    table = tmp_path / "points.csv"
    table.write_text("us.air\n7\n", encoding="utf-8")
    found = mistakes(kind="lhs", over=["us.air=0,1"], points=3, table=table)
    assert [(mistake.code, mistake.file) for mistake in found] == [
        ("D007", "--design lhs"),
        ("D007", "--over us.air=0,1"),
        ("D007", "--points 3"),
        ("S004", str(table)),
    ]
    table.write_text("us.air\n0.7\n", encoding="utf-8")
    assert design_of(BASELINE, kind="table", table=table, seed=1).points(0, 1) == [(0.7,)]


def test_mistakes_of_a_declared_sweep_point_into_the_file(tmp_path: Path) -> None:
    text = "sweep:\n  over: {us.air: [0, 0.5, 0.5], us.ground: 0:1:0.0001, us.backstop: 0:1:0.0001}\n  design: lhs\n"
    scenario = written(tmp_path, text)
    twice, missing = mistakes(scenario)[1], mistakes(scenario)[0]
    assert (twice.code, twice.line, twice.column) == ("D008", 2, 18)
    assert twice.message == "`sweep.over.us.air` has 0.5 twice"
    assert (missing.code, missing.line) == ("D005", 3)
    scenario = written(tmp_path, "sweep: {over: {us.air: [0, 1]}, points: 5}\n")
    (points,) = mistakes(scenario)
    assert (points.code, points.line, points.column) == ("D006", 1, 41)
    assert len(design_of(scenario, kind="grid", seed=1)) == 2


def test_uncertain_inputs_alone_are_no_grid(tmp_path: Path) -> None:
    scenario = written(tmp_path, "uncertain: {us.air: {uniform: [0, 1]}}\n")
    (mistake,) = mistakes(scenario)
    assert (mistake.code, mistake.help) == (
        "D001",
        "give --over INPUT=VALUES, a sweep: block, or --table FILE; "
        "the uncertain: block takes part in --design lhs and sobol",
    )
    assert design_of(scenario, kind="sobol", points=4, seed=1).inputs == ("us.air",)


def test_moving_inputs_may_vary(tmp_path: Path) -> None:
    scenario = written(tmp_path, "paths: {us.air: {2: 1}}\n")
    design = design_of(scenario, over=["us.air=0.25"], seed=1)
    (point,) = design.points(0, 1)
    varied = scenario.with_values(dict(zip(design.inputs, point, strict=True)))
    assert [varied.inputs_at(number)["us.air"] for number in (0, 1, 2)] == [0.25, 0.25, 1.0]


def test_long_options_are_shown_in_part() -> None:
    text = "us.air=2," + ",".join(str(number / 1000) for number in range(1000))
    (mistake,) = mistakes(over=[text])
    assert mistake.file is not None
    assert len(mistake.file) <= 100


def test_every_code_is_explained() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in Path(codes.__file__).parent.glob("*.py"))
    used = set(re.findall(r'"([DS]\d{3})",', sources))
    assert used <= set(CODES) | set(SCENARIO_CODES)
    assert set(CODES) <= used
    assert all(title and text.endswith(".") for title, text in CODES.values())


def test_mistakes_are_shown_whole() -> None:
    shown = render(mistakes(over=["us.air=[/red]\x1b[31m"]))
    assert "\x1b" not in shown
    assert shown.startswith("error[S005]")


def test_walked_designs_need_no_heavy_library() -> None:
    code = (
        "import sys; from simulator.scenario.library import load;"
        "from simulator.experiments.designs.choosing import design_of;"
        "design_of(load('baseline'), over=['us.air=0:1:0.5'], seed=1).points(0, 3);"
        "print([name for name in ('numpy', 'scipy', 'pandas', 'mesa') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
