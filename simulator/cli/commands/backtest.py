"""`forcemix backtest`: how well the rule does on past operations, and what it says of others."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from simulator.cli.run_options import jobs_option, json_option, progress_bar, say_compiling, seed_option
from simulator.cli.settings import Settings, pass_settings

HELP = """Score the rule on past operations, or predict others.

Without options every past operation is left out in turn, predicted from the others, and scored beside six
baselines.  --predict does the same for operations the package has never seen; --as-of for today's case, from
statements known on a day.

\b
Examples:  forcemix backtest
           forcemix backtest --predict my-operations -o predictions.csv
           forcemix backtest --as-of 2025-04-30 --target 2025-09-04 -o predictions.csv

\b
--predict FOLDER  operations.csv   columns of the shipped table of operations
                  candidates.csv   operation,date,iso3,active_personnel,gdp_usd_bn,population_m,
                                   defence_spend_pct_gdp,nato,eu; blanks allowed, and widen the prediction
"""


DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.command("backtest", help=HELP)
@click.option(
    "--predict", "folder", type=click.Path(path_type=Path), metavar="FOLDER", help="Predict the operations of a folder."
)
@click.option("--as-of", type=DAY, metavar="DAY", help="Predict today's case from statements known on this day.")
@click.option("--target", type=DAY, metavar="DAY", help="The day to predict (with --as-of).")
@click.option(
    "--truth", type=click.Path(path_type=Path), metavar="FILE",
    help="Score the prediction of --as-of: iso3,any,inside,ground with 0, 1 or blank.",
)  # fmt: skip
@click.option("-o", "--out", type=click.Path(path_type=Path), metavar="FILE", help="Write the predictions as CSV.")
@click.option(
    "-n", "--runs", type=click.IntRange(128, 4_194_304), default=65_536, show_default=True, metavar="N",
    help="Runs of --as-of.",
)  # fmt: skip
@seed_option
@jobs_option
@json_option
@pass_settings
def command(
    settings: Settings,
    folder: Path | None,
    as_of: datetime | None,
    target: datetime | None,
    truth: Path | None,
    out: Path | None,
    runs: int,
    seed: int,
    jobs: int | None,
    as_json: bool,
) -> None:
    """Score or predict."""
    _check(folder, as_of, target, truth, out)
    if folder is not None:
        _predict(folder, out, as_json)
    elif as_of is not None and target is not None:
        _present(settings, as_of.date(), target.date(), truth, out, runs, seed, jobs, as_json)
    else:
        _score(settings, as_json)


def _check(
    folder: Path | None, as_of: datetime | None, target: datetime | None, truth: Path | None, out: Path | None
) -> None:
    if folder is not None and (as_of or target or truth):
        raise click.UsageError("--predict predicts past operations, --as-of the present case: one of the two")
    if (as_of is None) != (target is None):
        raise click.UsageError("--as-of and --target belong together: what is known when, and the day to predict")
    if truth is not None and as_of is None:
        raise click.UsageError("--truth scores a prediction of --as-of and --target")
    if out is not None and folder is None and as_of is None:
        raise click.UsageError("-o writes predictions: with --predict or --as-of. Scores come with --json")


def _score(settings: Settings, as_json: bool) -> None:
    from simulator.cli.printing.backtest import print_backtest
    from simulator.cli.printing.numbers import print_json
    from simulator.evidence.history.boards import read_history
    from simulator.evidence.scoring.backtest import backtest

    def done(name: str) -> None:
        if not as_json:
            settings.note(f"scored: {name.replace('_', ' ')}")

    tables = backtest(read_history(), done)
    if as_json:
        print_json({"schema": 1, "tables": [table.to_json() for table in tables]})
    else:
        print_backtest(tables)


def _predict(folder: Path, out: Path | None, as_json: bool) -> None:
    from simulator.cli.printing.backtest import print_predictions
    from simulator.cli.printing.numbers import print_json
    from simulator.evidence.asked_folder.answers import predict_folder, row_of
    from simulator.evidence.asked_folder.folder import read_asked
    from simulator.experiments.kept.results import csv_text, write_whole

    rows = [row_of(one) for one in predict_folder(read_asked(folder))]
    if out is not None:
        write_whole(out, csv_text(rows))
    if as_json:
        print_json({"schema": 1, "predictions": rows})
    elif out is None:
        print_predictions(rows)
    else:
        click.echo(f"{len(rows)} predictions written to {out.as_posix()}")


def _present(
    settings: Settings,
    as_of: date,
    target: date,
    truth: Path | None,
    out: Path | None,
    runs: int,
    seed: int,
    jobs: int | None,
    as_json: bool,
) -> None:
    from simulator.cli.printing.numbers import print_json
    from simulator.cli.printing.present import print_present, print_present_scores
    from simulator.evidence.present.case import cut, predict_present, present_setting, table_rows
    from simulator.evidence.present.scores import score_present
    from simulator.evidence.present.truth import read_truth
    from simulator.experiments.kept.results import csv_text, write_whole
    from simulator.experiments.pool import cores

    setting = present_setting(as_of, target)
    outcomes = read_truth(truth) if truth is not None else None
    say_compiling(settings)
    vectors, each = cut(runs)
    with progress_bar(settings, "present case", vectors * each) as advance:
        rows = predict_present(as_of, target, seed, runs, jobs or cores(), advance)
    scores = None if outcomes is None else score_present(rows, outcomes, setting.roster)
    if out is not None:
        write_whole(out, csv_text(table_rows(rows)))
    if as_json:
        found: dict[str, Any] = {"schema": 1, "setting": setting.to_json(), "predictions": table_rows(rows)}
        if scores is not None:
            found["scores"] = [one.to_row() for one in scores]
        print_json(found)
        return
    print_present(setting, rows, vectors * each, seed)
    if scores is not None:
        print_present_scores(scores)
    if out is not None:
        click.echo(f"Written to {out.as_posix()}")
