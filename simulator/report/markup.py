"""Markup: the few pieces of HTML a report is made of; every text that goes in is escaped here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import urlsplit

LONGEST = 300
"""Characters of a title that are shown."""


@dataclass(frozen=True, slots=True)
class Markup:
    """A piece of HTML that may stand in a page as it is."""

    text: str


Words = str | Markup
"""Plain text, which is escaped, or markup, which is not."""


def html(words: Words) -> str:
    """Return words as HTML."""
    return words.text if isinstance(words, Markup) else escape(_visible(words))


def _visible(words: str) -> str:
    """Return text without characters that a page must not hold or that would turn what follows around."""
    kept = "".join(letter if letter.isprintable() or letter in "\n " else "�" for letter in words)
    return kept.encode("utf-8", "replace").decode("utf-8")


def shortened(words: str) -> str:
    """Return a title cut to what a page can bear."""
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"


def joined(pieces: Iterable[Words], between: str = "") -> Markup:
    """Return pieces one after the other."""
    return Markup(between.join(html(piece) for piece in pieces))


def element(tag: str, *content: Words, **attributes: str) -> Markup:
    """Return an element; ``class_`` stands for the attribute ``class``."""
    named = "".join(f' {name.rstrip("_").replace("_", "-")}="{escape(value)}"' for name, value in attributes.items())
    return Markup(f"<{tag}{named}>{joined(content).text}</{tag}>")


def paragraph(*content: Words) -> Markup:
    """Return a paragraph."""
    return element("p", *content)


def listing(items: Iterable[Words]) -> Markup:
    """Return a list."""
    return element("ul", *(element("li", item) for item in items))


def details(summary: Words, *content: Words, **attributes: str) -> Markup:
    """Return content that is folded away until it is asked for."""
    return element("details", element("summary", summary), *content, **attributes)


def link(words: str, address: str) -> Words:
    """Return a link to the web; plain words where the address is none."""
    if urlsplit(address).scheme not in ("http", "https"):
        return words
    return element("a", words, href=address, rel="noreferrer noopener")


def table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[Words]], numbers: Sequence[int] = ()) -> Markup:
    """Return a table whose first column names the rows.

    Parameters
    ----------
    caption
        What it holds.
    heads
        Heads of the columns.
    rows
        A cell for each column.
    numbers
        Places of the columns that hold numbers.
    """
    head = element("tr", *(_cell("th", words, place in numbers, "col") for place, words in enumerate(heads)))
    body = (
        element(
            "tr",
            *(
                _cell("td" if place else "th", words, place in numbers, "" if place else "row")
                for place, words in enumerate(row)
            ),
        )
        for row in rows
    )
    inner = element("table", element("caption", caption), element("thead", head), element("tbody", *body))
    # A wide table scrolls by itself, also by keyboard, so that the page never does.
    return element("div", inner, class_="scroll", tabindex="0", role="region", aria_label=caption)


def _cell(tag: str, words: Words, is_number: bool, scope: str) -> Markup:
    attributes = {"class_": "number"} if is_number else {}
    if scope:
        attributes["scope"] = scope
    return element(tag, words, **attributes)
