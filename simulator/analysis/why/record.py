"""The answer to why as plain JSON values, the same on every machine."""

from dataclasses import asdict
from typing import Any

from simulator.analysis.why.explanation import Why
from simulator.analysis.why.gate_accounts import GateAccount
from simulator.analysis.why.price_accounts import Price
from simulator.data.countries import Codes, Statement
from simulator.rule.ladder import RUNGS


def why_json(found: Why) -> dict[str, Any]:
    """Return the answer as plain JSON values.

    Chances are ``{"in_100", "low", "high"}``, spreads ``{"p05", "p25", "p50", "p75", "p95", "low", "high"}``; ``low``
    and ``high`` are ends of 95 % intervals for the run noise.  What each key means is said in ``docs/how-to/why.md``.
    """
    return {
        "scenario": found.scenario,
        "title": found.title,
        "as_of": found.as_of,
        "runs": found.runs,
        "seed": found.seed,
        "priced_runs": found.priced,
        "iso3": found.iso3,
        "name": found.name,
        "rung": found.target,
        "rung_words": RUNGS[found.target],
        "median_rung": found.median,
        "stands": [asdict(one) for one in found.stands],
        "reaches": asdict(found.reaches),
        "reason": found.reason(),
        "binding": {name: asdict(one) for name, one in found.binding.items()},
        "closed": {name: asdict(one) for name, one in found.closed.items()},
        "gates": [_gate(account) for account in found.gates],
        "single_moves": [_price(price) for price in found.singles],
        "pair_moves": [_price(price) for price in found.pairs],
        "company": asdict(found.company),
        "codes": [_codes(entry) for entry in found.codes],
        "statements": [_statement(item) for item in found.statements],
        "announced_rule": found.announced,
        "silence_rule": found.silent,
        "argument": found.argument,
    }


def _gate(account: GateAccount) -> dict[str, Any]:
    return asdict(account) | {"statements": [item.id for item in account.statements]}


def _price(price: Price) -> dict[str, Any]:
    return asdict(price) | {"inputs": list(price.inputs), "values": [asdict(value) for value in price.values]}


def _codes(entry: Codes) -> dict[str, Any]:
    return {
        "coder": entry.coder,
        "cap": entry.cap,
        "cap_basis": entry.cap_basis,
        "note": entry.note,
        "statements": list(entry.statement_ids),
    }


def _statement(item: Statement) -> dict[str, Any]:
    return {
        "id": item.id,
        "date": item.date.isoformat(),
        "office": item.office,
        "stance": item.stance,
        "summary": item.summary,
        "source": item.source,
        "grade": item.quality,
    }
