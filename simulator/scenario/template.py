"""New scenario files: every input with its range and meaning, ready to edit.

A line that begins with one ``#`` is a value switched off; notes begin with two.  So a reader can switch on a block
by taking away one sign a line, and nothing that is prose turns into a key.
"""

import json
import re
from collections.abc import Iterator

from simulator.data.parameters import parameter
from simulator.scenario.diagnostics import described, number_text, printable
from simulator.scenario.fields import Block
from simulator.scenario.library import builtin_names, load
from simulator.scenario.merging import default_layer, nested
from simulator.scenario.scenario import Scenario, Value
from simulator.scenario.schema import ScenarioDocument
from simulator.scenario.values import INVOLVEMENT, Leaf, leaves

BLOCKS = ("us", "mandate", "deal", "threat", "force", "conference")
PLAIN_NAME = re.compile(r"[a-z][a-z0-9_-]*")
WORDS_OF_YAML = frozenset({"null", "true", "false"})
LONGEST_TITLE = 300
NOTE_COLUMN = 24

EXAMPLES = """\
## Inputs that move: the value from a round of talks on.
# paths:
#   us.backstop: {1: 0.2, 4: 0.6}

## Arguments with the data on a country, by three-letter code; the reason is kept in the results.
# countries:
#   FIN:
#     why: "say here on what grounds"
#     cap: 3                              ## highest rung it may reach, 0 to 5
#     thresholds: {us: {median: 0.55, sd: 0.15}}

## Ranges of uncertain inputs, for sweeps and sensitivity.
# uncertain:
#   us.backstop: {uniform: [0, 1]}
#   structure.veto: {triangular: [0, 0.5, 1]}

## A sweep: START:STOP:STEP, or a list of values.
# sweep:
#   design: grid                          ## grid, one-at-a-time, lhs or sobol
#   over: {us.involvement: 0:1:0.1, mandate.clarity: [0.2, 0.5, 0.8]}

## The shape of the rule itself (structure, capacity, consent) can be changed too: forcemix list inputs
"""


def commented_template(
    title: str, extends: str | None = None, minimal: bool = False, base: Scenario | None = None
) -> str:
    """Return a new scenario file.

    Parameters
    ----------
    title
        What the scenario is.
    extends
        The scenario it is a patch on: its values are then switched off, so that only differences are on.
        None writes every input in full.
    minimal
        Only the lines that are needed, without comments.
    base
        The scenario it extends, to show its values; a built-in one is looked up if left out.

    Returns
    -------
    str
        A file that :func:`simulator.scenario.reading.read_patch` takes as it stands.
    """
    head = [f"title: {_quoted(title)}"]
    if extends is not None:
        head.append(f"extends: {_word(extends)}")
    if minimal:
        body = [] if extends is not None else list(_body(ScenarioValues(None), off=False, notes=False))
        return "\n".join([*head, *body]) + "\n"
    if base is None and extends in builtin_names():
        base = load(str(extends))
    body = list(_body(ScenarioValues(base), off=extends is not None, notes=True))
    return "\n".join([*_introduction(extends), *head, _question(), "", *body, "", EXAMPLES])


class ScenarioValues:
    """The values to show: those of a scenario, or the defaults."""

    def __init__(self, base: Scenario | None) -> None:
        self.document = ScenarioDocument.model_validate(nested(default_layer())) if base is None else base.document
        self.scenario = base or Scenario("default", self.document)

    def text(self, path: str) -> str:
        """Return the value at a path as it is written in a file."""
        return written(self.scenario.value(path))


def written(value: Value) -> str:
    """Return a value as it is written in a scenario file."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {written(part)}" for key, part in value.items()) + "}"
    return number_text(value) if isinstance(value, float) else described(value).strip('"')


def _introduction(extends: str | None) -> Iterator[str]:
    yield "## A scenario of forcemix. Check it with: forcemix check FILE; run it with: forcemix run FILE"
    if extends is None:
        yield "## Every input stands here with its range and meaning; what you leave out keeps its default."
    else:
        yield f"## It says only what differs from {printable(extends)}: take one # away before a value, and before"
        yield "## the name of its block, to change it. Lines with two ## are notes."


def _question() -> str:
    return '# question: "the one question it answers"'


def _body(values: ScenarioValues, off: bool, notes: bool) -> Iterator[str]:
    mark = "# " if off else ""
    if notes:
        yield "## Statements up to this day count."
    yield f"{mark}as_of: {values.text('as_of')}"
    for name in BLOCKS:
        if notes:
            yield from ("", f"## {_about(name)}")
        yield f"{mark}{name}:"
        for leaf in leaves().values():
            if leaf.path.split(".")[0] == name:
                yield from _line(leaf, values, mark, notes)


def _about(block: str) -> str:
    annotation = ScenarioDocument.model_fields[block].annotation
    return _description(annotation) if isinstance(annotation, type) and issubclass(annotation, Block) else block


def _description(block: type[Block]) -> str:
    return (block.__doc__ or "").strip().splitlines()[0]


def _line(leaf: Leaf, values: ScenarioValues, mark: str, notes: bool) -> Iterator[str]:
    if leaf.path == INVOLVEMENT:
        if notes:
            yield "#   involvement: 0.5      ## 0 to 1; short for all five at once, a component named beside it wins"
        return
    text = f"{mark}  {leaf.path.split('.')[-1]}: {values.text(leaf.path)}"
    yield f"{text:<{NOTE_COLUMN}}  ## {note(leaf)}" if notes else text


def note(leaf: Leaf) -> str:
    """Return range, meaning and the meanings of both ends of an input, in one line."""
    if not leaf.numeric:
        about = ScenarioDocument.model_fields[leaf.path.split(".")[0]].annotation
        fields = about.model_fields if isinstance(about, type) and issubclass(about, Block) else {}
        field = fields.get(leaf.path.split(".")[-1])
        meaning = field.description if field is not None and field.description else ""
        return f"{', '.join(leaf.choices)}. {meaning}"
    row = parameter(leaf.path)
    ends = [f"{number_text(end)}: {text}" for end, text in ((row.low, row.at_low), (row.high, row.at_high)) if text]
    return f"{leaf.span()}. {row.meaning}" + (f" ({'; '.join(ends)})" if ends else "")


def _quoted(text: str) -> str:
    # Two code points that YAML forbids are no control characters.
    clean = re.sub("[\ufffe\uffff]", "\ufffd", printable(text))[:LONGEST_TITLE]
    return json.dumps(clean, ensure_ascii=False)


def _word(text: str) -> str:
    plain = PLAIN_NAME.fullmatch(text) is not None and text not in WORDS_OF_YAML
    return text if plain else _quoted(text)
