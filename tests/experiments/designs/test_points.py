"""Points by number: a chunk is a slice of the whole, a record brings the same points back, values fit their inputs."""

import json
import math
from collections import Counter
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.experiments.designs.choosing import design_of
from simulator.experiments.designs.points import Design, Grid, OneAtATime, Table
from simulator.experiments.designs.samples import Choice, OtherPointsError, Sample, Source, Triangular, Uniform
from simulator.experiments.designs.specs import RecordError, column_of, design_of_spec
from simulator.experiments.designs.values import Stretch, Value
from simulator.scenario.library import load
from simulator.scenario.ranges import range_values
from simulator.scenario.values import Leaf, leaf
from simulator.scenario.wording import fits

CASES = settings(max_examples=60, deadline=None)
PATHS = (
    "us.air", "us.involvement", "force.requirement", "structure.hysteresis", "capacity.rotation.low", "lift.us",
    "countries.FIN.cap", "countries.FIN.thresholds.us.code", "countries.EST.army", "mandate.mission", "mandate.owner",
    "structure.coder", "structure.framework", "countries.LVA.absent",
)  # fmt: skip


def found(path: str) -> Leaf:
    known = leaf(path)
    assert known is not None
    return known


def value_in(path: str) -> st.SearchStrategy[Value]:
    allowed = found(path)
    if allowed.kind == "word":
        return st.sampled_from(allowed.choices)
    if allowed.kind == "switch":
        return st.booleans()
    low, high = allowed.low or 0.0, allowed.high or 0.0
    if allowed.kind == "whole":
        return st.integers(int(low), int(high))
    return st.floats(low, high).map(lambda number: number + 0.0)


def values_in(path: str, most: int = 5) -> st.SearchStrategy[tuple[Value, ...]]:
    return st.lists(value_in(path), min_size=1, max_size=most, unique=True).map(tuple)


@st.composite
def stretches(draw: st.DrawFn, path: str) -> Stretch:
    allowed = found(path)
    whole = allowed.kind == "whole"
    low, high = allowed.low or 0.0, allowed.high or 0.0
    numbers = st.integers(int(low), int(high)).map(float) if whole else st.floats(low, high)
    start, stop = sorted((draw(numbers), draw(numbers)))
    step = float(draw(st.integers(1, 5))) if whole else (high - low) / draw(st.integers(1, 40))
    return Stretch(start, stop, step, whole)


@st.composite
def sources(draw: st.DrawFn, path: str) -> Source:
    allowed = found(path)
    form = draw(st.sampled_from(("choice", "uniform", "triangular")))
    if form == "choice" or not allowed.numeric or (form == "triangular" and allowed.kind == "whole"):
        return Choice(draw(values_in(path)))
    numbers = sorted(float(draw(value_in(path))) for _ in range(3))
    if numbers[0] == numbers[2]:
        numbers = [allowed.low or 0.0, allowed.low or 0.0, allowed.high or 0.0]
    low, mode, high = numbers
    return Uniform(low, high, allowed.kind == "whole") if form == "uniform" else Triangular(low, mode, high)


@st.composite
def designs(draw: st.DrawFn) -> Design:
    inputs = tuple(draw(st.lists(st.sampled_from(PATHS), min_size=1, max_size=4, unique=True)))
    kind = draw(st.sampled_from(("grid", "one-at-a-time", "lhs", "sobol", "table")))
    if kind == "grid":
        axes = [
            draw(st.one_of(values_in(path), stretches(path)) if found(path).numeric else values_in(path))
            for path in inputs
        ]
        return Grid(kind, inputs, tuple(axes))
    if kind == "one-at-a-time":
        base = tuple(draw(value_in(path)) for path in inputs)
        moves = tuple(draw(st.one_of(st.just(()), values_in(path))) for path in inputs)
        return OneAtATime(kind, inputs, base, moves)
    if kind == "table":
        rows = draw(st.lists(st.tuples(*map(value_in, inputs)), min_size=1, max_size=20))
        columns = zip(inputs, zip(*rows, strict=True), strict=True)
        return Table(kind, inputs, tuple(column_of(found(path), column) for path, column in columns))
    drawn = tuple(draw(sources(path)) for path in inputs)
    size = 2 ** draw(st.integers(0, 9)) if kind == "sobol" else draw(st.integers(1, 300))
    return Sample(kind, inputs, drawn, size, draw(st.integers(0, 2**64 - 1)))


@CASES
@given(designs(), st.data())
def test_a_chunk_is_a_slice_of_the_whole(design: Design, data: st.DataObject) -> None:
    size = min(len(design), 2000)
    whole = design.points(0, size)
    first = data.draw(st.integers(0, size))
    count = data.draw(st.integers(0, size - first))
    assert len(whole) == size
    assert design.points(first, count) == whole[first : first + count]


@CASES
@given(designs())
def test_a_record_brings_the_same_points_back(design: Design) -> None:
    spec = json.loads(json.dumps(design.spec(), allow_nan=False))
    again = design_of_spec(spec)
    size = min(len(design), 2000)
    assert len(again) == len(design)
    assert again == design
    points, same = design.points(0, size), again.points(0, size)
    assert points == same
    assert [list(map(type, point)) for point in points] == [list(map(type, point)) for point in same]
    assert again.spec() == design.spec()


def test_whole_numbers_stay_whole_in_a_record() -> None:
    for design in (
        Grid("grid", ("countries.FIN.cap",), (Stretch.of("0:5:2", whole=True),)),
        Sample("lhs", ("countries.FIN.cap",), (Uniform(0.0, 5.0, whole=True),), 6, 1),
    ):
        again = design_of_spec(json.loads(json.dumps(design.spec())))
        assert again == design
        assert all(type(value) is int for point in again.points(0, len(again)) for value in point)


@CASES
@given(designs())
def test_a_record_survives_a_writer_that_knows_one_kind_of_number(design: Design) -> None:
    def plain(value: object) -> object:
        if isinstance(value, dict):
            return {key: plain(below) for key, below in value.items()}
        if isinstance(value, list):
            return [plain(below) for below in value]
        return int(value) if isinstance(value, float) and value.is_integer() else value

    again = design_of_spec(plain(design.spec()))  # type: ignore[arg-type]
    assert again == design
    assert list(map(type, again.points(0, 1)[0])) == list(map(type, design.points(0, 1)[0]))


@CASES
@given(designs())
def test_every_value_fits_its_input_and_lies_between_its_ends(design: Design) -> None:
    for point in design.points(0, min(len(design), 2000)):
        for place, (path, value) in enumerate(zip(design.inputs, point, strict=True)):
            assert fits(found(path), value)
            if found(path).numeric:
                low, high = design.ends(place)
                assert low <= value <= high


@CASES
@given(designs(), st.data())
def test_distinct_settings_are_all_there_and_come_once(design: Design, data: st.DataObject) -> None:
    places = data.draw(st.lists(st.integers(0, len(design.inputs) - 1), min_size=1, unique=True))
    if len(design) > 5000:
        return
    points = design.points(0, len(design))
    met = list(design.settings(places))
    wanted = {tuple(point[place] for place in places) for point in points}
    assert Counter(setting for _, setting in met) == Counter(wanted)
    assert all(tuple(points[number][place] for place in places) == setting for number, setting in met)


@pytest.mark.parametrize(("first", "count"), [(-1, 1), (0, 5), (4, 1), (2, -1)])
def test_points_that_are_not_there(first: int, count: int) -> None:
    design = Grid("grid", ("us.air", "us.ground"), ((0.0, 1.0), (0.0, 1.0)))
    with pytest.raises(IndexError, match="of a design of 4 points"):
        design.points(first, count)


@CASES
@given(st.integers(-300, 300), st.integers(0, 400), st.integers(1, 90), st.sampled_from((1, 10, 100, 1000)))
def test_a_stretch_has_the_values_of_its_range(start: int, width: int, step: int, scale: int) -> None:
    text = f"{start / scale!r}:{(start + width) / scale!r}:{step / scale!r}"
    stretch = Stretch.of(text)
    assert tuple(stretch[index] for index in range(len(stretch))) == range_values(text)


def test_no_value_carries_the_dust_of_addition() -> None:
    stretch = Stretch.of("0:1:0.05")
    assert stretch[3] == 0.15
    assert [type(value) for value in (Stretch.of("0:5:1", whole=True)[2], stretch[0])] == [int, float]


@CASES
@given(st.integers(1, 400), st.integers(1, 4), st.integers(0, 2**32))
def test_a_hypercube_has_one_point_in_every_stratum(size: int, width: int, seed: int) -> None:
    inputs = ("us.air", "us.ground", "deal.hold", "deal.depth")[:width]
    points = Sample("lhs", inputs, (Uniform(0.0, 1.0),) * width, size, seed).points(0, size)
    for column in zip(*points, strict=True):
        # Rounding to twelve decimals can carry a value over the edge of its stratum.
        for stratum, value in enumerate(sorted(column)):
            assert stratum / size - 1e-12 <= value <= (stratum + 1) / size + 1e-12


@CASES
@given(st.integers(0, 10), st.integers(1, 5), st.integers(0, 2**32))
def test_a_sequence_has_one_point_in_every_stratum(power: int, width: int, seed: int) -> None:
    inputs = ("us.air", "us.ground", "deal.hold", "deal.depth", "us.logistics")[:width]
    size = 2**power
    points = Sample("sobol", inputs, (Uniform(0.0, 1.0),) * width, size, seed).points(0, size)
    for column in zip(*points, strict=True):
        assert sorted(math.floor(value * size + 1e-9) for value in column) == list(range(size))


def test_whole_numbers_are_drawn_alike() -> None:
    design = Sample("lhs", ("countries.FIN.cap",), (Uniform(0.0, 5.0, whole=True),), 600, 1)
    assert Counter(value for (value,) in design.points(0, 600)) == dict.fromkeys(range(6), 100)


def test_choices_take_equal_parts() -> None:
    design = Sample("sobol", ("mandate.owner",), (Choice(("eu", "un", "eu", "adhoc")),), 64, 1)
    assert Counter(value for (value,) in design.points(0, 64)) == {"eu": 32, "un": 16, "adhoc": 16}


@CASES
@given(st.floats(-1, 2), st.floats(0, 1), st.floats(0, 1))
def test_a_triangle_is_the_inverse_of_its_distribution(low: float, rise: float, fall: float) -> None:
    if rise + fall < 1e-3:
        return
    mode, high = low + rise, low + rise + fall
    source = Triangular(low, mode, high)
    units = np.linspace(0, 1, 41)
    values = [source.at(unit) for unit in units.tolist()]
    assert (values[0], values[-1]) == pytest.approx((low, high), abs=1e-9)
    assert all(one <= other for one, other in pairwise(values))
    for unit, value in zip(units, values, strict=True):
        below, above = (value - low) ** 2, (high - value) ** 2
        share = below / (high - low) / rise if rise and value < mode else 1 - above / (high - low) / fall if fall else 1
        assert share == pytest.approx(unit, abs=1e-6)


def test_a_drawn_design_is_the_same_again() -> None:
    options = {"kind": "lhs", "over": ["us.air=0:1", "us.ground=0:1"], "points": 50, "seed": 3}
    one, other = (design_of(load("baseline"), **options) for _ in range(2))
    assert one.points(20, 30) == other.points(0, 50)[20:]


@pytest.mark.parametrize("kind", ["lhs", "sobol"])
def test_a_record_of_other_draws_is_refused(kind: str) -> None:
    spec = Sample(kind, ("us.air",), (Uniform(0.0, 1.0),), 8, 1).spec()
    changed = design_of_spec(spec | {"fingerprint": "0" * 16})
    with pytest.raises(OtherPointsError, match="draws other"):
        changed.points(0, 1)


@pytest.mark.parametrize(
    "spec",
    [
        {},
        {"kind": "spiral"},
        {"kind": "grid"},
        {"kind": "grid", "inputs": [{"input": "us.air"}]},
        {"kind": "grid", "inputs": [{"input": "us.gone", "values": [0]}]},
        {"kind": "grid", "inputs": [{"input": "us.air", "values": [2]}]},
        {"kind": "table", "inputs": ["us.air", "us.ground"], "rows": [[0.5]]},
        {"kind": "table", "inputs": ["us.air"], "rows": [[0.5, 1]]},
        {"kind": "table", "inputs": ["us.air", "us.ground"], "rows": [[0.5, 1], [0.5]]},
        {"kind": "sobol", "inputs": [], "points": "8", "seed": 1, "fingerprint": ""},
        {"kind": "lhs", "inputs": [{"input": "us.air", "uniform": [0]}], "points": 1, "seed": 1, "fingerprint": ""},
    ],
)
def test_what_is_no_record(spec: dict[str, object]) -> None:
    with pytest.raises(RecordError):
        design_of_spec(spec)


def test_a_table_keeps_the_lines_of_its_rows(tmp_path: Path) -> None:
    table = tmp_path / "points.csv"
    table.write_text('us.air,mandate.owner\n0,"eu"\n1,un\n', encoding="utf-8")
    design = design_of(load("baseline"), table=table, seed=1)
    assert isinstance(design, Table)
    assert list(design.lines) == [2, 3]
    assert design.spec() == {"kind": "table", "inputs": ["us.air", "mandate.owner"], "rows": [[0.0, "eu"], [1.0, "un"]]}
