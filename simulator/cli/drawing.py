"""The figures that end a run."""

from pathlib import Path

from simulator.experiments.summary import Summary
from simulator.figures import ledger, waterfall
from simulator.figures.frame import save


def draw_run(summary: Summary, folder: Path) -> list[str]:
    """Draw the figures of a run into its folder and return their names."""
    drawn = {"ledger.png": ledger.draw(summary), "waterfall.png": waterfall.draw(summary)}
    for name, figure in drawn.items():
        save(figure, folder / name)
    return list(drawn)
