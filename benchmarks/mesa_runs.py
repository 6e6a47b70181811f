"""The contenders that run one agent after the other: Mesa's own ``batch_run``, and our Mesa engine."""

from typing import Any

from simulator.engine.agents import ForceGenerationConference
from simulator.engine.conference import Conference
from simulator.engine.mesa_runs import forget
from simulator.engine.profiles import Profiles

MOST_STEPS = 1_000
"""Steps after which ``batch_run`` gives up; a conference in equilibrium mode comes to rest long before."""


def batch_model(conference: Conference, countries: Profiles) -> type[ForceGenerationConference]:
    """Return a model class whose one parameter is the number of a replicate, as ``batch_run`` wants it.

    Parameters
    ----------
    conference
        The compiled scenario.
    countries
        Countries in a block of replicates.
    """

    class BatchConference(ForceGenerationConference):
        """A conference that says itself when it is at rest."""

        def __init__(self, replicate: int, rng: object = None) -> None:
            # Mesa 3.4 and later hands every model an ``rng``; draws are made beforehand, so none is needed.
            super().__init__(conference=conference, profiles=countries, replicate=replicate)

        def step(self) -> None:
            """Hold one round; stop where it changes nothing."""
            before = self.rungs()
            super().step()
            if self.rungs() == before:
                self.running = False
                # Mesa 3.3 keeps every model for ever; what that costs is not what is compared here.
                forget(self)

    return BatchConference


def run_batch(conference: Conference, countries: Profiles) -> list[dict[str, Any]]:
    """Run a block of replicates through ``mesa.batchrunner.batch_run``, in this process.

    Neither ``iterations`` (Mesa up to 3.3) nor ``rng`` (3.4 and later) is given: one iteration is what both mean then.

    Returns
    -------
    list
        For each replicate, in order, its parameters and what the collector recorded last: joins, inside, ground
        (countries) and pledged (persons).
    """
    from mesa.batchrunner import batch_run

    found: list[dict[str, Any]] = batch_run(
        batch_model(conference, countries),
        parameters={"replicate": range(len(countries))},
        number_processes=1,
        max_steps=MOST_STEPS,
        display_progress=False,
    )
    return found


class UnrecordedConference(ForceGenerationConference):
    """Our Mesa engine without what it records of every round."""

    def _record(self) -> None:
        pass


def run_unrecorded(conference: Conference, countries: Profiles) -> list[list[float]]:
    """Run a block of replicates through our Mesa engine and return the rungs of each."""
    found = []
    for replicate in range(len(countries)):
        model = UnrecordedConference(conference=conference, profiles=countries, replicate=replicate)
        model.settle()
        found.append(model.rungs())
        forget(model)
    return found
