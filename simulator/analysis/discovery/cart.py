"""CART: boxes as the leaves of a classification tree (Breiman et al. 1984), grown by scikit-learn."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.analysis.discovery.boxes import Box, Flags, Limit
from simulator.analysis.discovery.futures import Column
from simulator.analysis.discovery.prim import SMALLEST
from simulator.analysis.refusals import library

EXTRA = "discover"
DEEPEST = 4
"""Limits on a path from the root: more than can be said in a sentence are of no use."""

LEAF = -1
"""In place of a child, where a node is a leaf."""

Split = tuple[Column, int | None, float, bool]
"""An input, the place of a word for one that takes words, the threshold, and whether the values are at most that."""


def leaves(columns: Sequence[Column], wanted: Flags) -> list[Box]:
    """Return the leaves of a tree in which most points are of interest, as boxes.

    Parameters
    ----------
    columns
        Inputs.
    wanted
        Points of interest.

    Raises
    ------
    simulator.analysis.refusals.MissingExtra
        If scikit-learn is not installed.
    """
    features = list(_features(columns))
    table = np.stack([numbers for _, _, numbers in features], axis=1)
    trees = library("sklearn.tree", EXTRA)
    least = max(1, int(np.ceil(SMALLEST * len(wanted))))
    model = trees.DecisionTreeClassifier(max_depth=DEEPEST, min_samples_leaf=least, random_state=0)
    grown: Any = model.fit(table, wanted).tree_
    of_interest = list(model.classes_).index(True)
    found = []
    for node, splits in _paths(grown, features):
        share = grown.value[node][0]
        if share[of_interest] > 0.5 * share.sum():
            found.append(_box(splits))
    return list(dict.fromkeys(found))


def _features(columns: Sequence[Column]) -> Iterator[tuple[Column, int | None, NDArray[np.float64]]]:
    """Yield what the tree splits: a number, or for an input that takes words whether it is one of them."""
    for column in columns:
        if not column.words:
            yield column, None, column.numbers
        for place in range(len(column.words)):
            yield column, place, (column.numbers == place).astype(np.float64)


def _paths(
    grown: Any, features: Sequence[tuple[Column, int | None, NDArray[np.float64]]]
) -> Iterator[tuple[int, list[Split]]]:
    """Yield every leaf with the splits that lead to it."""
    waiting: list[tuple[int, list[Split]]] = [(0, [])]
    while waiting:
        node, splits = waiting.pop()
        left, right = int(grown.children_left[node]), int(grown.children_right[node])
        if left == LEAF:
            yield node, splits
            continue
        column, place, _ = features[int(grown.feature[node])]
        threshold = float(grown.threshold[node])
        waiting.append((right, [*splits, (column, place, threshold, False)]))
        waiting.append((left, [*splits, (column, place, threshold, True)]))


def _box(splits: Sequence[Split]) -> Box:
    box = Box()
    for column, place, threshold, at_most in splits:
        held = box.limit_of(column)
        if place is None:
            low = held.low if at_most else max(threshold, -np.inf if held.low is None else held.low)
            high = min(threshold, np.inf if held.high is None else held.high) if at_most else held.high
            box = box.with_limit(Limit(column.path, low, high))
        else:
            words = held.words or ()
            word = column.words[place]
            kept = tuple(other for other in words if (other != word) == at_most)
            box = box.with_limit(Limit(column.path, words=kept))
    return box
