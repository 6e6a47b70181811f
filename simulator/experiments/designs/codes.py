"""What every error code of designs of sweeps means, for `forcemix explain`."""

CODES: dict[str, tuple[str, str]] = {
    "D001": (
        "nothing to sweep",
        "A sweep needs at least one input that moves: --over INPUT=VALUES, a sweep: block in the scenario file, or a "
        "table of points. The ranges of an uncertain: block move inputs too, in the designs lhs and sobol only.",
    ),
    "D002": (
        "malformed --over",
        "--over takes INPUT=VALUES, where VALUES is START:STOP:STEP, or values with commas: --over us.air=0:1:0.25 or "
        "--over us.air=0,0.5,1. The designs lhs and sobol draw from a range, so START:STOP is enough for them.",
    ),
    "D003": (
        "input given twice",
        "The same input twice, in two --over or in two columns of a table. Which one holds would be anybody's guess.",
    ),
    "D004": (
        "a range without a step",
        "START:STOP is a range to draw from, for lhs and sobol. A grid and one-at-a-time walk through values, so they "
        "need START:STOP:STEP or a list.",
    ),
    "D005": (
        "number of points missing",
        "lhs and sobol draw as many points as they are told: --points N, or points: N in the sweep: block. For sobol "
        "take a power of two.",
    ),
    "D006": (
        "points that do not belong",
        "A grid, one-at-a-time and a table have the points that their values make. Only lhs and sobol are told a "
        "number of points.",
    ),
    "D007": (
        "options that exclude each other",
        "A table holds every point of the sweep, with the inputs in its header, so nothing else can choose points "
        "beside it.",
    ),
    "D008": (
        "value given twice",
        "The same value twice in one list. Both would make the same points, which would then count double.",
    ),
    "D009": (
        "no value to start from",
        "one-at-a-time moves one input and holds the others at the scenario's own values. Some inputs have no single "
        "value of their own: numbers of a country that the scenario does not argue with (they come from the data), "
        "American involvement whose five components differ, a mission given by chances. Set a value, or take a grid.",
    ),
    "D010": (
        "input without effect",
        "us.involvement sets the components of American help that are not named beside it. Where all five are inputs "
        "of the sweep too, it sets nothing.",
    ),
    "D020": ("table cannot be read", "The file is not there, is a folder, or may not be read."),
    "D021": ("not a text", "A table of points is plain text in UTF-8, with cells separated by commas (CSV)."),
    "D022": ("table too large", "A table has at most 64 MB and ten million rows."),
    "D023": (
        "not CSV",
        "Cells are separated by commas, a cell with a comma in it stands in double quotes, every quote is closed, and "
        "lines end the same way throughout. Numbers have a decimal point.",
    ),
    "D024": (
        "table without points",
        "The first line names the inputs by their dotted paths, and every line below it is one point of the sweep.",
    ),
    "D025": ("wrong number of cells", "Every row of a table has one cell for each column of its header."),
    "D026": (
        "blank value",
        "A cell of a table, the name of a column, or a place between two commas, with nothing in it. To leave an input "
        "at the scenario's own value, leave its column out.",
    ),
}
"""Title and explanation of every error code."""
