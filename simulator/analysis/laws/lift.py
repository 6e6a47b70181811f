"""V8: a force that is ready on the day of the deal and lifted at a constant rate arrives on a straight ramp."""


def arrived(day: float, force: float, rate: float) -> float:
    """Return how many have arrived: min(rate * day, force), persons.

    Parameters
    ----------
    day
        Days after the deal, 0 or more.
    force
        All of them, persons.
    rate
        Persons lifted a day.
    """
    return min(force, rate * day)
