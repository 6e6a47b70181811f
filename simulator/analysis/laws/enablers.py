"""V9: what an enabler carries: Europe's own capacity without American help, and slack with all of it."""


def carried(europe: float, held: float, enough: float, help_: float, america: float) -> float:
    """Return the troops that one enabler carries: G_EU min(1, share / s*) + u G_US, persons.

    Parameters
    ----------
    europe, america
        G_EU and G_US, persons.
    held, enough
        Share of Europe's enabler held by those who join, and the share that is enough; in [0, 1], ``enough`` above 0.
    help_
        u, American help with it, in [0, 1].
    """
    return europe * min(1.0, held / enough) + help_ * america
