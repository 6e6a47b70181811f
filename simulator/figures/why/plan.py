"""Where everything goes in the figure of one country's conditions, decided before anything is drawn."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.figures.frame import MARGIN, Frame, Size, compose, provenance
from simulator.figures.numerals import in_100
from simulator.figures.scale import Scale
from simulator.figures.text import plain, width
from simulator.figures.why import titles as why_titles
from simulator.rule.ladder import RUNGS

if TYPE_CHECKING:
    from simulator.analysis.why.explanation import Why
    from simulator.analysis.why.gate_accounts import GateAccount

NAME, CODE, NUMBER, HEAD = 20, 16, 19, 17
"""Font sizes: names of conditions, their codes, numbers, heads and axis."""

GAP, BESIDE = 34.0, 26.0
ABOVE, AXIS = 46.0, 46.0
PITCH, MOST_PITCH = 108.0, 220.0
EMPTY = 90.0
"""Height of the body where no condition counts."""

HEADS = ("Needs", "Hears", "Met, of 100")
MARKS = (0.0, 0.25, 0.5, 0.75, 1.0)
CODES = ("not mentioned", "welcome", "important", "crucial", "ruled out without it")
NOTHING = "No condition of this country counts at this rung."


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything decided before the first stroke, in pixels.

    Attributes
    ----------
    columns
        Right end of each column of numbers.
    left, right
        Ends of what the bars may take.
    """

    frame: Frame
    found: "Why"
    columns: tuple[float, ...]
    left: float
    right: float
    scale: Scale
    pitch: float
    body: float


def lay_out(found: "Why", size: Size) -> Plan:
    """Return the plan of a page."""
    frame = _frame(found, size)
    rows = max(1, len(found.gates))
    pitch = PITCH
    if size.height is not None:
        pitch = min(MOST_PITCH, (size.height - frame.top - frame.foot - ABOVE - AXIS) / rows)
    names = [why_titles.GATES[account.gate] for account in found.gates]
    codes = [code_words(account) for account in found.gates]
    widest = max([width(name, NAME, bold=True) for name in names] + [width(text, CODE) for text in codes], default=0.0)
    columns = _columns(found, size.width - MARGIN)
    left = MARGIN + widest + GAP
    right = columns[0] - width(HEADS[0], HEAD) - GAP
    body = ABOVE + pitch * len(found.gates) + AXIS if found.gates else EMPTY
    return Plan(frame, found, columns, left, right, _scale(found, left, right), pitch, body)


def code_words(account: "GateAccount") -> str:
    """Return how a condition is coded: ``3 crucial``, or by coder where they differ."""
    codes = list(account.codes.values())
    if len(set(codes)) == 1:
        return f"code {codes[0]}, {CODES[codes[0]]}"
    return "code " + ", ".join(f"{code} ({coder})" for coder, code in account.codes.items())


def number_cells(account: "GateAccount") -> tuple[str, str, str]:
    """Return what the columns say of a condition."""
    return f"{account.needed.p50:.2f}", f"{account.signal.p50:.2f}", in_100(account.met.in_100 / 100.0)


def _columns(found: "Why", right: float) -> tuple[float, ...]:
    ends = [right]
    cells = [number_cells(account) for account in found.gates]
    for place in range(len(HEADS) - 1, 0, -1):
        wide = max([width(HEADS[place], HEAD)] + [width(row[place], NUMBER, bold=True) for row in cells])
        ends.insert(0, ends[0] - wide - BESIDE)
    return tuple(ends)


def _scale(found: "Why", left: float, right: float) -> Scale:
    low = min([0.0] + [min(account.needed.p05, account.signal.p05) for account in found.gates])
    high = max([1.0] + [max(account.needed.p95, account.signal.p95) for account in found.gates])
    return Scale(low, left, (right - left) / (high - low))


def standing_words(found: "Why") -> str:
    """Return in how many runs the country stands on the rung, and in how many that is closed to it."""
    text = f"On rung {found.target} or higher in {in_100(found.reaches.in_100 / 100.0)} of 100 runs"
    for name, held in found.closed.items():
        text += f"; {why_titles.CLOSED[name].removeprefix('is ')} in {in_100(held.in_100 / 100.0)}"
    return text


def _frame(found: "Why", size: Size) -> Frame:
    rung = f"rung {found.target} ({RUNGS[found.target]})"
    return compose(
        size,
        why_titles.title(found),
        [
            (f"What it hears of each condition, and what {rung} needs; 1 is all there can be.", 2),
            (f"{standing_words(found)}. Scenario: {plain(found.title)}", 2),
        ],
        [
            "Bar: what it hears, median; dark where the condition is met in less than half of the runs. The line above "
            "holds 90 of 100 runs, where runs differ.",
            "Mark: what it needs, median; the thick line below holds the middle half of runs, the thin one 90 of 100. "
            "Thresholds are codes of public statements, with a spread.",
            "Met: of 100 runs in which the condition counts, those in which it hears what it needs; a missed condition "
            "may be made up for by others.",
            provenance(found.runs, found.seed, found.as_of),
        ],
    )
