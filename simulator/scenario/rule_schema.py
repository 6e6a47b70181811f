"""What a scenario file may say of the rule itself: its structure, and what armies, lift and enablers can do."""

from typing import Annotated, Literal

from pydantic import Field

from simulator.scenario.fields import Block, Coder, Owner, bounds, quantity


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

    us: dict[Rung, Increment] = Field(default={})
    mandate: dict[Rung, Increment] = Field(default={})
    deal: dict[Rung, Increment] = Field(default={})
    border: dict[Rung, Increment] = Field(default={})
    company: dict[Rung, Increment] = Field(default={})
    asked: dict[Rung, Increment] = Field(default={})


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
