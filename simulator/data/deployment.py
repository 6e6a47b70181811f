"""Tables on what becomes of pledges: roles of contingents, sites to hold, bands of size, published sizes."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from simulator.data.tables import DataError, read_table
from simulator.rule.force import ROLES

ANYBODY = "*"
BANDS_OF_RUNGS = ("ground", "noncombat")
TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class SiteRow:
    """One place to hold: latitude and longitude in degrees, garrison and population in persons."""

    name: str
    latitude: float
    longitude: float
    garrison: float
    population: float


@dataclass(frozen=True, slots=True)
class Band:
    """A size that readers know: persons from ``low`` to ``high``, both counted in; no upper end where None."""

    name: str
    words: str
    low: int
    high: int | None

    def holds(self, troops: float) -> bool:
        """Return whether a strength lies in this band."""
        return troops >= self.low and (self.high is None or troops < self.high + 1)


@dataclass(frozen=True, slots=True)
class PublishedSize:
    """One published size of the force, with its date and source; an open end is None."""

    id: str
    date: str
    source: str
    low: int | None
    high: int | None
    kind: str


@cache
def role_shares() -> Mapping[tuple[str, str], tuple[float, ...]]:
    """Return the role shares by country code (or ``*``) and band of rungs (``ground`` or ``noncombat``).

    Raises
    ------
    DataError
        If shares do not sum to 1.
    """
    shares: dict[tuple[str, str], tuple[float, ...]] = {}
    for row in read_table("roles.csv"):
        parts = tuple(float(row[role]) for role in ROLES)
        if abs(sum(parts) - 1.0) > TOLERANCE or min(parts) < 0.0 or row["band"] not in BANDS_OF_RUNGS:
            raise DataError(f"roles.csv: {row['iso3']} {row['band']}: shares of roles must sum to 1")
        shares[row["iso3"], row["band"]] = parts
    return shares


def roles_of(iso3: str, band: str) -> tuple[float, ...]:
    """Return how a country's contingent splits into roles, in the order of :data:`simulator.rule.force.ROLES`."""
    table = role_shares()
    return table.get((iso3, band), table[ANYBODY, band])


@dataclass(frozen=True, slots=True)
class Offer:
    """A kind of help beside ground troops, and the lowest rung on which it is given."""

    name: str
    rung: int
    words: str


@cache
def offers() -> Mapping[str, Offer]:
    """Return the kinds of help that statements offer beside ground troops and money."""
    return {row["offer"]: Offer(row["offer"], int(row["rung"]), row["words"]) for row in read_table("offers.csv")}


@cache
def sites() -> tuple[SiteRow, ...]:
    """Return the sites of the shipped table, the most important first."""
    rows = sorted(read_table("sites.csv"), key=lambda row: int(row["priority"]))
    return tuple(
        SiteRow(row["name"], float(row["lat"]), float(row["lon"]), float(row["garrison"]), float(row["population"]))
        for row in rows
    )


@cache
def bands() -> tuple[Band, ...]:
    """Return the bands of size, the smallest first."""
    return tuple(
        Band(row["band"], row["words"], int(row["low"]), int(row["high"]) if row["high"] else None)
        for row in read_table("bands.csv")
    )


def band_of(troops: float) -> Band:
    """Return the band in which a strength lies."""
    return next(band for band in reversed(bands()) if band.holds(troops) or band.low == 0)


def published_sizes(as_of: str) -> tuple[PublishedSize, ...]:
    """Return the sizes published up to a day (ISO date), oldest first."""
    return tuple(
        PublishedSize(
            row["id"],
            row["date"],
            row["source"],
            int(row["low"]) if row["low"] else None,
            int(row["high"]) if row["high"] else None,
            row["kind"],
        )
        for row in read_table("force_size_estimates.csv")
        if row["date"] <= as_of
    )
