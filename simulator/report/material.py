"""Material: what a report is written from."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from simulator.experiments.kept.records import RunRecord
from simulator.experiments.summary import Summary
from simulator.experiments.sweeps.plan import Manifest
from simulator.figures.registry import FIGURES

if TYPE_CHECKING:
    from simulator.experiments.sweeps.reading import SweepSummary

SWEEP_FIGURES: Mapping[str, str] = MappingProxyType(
    {entry.takes.kind: name for name, entry in FIGURES.items() if entry.takes.kind in ("grid", "one-at-a-time")}
)
"""The figure that shows a sweep, by the kind of its design."""


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
    """A kept sweep that one of :data:`SWEEP_FIGURES` shows.

    Attributes
    ----------
    summary
        All its points.
    manifest
        What was swept, and with what.
    command
        That makes it anew.
    folder
        Where it is kept, as the reader named it.
    """

    summary: "SweepSummary"
    manifest: Manifest
    command: str
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
    explorer: Mapping[str, Any] | None
    command: str

    @property
    def heading(self) -> str:
        """The title of the report."""
        if self.title:
            return self.title
        names = [run.summary.title for run in self.runs]
        return names[0] if len(names) == 1 else f"{names[0]}, and {len(names) - 1} more"
