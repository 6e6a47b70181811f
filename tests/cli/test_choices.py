from simulator.analysis.sensitivity.results import PERSONS
from simulator.cli.choices import STRENGTHS
from simulator.engine.force import STRENGTHS as OF_THE_FORCE
from simulator.engine.totals import TOTALS


def test_strengths_of_the_command_line_are_those_of_the_force() -> None:
    assert STRENGTHS == OF_THE_FORCE == TOTALS == PERSONS
