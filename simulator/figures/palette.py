"""Every colour of the figures, in one place.

The five role colours differ by at least 22 (CAM02-UCS) under normal, deutan, protan and tritan vision, so that
neighbours in a stack can be told apart.  As areas they reach 3 : 1 on white; words need 4.5 : 1, so each has a darker
twin for text.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

PAPER = "#ffffff"
"""Background of every figure."""

BLACK = "#000000"
"""Words on a fill, where white reads worse."""

INK = "#1a1a1a"
"""Titles, names and the numbers that matter most."""

TEXT = "#4a4a4a"
"""Other numbers and axis labels."""

MUTED = "#5c5c5c"
"""Subtitles, column heads and footnotes."""

WHISKER = "#6b6b6b"
"""Thin lines that show a range over runs."""

RULE = "#bdbdbd"
"""Lines between the parts of a figure."""

GRID = "#e4e4e4"
"""Lines to read values from, as light as they can be."""

LAND = "#5a3e1b"
AIR = "#3f8fc4"
SEA = "#12355b"
LOGISTICS = "#7a7a7a"
TRAINING = "#b86b00"

REFERENCE = "#c2410c"
"""The one hue for what to compare against: threshold, tipping line, pinned case.  Never the only mark."""

BLUES = ("#eef4fa", "#c6dcee", "#92bfdf", "#5a9bcb", "#2f74ab", "#1d5287", "#12355b")
"""Ramp for counts of 100 runs, from 0 to 100."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the force in pictures: its label, the colour of its area and that of its words."""

    label: str
    fill: str
    text: str


_LAND_TEXT, _TRAINING_TEXT = LAND, "#8a5000"

PARTS: Mapping[str, Part] = MappingProxyType(
    {
        "ground": Part("Ground troops", LAND, _LAND_TEXT),
        "noncombat": Part("Non-combat, inside Ukraine", TRAINING, _TRAINING_TEXT),
        "land": Part("Land", LAND, _LAND_TEXT),
        "air": Part("Air", AIR, "#226a9c"),
        "maritime": Part("Maritime", SEA, SEA),
        "logistics": Part("Logistics and engineers", LOGISTICS, "#595959"),
        "training": Part("Training and intelligence", TRAINING, _TRAINING_TEXT),
    }
)
"""Every part a summary may split troops into, in the order of the stack."""

EXACT = tuple(
    dict.fromkeys(
        [PAPER, BLACK, INK, TEXT, MUTED, WHISKER, RULE, GRID, REFERENCE, *BLUES]
        + [colour for part in PARTS.values() for colour in (part.fill, part.text)]
    )
)
"""Colours that a reduced picture must keep as they are, each once; paper first."""


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2).

    Parameters
    ----------
    one, other
        Colours as ``#rrggbb``.
    """
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def text_on(fill: str) -> str:
    """Return pure black or white, whichever reads better on a colour."""
    return max((BLACK, PAPER), key=lambda ink: contrast(ink, fill))


def _luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255.0 for place in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
