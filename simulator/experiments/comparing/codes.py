"""What every error code of `--fail-if` conditions means, for `forcemix explain`."""

MALFORMED, UNKNOWN_WORD, OUT_OF_RANGE, UNKNOWN_SCENARIO = "C001", "C002", "C003", "C004"

CODES = {
    MALFORMED: (
        "malformed condition",
        "--fail-if takes conditions such as p(usable>=10000)<0.5, p(FIN>=3)<0.2, median(pledged)<8000 or "
        "mean(usable)<5000; p(10000) is short for p(pledged>=10000). A scenario and a colon may stand before it.",
    ),
    UNKNOWN_WORD: (
        "unknown word in a condition",
        "Conditions speak of p, median and mean; of the strengths headline, pledged, allocated and usable; of the "
        "counts joins, inside and ground; and, in p, of countries by their code of three letters.",
    ),
    OUT_OF_RANGE: (
        "number out of range in a condition",
        "Chances are shares from 0 to 1, so 50 of 100 is 0.5. Persons, countries and rungs are whole numbers; rungs "
        "run from 0 to 5.",
    ),
    UNKNOWN_SCENARIO: (
        "condition on a scenario that is not compared",
        "The name before the colon must be one of the scenarios of the command. Without a name, a condition is looked "
        "at for every scenario but the first.",
    ),
}
"""Title and explanation of every error code of conditions."""
