"""Philox4x64-10, the generator behind every draw, in compiled code.

A counter is turned into four words under a key (Salmon et al. 2011, https://doi.org/10.1145/2063384.2063405).  Words
do not depend on one another, so a block of counters is worked on side by side, and a stream begins anywhere for
nothing.  The words, and the uniforms made of them, are those of ``numpy.random.Philox`` to the bit.
"""

import numpy as np
from numpy.typing import NDArray

from simulator.engine.compiled import compiled

Floats = NDArray[np.float64]
Words = NDArray[np.uint64]

WORDS = 4
"""Words of a counter."""

COUNTERS = 256
"""Counters worth working on side by side: their words stay in the nearest cache."""

ROUNDS = 10
FIRST_FACTOR, SECOND_FACTOR = np.uint64(0xD2E7470EE14C6C93), np.uint64(0xCA5A826395121157)
FIRST_STEP, SECOND_STEP = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBB67AE8584CAA73B)
ZERO, HALF, LOW_HALF, FRACTION = np.uint64(0), np.uint64(32), np.uint64(0xFFFFFFFF), np.uint64(11)
UNIT, MIDDLE = 2.0**-53, 2.0**-54


@compiled
def fill_uniforms(row: Floats, seed: np.uint64, key: np.uint64, first: int, words: Words) -> None:
    """Fill a row with the uniforms of replicates first, first + 1, ... of one stream.

    Parameters
    ----------
    row
        Filled with numbers in (0, 1): multiples of 2**-53, each moved to the middle of its step.
    seed, key
        The two words of the key.
    first
        Place in the stream, 0 or more.
    words
        Working memory; shape (4, any number of counters, worked on side by side).
    """
    place = -(first % WORDS)
    counter = first // WORDS + 1
    while place < len(row):
        counters = min(words.shape[1], (len(row) - place + WORDS - 1) // WORDS)
        _fill_words(words, counters, counter, seed, key)
        end = place + WORDS * counters
        if place >= 0 and end <= len(row):
            for block in range(counters):
                for word in range(WORDS):
                    row[place + WORDS * block + word] = _uniform(words[word, block])
        else:
            for at in range(max(0, place), min(end, len(row))):
                row[at] = _uniform(words[(at - place) % WORDS, (at - place) // WORDS])
        place = end
        counter += counters


@compiled
def _fill_words(words: Words, counters: int, first: int, seed: np.uint64, key: np.uint64) -> None:
    """Fill the words of counters first, first + 1, ...; only the lowest word of a counter is ever above 0."""
    for block in range(counters):
        one, two, three, four = np.uint64(first + block), ZERO, ZERO, ZERO
        key_one, key_two = seed, key
        for _ in range(ROUNDS):
            high, other = _high_word(FIRST_FACTOR, one), _high_word(SECOND_FACTOR, three)
            one, two, three, four = (
                other ^ two ^ key_one,
                SECOND_FACTOR * three,
                high ^ four ^ key_two,
                FIRST_FACTOR * one,
            )
            key_one += FIRST_STEP
            key_two += SECOND_STEP
        words[0, block] = one
        words[1, block] = two
        words[2, block] = three
        words[3, block] = four


@compiled
def _high_word(one: np.uint64, other: np.uint64) -> np.uint64:
    """Return the high word of a product, from products of halves: a vector unit knows no wider ones."""
    one_low, one_high = one & LOW_HALF, one >> HALF
    other_low, other_high = other & LOW_HALF, other >> HALF
    middle = one_low * other_high + ((one_low * other_low) >> HALF)
    rest = one_high * other_low + (middle & LOW_HALF)
    return one_high * other_high + (middle >> HALF) + (rest >> HALF)


@compiled
def _uniform(word: np.uint64) -> float:
    """Return a word as a number in (0, 1)."""
    return np.float64(np.int64(word >> FRACTION)) * UNIT + MIDDLE
