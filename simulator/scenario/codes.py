"""What every error code of scenario files means, for `forcemix explain`."""

CODES: dict[str, tuple[str, str]] = {
    "S001": (
        "unknown input",
        "A key that means nothing where it stands. Keys are checked letter by letter, because a misspelt input that "
        "is passed over would change nothing and nobody would notice. See the scenario reference for all keys.",
    ),
    "S002": (
        "unknown country",
        "Countries are named by their ISO 3166 code of three letters, such as NOR, so that no name has two spellings. "
        "Only countries of the data can be argued with; see: forcemix list countries.",
    ),
    "S003": ("unknown word", "An input that takes one of a few words has another one. The message lists them."),
    "S004": (
        "value out of range",
        "A number outside the range in which its input means something. Shares run from 0 to 1, so 70 % is 0.7.",
    ),
    "S005": (
        "wrong kind of value",
        "A text where a number belongs, a list where a mapping belongs, and so on. Nothing is converted silently: "
        '"0.6" in quotes is a text.',
    ),
    "S006": (
        "no value",
        "A key with nothing behind it. Leave the line out to keep the value of the scenario it extends.",
    ),
    "S007": ("not a finite number", "NaN and infinity are no inputs."),
    "S008": (
        "given twice",
        "The same key twice in one mapping, or one input set twice on the command line. Which one holds would be "
        "anybody's guess.",
    ),
    "S009": (
        "something is missing",
        "A key that must be there. To argue with the data on a country takes a reason (`why`), which is kept in the "
        "results.",
    ),
    "S010": ("no such day", "Days are written YYYY-MM-DD and must exist in the calendar."),
    "S011": (
        "unknown input in a list of inputs",
        "`paths`, `uncertain`, `sweep.over` and --set name inputs by their dotted path, such as us.air or "
        "countries.FIN.cap. See: forcemix list inputs.",
    ),
    "S012": (
        "this input does not move",
        "Under `paths` only inputs of the talks move by round: us, mandate, deal, threat and force. The shape of the "
        "rule and the countries stay as they are during a run.",
    ),
    "S013": ("no such round", "Rounds of talks are whole numbers from 0 to 10000."),
    "S014": (
        "malformed distribution",
        "An uncertain input takes exactly one of uniform: [low, high], triangular: [low, mode, high] and "
        "choice: [a, b, ...], with low below high.",
    ),
    "S015": ("malformed range", "A sweep runs over START:STOP:STEP, such as 0:1:0.05, or over a list of values."),
    "S016": ("too many points", "A grid has at most ten million points. Take larger steps, or draw points with lhs."),
    "S017": ("too short or too long", "A text or list with fewer or more parts than its key takes."),
    "S020": ("file cannot be read", "The file is not there, is a folder, or may not be read."),
    "S021": ("not a text", "Scenario files are plain text in UTF-8."),
    "S022": (
        "too large",
        "A scenario file has at most 256 kB, lines of 20000 characters, 12 levels, 20000 keys and values, texts of "
        "2000 characters and numbers of 40. Files beyond that are refused before they are built in memory.",
    ),
    "S023": (
        "refused feature of YAML",
        "Anchors, aliases, merge keys, tags, directives and several documents in one file are refused: a few lines "
        "of them can fill the memory of a machine, and a scenario needs none of them.",
    ),
    "S024": (
        "unreadable YAML",
        "The file is no YAML; the place is where reading stopped, often just behind the cause.",
    ),
    "S025": ("not a scenario", "A scenario is a mapping of keys to values, not a list, a single word, or nothing."),
    "S030": ("circle of scenarios", "A scenario extends itself, directly or through others, or 16 levels deep."),
    "S031": ("unknown scenario", "`extends` names no built-in scenario, none of this project and no file."),
    "S032": ("malformed assignment", "--set takes INPUT=VALUE, such as --set us.backstop=0.7."),
    "S033": (
        "unfit name",
        "Names of scenarios become names of folders: a to z, 0 to 9, hyphen and underscore, 64 at most, beginning "
        "with a letter or digit, and none of the names that Windows keeps for devices.",
    ),
    "S040": ("weights must sum to 1", "The five weights of American involvement are shares of one whole."),
    "S041": ("increments fall", "A higher rung of the ladder must not need less of a condition than a lower one."),
    "S042": ("sizes fall", "A higher rung of the ladder must not commit fewer troops than a lower one."),
    "S043": ("thresholds fall", "A condition called crucial must not be easier to meet than one called welcome."),
    "S044": (
        "low, mode and high out of order",
        "A distribution of capacity runs from its lowest to its highest value.",
    ),
    "S045": ("chances must sum to 1", "Where the mission is open, the chances of its types make one whole."),
    "S046": (
        "UN force without a UN mandate (warning)",
        "The force is owned by the UN, but mandate.legal is below 0.5. Both can be meant, but rarely are.",
    ),
    "S047": (
        "moving inputs without rounds (warning)",
        "In equilibrium mode only the last value of each moving input counts: the earlier ones change nothing.",
    ),
    "S048": (
        "roles that are no whole",
        "The roles of a contingent are shares of one whole. Roles that are not named share what the named ones leave.",
    ),
}
"""Title and explanation of every error code."""
