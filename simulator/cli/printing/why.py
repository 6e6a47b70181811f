"""How the command line prints why a country stands where it does."""

from typing import TYPE_CHECKING

import click

from simulator.cli.printing.country_sheet import CODE_WORDS, named_source
from simulator.cli.printing.numbers import REASON_WORDS, of_100, plain, print_table, with_noise
from simulator.cli.printing.why_words import CLOSED_WORDS, better_pairs, enough, paragraph, rung_words, step_words
from simulator.rule.gates import COMPANY, GATES
from simulator.rule.ladder import RUNGS

if TYPE_CHECKING:
    from simulator.analysis.spreads import Spread
    from simulator.analysis.why.explanation import Why
    from simulator.analysis.why.gate_accounts import GateAccount
    from simulator.analysis.why.price_accounts import Price, Value

PAGE = 96
SHOWN_SINGLES, SHOWN_PAIRS, SHOWN_JOINERS = 6, 5, 5
NOTHING = "–"


def print_why(found: "Why", everything: bool) -> None:
    """Print the answer on standard output.

    Parameters
    ----------
    found
        What to print.
    everything
        Whether to print every move and every country, and not the first few.
    """
    click.secho(f"{found.name} in {plain(found.scenario)}: {plain(found.title)}", bold=True)
    click.echo(f"  {found.runs:,} runs, seed {found.seed}, statements up to {found.as_of}\n")
    _print_standing(found)
    _print_gates(found)
    _print_binding(found)
    _print_moves(found, everything)
    _print_company(found, everything)
    _print_statements(found)
    click.secho("\nIn words", bold=True)
    click.echo(click.wrap_text(paragraph(found), PAGE, "  ", "  "))


def _print_standing(found: "Why") -> None:
    for rung, held in enumerate(found.stands):
        mark = "  <- median" if rung == found.median else ""
        click.echo(f"  rung {rung}  {RUNGS[rung]:<22} {with_noise(held):<26}{mark}".rstrip())
    click.echo(f"\n  Asked about: {rung_words(found.target)} or higher, {with_noise(found.reaches)}")


def _print_gates(found: "Why") -> None:
    click.secho(f"\nIts conditions at rung {found.target}", bold=True)
    if not found.gates:
        click.echo("  None that counts there.")
        return
    coders = [entry.coder for entry in found.codes]
    read = [f"coder {coder}" for coder in coders]
    header = ("", *read, "threshold", "needed", "5–95 of 100", "heard", "met when it counts")
    rows = [_gate_cells(account, coders) for account in found.gates]
    print_table(header, rows, "l" + "l" * len(coders) + "rrrrl")
    click.echo("  needed: threshold and what this rung asks beyond rung 3; medians over runs.  heard: the signal.")
    if found.announced:
        click.echo("  Announced rule: it announced ground troops, so no condition counts above welcome for its pledge.")
    if found.silent:
        click.echo("  Silence rule: it is open or undecided and said nothing of company, so it counts as waiting.")
    if found.argument:
        click.echo(click.wrap_text(f"The scenario argues: {plain(found.argument)}", PAGE, "  ", "  "))


def _gate_cells(account: "GateAccount", coders: list[str]) -> tuple[str, ...]:
    codes = [_code_words(account, coder) for coder in coders]
    return (
        REASON_WORDS[account.gate],
        *codes,
        _median(account.threshold),
        _median(account.needed),
        f"{account.needed.p05:.2f}–{account.needed.p95:.2f}",
        _median(account.signal),
        with_noise(account.met),
    )


def _code_words(account: "GateAccount", coder: str) -> str:
    holds, said = account.codes[coder], account.said[coder]
    words = f"{holds} {CODE_WORDS[holds]}"
    return words if holds == said else f"{words} (said {said})"


def _median(found: "Spread") -> str:
    return f"{found.p50:.2f}"


def _print_binding(found: "Why") -> None:
    if found.binding:
        click.secho(f"\nWhat keeps it below rung {found.target}", bold=True)
        for name, held in found.binding.items():
            click.echo(f"  {REASON_WORDS[name]:<24} {with_noise(held)}")
    for name, held in found.closed.items():
        click.echo(f"  Closed whatever the inputs, {CLOSED_WORDS[name]}: {with_noise(held)}")


def _print_moves(found: "Why", everything: bool) -> None:
    click.secho(f"\nWhat would be enough for rung {found.target}, everybody else held in place", bold=True)
    singles = found.singles if everything else found.singles[:SHOWN_SINGLES]
    if not singles:
        click.echo("  No single input in any run.")
    else:
        rows = [_price_cells(price) for price in singles]
        print_table(("one input", "median step", "middle half", "from → to", "enough in"), rows, "lrrll")
    better = better_pairs(found)
    pairs = found.pairs if everything else better[:SHOWN_PAIRS]
    if pairs:
        rows = [_price_cells(price) for price in pairs]
        head = "two inputs, the same share of their ways"
        print_table((head, "median step", "middle half", "from → to", "enough in"), rows, "lrrll")
    else:
        click.echo("  No two inputs in clearly more runs than the better of them alone.")
    if not singles and not pairs:
        return
    more = len(found.singles) + len(better) - len(singles) - min(len(better), SHOWN_PAIRS)
    click.echo(
        "  Steps and ends are rounded up, so that what is printed is enough in half of the runs counted at the right."
    )
    if more > 0 and not everything:
        click.echo("  --all shows every move.")


def _price_cells(price: "Price") -> tuple[str, ...]:
    pair = len(price.inputs) > 1
    unit, scale = (" %", 100.0) if pair else ("", 1.0)
    digits = 0 if pair else 2
    middle = f"{scale * price.step.p25:.{digits}f}–{scale * price.step.p75:.{digits}f}{unit}"
    step = f"{step_words(price).replace(' of the way', '')} {_noise_words(price)}"
    return (" + ".join(price.inputs), step, middle, ", ".join(map(_value_words, price.values)), with_noise(price.lifts))


def _noise_words(price: "Price") -> str:
    """Return the 95 % interval of the median step, in the unit of the step."""
    pair = len(price.inputs) > 1
    ends = [
        "?" if end is None else f"{100 * enough(end):.0f}" if pair else f"{enough(end):.2f}"
        for end in (price.step.low, price.step.high)
    ]
    return f"({'–'.join(ends)})"


def _value_words(value: "Value") -> str:
    if value.before is None or value.after is None:
        return NOTHING
    way = enough(abs(value.after - value.before))
    end = min(1.0, value.before + way) if value.after >= value.before else max(0.0, value.before - way)
    return f"{value.before:.2f} → {end:.2f}"


def _print_company(found: "Why", everything: bool) -> None:
    account = found.company
    click.secho("\nCompany of others", bold=True)
    click.echo(f"  hears {_range(account.heard)}  (median, 5–95 of 100 runs; 1 is everybody)")
    if not any(one.gate == GATES[COMPANY] for one in found.gates):
        click.echo(f"  counts for nothing at rung {found.target}: it is no condition of this country there")
    else:
        needed = "" if account.critical is None else f"needs {_range(account.critical)} where company can decide; "
        never = of_100(account.never.in_100)
        click.echo(f"  {needed}no company is enough in {never} of 100 runs")
        click.echo(f"  waits for others in {with_noise(account.waits)}")
    if account.waits_for_lead.in_100 > 0.0:
        leads = " ".join(account.leads)
        click.echo(f"  waits for a lead ({leads}) on rung 4 in {with_noise(account.waits_for_lead)}")
    if account.gap is None:
        return
    click.echo(f"  gap where it waits: {_range(account.gap)}; all others on their highest open rungs close it in "
               f"{with_noise(account.together)}")  # fmt: skip
    joiners = account.joiners if everything else account.joiners[:SHOWN_JOINERS]
    rows = [(one.name, f"+{one.adds.p50:.3f}", with_noise(one.closes)) for one in joiners]
    if rows:
        print_table(("on its highest open rung", "adds", "closes the gap alone in"), rows, "lrl")


def _range(found: "Spread") -> str:
    return f"{found.p50:.2f} ({found.p05:.2f}–{found.p95:.2f})"


def _print_statements(found: "Why") -> None:
    click.secho("\nWhat the codes rest on", bold=True)
    if not found.statements:
        click.echo("  No statement; what holds follows from its silence.")
    for item in found.statements:
        gates = [REASON_WORDS[account.gate] for account in found.gates if account.named and item in account.statements]
        names = f"  names: {', '.join(gates)}" if gates else ""
        click.echo(f"  {item.id}  {item.date.isoformat()}  {plain(item.office)}  [{item.quality}]{names}")
        click.echo(click.wrap_text(plain(item.summary), PAGE, "      ", "      "))
        click.echo(f"      {named_source(item.source)}")
    for entry in found.codes:
        click.echo(click.wrap_text(
            f"coder {entry.coder}: {plain(entry.note)} Highest open rung {entry.cap} ({entry.cap_basis}).",
            PAGE, "  ", "      "))  # fmt: skip
