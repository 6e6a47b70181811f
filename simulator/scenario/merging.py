"""From patches to one complete scenario: the chain it extends, the short form of American help, and options."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from simulator.data.parameters import parameter
from simulator.scenario.composing import Key, KeyPath, dotted
from simulator.scenario.diagnostics import Mistake, Position, ScenarioError
from simulator.scenario.reading import Patch
from simulator.scenario.schema import ScenarioDocument
from simulator.scenario.values import INVOLVEMENT, US_COMPONENTS, leaves

LONGEST_CHAIN = 16
NO_REASON = "set for this run, no reason given"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value comes from: a default, a place in a file, or an option such as ``--set us.air=1``."""

    kind: Literal["default", "file", "option"]
    file: str | None = None
    line: int | None = None
    column: int | None = None
    length: int | None = None


DEFAULT = Origin("default")


@dataclass(frozen=True, slots=True)
class Given:
    """A value and where it comes from; lists count as one value."""

    value: object
    origin: Origin


Layer = dict[KeyPath, Given]
"""Values by path, flat."""

Locate = Callable[[Patch], Patch]
"""Finds and reads the scenario that a patch extends."""


def lineage(patch: Patch, locate: Locate) -> tuple[Patch, ...]:
    """Return a patch and all it extends, itself first.

    Parameters
    ----------
    patch
        Where to start.
    locate
        Finds and reads what a patch extends.

    Raises
    ------
    ScenarioError
        If the chain runs in a circle or is longer than :data:`LONGEST_CHAIN`.
    """
    chain = [patch]
    while "extends" in chain[-1].data:
        parent = locate(chain[-1])
        names = " -> ".join(f"`{link.name}`" for link in (*chain, parent))
        if any(_same_file(link, parent) for link in chain):
            raise ScenarioError([extends_mistake(chain[-1], "S030", f"`extends` runs in a circle: {names}")])
        if len(chain) == LONGEST_CHAIN:
            raise ScenarioError([extends_mistake(chain[-1], "S030", f"more than {LONGEST_CHAIN} scenarios in a chain")])
        chain.append(parent)
    return tuple(chain)


def _same_file(one: Patch, other: Patch) -> bool:
    if one.path is None or other.path is None:
        return one.name == other.name
    return one.path.resolve() == other.path.resolve()


def extends_mistake(patch: Patch, code: str, message: str, mend: str | None = None) -> Mistake:
    """Return a mistake that points at what a patch says under ``extends``."""
    place = patch.positions.get(("extends",))
    return patch.source.mistake(code, message, None if place is None else place.value, mend=mend)


def layer_of(patch: Patch) -> Layer:
    """Return the values of a patch, with American involvement spelt out in its five components."""
    return expanded({path: Given(value, _origin(patch, path)) for path, value in flattened(patch.data).items()})


def _origin(patch: Patch, path: KeyPath) -> Origin:
    place = patch.positions.get(path)
    if place is None:
        return Origin("option", patch.name)
    at: Position = place.value
    return Origin("file", patch.name, at.line, at.column, at.length)


def flattened(data: Mapping[str, object], prefix: KeyPath = ()) -> dict[KeyPath, object]:
    """Return nested mappings as one flat mapping from path to value; lists stay whole."""
    flat: dict[KeyPath, object] = {}
    for key, value in data.items():
        path = (*prefix, key)
        if isinstance(value, dict):
            flat |= flattened(value, path)
        else:
            flat[path] = value
    return flat


def nested(layer: Layer) -> dict[str, object]:
    """Return a layer as nested mappings, the opposite of :func:`flattened`."""
    data: dict[str, object] = {}
    for path, given in layer.items():
        here: dict[str, object] = data
        for part in path[:-1]:
            here = cast("dict[str, object]", here.setdefault(str(part), {}))
        here[str(path[-1])] = given.value
    return data


def expanded(layer: Layer) -> Layer:
    """Return a layer in which American involvement sets every component that the layer itself does not name."""
    short = {path: given for path, given in layer.items() if _is_short(path)}
    named = {_subject(path) for path in layer if path not in short}
    rest = {path: given for path, given in layer.items() if path not in short}
    for path, given in short.items():
        for component in US_COMPONENTS:
            full = _with_component(path, component)
            if _subject(full) not in named:
                rest[full] = given
    return rest


def _is_short(path: KeyPath) -> bool:
    return path == tuple(INVOLVEMENT.split(".")) or path[:2] == ("paths", INVOLVEMENT)


def _subject(path: KeyPath) -> KeyPath:
    return path[:2]


def _with_component(path: KeyPath, component: str) -> KeyPath:
    parts: tuple[Key, ...] = tuple(component.split("."))
    return parts if path[0] == "us" else ("paths", component, *path[2:])


def merged(base: Layer, patch: Layer) -> Layer:
    """Return a layer with a patch laid over it: the patch wins.

    Values that only make sense together are replaced as a whole: the chances of missions, the course of an input
    over the rounds, a distribution, a sweep.
    """
    replaced = {whole for path in patch if (whole := _whole(path)) is not None}
    kept = {path: given for path, given in base.items() if _whole(path) not in replaced}
    return kept | patch


def _whole(path: KeyPath) -> KeyPath | None:
    if path[0] in ("paths", "uncertain") or path[:2] == ("mandate", "mission"):
        return path[:2]
    return path[:1] if path[0] == "sweep" else None


def merged_chain(chain: Iterable[Patch]) -> Layer:
    """Return defaults, then a chain of patches from the oldest to the youngest, as one layer.

    Title and question are those of the youngest: a variant must not pass for what it varies.
    """
    patches = tuple(chain)
    layer = default_layer()
    for patch in reversed(patches):
        layer = merged(layer, layer_of(patch))
    defaults, own = default_layer(), layer_of(patches[0])
    layer.pop(("extends",), None)
    for path in (("title",), ("question",)):
        layer[path] = own.get(path, defaults[path])
    return layer


def with_options(layer: Layer, patches: Iterable[Patch]) -> Layer:
    """Return a layer with assignments laid over it, all at once, so that their order does not matter.

    Raises
    ------
    ScenarioError
        If two assignments set the same input.
    """
    options: Layer = {}
    for patch in patches:
        for path, value in flattened(patch.data).items():
            if path in options:
                message = f"`{dotted(path)}` is set twice"
                raise ScenarioError([Mistake("S008", message, patch.name, help="set it once")])
            options[path] = Given(value, Origin("option", patch.name))
    result = merged(layer, expanded(options))
    for code in {path[1] for path in options if path[0] == "countries"}:
        result.setdefault(("countries", code, "why"), Given(NO_REASON, DEFAULT))
    return result


@cache
def _default_values() -> dict[KeyPath, object]:
    plain = flattened(ScenarioDocument().model_dump())
    values: dict[KeyPath, object] = {}
    for path, leaf in leaves().items():
        parts: KeyPath = tuple(path.split("."))
        if path == INVOLVEMENT or "*" in parts:
            continue
        values[parts] = parameter(path).default if leaf.numeric else plain[parts]
    return values


def default_layer() -> Layer:
    """Return every value where no scenario says otherwise, from the table of parameters and the schema."""
    return {path: Given(value, DEFAULT) for path, value in _default_values().items()}
