"""How the command line prints a prediction of the present case and its scores."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.printing.numbers import print_table

if TYPE_CHECKING:
    from simulator.evidence.present.case import PresentRow, PresentSetting
    from simulator.evidence.present.scores import PresentScore

EVENT_WORDS = {"any": "takes part at all", "inside": "inside Ukraine", "ground": "ground troops"}
RULE_WORDS = {"brier": "Brier", "log": "log"}
ALWAYS = "–"


def print_present(setting: "PresentSetting", rows: Sequence["PresentRow"], runs: int, seed: int) -> None:
    """Print a prediction, and what it rests on.

    Parameters
    ----------
    setting
        Ranges of inputs and doubt.
    rows
        The prediction.
    runs, seed
        How many runs were made, and the root seed.
    """
    from simulator.data.roster import country_names

    click.secho(f"Who takes part by {setting.target}, from what was known on {setting.as_of}", bold=True)
    click.echo(f"  {runs:,} runs, seed {seed}; a deal is assumed\n")
    ranked = sorted(rows, key=lambda row: (*(-chance for chance in reversed(row.chances)), row.iso3))
    cells = [(row.iso3, country_names()[row.iso3], *_chances(row)) for row in ranked]
    print_table(("", "", *EVENT_WORDS.values()), cells, "llrrr")
    expected = (
        f"{sum(row.chances[place] for row in rows):.1f} {words}" for place, words in enumerate(EVENT_WORDS.values())
    )
    click.echo(f"  Of 100 cases like this one.  ±: Monte Carlo error.  Expected countries: {', '.join(expected)}.\n")
    _print_setting(setting)


def _chances(row: "PresentRow") -> tuple[str, ...]:
    return tuple(f"{100 * chance:.0f} ±{100 * error:.1f}" for chance, error in zip(row.chances, row.mcse, strict=True))


def _print_setting(setting: "PresentSetting") -> None:
    doubt = setting.doubt
    reversals = f"{doubt.reversals} {'reversal' if doubt.reversals == 1 else 'reversals'}"
    click.echo(
        f"  Inputs: {100 * setting.share:.0f} % of each stated range is open by then (scenario open-inputs).\n"
        f"  Doubt: {reversals} in {doubt.country_months:.0f} country-months, and coders apart on {doubt.misread} of "
        f"{doubt.read} readings: {100 * doubt.share:.0f} % of each\n  chance is the mean over countries.  "
        f"{doubt.spoke} first statements in {doubt.silent_months:.0f} silent country-months: a silent country\n"
        f"  has spoken by then with chance {doubt.speaking:.2f}, and is then like those that have."
    )
    rows = [(one.path, _value(one.today), _spec(one.stated.spec()), _spec(one.source.spec())) for one in setting.inputs]
    print_table(("input", "today", "stated range", "drawn from"), rows, "lrll")


def _value(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value).lower()


def _spec(spec: dict[str, Any]) -> str:
    """Return a distribution in one line; words with their chances of 100."""
    ((kind, values),) = spec.items()
    if kind != "choice":
        return f"{kind} {', '.join(f'{value:.3g}' if value < 1000 else f'{value:,.0f}' for value in values)}"
    shares = {word: 100 * values.count(word) / len(values) for word in dict.fromkeys(values)}
    return ", ".join(f"{_value(word)} {share:.0f}" for word, share in shares.items()) + " of 100"


def print_present_scores(scores: Sequence["PresentScore"]) -> None:
    """Print the scores of a prediction beside its baselines.

    Parameters
    ----------
    scores
        By event, rule and forecaster.
    """
    click.secho("Scores (lower is better; in parentheses: 95 % interval over countries)", bold=True)
    rows = []
    for one in scores:
        first = one.forecaster == "model"
        event = f"{EVENT_WORDS[one.event]}, {one.happened} of {one.countries}" if first else ""
        value = f"{one.value:.3f} ({one.low:.3f}–{one.high:.3f})"
        rows.append((event, RULE_WORDS[one.rule] if first else "", one.forecaster, value, _gain(one)))
    print_table(("", "score", "forecast", "", "model better by"), rows, "lllrl")


def _gain(one: "PresentScore") -> str:
    if one.gain is None or one.gain_low is None or one.gain_high is None:
        return ALWAYS
    words = "" if one.significant else ", not significant"
    return f"{one.gain:+.3f} ({one.gain_low:+.3f} to {one.gain_high:+.3f}){words}"
