"""The compiled generator gives the numbers of NumPy's, wherever a stream begins and however long it is."""

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numpy.random import Generator, Philox

from simulator.engine.philox import COUNTERS, WORDS, fill_uniforms

words = st.integers(0, 2**64 - 1)
ONE_BLOCK = WORDS * COUNTERS


def of_numpy(seed: int, key: int, first: int, count: int) -> np.ndarray:
    bits = Generator(Philox(key=np.array([seed, key], dtype=np.uint64), counter=first // WORDS))
    return bits.random(first % WORDS + count)[first % WORDS :] + 2.0**-54


def ours(seed: int, key: int, first: int, count: int, counters: int = COUNTERS) -> np.ndarray:
    row = np.full(count, np.nan)
    fill_uniforms(row, np.uint64(seed), np.uint64(key), first, np.empty((WORDS, counters), dtype=np.uint64))
    return row


@example(seed=0, key=0, first=0, count=ONE_BLOCK, counters=COUNTERS)
@example(seed=2**64 - 1, key=2**64 - 1, first=3, count=2 * ONE_BLOCK + 1, counters=COUNTERS)
@given(
    seed=words,
    key=words,
    first=st.integers(0, 2**40),
    count=st.integers(0, 3 * ONE_BLOCK),
    counters=st.integers(1, 2 * COUNTERS),
)
@settings(max_examples=300, deadline=None)
def test_numbers_are_those_of_numpy(seed: int, key: int, first: int, count: int, counters: int) -> None:
    assert np.array_equal(ours(seed, key, first, count, counters), of_numpy(seed, key, first, count))


@given(seed=words, key=words, first=st.integers(0, 10**7), count=st.integers(1, 50), cut=st.integers(0, 50))
@settings(deadline=None)
def test_a_stream_may_be_cut_anywhere(seed: int, key: int, first: int, count: int, cut: int) -> None:
    cut = min(cut, count)
    parts = [ours(seed, key, first, cut), ours(seed, key, first + cut, count - cut)]
    assert np.array_equal(np.concatenate(parts), ours(seed, key, first, count))
