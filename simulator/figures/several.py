"""What figures of several scenarios share: names that differ, letters, words for counts, and the last footnotes."""

from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from simulator.figures.frame import A4, CAVEAT, MARGIN, TITLE, TITLE_LINES, provenance
from simulator.figures.numerals import counted, day, listed
from simulator.figures.text import ELLIPSIS, plain, shorten, width, wrap

if TYPE_CHECKING:
    from simulator.experiments.summary import Summary

LETTERS = "ABCDEFGHIJ"
"""Short names of scenarios, in their order."""

COUNT_WORDS: Mapping[str, str] = MappingProxyType(
    {"joins": "takes part", "inside": "has people inside Ukraine", "ground": "sends ground troops"}
)
"""What a country does that is counted (:data:`simulator.experiments.summary.COUNTED`), after its name."""

COUNT_VERBS: Mapping[str, str] = MappingProxyType(
    {"joins": "take part", "inside": "have people inside Ukraine", "ground": "send ground troops"}
)
"""The same of several countries."""

LEAST_NAME, SHORTER = 200.0, 40.0
"""Pixels that the name of a scenario keeps in a title, however long the rest is; steps by which it is made to fit."""

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def labels(summaries: Sequence["Summary"]) -> tuple[str, ...]:
    """Return the scenarios' titles as they can be drawn; equal ones are numbered, so that no two are the same."""
    titles = [plain(summary.title) or plain(summary.scenario) for summary in summaries]
    many = Counter(titles)
    met: Counter[str] = Counter()
    found = []
    for title in titles:
        met[title] += 1
        found.append(f"{title} ({met[title]})" if many[title] > 1 else title)
    return tuple(found)


def checked(summaries: Sequence["Summary"], most: int) -> None:
    """Check how many scenarios a figure is given.

    Parameters
    ----------
    summaries
        One for each scenario.
    most
        As many as the figure can show.

    Raises
    ------
    ValueError
        If there is none, or there are more.
    """
    if not 1 <= len(summaries) <= most:
        raise ValueError(f"this figure shows 1 to {most} scenarios, not {len(summaries)}")


def origins(summaries: Sequence["Summary"]) -> list[str]:
    """Return the last footnotes: where the numbers of all scenarios come from, and what they are not.

    Scenarios that differ in runs, seed or day get a footnote for each kind, before the last.
    """
    groups: dict[tuple[int, int, str], list[str]] = {}
    for summary, label in zip(summaries, labels(summaries), strict=True):
        groups.setdefault((summary.runs, summary.seed, summary.as_of), []).append(f"“{label}”")
    if len(groups) == 1:
        words = provenance(*next(iter(groups)))
        return [words if len(summaries) == 1 else f"Each scenario: {words}"]
    kinds = [
        f"{listed(names)}: {counted(runs, 'run', 'runs')} · seed {seed} · statements up to {day(as_of)}."
        for (runs, seed, as_of), names in groups.items()
    ]
    return [*kinds, f"{CAVEAT[0].upper()}{CAVEAT[1:]}."]


def fewest_runs(summaries: Sequence["Summary"]) -> int:
    """Return the runs of the scenario that has fewest."""
    return min(summary.runs for summary in summaries)


def number_words(number: int) -> str:
    """Return a count in words up to ten, in figures above."""
    return _NUMBERS[number] if number < len(_NUMBERS) else f"{number:,}"


def in_all(number: int) -> str:
    """Return ``in both scenarios``, ``in all three scenarios``; ``in this scenario`` where there is one."""
    if number == 1:
        return "in this scenario"
    return "in both scenarios" if number == 2 else f"in all {number_words(number)} scenarios"


def told(sentence: str, names: Sequence[str]) -> str:
    """Return a title with the names of scenarios in quotes, cut so that all of it fits two lines.

    Parameters
    ----------
    sentence
        The title with ``{}`` where a name is to stand.
    names
        One for each.
    """
    if not names:
        return sentence
    page = A4.width - 2.0 * MARGIN
    rest = width(sentence.replace("{}", "“”"), TITLE, bold=True)
    room = (TITLE_LINES * page - rest) / len(names)
    while True:
        title = sentence.format(*(f"“{cut(name, TITLE, room, bold=True)}”" for name in names))
        # What a line loses where its last word does not fit is known only once it is broken.
        if room <= LEAST_NAME or len(wrap(title, TITLE, page, len(title), bold=True)) <= TITLE_LINES:
            return title
        room -= SHORTER


def cut(words: str, pixels: float, room: float, bold: bool = False) -> str:
    """Return words that fit a room, cut with an ellipsis after a whole word where there is one."""
    short = shorten(words, pixels, room, bold)
    if short == words:
        return words
    kept = short.removesuffix(ELLIPSIS)
    if words[len(kept) : len(kept) + 1] != " " and " " in kept:
        kept = kept.rsplit(" ", 1)[0]
    if kept.count("(") > kept.count(")"):
        # Half a bracket says nothing.
        kept = kept.rsplit("(", 1)[0] or kept
    return kept.rstrip(" ,;:.–-") + ELLIPSIS
