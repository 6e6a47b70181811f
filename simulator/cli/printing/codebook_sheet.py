"""How the command line prints the codebook: agreement of its coders, what their doubt does, and shifted codes."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.printing.numbers import print_json, print_table

if TYPE_CHECKING:
    from simulator.cli.settings import Settings
    from simulator.evidence.codes.codebook import Agreement, Widening
    from simulator.evidence.codes.shifting import Shift, Shifting

CODEBOOK = "codebook"
"""What `forcemix show` takes instead of a scenario or a country."""

SHIFTED = "baseline"
ITEM_WORDS = {
    "U": "U  US involvement",
    "C": "C  mandate",
    "D": "D  deal",
    "B": "B  border",
    "S": "S  company",
    "cap": "cap  highest open rung",
}
NO_KAPPA = "–"


def print_codebook(as_of: str | None, as_json: bool) -> None:
    """Print how far the two coders agree, and how much wider thresholds get where they do not.

    Parameters
    ----------
    as_of
        ISO date, or None for the day of the default scenario.
    as_json
        Whether to print JSON instead of tables.

    Raises
    ------
    click.UsageError
        If the date is not a date.
    """
    from simulator.data.roster import load_roster
    from simulator.evidence.codes.codebook import agreement, heard, mean_widening, widenings
    from simulator.scenario.library import load

    document = load(SHIFTED).document
    try:
        day = date.fromisoformat(as_of) if as_of else document.as_of
    except ValueError:
        raise click.UsageError(f"--as-of: `{as_of}` is not a date like 2025-04-30") from None
    roster = load_roster(day)
    spoken = heard(roster)
    groups = {"all": agreement(roster), "with_a_statement": agreement(spoken)}
    wider = widenings(roster, document.structure)
    mean = mean_widening(wider)
    if as_json:
        told = {name: [agreement_row(one) for one in found] for name, found in groups.items()}
        print_json(
            {
                "as_of": day.isoformat(),
                "agreement": told,
                "widening": [widening_row(one) for one in wider],
                "mean_factor": mean,
            }
        )
        return
    click.secho(f"Codebook as of {roster.countries[0].codes[0].as_of.isoformat()}: two coders", bold=True)
    _print_agreement(groups["all"], groups["with_a_statement"])
    click.echo(
        f"  same: countries with the same code, of {len(roster)} and of the {len(spoken)} with a statement.\n"
        "  kappa: Cohen's, unweighted; weighted: by squared distance.  1 is full agreement, 0 what chance gives."
    )
    _print_widening(wider, mean)


def agreement_row(found: "Agreement") -> dict[str, Any]:
    """Return the agreement on one code as a flat row."""
    return {
        "code": found.item,
        "countries": found.countries,
        "same": found.same,
        "percent": found.percent,
        "kappa": found.kappa,
        "kappa_linear": found.linear,
        "kappa_quadratic": found.quadratic,
        "differ": list(found.differ),
    }


def widening_row(found: "Widening") -> dict[str, Any]:
    """Return what doubt does to one threshold as a flat row."""
    return {
        "iso3": found.iso3,
        "code": found.item,
        "codes": list(found.codes),
        "medians": list(found.medians),
        "sd": found.sd,
        "sd_both": found.mixed_sd,
        "factor": found.factor,
        "binds": found.binds,
    }


def _print_agreement(everybody: Sequence["Agreement"], spoken: Sequence["Agreement"]) -> None:
    rows = [
        (ITEM_WORDS[one.item], _same(one), _kappa(one.kappa), _kappa(one.quadratic), _same(other), _kappa(other.kappa),
         _kappa(other.quadratic), " ".join(one.differ))
        for one, other in zip(everybody, spoken, strict=True)
    ]  # fmt: skip
    print_table(
        ("code", "same, all", "kappa", "weighted", "with a statement", "kappa", "weighted", "coded differently"),
        rows,
        "lrrrrrrl",
    )


def _same(one: "Agreement") -> str:
    return f"{one.same} of {one.countries} ({one.percent:.0f} %)"


def _kappa(value: float | None) -> str:
    return NO_KAPPA if value is None else f"{value:.2f}"


def _print_widening(wider: Sequence["Widening"], mean: float | None) -> None:
    click.secho("\nWhat disagreement does: each run draws one coder for each country", bold=True)
    rows = [
        (one.iso3, one.item, " or ".join(map(str, one.codes)), " or ".join(map(_median, one.medians)), f"{one.sd:.3f}",
         f"{one.mixed_sd:.3f}", f"{one.factor:.2f}", "every run" if one.binds == 1.0 else "half of the runs")
        for one in wider
    ]  # fmt: skip
    print_table(
        ("country", "code", "codes", "median", "sd, one coder", "sd, both", "wider by", "binds in"), rows, "lllrrrrl"
    )
    if mean is not None:
        click.echo(f"  Where both coders read the condition, its threshold is {mean:.2f} times as wide on average.")
    click.echo("  Codes are those that hold for a pledge, after the announced and the silence rule.")


def _median(value: float | None) -> str:
    return "none" if value is None else f"{value:g}"


def print_shifting(settings: "Settings", runs: int, seed: int, jobs: int | None, as_json: bool) -> None:
    """Print what shifting every code by one does to `baseline`.

    Parameters
    ----------
    settings
        Decides on the progress bar.
    runs, seed
        Runs of each shift, and the root seed.
    jobs
        Threads; all cores if None.
    as_json
        Whether to print JSON instead of a table.
    """
    from simulator.cli.run_options import progress_bar, say_compiling
    from simulator.evidence.codes.shifting import settings_run, shifting
    from simulator.experiments.pool import cores
    from simulator.scenario.library import load

    scenario = load(SHIFTED)
    say_compiling(settings)
    with progress_bar(settings, "shifted codes", runs * settings_run(scenario)) as advance:
        found = shifting(scenario, runs, seed, jobs or cores(), advance)
    if as_json:
        print_json(found.to_json())
        return
    _print_shifts(found)


def _print_shifts(found: "Shifting") -> None:
    click.secho(f"{found.scenario} with its codes shifted: {found.runs:,} runs each, seed {found.seed}", bold=True)
    held = found.values
    chances = (f"{value:.0f}" for value in found.reaches.values())
    counts = [f"{held[name]:.1f}" for name in ("joins", "inside", "ground")]
    first = ("as coded", "", f"{held['pledged_median']:,.0f}", f"{held['pledged']:,.0f}", *chances, *counts)
    rows = [first, *(_shift_cells(shift) for shift in found.shifts)]
    sizes = (f"reaches {size:,}" for size in found.reaches)
    header = ("codes", "countries", "median pledge", "mean pledge", *sizes, "join", "inside", "ground")
    print_table(header, rows, "lr" + "r" * (len(header) - 2))
    click.echo(
        "  Below the first row: changes against it, with the standard error of paired runs.  reaches: of 100 runs.\n"
        "  Codes stay within 0 to 4, caps within 0 to 5; what was not stated stays unstated.  countries: with a code\n"
        "  that moves.  Where a country has announced ground troops, no code of its words counts above 1 anyway."
    )


def _shift_cells(shift: "Shift") -> tuple[str, ...]:
    by = f" {shift.by:+d}" if shift.by else ""
    median = f"{shift.median.median:+,.0f} ±{shift.median.mcse:,.0f}"
    pledged = shift.means["pledged"]
    counts = (shift.means[name] for name in ("joins", "inside", "ground"))
    return (
        f"{shift.what}{by}",
        str(shift.touched),
        median,
        f"{pledged.mean:+,.0f} ±{pledged.mcse:,.0f}",
        *(f"{chance.in_100:+.1f} ±{chance.mcse:.1f}" for chance in shift.reaches.values()),
        *(f"{change.mean:+.2f} ±{change.mcse:.2f}" for change in counts),
    )
