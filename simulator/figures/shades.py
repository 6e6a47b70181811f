"""Shades of the palette: the ramp for counts of 100 runs, pale tints, and greys for printing without colour."""

from bisect import bisect_right
from functools import lru_cache

from simulator.figures import palette

RAMP_FROM = (10, 30, 50, 70, 90, 100)
"""Counts at which the next shade begins; 50 is one of them, so that colour never contradicts the line."""

TINT_STEPS = 16
"""Steps from a colour to paper."""


def ramp(in_100: int) -> str:
    """Return the blue for a whole number of runs of 100."""
    return palette.BLUES[bisect_right(RAMP_FROM, in_100)]


def tint(colour: str, steps: int) -> str:
    """Return a colour faded towards paper.

    Parameters
    ----------
    colour
        As ``#rrggbb``.
    steps
        0, the colour itself, to 16, paper.
    """
    ends = zip(bytes.fromhex(colour[1:]), bytes.fromhex(palette.PAPER[1:]), strict=True)
    return "#" + "".join(f"{round(own + (paper - own) * steps / TINT_STEPS):02x}" for own, paper in ends)


@lru_cache(maxsize=256)
def grey(colour: str) -> str:
    """Return the grey that is as light as a colour: words keep their contrast."""
    levels = (f"#{level:02x}{level:02x}{level:02x}" for level in range(256))
    # Contrast with black rises with lightness, and its ratio does not depend on the hue.
    wanted = palette.contrast(colour, "#000000")
    return min(levels, key=lambda level: abs(palette.contrast(level, "#000000") - wanted))


def printed(colour: str, mono: bool) -> str:
    """Return a colour as it is printed: itself, or its grey."""
    return grey(colour) if mono else colour
