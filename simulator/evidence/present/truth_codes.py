"""What every error code of files of what came true means, for `forcemix explain`."""

UNREADABLE, MALFORMED, COLUMN_MISSING, WRONG_CELLS, UNKNOWN_COUNTRY, TWICE, NOT_A_FLAG, CONTRADICTION, NOTHING = (
    "T001", "T002", "T003", "T004", "T005", "T006", "T007", "T008", "T009",
)  # fmt: skip

CODES = {
    UNREADABLE: ("file of outcomes cannot be read", "The file is not there, is a folder, or may not be read."),
    MALFORMED: (
        "not CSV in UTF-8",
        "A file of outcomes is plain text in UTF-8 of at most 1 MB: a header, then one row a country, with cells "
        "separated by commas.",
    ),
    COLUMN_MISSING: (
        "column missing, or given twice",
        "A file of outcomes has the columns iso3, any, inside and ground, each once. Other columns are passed over.",
    ),
    WRONG_CELLS: ("wrong number of cells", "Every row has one cell for each column of the header."),
    UNKNOWN_COUNTRY: (
        "unknown country",
        "Countries are named by their ISO 3166 code of three letters, and only those of the data are predicted; see: "
        "forcemix list countries.",
    ),
    TWICE: ("country given twice", "Two rows for one country. Which one holds would be anybody's guess."),
    NOT_A_FLAG: (
        "neither 0 nor 1",
        "An outcome is 1 (it came true), 0 (it did not) or blank (not known, and not scored).",
    ),
    CONTRADICTION: (
        "outcomes contradict each other",
        "Ground troops stand inside Ukraine, and whoever is inside takes part: ground 1 goes with inside 1, and inside "
        "1 with any 1. A cell may be left blank.",
    ),
    NOTHING: ("nothing to score", "A file of outcomes has at least one 0 or 1."),
}
"""Title and explanation of every error code."""
