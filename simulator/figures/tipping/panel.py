"""What stands beside the tipping map: the key, its marks, the extreme cells, and a table of where the size tips."""

from dataclasses import dataclass
from math import floor, inf, log10
from typing import Literal

from simulator.figures.inputs import inner, value_words
from simulator.figures.numerals import in_100
from simulator.figures.text import NO_BREAK, plain, shorten, width, wrap
from simulator.figures.tipping.map import Axis, Tip, TippingMap

HEADING, WORDS = 18, 17
HEADING_PITCH, PITCH = 25, 26
KEY, GAP = 66, 20
SAMPLE = 44
"""Pixels that the sample of a line or a mark takes before its words."""

MOST_TIPS = (5, 3)
"""Rows of the table, as far as the page has room."""

Kind = Literal["heading", "key", "line", "noise", "open", "box", "dot", "extreme", "note", "row", "gap"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the panel: lines of words; for ``row`` two cells; for ``extreme`` first the number."""

    kind: Kind
    words: tuple[str, ...] = ()

    @property
    def height(self) -> float:
        """Pixels from its top to the top of the next entry."""
        fixed = {"key": KEY, "gap": GAP, "row": PITCH}
        pitch = HEADING_PITCH if self.kind == "heading" else PITCH
        return fixed.get(self.kind, pitch * len(self.words[1:] if self.kind == "extreme" else self.words))


def panel(drawn: TippingMap, room: float, numbered: bool, lines: bool, height: float | None) -> tuple[Entry, ...]:
    """Return the entries of the panel, from the top.

    Parameters
    ----------
    drawn
        The map.
    room
        Width in pixels.
    numbered
        Whether cells have numbers, and those that the run noise leaves open a mark; else there are noise lines.
    lines
        Whether there is a tipping line.
    height
        What the page has; the table gives way first, then the extremes.  None: as much as is wanted.
    """
    head = [_heading(f"Runs of 100 that reach {drawn.troops:,}", room), Entry("key")]
    blocks = [head, _samples(drawn, room, numbered, lines), _extremes(drawn, room)]
    wanted = [_joined([*blocks, _tips(drawn, room, most)]) for most in MOST_TIPS] + [_joined(blocks)]
    return next((entries for entries in wanted if panel_height(entries) <= (height or inf)), _joined(blocks[:2]))


def panel_height(entries: tuple[Entry, ...]) -> float:
    """Return the height of a panel."""
    return sum(entry.height for entry in entries)


def rounded(axis: Axis, value: float) -> str:
    """Return a value between two of a numeric axis, to a hundredth of its length."""
    numbers = axis.numbers
    span = numbers[-1] - numbers[0] or 1.0
    return value_words(round(value, 2 - floor(log10(span))) + 0.0)


def tip_words(axis: Axis, tip: Tip) -> str:
    """Return where one row or column tips: ``from 0.16 (0.06–0.24)``, with the run noise in brackets."""
    if tip.value is None:
        return {"any": "at any value", "none": "at no value"}.get(tip.kind, "more than once")
    ends = (tip.high, tip.low) if tip.kind == "from" else (tip.low, tip.high)
    first, last = (value_words(axis.values[place]) for place in (0, -1))
    low = rounded(axis, ends[0]) if ends[0] is not None else f"<{first}"
    high = rounded(axis, ends[1]) if ends[1] is not None else f">{last}"
    return f"{tip.kind} {rounded(axis, tip.value)} ({low}–{high})"


def tip_rows(drawn: TippingMap) -> tuple[Axis, Axis, tuple[Tip, ...]] | None:
    """Return the input that is moved, the one whose values are listed, and where each of those tips.

    None where no row or column tips once.  Of two numeric inputs the one is moved along which more tips lie.
    """
    choices = [(drawn.rows, drawn.columns, True), (drawn.columns, drawn.rows, False)]
    found = [
        (moved, listed, drawn.tips(along_rows))
        for moved, listed, along_rows in choices
        if moved.numeric and len(moved.values) > 1
    ]
    found = [choice for choice in found if any(tip.value is not None for tip in choice[2])]
    return max(found, key=lambda choice: sum(tip.value is not None for tip in choice[2]), default=None)


def extremes(drawn: TippingMap) -> tuple[tuple[str, float, str], ...]:
    """Return for the highest and the lowest cell the word, runs of 100, and the mix of inputs."""
    cells = {
        (row, column): drawn.chances[row][column].in_100
        for row in range(len(drawn.rows.values))
        for column in range(len(drawn.columns.values))
    }
    ends = (("Highest", max(cells, key=lambda cell: cells[cell])), ("Lowest", min(cells, key=lambda cell: cells[cell])))
    return tuple((word, cells[cell], mix_words(drawn, *cell)) for word, cell in ends)


def mix_words(drawn: TippingMap, row: int, column: int) -> str:
    """Return the inputs of a cell: ``US backstop 0.3, mandate clarity 0.4``."""
    pairs = (drawn.columns, column), (drawn.rows, row)
    return ", ".join(f"{inner(axis.name)} {plain(value_words(axis.values[place]))}" for axis, place in pairs)


def base_cell(drawn: TippingMap) -> tuple[float, float] | None:
    """Return row and column of the scenario itself, between cells where it lies between; None where it is not drawn."""
    row, column = (axis.place(drawn.base.get(axis.path)) for axis in (drawn.rows, drawn.columns))
    return None if row is None or column is None else (row, column)


def base_words(drawn: TippingMap) -> str:
    """Return what is said of the scenario as it stands; its chance only where a cell was run for it."""
    cell = base_cell(drawn)
    if cell is None:
        return ""
    if not _on_cell(drawn):
        return "The scenario as it stands"
    row, column = cell
    return f"The scenario as it stands: {in_100(drawn.chances[int(row)][int(column)].in_100 / 100.0)}"


def _on_cell(drawn: TippingMap) -> bool:
    return all(place.is_integer() for place in base_cell(drawn) or (0.5,))


def _heading(words: str, room: float) -> Entry:
    return Entry("heading", wrap(words, HEADING, room, 4, bold=True))


def _samples(drawn: TippingMap, room: float, numbered: bool, lines: bool) -> list[Entry]:
    words: list[tuple[Kind, str]] = []
    if lines:
        words.append(("line", "Tipping line, 50 of 100 runs"))
    if numbered and drawn.open_cells().any():
        words.append(("open", "Run noise leaves open on which side of 50 the cell lies"))
    if not numbered and lines:
        words.append(("noise", "Where the line could lie by run noise"))
    if base_words(drawn):
        words.append(("box" if numbered and _on_cell(drawn) else "dot", base_words(drawn)))
    return [Entry(kind, wrap(text, WORDS, room - SAMPLE, 3)) for kind, text in words]


def _extremes(drawn: TippingMap, room: float) -> list[Entry]:
    found = []
    for word, chance, mix in extremes(drawn):
        number = in_100(chance / 100.0)
        whole = f"{word}: {mix}".replace(" ", NO_BREAK).replace(f",{NO_BREAK}", ", ")
        fits = all(width(part, WORDS) <= room - 60 for part in whole.split(" "))
        lines = wrap(whole if fits else f"{word}: {mix}", WORDS, room - 60, 3)
        found.append(Entry("extreme", (number, *lines)))
    return found


def _tips(drawn: TippingMap, room: float, most: int) -> list[Entry]:
    choice = tip_rows(drawn)
    if choice is None:
        return []
    moved, listed, tips = choice
    last = len(listed.values) - 1
    shown = range(last + 1) if last < most else [round(last * part / (most - 1)) for part in range(most)]
    note = wrap(f"by {inner(listed.name)}; in brackets: run noise", WORDS, room, 3)
    rows = []
    for place in shown:
        words = tip_words(moved, tips[place])
        value = shorten(plain(value_words(listed.values[place])), WORDS, room - width(words, WORDS) - 12)
        rows.append(Entry("row", (value, words)))
    return [_heading(f"Tipping point in {inner(moved.name)}", room), Entry("note", note), *rows]


def _joined(blocks: list[list[Entry]]) -> tuple[Entry, ...]:
    joined: list[Entry] = []
    for block in blocks:
        joined += [Entry("gap"), *block] if joined and block else block
    return tuple(joined)
