"""The page: markup, style and script in one file that loads nothing, under a policy that lets nothing else run."""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from html import escape
from importlib.resources import files
from string import Template
from typing import Any

from simulator import __version__
from simulator.web.island import island_text

SCRIPTS = ("grid.js", "words.js", "sharing.js", "dots.js", "bars.js", "explorer.js", "live.js")
"""Parts of the explorer's script, in the order in which they need each other."""

STYLES = ("base.css", "explorer.css")
TITLE_SHOWN = 300
LARGEST = 1_500_000
"""Bytes that a page should not exceed, so that it can be sent by mail."""


@cache
def asset(name: str) -> str:
    """Return the text of a file that comes with the page."""
    return (files("simulator.web") / "assets" / name).read_text(encoding="utf-8")


def explorer_page(island: Mapping[str, Any]) -> str:
    """Return the explorer as a page of its own.

    Parameters
    ----------
    island
        As :func:`simulator.web.island.island` makes it.
    """
    scenario = island["scenario"]
    title = escape(scenario["title"][:TITLE_SHOWN])
    body = (
        '<a class="skip" href="#results">Skip to the results</a>\n<main class="page">\n'
        f'<p class="eyebrow"><span>forcemix explorer</span><strong>{title}</strong></p>\n'
        f"{explorer_part(island, 'h1', 'h2')}</main>"
    )
    return page(f"{scenario['title'][:TITLE_SHOWN]} · forcemix", body, STYLES, SCRIPTS, live=island["live"])


def explorer_part(island: Mapping[str, Any], heading: str, below: str) -> str:
    """Return the markup of the explorer, for a page of its own or within another one.

    Parameters
    ----------
    island
        As :func:`simulator.web.island.island` makes it.
    heading, below
        Tags of its headline and of the headings below it, such as ``h1`` and ``h2``.
    """
    return Template(asset("explorer.html")).substitute(
        heading=heading,
        below=below,
        sliders="\n".join(_slider(axis) for axis in island["axes"]),
        missions="\n".join(_mission(name) for name in island["missions"]),
        step=island["step"],
        most=island["step"] * island["sizes"],
        footnote=escape(_footnote(island)),
        island=island_text(island),
    )


def page(title: str, body: str, styles: Sequence[str], scripts: Sequence[str], live: bool = False) -> str:
    """Return a whole page.

    Parameters
    ----------
    title
        Plain text.
    body
        Markup; user text in it is escaped already.
    styles, scripts
        Names of assets, in order.
    live
        Whether the script may ask the server that the page came from.
    """
    style = "\n".join(asset(name) for name in styles)
    script = _closed("\n".join(asset(name) for name in scripts)) if scripts else ""
    return Template(asset("page.html")).substitute(
        policy=policy(style, script, live),
        version=escape(__version__),
        title=escape(title),
        style=style,
        body=body,
        script=f"<script>{script}</script>" if script else "",
    )


def policy(style: str, script: str, live: bool = False) -> str:
    """Return the content security policy of a page: this style, this script, and nothing else.

    Parameters
    ----------
    style, script
        As they stand in the page.
    live
        Whether the script may ask the server that the page came from.
    """
    sources = [
        "default-src 'none'",
        f"script-src {_hashed(script)}" if script else "script-src 'none'",
        f"style-src {_hashed(style)}",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    return "; ".join([*sources, "connect-src 'self'"] if live else sources)


def policy_of(whole: str) -> str:
    """Return the content security policy that a page states, for the header of an answer."""
    return whole.partition('http-equiv="Content-Security-Policy" content="')[2].partition('"')[0]


def _closed(script: str) -> str:
    """Return scripts as one function, so that they leave no names behind."""
    return f'(() => {{\n"use strict";\n{script}}})();\n'


def _hashed(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _slider(axis: Mapping[str, Any]) -> str:
    words = {key: escape(axis[key]) for key in ("key", "label", "low", "high")}
    sets = escape(f"Sets {' and '.join(axis['paths'])}.")
    return Template(asset("slider.html")).substitute(words, sets=sets).rstrip()


def _mission(name: str) -> str:
    label = escape(name.capitalize())
    return f'<label><input type="radio" name="mission" value="{escape(name)}"> {label}</label>'


def _footnote(island: Mapping[str, Any]) -> str:
    sets = ", ".join(f"{axis['label']} sets {' and '.join(axis['paths'])}" for axis in island["axes"])
    words = [
        f"{sets}; the five components of US involvement move together. All other inputs are those of the scenario.",
        f"{island['runs']:,} runs at each computed point, seed {island['seed']}, the same draws at all of them; "
        f"statements up to {island['scenario']['asOf']}; forcemix {island['version']}.",
        "Run noise is a 95 % interval for how much a number would scatter with other draws; it says nothing about "
        "doubt in the model. Conditional on the model; not a forecast of any government’s decision.",
    ]
    if island["moving"]:
        moving = ", ".join(island["moving"])
        words.insert(1, f"The scenario moves {moving} during the talks: the sliders hold until then.")
    return " ".join(words)
