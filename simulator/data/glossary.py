"""The words of the outputs, explained once."""

from functools import cache

from simulator.data.tables import read_table


@cache
def glossary() -> dict[str, str]:
    """Return the explanation of every term."""
    return {row["term"]: row["text"] for row in read_table("glossary.csv")}
