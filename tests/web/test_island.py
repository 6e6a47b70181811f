import json
from pathlib import Path

import pytest

from simulator.experiments.explorer.cases import COLUMNS, COUNTS, STRENGTHS
from simulator.experiments.explorer.grid import AXES, MISSION
from simulator.scenario.library import builtin_names
from simulator.scenario.scenario import Scenario
from simulator.web.island import UNIT, file_values, island_text
from simulator.web.packing import unpacked
from tests.explorer_examples import HOSTILE, small_grid, small_island


def test_tables_hold_the_grid() -> None:
    grid, made = small_grid(), small_island()
    shape = [len(grid.missions), *(len(axis.values) for axis in AXES)]
    for place, name in enumerate(STRENGTHS):
        spread = unpacked(made["tables"][f"spread.{name}"], COLUMNS.noise.stop, shape) * UNIT
        assert abs(spread - grid.cases.spread[place]).max() <= UNIT / 2
        reached = unpacked(made["tables"][f"reached.{name}"], made["sizes"], shape)
        assert (reached == grid.cases.reached[place][:, : made["sizes"]]).all()
        assert not grid.cases.reached[place][:, made["sizes"] :].any()
    for place, name in enumerate(COUNTS):
        counted = unpacked(made["tables"][f"counted.{name}"], len(grid.iso3), shape)
        assert (counted == grid.cases.counted[place]).all()


def test_an_island_is_the_same_each_time() -> None:
    assert island_text(small_island()) == island_text(small_island())


def test_no_text_gets_out_of_the_island() -> None:
    text = island_text({"title": HOSTILE})
    assert json.loads(text)["title"] == HOSTILE
    assert text.isascii()
    assert not {"<", ">", "&"} & set(text)


@pytest.mark.parametrize("name", builtin_names())
def test_file_values_and_sliders_give_the_scenario_back(name: str) -> None:
    from simulator.scenario.library import load

    scenario = load(name, (), None)
    values = file_values(scenario)
    assert "us" not in values
    assert not {path.partition(".")[2] for axis in AXES for path in axis.paths} & set(values.get("threat", {}))
    assert same_but_sliders(scenario, values)


def test_file_values_keep_arguments_days_and_sites() -> None:
    from simulator.scenario.library import load

    given = ("countries.FIN.cap=3", "countries.NOR.absent=true", "as_of=2025-04-10", "structure.veto=0.25")
    scenario = load("us-withdraws-midway", given, None)
    values = file_values(scenario)
    assert values["as_of"] == "2025-04-10"
    assert values["countries"]["FIN"]["cap"] == 3
    assert same_but_sliders(scenario, values)


def same_but_sliders(scenario: Scenario, values: dict[str, object]) -> bool:
    """Whether a file of these values is the scenario, whatever the sliders say."""
    import tempfile

    from simulator.scenario.library import load

    document = {**values, "title": scenario.document.title, "question": scenario.document.question}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made.yaml"
        lines = [f"{key}: {value if key == 'as_of' else json.dumps(value)}" for key, value in document.items()]
        path.write_text("\n".join(lines), encoding="utf-8")
        made = load(str(path), (), None).canonical()
    moved = ("us.", MISSION, *(path for axis in AXES for path in axis.paths), "sweep.", "uncertain.")
    wanted = {path: value for path, value in scenario.canonical().items() if not path.startswith(moved)}
    return {path: value for path, value in made.items() if not path.startswith(moved)} == wanted
