"""Why a country stands where it does, in one paragraph that can be pasted: what the runs show, and no more."""

from math import ceil
from typing import TYPE_CHECKING

from simulator.cli.printing.numbers import REASON_WORDS, of_100, plain, with_noise
from simulator.figures.inputs import inner, name
from simulator.figures.numerals import day, listed
from simulator.figures.titles import WITH_ARTICLE
from simulator.rule.ladder import RUNGS, TOP

if TYPE_CHECKING:
    from simulator.analysis.why.explanation import Why
    from simulator.analysis.why.price_accounts import Price
    from simulator.experiments.statistics import Chance

GRAIN = 100
SPEAKABLE = 5.0
"""Runs of 100 from which on a move, or a reason beside the first, is worth a word."""

CLOSED_WORDS = {
    "cap": "by its own refusal or silence",
    "consent": "by its parliament",
    "framework": "as long as no lead is on the ground",
}
"""What closes a rung whatever the inputs."""


def enough(step: float) -> float:
    """Return a step rounded up to hundredths, so that the printed one is still enough."""
    return ceil(GRAIN * step - 1e-9) / GRAIN


def step_words(price: "Price") -> str:
    """Return the median step of a move: ``+0.41``, a fall for a threat, or a share of two ways."""
    if len(price.inputs) > 1:
        return f"{100 * enough(price.step.p50):.0f} % of the way"
    sign = "-" if price.inputs[0].startswith("threat.") else "+"
    each = " each" if price.inputs[0] == "us.involvement" else ""
    return f"{sign}{enough(price.step.p50):.2f}{each}"


def rung_words(rung: int) -> str:
    """Return a rung as it stands in a sentence: ``rung 2 (inside, non-combat)``."""
    return f"rung {rung} ({RUNGS[rung]})"


def with_article(iso3: str, country: str) -> str:
    """Return the name of a country as it stands within a sentence."""
    return f"the {country}" if iso3 in WITH_ARTICLE else country


def paragraph(found: "Why") -> str:
    """Return the paragraph."""
    sentences = [_standing(found), _holding(found), _evidence(found), *_moves(found), *_company(found)]
    closing = (
        "These are runs of a model under stated assumptions, each with run noise as given; they do not say what the "
        "government will do."
    )
    return " ".join([sentence for sentence in sentences if sentence] + [closing])


def _standing(found: "Why") -> str:
    likely = max(range(TOP + 1), key=lambda rung: found.stands[rung].in_100)
    return (
        f"In {found.runs:,} runs of the scenario “{plain(found.title)}” (statements up to {day(found.as_of)}), "
        f"{with_article(found.iso3, found.name)} stands most often on {rung_words(likely)}, in "
        f"{with_noise(found.stands[likely])}, and on "
        f"{rung_words(found.target)} or higher in {with_noise(found.reaches)}."
    )


def _holding(found: "Why") -> str:
    if not found.binding:
        return ""
    names = list(found.binding)
    others = [entry for entry in names[1:] if found.binding[entry].in_100 >= SPEAKABLE]
    text = (
        f"In these runs, what most often keeps it below rung {found.target} is {REASON_WORDS[names[0]]}, "
        f"in {with_noise(found.binding[names[0]])}"
    )
    if others:
        told = [f"{REASON_WORDS[entry]} in {of_100(found.binding[entry].in_100)}" for entry in others]
        text += f"; then {listed(told)}"
    return f"{text}.{_closed(found)}"


def _closed(found: "Why") -> str:
    shut = [f"{CLOSED_WORDS[entry]} in {with_noise(held)}" for entry, held in found.closed.items()]
    return f" Whatever the inputs, that rung is closed {listed(shut)}." if shut else ""


def _evidence(found: "Why") -> str:
    if not found.statements:
        return "It has said nothing that is coded; what holds for it follows from its silence."
    last = found.statements[-1]
    count = len(found.statements)
    basis = "one statement" if count == 1 else f"{count} statements"
    dated = f"{day(last.date.isoformat())} ({plain(last.office)})"
    text = f"The codes behind this rest on {basis}, the last one of {dated}."
    if found.announced:
        text += " Because it has announced ground troops, no condition counts above welcome for its pledge."
    return text


def _moves(found: "Why") -> list[str]:
    if not found.binding:
        return []
    common = [price for price in found.singles if price.lifts.in_100 >= SPEAKABLE]
    if not common:
        return ["With everybody else held in place, no single input lifts it there in 5 of 100 runs or more."]
    first = common[0]
    text = (
        f"With everybody else held in place, {_named(first)} alone is enough in {with_noise(first.lifts)}; in half of "
        f"these {step_words(first)} will do"
    )
    if len(common) > 1:
        rest = [f"{_named(price)} in {of_100(price.lifts.in_100)}" for price in common[1:3]]
        text += f"; {listed(rest)} of 100 runs"
    return [f"{text}.", *_pair(found)]


def _pair(found: "Why") -> list[str]:
    better = better_pairs(found)
    if not better:
        return []
    best = better[0]
    return [
        f"{_capital(_named(best))} moved together are enough in {with_noise(best.lifts)}, in half of these with "
        f"{step_words(best)} of each."
    ]


def better_pairs(found: "Why") -> list["Price"]:
    """Return the pairs that lift in clearly more runs than the better of their inputs alone, the most runs first."""
    from simulator.analysis.why.price_accounts import worth_more

    return [pair for pair in found.pairs if worth_more(pair, found.singles) > _noise(pair.lifts)]


def _noise(chance: "Chance") -> float:
    return (chance.high - chance.low) / 2.0


def _company(found: "Why") -> list[str]:
    account = found.company
    told = []
    if account.waits.in_100 >= SPEAKABLE and account.gap is not None:
        text = (
            f"It waits for others in {with_noise(account.waits)}: there, more company alone would be enough, and the "
            f"median gap is {account.gap.p50:.2f}, on a scale on which 1 is everybody"
        )
        closers = [one for one in account.joiners if one.closes.in_100 >= 1.0][:3]
        if closers:
            text += "; one country alone would close it: " + listed(
                [f"{with_article(one.iso3, one.name)} in {of_100(one.closes.in_100)} of 100 runs" for one in closers]
            )
        told.append(f"{text}.")
    if account.waits_for_lead.in_100 >= SPEAKABLE:
        told.append(f"It waits for a lead on the ground in {with_noise(account.waits_for_lead)}.")
    return told


def _named(price: "Price") -> str:
    return listed([inner(name(path)) for path in price.inputs])


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
