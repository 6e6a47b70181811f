"""Material: what a report is written from."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simulator.experiments.records import RunRecord
from simulator.experiments.summary import Summary

if TYPE_CHECKING:
    from collections.abc import Mapping

    from simulator.experiments.sweep_reading import SweepSummary


@dataclass(frozen=True, slots=True)
class KeptRun:
    """A kept run.

    Attributes
    ----------
    summary
        What it comes to.
    record
        What was run, and how.
    folder
        Where it is kept, as the reader named it.
    """

    summary: Summary
    record: RunRecord
    folder: str


@dataclass(frozen=True, slots=True)
class KeptSweep:
    """A kept sweep, and where."""

    summary: "SweepSummary"
    folder: str


@dataclass(frozen=True, slots=True)
class Material:
    """Everything a report is written from.

    Attributes
    ----------
    title
        Of the report; empty for one made of the results.
    runs
        One at least; the first is what the others are held against.
    sweeps
        Sweeps that a figure can be drawn of.
    explorer
        The island of the explorer of the first run; None without one.
    command
        The command that writes the report again.
    """

    title: str
    runs: tuple[KeptRun, ...]
    sweeps: tuple[KeptSweep, ...]
    explorer: "Mapping[str, Any] | None"
    command: str

    @property
    def heading(self) -> str:
        """The title of the report."""
        if self.title:
            return self.title
        names = [run.summary.title for run in self.runs]
        return names[0] if len(names) == 1 else f"{names[0]}, and {len(names) - 1} more"
