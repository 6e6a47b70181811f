"""The ledger: who sends how many troops, of which kind, how sure that is, and who stays out."""

from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulator.experiments.summary import Summary
from simulator.figures import palette, titles
from simulator.figures.frame import A4, MARGIN, Canvas, Frame, Size, compose, provenance, style
from simulator.figures.ledger_rows import (
    MOST_ROWS,
    REASON_WORDS,
    Absence,
    Row,
    absences,
    parts,
    ranked,
    reason_words,
    rows,
)
from simulator.figures.numerals import in_100, listed, span, ticks, troops
from simulator.figures.text import NO_BREAK, plain, shorten, width, wrap

NAME, HEAD, LABEL, BLOCK = 19, 17, 18, 17
NAME_ROOM = (150, 290)
GAP = 30
LABEL_PITCH, HEADS, AXIS = 30, 14, 42
PITCH, LEAST_PITCH, MOST_PITCH = 46, 35, 64
BAR, WHISKER_BELOW = 0.52, 0.15
EDGED = 5
BLOCK_ABOVE, BLOCK_PITCH = 34, 26
LEAST_ROWS = 6
LEAST_GROUPS = 2
BLOCK_TITLE = "No ground troops in most runs. What most often stands in the way:"
HEADS_OF = ("Expected", "8 in 10 runs", "Ground in", "Joins in")

Cell = str | float | None


@dataclass(frozen=True, slots=True)
class Group:
    """Where a group that stays out is written: names begin at ``x``, the reason ends just before it."""

    reason: str
    x: float
    line: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything decided before the first stroke: words, lines and places, in pixels.

    Attributes
    ----------
    left, right
        Ends of the bars' axis.
    columns
        Right ends of the number columns.
    labels
        Part and place (x, line) of each label above the bars.
    beside
        Whether the labels stand on the line of the column heads, not above it.
    block
        The groups that stay out.
    pitch
        Height of a row.
    """

    frame: Frame
    rows: tuple[Row, ...]
    absences: tuple[Absence, ...]
    left: float
    right: float
    columns: tuple[float, ...]
    labels: tuple[tuple[str, float, int], ...]
    beside: bool
    block: tuple[Group, ...]
    pitch: float

    @property
    def head(self) -> float:
        """Height of the labels and column heads above the bars."""
        over = max(line for _, _, line in self.labels) + 1 if self.labels else 0
        return LABEL_PITCH * (over if self.beside else over + 1) + HEADS

    @property
    def block_height(self) -> float:
        """Height of the block of countries that stay out; 0 where there are none."""
        lines = max((group.line + len(group.names) for group in self.block), default=0)
        return BLOCK_ABOVE + BLOCK_PITCH * lines + 20 if lines else 0.0

    @property
    def body(self) -> float:
        """Height of everything between subtitle and footnotes."""
        return self.head + self.pitch * len(self.rows) + AXIS + self.block_height


def draw(summary: Summary, size: Size = A4) -> Figure:
    """Draw the ledger of a scenario.

    Parameters
    ----------
    summary
        What its runs come to.
    size
        Page; where its height is fixed, fewer countries may have a bar of their own.

    Returns
    -------
    matplotlib.figure.Figure
        On an Agg canvas; see :func:`simulator.figures.frame.save`.

    Raises
    ------
    ValueError
        If troops are split into a part without a colour.
    """
    plan = _plan(summary, size)
    with style():
        canvas = plan.frame.canvas(plan.body)
        top = plan.frame.top + plan.head
        _draw_labels(canvas, plan, plan.frame.top)
        _draw_bars(canvas, plan, top)
        _draw_numbers(canvas, plan, top)
        _draw_block(canvas, plan, top + plan.pitch * len(plan.rows) + AXIS)
    return canvas.figure


def table(summary: Summary, size: Size = A4) -> list[dict[str, Cell]]:
    """Return what is drawn, unrounded: one dict a bar, then one for each country that is named without a bar.

    Parameters
    ----------
    summary, size
        As for :func:`draw`.

    Returns
    -------
    list of dict
        ``iso3``, ``name``, a column for each part, ``expected``, ``p10``, ``p90``, ``ground_in_100``,
        ``joins_in_100`` and ``held_back_by``.  ``expected`` sums to the expected force: a country within the row of
        others has none of its own.
    """
    plan = _plan(summary, size)
    held = {country.iso3: reason_words(country) for group in plan.absences for country in group.countries}
    drawn = {row.iso3 for row in plan.rows}
    bars = [_cells(row, held.get(row.iso3)) for row in plan.rows]
    named = [
        dict.fromkeys(bars[0])
        | {"iso3": country.iso3, "name": country.name, "held_back_by": held[country.iso3]}
        | ({"expected": 0.0} if country.troops.mean <= 0.0 else {})
        for country in ranked(summary)
        if country.iso3 in held and country.iso3 not in drawn
    ]
    return bars + named


def alt_text(summary: Summary, size: Size = A4) -> str:
    """Return the figure in words, for those who cannot see it: finding, total, every bar, and who stays out."""
    plan = _plan(summary, size)
    kinds = listed([f"“{palette.PARTS[part].label}”" for part in parts(summary)])
    bars = "; ".join(f"{plain(row.name)} {troops(row.expected)}{_range_words(row)}" for row in plan.rows)
    out = " ".join(f"{group.reason}: {_names(group)}." for group in plan.absences)
    return (
        f"Bar chart. {titles.ledger(summary)}. Scenario: {_title(summary)}. {_force_words(summary)} "
        f"Expected troops by country, split into {kinds}: {bars}."
        + (f" {BLOCK_TITLE} {out}" if out else "")
        + f" {provenance(summary.runs, summary.seed, summary.as_of)}"
    )


def _cells(row: Row, held: str | None) -> dict[str, Cell]:
    return {
        "iso3": row.iso3,
        "name": row.name,
        **row.parts,
        "expected": row.expected,
        "p10": row.low,
        "p90": row.high,
        "ground_in_100": None if row.ground is None else 100.0 * row.ground,
        "joins_in_100": None if row.joins is None else 100.0 * row.joins,
        "held_back_by": held,
    }


def _range_words(row: Row) -> str:
    return "" if row.low is None or row.high is None else f" ({span(row.low, row.high)})"


def _title(summary: Summary) -> str:
    return plain(summary.title) or plain(summary.scenario)


def _force_words(summary: Summary) -> str:
    force = summary.force["pledged"]
    low, high = span(force.p10, force.p10), span(force.p90, force.p90)
    runs = f"fall between {low} and {high}" if low != high else f"come to {low}"
    return f"Whole force: {troops(force.mean)} expected; 8 in 10 runs {runs}."


def _plan(summary: Summary, size: Size) -> Plan:
    """Return the plan with most countries and reasons that the page has room for."""
    groups = len(REASON_WORDS)
    most = MOST_ROWS
    while True:
        plan = _laid_out(summary, size, most, groups)
        if plan.pitch >= LEAST_PITCH:
            return plan
        # Bars give way first, down to a handful; then the rarer reasons are put together; then bars again.
        if most > LEAST_ROWS or groups == LEAST_GROUPS:
            most -= 1
        else:
            groups -= 1
        if most == 0:
            return plan


def _laid_out(summary: Summary, size: Size, most: int, groups: int) -> Plan:
    shown, out = rows(summary, most), absences(summary, groups)
    frame = _frame(summary, size, any(not row.iso3 for row in shown))
    names = [width(plain(row.name), NAME) for row in shown] + [width(group.reason, BLOCK) for group in out]
    left = MARGIN + min(max(NAME_ROOM[0], *names), NAME_ROOM[1]) + 14.0
    columns = _columns(shown, size.width - MARGIN)
    right = columns[0][0] - GAP
    block = _block(out, left, size.width)
    ends = tuple(end for _, end in columns)
    labels = _labels(parts(summary), left, right)
    beside = bool(labels) and labels[-1][2] == 0
    if not beside:
        labels = _labels(parts(summary), left, size.width - MARGIN)
    plan = Plan(frame, shown, out, left, right, ends, labels, beside, block, PITCH)
    if size.height is None:
        return plan
    room = size.height - frame.top - frame.foot - (plan.body - PITCH * len(shown))
    return Plan(frame, shown, out, left, right, ends, labels, beside, block, min(MOST_PITCH, room / len(shown)))


def _frame(summary: Summary, size: Size, others: bool) -> Frame:
    summed = " The row of others is a sum; ranges do not add up, so it has none." if others else ""
    return compose(
        size,
        titles.ledger(summary),
        [
            (f"Troops that can be kept in Ukraine, by country and kind. Scenario: {_title(summary)}", 2),
            (_force_words(summary), 1),
        ],
        [
            "Bars and “Expected”: mean over all runs, counting 0 when a country stays out, so that the parts add up. "
            "Thin line under a bar: 8 in 10 runs (10th to 90th percentile).",
            "“Ground in”, “Joins in”: runs out of 100 in which the country sends ground troops, or takes part at all."
            + summed,
            provenance(summary.runs, summary.seed, summary.as_of),
        ],
    )


def _numbers(row: Row) -> tuple[str, str, str, str]:
    return (
        troops(row.expected),
        "" if row.low is None or row.high is None else span(row.low, row.high),
        "" if row.ground is None else in_100(row.ground),
        "" if row.joins is None else in_100(row.joins),
    )


def _block(out: tuple[Absence, ...], left: float, page: float) -> tuple[Group, ...]:
    """Return the groups in two columns of about equal length, or in one where the names are few."""
    step = (page - 2.0 * MARGIN + GAP) / 2.0
    room = step - GAP - (left - MARGIN)
    # Spaces within a name do not break, so that no country is torn apart.
    names = [wrap(_unbroken(group), BLOCK, room, len(group.countries)) for group in out]
    total = sum(len(lines) for lines in names)
    placed: list[Group] = []
    column, line = 0, 0
    for group, lines in zip(out, names, strict=True):
        if column == 0 and total > 3 and 2 * line >= total:
            column, line = 1, 0
        placed.append(Group(group.reason, left + column * step, line, lines))
        line += len(lines)
    return tuple(placed)


def _names(group: Absence) -> str:
    return ", ".join(plain(country.name) for country in group.countries)


def _unbroken(group: Absence) -> str:
    return ", ".join(plain(country.name).replace(" ", NO_BREAK) for country in group.countries)


def _columns(shown: tuple[Row, ...], right: float) -> list[tuple[float, float]]:
    """Return left and right ends of the number columns, each as wide as its widest entry."""
    columns: list[tuple[float, float]] = []
    cells = [_numbers(row) for row in shown]
    for place in reversed(range(len(HEADS_OF))):
        widest = max(width(HEADS_OF[place], HEAD), *(width(row[place], NAME, bold=place == 0) for row in cells))
        columns.insert(0, (right - widest, right))
        right -= widest + GAP
    return columns


def _labels(stack: tuple[str, ...], left: float, right: float) -> tuple[tuple[str, float, int], ...]:
    """Return part, x and line of the labels, side by side as far as they fit."""
    placed: list[tuple[str, float, int]] = []
    x, line = left, 0
    for part in stack:
        wide = 24 + width(palette.PARTS[part].label, LABEL, bold=True)
        if x > left and x + wide > right:
            x, line = left, line + 1
        placed.append((part, x, line))
        x += wide + 26
    return tuple(placed)


def _draw_labels(canvas: Canvas, plan: Plan, top: float) -> None:
    for part, x, line in plan.labels:
        base = top + LABEL_PITCH * (line + 1) - 2
        canvas.square(x, base + 1, 17, palette.PARTS[part].fill)
        canvas.text(x + 24, base, palette.PARTS[part].label, LABEL, palette.PARTS[part].text, bold=True)


def _draw_bars(canvas: Canvas, plan: Plan, top: float) -> None:
    reach = max(row.reach for row in plan.rows)
    length = plan.right - plan.left
    marks = ticks(reach, int(length / (width(f"{reach:,.0f}", HEAD) + 34)))
    # A little air, so that the last whisker's cap is not cut.
    end = max(reach, marks[-1]) * 1.01
    height = plan.pitch * len(plan.rows)
    axes = canvas.axes(plan.left, top, length, height)
    axes.set_xlim(0.0, end)
    axes.set_ylim(len(plan.rows), 0.0)
    for mark in marks:
        axes.axvline(mark, color=palette.GRID if mark else palette.RULE, linewidth=0.5, zorder=0)
        x = plan.left + length * mark / end
        canvas.text(x, top + height + 26, f"{mark:,}", HEAD, palette.TEXT, align="center")
    for place, row in enumerate(plan.rows):
        _draw_stack(axes, row, place + 0.40, end / length)
        _draw_whisker(axes, row, place + 0.40 + BAR / 2.0 + WHISKER_BELOW)


def _draw_stack(axes: Axes, row: Row, middle: float, pixel: float) -> None:
    """Draw the parts of a bar end to end; ``pixel`` is what one pixel is worth in troops."""
    start = before = 0.0
    for part, value in row.parts.items():
        if value <= 0.0:
            continue
        axes.barh(middle, value, BAR, left=start, color=palette.PARTS[part].fill, linewidth=0.0, zorder=2)
        # A white line between parts, unless it would wash out one that is hardly wider itself.
        if min(before, value) >= EDGED * pixel:
            edge = [middle - BAR / 2.0, middle + BAR / 2.0]
            axes.plot([start, start], edge, color=palette.PAPER, linewidth=0.6, zorder=3, solid_capstyle="butt")
        start, before = start + value, value


def _draw_whisker(axes: Axes, row: Row, y: float) -> None:
    if row.low is None or row.high is None or row.reach <= 0.0:
        return
    axes.plot(
        [row.low, row.high],
        [y, y],
        color=palette.WHISKER,
        linewidth=0.7,
        marker="|",
        markersize=3.0,
        markeredgewidth=0.7,
        zorder=4,
        clip_on=False,
    )


def _draw_numbers(canvas: Canvas, plan: Plan, top: float) -> None:
    for head, end in zip(HEADS_OF, plan.columns, strict=True):
        canvas.text(end, top - HEADS - 2, head, HEAD, palette.MUTED, align="right")
    canvas.line((plan.left, canvas.width - MARGIN), (top - 5, top - 5), palette.RULE, 1.2)
    room = plan.left - MARGIN - 14
    for place, row in enumerate(plan.rows):
        base = top + plan.pitch * (place + 0.40) + 0.36 * NAME
        canvas.text(plan.left - 12, base, shorten(plain(row.name), NAME, room), NAME, align="right")
        for number, end, bold in zip(_numbers(row), plan.columns, (True, False, False, False), strict=True):
            if number:
                canvas.text(end, base, number, NAME, palette.INK if bold else palette.TEXT, bold=bold, align="right")


def _draw_block(canvas: Canvas, plan: Plan, top: float) -> None:
    if not plan.block:
        return
    canvas.line((MARGIN, canvas.width - MARGIN), (top + 8, top + 8), palette.RULE, 1.2)
    base = top + BLOCK_ABOVE + 4
    canvas.text(MARGIN, base, BLOCK_TITLE, BLOCK, bold=True)
    for group in plan.block:
        line_at = base + BLOCK_PITCH * (group.line + 1) + 4
        canvas.text(group.x - 12, line_at, group.reason, BLOCK, palette.MUTED, align="right")
        for number, names in enumerate(group.names):
            canvas.text(group.x, line_at + BLOCK_PITCH * number, names, BLOCK)
