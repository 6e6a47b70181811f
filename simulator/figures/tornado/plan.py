"""Where everything in the tornado goes, decided from its words and numbers before anything is drawn."""

from dataclasses import dataclass

from simulator.figures.frame import MARGIN, Frame, Size, compose, provenance
from simulator.figures.inputs import end_words, name, value_words
from simulator.figures.numerals import counted, span, ticks, troops
from simulator.figures.reaching import STRENGTHS
from simulator.figures.scale import Scale
from simulator.figures.text import plain, shorten, width, wrap
from simulator.figures.tornado import titles as tornado_titles
from simulator.figures.tornado.swings import End, OneByOne, Swing

NAME, LONG_NAME, LABEL, HEAD = 19, 15, 18, 17
"""Font sizes: names and swings, names of two lines, labels of the ends, column head and axis."""

NAME_ROOM, LONG_NAME_LINES, LONG_NAME_PITCH = 330.0, 2, 19
VALUE_ROOM = 200.0
GAP, BESIDE = 30.0, 10.0
ABOVE, AXIS = 62.0, 44.0
PITCH, LEAST_PITCH, MOST_PITCH, MOST_ROWS = 66.0, 44.0, 92.0, 20
BELOW_NOISE = "below run noise"
MOST_TICKS = 7


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything decided before the first stroke, in pixels.

    Attributes
    ----------
    swings
        Bars that the page has room for.
    left, right
        Ends of what the bars and their labels may take.
    names
        Lines of the name of each bar.
    marks
        Troops that are marked on the axis.
    """

    frame: Frame
    drawn: OneByOne
    swings: tuple[Swing, ...]
    left: float
    right: float
    names: tuple[tuple[str, ...], ...]
    scale: Scale
    marks: tuple[int, ...]
    pitch: float
    body: float


def lay_out(drawn: OneByOne, size: Size) -> Plan:
    """Return the plan with as many bars as the page has room for, the longest first."""
    most = min(MOST_ROWS, len(drawn.swings))
    while True:
        swings = drawn.swings[:most]
        frame = _frame(drawn, size, drawn.swings[most:])
        pitch = PITCH
        if size.height is not None:
            pitch = min(MOST_PITCH, (size.height - frame.top - frame.foot - ABOVE - AXIS) / most)
        if pitch >= LEAST_PITCH or most == 1:
            break
        most -= 1
    names = tuple(_name_lines(plain(name(swing.path))) for swing in swings)
    left = MARGIN + max(width(line, name_pixels(lines), bold=True) for lines in names for line in lines) + GAP
    right = size.width - MARGIN - max(width(swing_words(swing), NAME, bold=True) for swing in swings) - GAP
    scale, marks = _scale(drawn, swings, left, right)
    return Plan(frame, drawn, swings, left, right, names, scale, marks, pitch, ABOVE + pitch * most + AXIS)


def name_pixels(lines: tuple[str, ...]) -> int:
    """Return the font size of a name, which is smaller where it takes two lines."""
    return NAME if len(lines) == 1 else LONG_NAME


def _name_lines(words: str) -> tuple[str, ...]:
    if width(words, NAME, bold=True) <= NAME_ROOM:
        return (words,)
    return wrap(words, LONG_NAME, NAME_ROOM - 30.0, LONG_NAME_LINES, bold=True)


def swing_words(swing: Swing) -> str:
    """Return what the column at the right says: ``6,100 ± 250``, or that the swing is below the run noise."""
    if not swing.clear:
        return BELOW_NOISE
    return f"{span(swing.troops, swing.troops)} ± {troops(swing.error)}"


def end_label(swing: Swing, end: End) -> tuple[str, str]:
    """Return the troops and the value at one end of a bar; no troops where it is the scenario as it stands."""
    value = plain(value_words(end.value))
    meaning = plain(end_words(swing.path, end.value))
    words = f"{meaning} ({value})"
    if not meaning or width(words, LABEL) > VALUE_ROOM:
        # A bare number would run into the troops beside it.
        words = shorten(value if isinstance(end.value, str | bool) else f"at {value}", LABEL, VALUE_ROOM)
    return ("", f"as it stands ({value})") if end.base else (span(end.median, end.median), words)


def label_width(swing: Swing, end: End) -> float:
    """Return how wide the label of an end is drawn, with the space before it."""
    number, words = end_label(swing, end)
    return BESIDE + (width(number, LABEL, bold=swing.clear) + BESIDE if number else 0.0) + width(words, LABEL)


def base_words(drawn: OneByOne) -> str:
    """Return what stands above the line of the scenario as it stands."""
    median = drawn.base.force[drawn.strength].p50
    return f"As it stands: {span(median, median)}"


def _scale(drawn: OneByOne, swings: tuple[Swing, ...], left: float, right: float) -> tuple[Scale, tuple[int, ...]]:
    """Return the longest scale on which all labels fit beside their bars, and its marks."""
    base = drawn.base.force[drawn.strength].p50
    ends = [end for swing in swings for end in (swing.low, swing.high)]
    low = min(base, *(min(end.median, end.p25) for end in ends))
    high = max(base, low + 1.0, *(max(end.median, end.p75) for end in ends))
    before = [(swing.low.median - low, label_width(swing, swing.low)) for swing in swings]
    after = [(high - swing.high.median, label_width(swing, swing.high)) for swing in swings]

    def pads(pixels: float) -> tuple[float, float]:
        first, last = (max(4.0, *(wide - off * pixels for off, wide in side)) for side in (before, after))
        return first, last

    shortest, longest = 0.0, (right - left) / (high - low)
    for _ in range(60):
        middle = (shortest + longest) / 2.0
        fits = sum(pads(middle)) + (high - low) * middle <= right - left
        shortest, longest = (middle, longest) if fits else (shortest, middle)
    scale = Scale(low, left + pads(shortest)[0], shortest)
    first, last = (low + (x - scale.left) / shortest for x in (left, right))
    step = ticks(last - first, MOST_TICKS)[1]
    marks = range(max(0, -(-int(first) // step) * step), int(last) + 1, step)
    return scale, tuple(mark for mark in marks if left <= scale.x(mark) <= right)


def _frame(drawn: OneByOne, size: Size, left_out: tuple[Swing, ...]) -> Frame:
    fewest = drawn.fewest_runs
    each = counted(fewest, "run", "runs")
    names = "; ".join(plain(name(swing.path)) for swing in left_out)
    smaller = [f"Not drawn, with smaller swings: {names}."] if left_out else []
    return compose(
        size,
        tornado_titles.title(drawn),
        [
            (f"{STRENGTHS[drawn.strength]}: median when one input moves and the others stay as they are.", 1),
            (f"Scenario: {plain(drawn.title)}", 1),
        ],
        [
            f"{counted(len(drawn.points), 'point', 'points')}, {each} each. Bar: from the lowest to the highest median "
            "among the values tried. Thin lines: middle half of runs (25th to 75th percentile) at its ends.",
            "±: Monte Carlo standard error, as if both ends had been drawn apart; pale bars are below twice that. It "
            "does not count doubt in the model. What inputs do together does not show.",
            *smaller,
            provenance(drawn.runs, drawn.seed, drawn.as_of),
        ],
    )
