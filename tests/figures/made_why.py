"""A country with made-up conditions, which do not follow the model."""

from datetime import date

from simulator.analysis.spreads import Spread
from simulator.analysis.why.company_accounts import CompanyAccount
from simulator.analysis.why.explanation import Why
from simulator.analysis.why.gate_accounts import GateAccount
from simulator.data.countries import Statement
from simulator.experiments.statistics import chance

RUNS = 500
SAID = Statement(
    "XXX-1", "XXX", date(2025, 4, 10), "Minister", "open_conditional", None, None, (), "Waits.", "nowhere", "a"
)


def around(middle: float, half: float) -> Spread:
    return Spread(middle - 2.4 * half, middle - half, middle, middle + half, middle + 2.4 * half, middle, middle)


def gate(name: str, codes: tuple[int, int], needed: float, heard: float, met: int, moves: float = 0.0) -> GateAccount:
    return GateAccount(
        gate=name,
        codes=dict(zip("AB", codes, strict=True)),
        said=dict(zip("AB", codes, strict=True)),
        statements=(SAID,),
        named=True,
        threshold=around(needed + 0.2, 0.1),
        needed=around(needed, 0.1),
        signal=around(heard, moves),
        counts=chance(RUNS, RUNS),
        met=chance(met, RUNS),
    )


GATES = (
    gate("us", (3, 3), 0.45, 0.17, 40),
    gate("mandate", (3, 2), 0.35, 0.40, 330),
    gate("deal", (1, 1), 0.06, 0.70, 500),
    gate("border", (4, 4), 0.60, 0.35, 90),
    gate("company", (2, 2), 0.22, 0.34, 390, 0.06),
)


def made(gates: tuple[GateAccount, ...] = GATES, shut: int = 120, title: str = "A scenario", runs: int = RUNS) -> Why:
    """Why a country stands where it does; ``shut``: runs in which its parliament closes the rung."""
    return Why(
        scenario="baseline",
        title=title,
        as_of="2025-04-30",
        runs=runs,
        seed=1,
        priced=runs,
        iso3="FIN",
        name="Finland",
        target=2,
        median=1,
        stands=tuple(chance(count, RUNS) for count in (10, 470, 20, 0, 0, 0)),
        reaches=chance(20, RUNS),
        gates=gates,
        binding={"us": chance(280, RUNS), "border": chance(200, RUNS)},
        closed={"consent": chance(shut, RUNS)} if shut else {},
        singles=(),
        pairs=(),
        company=CompanyAccount(
            heard=around(0.34, 0.06),
            critical=None,
            waits=chance(0, RUNS),
            gap=None,
            never=chance(0, RUNS),
            together=chance(0, RUNS),
            joiners=(),
            waits_for_lead=chance(0, RUNS),
            leads=("FRA", "GBR"),
        ),
        codes=(),
        statements=(SAID,),
        announced=False,
        silent=False,
        argument="",
    )
