"""The figures that can be drawn: what each answers and takes, how to read it, how it can mislead, and its module."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

FORMATS = ("png", "svg", "pdf")
PAGES = ("a4", "slide", "square")
"""As :mod:`simulator.figures.frame` has them, which takes longer to import."""

Kind = Literal["runs", "grid", "one-at-a-time", "sensitivity", "country", "waiting"]
Option = Literal["strength", "threshold", "count"]


@dataclass(frozen=True, slots=True)
class Takes:
    """The kept results that a figure is drawn from.

    Attributes
    ----------
    kind
        ``runs``: kept runs of scenarios; ``grid``: a sweep over a grid of two inputs; ``one-at-a-time``: a sweep that
        moves one input at a time; ``sensitivity``: a sensitivity analysis;
        ``country``: a kept run and one of its countries; ``waiting``: a kept run whose countries are moved one by one.
    least, most
        How many; 1 sweep.
    """

    kind: Kind
    least: int = 1
    most: int = 1

    @property
    def words(self) -> str:
        """What it takes, in words."""
        if self.kind == "grid":
            return "a sweep over a grid of two inputs"
        if self.kind == "one-at-a-time":
            return "a sweep of one input at a time"
        if self.kind == "sensitivity":
            return "a sensitivity analysis"
        if self.kind == "country":
            return "one run and a country (--country)"
        return "one run" if self.most == 1 else f"{self.least} to {self.most} runs"

    def maker(self, scenario: str) -> str:
        """Return a command that makes such a result of a scenario."""
        if self.kind in ("runs", "country", "waiting"):
            return f"forcemix run {scenario}"
        if self.kind == "sensitivity":
            return f"forcemix sensitivity {scenario}"
        if self.kind == "grid":
            return f"forcemix sweep {scenario} --over us.backstop=0:1:0.1 --over mandate.clarity=0:1:0.1"
        return f"forcemix sweep {scenario} --design one-at-a-time --over us.backstop=0,1 --over mandate.clarity=0,1"


@dataclass(frozen=True, slots=True)
class Entry:
    """One figure.

    Attributes
    ----------
    question
        What it answers.
    takes
        What it is drawn from.
    reading
        How to read it.
    misleading
        How it can mislead.
    options
        What can be chosen: a ``strength``, sizes of the force (``threshold``), what ``count`` of countries is meant.
    sizes
        How many sizes it takes at most, where it takes any.
    by_page
        Whether the page decides how much is drawn, so that data and words depend on it too.
    """

    question: str
    takes: Takes
    reading: str
    misleading: str
    options: tuple[Option, ...] = ()
    sizes: int = 1
    by_page: bool = False


FIGURES: Mapping[str, Entry] = MappingProxyType(
    {
        "ledger": Entry(
            "Who sends how many troops, in which roles, and how sure is it?",
            Takes("runs"),
            "One bar a country: its mean troops over all runs, split into roles. The thin line below is the range of "
            "8 in 10 runs. Columns give the same in numbers, and in how many of 100 runs it sends ground troops or "
            "takes part at all. Below stand those that send no ground troops in most runs, by what most often keeps "
            "them.",
            "Bars are means and count 0 where a country stays out: a country that sends 1,000 in half the runs and "
            "nothing in the others has a bar of 500, which it never sends. Ranges of countries do not add up to that "
            "of the force, because countries decide together.",
            by_page=True,
        ),
        "dots": Entry(
            "How do scenarios differ, and what are the odds of a force of some size?",
            Takes("runs", 1, 8),
            "One row a scenario, 50 dots a row: each dot stands for 2 of 100 runs. Count the dots beyond a line, and "
            "double them, for the odds of that size.",
            "A dot is a share of runs of the model, not a possible world. Scenarios are cases somebody chose; the "
            "figure does not say how likely each is.",
            ("strength", "threshold"),
            sizes=3,
        ),
        "exceedance": Entry(
            "How often does the force reach any size I care about?",
            Takes("runs", 1, 6),
            "Go up from a size to the curve, and left to the number of 100 runs that reach it or more. The higher the "
            "curve, the larger the force. The ruler marks sizes that were published.",
            "Steep and flat stretches are easily taken for certainty and doubt about the world; they show how runs of "
            "one model scatter. Published sizes are on the ruler as they were published, whatever was meant by them.",
            ("strength", "threshold"),
            sizes=3,
        ),
        "tipping": Entry(
            "What trades against what, and where does the force tip?",
            Takes("grid"),
            "Each cell is one mix of two inputs; the darker, the more of 100 runs reach the size. Along the tipping "
            "line 50 of 100 do: move across it and the likely answer changes. Dashed lines show where it could lie by "
            "run noise; on maps with numbers in their cells, those that noise could move across 50 are underlined "
            "instead. The ring, or the outlined cell, is the scenario as it stands. The table tells where it tips.",
            "Every other input stays as in the scenario. Equal steps of two inputs are not equally hard to take. "
            "Between cells the line is drawn as if chances changed evenly, and run noise is not doubt in the model.",
            ("strength", "threshold"),
        ),
        "flips": Entry(
            "What does each capital need before it comes in?",
            Takes("runs", 2, 8),
            "One row a country, one column a scenario, the number of 100 runs in which the country is counted. An "
            "outline marks 50 or more. Countries are grouped by where they cross 50.",
            "50 is a line for reading, not a threshold of any government: 49 and 51 are much the same. Countries "
            "follow each other, so rows do not move independently.",
            ("count",),
        ),
        "tornado": Entry(
            "Which inputs matter most?",
            Takes("one-at-a-time"),
            "Each bar runs from the median force at one end of an input to that at the other, while the rest stays as "
            "in the scenario; the longest on top. Thin lines hold the middle half of the runs. Pale bars are below "
            "run noise.",
            "One input at a time misses what inputs do together: American help may matter only once the mandate is "
            "clear. The length of a bar depends on how far its input was moved; compare those moved over ranges of "
            "equal plausibility.",
            ("strength",),
        ),
        "indices": Entry(
            "Which unknown matters most, alone and together with others?",
            Takes("sensitivity"),
            "Two bars an input: the dark one is the share of the variance that goes if this input is fixed, the other "
            "one adds all it does together with others. Layers count all of their inputs. Thin lines are 95% "
            "intervals. The last bar tells how much of the variance of a single run is run noise.",
            "Wider ranges give larger indices: they rank unknowns within the ranges assumed, and of this model. Shares "
            "of variance say nothing of direction; the table does. Total indices add up to more than 1.",
        ),
        "waterfall": Entry(
            "What lies between the headline and usable troops?",
            Takes("runs"),
            "From left to right, what is taken from the headline strength until the usable one is left. Bars are "
            "means over all runs, so the steps add up; thin lines are ranges of 8 in 10 runs.",
            "The order of the steps is fixed: a step that comes later takes from what earlier ones left, and would be "
            "larger alone.",
        ),
        "cascade": Entry(
            "Who moves first, who waits, and how does the force grow over the rounds?",
            Takes("runs"),
            "Above, the pledged force after each round: the line is the median, the bands hold the middle half and 8 "
            "in 10 runs. Below, a row for each country that is counted in a quarter of runs or more: the dot is the "
            "median round since which it is, without a break, its area the median troops; the line holds the middle "
            "half of runs, with an arrow where a quarter or more never see it. The others are named below.",
            "Rounds are steps of the model's talks, not weeks. Bands show how runs scatter at each round, not paths: "
            "no single run need follow the median. A country without a dot stays out in half of runs or more.",
            ("count",),
        ),
        "tiles": Entry(
            "Where do the countries that take part lie?",
            Takes("runs"),
            "One tile a country, about where it lies; the darker, the more. The number is in the tile. Partners "
            "overseas stand beside the grid.",
            "Tiles are equal for countries of any size, and neighbours on the grid need not share a border. Colour "
            "draws the eye to many small countries rather than to the few that carry the force.",
            ("strength", "count"),
        ),
        "waits": Entry(
            "Who waits for whom?",
            Takes("waiting"),
            "A row for each country that goes one rung further than its conditions let it, a column for each that then "
            "follows: the number, and the shade, is in how many of 100 runs it ends on a higher rung. Beside it: in "
            "how many the country can be moved at all, and the pledged troops that it and all others add.",
            "To follow is not to be persuaded: the model moves one country by hand, on the same draws, and lets the "
            "others answer by their stated conditions. Countries that follow often may bring few troops.",
        ),
        "why": Entry(
            "Why does a country stand where it does?",
            Takes("country"),
            "One row for each condition that counts at the rung above the country's median one. The bar is what it "
            "hears, the mark what it needs: its threshold, and what that rung asks beyond it. The lines below hold the "
            "middle half and 90 of 100 runs. The number at the right is in how many of 100 runs it hears enough.",
            "A condition that is missed may be made up for by others, and one that is met may not be enough: cap, "
            "parliament and lead close a rung whatever the conditions. Thresholds are codes of public statements, not "
            "measurements.",
        ),
    }
)
"""Every figure by name."""


def module_of(name: str) -> str:
    """Return the module that draws a figure; it is imported only when it is drawn, for that takes a while."""
    return f"simulator.figures.{name}.figure"
