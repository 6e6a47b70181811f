"""What scenario discovery found, as rows of a table."""

from simulator.analysis.discovery.discovering import Discovery, Judged, SureLimit, shares_of


def limit_rows(found: Discovery) -> list[dict[str, str | float | int]]:
    """Return every limit of every box as a row of a table, unrounded.

    Columns: ``side`` (``holds`` or ``fails``), ``box`` from 1, ``input``, its limit ``above``, ``below`` or ``words``,
    ``quasi_p``, by side ``again_above``, ``again_below``, ``again_words``; then of the whole box ``density`` and
    ``coverage`` with the ends of their 95 % intervals.  Cells that do not apply are empty.
    """
    return [
        _row(side, place, box, one)
        for side, boxes in (("holds", found.holds), ("fails", found.fails))
        for place, box in enumerate(boxes, start=1)
        for one in box.limits
    ]


def _row(side: str, place: int, box: Judged, one: SureLimit) -> dict[str, str | float | int]:
    limit, shares = one.limit, {"density": shares_of(box.density), "coverage": shares_of(box.coverage)}
    row: dict[str, str | float | int] = {
        "side": side,
        "box": place,
        "input": limit.path,
        "above": "" if limit.low is None else limit.low,
        "below": "" if limit.high is None else limit.high,
        "words": " or ".join(str(word) for word in limit.words or ()),
        "quasi_p": one.quasi_p,
    }
    row |= {f"again_{which}": one.again.get(which, "") for which in ("above", "below", "words")}
    for name, share in shares.items():
        row |= {name: share["value"], f"{name}_low": share["low"], f"{name}_high": share["high"]}
    return row
