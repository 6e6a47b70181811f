"""Names and values of inputs in words: every input has a name, and none of them is made up twice."""

import pytest

from simulator.data.parameters import label, named_inputs, parameter, parameters
from simulator.figures.inputs import end_words, ends, inner, name, value_words
from simulator.scenario.values import leaf, leaves, order


def test_names_are_of_inputs_that_there_are_and_differ() -> None:
    labels = {path: label(path) for path in (*parameters(), *named_inputs()) if label(path)}
    assert set(labels) <= set(order())
    assert len(set(labels.values())) == len(labels)
    assert all(name(path) == words for path, words in labels.items())


def test_no_input_is_shown_as_its_path() -> None:
    paths = [path.replace("*", "FIN") for path, found in leaves().items() if found.kind not in ("text", "date")]
    bare = [path for path in paths if name(path) == path]
    assert bare == []
    assert all(leaf(path) for path in paths)


def test_inputs_of_a_country_begin_with_its_name() -> None:
    assert name("countries.FIN.army") == "Finland: Army strength"
    assert name("countries.FIN.thresholds.us.median").endswith("(us)")
    assert name("countries.FIN.lead") == "Finland: lead"
    assert name("somewhere.else") == "somewhere.else"


def test_ends_are_those_of_the_table_of_parameters() -> None:
    row = parameter("deal.hold")
    assert ends("deal.hold") == (row.at_low, row.at_high)
    assert end_words("deal.hold", 0.0) == row.at_low
    assert end_words("deal.hold", 1) == row.at_high
    assert end_words("deal.hold", 0.5) == ""
    assert end_words("us.involvement", 1.0)
    assert end_words("mandate.mission", "monitoring") == ""
    assert end_words("structure.framework", True) == ""


@pytest.mark.parametrize(
    ("value", "words"),
    [(0.1 + 0.2, "0.3"), (25_000.0, "25,000"), (0.0, "0"), (-0.6, "-0.6"), (1, "1"), (True, "yes"), ("eu", "eu")],
)
def test_values_are_printed_short(value: float | str | bool, words: str) -> None:
    assert value_words(value) == words


def test_within_a_sentence_only_abbreviations_keep_their_capitals() -> None:
    assert inner("Mandate clarity") == "mandate clarity"
    assert inner("US backstop") == "US backstop"
    assert inner("UN or EU mandate") == "UN or EU mandate"
    assert inner("Finland: Army strength") == "“Finland: Army strength”"
