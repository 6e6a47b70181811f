"""`forcemix show codebook`, and the statements behind the codes of a country."""

import json


def test_agreement_and_doubt_are_printed(forcemix) -> None:
    answer = forcemix("show", "codebook")
    assert answer.code == 0
    for words in ("34 of 38 (89 %)", "0.72", "0.95", "AUS BEL ITA NLD", "wider by", "0.180"):
        assert words in answer.out


def test_agreement_as_json(forcemix) -> None:
    told = json.loads(forcemix("show", "codebook", "--json").out)
    assert set(told) == {"as_of", "agreement", "widening", "mean_factor"}
    assert [row["code"] for row in told["agreement"]["all"]] == ["U", "C", "D", "B", "S", "cap"]
    for row in told["agreement"]["with_a_statement"]:
        assert row["percent"] == 100 * row["same"] / row["countries"]
    assert all(row["factor"] >= 1.0 for row in told["widening"])


def test_shifted_codes(forcemix) -> None:
    told = json.loads(forcemix("show", "codebook", "--shift", "--runs", "20", "--json").out)
    assert told["runs"] == 20
    names = {(row["codes"], row["by"]) for row in told["shifts"]}
    assert {("U", 1), ("S", -1), ("all gates", 1), ("cap", -1), ("coder A alone", 0)} <= names
    printed = forcemix("show", "codebook", "--shift", "--runs", "20")
    assert "all gates +1" in printed.out
    assert "standard error" in printed.out


def test_shift_is_of_the_codebook_only(forcemix) -> None:
    answer = forcemix("show", "baseline", "--shift")
    assert answer.code == 2
    assert "forcemix show codebook --shift" in answer.err


def test_wrong_days_of_the_codebook(forcemix) -> None:
    assert forcemix("show", "codebook", "--as-of", "spring").code == 2
    assert forcemix("show", "codebook", "--as-of", "2025-01-01").code == 1


def test_each_code_with_its_statement(forcemix) -> None:
    lines = forcemix("show", "FIN").out.splitlines()
    at = next(place for place, line in enumerate(lines) if line.strip() == "U 3, both coders")
    assert "FIN-20250410-1  2025-04-10  Defence Minister: will not send  [a, anewz_20250410" in lines[at + 1]
    assert "crucial player" in lines[at + 2]
    assert any(line.split()[:1] == ["B"] and "coder A" in line for line in lines)


def test_disagreement_is_marked(forcemix) -> None:
    told = json.loads(forcemix("show", "CZE", "--json").out)
    assert told["disagree"] == ["C", "cap"]
    assert told["codes"][1]["rests_on"]["C"] == {"ground": "named", "statements": ["CZE-20250220-2"]}
    marked = [line.split()[0] for line in forcemix("show", "CZE").out.splitlines() if line.rstrip().endswith("differ")]
    assert marked == ["C", "cap"]


def test_every_country_can_be_shown(forcemix) -> None:
    for row in json.loads(forcemix("list", "countries", "--json").out):
        iso3 = next(value for value in row.values() if isinstance(value, str) and len(value) == 3)
        assert forcemix("show", iso3).code == 0
