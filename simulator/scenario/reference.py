"""The reference page of the scenario file, made from the schema and the table of parameters."""

import sys
from collections.abc import Iterable, Iterator
from typing import Any

from simulator.data.parameters import Parameter, parameter
from simulator.scenario.diagnostics import number_text
from simulator.scenario.merging import default_layer
from simulator.scenario.schema import CountryOverride, ScenarioDocument
from simulator.scenario.values import Leaf, alternatives, is_block, leaves

INTRODUCTION = """\
# Scenario file

A scenario is a small text file in YAML. It says under which conditions governments are asked: how far the United
States helps, how clear the mandate is, what deal is assumed, how large the threat is at home. Whatever a file leaves
out keeps the value of the scenario it extends, or the default below.

```yaml
title: US backstop, half-clear mandate
extends: baseline
us: {backstop: 0.6, air: 0.5}
mandate: {clarity: 0.5}
```

Rules: every key is spelt as below; an unknown key, a key given twice, an empty value or a value out of range is a
mistake, shown with its place. Shares run from 0 to 1, so 70 % is `0.7`. Countries are named by three letters (`NOR`).
Numbers carry the grade of their evidence: *measured*, *reported* or *judged*; a source called `assumption` is ours.
This page is generated; the numbers live in `simulator/data/parameters.csv`.
"""

# What a newcomer needs to know of a block beyond its name; the others are told by the schema.
SECTIONS: dict[str, str] = {
    "us": "What the United States gives to the force.",
    "mandate": "What the force is for, and on whose authority.",
    "deal": "The ceasefire or peace deal that pledges assume: a pledge is read at this deal, whether it comes or not.",
    "threat": "Why countries keep soldiers at home.",
    "force": "What the organisers ask for.",
    "conference": "How the conference of contributors runs.",
    "countries": "Arguments with the data on one country, by ISO3 code (`*` below). `why` is required and is kept "
    "in the results; whatever is not named keeps its data.",
    "structure": "The shape of the rule itself. Change it to test the model, not to describe the world.",
}

COLLECTIONS = """\
## `paths`: inputs that move

By input, the value from a round of talks on: `us.backstop: {1: 0.2, 4: 0.6}`. Rounds are whole numbers from 0 to
10000; before the first round the plain value holds. Only numbers under `us`, `mandate`, `deal`, `threat` and `force`
move. `us.involvement` moves all five components that are not named beside it.

## `uncertain`: ranges of inputs

By input, exactly one of `{uniform: [low, high]}`, `{triangular: [low, mode, high]}` and `{choice: [a, b, ...]}`. Used
by sweeps and sensitivity analysis; a plain run holds every input at its value.

## `sweep`: a sweep declared with the scenario

`design` is `grid`, `one-at-a-time`, `lhs` or `sobol`; `points` is their number for `lhs` and `sobol`; `over` gives,
by input, `START:STOP:STEP` (both ends included) or a list of values. A grid has at most ten million points.

## `sites`: places to hold

A list, the most important first, of `{name: Odesa, place: [46.5, 30.7], garrison: 800, population: 1000000}`: place is
latitude and longitude in degrees, garrison counts the troops doing the task there. Sites of the shipped table are used
where none are given.

## What a patch replaces

A file is laid over the scenario it extends, value by value. Values that only make sense together are replaced as a
whole: the chances under `mandate.mission`, the course of an input under `paths`, a distribution, a sweep, the list of
sites. Title and question are never inherited.
"""


def scenario_reference() -> str:
    """Return the reference of all keys of a scenario file as a Markdown page."""
    top = [path for path in leaves() if "." not in path]
    parts = [INTRODUCTION, _head_table(top)]
    for block in dict.fromkeys(path.split(".")[0] for path in leaves() if "." in path):
        about = SECTIONS.get(block) or _about(block)
        listed = [leaf for leaf in leaves().values() if leaf.path.split(".")[0] == block]
        parts.append("\n".join([f"## `{block}`", "", about, "", *_table(listed), *_ends(listed)]) + "\n")
    return "\n".join([*parts, COLLECTIONS])


def _about(block: str) -> str:
    annotation = ScenarioDocument.model_fields[block].annotation
    return str(annotation.__doc__).strip().splitlines()[0] if is_block(annotation) else ""


def _head_table(top: Iterable[str]) -> str:
    rows = ["## Head of the file", "", "| key | what | default | meaning |", "|---|---|---|---|"]
    for key in (*top, "extends"):
        field = ScenarioDocument.model_fields[key]
        default = "" if field.default in (None, "") else f"`{field.default}`"
        kind = "day, YYYY-MM-DD" if key == "as_of" else "text"
        rows.append(f"| `{key}` | {kind} | {default} | {_cell(field.description or '')} |")
    return "\n".join(rows) + "\n"


def _table(listed: Iterable[Leaf]) -> Iterator[str]:
    yield "| path | unit or words | range | default | symbol | evidence | meaning |"
    yield "|---|---|---|---|---|---|---|"
    for leaf in listed:
        cells = _number_cells(leaf) if leaf.numeric else _word_cells(leaf)
        yield f"| `{leaf.path}` | {' | '.join(_cell(cell) for cell in cells)} |"


def _number_cells(leaf: Leaf) -> tuple[str, ...]:
    row = _row(leaf.path)
    if row is None:
        return "share", leaf.span(), "", "", "", field_description(leaf.path)
    evidence = ", ".join(part for part in (row.grade, row.source.replace(";", ", "), row.date) if part)
    default = "from the data" if row.default is None else number_text(row.default)
    whole = " (whole)" if leaf.kind == "whole" and row.unit not in ("rung", "code") else ""
    return f"{row.unit}{whole}", leaf.span(), default, row.symbol, evidence, row.meaning


def _row(path: str) -> Parameter | None:
    try:
        return parameter(path)
    except KeyError:
        return None


def _word_cells(leaf: Leaf) -> tuple[str, ...]:
    given = default_layer().get(tuple(leaf.path.split(".")))
    default = "" if given is None else str(given.value).lower() if leaf.kind == "switch" else str(given.value)
    words = ", ".join(leaf.choices) if leaf.choices else leaf.expected()
    return words, "", default, "", "", field_description(leaf.path)


def field_description(path: str) -> str:
    """Return what the schema says of the value at a path."""
    model: Any = ScenarioDocument
    parts = path.split(".")
    if parts[0] == "countries":
        model, parts = CountryOverride, parts[2:]
    description = ""
    for part in parts:
        field = model.model_fields.get(part) if is_block(model) else None
        if field is None:
            break
        description = field.description or ""
        model = alternatives(field.annotation)[0]
    return description


def _ends(listed: Iterable[Leaf]) -> Iterator[str]:
    rows = [row for leaf in listed if leaf.numeric and (row := _row(leaf.path)) is not None]
    told = [row for row in rows if row.at_low or row.at_high]
    if told:
        yield from ("", "What the ends mean:", "")
    for row in told:
        ends = [f"{number_text(end)} {text}" for end, text in ((row.low, row.at_low), (row.high, row.at_high)) if text]
        yield f"- `{row.path}`: {'; '.join(ends)}"


def _cell(text: str) -> str:
    # A bar would end the cell, an asterisk set the rest in italics.
    return text.replace("|", "\\|").replace("*", "\\*")


if __name__ == "__main__":
    sys.stdout.write(scenario_reference())
