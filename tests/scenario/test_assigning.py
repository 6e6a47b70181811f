"""Values set on the command line."""

import pytest

from simulator.scenario.assigning import parse_assignment
from simulator.scenario.diagnostics import ScenarioError
from simulator.scenario.library import load

GOOD = {
    "us.backstop=0.7": ("us.backstop", 0.7),
    "us.backstop = 7e-1": ("us.backstop", 0.7),
    "force.requirement=40000": ("force.requirement", 40000.0),
    "mandate.mission=monitoring": ("mandate.mission", "monitoring"),
    "mandate.mission={deterrence: 0.5, monitoring: 0.5}": ("mandate.mission", {"deterrence": 0.5, "monitoring": 0.5}),
    "structure.framework=false": ("structure.framework", False),
    "countries.FIN.cap=3": ("countries.FIN.cap", 3),
    "countries.FIN.cap=3.0": ("countries.FIN.cap", 3),
    "countries.FIN.thresholds.us.median=0.55": ("countries.FIN.thresholds.us.median", 0.55),
    "title=Norway: yes # or no": ("title", "Norway: yes # or no"),
    "conference.mode=equilibrium": ("conference.mode", "equilibrium"),
}


@pytest.mark.parametrize("text", GOOD)
def test_a_value_is_set(text: str) -> None:
    path, value = GOOD[text]
    scenario = load("baseline", [text])
    assert scenario.value(path) == value
    origin = next(origin for leaf, origin in scenario.origins.items() if leaf.startswith(path))
    assert (origin.kind, origin.file, origin.line) == ("option", f"--set {text}", None)


BAD = {
    "us.backstop=70": ("S004", "`us.backstop` is 70, allowed: 0 to 1", "70 % is written 0.7"),
    "us.bakstop=1": ("S011", "unknown input `us.bakstop`", "did you mean `us.backstop`?"),
    "countries.NO.cap=3": ("S011", "unknown input `countries.NO.cap`", "write the three-letter code `NOR`"),
    "paths.us.air=1": ("S011", "unknown input `paths.us.air`", "did you mean `us.air`?"),
    "us=1": ("S011", "unknown input `us`", "see: forcemix list inputs"),
    "us.backstop": ("S032", "`us.backstop` is no assignment", "write INPUT=VALUE, such as us.backstop=0.7"),
    "=1": ("S032", "`=1` is no assignment", "write INPUT=VALUE, such as us.backstop=0.7"),
    "us.air=": ("S006", "`us.air` has no value", "write INPUT=VALUE"),
    "us.air=null": ("S006", "`us.air` has no value", "give it a value, or leave the line out"),
    "us.air=.nan": ("S007", '`us.air` is ".nan"', "NaN and infinity are not allowed"),
    "us.air=[1": ("S024", "unreadable value of `us.air`", "expected ',' or ']', but got '<stream end>'"),
    "us.air=&a 1": (
        "S023",
        "an anchor (`&name`) is not allowed in a scenario",
        "write the value out, or quote the text",
    ),
    'us.air="1"': ("S005", '`us.air` is the text "1", expected a number from 0 to 1', "take the quotes away: 1"),
    "us.air=x": ("S005", '`us.air` is the text "x", expected a number from 0 to 1', None),
    "as_of=2025-02-30": (
        "S010",
        "`as_of` is 2025-02-30, which is no day of the calendar",
        "write a day as YYYY-MM-DD, such as 2025-04-30",
    ),
    "mandate.mission=deterence": (
        "S003",
        '`mandate.mission` is "deterence", allowed: deterrence, peacekeeping, monitoring',
        "did you mean `deterrence`?",
    ),
    "countries.FIN.cap=2.5": ("S005", "`countries.FIN.cap` is 2.5, expected a whole number from 0 to 5", None),
    "structure.medians.3=0.1": (
        "S043",
        "`structure.medians.3` is 0.1, below the 0.35 of code 2",
        "write 0.35 or more, or lower `structure.medians.2`",
    ),
    "title=" + "x" * 301: ("S017", "`title` has 301 characters, allowed: at most 300", None),
    "title=" + "x" * 2001: ("S022", "the value has more than 2000 characters", None),
}


@pytest.mark.parametrize("text", BAD, ids=range(len(BAD)))
def test_a_slip_names_the_option(text: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        load("baseline", [text])
    (mistake,) = caught.value.mistakes
    assert (mistake.code, mistake.message, mistake.help) == BAD[text]
    assert (mistake.file, mistake.line, mistake.column) == (f"--set {text}", None, None)


def test_all_slips_come_at_once() -> None:
    with pytest.raises(ScenarioError) as caught:
        load("baseline", ["us.air=2", "us.ground=0.5", "deal.hold=x"])
    assert [mistake.file for mistake in caught.value.mistakes] == ["--set us.air=2", "--set deal.hold=x"]


def test_the_order_of_assignments_does_not_matter() -> None:
    one = load("baseline", ["us.involvement=0.5", "us.air=1"])
    other = load("baseline", ["us.air=1", "us.involvement=0.5"])
    assert one == other
    assert (one.value("us.air"), one.value("us.ground")) == (1.0, 0.5)


def test_an_input_is_set_once() -> None:
    with pytest.raises(ScenarioError, match=r"`us\.air` is set twice"):
        load("baseline", ["us.air=1", "us.air=1"])


def test_an_argument_with_a_country_needs_no_reason_on_the_command_line() -> None:
    countries = load("baseline", ["countries.FIN.cap=3"]).document.countries
    assert countries["FIN"].why == "set for this run, no reason given"


def test_an_assignment_is_read_alone() -> None:
    assert parse_assignment("us.air=0.5").data == {"us": {"air": 0.5}}
