"""What each code rests on: the statements behind every gate, cap and share that a coder gave a country.

A statement names conditions by flags, set by somebody else than the coders.  Coder A read all statements of a country
together, so a code of A rests on every statement that names its condition.  Coder B took the latest mention of a
condition in a statement of quality a or b (c only where there is no other), so a code of B rests on that one.  Where no
statement is flagged (company has no flag, and a condition can be read from the tone of several), a code rests on all
statements that its coder read.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from simulator.data.countries import Codes, Country, Statement
from simulator.data.tables import read_table

GATE_LETTERS = ("U", "C", "D", "B", "S")
"""Coded gates, in the order of :attr:`simulator.data.countries.Codes.gates`; nobody is coded on the sixth."""

FLAGS: Mapping[str, str] = {
    "U": "condition_us",
    "C": "condition_mandate",
    "D": "condition_ceasefire",
    "B": "condition_border",
}
"""Column of ``statements.csv`` that says whether a statement names a condition."""

CODED = (*GATE_LETTERS, "cap", "eta", "zeta", "psi", "lead")
"""All that a coder codes, in the order in which it is shown."""

READ_TOGETHER_BY = "A"
FIRM = ("a", "b")


@dataclass(frozen=True, slots=True)
class Basis:
    """What one code rests on.

    Attributes
    ----------
    item
        One of :data:`CODED`.
    value
        The code as it is printed; ``-`` where the coder left it blank.
    ground
        ``named`` (a statement names it), ``read`` (read from the statements as a whole), ``default`` (the value of the
        codebook where nothing is said) or ``table`` (a role that the country table gives).
    statements
        Statements it rests on, oldest first; empty for a default.
    """

    item: str
    value: str
    ground: str
    statements: tuple[Statement, ...]


def bases_of(country: Country, entry: Codes) -> tuple[Basis, ...]:
    """Return every code of one coder with what it rests on.

    Parameters
    ----------
    country
        With its statements up to the day of the roster.
    entry
        The codes of one coder.

    Returns
    -------
    tuple of Basis
        In the order of :data:`CODED`.
    """
    read = statements_read(country, entry)
    gates = [_gate(letter, entry.gates[place], entry.coder, read) for place, letter in enumerate(GATE_LETTERS)]
    return (
        *gates,
        _cap(entry, read),
        _shown("eta", "drawn" if entry.kept_home is None else f"{entry.kept_home:g}", entry.kept_home is not None,
               gate_statements("B", entry.coder, read)),
        _shown("zeta", f"{entry.legal_share:g}" if entry.gates[1] else "-", entry.gates[1] > 0,
               gate_statements("C", entry.coder, read)),
        _shown("psi", _psi(entry), any(share != 1.0 for share in entry.acceptability.values()), read),
        Basis("lead", str(country.lead), "table", ()),
    )  # fmt: skip


def statements_read(country: Country, entry: Codes) -> tuple[Statement, ...]:
    """Return the statements that a coder read, oldest first, of those known on the day of the roster."""
    return tuple(item for item in country.statements if item.id in entry.statement_ids)


def gate_statements(letter: str, coder: str, read: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """Return the statements on which the code of a gate rests, whatever that code is.

    Parameters
    ----------
    letter
        One of :data:`GATE_LETTERS`.
    coder
        ``A`` or ``B``.
    read
        The statements the coder read, oldest first.
    """
    naming = tuple(item for item in read if names_condition(item.id, letter))
    if not naming:
        return read
    return naming if coder == READ_TOGETHER_BY else (latest(naming),)


def names_condition(statement_id: str, letter: str) -> bool:
    """Return whether a statement is flagged as naming the condition of a gate."""
    return letter in _conditions().get(statement_id, ())


def latest(statements: tuple[Statement, ...]) -> Statement:
    """Return the last statement of quality a or b, else the last one; on one day the better source wins."""
    firm = [item for item in statements if item.quality in FIRM]
    return sorted(firm or statements, key=lambda item: (item.date, -ord(item.quality[0])))[-1]


def disagreements(country: Country) -> tuple[str, ...]:
    """Return what the coders of a country coded differently, in the order of :data:`CODED`."""
    by_coder = [[basis.value for basis in bases_of(country, entry)] for entry in country.codes]
    return tuple(item for item, values in zip(CODED, zip(*by_coder, strict=True), strict=True) if len(set(values)) > 1)


@cache
def _conditions() -> dict[str, tuple[str, ...]]:
    rows = read_table("statements.csv")
    return {row["id"]: tuple(letter for letter, flag in FLAGS.items() if row[flag] == "1") for row in rows}


def _gate(letter: str, code: int, coder: str, read: tuple[Statement, ...]) -> Basis:
    if code == 0:
        return Basis(letter, "0", "default", ())
    found = gate_statements(letter, coder, read)
    named = any(names_condition(item.id, letter) for item in found)
    return Basis(letter, str(code), "named" if named else "read", found)


def _cap(entry: Codes, read: tuple[Statement, ...]) -> Basis:
    if entry.cap_basis == "default" or not read:
        return Basis("cap", str(entry.cap), "default", ())
    return Basis("cap", str(entry.cap), "read", read if entry.coder == READ_TOGETHER_BY else (latest(read),))


def _shown(item: str, value: str, stated: bool, found: tuple[Statement, ...]) -> Basis:
    return Basis(item, value, "read" if stated else "default", found if stated else ())


def _psi(entry: Codes) -> str:
    return " ".join(f"{mission} {share:g}" for mission, share in entry.acceptability.items())
