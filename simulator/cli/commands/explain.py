"""`forcemix explain`: what a word of the inputs, outputs or errors means."""

from difflib import get_close_matches

import click

from simulator.cli.settings import Settings, pass_settings


@click.command("explain")
@click.argument("thing")
@pass_settings
def command(settings: Settings, thing: str) -> None:
    """Explain an input, a country, an output, a figure, an error code, or `limits`."""
    from simulator.cli.printing.country_sheet import print_country
    from simulator.data.glossary import glossary
    from simulator.data.parameters import parameters
    from simulator.data.roster import country_names
    from simulator.evidence.asked_folder.codes import CODES as ASKED_CODES
    from simulator.evidence.present.truth_codes import CODES as TRUTH_CODES
    from simulator.experiments.comparing.codes import CODES as CONDITION_CODES
    from simulator.experiments.designs.codes import CODES as DESIGN_CODES
    from simulator.figures.registry import FIGURES
    from simulator.scenario.diagnostics import CODES as SCENARIO_CODES

    codes = {**SCENARIO_CODES, **DESIGN_CODES, **CONDITION_CODES, **ASKED_CODES, **TRUTH_CODES}
    if thing in parameters():
        _explain_parameter(thing)
    elif thing in country_names():
        print_country(thing, None, as_json=False)
    elif thing in glossary():
        _say(thing, glossary()[thing])
    elif thing in FIGURES:
        _explain_figure(thing)
    elif thing.upper() in codes:
        title, text = codes[thing.upper()]
        _say(f"{thing.upper()}: {title}", text)
    else:
        known = [*parameters(), *country_names(), *glossary(), *FIGURES, *codes]
        near = get_close_matches(thing, known, n=3)
        hint = f" Did you mean {', '.join(f'`{word}`' for word in near)}?" if near else ""
        words = ", ".join(glossary())
        raise click.UsageError(f"nothing is called `{thing}`.{hint} Words: {words}; inputs: forcemix list inputs")


def _say(head: str, text: str) -> None:
    click.secho(head, bold=True)
    click.echo(click.wrap_text(text, width=96, initial_indent="  ", subsequent_indent="  "))


def _explain_figure(name: str) -> None:
    from simulator.figures.registry import FIGURES

    entry = FIGURES[name]
    _say(f"Figure {name}: {entry.question}", entry.reading)
    click.echo(click.wrap_text(f"Beware: {entry.misleading}", 96, "  ", "  "))
    choices = f"; choices: {', '.join(f'--{option}' for option in entry.options)}" if entry.options else ""
    click.echo(f"  Drawn of {entry.takes.words}{choices}.")
    scenarios = "baseline us-backstop" if entry.takes.most > 1 else "baseline"
    if entry.takes.kind not in ("runs", "country"):
        click.echo(f"  Run first: {entry.takes.maker('baseline')}")
    country = " --country FIN" if entry.takes.kind == "country" else ""
    click.echo(f"  Draw it: forcemix plot {name} {scenarios}{country}")


def _explain_parameter(path: str) -> None:
    from simulator.cli.printing.country_sheet import named_source
    from simulator.data.parameters import parameter

    row = parameter(path)
    _say(f"{path}{f'  ({row.symbol})' if row.symbol else ''}", f"{row.meaning}.")
    if row.at_low:
        click.echo(f"  {row.low:g} means: {row.at_low}")
    if row.at_high:
        click.echo(f"  {row.high:g} means: {row.at_high}")
    click.echo(f"  Range {row.low:g} to {row.high:g}, unit {row.unit}, layer {row.layer}.")
    if row.default is not None:
        click.echo(f"  Default {row.default:g}: {row.grade}, {row.date}, {named_source(row.source)}.")
    click.echo(f"  Change it: forcemix run baseline --set {path.replace('*', 'FIN', 1).replace('*', 'us')}=VALUE")
