"""Small pictures of figures to compare with: what they show, how they are kept, and how far apart two may be.

A picture is a quarter as wide as its figure and is compared in blocks of 5 by 5 pixels, each a block of 20 by 20 of the
figure.  What a library draws a hair's breadth elsewhere moves little between blocks; a bar or a word that is missing
empties some of them.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray
from PIL import Image

from simulator.figures.drawing import DEFAULTS, Choices
from simulator.figures.frame import A4, SLIDE, SQUARE, Size
from tests.figures.inspecting import rendered
from tests.figures.subjects import drawn

FOLDER = Path(__file__).parent.parent / "golden" / "figures"
SMALLER, BLOCK = 4, 5
COLOURS = 128
"""In a kept picture."""

TOLERANCE = 36.0
"""Levels of a channel, of 255, by which the mean of any block may differ."""

MEAN_TOLERANCE = 2.0
"""And by which all blocks may differ on average."""

Pixels = NDArray[np.float64]


@dataclass(frozen=True)
class Case:
    """One picture: a figure with its page and choices."""

    name: str
    size: Size = A4
    mono: bool = False
    choices: Choices = DEFAULTS

    def figure(self) -> Figure:
        return drawn(self.name, self.choices, self.size, self.mono).figure


CASES = {
    "ledger": Case("ledger"),
    "ledger-mono-slide": Case("ledger", SLIDE, mono=True),
    "dots": Case("dots"),
    "dots-mono-slide": Case("dots", SLIDE, mono=True),
    "exceedance": Case("exceedance"),
    "exceedance-mono-slide": Case("exceedance", SLIDE, mono=True),
    "tipping": Case("tipping"),
    "tipping-mono-square": Case("tipping", SQUARE, mono=True),
    "flips": Case("flips"),
    "flips-mono-square": Case("flips", SQUARE, mono=True),
    "tornado": Case("tornado"),
    "tornado-mono-slide": Case("tornado", SLIDE, mono=True),
    "indices": Case("indices"),
    "indices-mono-slide": Case("indices", SLIDE, mono=True),
    "waterfall": Case("waterfall"),
    "waterfall-mono-slide": Case("waterfall", SLIDE, mono=True),
    "cascade": Case("cascade"),
    "cascade-mono-square": Case("cascade", SQUARE, mono=True),
    "tiles": Case("tiles"),
    "tiles-mono-slide": Case("tiles", SLIDE, mono=True),
    "waits": Case("waits"),
    "waits-mono-slide": Case("waits", SLIDE, mono=True),
    "why": Case("why"),
    "why-mono-square": Case("why", SQUARE, mono=True),
}
"""Pictures by the name of their file.  A new figure needs a line here, and ``python -m tests.figures.renew``."""


def path_of(case: str) -> Path:
    return FOLDER / f"{case}.png"


def small(figure: Figure) -> Pixels:
    """A figure as a picture a quarter as wide: each pixel is the mean of 4 by 4."""
    return averaged(rendered(figure).astype(np.float64), SMALLER)


def averaged(pixels: Pixels, side: int) -> Pixels:
    """Means of squares; what is left over at the right and below, paper in all figures, is cut."""
    height, width = (length // side for length in pixels.shape[:2])
    cut = pixels[: height * side, : width * side]
    return cut.reshape(height, side, width, side, -1).mean(axis=(1, 3))


def keep(case: str) -> Path:
    """Draw a picture and keep it, in few colours."""
    path = path_of(case)
    path.parent.mkdir(parents=True, exist_ok=True)
    image = Image.fromarray(np.rint(small(CASES[case].figure())).astype(np.uint8))
    few = image.quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    few.save(path, format="PNG", optimize=True)
    return path


def kept(case: str) -> Pixels:
    with Image.open(path_of(case)) as image:
        return np.asarray(image.convert("RGB"), dtype=np.float64)


def differences(one: Pixels, other: Pixels) -> list[str]:
    """In what two small pictures differ by more than the tolerance; nothing where they are the same to the eye."""
    if one.shape != other.shape:
        return [f"size {one.shape[1]} x {one.shape[0]}, not {other.shape[1]} x {other.shape[0]}"]
    apart = np.abs(averaged(one, BLOCK) - averaged(other, BLOCK)).max(axis=2)
    side = BLOCK * SMALLER
    found = [
        f"{apart[row, column]:.0f} levels at {column * side}, {row * side}"
        for row, column in np.argwhere(apart > TOLERANCE).tolist()
    ]
    if apart.mean() > MEAN_TOLERANCE:
        found.append(f"{apart.mean():.2f} levels on average")
    return found
