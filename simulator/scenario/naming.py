"""Names of countries as people write them, to suggest the code that a file must use."""

from functools import cache

from simulator.data.tables import read_table
from simulator.scenario.diagnostics import nearest
from simulator.scenario.values import countries

TWO_LETTERS = (
    "AL ALB AU AUS AT AUT BE BEL BG BGR CA CAN CY CYP CZ CZE DE DEU DK DNK ES ESP EE EST FI FIN FR FRA GB GBR UK GBR "
    "GR GRC EL GRC HR HRV HU HUN IE IRL IS ISL IT ITA JP JPN LT LTU LU LUX LV LVA MK MKD MT MLT ME MNE NL NLD NO NOR "
    "NZ NZL PL POL PT PRT RO ROU SK SVK SI SVN SE SWE TR TUR"
).split()

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
    pairs = zip(TWO_LETTERS[::2], TWO_LETTERS[1::2], strict=True)
    return known | OTHER_NAMES | {two.casefold(): three for two, three in pairs if three in countries()}


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
        name = _context().get(folded, "United States")
        where = "its part is set under `us`" if name == "United States" else "its part is set under `threat` and `deal`"
        return f"{name} sends no troops here; {where}" if name != "Ukraine" else "Ukraine is the host, not a sender"
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
