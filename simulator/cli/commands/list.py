"""`forcemix list`: what there is."""

from pathlib import Path

import click

from simulator.cli.choices import SuggestingChoice
from simulator.cli.settings import Settings, pass_settings

KINDS = ("scenarios", "countries", "inputs", "figures")


@click.command("list")
@click.argument(
    "kind", type=SuggestingChoice(KINDS), default="scenarios", metavar="[scenarios|countries|inputs|figures]"
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON on standard output and nothing else there.")
@pass_settings
def command(settings: Settings, kind: str, as_json: bool) -> None:
    """List built-in scenarios and those in this folder; or countries, inputs, figures.

    `*` marks a scenario of your own.
    """
    from simulator.cli.printing.numbers import print_json, print_table

    rows = {
        "scenarios": lambda: _scenarios(settings.project),
        "countries": _countries,
        "inputs": _inputs,
        "figures": _figures,
    }[kind]()
    if as_json:
        print_json(rows)
        return
    rows = [{name: cell for name, cell in row.items() if name != "question" or kind == "figures"} for row in rows]
    print_table(tuple(rows[0]), [tuple(str(cell) for cell in row.values()) for row in rows], "l" * len(rows[0]))


def _scenarios(project: Path) -> list[dict[str, object]]:
    from simulator.scenario.library import listing

    return [
        {
            "own": " " if entry.builtin else "*",
            "scenario": entry.name,
            "title": f"has mistakes: forcemix check {entry.path}" if entry.broken else entry.title,
            "question": entry.question,
        }
        for entry in listing(project)
    ]


def _countries() -> list[dict[str, object]]:
    from simulator.data.roster import load_roster
    from simulator.scenario.schema import ScenarioDocument

    as_of = ScenarioDocument().as_of
    return [
        {
            "iso3": country.iso3,
            "country": country.name,
            "stance": (country.stance() or "silent").replace("_", " "),
            "statements": len(country.statements),
            "U C D B S, coder A": " ".join(str(code) for code in country.coded_by("A").gates[:5]),
            "cap": country.coded_by("A").cap,
            "coder B": " ".join(str(code) for code in country.coded_by("B").gates[:5]),
            "cap B": country.coded_by("B").cap,
            "army": f"{country.army:,}",
            "abroad": f"{country.abroad:,}",
        }
        for country in load_roster(as_of)
    ]


def _inputs() -> list[dict[str, object]]:
    from simulator.data.parameters import parameters

    return [
        {
            "input": row.path,
            "default": "" if row.default is None else f"{row.default:g}",
            "range": f"{row.low:g} to {row.high:g}",
            "unit": row.unit,
            "layer": row.layer,
            "grade": row.grade,
            "meaning": row.meaning,
        }
        for row in parameters().values()
    ]


def _figures() -> list[dict[str, object]]:
    from simulator.figures.registry import FIGURES

    return [{"figure": name, "takes": entry.takes.words, "question": entry.question} for name, entry in FIGURES.items()]
