"""The page that all figures share: rule, finding, subtitle, footnotes; and how a figure becomes a file.

Lengths are pixels from the upper left corner.  No picture depends on the settings of the user: matplotlib's defaults
and ours hold inside :func:`style`, and nothing is drawn through pyplot.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from secrets import token_hex
from threading import RLock
from typing import Any, Literal

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.style import context
from matplotlib.text import Text
from numpy.typing import NDArray

from simulator.figures import palette, png, shades
from simulator.figures.numerals import counted, day
from simulator.figures.text import font, plain, wrap

DPI = 200
"""1500 px are then 19 cm, the text width of an A4 page."""

POINT = DPI / 72.0
"""Pixels in a point, the unit that suits thin lines."""

MARGIN = 60
RULE_AT = 24
TITLE, TITLE_PITCH, TITLE_LINES = 31, 42, 2
SUBTITLE, SUBTITLE_PITCH = 20, 31
FOOTNOTE, FOOTNOTE_PITCH = 15, 23

FORMATS = ("png", "svg", "pdf")
CAVEAT = "conditional on the model; not a forecast of any government’s decision"

STYLE: dict[Any, Any] = {
    "text.parse_math": False,
    "text.usetex": False,
    "text.hinting": "none",
    "svg.fonttype": "path",
    "svg.hashsalt": "forcemix",
    "pdf.fonttype": 42,
    "savefig.dpi": "figure",
}
"""What differs from matplotlib's defaults."""

METADATA: dict[str, dict[str, str | None]] = {
    "svg": {"Creator": "forcemix", "Date": None},
    "pdf": {"Creator": "forcemix", "Producer": "forcemix", "CreationDate": None},
}
"""Fixed, and without a date, so that equal figures are equal files."""

# Settings of matplotlib belong to the process; only one thread may borrow them at a time.
_BORROWED = RLock()


@dataclass(frozen=True, slots=True)
class Size:
    """A size of page in pixels; without a height, it follows from the content."""

    width: int
    height: int | None


A4 = Size(1500, None)
SLIDE = Size(1500, 844)
SQUARE = Size(1500, 1500)
SIZES = {"a4": A4, "slide": SLIDE, "square": SQUARE}
"""Pages by name."""


@dataclass(frozen=True, slots=True)
class Canvas:
    """A figure to draw on, in pixels from the upper left corner.

    What is drawn later covers what was drawn before; words lie on top of everything.

    Attributes
    ----------
    figure
        What is drawn on.
    width, height
        Its size.
    mono
        Whether colours are printed as the greys that are as light.
    """

    figure: Figure
    width: int
    height: int
    mono: bool = False

    def printed(self, colour: str) -> str:
        """Return a colour as it is drawn here: itself, or its grey."""
        return shades.printed(colour, self.mono)

    def text(
        self,
        x: float,
        y: float,
        words: str,
        pixels: float,
        colour: str = palette.INK,
        bold: bool = False,
        align: Literal["left", "center", "right"] = "left",
    ) -> Text:
        """Write one line with its base line at ``y``; whatever the words, they are drawn as they are."""
        return self.figure.text(
            x / self.width,
            1.0 - y / self.height,
            plain(words),
            fontproperties=font(bold),
            fontsize=pixels * 72.0 / DPI,
            color=self.printed(colour),
            ha=align,
            va="baseline",
            parse_math=False,
        )

    def line(
        self, x: tuple[float, float], y: tuple[float, float], colour: str, pixels: float, cap: float = 0.0
    ) -> None:
        """Draw an upright or level line, with strokes of a length across both of its ends where a cap is given."""
        self.figure.add_artist(
            Line2D(
                [value / self.width for value in x],
                [1.0 - value / self.height for value in y],
                color=self.printed(colour),
                linewidth=pixels / POINT,
                solid_capstyle="butt",
                marker=("|" if y[0] == y[1] else "_") if cap else "",
                markersize=cap / POINT,
                markeredgewidth=pixels / POINT,
            )
        )

    def area(self, left: float, top: float, width: float, height: float, colour: str) -> None:
        """Fill a rectangle."""
        corner = (left / self.width, 1.0 - (top + height) / self.height)
        self.figure.add_artist(
            Rectangle(
                corner,
                width / self.width,
                height / self.height,
                facecolor=self.printed(colour),
                linewidth=0.0,
                zorder=Line2D.zorder,
            )
        )

    def square(self, x: float, y: float, side: float, colour: str) -> None:
        """Fill a square whose lower left corner is given."""
        self.line((x, x + side), (y - side / 2.0, y - side / 2.0), colour, side)


@dataclass(frozen=True, slots=True)
class Frame:
    """Title, subtitle and footnotes broken into lines for a page.

    Attributes
    ----------
    size
        Page.
    title, subtitle, footnotes
        Lines that fit its width.
    """

    size: Size
    title: tuple[str, ...]
    subtitle: tuple[str, ...]
    footnotes: tuple[str, ...]

    @property
    def top(self) -> float:
        """Where the body may begin."""
        return RULE_AT + 24 + TITLE_PITCH * len(self.title) + SUBTITLE_PITCH * len(self.subtitle) + 16

    @property
    def foot(self) -> float:
        """What the footnotes need below the body."""
        return 18 + FOOTNOTE_PITCH * len(self.footnotes) + 14

    def canvas(self, body: float, mono: bool = False) -> Canvas:
        """Return a canvas with the frame drawn; call it inside :func:`style`.

        Parameters
        ----------
        body
            Height that the body needs; without meaning where the page has a height of its own.
        mono
            Greys only.
        """
        height = self.size.height or round(self.top + body + self.foot)
        figure = Figure(figsize=(self.size.width / DPI, height / DPI), dpi=DPI, facecolor=palette.PAPER)
        FigureCanvasAgg(figure)
        canvas = Canvas(figure, self.size.width, height, mono)
        canvas.line((MARGIN, self.size.width - MARGIN), (RULE_AT, RULE_AT), palette.INK, 2.5)
        line_at = RULE_AT + 11.0
        for line in self.title:
            line_at += TITLE_PITCH
            canvas.text(MARGIN, line_at, line, TITLE, bold=True)
        line_at += 9
        for line in self.subtitle:
            line_at += SUBTITLE_PITCH
            canvas.text(MARGIN, line_at, line, SUBTITLE, palette.MUTED)
        line_at = height - 14.0 - FOOTNOTE_PITCH * len(self.footnotes)
        for line in self.footnotes:
            line_at += FOOTNOTE_PITCH
            canvas.text(MARGIN, line_at - 6, line, FOOTNOTE, palette.MUTED)
        return canvas


def compose(size: Size, title: str, subtitle: list[tuple[str, int]], footnotes: list[str]) -> Frame:
    """Break the words of a figure into lines.

    Parameters
    ----------
    size
        Page.
    title
        The finding, cut after two lines.
    subtitle
        Paragraphs, each with the most lines it may take.
    footnotes
        Paragraphs of any length; none of them is cut.
    """
    room = size.width - 2.0 * MARGIN
    return Frame(
        size,
        wrap(plain(title), TITLE, room, TITLE_LINES, bold=True, even=True),
        tuple(line for words, most in subtitle for line in wrap(plain(words), SUBTITLE, room, most)),
        tuple(line for words in footnotes for line in wrap(plain(words), FOOTNOTE, room, len(words))),
    )


def provenance(runs: int, seed: int, as_of: str) -> str:
    """Return the last footnote of every figure: where its numbers come from and what they are not."""
    return f"{counted(runs, 'run', 'runs')} · seed {seed} · statements up to {day(as_of)} · {CAVEAT}."


@contextmanager
def style() -> Iterator[None]:
    """Hold matplotlib's defaults and ours, whatever the user has set, and give the user's back afterwards."""
    with _BORROWED, context(["default", STYLE]):
        yield


def render(figure: Figure, form: str) -> bytes:
    """Return a figure as the bytes of a file; equal figures give equal bytes.

    Parameters
    ----------
    figure
        As a figure module draws it.
    form
        ``png``, ``svg`` or ``pdf``.

    Raises
    ------
    ValueError
        If the format is another.
    """
    if form not in FORMATS:
        raise ValueError(f"cannot save a figure as {form!r}; the formats are {', '.join(FORMATS)}")
    if form == "png":
        return png.packed(_pixels(figure), DPI)
    drawn = BytesIO()
    with style():
        figure.savefig(drawn, format=form, metadata=METADATA[form])
    return drawn.getvalue()


def save(figure: Figure, path: Path) -> None:
    """Write a figure as a PNG, SVG or PDF file, by the ending of its name; a reader never meets half a file.

    Parameters
    ----------
    figure
        As a figure module draws it.
    path
        In an existing folder; a file of that name is replaced.

    Raises
    ------
    ValueError
        If the ending is another.
    """
    contents = render(figure, path.suffix.lstrip(".").lower())
    # In the same folder, because a rename is atomic only within one file system.
    part = path.with_name(f".{path.name}.{token_hex(4)}.part")
    try:
        with part.open("xb") as file:
            file.write(contents)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)  # noqa: PTH105  # the call that is documented to be atomic
    finally:
        part.unlink(missing_ok=True)


def _pixels(figure: Figure) -> NDArray[np.uint8]:
    """Return red, green, blue and alpha of every pixel: drawn once, where ``savefig`` would make a PNG to be undone."""
    # matplotlib does not type what a canvas does.
    canvas: Any = figure.canvas if isinstance(figure.canvas, FigureCanvasAgg) else FigureCanvasAgg(figure)
    with style():
        canvas.draw()
    return np.asarray(canvas.buffer_rgba())
