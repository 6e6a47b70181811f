"""Text that is safe to draw: no markup, no control characters, no glyph the font lacks, no line too long."""

import unicodedata
from bisect import bisect_left
from functools import lru_cache
from itertools import accumulate, takewhile
from pathlib import Path

import matplotlib
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.textpath import TextToPath

ELLIPSIS = "…"
NO_BREAK = "\u00a0"
"""A space at which :func:`wrap` does not break."""

UNKNOWN = "\ufffd"
"""Drawn for characters that the font lacks."""

UNDRAWN = frozenset({"Cc", "Cf", "Cs", "Co"})
"""Control, format, surrogate and private characters."""

MARKS = 2
"""Combining marks kept on one letter; taller piles would climb into the line above."""

_FONTS = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
_MEASURE = TextToPath()


def font(bold: bool) -> FontProperties:
    """Return DejaVu Sans as it ships with matplotlib, by file, so that a copy on the system is never taken instead."""
    return FontProperties(fname=str(_FONTS / ("DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf")))


@lru_cache(maxsize=1)
def glyphs() -> frozenset[int]:
    """Return the code points that both weights of the font can draw."""
    weights = [get_font(str(font(bold).get_file())).get_charmap() for bold in (False, True)]
    return frozenset(weights[0]) & frozenset(weights[1])


def plain(words: str) -> str:
    """Return text that draws as itself on one line.

    Control, format (which includes those that turn the direction of writing) and private characters go; any white
    space becomes one space; combining marks beyond two a letter go; characters unknown to the font become U+FFFD.

    Parameters
    ----------
    words
        Any text, such as the title of a scenario.
    """
    kept: list[str] = []
    marks = 0
    for character in unicodedata.normalize("NFC", " ".join(words.split())):
        kind = unicodedata.category(character)
        marks = marks + 1 if kind in ("Mn", "Me") else 0
        if kind in UNDRAWN or marks > MARKS:
            continue
        kept.append(character if ord(character) in glyphs() else UNKNOWN)
    return " ".join("".join(kept).split())


def width(words: str, pixels: float, bold: bool = False) -> float:
    """Return how wide a line is drawn, in the unit of the font size."""
    return _width_at_100(words, bold) * (pixels / 100.0) if words else 0.0


@lru_cache(maxsize=8192)
def _width_at_100(words: str, bold: bool) -> float:
    """Return a width at one size for all: without hinting, widths are in proportion to the size."""
    face = font(bold)
    face.set_size(100.0)
    return float(_MEASURE.get_text_width_height_descent(words, face, False)[0])


def shorten(words: str, pixels: float, room: float, bold: bool = False) -> str:
    """Return a line cut with an ellipsis so that it fits a room; unchanged if it fits."""
    if width(words, pixels, bold) <= room:
        return words
    return _longest(words, pixels, room, bold, ELLIPSIS).rstrip() + ELLIPSIS


def wrap(words: str, pixels: float, room: float, most: int, bold: bool = False, even: bool = False) -> tuple[str, ...]:
    """Return text in lines that fit a room.

    Parameters
    ----------
    words
        Plain text (:func:`plain`).
    pixels
        Font size.
    room
        Widest line, in the unit of the font size.
    most
        Most lines; what is left over is cut with an ellipsis.
    bold
        Weight.
    even
        Make the lines about equally long, as titles want.
    """
    lines = _filled(words, pixels, room, bold)
    if len(lines) > most:
        rest = " ".join(lines[most - 1 :])
        return (*lines[: most - 1], shorten(rest, pixels, room, bold))
    if even and len(lines) > 1:
        rooms = range(int(room * 0.55), int(room), 10)
        # The narrowest room that needs no more lines: the narrower, the more lines.
        found = bisect_left(rooms, -len(lines), key=lambda narrower: -len(_filled(words, pixels, narrower, bold)))
        return tuple(_filled(words, pixels, rooms[found], bold)) if found < len(rooms) else tuple(lines)
    return tuple(lines)


def _filled(words: str, pixels: float, room: float, bold: bool) -> list[str]:
    """Return lines filled greedily; a word wider than the room is broken."""
    if width(words, pixels, bold) <= room:
        return [words] if words else []
    lines: list[str] = []
    rest = words.split(" ")
    while rest:
        count = _fitting(rest, pixels, room, bold)
        if count:
            lines.append(" ".join(rest[:count]))
            rest = rest[count:]
        else:
            piece = _longest(rest[0], pixels, room, bold)
            lines.append(piece)
            rest = [rest[0][len(piece) :], *rest[1:]] if piece != rest[0] else rest[1:]
    return lines


def _fitting(words: list[str], pixels: float, room: float, bold: bool) -> int:
    """Return how many words fit on a line, 0 if the first is too wide.

    Long lines are slow to measure and words are met again, so the sum of words and spaces tells where to look; it is
    off by a little, either way, because letters move together or apart by what stands beside them.
    """

    def fits(count: int) -> bool:
        return width(" ".join(words[:count]), pixels, bold) <= room

    space = width(" ", pixels, bold)
    ends = accumulate(width(word, pixels, bold) + space for word in words)
    count = sum(1 for _ in takewhile(lambda end: end - space <= room, ends))
    while count < len(words) and fits(count + 1):
        count += 1
    while count and not fits(count):
        count -= 1
    return count


def _longest(words: str, pixels: float, room: float, bold: bool, tail: str = "") -> str:
    """Return the longest beginning, of one character at least, that fits a room together with a tail."""
    low, high = 1, max(1, len(words))
    while low < high:
        middle = (low + high + 1) // 2
        if width(words[:middle] + tail, pixels, bold) <= room:
            low = middle
        else:
            high = middle - 1
    return words[:low]
