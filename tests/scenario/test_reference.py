"""The reference page names every key."""

import re

from simulator.data.parameters import parameters
from simulator.scenario.reference import scenario_reference
from simulator.scenario.schema import ScenarioDocument
from simulator.scenario.values import leaves


def test_every_value_has_a_row() -> None:
    page = scenario_reference()
    assert set(re.findall(r"^\| `([^`]+)` \|", page, re.MULTILINE)) == set(leaves()) | {"extends"}


def test_every_block_has_a_section() -> None:
    sections = set(re.findall(r"^## `(\w+)`", scenario_reference(), re.MULTILINE))
    assert sections == set(ScenarioDocument.model_fields) - {"title", "question", "extends", "as_of"}


def test_a_row_tells_unit_range_default_evidence_and_meaning() -> None:
    page = scenario_reference()
    assert (
        "| `us.backstop` | share | 0 to 1 | 0 | u_pol | reported, moscowtimes_20250212, kyivind_20250409, 2025-02-12 "
        "| Explicit American guarantee behind the force |"
    ) in page
    assert "| `countries.*.cap` | rung | 0 to 5 | from the data | cap_i | codebook |" in page
    assert "| `structure.framework` | true or false |  | true |" in page


def test_the_meanings_of_both_ends_are_told() -> None:
    page = scenario_reference()
    for path, row in parameters().items():
        if row.at_low and row.at_high:
            assert re.search(
                rf"^- `{re.escape(path)}`: .*{re.escape(row.at_low)}; .*{re.escape(row.at_high)}$", page, re.MULTILINE
            )


def test_every_row_has_its_cells() -> None:
    rows = [line for line in scenario_reference().splitlines() if line.startswith("| `")]
    head = {"title", "question", "as_of", "extends"}
    for row in rows:
        name = row.split("`")[1]
        assert len(re.findall(r"(?<!\\)\|", row)) == (5 if name in head else 8)


def test_the_page_is_the_same_each_time() -> None:
    assert scenario_reference() == scenario_reference()
    assert scenario_reference().startswith("# Scenario file\n")
