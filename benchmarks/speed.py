"""Measure the speed of forcemix on this machine: ``python benchmarks/speed.py [--quick] [--json FILE]``."""

import json
import sys
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parent.parent


@click.command()
@click.option("--quick", is_flag=True, help="Fewer and smaller rounds, and no sweep of 10 million runs.")
@click.option("--json", "file", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Also write everything that was measured as JSON.")  # fmt: skip
@click.option("--threads", type=click.IntRange(1, 1024), default=2, show_default=True, metavar="N",
              help="Threads where there is more than one.")  # fmt: skip
def main(quick: bool, file: Path | None, threads: int) -> None:
    """Measure the speed of forcemix on this machine, as runs a second and as ratios to Mesa's batch_run."""
    from benchmarks.contenders import FULL, QUICK
    from benchmarks.goals import goals_of
    from benchmarks.measurement import measure
    from benchmarks.tables import lines_of
    from simulator.experiments.sweeps.parts import write_durably

    if file is not None and not file.absolute().parent.is_dir():
        raise click.BadParameter(f"there is no folder {file.absolute().parent}", param_hint="--json")
    measured = measure(QUICK if quick else FULL, threads, lambda words: click.echo(f"... {words}", err=True))
    goals = goals_of(measured)
    for line in lines_of(measured, goals):
        click.echo(line)
    if file is not None:
        told = measured.to_json() | {"goals": [goal.to_json() for goal in goals]}
        write_durably(file, (json.dumps(told, indent=2, allow_nan=False) + "\n").encode())


if __name__ == "__main__":
    # Run as a script, Python looks for modules beside this file, not in the folder above, where the packages are.
    sys.path.insert(0, str(ROOT))
    main()
