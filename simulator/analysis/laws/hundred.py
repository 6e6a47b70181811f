"""V5: Granovetter's hundred people: with thresholds of 0, 1, .., 99 all join; move one threshold and one does."""

from collections.abc import Sequence

PEOPLE = 100


def thresholds(moved: bool) -> list[int]:
    """Return how many others each of the hundred waits for; where moved, nobody waits for one, and two for two."""
    waits = list(range(PEOPLE))
    if moved:
        waits[1] = 2
    return waits


def joined(waits: Sequence[int]) -> int:
    """Return how many join in the end, starting from nobody.

    Parameters
    ----------
    waits
        How many others each person waits for.
    """
    count = 0
    # In order of threshold, each joins if those before it are enough; the first who waits in vain ends it.
    for needed in sorted(waits):
        if needed > count:
            break
        count += 1
    return count
