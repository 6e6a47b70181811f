"""What every error code of a folder of operations to predict means, for `forcemix explain`."""

UNREADABLE, MALFORMED, WRONG_COLUMN, WRONG_CELLS, UNKNOWN_COUNTRY, TWICE, WRONG_NUMBER, WRONG_WORD, WRONG_DATE = (
    "P001", "P002", "P003", "P004", "P005", "P006", "P007", "P008", "P009",
)  # fmt: skip
UNKNOWN_OPERATION, EMPTY = "P010", "P011"

CODES = {
    UNREADABLE: (
        "folder or table cannot be read",
        "A folder of operations to predict holds operations.csv and candidates.csv; one of them is not there, is a "
        "folder, or may not be read.",
    ),
    MALFORMED: (
        "not CSV in UTF-8",
        "Both tables are plain text in UTF-8 of at most 8 MB: a header, then one row a line, with cells separated by "
        "commas and texts with a comma in quotes.",
    ),
    WRONG_COLUMN: (
        "column missing, unknown, or given twice",
        "The columns are those of the shipped tables of past operations, in any order, each once. A column that is "
        "not known would be passed over, and nobody would notice.",
    ),
    WRONG_CELLS: ("wrong number of cells", "Every row has one cell for each column of the header."),
    UNKNOWN_COUNTRY: (
        "unknown country",
        "Countries are named by their ISO 3166 code of three capital letters, and candidates only by codes that occur "
        "in the shipped tables.",
    ),
    TWICE: (
        "given twice",
        "One row for each operation, and one for each operation, date and candidate. Which of two holds would be "
        "anybody's guess.",
    ),
    WRONG_NUMBER: (
        "not a number of the allowed range",
        "Strengths, outputs and shares are plain numbers from 0 up, with a point and without thousands separators. "
        "A blank cell means: not known, and widens the prediction.",
    ),
    WRONG_WORD: (
        "unknown or missing word",
        "The American role, the mandate and the pool of candidates take one of a few words. The message lists them.",
    ),
    WRONG_DATE: ("no such date", "Dates are a month as YYYY-MM, or a year as YYYY where no month is known."),
    UNKNOWN_OPERATION: (
        "candidate of an unknown operation",
        "Every candidate names an operation that has a row in operations.csv of the same folder.",
    ),
    EMPTY: ("nothing to predict", "Both tables have at least one row below their header."),
}
"""Title and explanation of every error code."""
