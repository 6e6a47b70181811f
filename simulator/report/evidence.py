"""Evidence: the assumptions behind the results, each with its range, its grade and its source."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from re import split

from simulator.data.countries import Country, Statement
from simulator.data.parameters import Parameter, parameter, parameters
from simulator.data.roster import Roster, load_roster
from simulator.data.tables import read_table
from simulator.experiments.kept.records import Scalar
from simulator.figures.inputs import name as input_name
from simulator.figures.inputs import value_words
from simulator.figures.numerals import day
from simulator.report.markup import Markup, Words, details, element, html, joined, link, listing, paragraph, table
from simulator.report.material import KeptRun
from simulator.rule.gates import GATES

STANCES = {
    "will_send_ground": "will send ground troops",
    "open_conditional": "open, on conditions",
    "undecided": "undecided",
    "logistics_or_training_only": "logistics or training only",
    "non_ground_only": "no ground troops, other help",
    "will_not_send": "will not send",
}
CAP_BASIS = {"stated": "stated", "inferred": "inferred", "default": "assumed"}
BOTH = "both"
DESCRIBING = ("title", "question")


def evidence(runs: Sequence[KeptRun]) -> Markup:
    """Return the assumptions of some runs: inputs, all parameters, countries and statements, with their sources.

    Parameters
    ----------
    runs
        One at least; countries are coded as of the day of the first.
    """
    roster = _roster(runs[0])
    coder = str(runs[0].record.inputs.get("structure.coder", "A"))
    cited = _Cited()
    pieces = [
        paragraph(
            "Every number of the model has a default with a source or a reason. Grades: measured, reported by a "
            "source, or judged by us. Judged numbers deserve the most doubt."
        ),
        _inputs_table(runs, cited),
        _arguments(runs),
        details("Every parameter of the rule", _parameters_table(runs, cited), class_="folded"),
        details("How each country is coded", _codes_table(roster, coder), class_="folded"),
        details(
            f"The statements they rest on, up to {day(runs[0].summary.as_of)}", _statements_table(roster, cited),
            class_="folded",
        ),
    ]  # fmt: skip
    # The list of sources comes last, because everything before adds to it.
    return joined([*pieces, details("Sources", cited.listing(), class_="printed")])


def _roster(run: KeptRun) -> Roster:
    since = run.record.inputs.get("capacity.record_since", parameter("capacity.record_since").default)
    return load_roster(date.fromisoformat(run.summary.as_of), record_since=int(float(since or 0)))


class _Cited:
    """Collects sources as they are cited, and numbers them."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def mark(self, text: str) -> Words:
        """Return marks for the sources in a text, or the text where it names none."""
        known = [part for part in split(r"[;, ]+", text) if part in _sources()]
        if not known:
            return text.replace("_", " ")
        return joined((self._mark(source) for source in known), " ")

    def _mark(self, source: str) -> Markup:
        number = self._numbers.setdefault(source, len(self._numbers) + 1)
        return element("a", f"[{number}]", href=f"#source-{number}", class_="mark")

    def listing(self) -> Markup:
        """Return the sources cited so far."""
        return element(
            "ol", *(self._entry(source, number) for source, number in self._numbers.items()), class_="sources"
        )

    def _entry(self, source: str, number: int) -> Markup:
        row = _sources()[source]
        words = link(row["title"], row["url"])
        return element("li", f"{row['publisher']}, ", words, f", {row['published']}", id=f"source-{number}")


@cache
def _sources() -> Mapping[str, Mapping[str, str]]:
    return {row["id"]: row for row in read_table("sources.csv")}


def _inputs_table(runs: Sequence[KeptRun], cited: _Cited) -> Markup:
    """Return the inputs of the talks, and whatever else differs between the runs or from the defaults."""
    paths = [path for path, known in parameters().items() if known.layer == "inputs" and "*" not in path]
    given = dict.fromkeys(path for run in runs for path in run.record.inputs)
    changed = [path for path in given if path not in DESCRIBING and _is_changed(path, runs)]
    shown = [*paths, *(path for path in changed if path not in paths)]
    heads = ["Input", *(run.record.scenario for run in runs), "Default", "0 means", "1 means", "Grade", "Source"]
    rows = [_input_row(path, runs, cited) for path in shown]
    return table("The inputs of the talks, and all that was changed", heads, rows, numbers=range(1, len(runs) + 2))


def _is_changed(path: str, runs: Sequence[KeptRun]) -> bool:
    values = {run.record.inputs.get(path) for run in runs}
    known = _parameter(path)
    return len(values) > 1 or (known is not None and known.default is not None and values != {known.default})


def _input_row(path: str, runs: Sequence[KeptRun], cited: _Cited) -> list[Words]:
    known = _parameter(path)
    label = joined([input_name(path), Markup("<br>"), element("code", path)])
    values: list[Words] = [_value(run.record.inputs.get(path)) for run in runs]
    if known is None:
        return [label, *values, "", "", "", "", ""]
    default = "" if known.default is None else value_words(known.default)
    return [label, *values, default, known.at_low, known.at_high, known.grade, cited.mark(known.source)]


def _value(value: Scalar | None) -> str:
    return "–" if value is None else value_words(value)


def _parameter(path: str) -> Parameter | None:
    try:
        return parameter(path)
    except KeyError:
        return None


def _arguments(runs: Sequence[KeptRun]) -> Markup:
    """Return the reasons that scenarios give for arguing with a country."""
    told = [
        f"{run.record.scenario}, {iso3}: {why}" for run in runs for iso3, why in sorted(run.summary.arguments.items())
    ]
    if not told:
        return Markup("")
    return joined([paragraph("Where a scenario argues with the data on a country, it says why:"), listing(told)])


def _parameters_table(runs: Sequence[KeptRun], cited: _Cited) -> Markup:
    first = runs[0].record.inputs
    rows = [
        [
            element("code", path), known.meaning, _value(first.get(path, known.default)),
            f"{value_words(known.low)}–{value_words(known.high)}", known.unit, known.grade, cited.mark(known.source),
        ]
        for path, known in parameters().items()
    ]  # fmt: skip
    heads = ["Input", "Meaning", f"In {runs[0].record.scenario}", "Range", "Unit", "Grade", "Source"]
    return table("Every parameter; a star stands for any country, condition or role", heads, rows, numbers=(2, 3))


def _codes_table(roster: Roster, coder: str) -> Markup:
    heads = ["Country", *(gate.capitalize() for gate in GATES), "Highest rung", "Basis", "Lead", "Why"]
    rows = [_codes_row(country, coder) for country in roster]
    by = f"Coder {coder}." if coder != BOTH else "Where the two coders differ, both codes are given, A / B."
    intro = paragraph(
        "Codes say how much a government made of a condition: 0 not mentioned, 1 welcome, 2 important, 3 crucial, 4 "
        f"impossible without. {by}"
    )
    return joined([intro, table("Codes of each country", heads, rows, numbers=range(1, len(GATES) + 2))])


def _codes_row(country: Country, coder: str) -> list[Words]:
    codes = [one for one in country.codes if coder in (one.coder, BOTH)]
    gates = [_each(str(one.gates[gate]) for one in codes) for gate in range(len(GATES))]
    basis = _each(CAP_BASIS.get(one.cap_basis, one.cap_basis) for one in codes)
    lead = "yes" if country.lead else ""
    return [country.name, *gates, _each(str(one.cap) for one in codes), basis, lead, _each(one.note for one in codes)]


def _each(words: Iterable[str]) -> str:
    """Return what coders say, once where they agree."""
    return " / ".join(dict.fromkeys(words))


def _statements_table(roster: Roster, cited: _Cited) -> Markup:
    rows = [list(_statement_row(country, statement, cited)) for country in roster for statement in country.statements]
    heads = ["Country", "Date", "Who", "Stance", "What was said, in our words", "Quality", "Source"]
    intro = paragraph("Quality: a, official record or named official; b, relay; c, weak relay, only breaks ties.")
    return joined([intro, table("Statements", heads, rows)])


def _statement_row(country: Country, statement: Statement, cited: _Cited) -> Iterator[Words]:
    yield country.name
    yield Markup(html(statement.date.isoformat()).replace("-", "\N{NON-BREAKING HYPHEN}"))
    yield statement.office
    yield STANCES.get(statement.stance, statement.stance)
    yield statement.summary
    yield statement.quality
    yield cited.mark(statement.source)
