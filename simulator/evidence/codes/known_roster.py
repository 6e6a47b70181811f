"""The roster as it could have been known on any day: codes rest on nothing said after it.

The codebook was written on one day.  For another day its codes are taken back to what the statements up to that day
support, by rule and without reading them anew:

- a code whose statements were all known stays;
- a code none of whose statements was known falls back to unstated (0);
- where only some were known, or a later statement names a condition that nobody had coded, the condition counts as
  mentioned, at the middle code 2, or at 4 where the statement that names it refuses to send anybody: its level was
  judged with the later statements in view;
- a cap stays where all its statements were known and none has come since; else it follows from the stance of the last
  statement, and for a country that had said nothing, from its seat at the Paris meeting of 27 March 2025.

- an exposure of 1 that rests on a statement counts as .75, a land border alone, before that statement.

Two countries are leads from the London summit of 2 March 2025 on; nothing is known of a coalition before that day.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from simulator.data.countries import ANNOUNCED_STANCE, Codes, Country, Statement
from simulator.data.roster import Roster, load_roster
from simulator.data.tables import DataError, read_table
from simulator.evidence.codes.basis import GATE_LETTERS, gate_statements, latest, names_condition, statements_read
from simulator.rule.gates import MISSIONS

COALITION = date(2025, 3, 2)
"""The London summit (event TL04): the first day on which there are leads."""

PARIS = date(2025, 3, 27)
MENTIONED, REFUSED = 2, 4
OPEN, LEAD, OUTSIDE, OUT = 4, 5, 1, 0
HALF_LEGAL = 0.5
BORDER_ALONE = 0.75
REFUSAL = "will_not_send"
STANCE_CAPS: Mapping[str, int] = {
    ANNOUNCED_STANCE: OPEN,
    "open_conditional": OPEN,
    "undecided": 3,
    "non_ground_only": OUTSIDE,
    "logistics_or_training_only": OUTSIDE,
    REFUSAL: OUTSIDE,
}
"""Cap that follows from a stance alone: the most frequent one that coder B gave to it."""


def coded_on() -> date:
    """Return the day up to which the statements of the codebook were read."""
    return max(date.fromisoformat(row["as_of"]) for row in read_table("codebook.csv"))


def known_roster(as_of: date, record_since: int) -> Roster:
    """Return the countries as they could have been known on a day.

    Parameters
    ----------
    as_of
        Day, not before 2 March 2025; statements up to it count.
    record_since
        First year that counts for the largest past contingent.

    Returns
    -------
    Roster
        That of :func:`simulator.data.roster.load_roster` on the day of the codebook.

    Raises
    ------
    DataError
        If the day is before there was a coalition.
    """
    if as_of < COALITION:
        raise DataError(f"no coalition is known before {COALITION}; its leads are of that day")
    later = load_roster(max(as_of, coded_on()), record_since=record_since)
    return Roster(as_of, tuple(_known(country, as_of) for country in later))


def _known(country: Country, as_of: date) -> Country:
    said = tuple(item for item in country.statements if item.date <= as_of)
    codes = tuple(_known_codes(country, entry, said, as_of) for entry in country.codes)
    return replace(country, statements=said, codes=codes, exposure=_exposure(country, said))


def _exposure(country: Country, said: tuple[Statement, ...]) -> tuple[float, float, float]:
    needed = {part for part in country.row["exposure_statement_ids"].split(";") if part}
    if needed <= {item.id for item in said}:
        return country.exposure
    russia, belarus, turkey = (min(exposure, BORDER_ALONE) for exposure in country.exposure)
    return russia, belarus, turkey


def _known_codes(country: Country, entry: Codes, said: tuple[Statement, ...], as_of: date) -> Codes:
    read = statements_read(country, entry)
    since = tuple(item for item in said if item.date > entry.as_of)
    if all(item in said for item in read) and not since and not (said == () and as_of < PARIS):
        return entry
    gates = tuple(_gate(place, entry, read, said, since) for place in range(len(GATE_LETTERS)))
    whole = {letter: _all_known(letter, entry, read, said) for letter in GATE_LETTERS}
    everything = all(item in said for item in read)
    one, two, three, four, five = gates
    return replace(
        entry,
        gates=(one, two, three, four, five, entry.gates[-1]),
        cap=entry.cap if everything and read and not since else _cap(country, said, gates, as_of),
        cap_basis=entry.cap_basis if everything and not since else "default" if not said else "inferred",
        kept_home=entry.kept_home if whole["B"] else None,
        mission_sensitive=entry.mission_sensitive if everything else 0,
        legal_share=entry.legal_share if whole["C"] and entry.gates[1] else HALF_LEGAL if two else 0.0,
        acceptability=entry.acceptability if everything else dict.fromkeys(MISSIONS, 1.0),
        statement_ids=tuple(item.id for item in (*read, *since) if item in said),
    )


def _all_known(letter: str, entry: Codes, read: tuple[Statement, ...], said: tuple[Statement, ...]) -> bool:
    return all(item in said for item in gate_statements(letter, entry.coder, read))


def _gate(
    place: int, entry: Codes, read: tuple[Statement, ...], said: tuple[Statement, ...], since: tuple[Statement, ...]
) -> int:
    letter, code = GATE_LETTERS[place], entry.gates[place]
    if code and _all_known(letter, entry, read, said):
        return code
    naming = [item for item in (*read, *since) if item in said and names_condition(item.id, letter)]
    if not naming:
        return 0
    return REFUSED if naming[-1].stance == REFUSAL else MENTIONED


def _cap(country: Country, said: tuple[Statement, ...], gates: tuple[int, ...], as_of: date) -> int:
    if not said:
        return OUTSIDE if as_of >= PARIS and country.row["attended_2025_03_27_paris"] == "1" else OUT
    last = latest(said)
    if last.stance == ANNOUNCED_STANCE and country.lead:
        return LEAD
    tied = last.stance == REFUSAL and any(
        code == REFUSED and names_condition(last.id, letter) for letter, code in zip(GATE_LETTERS, gates, strict=True)
    )
    return OPEN if tied else STANCE_CAPS[last.stance]
