"""Inputs of a scenario in words: short names for axes and rows, values as they are printed, what the ends mean."""

from collections.abc import Mapping
from types import MappingProxyType

from simulator.data.parameters import Parameter, parameter
from simulator.data.tables import read_table

NAMES: Mapping[str, str] = MappingProxyType(
    {
        "us.involvement": "US involvement",
        "us.backstop": "US backstop",
        "us.intelligence": "US intelligence",
        "us.air": "US air cover",
        "us.logistics": "US logistics",
        "us.ground": "US soldiers on the ground",
        "mandate.mission": "Mission",
        "mandate.clarity": "Mandate clarity",
        "mandate.legal": "UN or EU mandate",
        "mandate.owner": "Owner of the force",
        "deal.ceasefire": "Ceasefire that admits troops",
        "deal.hold": "Hold of the ceasefire",
        "deal.depth": "Distance from the front",
        "threat.russia": "Threat from Russia",
        "threat.belarus": "Threat from Belarus",
        "threat.turkey": "Threat from Turkey",
        "force.requirement": "Size asked for",
        "conference.mode": "Order of moves",
        "conference.start": "Where countries start",
        "structure.veto": "Veto strength",
        "structure.peers": "Weight of company",
        "structure.hysteresis": "Stickiness of promises",
        "structure.depth_credit": "Credit for stationing in depth",
        "structure.guarantee": "Relief by a US backstop",
        "structure.shaving": "Shaving above the size asked for",
        "structure.adopted": "Mandate by adoption",
        "structure.threshold_sd": "Spread of thresholds",
        "structure.common_caution": "Common caution",
        "structure.framework": "Lead nation needed first",
        "structure.announced": "Announcements count as welcome",
        "structure.silence": "Silence counts as waiting for others",
        "structure.coder": "Coder of the statements",
    }
)
"""Names of the inputs that are argued about most; the others are named by what the table of parameters says."""

INVOLVEMENT_ENDS = ("no American help", "all the help the force needs")
"""It sets the five American components at once, so it has no row of its own in the table of parameters."""

PRINTED_DIGITS = 6
LARGE = 1_000.0

InputValue = float | int | str | bool


def name(path: str) -> str:
    """Return an input's name, begun with a capital; the path itself where nothing is known about it.

    Parameters
    ----------
    path
        Dotted path of an input, such as ``us.air`` or ``countries.FIN.army``.
    """
    if path in NAMES:
        return NAMES[path]
    found = _parameter(path)
    parts = path.split(".")
    if parts[0] != "countries" or len(parts) < 3:
        return path if found is None else found.meaning
    meaning = " ".join(parts[2:]).replace("_", " ") if found is None else found.meaning
    condition = f" ({parts[3]})" if found is not None and len(parts) > 4 else ""
    return f"{_countries().get(parts[1], parts[1])}: {meaning}{condition}"


def ends(path: str) -> tuple[str, str]:
    """Return what the lowest and the highest value of an input mean; empty texts where the table does not say."""
    if path == "us.involvement":
        return INVOLVEMENT_ENDS
    found = _parameter(path)
    return ("", "") if found is None else (found.at_low, found.at_high)


def end_words(path: str, value: InputValue) -> str:
    """Return what a value means where it is the lowest or the highest one allowed; an empty text elsewhere."""
    found = _parameter(path)
    low, high = (0.0, 1.0) if found is None else (found.low, found.high)
    if isinstance(value, str | bool) or value not in (low, high):
        return ""
    return ends(path)[0 if value == low else 1]


def value_words(value: InputValue) -> str:
    """Return a value as it is printed: ``0.4``, ``25,000``, ``peacekeeping``, ``yes``."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value
    return f"{value:,.0f}" if abs(value) >= LARGE and float(value).is_integer() else f"{value:.{PRINTED_DIGITS}g}"


def inner(words: str) -> str:
    """Return a name as it stands within a sentence: in quotes if it has two parts, else with a small first letter.

    An abbreviation at its beginning stays as it is.
    """
    if ":" in words:
        return f"“{words}”"
    head = words.split(" ")[0]
    return words if any(letter.isupper() for letter in head[1:]) else words[:1].lower() + words[1:]


def _parameter(path: str) -> Parameter | None:
    try:
        return parameter(path)
    except KeyError:
        return None


def _countries() -> dict[str, str]:
    return {row["iso3"]: row["name"] for row in read_table("countries.csv")}
