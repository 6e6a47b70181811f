"""The shipped tables against each other, and the parameters against their own ranges."""

from itertools import pairwise

from simulator.data.glossary import glossary
from simulator.data.parameters import ends, label, named_inputs, parameter, parameters
from simulator.data.tables import data_hash, read_table, sources
from simulator.engine.reasons import REASONS

WORDS_FOR_NO_SOURCE = ("assumption", "definition", "isaf panel", "NATO usability target", "published pools")


def test_defaults_lie_in_their_range_and_carry_a_grade() -> None:
    for row in parameters().values():
        assert row.low <= row.high
        if row.default is not None:
            assert row.low <= row.default <= row.high, row.path
            assert row.grade in ("measured", "reported", "judged"), row.path


def test_every_default_names_a_known_source_or_says_that_it_has_none() -> None:
    for row in parameters().values():
        if row.default is None:
            continue
        for source in row.source.split(";"):
            assert source in sources() or source.startswith(WORDS_FOR_NO_SOURCE), (row.path, source)


def test_nothing_is_dated_after_the_cut() -> None:
    for table in ("statements.csv", "timeline.csv", "force_size_estimates.csv"):
        assert max(row["date"] for row in read_table(table)) <= "2025-06-30"
    assert max(row.date for row in parameters().values()) <= "2025-06-30"


def test_single_countries_are_found_under_the_star() -> None:
    assert parameter("countries.FIN.thresholds.us.median").path == "countries.*.thresholds.*.median"
    assert parameter("countries.FIN.cap").high == 5


def test_inputs_have_one_short_name_wherever_they_are_shown() -> None:
    assert not set(named_inputs()) & set(parameters())
    labels = [words for path in (*parameters(), *named_inputs()) if (words := label(path))]
    assert len(set(labels)) == len(labels)
    assert all(words == words.strip() and words[0].isupper() and len(words) <= 40 for words in labels)
    assert all(label(path) for path in named_inputs())
    # What moves from round to round is what people argue about: none of it is shown by a whole sentence.
    assert all(row.label for row in parameters().values() if row.layer == "inputs" and "*" not in row.path)


def test_a_name_is_looked_up_by_path_and_is_empty_where_there_is_none() -> None:
    assert label("us.involvement") == named_inputs()["us.involvement"]["label"]
    assert label("us.air") == parameter("us.air").label
    assert (label("countries.FIN.army"), label("no.such.input")) == ("", "")
    assert ends("deal.hold") == (parameter("deal.hold").at_low, parameter("deal.hold").at_high)
    assert all(ends("us.involvement"))
    assert ends("no.such.input") == ends("mandate.mission") == ("", "")


def test_increments_rise_with_the_rung() -> None:
    for gate in ("us", "mandate", "deal", "border", "company", "asked"):
        steps = [parameter(f"structure.increments.{gate}.{rung}").default for rung in range(1, 6)]
        assert all(low <= high for low, high in pairwise(steps))
        assert steps[2] == 0


def test_glossary_covers_the_outputs() -> None:
    assert {
        "joins",
        "inside",
        "ground",
        "headline",
        "pledged",
        "allocated",
        "usable",
        "present",
        "binding",
        "limits",
    } <= set(glossary())
    assert {"cap", "consent", "framework"} <= set(REASONS)


def test_the_hash_is_stable_within_a_process() -> None:
    assert data_hash() == data_hash()
    assert len(data_hash()) == 64
