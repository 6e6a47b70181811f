"""What a scenario file may say.  Bounds, defaults and meanings come from the table of parameters."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from simulator.scenario.fields import Block, Mission, Owner, Share, quantity
from simulator.scenario.rule_schema import Basing, Capacity, Caveats, Consent, Enablers, Lift, Readiness, Structure


class UsInputs(Block):
    """American involvement."""

    involvement: Share | None = Field(
        default=None, description="Short for all five components at once; a component named beside it wins"
    )
    backstop: float = quantity("us.backstop")
    intelligence: float = quantity("us.intelligence")
    air: float = quantity("us.air")
    logistics: float = quantity("us.logistics")
    ground: float = quantity("us.ground")


class MandateInputs(Block):
    """What the force is for, and on whose authority."""

    mission: Mission | dict[Mission, Share] = Field(
        default="deterrence",
        description="The mission type, or a chance for each where it is open (clarity then falls with the doubt)",
    )
    clarity: float = quantity("mandate.clarity")
    legal: float = quantity("mandate.legal")
    owner: Owner = Field(
        default="adhoc", description="Who owns the force: a coalition, or an organisation that adopts it"
    )


class DealInputs(Block):
    """The ceasefire or peace deal that pledges assume."""

    ceasefire: float = quantity("deal.ceasefire")
    hold: float = quantity("deal.hold")
    depth: float = quantity("deal.depth")


class ThreatInputs(Block):
    """Threat at home, by source."""

    russia: float = quantity("threat.russia")
    belarus: float = quantity("threat.belarus")
    turkey: float = quantity("threat.turkey")


class ForceInputs(Block):
    """What the organisers ask for."""

    requirement: float = quantity("force.requirement")


class ThresholdOverride(Block):
    """One condition of one country, argued with."""

    code: int | None = quantity("countries.*.thresholds.*.code")
    median: float | None = quantity("countries.*.thresholds.*.median")
    sd: float | None = quantity("countries.*.thresholds.*.sd")


class CountryThresholds(Block):
    """The conditions of one country."""

    us: ThresholdOverride = ThresholdOverride()
    mandate: ThresholdOverride = ThresholdOverride()
    deal: ThresholdOverride = ThresholdOverride()
    border: ThresholdOverride = ThresholdOverride()
    company: ThresholdOverride = ThresholdOverride()
    asked: ThresholdOverride = ThresholdOverride()


class ExposureOverride(Block):
    """Exposure of one country to the sources of threat."""

    russia: float | None = quantity("countries.*.exposure.russia")
    belarus: float | None = quantity("countries.*.exposure.belarus")
    turkey: float | None = quantity("countries.*.exposure.turkey")


class CountryRoles(Block):
    """How the ground contingent of one country splits into roles; roles not named share the rest as in the table."""

    land: float | None = quantity("countries.*.roles.land")
    air: float | None = quantity("countries.*.roles.air")
    maritime: float | None = quantity("countries.*.roles.maritime")
    logistics: float | None = quantity("countries.*.roles.logistics")
    training: float | None = quantity("countries.*.roles.training")


class CountryOverride(Block):
    """An argument with the data on one country; the reason is kept in the results."""

    why: str = Field(min_length=1, max_length=500, description="The reason, kept in the results")
    absent: bool = Field(default=False, description="Leave the country out of the conference")
    lead: bool | None = Field(default=None, description="Whether it is a lead nation")
    cap: int | None = quantity("countries.*.cap")
    thresholds: CountryThresholds = CountryThresholds()
    exposure: ExposureOverride = ExposureOverride()
    army: float | None = quantity("countries.*.army")
    abroad: float | None = quantity("countries.*.abroad")
    deployable: float | None = quantity("countries.*.deployable")
    rotation: float | None = quantity("countries.*.rotation")
    kept_home: float | None = quantity("countries.*.kept_home")
    record: float | None = quantity("countries.*.record")
    weight: float | None = quantity("countries.*.weight")
    consent: float | None = quantity("countries.*.consent")
    roles: CountryRoles = CountryRoles()


class Site(Block):
    """One place to hold."""

    name: str = Field(min_length=1, max_length=100, description="What it is called")
    place: list[float] = Field(min_length=2, max_length=2, description="[latitude, longitude] in degrees")
    garrison: float = Field(description="Troops doing the task there, persons", ge=0.0, le=100_000.0)
    population: float = Field(default=0.0, ge=0.0, le=1e8, description="People who live there")


class Conference(Block):
    """How the force-generation conference runs."""

    mode: Literal["calendar", "equilibrium"] = Field(
        default="calendar",
        description="calendar: one response a round while inputs move; equilibrium: iterate to rest at the last inputs",
    )
    start: Literal["out", "caps"] = Field(
        default="out", description="out: everybody starts out (least rest point); caps: at the highest open rung"
    )


class Distribution(Block):
    """A range for an uncertain input; exactly one of the three forms."""

    uniform: list[float] | None = Field(default=None, min_length=2, max_length=2, description="[low, high]")
    triangular: list[float] | None = Field(default=None, min_length=3, max_length=3, description="[low, mode, high]")
    choice: list[float | str | bool] | None = Field(default=None, min_length=1, max_length=1000)


class Sweep(Block):
    """A declared sweep: which inputs move over which values."""

    design: Literal["grid", "one-at-a-time", "lhs", "sobol"] = "grid"
    over: dict[str, str | list[float | str]] = Field(default={}, description="START:STOP:STEP or a list, by input path")
    points: int | None = Field(default=None, ge=1, le=10_000_000)


Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]


class ScenarioDocument(Block):
    """One scenario file: a title and whatever differs from the scenario it extends."""

    title: str = Field(default="", max_length=300, description="What the scenario is, for tables and figures")
    question: str = Field(default="", max_length=500, description="The one question it answers")
    extends: str | None = Field(default=None, description="The scenario it is a patch on: a name or a path")
    as_of: date = Field(default=date(2025, 4, 30), description="Statements up to this day count")
    us: UsInputs = UsInputs()
    mandate: MandateInputs = MandateInputs()
    deal: DealInputs = DealInputs()
    threat: ThreatInputs = ThreatInputs()
    force: ForceInputs = ForceInputs()
    conference: Conference = Conference()
    paths: dict[str, dict[str, float]] = Field(
        default={}, description="Inputs that move: by input path, the value from a round on"
    )
    countries: dict[str, CountryOverride] = Field(default={}, description="Arguments with the data, by ISO3 code")
    structure: Structure = Structure()
    capacity: Capacity = Capacity()
    consent: Consent = Consent()
    caveats: Caveats = Caveats()
    readiness: Readiness = Readiness()
    lift: Lift = Lift()
    enablers: Enablers = Enablers()
    basing: Basing = Basing()
    sites: list[Site] = Field(
        default=[],
        description="Sites to hold, the most important first; those of the shipped table where none are given",
    )
    uncertain: dict[str, Distribution] = Field(
        default={}, description="Ranges of inputs, for sweeps and sensitivity; a plain run holds inputs at their value"
    )
    sweep: Sweep | None = Field(default=None, description="A sweep declared with the scenario")
