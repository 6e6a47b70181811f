"""The tables of past operations, read and looked up: boards, covariates known before a year, records, accession."""

from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from importlib.resources.abc import Traversable
from math import floor
from pathlib import Path

from simulator.data.tables import DataError, package_folder, read_table
from simulator.evidence.history.dates import ends, starts
from simulator.evidence.history.past import US as US
from simulator.evidence.history.past import Board as Board
from simulator.evidence.history.past import Covariates as Covariates
from simulator.evidence.history.past import Membership as Membership
from simulator.evidence.history.past import Operation as Operation
from simulator.evidence.history.past import PastRecord as PastRecord
from simulator.evidence.history.past import Snapshot as Snapshot
from simulator.evidence.history.tables import (
    CovariateRow,
    accessions_of,
    candidates_of,
    contributions_of,
    covariate_rows,
    operations_of,
    snapshots_of,
)

COVARIATES = ("active", "gdp", "population", "spend")


@dataclass(frozen=True)
class History:
    """Past operations and what was known of states at the time.

    Attributes
    ----------
    operations
        By key, in the order of the table.
    boards
        In the order of the table: by operation, then date.
    covariates
        Rows by ISO3 code, oldest first.
    accession
        Year in which a state joined the alliance, by ISO3 code.
    """

    operations: Mapping[str, Operation]
    boards: tuple[Board, ...]
    covariates: Mapping[str, tuple[CovariateRow, ...]]
    accession: Mapping[str, int]

    def boards_of(self, operation: str) -> tuple[Board, ...]:
        """Return the boards of one operation, oldest first; empty where there is none."""
        return self._by_operation.get(operation, ())

    def complete_boards(self) -> tuple[Board, ...]:
        """Return the boards on which absence means zero and of which the candidates are known."""
        return tuple(board for board in self.boards if board.complete and board.memberships)

    def last_board_before(self, operation: str, year: float) -> Board | None:
        """Return the last board of an operation that was over by a year, or None."""
        earlier = [board for board in self.boards_of(operation) if board.ends <= year]
        return earlier[-1] if earlier else None

    def covariates_before(self, iso3: str, year: float) -> Covariates:
        """Return what the tables knew of a state before the calendar year of a date.

        Parameters
        ----------
        iso3
            ISO3 code; nothing is known of a code that is not in the tables.
        year
            For example :attr:`Board.year`; 2007.5 takes rows up to 2006.

        Returns
        -------
        Covariates
            For each column its last row dated before that year in which it is not blank.
        """
        rows = self.covariates.get(iso3, ())
        before = rows[: bisect_left(rows, floor(year), key=_year)]
        return Covariates(*(_last_known(before, name) for name in COVARIATES))

    def record_before(self, iso3: str, year: float, without: str | None = None) -> PastRecord:
        """Return what a state did in boards that were over by a year.

        Parameters
        ----------
        iso3
            ISO3 code.
        year
            For example :attr:`Board.year`.
        without
            Key of an operation whose boards are passed over, or None.
        """
        seen = [
            board
            for board in self._boards_with.get(iso3, ())
            if board.ends <= year and board.operation.operation != without
        ]
        sizes = [board.members[iso3] for board in seen if iso3 in board.members]
        asked = [board for board in seen if iso3 in board.memberships]
        accepted = sum(board.joined(iso3) for board in asked)
        return PastRecord(max(sizes, default=0), len(sizes), len(asked), accepted)

    def years_in_alliance(self, iso3: str, year: float) -> float | None:
        """Return how many years ago a state joined the alliance; None where it had not by that year."""
        joined = self.accession.get(iso3)
        return None if joined is None or joined > year else year - joined

    def without(self, operation: str) -> "History":
        """Return a history that has never heard of an operation."""
        return replace(
            self,
            operations={key: found for key, found in self.operations.items() if key != operation},
            boards=tuple(board for board in self.boards if board.operation.operation != operation),
        )

    def earlier_than(self, date: str) -> "History":
        """Return a history without anything that was not over before a date.

        Parameters
        ----------
        date
            ``YYYY-MM`` or ``YYYY``; a date within the same month, or within the same year where one of the two has no
            month, is not earlier.

        Returns
        -------
        History
            Operations that had begun, with the totals of their boards so far; boards that were over; covariates and
            accessions of earlier calendar years.
        """
        limit = starts(date)
        boards = [board for board in self.boards if board.ends <= limit]
        begun = {key: found for key, found in self.operations.items() if ends(found.start) <= limit}
        totals = {key: [b.snapshot.total_troops for b in boards if b.operation.operation == key] for key in begun}
        operations = {key: replace(begun[key], total_troops=max(totals[key], default=None)) for key in begun}
        known = (replace(b, operation=operations.get(b.operation.operation, b.operation)) for b in boards)
        rows = {iso3: tuple(row for row in found if row.year < floor(limit)) for iso3, found in self.covariates.items()}
        return History(
            operations=operations,
            boards=tuple(known),
            covariates={iso3: found for iso3, found in rows.items() if found},
            accession={iso3: year for iso3, year in self.accession.items() if year < floor(limit)},
        )

    @cached_property
    def _by_operation(self) -> dict[str, tuple[Board, ...]]:
        return _grouped(self.boards, lambda board: (board.operation.operation,))

    @cached_property
    def _boards_with(self) -> dict[str, tuple[Board, ...]]:
        return _grouped(self.boards, lambda board: (*board.members, *(set(board.memberships) - set(board.members))))


def read_history(folder: Traversable | Path | None = None) -> History:
    """Read the tables of past operations.

    Parameters
    ----------
    folder
        Holds ``history/`` with the five tables, and ``alliance_accession.csv``; the folder of the package if not given.

    Raises
    ------
    DataError
        If a table is missing or malformed, or two tables contradict each other.
    """
    where = folder or package_folder()
    operations = operations_of(read_table("history/operations.csv", where))
    snapshots = snapshots_of(read_table("history/snapshots.csv", where))
    members = contributions_of(read_table("history/contributions.csv", where))
    candidates = candidates_of(read_table("history/candidates.csv", where))
    boards = []
    for key, snapshot in snapshots.items():
        if snapshot.operation not in operations:
            raise DataError(f"history/snapshots.csv: {snapshot.operation} is not in operations.csv")
        asked = candidates.get(key, {}) if snapshot.completeness == "full" else {}
        boards.append(Board(operations[snapshot.operation], snapshot, members.get(key, {}), asked))
    for name, keys in (("contributions", members), ("candidates", candidates)):
        for key in keys:
            if key not in snapshots:
                raise DataError(f"history/{name}.csv: {key[0]} of {key[1]} is not in snapshots.csv")
    accession = accessions_of(read_table("alliance_accession.csv", where))
    covariates = covariate_rows(read_table("history/covariates.csv", where))
    ordered = sorted(boards, key=lambda board: (list(operations).index(board.operation.operation), board.year))
    return History(operations, tuple(ordered), covariates, accession)


def _grouped(boards: tuple[Board, ...], keys: Callable[[Board], tuple[str, ...]]) -> dict[str, tuple[Board, ...]]:
    groups: dict[str, list[Board]] = {}
    for board in boards:
        for key in keys(board):
            groups.setdefault(key, []).append(board)
    return {key: tuple(found) for key, found in groups.items()}


def _year(row: CovariateRow) -> int:
    return row.year


def _last_known(rows: tuple[CovariateRow, ...], name: str) -> float | None:
    for row in reversed(rows):
        value: float | None = getattr(row.values, name)
        if value is not None:
            return value
    return None
