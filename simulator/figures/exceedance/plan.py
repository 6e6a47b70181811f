"""Where everything in the exceedance figure goes, decided from words and numbers before anything is drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.experiments.statistics import chance
from simulator.figures import reaching_titles
from simulator.figures.exceedance import ruler
from simulator.figures.exceedance.labels import Box, Placed, Shape, names_beside, sampled, tags_on
from simulator.figures.frame import MARGIN, Frame, Size, compose
from simulator.figures.numerals import listed, ticks
from simulator.figures.reaching import STRENGTHS, Reached, known, reached, sizes_of
from simulator.figures.several import checked, cut, labels, origins
from simulator.figures.text import width, wrap

if TYPE_CHECKING:
    from simulator.experiments.summary import Summary

MOST_SCENARIOS, MOST_SIZES = 6, 3
NAME, HEAD, KEY = 18, 17, 17
"""Font sizes: names beside curves, axes and sizes, key."""

NAME_PITCH, KEY_PITCH = 24, 28
NAME_ROOMS = (330.0, 220.0, 160.0)
NAME_LINES = 3
KEY_LINE = 54.0
"""Length of the piece of each curve in the key, pixels."""

BODY = 520.0
"""Height of the plot where the page has no height of its own."""

LEFT, CAPTION, SIZES_PITCH, AXIS = 56.0, 30.0, 25.0, 62.0
RULER_AFTER = 8.0
TAG = 13.0
"""Radius of a letter's circle."""

BEYOND = 1.6
"""Sizes further out than this many times the largest force are left off the axis."""

ROOM = 1.15
"""Published sizes that begin beyond this many times the largest force are left off the axis."""

LEVELS = (0, 25, 50, 75, 100)


@dataclass(frozen=True, slots=True)
class Curve:
    """One scenario.

    Attributes
    ----------
    label
        Its title.
    points
        Persons, in how many of 100 runs there are so many or more, and the ends of the interval for the run noise.
    chances
        How often each size is reached.
    """

    label: str
    points: tuple[tuple[int, float, float, float], ...]
    chances: tuple[Reached, ...]


@dataclass(frozen=True, slots=True)
class Plot:
    """The rectangle of the curves in pixels, and the persons at its right end."""

    box: Box
    reach: float

    def x(self, troops: float) -> float:
        """Return where a number of persons stands."""
        return self.box.left + (self.box.right - self.box.left) * troops / self.reach

    def y(self, in_100: float) -> float:
        """Return where a number of runs of 100 stands."""
        return self.box.bottom - (self.box.bottom - self.box.top) * in_100 / 100.0


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything decided before the first stroke.

    Attributes
    ----------
    sizes
        Sizes within the axis, with the line above the plot, counted upwards, on which their number stands.
    names
        Names beside the curves; none where a scenario is alone or letters stand in for names.
    tags
        Where the letters stand on the curves; none where names do.
    key
        Names as the key has them, where there is one.
    bars, ruler_rows
        Published sizes, and the rows they take.
    marks
        Persons at the marks of the axis.
    """

    frame: Frame
    curves: tuple[Curve, ...]
    plot: Plot
    sizes: tuple[tuple[int, int], ...]
    names: tuple[Placed, ...]
    tags: tuple[tuple[float, float], ...]
    key: tuple[str, ...]
    bars: tuple[ruler.Bar, ...]
    marks: tuple[int, ...]

    @property
    def body(self) -> float:
        """Height of everything between subtitle and footnotes."""
        return self.plot.box.bottom - self.frame.top + AXIS + ruler_height(self.bars)


def lay_out(summaries: Sequence["Summary"], strength: str, thresholds: Sequence[int], size: Size) -> Plan:
    """Return the plan: names beside their curves where there is room, else letters and a key.

    Parameters
    ----------
    summaries
        One for each scenario.
    strength
        One of :data:`simulator.figures.reaching.STRENGTHS`.
    thresholds
        Force sizes, persons, in any order.
    size
        Page.

    Raises
    ------
    ValueError
        If there are too many or too few scenarios or sizes, a size is not above 0, or the strength is unknown.
    """
    checked(summaries, MOST_SCENARIOS)
    known(strength)
    sizes = sizes_of(thresholds, MOST_SIZES)
    curves = curves_of(summaries, strength, sizes)
    largest = max(curve.points[-1][0] for curve in curves)
    within = tuple(one for one in sizes if one <= BEYOND * largest) or sizes[:1]
    published = ruler.entries(summaries)
    shown = tuple(entry for entry in published if entry.start <= ROOM * max(largest, *within))
    reach = 1.03 * max([largest, *within, *(entry.start for entry in shown)])
    beyond = tuple(entry for entry in published if entry not in shown)
    frame = _frame(summaries, strength, (sizes, within), ruler.footnote(shown, beyond), size)
    ends = MARGIN + LEFT, size.width - MARGIN
    bars = ruler.bars(shown, *ends, reach, MARGIN + width(ruler.TITLE, ruler.LABEL, bold=True))
    numbered = _numbered(within, ends, reach)
    above = CAPTION + SIZES_PITCH * max(line for _, line in numbered)
    plot = _plot(frame, ends, (above, AXIS + ruler_height(bars)), reach, size)
    names = _names(curves, plot, numbered)
    key: tuple[str, ...] = ()
    tags: tuple[tuple[float, float], ...] = ()
    if names is None:
        key = _key(curves, size)
        plot = _plot(frame, ends, (above + key_height(key), AXIS + ruler_height(bars)), reach, size)
        tags = tags_on([sampled(_path(curve, plot)) for curve in curves], TAG, _lines(plot, numbered))
    return Plan(frame, curves, plot, numbered, names or (), tags, key, bars, _marks(plot))


def curves_of(summaries: Sequence["Summary"], strength: str, sizes: Sequence[int]) -> tuple[Curve, ...]:
    """Return the curves of all scenarios, read off their percentiles."""
    return tuple(
        Curve(
            label,
            _points(summary.percentiles[strength], summary.runs),
            tuple(reached(summary, strength, one) for one in sizes),
        )
        for summary, label in zip(summaries, labels(summaries), strict=True)
    )


def _points(percentiles: Sequence[int], runs: int) -> tuple[tuple[int, float, float, float], ...]:
    """Return how often each percentile is reached: at the value of rank r, by all runs but the r - 1 smaller ones."""
    found = [(0, 100.0, 100.0, 100.0)]
    for percent, value in enumerate(percentiles):
        reaching = chance(runs - max(1, -(-percent * runs // 100)) + 1, runs)
        found.append((value, reaching.in_100, reaching.low, reaching.high))
    return (*found, (percentiles[-1], 0.0, 0.0, found[-1][3]))


def key_height(key: Sequence[str]) -> float:
    """Return what the key needs, two scenarios a line; 0 without one."""
    return KEY_PITCH * ((len(key) + 1) // 2) + 8.0 if key else 0.0


def ruler_height(bars: Sequence[ruler.Bar]) -> float:
    """Return what the ruler of published sizes needs; 0 where there are none."""
    return ruler.ROW * (1 + max(bar.row for bar in bars)) + RULER_AFTER if bars else 0.0


def _plot(frame: Frame, ends: tuple[float, float], around: tuple[float, float], reach: float, size: Size) -> Plot:
    above, below = around
    top = frame.top + above
    bottom = top + BODY if size.height is None else size.height - frame.foot - below
    return Plot(Box(ends[0], top, ends[1], bottom), reach)


def _marks(plot: Plot) -> tuple[int, ...]:
    """Return the marks of the axis whose numbers do not reach beyond its end."""
    long = width(f"{plot.reach:,.0f}", HEAD)
    found = ticks(plot.reach, int((plot.box.right - plot.box.left) / (long + 34.0)))
    return tuple(mark for mark in found if plot.x(mark) + long / 2.0 <= plot.box.right)


def _path(curve: Curve, plot: Plot) -> list[tuple[float, float]]:
    return [(plot.x(troops), plot.y(in_100)) for troops, in_100, _, _ in curve.points]


def _lines(plot: Plot, numbered: Sequence[tuple[int, int]]) -> list[Box]:
    """Return the lines of the sizes as obstacles."""
    return [Box(plot.x(one) - 1.0, plot.box.top, plot.x(one) + 1.0, plot.box.bottom) for one, _ in numbered]


def _names(curves: Sequence[Curve], plot: Plot, numbered: Sequence[tuple[int, int]]) -> tuple[Placed, ...] | None:
    """Return the places of the names, none for a single curve; None where not all find one."""
    if len(curves) == 1:
        return ()
    shapes = [_shapes(curve.label) for curve in curves]
    if any(not ways for ways in shapes):
        return None
    inside = Box(plot.box.left + 8.0, plot.box.top, plot.box.right, plot.box.bottom - 6.0)
    return names_beside([sampled(_path(curve, plot)) for curve in curves], shapes, inside, _lines(plot, numbered))


def _shapes(label: str) -> list[Shape]:
    """Return ways to break a name in full between words, the fewest lines first; none where it is too long."""
    widest_word = max(width(word, NAME, bold=True) for word in label.split(" "))
    long = width(label, NAME, bold=True)
    found: dict[tuple[str, ...], Shape] = {}
    for room in NAME_ROOMS:
        if widest_word > room or long > NAME_LINES * room:
            continue
        lines = wrap(label, NAME, room, len(label), bold=True, even=True)
        if len(lines) <= NAME_LINES:
            widest = max(width(line, NAME, bold=True) for line in lines)
            found.setdefault(lines, Shape(lines, widest, NAME_PITCH * len(lines)))
    return list(found.values())


def _key(curves: Sequence[Curve], size: Size) -> tuple[str, ...]:
    room = (size.width - 2.0 * MARGIN) / 2.0 - KEY_LINE - 70.0
    return tuple(cut(curve.label, KEY, room, bold=True) for curve in curves)


def _numbered(within: Sequence[int], ends: tuple[float, float], reach: float) -> tuple[tuple[int, int], ...]:
    """Return sizes with the line of their number: the next one up where it would touch the one before."""
    pixels = (ends[1] - ends[0]) / reach
    placed: list[tuple[int, int]] = []
    for one in within:
        long = width(f"{one:,}", HEAD, bold=True) + 10.0
        taken = {line for other, line in placed if (one - other) * pixels < long}
        placed.append((one, next(line for line in range(len(within)) if line not in taken)))
    return tuple(placed)


def _frame(
    summaries: Sequence["Summary"],
    strength: str,
    sizes: tuple[tuple[int, ...], tuple[int, ...]],
    published: str,
    size: Size,
) -> Frame:
    asked, within = sizes
    beyond = [f"{one:,}" for one in asked if one not in within]
    left_off = f" {listed(beyond)} {'lies' if len(beyond) == 1 else 'lie'} beyond the axis." if beyond else ""
    one = f" Scenario: {labels(summaries)[0]}" if len(summaries) == 1 else ""
    return compose(
        size,
        reaching_titles.contrast(summaries, strength, asked),
        [(f"Runs of 100 in which the force is at least as large as the number below. {STRENGTHS[strength]}.{one}", 2)],
        [
            "Go up from a size to a curve, then left to the runs that reach it. Band: 95% interval of the run noise; "
            f"it does not cover doubt about the model.{left_off}",
            *([published] if published else []),
            *origins(summaries),
        ],
    )
