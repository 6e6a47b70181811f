"""A scenario's summary to draw."""

import pytest

from simulator.experiments.running import run_scenario
from simulator.experiments.summary import Summary
from simulator.scenario.library import load


@pytest.fixture(scope="session")
def summary() -> Summary:
    return run_scenario(load("baseline", (), None), 60)
