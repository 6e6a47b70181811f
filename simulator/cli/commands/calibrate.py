"""`forcemix calibrate`: fit the numbers that past operations share."""

from pathlib import Path

import click

from simulator.cli.run_options import json_option
from simulator.cli.settings import Settings, pass_settings

HELP = """Fit the numbers that all past operations share, and show how much they narrow.

Settings that some operation rules out are dropped first (history matching); the likelihood is exact.  -o writes
the two tables that the package ships, to compare or to keep.

\b
Examples:  forcemix calibrate
           forcemix calibrate -o my-calibration
"""


@click.command("calibrate", help=HELP)
@click.option("-o", "--out", type=click.Path(path_type=Path), metavar="DIR", help="Write the tables into this folder.")
@json_option
@pass_settings
def command(settings: Settings, out: Path | None, as_json: bool) -> None:
    """Fit and print."""
    from dataclasses import asdict

    from simulator.cli.printing.backtest import print_calibration
    from simulator.cli.printing.numbers import print_json
    from simulator.evidence.fitting.calibration import VERSION, numbers_of, ridges_of, tables_of
    from simulator.evidence.history.boards import read_history
    from simulator.evidence.scoring.hindcast import learn
    from simulator.experiments.kept.results import write_whole

    learnt = learn(read_history(), match=True)
    numbers, ridges, wave = numbers_of(learnt), ridges_of(learnt), learnt.wave
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        for name, text in tables_of(learnt).items():
            write_whole(out / name, text)
    if as_json:
        print_json(
            {
                "schema": 1,
                "version": VERSION,
                "numbers": [asdict(one) for one in numbers],
                "ridges": [asdict(one) for one in ridges],
                "history_matching": None if wave is None else {"tried": wave.tried, "kept": wave.kept},
            }
        )
        return
    print_calibration(numbers, ridges, wave)
    if out is not None:
        settings.note(f"Written to {out.as_posix()}/")
