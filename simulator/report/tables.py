"""Tables: the key numbers of each run, and the countries, with their run noise."""

from collections.abc import Sequence

from simulator.experiments.statistics import Distribution
from simulator.experiments.summary import CountrySummary, Summary
from simulator.figures.ledger.rows import reason_words
from simulator.figures.numerals import in_100, span, troops
from simulator.report.findings import chance_words
from simulator.report.markup import Markup, Words, shortened, table
from simulator.report.material import KeptRun

STRENGTHS = {
    "headline": "Headline, for one tour",
    "pledged": "Pledged, kept up for years",
    "allocated": "Allocated, none too many",
    "usable": "Usable, all limits counted",
}
WIDE = ("8 of 10 runs", "Ground troops", "Inside Ukraine", "Joins", "Below ground troops by")
"""Columns of a country where there is room for them."""

COUNTS = {
    "joins": "Countries that take part in some form",
    "inside": "Countries with people inside Ukraine",
    "ground": "Countries with ground troops",
}


def numbers_table(runs: Sequence[KeptRun]) -> Markup:
    """Return the key numbers, one column a run."""
    summaries = [run.summary for run in runs]
    rows: list[list[Words]] = [["Runs, seed", *(f"{one.runs:,}, {one.seed}" for one in summaries)]]
    for name, label in STRENGTHS.items():
        rows.append([f"{label}: median", *(troops(one.force[name].p50) for one in summaries)])
        rows.append([f"{label}: 8 of 10 runs", *(span(one.force[name].p10, one.force[name].p90) for one in summaries)])
        rows.append([f"{label}: mean ± run noise", *(_mean(one.force[name]) for one in summaries)])
    reaches = dict.fromkeys((reach.strength, reach.troops) for one in summaries for reach in one.reaches)
    for strength, size in reaches:
        if strength in ("pledged", "usable"):
            rows.append([f"Reaches {size:,} {strength}", *(_reached(one, strength, size) for one in summaries)])
    for name, label in COUNTS.items():
        rows.append([f"{label}: median (8 of 10 runs)", *(_count(one.counts[name]) for one in summaries)])
    heads = ["In troops, or runs of 100", *(shortened(one.title) for one in summaries)]
    return table("Medians, ranges and chances by result", heads, rows, numbers=range(1, len(heads)))


def countries_table(runs: Sequence[KeptRun]) -> Markup:
    """Return every country with its mean pledge and its shares of runs, a group of columns a run."""
    summaries = [run.summary for run in runs]
    known = [{country.iso3: country for country in one.countries} for one in summaries]
    names = {iso3: country.name for one in known for iso3, country in one.items()}

    def mean(iso3: str) -> float:
        return max(one[iso3].troops.mean for one in known if iso3 in one)

    alone = len(runs) == 1
    heads = ["Country"]
    for run in runs:
        heads += ["Mean ± run noise", *WIDE] if alone else [f"{run.record.scenario}: mean ± run noise", "Ground troops"]
    rows: list[list[Words]] = []
    for iso3 in sorted(names, key=lambda code: (-mean(code), names[code])):
        row: list[Words] = [names[iso3]]
        for one in known:
            row += _country(one.get(iso3), alone)
        rows.append(row)
    return table(
        "Pledged troops by country, and runs of 100 in which it is counted", heads, rows, numbers=range(1, len(heads))
    )


def _country(country: CountrySummary | None, alone: bool) -> list[Words]:
    if country is None:
        return ["absent", *[""] * (len(WIDE) if alone else 1)]
    spread = country.troops
    if not alone:
        return [_mean(spread), in_100(country.ground)]
    shares = (country.ground, country.inside, country.joins)
    return [_mean(spread), span(spread.p10, spread.p90), *(in_100(share) for share in shares), _reason(country)]


def _reason(country: CountrySummary) -> str:
    """Return what most often keeps a country below ground troops, with its runs of 100."""
    reason = country.main_reason()
    return "" if reason == "none" else f"{reason_words(country)} {in_100(country.binding[reason])}"


def _mean(spread: Distribution) -> str:
    return f"{troops(spread.mean)} ± {troops(spread.mcse)}"


def _reached(summary: Summary, strength: str, size: int) -> str:
    found = [reach.chance for reach in summary.reaches if (reach.strength, reach.troops) == (strength, size)]
    return chance_words(found[0]) if found else "–"


def _count(spread: Distribution) -> str:
    return f"{spread.p50:.0f} ({spread.p10:.0f}–{spread.p90:.0f})"
