"""Reading summaries back: a kept run becomes the very summary that was kept."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, NoReturn

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from simulator.data.deployment import PublishedSize
from simulator.experiments.deployment_summary import DeploymentSummary, EnablerSummary, Milestone, SiteSummary
from simulator.experiments.kept.finding import RECORDS, KeptFolder, UnknownResult
from simulator.experiments.kept.records import DamagedResult, read_json, read_run
from simulator.experiments.kept.results import KEPT_SCHEMA
from simulator.experiments.statistics import Chance, Distribution
from simulator.experiments.summary import CountrySummary, LeverPrice, Reach, RoundSummary, Summary

SUMMARY = "summary.json"
LISTED = 5
"""Faults that a message names."""


def _iso_day(text: str) -> str:
    date.fromisoformat(text)
    return text


Share = Annotated[float, Field(ge=0.0, le=1.0)]
InHundred = Annotated[float, Field(ge=0.0, le=100.0)]
Percentiles = Annotated[tuple[int, ...], Field(min_length=101, max_length=101)]


class _Form(BaseModel):
    """Strict, and without numbers that are none; what a later version may add is passed over."""

    model_config = ConfigDict(frozen=True, strict=True, allow_inf_nan=False)


class _ReachForm(_Form):
    strength: str
    troops: int
    in_100: InHundred
    low: InHundred
    high: InHundred

    def reach(self) -> Reach:
        return Reach(self.strength, self.troops, Chance(self.in_100, self.low, self.high))


class _CountryForm(_Form):
    iso3: str
    name: str
    joins: Share
    inside: Share
    ground: Share
    rungs: tuple[Share, ...]
    troops: Distribution
    headline: Distribution
    roles: dict[str, float]
    kinds: dict[str, float]
    offers: dict[str, Share]
    usable: Distribution
    binding: dict[str, Share]
    since: dict[str, tuple[int | None, int | None, int | None]]
    next_rung: tuple[LeverPrice, ...]

    def country(self) -> CountrySummary:
        fields = {name: getattr(self, name) for name in _CountryForm.model_fields if name != "next_rung"}
        return CountrySummary(**fields, prices=self.next_rung)


class _EnablerForm(_Form):
    name: str
    limits_in_100: InHundred
    carries: Distribution

    def enabler(self) -> EnablerSummary:
        return EnablerSummary(self.name, self.carries, self.limits_in_100)


class _TimelineForm(_Form):
    initial: Milestone
    full: Milestone


class _SummaryForm(_Form):
    """``summary.json``, as :func:`simulator.experiments.kept.results.kept_json` writes it."""

    scenario: str
    title: str
    as_of: Annotated[str, AfterValidator(_iso_day)]
    runs: Annotated[int, Field(ge=1)]
    seed: Annotated[int, Field(ge=0, lt=2**64)]
    force: dict[str, Distribution]
    percentiles: dict[str, Percentiles]
    reaches: tuple[_ReachForm, ...]
    counts: dict[str, Distribution]
    countries: tuple[_CountryForm, ...]
    rounds: tuple[RoundSummary, ...]
    present: dict[int, Distribution]
    roles: dict[str, float]
    steps: dict[str, float]
    drops: dict[str, Distribution]
    slack_in_100: InHundred
    enablers: tuple[_EnablerForm, ...]
    timeline: _TimelineForm
    sites: tuple[SiteSummary, ...]
    sites_need: float
    population_share: Share
    bands: dict[str, dict[str, InHundred]]
    published: tuple[PublishedSize, ...]
    arguments: dict[str, str]
    settled: Share

    def summary(self) -> Summary:
        return Summary(
            scenario=self.scenario,
            title=self.title,
            as_of=self.as_of,
            runs=self.runs,
            seed=self.seed,
            force=self.force,
            percentiles=self.percentiles,
            reaches=tuple(entry.reach() for entry in self.reaches),
            counts=self.counts,
            countries=tuple(entry.country() for entry in self.countries),
            rounds=self.rounds,
            deployment=self.deployment(),
            settled=self.settled,
            arguments=self.arguments,
        )

    def deployment(self) -> DeploymentSummary:
        return DeploymentSummary(
            present=self.present,
            roles=self.roles,
            steps=self.steps,
            drops=self.drops,
            enablers=tuple(entry.enabler() for entry in self.enablers),
            slack_in_100=self.slack_in_100,
            initial=self.timeline.initial,
            full=self.timeline.full,
            sites=self.sites,
            sites_need=self.sites_need,
            population_share=self.population_share,
            bands=self.bands,
            published=self.published,
        )


def read_summary(folder: Path) -> Summary:
    """Return the summary of a kept run, equal to the one that was kept.

    Parameters
    ----------
    folder
        Of the run.

    Raises
    ------
    simulator.experiments.kept.finding.UnknownResult
        If the folder holds no run.
    simulator.experiments.kept.records.DamagedResult
        If a file cannot be read, is damaged, or is of another version; the message says all that is wrong, and which
        command makes the result anew.
    """
    if KeptFolder.at(folder).kind != "run":
        raise UnknownResult(f"`{folder.as_posix()}` holds no run: it has no {RECORDS['run']}")
    record = read_run(folder)
    summary = summary_of(read_json(folder / SUMMARY), folder / SUMMARY, record.command)
    for name, stated in (("scenario", record.scenario), ("runs", record.runs), ("seed", record.seed)):
        found = getattr(summary, name)
        if found != stated:
            _damaged(folder / SUMMARY, f"has {name} {found}, and `{RECORDS['run']}` {stated}", record.command)
    return summary


def summary_of(value: Any, path: Path, command: str = "forcemix run SCENARIO") -> Summary:
    """Return the summary that JSON describes, the opposite of :func:`simulator.experiments.kept.results.kept_json`.

    Parameters
    ----------
    value
        JSON as Python values.
    path
        Its file, as messages should name it.
    command
        What makes it anew.

    Raises
    ------
    simulator.experiments.kept.records.DamagedResult
        If it is damaged or of another version.
    """
    if not isinstance(value, Mapping) or "force" not in value:
        _damaged(path, "is no summary of a run", command)
    schema = value.get("schema", 1)
    if schema != KEPT_SCHEMA:
        age = "a newer" if isinstance(schema, int) and schema > KEPT_SCHEMA else "an earlier"
        _damaged(path, f"was kept by {age} version of forcemix (format {schema}, this version reads {KEPT_SCHEMA})",
                 command)  # fmt: skip
    try:
        # Only JSON has words for lists and tuples that a strict form takes as the same.
        return _SummaryForm.model_validate_json(json.dumps(value), strict=True).summary()
    except ValidationError as error:
        faults = error.errors(include_url=False)
        told = [f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in faults[:LISTED]]
        more = f"; and {len(faults) - LISTED} more" if len(faults) > LISTED else ""
        _damaged(path, f"is damaged: {'; '.join(told)}{more}", command)


def _damaged(path: Path, what: str, command: str) -> NoReturn:
    raise DamagedResult(f"`{path.as_posix()}` {what}. Make it anew: {command}")
