"""The backtest: what the fitted rule says of operations it was not shown, scored beside every baseline."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from simulator.evidence.history.boards import History
from simulator.evidence.scoring.baselines import BASELINE_WORDS, BaselineName, baseline, later_boards, scored_boards
from simulator.evidence.scoring.hindcast import earlier_only, from_last_board, leave_one_out
from simulator.evidence.scoring.predictions import Prediction
from simulator.evidence.scoring.resampling import Gain, gain
from simulator.evidence.scoring.scores import MEASURES, Bin, Measure, Scores, pairs_of, reliability, scores_of

MODEL = "model"
COMPARED: tuple[Measure, ...] = ("brier", "log", "rps", "size_error", "crps")
MIDDLE = ("eufor_chad", "mnf_iraq", "minusma")
"""Operations whose pool splits: the middle of the probability scale, where every forecaster is weak."""
VARIANTS_TRIED = 80
"""Variants of the hindcast that were scored on these operations before this one was taken (design study: 45 more)."""


@dataclass(frozen=True)
class Line:
    """One forecaster in a table.

    Attributes
    ----------
    name, words
        Key and description.
    scores
        Of every pair.
    gains
        Of the model over this forecaster, by measure, as means over operations; empty for the model.
    """

    name: str
    words: str
    scores: Scores
    gains: dict[Measure, Gain]

    def to_json(self) -> dict[str, Any]:
        """Return the line with every score pooled, over operations and by operation."""
        return {
            "forecaster": self.name,
            "pooled": {measure: _round(self.scores.pooled(measure)) for measure in MEASURES},
            "mean_over_operations": {
                measure: _round(self.scores.mean_over_operations(measure)) for measure in MEASURES
            },
            "by_operation": {
                measure: {key: _round(value) for key, value in self.scores.by_operation(measure).items()}
                for measure in MEASURES
            },
            "gain_of_model": {
                measure: {
                    "value": _round(one.value), "low": _round(one.low), "high": _round(one.high),
                    "significant": one.significant,
                }
                for measure, one in self.gains.items()
            },
        }  # fmt: skip


@dataclass(frozen=True)
class Table:
    """One way of leaving out: the model and what it is held against.

    Attributes
    ----------
    name, words
        ``leave_one_out``, ``earlier_only`` or ``last_board``, and what it means.
    lines
        The model first.
    reliability
        Of the chance of joining.
    """

    name: str
    words: str
    lines: tuple[Line, ...]
    reliability: tuple[Bin, ...]

    @property
    def model(self) -> Line:
        """The line of the model."""
        return self.lines[0]

    @property
    def middle(self) -> float | None:
        """Mean Brier score of the operations whose pool splits; None where they are not scored."""
        found = self.model.scores.by_operation("brier")
        values = [found[key] for key in MIDDLE if key in found]
        return sum(values) / len(values) if len(values) == len(MIDDLE) else None

    def to_json(self) -> dict[str, Any]:
        """Return the table as plain data."""
        return {
            "table": self.name,
            "lines": [line.to_json() for line in self.lines],
            "middle_brier": None if self.middle is None else _round(self.middle),
            "reliability": [
                {
                    "low": one.low, "high": one.high, "pairs": one.count, "joined": one.joined,
                    "forecast": _round(one.forecast) if one.count else None,
                    "rate": _round(one.rate) if one.count else None,
                }
                for one in self.reliability
            ],
        }  # fmt: skip


def backtest(history: History, done: Callable[[str], None] = lambda name: None) -> tuple[Table, ...]:
    """Score the model on every complete board, in three ways of leaving out.

    Parameters
    ----------
    history
        Past operations.
    done
        Called with the name of each table.
    """
    boards = scored_boards(history)
    later = later_boards(boards)
    ways: list[tuple[str, str, Callable[[], list[Prediction]], tuple[BaselineName, ...], Sequence[Any]]] = [
        (
            "leave_one_out",
            "each operation left out in turn; shared numbers may come from later ones, covariates never",
            lambda: leave_one_out(history),
            ("pooled", "pool", "mandate", "record"),
            boards,
        ),
        ("earlier_only", "nothing later enters anything", lambda: earlier_only(history), ("earlier",), boards),
        (
            "last_board",
            "later boards of an operation, from its last board before",
            lambda: from_last_board(history),
            ("last_board", "pool"),
            later,
        ),
    ]
    tables = []
    for name, words, predictions, others, scored in ways:
        tables.append(_table(name, words, predictions(), others, history, scored))
        done(name)
    return tuple(tables)


def _table(
    name: str,
    words: str,
    predictions: Sequence[Prediction],
    others: tuple[BaselineName, ...],
    history: History,
    boards: Sequence[Any],
) -> Table:
    pairs = pairs_of(predictions, boards)
    model = scores_of(pairs)
    lines = [Line(MODEL, "this model", model, {})]
    for other in others:
        scores = scores_of(pairs_of(baseline(other, history, boards), boards))
        gains = {measure: gain(model, scores, measure) for measure in COMPARED}
        lines.append(Line(other, BASELINE_WORDS[other], scores, gains))
    return Table(name, words, tuple(lines), reliability(pairs))


def _round(value: float) -> float:
    return round(float(value), 6)
