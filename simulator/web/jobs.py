"""Jobs: one exact run at a time, with how far it is, and a way to stop it."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event, Lock
from typing import TypeVar

Result = TypeVar("Result")

LONGEST = 120.0
"""Seconds that a run may take."""


class BusyError(Exception):
    """Another run is under way."""

    def __init__(self) -> None:
        super().__init__("Another run is under way. Wait for it, or stop it.")


class StoppedError(Exception):
    """A run was stopped before its end; says by what."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the run under way is; nothing where none is."""

    running: bool
    done: int
    runs: int


class Jobs:
    """Runs one job at a time.

    Parameters
    ----------
    longest
        Seconds after which a job is stopped.
    """

    def __init__(self, longest: float = LONGEST) -> None:
        self._longest = longest
        self._lock = Lock()
        self._stop = Event()
        self._deadline = 0.0
        self._progress = Progress(False, 0, 0)

    @property
    def progress(self) -> Progress:
        """How far the run under way is."""
        return self._progress

    def run(self, runs: int, work: Callable[[Callable[[int], None]], Result]) -> Result:
        """Do a job in the calling thread.

        Parameters
        ----------
        runs
            How many runs it has.
        work
            Takes a function to call with the number of runs done since the last call; that function raises once the
            job is to stop.

        Raises
        ------
        BusyError
            If another job is under way.
        StoppedError
            If it was stopped, or took too long.
        """
        if not self._lock.acquire(blocking=False):
            raise BusyError
        try:
            self._stop.clear()
            self._deadline = time.monotonic() + self._longest
            self._progress = Progress(True, 0, runs)
            return work(self._advance)
        finally:
            self._progress = Progress(False, 0, 0)
            self._lock.release()

    def stop(self) -> bool:
        """Ask the job under way to stop, and return whether there is one; it stops with its next block of runs."""
        running = self._progress.running
        self._stop.set()
        return running

    def _advance(self, done: int) -> None:
        self._progress = Progress(True, self._progress.done + done, self._progress.runs)
        if self._stop.is_set():
            raise StoppedError("The run was stopped.")
        if time.monotonic() > self._deadline:
            raise StoppedError(f"The run was stopped after {self._longest:.0f} seconds. Ask for fewer runs.")
