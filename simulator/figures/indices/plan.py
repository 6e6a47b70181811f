"""Where everything in the picture of indices goes, decided from its words and numbers before anything is drawn."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from simulator.figures.frame import MARGIN, Frame, Size, compose, provenance
from simulator.figures.indices import titles as indices_titles
from simulator.figures.inputs import name
from simulator.figures.numerals import counted
from simulator.figures.scale import Scale
from simulator.figures.text import plain, width, wrap

if TYPE_CHECKING:
    from simulator.analysis.sensitivity.indices import Shares
    from simulator.analysis.sensitivity.results import Study
    from simulator.analysis.sensitivity.scrambles import Estimate

NAME, LONG_NAME, NUMBER, HEAD = 18, 13, 17, 16
"""Font sizes: names, names of two lines, numbers, column heads and axis."""

LONG_NAME_PITCH = 16.0
NAME_ROOM, INDENT = 400.0, 24.0
NUMBER_ROOM, GAP = 150.0, 26.0
ABOVE, AXIS, APART = 56.0, 46.0, 14.0
PITCH, LEAST_PITCH, MOST_PITCH = 44.0, 30.0, 84.0
LEAST_LOW, MOST_HIGH = -0.2, 1.2
STEP = 0.2

LAYER_WORDS = {
    "inputs": "Inputs of the talks",
    "thresholds": "Thresholds",
    "capacity": "Capacity",
    "structure": "Structure of the rule",
}

Kind = Literal["layer", "input", "rest", "noise"]


@dataclass(frozen=True, slots=True)
class Line:
    """One row: the lines of its name, and its indices; run noise has a total only."""

    kind: Kind
    words: tuple[str, ...]
    first: "Estimate | None"
    total: "Estimate | None"


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything decided before the first stroke, in pixels.

    Attributes
    ----------
    lines
        Rows that the page has room for, run noise last.
    marks
        Shares that are marked on the axis.
    """

    frame: Frame
    study: "Study"
    lines: tuple[Line, ...]
    scale: Scale
    marks: tuple[float, ...]
    pitch: float
    body: float


def lay_out(study: "Study", size: Size) -> Plan:
    """Return the plan with as many inputs as the page has room for, the largest total indices first."""
    ranked = study.found.inputs
    shown = len(ranked)
    while True:
        lines = _lines(study, ranked[:shown])
        frame = _frame(study, size, ranked[shown:])
        pitch = PITCH
        if size.height is not None:
            room = size.height - frame.top - frame.foot - ABOVE - AXIS - APART
            pitch = min(MOST_PITCH, room / len(lines))
        if pitch >= LEAST_PITCH or shown == 1:
            break
        shown -= 1
    left = MARGIN + NAME_ROOM + GAP
    right = size.width - MARGIN - 2.0 * NUMBER_ROOM - GAP
    scale = _scale(lines, left, right)
    first = round(scale.low / STEP) if scale.low < 0.0 else 0
    marks = tuple(round(STEP * step, 1) for step in range(first, 7) if scale.low <= STEP * step <= scale.most + 1e-9)
    return Plan(frame, study, lines, scale, marks, pitch, ABOVE + pitch * len(lines) + APART + AXIS)


def number_words(one: "Estimate | None") -> str:
    """Return an index with half of its interval; nothing where there is none."""
    if one is None:
        return ""
    return f"{one.value + 0.0:.2f}".replace("-0.00", "0.00").replace("-", "−") + f" ±{one.half_width:.2f}"


def _lines(study: "Study", shown: "tuple[Shares, ...]") -> tuple[Line, ...]:
    found = study.found
    lines: list[Line] = []
    layers = {one.name: one for one in found.layers}
    for layer, words in LAYER_WORDS.items():
        inputs = [one for one in shown if one.layer == layer]
        whole = layers.get(layer)
        if whole or inputs:
            several = f" ({counted(whole.members, 'input', 'inputs')})" if whole else ""
            lines.append(Line("layer", (words + several,), *_pair(whole)))
        lines += [Line("input", _name_lines(name(one.name)), *_pair(one)) for one in inputs]
    if found.rest:
        lines.append(Line("rest", (f"{found.rest.members} others together",), *_pair(found.rest)))
    lines.append(Line("noise", ("Run noise, of the variance of one run",), None, found.noise.share))
    return tuple(lines)


def _pair(one: "Shares | None") -> "tuple[Estimate | None, Estimate | None]":
    return (None, None) if one is None else (one.first, one.total)


def _name_lines(words: str) -> tuple[str, ...]:
    words, room = plain(words), NAME_ROOM - INDENT
    return (words,) if width(words, NAME) <= room else wrap(words, LONG_NAME, room, 2)


def _scale(lines: tuple[Line, ...], left: float, right: float) -> Scale:
    ends = [one for line in lines for one in (line.first, line.total) if one is not None]
    low = max(LEAST_LOW, min(0.0, *(one.low for one in ends)))
    high = min(MOST_HIGH, max(STEP, *(one.high for one in ends)))
    return Scale(low, left, (right - left) / (high - low), low, high)


def _frame(study: "Study", size: Size, left_out: "tuple[Shares, ...]") -> Frame:
    found, budget = study.found, study.budget
    names = "; ".join(plain(name(one.name)) for one in left_out)
    smaller = [f"Not drawn, with smaller indices: {names}."] if left_out else []
    return compose(
        size,
        indices_titles.title(study),
        [
            (f"Shares of the variance that {len(study.ranges)} unknowns cause in {_measure(study)}.", 2),
            (f"Scenario: {plain(study.title)}", 1),
        ],
        [
            "Alone: what fixing it would take away on average (first-order index). In all: with all it does together "
            "with others (total index), so these add up to more than 1. Inputs of a layer stand below it; a layer "
            "counts all of its inputs.",
            f"±, thin lines: 95% interval over {budget.scrambles} independent designs, which can reach below 0. "
            "Indices describe this model within the ranges assumed, not the world.",
            *smaller,
            f"{counted(found.rows, 'point', 'points')}, {counted(budget.runs, 'run', 'runs')} each. "
            + provenance(study.runs, budget.seed, study.as_of),
        ],
    )


def _measure(study: "Study") -> str:
    what = indices_titles.subject(study)
    return what if study.unit == "chance" else f"{what} (mean over runs, {study.unit})"
