"""Scores of a prediction of the present case, beside two baselines, with bootstrap intervals over countries.

Baselines know what anybody could know without a model.

- *Six of thirty.*  Officials counted about six of some thirty states as ready on 10 April 2025 (event TL10): the same
  chance of 0.2 for everybody and everything.
- *The stance says so.*  The last statement of a country, read at face value: whoever announces ground troops comes with
  them; whoever leaves soldiers open or has not decided is a coin toss; whoever offers only other help takes part
  outside Ukraine; whoever refuses or says nothing stays out.

Chances of 0 and 1 are clipped before a logarithm is taken, for model and baselines alike.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from simulator.data.roster import Roster
from simulator.evidence.present.case import EVENT_NAMES, PresentRow
from simulator.evidence.present.truth import Outcome

Rule = Literal["brier", "log"]
RULES: tuple[Rule, ...] = ("brier", "log")
CLIP = 0.01
"""Chances are kept at least so far from 0 and 1 before their logarithm is taken."""

RESAMPLES = 10_000
RESAMPLING_SEED = 1
ENDS = (0.025, 0.975)

MODEL = "model"
SIX_OF_THIRTY, STANCE = "6 of 30 for everybody", "the stance says so"
BASELINES = (SIX_OF_THIRTY, STANCE)

SAID: Mapping[str | None, tuple[float, float, float]] = {
    "will_send_ground": (1.0, 1.0, 1.0),
    "open_conditional": (0.5, 0.5, 0.5),
    "undecided": (0.5, 0.5, 0.5),
    "non_ground_only": (1.0, 0.0, 0.0),
    "logistics_or_training_only": (1.0, 0.0, 0.0),
    "will_not_send": (0.0, 0.0, 0.0),
    None: (0.0, 0.0, 0.0),
}
"""Chance of taking part at all, inside and with ground troops that a stance gives at face value; None: silent."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PresentScore:
    """One score of one forecaster on one event; lower is better.

    Attributes
    ----------
    event
        ``any``, ``inside`` or ``ground``.
    rule
        ``brier`` (mean squared error) or ``log`` (mean of minus the natural logarithm of the chance of what happened).
    forecaster
        ``model``, or one of :data:`BASELINES`.
    countries, happened
        How many are scored, and of how many the event came true.
    value, low, high
        The score, and a 95 % interval over countries.
    gain, gain_low, gain_high
        Score of this baseline less that of the model, over the same countries, with its interval; None for the model.
    """

    event: str
    rule: Rule
    forecaster: str
    countries: int
    happened: int
    value: float
    low: float
    high: float
    gain: float | None = None
    gain_low: float | None = None
    gain_high: float | None = None

    @property
    def significant(self) -> bool | None:
        """Whether the interval of the gain leaves out 0; None for the model."""
        if self.gain_low is None or self.gain_high is None:
            return None
        return not self.gain_low <= 0.0 <= self.gain_high

    def to_row(self) -> dict[str, Any]:
        """Return the score as one flat row of plain values."""
        row = {name: getattr(self, name) for name in self.__slots__}
        return row | {"significant": self.significant}


def score_present(
    rows: Sequence[PresentRow], truth: Sequence[Outcome], roster: Roster, resamples: int = RESAMPLES
) -> tuple[PresentScore, ...]:
    """Score a prediction.

    Parameters
    ----------
    rows
        The prediction.
    truth
        What came true; countries and events without a 0 or 1 are passed over.
    roster
        Countries as known on the as-of date, for the stances; see
        :attr:`simulator.evidence.present.case.PresentSetting.roster`.
    resamples
        Of the bootstrap, 1 or more; seeded, so that the same rows and truth give the same intervals.

    Returns
    -------
    tuple of PresentScore
        By event, rule, and forecaster, the model first.  No scores for an event of which nothing is known.

    Raises
    ------
    KeyError
        If a country of the truth is not predicted.
    """
    predicted = {row.iso3: row.chances for row in rows}
    said = {country.iso3: SAID[country.stance()] for country in roster}
    scores: list[PresentScore] = []
    for place, event in enumerate(EVENT_NAMES):
        known = [(one.iso3, one.flags[place]) for one in truth if one.flags[place] is not None]
        if not known:
            continue
        happened = np.array([flag for _, flag in known], dtype=np.float64)
        forecasts = {
            MODEL: np.array([predicted[iso3][place] for iso3, _ in known]),
            SIX_OF_THIRTY: np.full(len(known), 6.0 / 30.0),
            STANCE: np.array([said[iso3][place] for iso3, _ in known]),
        }
        picks = np.random.default_rng(RESAMPLING_SEED).integers(len(known), size=(resamples, len(known)))
        for rule in RULES:
            losses = {name: loss(rule, chances, happened) for name, chances in forecasts.items()}
            scores += [_score(event, rule, name, losses, happened, picks) for name in losses]
    return tuple(scores)


def loss(rule: Rule, chances: Floats, happened: Floats) -> Floats:
    """Return the loss of each forecast.

    Parameters
    ----------
    rule
        ``brier`` or ``log``.
    chances
        In [0, 1].
    happened
        0 or 1, equally many.
    """
    if rule == "brier":
        return np.square(chances - happened)
    clipped = np.clip(chances, CLIP, 1.0 - CLIP)
    return -np.log(np.where(happened == 1.0, clipped, 1.0 - clipped))


def _score(
    event: str,
    rule: Rule,
    name: str,
    losses: Mapping[str, Floats],
    happened: Floats,
    picks: NDArray[np.int64],
) -> PresentScore:
    value, low, high = _mean_with_ends(losses[name], picks)
    gain = (None, None, None) if name == MODEL else _mean_with_ends(losses[name] - losses[MODEL], picks)
    return PresentScore(event, rule, name, len(happened), int(happened.sum()), value, low, high, *gain)


def _mean_with_ends(values: Floats, picks: NDArray[np.int64]) -> tuple[float, float, float]:
    low, high = np.quantile(values[picks].mean(axis=1), ENDS)
    return float(values.mean()), float(low), float(high)
