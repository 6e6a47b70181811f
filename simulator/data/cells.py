"""Cells of CSV: where one stands in its row, for messages."""


def cell_bounds(row: str, place: int) -> tuple[int, int]:
    """Return where a cell starts and ends in the text of its row, without the blanks around its content.

    Parameters
    ----------
    row
        Text of a row that :mod:`csv` can read; more than one line where a quoted cell has a line break.
    place
        Number of the cell, counted from 0.

    Returns
    -------
    tuple of int
        Offsets of its first sign and behind its last one; its quotes belong to it.
    """
    commas, in_quotes, quoted_cell = [-1], False, False
    for offset, sign in enumerate(row):
        # Only a quote at the very start of a cell opens one; elsewhere it is a sign like any other.
        if sign == '"' and (quoted_cell or offset == commas[-1] + 1):
            quoted_cell, in_quotes = True, not in_quotes
        elif sign == "," and not in_quotes:
            commas.append(offset)
            quoted_cell = False
    start, end = commas[place] + 1, [*commas, len(row.rstrip("\r\n"))][place + 1]
    content = row[start:end]
    if not content.strip():
        return start, end
    return start + len(content) - len(content.lstrip()), start + len(content.rstrip())
