"""Countries that follow each other by a formula, which does not follow the model."""

from math import sqrt

from simulator.analysis.equilibria.waiting import Mover, Waiting
from simulator.experiments.comparing.paired import Change
from simulator.experiments.statistics import chance

NAMES = {
    "AUS": "Australia", "BEL": "Belgium", "CZE": "Czechia", "DEU": "Germany", "DNK": "Denmark", "ESP": "Spain",
    "FRA": "France", "GBR": "United Kingdom", "ITA": "Italy", "MKD": "North Macedonia", "NLD": "Netherlands",
    "NZL": "New Zealand", "TUR": "Turkiye",
}  # fmt: skip
PULL = {"FRA": 1.0, "GBR": 0.6, "DEU": 0.2, "NLD": 0.15, "TUR": 0.1, "ITA": 0.05, "AUS": 0.03, "NZL": 0.02}
EASE = {"NZL": 0.3, "DNK": 0.22, "DEU": 0.15, "TUR": 0.1, "GBR": 0.06, "BEL": 0.04, "NLD": 0.03, "ESP": 0.004}


def waiting(
    pull: dict[str, float] | None = None,
    runs: int = 500,
    title: str = "No US commitment, unclear mandate",
    step: int | None = 1,
    names: dict[str, str] | None = None,
) -> Waiting:
    """Who follows whom, where each country pulls with its own strength and follows with its own ease."""
    pulls, named = PULL if pull is None else pull, NAMES if names is None else names
    movers = []
    for iso3, name in named.items():
        strength = pulls.get(iso3, 0.0)
        counts = [0 if other == iso3 else round(runs * strength * EASE.get(other, 0.0)) for other in named]
        induced = 400.0 * strength
        movers.append(
            Mover(
                iso3=iso3,
                name=name,
                moved=chance(round(0.75 * runs) if strength else 0, runs),
                anybody=chance(min(runs, sum(counts)), runs),
                own=Change(3_000.0 * strength, 1_500.0 * strength / sqrt(runs)),
                induced=Change(induced, 2.0 * induced / sqrt(runs)),
                followers=tuple(chance(count, runs) for count in counts),
            )
        )
    return Waiting("baseline", title, "2025-04-30", runs, 1, step, tuple(named), tuple(named.values()), tuple(movers))
