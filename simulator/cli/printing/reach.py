"""How the command line prints what it would take to reach a force of some size."""

from math import ceil, floor
from typing import TYPE_CHECKING

import click

from simulator.cli.printing.numbers import ENABLER_WORDS, of_100, plain, print_table, troops, with_noise

if TYPE_CHECKING:
    from simulator.analysis.reach.frontier import Change, Frontier, Moved, Reach
    from simulator.analysis.reach.obstacles import Limit, Obstacles

PAGE = 96
SHOWN_LIMITS = 10
GRAIN = 1000
NO_BOUND = "?"
LIMIT_WORDS = {
    "caps": "every refusal and silence, all rungs open to all",
    "enablers": "all enablers carry whatever comes",
    "parliaments": "every parliament agrees",
    "words": "no pledge is tied to its own words",
    "caveats": "no national caveats",
    "record": "larger contingents than ever before",
    "shaving": "nothing is shaved above the size asked for",
    "framework": "no lead needed first",
    "inputs": "all other inputs of the talks at their best",
    "everything": "all of these limits but inputs at once",
}
"""Limits when they are lifted, in words."""


def print_reach(found: "Reach") -> None:
    """Print the answer on standard output."""
    click.secho(f"{plain(found.scenario)}: {plain(found.title)}", bold=True)
    click.echo(
        f"  {found.runs:,} runs, seed {found.seed}, statements up to {found.as_of}; {found.evaluated:,} runs made\n"
    )
    click.echo(f"  Wanted                  {goal_words(found)}")
    click.echo(f"  As the scenario stands  {with_noise(found.now)}")
    click.echo(f"  Everything at its best  {with_noise(found.best)}")
    click.echo(click.wrap_text(f"Searched: {', '.join(found.inputs)}.", PAGE, "  ", "  "))
    click.echo()
    _wrap(verdict_words(found), bold=True)
    if found.singles or found.pairs:
        _print_changes(found)
    if found.together is not None:
        _print_together(found.together)
    if found.frontier is not None:
        _print_frontier(found.frontier)
    if found.obstacles is not None:
        _print_obstacles(found, found.obstacles)


def goal_words(found: "Reach") -> str:
    """Return what is wanted: ``25,000 usable troops or more in 80 of 100 runs``."""
    goal = found.goal
    return f"{goal.troops:,} {goal.strength} troops or more in {goal.in_100:g} of 100 runs"


def verdict_words(found: "Reach") -> str:
    """Return the answer in one or two sentences."""
    if found.verdict == "already":
        return f"Nothing is needed: the scenario as it stands reaches it in {with_noise(found.now)}."
    if found.verdict == "reached":
        alone = found.singles[0].moved[0].input if found.singles else None
        if alone:
            return f"It can be reached in these runs, with the smallest share of the way by {alone} alone."
        return "It can be reached in these runs, but by no single input."
    if found.verdict == "unsure":
        return (
            "No setting of these inputs reaches it in these runs: everything at its best gives "
            f"{with_noise(found.best)}. Run noise does not exclude it; more runs (--runs) would tell."
        )
    return f"It cannot be reached by any setting of these inputs, because {_because(found)}"


def _because(found: "Reach") -> str:
    held = found.obstacles
    everything = f"everything at its best gives it in {with_noise(found.best)}."
    if held is None:
        return everything
    goal = found.goal
    if held.caps_reach.high < goal.in_100:
        kind = "for one tour" if goal.strength == "headline" else "kept up"
        allowed, spread = held.caps_allow, f"{troops(held.caps_allow.p05)}–{troops(held.caps_allow.p95)}"
        return (
            "even all countries on the highest rung that their own words and parliaments leave open come to "
            f"{troops(allowed.p50)} troops {kind} (median; {spread} in 90 of 100 runs), and reach {goal.troops:,} in "
            f"{with_noise(held.caps_reach)}."
        )
    enabler = next(iter(held.limiting), "none")
    if enabler != "none":
        return (
            f"{ENABLER_WORDS[enabler]} carry too little in {with_noise(held.limiting[enabler])} "
            f"among those that fall short; {everything}"
        )
    return everything


def _wrap(text: str, bold: bool = False) -> None:
    click.secho(click.wrap_text(text, PAGE, "  ", "  "), bold=bold)


def _print_changes(found: "Reach") -> None:
    header = ("", "from → least that is enough", "95 % range", "of the way", "there")
    rows = [_change_cells(change) for change in (*found.singles, *found.pairs)]
    click.echo()
    print_table(header, rows, "lllrl")
    click.echo(
        "  Two inputs move the same share of their ways; the cheapest such pairs are shown.  95 % range: run noise."
    )
    falls = max(change.falls for change in (*found.singles, *found.pairs))
    if falls > 0.0:
        _wrap(f"On the way the chance falls by up to {falls:.1f} of 100 runs where pledges above the requirement are "
              "shaved; what is printed is the first value that is enough.")  # fmt: skip


def _change_cells(change: "Change") -> tuple[str, ...]:
    names = " + ".join(moved.input for moved in change.moved)
    values = ", ".join(_moved_words(moved, change.share) for moved in change.moved)
    ranges = ", ".join(_range_words(moved, change) for moved in change.moved)
    return (names, values, ranges, f"{100 * change.share:.0f} %", with_noise(change.chance))


def _moved_words(moved: "Moved", share: float) -> str:
    if moved.before is None or moved.after is None:
        return f"each {100 * share:.0f} % of its way"
    return f"{moved.before:.2f} → {value_words(moved)}"


def value_words(moved: "Moved") -> str:
    """Return the least value that is enough, rounded towards the end that helps, so that it still is."""
    if moved.before is None or moved.after is None:
        return "–"
    away = ceil if moved.after >= moved.before else floor
    return f"{away(GRAIN * moved.after) / GRAIN:.3f}"


def _range_words(moved: "Moved", change: "Change") -> str:
    if moved.low is None:
        high = NO_BOUND if change.high is None else f"{100 * change.high:.0f}"
        return f"{100 * change.low:.0f}–{high} %"
    return _interval(moved)


def _interval(moved: "Moved") -> str:
    low = NO_BOUND if moved.low is None else f"{moved.low:.3f}"
    high = NO_BOUND if moved.high is None else f"{moved.high:.3f}"
    return f"{low}–{high}"


def _print_together(change: "Change") -> None:
    high = NO_BOUND if change.high is None else f"{100 * change.high:.0f}"
    click.echo(f"  All inputs at once: {100 * change.share:.0f} % of the way of each "
               f"({100 * change.low:.0f}–{high} %), there {with_noise(change.chance)}")  # fmt: skip


def _print_frontier(found: "Frontier") -> None:
    first, second = found.inputs
    click.secho(f"\nThe frontier of {first} and {second}", bold=True)
    rows = []
    firsts = [edge.first for edge in found.edges if edge.first is not None]
    away = ceil if firsts and firsts[-1] >= firsts[0] else floor
    for edge in found.edges:
        share = f"{100 * edge.share:.0f} % of its way"
        value = share if edge.first is None else f"{away(GRAIN * edge.first) / GRAIN:.3f}"
        if edge.second is None or edge.chance is None:
            rows.append((value, "not even at its best", "", ""))
            continue
        moved = edge.second
        rows.append((value, value_words(moved), _interval(moved), with_noise(edge.chance)))
    print_table((first, f"least {second}", "95 % range", "there"), rows, "rrll")
    click.echo("  Everything else stays as in the scenario.  ?: not even the best end surely is enough.")


def _print_obstacles(found: "Reach", held: "Obstacles") -> None:
    click.secho("\nWhat is in the way, with everything searched at its best", bold=True)
    bounds = [NO_BOUND if end is None else troops(end) for end in (held.attainable_low, held.attainable_high)]
    size = f"{troops(held.attainable)} {found.goal.strength} troops ({'–'.join(bounds)})"
    click.echo(f"  Reached in {found.goal.in_100:g} of 100 runs: {size}")
    for name, share in held.limiting.items():
        words = "no enabler" if name == "none" else ENABLER_WORDS[name]
        click.echo(f"  Of the runs that fall short, limited by {words}: {with_noise(share)}")
    click.echo(f"  All caps allow {troops(held.caps_allow.p50)} troops (median), and {found.goal.troops:,} in "
               f"{with_noise(held.caps_reach)}")  # fmt: skip
    if not held.limits:
        click.echo("  No limit adds a run when it is lifted alone.")
        return
    rows = [
        (limit_words(limit), with_noise(limit.chance), f"+{of_100(limit.gain)}", _enough(limit, found))
        for limit in held.limits[:SHOWN_LIMITS]
    ]
    print_table(("if this were lifted", "then", "gain", ""), rows, "llrl")
    if len(held.limits) > SHOWN_LIMITS:
        click.echo(f"  … {len(held.limits) - SHOWN_LIMITS} more with smaller gains (--json has them).")


def _enough(limit: "Limit", found: "Reach") -> str:
    return "enough" if limit.chance.in_100 >= found.goal.in_100 else ""


def limit_words(limit: "Limit") -> str:
    """Return a limit when it is lifted, in words."""
    from simulator.data.roster import country_names

    if limit.kind == "cap":
        return f"all rungs open to {country_names()[limit.name]}"
    if limit.kind == "enabler":
        return f"{ENABLER_WORDS[limit.name]} carry whatever comes"
    if limit.kind == "input":
        return f"{limit.name} at its best as well"
    return LIMIT_WORDS[limit.kind]
