"""`forcemix why` on the command line."""

import json

import pytest

RUNS = ("--runs", "100")


def test_it_says_what_binds_and_where_it_is_written(forcemix) -> None:
    answer = forcemix("why", "FIN", "baseline", *RUNS)
    assert answer.code == 0
    for words in ("Finland in baseline", "FIN-20250410-1", "Defence Minister", "of 100 runs", "In words",
                  "do not say what the\n  government will do"):  # fmt: skip
        assert words.split("\n")[0] in answer.out
    assert "forecast" in answer.out


def test_json_has_everything_and_nothing_else_is_printed(forcemix) -> None:
    answer = forcemix("why", "SWE", "baseline", "--json", "--rung", "3", *RUNS)
    found = json.loads(answer.out)
    assert (answer.code, found["rung"], found["iso3"]) == (0, 3, "SWE")
    assert found["words"].startswith("In 100 runs")
    assert {"stands", "gates", "single_moves", "pair_moves", "company", "statements"} <= found.keys()
    assert answer.out == forcemix("why", "swe", "baseline", "--json", "--rung", "3", "-j", "1", *RUNS).out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("Norway", "baseline"), "write the three-letter code `NOR`"),
        (("FNI", "baseline"), "did you mean"),
        (("USA", "baseline"), "American help is set under `us`"),
        (("FIN", "bakcstop"), "no scenario named"),
        (("FIN", "baseline", "--rung", "6"), "1<=x<=5"),
        (("FIN", "baseline", "--set", "us.backstop=7"), "us.backstop"),
    ],
)
def test_mistakes_are_one_clear_error(forcemix, words: tuple[str, ...], told: str) -> None:
    answer = forcemix("why", *words, *RUNS)
    assert answer.code in (1, 2)
    assert told in answer.err
    assert answer.out == ""
    assert "Traceback" not in answer.err


def test_a_country_left_out_is_named(forcemix, tmp_path) -> None:
    (tmp_path / "without.yaml").write_text(
        "extends: baseline\ncountries:\n  FIN: {absent: true, why: not asked}\n", encoding="utf-8"
    )
    answer = forcemix("why", "FIN", "without.yaml", *RUNS)
    assert answer.code == 2
    assert "leaves Finland out" in answer.err


def test_every_country_can_be_asked_about(forcemix) -> None:
    from simulator.data.roster import country_names

    for iso3 in country_names():
        assert forcemix("why", iso3, "baseline", "--runs", "7").code == 0


def test_the_figure_is_drawn_of_a_kept_run(forcemix, tmp_path) -> None:
    assert forcemix("run", "baseline", "--runs", "60").code == 0
    answer = forcemix("plot", "why", "baseline", "--country", "fin", "--json")
    assert answer.code == 0
    files = json.loads(answer.out)["files"]
    assert files == [f"figures/why-FIN-baseline.{ending}" for ending in ("png", "csv", "txt")]
    told = (tmp_path / files[-1]).read_text(encoding="utf-8")
    assert "60 runs" in told
    found = json.loads(forcemix("why", "FIN", "baseline", "--runs", "60", "--json").out)
    rows = (tmp_path / files[1]).read_text(encoding="utf-8").splitlines()[1:]
    assert [row.split(",")[2] for row in rows] == [gate["gate"] for gate in found["gates"]]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("why", "baseline"), "Which country?"),
        (("why", "baseline", "--country", "Norway"), "write the three-letter code `NOR`"),
        (("ledger", "baseline", "--country", "FIN"), "has no --country"),
        (("why", "baseline", "us-backstop", "--country", "FIN"), "takes one run and a country"),
    ],
)
def test_what_a_figure_of_a_country_needs(forcemix, words: tuple[str, ...], told: str) -> None:
    answer = forcemix("plot", *words)
    assert answer.code == 2
    assert told in answer.err
