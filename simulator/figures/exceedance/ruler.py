"""The ruler under the exceedance curves: sizes that experts published, with their dates."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.figures.numerals import MONTHS, day
from simulator.figures.text import plain, width

if TYPE_CHECKING:
    from simulator.data.deployment import PublishedSize
    from simulator.experiments.summary import Summary

EXPERT = "expert_requirement"
POOLS = frozenset({"SZ17"})
"""Published numbers of troops to rotate from: no sizes of a force, so they have no place on the ruler."""

LABEL = 15
ROW = 24.0
TITLE = "Sizes that experts published"
LEAST_BAR = 8.0
GAP = 16.0


@dataclass(frozen=True, slots=True)
class Entry:
    """One published size: its ends in persons, an open one None; whose it is; the date in words."""

    label: str
    low: int | None
    high: int | None
    date: str

    @property
    def start(self) -> int:
        """Where it begins, persons: its lower end, or its upper one where that is all there is."""
        return self.low if self.low is not None else self.high or 0

    def words(self) -> str:
        """Return its size in words."""
        if self.low is None or self.high is None:
            return f"up to {self.high:,}" if self.low is None else f"{self.low:,}+"
        return f"{self.low:,}" if self.low == self.high else f"{self.low:,}–{self.high:,}"


@dataclass(frozen=True, slots=True)
class Bar:
    """One size on the ruler: words, ends and place of the words in pixels, and the row, counted downwards.

    A bar is ``open`` at the right where its size goes on beyond the axis.
    """

    words: str
    left: float
    right: float
    words_at: float
    row: int
    open: bool


def entries(summaries: Sequence["Summary"]) -> tuple[Entry, ...]:
    """Return what experts published up to the day of any of the scenarios, the smallest first."""
    found = {size.id: size for summary in summaries for size in summary.deployment.published}
    chosen = [size for size in found.values() if size.kind == EXPERT and size.id not in POOLS]
    ordered = sorted(chosen, key=lambda size: (size.low or 0, size.high or size.low or 0, size.id))
    return tuple(
        Entry(plain(size.source).removesuffix(" option"), size.low, size.high, _date(size)) for size in ordered
    )


def bars(shown: Sequence[Entry], left: float, right: float, reach: float, title_to: float) -> tuple[Bar, ...]:
    """Return the bars, each in the first row where neither it nor its words touch another, or the title.

    Parameters
    ----------
    shown
        Sizes within the axis.
    left, right
        Ends of the axis, pixels.
    reach
        Persons at its right end.
    title_to
        Where the title of the ruler ends, in the first row.
    """
    pixels = (right - left) / reach
    placed: list[tuple[float, float, Bar]] = []
    for entry in shown:
        further = entry.high is None or entry.high > reach
        low, high = entry.low or 0, reach if entry.high is None or further else entry.high
        spare = max(0.0, LEAST_BAR - (high - low) * pixels) / 2.0
        start, end = left + low * pixels - spare, left + high * pixels + spare
        words = f"{entry.label}: {entry.words()}" if further else entry.label
        long = width(words, LABEL)
        words_at = end + 6.0 if end + 6.0 + long <= right else start - 6.0 - long
        ends = min(start, words_at), max(end, words_at + long)
        taken = {bar.row for first, last, bar in placed if first < ends[1] + GAP and ends[0] < last + GAP}
        taken |= {0} if ends[0] < title_to + GAP else set()
        row = next(number for number in range(len(shown) + 1) if number not in taken)
        placed.append((*ends, Bar(words, start, end, words_at, row, further)))
    return tuple(bar for _, _, bar in placed)


def footnote(shown: Sequence[Entry], beyond: Sequence[Entry]) -> str:
    """Return when the sizes were published, and which lie beyond the axis; empty where there are none."""
    if not shown and not beyond:
        return ""
    dates: dict[str, list[str]] = {}
    for entry in (*shown, *beyond):
        dates.setdefault(entry.label.split(",")[0], []).append(entry.date)
    told = ", ".join(f"{name} ({', '.join(dict.fromkeys(days))})" for name, days in dates.items())
    outside = ", ".join(f"{entry.label} ({entry.words()})" for entry in beyond)
    return f"Published sizes: {told}.{f' Beyond the axis: {outside}.' if outside else ''}"


def _date(size: "PublishedSize") -> str:
    """Return a date in words, with as much of it as is known."""
    parts = size.date.split("-")
    if len(parts) == 3:
        return day(size.date)
    return f"{MONTHS[int(parts[1]) - 1]} {parts[0]}" if len(parts) == 2 else parts[0]
