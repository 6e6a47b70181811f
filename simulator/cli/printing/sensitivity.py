"""How the command line shows what moves an output: tables of layers and inputs, the screening, run noise."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.printing.numbers import plain, print_table, troops

if TYPE_CHECKING:
    from simulator.analysis.sensitivity.indices import Shares
    from simulator.analysis.sensitivity.keeping import StudyRequest
    from simulator.analysis.sensitivity.results import Study
    from simulator.analysis.sensitivity.scrambles import Estimate

WIDE = 0.1
"""Half of an interval of a total index from which on more points are worth their time."""

MUCH = 0.15
"""Total index of the inputs that are screened out, from which on more of them are worth an index of their own."""

DIRECTIONS = {"raises": "raises it", "lowers": "lowers it", "either": "either way", "none": "no change"}
PAGE = 96


def study_json(study: "Study", command: str, folder: Path) -> dict[str, Any]:
    """Return a study as ``--json`` prints it."""
    from simulator import __version__
    from simulator.experiments.summary import SCHEMA

    head = {"schema": SCHEMA, "version": __version__, "command": command, "out": folder.as_posix()}
    return head | study.to_json()


def print_plan(request: "StudyRequest") -> None:
    """Say what is uncertain and what its analysis takes."""
    budget = request.budget
    click.echo(f"{request.scenario.name}: {len(request.inputs)} uncertain inputs{_default_words(request.default)}")
    rows = [(one.path, one.layer, _range_words(one.source.spec())) for one in request.inputs]
    print_table(("input", "layer", "range"), rows, "lll")
    click.echo(
        f"{request.rows:,} points x {budget.runs:,} runs = {request.rows * budget.runs:,} runs at most "
        f"({budget.trajectories} trajectories; {budget.scrambles} designs of {budget.points:,} base points)"
    )
    if request.compiled:
        click.echo(
            f"Compiled one by one, some 50 to 100 a second: about {request.compiled:,} settings of "
            f"{', '.join(request.slow)}"
        )
    click.echo("Nothing was run.")


def _default_words(default: bool) -> str:
    return " (the default set)" if default else ""


def _range_words(spec: dict[str, Any]) -> str:
    ((form, values),) = spec.items()
    listed = ", ".join(f"{value:g}" if isinstance(value, float) else str(value) for value in values)
    return f"{form} {listed}"


def print_study(study: "Study", request: "StudyRequest", folder: Path, seconds: float) -> None:
    """Print a study on standard output.

    Parameters
    ----------
    study
        What was found.
    request
        What was asked for.
    folder
        Where it is kept.
    seconds
        How long it took.
    """
    budget, found = study.budget, study.found
    click.secho(f"{plain(study.scenario)}: what moves {output_name(study)}", bold=True)
    click.echo(
        f"  {len(study.ranges)} uncertain inputs{_default_words(request.default)}, {found.rows:,} points x "
        f"{budget.runs:,} runs, {budget.scrambles} designs, seed {budget.seed}, {seconds:.1f} s"
    )
    click.echo(f"  Mean over all of them: {_amount(study, found.mean)}\n")
    _print_shares(study)
    _print_noise(study)
    _print_screened(study)
    click.echo(
        "\n  Indices describe this model within these ranges, not the world: wider ranges give larger indices.\n"
        f"  In parentheses: 95 % interval over {budget.scrambles} independent designs, each with runs of its own, so "
        "it holds\n  the error of the design and the Monte Carlo error of the runs. It can push small indices below 0."
    )
    if found.rest and found.rest.total.value > MUCH:
        click.echo(
            f"  The inputs screened out still do {_share(found.rest.total.value)} together: "
            f"--top {min(budget.top + found.rest.members, 2 * budget.top)} tells more of them apart."
        )
    if found.widest > WIDE:
        click.echo(
            f"  Some total indices are known to ±{found.widest:.2f} only: --points {4 * budget.points} halves that."
        )
    click.echo(f"\nKept in {folder.as_posix()}/. Draw it: forcemix plot indices {folder.as_posix()}")
    click.echo(f"Repeat: {request.command}")
    click.echo("Results are runs of a model, not forecasts. Limits: forcemix explain limits")


def output_name(study: "Study") -> str:
    """Return what is analysed, in words."""
    return f"the chance of {study.output}" if study.unit == "chance" else f"the mean of {study.output}"


def _print_shares(study: "Study") -> None:
    found = study.found
    screened = {one.path: one for one in found.screened}
    if found.layers:
        rows = [
            (one.name, f"{one.members} inputs" if one.members > 1 else "1 input", *_pair(one)) for one in found.layers
        ]
        print_table(("layer", "", "first order", "total"), rows, "llrr")
        click.echo()
    lines: list[tuple[str, ...]] = [
        (one.name, one.layer, *_pair(one), DIRECTIONS[screened[one.name].direction]) for one in found.inputs
    ]
    if found.rest:
        lines.append((f"the {found.rest.members} others together", "", *_pair(found.rest), ""))
    print_table(("input", "layer", "first order", "total", "more of it"), lines, "llrrl")
    click.echo(
        "  First order: share of the variance of the mean over runs that goes if the input is fixed. Total: with\n"
        f"  all it does together with others. {_together(found.interactions)}"
    )


def _together(share: float) -> str:
    if share < 0.02:
        return "Inputs act one by one: no share of note comes from what they do together."
    return f"About {share:.2f} of the variance comes from what inputs do together."


def _pair(one: "Shares") -> tuple[str, str]:
    return _index(one.first), _index(one.total)


def _index(one: "Estimate") -> str:
    return f"{_share(one.value)} ({_share(one.low)}–{_share(one.high)})"


def _share(value: float) -> str:
    return f"{value + 0.0:.2f}".replace("-0.00", "0.00").replace("-", "−")


def _print_noise(study: "Study") -> None:
    noise = study.found.noise
    click.echo(
        f"\n  Run noise: {_index(noise.share)} of the variance of a single run, with inputs fixed.\n"
        f"  Standard deviation of runs {_amount(study, noise.run_sd)}, of the mean over inputs "
        f"{_amount(study, noise.input_sd)}."
    )


def _amount(study: "Study", one: "Estimate") -> str:
    low, high = (amount_words(study.unit, end) for end in (one.low, one.high))
    unit = " of 100 runs" if study.unit == "chance" else f" {study.unit}"
    return f"{amount_words(study.unit, one.value)}{unit} ({low}–{high})"


def amount_words(unit: str, value: float) -> str:
    """Return a value of the output as it is printed: persons, countries, or runs of 100."""
    if unit == "chance":
        return f"{100.0 * value:.1f}"
    return troops(value) if unit == "persons" else f"{value:.1f}"


def _print_screened(study: "Study") -> None:
    unit = "runs of 100" if study.unit == "chance" else study.unit
    click.echo(f"\n  Screening: change of the output as an input moves over its whole range, {unit}")
    rows = [
        (
            one.path,
            f"{amount_words(study.unit, one.size)} ±{amount_words(study.unit, one.half_width)}",
            DIRECTIONS[one.direction],
            "" if one.kept else "screened out",
        )
        for one in study.found.screened
    ]
    print_table(("input", "mean size", "more of it", ""), rows, "lrll")
