"""Vectors: figures as inline SVG with words that can be selected, small, and without anything a strict policy forbids.

matplotlib writes a file for every purpose: styles as attributes of their own language, a style sheet, names that meet
in one page, metadata.  What is left here are shapes and words.
"""

import re
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

from matplotlib import rc_context
from matplotlib.figure import Figure
from matplotlib.text import Text

from simulator.figures.frame import METADATA, style
from simulator.report.markup import Markup

SPACE = "{http://www.w3.org/2000/svg}"
HREF = "{http://www.w3.org/1999/xlink}href"
DROPPED = ("metadata", "style")
KEPT_STYLES = (
    "fill", "fill-opacity", "fill-rule", "font-size", "font-style", "font-weight", "opacity", "stroke",
    "stroke-dasharray", "stroke-dashoffset", "stroke-linecap", "stroke-linejoin", "stroke-opacity", "stroke-width",
    "text-anchor",
)  # fmt: skip
"""Styles that are attributes of SVG as well; the font is that of the page's style sheet."""

STILL = re.compile(r"^rotate\(-?0(\.0)? ")
NUMBER = re.compile(r"-?\d+\.\d+")
REFERENCE = re.compile(r"url\(#([^)]+)\)")


def inline(figure: Figure, name: str, words: str) -> Markup:
    """Return a figure as SVG that may stand in a page.

    Parameters
    ----------
    figure
        As a figure module draws it.
    name
        Unlike that of any other figure in the page: a letter, then letters, digits and hyphens.
    words
        The figure in words.
    """
    _say_weights(figure)
    drawn = BytesIO()
    with style(), rc_context({"svg.fonttype": "none"}):
        figure.savefig(drawn, format="svg", metadata=METADATA["svg"])
    root = ElementTree.fromstring(drawn.getvalue())  # noqa: S314  # written a moment ago, not read from anywhere
    used = _used(root)
    _clean(root, name, used)
    for attribute in ("width", "height", "version"):
        root.attrib.pop(attribute, None)
    root.attrib |= {"class": "figure", "role": "img", "aria-label": words}
    return Markup(ElementTree.tostring(root, encoding="unicode"))


def _say_weights(figure: Figure) -> None:
    """Have every text say how heavy it is, which otherwise only the file of its font tells."""
    for text in figure.findobj(Text):
        face = text.get_fontproperties().copy()
        if "Bold" in Path(str(face.get_file())).name:
            face.set_weight("bold")
            text.set_fontproperties(face)


def _used(root: ElementTree.Element) -> set[str]:
    """Return the names that anything in the drawing refers to."""
    found = {element.attrib[HREF].lstrip("#") for element in root.iter() if HREF in element.attrib}
    values = (value for element in root.iter() for value in element.attrib.values())
    return found.union(*(REFERENCE.findall(value) for value in values))


def _clean(element: ElementTree.Element, name: str, used: set[str]) -> None:
    element.tag = element.tag.removeprefix(SPACE)
    element.attrib = _attributes(element.attrib, name, used)
    element.tail = None
    if element.text is not None and not element.text.strip():
        element.text = None
    for child in list(element):
        if child.tag.removeprefix(SPACE) in DROPPED:
            element.remove(child)
            continue
        _clean(child, name, used)
    _unwrap(element)


def _unwrap(element: ElementTree.Element) -> None:
    """Put what stands in groups that say nothing in their place."""
    children = list(element)
    if any(child.tag in ("g", "defs") and not child.attrib for child in children):
        flat: list[ElementTree.Element] = []
        for child in children:
            bare = child.tag == "g" and not child.attrib
            empty = child.tag == "defs" and not len(child)
            flat += list(child) if bare else [] if empty else [child]
        element[:] = flat


def _attributes(given: dict[str, str], name: str, used: set[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in given.items():
        if key == "style":
            found |= _styles(value)
        elif key == HREF:
            found["href"] = f"#{name}-{value.lstrip('#')}"
        elif key == "id":
            if value in used:
                found["id"] = f"{name}-{value}"
        elif not (key == "transform" and STILL.match(value)):
            found[key] = value
    return {key: _short(REFERENCE.sub(rf"url(#{name}-\1)", value)) for key, value in found.items()}


def _styles(text: str) -> dict[str, str]:
    pairs = (part.split(":", 1) for part in text.split(";") if ":" in part)
    return {key.strip(): value.strip() for key, value in pairs if key.strip() in KEPT_STYLES}


def _short(value: str) -> str:
    """Return numbers to a hundredth of a point, and white space as single spaces."""
    return NUMBER.sub(lambda found: f"{float(found[0]):.2f}".rstrip("0").rstrip("."), " ".join(value.split()))
