import re
from functools import cache

from simulator.data.parameters import parameters
from simulator.data.roster import load_roster
from simulator.data.tables import data_hash
from simulator.experiments.kept.records import Hashes, RunRecord
from simulator.experiments.running import run_scenario
from simulator.figures.numerals import in_100
from simulator.report.evidence import evidence
from simulator.report.material import KeptRun
from simulator.report.tables import countries_table, numbers_table
from tests.explorer_examples import scenario


@cache
def kept(name: str = "baseline", assignments: tuple[str, ...] = ()) -> KeptRun:
    made = scenario(name, assignments)
    record = RunRecord(
        format=1, version="0", command=f"forcemix run {name}", scenario=name, inputs=made.canonical(), runs=60, seed=1,
        thresholds=[10_000], sha256=Hashes(data=data_hash(), code="0" * 64),
    )  # fmt: skip
    return KeptRun(run_scenario(made, 60), record, f"results/{name}/x")


def test_every_parameter_and_country_and_statement_is_there() -> None:
    text = evidence([kept()]).text
    assert [path for path in parameters() if f"<code>{path}</code>" not in text] == []
    roster = load_roster(scenario().document.as_of)
    assert [country.name for country in roster if country.name not in text] == []
    rows = text.split("<caption>Statements</caption>")[1].split("</table>")[0].count("<tr>") - 1
    assert rows == sum(len(country.statements) for country in roster)


def test_every_mark_leads_to_a_source_and_every_source_is_cited() -> None:
    text = evidence([kept(), kept("us-backstop")]).text
    cited = set(re.findall(r'href="#(source-\d+)"', text))
    assert cited == set(re.findall(r' id="(source-\d+)"', text))
    assert len(cited) > 20


def test_what_a_scenario_changes_stands_beside_the_default() -> None:
    argued = kept("baseline", ("structure.veto=0.25", "countries.FIN.cap=3"))
    text = evidence([kept(), argued]).text
    inputs = text.split("</table>")[0]
    assert "structure.veto" in inputs
    assert "countries.FIN.cap" in inputs
    assert "FIN: set for this run, no reason given" in text


def test_statements_after_the_day_are_left_out() -> None:
    later = evidence([kept("baseline", ("as_of=2025-12-31",))]).text
    assert later.count("<tr>") > evidence([kept()]).text.count("<tr>")


def test_one_coder_or_both() -> None:
    both = evidence([kept("baseline", ("structure.coder=both",))]).text
    only = evidence([kept("baseline", ("structure.coder=B",))]).text
    assert "A / B" in both
    assert "Coder B." in only


def test_tables_hold_the_numbers_of_the_runs() -> None:
    run = kept()
    text = countries_table([run]).text
    for country in run.summary.countries:
        row = text.split(f">{country.name}</th>")[1].split("</tr>")[0]
        assert f">{in_100(country.ground).replace('<', '&lt;').replace('>', '&gt;')}</td>" in row
    assert "Below ground troops by" in text
    both = countries_table([run, kept("us-backstop")]).text
    assert both.count("<tr>") == text.count("<tr>")
    assert "Reaches 10,000 usable" in numbers_table([run]).text


def test_a_country_that_is_absent_in_one_run_says_so() -> None:
    text = countries_table([kept(), kept("baseline", ("countries.FRA.absent=true",))]).text
    assert "absent" in text.split(">France</th>")[1].split("</tr>")[0]
