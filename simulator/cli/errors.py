"""Failures as their receiver should read them, and the exit codes they end with."""

import os
import traceback

MISTAKES, WRONG_COMMAND, FAILED = 1, 2, 3


def explain_failure(error: Exception) -> tuple[int, str]:
    """Return the exit code and the message for an exception.

    Parameters
    ----------
    error
        Anything a command raised.

    Returns
    -------
    tuple
        1 for mistakes in files, 2 for a scenario that does not exist, 3 for a failed simulation, or the code that a
        store of sweeps gives; and the message,
        without a traceback unless ``FORCEMIX_TRACEBACK`` is set.
    """
    from simulator.data.tables import DataError
    from simulator.scenario.diagnostics import ScenarioError, render
    from simulator.scenario.library import UnknownScenario

    if os.environ.get("FORCEMIX_TRACEBACK"):
        traceback.print_exception(error)
    if isinstance(error, ScenarioError):
        return MISTAKES, render(error.mistakes)
    if isinstance(error, UnknownScenario):
        return WRONG_COMMAND, f"error: {error.args[0]}"
    if isinstance(error, DataError | OSError):
        return getattr(error, "exit_code", MISTAKES), f"error: {error}"
    kind = error.__class__.__name__
    return FAILED, f"error: the simulation failed ({kind}: {error}). FORCEMIX_TRACEBACK=1 shows where"
