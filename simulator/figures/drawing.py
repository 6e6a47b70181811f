"""Drawing a figure by its name, with its data and its words, and writing all three to files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from matplotlib.figure import Figure

from simulator.figures.frame import A4, Size, save
from simulator.figures.registry import FIGURES, Entry, module_of

if TYPE_CHECKING:
    from simulator.analysis.equilibria.waiting import Waiting
    from simulator.analysis.sensitivity.results import Study
    from simulator.analysis.why.explanation import Why
    from simulator.experiments.summary import Summary
    from simulator.experiments.sweeps.reading import SweepSummary

DATA, WORDS = "csv", "txt"
"""Endings of the files beside a picture: what is drawn, and what it says to those who cannot see it."""


class CannotDraw(OSError):  # noqa: N818 - named by what happened
    """A figure cannot be drawn of what it is given; the message says why."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Choices:
    """What is to be drawn where a figure leaves a choice; None or nothing for its default.

    Attributes
    ----------
    strength
        ``headline``, ``pledged``, ``allocated`` or ``usable``.
    thresholds
        Sizes of the force, persons.
    count
        ``joins``, ``inside`` or ``ground``.
    """

    strength: str | None = None
    thresholds: tuple[int, ...] = ()
    count: str | None = None

    def arguments(self, entry: Entry) -> dict[str, Any]:
        """Return the choices as a figure's functions take them."""
        sizes = self.thresholds if entry.sizes > 1 else self.thresholds[0] if self.thresholds else None
        named = {"strength": self.strength, "thresholds" if entry.sizes > 1 else "troops": sizes, "count": self.count}
        return {name: value for name, value in named.items() if value}


DEFAULTS = Choices()


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure that is drawn.

    Attributes
    ----------
    figure
        The picture.
    rows
        What is drawn, unrounded; every row has the same columns.
    words
        The picture in words.
    """

    figure: Figure
    rows: Sequence[Mapping[str, Any]]
    words: str


def picture(
    name: str,
    results: "Sequence[Summary] | SweepSummary | Study | Why | Waiting",
    choices: Choices = DEFAULTS,
    size: Size = A4,
    mono: bool = False,
) -> Picture:
    """Draw a figure.

    Parameters
    ----------
    name
        One of :data:`simulator.figures.registry.FIGURES`.
    results
        As many runs as the figure takes, or the sweep or the sensitivity analysis that it takes.
    choices
        What is to be drawn; choices that the figure does not have are an error.
    size
        Page.
    mono
        Greys only.

    Raises
    ------
    KeyError
        If there is no such figure.
    CannotDraw
        If it cannot be drawn of these results.
    """
    entry = FIGURES[name]
    module = import_module(module_of(name))
    page = {"size": size} if entry.by_page else {}
    try:
        data, named = _arguments(name, results, choices)
        return Picture(
            module.draw(*data, **named, size=size, mono=mono),
            module.table(*data, **named, **page),
            module.alt_text(*data, **named, **page),
        )
    except ValueError as error:
        raise CannotDraw(f"`{name}` cannot be drawn of this: {error}") from error


def _arguments(name: str, results: Any, choices: Choices) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """Return what the functions of a figure take: its data, then what is chosen."""
    entry = FIGURES[name]
    named = choices.arguments(entry)
    if entry.takes.kind == "runs":
        return (results[0] if entry.takes.most == 1 else tuple(results),), named
    if entry.takes.kind in ("sensitivity", "country", "waiting"):
        return (results,), named
    common = (results.title, results.seed, results.as_of)
    if entry.takes.kind == "grid":
        from simulator.figures.tipping.map import TippingMap

        return (TippingMap(results.points, results.axes, *common, results.base, **named),), {}
    from simulator.figures.tornado.swings import OneByOne

    return (OneByOne(results.points, *common, **named),), {}


def paths(stem: Path, forms: Sequence[str]) -> list[Path]:
    """Return the files that a picture is written to: one a format, then its data and its words.

    Parameters
    ----------
    stem
        Path without an ending.
    forms
        ``png``, ``svg`` or ``pdf``, each once.
    """
    return [stem.with_name(f"{stem.name}.{ending}") for ending in (*forms, DATA, WORDS)]


def write(drawn: Picture, stem: Path, forms: Sequence[str]) -> list[Path]:
    """Write a picture, its data and its words; a file that is there is replaced, a reader never meets half of one.

    Parameters
    ----------
    drawn
        The picture.
    stem, forms
        As for :func:`paths`; the folder must exist.

    Returns
    -------
    list of Path
        What was written.
    """
    from simulator.experiments.kept.results import csv_text, write_whole

    *pictures, data, words = found = paths(stem, forms)
    for path in pictures:
        save(drawn.figure, path)
    write_whole(data, csv_text(drawn.rows))
    write_whole(words, drawn.words + "\n")
    return found
