"""What a scenario file may say.  Bounds, defaults and meanings come from the table of parameters."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from simulator.data.parameters import parameter

Mission = Literal["deterrence", "peacekeeping", "monitoring"]
Owner = Literal["adhoc", "alliance", "eu", "un"]
Coder = Literal["both", "A", "B"]
Share = Annotated[float, Field(ge=0.0, le=1.0, allow_inf_nan=False)]


def quantity(path: str) -> Any:
    """Return the pydantic field of the parameter at a path: default, range, meaning, symbol and evidence."""
    row = parameter(path)
    return Field(
        default=row.default,
        ge=row.low,
        le=row.high,
        allow_inf_nan=False,
        description=row.meaning,
        json_schema_extra={"unit": row.unit, "symbol": row.symbol, "grade": row.grade, "source": row.source},
    )


def bounds(path: str) -> Any:
    """Return the closed range of the parameter at a path as a pydantic constraint."""
    row = parameter(path)
    return Field(ge=row.low, le=row.high, allow_inf_nan=False)


class Block(BaseModel):
    """A mapping with known keys, read strictly: no unknown key, no silent conversion."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


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


class UsWeights(Block):
    """Weights v of the five components of American involvement."""

    backstop: float = quantity("structure.us_weights.backstop")
    intelligence: float = quantity("structure.us_weights.intelligence")
    air: float = quantity("structure.us_weights.air")
    logistics: float = quantity("structure.us_weights.logistics")
    ground: float = quantity("structure.us_weights.ground")


class MissionNeed(Block):
    """Extra American help kappa that a mission needs."""

    deterrence: float = quantity("structure.mission_need.deterrence")
    peacekeeping: float = quantity("structure.mission_need.peacekeeping")
    monitoring: float = quantity("structure.mission_need.monitoring")


Rung = Literal["1", "2", "3", "4", "5"]
Code = Literal["1", "2", "3", "4"]
Increment = Annotated[float, bounds("structure.increments.us.1")]
SizeFactor = Annotated[float, bounds("structure.size_factors.1")]
Median = Annotated[float, bounds("structure.medians.1")]
Pull = Annotated[float, bounds("structure.owner_pull.adhoc")]


class Increments(Block):
    """How much more, or less, of each condition a rung needs than rung 3."""

    us: dict[Rung, Increment] = {}
    mandate: dict[Rung, Increment] = {}
    deal: dict[Rung, Increment] = {}
    border: dict[Rung, Increment] = {}
    company: dict[Rung, Increment] = {}
    asked: dict[Rung, Increment] = {}


class Structure(Block):
    """The shape of the rule itself."""

    veto: float = quantity("structure.veto")
    peers: float = quantity("structure.peers")
    hysteresis: float = quantity("structure.hysteresis")
    depth_credit: float = quantity("structure.depth_credit")
    guarantee: float = quantity("structure.guarantee")
    shaving: float = quantity("structure.shaving")
    places: float = quantity("structure.places")
    adopted: float = quantity("structure.adopted")
    threshold_sd: float = quantity("structure.threshold_sd")
    common_caution: float = quantity("structure.common_caution")
    framework: bool = Field(
        default=True, description="Nobody but a lead goes past rung 2 until some lead is on rung 4 or more"
    )
    announced: bool = Field(
        default=True,
        description="Where a country's last statement announces ground troops, no condition counts above welcome",
    )
    silence: bool = Field(
        default=True, description="An open or undecided country that says nothing of company waits for others"
    )
    coder: Coder = Field(
        default="both", description="Whose codes hold; both: drawn for each country and run, so that doubt shows"
    )
    us_weights: UsWeights = UsWeights()
    mission_need: MissionNeed = MissionNeed()
    increments: Increments = Increments()
    size_factors: dict[Rung, SizeFactor] = Field(default={}, description="Share of capacity that each rung commits")
    medians: dict[Code, Median] = Field(default={}, description="Median threshold of each code")
    owner_pull: dict[Owner, Pull] = Field(default={}, description="Pull of each kind of owner (condition O)")
    member_pull: float = quantity("structure.member_pull")
    striver_pull: float = quantity("structure.striver_pull")


class Deployable(Block):
    """Deployable share of an army: a triangular distribution."""

    low: float = quantity("capacity.deployable.low")
    mode: float = quantity("capacity.deployable.mode")
    high: float = quantity("capacity.deployable.high")


class Rotation(Block):
    """Troops tied up per troop deployed: a triangular distribution."""

    low: float = quantity("capacity.rotation.low")
    mode: float = quantity("capacity.rotation.mode")
    high: float = quantity("capacity.rotation.high")


class KeptHome(Block):
    """Share of the pool kept home per unit of threat: a uniform distribution."""

    low: float = quantity("capacity.kept_home.low")
    high: float = quantity("capacity.kept_home.high")


class Capacity(Block):
    """What armies can send."""

    deployable: Deployable = Deployable()
    rotation: Rotation = Rotation()
    kept_home: KeptHome = KeptHome()
    army_error: float = quantity("capacity.army_error")
    abroad_error: float = quantity("capacity.abroad_error")
    surge: float = quantity("capacity.surge")
    abroad_floor: float = quantity("capacity.abroad_floor")
    record_sustained: float = quantity("capacity.record_sustained")
    record_surge: float = quantity("capacity.record_surge")
    record_since: float = quantity("capacity.record_since")


class Consent(Block):
    """Chances that a deployment passes at home."""

    no_vote: float = quantity("consent.no_vote")
    vote: float = quantity("consent.vote")


class Caveats(Block):
    """Share of a contingent that is usable under national caveats, by kind of cabinet."""

    single: float = quantity("caveats.single")
    coalition: float = quantity("caveats.coalition")


class Readiness(Block):
    """How soon after a deal contingents can leave."""

    within_10: float = quantity("readiness.within_10")
    within_30: float = quantity("readiness.within_30")
    delay_vote: float = quantity("readiness.delay_vote")
    delay_no_vote: float = quantity("readiness.delay_no_vote")
    tour: float = quantity("readiness.tour")


class Lift(Block):
    """How many troops a day can be carried."""

    europe: float = quantity("lift.europe")
    us: float = quantity("lift.us")


class IntelligenceEnabler(Block):
    """Ground troops that intelligence and surveillance support: a triangular range, and what American help adds."""

    low: float = quantity("enablers.intelligence.low")
    mode: float = quantity("enablers.intelligence.mode")
    high: float = quantity("enablers.intelligence.high")
    us: float = quantity("enablers.intelligence.us")


class AirDefenceEnabler(Block):
    """Ground troops that air and missile defence supports."""

    low: float = quantity("enablers.air_defence.low")
    mode: float = quantity("enablers.air_defence.mode")
    high: float = quantity("enablers.air_defence.high")
    us: float = quantity("enablers.air_defence.us")


class LiftEnabler(Block):
    """Ground troops that lift and logistics support."""

    low: float = quantity("enablers.lift.low")
    mode: float = quantity("enablers.lift.mode")
    high: float = quantity("enablers.lift.high")
    us: float = quantity("enablers.lift.us")


class CommandEnabler(Block):
    """Ground troops that command and medical services support."""

    low: float = quantity("enablers.command.low")
    mode: float = quantity("enablers.command.mode")
    high: float = quantity("enablers.command.high")
    us: float = quantity("enablers.command.us")


class Enablers(Block):
    """What the force leans on: without it troops cannot be used, however many are pledged."""

    full_share: float = quantity("enablers.full_share")
    intelligence: IntelligenceEnabler = IntelligenceEnabler()
    air_defence: AirDefenceEnabler = AirDefenceEnabler()
    lift: LiftEnabler = LiftEnabler()
    command: CommandEnabler = CommandEnabler()


class Basing(Block):
    """How a force is laid out over sites."""

    reserve: float = quantity("basing.reserve")
    tooth: float = quantity("basing.tooth")


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
