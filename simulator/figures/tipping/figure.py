"""The tipping map: how often a force reaches a size for every mix of two inputs, and where it reaches half of runs."""

from matplotlib.figure import Figure

from simulator.figures import marks, palette
from simulator.figures.frame import A4, MARGIN, POINT, Canvas, Size, provenance, style
from simulator.figures.numerals import in_100, runs_of_100
from simulator.figures.shades import RAMP_FROM, ramp
from simulator.figures.text import plain, shorten, width
from simulator.figures.tipping import titles as tipping_titles
from simulator.figures.tipping.map import Axis, TippingMap
from simulator.figures.tipping.panel import (
    HEADING,
    HEADING_PITCH,
    PITCH,
    SAMPLE,
    WORDS,
    Entry,
    base_cell,
    base_words,
    extremes,
    tip_rows,
    tip_words,
)
from simulator.figures.tipping.plan import (
    END,
    END_PITCH,
    NAME,
    NAME_BELOW,
    PANEL,
    TICK,
    TICKS_BELOW,
    Plan,
    column_ends,
    lay_out,
    name_drop,
    row_ends,
    tick_words,
    ticks,
)

__all__ = ["TippingMap", "alt_text", "draw", "table"]

LINE, CASING, THIN = 4.5, 9.0, 2.2
UNDERLINE = 2.0
RING = 9.0
NUMBERS = (15.0, 22.0)

Cell = str | float | int


def draw(drawn: TippingMap, size: Size = A4, mono: bool = False) -> Figure:
    """Draw the tipping map of two inputs.

    Parameters
    ----------
    drawn
        What to draw.
    size
        Page.
    mono
        Greys only; the tipping line stands out by its width and white edge.

    Returns
    -------
    matplotlib.figure.Figure
        On an Agg canvas; see :func:`simulator.figures.frame.save`.
    """
    plan = lay_out(drawn, size)
    with style():
        canvas = plan.frame.canvas(plan.body, mono)
        _draw_cells(canvas, plan)
        _draw_lines(canvas, plan)
        if plan.numbered:
            _draw_numbers(canvas, plan)
        _draw_base(canvas, plan)
        _draw_rows(canvas, plan)
        _draw_columns(canvas, plan)
        _draw_panel(canvas, plan)
    return canvas.figure


def table(drawn: TippingMap) -> list[dict[str, Cell]]:
    """Return what is drawn, unrounded: one dict a cell.

    Parameters
    ----------
    drawn
        As for :func:`draw`.

    Returns
    -------
    list of dict
        The two inputs by path, ``strength``, ``troops``, ``in_100``, the interval ``low`` and ``high``, and
        ``run_noise_leaves_side_open``, 1 where the interval lies on both sides of 50.
    """
    left_open = drawn.open_cells()
    return [
        {
            drawn.rows.path: row,
            drawn.columns.path: column,
            "strength": drawn.strength,
            "troops": drawn.troops,
            "in_100": chance.in_100,
            "low": chance.low,
            "high": chance.high,
            "run_noise_leaves_side_open": int(left_open[down, across]),
        }
        for down, (row, chances) in enumerate(zip(drawn.rows.values, drawn.chances, strict=True))
        for across, (column, chance) in enumerate(zip(drawn.columns.values, chances, strict=True))
    ]


def alt_text(drawn: TippingMap) -> str:
    """Return the map in words, for those who cannot see it: finding, extremes, where it tips, the caveat."""
    ends = "; ".join(f"{word.lower()} {in_100(chance / 100.0)} at {mix}" for word, chance, mix in extremes(drawn))
    left_open = int(drawn.open_cells().sum())
    base = base_words(drawn)
    return (
        f"Heat map. {tipping_titles.title(drawn)}. All other inputs as in: {plain(drawn.title)}. Runs of 100 that "
        f"reach {drawn.troops:,} troops ({drawn.strength}), with {_scale(drawn.columns)} from left to right and "
        f"{_scale(drawn.rows)} from {'bottom to top' if drawn.rows.numeric else 'top to bottom'}: {ends}. "
        + (f"{base}. " if base else "")
        + _tip_sentence(drawn)
        + f"In {left_open} of {drawn.open_cells().size} cells the run noise leaves open on which side of 50 they lie. "
        + provenance(drawn.runs, drawn.seed, drawn.as_of)
    )


def _scale(axis: Axis) -> str:
    first, last = (tick_words(axis.values[place]) for place in (0, -1))
    return f"{axis.name} {first}" if first == last else f"{axis.name} {first} to {last}"


def _tip_sentence(drawn: TippingMap) -> str:
    choice = tip_rows(drawn)
    if choice is None:
        return ""
    moved, listed, tips = choice
    rows = "; ".join(
        f"{tick_words(value)}: {tip_words(moved, tip)}" for value, tip in zip(listed.values, tips, strict=True)
    )
    return f"{moved.name} that brings half of the runs, by {listed.name}, run noise in brackets: {rows}. "


def _draw_cells(canvas: Canvas, plan: Plan) -> None:
    """Fill the cells; neighbours of one shade are filled at once, so that large maps stay quick."""
    chances = plan.drawn.chances
    for row, line in enumerate(chances):
        shades = [ramp(runs_of_100(chance.in_100 / 100.0)) for chance in line]
        first = 0
        for column in range(1, len(shades) + 1):
            if column < len(shades) and shades[column] == shades[first]:
                continue
            left, top, _, tall = plan.box(row, first)
            canvas.area(left, top, plan.column_edge(column) - left, tall, shades[first])
            first = column


def _draw_numbers(canvas: Canvas, plan: Plan) -> None:
    """Write the number of each cell, on a plate of its shade that keeps the tipping line off the digits."""
    left_open = plan.drawn.open_cells()
    for row, line in enumerate(plan.drawn.chances):
        for column, chance in enumerate(line):
            left, top, wide, tall = plan.box(row, column)
            spot = left + wide / 2.0, top + tall / 2.0
            pixels = min(NUMBERS[1], max(NUMBERS[0], 0.42 * min(wide, tall)))
            _draw_number(canvas, chance.in_100 / 100.0, spot, pixels, bool(left_open[row, column]))


def _draw_number(canvas: Canvas, share: float, spot: tuple[float, float], pixels: float, left_open: bool) -> None:
    x, y = spot
    number, shade = in_100(share), ramp(runs_of_100(share))
    half, high = width(number, pixels) / 2.0, 0.36 * pixels
    canvas.area(x - half - 4.0, y - high - 4.0, 2.0 * half + 8.0, 2.0 * high + (12.0 if left_open else 8.0), shade)
    canvas.text(x, y + high, number, pixels, palette.text_on(shade), align="center")
    if left_open:
        canvas.line((x - half, x + half), (y + high + 5.0,) * 2, palette.text_on(shade), UNDERLINE)


def _draw_lines(canvas: Canvas, plan: Plan) -> None:
    for line in plan.noise:
        spots = [plan.spot(place) for place in line]
        marks.polyline(canvas, spots, palette.PAPER, THIN + 2.5)
        marks.polyline(canvas, spots, _hue(canvas), THIN, dashed=True)
    for line in plan.lines:
        spots = [plan.spot(place) for place in line]
        marks.polyline(canvas, spots, palette.PAPER, CASING)
        marks.polyline(canvas, spots, _hue(canvas), LINE)
    if plan.lines and not plan.numbered:
        _label_line(canvas, [plan.spot(place) for place in max(plan.lines, key=len)])


def _hue(canvas: Canvas) -> str:
    """Return the hue of the tipping line; its grey would be lost among those of the cells."""
    return palette.INK if canvas.mono else palette.REFERENCE


def _label_line(canvas: Canvas, spots: list[tuple[float, float]]) -> None:
    """Write 50 on the line, on a plate of its own."""
    x, y = spots[len(spots) // 3]
    wide = width("50", TICK, bold=True) + 14.0
    canvas.area(x - wide / 2.0, y - 14.0, wide, 28.0, palette.PAPER)
    canvas.text(x, y + 0.36 * TICK, "50", TICK, _hue(canvas), bold=True, align="center")


def _draw_base(canvas: Canvas, plan: Plan) -> None:
    cell = base_cell(plan.drawn)
    if cell is None:
        return
    row, column = cell
    if plan.numbered and row.is_integer() and column.is_integer():
        left, top, wide, tall = plan.box(int(row), int(column))
        marks.outline(canvas, left, top, wide, tall, palette.PAPER, 2.5 * POINT)
        marks.outline(canvas, left, top, wide, tall, palette.INK, 1.4 * POINT)
    else:
        marks.dot(canvas, plan.spot((column, row)), RING, palette.PAPER, palette.INK, 1.2 * POINT)


def _draw_rows(canvas: Canvas, plan: Plan) -> None:
    axis = plan.drawn.rows
    low, high = row_ends(axis)
    right = plan.left - 12.0
    canvas.text(MARGIN, plan.frame.top + 22.0, shorten(plain(axis.name), NAME, 700.0, bold=True), NAME, bold=True)
    pitch = (plan.bottom - plan.top) / len(axis.values)
    room = right - MARGIN
    # Without numbers in the cells, as many are left out as in the columns; with them, all that have room are written.
    need = TICK + 6.0 if plan.numbered else max(TICK + 6.0, _room_across(axis))
    for place in ticks(axis, pitch, need):
        _, y = plan.spot((0.0, place))
        canvas.text(right, y + 0.36 * TICK, shorten(tick_words(axis.values[place]), TICK, room), TICK, align="right")
    _, bottom = plan.spot((0.0, 0.0))
    for number, line in enumerate(low):
        canvas.text(right, bottom + 0.36 * TICK + END_PITCH * (number + 1), line, END, palette.MUTED, align="right")
    _, top = plan.spot((0.0, len(axis.values) - 1.0))
    for number, line in enumerate(reversed(high)):
        canvas.text(right, top - 0.64 * TICK - END_PITCH * number - 4, line, END, palette.MUTED, align="right")


def _room_across(axis: Axis) -> float:
    """Return the pixels from one value to the next; words have a cell each, numbers may be left out between."""
    return max(width(tick_words(value), TICK) for value in axis.values) + 12.0 if axis.numeric else 0.0


def _draw_columns(canvas: Canvas, plan: Plan) -> None:
    axis = plan.drawn.columns
    pitch = (plan.right - plan.left) / len(axis.values)
    for place in ticks(axis, pitch, _room_across(axis)):
        x, _ = plan.spot((place, 0.0))
        words = tick_words(axis.values[place])
        room = pitch - 10.0 if not axis.numeric else pitch * len(axis.values)
        canvas.text(x, plan.bottom + 24.0, shorten(words, TICK, room), TICK, align="center")
    low, high = column_ends(axis, plan.right - plan.left)
    for number, line in enumerate(low):
        canvas.text(plan.left, plan.bottom + 24.0 + END_PITCH * (number + 1), line, END, palette.MUTED)
    for number, line in enumerate(high):
        base = plan.bottom + 24.0 + END_PITCH * (number + 1)
        canvas.text(plan.right, base, line, END, palette.MUTED, align="right")
    below = plan.bottom + TICKS_BELOW + name_drop(axis, plan.right - plan.left) + NAME_BELOW - 8.0
    name = shorten(plain(axis.name), NAME, plan.right - plan.left, bold=True)
    canvas.text((plan.left + plan.right) / 2.0, below, name, NAME, bold=True, align="center")


def _draw_panel(canvas: Canvas, plan: Plan) -> None:
    y = plan.frame.top
    for entry in plan.entries:
        _draw_entry(canvas, entry, plan.panel_left, y)
        y += entry.height


def _draw_entry(canvas: Canvas, entry: Entry, left: float, top: float) -> None:
    base = top + 20.0
    if entry.kind == "key":
        _draw_key(canvas, left, top)
    elif entry.kind == "heading":
        for number, line in enumerate(entry.words):
            canvas.text(left, base + HEADING_PITCH * number, line, HEADING, bold=True)
    elif entry.kind == "row":
        value, words = entry.words
        canvas.text(left, base, value, WORDS)
        canvas.text(left + PANEL, base, words, WORDS, align="right")
    elif entry.kind == "extreme":
        chance, *lines = entry.words
        canvas.text(left + PANEL, base, chance, HEADING, bold=True, align="right")
        _write(canvas, lines, left, base)
    elif entry.kind == "note":
        _write(canvas, list(entry.words), left, base)
    elif entry.kind != "gap":
        _draw_sample(canvas, entry, left, base)
        _write(canvas, list(entry.words), left + SAMPLE, base)


def _write(canvas: Canvas, lines: list[str], left: float, base: float) -> None:
    for number, line in enumerate(lines):
        canvas.text(left, base + PITCH * number, line, WORDS, palette.TEXT)


def _draw_sample(canvas: Canvas, entry: Entry, left: float, base: float) -> None:
    middle = base - 0.36 * WORDS
    ends = [(left, middle), (left + SAMPLE - 14.0, middle)]
    if entry.kind == "line":
        marks.polyline(canvas, ends, _hue(canvas), LINE)
    elif entry.kind == "noise":
        marks.polyline(canvas, ends, _hue(canvas), THIN, dashed=True)
    elif entry.kind == "open":
        canvas.area(left, middle - 13.0, 30.0, 26.0, ramp(50))
        _draw_number(canvas, 0.5, (left + 15.0, middle - 2.0), NUMBERS[0], True)
    elif entry.kind == "box":
        marks.outline(canvas, left, middle - 13.0, 30.0, 26.0, palette.INK, 1.4 * POINT)
    elif entry.kind == "dot":
        marks.dot(canvas, (left + 15.0, middle), RING, palette.PAPER, palette.INK, 1.2 * POINT)


def _draw_key(canvas: Canvas, left: float, top: float) -> None:
    """Draw the shades side by side with the numbers at which they begin; 50 in the hue of the tipping line."""
    starts = (0, *RAMP_FROM[:-1])
    wide = (PANEL - 20.0) / len(starts)
    for place, start in enumerate(starts):
        x = float(round(left + place * wide))
        canvas.area(x, top + 6.0, round(left + (place + 1) * wide) - x, 22.0, ramp(start))
        colour = _hue(canvas) if start == 50 else palette.TEXT
        canvas.text(x, top + 52.0, str(start), END, colour, bold=start == 50, align="left" if place == 0 else "center")
    x = left + RAMP_FROM.index(50) * wide + wide
    canvas.line((x, x), (top, top + 34.0), _hue(canvas), LINE)
    canvas.text(left + len(starts) * wide, top + 52.0, "100", END, palette.TEXT, align="center")
