"""What is known of one country: its codes, statements, strength and exposure, each with its evidence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

NOT_CAPPED = 5
SILENT_STANCES = ("open_conditional", "undecided")
ANNOUNCED_STANCE = "will_send_ground"


@dataclass(frozen=True, slots=True)
class Statement:
    """One dated public stance on soldiers inside Ukraine, by office.

    ``quality`` is ``a`` official record or named official, ``b`` relay, ``c`` weak relay that only breaks ties.
    """

    id: str
    iso3: str
    date: date
    office: str
    stance: str
    troops_low: int | None
    troops_high: int | None
    offers: tuple[str, ...]
    summary: str
    source: str
    quality: str


@dataclass(frozen=True, slots=True)
class Codes:
    """The codes one coder gave a country.

    Attributes
    ----------
    coder
        ``A`` or ``B``.
    as_of
        Statements up to this day were read.
    gates
        Code 0-4 of the six gates in the order of :data:`simulator.rule.gates.GATES`.
    cap, cap_basis
        Highest open rung 0-5; ``stated``, ``inferred`` or ``default``.
    kept_home
        Stated share eta kept home per unit of threat, or None where it is drawn.
    mission_sensitive
        1 where the country ties the American share to the mission.
    legal_share
        zeta in [0, 1].
    acceptability
        psi of each mission type, in [0, 1].
    note, statement_ids
        One sentence, and the statements it rests on.
    """

    coder: str
    as_of: date
    gates: tuple[int, int, int, int, int, int]
    cap: int
    cap_basis: str
    kept_home: float | None
    mission_sensitive: int
    legal_share: float
    acceptability: Mapping[str, float]
    note: str
    statement_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """The largest contingent a country sent to one operation."""

    troops: int
    operation: str
    date: str
    source: str


@dataclass(frozen=True, slots=True)
class Country:
    """One state of the conference, as known on a day.

    Attributes
    ----------
    iso3, name, short_name
        ISO 3166 code and names.
    nato, eu, lead
        Membership and role, 0 or 1.
    joined_alliance
        Year it joined the alliance, or None.
    army, army_year, army_estimated
        Land forces A_i (persons), year of the figure, whether it is an estimate from the total.
    abroad, abroad_quality
        Troops in missions abroad E_i (persons); ``b`` listed, ``c`` vague.
    exposure
        e_ik to Russia, Belarus and Turkey, each in [0, 1].
    vote_needed
        1 where parliament must agree, 0 where not; None where unknown (then treated as needed).
    parliament_form, cabinet
        Form of parliamentary involvement; type of cabinet.
    record
        Largest contingent known before the day, or None.
    active_personnel
        Active armed forces, persons.
    defence_budget
        Defence spending share times GDP, billions of US dollars; 0 where either is unknown.
    codes
        One entry a coder.
    statements
        Statements up to the day, oldest first.
    row
        The row of ``countries.csv`` as it stands, for provenance.
    """

    iso3: str
    name: str
    short_name: str
    nato: int
    eu: int
    lead: int
    joined_alliance: int | None
    army: int
    army_year: int
    army_estimated: bool
    abroad: int
    abroad_quality: str
    exposure: tuple[float, float, float]
    vote_needed: int | None
    parliament_form: str
    cabinet: str
    record: Record | None
    active_personnel: int
    defence_budget: float
    codes: tuple[Codes, ...]
    statements: tuple[Statement, ...]
    row: Mapping[str, str]

    def last_statement(self) -> Statement | None:
        """Return the statement that gives the stance: the last one of quality a or b, else the last one.

        On one day the better source wins.
        """
        firm = [item for item in self.statements if item.quality in ("a", "b")]
        ranked = sorted(firm or self.statements, key=lambda item: (item.date, _rank(item.quality)))
        return ranked[-1] if ranked else None

    def stance(self) -> str | None:
        """Return the stance of the last statement, or None for a silent country."""
        last = self.last_statement()
        return last.stance if last else None

    def announces_ground(self) -> bool:
        """Return whether the last statement of quality a or b says that ground troops will be sent."""
        last = self.last_statement()
        return last is not None and last.quality in ("a", "b") and last.stance == ANNOUNCED_STANCE

    def silent_on_company(self) -> bool:
        """Return whether the stance is open or undecided, so that silence on company does not mean indifference."""
        return self.stance() in SILENT_STANCES

    def offers(self) -> tuple[str, ...]:
        """Return what the statements offer, without repeats, in order of first mention."""
        return tuple(dict.fromkeys(offer for item in self.statements for offer in item.offers))

    def coded_by(self, coder: str) -> Codes:
        """Return the codes of one coder.

        Raises
        ------
        KeyError
            If the coder did not code this country.
        """
        for entry in self.codes:
            if entry.coder == coder:
                return entry
        raise KeyError(coder)


def _rank(quality: str) -> int:
    return {"a": 2, "b": 1}.get(quality, 0)
