"""`forcemix plot`: draw a figure of kept results, with its data and its words."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import click

from simulator.cli.choices import STRENGTHS, SuggestingChoice
from simulator.cli.kept_options import results_option
from simulator.cli.run_options import LARGEST_FORCE, json_option
from simulator.cli.settings import Settings, pass_settings
from simulator.figures.registry import FIGURES, FORMATS, PAGES

DEFAULT_OUT = "figures"
COUNTS = ("joins", "inside", "ground")

HELP = """Draw a figure of kept results as PNG, SVG or PDF, with its data as CSV and its words as text.

FIGURE is a name from `forcemix list figures`; `forcemix explain FIGURE` says how to read it, and how it can mislead.
RESULT is a folder, or SCENARIO/ID, or an id alone, or the name of a scenario, which means its newest result; a
scenario that was not run yet is run.  Without RESULT, the newest that fits is drawn.

\b
Examples:  forcemix plot ledger baseline
           forcemix plot dots baseline us-backstop clear-mandate --strength usable --threshold 15000
           forcemix plot tipping baseline --format svg --format pdf --size slide
           forcemix plot waterfall baseline/1f245810c2 --mono -o brief/figure-2.png
           forcemix plot why baseline --country FIN
"""


@click.command("plot", help=HELP)
@click.argument("figure", type=SuggestingChoice(tuple(FIGURES)), metavar="FIGURE")
@click.argument("results", metavar="[RESULT]...", nargs=-1)
@click.option(
    "--format", "forms", type=SuggestingChoice(FORMATS), multiple=True, metavar="png|svg|pdf",
    help="Repeatable.  [default: by the ending of --out, else png]",
)  # fmt: skip
@click.option(
    "--size", type=SuggestingChoice(PAGES), default="a4", show_default=True, metavar="a4|slide|square",
    help="Text width of a page, as high as needed; 16:9; or square.",
)  # fmt: skip
@click.option("--mono", is_flag=True, help="Greys only, for printing.")
@click.option(
    "--strength", type=SuggestingChoice(STRENGTHS), metavar="|".join(STRENGTHS), help="Strength of the force to draw.",
)  # fmt: skip
@click.option(
    "--threshold", "thresholds", type=click.IntRange(1, LARGEST_FORCE), multiple=True, metavar="TROOPS",
    help="Size of the force to mark. Repeatable where a figure has several.",
)  # fmt: skip
@click.option(
    "--count", type=SuggestingChoice(COUNTS), metavar="|".join(COUNTS),
    help="What counts: taking part, people inside Ukraine, ground troops.",
)  # fmt: skip
@click.option("--country", metavar="ISO3", help="The country that `why` is about: a code of `forcemix list countries`.")
@click.option(
    "-o", "--out", default=DEFAULT_OUT, show_default=True, metavar="FILE|DIR",
    help="Where to write: a folder, or a file whose ending is a format.",
)  # fmt: skip
@click.option("--force", is_flag=True, help="Overwrite files.")
@results_option
@json_option
@pass_settings
def command(
    settings: Settings,
    figure: str,
    results: tuple[str, ...],
    forms: tuple[str, ...],
    size: str,
    mono: bool,
    strength: str | None,
    thresholds: tuple[int, ...],
    count: str | None,
    country: str | None,
    out: str,
    force: bool,
    kept: Path,
    as_json: bool,
) -> None:
    """Draw a figure."""
    from simulator.cli.chosen.plot_results import Choosing, opened
    from simulator.figures.drawing import Choices, picture, write
    from simulator.figures.frame import SIZES

    sizes = tuple(sorted(set(thresholds)))
    _check_choices(figure, strength, sizes, count)
    iso3 = _country_of(figure, country)
    chosen = Choosing(settings, figure, kept, sizes).chosen(results)
    target = target_of(out, forms, _name(f"{figure}-{iso3}" if iso3 else figure, [one.scenario for one in chosen]))
    _check_free(target, force)
    paths, data = opened(settings, figure, chosen, kept, sizes, iso3)
    drawn = picture(figure, data, Choices(strength, sizes, count), SIZES[size], mono)
    _make_folder(target.stem.parent)
    _tell(figure, paths, write(drawn, target.stem, target.forms), as_json)


class Target(NamedTuple):
    """Where a figure goes: the path of its files without their endings, and the formats of the picture."""

    stem: Path
    forms: tuple[str, ...]


def target_of(out: str, forms: Sequence[str], name: str) -> Target:
    """Return where a figure goes.

    Parameters
    ----------
    out
        A folder, or a file that ends in a format.
    forms
        Formats asked for.
    name
        Of the files in a folder.

    Raises
    ------
    click.UsageError
        If the file ends in none of the formats, or in another one than is asked for.
    """
    asked = tuple(dict.fromkeys(forms))
    path = Path(out)
    ending = path.suffix[1:].lower()
    if out.endswith(("/", "\\")) or path.is_dir() or not ending:
        return Target(path / name, asked or FORMATS[:1])
    if ending not in FORMATS:
        raise click.UsageError(
            f"`{out}` does not end in .png, .svg or .pdf. A folder that is not there yet is given with a / at its end"
        )
    if asked and asked != (ending,):
        raise click.UsageError(
            f"`{out}` is a file of one format, and --format asks for {', '.join(asked)}. Give a folder"
        )
    return Target(path.with_suffix(""), (ending,))


def _name(figure: str, scenarios: Sequence[str]) -> str:
    """Return what the files of a figure are called: of one result also by its scenario."""
    return f"{figure}-{scenarios[0]}" if len(scenarios) == 1 and scenarios[0] else figure


def _check_choices(figure: str, strength: str | None, sizes: Sequence[int], count: str | None) -> None:
    """Make sure that a figure has what is chosen."""
    entry = FIGURES[figure]
    given = {"strength": strength, "threshold": sizes, "count": count}
    odd = [f"--{name}" for name, value in given.items() if value and name not in entry.options]
    if odd:
        has = " and ".join(f"--{name}" for name in entry.options)
        raise click.UsageError(f"`{figure}` has no {' and no '.join(odd)}{f'; it has {has}' if has else ''}")
    if len(sizes) > entry.sizes:
        raise click.UsageError(f"`{figure}` shows at most {entry.sizes} --threshold, and {len(sizes)} are given")


def _country_of(figure: str, country: str | None) -> str | None:
    """Return the code of the country that a figure is about; None where it is about none."""
    if FIGURES[figure].takes.kind != "country":
        if country is not None:
            raise click.UsageError(f"`{figure}` has no --country")
        return None
    if country is None:
        raise click.UsageError(f"Which country? For example: forcemix plot {figure} baseline --country FIN")
    from simulator.cli.commands.why import country_code

    return country_code(country)


def _check_free(target: Target, force: bool) -> None:
    """Make sure, before anything is run or drawn, that nothing is overwritten by accident."""
    from simulator.figures.drawing import paths

    there = [path for path in paths(*target) if path.exists()]
    if folders := [path for path in there if path.is_dir()]:
        raise click.UsageError(f"{folders[0].as_posix()} is a folder")
    if there and not force:
        listed = ", ".join(path.as_posix() for path in there)
        raise click.UsageError(f"{listed} exist{'s' if len(there) == 1 else ''}. Overwrite with --force, or give -o")


def _make_folder(folder: Path) -> None:
    from simulator.experiments.kept.results import ResultsError

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ResultsError(f"figures cannot be written to `{folder.as_posix()}` ({error.strerror})") from error


def _tell(figure: str, results: Sequence[Path], written: Sequence[Path], as_json: bool) -> None:
    from simulator import __version__
    from simulator.cli.printing.numbers import print_json
    from simulator.experiments.summary import SCHEMA

    files = [path.as_posix() for path in written]
    drawn_of = [path.as_posix() for path in results]
    if as_json:
        print_json({"schema": SCHEMA, "version": __version__, "figure": figure, "results": drawn_of, "files": files})
        return
    click.echo(f"Wrote {', '.join(files)} (alt text), drawn of {', '.join(drawn_of)}.")
