"""Sources: what the countries of a conference are drawn from, as arrays that compiled code reads."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.engine.conference import Coding, Conference, Spread

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

TRAITS = (
    "caps", "consent", "sensitive", "legal_share", "acceptability", "deployable", "rotation", "kept_home", "army",
    "abroad",
)  # fmt: skip
"""What is one number a country, in the order of its row."""

CAP, CONSENT, SENSITIVE, LEGAL, ACCEPTABLE, DEPLOYABLE, ROTATION, KEPT_HOME, ARMY, ABROAD = range(len(TRAITS))

CODED = ("caps", "sensitive", "legal_share", "acceptability", "kept_home")
"""What a reader of the statements says of a country beside its conditions."""

CODED_ROWS = (CAP, SENSITIVE, LEGAL, ACCEPTABLE, KEPT_HOME)
CODED_KEPT_HOME = CODED.index("kept_home")


class Sources(NamedTuple):
    """What countries are drawn from; the first axis of what is coded is the reader, one standing for both.

    Attributes
    ----------
    coded
        By reader, :data:`CODED` and country.
    codes, medians, word_codes, word_medians, sds
        By reader, country and gate.
    differ
        Whether the two readings of a country differ in anything.
    deployable, rotation
        What is stated, NaN where it is drawn; by country.
    army, abroad, consent
        Middles and chances by country.
    spread
        How they scatter.
    """

    coded: Floats
    codes: Floats
    medians: Floats
    word_codes: Floats
    word_medians: Floats
    sds: Floats
    differ: Flags
    deployable: Floats
    rotation: Floats
    army: Floats
    abroad: Floats
    consent: Floats
    spread: Spread


def sources_of(conference: Conference) -> Sources:
    """Return what the countries of a conference are drawn from."""
    coders = (conference.codings[0], conference.codings[-1])

    def by_reader(name: str) -> Floats:
        return np.array([getattr(coding, name) for coding in coders], dtype=np.float64)

    return Sources(
        coded=np.array([[getattr(coding, name) for name in CODED] for coding in coders], dtype=np.float64),
        codes=by_reader("codes"),
        medians=by_reader("medians"),
        word_codes=by_reader("word_codes"),
        word_medians=by_reader("word_medians"),
        sds=by_reader("sds"),
        differ=_differ(*coders),
        deployable=conference.deployable,
        rotation=conference.rotation,
        army=conference.army,
        abroad=conference.abroad,
        consent=conference.consent,
        spread=conference.spread,
    )


def _differ(one: Coding, other: Coding) -> Flags:
    """Return the countries in which two readings differ in anything."""
    found = np.zeros(len(one.caps), dtype=np.bool_)
    for name in Coding.__dataclass_fields__:
        a, b = (np.asarray(getattr(coding, name), dtype=np.float64) for coding in (one, other))
        unlike = (a != b) & ~(np.isnan(a) & np.isnan(b))
        found |= unlike.reshape(len(found), -1).any(axis=1)
    return found


def stated_gates(conference: Conference) -> Flags:
    """Return whether any reader finds a condition in what counts for a country; shape (countries, gates)."""
    return np.asarray(np.array([coding.codes > 0 for coding in conference.codings]).any(axis=0))


def whose_words_differ(conference: Conference) -> Flags:
    """Return the countries whose own words differ from what counts for them, by any reader."""
    differ = [(coding.codes != coding.word_codes).any(axis=1) for coding in conference.codings]
    return np.asarray(np.array(differ).any(axis=0))
