"""`forcemix replay`: one run of a sweep again, through the Mesa model."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.kept_options import anyway_option, out_option
from simulator.cli.run_options import json_option

if TYPE_CHECKING:
    from simulator.experiments.sweeps.reopening import ReopenedSweep
    from simulator.experiments.sweeps.replaying import Check, Replay, Standing

DIFFERS = 1
RUN_ID = re.compile(r"(?:(?P<sweep>.+):)?(?P<number>[0-9]{1,19})", re.DOTALL)

HELP = """Run one run of a sweep again, through the Mesa model, and compare it with what was kept.

RUN_ID is a whole number, replicate times points plus point, as `forcemix export` writes it; or SWEEP:NUMBER.
SWEEP is a folder, or SCENARIO/ID, or an id alone, or the name of a scenario, which means its newest sweep.

\b
Examples:  forcemix replay 405
           forcemix replay 405 baseline --trace
           forcemix replay baseline/sweep-b5e04139a8:405 --json
"""


@click.command("replay", help=HELP)
@click.argument("run_id", metavar="RUN_ID")
@click.argument("sweep", metavar="[SWEEP]", required=False)
@click.option("--trace", is_flag=True, help="Also print the run round by round.")
@anyway_option
@out_option
@json_option
@click.pass_context
def command(
    ctx: click.Context, run_id: str, sweep: str | None, trace: bool, anyway: bool, out: Path, as_json: bool
) -> None:
    """Run a run again."""
    from simulator.experiments.kept.finding import find_result, newest_result
    from simulator.experiments.sweeps.reopening import reopen
    from simulator.experiments.sweeps.replaying import check, replay

    text, number = _parsed(run_id, sweep)
    path = newest_result(out, "sweep") if text is None else find_result(text, out, "sweep")
    reopened = reopen(path, anyway)
    _check_number(reopened, number)
    run = replay(reopened, number)
    found = check(reopened, run)
    if as_json:
        _print_json(reopened, run, found, trace)
    else:
        _print(reopened, run, found, trace)
    if found.differences:
        ctx.exit(DIFFERS)


def _parsed(run_id: str, sweep: str | None) -> tuple[str | None, int]:
    """Return the sweep that is named, if any, and the number of the run."""
    form = RUN_ID.fullmatch(run_id)
    if form is None:
        raise click.UsageError(f"`{run_id}` is no run: write its number, such as 405, or SWEEP:405")
    if form["sweep"] is not None and sweep is not None:
        raise click.UsageError(f"two sweeps are named: `{form['sweep']}` and `{sweep}`. Leave one of them out")
    return form["sweep"] if sweep is None else sweep, int(form["number"])


def _check_number(reopened: "ReopenedSweep", number: int) -> None:
    manifest = reopened.stored.manifest
    runs = manifest.points * manifest.replicates
    if not number < runs:
        size = f"{manifest.points:,} points with {manifest.replicates:,} runs each"
        allowed = f"allowed: 0 to {runs - 1}" if runs else "none of its runs is planned yet"
        raise click.UsageError(f"run {number} of `{reopened.stored.path.as_posix()}`, which has {size}; {allowed}")


def _print_json(reopened: "ReopenedSweep", run: "Replay", found: "Check", trace: bool) -> None:
    from dataclasses import asdict

    from simulator import __version__
    from simulator.cli.printing.numbers import print_json
    from simulator.experiments.summary import SCHEMA
    from simulator.experiments.tracing import trace as trace_of

    seed = reopened.stored.manifest.seed
    whole: dict[str, Any] = {"schema": SCHEMA, "version": __version__, "sweep": reopened.stored.path.as_posix()}
    whole |= {"scenario": run.scenario.name, "seed": seed, "changed": reopened.changed, **run.to_json()}
    whole["kept"] = found.verdict
    whole["why_not_kept"] = found.missing or None
    whole["differences"] = [asdict(one) for one in found.differences]
    if trace:
        whole["rounds"] = [asdict(entry) for entry in trace_of(run.scenario, seed, run.replicate)]
    print_json(whole)


def _print(reopened: "ReopenedSweep", run: "Replay", found: "Check", trace: bool) -> None:
    from simulator.cli.printing.numbers import plain
    from simulator.cli.printing.tracing import print_trace
    from simulator.experiments.tracing import trace as trace_of

    seed, path = reopened.stored.manifest.seed, reopened.stored.path.as_posix()
    click.secho(plain(f"{run.scenario.name}, run {run.run_id} of {path}"), bold=True)
    click.echo(f"  point {run.point}, replicate {run.replicate}, seed {seed}, through the Mesa model")
    for name, value in run.inputs.items():
        click.echo(f"  {name} {value:g}" if isinstance(value, float) else f"  {name} {value}")
    _print_totals(run)
    _print_countries(run)
    if trace:
        print_trace(trace_of(run.scenario, seed, run.replicate))
    _print_verdict(found, reopened.changed)


def _print_totals(run: "Replay") -> None:
    from simulator.cli.printing.numbers import ENABLER_WORDS, STRENGTH_WORDS

    click.echo()
    for name, persons in run.totals.items():
        click.echo(f"  {STRENGTH_WORDS[name]:<27} {persons:>8,}")
    limits = f"{ENABLER_WORDS[run.limiting]} limits" if run.limiting else "no enabler limits"
    rest = "came to rest by itself" if run.settled else "did not come to rest by itself"
    joins, inside, ground = run.counts.values()
    click.echo(f"  {joins} join, {inside} inside Ukraine, {ground} with ground troops; {limits}; {rest}\n")


def _print_countries(run: "Replay") -> None:
    from simulator.cli.printing.numbers import print_table
    from simulator.data.roster import country_names
    from simulator.rule.ladder import RUNGS

    names, joined = country_names(), run.joined()

    def cells(one: "Standing") -> tuple[str, ...]:
        return (names.get(one.iso3, one.iso3), str(one.rung), RUNGS[one.rung], f"{one.pledged:,}")

    if joined:
        print_table(("", "rung", "", "pledged"), [cells(one) for one in joined], "lrlr")
    out = sorted(names.get(one.iso3, one.iso3) for one in run.countries if one not in joined)
    if out:
        click.echo(click.wrap_text(f"Out: {', '.join(out)}", width=96, initial_indent="  ", subsequent_indent="    "))


def _print_verdict(found: "Check", changed: bool) -> None:
    from simulator.cli.printing.numbers import print_table

    click.echo()
    if found.verdict == "identical":
        click.echo("Identical to the kept row.")
    elif found.verdict == "none":
        click.echo(f"No kept row to compare with: {found.missing}.")
    else:
        click.echo("Not what was kept:")
        rows = [(one.of, _shown(one.kept), _shown(one.replayed)) for one in found.differences]
        print_table(("", "kept", "replayed"), rows, "lrr")
        if changed:
            click.echo("  Code or data have changed since, which may be why.")


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,}" if isinstance(value, int) else str(value) or "none"
