"""V6: the share of an army that can be kept abroad is the deployable share over the rotation ratio."""


def kept_up(army: float, deployable: float, rotation: float) -> float:
    """Return the troops an army without other missions or threats keeps up: A delta / rho, persons.

    The usability targets of the alliance, 40 % deployable and 8 % kept up, later 50 % and 10 %, both imply a rotation
    ratio of 5.

    Parameters
    ----------
    army
        A, persons.
    deployable
        delta, in [0, 1].
    rotation
        rho, troops tied up for each one deployed, above 0.
    """
    return army * deployable / rotation
