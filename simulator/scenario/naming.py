"""Names of countries as people write them, to suggest the code that a file must use."""

from functools import cache

from simulator.data.tables import read_table
from simulator.scenario.diagnostics import nearest
from simulator.scenario.values import countries

TWO_LETTERS = {
    "al": "ALB",
    "au": "AUS",
    "at": "AUT",
    "be": "BEL",
    "bg": "BGR",
    "ca": "CAN",
    "cy": "CYP",
    "cz": "CZE",
    "de": "DEU",
    "dk": "DNK",
    "es": "ESP",
    "ee": "EST",
    "fi": "FIN",
    "fr": "FRA",
    "gb": "GBR",
    "uk": "GBR",
    "gr": "GRC",
    "el": "GRC",
    "hr": "HRV",
    "hu": "HUN",
    "ie": "IRL",
    "is": "ISL",
    "it": "ITA",
    "jp": "JPN",
    "lt": "LTU",
    "lu": "LUX",
    "lv": "LVA",
    "mk": "MKD",
    "mt": "MLT",
    "me": "MNE",
    "nl": "NLD",
    "no": "NOR",
    "nz": "NZL",
    "pl": "POL",
    "pt": "PRT",
    "ro": "ROU",
    "sk": "SVK",
    "si": "SVN",
    "se": "SWE",
    "tr": "TUR",
}
"""Codes of two letters, with the two that the European Union uses instead of the standard ones."""

OTHER_NAMES = {
    "britain": "GBR",
    "great britain": "GBR",
    "czech republic": "CZE",
    "holland": "NLD",
    "the netherlands": "NLD",
    "macedonia": "MKD",
    "slovak republic": "SVK",
    "turkey": "TUR",
    "türkiye": "TUR",
}


@cache
def _codes_by_name() -> dict[str, str]:
    rows = read_table("countries.csv")
    known = {row[column].casefold(): row["iso3"] for row in rows for column in ("name", "short_name", "iso3")}
    return known | OTHER_NAMES | {two: three for two, three in TWO_LETTERS.items() if three in countries()}


@cache
def _context() -> dict[str, str]:
    return {name.casefold(): row["name"] for row in read_table("context.csv") for name in (row["iso3"], row["name"])}


def country_help(word: str) -> str:
    """Return how to mend a key that is no country code: by name, by two letters, or by the nearest code."""
    folded = word.strip().casefold()
    code = _codes_by_name().get(folded)
    if code is not None:
        return f"write the three-letter code `{code}`"
    if folded in _context() or folded in ("us", "united states"):
        return _context_help(_context().get(folded, "United States"))
    found = nearest(word, _codes_by_name())
    if found is not None:
        return f"did you mean `{_codes_by_name()[found]}`?"
    return "write a three-letter code; see them all: forcemix list countries"


def country_path_help(path: str) -> str | None:
    """Return the help for a dotted path such as ``countries.NO.cap``, or None if its country is not at fault."""
    parts = path.split(".")
    if parts[0] == "countries" and len(parts) > 1 and parts[1] not in countries():
        return country_help(parts[1])
    return None


def _context_help(name: str) -> str:
    if name == "Ukraine":
        return "Ukraine is the host and sends nobody"
    if name == "United States":
        return "the United States sends nobody here; American help is set under `us`"
    return f"{name} sends nobody here; it is a source of threat, set under `threat`"
