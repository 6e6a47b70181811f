"""The figures that end a run, drawn here or by a process of their own that gets ready while the runs are done.

Getting ready to draw takes as long as a few thousand runs.  The other process is sent the summary through a pipe and
ends when the pipe is closed, however this one ends.
"""

import os
import pickle  # between two processes of one command, never from a file
import signal
import subprocess
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from simulator.experiments.summary import Summary

WORTH_A_PROCESS = 2000
"""Runs from which on a process of its own saves time."""

HEAD = 8
FIGURES = ("ledger", "waterfall")


class Artist:
    """Draws the figures of runs; use it in a ``with`` block that begins before the runs.

    Parameters
    ----------
    runs
        How many runs are about to be done: many make a process of its own worth while.
    """

    def __init__(self, runs: int) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        if runs >= WORTH_A_PROCESS and (os.cpu_count() or 1) > 1 and sys.executable:
            with suppress(OSError):
                self._process = subprocess.Popen(  # noqa: S603  # this very program
                    [sys.executable, "-m", __name__], stdin=subprocess.PIPE, stdout=subprocess.PIPE
                )
        if self._process is None:
            # Compiled code lets this thread run beside it.
            Thread(target=import_module, args=("simulator.figures.ledger",), daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        process = self._process
        if process is None:
            return
        with suppress(OSError):
            # Closes the pipes and waits; the other process leaves when its standard input ends.
            process.__exit__(kind, error, trace)

    def draw(self, summary: "Summary", folder: Path) -> list[str]:
        """Draw the figures of a run into its folder and return their names."""
        if self._process is not None and self._sent(summary, folder):
            return [f"{name}.png" for name in FIGURES]
        return draw_run(summary, folder)

    def _sent(self, summary: "Summary", folder: Path) -> bool:
        """Have the other process draw; False where it cannot, so that this one may."""
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            return False
        letter = pickle.dumps((summary, folder))
        try:
            process.stdin.write(len(letter).to_bytes(HEAD, "little") + letter)
            process.stdin.flush()
            return process.stdout.readline() == b"drawn\n"
        except OSError:
            return False


def draw_run(summary: "Summary", folder: Path) -> list[str]:
    """Draw the figures of a run into its folder and return their names."""
    from simulator.figures.frame import save

    names = []
    for name in FIGURES:
        figure = import_module(f"simulator.figures.{name}").draw(summary)
        save(figure, folder / f"{name}.png")
        names.append(f"{name}.png")
    return names


def serve() -> None:
    """Draw what comes through standard input until it ends; Ctrl-C is the other process's business."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in FIGURES:
        import_module(f"simulator.figures.{name}")
    while head := sys.stdin.buffer.read(HEAD):
        letter = sys.stdin.buffer.read(int.from_bytes(head, "little"))
        summary, folder = pickle.loads(letter)  # noqa: S301  # from the process that started this one
        draw_run(summary, folder)
        sys.stdout.write("drawn\n")
        sys.stdout.flush()


if __name__ == "__main__":
    serve()
    os._exit(0)
