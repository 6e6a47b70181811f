"""The figures that end a run."""

from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.experiments.summary import Summary

FIGURES = ("ledger", "waterfall")


def get_ready() -> None:
    """Begin to import what draws: compiled code lets that go on beside the runs."""
    Thread(target=import_module, args=("simulator.figures.ledger.figure",), daemon=True).start()


def draw_run(summary: "Summary", folder: Path) -> list[str]:
    """Draw the figures of a run into its folder and return their names."""
    from simulator.figures.frame import save
    from simulator.figures.registry import module_of

    names = []
    for name in FIGURES:
        figure = import_module(module_of(name)).draw(summary)
        save(figure, folder / f"{name}.png")
        names.append(f"{name}.png")
    return names
