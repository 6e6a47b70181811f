"""The measurement as plain aligned tables."""

from collections.abc import Iterator, Sequence
from statistics import median

from benchmarks import contenders, limits
from benchmarks.contenders import on
from benchmarks.goals import Goal
from benchmarks.limits import Bound
from benchmarks.measurement import Measurement
from benchmarks.memory import Footprint

INDENT = "  "
FREE, STEADY = 0.95, 0.2
"""Share of a core that work on one thread gets, and spread of its rounds, on a machine that nothing else uses."""


def lines_of(measured: Measurement, goals: Sequence[Goal]) -> Iterator[str]:
    """Yield the lines of the whole report."""
    yield from aligned([[name, value] for name, value in measured.machine.items()], numbers=False)
    yield from _speeds(measured)
    for bound, rounds in zip(measured.bounds, measured.rounds, strict=True):
        yield from _bound(bound, rounds, measured.countries)
    yield from _memory(measured.memory, measured.threads)
    yield from _starts(measured)
    yield from ("", "Goals")
    yield from aligned([[goal.name, goal.words()] for goal in goals], numbers=False)


def aligned(rows: Sequence[Sequence[str]], numbers: bool = True) -> list[str]:
    """Return rows as lines of equally wide columns.

    Parameters
    ----------
    rows
        Cells, as many in each.
    numbers
        Whether all columns but the first are numbers, which stand to the right.
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]

    def cell(place: int, text: str) -> str:
        return text.rjust(widths[place]) if numbers and place else text.ljust(widths[place])

    return [(INDENT + INDENT.join(cell(place, text) for place, text in enumerate(row))).rstrip() for row in rows]


def figures(number: float, digits: int = 3) -> str:
    """Return a number with three significant digits, which is more than a shared machine can promise."""
    shown = float(f"{number:.{digits}g}")
    if shown >= 10 ** (digits - 1):
        return f"{shown:,.0f}"
    return f"{number:#.{digits}g}"


def _speeds(measured: Measurement) -> Iterator[str]:
    timings = measured.contenders
    batch = timings[contenders.BATCH]
    rows = [["", "runs/s", "us/run", "x batch_run", "lowest", "highest", "spread", "busy", "runs"]]
    for name, timing in timings.items():
        times = timing.times(batch)
        rows.append(
            [name, figures(timing.rate), figures(timing.microseconds), figures(median(times)), figures(min(times)),
             figures(max(times)), f"{timing.spread:.0%}", f"{timing.busy:.2f}", f"{timing.runs:,}"]
        )  # fmt: skip
    yield from ("", f"Speed: medians of {len(batch.seconds)} rounds in turn; ratios within a round")
    yield from aligned(rows)
    yield (
        f"{INDENT}All come to the same boards: checked before timing on {measured.sizes.numpy:,} runs, "
        f"{measured.sizes.mesa:,} of them with agents."
    )
    yield (
        f"{INDENT}The sweep keeps {measured.kept.size / measured.kept.runs:.1f} bytes a run, in "
        f"{measured.kept.chunks} part{'' if measured.kept.chunks == 1 else 's'}."
    )
    if measured.threads > 1:
        fresh, shared, sweep = (
            f"{median(timings[on(name, measured.threads)].times(timings[on(name, 1)])):.2f} x"
            for name in (contenders.FRESH, contenders.SHARED, contenders.SWEEP)
        )
        gain = f"{fresh} with fresh draws, {shared} with shared ones, {sweep} in the whole sweep"
        yield f"{INDENT}{measured.threads} threads gain {gain}."
    alone = [timings[name] for name in (contenders.BATCH, contenders.NUMPY, contenders.KERNEL)]
    busy, apart = median(each.busy for each in alone), median(each.spread for each in alone)
    if busy < FREE or apart > STEADY:
        yield (
            f"{INDENT}THE MACHINE WAS NOT FREE: one thread got {busy:.2f} of a core, and rounds lie {apart:.0%} apart. "
            "Speeds are"
        )
        yield f"{INDENT}provisional, ratios hold better; measure again when nothing else runs."


def _bound(bound: Bound, rounds: float, countries: int) -> Iterator[str]:
    rows = [["", "us/run", "of the parts"]]
    for label, yardstick, taken in bound.parts:
        share = "" if yardstick else f"{taken / bound.sum:.0%}"
        rows.append([f"{INDENT}limit: {label}" if yardstick else label, figures(taken), share])
    rows += [["sum of the parts", figures(bound.sum), ""], ["the whole", figures(bound.whole), ""]]
    arithmetic = next(taken for label, _, taken in bound.parts if label == limits.ARITHMETIC)
    decisions = rounds * countries
    largest, portion = bound.largest
    yield from ("", f"What bounds it: {bound.name}, one thread")
    yield from aligned(rows)
    excess = [f"{each:+.0%}" for each in (median(bound.excess), min(bound.excess), max(bound.excess))]
    yield f"{INDENT}Bound by {largest}, {portion:.0%} of the parts."
    yield (
        f"{INDENT}Within a round the whole exceeds the sum of its parts by {excess[0]} "
        f"({excess[1]} to {excess[2]}), for what is no part."
    )
    yield (
        f"{INDENT}A run takes {rounds:.1f} rounds of {countries} decisions to come to rest: "
        f"{1e3 * arithmetic / decisions:.1f} ns of arithmetic a decision."
    )


def _memory(taken: Sequence[Footprint], threads: int) -> Iterator[str]:
    rows = [["", "peak MB", "sweep s", "process s", "runs/s", "bytes/run", "parts"]]
    for each in taken:
        peak = "?" if each.peak is None else f"{each.peak / 1e6:,.0f}"
        rows.append(
            [f"{each.runs:,} runs", peak, f"{each.sweeping:.1f}", f"{each.process:.1f}",
             figures(each.runs / each.sweeping), f"{each.size / each.runs:.1f}", str(each.chunks)]
        )  # fmt: skip
    yield from ("", f"Memory: sweeps with a row kept of every run, each in a process of its own, {threads} threads")
    yield from aligned(rows)


def _starts(measured: Measurement) -> Iterator[str]:
    if not measured.starts:
        return
    rows = [["", "median s", "fastest", "slowest", "cold s", "compiling s"]]
    for name, timing in measured.starts.items():
        cold = measured.cold.get(name)
        once = ["", ""] if cold is None else [f"{cold:.1f}", f"{max(0.0, cold - timing.middle):.1f}"]
        rows.append([name, f"{timing.middle:.2f}", f"{min(timing.seconds):.2f}", f"{max(timing.seconds):.2f}", *once])
    yield from ("", f"Start-up: {measured.sizes.starts} starts in turn, warm; and once cold, with nothing compiled")
    yield from aligned(rows)
